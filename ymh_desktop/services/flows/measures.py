"""Step 6: every library measure is answered 已落实, 要新增 or 不适用; missing kinds are told; names are set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState, missing_kinds
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.book import Book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.risks import answer_measures, plan_measures

Unmet = Mapping[tuple[str | None, str | None], HiddenDanger]  # (hazard id, measure id) → what says it is missing


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure text of a risk point; the same words at several hazards are one line with several `places`.

    `mixed` is True while the places are answered differently. `danger` is the open hidden danger that says the measure
    is not there: until it is closed the line counts as answered, and nobody can call it 已落实.
    """

    kind: MeasureKind
    text: str
    state: MeasureState
    places: tuple[tuple[str, str], ...]  # (hazard id, measure id)
    first: Measure
    mixed: bool = False
    danger: HiddenDanger | None = None

    @property
    def open(self) -> bool:
        """Still to be answered."""
        return self.state is MeasureState.UNANSWERED and self.danger is None

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


def measure_list(book: Book) -> tuple[PointMeasures, ...]:
    """Every risk point with hazards, worst first."""
    found = []
    unmet: Unmet = {(d.hazard_id, d.measure_id): d for d in book.dangers if d.is_open and d.measure_id}
    for point in book.points:
        hazards = book.hazards_of[point.id]
        level = book.level_of(point)
        if level is None:
            continue
        worst = hazards[0]
        missing = tuple((h, kinds) for h in hazards if (kinds := missing_kinds(h.level, h.measures)))
        found.append(
            PointMeasures(
                point, level, book.tier_of(worst), book.responsible(worst), hazards, _lines(hazards, unmet), missing
            )
        )
    return tuple(sorted(found, key=lambda each: -each.level))


def _lines(hazards: Iterable[Hazard], unmet: Unmet) -> tuple[MeasureLine, ...]:
    groups: dict[tuple[MeasureKind, str], list[tuple[str, Measure]]] = {}
    for hazard in hazards:
        for measure in hazard.measures:
            groups.setdefault((measure.kind, measure.text), []).append((hazard.id, measure))
    order = list(MeasureKind)
    lines = [_line(kind, text, each, unmet) for (kind, text), each in groups.items()]
    return tuple(sorted(lines, key=lambda line: order.index(line.kind)))


def _line(
    kind: MeasureKind,
    text: str,
    each: list[tuple[str, Measure]],
    unmet: Unmet,
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
    )


def answer_line(ports: Ports, line: MeasureLine, state: MeasureState) -> Changes:
    """Answer a line at all its places; raises UserError for 已落实 while a hidden danger says that it is not there."""
    if state is MeasureState.IN_PLACE and line.danger is not None:
        raise UserError(
            f"现场答了“否”，隐患 {line.danger.code} 还没有销号，不能写成已落实。",
            "改好以后到“隐患整改”里销号，这一条会自动变成已落实。",
        )
    return answer_measures(ports, dict.fromkeys(line.places, state))


def answer_rest(ports: Ports, point: PointMeasures, state: MeasureState) -> Changes:
    """Answer every line of this risk point that has no answer yet; what the walk found missing stays as it is."""
    places = [place for line in point.lines if line.open for place in line.places]
    return answer_measures(ports, dict.fromkeys(places, state))


def plan_line(
    ports: Ports, line: MeasureLine, *, person_id: str | None, due: date | None, cost: Decimal | None
) -> Changes:
    """要新增 at all places of a line: by whom, by when, at what cost; raises UserError."""
    return plan_measures(ports, line.places, person_id=person_id, due=due, cost=cost)
