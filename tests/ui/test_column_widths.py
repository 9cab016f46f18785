"""What a table has left over goes to the columns whose words would be cut."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.ui.support import settle
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel, view
from ymh_desktop.ui.tablemodels.widths import shared

COLUMNS = (
    Column("姓名", 1, width=90),
    Column("岗位", 2, width=110),
    Column("任务", 3, width=160, stretch=True),
)
SHORT = ("1", "王建国", "电工", "✓ 4 项")
LONG = ("2", "李秀英", "仓管员、安全员（办公室）", "✓ 9 项")


@pytest.fixture
def table(qtbot: QtBot) -> Callable[[int, tuple[object, ...]], RecordTable]:
    """A table of this width over these rows."""

    def shown(width: int, *rows: tuple[object, ...]) -> RecordTable:
        made = RecordTable("员工列表", TupleTableModel(COLUMNS))
        made.resize(width, 300)
        qtbot.addWidget(made)
        made.show()
        made.records.set_rows(rows)
        settle()
        return made

    return shown


def words_width(table: RecordTable, words: str) -> int:
    return table.fontMetrics().horizontalAdvance(words) + 20


def test_words_are_not_cut_while_there_is_room(table: Callable[..., RecordTable]) -> None:
    made = table(800, SHORT, LONG)
    assert made.columnWidth(1) >= words_width(made, LONG[2])
    assert sum(made.columnWidth(at) for at in range(3)) == made.viewport().width()


def test_columns_that_have_enough_stay_as_they_are(table: Callable[..., RecordTable]) -> None:
    made = table(800, SHORT)
    assert (made.columnWidth(0), made.columnWidth(1)) == (90, 110)


def test_widths_stay_while_somebody_searches(table: Callable[..., RecordTable]) -> None:
    made = table(800, SHORT, LONG)
    before = made.columnWidth(1)
    made.records.set_filter(lambda row: row[0] == "1")
    assert made.columnWidth(1) == before


def test_words_are_measured_when_rows_come_and_not_at_every_key_of_a_search(
    table: Callable[..., RecordTable], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table(800, SHORT)
    measured: list[str] = []
    monkeypatch.setattr(view, "needed", lambda column, rows, measure: measured.append(column.title) or column.width)
    made.records.set_filter(lambda row: row[0] == "2")
    made.records.sort(1)
    assert measured == []
    made.records.set_rows([SHORT, LONG])
    assert measured == [column.title for column in COLUMNS]


def test_one_endless_name_takes_no_room_from_a_long_list(table: Callable[..., RecordTable]) -> None:
    endless = ("3", "名字特别长" * 5, "电工", "✓ 4 项")
    made = table(800, endless, *(SHORT, LONG) * 20)
    assert made.columnWidth(0) == 90
    assert made.columnWidth(1) >= words_width(made, LONG[2])


def test_the_main_column_gives_nothing_that_it_needs(table: Callable[..., RecordTable]) -> None:
    story = "电工给机器供电回路装漏电保护器，每月按一次试验按钮" * 2
    made = table(700, (*LONG[:3], story))
    assert made.columnWidth(2) >= 700 - 90 - 110 - 20


@given(
    columns=st.lists(st.tuples(st.integers(72, 300), st.integers(0, 400), st.integers(72, 120)), max_size=9),
    free=st.integers(-200, 800),
)
def test_no_column_gets_more_than_there_is_or_less_than_its_title(
    columns: list[tuple[int, int, int]], free: int
) -> None:
    usual, needs, least = ([column[at] for column in columns] for at in range(3))
    widths = shared(usual, needs, least, free)
    assert sum(widths) <= sum(usual) + max(0, free)
    for width, usually, need, title in zip(widths, usual, needs, least, strict=True):
        assert width >= min(usually, title)
        assert width <= max(usually, need)
