"""One check filled in: the button says 全部正常 until an exception is marked, by mouse or by typing its number."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ymh_desktop.domain.checks import PlanItem
from ymh_desktop.domain.inspections import Mark, ResultState
from ymh_desktop.ui.shell.dialogs import ask_which_file
from ymh_desktop.ui.theme import set_look
from ymh_desktop.ui.viewmodels.checks import FillModel
from ymh_desktop.ui.views.photo_parts import PICTURES
from ymh_desktop.ui.widgets import (
    AnswerCard,
    AnswerOption,
    Button,
    OneLine,
    PickPerson,
    PrimaryButton,
    column,
    empty,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import WithBack, scrolling

FOUND = (
    AnswerOption(ResultState.NORMAL.value, "正常", "safe"),
    AnswerOption(ResultState.ABNORMAL.value, "异常", "unsafe", "保存后记成隐患"),
    AnswerOption(ResultState.NOT_INVOLVED.value, "不涉及"),
)
_NOT_INVOLVED = "-"


class CheckView(WithBack):
    """The button has the keyboard: Enter or blank saves; a digit begins the number of an exception, Enter marks it."""

    def __init__(self, model: FillModel) -> None:
        super().__init__()
        self._model = model
        model.setParent(self)  # its timer ends with the window
        self.title = text("", "title", wrap=True)
        self.about = text("", "secondary", wrap=True)
        self.person = PickPerson("谁查的")
        self.person.picked.connect(model.inspector.choose)
        self.person.addAsked.connect(model.inspector.add)
        self.save = PrimaryButton("全部正常，保存", name="保存这次检查", on=self._save)
        self.number = _NumberLine()
        self.number.setAccessibleName("打序号标异常")
        self.number.setPlaceholderText("序号")
        self.number.setFixedWidth(96)
        self.number.returnPressed.connect(self._mark_typed)
        self.number.textEdited.connect(self._typed)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        self._cards: dict[int, _ItemCard] = {}
        self._lines = column(spacing=10)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.addLayout(self._lines)
        content.addStretch(1)
        self._scroller = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        back = Button("返回", name="返回检查清单", icon="chevron-left", on=self.back_asked.emit)
        head = row(back, column(self.title, self.about, spacing=2), self.person, self.save, spacing=12)
        head.setStretch(1, 1)
        hint = text("没问题的不用管。打序号按回车＝异常，打序号再打减号＝不涉及；再打一次取消。", "hint")
        layout.addLayout(head)
        layout.addLayout(row(self.number, hint, None))
        layout.addWidget(self.fault)
        layout.addWidget(self._scroller, 1)
        model.loaded.connect(self._show)
        model.inspector.peopled.connect(self._show_people)
        model.changed.connect(self._show_button)
        model.marked.connect(self._show_marked)
        model.faulted.connect(self._show_fault)

    def take_focus(self) -> None:
        """On the button: one key is enough when all is normal."""
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Keep what is still being typed."""
        self._model.keep_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits begin a number wherever nothing else takes them; Enter on the button saves; Esc leads back."""
        if event.text().isdigit():
            self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.number.setText(event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save.hasFocus():
            self.save.click()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        """A number that is still typed counts first: then the button says another thing, and is pressed once more."""
        if self.number.text().strip():
            self._mark_typed()
        elif self.person.finished(partial(self._show_fault, 0)):
            self._model.save()

    def _typed(self, words: str) -> None:
        set_look(self.number, "")
        if words.endswith(_NOT_INVOLVED):
            self._take(words.removesuffix(_NOT_INVOLVED), ResultState.NOT_INVOLVED)

    def _mark_typed(self) -> None:
        self._take(self.number.text(), ResultState.ABNORMAL)

    def _take(self, words: str, state: ResultState) -> None:
        """What is refused stays, to be typed over."""
        if words.strip() and not self._model.mark_by_key(words, state):
            set_look(self.number, "wrong")
            self.number.selectAll()
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        set_look(self.number, "")
        self.number.clear()
        self.take_focus()

    def _show(self) -> None:
        form = self._model.form
        assert form is not None  # shown after it came
        self.title.setText(form.plan.title)
        self.about.setText(f"表号 {form.number} · {form.due.period.label} · {len(form.items)} 项")
        empty(self._lines)
        self._cards = {item.number: _ItemCard(item, self._model) for item in form.items}
        for number, card in self._cards.items():
            card.show_mark(self._model.mark_at(number))
            self._lines.addWidget(card)
        self.number.clear()  # what was typed for another check is none of this one
        set_look(self.number, "")
        self._show_fault(0, "")
        self._show_button()
        self.take_focus()

    def _show_people(self) -> None:
        inspector = self._model.inspector
        self.person.set_people([(person.id, person.name) for person in inspector.people], inspector.id)
        self._show_fault(0, "")

    def _show_button(self) -> None:
        self.save.setText(self._model.save_words)
        for number, card in self._cards.items():
            card.show_photos(self._model.mark_at(number))

    def _show_marked(self, number: int) -> None:
        card = self._cards[number]
        card.show_mark(self._model.mark_at(number))
        self._scroller.ensureWidgetVisible(card, 0, 40)

    def _show_fault(self, number: int, sentence: str) -> None:
        if number in self._cards:
            self._cards[number].say_photo(sentence)
            return
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))


class _NumberLine(OneLine):
    """Enter ends here: passed on, it would press the button that gets the keyboard next, and save too early."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As ever, but Enter goes no further."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class _ItemCard(AnswerCard):
    """One line of the sheet; an exception may bear words and photos."""

    def __init__(self, item: PlanItem, model: FillModel) -> None:
        look = f"{item.standard}（{item.method}）" if item.method else item.standard
        super().__init__(item.number, item.what, look, tags=(item.place,) if item.place else (), options=FOUND)
        self._model = model
        self._note = OneLine()
        self._note.setAccessibleName(f"第{item.number}题 看到了什么")
        self._note.setPlaceholderText("看到了什么（可以不写）")
        self._note.textChanged.connect(partial(model.note, item.number))
        self._photo = Button("添加照片…", name=f"第{item.number}题 添加照片", icon="camera", on=self._ask)
        self._count: QLabel = text("", "hint")
        for part in (self._note, self._photo, self._count):
            self.extras.addWidget(part)
            part.hide()
        self.answered.connect(self._answered)

    def show_mark(self, mark: Mark | None) -> None:
        """What is marked; nothing is told to anybody."""
        state = mark.state if mark else ResultState.NORMAL
        self.set_answer(state.value)
        if mark is not None and mark.note != self._note.text().strip():
            self._note.setText(mark.note)
        self._show_extras(state)
        self.show_photos(mark)

    def show_photos(self, mark: Mark | None) -> None:
        """How many photos there are."""
        photos = len(mark.photos) if mark else 0
        if photos:
            self.say_photo(f"{photos} 张照片")
        elif mark is None:
            self.say_photo("")

    def say_photo(self, words: str) -> None:
        """Beside the photos: how many, or why one will not do."""
        self._count.setText(words)
        self._count.setVisible(bool(words) and not self._note.isHidden())

    def _answered(self, option: str) -> None:
        state = ResultState(option)
        self._show_extras(state)
        self._model.mark(self.number, state)
        self._model.note(self.number, self._note.text())

    def _show_extras(self, state: ResultState) -> None:
        self._note.setVisible(state is ResultState.ABNORMAL)
        self._photo.setVisible(state is ResultState.ABNORMAL)

    def _ask(self) -> None:
        ask_which_file(self, "选择照片", Path.home(), PICTURES, partial(self._model.take_photo, self.number))
