"""Reads Excel workbooks and CSV files that other people made: sheets of rows of texts, or one sentence why not.

Order: size and kind of the file, what an .xlsx holds inside (documents.workbook_limits), then the cells. Merged cells
bear their text in every cell, so that a row says everything by itself.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from ymh_desktop.documents.workbook_limits import MOST_COLUMNS, MOST_ROWS, check_workbook, damaged, too_many
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import BlankForm, Sheet

MOST_BYTES = 20 * 1024 * 1024
_XLSX, _XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODINGS = ("utf-8-sig", "gb18030")
_NO_CONTROLS = dict.fromkeys(set(range(32)) - {9, 10})
_SEPARATORS = ",\t;，"


class CannotRead(UserError):
    """The file is no table that this program can read."""


@dataclass(frozen=True, slots=True)
class SpreadsheetFiles:
    """Implements the port Spreadsheets."""

    def read(self, path: Path) -> tuple[Sheet, ...]:
        """The visible sheets that hold something; raises CannotRead."""
        raw = _content(path)
        if raw.startswith(_XLSX):
            check_workbook(raw, path.name)
            sheets = _workbook(raw, path.name)
        elif raw.startswith(_XLS):
            sheets = _workbook(raw, path.name)
        else:
            sheets = (Sheet(path.stem, _plain_rows(raw, path.name)),)
        filled = tuple(sheet for sheet in sheets if sheet.rows)
        if not filled:
            raise CannotRead(f"“{path.name}”里没有内容。", "请选有台账内容的那个文件。")
        return filled

    def blank_form(self, path: Path) -> BlankForm:
        """Somebody's form; raises CannotRead."""
        from ymh_desktop.documents import forms  # loaded on use: a start fills none

        return forms.blank_form(path)

    def filled_form(self, form: bytes, sheet: str, first_row: int, rows: Sequence[Sequence[str | None]]) -> bytes:
        """The form with these rows."""
        from ymh_desktop.documents import forms  # loaded on use: a start fills none

        return forms.filled_form(form, sheet, first_row, rows)

    def plain_list(
        self, title: str, firm: str, made_on: date, columns: Sequence[str], rows: Sequence[Sequence[str]]
    ) -> bytes:
        """A list of our own look."""
        from ymh_desktop.documents import forms  # loaded on use: a start fills none

        return forms.plain_list(title, firm, made_on, columns, rows)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CannotRead(
                f"“{path.name}”有 {path.stat().st_size // (1024 * 1024)} MB，太大了。",
                "一次最多 20 MB。请把里面的图片删掉，或者分成几个文件。",
            )
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(f"“{path.name}”读不出来。", "请先在Excel里关掉它，再试一次。") from error


# ---- workbooks -------------------------------------------------------------------------------------------------------


def _workbook(raw: bytes, name: str) -> tuple[Sheet, ...]:
    try:
        return _sheets(raw, name)
    except UserError:
        raise
    except BaseException as problem:
        # Whatever a damaged file makes the reader do, also a panic of its native part, is one sentence here.
        if isinstance(problem, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        if type(problem).__name__ == "PasswordError":
            raise CannotRead(
                f"“{name}”有打开密码。", "请在Excel里去掉密码（文件→信息→保护工作簿），保存后再选一次。"
            ) from problem
        raise damaged(name) from problem


def _sheets(raw: bytes, name: str) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    tables = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    shown = [each.name for each in tables if each.visible == SheetVisibleEnum.Visible]
    return tuple(_sheet(book, each, name) for each in shown or [table.name for table in tables])


def _sheet(book: Any, title: str, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(title)
    if sheet.end is None:
        return Sheet(title, ())
    if sheet.end[0] - sheet.start[0] >= MOST_ROWS or sheet.end[1] - sheet.start[1] >= MOST_COLUMNS:
        raise too_many(name, title)
    first_row, first_column = sheet.start
    cells = [[_text(cell) for cell in line] for line in sheet.to_python(skip_empty_area=True)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _spread(cells, top - first_row, left - first_column, bottom - first_row, right - first_column)
    return Sheet(title, _trimmed(cells), first_row + 1)


def _spread(cells: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Put the text of a merged block into each of its cells, as far as the table goes."""
    if not 0 <= top < len(cells) or not 0 <= left < len(cells[top]):
        return
    words = cells[top][left]
    for line in cells[top : bottom + 1]:
        line[left : right + 1] = [words] * len(line[left : right + 1])


def _text(cell: object) -> str:
    """A cell as a person reads it: 12 for 12.0, 2026-11-26 for a day."""
    match cell:
        case str():
            return _clean(cell)
        case bool():
            return "是" if cell else "否"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.10g}"
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case None:
            return ""
        case _:
            return str(cell)


def _clean(words: str) -> str:
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return lines.translate(_NO_CONTROLS).strip()


def _trimmed(cells: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Without empty lines at the end."""
    rows = [tuple(line) for line in cells]
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


# ---- text files ------------------------------------------------------------------------------------------------------


def _plain_rows(raw: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    words = _decoded(raw, name)
    head = words[:2000].lstrip().lower()
    if head.startswith(("<html", "<!doctype", "<table", "<?xml", "{", "%pdf")) or "<table" in head:
        raise CannotRead(f"“{name}”不是Excel表格。", "请用Excel或WPS打开它，另存为 .xlsx，再选一次。")
    first = next((line for line in words.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = [
            [_clean(cell) for cell in line] for line in csv.reader(io.StringIO(words, newline=""), delimiter=separator)
        ]
    except csv.Error as problem:
        raise damaged(name) from problem
    if len(rows) > MOST_ROWS or max((len(line) for line in rows), default=0) > MOST_COLUMNS:
        raise too_many(name, "")
    width = max((len(line) for line in rows), default=0)
    return _trimmed(line + [""] * (width - len(line)) for line in rows)


def _decoded(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):  # "Unicode text" of Excel
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
        if b"\0" in raw:
            raise CannotRead(f"“{name}”不是表格文件。", "请选 .xlsx、.xls 或 .csv 文件。")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise damaged(name)
