"""One risk of the register, open for editing. Everything is kept as it is chosen or written; Esc leads back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.ui.viewmodels import hazard as fields
from ymh_desktop.ui.viewmodels.hazard import Choice, HazardModel, QuestionShown
from ymh_desktop.ui.viewmodels.search import found_in
from ymh_desktop.ui.views.hazard_measures import MeasuresPart
from ymh_desktop.ui.views.returned import ReturnedPart
from ymh_desktop.ui.views.risk_review import ReviewPart
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    Combo,
    DangerButton,
    Field,
    LevelBadge,
    LinkButton,
    Section,
    column,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import WithBack, empty, hide_unless
from ymh_desktop.ui.widgets.people import PersonField
from ymh_desktop.ui.widgets.pick_list import PickList, PickOption


class HazardView(WithBack):
    """Head with the way back and to the neighbours; below it the parts, which scroll."""

    step_asked = Signal(bool)  # forward
    remove_asked = Signal(str)

    def __init__(self, model: HazardModel) -> None:
        super().__init__()
        self.model = model
        self._fresh = True
        self.back = Button("返回清单", icon="chevron-left", on=self.back_asked.emit)
        self.heading = text("", "question", wrap=True)
        self.before = LinkButton(
            "上一条", name="上一条风险", icon="chevron-up", on=partial(self.step_asked.emit, False)
        )
        self.after = LinkButton(
            "下一条", name="下一条风险", icon="chevron-down", on=partial(self.step_asked.emit, True)
        )
        self.words, self.grade = _WordsPart(model), GradePart(model.choose_mark, model.set_reason)
        self.measures, self.people = MeasuresPart(model), _PeoplePart(model)
        self.dangers, self.basis, self.point = _DangersPart(model), _BasisPart(model), _PointPart(model)
        self.remove = DangerButton("删除这条风险", icon="trash-2", on=lambda: self.remove_asked.emit(model.id))
        self.review, self.returned = ReviewPart(model.reviews), ReturnedPart(model.returned)
        self._parts = (self.words, self.measures, self.people, self.dangers, self.basis, self.point)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        for part in (self.returned, self._parts[0], self.grade, self.review, *self._parts[1:]):
            inside.addWidget(part)
        inside.addLayout(row(None, self.remove))
        inside.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidget(content)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        head = row(self.back, self.heading, self.before, self.after, spacing=12)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self.scroller, 1)
        model.loaded.connect(self._show)
        model.graded.connect(self._show_grade)
        model.faulted.connect(self._show_fault)
        self.grade.reason.refused.connect(lambda words: model.unkept.keep(fields.REASON, words, model.id))

    def open(self, hazard_id: str) -> None:
        """Show this risk from its top."""
        self.hand_over()
        self._fresh = True
        self.scroller.verticalScrollBar().setValue(0)
        self.model.open(hazard_id)

    def show_steps(self, before: str, after: str) -> None:
        """Whether there are neighbours to go to."""
        self.before.setEnabled(bool(before))
        self.after.setEnabled(bool(after))

    def hand_over(self) -> None:
        """Give what is still being typed to the model."""
        if self.model.sheet is None:
            return
        for field in (self.words.happens, self.words.consequence, self.grade.reason, *self.point.fields()):
            field.settle_now()
        self.measures.hand_over()
        self.review.form.hand_over()

    def take_focus(self) -> None:
        """On what can happen."""
        self.words.happens.take_focus()

    def _show(self) -> None:
        fresh, self._fresh = self._fresh, False
        self.heading.setText(self.model.heading)
        for part in self._parts:
            part.show_it(fresh)
        self._show_grade(fresh)
        if fresh and self.isVisible():
            self.take_focus()

    def _show_grade(self, fresh: bool = False) -> None:
        model = self.model
        self.grade.show_questions(model.questions)
        self.grade.show_level(model.level, model.sum_words, model.judgements)
        show_kept(self.grade.reason, model.grade.reason, fresh, model.unkept.words(fields.REASON, model.id))
        self.measures.show_missing()

    def _show_fault(self, field: str, sentence: str) -> None:
        targets: dict[str, Callable[[str], None]] = {
            fields.TITLE: self.words.happens.show_fault,
            fields.CONSEQUENCE: self.words.consequence.show_fault,
            fields.ACCIDENTS: self.words.accidents.show_fault,
            fields.FACTOR: self.words.factor.show_fault,
            fields.REASON: self.grade.reason.show_fault,
            fields.POINT: self.point.name.show_fault,
            fields.PLACE: self.point.place.show_fault,
            fields.TIER: self.people.show_fault,
            **self.people.faults(),
            **self.measures.faults(),
        }
        if field in targets:
            targets[field](sentence)


def show_kept(field: Field, value: str, fresh: bool = False, unkept: str = "") -> None:
    """Show what is kept, but never over words that were refused: they stay with their sentence.

    `fresh` is another record: then everything gives way, but for what was refused there (`unkept`).
    """
    if fresh or not field.fault.text():
        field.refresh(value, unkept, fresh=fresh)


def options_of(choices: tuple[Choice, ...]) -> tuple[PickOption, ...]:
    """For a list to pick from."""
    return tuple(PickOption(choice.value, choice.words, choice.more) for choice in choices)


class _WordsPart(Section):
    """What can happen, what comes of it, its accident types and its factor."""

    def __init__(self, model: HazardModel) -> None:
        super().__init__("会出什么事")
        self._model = model
        self._filled = False
        self.tags = row(spacing=6)
        self.head_actions.addLayout(self.tags)
        self.happens = Field(
            "会出什么事", lines=2, needed=True, check=lambda words: required_text("会出什么事", words, 200)
        )
        self.consequence = Field(
            "最坏的后果",
            placeholder="例如：断指、截肢",
            check=lambda words: optional_text("最坏的后果", words, 100),
        )
        self.accidents = PickList("事故类型（可以选几种）", found_in, many=True, name="事故类型")
        self.factor = PickList("危险因素（国家标准里最贴近的一条）", found_in, name="危险因素")
        self.happens.label.hide()
        self.body.addWidget(self.happens)
        self.body.addWidget(self.consequence)
        self.body.addLayout(halves(self.accidents, self.factor))
        self.happens.settled.connect(model.set_title)
        self.happens.refused.connect(lambda words: model.unkept.keep(fields.TITLE, words, model.id))
        self.consequence.refused.connect(lambda words: model.unkept.keep(fields.CONSEQUENCE, words, model.id))
        self.consequence.settled.connect(model.set_consequence)
        self.accidents.picked.connect(model.set_accidents)
        self.factor.picked.connect(lambda codes: model.set_factor(codes[0]))
        for pick in (self.accidents, self.factor):
            pick.unfolded.connect(model.warm_search)

    def show_it(self, fresh: bool) -> None:
        """What is kept."""
        model = self._model
        empty(self.tags)
        for words, tone in model.tags:
            self.tags.addWidget(text(words, f"tag-{tone}"))
        if not self._filled:
            self.accidents.set_options(options_of(model.accident_options()))
            self._filled = True
        self.factor.set_options(options_of(model.factor_options()))
        show_kept(self.happens, model.hazard.title, fresh, model.unkept.words(fields.TITLE, model.id))
        unkept = model.unkept.words(fields.CONSEQUENCE, model.id)
        show_kept(self.consequence, model.hazard.consequence, fresh, unkept)
        if fresh:
            self.accidents.close_quietly()
            self.factor.close_quietly()
        self.accidents.set_chosen(model.accidents)
        self.factor.set_chosen((model.hazard.factor_code,))


class GradePart(Section):
    """The questions of the method in words, the level that follows, and why."""

    def __init__(self, choose: Callable[[int, object], None], explain: Callable[[str], None] | None = None) -> None:
        super().__init__("风险等级")
        self._choose = choose
        self._asked: tuple[str, ...] = ()
        self.combos: list[Combo] = []
        self.badge = LevelBadge()
        self.sum = text("", "hint")
        self._judged = column(spacing=6)
        self._questions = row(spacing=12)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        self.reason = Field(
            "为什么是这个等级",
            lines=2,
            hint="会印在清单里。清空就恢复程序写的这一句。",
            check=lambda words: optional_text("定级理由", words, 300),
        )
        self.body.addLayout(self._judged)
        self.body.addLayout(self._questions)
        self.body.addWidget(self.fault)
        self.body.addLayout(row(text("等级", "label"), self.badge, self.sum, None, spacing=10))
        self.body.addWidget(self.reason)
        hide_unless(self.reason, explain)
        if explain is not None:
            self.reason.settled.connect(explain)

    def show_questions(self, questions: tuple[QuestionShown, ...]) -> None:
        """The questions with what is chosen."""
        asked = tuple(question.question for question in questions)
        if any(question.mark is None for question in questions):  # such boxes also offer “请选”
            asked = (*asked, "")
        if asked != self._asked:
            self._asked = asked
            empty(self._questions)
            self.combos = [self._add(place, question) for place, question in enumerate(questions)]
        for combo, question in zip(self.combos, questions, strict=True):
            combo.choose(question.mark)

    def show_level(self, level: RiskLevel | None, sum_words: str, judgements: tuple[tuple[str, str], ...]) -> None:
        """The level with its arithmetic, and what lifts it."""
        self.badge.set_level(level)
        self.sum.setText(sum_words)
        empty(self._judged)
        for words, source in judgements:
            self._judged.addWidget(Banner(words, source, look="card-error"))

    def show_fault(self, sentence: str) -> None:
        """A sentence under the questions; empty clears it."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _add(self, place: int, question: QuestionShown) -> Combo:
        options = question.options if question.mark is not None else ((None, "（请选）"), *question.options)
        combo = Combo(question.question, options)
        combo.setMinimumContentsLength(6)
        combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.currentIndexChanged.connect(lambda: self._choose(place, combo.chosen))
        self._questions.addWidget(Field(question.question, input_widget=combo), 1)
        return combo


class _PeoplePart(Section):
    """Which tier answers, and who at each tier."""

    def __init__(self, model: HazardModel) -> None:
        super().__init__("谁来管", "上一级管的，下面各级也要管。")
        self._model = model
        self._people: dict[ControlTier, PersonField] = {}
        self.tier = Combo("管控层级")
        self.tier_field = Field("管控层级", input_widget=self.tier, hint="只能往上提，不能往下放。")
        self._lines = row(spacing=12)
        parts = row(self.tier_field, self._lines, spacing=12)
        parts.setStretch(0, 1)
        parts.setStretch(1, 2)
        self.body.addLayout(parts)
        self.tier.currentIndexChanged.connect(self._choose_tier)

    def show_it(self, fresh: bool) -> None:
        """What is kept."""
        model = self._model
        self.tier.set_options(model.tiers, model.tier)
        self.tier.setEnabled(len(model.tiers) > 1)
        lines = model.responsible
        if tuple(self._people) != tuple(tier for tier, *_ in lines):
            empty(self._lines)
            self._people = {tier: self._add(tier, words) for tier, words, *_ in lines}
        for tier, _, person_id, usual in lines:
            self._people[tier].pick.set_nobody(usual)
            self._people[tier].set_people(model.people, person_id)

    def show_fault(self, sentence: str) -> None:
        """A fault of the tier."""
        self.tier_field.show_fault(sentence)

    def faults(self) -> dict[str, Callable[[str], None]]:
        """Where the faults of each tier's person are shown."""
        return {tier.code: field.show_fault for tier, field in self._people.items()}

    def _add(self, tier: ControlTier, words: str) -> PersonField:
        field = PersonField(f"{words}负责人")
        field.picked.connect(partial(self._model.set_person, tier))
        field.addAsked.connect(partial(self._model.add_person, tier))
        self._lines.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        return field

    def _choose_tier(self) -> None:
        tier = self.tier.chosen
        self._model.set_tier(tier if isinstance(tier, ControlTier) else None)


class _DangersPart(Section):
    """The hidden dangers of this risk."""

    def __init__(self, model: HazardModel) -> None:
        super().__init__("隐患")
        self._model = model
        self.add = Button("登记一条隐患", icon="plus", on=model.register_danger)
        self.head_actions.addWidget(self.add)
        self.nothing = text("这条风险没有登记过隐患。", "secondary")
        self._lines = column(spacing=4)
        self.body.addWidget(self.nothing)
        self.body.addLayout(self._lines)

    def show_it(self, fresh: bool) -> None:
        """What is kept."""
        dangers = self._model.dangers
        self.nothing.setVisible(not dangers)
        empty(self._lines)
        for danger in dangers:
            look = "tag-ok" if not danger.open else "tag-error" if danger.state == "已超期" else "tag-warning"
            go = LinkButton("打开", name=f"打开隐患 {danger.words}", on=partial(self._model.show_danger, danger.id))
            shown = row(text(danger.state, look), text(danger.words, wrap=True), go)
            shown.setStretch(1, 1)
            self._lines.addLayout(shown)


class _BasisPart(Section):
    """The documents that are cited, and what is wrong with them."""

    def __init__(self, model: HazardModel) -> None:
        super().__init__("依据")
        self._model = model
        self._lines = column(spacing=4)
        self.body.addLayout(self._lines)

    def show_it(self, fresh: bool) -> None:
        """What is cited."""
        self.setVisible(bool(self._model.basis))
        empty(self._lines)
        for basis in self._model.basis:
            words = f"《{basis.title}》" if basis.title else ""
            shown = row(text(basis.code, "strong"), text(words, wrap=True), spacing=10)
            shown.setStretch(1, 1)
            if basis.warning:
                look = "tag-error" if basis.warning.startswith("已") else "tag-warning"
                shown.addWidget(text(basis.warning, look))
            self._lines.addLayout(shown)


class _PointPart(Section):
    """The risk point that it belongs to."""

    def __init__(self, model: HazardModel) -> None:
        super().__init__("所在的风险点", "同一个风险点下的各条风险都会跟着变。")
        self._model = model
        self.name = Field(
            "名称", needed=True, check=lambda words: required_text("风险点名称", words, 40), name="风险点名称"
        )
        self.place = Field("位置", check=lambda words: optional_text("位置", words, 40), name="风险点位置")
        self.posts = PickList("哪些岗位会碰到", found_in, many=True, nothing="还没有选，告知卡上不会有它")
        self.remove = DangerButton("删除整个风险点", icon="trash-2", on=model.remove_point)
        self.head_actions.addWidget(self.remove)
        self.body.addLayout(halves(self.name, self.place))
        self.body.addWidget(self.posts)
        self.name.settled.connect(model.set_point_name)
        self.name.refused.connect(lambda words: model.unkept.keep(fields.POINT, words, model.id))
        self.place.refused.connect(lambda words: model.unkept.keep(fields.PLACE, words, model.id))
        self.place.settled.connect(model.set_point_place)
        self.posts.picked.connect(model.set_posts)
        self.posts.unfolded.connect(model.warm_search)

    def fields(self) -> tuple[Field, Field]:
        """What can be typed."""
        return self.name, self.place

    def show_it(self, fresh: bool) -> None:
        """What is kept."""
        model = self._model
        show_kept(self.name, model.point.name, fresh, model.unkept.words(fields.POINT, model.id))
        show_kept(self.place, model.point.place, fresh, model.unkept.words(fields.PLACE, model.id))
        if fresh:
            self.posts.close_quietly()
        self.posts.set_options(options_of(model.posts))
        self.posts.set_chosen(model.point.post_ids)


def halves(*parts: QWidget) -> QHBoxLayout:
    """Side by side, equally wide."""
    made = row(*parts, spacing=12)
    for place in range(len(parts)):
        made.setStretch(place, 1)
    return made


__all__ = ["GradePart", "HazardView", "halves", "options_of", "show_kept"]
