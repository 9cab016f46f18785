"""What the tabs of 培训与奖惩 share: a list, and beside it a card about the record that is chosen, or a short form."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.asking import AskingModel
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.views.faces import FaceTab
from ymh_desktop.ui.views.photo_parts import Picture
from ymh_desktop.ui.widgets import Button, IconButton, LinkButton, column, empty, row, text
from ymh_desktop.ui.widgets.basics import children, links, scrolling

SIDE_WIDTH = 400
BESIDE_FROM = 1240  # a list has less room beside the card than its columns need where it is narrower
PICTURE, PICTURES_IN_A_ROW = QSize(160, 120), 2
Do = tuple[str, Callable[[], object]]  # the words of a button and what it does


class Side(QFrame):
    """A card: heading, facts, what can be done; a form takes its place while it is open."""

    closed = Signal()

    def __init__(self, asking: AskingModel, name: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._fetch = asking.picture
        self.title = text("", "question", wrap=True)
        close = IconButton("x", f"关闭{name}旁边的一栏", on=self.closed.emit)
        self.form = AskForm(asking, bare=True)
        self._about = QWidget()
        self.facts = QVBoxLayout(self._about)
        self.facts.setContentsMargins(0, 0, 0, 0)
        self.facts.setSpacing(6)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(18, 6, 18, 14)
        inside.setSpacing(10)
        inside.addWidget(self._about)
        inside.addWidget(self.form)
        inside.addStretch(1)
        head = row(self.title, close)
        head.setStretch(0, 1)
        head.setContentsMargins(18, 10, 8, 4)
        self._head = QWidget()
        self._head.setLayout(head)
        whole = column(self._head, scrolling(content), spacing=0)
        whole.setContentsMargins(1, 1, 1, 1)
        self.setLayout(whole)
        asking.opened.connect(lambda: self._show_form(True))
        asking.closed.connect(lambda: self._show_form(False))

    def say(self, title: str) -> None:
        """Another record: nothing is told about it yet."""
        self.title.setText(title)
        empty(self.facts)

    def fact(self, name: str, words: str, look: str = "") -> QLabel:
        """One line; nothing for an empty one."""
        said = text(words, look, wrap=True)
        if words:
            self.facts.addWidget(text(name, "label"))
            self.facts.addWidget(said)
        return said

    def line(self, words: str, look: str = "", *buttons: QWidget) -> None:
        """A sentence with small buttons behind it."""
        said = text(words, look, wrap=True)
        line = row(said, *buttons, spacing=6)
        line.setStretch(0, 1)
        self.facts.addLayout(line)

    def pictures(self, name: str, photos: Sequence[str]) -> None:
        """The photos that were kept, small; nothing when there are none."""
        if photos:
            self.facts.addWidget(text(name, "label"))
        for first in range(0, len(photos), PICTURES_IN_A_ROW):
            shown = (Picture(each, self._fetch, PICTURE) for each in photos[first : first + PICTURES_IN_A_ROW])
            self.facts.addLayout(row(*shown, None, spacing=8))

    def heading(self, words: str) -> None:
        """Begins another group of facts."""
        self.facts.addSpacing(4)
        self.facts.addWidget(text(words, "strong", wrap=True))

    def do(self, first: Sequence[Do], others: Sequence[Do] = (), *, about: str = "") -> None:
        """What can be done: buttons, then quiet ones. `about` makes their names unique on the page."""
        for words, act in first:
            self.facts.addLayout(row(Button(words, name=f"{words}{about}", on=act), None))
        if others:
            quiet = (LinkButton(words, name=f"{words}{about}", on=act) for words, act in others)
            self.facts.addLayout(links(*quiet))

    def _show_form(self, is_open: bool) -> None:
        self._about.setVisible(not is_open)
        self._head.setVisible(not is_open)  # the form has a heading and a way out of its own
        if is_open:
            self.form.take_focus()


class ListTab(FaceTab):
    """Above a sentence and buttons, below the list, at its right the card. `visit` is called with an id or None."""

    def __init__(
        self, name: str, columns: Sequence[Column], nothing: tuple[str, str], asking: AskingModel, *more: QWidget
    ) -> None:
        super().__init__()
        self.asking = asking
        self._wide = True
        self.summary = text("", "secondary", wrap=True)
        self.buttons = row(spacing=8)
        self.records = TupleTableModel(columns)
        self.table = RecordTable(f"{name}列表", self.records, *nothing)
        self._nothing = nothing
        self.side = Side(asking, name)
        self.side.hide()
        self.left = QWidget()
        whole_left = column(*more, self.table, spacing=10)
        whole_left.setStretch(len(more), 1)
        self.left.setLayout(whole_left)
        line = row(self.left, self.side, spacing=14)
        line.setStretch(0, 1)
        head = row(self.summary, self.buttons, spacing=12)
        head.setStretch(0, 1)
        whole = column(head, line, spacing=10)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(lambda _: self._enter_side())
        self.side.closed.connect(self.close_side)
        asking.opened.connect(lambda: self._open(True))
        asking.closed.connect(self._form_closed)

    def show_rows(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Other rows; the card follows."""
        self.records.set_rows(rows)
        self.table.empty_state.say(*self._nothing)
        if self.table.selected_id is not None:
            self.visit(self.table.selected_id)
        elif self.asking.form is None:
            self.begin()

    def visit(self, record_id: object) -> None:
        """Tell about this record in the card."""
        raise NotImplementedError

    def begin(self) -> None:
        """No record is chosen: the card is put away."""
        self._open(False)

    @property
    def wide(self) -> bool:
        """Whether the card stands beside the list, not in its place."""
        return self._wide

    def take_focus(self) -> None:
        """On the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Keep what is half written."""
        self.side.form.hand_over()

    def fit(self, width: int) -> None:
        """Beside each other, or one instead of the other where it is narrow."""
        self._wide = width >= BESIDE_FROM
        self._open(not self.side.isHidden())

    def close_side(self) -> None:
        """Only the list again."""
        self.asking.close()
        self.table.clearSelection()
        self._open(False)
        self.take_focus()

    def _selected(self, record_id: object) -> None:
        if record_id is not None:
            self.asking.close()
            self.visit(record_id)
            self._open(True)

    def _enter_side(self) -> None:
        shown = (each for each in children(self.side, Button) if each.isVisibleTo(self))
        target = next((each for each in shown if not isinstance(each, IconButton)), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form_closed(self) -> None:
        if self.table.selected_id is not None:
            self.visit(self.table.selected_id)
        else:
            self.begin()

    def _open(self, is_open: bool) -> None:
        self.side.setVisible(is_open)
        self.side.setMaximumWidth(SIDE_WIDTH if self._wide else 16_777_215)
        self.side.setMinimumWidth(SIDE_WIDTH if self._wide else 0)
        self.left.setVisible(self._wide or not is_open)
