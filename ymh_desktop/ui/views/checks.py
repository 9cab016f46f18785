"""日常检查: what is due, one check filled in by its exceptions, and sheets that come back by their numbers."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.domain.checks import PlanItem
from ymh_desktop.domain.inspections import ResultState
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.today import TodayLine
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.checks import ChecksModel, FillModel
from ymh_desktop.ui.widgets import (
    AnswerCard,
    AnswerOption,
    Button,
    Card,
    EmptyState,
    Field,
    LinkButton,
    PickPerson,
    PrimaryButton,
    Section,
    column,
    empty,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import hide_unless, scrolling

FOUND = (
    AnswerOption(ResultState.NORMAL.value, "正常", "safe"),
    AnswerOption(ResultState.ABNORMAL.value, "异常", "unsafe", "保存后记成隐患"),
    AnswerOption(ResultState.NOT_INVOLVED.value, "不涉及"),
)


class ChecksPage(Page):
    """Two faces: the list of what is due, and one check."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self._context = context
        self.model, self.fill = ChecksModel(context), FillModel(context)
        self.list, self.check = DueList(self.model), CheckView(self.fill)
        self.faces = QStackedWidget()
        self.faces.addWidget(self.list)
        self.faces.addWidget(self.check)
        self.body.addWidget(self.faces, 1)
        self.list.fill_asked.connect(self._open)
        self.list.print_asked.connect(lambda: context.navigate("papers", "check-tables"))
        self.check.back_asked.connect(self._back)
        self.fill.saved.connect(self._saved)
        context.records.recordsChanged.connect(self._changed)

    def opened(self, argument: object = None) -> None:
        """Always the list: what is due may have changed."""
        self.faces.setCurrentWidget(self.list)
        self.model.load()

    def take_focus(self) -> None:
        """On the first thing to do."""
        (self.check if self.faces.currentWidget() is self.check else self.list).take_focus()

    def _open(self, line: TodayLine) -> None:
        self.fill.open(line)
        self.faces.setCurrentWidget(self.check)

    def _back(self) -> None:
        self.faces.setCurrentWidget(self.list)
        self.list.take_focus()

    def _saved(self, words: str) -> None:
        self._back()
        self._context.notices.say(words, action="撤销", do=self._context.records.undo)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds() - {"CheckPlan"}:
            self.model.load()


class DueList(QWidget):
    """What is to be looked at now, overdue first; above it the way for a sheet that came back."""

    fill_asked = Signal(object)  # TodayLine
    print_asked = Signal()

    def __init__(self, model: ChecksModel) -> None:
        super().__init__()
        self._model = model
        self._first: Button | None = None
        self._wants_focus = False
        self.nothing = EmptyState(
            "clipboard-check",
            "还没有排检查。",
            "按风险清单排好：谁、多久看一次、看什么。",
            "按风险清单排检查",
            model.make_plans,
        )
        self._lines = column(spacing=10)
        inside = QWidget()
        self._content = QVBoxLayout(inside)
        self._content.setContentsMargins(0, 0, 8, 0)
        self._content.setSpacing(14)
        self._content.addWidget(self._sheet_part())
        self._content.addLayout(self._lines)
        self._content.addStretch(1)
        self._scroller = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self._scroller, 1)
        self.nothing.hide()
        model.loaded.connect(self._show)
        model.keyed.connect(self._keyed)
        model.sheet_faulted.connect(self._fault)

    def take_focus(self) -> None:
        """On the first thing to do, as soon as it is known."""
        self._wants_focus = self._model.lines is None
        button = self._first or self.nothing.button
        if button is not None and button.isVisible():
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sheet_part(self) -> Section:
        part = Section("纸上查过的，按表号录入", "表号印在检查表右上角。没问题的不用填，只填有问题的序号。")
        self.number = Field("表号")
        self.failed = Field("有异常的序号", placeholder="例如 3、7；没有就空着")
        self.absent = Field("不涉及的序号", placeholder="没有就空着")
        self.trouble = text("", "error", wrap=True)
        self.trouble.hide()
        key = Button("录入这张表", icon="check", on=self._key)
        fields = row(self.number, self.failed, self.absent, spacing=12)
        part.body.addLayout(fields)
        part.body.addLayout(row(key, self.trouble, None, spacing=12))
        return part

    def _key(self) -> None:
        self.trouble.hide()
        self._model.key_sheet(*(field.value for field in (self.number, self.failed, self.absent)))

    def _keyed(self, words: str) -> None:
        for field in (self.number, self.failed, self.absent):
            field.set_value("")
        self._tell(words)

    def _fault(self, words: str) -> None:
        self._tell(words)

    def _tell(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()

    def _show(self) -> None:
        lines = self._model.lines or ()
        self.nothing.setVisible(not self._model.has_plans)
        self._scroller.setVisible(self._model.has_plans)
        empty(self._lines)
        self._first = None
        heading = f"现在要查的（{len(lines)}）" if lines else "现在没有要查的"
        self._lines.addLayout(
            row(text(heading, "strong"), None, LinkButton("打印检查表", on=self.print_asked.emit), spacing=12)
        )
        for line in lines:
            self._lines.addWidget(self._card(line))
        if self._wants_focus and self.isVisible():
            self._wants_focus = False
            self.take_focus()

    def _card(self, line: TodayLine) -> Card:
        card = Card()
        title = text(line.title, "strong", wrap=True)
        details = f"{line.inspector or '还没定谁查'} · {line.items} 项 · 最晚 {line.day:%m月%d日}"
        late = text(f"超期 {line.overdue} 天", "error")
        words = column(title, row(text(details, "secondary"), late, None, spacing=12), spacing=2)
        go: Button
        if line.keying:
            go = Button("打印检查表", name=f"{line.title} 打印检查表", on=self.print_asked.emit)
        else:
            go = Button("去检查", name=f"{line.title} 去检查", on=partial(self.fill_asked.emit, line))
        self._first = self._first or go
        line_row = row(words, go, spacing=16)
        line_row.setStretch(0, 1)
        card.body.addLayout(line_row)
        hide_unless(late, line.overdue)
        return card


class CheckView(QWidget):
    """One check: the button says 全部正常 until an exception is marked."""

    back_asked = Signal()

    def __init__(self, model: FillModel) -> None:
        super().__init__()
        self._model = model
        self.title = text("", "title", wrap=True)
        self.about = text("", "secondary", wrap=True)
        self.person = PickPerson("谁查的")
        self.person.picked.connect(model.choose_inspector)
        self.save = PrimaryButton("全部正常，保存", name="保存这次检查", on=model.save)
        self._cards = column(spacing=10)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.addLayout(self._cards)
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        head = row(column(self.title, self.about, spacing=2), self.person, self.save, spacing=12)
        head.setStretch(0, 1)
        layout.addLayout(row(LinkButton("返回", on=self.back_asked.emit), None))
        layout.addLayout(head)
        layout.addWidget(scrolling(inside), 1)
        model.loaded.connect(self._show)
        model.changed.connect(self._show_button)

    def take_focus(self) -> None:
        """On the button: one key is enough when all is normal."""
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        form = self._model.form
        assert form is not None  # shown after it came
        self.title.setText(form.plan.title)
        self.about.setText(f"表号 {form.number} · {form.due.period.label} · 没问题的不用点，有问题的点“异常”。")
        self.person.set_people([(person.id, person.name) for person in form.people], form.inspector_id)
        empty(self._cards)
        for item in form.items:
            self._cards.addWidget(self._card(item))
        self._show_button()
        self.take_focus()

    def _card(self, item: PlanItem) -> AnswerCard:
        look = f"{item.standard}（{item.method}）" if item.method else item.standard
        card = AnswerCard(item.number, item.what, look, tags=(item.place,) if item.place else (), options=FOUND)
        card.set_answer(ResultState.NORMAL.value)
        note = QLineEdit()
        note.setAccessibleName(f"第{item.number}题 看到了什么")
        note.setPlaceholderText("看到了什么（可以不写）")
        note.setMaxLength(200)
        note.textChanged.connect(partial(self._model.note, item.number))
        note.hide()
        card.extras.addWidget(note)
        card.answered.connect(partial(self._answered, item.number, note))
        return card

    def _answered(self, number: int, note: QLineEdit, option: str) -> None:
        state = ResultState(option)
        note.setVisible(state is ResultState.ABNORMAL)
        self._model.mark(number, state)
        self._model.note(number, note.text())

    def _show_button(self) -> None:
        self.save.setText(self._model.save_words)
