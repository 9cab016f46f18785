"""Fields: a label, the input, a hint, and the fault in a sentence under it once the field has been left."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.ui.theme import icons, set_look, tokens
from ymh_desktop.ui.widgets.basics import Button, LinkButton, children, hide_unless, row, text

SAVE_AFTER_MS = 600
MOST_PASTED = 1_000_000  # Qt cuts at 32,767 characters without a word; a whole book in one line is no input any more
SEARCH_AFTER_MS = 150


class Combo(QComboBox):
    """A list to choose from. Scrolling past it with the wheel changes nothing unless it has the focus."""

    def __init__(self, name: str, options: Sequence[tuple[object, str]] = ()) -> None:
        super().__init__()
        self._values: list[object] = []  # kept here: as item data Qt would turn an IntEnum into a plain number
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.set_options(options)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # last: each item would be measured

    def set_options(self, options: Sequence[tuple[object, str]], chosen: object = None) -> None:
        """Fill it anew with (value, words); does not emit. An unknown `chosen` selects the first."""
        with QSignalBlocker(self):
            self.clear()
            self._values = [value for value, words in options]
            self.addItems([words for value, words in options])
            self.setCurrentIndex(max(0, self._index_of(chosen)))

    def choose(self, value: object) -> None:
        """Select the option with this value; does not emit."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(0, self._index_of(value)))

    @property
    def chosen(self) -> object:
        """The value of the selected option."""
        index = self.currentIndex()
        return self._values[index] if index >= 0 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only with the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _index_of(self, value: object) -> int:
        return next((index for index, known in enumerate(self._values) if known == value), -1)


class OneLine(QLineEdit):
    """One line to type in that takes whatever is typed or pasted: too long is said by whoever reads it, never cut."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.setMaxLength(MOST_PASTED)
        self.setText(words)


Input = QLineEdit | QPlainTextEdit | QComboBox | QDateEdit


class Labelled(QWidget):
    """What forms are made of: a label, what is filled in, a hint, and below them the fault in a sentence."""

    at_top = True  # in a row beside a higher one, so that the inputs stand in one line

    def _lay_out(self, label: str, *parts: QWidget, hint: str = "") -> None:
        """Once the parts are there; the label belongs to the first."""
        self.label = text(label, "label")
        self.label.setBuddy(parts[0])
        hide_unless(self.label, label)
        self.hint = text(hint, "hint", wrap=True)
        hide_unless(self.hint, hint)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.label, *parts, self.hint, self.fault):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_fault(self, sentence: str) -> None:
        """A fault that was found elsewhere (the use case refused); empty clears it."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))


class Field(Labelled):
    """A labelled input.

    `check` gets the text and raises a UserError when it will not do, as does a text of more than `most` letters; it is
    asked when the field is left and by `validate`. `settled` brings the text 600 ms after the last key and on leaving,
    if it changed and passes; `refused` brings what does not pass at the same moments, and empty words when that is
    over, so that it can be a draft. `written` brings it whether it passes or not, for a form that is sent later.
    """

    settled = Signal(str)
    refused = Signal(str)
    written = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        *,
        value: str = "",
        hint: str = "",
        placeholder: str = "",
        check: Callable[[str], object] | None = None,
        needed: bool = False,
        lines: int = 1,
        most: int = 0,
        input_widget: Input | None = None,
        name: str = "",
    ) -> None:
        super().__init__()
        self._check, self._needed, self._label = check, needed, label
        self._most, self._called = most, name or label
        self._settled = self._shown = self._written = value
        self._refused = ""
        self._faulty: str | None = None  # the text that the fault is about; None: there is no fault
        self.input: Input = input_widget or (OneLine() if lines == 1 else QPlainTextEdit())
        self.input.setAccessibleName(name or label)
        if isinstance(self.input, QPlainTextEdit):
            self.input.setFixedHeight(22 * lines + 16)
            self.input.setTabChangesFocus(True)
        if isinstance(self.input, QLineEdit | QPlainTextEdit):
            self.input.setPlaceholderText(placeholder)
        self._lay_out(label, self.input, hint=hint)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self._settle)
        self.set_value(value)
        if isinstance(self.input, QLineEdit | QPlainTextEdit):
            self.input.textChanged.connect(self._changed)
        elif isinstance(self.input, QComboBox):
            self.input.currentIndexChanged.connect(self._settle)
        else:
            self.input.dateChanged.connect(self._settle)
        self.input.installEventFilter(self)

    @property
    def value(self) -> str:
        """The text as it stands in the field."""
        if isinstance(self.input, QLineEdit):
            return self.input.text()
        if isinstance(self.input, QPlainTextEdit):
            return self.input.toPlainText()
        if isinstance(self.input, QDateEdit):
            return self.input.date().toString(Qt.DateFormat.ISODate)
        return self.input.currentText()

    def set_value(self, value: str) -> None:
        """Show a value that is already kept; does not emit. Never called while the person types there."""
        self._put(value)
        self._settled = self._shown = self._written = self.value
        self._refused = ""
        self._timer.stop()
        self.show_fault("")

    def refresh(self, value: str, unkept: str = "", *, fresh: bool = False) -> None:
        """Show a value that changed elsewhere, unless somebody is writing in the field: then it waits.

        `unkept` was written here and could not be kept: it stands in the field instead, with its sentence.
        `fresh` is the value of another record: whatever stands in the field gives way to it.
        """
        if fresh:
            self.set_value(value)
        shown = unkept or value
        writing = self.input.hasFocus() and self.value != self._shown
        if shown == self.value:
            self._shown = shown
        elif not writing:
            self.set_value(value)
            if unkept:
                self._put(unkept)
                self._shown = self._written = unkept
                self._refused = "" if self.validate() else unkept

    def show_draft(self, words: str) -> None:
        """What was written into a form and not sent, with its sentence if it will not do; empty: an empty field."""
        self.refresh("", words, fresh=True)

    def validate(self) -> bool:
        """Check now and show the fault; True when there is none."""
        fault = self._fault()
        self.show_fault(fault)
        return not fault

    def show_fault(self, sentence: str) -> None:
        """As everywhere; the input is framed in red. It stays, leaving or not, while the text does."""
        super().show_fault(sentence)
        self._faulty = self.value if sentence else None
        set_look(self.input, "wrong" if sentence else "")

    def take_focus(self) -> None:
        """Put the keyboard here."""
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle_now(self) -> None:
        """Hand over what was typed without waiting."""
        self._timer.stop()
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the field checks and hands over; a popup or another window is not leaving."""
        if event.type() == QEvent.Type.FocusOut and not self._popup_opened(event):
            if self.value != self._faulty:  # else a fault that only the use case can find would be gone
                self.validate()
            self.settle_now()
            self.left.emit()
        return False

    def _put(self, value: str) -> None:
        with QSignalBlocker(self.input):
            if isinstance(self.input, QLineEdit):
                self.input.setText(value)
            elif isinstance(self.input, QPlainTextEdit):
                self.input.setPlainText(value)
            elif isinstance(self.input, QDateEdit) and value:
                self.input.setDate(QDate.fromString(value, Qt.DateFormat.ISODate))

    def _popup_opened(self, event: QEvent) -> bool:
        reason = getattr(event, "reason", lambda: None)()
        return reason == Qt.FocusReason.PopupFocusReason

    def _changed(self) -> None:
        self._timer.start()
        if self.fault.isVisible() and not self._fault():
            self.show_fault("")

    def _settle(self) -> None:
        value, fault = self.value, self._fault()
        if value != self._written:
            self._written = value
            self.written.emit(value)
        if value != self._settled and not fault:
            self._settled = value
            self.settled.emit(value)
        refused = value if fault else ""
        if refused != self._refused:  # last: a draft is forgotten only when what replaces it is on its way
            self._refused = refused
            self.refused.emit(refused)

    def _fault(self) -> str:
        value = self.value.strip()
        if not value:
            return f"请填写{self._label}" if self._needed else ""
        try:
            if self._most:
                optional_text(self._called, value, self._most)
            if self._check is not None:
                self._check(value)
        except UserError as error:
            return f"{error.problem}{error.advice}"
        return ""


class SearchBox(QLineEdit):
    """Search as one types; composing Chinese does not fire until the words are committed."""

    searched = Signal(str)

    def __init__(self, name: str, placeholder: str = "搜索或拼音首字母") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(True)
        self.addAction(
            QAction(icons.icon("search", tokens.TEXT_SECONDARY, 18), "", self), QLineEdit.ActionPosition.LeadingPosition
        )
        self.setProperty("look", "search")
        for button in children(self, QToolButton):
            clears = any(action.objectName() == "_q_qlineeditclearaction" for action in button.actions())
            button.setAccessibleName(f"清空{name}" if clears else f"{name}的标记")
        self.setMinimumWidth(180)
        self.setMaximumWidth(320)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda: self._timer.start())


class PickPerson(QWidget):
    """Who it is: one of the people, nobody yet, or somebody new, typed right here.

    `addAsked` brings the new name; the page saves it and calls `set_people` with the new id as chosen.
    """

    picked = Signal(object)  # id or None
    addAsked = Signal(str)

    _ADD = "+"

    def __init__(self, name: str, nobody: str = "（还没定）") -> None:
        super().__init__()
        self._nobody = nobody
        self._chosen: str | None = None
        self.combo = Combo(name)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.combo.setMinimumWidth(140)
        self.name = OneLine()
        self.name.setAccessibleName(f"{name} 新增姓名")
        self.name.setPlaceholderText("姓名")
        self.name.returnPressed.connect(self._add)
        self.add = Button("添加", name=f"{name} 添加", on=self._add)
        self.cancel = LinkButton("取消", name=f"{name} 取消添加", on=self._stop_adding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self._new = QWidget()
        new_row = row(self.name, self.add, self.cancel)
        self._new.setLayout(new_row)
        layout.addWidget(self._new)
        self._new.hide()
        self.combo.currentIndexChanged.connect(self._changed)
        self.setFocusProxy(self.combo)
        self.set_people(())

    @property
    def chosen(self) -> str | None:
        """The id of the person, None for nobody yet."""
        return self._chosen

    @property
    def adding(self) -> bool:
        """Whether a new name is being typed."""
        return not self._new.isHidden()

    def finished(self, say: Callable[[str], None]) -> bool:
        """Whether no new name stands there that was not added; else `say` gets why nothing goes on without it."""
        name = self.name.text().strip() if self.adding else ""
        if name:
            say(f"“{name[:10]}”还没添加。请点“添加”，不要了就点“取消”。")
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        return not name

    def set_nobody(self, words: str) -> None:
        """Other words for nobody yet; shown from the next `set_people` on."""
        self._nobody = words

    def set_people(self, people: Sequence[tuple[str, str]], chosen: str | None = None) -> None:
        """Offer these (id, words); does not emit."""
        options: list[tuple[object, str]] = [(None, self._nobody), *people, (self._ADD, "＋ 新增一个人…")]
        self.combo.set_options(options, chosen)
        found = self.combo.chosen
        self._chosen = found if isinstance(found, str) and found != self._ADD else None
        self._show_adding(False)

    def _changed(self) -> None:
        value = self.combo.chosen
        if value == self._ADD:
            self._show_adding(True)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._chosen = value if isinstance(value, str) else None
        self.picked.emit(self._chosen)

    def _add(self) -> None:
        name = self.name.text().strip()
        if name:
            self.addAsked.emit(name)
        else:
            self._stop_adding()

    def _stop_adding(self) -> None:
        self.combo.choose(self._chosen)
        self._show_adding(False)
        self.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_adding(self, adding: bool) -> None:
        if not adding:
            self.name.clear()
        self.combo.setVisible(not adding)
        self._new.setVisible(adding)


class FilterBar(QWidget):
    """Search, lists to narrow by, how many are left, and one press that shows all again."""

    changed = Signal()

    def __init__(
        self, search_name: str = "", filters: Sequence[tuple[str, str, Sequence[tuple[object, str]]]] = ()
    ) -> None:
        """`filters`: (id, label, options as (value, words)); an option 全部… with the value None comes first."""
        super().__init__()
        self.search = SearchBox(search_name) if search_name else None
        self.combos: dict[str, Combo] = {}
        self._labels: dict[str, str] = {}
        self._count = text("", "hint")
        self._all = LinkButton("显示全部", name="清除筛选，显示全部", on=self.clear)
        self._all.hide()
        self.layout_row = row(spacing=10)
        if self.search is not None:
            self.layout_row.addWidget(self.search, 1)
            self.search.searched.connect(self._changed)
        for filter_id, label, options in filters:
            combo = Combo(f"按{label}筛选")
            self.combos[filter_id] = combo
            self._labels[filter_id] = label
            self.set_options(filter_id, options)
            combo.currentIndexChanged.connect(self._changed)
            self.layout_row.addWidget(combo)
        self.layout_row.addWidget(self._all)
        self.layout_row.addStretch(1)
        self.layout_row.addWidget(self._count)
        self.setLayout(self.layout_row)

    def set_options(self, filter_id: str, options: Sequence[tuple[object, str]]) -> None:
        """Other values for one list; what was chosen stays if it is still there."""
        combo = self.combos[filter_id]
        combo.set_options([(None, f"全部{self._labels[filter_id]}"), *options], combo.chosen)

    def chosen(self, filter_id: str) -> object:
        """The value chosen in one list, None for all."""
        return self.combos[filter_id].chosen

    def choose(self, filter_id: str, value: object) -> None:
        """Narrow by this value and say so."""
        self.combos[filter_id].choose(value)
        self._changed()

    @property
    def words(self) -> str:
        """What is searched."""
        return self.search.text().strip() if self.search else ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words) or any(combo.chosen is not None for combo in self.combos.values())

    def show_count(self, shown: int, of: int, unit: str = "条") -> None:
        """12 条, or 3 / 12 条 when narrowed."""
        self._count.setText(f"{of} {unit}" if shown == of else f"{shown} / {of} {unit}")

    def clear(self) -> None:
        """Show all."""
        if self.search is not None:
            with QSignalBlocker(self.search):
                self.search.clear()
        for combo in self.combos.values():
            combo.choose(None)
        self._changed()

    def _changed(self) -> None:
        self._all.setVisible(self.narrowed)
        self.changed.emit()
