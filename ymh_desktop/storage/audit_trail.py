"""Reading and proving the hash chain."""

from dataclasses import dataclass

from sqlalchemy import select

from ymh_desktop.domain.audit import GENESIS, AuditEntry
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.mapping.audit import audit_value
from ymh_desktop.storage.tables.audit import AUDIT_ENTRY, AuditRow

AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class SqlAuditTrail:
    """The audit trail of the open data folder."""

    database: Database

    def entries(self, newest: int) -> tuple[AuditEntry, ...]:
        """The newest entries, newest first."""
        query = select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.number.desc()).limit(newest)
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
