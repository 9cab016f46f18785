"""Excel files: nothing typed by a person becomes a formula, numbers are numbers, and the bytes repeat."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.documents import samples
from tests.documents.reading import RESOURCES
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.documents.workbook import LONGEST_CELL, number_or_text
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.check_table import CheckTables

RENDERER = PaperRenderer(RESOURCES)
NASTY = ("=1+1", "+86 138", "-2", "@SUM(A1)", '=HYPERLINK("http://example.org")', "1.10", "007", "{=1}")
REPORTS: dict[str, object] = {
    "风险清单": samples.risk_register(),
    "500项": samples.risk_register(500),
    "没有风险": samples.risk_register(0),
    "3000字": samples.endless_register(),
    "检查表": samples.check_table(),
    "上报": samples.submission_report(),
    "标志表": samples.sign_plan(),
}


def opened(report: object) -> Any:
    """As openpyxl reads it."""
    return load_workbook(BytesIO(RENDERER.excel(report)))


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_the_same_report_gives_the_same_bytes(report: object) -> None:
    """The date of the file is the report's."""
    assert RENDERER.excel(report) == PaperRenderer(RESOURCES).excel(report)


@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    """In every text column."""
    row = replace(samples.register_row(), hazard=text, point_name=text, person=text, phone=text, remark=text, why=text)
    page = opened(replace(samples.risk_register(), rows=(row,))).worksheets[0]
    cells = [cell for cell in page[4] if cell.value == text]
    assert len(cells) == 6
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_no_cell_is_a_formula(report: object) -> None:
    """Anywhere."""
    kinds = {cell.data_type for page in opened(report).worksheets for row in page.iter_rows() for cell in row}
    assert "f" not in kinds


def test_numbers_are_numbers_and_codes_are_not() -> None:
    """序号 and 风险值 sort as numbers; codes, phones and factor codes keep their zeros."""
    page = opened(samples.risk_register()).worksheets[0]
    titles = {cell.value: cell.column for cell in page[3]}
    assert page.cell(4, titles["序号"]).value == 1
    assert page.cell(4, titles["风险值"]).value == 270
    for title in ("风险点编号", "危险有害因素代码", "电话"):
        assert page.cell(4, titles[title]).data_type == "s"


@pytest.mark.parametrize(
    ("text", "value"),
    [("126", 126), ("0.5", 0.5), ("0", 0), ("007", "007"), ("+86", "+86"), ("1e5", "1e5"), ("nan", "nan"), ("", "")],
)
def test_only_a_plain_number_becomes_one(text: str, value: object) -> None:
    """What people write as a number."""
    assert number_or_text(text) == value


def test_the_head_is_frozen_filtered_and_printed_on_every_page() -> None:
    """On A3, one page wide."""
    page = opened(samples.risk_register()).worksheets[0]
    assert page.freeze_panes == "B4"
    assert page.auto_filter.ref.startswith("A3:")
    assert page.print_title_rows == "$3:$3"
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.fitToHeight == 0


@pytest.mark.parametrize("level", RiskLevel)
def test_a_level_has_its_colour_and_its_word(level: RiskLevel) -> None:
    """低 is blue."""
    row = replace(samples.register_row(), level=level, point_level=level)
    page = opened(replace(samples.risk_register(), rows=(row,))).worksheets[0]
    cells = [cell for cell in page[4] if cell.value == label(level)]
    ground = {RiskLevel.MAJOR: "C80000", RiskLevel.CONSIDERABLE: "FF7300", RiskLevel.GENERAL: "FFD100"}
    assert [cell.fill.fgColor.rgb[-6:] for cell in cells] == [ground.get(level, "0057B8")] * 2


def test_a_text_longer_than_a_cell_holds_ends_with_dots() -> None:
    """Excel would refuse the file."""
    row = replace(samples.register_row(), hazard="字" * 40_000)
    page = opened(replace(samples.risk_register(), rows=(row,))).worksheets[0]
    longest = max((cell.value for cell in page[4] if isinstance(cell.value, str)), key=len)
    assert len(longest) == LONGEST_CELL
    assert longest.endswith("……")


def test_every_check_table_has_a_sheet_of_its_own() -> None:
    """Even two of the same place, and places with characters that Excel forbids."""
    table = replace(samples.check_table(), where="一车间[东/西]:二楼*很长很长很长很长很长很长很长很长很长很长的名字")
    book = opened(CheckTables((table, table)))
    assert len(book.sheetnames) == 2
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_the_submission_has_risks_dangers_and_totals() -> None:
    """As sheets that a department can sort."""
    book = opened(samples.submission_report())
    assert book.sheetnames == ["重大风险", "重大隐患", "合计"]
    assert book["合计"]["B8"].value == 6
