"""Small workbooks as firms have them, and tables of them."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.support.folders import ROOT
from ymh_desktop.documents.spreadsheets import SpreadsheetFiles
from ymh_desktop.services.imports.columns import Table, read_table

# Spreadsheets that others published and that we may read but not hand out: beside the checkout where it is worked on,
# nowhere else. The tests with our own workbooks say the same about every rule; these say that it also holds out there.
REAL = ROOT.parent / "shared" / "data" / "ledgers"
with_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real spreadsheets are not ours to hand out")
HEAD = ("序号", "风险点", "位置", "危险源", "事故类型", "L", "E", "C", "风险等级", "现有管控措施", "责任人", "电话")
ROW = (
    "1", "冲床", "一车间", "手伸进模具被压", "机械伤害", "3", "6", "7", "一般", "1.双手按钮；2.每天点检",
    "张三", "13800000001",
)  # fmt: skip


def workbook(fill: Callable[[Any, Any], None]) -> bytes:
    """A workbook whose first sheet is filled by `fill(book, sheet)`."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    fill(book, book.add_worksheet("台账"))
    book.close()
    return memory.getvalue()


def of_rows(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of plain rows."""

    def fill(book: Any, sheet: Any) -> None:
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)

    return workbook(fill)


def changed(**cells: str) -> tuple[str, ...]:
    """The usual row with other cells, named by their header."""
    return tuple(cells.get(title, cell) for title, cell in zip(HEAD, ROW, strict=True))


def table_of(folder: Path, raw: bytes, name: str = "台账.xlsx") -> Table:
    """The first sheet of a file as a table."""
    path = folder / name
    path.write_bytes(raw)
    return read_table(SpreadsheetFiles().read(path)[0])


def large(rows: int) -> bytes:
    """A ledger of that many hazards at a fifth as many risk points."""
    lines: list[Sequence[object]] = [HEAD]
    for number in range(rows):
        lines.append(
            changed(
                序号=str(number + 1),
                风险点=f"设备{number // 5}",
                位置=f"{number // 5 % 40}号车间",
                危险源=f"第 {number % 5} 种情况下手被夹住",
                事故类型=("机械伤害", "触电", "火灾", "高处坠落", "物体打击")[number % 5],
                责任人=("张三", "李四", "王五")[number % 3],
            )
        )
    return of_rows(lines)
