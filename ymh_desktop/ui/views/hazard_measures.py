"""The measures of one risk: each answered, planned, put into other words; and measures of one's own."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.money import cost_in
from ymh_desktop.domain.words import label
from ymh_desktop.ui.viewmodels.hazard import OWN_MEASURE, STATES, HazardModel, MeasureShown
from ymh_desktop.ui.views.wizard.parts import Chips
from ymh_desktop.ui.widgets import Banner, Button, Combo, DateField, Field, IconButton, Section, column, line, row, text
from ymh_desktop.ui.widgets.basics import empty
from ymh_desktop.ui.widgets.people import PersonField

_USUAL_DAYS = 30  # offered when somebody first sets a day; customary, to be changed
_LONGEST = 200
_COST, _TEXT, _NEW = "cost", "text", "new measure"


class MeasuresPart(Section):
    """One line per measure, in the order of preference of their kinds."""

    def __init__(self, model: HazardModel) -> None:
        super().__init__("管控措施", "没有做到的不要写成已落实：告知卡和上报只写已落实的。")
        self._model = model
        self._lines: dict[str, MeasureLine] = {}
        self.missing = Banner("", "请添加，或者把下面的措施改为“已落实”“要新增”。")
        self.missing.hide()
        self._column = column(spacing=0)
        self.add = _AddMeasure(model)
        self.body.addWidget(self.missing)
        self.body.addLayout(self._column)
        self.body.addWidget(self.add)

    def show_it(self, fresh: bool) -> None:
        """What is kept; lines that are there stay, so that the keyboard stays in them."""
        shown = self._model.measures
        if fresh or [each.id for each in shown] != list(self._lines):
            empty(self._column)
            self._lines = {}
            for number, each in enumerate(shown, start=1):
                if number > 1:
                    self._column.addWidget(line())
                self._lines[each.id] = MeasureLine(self._model, each, number)
                self._column.addWidget(self._lines[each.id])
        else:
            for each in shown:
                self._lines[each.id].show_it(each)
        if fresh:
            self.add.show_written()

    def show_missing(self) -> None:
        """What the level still asks for."""
        self.missing.words.setText(self._model.missing)
        self.missing.setVisible(bool(self._model.missing))

    def faults(self) -> dict[str, Callable[[str], None]]:
        """Where the faults of each measure are shown."""
        shown: dict[str, Callable[[str], None]] = {OWN_MEASURE: self.add.words.show_fault}
        shown.update({key: each.show_fault for key, each in self._lines.items()})
        return shown

    def hand_over(self) -> None:
        """Give what is still being typed to the model."""
        for each in self._lines.values():
            each.hand_over()
        self.add.hand_over()


class MeasureLine(QWidget):
    """Kind and words at the left, the answers at the right; under them what a planned measure needs."""

    def __init__(self, model: HazardModel, shown: MeasureShown, number: int) -> None:
        super().__init__()
        self._model, self._shown, self._name = model, shown, f"第{number}条措施"
        self.words = text("", wrap=True)
        keeps = self.words.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the buttons beside it stay while the words are edited
        self.words.setSizePolicy(keeps)
        self.answers = Chips(self._name, tuple((state, label(state)) for state in STATES))
        self.answers.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.answers.chosen.connect(self._answer)
        edit = IconButton("pencil", f"{self._name} 改文字", on=self._edit)
        self.note = text("", "warning", wrap=True)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        self.editor = Field(
            "", lines=2, check=lambda words: required_text("措施", words, _LONGEST), name=f"{self._name} 文字"
        )
        self.editor.settled.connect(partial(model.edit_measure, shown.id))
        self.editor.refused.connect(lambda words: model.unkept.keep(_TEXT, words, f"{model.id} {shown.id}"))
        self.editor.left.connect(self._edited)
        self.editor.hide()
        self.plan: _Plan | None = None
        head = row(text(label(shown.kind).removesuffix("措施"), "tag-grey"), self.words, self.answers, edit, spacing=10)
        head.setStretch(1, 1)
        if shown.own:
            remove = IconButton("trash-2", f"{self._name} 删除", on=partial(model.remove_measure, shown.id))
            head.addWidget(remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        for part in (self.editor, self.note, self.fault):
            self._column.addWidget(part)
        self.show_it(shown)

    def show_it(self, shown: MeasureShown) -> None:
        """What is kept."""
        self._shown = shown
        self.words.setText(shown.text)
        if not self.editor.fault.text():
            unkept = self._model.unkept.words(_TEXT, f"{self._model.id} {shown.id}")
            self.editor.refresh(shown.text, unkept)
            if unkept:
                self._show_editor()
        self.answers.set_chosen(None if shown.state is MeasureState.UNANSWERED else shown.state)
        self.note.setText(_note(shown))
        self.note.setVisible(bool(self.note.text()))
        planned = shown.state is MeasureState.PLANNED
        if planned and self.plan is None:
            self.plan = _Plan(self._model, shown.id, self._name)
            self._column.addWidget(self.plan)
        if self.plan is not None:
            self.plan.setVisible(planned)
            self.plan.show_it(shown)

    def show_fault(self, sentence: str) -> None:
        """A sentence under it; what was chosen too early goes back."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def hand_over(self) -> None:
        """Give what is still being typed to the model."""
        self.editor.settle_now()
        if self.plan is not None:
            self.plan.cost.settle_now()

    def _answer(self, state: object) -> None:
        assert isinstance(state, MeasureState)
        self._model.answer(self._shown.id, state)

    def _edit(self) -> None:
        self._show_editor()
        self.editor.take_focus()

    def _show_editor(self) -> None:
        self.editor.show()
        self.words.hide()

    def _edited(self) -> None:
        if not self.editor.fault.text():
            self.editor.hide()
            self.words.setText(self.editor.value)
            self.words.show()


def _note(shown: MeasureShown) -> str:
    if shown.missed_by:
        return f"隐患 {shown.missed_by} 没有销号，暂时算没有落实。"
    return "还没有回答。" if shown.state is MeasureState.UNANSWERED else ""


class _Plan(QWidget):
    """Who adds it, by when, at what cost."""

    def __init__(self, model: HazardModel, measure_id: str, name: str) -> None:
        super().__init__()
        self._model, self._id = model, measure_id
        self._person_id: str | None = None
        self.person = PersonField("谁来做", name=f"{name} 谁来做")
        self.due = DueField("什么时候做完", name=f"{name} 什么时候做完")
        self.cost = Field("大约多少钱（元）", placeholder="没定可以空着", name=f"{name} 大约多少钱", check=cost_in)
        self._kept_cost = ""  # what stands in the field may be refused
        parts = row(self.person, self.due, self.cost, spacing=12)
        for place in range(3):
            parts.setStretch(place, 1)
        self.setLayout(parts)
        self.person.picked.connect(self._keep)
        self.due.chosen.connect(self._keep)
        self.cost.settled.connect(self._cost_settled)
        self.cost.refused.connect(lambda words: model.unkept.keep(_COST, words, f"{model.id} {measure_id}"))
        self.person.addAsked.connect(self._add)

    def show_it(self, shown: MeasureShown) -> None:
        """What is kept."""
        self.person.set_people(self._model.people, shown.person_id)
        self.due.set_day(shown.due, self._model.today + timedelta(days=_USUAL_DAYS))
        self._kept_cost = shown.cost
        self.cost.refresh(shown.cost, self._model.unkept.words(_COST, f"{self._model.id} {self._id}"))

    def _cost_settled(self, words: str) -> None:
        self._kept_cost = words
        self._keep()

    def _keep(self) -> None:
        self._model.plan(self._id, person_id=self.person.chosen, due=self.due.day, cost=self._kept_cost)

    def _add(self, name: str) -> None:
        self._model.plan_with_new_person(self._id, name, self.due.day, self._kept_cost)


class DueField(QWidget):
    """A day that may be open: a button until somebody sets it."""

    chosen = Signal()
    at_top = True

    def __init__(self, words: str, *, name: str) -> None:
        super().__init__()
        self._usual = date.min
        self.day: date | None = None
        self.set = Button("定个日期", name=f"{name} 定个日期", icon="calendar", on=self._begin)
        self.edit = DateField(name)
        self.edit.hide()
        self.edit.dateChanged.connect(self._changed)
        layout = column(text(words, "label"), self.set, self.edit, spacing=4)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_day(self, day: date | None, usual: date) -> None:
        """Show what is kept; does not emit. `usual` is offered when nothing is."""
        self.day, self._usual = day, usual
        self.set.setVisible(day is None)
        self.edit.setVisible(day is not None)
        if day is not None and not self.edit.hasFocus():
            self.edit.set_day(day)

    def _begin(self) -> None:
        self.set_day(self._usual, self._usual)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit()

    def _changed(self) -> None:
        self.day = self.edit.day
        self.chosen.emit()


class _AddMeasure(QWidget):
    """A measure of one's own: kind, words, one press."""

    def __init__(self, model: HazardModel) -> None:
        super().__init__()
        self._model = model
        self.kind = Combo("新措施的种类", model.kinds)
        self.words = Field("", placeholder="自己的措施，写清谁、做什么、多久一次", name="新措施", most=_LONGEST)
        self.button = Button("添加措施", icon="plus", on=self._add)
        parts = row(self.kind, self.words, self.button, spacing=10)
        parts.setStretch(1, 1)
        for place in (0, 2):
            parts.setAlignment(parts.itemAt(place).widget(), Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.addLayout(parts)
        self.words.input.returnPressed.connect(self._add)  # type: ignore[union-attr]  # made with one line to type
        self.words.written.connect(self._keep)

    def show_written(self) -> None:
        """What was written for this risk and not added."""
        self.words.show_draft(self._model.unkept.words(_NEW, self._model.id))

    def hand_over(self) -> None:
        """Give what is still being typed to the model."""
        self.words.settle_now()

    def _keep(self) -> None:
        if self._model.sheet is not None:
            self._model.unkept.keep(_NEW, self.words.value, self._model.id)

    def _add(self) -> None:
        kind = self.kind.chosen
        assert isinstance(kind, MeasureKind)
        if self.words.validate():
            self._model.add_measure(kind, self.words.value, partial(self._added, self._model.id))

    def _added(self, hazard_id: str) -> None:
        """An empty line again, unless another risk is shown meanwhile: then what stands there is about that one."""
        self._model.unkept.keep(_NEW, "", hazard_id)
        if hazard_id == self._model.id:
            self.words.set_value("")
