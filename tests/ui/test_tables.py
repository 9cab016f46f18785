"""Tables over tuples: order, filter, selection by id, badges, narrow widths, speed."""

from time import perf_counter

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from tests.ui.sample import COLUMNS, ROWS
from tests.ui.support import settle, words_on
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.ui.tablemodels import RecordTable, TupleTableModel
from ymh_desktop.ui.theme import tokens

LEVEL = 4


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable:
    model = TupleTableModel(COLUMNS)
    model.set_rows(ROWS)
    made = RecordTable("风险清单表", model, "没有符合条件的风险")
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show()
    settle()
    return made


def ids(table: RecordTable) -> list[str]:
    return [row[0] for row in table.records.rows()]


def test_it_keeps_the_promises_of_a_qt_model(table: RecordTable) -> None:
    tester = QAbstractItemModelTester(table.records, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.records.set_rows(ROWS[:2])
    table.records.set_filter(lambda row: row[0] == "1")
    assert isinstance(tester.model(), QAbstractItemModel)


def test_a_column_orders_by_meaning_not_by_words(table: RecordTable) -> None:
    """低 would come first or last in any alphabet; the levels have an order of their own."""
    table.sortByColumn(LEVEL, Qt.SortOrder.DescendingOrder)
    assert ids(table) == ["2", "1", "3", "4", "5"]


@pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
def test_rows_without_a_value_stand_at_the_end_either_way(order: Qt.SortOrder, table: RecordTable) -> None:
    table.sortByColumn(LEVEL, order)
    assert ids(table)[-1] == "5"


def test_the_selection_stays_on_its_record_when_rows_move(table: RecordTable) -> None:
    table.select("3")
    heard: list[object] = []
    table.selected.connect(heard.append)
    table.sortByColumn(LEVEL, Qt.SortOrder.AscendingOrder)
    table.records.set_rows(tuple(reversed(ROWS)))
    assert table.selected_id == "3"
    assert heard == []


def test_a_selected_record_that_goes_away_is_told(table: RecordTable) -> None:
    table.select("3")
    heard: list[object] = []
    table.selected.connect(heard.append)
    table.records.set_filter(lambda row: row[0] != "3")
    assert heard == [None]


def test_enter_and_a_double_click_open_the_record(table: RecordTable) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.select("2")
    QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.records.index(2, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == ["2", "3"]


def test_a_badge_is_painted_and_its_word_is_there_for_screen_readers(table: RecordTable) -> None:
    index = table.records.index(1, LEVEL)
    assert index.data() == "重大风险"
    image = table.viewport().grab().toImage()
    box = table.visualRect(index)
    assert image.pixelColor(box.left() + 16, box.center().y()) == QColor(tokens.LEVELS[RiskLevel.MAJOR].fill)


def test_rows_are_as_high_as_a_finger_needs(table: RecordTable) -> None:
    assert {table.rowHeight(place) for place in range(5)} == {tokens.ROW_HEIGHT}


def test_a_narrow_table_hides_secondary_columns(table: RecordTable) -> None:
    assert not any(table.isColumnHidden(place) for place in range(6))
    table.resize(800, 400)
    settle()
    assert [place for place in range(6) if table.isColumnHidden(place)] == [2, 3]
    assert table.columnWidth(1) >= 250


def test_an_empty_table_says_so(table: RecordTable) -> None:
    assert "没有符合条件的风险" not in words_on(table)
    table.records.set_filter(lambda row: False)
    assert "没有符合条件的风险" in words_on(table)


def test_ten_thousand_rows_are_ordered_in_a_moment(table: RecordTable) -> None:
    """A proxy model would need two seconds; the limit leaves room for a busy machine."""
    rows = [(str(n), "开料工", f"风险 {n % 977}", "火灾", n, RiskLevel(1 + n % 4), "公司级") for n in range(10_000)]
    table.records.set_rows(rows)
    before = perf_counter()
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.records.set_filter(lambda row: "7" in row[2])
    assert perf_counter() - before < 1
