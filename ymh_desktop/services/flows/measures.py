"""Step 6: every library measure is answered 已落实, 要新增 or 不适用; missing kinds are told; names are set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState, missing_kinds
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.book import Book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.library_use import library_entry
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.risks import answer_measures, plan_measures
from ymh_desktop.services.situation_ties import Unmet


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure text of a risk point; the same words at several hazards are one line with several `places`.

    `mixed` is True while the places are answered differently. `danger` is the open hidden danger that says the measure
    is not there: until it is closed the line counts as answered, and nobody can call it 已落实. Lines of a risk point
    with the same `choice` stand for each other: one of them is enough, and two cannot both be meant; None stands alone.
    """

    kind: MeasureKind
    text: str
    state: MeasureState
    places: tuple[tuple[str, str], ...]  # (hazard id, measure id)
    first: Measure
    mixed: bool = False
    danger: HiddenDanger | None = None
    choice: str | None = None

    @property
    def open(self) -> bool:
        """Still to be answered."""
        return self.state is MeasureState.UNANSWERED and self.danger is None

    @property
    def by_situation(self) -> bool:
        """What says that it is missing is an answer of step 3, not a look at this very measure."""
        return self.danger is not None and self.danger.measure_id not in {measure_id for _, measure_id in self.places}

    @property
    def own(self) -> bool:
        """The user's own measure, not the library's."""
        return self.first.library_id is None


@dataclass(frozen=True, slots=True)
class PointMeasures:
    """A risk point in step 6, hazards worst first. `missing` are the kinds that the minimum rule still asks for."""

    point: RiskPoint
    level: RiskLevel
    tier: ControlTier
    responsible: Person | None
    hazards: tuple[Hazard, ...]
    lines: tuple[MeasureLine, ...]
    missing: tuple[tuple[Hazard, tuple[MeasureKind, ...]], ...]

    @property
    def unanswered(self) -> int:
        """How many lines have no answer yet."""
        return sum(1 for line in self.lines if line.open)

    def count(self, state: MeasureState) -> int:
        """How many lines have this answer."""
        return sum(1 for line in self.lines if line.state is state)

    def instead_of(self, line: MeasureLine) -> tuple[MeasureLine, ...]:
        """The other lines of the same choice."""
        return tuple(x for x in self.lines if x.choice is not None and x.choice == line.choice and x is not line)

    def rest(self, state: MeasureState) -> tuple[tuple[MeasureLine, MeasureState], ...]:
        """What this answer for everything still open makes of each line.

        Of lines that stand for each other only one can be meant: where one is in place or planned, the others are
        不适用; where none is, they stay open, and a person chooses.
        """
        return tuple((line, answer) for line in self.lines if line.open and (answer := self._rest(line, state)))

    def _rest(self, line: MeasureLine, state: MeasureState) -> MeasureState | None:
        if state is MeasureState.NOT_APPLICABLE or not self.instead_of(line):
            return state
        return MeasureState.NOT_APPLICABLE if self.settled_choice(line) else None

    def settled_choice(self, line: MeasureLine) -> bool:
        """Whether another line of the same choice is in place or planned, so that this one is not needed."""
        taken = (MeasureState.IN_PLACE, MeasureState.PLANNED)
        return any(other.state in taken for other in self.instead_of(line))


Choices = Mapping[tuple[str | None, str | None], str]  # (entry id, library measure id) → what it is a choice of


def measure_choices(ports: Ports, book: Book) -> Choices:
    """Which library measures of the register's hazards stand for each other."""
    entries = (library_entry(ports, entry_id) for entry_id in dict.fromkeys(h.entry_id for h in book.hazards))
    return {
        (entry.id, measure.id): f"{entry.id} {measure.either}"
        for entry in entries
        if entry is not None
        for measure in entry.measures
        if measure.either
    }


def measure_list(book: Book, choices: Choices = MappingProxyType({})) -> tuple[PointMeasures, ...]:
    """Every risk point with hazards, worst first; `choices` tells which measures stand for each other."""
    found = []
    for point in book.points:
        hazards = book.hazards_of[point.id]
        level = book.level_of(point)
        if level is None:
            continue
        worst = hazards[0]
        missing = tuple((h, kinds) for h in hazards if (kinds := missing_kinds(h.level, h.measures)))
        found.append(
            PointMeasures(
                point,
                level,
                book.tier_of(worst),
                book.responsible(worst),
                hazards,
                _lines(hazards, book.unmet, choices),
                missing,
            )
        )
    return tuple(sorted(found, key=lambda each: -each.level))


def _lines(hazards: Iterable[Hazard], unmet: Unmet, choices: Choices) -> tuple[MeasureLine, ...]:
    groups: dict[tuple[MeasureKind, str], list[tuple[str, Measure]]] = {}
    chosen: dict[tuple[MeasureKind, str], str] = {}
    for hazard in hazards:
        for measure in hazard.measures:
            groups.setdefault((measure.kind, measure.text), []).append((hazard.id, measure))
            if choice := choices.get((hazard.entry_id, measure.library_id)):
                chosen.setdefault((measure.kind, measure.text), choice)
    order = list(MeasureKind)
    lines = [_line(*key, each, unmet, chosen.get(key)) for key, each in groups.items()]
    return tuple(sorted(lines, key=lambda line: order.index(line.kind)))


def _line(
    kind: MeasureKind,
    text: str,
    each: list[tuple[str, Measure]],
    unmet: Unmet,
    choice: str | None,
) -> MeasureLine:
    states = {measure.state for _, measure in each}
    same = len(states) == 1
    places = tuple((hazard_id, measure.id) for hazard_id, measure in each)
    return MeasureLine(
        kind,
        text,
        each[0][1].state if same else MeasureState.UNANSWERED,
        places,
        each[0][1],
        mixed=not same,
        danger=next((unmet[place] for place in places if place in unmet), None),
        choice=choice,
    )


def answer_line(ports: Ports, line: MeasureLine, state: MeasureState) -> Changes:
    """Answer a line at all its places; raises UserError for 已落实 while a hidden danger says that it is not there."""
    if state is MeasureState.IN_PLACE and line.danger is not None:
        said = "第 3 步答了“有”" if line.by_situation else "现场答了“否”"
        then = "再回来答这一条" if line.by_situation else "这一条会自动变成已落实"
        raise UserError(
            f"{said}，隐患 {line.danger.code} 还没有销号，不能写成已落实。", f"改好以后到“隐患整改”里销号，{then}。"
        )
    return answer_measures(ports, dict.fromkeys(line.places, state))


def answer_rest(ports: Ports, point: PointMeasures, state: MeasureState) -> Changes:
    """Answer every line of this risk point that has no answer yet; what the walk found missing stays as it is."""
    answers = {place: answer for line, answer in point.rest(state) for place in line.places}
    return answer_measures(ports, answers)


def plan_line(
    ports: Ports, line: MeasureLine, *, person_id: str | None, due: date | None, cost: Decimal | None
) -> Changes:
    """要新增 at all places of a line: by whom, by when, at what cost; raises UserError."""
    return plan_measures(ports, line.places, person_id=person_id, due=due, cost=cost)
