"""The field for a day: no click and no turn of the wheel changes it, and nothing that is typed is lost."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.support import settle
from ymh_desktop.ui.widgets import DateField, NumberStepper
from ymh_desktop.ui.widgets.basics import children

SHOWN = date(2026, 5, 28)
YEAR, MONTH, DAY, BESIDE = 20, 60, 80, 150  # where one clicks in the words 2026-05-28


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """A line, a day and a number below each other."""
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    for part in (QLineEdit(), DateField("哪天"), NumberStepper("台数", 5)):
        layout.addWidget(part)
    page.resize(300, 160)
    page.show()
    page.activateWindow()
    settle()
    return page


@pytest.fixture
def day(page: QWidget) -> Iterator[DateField]:
    """The day, which shows 2026-05-28."""
    (field,) = children(page, DateField)
    field.set_day(SHOWN)
    yield field
    field.calendarWidget().window().close()


def click(widget: QWidget, x: int, y: int) -> None:
    """Press the mouse there, whatever lies there."""
    hit = widget.childAt(x, y) or widget
    QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(widget, QPoint(x, y)))
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def turn_wheel(widget: QWidget, x: int) -> None:
    """One notch up over this place."""
    at = QPoint(x, widget.height() // 2)
    hit = widget.childAt(at) or widget
    place = QPointF(hit.mapFrom(widget, at))
    around = QPointF(hit.mapToGlobal(place.toPoint()))
    notch = (QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(hit, QWheelEvent(place, around, *notch, Qt.ScrollPhase.NoScrollPhase, False))


def typed(field: DateField, x: int, words: str) -> date:
    """The day after a click at this place and these keys."""
    click(field, x, field.height() // 2)
    QTest.keyClicks(field, words)
    return field.day


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # of the calendar that opens
def test_no_click_and_no_turn_of_the_wheel_changes_a_day(day: DateField) -> None:
    changed = []
    for y in (1, day.height() // 2, day.height() - 2):
        for x in range(day.width()):
            click(day, x, y)
            turn_wheel(day, x)
            if day.day != SHOWN:
                changed.append((x, y))
                day.set_day(SHOWN)
    assert changed == []


def test_no_click_beside_the_buttons_and_no_wheel_changes_a_number(page: QWidget) -> None:
    (number,) = children(page, NumberStepper)
    for x in range(number.edit.width()):
        click(number.edit, x, number.edit.height() // 2)
        turn_wheel(number.edit, x)
    assert number.value == 5
    assert [type(field) for field in children(page, QAbstractSpinBox)] == [DateField], "what steps by itself"


@pytest.mark.parametrize(("x", "part"), [(3, "2026"), (YEAR, "2026"), (MONTH, "05"), (DAY, "28"), (BESIDE, "2026")])
def test_a_click_selects_the_part_it_hits(day: DateField, x: int, part: str) -> None:
    click(day, x, day.height() // 2)
    assert day.lineEdit().selectedText() == part


@pytest.mark.parametrize("x", [3, YEAR, MONTH, DAY, BESIDE])
@pytest.mark.parametrize("words", ["20261130", "2026-11-30", "2026/11/30"])
def test_a_whole_day_is_read_wherever_it_is_begun(day: DateField, x: int, words: str) -> None:
    assert typed(day, x, words) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("x", "words", "read"),
    [
        (MONTH, "07", date(2026, 7, 28)),
        (DAY, "09", date(2026, 5, 9)),
        (DAY, "2021", date(2026, 5, 21)),
        (YEAR, "2026-7-9", date(2026, 7, 9)),
        (YEAR, "2026.07.09", date(2026, 7, 9)),
        (YEAR, "2027", date(2027, 5, 28)),
        (YEAR, "2026113020270102", date(2027, 1, 2)),
    ],
)
def test_what_is_typed_stands_in_its_place(day: DateField, x: int, words: str, read: date) -> None:
    assert typed(day, x, words) == read


def test_a_whole_day_replaces_what_is_selected(day: DateField) -> None:
    day.setFocus()
    day.lineEdit().selectAll()
    QTest.keyClicks(day, "20261130")
    assert day.day == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("20260230", "没有 2026-2-30 这一天"),
        ("2026-2-30", "没有 2026-2-30 这一天"),
        ("20260101", "这一天太早了"),
        ("2026-2-28", "这一天太早了"),
        ("2027-01-01", "这一天太晚了"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_changes_nothing(
    day: DateField, words: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, words, widget: said.append(words))  # none without a screen
    day.setDateRange(QDate(2026, 3, 1), QDate(2026, 12, 31))
    assert typed(day, YEAR, words) == SHOWN
    assert said == [f"{why}，日期没有改。"]
