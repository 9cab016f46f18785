"""全部清单: one workbook, a sheet per list, typed cells, and what it says can be brought in again."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.support import paper_firm
from tests.support.desk import RESOURCES, Desk, new_desk
from ymh_desktop.documents.renderer import PaperRenderer
from ymh_desktop.domain.enterprise import Post
from ymh_desktop.services import demo
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.book import open_book
from ymh_desktop.services.imports.columns import LedgerKind, guess, guess_kind, read_table
from ymh_desktop.services.imports.preview import preview
from ymh_desktop.services.papers.all_lists import all_lists


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample enterprise."""
    with new_desk(tmp_path_factory.mktemp("lists")) as made:
        demo.fill(made.ports)
        dangers.register_danger(made.ports, '=HYPERLINK("http://x.example","点我")', "木工区")
        yield made


@pytest.fixture(scope="module")
def raw(desk: Desk) -> bytes:
    return PaperRenderer(RESOURCES).excel(all_lists(desk.ports, open_book(desk.ports)))


@pytest.fixture(scope="module")
def book(raw: bytes) -> Workbook:
    return load_workbook(BytesIO(raw))


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    page = book[sheet]
    titles = [cell.value for cell in page[3]]
    at = titles.index(title)
    return [row[at].value for row in page.iter_rows(min_row=4)]


def test_each_list_has_as_many_rows_as_records(desk: Desk, book: Workbook) -> None:
    firm_book = open_book(desk.ports)
    for sheet, records in (
        ("风险清单", firm_book.hazards),
        ("隐患台账", firm_book.dangers),
        ("风险点", firm_book.points),
        ("人员", tuple(firm_book.people)),
        ("岗位", firm_book.posts),
    ):
        assert book[sheet].max_row - 3 == len(records)


def test_days_are_days_and_numbers_numbers(book: Workbook) -> None:
    assert {type(value) for value in column(book, "隐患台账", "排查日期")} == {datetime}
    assert {type(value) for value in column(book, "风险点", "数量")} == {int}


def test_heads_are_frozen_and_filtered_and_print_on_every_page(book: Workbook) -> None:
    for page in book.worksheets:
        assert page.freeze_panes == "B4"
        assert page.auto_filter.ref
        assert page.print_title_rows == "$3:$3"


def test_nothing_typed_is_a_formula(book: Workbook) -> None:
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert {cell.data_type for cell in cells if str(cell.value).startswith("=")} == {"s"}


def test_the_same_records_give_the_same_bytes(desk: Desk, raw: bytes) -> None:
    assert PaperRenderer(RESOURCES).excel(all_lists(desk.ports, open_book(desk.ports))) == raw


def test_the_risks_can_be_brought_into_an_empty_folder_again(desk: Desk, raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "全部清单.xlsx"
    path.write_bytes(raw)
    with new_desk(tmp_path / "again") as other:
        firm.save_enterprise(other.ports, {"name": "宏木家具厂"})
        sheet = next(each for each in other.ports.spreadsheets.read(path) if each.name == "风险清单")
        table = read_table(sheet)
        assert guess_kind(table) is LedgerKind.RISKS
        found = preview(other.ports, table, LedgerKind.RISKS, guess(table, LedgerKind.RISKS))
        hazards = open_book(desk.ports).hazards
        assert found.count == len(hazards)
        assert sum(count for _, count in found.levels) == len(hazards)
        assert dict(found.levels) == {level: count for level, count in open_book(desk.ports).counts() if count}


def test_whoever_works_at_two_posts_stands_at_both(tmp_path: Path) -> None:
    with new_desk(tmp_path / "two") as other:
        paper_firm.fill(other)
        with other.ports.units.write() as uow:
            uow.posts.save(Post("post3", "P-0003", "叉车工", person_ids=("p3",)))
            uow.commit()
        people = next(s for s in all_lists(other.ports, open_book(other.ports)).sheets if s.name == "人员")
        assert [row[4] for row in people.rows if row[0] == "张大勇"] == ["开料工、叉车工"]


def test_an_empty_firm_has_every_sheet(tmp_path: Path) -> None:
    with new_desk(tmp_path / "empty") as other:
        firm.save_enterprise(other.ports, {"name": "宏木家具厂"})
        made = load_workbook(BytesIO(PaperRenderer(RESOURCES).excel(all_lists(other.ports, open_book(other.ports)))))
        assert len(made.sheetnames) == 10
        assert made["风险清单"].max_row == 3


def test_the_day_of_making_stands_on_each_sheet(desk: Desk, book: Workbook) -> None:
    today: date = desk.clock.today()
    assert all(str(today.year) in str(page["A2"].value) for page in book.worksheets)
