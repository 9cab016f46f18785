"""A small shop for the pages beside the wizard: one machine, its walk answered, one statement failed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from tests.services.support import answer, shop
from tests.support.desk import Desk
from tests.ui.wizard_support import calm, named, stand_in, window_with
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.ui.pages import HIDDEN_DANGERS, HOME, REGISTER
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.tablemodels.view import RecordTable
from ymh_desktop.ui.views.ask_form import AskForm

P = TypeVar("P", bound=Page)
W = TypeVar("W", bound=QWidget)
OTHERS = (
    ("identification", "风险辨识"),
    ("statistics", "数字统计"),
    ("papers", "打印材料"),
    ("reporting", "上报镇里"),
    ("settings", "设置"),
)


def small_shop(desk: Desk, *modules: str, failed: int = 1) -> str:
    """A shop with these machines (a planer when none is named); the first statements are answered 否."""
    run = shop(desk, *(modules or ("wood-planer",)))
    for number, card in enumerate(walk.walk_cards(desk.ports, run)):
        answer(desk, run, card, AnswerValue.NO if number < failed else AnswerValue.YES)
    return run


def book_of(desk: Desk) -> Book:
    """Everything that is kept."""
    return open_book(desk.ports)


@contextmanager
def opened_page(desk: Desk, page_id: str) -> Iterator[MainWindow]:
    """The window with the three pages and stand-ins for the others."""
    specs = (HOME, REGISTER, HIDDEN_DANGERS, *(stand_in(*other) for other in OTHERS))
    with window_with(desk, specs, page_id) as window:
        yield window


def page_in(window: MainWindow, kind: type[P]) -> P:
    """The page that is open, which is of this class."""
    assert isinstance(window.page, kind), window.page_id
    return window.page


def lines_in(table: RecordTable) -> list[Any]:
    """The records that a list shows, in their order; what a record has is the list's own affair."""
    return list(table.records.rows())


def fault(form: AskForm, ask_id: str) -> str:
    """What is said under a question."""
    part = form.parts[ask_id]
    assert not isinstance(part, QCheckBox)
    return part.fault.text()


def field_of(widget: QWidget, name: str, kind: type[W]) -> W:
    """The widget of this name, which is of this class."""
    found = named(widget, name)
    assert isinstance(found, kind)
    return found


def window_of(page: QWidget) -> MainWindow:
    """The main window that a page stands in."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def fill_in(widget: QWidget, name: str, words: str) -> None:
    """Type into a field of one or several lines, and leave it with Tab."""
    field = named(widget, name)
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    field.selectAll()
    if isinstance(field, QPlainTextEdit):
        field.insertPlainText(words)
    else:
        field.insert(words)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    calm(widget)


def pick(widget: QWidget, name: str, words: str) -> None:
    """Choose in a box by its words."""
    box = field_of(widget, name, QComboBox)
    place = box.findText(words, Qt.MatchFlag.MatchContains)
    assert place >= 0, [box.itemText(i) for i in range(box.count())]
    box.setCurrentIndex(place)
    calm(widget)


def set_day(widget: QWidget, name: str, day: str) -> None:
    """Set a day, as 2026-11-30, and leave the field."""
    field = field_of(widget, name, QDateEdit)
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    field.setDate(field.date().fromString(day, Qt.DateFormat.ISODate))
    field.clearFocus()  # Tab would go from the year to the month
    calm(widget)


def search(widget: QWidget, name: str, words: str) -> None:
    """Type into a search box and wait until it has searched."""
    box = field_of(widget, name, QLineEdit)
    box.setText(words)
    QTest.qWait(200)
    calm(widget)
