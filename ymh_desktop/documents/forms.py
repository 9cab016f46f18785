"""Somebody's blank Excel form: what stands above its columns, what its lists allow, and filling it without a trace.

openpyxl keeps what it does not understand as far as it can; formats, widths, merged heads and print set-up stay. Only
.xlsx can be filled: an .xls must be saved anew first.
"""

import io
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

from ymh_desktop.documents.text import clean
from ymh_desktop.documents.workbook import LONGEST_CELL, Book, Field
from ymh_desktop.documents.workbook_limits import MOST_COLUMNS, check_workbook, damaged
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import BlankForm, FormSheet

MOST_BYTES = 3 * 1024 * 1024
HEAD_ROWS = 40  # below them nobody puts a head
MOST_ALLOWED = 200
LONGEST_ALLOWED = 100
_XLSX = b"PK\x03\x04"


class FormRefused(UserError):
    """The file is no form that can be filled."""


def blank_form(path: Path) -> BlankForm:
    """Its sheets with their first rows; raises UserError for what is no form or would be too large."""
    raw = _content(path)
    book = _opened(raw, path.name)
    sheets = tuple(_sheet(book, page) for page in book.worksheets if page.sheet_state == "visible")
    return BlankForm(raw, tuple(sheet for sheet in sheets if any(any(row) for row in sheet.rows)))


def filled_form(form: bytes, sheet: str, first_row: int, rows: Sequence[Sequence[str | None]]) -> bytes:
    """The form with these rows from `first_row` (from 1) on, None leaves a cell as it is; raises UserError.

    Every cell is written as text: what a person typed never becomes a formula.
    """
    book = _opened(form, sheet)
    if sheet not in book.sheetnames:
        raise UserError(f"空白表里没有工作表“{sheet}”。", "请重新选一次空白表。")
    page = book[sheet]
    for at, row in enumerate(rows):
        for column, words in enumerate(row, start=1):
            if words is not None:
                _write(page, first_row, first_row + at, column, words)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def plain_list(title: str, firm: str, made_on: date, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A list of our own look with these columns."""
    book = Book(title, firm, made_on)
    widths = [
        max([len(name) * 2, *(_widest(row[at]) for row in rows[:200])], default=8) for at, name in enumerate(columns)
    ]
    fields = [Field(name, min(max(width + 2, 6), 40)) for name, width in zip(columns, widths, strict=True)]
    book.sheet(title[:31], title, (firm, made_on.isoformat()), fields, rows, paper=8)
    return book.bytes()


def _widest(words: str) -> int:
    return max((len(line) * 2 for line in words.splitlines()), default=0)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FormRefused(f"“{path.name}”太大了。", "空白表不超过 3 MB。请删掉图片和已填的内容，另存一份再选。")
        raw = path.read_bytes()
    except OSError as error:
        raise FormRefused(f"“{path.name}”读不出来。", "请先在Excel里关掉它，再试一次。") from error
    if not raw.startswith(_XLSX):
        raise FormRefused(f"“{path.name}”不是 .xlsx 表格。", "请用Excel或WPS打开它，另存为 .xlsx 再选。")
    return raw


def _opened(raw: bytes, name: str) -> Any:
    from openpyxl import load_workbook

    check_workbook(raw, name)
    try:
        return load_workbook(io.BytesIO(raw))
    except Exception as problem:  # whatever a damaged file makes the reader do is one sentence here
        raise damaged(name) from problem


def _sheet(book: Any, page: Any) -> FormSheet:
    width = min(page.max_column or 0, MOST_COLUMNS)
    rows = [
        [_text(page.cell(row, column).value) for column in range(1, width + 1)]
        for row in range(1, min(page.max_row or 0, HEAD_ROWS) + 1)
    ]
    for block in page.merged_cells.ranges:
        _spread(rows, block)
    return FormSheet(page.title, tuple(tuple(row) for row in rows), dict(_lists(book, page, width)))


def _spread(rows: list[list[str]], block: Any) -> None:
    """Put the text of a merged block into each of its cells."""
    if block.min_row > len(rows) or block.min_col > len(rows[0]):
        return
    words = rows[block.min_row - 1][block.min_col - 1]
    for row in rows[block.min_row - 1 : block.max_row]:
        last = min(block.max_col, len(row))
        row[block.min_col - 1 : last] = [words] * (last - block.min_col + 1)


def _lists(book: Any, page: Any, width: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(column from 0, what its drop-down list offers)."""
    for rule in page.data_validations.dataValidation:
        if rule.type != "list" or not rule.formula1:
            continue
        offered = tuple(dict.fromkeys(_offered(book, page, str(rule.formula1))))[:MOST_ALLOWED]
        for block in rule.sqref.ranges:
            for column in range(block.min_col, min(block.max_col, width) + 1):
                if offered:
                    yield column - 1, offered


def _offered(book: Any, page: Any, formula: str) -> Iterator[str]:
    """ "红,橙,黄" or a stretch of cells, =$F$2:$F$5 or =表2!$A$1:$A$4; anything cleverer offers nothing."""
    if formula.startswith('"'):
        yield from (each.strip()[:LONGEST_ALLOWED] for each in formula.strip('"').split(","))
        return
    where, _, cells = formula.lstrip("=").rpartition("!")
    name = where.strip("'")
    source = book[name] if name in book.sheetnames else page if not where else None
    if source is None:
        return
    try:
        block = source[cells.replace("$", "")]
    except (ValueError, KeyError, TypeError):
        return
    for row in block if isinstance(block, tuple) else ((block,),):
        for cell in (row if isinstance(row, tuple) else (row,))[:MOST_ALLOWED]:
            if text := _text(cell.value):
                yield text[:LONGEST_ALLOWED]


def _text(value: object) -> str:
    return "" if value is None else clean(str(value)).strip()[:LONGEST_CELL]


def _write(page: Any, first_row: int, row: int, column: int, words: str) -> None:
    from openpyxl.cell.cell import MergedCell

    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        return
    if row != first_row and not cell.has_style:
        pattern = page.cell(first_row, column)
        if pattern.has_style:
            cell._style = copy(pattern._style)
    cell.value = clean(words)[:LONGEST_CELL]
    cell.data_type = "s"
