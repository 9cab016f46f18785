"""Lists for the screen: plain tuples by Core, one query each, no records built."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from ymh_desktop.domain.checks import Recording
from ymh_desktop.domain.danger_figures import DangerGroup, Matter
from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.submissions import Channel, Outcome
from ymh_desktop.domain.tiers import ControlTier, TierScheme
from ymh_desktop.domain.workdays import Period, month_end
from ymh_desktop.storage import danger_statistics
from ymh_desktop.storage.danger_statistics import how_many
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.tables.audit import AUDIT_ENTRY
from ymh_desktop.storage.tables.base import Texts
from ymh_desktop.storage.tables.check import CHECK_PLAN, INSPECTION, PLAN_ITEM
from ymh_desktop.storage.tables.danger import HIDDEN_DANGER, HIDDEN_DANGER_PHOTO, SUBMISSION
from ymh_desktop.storage.tables.firm import ENTERPRISE, PERSON
from ymh_desktop.storage.tables.risk import HAZARD, HAZARD_RESPONSIBLE, MEASURE, RISK_POINT
from ymh_desktop.storage.tables.training import RENEWAL

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
    "occurrence",  # for the n-th time
    "extended",  # how often its deadline was put off
    "photos",  # that were not replaced
    "judged",  # whether somebody graded it
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
STANDING_COLUMNS = (
    "low",  # hazards of each level, in the order of RiskLevel
    "general",
    "considerable",
    "major",
    "planned",  # measures still to be added
    "dangers",
    "open_dangers",
    "overdue",
    "oldest_overdue",  # title of the one with the earliest deadline, empty when none is overdue
    "submissions",
    "proved",
    "sent_without_proof",
)


@dataclass(frozen=True, slots=True)
class SqlViews:
    """The lists of the open data folder. `held` is the connection of a unit of work, whose one look they then share."""

    database: Database
    held: Connection | None = None

    def _reading(self) -> AbstractContextManager[Connection]:
        return self.database.reader.connect() if self.held is None else nullcontext(self.held)

    def register(self) -> list[Row]:
        """One row per hazard in REGISTER_COLUMNS, risk points and hazards in the order in which they were made."""
        with self._reading() as connection:
            return register_rows(connection)

    def hidden_dangers(self) -> list[Row]:
        """One row per hidden danger in HIDDEN_DANGER_COLUMNS, newest first."""
        with self._reading() as connection:
            return hidden_danger_rows(connection)

    def danger_figures(self, first: date | None, last: date | None, as_of: date, level: str | None) -> tuple[int, ...]:
        """The fields of domain.danger_figures.DangerFigures, for a period as it stood on a day."""
        with self._reading() as connection:
            return danger_statistics.figures(connection, first, last, as_of, level)

    def danger_counts(
        self,
        first: date | None,
        last: date | None,
        as_of: date,
        *,
        matters: Sequence[Matter] = tuple(Matter),
        level: str | None = None,
        by: DangerGroup | None = None,
    ) -> list[Row]:
        """(group, one number per matter) per group; without `by` one row whose group is None."""
        with self._reading() as connection:
            tiers = _tiers(connection) if by is DangerGroup.TIER else None
            return danger_statistics.counts(
                connection, first, last, as_of, matters=matters, level=level, by=by, tiers=tiers
            )

    def dangers_behind(
        self,
        first: date | None,
        last: date | None,
        as_of: date,
        matter: Matter,
        *,
        level: str | None = None,
        by: DangerGroup | None = None,
        group: str | int | None = None,
    ) -> list[Row]:
        """The rows of one figure of `danger_counts` in HIDDEN_DANGER_COLUMNS, newest first."""
        with self._reading() as connection:
            tiers = _tiers(connection) if by is DangerGroup.TIER else None
            meant = danger_statistics.behind(first, last, as_of, matter, level=level, by=by, group=group, tiers=tiers)
            return hidden_danger_rows(connection, meant)

    def danger_months(self, months: Sequence[Period], as_of: date) -> list[Row]:
        """(registered, closed, open at its end, overdue at its end) per month."""
        with self._reading() as connection:
            return [*danger_statistics.months(connection, months, as_of)]

    def danger_costs(self, first: date, as_of: date) -> list[Row]:
        """(yuan, is it only planned?) of what was rectified since a day, and of plans for what is open."""
        with self._reading() as connection:
            return danger_statistics.costs(connection, first, as_of)

    def submission_counts(self, first: date | None, last: date | None) -> Row:
        """(packages exported in the period, with proof, sent without proof)."""
        with self._reading() as connection:
            return submission_counts(connection, first, last)

    def open_dangers(self) -> list[Row]:
        """The columns of each hidden danger that is not closed that its next task depends on; days as ISO text.

        (id, code, title, level, status, found_on, hazard_id, measure_id, deadline, occurrence, assigned_on,
        rectified_on, protective, cause, responsible_id)
        """
        with self._reading() as connection:
            return _plainly(connection, _open_dangers())

    def failed_controls(self, least: int) -> list[Row]:
        """(hazard id, measure id, level) of each failed measure at a hazard of that level or worse."""
        with self._reading() as connection:
            return [tuple(row) for row in connection.execute(_failed_controls(), {"least": least})]

    def level_history(self, *, of_present: bool = False, since: date | None = None) -> list[Row]:
        """(hazard id, moment as ISO text, fields as JSON text) of every audit entry that may change a level.

        `of_present`: only of hazards that are still in the register, which is found without reading the whole trail.
        `since`: only later changes, without the entries by which hazards came.
        """
        with self._reading() as connection:
            return level_history(connection, of_present=of_present, since=since)

    def checks(self, first: date, last: date) -> list[Row]:
        """One row per inspection due between two days in CHECK_COLUMNS, by due day."""
        with self._reading() as connection:
            return check_rows(connection, first, last)

    def rounds_made(self, first: date) -> list[Row]:
        """(plan id, first day of the period) of each round that was due since that day."""
        with self._reading() as connection:
            return rounds_made(connection, first)

    def sheets_keyed(self, first: date, second: date) -> list[Row]:
        """(plan id, is it the second month?, last day on record, last moment of keying) of two months' sheets."""
        with self._reading() as connection:
            return sheets_keyed(connection, first, second)

    def plan_sizes(self, day: date) -> list[Row]:
        """(plan id, how many items it has on that day)."""
        with self._reading() as connection:
            return plan_sizes(connection, day)

    def points_identified(self) -> list[Row]:
        """(risk point id, first day on which a hazard of it was identified as ISO text, hazards without a day)."""
        with self._reading() as connection:
            return _plainly(connection, _points_identified())

    def kinds_overdue(self, day: date) -> list[Row]:
        """(kind) of what fell due before that day and was neither renewed nor given up, each once."""
        with self._reading() as connection:
            return _plainly(connection, _kinds_overdue(), day=day)

    def cited(self) -> list[Texts]:
        """What the register cites: the codes of each different list of bases."""
        with self._reading() as connection:
            return [row[0] for row in connection.execute(select(HAZARD.c.basis).distinct())]

    def standing(self, day: date) -> Row:
        """One row of counts for the home page in STANDING_COLUMNS."""
        with self._reading() as connection:
            return standing_row(connection, day)


def register_rows(connection: Connection) -> list[Row]:
    """The risk register; see REGISTER_COLUMNS."""
    tier = func.coalesce(HAZARD.c.tier, danger_statistics.usual_tier(_tiers(connection)))
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


def hidden_danger_rows(connection: Connection, meant: ColumnElement[bool] | None = None) -> list[Row]:
    """Hidden dangers, all or those meant; see HIDDEN_DANGER_COLUMNS."""
    danger, photo = HIDDEN_DANGER.c, HIDDEN_DANGER_PHOTO.c
    photos = (
        select(photo.hidden_danger_id, func.count().label("standing"))
        .where(photo.replaced_because == "")
        .group_by(photo.hidden_danger_id)
        .subquery()
    )
    query = (
        select(
            *(danger.id, danger.code, danger.title, danger.place, danger.level, danger.status, danger.source),
            *(danger.found_on, danger.deadline, func.coalesce(PERSON.c.name, ""), danger.closed_on),
            func.coalesce(RISK_POINT.c.name, ""),
            *(danger.occurrence, danger.times_extended, func.coalesce(photos.c.standing, 0)),
            danger.graded_on.is_not(None),
        )
        .outerjoin(PERSON, PERSON.c.id == danger.responsible_id)
        .outerjoin(RISK_POINT, RISK_POINT.c.id == danger.risk_point_id)
        .outerjoin(photos, photos.c.hidden_danger_id == danger.id)
        .order_by(danger.id.desc())
    )
    if meant is not None:
        query = query.where(meant)
    return [tuple(row) for row in connection.execute(query)]


def check_rows(connection: Connection, first: date, last: date) -> list[Row]:
    """Inspections due between two days; see CHECK_COLUMNS. Days are ISO text: turning them here costs a third."""
    return _plainly(connection, _checks(), first=first, last=last)


@cache
def _checks() -> Select[Any]:
    made = INSPECTION.c
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    return (
        select(
            *(made.id, made.plan_id, made.period_first, made.due_on, made.done_on, made.entered),
            *(made.item_count, made.abnormal_count, func.coalesce(PERSON.c.name, "")),
            type_coerce(made.filled_at, Text),
        )
        .outerjoin(PERSON, PERSON.c.id == made.inspector_id)
        .where(made.due_on.between(first, last))
        .order_by(made.due_on, made.id)
    )


def rounds_made(connection: Connection, first: date) -> list[Row]:
    """Plan and period of the rounds due since that day, the period's first day as ISO text."""
    return _plainly(connection, _rounds_made(), first=first)


@cache  # building such a query takes longer than running it
def _rounds_made() -> Select[Any]:
    made, plan = INSPECTION.c, CHECK_PLAN.c
    return (
        select(made.plan_id, made.period_first)
        .join(CHECK_PLAN, plan.id == made.plan_id)
        .where(plan.recording == Recording.ROUND.value, made.due_on >= bindparam("first", type_=Date))
    )


def sheets_keyed(connection: Connection, first: date, second: date) -> list[Row]:
    """How far the sheets of two months are keyed, and when last; days and moments as ISO text."""
    return _plainly(connection, _sheets_keyed(), first=first, second=second, last=month_end(second))


@cache
def _sheets_keyed() -> Select[Any]:
    made, plan = INSPECTION.c, CHECK_PLAN.c
    first, second, last = (bindparam(name, type_=Date) for name in ("first", "second", "last"))
    later = case((made.due_on >= second, 1), else_=0).label("later")
    return (
        select(made.plan_id, later, func.max(made.period_first), func.max(type_coerce(made.filled_at, Text)))
        .join(CHECK_PLAN, plan.id == made.plan_id)
        .where(plan.recording == Recording.MONTH_SHEET.value, made.due_on.between(first, last))
        .group_by(made.plan_id, later)
    )


def plan_sizes(connection: Connection, day: date) -> list[Row]:
    """How many items each plan has on that day."""
    return _plainly(connection, _plan_sizes(), day=day)


@cache
def _plan_sizes() -> Select[Any]:
    item, day = PLAN_ITEM.c, bindparam("day", type_=Date)
    asked = and_(or_(item.since.is_(None), item.since <= day), or_(item.ended_on.is_(None), item.ended_on > day))
    return select(item.plan_id, func.count()).where(asked).group_by(item.plan_id)


@cache
def _kinds_overdue() -> Select[Any]:
    due = RENEWAL.c
    return select(due.kind).where(due.ended == "", due.due_on < bindparam("day", type_=Date)).distinct()


@cache
def _points_identified() -> Select[Any]:
    hazard = HAZARD.c
    undated = func.count() - func.count(hazard.identified_on)
    return select(hazard.risk_point_id, func.min(hazard.identified_on), undated).group_by(hazard.risk_point_id)


def standing_row(connection: Connection, day: date) -> Row:
    """Counts for the home page; see STANDING_COLUMNS."""
    return _plainly(connection, _standing(), day=day)[0]


@cache
def _standing() -> Select[Any]:
    hazard, danger = HAZARD.c, HIDDEN_DANGER.c
    is_open = danger.status != DangerStatus.CLOSED.value
    waits = danger.status == DangerStatus.AWAITING_AUTHORITY.value  # nothing is left to do for the enterprise
    overdue = and_(is_open, not_(waits), danger.deadline < bindparam("day", type_=Date))
    oldest = select(danger.title).where(overdue).order_by(danger.deadline, danger.id).limit(1).scalar_subquery()
    hazards = select(
        *(how_many(hazard.level == int(level)) for level in RiskLevel),
        func.coalesce(func.sum(hazard.measures_planned), 0),
    ).subquery()
    dangers = (
        select(
            func.count(),
            how_many(is_open),
            how_many(overdue),
            func.coalesce(oldest, ""),
        )
        .select_from(HIDDEN_DANGER)
        .subquery()
    )
    submissions = (
        select(func.count(), how_many(_proved()), how_many(_sent_without_proof()))
        .select_from(SUBMISSION)
        .where(_counts_as_report())
        .subquery()
    )
    sources = hazards.join(dangers, true()).join(submissions, true())
    return select(*hazards.c, *dangers.c, *submissions.c).select_from(sources)


def submission_counts(connection: Connection, first: date | None, last: date | None) -> Row:
    """Reports exported between two days: how many, with proof, sent without proof. Moments are local ISO text."""
    given = {"first": (first or date.min).isoformat(), "last": (last or date.max).isoformat()}
    return tuple(connection.execute(_submission_counts(), given).one())


@cache
def _submission_counts() -> Select[Any]:
    sent = SUBMISSION.c
    day = func.substr(type_coerce(sent.created_at, Text), 1, 10)
    query: Select[Any] = select().add_columns(func.count(), how_many(_proved()), how_many(_sent_without_proof()))
    return query.where(_counts_as_report(), day.between(bindparam("first", type_=Text), bindparam("last", type_=Text)))


def _proved() -> ColumnElement[bool]:
    """As domain.submissions.Submission.proved."""
    return and_(SUBMISSION.c.proof != "", SUBMISSION.c.outcome != Outcome.RETURNED.value)


def _sent_without_proof() -> ColumnElement[bool]:
    return and_(not_(_proved()), SUBMISSION.c.channel != Channel.NOT_SENT.value)


def _counts_as_report() -> ColumnElement[bool]:
    """As domain.submissions.reports_due: the first file of each report that was not sent back and made again."""
    sent, again = SUBMISSION.c, SUBMISSION.alias().c
    first = or_(sent.group_id == "", sent.group_id == sent.id)
    made_again = exists().where(
        again.period_from == sent.period_from,
        again.period_to == sent.period_to,
        again.sequence > sent.sequence,
        or_(again.group_id == "", again.group_id == again.id),
    )
    return and_(first, or_(sent.outcome != Outcome.RETURNED.value, not_(made_again)))


def level_history(connection: Connection, *, of_present: bool = False, since: date | None = None) -> list[Row]:
    """What the audit trail says about the grades and judgements of hazards, oldest first.

    A record that comes or goes names its grade too, so these two fields find every entry that matters.
    """
    result = connection.execute(
        _level_history(of_present, since is not None), {"since": since.isoformat()} if since else {}
    )
    assert result.cursor is not None
    return cast(list[Row], result.cursor.fetchall())


@cache
def _level_history(of_present: bool, later: bool) -> Select[Any]:
    said = AUDIT_ENTRY.c
    at = type_coerce(said.at, Text)
    meant = [said.record_id.in_(select(HAZARD.c.id)) if of_present else said.record_kind == "Hazard"]
    if later:
        meant += [at >= bindparam("since", type_=Text), said.action != "create"]
    meant.append(or_(said.fields.contains('["grade",'), said.fields.contains('["judgements",')))
    return select(said.record_id, at, said.fields).where(*meant).order_by(said.number)


@cache
def _open_dangers() -> Select[Any]:
    danger = HIDDEN_DANGER.c
    return (
        select(
            *(danger.id, danger.code, danger.title, danger.level, danger.status, danger.found_on, danger.hazard_id),
            *(danger.measure_id, danger.deadline, danger.occurrence, danger.assigned_on, danger.rectified_on),
            *(danger.protective, danger.cause, danger.responsible_id),
        )
        .where(danger.status != DangerStatus.CLOSED.value)
        .order_by(danger.id)
    )


@cache
def _failed_controls() -> Select[Any]:
    return (
        select(HAZARD.c.id, MEASURE.c.id, HAZARD.c.level)
        .join(MEASURE, MEASURE.c.hazard_id == HAZARD.c.id)
        .where(HAZARD.c.level >= bindparam("least"), HAZARD.c.control_failed.is_(True), MEASURE.c.failed.is_(True))
    )


def _plainly(connection: Connection, query: Select[Any], **given: date) -> list[Row]:
    """Straight from the driver: several times faster, and days stay ISO text."""
    result = connection.execute(query, given)
    assert result.cursor is not None
    return cast(list[Row], result.cursor.fetchall())


def _tiers(connection: Connection) -> TierScheme:
    row = connection.execute(select(ENTERPRISE.c.tier_team, ENTERPRISE.c.tier_department)).first()
    return TierScheme(team=row[0], department=row[1]) if row else TierScheme()


def _spaced(texts: ColumnElement[Texts]) -> ColumnElement[str]:
    """A stored list of codes with blanks between: making 10,000 tuples of them would cost a third of the query."""
    plain: ColumnElement[str] = type_coerce(texts, Text)
    for old, new in (('","', " "), ('["', ""), ('"]', ""), ("[]", "")):
        plain = func.replace(plain, old, new)
    return plain
