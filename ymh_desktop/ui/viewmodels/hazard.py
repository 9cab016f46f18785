"""One risk of the register, open for editing: every change is kept at once, the level moves as one chooses."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from ymh_desktop.domain.codes import AccidentType
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import Grade, plain
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState, missing_kinds
from ymh_desktop.domain.money import cost_in
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hazard_sheet import Basis, HazardSheet, answer_measure, hazard_sheet, leaf_factors
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.dangers import NewDanger
from ymh_desktop.ui.viewmodels.returned import ReturnedModel
from ymh_desktop.ui.viewmodels.risk_review import ReviewModel
from ymh_desktop.ui.viewmodels.search import initials
from ymh_desktop.ui.viewmodels.unkept import HAZARD, Unkept
from ymh_desktop.ui.viewmodels.wizard.keeping import Keeping

TITLE, CONSEQUENCE, ACCIDENTS, FACTOR, REASON, POINT, PLACE, OWN_MEASURE, TIER = (
    *("title", "consequence", "accidents", "factor", "reason", "point", "place", "own_measure", "tier"),
)
STATES = (MeasureState.IN_PLACE, MeasureState.PLANNED, MeasureState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its code, its words, and what helps to find it."""

    value: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question of the grading method with its answers as (mark, words)."""

    question: str
    options: tuple[tuple[object, str], ...]
    mark: object


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure as it stands. `missed_by` is the code of the open hidden danger that says it is not there."""

    id: str
    kind: MeasureKind
    text: str
    state: MeasureState
    own: bool
    missed_by: str
    person_id: str | None
    due: date | None
    cost: str


@dataclass(frozen=True, slots=True)
class DangerShown:
    """A hidden danger of this risk."""

    id: str
    words: str
    state: str
    open: bool


def accident_choices(ports: Ports) -> tuple[Choice, ...]:
    """The accident types of 2025, with their former names."""
    return tuple(Choice(kind.code, kind.name, _formerly(kind)) for kind in ports.codes.accident_types)


def _formerly(kind: AccidentType) -> str:
    other = [name for name in kind.old_names if name != kind.name]
    return f"旧称：{'、'.join(other)}" if other else ""


def factor_choices(ports: Ports) -> tuple[Choice, ...]:
    """The hazard factors of GB/T 13861-2022, each with its group and its number."""
    return tuple(Choice(f.code, f.name, f"{group}　{f.code}") for f, group in leaf_factors(ports))


class HazardModel(Keeping[HazardSheet]):
    """What the page of one risk shows and may do. A fault is told with the field it belongs to."""

    faulted = Signal(str, str)  # field, sentence; a measure's field is its id
    graded = Signal()  # the level moved, before it is kept
    gone = Signal()  # somebody took the risk away

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ports = context.ports
        self._id = ""
        self._sheet: HazardSheet | None = None
        self._tried: Grade | None = None
        self.reviews, self.returned = ReviewModel(context), ReturnedModel(context)
        self.unkept = Unkept(context, HAZARD)
        self._picked: dict[int, Decimal] = {}  # first answers for a level that came without marks

    def open(self, hazard_id: str) -> None:
        """Show this one; `loaded` follows."""
        self._id, self._sheet, self._tried = hazard_id, None, None
        self._picked = {}
        self.unkept.load()
        self.load()

    def close(self) -> None:
        """Nothing is shown any more."""
        self._id, self._sheet = "", None
        self.reviews.open("")
        self.returned.open("")

    def load(self) -> None:
        """Read anew; `loaded` follows, or `gone`."""
        self.reviews.open(self._id)
        self.returned.open(self._id)
        if self._id:
            self._context.tasks.run(self._reader(), self._came, self._gone)

    @property
    def id(self) -> str:
        """The risk that is open, empty for none."""
        return self._id

    @property
    def sheet(self) -> HazardSheet | None:
        """What was read."""
        return self._sheet

    @property
    def hazard(self) -> Hazard:
        """The risk; only after `loaded`."""
        return self._read.hazard

    @property
    def point(self) -> RiskPoint:
        """Its risk point; only after `loaded`."""
        return self._read.point

    @property
    def today(self) -> date:
        """The local day."""
        return self._ports.clock.today()

    # ---- words ---------------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """S-0001 推台锯（木工车间）."""
        point = self.point
        return f"{point.code} {point.name}（{point.place}）" if point.place else f"{point.code} {point.name}"

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """(words, tone) of what should catch the eye."""
        hazard, found = self.hazard, []
        if hazard.control_failed:
            found.append(("管控失效", "error"))
        elif hazard.weakened:
            found.append(("有防护没到位", "warning"))
        if hazard.judged_directly:
            found.append(("直接判定", "warning"))
        if hazard.needs_review:
            found.append(("内容待核对", "warning"))
        return tuple(found)

    @property
    def accidents(self) -> tuple[str, ...]:
        """The codes chosen."""
        return self.hazard.accident_codes

    def accident_options(self) -> tuple[Choice, ...]:
        """What can be chosen."""
        return accident_choices(self._ports)

    def factor_options(self) -> tuple[Choice, ...]:
        """What can be chosen; a heading that is in use stays choosable."""
        options, code = factor_choices(self._ports), self.hazard.factor_code
        if any(option.value == code for option in options):
            return options
        return (*options, Choice(code, self._read.factor, code))

    def warm_search(self) -> None:
        """Load pinyin before somebody types."""
        self._context.tasks.run_long("正在准备拼音搜索", lambda progress: initials("拼音"))

    def set_title(self, title: str) -> None:
        """Other words for what can happen."""
        self._edit(TITLE, title=title)

    def set_consequence(self, consequence: str) -> None:
        """Other words for the worst that can come of it."""
        self._edit(CONSEQUENCE, consequence=consequence)

    def set_accidents(self, codes: tuple[str, ...]) -> None:
        """Other accident types; at least one."""
        self._edit(ACCIDENTS, accident_codes=codes)

    def set_factor(self, code: str) -> None:
        """Another hazard factor."""
        self._edit(FACTOR, factor_code=code)

    # ---- level ---------------------------------------------------------------------------------------------------

    @property
    def grade(self) -> Grade:
        """As chosen, kept or not."""
        return self._tried or self.hazard.grade

    @property
    def level(self) -> RiskLevel:
        """As chosen; a direct judgement in force is never undercut."""
        return replace(self.hazard, grade=self.grade).level

    @property
    def questions(self) -> tuple[QuestionShown, ...]:
        """The questions of the method that it was graded with."""
        factors = self._read.profile.factors
        marks: tuple[Decimal | None, ...] = self.grade.marks or tuple(
            self._picked.get(place) for place in range(len(factors))
        )
        return tuple(
            QuestionShown(f.question, tuple((option.mark, option.word) for option in f.options), mark)
            for f, mark in zip(factors, marks, strict=True)
        )

    @property
    def sum_words(self) -> str:
        """L3×E6×C15＝270，LEC法…: the official arithmetic, small."""
        grade = self.grade
        if not grade.scored:
            return f"{grade.profile_name}，没有分值；把上面几个问题选好就重新定级"
        marks = "×".join(f"{f.key}{plain(m)}" for f, m in zip(self._read.profile.factors, grade.marks, strict=True))
        return f"{marks}＝{plain(grade.value)}　{grade.profile_name}"

    @property
    def judgements(self) -> tuple[tuple[str, str], ...]:
        """Direct judgements in force, each with where its rule comes from."""
        return tuple(
            (f"直接判定为{label(j.level)}：{j.reason}", f"依据：{j.source}。下面怎么选，等级都不会低于它。")
            for j in self.hazard.judgements
            if j.in_force
        )

    def choose_mark(self, place: int, mark: object) -> None:
        """Another answer to a question: the level moves at once."""
        if not isinstance(mark, Decimal):  # “请选” is no answer
            return
        if not self.grade.scored:
            self._picked[place] = mark
            if len(self._picked) < len(self._read.profile.factors):
                return
            marks = tuple(self._picked[at] for at in sorted(self._picked))
        else:
            marks = (*self.grade.marks[:place], mark, *self.grade.marks[place + 1 :])
        if marks == self.grade.marks:
            return
        self._tried = self._read.profile.grade(marks, self.hazard.consequence)
        self.graded.emit()
        said = f"改等级：{self.point.name} {label(self.level)}"
        self.keep(partial(risks.grade_hazard, self._ports, self._id, marks), said)

    def set_reason(self, reason: str) -> None:
        """The user's own sentence; empty brings the program's back."""
        self._keep(REASON, partial(risks.explain_grade, self._ports, self._id, reason), "改定级理由")

    # ---- measures ------------------------------------------------------------------------------------------------

    @property
    def measures(self) -> tuple[MeasureShown, ...]:
        """In the order of preference of their kinds."""
        order = list(MeasureKind)
        return tuple(self._shown(m) for m in sorted(self.hazard.measures, key=lambda m: order.index(m.kind)))

    @property
    def missing(self) -> str:
        """What the minimum rule still asks for, in a sentence; empty when it is met."""
        kinds = missing_kinds(self.level, self.hazard.measures)
        if not kinds:
            return ""
        return f"{label(self.level)}还缺{'和'.join(label(kind) for kind in kinds)}。"

    @property
    def kinds(self) -> tuple[tuple[object, str], ...]:
        """For a measure of one's own."""
        return tuple((kind, label(kind)) for kind in MeasureKind)

    def answer(self, measure_id: str, state: MeasureState) -> None:
        """已落实, 要新增 or 不适用."""
        work = partial(answer_measure, self._ports, self._id, measure_id, state)
        self._keep(measure_id, work, f"措施改为“{label(state)}”")

    def plan(self, measure_id: str, *, person_id: str | None, due: date | None, cost: str) -> None:
        """Who adds it by when at what cost (which passed `cost_in`); the faults belong to the measure."""
        work = partial(
            risks.plan_measure, self._ports, self._id, measure_id, person_id=person_id, due=due, cost=cost_in(cost)
        )
        self._keep(measure_id, work, "改措施计划")

    def plan_with_new_person(self, measure_id: str, name: str, due: date | None, cost: str) -> None:
        """The same for somebody who is named here for the first time."""
        yuan = cost_in(cost)

        def then_plan(person_id: str) -> Changes:
            return risks.plan_measure(self._ports, self._id, measure_id, person_id=person_id, due=due, cost=yuan)

        self._keep(measure_id, partial(with_person, self._ports, name, then_plan), f"新增“{name[:10]}”")

    def add_measure(self, kind: MeasureKind, words: str, then: Callable[[], None]) -> None:
        """The user's own measure, in place; `then` when it was kept."""
        work = partial(risks.add_measure, self._ports, self._id, kind, words)
        self._keep(OWN_MEASURE, work, "添加一条措施", then)

    def edit_measure(self, measure_id: str, words: str) -> None:
        """Other words for a measure."""
        self._keep(measure_id, partial(risks.edit_measure, self._ports, self._id, measure_id, words), "改措施")

    def remove_measure(self, measure_id: str) -> None:
        """Take a measure away; the toast takes it back."""
        work = partial(risks.remove_measure, self._ports, self._id, measure_id)
        self.keep(work, "已删除一条措施", toast=True)

    # ---- who answers ---------------------------------------------------------------------------------------------

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Who can be named: (id, words)."""
        return people_words(self._read.people)

    @property
    def tiers(self) -> tuple[tuple[object, str], ...]:
        """The tier that the level asks for, and those above it."""
        least = self._read.least
        usual = f"{label(least)}（按等级）"
        return ((None, usual), *((tier, label(tier)) for tier in self._read.tiers if tier > least))

    @property
    def tier(self) -> ControlTier | None:
        """The tier chosen; None: as the level asks."""
        return self.hazard.tier if self._read.tier > self._read.least else None

    @property
    def responsible(self) -> tuple[tuple[ControlTier, str, str | None, str], ...]:
        """(tier, its word, who was named, whose duty it is otherwise)."""
        return tuple(
            (line.tier, label(line.tier), line.person_id, f"按默认：{line.usual}" if line.usual else "（还没定）")
            for line in self._read.responsible
        )

    def set_tier(self, tier: ControlTier | None) -> None:
        """A higher tier than the level asks for; None goes back."""
        self._keep(TIER, partial(risks.set_tier, self._ports, self._id, tier), "改管控层级")

    def set_person(self, tier: ControlTier, person_id: str | None) -> None:
        """Who answers at that tier; None goes back to the usual person."""
        work = partial(risks.set_responsible, self._ports, self._id, tier, person_id)
        self._keep(tier.code, work, f"改{label(tier)}负责人")

    def add_person(self, tier: ControlTier, name: str) -> None:
        """Somebody who is named here for the first time."""

        def then_name(person_id: str) -> Changes:
            return risks.set_responsible(self._ports, self._id, tier, person_id)

        self._keep(tier.code, partial(with_person, self._ports, name, then_name), f"新增“{name[:10]}”")

    # ---- hidden dangers, basis, risk point -----------------------------------------------------------------------

    @property
    def dangers(self) -> tuple[DangerShown, ...]:
        """Those of this risk, open ones first."""
        today = self._ports.clock.today()
        shown = [
            DangerShown(d.id, f"{d.code} {d.title}", "已超期" if d.overdue(today) else label(d.status), d.is_open)
            for d in self._read.dangers
        ]
        return tuple(sorted(shown, key=lambda each: not each.open))

    @property
    def basis(self) -> tuple[Basis, ...]:
        """The documents cited."""
        return self._read.basis

    @property
    def posts(self) -> tuple[Choice, ...]:
        """Every post; `point.post_ids` says which of them meet the risk point."""
        return tuple(Choice(post.id, post.name, post.place) for post in self._read.posts)

    def show_danger(self, danger_id: str) -> None:
        """Open a hidden danger on its own page."""
        self._context.navigate("hidden_dangers", danger_id)

    def register_danger(self) -> None:
        """Begin a hidden danger that was found here."""
        place = self.point.place or self.point.name
        self._context.navigate("hidden_dangers", NewDanger(place, self._id, self.hazard.title))

    def set_point_name(self, name: str) -> None:
        """Another name for the risk point."""
        self._edit_point(POINT, replace(self.point, name=name))

    def set_point_place(self, place: str) -> None:
        """Another place."""
        self._edit_point(PLACE, replace(self.point, place=place))

    def set_posts(self, post_ids: tuple[str, ...]) -> None:
        """Which posts meet it."""
        self._edit_point(POINT, replace(self.point, post_ids=post_ids))

    def remove_point(self) -> None:
        """Take the risk point away with all its risks; the toast takes it back."""
        work = partial(risks.remove_point, self._ports, self.point.id)
        self.keep(work, f"已删除风险点“{self.point.name[:20]}”", toast=True)

    # ---- keeping -------------------------------------------------------------------------------------------------

    @property
    def _read(self) -> HazardSheet:
        assert self._sheet is not None
        return self._sheet

    def _edit(self, field: str, **changed: Any) -> None:
        if self._sheet is None:
            return  # another one is just being read
        words = {"title": self.hazard.title, "consequence": self.hazard.consequence, **changed}
        self._keep(field, partial(risks.edit_hazard, self._ports, self._id, **words), "改风险内容")

    def _edit_point(self, field: str, point: RiskPoint) -> None:
        self._keep(field, partial(risks.edit_point, self._ports, point), "改风险点")

    def _keep(self, field: str, work: Callable[[], Any], said: str, then: Callable[[], None] | None = None) -> None:
        def refused(error: UserError) -> None:
            self.faulted.emit(field, f"{error.problem}{error.advice}")

        self.faulted.emit(field, "")
        self.keep(work, said, then=then, failed=refused)

    def _shown(self, measure: Measure) -> MeasureShown:
        danger = self._read.danger_against(measure.id)
        return MeasureShown(
            measure.id,
            measure.kind,
            measure.text,
            measure.state,
            measure.library_id is None,
            danger.code if danger else "",
            measure.person_id,
            measure.due,
            plain(measure.cost) if measure.cost is not None else "",
        )

    def _reader(self) -> Callable[[], HazardSheet]:
        return partial(hazard_sheet, self._ports, self._id)

    def _show(self, state: HazardSheet) -> None:
        self._sheet, self._tried = state, None

    def _came(self, state: HazardSheet) -> None:
        if state.hazard.id == self._id:  # else another one was opened meanwhile
            super()._came(state)

    def _gone(self, error: UserError) -> None:
        self.close()
        self.gone.emit()


def people_words(people: Sequence[Person]) -> tuple[tuple[str, str], ...]:
    """Who can be named, as (id, words)."""
    return tuple((p.id, f"{p.name}（{p.duty}）" if p.duty else p.name) for p in people if not p.left)


def with_person(ports: Ports, name: str, then: Callable[[str], Changes]) -> Changes:
    """Somebody named for the first time, and what is theirs then: as one step, so that one 撤销 takes both back."""
    person, changes = firm.add_person(ports, name)
    return changes.joined(then(person.id))
