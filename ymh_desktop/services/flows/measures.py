"""Step 6: every library measure is answered 已落实, 要新增 or 不适用; missing kinds are told; names are set."""

from collections.abc import Iterable
from dataclasses import dataclass

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState, missing_kinds
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.book import Book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.risks import answer_measures


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure text of a risk point; the same words at several hazards are one line with several `places`."""

    kind: MeasureKind
    text: str
    state: MeasureState
    places: tuple[tuple[str, str], ...]  # (hazard id, measure id)
    first: Measure


@dataclass(frozen=True, slots=True)
class PointMeasures:
    """A risk point in step 6. `missing` are the kinds that the minimum rule still asks for."""

    point: RiskPoint
    level: RiskLevel
    tier: ControlTier
    responsible: Person | None
    lines: tuple[MeasureLine, ...]
    missing: tuple[tuple[Hazard, tuple[MeasureKind, ...]], ...]

    @property
    def unanswered(self) -> int:
        """How many lines have no answer yet."""
        return sum(1 for line in self.lines if line.state is MeasureState.UNANSWERED)


def measure_list(book: Book) -> tuple[PointMeasures, ...]:
    """Every risk point with hazards, worst first."""
    found = []
    for point in book.points:
        hazards = book.hazards_of[point.id]
        level = book.level_of(point)
        if level is None:
            continue
        worst = hazards[0]
        missing = tuple((h, kinds) for h in hazards if (kinds := missing_kinds(h.level, h.measures)))
        found.append(
            PointMeasures(point, level, book.tier_of(worst), book.responsible(worst), _lines(hazards), missing)
        )
    return tuple(sorted(found, key=lambda each: -each.level))


def _lines(hazards: Iterable[Hazard]) -> tuple[MeasureLine, ...]:
    groups: dict[tuple[MeasureKind, str], list[tuple[str, Measure]]] = {}
    for hazard in hazards:
        for measure in hazard.measures:
            groups.setdefault((measure.kind, measure.text), []).append((hazard.id, measure))
    order = list(MeasureKind)
    lines = [
        MeasureLine(kind, text, _joint_state(m for _, m in each), tuple((h, m.id) for h, m in each), each[0][1])
        for (kind, text), each in groups.items()
    ]
    return tuple(sorted(lines, key=lambda line: order.index(line.kind)))


def _joint_state(measures: Iterable[Measure]) -> MeasureState:
    """The common answer; 还没回答 while the places differ."""
    states = {measure.state for measure in measures}
    return states.pop() if len(states) == 1 else MeasureState.UNANSWERED


def answer_line(ports: Ports, line: MeasureLine, state: MeasureState) -> Changes:
    """Answer a line at all its places."""
    return answer_measures(ports, dict.fromkeys(line.places, state))


def answer_rest(ports: Ports, point: PointMeasures, state: MeasureState) -> Changes:
    """Answer every line of this risk point that has no answer yet."""
    places = [place for line in point.lines if line.state is MeasureState.UNANSWERED for place in line.places]
    return answer_measures(ports, dict.fromkeys(places, state))
