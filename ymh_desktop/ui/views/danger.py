"""One hidden danger: who rectifies it by when, and closing it; and the form that registers a new one."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.hidden_dangers import DangerSource
from ymh_desktop.ui.viewmodels import danger as fields
from ymh_desktop.ui.viewmodels.danger import DangerModel, NewDangerModel
from ymh_desktop.ui.viewmodels.dangers import NewDanger
from ymh_desktop.ui.views.hazard import halves, show_kept
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Combo,
    DateField,
    Field,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty
from ymh_desktop.ui.widgets.people import PersonField

_FACT_WIDTH = 64


def _scrolling(*parts: QWidget) -> QScrollArea:
    content = QWidget()
    inside = QVBoxLayout(content)
    inside.setContentsMargins(0, 0, 8, 0)
    inside.setSpacing(12)
    for part in parts:
        inside.addWidget(part)
    inside.addStretch(1)
    scroller = QScrollArea()
    scroller.setWidget(content)
    scroller.setWidgetResizable(True)
    scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroller.setFrameShape(QFrame.Shape.NoFrame)
    return scroller


class DangerView(QWidget):
    """Head with the way back; below it assignment, closing and what is known. Esc leads back."""

    back_asked = Signal()

    def __init__(self, model: DangerModel) -> None:
        super().__init__()
        self.model = model
        self._fresh = True
        self.back = Button("返回隐患列表", icon="chevron-left", on=self.back_asked.emit)
        self.heading = text("", "question", wrap=True)
        self.tags = row(spacing=6)
        self.major = Banner("", look="card-error")
        self.assign, self.close_part = _AssignPart(model), _ClosePart(model)
        self.done, self.words = _DonePart(model), _WordsPart(model)
        self.scroller = _scrolling(self.major, self.done, self.assign, self.close_part, self.words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        head = row(self.back, self.heading, self.tags, spacing=12)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self.scroller, 1)
        model.loaded.connect(self._show)
        model.drafted.connect(self.close_part.show_draft)
        model.faulted.connect(self._show_fault)

    def open(self, danger_id: str) -> None:
        """Show this one from its top."""
        self.hand_over()
        self._fresh = True
        self.scroller.verticalScrollBar().setValue(0)
        self.model.open(danger_id)

    def hand_over(self) -> None:
        """Give what is still being typed to the model."""
        if self.model.ready:
            for field in (*self.assign.fields(), *self.words.fields(), *self.close_part.fields()):
                field.settle_now()

    def take_focus(self) -> None:
        """On what can be done: assigning, or opening again."""
        target: QWidget = self.back
        if self.model.ready:
            target = self.done.reopen
            if self.model.danger.is_open:
                target = self.assign.deadline if self.model.person_is_fixed else self.assign.person.pick.combo
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        model, fresh = self.model, self._fresh
        self._fresh = False
        is_open, never = model.danger.is_open, model.never
        self.heading.setText(model.heading)
        empty(self.tags)
        for words, tone in model.tags:
            self.tags.addWidget(text(words, f"tag-{tone}"))
        self.major.setVisible(never is not None)
        if never is not None:
            self.major.say(*never)
        self.done.setVisible(not is_open)
        self.assign.setVisible(is_open)
        self.close_part.setVisible(is_open and never is None)
        for part in (self.done, self.assign, self.close_part, self.words):
            part.show_it(fresh)
        if fresh and self.isVisible():
            self.take_focus()

    def _show_fault(self, field: str, sentence: str) -> None:
        targets: dict[str, tuple[QWidget, Callable[[str], None]]] = {
            **self.assign.faults(),
            **self.close_part.faults(),
            **self.words.faults(),
        }
        part, show = targets[field]
        show(sentence)
        if sentence and field in self.close_part.faults():
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroller.ensureWidgetVisible(part, 0, 60)


class _AssignPart(Section):
    """Who, by when, what is to be done."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("交给谁，什么时候改完")
        self._model = model
        self.person = PersonField("由谁整改", hint="重大隐患一律由主要负责人负责。")
        self.deadline = DateField("整改期限")
        self.deadline_field = Field("整改期限", input_widget=self.deadline, hint="先按惯例定的，可以改。")
        self.measures = Field(
            "怎么改（可以不填）",
            lines=2,
            placeholder="例如：装上锯片防护罩，装好前这台锯不开",
            check=lambda words: optional_text("怎么改", words, fields.LONGEST_WORDS),
        )
        self.body.addLayout(halves(self.person, self.deadline_field))
        self.body.addWidget(self.measures)
        self.person.picked.connect(model.set_person)
        self.person.addAsked.connect(model.add_person)
        self.deadline_field.settled.connect(lambda iso: model.set_deadline(date.fromisoformat(iso)))
        self.measures.settled.connect(model.set_measures)

    def fields(self) -> tuple[Field, ...]:
        """What can be typed."""
        return (self.measures,)

    def faults(self) -> dict[str, tuple[QWidget, Callable[[str], None]]]:
        """Where faults are shown."""
        return {
            fields.PERSON: (self.person, self.person.show_fault),
            fields.DEADLINE: (self.deadline, self.deadline_field.show_fault),
            fields.MEASURES: (self.measures, self.measures.show_fault),
        }

    def show_it(self, fresh: bool) -> None:
        """What is kept."""
        model = self._model
        self.person.set_people(model.people, model.danger.responsible_id)
        self.person.pick.setEnabled(not model.person_is_fixed)
        self.person.hint.setVisible(model.person_is_fixed)
        show_kept(self.deadline_field, model.deadline.isoformat(), fresh)
        show_kept(self.measures, model.danger.measures, fresh)
        if fresh:
            self.person.show_fault("")


class _ClosePart(Section):
    """What was done, who did it, who accepts it; one press closes."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("改好了，销号", "验收的人要到现场看过；谁改的，不能由谁验收。")
        self._model = model
        self.words = Field(
            "怎么整改的",
            lines=2,
            placeholder="例如：已装上锯片防护罩，试过挡得住手",
            check=lambda words: optional_text("怎么整改的", words, fields.LONGEST_WORDS),
        )
        self.by = PersonField("谁整改的", nobody="（请选）")
        self.accepted = PersonField("谁验收的", nobody="（请选）")
        self.reason = Field(
            "为什么整改和验收是同一个人",
            placeholder="例如：店里只有一个人",
            hint="只有一个人的店才这样做；这句话会印在台账上。",
            most=200,
        )
        self.reason.hide()
        self.button = PrimaryButton("销号", name="销号这条隐患", icon="check", on=self._close)
        self.body.addWidget(self.words)
        self.body.addLayout(halves(self.by, self.accepted))
        self.body.addWidget(self.reason)
        self.body.addLayout(row(None, self.button))
        self.words.settled.connect(lambda words: model.write(done=words))
        self.reason.settled.connect(lambda words: model.write(reason=words))
        self.by.picked.connect(lambda person_id: model.write(by_id=person_id))
        self.accepted.picked.connect(lambda person_id: model.write(accepted_id=person_id))
        self.by.addAsked.connect(lambda name: model.add_person_for(fields.BY, name))
        self.accepted.addAsked.connect(lambda name: model.add_person_for(fields.ACCEPTED, name))

    def fields(self) -> tuple[Field, ...]:
        """What can be typed."""
        return self.words, self.reason

    def faults(self) -> dict[str, tuple[QWidget, Callable[[str], None]]]:
        """Where faults are shown."""
        return {
            fields.DONE: (self.words.input, self.words.show_fault),
            fields.BY: (self.by.pick.combo, self.by.show_fault),
            fields.ACCEPTED: (self.accepted.pick.combo, self.accepted.show_fault),
            fields.REASON: (self.reason.input, self.reason.show_fault),
        }

    def show_it(self, fresh: bool) -> None:
        """What is written so far."""
        draft = self._model.draft
        show_kept(self.words, draft.done, fresh)
        show_kept(self.reason, draft.reason, fresh)
        if fresh:
            self.by.show_fault("")
            self.accepted.show_fault("")
        self.show_draft()

    def show_draft(self) -> None:
        """Who was chosen, and whether a reason is asked for."""
        draft, people = self._model.draft, self._model.people
        self.by.set_people(people, draft.by_id)
        self.accepted.set_people(people, draft.accepted_id)
        self.reason.setVisible(self._model.same_person)

    def _close(self) -> None:
        for field in self.fields():
            field.settle_now()
        self._model.close_it()


class _DonePart(Section):
    """How it was closed."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("已经销号")
        self._model = model
        self.reopen = Button("重新打开", icon="rotate-ccw", on=model.reopen)
        self.words = text("", wrap=True)
        self.head_actions.addWidget(self.reopen)
        self.body.addWidget(self.words)

    def show_it(self, fresh: bool) -> None:
        """What is kept."""
        self.words.setText(self._model.closed_words)


class _WordsPart(Section):
    """What was found, where, when, by whom."""

    def __init__(self, model: DangerModel) -> None:
        super().__init__("查出了什么")
        self._model = model
        self.risk = LinkButton("打开这条风险", on=model.show_risk)
        self.head_actions.addWidget(self.risk)
        self.title_field = Field(
            "隐患内容",
            lines=2,
            needed=True,
            check=lambda words: required_text("隐患内容", words, fields.LONGEST_TITLE),
        )
        self.place = Field("部位", check=lambda words: optional_text("部位", words, fields.LONGEST_PLACE), most=60)
        self._facts = column(spacing=4)
        self.body.addWidget(self.title_field)
        self.body.addWidget(self.place)
        self.body.addLayout(self._facts)
        self.title_field.settled.connect(model.set_title)
        self.place.settled.connect(model.set_place)

    def fields(self) -> tuple[Field, ...]:
        """What can be typed."""
        return self.title_field, self.place

    def faults(self) -> dict[str, tuple[QWidget, Callable[[str], None]]]:
        """Where faults are shown."""
        return {
            fields.TITLE: (self.title_field, self.title_field.show_fault),
            fields.PLACE: (self.place, self.place.show_fault),
        }

    def show_it(self, fresh: bool) -> None:
        """What is kept; closed ones are only read."""
        model = self._model
        show_kept(self.title_field, model.danger.title, fresh)
        show_kept(self.place, model.danger.place, fresh)
        for field in self.fields():
            field.setEnabled(model.danger.is_open)
        self.risk.setVisible(model.has_risk)
        empty(self._facts)
        for name, words in model.facts:
            label = text(name, "label")
            label.setFixedWidth(_FACT_WIDTH)
            shown = row(label, text(words, wrap=True), spacing=12)
            shown.setStretch(1, 1)
            self._facts.addLayout(shown)


class NewDangerView(QWidget):
    """What, where, when, who found it; one press registers. Esc leads back without registering."""

    back_asked = Signal()

    def __init__(self, model: NewDangerModel) -> None:
        super().__init__()
        self.model = model
        self.back = Button("返回，不登记", icon="chevron-left", on=self.back_asked.emit)
        self.add = PrimaryButton("登记", name="登记这条隐患", icon="check", on=self._add)
        self.risk = Banner("", look="card-tint")
        self.what = Field(
            "查出了什么",
            lines=2,
            placeholder="例如：平刨的护罩拆了没装回去",
            check=model.check_title,
            name="查出了什么",
        )
        self.place = Field(
            "部位", placeholder="例如：木工车间", check=lambda words: optional_text("部位", words, 60), most=60
        )
        self.day = DateField("发现日期")
        self.day_field = Field("发现日期", input_widget=self.day, check=model.check_day)
        self.source = Combo("来源", model.sources)
        self.finder = PersonField("谁发现的（可以不填）", nobody="（不填）", name="谁发现的")
        section = Section("登记一条隐患", "登记以后再定由谁整改、什么时候改完。")
        section.body.addWidget(self.risk)
        section.body.addWidget(self.what)
        section.body.addLayout(halves(self.place, self.day_field))
        section.body.addLayout(halves(Field("来源", input_widget=self.source), self.finder))
        self.scroller = _scrolling(section)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(self.back, None, self.add, spacing=12))
        layout.addWidget(self.scroller, 1)
        self._fresh = True
        model.loaded.connect(self._show)
        model.faulted.connect(self._show_fault)
        self.finder.picked.connect(self._found_by)
        self.finder.addAsked.connect(model.add_person)

    def open(self, where: NewDanger) -> None:
        """An empty form."""
        self._fresh = True
        self.model.open(where)

    def take_focus(self) -> None:
        """On what was found."""
        self.what.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_asked.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        model, fresh = self.model, self._fresh
        self._fresh = False
        self.finder.set_people(model.people, model.found_by)
        if not fresh:
            return
        self.risk.setVisible(bool(model.where.risk))
        self.risk.say(f"属于风险：{model.where.risk}", "登记以后，这条风险会显示防护没到位，直到隐患销号。")
        self.what.set_value(model.title)
        self.place.set_value(model.place)
        self.source.choose(model.source)
        with QSignalBlocker(self.day):
            self.day.setDate(QDate(model.found_on.year, model.found_on.month, model.found_on.day))
        self.day_field.set_value(model.found_on.isoformat())
        self.finder.show_fault("")
        if self.isVisible():
            self.take_focus()

    def _add(self) -> None:
        model, source = self.model, self.source.chosen
        assert isinstance(source, DangerSource)
        model.title, model.place, model.source = self.what.value, self.place.value, source
        model.found_on = date.fromisoformat(self.day_field.value)
        model.add()

    def _found_by(self, person_id: object) -> None:
        self.model.found_by = person_id if isinstance(person_id, str) else None

    def _show_fault(self, field: str, sentence: str) -> None:
        part, show = {
            fields.TITLE: (self.what.input, self.what.show_fault),
            fields.PLACE: (self.place.input, self.place.show_fault),
            fields.FOUND_ON: (self.day, self.day_field.show_fault),
            fields.FOUND_BY: (self.finder.pick.name, self.finder.show_fault),
        }[field]
        show(sentence)
        if sentence:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scroller.ensureWidgetVisible(part, 0, 60)
