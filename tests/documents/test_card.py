"""The notice card: what hangs on the wall and is read from two metres."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.documents import samples
from tests.documents.reading import RESOURCES, codes_on, facts_of, pictures_of, text_of
from ymh_desktop.documents.card import DISCLAIMER, NOTHING_YET
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.card import QR_BYTES, CardSign, NoticeCard, NoticeCards, qr_text
from ymh_desktop.services.reports.paper import DRAFT, EXPERT_PENDING, PageSize

RENDERER = PaperRenderer(RESOURCES)


def shown(card: NoticeCard) -> str:
    """All words of one card."""
    return text_of(RENDERER.pdf(card))


# ISO 216 in points, as pdfinfo writes them.
POINTS = {
    PageSize.A2: ("1190.55", "1683.78"),
    PageSize.A3: ("841.89", "1190.55"),
    PageSize.A4: ("595.276", "841.89"),
    PageSize.A5: ("419.528", "595.276"),
}


@pytest.mark.parametrize("page_size", PageSize)
def test_a_card_is_one_page_of_the_size_asked_for(page_size: PageSize) -> None:
    """Whatever it says."""
    cards = (samples.bare_card(), samples.crowded_card(), samples.endless_card())
    facts = facts_of(RENDERER.pdf(NoticeCards(cards, page_size)))
    assert facts["Pages"] == "3"
    wide, high = POINTS[page_size]
    assert facts["Page size"].startswith(f"{wide} x {high} pts")


@pytest.mark.parametrize(("page_size", "dpi"), [(PageSize.A3, 100), (PageSize.A4, 150), (PageSize.A5, 200)])
def test_every_code_is_read_from_the_printed_page(page_size: PageSize, dpi: int, tmp_path: Path) -> None:
    """At the resolution of a bad copy."""
    cards = tuple(
        replace(
            samples.notice_card(),
            post=f"平刨操作工{number}",
            level=level,
            qr_text=samples.notice_card().qr_text.replace("P-0007", f"P-{number:04d}"),
        )
        for number, level in enumerate(RiskLevel, 1)
    )
    pictures = pictures_of(RENDERER.pdf(NoticeCards(cards, page_size)), tmp_path, dpi)
    assert [codes_on(picture) for picture in pictures] == [[card.qr_text] for card in cards]


@pytest.mark.parametrize("level", RiskLevel)
def test_the_level_is_told_without_colour(level: RiskLevel) -> None:
    """By its word, its numeral, its shape and the name of its colour."""
    words = shown(replace(samples.notice_card(), level=level))
    for word in (label(level), level.numeral, level.shape, level.colour):
        assert word in words


@pytest.mark.parametrize(("level", "bars"), [(level, int(level)) for level in RiskLevel])
def test_the_level_is_told_by_bars(level: RiskLevel, bars: int, tmp_path: Path) -> None:
    """On a black-and-white printer red and blue are the same grey; the bars are not."""
    card = replace(samples.bare_card(), level=level)
    (picture,) = pictures_of(RENDERER.pdf(card), tmp_path, 72)
    feet = [picture.getpixel((int(x), int(842 - 258.5 * 72 / 25.4))) for x in _bar_middles()]
    assert sum(isinstance(foot, int) and foot < 60 for foot in feet) == bars


def _bar_middles() -> list[float]:
    """Where the four bars of the badge stand, in points from the left."""
    start = (203 - 51 - 4 + 27) * 72 / 25.4
    return [start + (1.6 * i + 0.6) * 3.4 * 72 / 25.4 for i in range(4)]


def test_the_reporting_order_is_stop_then_person_then_alarm() -> None:
    """先停机喊人 → 责任人电话 → 119/120."""
    words = shown(samples.notice_card())
    assert words.index("①先停机、喊人") < words.index("②责任人张建国13800000007") < words.index("③火警119")
    assert "急救120" in words


def test_the_card_says_that_its_drawings_are_no_safety_signs() -> None:
    """Only where there are drawings."""
    assert DISCLAIMER in shown(samples.notice_card())
    assert DISCLAIMER not in shown(samples.bare_card())


def test_a_draft_and_an_unconfirmed_card_say_so() -> None:
    """And a finished one does not."""
    words = shown(samples.crowded_card())
    assert DRAFT in words
    assert EXPERT_PENDING in words
    assert DRAFT not in shown(samples.notice_card())
    assert EXPERT_PENDING not in shown(samples.notice_card())


def test_a_card_without_person_leaves_lines_to_write_on() -> None:
    """And says that its lists are empty."""
    words = shown(samples.bare_card())
    assert "②责任人________" in words
    assert NOTHING_YET in words


def test_a_list_that_cannot_fit_says_that_it_goes_on() -> None:
    """Nothing vanishes silently."""
    assert shown(samples.endless_card()).count("……") >= 4


@pytest.mark.parametrize(
    "change",
    [
        {"signs": (CardSign("warn-hand", "当心伤手"),) * 6},
        {"where_dangerous": ("刀",) * 5},
        {"must_do": ("停",) * 6},
        {"if_happens": ("喊",) * 4},
        {"qr_text": "字" * 87},
    ],
)
def test_a_card_holds_no_more_than_a_worker_reads(change: dict[str, Any]) -> None:
    """Choosing is the caller's work, so too much is an error, not small print."""
    with pytest.raises(ValueError, match="holds"):
        replace(samples.notice_card(), **change)


@pytest.mark.parametrize("name", ["张记", "河南省新乡市获嘉县亢村镇示例精密机械制造有限责任公司第二分公司" * 2])
@pytest.mark.parametrize("post", ["焊工", "数控车床、加工中心操作工兼设备点检员（夜班）" * 3])
@pytest.mark.parametrize("must", ["停机", "清理刀口前先停机断电，等刀轴停稳；用钩子不用手，再挂禁止合闸牌" * 3])
def test_the_code_never_cuts_an_instruction_in_half(name: str, post: str, must: str) -> None:
    """Names are shortened, instructions are whole or their first clause, and codes and phones stand."""
    text = qr_text(
        enterprise=name,
        post=post,
        post_code="P-0007",
        level="较大风险",
        musts=(must,) * 3,
        phone="13800000007",
        card_number="GZK-0007",
        version="第3版",
    )
    assert len(text.encode()) <= QR_BYTES
    assert "P-0007 GZK-0007 第3版" in text
    assert "13800000007" in text
    kept = [line[2:] for line in text.splitlines() if line[1:2] == "."]
    assert set(kept) <= {must, must.split("，")[0]}
    assert kept
