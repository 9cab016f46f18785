"""Fonts: what is embedded is sound and draws what was asked for; a damaged file is told."""

import struct
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from tests.documents.reading import RESOURCES, pictures_of, press, text_of
from ymh_desktop.documents.fonts import BOLD, FALLBACK, REGULAR, FontMissing, load
from ymh_desktop.documents.truetype import FontFile, NotReadable

NAMES = (REGULAR, BOLD, FALLBACK)
COMPOSED = "éÅüñ"  # drawn from two glyphs each


def font(name: str) -> FontFile:
    """A shipped font."""
    return FontFile(RESOURCES / "fonts" / f"{name}.ttf")


@pytest.mark.parametrize("name", NAMES)
def test_glyphs_and_widths_are_those_that_reportlab_reads(name: str) -> None:
    """Every character of the font, by a reader that was written by others."""
    ours, theirs = font(name), TTFont(name, str(RESOURCES / "fonts" / f"{name}.ttf")).face
    for code in range(0x20, 0x2FFFF, 7):
        expected = theirs.charToGlyph.get(code, 0)
        if code != 0xA0:  # ReportLab makes the no-break space a plain one
            assert ours.glyphs[chr(code)] == expected
        if expected:
            assert abs(ours.width(chr(code)) - theirs.charWidths[code]) <= 0.51


@pytest.mark.parametrize("name", NAMES)
def test_a_subset_has_the_check_sum_that_the_format_asks_for(name: str) -> None:
    """All words of the file add up to one number."""
    file = font(name)
    data = file.subset([0, *(file.glyphs[char] for char in "A1°" + COMPOSED)])
    assert sum(struct.unpack(f">{len(data) // 4}L", data)) & 0xFFFFFFFF == 0xB1B0AFBA


def test_a_composed_letter_is_drawn_with_its_parts(tmp_path: Path) -> None:
    """And found again by searching; in the middle of a page, each has as much ink as its plain letter and more."""
    pen = press().pen((200, 60), "试")
    pen.text(10, 20, "eAun", 30)
    pen.next_page()
    pen.text(10, 20, COMPOSED, 30)
    pdf = pen.finish()
    plain, composed = (sum(page.histogram()[:100]) for page in pictures_of(pdf, tmp_path, 100))
    assert composed > plain * 1.05
    assert COMPOSED in text_of(pdf)


def test_two_documents_do_not_disturb_each_other() -> None:
    """A preview made while a print is being drawn leaves the print as it is."""
    alone = press().pen((200, 60), "试")
    alone.text(10, 20, "护罩", 30)
    one, other = press().pen((200, 60), "试"), press().pen((200, 60), "试")
    other.text(10, 20, "开机前先看", 30)
    one.text(10, 20, "护罩", 30)
    other.finish()
    assert one.finish() == alone.finish()


DAMAGED = {
    "empty": b"",
    "text": b"hello, this is no font at all" * 10,
    "cut short": (RESOURCES / "fonts" / f"{FALLBACK}.ttf").read_bytes()[:4000],
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_font_is_not_readable(content: bytes, tmp_path: Path) -> None:
    """Whatever is wrong with it."""
    path = tmp_path / f"{REGULAR}.ttf"
    path.write_bytes(content)
    with pytest.raises(NotReadable):
        FontFile(path)
    with pytest.raises(FontMissing, match="请重新安装"):
        load(tmp_path)
