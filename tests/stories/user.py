"""Somebody in front of the screen, who knows nothing of the program: reads what stands there, presses it, types.

Everything is found by its visible words or by the name that a screen reader is told; every press is a mouse click on a
place that is in sight and not covered. `typed` names the fields that were written in, each once.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.support import settle, wait_until
from ymh_desktop.start import Session
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.widgets.basics import children

PATIENCE_MS = 20_000
W = TypeVar("W", bound=QWidget)
_MNEMONIC = re.compile(r"\(&\w\)|&")
_IN_THE_BOX = 10  # the words of a box to tick may end long before its widget does


class User:
    """The person, sitting before one start of the program."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.typed: list[str] = []

    # ---- reading -------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> QWidget:
        """The window in front: a dialog while one is open."""
        dialog = QApplication.activeModalWidget()
        window = dialog or self._session.window
        assert window is not None, "nothing is on the screen"
        return window

    @property
    def title(self) -> str:
        """What stands in the frame of the window."""
        return self.screen.windowTitle()

    def reads(self) -> list[str]:
        """All words on the screen, from labels, buttons and painted lines."""
        found = [label.text() for label in self._shown(QLabel) if label.text()]
        for button in self._shown(QAbstractButton):
            found += [words for words in (_plain(button.text()), button.accessibleDescription()) if words]
        return found

    def sees(self, words: str) -> bool:
        """Whether these words stand somewhere on the screen, perhaps within a longer sentence."""
        return any(words in each for each in self.reads())

    def waits_for(self, words: str) -> None:
        """Look until the words stand there."""
        try:
            wait_until(lambda: self.sees(words), PATIENCE_MS)
        except AssertionError:
            raise AssertionError(f"{words!r} does not stand among {self.reads()}") from None
        self.rests()

    def waits_for_name(self, pattern: str) -> None:
        """Look until something of such a name can be pressed."""
        try:
            wait_until(lambda: bool(self.names(pattern)), PATIENCE_MS)
        except AssertionError:
            raise AssertionError(f"nothing is called {pattern!r}; there are {self.names('.*')}") from None
        self.rests()

    def names(self, pattern: str) -> list[str]:
        """The names of everything to press that match, in the order of the screen."""
        shape = re.compile(pattern)
        found = [(_place(button, self.screen), _name(button)) for button in self._shown(QAbstractButton)]
        return [name for _, name in sorted(found) if shape.fullmatch(name)]

    def details(self, name: str) -> str:
        """The smaller words of something that can be pressed: a line's level and note, a card's note."""
        return self._button(name).accessibleDescription()

    def is_on(self, name: str) -> bool:
        """Whether it is ticked or chosen."""
        return self._button(name).isChecked()

    def can_press(self, name: str) -> bool:
        """Whether it is there and not grey."""
        return any(_name(button) == name and button.isEnabled() for button in self._shown(QAbstractButton))

    def beside(self, name: str) -> list[str]:
        """The words that stand together with something that can be pressed."""
        part = self._button(name).parentWidget()
        while part is not None:
            words = [label.text() for label in children(part, QLabel) if label.isVisible() and label.text()]
            if words:
                return words
            part = part.parentWidget()
        return []

    def reads_field(self, label: str) -> str:
        """What stands in a field."""
        field = self._field(label)
        return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()

    def chosen_in(self, label: str) -> str:
        """What a list shows as chosen."""
        return self._list(label).currentText()

    @property
    def keyboard_at(self) -> str:
        """The name of what the keyboard would press."""
        focus = QApplication.focusWidget()
        return _name(focus) if isinstance(focus, QAbstractButton) else focus.accessibleName() if focus else ""

    # ---- doing ---------------------------------------------------------------------------------------------------

    def press(self, name: str) -> None:
        """Click it, then wait while the program is busy."""
        try:
            wait_until(lambda: self.can_press(name), PATIENCE_MS)
        except AssertionError:
            raise AssertionError(f"{name!r} cannot be pressed; there are {self.names('.*')}") from None
        button = self._button(name)
        self._click(button)
        self.rests()

    def write(self, label: str, words: str) -> None:
        """Type into the field of this label, over what stood there, and leave it with Tab."""
        self.begins_to_write(label, words)
        QTest.keyClick(self._field(label), Qt.Key.Key_Tab)
        self.rests()

    def begins_to_write(self, label: str, words: str) -> None:
        """Type into the field and stay there."""
        field = self._field(label)
        self._click(field)
        field.selectAll()
        if words.isascii():
            QTest.keyClicks(field, words)
        elif isinstance(field, QLineEdit):
            field.insert(words)  # an input method hands over whole words
        else:
            field.insertPlainText(words)
        self._count(label)

    def writes_day(self, label: str, day: str) -> None:
        """Type a day like 20261231 into a field for days."""
        (field,) = (each for each in self._shown(QDateEdit) if each.accessibleName() == label)
        self._bring_into_view(field)
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(field, day)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        self._count(label)
        self.rests()

    def choose(self, label: str, words: str) -> None:
        """Open a list, go to these words, take them."""
        box = self._list(label)
        offered = [box.itemText(place) for place in range(box.count())]
        assert words in offered, f"{label} offers {offered}"
        self._click(box)
        wait_until(lambda: box.view().isVisible())
        steps = offered.index(words) - box.view().currentIndex().row()
        for _ in range(abs(steps)):
            QTest.keyClick(box.view(), Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
        QTest.keyClick(box.view(), Qt.Key.Key_Return)
        wait_until(lambda: not box.view().isVisible())
        self.rests()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.screen, key, modifier)
        self.rests()

    def answers_dialog(self, path: Path | None = None) -> None:
        """Accept the dialog for files that is open: what it proposes, or another path, typed."""
        wait_until(lambda: isinstance(self.screen, QFileDialog), PATIENCE_MS)
        if path is not None:
            (field,) = (each for each in self._shown(QLineEdit) if each.isEnabled())
            field.selectAll()
            field.insert(str(path))
            self._count("文件名")
        (accept,) = (name for name in ("保存", "打开", "选择") if self.can_press(name))
        self.press(accept)

    def leaves(self) -> None:
        """Close the window; the program ends."""
        leave(self._session)

    def looks_elsewhere(self) -> None:
        """Put the window away without closing it."""
        self.screen.showMinimized()
        settle()

    @property
    def looks_at_it(self) -> bool:
        """Whether the window is there to be seen."""
        return not self.screen.isMinimized()

    def rests(self) -> None:
        """Wait as long as the program is busy, and a moment more."""
        settle(2)
        window = self._session.window
        if isinstance(window, MainWindow):
            wait_until(lambda: window.tasks.idle, PATIENCE_MS)
            settle()
            wait_until(lambda: window.tasks.idle, PATIENCE_MS)
        settle(2)
        if QApplication.activeWindow() is None:  # a window manager gives the keyboard back when a list or dialog closes
            self.screen.activateWindow()
            settle(2)

    # ---- how -----------------------------------------------------------------------------------------------------

    def _shown(self, kind: type[W]) -> Iterator[W]:
        return (widget for widget in children(self.screen, kind) if widget.isVisible())

    def _button(self, name: str) -> QAbstractButton:
        found = [button for button in self._shown(QAbstractButton) if _name(button) == name]
        if not found:
            raise AssertionError(f"nothing called {name!r} among {self.names('.*')}")
        assert len(found) == 1, f"{len(found)} things are called {name!r}"
        return found[0]

    def _field(self, label: str) -> QLineEdit | QPlainTextEdit:
        found: list[QLineEdit | QPlainTextEdit] = [f for f in self._shown(QLineEdit) if f.accessibleName() == label]
        found += [f for f in self._shown(QPlainTextEdit) if f.accessibleName() == label]
        assert len(found) == 1, f"{len(found)} fields are called {label!r}"
        return found[0]

    def _list(self, label: str) -> QComboBox:
        found = [box for box in self._shown(QComboBox) if box.accessibleName() == label]
        assert len(found) == 1, f"{len(found)} lists are called {label!r}"
        return found[0]

    def _click(self, widget: QWidget) -> None:
        self._bring_into_view(widget)
        assert widget.isEnabled(), f"{_name(widget)} is grey"
        wait_until(lambda: bool(_open_spots(widget)), PATIENCE_MS)  # a notice that covers all of it goes by itself
        spot = _open_spots(widget)[0]
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)

    def _bring_into_view(self, widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget, 0, above.viewport().height() // 3)
            above = above.parentWidget()
        settle(2)

    def _count(self, label: str) -> None:
        if label not in self.typed:
            self.typed.append(label)


def leave(session: Session) -> None:
    """Close the window as a person does, and forget it. A second call does nothing."""
    window = session.window
    if window is None or not isValid(window):
        return
    session.close()
    if isinstance(window, MainWindow):
        window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def _name(widget: QWidget) -> str:
    given = widget.accessibleName()
    return _plain(given or (widget.text() if isinstance(widget, QAbstractButton) else ""))


def _plain(words: str) -> str:
    return _MNEMONIC.sub("", words)


def _place(widget: QWidget, screen: QWidget) -> tuple[int, int]:
    corner = widget.mapTo(screen, QPoint(0, 0))
    return corner.y(), corner.x()


def _open_spots(widget: QWidget) -> list[QPoint]:
    """Where it can be clicked: the middle if that is in sight and not covered, else further left or right."""
    width, height = widget.width(), widget.height() // 2
    places = [_IN_THE_BOX] if isinstance(widget, QCheckBox) else [width // 2, width // 6, width - width // 6]
    window = widget.window()
    found = []
    for spot in (QPoint(x, height) for x in places):
        there = window.childAt(widget.mapTo(window, spot))
        if there is not None and (there is widget or widget.isAncestorOf(there)):
            found.append(spot)
    return found
