"""Writing, reading and proving the hash chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from ymh_desktop.domain.audit import GENESIS, AuditEntry
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.mapping import kinds
from ymh_desktop.storage.mapping.audit import FieldChanges, audit_row, audit_value
from ymh_desktop.storage.mapping.kinds import Kind
from ymh_desktop.storage.tables.audit import AUDIT_ENTRY, AuditRow

AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Note:
    """What one new entry says; who, when and the digests are added when it is appended."""

    action: str
    record_kind: str
    record_id: str
    fields: FieldChanges


def append(connection: Connection, notes: Sequence[Note], at: datetime, actor: str, via: str) -> None:
    """Add entries to the end of the chain, in the caller's transaction."""
    if not notes:
        return
    newest = select(AUDIT_ENTRY.c.number, AUDIT_ENTRY.c.digest).order_by(AUDIT_ENTRY.c.number.desc()).limit(1)
    end = connection.execute(newest).first()
    last, previous = (0, GENESIS) if end is None else (end.number, end.digest)
    rows = []
    for number, note in enumerate(notes, start=last + 1):
        entry = AuditEntry(
            number, at, actor, via, note.action, note.record_kind, note.record_id, note.fields, previous, digest=""
        )
        previous = entry.computed()
        rows.append(audit_row(replace(entry, digest=previous))._asdict())
    connection.execute(insert(AUDIT_ENTRY), rows)


@dataclass(frozen=True, slots=True)
class SqlAuditTrail:
    """The audit trail of the open data folder."""

    database: Database

    def entries(self, newest: int) -> tuple[AuditEntry, ...]:
        """The newest entries, newest first."""
        return self._entries(select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.number.desc()).limit(newest))

    def of_record(self, record_id: str) -> tuple[AuditEntry, ...]:
        """Every entry of one record, newest first."""
        query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.record_id == record_id)
        return self._entries(query.order_by(AUDIT_ENTRY.c.number.desc()))

    def after(self, number: int, kinds: Sequence[str]) -> tuple[AuditEntry, ...]:
        """Every later entry about records of these kinds, newest first."""
        query = select(AUDIT_ENTRY).where(AUDIT_ENTRY.c.number > number, AUDIT_ENTRY.c.record_kind.in_(kinds))
        return self._entries(query.order_by(AUDIT_ENTRY.c.number.desc()))

    def kinds(self) -> Mapping[str, type]:
        """The name of each kind of record that is kept, and its class."""
        return {kind.name: kind.value for kind in vars(kinds).values() if isinstance(kind, Kind)}

    def _entries(self, query: Select[Any]) -> tuple[AuditEntry, ...]:
        with self.database.reader.connect() as connection:
            return tuple(audit_value(AuditRow._make(row)) for row in connection.execute(query))

    def broken_at(self) -> int | None:
        """The number of the first entry that is altered, missing or out of order; None when the chain is whole."""
        query = select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.number)
        expected, previous = 1, GENESIS
        with self.database.reader.connect() as connection:
            for row in connection.execution_options(yield_per=AT_A_TIME).execute(query):
                try:
                    entry = audit_value(AuditRow._make(row))
                except (ValueError, TypeError):
                    return expected  # the fields are no JSON triples any more
                if entry.number != expected or entry.previous != previous or entry.computed() != entry.digest:
                    return expected
                expected, previous = expected + 1, entry.digest
        return None

    def head(self) -> str:
        """The digest of the last entry; 64 zeros before the first."""
        query = select(AUDIT_ENTRY.c.digest).order_by(AUDIT_ENTRY.c.number.desc()).limit(1)
        with self.database.reader.connect() as connection:
            return connection.scalar(query) or GENESIS
