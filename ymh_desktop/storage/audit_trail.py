"""Reading and proving the hash chain."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ymh_desktop.domain.audit import GENESIS, AuditEntry
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.mapping.audit import audit_value
from ymh_desktop.storage.tables.audit import AuditRow

AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class SqlAuditTrail:
    """The audit trail of the open data folder."""

    database: Database

    def entries(self, newest: int) -> tuple[AuditEntry, ...]:
        """The newest entries, newest first."""
        query = select(AuditRow).order_by(AuditRow.number.desc()).limit(newest)
        with Session(self.database.reader) as session:
            return tuple(audit_value(row) for row in session.scalars(query))

    def broken_at(self) -> int | None:
        """The number of the first entry that is altered, missing or out of order; None when the chain is whole."""
        query = select(AuditRow).order_by(AuditRow.number)
        expected, previous = 1, GENESIS
        with Session(self.database.reader) as session:
            for row in session.scalars(query, execution_options={"yield_per": AT_A_TIME}):
                try:
                    entry = audit_value(row)
                except (ValueError, TypeError):
                    return expected  # the fields are no JSON triples any more
                if entry.number != expected or entry.previous != previous or entry.computed() != entry.digest:
                    return expected
                expected, previous = expected + 1, entry.digest
        return None

    def head(self) -> str:
        """The digest of the last entry; 64 zeros before the first."""
        query = select(AuditRow.digest).order_by(AuditRow.number.desc()).limit(1)
        with Session(self.database.reader) as session:
            return session.scalars(query).first() or GENESIS
