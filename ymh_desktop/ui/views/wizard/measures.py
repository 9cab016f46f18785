"""Step 6: risk points as lines that open; what is inside is built only then, so that 500 measures stay fast."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QButtonGroup, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.money import cost_in
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.theme import set_look, tokens
from ymh_desktop.ui.viewmodels.wizard.measures import LineKey, LineShown, MeasuresModel, People, TierShown
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Combo,
    DateField,
    EmptyState,
    Field,
    IconButton,
    LevelBadge,
    LinkButton,
    PickPerson,
    column,
    line,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import empty
from ymh_desktop.ui.widgets.folds import FoldCard, FoldLine

_ANSWERS = (
    (MeasureState.IN_PLACE, tokens.OK),
    (MeasureState.PLANNED, tokens.ACTION),
    (MeasureState.NOT_APPLICABLE, tokens.TEXT_SECONDARY),
)
_LONGEST_MEASURE = 200
_NEW = "new measure"
_PICK_WIDTH = 250


class MeasuresStep(StepView):
    """Worst first; each line says how many measures are not answered."""

    step = Step.MEASURES

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context, run_id)
        self.model: MeasuresModel = MeasuresModel(context)
        self.cards: dict[str, FoldCard] = {}
        self._cursor: str | None = None
        self.words = text("", "secondary", wrap=True)
        self._list = column(spacing=8)
        self.nothing = EmptyState(
            "shield-check",
            "还没有风险，也就没有措施要看",
            "先到现场对着问题看一看。",
            "去现场问答",
            lambda: self.step_wanted.emit(Step.WALK),
            primary=False,
        )
        self.nothing.hide()
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.words)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.model.loaded.connect(self._show)

    def entered(self, cursor: str) -> None:
        """Read afresh; the risk point of the cursor opens, else the worst that still lacks something."""
        self._cursor = cursor
        self.model.load()

    def left(self) -> None:
        """Hand over what is still being typed."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def _show(self) -> None:
        ids = self.model.ids
        if ids != tuple(self.cards):
            empty(self._list)
            self.cards.clear()
            for point_id in ids:
                self._add(point_id)
        for point_id in ids:
            self._show_point(point_id)
        self.words.setText(self.model.words)
        self.words.setVisible(bool(ids))
        self.nothing.setVisible(not ids)
        self._open_first()
        self.progressed.emit()

    def _open_first(self) -> None:
        if self._cursor is None:
            return
        cursor, self._cursor = self._cursor, None
        if not self.cards:
            self.take_focus()
            return
        card = self.cards.get(cursor) or self.cards.get(self.model.first_open() or "")
        if card is not None:
            card.open()
            card.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.bring_into_view(card.line)

    def _add(self, point_id: str) -> None:
        card = FoldCard(FoldLine(""), partial(self._body_of, point_id))
        card.opened.connect(partial(self.moved.emit, point_id))
        self.cards[point_id] = card
        self._list.addWidget(card)

    def _body_of(self, point_id: str) -> QWidget:
        return PointBody(self.model, point_id, self.context.navigate)

    def _show_point(self, point_id: str) -> None:
        shown, card = self.model.point(point_id), self.cards[point_id]
        card.line.show_words(shown.title, shown.detail, shown.level)
        card.line.set_note(shown.note, shown.tone)
        card.line.setAccessibleName(f"{shown.code} {shown.title}")
        if isinstance(card.content, PointBody) and not card.content.show_all():
            inside = QApplication.focusWidget()
            had_focus = inside is not None and card.isAncestorOf(inside)
            card.rebuild()
            if had_focus:
                card.line.setFocus(Qt.FocusReason.OtherFocusReason)


class PointBody(QWidget):
    """What is inside a risk point: what is missing, its measures kind by kind, who answers for it."""

    def __init__(self, model: MeasuresModel, point_id: str, navigate: Callable[..., None]) -> None:
        super().__init__()
        self._model, self._id = model, point_id
        self.code = model.point(point_id).code
        self.missing = Banner("", "有的就点“已落实”；确实没有，就把一条改成“要新增”，或者自己加一条。")
        self.rows: dict[LineKey, MeasureRow] = {}
        self._kinds: dict[MeasureKind, QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(6)
        layout.addWidget(self.missing)
        self._add_lines(layout, navigate)
        layout.addSpacing(4)
        self.own = LinkButton("自己加一条措施", name=f"{self.code} 自己加一条措施", icon="plus", on=self._add_own)
        self.rest = Button("", icon="check", on=lambda: model.answer_rest(point_id))
        layout.addLayout(row(self.own, None, self.rest))
        self._own_room = QVBoxLayout()
        layout.addLayout(self._own_room)
        layout.addWidget(line())
        self.owner = OwnerPart(model, point_id, self.code)
        layout.addWidget(self.owner)
        self.show_all()

    def show_all(self) -> bool:
        """Show what changed; False when lines came or went and all must be built anew."""
        model, point_id = self._model, self._id
        if model.lines(point_id) != tuple(self.rows):
            return False
        missing = model.missing_words(point_id)
        self.missing.words.setText("\n".join(missing))
        self.missing.setVisible(bool(missing))
        for kind, heading in self._kinds.items():
            heading.setText(model.kind_words(point_id, kind))
        for key, each in self.rows.items():
            each.show_line(model.line(point_id, key))
        words = model.rest_words(point_id)
        self.rest.setText(words)
        self.rest.setAccessibleName(f"{self.code} {words}")
        self.rest.setVisible(bool(words))
        self.owner.show_owner()
        return True

    def _add_lines(self, layout: QVBoxLayout, navigate: Callable[..., None]) -> None:
        for key in self._model.lines(self._id):
            kind = key[0]
            if kind not in self._kinds:
                self._kinds[kind] = text("", "strong")
                layout.addSpacing(4)
                layout.addWidget(self._kinds[kind])
            made = MeasureRow(self._model, self._id, self.code, key, navigate)
            made.went_on = partial(self._next, key)
            self.rows[key] = made
            layout.addWidget(made)

    def _next(self, key: LineKey) -> None:
        keys = list(self.rows)
        after = keys.index(key) + 1
        if after < len(keys):
            self.rows[keys[after]].take_focus()
        else:
            self.rest.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_own(self) -> None:
        if self._own_room.count() == 0:
            self._own_room.addWidget(OwnForm(self._model, self._id, self.code, self._drop_own))
        form = self._own_room.itemAt(0).widget()
        if isinstance(form, OwnForm):
            form.words.take_focus()

    def _drop_own(self) -> None:
        empty(self._own_room)


class AnswerButton(QAbstractButton):
    """Looks like the answers of the walk, but paints itself: hundreds of styled buttons take half a second."""

    def __init__(self, words: str, colour: str) -> None:
        super().__init__()
        self.setText(words)
        self._colour = colour
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The same for all, so that the answers stand in columns."""
        return QSize(84, tokens.CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled once chosen; a dark frame shows where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, frame, width = tokens.SURFACE, tokens.TEXT, tokens.LINE_STRONG, 1
        if not self.isEnabled():
            fill, ink, frame = tokens.DISABLED, tokens.PLACEHOLDER, tokens.LINE
        elif self.isChecked():
            fill, ink, frame = self._colour, tokens.SURFACE, self._colour
        elif self.underMouse():
            fill, frame = tokens.ACTION_TINT, tokens.ACTION
        if self.hasFocus():
            frame, width = (tokens.NAVIGATION if self.isChecked() else tokens.ACTION), 2
        painter.setPen(QPen(QColor(frame), width))
        painter.setBrush(QColor(fill))
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        font = QFont(self.font())
        font.setPixelSize(tokens.FONT_SECONDARY)
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class MeasureRow(QWidget):
    """One measure with its three answers. Keys 1, 2, 3 answer, Enter goes to the next."""

    def __init__(
        self, model: MeasuresModel, point_id: str, code: str, key: LineKey, navigate: Callable[..., None]
    ) -> None:
        super().__init__()
        self._model, self._point, self._key = model, point_id, key
        shown = model.line(point_id, key)
        self._name = f"{code} 第{shown.number}条"
        self.went_on: Callable[[], None] = lambda: None
        self.plan: PlanForm | None = None
        self.words = text(shown.text, wrap=True)
        self.hint = text("", "hint", wrap=True)
        self.hint.hide()
        self._navigate = navigate
        self._group = QButtonGroup(self)
        self._top = row(column(self.words, self.hint, spacing=2), spacing=8)
        self._top.setStretch(0, 1)
        if shown.own:
            remove = IconButton("trash-2", f"{self._name} 删除", on=lambda: model.remove_own(point_id, key))
            self._top.addWidget(remove)
        for place, (state, tone) in enumerate(_ANSWERS):
            self._top.addWidget(self._answer(place, state, tone))
        self._group.idToggled.connect(self._toggled)
        self.danger: LinkButton | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(6)
        self._column.addLayout(self._top)

    def take_focus(self) -> None:
        """Put the keyboard on the answer, or on the first that can be given."""
        buttons = [b for b in self._group.buttons() if b.isEnabled()]
        (self._group.checkedButton() or buttons[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def ticked(self) -> bool:
        """Whether 已落实 is chosen."""
        return self._group.checkedId() == 0

    def show_line(self, shown: LineShown) -> None:
        """Show the answer as it is kept; does not emit."""
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)
            for place, (state, _) in enumerate(_ANSWERS):
                self._group.button(place).setChecked(shown.state is state)
            self._group.setExclusive(True)
        self._group.button(0).setEnabled(shown.can_be_in_place)
        if shown.hint != self.hint.text():
            self.hint.setText(shown.hint)
            set_look(self.hint, shown.tone or "hint")
            self.hint.setVisible(bool(shown.hint))
        self._show_danger(shown.danger_id is not None)
        self._show_plan(shown.state is MeasureState.PLANNED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 and Enter while an answer has the keyboard."""
        place = event.key() - Qt.Key.Key_1
        on_answer = QApplication.focusWidget() in self._group.buttons()
        if on_answer and 0 <= place < len(_ANSWERS):
            button = self._group.button(place)
            if button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                button.setChecked(True)
        elif on_answer and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went_on()
        else:
            super().keyPressEvent(event)

    def _answer(self, place: int, state: MeasureState, tone: str) -> AnswerButton:
        button = AnswerButton(label(state), tone)
        button.setAccessibleName(f"{self._name} {label(state)}")
        button.setAccessibleDescription(self.words.text())
        self._group.addButton(button, place)
        return button

    def _show_danger(self, denied: bool) -> None:
        if denied and self.danger is None:
            self.danger = LinkButton("去看隐患", name=f"{self._name} 去看隐患", on=self._see_danger)
            self._top.insertWidget(1, self.danger)
        elif self.danger is not None:
            self.danger.setVisible(denied)

    def _toggled(self, place: int, checked: bool) -> None:
        if checked:
            self._model.answer(self._point, self._key, _ANSWERS[place][0])

    def _show_plan(self, planned: bool) -> None:
        if planned and self.plan is None:
            self.plan = PlanForm(self._model, self._point, self._key, self._name)
            self._column.addWidget(self.plan)
        elif not planned and self.plan is not None:
            self._column.removeWidget(self.plan)
            self.plan.hide()
            self.plan.deleteLater()
            self.plan = None
        if self.plan is not None:
            self.plan.show_plan()

    def _see_danger(self) -> None:
        self._navigate("hidden_dangers", self._model.line(self._point, self._key).danger_id)


class PlanForm(QWidget):
    """By whom, by when, at what cost: kept as it is chosen."""

    def __init__(self, model: MeasuresModel, point_id: str, key: LineKey, name: str) -> None:
        super().__init__()
        self._model, self._point, self._key = model, point_id, key
        self.person = Pick(f"{name} 谁来办")
        self.person.pick.picked.connect(self._picked)
        self.person.pick.addAsked.connect(lambda who: model.add_person(who, self._picked))
        self._day = DateField(f"{name} 什么时候做完")
        self._day.setSpecialValueText("还没定")
        self._undecided = model.today - timedelta(days=1)  # the least day stands for 还没定
        self._allow_from(self._undecided)
        self.due = Field("什么时候做完", input_widget=self._day, name=f"{name} 什么时候做完", check=self._check_due)
        self.cost = Field("大约花多少钱（元）", name=f"{name} 大约花多少钱", check=cost_in, placeholder="可以不填")
        self.due.settled.connect(self._due_settled)
        self.cost.settled.connect(lambda words: model.plan_cost(point_id, key, words))
        self._place = f"{point_id} {key[0].value} {key[1]}"
        self.cost.refused.connect(lambda words: model.unkept.keep("cost", words, self._place))
        layout = row(column(text("谁来办", "label"), self.person, None, spacing=4), self.due, self.cost, spacing=16)
        for place, share in enumerate((3, 2, 2)):
            layout.setStretch(place, share)
        layout.setContentsMargins(12, 0, 0, 6)
        self.setLayout(layout)

    def show_plan(self) -> None:
        """Show what is kept, unless somebody is writing there."""
        plan = self._model.plan(self._point, self._key)
        self.person.show_people(self._model.people, plan.person_id)
        if plan.due is not None and plan.due <= self._undecided:
            self._allow_from(plan.due - timedelta(days=1))
        self.due.refresh((plan.due or self._undecided).isoformat())
        self.cost.refresh(plan.cost, self._model.unkept.words("cost", self._place))

    def _picked(self, person_id: str | None) -> None:
        self._model.plan_person(self._point, self._key, person_id)

    def _allow_from(self, day: date) -> None:
        self._undecided = day
        with QSignalBlocker(self._day):
            self._day.setMinimumDate(QDate(day.year, day.month, day.day))

    def _check_due(self, _: str) -> None:
        if self._day.day != self._undecided:
            self._model.check_due(self._day.day)

    def _due_settled(self, _: str) -> None:
        due = self._day.day
        self._model.plan_due(self._point, self._key, None if due == self._undecided else due)


class Pick(QWidget):
    """A person to pick; filled anew only when something changed, so that an open list is not pulled away."""

    def __init__(self, name: str, nobody: str = "（还没定）") -> None:
        super().__init__()
        self.pick = PickPerson(name, nobody)
        self._shown: tuple[People, str | None] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pick)

    def show_people(self, people: People, chosen: str | None) -> None:
        """Offer these; does not emit."""
        if self._shown != (people, chosen) or self.pick.chosen != chosen:
            self._shown = (people, chosen)
            self.pick.set_people(people, chosen)


class OwnForm(QWidget):
    """The user's own measure: what kind, against which risk, in what words, there already or not."""

    def __init__(self, model: MeasuresModel, point_id: str, code: str, close: Callable[[], None]) -> None:
        super().__init__()
        self._model, self._close = model, close
        self.kind = Combo(f"{code} 新措施的种类", model.own_kinds(point_id))
        self.hazard = Combo(f"{code} 新措施针对的风险", model.own_hazards(point_id))
        self.hazard.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hazard.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.hazard.setMinimumContentsLength(12)
        self.words = Field(
            "写清谁、做什么、多久一次",
            placeholder="例如：木工组长每天开工前看一遍锯片护罩，坏了就停用",
            check=lambda words: required_text("措施", words, _LONGEST_MEASURE),
            name=f"{code} 新措施的内容",
        )
        self.words.show_draft(model.unkept.words(_NEW, point_id))
        self._keep = partial(model.unkept.keep, _NEW, record=point_id)
        self.words.written.connect(self._keep)
        self.there = Button(
            "现在就有，添加", name=f"{code} 现在就有，添加", on=lambda: self._add(MeasureState.IN_PLACE)
        )
        self.to_come = Button("还没有，记为要新增", name=f"{code} 还没有，记为要新增", on=self._add_planned)
        self.stop = LinkButton("不加了", name=f"{code} 不加了", on=close)
        against = row(text("哪一种", "label"), self.kind, 8, text("防哪个风险", "label"), self.hazard, spacing=8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.addLayout(against)
        layout.addWidget(self.words)
        layout.addLayout(row(self.there, self.to_come, self.stop, None))

    def _add_planned(self) -> None:
        self._add(MeasureState.PLANNED)

    def _add(self, state: MeasureState) -> None:
        kind, hazard_id = self.kind.chosen, self.hazard.chosen
        if not self.words.value.strip():
            self.words.show_fault("请写一句措施。")
            self.words.take_focus()
        elif self.words.validate() and isinstance(kind, MeasureKind) and isinstance(hazard_id, str):
            self._model.add_own(hazard_id, kind, self.words.value, state)
            self.words.set_value("")
            self._keep("")
            self._close()


class OwnerPart(QWidget):
    """Who looks after the risk point, and behind a press who answers for each risk at each tier."""

    def __init__(self, model: MeasuresModel, point_id: str, code: str) -> None:
        super().__init__()
        self._model, self._id, self._code = model, point_id, code
        self.person = Pick(f"{code} 谁负责", "（没有单独指定）")
        self.person.pick.picked.connect(lambda who: model.set_owner(point_id, who))
        self.person.pick.addAsked.connect(
            lambda name: model.add_person(name, lambda who: model.set_owner(point_id, who))
        )
        self.person.setFixedWidth(_PICK_WIDTH)
        self.words = text("", "hint", wrap=True)
        self.more = LinkButton("按层级分别定责任人", name=f"{code} 按层级分别定责任人")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._more)
        self.tiers: TierPart | None = None
        self._column = column(
            row(text("谁来管这里", "strong"), self.person, self.words, self.more, spacing=12), spacing=8
        )
        self.setLayout(self._column)

    def show_owner(self) -> None:
        """Show who is named."""
        self.person.show_people(self._model.people, self._model.owner(self._id))
        self.words.setText(self._model.owner_words(self._id))
        if self.tiers is not None:
            self.tiers.show_tiers()

    def _more(self, wanted: bool) -> None:
        if wanted:
            self.tiers = TierPart(self._model, self._id, self._code)
            self._column.addWidget(self.tiers)
        elif self.tiers is not None:
            self._column.removeWidget(self.tiers)
            self.tiers.hide()
            self.tiers.deleteLater()
            self.tiers = None


class TierPart(QWidget):
    """Every risk of the point with one person to pick per tier."""

    def __init__(self, model: MeasuresModel, point_id: str, code: str) -> None:
        super().__init__()
        self._model, self._id = model, point_id
        self._picks: dict[tuple[str, ControlTier], Pick] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(10)
        for number, hazard in enumerate(model.hazards(point_id), start=1):
            head = row(LevelBadge(hazard.level), text(hazard.title, wrap=True), spacing=10)
            picks = row(spacing=12)
            for shown in model.tiers(hazard):
                pick = self._pick(hazard, shown, f"{code} 第{number}个风险 {label(shown.tier)}责任人")
                pick.setFixedWidth(_PICK_WIDTH)
                picks.addLayout(column(text(label(shown.tier), "label"), pick, spacing=2))
            picks.addStretch(1)
            layout.addLayout(column(head, picks, spacing=4))
        self.show_tiers()

    def show_tiers(self) -> None:
        """Show who is named."""
        for hazard in self._model.hazards(self._id):
            for shown in self._model.tiers(hazard):
                pick = self._picks.get((hazard.id, shown.tier))
                if pick is not None:
                    pick.show_people(self._model.people, shown.person_id)

    def _pick(self, hazard: Hazard, shown: TierShown, name: str) -> Pick:
        pick = Pick(name, f"按常规：{shown.usual}")
        tier = shown.tier
        pick.pick.picked.connect(lambda who: self._model.set_responsible(hazard, tier, who))
        pick.pick.addAsked.connect(
            lambda typed: self._model.add_person(typed, lambda who: self._model.set_responsible(hazard, tier, who))
        )
        self._picks[hazard.id, tier] = pick
        return pick
