"""One transaction over all records. Committing writes the records and their audit rows together, or nothing.

A writing unit takes SQLite's write lock when it is entered, so what it read is still true when it writes.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, insert, select, update

from ymh_desktop.domain.awards import Award, AwardRule
from ymh_desktop.domain.change_notes import ChangeNote
from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.identification import Identification
from ymh_desktop.domain.incoming import ReceivedFile, TrustedParty
from ymh_desktop.domain.major_files import MajorFile
from ymh_desktop.domain.maps import MapSheet, MapVersion
from ymh_desktop.domain.own_texts import OwnText
from ymh_desktop.domain.postings import Posting
from ymh_desktop.domain.receipts import CardReceipt, QuizResult
from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.domain.risks import RiskPoint
from ymh_desktop.domain.self_assessment import SelfAssessment
from ymh_desktop.domain.submissions import SentLetter, Submission
from ymh_desktop.domain.training import Training
from ymh_desktop.domain.workdays import SpecialDays
from ymh_desktop.services.changes import Change, Changes
from ymh_desktop.services.ports import (
    AnswerRepository,
    CheckPlanRepository,
    Clock,
    ControlReviewRepository,
    DangerEventRepository,
    DangerRepository,
    DemandRepository,
    HazardRepository,
    InspectionRepository,
    PhoneEntryRepository,
    PhoneRepository,
    Repository,
    Views,
)
from ymh_desktop.storage.audit_trail import Note, append
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.mapping.audit import field_changes
from ymh_desktop.storage.mapping.kinds import (
    AWARD,
    AWARD_RULE,
    CARD_RECEIPT,
    CHANGE_NOTE,
    DEPARTMENT,
    ENTERPRISE,
    HANDOVER,
    IDENTIFICATION,
    MAJOR_FILE,
    MAP_SHEET,
    MAP_VERSION,
    OWN_TEXT,
    PERSON,
    POST,
    POSTING,
    QUIZ_RESULT,
    RECEIVED_FILE,
    RENEWAL,
    RISK_POINT,
    SELF_ASSESSMENT,
    SENT_LETTER,
    SPECIAL_DAYS,
    SUBMISSION,
    TRAINING,
    TRUSTED_PARTY,
    Kind,
)
from ymh_desktop.storage.place import NO_SPACE, NoSpace, free_bytes
from ymh_desktop.storage.queries import SqlViews
from ymh_desktop.storage.repositories import (
    AnswerRows,
    CheckPlanRecords,
    DangerRows,
    DemandRecords,
    EventRows,
    HazardRows,
    InspectionRecords,
    PhoneEntryRows,
    PhoneRows,
    ReadOnlyUnit,
    ReviewRows,
    Rows,
    Touched,
    V,
)
from ymh_desktop.storage.tables.upkeep import NUMBER_SERIES, SETTING

R = TypeVar("R", bound=Rows[Any])


@dataclass(frozen=True, slots=True)
class SqlUnits:
    """Opens units of work. `actor` names who is at work now (or says 未核验身份), `via` the way in.

    `room` tells the free bytes of a file's disk: a nearly full disk is not written to any more.
    """

    database: Database
    clock: Clock
    actor: Callable[[], str]
    via: str
    room: Callable[[Path], int] = free_bytes

    def write(self) -> "SqlUnitOfWork":
        """For one use case that changes something; raises NoSpace below 100 MB."""
        if not self.database.writable:
            raise ReadOnlyUnit("the data folder was opened for reading")
        free = self.room(self.database.path)
        if free < NO_SPACE:
            raise NoSpace(free)
        return SqlUnitOfWork(self, writing=True)

    def note(self, note: Note) -> None:
        """Put something into the audit trail that changed no record, e.g. that a backup was restored."""
        with self.database.writing() as connection:
            append(connection, [note], self.clock.now(), self.actor(), self.via)

    def read(self) -> "SqlUnitOfWork":
        """For one consistent look; saving raises."""
        return SqlUnitOfWork(self, writing=False)

    def through(self, via: str, actor: str | None = None) -> "SqlUnits":
        """The same data by another way in, as the audit trail names it; `actor` None: who it is otherwise."""
        return replace(self, via=via, actor=self.actor if actor is None else lambda: actor)


class SqlUnitOfWork:
    """Use it as a context manager, once. What was not committed leaves nothing behind."""

    def __init__(self, units: SqlUnits, *, writing: bool) -> None:
        self._units = units
        self._writing = writing
        self._held = ExitStack()
        self._open: Connection | None = None
        self._touched: Touched = {}
        self._numbers: dict[str, int] = {}
        self._repositories: list[Rows[Any]] = []
        self._enterprises = self._rows(ENTERPRISE)
        self.departments: Repository[Department] = self._rows(DEPARTMENT)
        self.people: Repository[Person] = self._rows(PERSON)
        self.posts: Repository[Post] = self._rows(POST)
        self.risk_points: Repository[RiskPoint] = self._rows(RISK_POINT)
        self.hazards: HazardRepository = self._keep(HazardRows(self._connection, self._touched, writing=writing))
        self.hidden_dangers: DangerRepository = self._keep(DangerRows(self._connection, self._touched, writing=writing))
        self.danger_events: DangerEventRepository = self._keep(
            EventRows(self._connection, self._touched, writing=writing)
        )
        self.major_files: Repository[MajorFile] = self._rows(MAJOR_FILE)
        self.control_reviews: ControlReviewRepository = self._keep(
            ReviewRows(self._connection, self._touched, writing=writing)
        )
        self.identifications: Repository[Identification] = self._rows(IDENTIFICATION)
        self.answers: AnswerRepository = self._keep(AnswerRows(self._connection, self._touched, writing=writing))
        self.submissions: Repository[Submission] = self._rows(SUBMISSION)
        self.received_files: Repository[ReceivedFile] = self._rows(RECEIVED_FILE)
        self.sent_letters: Repository[SentLetter] = self._rows(SENT_LETTER)
        self.trusted_parties: Repository[TrustedParty] = self._rows(TRUSTED_PARTY)
        self.demands: DemandRepository = self._keep(DemandRecords(self._connection, self._touched, writing=writing))
        self.check_plans: CheckPlanRepository = self._keep(
            CheckPlanRecords(self._connection, self._touched, writing=writing)
        )
        self.inspections: InspectionRepository = self._keep(
            InspectionRecords(self._connection, self._touched, writing=writing)
        )
        self.special_days: Repository[SpecialDays] = self._rows(SPECIAL_DAYS)
        self.map_sheets: Repository[MapSheet] = self._rows(MAP_SHEET)
        self.map_versions: Repository[MapVersion] = self._rows(MAP_VERSION)
        self.own_texts: Repository[OwnText] = self._rows(OWN_TEXT)
        self.postings: Repository[Posting] = self._rows(POSTING)
        self.phones: PhoneRepository = self._keep(PhoneRows(self._connection, self._touched, writing=writing))
        self.phone_entries: PhoneEntryRepository = self._keep(
            PhoneEntryRows(self._connection, self._touched, writing=writing)
        )
        self.trainings: Repository[Training] = self._rows(TRAINING)
        self.card_receipts: Repository[CardReceipt] = self._rows(CARD_RECEIPT)
        self.quiz_results: Repository[QuizResult] = self._rows(QUIZ_RESULT)
        self.award_rules: Repository[AwardRule] = self._rows(AWARD_RULE)
        self.awards: Repository[Award] = self._rows(AWARD)
        self.renewals: Repository[Renewal] = self._rows(RENEWAL)
        self.change_notes: Repository[ChangeNote] = self._rows(CHANGE_NOTE)
        self.self_assessments: Repository[SelfAssessment] = self._rows(SELF_ASSESSMENT)
        self.handovers: Repository[Handover] = self._rows(HANDOVER)

    def __enter__(self) -> Self:
        if self._open is not None:
            raise RuntimeError("a unit of work was entered twice")
        database = self._units.database
        with ExitStack() as held:
            if self._writing:
                held.enter_context(database.turn())
            engine = database.writer if self._writing else database.reader
            connection = held.enter_context(engine.connect())
            connection.begin()  # the write lock is taken now
            self._held = held.pop_all()
        self._open = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def enterprise(self) -> Enterprise | None:
        """The enterprise of this data folder; None before the first step of the wizard."""
        return next(iter(self._enterprises.all()), None)

    def save_enterprise(self, enterprise: Enterprise) -> None:
        """Keep it. Raises ValueError for a second one: one data folder is one enterprise."""
        present = self.enterprise()
        if present is not None and present.id != enterprise.id:
            raise ValueError(f"a second enterprise: {enterprise.id}")
        self._enterprises.save(enterprise)

    @property
    def views(self) -> Views:
        """The lists, as the file has them within this transaction."""
        return SqlViews(self._units.database, self._connection())

    def setting(self, key: str) -> str | None:
        """A setting's text, None when it was never set."""
        return self._connection().scalar(select(SETTING.c.value).where(SETTING.c.key == key))

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        self._allow_writing()
        changed = self._connection().execute(update(SETTING).where(SETTING.c.key == key).values(value=value))
        if changed.rowcount == 0:
            self._connection().execute(insert(SETTING).values(key=key, value=value))

    def next_number(self, series: str) -> int:
        """1, 2, 3 … per series; a number given and committed once is never given again."""
        self._allow_writing()
        if series not in self._numbers:  # nobody else can raise it: this unit holds the write lock until it ends
            last = select(NUMBER_SERIES.c.last).where(NUMBER_SERIES.c.series == series)
            self._numbers[series] = self._connection().scalar(last) or 0
        self._numbers[series] += 1
        return self._numbers[series]

    def _write_numbers(self) -> None:
        for series, last in self._numbers.items():
            kept = update(NUMBER_SERIES).where(NUMBER_SERIES.c.series == series).values(last=last)
            if self._connection().execute(kept).rowcount == 0:
                self._connection().execute(insert(NUMBER_SERIES).values(series=series, last=last))

    def commit(self, action: str = "change") -> Changes:
        """Write everything and its audit rows in one transaction. `action` is change or undo."""
        self._allow_writing()
        found = {(change.kind, change.id): change for each in self._repositories for change in each.changes()}
        changes = tuple(found[key] for key in self._touched if key in found)
        for repository in self._repositories:
            repository.write()
        self._write_numbers()
        notes = [Note(_action(c, action), c.kind, c.id, field_changes(c.before, c.after)) for c in changes]
        append(self._connection(), notes, self._units.clock.now(), self._units.actor(), self._units.via)
        self._connection().commit()
        self._close()
        return Changes(changes)

    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("a unit of work was used before it was entered or after it ended")
        return self._open

    def _close(self) -> None:
        """Roll back what was not committed and give the connection back."""
        self._open = None
        self._held.close()

    def _rows(self, kind: Kind[V]) -> Rows[V]:
        return self._keep(Rows(self._connection, kind, self._touched, writing=self._writing))

    def _keep(self, rows: R) -> R:
        self._repositories.append(rows)
        return rows

    def _allow_writing(self) -> None:
        if not self._writing:
            raise ReadOnlyUnit("a reading unit was asked to write")


def _action(change: Change, action: str) -> str:
    if action != "change":
        return action
    if change.before is None:
        return "create"
    return "remove" if change.after is None else "change"
