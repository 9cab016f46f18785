"""A field for a day. Qt's own loses what is typed, or takes it for another day, without a word; ours reads it."""

import re
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QDateEdit, QToolTip

_BETWEEN_PARTS = ("-", "/", ".")
_WHOLE = re.compile(r"((?:19|20)\d\d)(?:(\d\d)(\d\d)|[-/.]([1-9]|\d\d)[-/.]([1-9]|\d\d))")
_ALL_DIGITS = 8
_DIGITS = {
    QDateEdit.Section.NoSection: 0,
    QDateEdit.Section.YearSection: 4,
    QDateEdit.Section.MonthSection: 2,
    QDateEdit.Section.DaySection: 2,
}


class DateField(QDateEdit):
    """A day, typed or taken from a calendar. Neither a click nor the wheel changes it.

    A click selects the part it hits, year, month or day, and what is typed stands in its place; a whole day in digits,
    20261130 or 2026-11-30, is read as that day wherever it was begun.
    """

    def __init__(self, name: str) -> None:
        super().__init__(QDate.currentDate())
        self.setAccessibleName(name)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        self.setButtonSymbols(self.ButtonSymbols.NoButtons)  # else a styled frame acts as the up and the down button
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._typed = ""  # since the keyboard came or went elsewhere in the field
        self._before = self.date()
        self._went_on = False  # a part is full, so the next one was selected
        self.lineEdit().installEventFilter(self)

    @property
    def day(self) -> date:
        """The day shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Show another day; does not emit."""
        with QSignalBlocker(self):
            self.setDate(QDate(day.year, day.month, day.day))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page instead: who turns the wheel over a date once clicked would not see it change."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The arrow opens the calendar, the rest of the frame belongs to the first part."""
        super().mousePressEvent(event)
        if QApplication.activePopupWidget() is None:
            self._select(self.sectionAt(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click selects a part, beside all of them the first; what was dragged over stays selected."""
        edit = self.lineEdit()
        if watched is edit and event.type() == QEvent.Type.MouseButtonRelease and not edit.hasSelectedText():
            behind = edit.cursorPosition() == len(edit.text())
            self._select(self.sectionAt(0) if behind else self.currentSection())
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What was typed before is over."""
        super().focusInEvent(event)
        self._typed, self._went_on = "", False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit always has a place to go to, and a sign between two parts does not skip one."""
        words, went_on = event.text(), self._went_on
        self._went_on = False
        if words.isdecimal():
            self._make_room()
            self._before = self._before if self._typed else self.date()
            super().keyPressEvent(event)
            self._went_on = self.lineEdit().hasSelectedText()
            self._read(words)
        elif words and words in _BETWEEN_PARTS:
            if not went_on:
                super().keyPressEvent(event)
            self._typed += words
        else:
            self._typed = ""
            super().keyPressEvent(event)

    def _make_room(self) -> None:
        """Select a part where Qt would drop a digit without a word: all is full, or what is selected is no part."""
        edit, part = self.lineEdit(), self.sectionText(self.currentSection())
        selected = edit.selectedText()
        again = len(self._typed) == _ALL_DIGITS and self._typed.isdecimal()
        if again or selected not in ("", part):
            self._select(self.sectionAt(0))
        elif not selected and len(part) == _DIGITS[self.currentSection()]:
            self.setSelectedSection(self.currentSection())

    def _read(self, digit: str) -> None:
        """Take what was typed for a day as soon as it is a whole one."""
        self._typed += digit
        whole = _WHOLE.fullmatch(self._typed)
        if whole is None:
            return
        year, month, day = (int(part) for part in whole.groups() if part)
        found = QDate(year, month, day)
        wrong = f"没有 {year}-{month}-{day} 这一天" if not found.isValid() else self._out_of_range(found)
        if wrong and self._typed[-2] not in _BETWEEN_PARTS:  # after a day of one digit another may follow
            self._typed = ""
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), f"{wrong}，日期没有改。", self)
        read = self._before if wrong else found
        if self.date() != read:
            self.setDate(read)

    def _out_of_range(self, day: QDate) -> str:
        if self.minimumDate() <= day <= self.maximumDate():
            return ""
        return "这一天太早了" if day < self.minimumDate() else "这一天太晚了"

    def _select(self, part: QDateEdit.Section) -> None:
        self._typed, self._went_on = "", False
        self.setSelectedSection(part)
