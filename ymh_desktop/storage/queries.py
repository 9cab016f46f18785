"""Lists for the screen: plain tuples by Core, one query each, no records built."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, Connection, Text, and_, case, func, select, type_coerce

from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.tiers import ControlTier, TierScheme
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.tables.base import Texts
from ymh_desktop.storage.tables.check import INSPECTION
from ymh_desktop.storage.tables.danger import HIDDEN_DANGER
from ymh_desktop.storage.tables.firm import ENTERPRISE, PERSON
from ymh_desktop.storage.tables.risk import HAZARD, HAZARD_RESPONSIBLE, RISK_POINT

Row = tuple[object, ...]

REGISTER_COLUMNS = (
    "id",  # of the hazard
    "risk_point_id",
    "risk_point_code",
    "risk_point_name",
    "risk_point_kind",  # value of RiskPointKind
    "place",
    "title",
    "accident_codes",  # 2025 codes with a blank between
    "consequence",
    "value",  # of the grading, as text
    "level",  # number of RiskLevel
    "tier",  # number of ControlTier: the hazard's own, else as the level and the enterprise's tiers say
    "responsible",  # name at that tier, else below the company the risk point's owner, else empty
    "measures_in_place",
    "measures_planned",
    "measures_missing",  # kinds that the minimum rule still asks for
    "control_failed",  # 0 or 1
    "open_dangers",
    "needs_review",  # 0 or 1
)
HIDDEN_DANGER_COLUMNS = (
    "id",
    "code",
    "title",
    "place",
    "level",  # value of DangerLevel
    "status",  # value of DangerStatus
    "source",  # value of DangerSource
    "found_on",
    "deadline",
    "responsible",  # name or empty
    "closed_on",
    "risk_point_name",  # empty when there is none
)

CHECK_COLUMNS = (
    "id",
    "plan_id",
    "period_first",
    "due_on",
    "done_on",
    "entered",  # value of EnteredHow
    "items",
    "abnormal",
    "inspector",  # name, empty when nobody signed
    "filled_at",  # ISO text
)


@dataclass(frozen=True, slots=True)
class SqlViews:
    """The lists of the open data folder."""

    database: Database

    def register(self) -> list[Row]:
        """One row per hazard in REGISTER_COLUMNS, risk points and hazards in the order in which they were made."""
        with self.database.reader.connect() as connection:
            return register_rows(connection)

    def hidden_dangers(self) -> list[Row]:
        """One row per hidden danger in HIDDEN_DANGER_COLUMNS, newest first."""
        with self.database.reader.connect() as connection:
            return hidden_danger_rows(connection)

    def checks(self, first: date, last: date) -> list[Row]:
        """One row per inspection due between two days in CHECK_COLUMNS, by due day."""
        with self.database.reader.connect() as connection:
            return check_rows(connection, first, last)


def register_rows(connection: Connection) -> list[Row]:
    """The risk register; see REGISTER_COLUMNS."""
    tier = func.coalesce(HAZARD.c.tier, _usual_tier(connection))
    owner, named = PERSON.alias("owner"), PERSON.alias("named")
    hazard, point, answers = HAZARD.c, RISK_POINT.c, HAZARD_RESPONSIBLE.c
    dangers = (
        select(HIDDEN_DANGER.c.hazard_id, func.count().label("open"))
        .where(HIDDEN_DANGER.c.status != DangerStatus.CLOSED.value)
        .group_by(HIDDEN_DANGER.c.hazard_id)
        .subquery()
    )
    query = (
        select(
            *(hazard.id, point.id, point.code, point.name, point.kind, point.place),
            *(hazard.title, _spaced(hazard.accident_codes), hazard.consequence, type_coerce(hazard.value, Text)),
            *(hazard.level, tier),
            func.coalesce(named.c.name, owner.c.name, ""),
            *(hazard.measures_in_place, hazard.measures_planned, hazard.measures_missing, hazard.control_failed),
            *(func.coalesce(dangers.c.open, 0), hazard.needs_review),
        )
        .join(RISK_POINT, point.id == hazard.risk_point_id)
        .outerjoin(HAZARD_RESPONSIBLE, and_(answers.hazard_id == hazard.id, answers.tier == tier))
        .outerjoin(named, named.c.id == answers.person_id)
        .outerjoin(owner, and_(owner.c.id == point.owner_id, tier < int(ControlTier.COMPANY)))
        .outerjoin(dangers, dangers.c.hazard_id == hazard.id)
        .order_by(point.id, hazard.id)
    )
    result = connection.execute(query)
    assert result.cursor is not None
    # Straight from the driver, a fifth faster: no column here needs turning into another type.
    return cast(list[Row], result.cursor.fetchall())


def hidden_danger_rows(connection: Connection) -> list[Row]:
    """Hidden dangers; see HIDDEN_DANGER_COLUMNS."""
    danger = HIDDEN_DANGER.c
    query = (
        select(
            *(danger.id, danger.code, danger.title, danger.place, danger.level, danger.status, danger.source),
            *(danger.found_on, danger.deadline, func.coalesce(PERSON.c.name, ""), danger.closed_on),
            func.coalesce(RISK_POINT.c.name, ""),
        )
        .outerjoin(PERSON, PERSON.c.id == danger.responsible_id)
        .outerjoin(RISK_POINT, RISK_POINT.c.id == danger.risk_point_id)
        .order_by(danger.id.desc())
    )
    return [tuple(row) for row in connection.execute(query)]


def check_rows(connection: Connection, first: date, last: date) -> list[Row]:
    """Inspections due between two days; see CHECK_COLUMNS."""
    made = INSPECTION.c
    query = (
        select(
            *(made.id, made.plan_id, made.period_first, made.due_on, made.done_on, made.entered),
            *(made.item_count, made.abnormal_count, func.coalesce(PERSON.c.name, "")),
            type_coerce(made.filled_at, Text),
        )
        .select_from(INSPECTION)
        .outerjoin(PERSON, PERSON.c.id == made.inspector_id)
        .where(made.due_on.between(first, last))
        .order_by(made.due_on, made.id)
    )
    return [tuple(row) for row in connection.execute(query)]


def _usual_tier(connection: Connection) -> ColumnElement[int]:
    row = connection.execute(select(ENTERPRISE.c.tier_team, ENTERPRISE.c.tier_department)).first()
    scheme = TierScheme(team=row[0], department=row[1]) if row else TierScheme()
    return case({int(level): int(scheme.controls(level)) for level in RiskLevel}, value=HAZARD.c.level)


def _spaced(texts: ColumnElement[Texts]) -> ColumnElement[str]:
    """A stored list of codes with blanks between: making 10,000 tuples of them would cost a third of the query."""
    plain: ColumnElement[str] = type_coerce(texts, Text)
    for old, new in (('","', " "), ('["', ""), ('"]', ""), ("[]", "")):
        plain = func.replace(plain, old, new)
    return plain
