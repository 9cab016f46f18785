"""One transaction over all records. Committing writes the records and their audit rows together, or nothing.

A writing unit takes SQLite's write lock when it is entered, so what it read is still true when it writes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from ymh_desktop.domain.audit import GENESIS, AuditEntry
from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Identification
from ymh_desktop.domain.risks import RiskPoint
from ymh_desktop.domain.submissions import Submission
from ymh_desktop.services.changes import Change, Changes
from ymh_desktop.services.ports import AnswerRepository, Clock, HazardRepository, Repository
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.mapping.audit import audit_row, field_changes
from ymh_desktop.storage.mapping.kinds import (
    DEPARTMENT,
    ENTERPRISE,
    HIDDEN_DANGER,
    IDENTIFICATION,
    PERSON,
    POST,
    RISK_POINT,
    SUBMISSION,
    Kind,
)
from ymh_desktop.storage.repositories import AnswerRows, HazardRows, ReadOnlyUnit, Rows, Touched, V, W
from ymh_desktop.storage.tables.audit import AuditRow
from ymh_desktop.storage.tables.upkeep import NumberRow, SettingRow

R = TypeVar("R", bound=Rows[Any, Any])


@dataclass(frozen=True, slots=True)
class SqlUnits:
    """Opens units of work. `actor` names who is at work now (or says 未核验身份), `via` the way in."""

    database: Database
    clock: Clock
    actor: Callable[[], str]
    via: str

    def write(self) -> "SqlUnitOfWork":
        """For one use case that changes something."""
        return SqlUnitOfWork(self.database.writer, self, writing=True)

    def read(self) -> "SqlUnitOfWork":
        """For one consistent look; saving raises."""
        return SqlUnitOfWork(self.database.reader, self, writing=False)


class SqlUnitOfWork:
    """Use it as a context manager, once. What was not committed leaves nothing behind."""

    def __init__(self, engine: Engine, units: SqlUnits, *, writing: bool) -> None:
        self._units = units
        self._writing = writing
        # Without autobegin nothing can be read or written outside the one transaction of the unit.
        self._session = Session(engine, autoflush=False, autobegin=False, expire_on_commit=False)
        self._touched: Touched = {}
        self._repositories: list[Rows[Any, Any]] = []
        self._enterprises = self._rows(ENTERPRISE)
        self.departments: Repository[Department] = self._rows(DEPARTMENT)
        self.people: Repository[Person] = self._rows(PERSON)
        self.posts: Repository[Post] = self._rows(POST)
        self.risk_points: Repository[RiskPoint] = self._rows(RISK_POINT)
        self.hazards: HazardRepository = self._keep(HazardRows(self._session, self._touched, writing=writing))
        self.hidden_dangers: Repository[HiddenDanger] = self._rows(HIDDEN_DANGER)
        self.identifications: Repository[Identification] = self._rows(IDENTIFICATION)
        self.answers: AnswerRepository = self._keep(AnswerRows(self._session, self._touched, writing=writing))
        self.submissions: Repository[Submission] = self._rows(SUBMISSION)

    def __enter__(self) -> Self:
        self._session.begin()
        self._session.connection()  # the write lock, or the snapshot, is taken now
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def enterprise(self) -> Enterprise | None:
        """The enterprise of this data folder; None before the first step of the wizard."""
        return next(iter(self._enterprises.all()), None)

    def save_enterprise(self, enterprise: Enterprise) -> None:
        """Keep it. Raises ValueError for a second one: one data folder is one enterprise."""
        present = self.enterprise()
        if present is not None and present.id != enterprise.id:
            raise ValueError(f"a second enterprise: {enterprise.id}")
        self._enterprises.save(enterprise)

    def setting(self, key: str) -> str | None:
        """A setting's text, None when it was never set."""
        row = self._session.get(SettingRow, key)
        return None if row is None else row.value

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        self._allow_writing()
        row = self._session.get(SettingRow, key)
        if row is None:
            self._session.add(SettingRow(key=key, value=value))
            self._session.flush()
        else:
            row.value = value

    def next_number(self, series: str) -> int:
        """1, 2, 3 … per series; a number given and committed once is never given again."""
        self._allow_writing()
        row = self._session.get(NumberRow, series)
        if row is None:
            row = NumberRow(series=series, last=0)
            self._session.add(row)
            self._session.flush()
        row.last += 1
        return row.last

    def commit(self, action: str = "change") -> Changes:
        """Write everything and its audit rows in one transaction. `action` is change or undo."""
        self._allow_writing()
        found = {(change.kind, change.id): change for each in self._repositories for change in each.changes()}
        changes = tuple(found[key] for key in self._touched if key in found)
        for repository in self._repositories:
            repository.write()
        self._write_audit(changes, action)
        self._session.commit()
        return Changes(changes)

    def _rows(self, kind: Kind[V, W]) -> Rows[V, W]:
        return self._keep(Rows(self._session, kind, self._touched, writing=self._writing))

    def _keep(self, rows: R) -> R:
        self._repositories.append(rows)
        return rows

    def _write_audit(self, changes: tuple[Change, ...], action: str) -> None:
        if not changes:
            return
        number, previous = self._chain_end()
        at, actor = self._units.clock.now(), self._units.actor()
        for change in changes:
            number += 1
            entry = AuditEntry(
                number=number,
                at=at,
                actor=actor,
                via=self._units.via,
                action=_action(change, action),
                record_kind=change.kind,
                record_id=change.id,
                fields=field_changes(change.before, change.after),
                previous=previous,
                digest="",
            )
            previous = entry.computed()
            self._session.add(audit_row(replace(entry, digest=previous)))

    def _chain_end(self) -> tuple[int, str]:
        newest = select(AuditRow.number, AuditRow.digest).order_by(AuditRow.number.desc()).limit(1)
        found = self._session.execute(newest).first()
        return (0, GENESIS) if found is None else (found.number, found.digest)

    def _allow_writing(self) -> None:
        if not self._writing:
            raise ReadOnlyUnit("a reading unit was asked to write")


def _action(change: Change, action: str) -> str:
    if action != "change":
        return action
    if change.before is None:
        return "create"
    return "remove" if change.after is None else "change"
