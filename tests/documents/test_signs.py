"""The pictograms: all there, honest about what nobody has checked, and drawable in both forms."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.documents.reading import RESOURCES, complaints_of, press
from ymh_desktop.documents.signs import KINDS, SignBook, SignsDamaged, svg

BOOK = press().signs
PREFIXES = {"warn": "warning", "ban": "prohibition", "must": "mandatory"}


def test_there_are_as_many_signs_as_the_library_may_ask_for() -> None:
    """Each id once."""
    assert len(BOOK.signs) >= 90


@pytest.mark.parametrize("sign_id", BOOK.signs)
def test_a_sign_has_a_name_a_kind_and_says_that_it_is_unchecked(sign_id: str) -> None:
    """No drawing has been compared with the 2025 standard, and each says so."""
    sign = BOOK.get(sign_id)
    assert sign.name
    assert sign.kind in KINDS
    assert PREFIXES.get(sign_id.split("-")[0], sign.kind) == sign.kind
    assert "没有同" in sign.review


@pytest.mark.parametrize("sign_id", BOOK.signs)
def test_a_sign_stays_in_its_square(sign_id: str) -> None:
    """Strokes included."""
    for shape in BOOK.get(sign_id).shapes:
        reach = shape.width / 2 if shape.stroke else 0
        for _, points in shape.segments:
            for x, y in points:
                assert x - reach >= -0.01
                assert x + reach <= 100.01
                assert y - reach >= -0.01
                assert y + reach <= 100.01


@pytest.mark.parametrize("sign_id", BOOK.signs)
def test_a_sign_is_a_well_formed_svg(sign_id: str) -> None:
    """For the phone pages and the window."""
    root = ElementTree.fromstring(svg(BOOK.get(sign_id), 96))
    assert root.get("width") == "96"
    assert len(root) == len(BOOK.get(sign_id).shapes)


def test_no_two_signs_look_alike(tmp_path: Path) -> None:
    """Drawn small, as on an A5 card, every two differ in a visible part of their pixels."""
    pen = press().pen((100, 100), "标志")
    for number, sign_id in enumerate(BOOK.signs):
        if number:
            pen.next_page()
        pen.define(sign_id, BOOK.packed(sign_id), 100)
        pen.stamp(sign_id, 0, 0, 1)
    pdf = pen.finish()
    assert complaints_of(pdf, tmp_path) == ""
    (tmp_path / "signs.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "40", "-gray", tmp_path / "signs.pdf", tmp_path / "s"], check=True)
    pictures = [path.read_bytes()[-55 * 55 :] for path in sorted(tmp_path.glob("s*.pgm"))]
    assert len(pictures) == len(BOOK.signs)
    for i, one in enumerate(pictures):
        for other in pictures[:i]:
            assert sum(abs(a - b) > 60 for a, b in zip(one, other, strict=True)) > 40


DAMAGED = {
    "not YAML": "signs: [",
    "no signs": "symbols: {}",
    "a relative path": "symbols: {}\nsigns: [{id: a, name: b, kind: safe, draw: [{fill: ink, path: 'm1 1'}]}]",
    "an unknown kind": "symbols: {}\nsigns: [{id: a, name: b, kind: odd, draw: []}]",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_told_in_a_sentence(text: str, tmp_path: Path) -> None:
    """Not in a traceback."""
    (tmp_path / "signs.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SignsDamaged, match="请重新安装"):
        SignBook(tmp_path / "signs.yaml").get("a")


def test_a_sign_that_does_not_exist_is_named() -> None:
    """A library file may name one by mistake; its own tests find that first."""
    with pytest.raises(SignsDamaged, match="warn-dragon"):
        SignBook(RESOURCES / "signs" / "signs.yaml").get("warn-dragon")
