"""Hidden dangers in figures: what each figure counts is one condition, and its rows are those that match it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Select,
    Text,
    and_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.sql.selectable import FromClause

from ymh_desktop.domain.danger_figures import DangerFigures, DangerGroup, Matter
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.tiers import TierScheme
from ymh_desktop.domain.workdays import Period
from ymh_desktop.storage.tables.danger import HIDDEN_DANGER
from ymh_desktop.storage.tables.major import MAJOR_FILE
from ymh_desktop.storage.tables.risk import HAZARD, RISK_POINT_POST

Row = tuple[object, ...]
Condition = ColumnElement[bool]
Day = date | BindParameter[date]
FIGURES = tuple(Matter)[: len(fields(DangerFigures))]

_PARTS = {
    Matter.GOALS: MAJOR_FILE.c.goals,
    Matter.FUNDS: MAJOR_FILE.c.funds,
    Matter.PEOPLE: MAJOR_FILE.c.people,
    Matter.TIME: MAJOR_FILE.c.schedule,
    Matter.SAFETY: MAJOR_FILE.c.safety,
}
_OF_THE_FILE = (Matter.PLANNED, *_PARTS)


def within(day: ColumnElement[Any], first: Day | None, last: Day | None) -> list[Condition]:
    """From one day to another, None without bound."""
    bounds = [] if first is None else [day >= first]
    return [*bounds, true()] if last is None else [*bounds, day <= last]


def conditions(first: Day | None, last: Day | None, as_of: Day, end: Day) -> dict[Matter, Condition]:
    """What each figure counts; domain.danger_figures says what it means.

    `as_of` is the evening that is told, `end` the earlier of that and `last`.
    """
    danger = HIDDEN_DANGER.c
    found = and_(*within(danger.found_on, first, end))
    is_closed = danger.closed_on <= as_of
    is_open = or_(danger.closed_on.is_(None), danger.closed_on > as_of)
    # Accepted and not closed is 已治理待核销: told by its day, not by the status of now, as tables must stay the same.
    waits = and_(danger.accepted_on.is_not(None), danger.accepted_on <= as_of)
    late = and_(danger.deadline.is_not(None), danger.deadline < as_of)
    still = and_(found, is_open)
    due = and_(
        danger.deadline <= as_of,
        *within(danger.deadline, first, last),
        or_(danger.rectified_on <= as_of, danger.deadline < as_of),
    )
    on_time = and_(danger.rectified_on.is_not(None), danger.rectified_on <= danger.deadline)
    open_at_end = and_(danger.found_on <= end, is_open)
    before: Condition = not_(true())
    if first is not None:
        before = and_(danger.found_on < first, or_(danger.closed_on.is_(None), danger.closed_on >= first))
    major = and_(open_at_end, danger.level == DangerLevel.MAJOR.value)
    return {
        Matter.REGISTERED: found,
        Matter.CLOSED: and_(found, is_closed),
        Matter.NOT_DUE: and_(still, not_(waits), not_(late)),
        Matter.OVERDUE: and_(still, not_(waits), late),
        Matter.AWAITING_AUTHORITY: and_(still, waits),
        Matter.DUE: due,
        Matter.ON_TIME: and_(due, on_time),
        Matter.EXTENDED: and_(due, danger.times_extended > 0),
        Matter.LATE: and_(due, not_(on_time)),
        Matter.REPEATED: and_(found, danger.occurrence > 1),
        Matter.ON_THE_SPOT: and_(found, danger.on_the_spot.is_(True)),
        Matter.CARRIED_OVER: before,
        Matter.CLOSED_WITHIN: and_(*within(danger.closed_on, first, end)),
        Matter.OPEN_AT_END: open_at_end,
        Matter.OVERDUE_AT_END: and_(open_at_end, not_(waits), late),
        Matter.PLANNED: and_(major, MAJOR_FILE.c.approved_on <= as_of),
        **{part: and_(major, column != "") for part, column in _PARTS.items()},
    }


def figures(
    connection: Connection, first: date | None, last: date | None, as_of: date, level: str | None
) -> tuple[int, ...]:
    """The fields of DangerFigures in one pass: asked for on every visit of the home page, so the query is kept."""
    query = _figures(first is not None, last is not None, level is not None)
    return tuple(connection.execute(query, _given(first, last, as_of, level)).one())


def _given(first: date | None, last: date | None, as_of: date, level: str | None) -> dict[str, Any]:
    """The values of a kept query, by the names that `_told` and `_of_level` gave them."""
    named = (("first", first), ("last", last), ("level", level))
    return {"as_of": as_of, "end": min(last or as_of, as_of)} | {name: it for name, it in named if it is not None}


def _told(first: bool, last: bool) -> dict[Matter, Condition]:
    def day(name: str) -> BindParameter[date]:
        return bindparam(name, type_=Date)

    return conditions(day("first") if first else None, day("last") if last else None, day("as_of"), day("end"))


def _of_level(query: Select[Any], level: bool) -> Select[Any]:
    return query.where(HIDDEN_DANGER.c.level == bindparam("level")) if level else query


@cache
def _figures(first: bool, last: bool, level: bool) -> Select[Any]:
    told = _told(first, last)
    columns: list[ColumnElement[Any]] = [how_many(told[matter]) for matter in FIGURES]
    return _of_level(select().add_columns(*columns), level)


def counts(
    connection: Connection,
    first: date | None,
    last: date | None,
    as_of: date,
    *,
    matters: Sequence[Matter] = tuple(Matter),
    level: str | None = None,
    by: DangerGroup | None = None,
    tiers: TierScheme | None = None,
) -> list[Row]:
    """(group, one number per matter) per group in one pass; without `by` one row whose group is None.

    `tiers` of the firm say which one has a hazard that names none, for DangerGroup.TIER.
    """
    query = _counts(first is not None, last is not None, level is not None, tuple(matters), by, tiers)
    found = connection.execute(query, _given(first, last, as_of, level))
    return [(None, *row) for row in found] if by is None else [tuple(row) for row in found]


@cache  # a page of statistics asks a dozen of these, and building one takes longer than running it
def _counts(
    first: bool,
    last: bool,
    level: bool,
    matters: tuple[Matter, ...],
    by: DangerGroup | None,
    tiers: TierScheme | None,
) -> Select[Any]:
    wanted = _told(first, last)
    key = _key(by, tiers)
    query = select(*([key] if key is not None else []), *(how_many(wanted[matter]) for matter in matters))
    query = _of_level(query.select_from(_joined(by, matters)), level)
    if key is None:
        return query
    return query.where(or_(*(wanted[matter] for matter in matters))).group_by(key).order_by(key)


def behind(
    first: date | None,
    last: date | None,
    as_of: date,
    matter: Matter,
    *,
    level: str | None = None,
    by: DangerGroup | None = None,
    group: str | int | None = None,
    tiers: TierScheme | None = None,
) -> Condition:
    """The condition that the rows of one figure meet, for a query over hidden dangers."""
    danger = HIDDEN_DANGER.c
    told = conditions(first, last, as_of, min(last or as_of, as_of))
    which = select(danger.id).select_from(_joined(by, (matter,))).where(told[matter])
    if level is not None:
        which = which.where(danger.level == level)
    if by is DangerGroup.ACCIDENT:
        codes = _texts(HAZARD.c.accident_codes)
        none = or_(codes.is_(None), codes == "[]")
        which = which.where(none if group is None else codes.like(f'%"{group}"%'))
    elif (key := _key(by, tiers)) is not None:
        which = which.where(key.is_(None) if group is None else key == group)
    return danger.id.in_(which)


def months(connection: Connection, periods: Sequence[Period], as_of: date) -> list[tuple[int, ...]]:
    """(registered, closed, open at its end, overdue at its end) per month, in one pass; a month to come is all 0."""
    wanted: list[ColumnElement[int]] = []
    for each in periods:
        if each.first > as_of:
            wanted += [how_many(not_(true()))] * 4
            continue
        end = min(each.last, as_of)
        told = conditions(each.first, each.last, end, end)
        matters = (Matter.REGISTERED, Matter.CLOSED_WITHIN, Matter.OPEN_AT_END, Matter.OVERDUE_AT_END)
        wanted += [how_many(told[matter]) for matter in matters]
    if not wanted:
        return []
    found = connection.execute(select(*wanted).select_from(HIDDEN_DANGER)).one()
    return [tuple(found[place : place + 4]) for place in range(0, len(found), 4)]


def costs(connection: Connection, first: date, as_of: date) -> list[Row]:
    """(what it cost in yuan, is it only planned?) of what was rectified in the stretch, and of approved plans."""
    danger, file = HIDDEN_DANGER.c, MAJOR_FILE.c
    spent = select(danger.cost).where(danger.cost.is_not(None), danger.rectified_on.between(first, as_of))
    is_open = or_(danger.closed_on.is_(None), danger.closed_on > as_of)
    planned = (
        select(file.cost)
        .join(HIDDEN_DANGER, danger.id == file.id)
        .where(file.cost.is_not(None), file.approved_on <= as_of, is_open, danger.cost.is_(None))
    )
    return [
        *((cost, False) for cost in connection.scalars(spent)),
        *((cost, True) for cost in connection.scalars(planned)),
    ]


def how_many(condition: Condition) -> ColumnElement[int]:
    """How many rows meet it."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _joined(by: DangerGroup | None, matters: Sequence[Matter]) -> FromClause:
    """Hidden dangers with what the grouping and the figures look at. Links may point to what is gone."""
    danger, found = HIDDEN_DANGER.c, HIDDEN_DANGER
    joined: FromClause = found
    if by in (DangerGroup.TIER, DangerGroup.ACCIDENT):
        joined = joined.outerjoin(HAZARD, HAZARD.c.id == danger.hazard_id)
    if by is DangerGroup.POST:
        joined = joined.outerjoin(RISK_POINT_POST, RISK_POINT_POST.c.risk_point_id == danger.risk_point_id)
    if any(matter in _OF_THE_FILE for matter in matters):
        joined = joined.outerjoin(MAJOR_FILE, MAJOR_FILE.c.id == danger.id)
    return joined


def usual_tier(tiers: TierScheme) -> ColumnElement[int]:
    """The tier that controls a hazard by its level alone."""
    return case({int(level): int(tiers.controls(level)) for level in RiskLevel}, value=HAZARD.c.level)


def _key(by: DangerGroup | None, tiers: TierScheme | None) -> ColumnElement[Any] | None:
    danger = HIDDEN_DANGER.c
    match by:
        case None:
            return None
        case DangerGroup.TIER:
            return HAZARD.c.tier if tiers is None else func.coalesce(HAZARD.c.tier, usual_tier(tiers))
        case DangerGroup.POST:
            return RISK_POINT_POST.c.post_id
        case DangerGroup.ACCIDENT:
            return _texts(HAZARD.c.accident_codes)
        case DangerGroup.PERSON:
            return danger.responsible_id
        case _:
            columns = {
                DangerGroup.NATURE: danger.nature,
                DangerGroup.SOURCE: danger.source,
                DangerGroup.LEVEL: danger.level,
                DangerGroup.RISK_POINT: danger.risk_point_id,
            }
            return columns[by]


def _texts(column: ColumnElement[Any]) -> ColumnElement[str]:
    return type_coerce(column, Text)
