"""Step 4: one card per statement, place by place. Cards are built where they are looked at first, the rest follows."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.identification import AnswerValue, Step, WhereAnswered, WhyNotHere
from ymh_desktop.domain.words import label
from ymh_desktop.services.flows.walk import WalkCard
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.wizard.walk import ONCE_SAID, WalkModel
from ymh_desktop.ui.views.wizard.parts import Chips, Fold, tick
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.views.wizard.walk_paper import PaperPanel
from ymh_desktop.ui.views.wizard.walk_team import TeamPanel
from ymh_desktop.ui.widgets import AnswerCard, Banner, Button, Card, CardGrid, Combo, column, empty, row, text

AT_ONCE = 2
_USUAL_HEIGHT = 104
_WHY = tuple((why, label(why)) for why in WhyNotHere)


class Slot(QWidget):
    """The place of one card; holds only room until `build`."""

    def __init__(self, model: WalkModel, card: WalkCard) -> None:
        super().__init__()
        self._model = model
        self._shown: tuple[object, ...] | None = None
        self.key = card.key
        self.number = card.number
        self.card: AnswerCard | None = None
        self.settled: Card | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(_USUAL_HEIGHT)

    @property
    def built(self) -> bool:
        """Whether there is more than room."""
        return self.card is not None or self.settled is not None

    def build(self) -> None:
        """Make the card and show what is known."""
        if self.built:
            return
        card = self._model.card(self.key)
        self.setMinimumHeight(0)
        if card.settled:
            self._build_settled(card)
            return
        self.card = AnswerCard(
            card.number, card.statement, card.look, tags=(self._model.subjects(card),), can_park=True
        )
        self.card.setToolTip(card.subjects if len(card.targets) > 1 else "")
        self.details = QWidget()
        self.details.hide()
        self._details = column(spacing=4)
        self.details.setLayout(self._details)
        self.card.extras.addWidget(self.details)
        self._layout.addWidget(self.card)
        self.card.answered.connect(lambda option: self._model.answer(self.key, AnswerValue(option)))
        self.card.parked.connect(lambda parked: self._model.park(self.key, parked))
        self.show_card(card)

    def show_card(self, card: WalkCard) -> None:
        """What is kept, or just chosen; touches nothing when nothing changed."""
        if self.card is None:
            return
        state = (card.value, tuple(t.point.id for t in card.failed), self._model.why(card), self._at_desk(card))
        if state == self._shown:
            return
        self._shown = state
        parked = card.value is AnswerValue.PARKED
        wanted = card.value.value if card.value is not None and not parked else None
        if self.card.answer != wanted:
            self.card.set_answer(wanted)
        self.card.set_parked(parked)
        self._show_details(card)

    def mark_missing(self, missing: bool) -> None:
        """Red frame."""
        if self.card is not None:
            self.card.set_missing(missing)

    def take_focus(self) -> None:
        """To the answers."""
        self.build()
        if self.card is not None:
            self.card.take_focus()

    def _at_desk(self, card: WalkCard) -> bool:
        return self._model.answered_at_desk(card)

    def _build_settled(self, card: WalkCard) -> None:
        self.settled = Card(margins=(18, 10, 18, 10))
        there = card.value is AnswerValue.YES
        words = "第 3 步已经答过，不用再答" if there else "第 3 步已经记成疑似重大隐患，不用再答"
        self.settled.body.addLayout(row(text(self._model.subjects(card), "tag"), text(words, "tag-grey"), None))
        self.settled.body.addWidget(text(f"{card.number}. {card.statement}", "question", wrap=True))
        self._layout.addWidget(self.settled)

    def _show_details(self, card: WalkCard) -> None:
        empty(self._details)
        if card.value is AnswerValue.NO and len(card.targets) > 1:
            self._ask_where_failed(card)
        elif card.value is AnswerValue.NOT_HERE:
            self._ask_why(card)
        if self._at_desk(card):
            self._details.addWidget(text("在办公室答的，最好再去现场看一眼", "hint"))
        self.details.setVisible(self._details.count() > 0)

    def _ask_where_failed(self, card: WalkCard) -> None:
        failed = {target.point.id for target in card.failed}
        self.places = CardGrid(170, spacing=0)
        self.boxes = {}
        for target in card.targets:
            box = tick(target.called, f"第{card.number}题 {target.called} 没做到", target.point.id in failed)
            box.toggled.connect(lambda _: self._fail_at())
            self.boxes[target.point.id] = box
            self.places.add(box)
        self._details.addWidget(text("哪几处没做到？做到了的去掉勾。", "secondary"))
        self._details.addWidget(self.places)

    def _fail_at(self) -> None:
        failed = [point_id for point_id, box in self.boxes.items() if box.isChecked()]
        self._shown = None  # what the boxes show is what is kept
        if self._model.fail_at(self.key, failed):
            self._shown = self._state_of(self._model.card(self.key))
        else:
            self.show_card(self._model.card(self.key))
            if self.card is not None:
                self.card.say("至少勾一处；全都做到了，就选“是”")

    def _state_of(self, card: WalkCard) -> tuple[object, ...]:
        return (card.value, tuple(t.point.id for t in card.failed), self._model.why(card), self._at_desk(card))

    def _ask_why(self, card: WalkCard) -> None:
        chips = Chips(f"第{card.number}题 不涉及的原因", _WHY, "原因：")
        chips.set_chosen(self._model.why(card))
        chips.chosen.connect(lambda why: self._explain(why))
        self._details.addWidget(chips)

    def _explain(self, why: object) -> None:
        if isinstance(why, WhyNotHere):
            self._shown = None
            self._model.explain(self.key, why)
            self._shown = self._state_of(self._model.card(self.key))


class PlaceSection(QWidget):
    """A heading and the cards of one place."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place
        self.head = text(place, "strong")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 6, 0, 0)
        self.column.setSpacing(10)
        self.column.addWidget(self.head)
        self.slots: list[Slot] = []

    def add(self, slot: Slot) -> None:
        """One more card."""
        self.slots.append(slot)
        self.column.addWidget(slot)


class WalkStep(StepView):
    """The answer is on the screen at once and is kept in the background."""

    step = Step.WALK
    scrolls = False

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context, run_id)
        self.model: WalkModel = WalkModel(context, run_id)
        self.slots: dict[str, Slot] = {}
        self.sections: list[PlaceSection] = []
        self._cursor: str | None = None
        self._turned = ""
        self._missing = False
        self._make_head()
        self._make_tools()
        self._make_list()
        self.model.turned.connect(self._card_turned)
        self.model.loaded.connect(self._show)
        self.model.changed.connect(self._changed)
        self.model.filtered.connect(self._filter)

    # ---- what the frame asks -------------------------------------------------------------------------------------

    def entered(self, cursor: str) -> None:
        """Read the cards and go to the one to come back to."""
        self._cursor = cursor
        self.model.load()

    def left(self) -> None:
        """Names and numbers have their own button; they stay as a draft until it was pressed."""
        self.paper.hand_over()
        self.team.name.settle_now()

    def point_out(self) -> None:
        """Red frames on what is open; the keyboard goes to the first."""
        self._missing = True
        for slot in self.slots.values():
            slot.mark_missing(self.model.card(slot.key).value is None)
        self.place.choose("")
        self.model.show_place("")
        if key := self.model.first_open():
            self._go_to(key)

    def take_focus(self) -> None:
        """To the first open question from where one left; with none open to that very card, as it may be put off."""
        left_at = self.model.key_of_cursor(self._cursor or "")
        slot = self.slots.get(self.model.first_open(left_at) or left_at) or next(iter(self.slots.values()), None)
        if slot is not None:
            self._go_to(slot.key)

    def fit(self, window_width: int, window_height: int) -> None:
        """Less room between things where it is low."""
        self.body.setSpacing(6 if window_height < tokens.ICONS_ONLY_BELOW else 10)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to it."""
        self.scroller.ensureWidgetVisible(widget, 0, 30)

    # ---- building ------------------------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.count = text("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("现场问答进度")
        self.place = Combo("只看一个地方")
        self.place.currentIndexChanged.connect(lambda _: self.model.show_place(str(self.place.chosen or "")))
        self.only_open = tick("只看没答的", "只看没答的")
        self.only_open.toggled.connect(self.model.show_only_open)
        head = row(self.count, self.bar, self.place, self.only_open, spacing=12)
        head.setStretch(1, 1)
        self.body.addLayout(head)

    def _make_tools(self) -> None:
        self.where = Chips("接下来的题", [(w, label(w)) for w in WhereAnswered], "接下来的题：")
        self.where.set_chosen(WhereAnswered.ON_SITE)
        self.where.chosen.connect(self._look)
        self.print = Button("打印现场问答表", icon="printer", on=lambda: self.context.navigate("papers", "walk-sheet"))
        self.key_in = Button("按纸录入", icon="pencil", on=self._open_paper)
        self.paper = PaperPanel(self.model)
        self.paper.hide()
        self.paper.closed.connect(self._close_paper)
        self.team = TeamPanel(self.model)
        self.team_fold = Fold("谁参加了", self.team, name="谁参加了现场问答")
        self.team_fold.toggled.connect(lambda shown: self.team.refresh() if shown else None)

    def _make_list(self) -> None:
        content = QWidget()
        content.setAutoFillBackground(False)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 14, 20)
        self._column.setSpacing(10)
        self.once = Banner(ONCE_SAID, look="card-tint")
        self._column.addWidget(self.once)
        tools = row(self.where, None, self.print, self.key_in)
        self._column.addLayout(tools)
        self._column.addWidget(self.paper)
        self._column.addWidget(self.team_fold)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._column.addLayout(self._list)
        self.nothing = text("没有要看的题了。", "secondary")
        self.nothing.hide()
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidget(content)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.viewport().setAutoFillBackground(False)
        self.body.addWidget(self.scroller, 1)

    def _build_slots(self) -> None:
        for section in self.sections:
            self._list.removeWidget(section)
            section.hide()
            section.deleteLater()
        self.sections, self.slots = [], {}
        for place, cards in self.model.groups():
            section = PlaceSection(place)
            for card in cards:
                slot = self.slots[card.key] = Slot(self.model, card)
                section.add(slot)
            self.sections.append(section)
            self._list.addWidget(section)

    def _build_card(self, slot: Slot) -> None:
        slot.build()
        if slot.card is not None:
            slot.card.went_on.connect(lambda: self._go_on_from(slot.key))
            if self._missing:
                slot.mark_missing(self.model.card(slot.key).value is None)

    def _build_some(self, most: int = AT_ONCE) -> None:
        """The cards in sight first, then those below, then those above, whose height moves nothing in sight."""
        order = self._by_nearness()
        if not order:
            self.progressed.emit()  # all there: Tab can be put in order
            return
        anchor = self._in_sight()
        before = self._top_of(anchor) if anchor is not None else 0
        for slot in order[:most]:
            self._build_card(slot)
        if anchor is not None:
            self._lay_out()
            moved = self._top_of(anchor) - before
            if moved:
                bar = self.scroller.verticalScrollBar()
                bar.setValue(bar.value() + moved)
        QTimer.singleShot(0, self, self._build_some)

    def _by_nearness(self) -> list[Slot]:
        waiting = [slot for slot in self.slots.values() if not slot.built]
        top = self.scroller.verticalScrollBar().value()
        content = self.scroller.widget()

        def nearness(slot: Slot) -> tuple[int, int]:
            y = slot.mapTo(content, slot.rect().topLeft()).y()
            return (0, y - top) if y + slot.height() >= top else (1, top - y)

        return sorted(waiting, key=nearness)

    def _in_sight(self) -> Slot | None:
        viewport = self.scroller.viewport()
        for slot in self.slots.values():
            if not slot.isHidden() and slot.mapTo(viewport, slot.rect().topLeft()).y() >= 0:
                return slot
        return None

    def _top_of(self, slot: Slot) -> int:
        return slot.mapTo(self.scroller.viewport(), slot.rect().topLeft()).y()

    def _lay_out(self) -> None:
        for section in self.sections:
            section.column.activate()
        self._column.activate()
        content = self.scroller.widget()
        width = self.scroller.viewport().width()
        height = max(content.minimumSizeHint().height(), self.scroller.viewport().height())
        if self._column.hasHeightForWidth():
            height = max(self._column.totalHeightForWidth(width), self.scroller.viewport().height())
        if content.size().height() != height or content.width() != width:
            content.resize(width, height)

    # ---- showing what is kept ------------------------------------------------------------------------------------

    def _show(self) -> None:
        fresh = list(self.slots) != [card.key for card in self.model.state.cards]
        if fresh:
            self._build_slots()
        self._changed()
        self._filter()
        if self.team_fold.unfolded:
            self.team.refresh()
        if self._cursor is not None:
            self._lay_out()
            if self.isVisible():
                self.take_focus()
            self._cursor = None
        elif self._turned in self.slots:
            self._go_to(self._turned)
        self._turned = ""
        if fresh:
            self._build_some(6)

    def _changed(self) -> None:
        counted = self.model.progress
        self.count.setText(self.model.progress_words())
        self.bar.setMaximum(max(1, counted.total))
        self.bar.setValue(counted.answered)
        self.place.set_options(self.model.place_options(), self.model.place)
        self.team_fold.set_title(f"谁参加了（{self.model.team_count()} 人）")
        for card in self.model.state.cards:
            if card.key in self.slots:
                self.slots[card.key].show_card(card)
        self.progressed.emit()

    def _filter(self) -> None:
        shown = False
        for section in self.sections:
            any_here = False
            for slot in section.slots:
                visible = self.model.visible(self.model.card(slot.key))
                slot.setVisible(visible)
                any_here = any_here or visible
            section.setVisible(any_here)
            shown = shown or any_here
        self.nothing.setVisible(not shown)

    def _card_turned(self, key: str) -> None:
        self._turned = key

    def _look(self, where: object) -> None:
        if isinstance(where, WhereAnswered):
            self.model.look(where)

    # ---- going about ---------------------------------------------------------------------------------------------

    def _go_on_from(self, key: str) -> None:
        """Enter: to the next open card."""
        following = self.model.first_open(key)
        if following:
            self._go_to(following)

    def _go_to(self, key: str) -> None:
        slot = self.slots[key]
        if not slot.built:
            self._build_card(slot)
            self._lay_out()
        self.bring_into_view(slot)
        slot.take_focus()

    def _open_paper(self) -> None:
        self.paper.open()

    def _close_paper(self) -> None:
        self.paper.hide()
        self.key_in.setFocus()
