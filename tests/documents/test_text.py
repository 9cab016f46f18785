"""Line breaking and fonts: what ReportLab 5.1 does wrong with Chinese and this program does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.reading import press, text_of
from ymh_desktop.documents.embedding import to_unicode
from ymh_desktop.documents.text import NO_END, NO_START, clean

REGULAR = press().fonts.regular
SENTENCE = (
    "氧气瓶与乙炔瓶间距≥5米，距明火≥10米（见《焊接与切割安全》GB 9448），噪声长期超过85dB(A)；电话0373-8765001，"
    "限速5km/h，离地200～300mm……严禁“带病”运行！测CO₂、O₂：合格☑才进？不合格“不进”、不开机。"
)
WIDTHS = [40 + 7 * i for i in range(40)]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    """避头尾."""
    lines = REGULAR.lines(SENTENCE, 10, width)
    assert [line for line in lines[1:] if line[0] in NO_START] == []
    assert [line for line in lines[:-1] if line[-1] in NO_END] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_fits_its_width(width: int) -> None:
    """Marks do not hang over the frame either."""
    assert max(REGULAR.width(line, 10) for line in REGULAR.lines(SENTENCE, 10, width)) <= width + 0.02


@pytest.mark.parametrize("together", ["85dB(A)", "10米", "200～300mm", "5km/h", "GB 9448"[3:]])
def test_a_number_keeps_its_unit(together: str) -> None:
    """At every width that the whole has room in."""
    for width in range(100, 300, 7):
        assert any(together in line for line in REGULAR.lines(SENTENCE, 10, width))


def test_a_number_keeps_its_unit_behind_a_blank_too() -> None:
    said = "登记表上的指纹最后 8 位要和公函上的一样，3 天内改完，第 12 条写着。"
    for width in range(60, 300, 7):
        found = "".join(f"|{line}" for line in REGULAR.lines(said, 10, width))
        assert all(kept in found for kept in ("8 位", "3 天", "12 条")), found


@pytest.mark.parametrize("width", [width for width in WIDTHS if width > 100])
def test_a_files_name_keeps_its_ending(width: int) -> None:
    """Whole where quotes say where it begins."""
    said = "收下本表和证书文件“签名证书.pem”。运行 ymh-desktop town trust --add 签名证书.pem，程序显示证书里的名称。"
    lines = REGULAR.lines(said, 10, width)
    assert [line for line in lines if line.startswith(("pem", ".pem"))] == []
    assert any("“签名证书.pem”。" in line for line in lines)


@given(st.text(st.sampled_from("木工机床，。（）《》“”！？12a℃ \n、；"), max_size=60), st.integers(25, 200))
def test_breaking_loses_no_character_and_fits(text: str, width: int) -> None:
    """Only blanks at breaks vanish."""
    lines = REGULAR.lines(text, 10, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(REGULAR.width(line, 10) <= width + 0.02 for line in lines)


@given(st.text(st.sampled_from("木工机床，、（"), max_size=40), st.integers(25, 200))
def test_counting_agrees_with_breaking(text: str, width: int) -> None:
    """The size of a list is found by counting, then it is drawn by breaking."""
    assert REGULAR.count(text, 10, width) == len(REGULAR.lines(text, 10, width))


def test_a_word_longer_than_the_line_is_cut() -> None:
    """A file name in a narrow cell."""
    lines = REGULAR.lines("A" * 30, 10, 50)
    assert "".join(lines) == "A" * 30
    assert len(lines) > 3
    assert all(REGULAR.width(line, 10) <= 50 for line in lines)


def test_the_last_line_is_not_a_single_character() -> None:
    """It is pulled together with the line before."""
    text = "护罩盖住刀口再开机工"
    assert min(len(line) for line in REGULAR.lines(text, 10, 9 * 10)) > 2


def test_rare_surnames_and_subscripts_come_out_of_the_pdf_as_they_went_in() -> None:
    """𬭎 lies beyond the BMP; ₂ and ☑ are in the fallback font only."""
    pen = press().pen((400, 200), "试")
    text = "欧阳𬭎瀚𠅤测CO₂、H₂S☑☐✗≥①"
    pen.text(10, 100, text, 12)
    pen.text(10, 60, text, 12, bold=True)
    assert text_of(pen.finish()).count(text) == 2


def test_characters_that_no_font_draws_are_named() -> None:
    """To be told when the text is saved, not when a box stands on the wall."""
    assert press().fonts.missing(["欧阳𬭎瀚CO₂☑", "灭火器\U0001f9ef"]) == ("\U0001f9ef",)


def test_control_characters_are_not_drawn() -> None:
    """They come in by pasting from other programs."""
    assert clean("一\x00二\t三\x0b四\n五\r") == "一二 三四\n五"


def test_the_unicode_map_has_short_blocks_and_utf16() -> None:
    """At most 100 entries a block, as the format asks; pairs beyond the BMP."""
    cmap = to_unicode([chr(code) for code in (*range(0x4E00, 0x4E00 + 250), 0x2CB4E)])
    assert "<00FA> <D872DF4E>" in cmap
    assert [line for line in cmap.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "51 beginbfchar",
    ]
