"""检查计划: the table of plans; one plan with who, when and what; checks of one's own."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ymh_desktop.domain.checks import Recording
from ymh_desktop.domain.tiers import Frequency
from ymh_desktop.domain.words import label
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.check_plans import PlanModel, PlanRow, PlansModel
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.views.hazard import halves
from ymh_desktop.ui.widgets import (
    Button,
    Combo,
    DangerButton,
    Field,
    LinkButton,
    Section,
    column,
    empty,
    line,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import WithBack, scrolling
from ymh_desktop.ui.widgets.people import PersonField

_AT = {name: place for place, name in enumerate(PlanRow._fields)}


def _day(due: date | None) -> str:
    return f"{due:%m-%d}" if due else "—"


def _rank(frequency: Frequency) -> int:
    return list(Frequency).index(frequency)  # the most frequent first


_COLUMNS = (
    Column("编号", _AT["code"], width=84, secondary=True),
    Column("检查", _AT["title"], stretch=True),
    Column("谁来查", _AT["inspector"], width=90),
    Column("多久一次", _AT["frequency"], words=label, sort=_rank, width=90),
    Column("层级", _AT["tier"], words=label, width=90, secondary=True),
    Column("项数", _AT["items"], width=72),
    Column("下次", _AT["due"], words=_day, width=80),
)


class PlansView(QWidget):
    """Every running plan; above it the ways to more of them."""

    opened = Signal(str)

    def __init__(self, model: PlansModel) -> None:
        super().__init__()
        self._model = model
        self.add = Button("加一张自己的检查", icon="plus", on=model.add)
        self.preset = Button("用现成的检查表", icon="clipboard-list", on=model.take_preset)
        self.form = AskForm(model.asking)
        self._form_area = scrolling(self.form)
        self._form_area.hide()
        self.table = RecordTable("检查计划表", TupleTableModel(_COLUMNS), "还没有检查计划")
        hint = text("按风险清单排好的会自动跟着变；双击一行看内容、换人、换日子。", "hint", wrap=True)
        head = row(hint, self.preset, self.add)
        head.setStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self._form_area, 2)
        layout.addWidget(self.table, 1)
        self.table.opened.connect(lambda plan_id: self.opened.emit(str(plan_id)))
        model.loaded.connect(lambda: self.table.records.set_rows(model.rows))
        model.asking.opened.connect(partial(self._show_form, True))
        model.asking.closed.connect(partial(self._show_form, False))
        model.added.connect(self.opened)

    def take_focus(self) -> None:
        """On the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_form(self, shown: bool) -> None:
        self._form_area.setVisible(shown)
        self.table.setVisible(not shown)
        if shown:
            self.form.take_focus()


class PlanView(WithBack):
    """One plan. Everything is kept as it is chosen."""

    key_asked = Signal(str)

    def __init__(self, model: PlanModel) -> None:
        super().__init__()
        self._model = model
        self.back = Button("返回", name="返回检查计划", icon="chevron-left", on=self.back_asked.emit)
        self.title = text("", "title", wrap=True)
        self.about = text("", "secondary", wrap=True)
        self.person = PersonField("谁来查", name="这项检查谁来查")
        self.day = Combo("哪天查")
        self.day_field = Field("哪天查", input_widget=self.day)
        self.recording = Combo("怎么记录")
        self.recording_field = Field("怎么记录", input_widget=self.recording)
        self.fault = text("", "error", wrap=True)
        self.end = DangerButton("停用这张表", icon="trash-2", on=model.end)
        self.key = Button("抄录点检表", on=lambda: self.key_asked.emit(model.sheet.plan.id if model.sheet else ""))
        self.add = Button("加一项", icon="plus", on=model.add_item)
        self.form = AskForm(model.asking)
        who = Section("谁查、什么时候查")
        who.body.addLayout(halves(self.person, self.day_field, self.recording_field))
        who.body.addWidget(self.fault)
        self.what = Section("查什么")
        self.what.head_actions.addWidget(self.add)
        self._lines = column(spacing=6)
        self.what.body.addWidget(self.form)
        self.what.body.addLayout(self._lines)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.setSpacing(10)
        content.addWidget(who)
        content.addWidget(self.what)
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        head = row(self.back, column(self.title, self.about, spacing=2), self.key, self.end, spacing=10)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(scrolling(inside), 1)
        self.person.picked.connect(model.set_person)
        self.day.currentIndexChanged.connect(lambda *_: model.set_day(self.day.chosen))
        self.recording.currentIndexChanged.connect(lambda *_: model.set_recording(self.recording.chosen))
        model.loaded.connect(self._show)
        model.faulted.connect(self._show_fault)
        model.ended.connect(self.back_asked)

    def take_focus(self) -> None:
        """On who makes it."""
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        model = self._model
        assert model.sheet is not None  # shown after it came
        plan = model.sheet.plan
        self.title.setText(f"{plan.code} {plan.title}")
        self.about.setText(model.about)
        self.person.pick.set_nobody(f"平时是{model.sheet.usual}" if model.sheet.usual else "（还没定）")
        self.person.set_people(model.people, plan.person_id)
        self.day.set_options(model.days, plan.prefer)
        self.day_field.setVisible(bool(model.days))
        self.recording.set_options(model.recordings, plan.recording)
        self.recording_field.setVisible(bool(model.recordings))
        self.key.setVisible(plan.recording is Recording.MONTH_SHEET)
        self.end.setVisible(plan.own)
        self.add.setVisible(plan.own)
        empty(self._lines)
        for place, item in enumerate(model.items):
            words = column(text(f"{item.number}. {item.what}", "strong", wrap=True), spacing=2)
            where = f"（{item.place}）" if item.place else ""
            words.addWidget(text(f"{item.standard}{where}", "secondary", wrap=True))
            made = row(words, spacing=10)
            made.setStretch(0, 1)
            if plan.own and len(model.items) > 1:
                made.addWidget(
                    LinkButton("去掉", name=f"去掉第{item.number}项", on=partial(model.end_item, item.number))
                )
            self._lines.addLayout(column(line(), made, spacing=6) if place else made)

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
