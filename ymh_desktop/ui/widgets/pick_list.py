"""Choosing from a list that is too long for a box: the choice in words, and a search that opens under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QVBoxLayout

from ymh_desktop.ui.theme import set_look
from ymh_desktop.ui.widgets.basics import Button, Card, LinkButton, row, text
from ymh_desktop.ui.widgets.choices import TickRows
from ymh_desktop.ui.widgets.fields import Labelled, SearchBox

_ROW = 36
_ROWS = 6


@dataclass(frozen=True, slots=True)
class PickOption:
    """One thing to choose. `more` stands behind its words in the list and is searched too."""

    value: str
    words: str
    more: str = ""


class PickList(Labelled):
    """`picked` brings the values chosen: one, or with `many` any number. `found` tells whether words fit a text.

    Esc closes the list; Enter takes the line at the cursor.
    """

    picked = Signal(object)  # tuple of values
    unfolded = Signal()

    def __init__(
        self,
        label: str,
        found: Callable[[str, str], bool],
        *,
        many: bool = False,
        nothing: str = "还没有选",
        name: str = "",
    ) -> None:
        super().__init__()
        name = name or label
        self._found, self._many, self._nothing = found, many, nothing
        self._options: tuple[PickOption, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self.words = text("", wrap=True)
        self.change = LinkButton("选择", name=f"选择{name}", on=self.toggle)
        self._box = QFrame()
        self._box.setProperty("look", "card")
        self._box.setMinimumHeight(38)
        box = QVBoxLayout(self._box)
        box.setContentsMargins(10, 0, 6, 0)
        box.addLayout(row(self.words, self.change))
        self.search = SearchBox(f"搜索{name}")
        self.search.setMaximumWidth(16777215)
        self.list = QListWidget()
        self.list.setAccessibleName(f"{name}列表")
        if many:
            TickRows(self.list)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFixedHeight(_ROW * _ROWS)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nobody = text("没有找到，请换个词", "hint")
        self.nobody.hide()
        self.panel = Card(margins=(10, 10, 10, 10))
        self.panel.body.addLayout(row(self.search, Button("选好了", name=f"{name}选好了", on=self.fold)))
        self.panel.body.addWidget(self.nobody)
        self.panel.body.addWidget(self.list)
        self.panel.hide()
        self._lay_out(label, self._box, self.panel)
        self.setFocusProxy(self.change)
        self.search.searched.connect(self._fill)
        self.search.returnPressed.connect(self._enter)
        self.search.installEventFilter(self)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemClicked.connect(self._clicked)
        self.list.itemActivated.connect(self._activated)
        self._show()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values chosen, in the order of the list."""
        return self._chosen

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return not self.panel.isHidden()

    def set_options(self, options: Sequence[PickOption]) -> None:
        """What can be chosen; a value that is chosen but not offered stays."""
        self._options = tuple(options)
        self._show()
        if self.is_open:
            self._fill()

    def set_chosen(self, values: Sequence[str]) -> None:
        """Show what is chosen; does not emit."""
        if tuple(values) != self._chosen:
            self._chosen = tuple(values)
            self._show()
            if self.is_open:
                self._mark()

    def show_fault(self, sentence: str) -> None:
        """As everywhere; the box is framed in red."""
        super().show_fault(sentence)
        set_look(self._box, "card-error" if sentence else "card")

    def toggle(self) -> None:
        """Open the list, or close it."""
        if self.is_open:
            self.fold()
        else:
            self.unfold()

    def unfold(self) -> None:
        """Open the list and put the keyboard into its search."""
        self.search.clear()
        self.panel.show()
        self._fill()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unfolded.emit()

    def fold(self) -> None:
        """Close the list."""
        if self.is_open:
            self.panel.hide()
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_quietly(self) -> None:
        """Close the list without moving the keyboard: another record is shown."""
        self.panel.hide()
        self.show_fault("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the list."""
        if event.key() == Qt.Key.Key_Escape and self.is_open:
            self.fold()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Down leads from the search into the list."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.list.currentRow() < 0:
                self.list.setCurrentRow(0)
            return True
        return False

    def _fill(self) -> None:
        words = self.search.text().strip()
        shown = [o for o in self._options if not words or self._found(words, f"{o.words} {o.more}")]
        with QSignalBlocker(self.list):
            self.list.clear()
            for option in shown:
                item = QListWidgetItem(f"{option.words}　{option.more}" if option.more else option.words)
                item.setData(Qt.ItemDataRole.UserRole, option.value)
                item.setSizeHint(QSize(0, _ROW))
                if self._many:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                self.list.addItem(item)
        self._mark()
        self.nobody.setVisible(not shown)

    def _mark(self) -> None:
        with QSignalBlocker(self.list):
            for place in range(self.list.count()):
                item = self.list.item(place)
                chosen = item.data(Qt.ItemDataRole.UserRole) in self._chosen
                if self._many:
                    item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
                elif chosen:
                    self.list.setCurrentItem(item)

    def _ticked(self, item: QListWidgetItem) -> None:
        self._set(item, item.checkState() == Qt.CheckState.Checked)

    def _clicked(self, item: QListWidgetItem) -> None:
        if not self._many:
            self._set(item, True)
            self.fold()

    def _activated(self, item: QListWidgetItem) -> None:
        if self._many:
            self._set(item, item.data(Qt.ItemDataRole.UserRole) not in self._chosen)
            self._mark()
        else:
            self._clicked(item)

    def _enter(self) -> None:
        self._fill()  # the pause after typing may not be over
        item = self.list.currentItem() or self.list.item(0)
        if item is not None:
            self._activated(item)

    def _set(self, item: QListWidgetItem, on: bool) -> None:
        value = item.data(Qt.ItemDataRole.UserRole)
        kept = set(self._chosen) - {value} if self._many else set()
        if on:
            kept.add(value)
        offered = [option.value for option in self._options]
        chosen = tuple(v for v in (*offered, *(c for c in self._chosen if c not in offered)) if v in kept)
        if chosen != self._chosen:
            self._chosen = chosen
            self._show()
            self.show_fault("")
            self.picked.emit(chosen)

    def _show(self) -> None:
        names = {option.value: option.words for option in self._options}
        words = "、".join(names.get(value, value) for value in self._chosen)
        self.words.setText(words or self._nothing)
        set_look(self.words, "" if words else "hint")
        self.change.setText("改" if words else "选择")
        self.change.setAccessibleDescription(words)
