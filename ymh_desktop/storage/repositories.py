"""The records of one kind inside one unit of work. Changes wait in memory until the unit commits."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)

from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.control_reviews import ControlReview
from ymh_desktop.domain.danger_events import DangerEvent
from ymh_desktop.domain.demands import Demand
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger
from ymh_desktop.domain.identification import Answer
from ymh_desktop.domain.inspections import Inspection
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.phones import EntryState, Phone, PhoneEntry
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.changes import Change
from ymh_desktop.services.ports import Record
from ymh_desktop.storage.errors import RecordGone
from ymh_desktop.storage.mapping.kinds import (
    ANSWER,
    CHECK_PLAN,
    CONTROL_REVIEW,
    DANGER_EVENT,
    DEMAND,
    HAZARD,
    HIDDEN_DANGER,
    INSPECTION,
    PHONE,
    PHONE_ENTRY,
    Keeping,
    Kind,
)
from ymh_desktop.storage.tables import major
from ymh_desktop.storage.tables.check import INSPECTION as INSPECTION_TABLE
from ymh_desktop.storage.tables.danger import DANGER_EVENT as EVENT_TABLE
from ymh_desktop.storage.tables.danger import HIDDEN_DANGER as DANGER_TABLE
from ymh_desktop.storage.tables.firm import PERSON as PERSON_TABLE
from ymh_desktop.storage.tables.major import CONTROL_REVIEW as REVIEW_TABLE
from ymh_desktop.storage.tables.phone import PHONE as PHONE_TABLE
from ymh_desktop.storage.tables.phone import PHONE_ENTRY as PHONE_ENTRY_TABLE
from ymh_desktop.storage.tables.phone import PHONE_USE
from ymh_desktop.storage.tables.risk import HAZARD as HAZARD_TABLE
from ymh_desktop.storage.tables.supervision import DEMAND_ANSWER as ANSWERED_TABLE
from ymh_desktop.storage.tables.survey import ANSWER as ANSWER_TABLE

V = TypeVar("V", bound=Record)
Touched = dict[tuple[str, str], None]  # (kind, id) in the order of first touch, across all repositories of a unit
AT_A_TIME = 500  # ids in one statement: older SQLite takes 999 at most


class ReadOnlyUnit(RuntimeError):
    """A unit opened for reading was asked to save: a mistake in a use case, not of the user."""


class Rows(Generic[V]):
    """A repository over the tables of one kind. `all` is ordered by id: UUIDv7 grow with the time they are made.

    `connection` is asked on every use, so that nothing is read or written outside the unit's one transaction.
    """

    def __init__(self, connection: Callable[[], Connection], kind: Kind[V], touched: Touched, *, writing: bool) -> None:
        self._connection = connection
        self._kind = kind
        self._touched = touched
        self._writing = writing
        self._id: ColumnElement[str] = kind.main.table.c.id
        self._stored: dict[str, V | None] = {}  # as the file has it
        self._knows_all = False  # every record of the file was read
        self._pending: dict[str, V | None] = {}  # as it shall be; None: taken away

    def get(self, record_id: str) -> V:
        """The record; raises RecordGone."""
        found = self.find(record_id)
        if found is None:
            raise RecordGone
        return found

    def find(self, record_id: str) -> V | None:
        """The record or None."""
        if record_id in self._pending:
            return self._pending[record_id]
        return self._in_file(record_id)

    def all(self) -> tuple[V, ...]:
        """Every record, in the order in which they were made."""
        return self._select(None)

    def save(self, record: V) -> None:
        """Add it, or put it in place of the one with its id."""
        self._allow_writing()
        self._in_file(record.id)
        self._touch(record.id, record)

    def remove(self, record_id: str) -> None:
        """Take it away; raises RecordGone."""
        self._allow_writing()
        self.get(record_id)
        self._touch(record_id, None)

    def changes(self) -> list[Change]:
        """What differs from the file."""
        return [
            Change(self._kind.name, record_id, self._stored[record_id], after)
            for record_id, after in self._pending.items()
            if after != self._stored[record_id]
        ]

    def write(self) -> None:
        """Write what differs into the transaction: parts of changed records are written anew."""
        changes = self.changes()
        gone = [change.id for change in changes if change.after is None]
        known = [change.id for change in changes if change.before is not None]
        for keeping in self._kind.parts:
            self._delete(keeping.table, keeping.owner, known)
        self._delete(self._kind.main.table, self._id, gone)
        kept = [change for change in changes if change.after is not None]
        rows = {change.id: self._kind.to_rows(change.after) for change in kept}  # type: ignore[arg-type]  # a change may hold any record
        self._update([rows[change.id][0] for change in kept if change.before is not None])
        self._insert(self._kind.main.table, [rows[change.id][0] for change in kept if change.before is None])
        for at, keeping in enumerate(self._kind.parts, start=1):
            self._insert(keeping.table, [part for record in rows.values() for part in record[at]])

    def _delete(self, table: Any, column: ColumnElement[str], ids: Sequence[str]) -> None:
        for first in range(0, len(ids), AT_A_TIME):
            self._connection().execute(delete(table).where(column.in_(ids[first : first + AT_A_TIME])))

    def _update(self, rows: Sequence[Any]) -> None:
        if rows:
            query = update(self._kind.main.table).where(self._id == bindparam("key"))
            self._connection().execute(query, [{"key": row.id, **row._asdict()} for row in rows])

    def _insert(self, table: Any, rows: Sequence[Any]) -> None:
        if rows:
            self._connection().execute(insert(table), [row._asdict() for row in rows])

    def _in_file(self, record_id: str) -> V | None:
        if record_id not in self._stored:
            known = () if self._knows_all else self._read(self._id == record_id)
            self._stored[record_id] = next(iter(known), None)
        return self._stored[record_id]

    def _select(self, condition: ColumnElement[bool] | None) -> tuple[V, ...]:
        """Records that meet the condition in the file (perhaps more, once all are known), with what is pending."""
        if self._knows_all:  # nobody else can have written: the unit holds the lock, or looks at its snapshot
            found = {record_id: value for record_id, value in self._stored.items() if value is not None}
        else:
            found = {value.id: value for value in self._read(condition)}
            self._stored = {**found, **self._stored}
            self._knows_all = condition is None
        for record_id, pending in self._pending.items():
            if pending is None:
                found.pop(record_id, None)
            else:
                found[record_id] = pending
        return tuple(found[key] for key in sorted(found))

    def _read(self, condition: ColumnElement[bool] | None) -> list[V]:
        main = self._kind.main
        wanted: Select[Any] | None = None
        query = _whole(main.table, "id")
        if condition is not None:
            query, wanted = query.where(condition), select(self._id).where(condition)
        records = [main.row._make(row) for row in self._connection().execute(query)]
        if not records:
            return []
        parts = [self._read_parts(keeping, wanted) for keeping in self._kind.parts]
        to_value = self._kind.to_value
        return [to_value(record, *[part.get(record.id, ()) for part in parts]) for record in records]

    def _read_parts(self, keeping: Keeping, wanted: Select[Any] | None) -> dict[str, list[Any]]:
        query = _whole(keeping.table, "position")
        if wanted is not None:
            query = query.where(keeping.owner.in_(wanted))
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._connection().execute(query):
            found[row[0]].append(keeping.row._make(row))
        return found

    def _touch(self, record_id: str, value: V | None) -> None:
        self._touched[(self._kind.name, record_id)] = None
        self._pending[record_id] = value

    def _allow_writing(self) -> None:
        if not self._writing:
            raise ReadOnlyUnit(f"{self._kind.name} saved in a reading unit")


@cache  # asked for all day long, and building it takes longer than a small table's reading
def _whole(table: Table, order: str) -> Select[Any]:
    return select(table).order_by(table.c[order])


class HazardRows(Rows[Hazard]):
    """Hazards, also by risk point or level."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, HAZARD, touched, writing=writing)

    def of_point(self, risk_point_id: str) -> tuple[Hazard, ...]:
        """The hazards of one risk point."""
        found = self._select(HAZARD_TABLE.c.risk_point_id == risk_point_id)
        return tuple(hazard for hazard in found if hazard.risk_point_id == risk_point_id)

    def at_level(self, level: RiskLevel) -> tuple[Hazard, ...]:
        """The hazards of one level."""
        found = self._select(HAZARD_TABLE.c.level == int(level))
        return tuple(hazard for hazard in found if hazard.level is level)


class AnswerRows(Rows[Answer]):
    """Answers, also by run."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, ANSWER, touched, writing=writing)

    def of_identification(self, identification_id: str) -> tuple[Answer, ...]:
        """All answers of one run."""
        found = self._select(ANSWER_TABLE.c.identification_id == identification_id)
        return tuple(answer for answer in found if answer.identification_id == identification_id)


class CheckPlanRecords(Rows[CheckPlan]):
    """Check plans, also without their items."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, CHECK_PLAN, touched, writing=writing)

    def headers(self) -> tuple[CheckPlan, ...]:
        """Every plan as the file has it, without items: for lists of what is due."""
        rows = self._connection().execute(_whole(CHECK_PLAN.main.table, "id"))
        return tuple(CHECK_PLAN.to_value(CHECK_PLAN.main.row._make(row), ()) for row in rows)


_ABOUT_DANGERS = (
    *(DANGER_TABLE, EVENT_TABLE, REVIEW_TABLE, major.MAJOR_FILE, major.MAJOR_CHAIN, major.MAJOR_REPORT),
    *(major.MAJOR_ORDER, major.MAJOR_ANSWER),
)


class DangerRows(Rows[HiddenDanger]):
    """Hidden dangers: thousands after years, so ask for few."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, HIDDEN_DANGER, touched, writing=writing)

    def of_hazard(self, hazard_id: str) -> tuple[HiddenDanger, ...]:
        """Those of one hazard, also closed ones."""
        found = self._select(DANGER_TABLE.c.hazard_id == hazard_id)
        return tuple(danger for danger in found if danger.hazard_id == hazard_id)

    def still_open(self) -> tuple[HiddenDanger, ...]:
        """Those that are not closed."""
        found = self._select(DANGER_TABLE.c.status != DangerStatus.CLOSED.value)
        return tuple(danger for danger in found if danger.is_open)

    def titled(self, title: str) -> tuple[HiddenDanger, ...]:
        """Those with exactly these words."""
        found = self._select(DANGER_TABLE.c.title == title)
        return tuple(danger for danger in found if danger.title == title)

    def names(self, person_id: str, *, following: bool = True) -> bool:
        """Whether a hidden danger, its history, a major file or a review names this person; saved ones only.

        With `following` False, who answers for an open major one does not count.
        """
        queries = [
            select(literal(1)).select_from(table).where(column == person_id)
            for table in _ABOUT_DANGERS
            for column in table.columns
            if any(key.column is PERSON_TABLE.c.id for key in column.foreign_keys)
            and (following or column is not DANGER_TABLE.c.responsible_id)
        ]
        if not following:
            settled = or_(DANGER_TABLE.c.level != DangerLevel.MAJOR.value, DANGER_TABLE.c.closed_on.is_not(None))
            queries.append(select(literal(1)).where(DANGER_TABLE.c.responsible_id == person_id, settled))
        return self._connection().scalar(union_all(*queries).limit(1)) is not None


class EventRows(Rows[DangerEvent]):
    """The histories of hidden dangers, one at a time."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, DANGER_EVENT, touched, writing=writing)

    def of_danger(self, danger_id: str) -> tuple[DangerEvent, ...]:
        """Its history, oldest first."""
        found = self._select(EVENT_TABLE.c.danger_id == danger_id)
        return tuple(sorted((e for e in found if e.danger_id == danger_id), key=lambda event: (event.at, event.id)))


class ReviewRows(Rows[ControlReview]):
    """Reviews of major risks, also by hazard."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, CONTROL_REVIEW, touched, writing=writing)

    def of_hazard(self, hazard_id: str) -> tuple[ControlReview, ...]:
        """Its reviews, oldest first."""
        found = self._select(REVIEW_TABLE.c.hazard_id == hazard_id)
        return tuple(sorted((r for r in found if r.hazard_id == hazard_id), key=lambda review: (review.on, review.id)))


class DemandRecords(Rows[Demand]):
    """What departments ask, also what is open."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, DEMAND, touched, writing=writing)

    def still_open(self) -> tuple[Demand, ...]:
        """Those that are not closed."""
        found = self._select(DEMAND.main.table.c.closed_on.is_(None))
        return tuple(demand for demand in found if demand.closed_on is None)

    def names(self, person_id: str) -> bool:
        """Whether this person gave an answer; saved ones only."""
        query = select(literal(1)).where(ANSWERED_TABLE.c.by_id == person_id).limit(1)
        return self._connection().scalar(query) is not None


class InspectionRecords(Rows[Inspection]):
    """Inspections: years of them, so `all` is for small jobs only."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, INSPECTION, touched, writing=writing)

    def of_plan(self, plan_id: str, first: date, last: date) -> tuple[Inspection, ...]:
        """Those of one plan whose period begins between the two days."""
        columns = INSPECTION_TABLE.c
        found = self._select(and_(columns.plan_id == plan_id, columns.period_first.between(first, last)))
        return tuple(each for each in found if each.plan_id == plan_id and first <= each.period.first <= last)

    def newest_of_plan(self, plan_id: str, most: int) -> tuple[Inspection, ...]:
        """The last ones that were made of a plan, newest first."""
        columns = INSPECTION_TABLE.c
        newest = (
            select(columns.id)
            .where(columns.plan_id == plan_id)
            .order_by(columns.done_on.desc(), columns.id.desc())
            .limit(most)
        )
        found = [each for each in self._select(columns.id.in_(newest)) if each.plan_id == plan_id]
        return tuple(sorted(found, key=lambda each: (each.done_on, each.id), reverse=True)[:most])

    def names(self, person_id: str) -> bool:
        """Whether this person made one of them."""
        query = select(INSPECTION_TABLE.c.id).where(INSPECTION_TABLE.c.inspector_id == person_id).limit(1)
        pending = any(each is not None and each.inspector_id == person_id for each in self._pending.values())
        return pending or self._connection().scalar(query) is not None


class PhoneRows(Rows[Phone]):
    """Paired phones, also by their secret, and when they were last here."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, PHONE, touched, writing=writing)

    def with_token(self, token_sha256: str) -> Phone | None:
        """The phone whose secret has this digest (hex); None for a stranger."""
        found = self._select(PHONE_TABLE.c.token_sha256 == token_sha256)
        return next((phone for phone in found if phone.token_sha256 == token_sha256), None)

    def note_use(self, phone_id: str, at: datetime) -> None:
        """Write down that it was here; kept with the commit, not audited."""
        self._allow_writing()
        noted = self._connection().execute(update(PHONE_USE).where(PHONE_USE.c.phone_id == phone_id).values(at=at))
        if noted.rowcount == 0:
            self._connection().execute(insert(PHONE_USE).values(phone_id=phone_id, at=at))

    def last_uses(self) -> dict[str, datetime]:
        """When each phone was last here, by id; a phone that was never here is missing."""
        return {row.phone_id: row.at for row in self._connection().execute(select(PHONE_USE))}


class PhoneEntryRows(Rows[PhoneEntry]):
    """What phones sent: thousands after years, so ask for few."""

    def __init__(self, connection: Callable[[], Connection], touched: Touched, *, writing: bool) -> None:
        super().__init__(connection, PHONE_ENTRY, touched, writing=writing)

    def sent_as(self, sent_id: str) -> PhoneEntry | None:
        """The one that the phone gave this number; None when it has not come."""
        found = self._select(PHONE_ENTRY_TABLE.c.sent_id == sent_id)
        return next((entry for entry in found if entry.sent_id == sent_id), None)

    def waiting(self) -> tuple[PhoneEntry, ...]:
        """Those that nobody decided on, in the order in which they came."""
        found = self._select(PHONE_ENTRY_TABLE.c.state == EntryState.WAITING.value)
        return tuple(entry for entry in found if entry.state is EntryState.WAITING)

    def count_waiting(self) -> int:
        """How many those are; saved ones only."""
        query = select(func.count()).where(PHONE_ENTRY_TABLE.c.state == EntryState.WAITING.value)
        return self._connection().scalar(query) or 0

    def newest_of(self, person_id: str, most: int) -> tuple[PhoneEntry, ...]:
        """The last ones of one person, newest first."""
        columns = PHONE_ENTRY_TABLE.c
        newest = select(columns.id).where(columns.person_id == person_id).order_by(columns.id.desc()).limit(most)
        found = [entry for entry in self._select(columns.id.in_(newest)) if entry.person_id == person_id]
        return tuple(sorted(found, key=lambda entry: entry.id, reverse=True)[:most])

    def names(self, person_id: str) -> bool:
        """Whether this person has a phone or sent something; saved ones only."""
        phones = select(literal(1)).where(PHONE_TABLE.c.person_id == person_id)
        entries = select(literal(1)).where(PHONE_ENTRY_TABLE.c.person_id == person_id)
        return self._connection().scalar(union_all(phones, entries).limit(1)) is not None
