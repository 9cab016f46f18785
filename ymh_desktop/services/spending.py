"""先花哪笔钱: planned measures in the order in which a yuan lowers the most risk.

The drop is an estimate and says so: once the measure is there, the first factor of the method (likelihood, or the state
of control) is one step milder at each risk that it guards. Protective equipment and emergency measures make an accident
milder and no rarer: they lower no mark here and come after what does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.book import Book
from ymh_desktop.services.flows.measures import MeasureLine, PointMeasures, measure_list
from ymh_desktop.services.ports import Ports

RARER = (MeasureKind.ENGINEERING, MeasureKind.MANAGEMENT, MeasureKind.TRAINING)
THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Spending:
    """One planned measure at one risk point. `cost` is in yuan, None when nobody named it.

    `drop` is by how much the values of its risks would fall together; `before` and `after` are the worst level among
    these risks, now and then. `risks` names them. `person` is empty and `due` None when not decided.
    """

    point_id: str
    hazard_id: str
    where: str
    text: str
    kind: MeasureKind
    cost: Decimal | None
    drop: Decimal
    before: RiskLevel
    after: RiskLevel
    risks: tuple[str, ...]
    person: str
    due: date | None

    @property
    def per_thousand(self) -> Decimal | None:
        """How much a thousand yuan lower; None without a cost, or when it costs nothing."""
        return self.drop * THOUSAND / self.cost if self.cost else None


def spendings(ports: Ports, book: Book) -> tuple[Spending, ...]:
    """Every 要新增, first what costs nothing, then by what a yuan brings, at the end what has no price yet."""
    found = [each for point in measure_list(book) for each in _of(ports, book, point)]
    return tuple(sorted(found, key=_order))


def _order(each: Spending) -> tuple[int, Decimal, int, str]:
    if each.cost is None:
        return (2, -each.drop, -each.before, each.where)
    return (1 if each.cost else 0, -(each.per_thousand or each.drop), -each.before, each.where)


def _of(ports: Ports, book: Book, point: PointMeasures) -> Iterator[Spending]:
    hazards = {hazard.id: hazard for hazard in point.hazards}
    for line in point.lines:
        places = [
            hazards[hazard_id] for hazard_id, measure_id in line.places if _planned(hazards[hazard_id], measure_id)
        ]
        if places:
            yield _spending(ports, book, point, line, places)


def _planned(hazard: Hazard, measure_id: str) -> bool:
    return any(each.id == measure_id and each.state is MeasureState.PLANNED for each in hazard.measures)


def _spending(ports: Ports, book: Book, point: PointMeasures, line: MeasureLine, hazards: list[Hazard]) -> Spending:
    lowered = [_lowered(ports, hazard, line.kind) for hazard in hazards]
    measure = next(m for m in hazards[0].measures if m.text == line.text and m.kind is line.kind)
    return Spending(
        point_id=point.point.id,
        hazard_id=hazards[0].id,
        where=f"{point.point.code} {point.point.name}",
        text=line.text,
        kind=line.kind,
        cost=measure.cost,
        drop=sum((drop for drop, _ in lowered), Decimal(0)),
        before=max(hazard.level for hazard in hazards),
        after=max(level for _, level in lowered),
        risks=tuple(hazard.title for hazard in hazards),
        person=book.person_name(measure.person_id),
        due=measure.due,
    )


def _lowered(ports: Ports, hazard: Hazard, kind: MeasureKind) -> tuple[Decimal, RiskLevel]:
    """By how much the value would fall, and the level then: a direct judgement keeps its level whatever the marks."""
    grade = hazard.grade
    if kind not in RARER or not grade.scored:
        return Decimal(0), hazard.level
    profile = ports.codes.profile(grade.profile_id)
    value = profile.value_of(profile.eased(grade.marks))
    level = profile.level_of(value) if hazard.level is grade.level else hazard.level
    return grade.value - value, level
