"""Risk points and hazards with everything that belongs to them: the risk register."""

from datetime import date
from decimal import Decimal
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, Once, PointsAt, Searched, Texts, table_of


class RiskPointRow(NamedTuple):
    """A machine, activity, place or management duty."""

    id: Annotated[str, Key()]
    code: Annotated[str, Once()]
    name: str
    kind: str
    place: str
    quantity: int
    module_id: str | None
    department_id: Annotated[str | None, PointsAt("department.id")]
    owner_id: Annotated[str | None, PointsAt("person.id")]


RISK_POINT = table_of("risk_point", RiskPointRow)


class RiskPointPostRow(NamedTuple):
    """Which posts meet a risk point."""

    risk_point_id: Annotated[str, Key(), PointsAt("risk_point.id")]
    position: Annotated[int, Key()]
    post_id: Annotated[str, PointsAt("post.id"), Searched()]


RISK_POINT_POST = table_of("risk_point_post", RiskPointPostRow)


class HazardRow(NamedTuple):
    """A hazard. The columns from `level` to `control_failed` repeat what follows from the rest, for fast lists."""

    id: Annotated[str, Key()]
    risk_point_id: Annotated[str, PointsAt("risk_point.id"), Searched()]
    title: str
    factor_code: str
    accident_codes: Texts
    consequence: str
    profile_id: str
    profile_name: str
    marks: Texts
    value: Decimal
    graded_level: int
    reason: str
    check_what: str | None  # None: no check item
    check_standard: str | None
    check_method: str | None
    emergency: Texts
    ppe: Texts
    signs: Texts
    basis: Texts
    entry_id: str | None
    tier: int | None
    weakened: bool
    identified_on: date | None
    needs_review: bool
    level: Annotated[int, Searched()]
    measures_in_place: int
    measures_planned: int
    measures_missing: int
    control_failed: bool


HAZARD = table_of("hazard", HazardRow)


class MeasureRow(NamedTuple):
    """One measure of one hazard. The hazard is in the key: a measure that moves to another hazard is a new row."""

    hazard_id: Annotated[str, Key(), PointsAt("hazard.id")]
    id: Annotated[str, Key()]
    position: int
    kind: str
    text: str
    state: str
    library_id: str | None
    person_id: Annotated[str | None, PointsAt("person.id")]
    due: date | None
    cost: Decimal | None
    failed: bool


MEASURE = table_of("measure", MeasureRow)


class JudgementRow(NamedTuple):
    """A direct judgement; the hidden danger is history and may be gone, so no key holds it."""

    hazard_id: Annotated[str, Key(), PointsAt("hazard.id")]
    position: Annotated[int, Key()]
    rule_id: str
    reason: str
    source: str
    level: int
    since: date
    hidden_danger_id: str | None
    ended_on: date | None


JUDGEMENT = table_of("judgement", JudgementRow)


class CheckRoundRow(NamedTuple):
    """How often a tier looks at the check item."""

    hazard_id: Annotated[str, Key(), PointsAt("hazard.id")]
    position: Annotated[int, Key()]
    tier: int
    frequency: str


CHECK_ROUND = table_of("check_round", CheckRoundRow)


class ResponsibleRow(NamedTuple):
    """Who answers for a hazard at a tier."""

    hazard_id: Annotated[str, Key(), PointsAt("hazard.id")]
    position: Annotated[int, Key()]
    tier: int
    person_id: Annotated[str, PointsAt("person.id"), Searched()]


HAZARD_RESPONSIBLE = table_of("hazard_responsible", ResponsibleRow)
