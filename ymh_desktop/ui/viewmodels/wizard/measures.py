"""Step 6: every measure answered by somebody who knows, what is still missing, and who answers for it.

A planned measure is never told as one that exists: its words are 还没有做到 until it is answered anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.money import cost_in
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows.measures import (
    MeasureLine,
    PointMeasures,
    answer_line,
    answer_rest,
    measure_choices,
    measure_list,
    plan_line,
)
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import Unkept

_MOST_QUOTED = 14
USUAL_DAYS_TO_PLAN = 30  # proposed when 要新增 is pressed; a habit, to be changed at will
LineKey = tuple[MeasureKind, str]
People = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PointShown:
    """A risk point as a closed line."""

    code: str
    title: str
    detail: str
    level: RiskLevel
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """A measure: `hint` says what stands behind it; `can_be_in_place` is False while a hidden danger denies it."""

    number: int
    text: str
    state: MeasureState
    hint: str
    tone: str
    can_be_in_place: bool
    danger_id: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class PlanShown:
    """The plan of a measure that is still to come."""

    person_id: str | None
    due: date | None
    cost: str


@dataclass(frozen=True, slots=True)
class TierShown:
    """Who answers for a hazard at one tier; `usual` is who does when nobody was named."""

    tier: ControlTier
    person_id: str | None
    usual: str


class MeasuresModel(QObject):
    """What step 6 shows and may do."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._book: Book | None = None
        self._points: dict[str, PointMeasures] = {}
        self._plans: dict[tuple[str, LineKey], PlanShown] = {}  # changed, not read back yet
        self._under_way = 0
        self.unkept = Unkept(context, "measures")

    def load(self) -> None:
        """Read everything; `loaded` follows."""
        self.unkept.load()
        self._context.tasks.run(partial(_read, self._context.ports), self._came)

    @property
    def ready(self) -> bool:
        """Whether it was read."""
        return self._book is not None

    @property
    def ids(self) -> tuple[str, ...]:
        """The risk points, worst first."""
        return tuple(self._points)

    @property
    def people(self) -> People:
        """Who can be named: everybody who has not left."""
        people = self._book.people.values() if self._book else ()
        return tuple((p.id, f"{p.name}（{p.duty}）" if p.duty else p.name) for p in people if not p.left)

    @property
    def unanswered(self) -> int:
        """How many measures wait for an answer."""
        return sum(point.unanswered for point in self._points.values())

    @property
    def words(self) -> str:
        """How far it is, above the list."""
        if not self._points:
            return ""
        total = sum(len(point.lines) for point in self._points.values())
        if not self.unanswered:
            return f"{total} 条措施都回答了。"
        return f"一共 {total} 条措施，还有 {self.unanswered} 条没回答。从上往下做，上面的风险大。"

    def first_open(self) -> str | None:
        """The worst risk point that still lacks something."""
        lacking = (i for i, point in self._points.items() if point.unanswered or point.missing)
        return next(lacking, None)

    def point(self, point_id: str) -> PointShown:
        """How a risk point stands in the list."""
        each = self._points[point_id]
        place = each.point.place if each.point.place not in each.point.name else ""
        title = f"{each.point.name} · {place}" if place else each.point.name
        person = each.responsible.name if each.responsible else "还没定"
        note, tone = self._note(each)
        code = each.point.code
        return PointShown(code, title, f"{code} · {label(each.tier)} · 责任人 {person}", each.level, note, tone)

    def missing_words(self, point_id: str) -> tuple[str, ...]:
        """Which kinds are missing, in plain words, once per risk."""
        return tuple(
            f"“{hazard.title}”是{label(hazard.level)}，还缺{'、'.join(map(label, kinds))}。"
            for hazard, kinds in self._points[point_id].missing
        )

    def lines(self, point_id: str) -> tuple[LineKey, ...]:
        """The measures of a risk point, kind by kind."""
        return tuple((line.kind, line.text) for line in self._points[point_id].lines)

    def line(self, point_id: str, key: LineKey) -> LineShown:
        """How a measure stands there."""
        line = self._line(point_id, key)
        number = self.lines(point_id).index(key) + 1
        hint, tone = self._hint(self._points[point_id], line)
        return LineShown(
            number,
            line.text,
            line.state,
            hint,
            tone,
            line.danger is None,
            line.danger.id if line.danger else None,
            line.own,
        )

    def kind_words(self, point_id: str, kind: MeasureKind) -> str:
        """The heading of one kind."""
        lines = [line for line in self._points[point_id].lines if line.kind is kind]
        left = sum(1 for line in lines if line.open)
        return (
            f"{label(kind)}（{len(lines)} 条，还有 {left} 条没回答）" if left else f"{label(kind)}（{len(lines)} 条）"
        )

    def rest_words(self, point_id: str) -> str:
        """What the button for the rest of a risk point says; empty when nothing is open."""
        there, spared = self.rest(point_id), self._spared(point_id)
        return f"其余 {there} 条都已落实" if there else f"另外 {spared} 条不用做" if spared else ""

    def plan(self, point_id: str, key: LineKey) -> PlanShown:
        """By whom, by when, at what cost."""
        if (point_id, key) in self._plans:
            return self._plans[point_id, key]
        measure: Measure = self._line(point_id, key).first
        cost = f"{measure.cost:f}".rstrip("0").rstrip(".") if measure.cost is not None and measure.cost % 1 else None
        whole = f"{measure.cost:.0f}" if measure.cost is not None else ""
        return PlanShown(measure.person_id, measure.due, cost if cost is not None else whole)

    def answer(self, point_id: str, key: LineKey, state: MeasureState) -> None:
        """One of the three answers; 要新增 comes with a day a month ahead."""
        line, ports = self._line(point_id, key), self._context.ports
        if line.state is state and not line.mixed:
            return
        if state is MeasureState.PLANNED:
            due = ports.clock.today() + timedelta(days=USUAL_DAYS_TO_PLAN)
            work = partial(plan_line, ports, line, person_id=None, due=due, cost=None)
        else:
            work = partial(answer_line, ports, line, state)
        self._save(work, f"{label(state)}：{line.text[:20]}")

    def answer_rest(self, point_id: str) -> None:
        """Everything still open at this risk point is there: said on purpose, and undone with one press."""
        point, there = self._points[point_id], self.rest(point_id)
        work = partial(_answer_rest, self._context.ports, point_id)
        said = f"其余 {there} 条记为已落实" if there else f"另外 {self._spared(point_id)} 条记为不适用"
        self._save(work, f"“{point.point.name}”{said}", toast=True)

    def rest(self, point_id: str) -> int:
        """How many lines one press would call 已落实; what is a choice of several is not among them."""
        answers = self._points[point_id].rest(MeasureState.IN_PLACE)
        return sum(1 for _, answer in answers if answer is MeasureState.IN_PLACE)

    def _spared(self, point_id: str) -> int:
        """How many lines that press would call 不适用, because another one of the same choice is there."""
        return len(self._points[point_id].rest(MeasureState.IN_PLACE)) - self.rest(point_id)

    def plan_person(self, point_id: str, key: LineKey, person_id: str | None) -> None:
        """Who adds it."""
        plan = self.plan(point_id, key)
        self._save_plan(point_id, key, replace(plan, person_id=person_id))

    def plan_due(self, point_id: str, key: LineKey, due: date | None) -> None:
        """By when."""
        self._save_plan(point_id, key, replace(self.plan(point_id, key), due=due))

    def plan_cost(self, point_id: str, key: LineKey, words: str) -> None:
        """At what cost in yuan; empty is not known yet."""
        self._save_plan(point_id, key, replace(self.plan(point_id, key), cost=words))

    def check_due(self, due: date) -> None:
        """Raises UserError for a day gone by, or too far off."""
        still_to_come("完成日期", due, self.today)

    @property
    def today(self) -> date:
        """The day."""
        return self._context.ports.clock.today()

    def add_person(self, name: str, then: Callable[[str], None]) -> None:
        """Somebody new; `then` gets the id."""

        def added(result: tuple[Person, Changes]) -> None:
            then(result[0].id)

        work = partial(firm.add_person, self._context.ports, name)
        self._context.records.save(work, said=f"新增人员：{name}", then=added)

    def hazards(self, point_id: str) -> tuple[Hazard, ...]:
        """The risks of a risk point, worst first."""
        return self._points[point_id].hazards

    def own_kinds(self, point_id: str) -> tuple[tuple[object, str], ...]:
        """The kinds for an own measure, a missing one first."""
        missing = [kind for _, kinds in self._points[point_id].missing for kind in kinds]
        order = list(dict.fromkeys([*missing, *MeasureKind]))
        return tuple((kind, label(kind)) for kind in order)

    def own_hazards(self, point_id: str) -> tuple[tuple[object, str], ...]:
        """The risks that an own measure can be for, one that lacks something first."""
        missing = [hazard for hazard, _ in self._points[point_id].missing]
        order = dict.fromkeys([h.id for h in missing] + [h.id for h in self.hazards(point_id)])
        titles = {h.id: h.title for h in self.hazards(point_id)}
        return tuple((hazard_id, titles[hazard_id]) for hazard_id in order)

    def add_own(self, hazard_id: str, kind: MeasureKind, words: str, state: MeasureState) -> None:
        """The user's own measure, there already or still to come."""
        work = partial(risks.add_measure, self._context.ports, hazard_id, kind, words, state)
        self._save(work, f"新增措施：{words[:20]}")

    def remove_own(self, point_id: str, key: LineKey) -> None:
        """Take an own measure away; the toast brings it back."""
        line = self._line(point_id, key)
        work = partial(_remove, self._context.ports, line)
        self._save(work, f"已删除措施“{line.text[:20]}”", toast=True)

    def owner(self, point_id: str) -> str | None:
        """Who was named for the risk point."""
        return self._points[point_id].point.owner_id

    def set_owner(self, point_id: str, person_id: str | None) -> None:
        """Who looks after the risk point."""
        work = partial(risks.set_owner, self._context.ports, (point_id,), person_id)
        self._save(work, f"定责任人：{self._points[point_id].point.name}")

    def owner_words(self, point_id: str) -> str:
        """Who answers for the worst of it, and why."""
        each = self._points[point_id]
        who = each.responsible.name if each.responsible else "还没定"
        if each.tier is ControlTier.COMPANY:
            return f"{each.level.short}风险要{label(each.tier)}管，责任人是主要负责人{who}。日常由这里选的人盯着。"
        return f"{each.level.short}风险由{label(each.tier)}管，现在的责任人：{who}。"

    def tiers(self, hazard: Hazard) -> tuple[TierShown, ...]:
        """Every tier that must control this risk, with the named and the usual person."""
        book = self._book
        assert book is not None
        named, unnamed = dict(hazard.responsible), replace(hazard, responsible=())
        top = book.tier_of(hazard)
        tiers = [tier for tier in reversed(book.enterprise.tiers.existing) if tier <= top]
        usual = {tier: book.responsible(unnamed, tier) for tier in tiers}
        return tuple(TierShown(t, named.get(t), u.name if (u := usual[t]) else "还没定") for t in tiers)

    def set_responsible(self, hazard: Hazard, tier: ControlTier, person_id: str | None) -> None:
        """Who answers for this risk at this tier; None goes back to the usual person."""
        work = partial(risks.set_responsible, self._context.ports, hazard.id, tier, person_id)
        self._save(work, f"定{label(tier)}责任人")

    def summary(self) -> str:
        """For the list of steps."""
        if not self._points:
            return ""
        return f"还有 {self.unanswered} 条没答" if self.unanswered else "都回答了"

    def blocker(self) -> str:
        """Nothing ever: an answer may wait."""
        return ""

    def _note(self, each: PointMeasures) -> tuple[str, str]:
        if each.unanswered:
            return f"还有 {each.unanswered} 条没回答", "warning"
        kinds = dict.fromkeys(kind for _, kinds in each.missing for kind in kinds)
        if kinds:
            return f"缺{'、'.join(map(label, kinds))}", "error"
        unmet = sum(1 for line in each.lines if line.danger)
        if unmet:
            return f"{unmet} 条等整改", "warning"
        return "都回答了", "ok"

    def _hint(self, point: PointMeasures, line: MeasureLine) -> tuple[str, str]:
        if line.danger is not None:
            if line.by_situation:
                return f"第 3 步答了“有”：隐患 {line.danger.code} 还没销号，改好销号后再答这一条", "error"
            words = f"现场答了“否”：隐患 {line.danger.code} 还没销号，改好销号后自动变成已落实"
            return words, "error"
        if line.mixed:
            return "这条在几处回答得不一样，请统一答一次", "warning"
        if line.state is MeasureState.PLANNED:
            return "还没有做到，材料里只写进“计划新增”", "warning"
        if line.first.failed:
            return "检查时发现失效，隐患还没销号", "error"
        return self._choice_hint(point, line), ""

    def _choice_hint(self, point: PointMeasures, line: MeasureLine) -> str:
        others = point.instead_of(line)
        if not others or line.state not in (MeasureState.UNANSWERED, MeasureState.NOT_APPLICABLE):
            return ""
        taken = next((o for o in others if o.state in (MeasureState.IN_PLACE, MeasureState.PLANNED)), None)
        if taken is not None:
            return f"已经选了“{shortened(taken.text, _MOST_QUOTED)}”，这一条可以不做"
        return f"和“{'”“'.join(shortened(other.text, _MOST_QUOTED) for other in others)}”任选一条，做到一条就行"

    def _line(self, point_id: str, key: LineKey) -> MeasureLine:
        return next(line for line in self._points[point_id].lines if (line.kind, line.text) == key)

    def _save_plan(self, point_id: str, key: LineKey, plan: PlanShown) -> None:
        line = self._line(point_id, key)
        self._plans[point_id, key] = plan
        work = partial(
            plan_line,
            self._context.ports,
            line,
            person_id=plan.person_id,
            due=plan.due,
            cost=cost_in(plan.cost),
        )
        self._save(work, f"改计划：{line.text[:20]}")

    def _save(self, work: partial[Changes], said: str, *, toast: bool = False) -> None:
        self._under_way += 1
        self._context.records.save(work, said=said, toast=toast, then=self._saved, failed=self._refused)

    def _saved(self, _: object) -> None:
        self._under_way -= 1  # the step reloads because records changed

    def _refused(self, error: UserError) -> None:
        self._under_way -= 1
        self.load()  # show again what is kept
        self._context.records.not_saved(error)

    def _came(self, found: tuple[Book, tuple[PointMeasures, ...]]) -> None:
        if self._under_way:  # something newer is on its way
            return
        self._book, points = found
        self._plans.clear()
        fresh = {each.point.id: each for each in points}
        known = [each for each in self._points if each in fresh]
        new = [each for each in fresh if each not in self._points]
        # A point whose level changed keeps its place while one works here.
        self._points = {each: fresh[each] for each in (known + new if known else new)}
        self.loaded.emit()


def _read(ports: Ports) -> tuple[Book, tuple[PointMeasures, ...]]:
    book = open_book(ports)
    return book, measure_list(book, measure_choices(ports, book))


def _answer_rest(ports: Ports, point_id: str) -> Changes:
    """Over what is kept now: an answer given a moment ago is never overwritten."""
    point = next(each for each in _read(ports)[1] if each.point.id == point_id)
    return answer_rest(ports, point, MeasureState.IN_PLACE)


def _remove(ports: Ports, line: MeasureLine) -> Changes:
    changes = Changes()
    for hazard_id, measure_id in line.places:
        changes = changes.joined(risks.remove_measure(ports, hazard_id, measure_id))
    return changes
