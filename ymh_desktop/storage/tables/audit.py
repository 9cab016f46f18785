"""The audit trail. Rows are only ever added."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ymh_desktop.storage.tables.base import Base


class AuditRow(Base):
    """One entry of the hash chain; `fields` is the JSON text of its (field, from, to) triples."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    via: Mapped[str]
    action: Mapped[str]
    record_kind: Mapped[str]
    record_id: Mapped[str] = mapped_column(index=True)
    fields: Mapped[str]
    previous: Mapped[str]
    digest: Mapped[str]
