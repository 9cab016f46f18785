"""What people type with a Chinese input method."""

import pytest

from ymh_desktop.domain.demands import same_number
from ymh_desktop.domain.typed import as_meant, shortened


@pytest.mark.parametrize(
    ("typed", "meant"), [("ＹＭＨ－１", "YMH-1"), ("　２０ ", "20"), ("木工区", "木工区"), ("", "")]
)
def test_full_width_signs_are_read_as_they_were_meant(typed: str, meant: str) -> None:
    assert as_meant(typed) == meant


@pytest.mark.parametrize("typed", ["督[2026]3号", "督（2026）３号", " 督【2026】 3号"])
def test_a_number_of_a_paper_is_the_same_in_any_brackets(typed: str) -> None:
    assert same_number("督〔2026〕3号", typed)
    assert not same_number("督〔2026〕13号", typed)


def test_what_is_cut_shows_it() -> None:
    assert shortened("木工区", 3) == "木工区"
    assert shortened("木工区外", 3) == "木工区…"
