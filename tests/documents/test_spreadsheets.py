"""Spreadsheets of other people: read as they look, or refused in a sentence."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ymh_desktop.documents import spreadsheets
from ymh_desktop.documents.spreadsheets import SpreadsheetFiles
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Sheet

LEDGER = [["风险点", "等级"], ["冲床", "较大"]]


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    """A workbook whose first sheet is filled by the test."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    fill(book, book.add_worksheet("台账"))
    book.close()
    return memory.getvalue()


def rows_of(tmp_path: Path, raw: bytes, name: str = "台账.xlsx") -> tuple[tuple[str, ...], ...]:
    return read(tmp_path, raw, name)[0].rows


def read(tmp_path: Path, raw: bytes, name: str = "台账.xlsx") -> tuple[Sheet, ...]:
    path = tmp_path / name
    path.write_bytes(raw)
    return SpreadsheetFiles().read(path)


def plain(book: Any, sheet: Any) -> None:
    for at, line in enumerate(LEDGER):
        sheet.write_row(at, 0, line)


def repacked(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The workbook with its parts changed."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return memory.getvalue()


def packed(**parts: bytes) -> bytes:
    """A packed file with these parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return memory.getvalue()


def with_cell(reference: bytes) -> bytes:
    """A workbook that names a cell far away from all others."""
    far = b'<row r="1"><c r="' + reference + b'"><v>1</v></c></row></sheetData>'
    return repacked(workbook(plain), lambda name, xml: xml.replace(b"</sheetData>", far))


def test_cells_come_as_a_person_reads_them(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["冲床", 12, 0.5, True])
        sheet.write_datetime(0, 4, date(2026, 11, 26), book.add_format({"num_format": "yyyy-mm-dd"}))

    assert rows_of(tmp_path, workbook(fill)) == (("冲床", "12", "0.5", "是", "2026-11-26"),)


def test_merged_cells_bear_their_text_in_every_cell(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "冲床")
        sheet.merge_range(0, 1, 0, 2, "风险评价")
        sheet.write_row(1, 1, ["L", "E"])

    assert rows_of(tmp_path, workbook(fill)) == (("冲床", "风险评价", "风险评价"), ("冲床", "L", "E"))


def test_numbers_of_rows_count_from_the_top_of_the_sheet(tmp_path: Path) -> None:
    raw = workbook(lambda book, sheet: sheet.write(4, 2, "冲床"))
    (sheet,) = read(tmp_path, raw)
    assert (sheet.first_row, sheet.rows) == (5, (("冲床",),))


def test_hidden_and_empty_sheets_are_left_out(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        plain(book, sheet)
        book.add_worksheet("空的")
        hidden = book.add_worksheet("旧的")
        hidden.write(0, 0, "冲床")
        hidden.hide()

    assert [sheet.name for sheet in read(tmp_path, workbook(fill))] == ["台账"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_files_of_every_usual_kind_are_read(tmp_path: Path, encoding: str, separator: str) -> None:
    words = "".join(separator.join(line) + "\r\n" for line in LEDGER)
    (sheet,) = read(tmp_path, words.encode(encoding), "台账.csv")
    assert [list(line) for line in sheet.rows] == LEDGER


def test_a_format_on_whole_columns_makes_no_rows(tmp_path: Path) -> None:
    """People format a million empty cells without knowing."""
    empty = b'<row r="1048576" spans="1:2"><c r="A1048576" s="1"/><c r="B1048576" s="1"/></row></sheetData>'
    raw = repacked(workbook(plain), lambda name, xml: xml.replace(b"</sheetData>", empty))
    assert len(rows_of(tmp_path, raw)) == 2


BAD: dict[str, tuple[str, bytes, str]] = {
    "cut short": ("台账.xlsx", workbook(plain)[:-200], "文件可能坏了"),
    "old Excel, cut short": ("台账.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "文件可能坏了"),
    "a packed file that is no workbook": (
        "台账.xlsx",
        repacked(workbook(plain), lambda n, x: x)[:0] or b"",
        "没有内容",
    ),
    "a row far away": ("台账.xlsx", with_cell(b"A1048576"), "太大了"),
    "a column far away": ("台账.xlsx", with_cell(b"XFD1"), "太大了"),
    "a page of the web": ("台账.xls", "<html><table><tr><td>冲床".encode(), "不是Excel表格"),
    "a picture": ("台账.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(50), "不是表格文件"),
    "neither of the two encodings": ("台账.csv", b"\xff\xff\x81,\x81\n", "文件可能坏了"),
    "an endless field": ("台账.csv", b'"' + b"a" * 200_000, "文件可能坏了"),
    "a hundred and one columns": ("台账.csv", b"," * 100 + b"1\n", "太大了"),
    "more rows than a ledger has": ("台账.csv", b"1\n" * 20_001, "太大了"),
    "nothing": ("台账.xlsx", workbook(lambda book, sheet: None), "没有内容"),
    "entities": (
        "台账.xlsx",
        repacked(workbook(plain), lambda n, x: x.replace(b"<worksheet", b"<!DOCTYPE a><worksheet")),
        "文件可能坏了",
    ),
}


@pytest.mark.parametrize(("name", "raw", "sentence"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, name: str, raw: bytes, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence) as refused:
        read(tmp_path, raw, name)
    assert refused.value.advice
    assert "导入" not in refused.value.advice  # a table to fill is chosen, not imported


def test_a_text_named_two_million_times_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "冲" * 30_000)

    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(2, 5_000))
    raw = repacked(workbook(fill), lambda name, xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"))
    assert len(raw) < 100_000
    with pytest.raises(UserError, match="太大了"):
        read(tmp_path, raw)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_BYTES", 100)
    with pytest.raises(UserError, match="太大了"):
        read(tmp_path, workbook(plain))


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="读不出来"):
        SpreadsheetFiles().read(tmp_path / "没有.xlsx")


@pytest.mark.parametrize("place", range(0, 6000, 397))
def test_a_damaged_byte_never_ends_in_anything_but_rows_or_a_sentence(tmp_path: Path, place: int) -> None:
    raw = bytearray(workbook(plain))
    raw[place % len(raw)] ^= 0xFF
    with suppress(UserError):
        assert read(tmp_path, bytes(raw))
