"""Step 2: trade cards, 有/没有, posts, machines, activities and places, and what the library does not know."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.risks import RiskPoint, RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.services.flows.posts import ModuleChoice, PostChoice, ProfileChoice
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.wizard.posts import PostsModel
from ymh_desktop.ui.views.wizard.parts import Chips, Fold, tick
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Card,
    CardGrid,
    ChoiceCard,
    Combo,
    Field,
    IconButton,
    LinkButton,
    NumberStepper,
    SearchBox,
    Section,
    column,
    empty,
    line,
    row,
    text,
)

AT_ONCE = 5
_PLACE, _ANOTHER, _OWN_NAME, _OWN_PLACE = "place", "another place", "own name", "own place"
_OWN_KINDS = (RiskPointKind.FACILITY, RiskPointKind.ACTIVITY, RiskPointKind.PLACE)


class TradePicker(Section):
    """Cards of the trades; folded to one line once one is chosen."""

    def __init__(self, model: PostsModel) -> None:
        super().__init__("您是哪一行", "选最像的一个；选错了可以换，已经填的都在。")
        self._model = model
        self._shown: tuple[str, ...] = ()
        self.search = SearchBox("找行业", "例如：家具")
        self.change = LinkButton("换一个行业", on=lambda: self._open(True))
        self.head_actions.addWidget(self.search)
        self.head_actions.addWidget(self.change)
        self.grid = CardGrid(260)
        self.nothing = text("没有找到。换个说法试试，或者先选最接近的一个。", "secondary", wrap=True)
        self.body.addWidget(self.grid)
        self.body.addWidget(self.nothing)
        self._group = QButtonGroup(self)
        self.search.searched.connect(lambda _: self.refresh())
        self._opened = False

    def refresh(self) -> None:
        """Show what is chosen, and the trades that fit the search."""
        trade = self._model.state.trade
        choosing = trade is None or self._opened
        self.title.setText("您是哪一行" if choosing or trade is None else f"行业：{trade.name}")
        for part in (self.search, self.grid, self.sentence):
            part.setVisible(choosing)
        self.change.setVisible(not choosing)
        found = self._model.trades(self.search.text())
        self.nothing.setVisible(choosing and not found)
        ids = tuple(t.id for t in found)
        if ids != self._shown:
            self._shown = ids
            self.grid.clear()
            for header in found:
                card = ChoiceCard(header.name, "、".join(header.aliases[:6]), round_mark=True)
                card.setProperty("trade", header.id)
                self._group.addButton(card)
                card.toggled.connect(partial(self._toggled, header.id))
                self.grid.add(card)
        self._group.setExclusive(False)
        for shown in self.grid.cards():
            if isinstance(shown, ChoiceCard):
                shown.set_state(trade is not None and shown.property("trade") == trade.id)
        self._group.setExclusive(True)

    def _open(self, opened: bool) -> None:
        self._opened = opened
        self.refresh()
        self.search.setFocus()

    def _toggled(self, trade_id: str, chosen: bool) -> None:
        if chosen:
            self._opened = False
            self._model.choose_trade(trade_id)


class ModuleCard(Card):
    """A machine, activity or place: ticked or not, and where, and how many."""

    def __init__(self, model: PostsModel, choice: ModuleChoice) -> None:
        super().__init__(margins=(14, 8, 12, 8))
        self._model = model
        self._shown: ModuleChoice | None = None
        self._lines: list[tuple[Field, NumberStepper | None]] = []
        self.choice = choice
        self.box = tick(choice.name, choice.name)
        self.more = LinkButton("再加一处", name=f"{choice.name} 再加一处", on=partial(self._ask_place, True))
        self.usual = text(choice.usual_place, "hint")
        self.places = column(spacing=4)
        self.adding = column(spacing=4)
        self.body.setSpacing(4)
        self.body.addLayout(row(self.box, None, self.usual, self.more))
        self.body.addLayout(self.places)
        self.body.addLayout(self.adding)
        self.body.addStretch(1)
        self.box.toggled.connect(lambda there: self._model.tick_module(self.choice.module_id, there))
        self.show_choice(choice)

    def show_choice(self, choice: ModuleChoice) -> None:
        """What is kept; only what differs is built anew."""
        there = bool(choice.points)
        self.box.blockSignals(True)
        self.box.setChecked(there)
        self.box.blockSignals(False)
        counted = choice.kind is not RiskPointKind.DUTY
        self.usual.setVisible(bool(not there and choice.usual_place and counted))
        self.more.setVisible(there and counted)
        before = self._shown
        self.choice = self._shown = choice
        if not counted or (before is not None and before.points == choice.points):
            return
        ids = [p.id for p in choice.points]
        if before is None or [p.id for p in before.points] != ids:
            empty(self.places)
            empty(self.adding)
            self._lines = [self._line(number, point) for number, point in enumerate(choice.points, start=1)]
            if there and self._model.unkept.words(_ANOTHER, choice.module_id):
                self._ask_place(False)
        else:
            for (field, stepper), point in zip(self._lines, choice.points, strict=True):
                self._show_place(field, point)
                if stepper is not None and stepper.value != point.count:
                    stepper.blockSignals(True)
                    stepper.set_value(point.count)
                    stepper.blockSignals(False)

    def _line(self, number: int, point: RiskPoint) -> tuple[Field, NumberStepper | None]:
        called = self.choice.name if len(self.choice.points) == 1 else f"{self.choice.name} 第{number}处"
        field = Field("", value=point.place, placeholder="在哪里", name=f"{called} 地点", most=40)
        field.settled.connect(partial(self._model.place_point, point.id))
        field.refused.connect(lambda words: self._model.unkept.keep(_PLACE, words, point.id))
        self._show_place(field, point)
        parts: list[QWidget] = [field]
        stepper = None
        if self.choice.kind is RiskPointKind.FACILITY:
            stepper = NumberStepper(f"{called} 数量", point.count, least=1, unit="台")
            stepper.valueChanged.connect(partial(self._model.count_point, point.id))
            parts.append(stepper)
        if len(self.choice.points) > 1:
            words = f"{self.choice.name}（{point.place}）" if point.place else self.choice.name
            remove = partial(self._model.remove_point, point.id, words)
            parts.append(IconButton("x", f"去掉{called}", on=remove))
        made = row(*parts, spacing=8)
        made.setStretch(0, 1)
        self.places.addLayout(made)
        return field, stepper

    def _show_place(self, field: Field, point: RiskPoint) -> None:
        field.refresh(point.place, self._model.unkept.words(_PLACE, point.id))

    def _ask_place(self, at_once: bool) -> None:
        """Where another one stands, with what was written there before. `at_once`: somebody asked to write it now."""
        empty(self.adding)
        name = self.choice.name
        field = Field("", placeholder="另一处在哪里，例如 二车间", name=f"{name} 另一处地点")

        keep = partial(self._model.unkept.keep, _ANOTHER, record=self.choice.module_id)
        field.show_draft(self._model.unkept.words(_ANOTHER, self.choice.module_id))
        field.written.connect(keep)

        def add() -> None:
            field.settle_now()
            self._model.add_place(self.choice.module_id, field.value, then=partial(keep, ""), failed=Refusal(field))

        def cancel() -> None:
            keep("")
            empty(self.adding)
            self.more.setFocus()

        made = row(
            field, Button("加上", name=f"{name} 加上", on=add), LinkButton("取消", name=f"{name} 取消加一处", on=cancel)
        )
        made.setStretch(0, 1)
        self.adding.addLayout(made)
        _on_enter(field, add)
        if at_once:
            field.take_focus()

    @property
    def fields(self) -> list[Field]:
        """The places as they stand there."""
        return [field for field, _ in self._lines]


class Refusal:
    """Shows a fault under the field that caused it, as long as the field is there."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def __call__(self, error: UserError) -> None:
        if isValid(self._field):
            self._field.show_fault(f"{error.problem}{error.advice}")
            self._field.take_focus()


def _on_enter(field: Field, do: object) -> None:
    pressed = getattr(field.input, "returnPressed", None)
    if pressed is not None:
        pressed.connect(do)


class OwnForm(QWidget):
    """Add a post, machine, activity or place that the library does not know."""

    added = Signal()

    def __init__(self, model: PostsModel) -> None:
        super().__init__()
        self._model = model
        kinds: list[tuple[object, str]] = [(None, "岗位")] + [(kind, label(kind)) for kind in _OWN_KINDS]
        self.kind = Combo("自己加什么", kinds)
        self.name = Field("名称", placeholder="例如 激光雕刻机", name="自己加的名称")
        self.place = Field("在哪里", placeholder="例如 二车间", name="自己加的地点")
        kind = Field("加什么", input_widget=self.kind, name="自己加什么")
        made = row(kind, self.name, self.place, spacing=12)
        made.setStretch(1, 2)
        made.setStretch(2, 1)
        button = Button("加上", name="自己加，加上", icon="plus", on=self._add)
        self.hint = text("自己加的机器、事情和场所，危险和措施要到“风险清单”里自己写。", "hint", wrap=True)
        self.setLayout(column(made, row(self.hint, button), spacing=6))
        _on_enter(self.name, self._add)
        _on_enter(self.place, self._add)
        for field_id, field in ((_OWN_NAME, self.name), (_OWN_PLACE, self.place)):
            field.show_draft(model.unkept.words(field_id))
            field.written.connect(partial(model.unkept.keep, field_id))

    def _add(self) -> None:
        if not self.name.value.strip():
            self.name.show_fault("请写名称")
            self.name.take_focus()
            return
        kind = self.kind.chosen
        refused = Refusal(self.name)
        if isinstance(kind, RiskPointKind):
            self._model.add_point(self.name.value, self.place.value, kind, refused)
        else:
            self._model.add_post(self.name.value, self.place.value, refused)
        self.added.emit()

    def clear(self) -> None:
        """Ready for the next one."""
        for field_id, field in ((_OWN_NAME, self.name), (_OWN_PLACE, self.place)):
            field.set_value("")
            self._model.unkept.keep(field_id, "")
        self.name.take_focus()


class PostsStep(StepView):
    """Everything is kept as it is ticked."""

    step = Step.POSTS

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context, run_id)
        self.model: PostsModel = PostsModel(context, run_id)
        self._built_for: str | None = None
        self._fresh = True
        self._own_before = -1
        self._waiting: list[tuple[CardGrid, str]] = []
        self.profile: dict[str, Chips] = {}
        self.modules: dict[str, ModuleCard] = {}
        self.trade = TradePicker(self.model)
        self.counts = Banner("", look="card-tint")
        self.rest = QWidget()
        self.sections = QVBoxLayout(self.rest)
        self.sections.setContentsMargins(0, 0, 0, 0)
        self.sections.setSpacing(14)
        self.body.addWidget(self.trade)
        self.body.addWidget(self.counts)
        self.body.addWidget(self.rest)
        self.body.addStretch(1)
        self.counts.hide()
        self.rest.hide()
        self.model.loaded.connect(self._show)
        self.model.changed.connect(self.progressed)

    def entered(self, cursor: str) -> None:
        """Read what is kept."""
        self._fresh = True
        self.model.load()

    def left(self) -> None:
        """Hand over what is still being typed."""
        for field in self._fields():
            field.settle_now()

    def point_out(self) -> None:
        """To the trades, or to the first question without an answer."""
        if self.model.state.trade is None:
            self.trade.search.setFocus()
            return
        for choice in self.model.state.profile:
            if choice.answer is None:
                chips = self.profile[choice.id]
                self.bring_into_view(chips)
                chips.take_focus()
                return

    # ---- building ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        state = self.model.state
        self.trade.refresh()
        if state.trade is not None:
            if self._built_for != state.trade.id:
                self._build()
                self._fresh = self._fresh or self._built_for is None
                self._built_for = state.trade.id
            self._sync()
        self.counts.setVisible(state.trade is not None)
        self.rest.setVisible(state.trade is not None)
        if self._fresh and self.isVisible():
            self._fresh = False
            self.take_focus()

    def take_focus(self) -> None:
        """To the first question that is open, or to the trades."""
        if self.model.state.trade is None:
            super().take_focus()
            return
        open_ones = (self.profile[q.id] for q in self.model.state.profile if q.answer is None and q.id in self.profile)
        first = next(open_ones, next(iter(self.profile.values()), self.trade.change))
        first.setFocus()
        self.bring_into_view(first)

    def _build(self) -> None:
        empty(self.sections)
        self.profile.clear()
        self.modules.clear()
        self._waiting = []
        asked = Section("您厂里有没有", "选“有”，相关的机器和岗位会自动勾上。")
        for number, choice in enumerate(self.model.state.profile):
            if number:
                asked.body.addWidget(line())
            asked.body.addLayout(self._question(choice))
        self.posts = CardGrid(250)
        posts = Section("有哪些岗位", "勾上有的，改成实际人数。一个人干几样，就勾几个岗位。")
        posts.body.addWidget(self.posts)
        self._post_keys: tuple[str, ...] = ()
        self.sections.addWidget(asked)
        self.sections.addWidget(posts)
        for _, heading, sentence, found in self.model.kinds():
            section, grid = Section(heading, sentence), CardGrid(320)
            section.body.addWidget(grid)
            self.sections.addWidget(section)
            self._waiting += [(grid, module.module_id) for module in found]
        self._build_own()
        self._build_more()

    def _build_more(self) -> None:
        """The cards far down come a few at a time, so that the top can be answered at once."""
        if not self._waiting:
            self.progressed.emit()  # all there: Tab can be put in order
            return
        batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for grid, module_id in batch:
            choice = next((m for m in self.model.state.modules if m.module_id == module_id), None)
            if choice is not None:
                card = self.modules[module_id] = ModuleCard(self.model, choice)
                grid.add(card)
        QTimer.singleShot(0, self, self._build_more)

    def _build_own(self) -> None:
        own = Section("上面没有的，自己加")
        self.form = OwnForm(self.model)
        self.own = CardGrid(250)
        self._own_keys: tuple[str, ...] = ()
        self.own_fold = Fold("加一个岗位、机器、事情或场所", self.form)
        own.body.addWidget(self.own)
        own.body.addWidget(self.own_fold)
        self.sections.addWidget(own)

    def _question(self, choice: ProfileChoice) -> QHBoxLayout:
        chips = Chips(choice.question, ((True, "有"), (False, "没有")))
        chips.chosen.connect(lambda answer, id=choice.id: self.model.answer_profile(id, bool(answer)))
        self.profile[choice.id] = chips
        words = column(text(choice.question, "strong", wrap=True), text(choice.hint, "hint", wrap=True), spacing=0)
        made = row(words, chips, spacing=12)
        made.setStretch(0, 1)
        return made

    # ---- showing what is kept ------------------------------------------------------------------------------------

    def _sync(self) -> None:
        state = self.model.state
        self.counts.say(self.model.counts())
        for choice in state.profile:
            if choice.id in self.profile:
                self.profile[choice.id].set_chosen(choice.answer)
        for module in state.modules:
            if module.module_id in self.modules:
                self.modules[module.module_id].show_choice(module)
        self._sync_posts()
        self._sync_own()

    def _sync_posts(self) -> None:
        choices = self.model.state.posts
        keys = tuple(_key(choice) for choice in choices)
        if keys != self._post_keys:
            self._post_keys = keys
            self.posts.clear()
            for choice in choices:
                self.posts.add(self._post_card(choice))
        for card, choice in zip(self.posts.cards(), choices, strict=True):
            if isinstance(card, ChoiceCard) and card.stepper is not None:
                card.stepper.blockSignals(True)
                card.set_state(choice.post is not None, choice.post.headcount if choice.post else None)
                card.stepper.blockSignals(False)

    def _post_card(self, choice: PostChoice) -> ChoiceCard:
        usual = choice.library
        note = usual.work if usual else choice.post.work or choice.post.place if choice.post else ""
        people = choice.post.headcount if choice.post else usual.people if usual else 1
        own_place = choice.post.place if choice.post and not usual else ""
        title = f"{choice.name}（{own_place}）" if own_place else choice.name
        card = ChoiceCard(title, note, unit="人", count=people, checked=choice.post is not None)
        key = _key(choice)
        card.toggled.connect(lambda there: self._post_toggled(key, there))
        card.countChanged.connect(lambda people: self._post_counted(key, people))
        return card

    def _post_toggled(self, key: str, there: bool) -> None:
        choice = self._choice(key)
        if choice is None:
            return
        if choice.library is not None:
            self.model.tick_post(choice.library.id, there)
        elif choice.post is not None:
            self.model.remove_own_post(choice.post.id)

    def _post_counted(self, key: str, people: int) -> None:
        choice = self._choice(key)
        if choice is not None and choice.post is not None:
            self.model.count_post(choice.post.id, people)

    def _choice(self, key: str) -> PostChoice | None:
        return next((choice for choice in self.model.state.posts if _key(choice) == key), None)

    def _sync_own(self) -> None:
        points = self.model.state.own
        keys = tuple(f"{point.id}{point.place}" for point in points)
        if keys != self._own_keys:
            self._own_keys = keys
            self.own.clear()
            for point in points:
                note = "，".join(part for part in (label(point.kind), point.place) if part)
                card = ChoiceCard(point.name, note, checked=True)
                card.setAccessibleName(f"自己加的 {point.code} {point.name}")
                card.toggled.connect(lambda there, p=point: None if there else self.model.remove_point(p.id, p.name))
                self.own.add(card)
        self.own.setVisible(bool(points))
        own = len(points) + sum(1 for choice in self.model.state.posts if choice.library is None)
        if own > self._own_before >= 0 and self.form.name.value:
            self.form.clear()
        self._own_before = own

    def _fields(self) -> list[Field]:
        return [field for card in self.modules.values() for field in card.fields]


def _key(choice: PostChoice) -> str:
    return f"library:{choice.library.id}" if choice.library else f"own:{choice.post.id if choice.post else ''}"
