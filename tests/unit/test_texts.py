"""What people type: kept as typed, never cut off, refused only with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.enterprise import TextMissing, TextTooLong, optional_text, post_code, required_text


def test_a_rare_surname_is_kept_and_counts_as_one_character() -> None:
    assert required_text("姓名", "𬭎小明", most=3) == "𬭎小明"


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\u3000"])
def test_an_empty_name_is_told(text: str) -> None:
    with pytest.raises(TextMissing, match="“企业名称”还空着"):
        required_text("企业名称", text)


def test_too_long_says_how_long_and_cuts_nothing() -> None:
    with pytest.raises(TextTooLong, match="有 5000 个字，最多 2000 个字"):
        optional_text("备注", "字" * 5000)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = optional_text("备注", text)
    assert optional_text("备注", once) == once


@given(st.text(alphabet=st.characters(whitelist_categories=("Lo", "Nd", "P")), min_size=1, max_size=60))
def test_letters_digits_and_punctuation_survive(text: str) -> None:
    assert required_text("名称", text) == text


def test_post_codes_have_four_digits_at_least() -> None:
    assert [post_code(number) for number in (7, 12345)] == ["P-0007", "P-12345"]
