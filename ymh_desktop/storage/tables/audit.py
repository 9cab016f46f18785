"""The audit trail. Rows are only ever added."""

from datetime import datetime
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, Searched, table_of


class AuditRow(NamedTuple):
    """One entry of the hash chain; `fields` is the JSON text of its (field, from, to) triples."""

    number: Annotated[int, Key()]
    at: datetime
    actor: str
    via: str
    action: str
    record_kind: str
    record_id: Annotated[str, Searched()]
    fields: str
    previous: str
    digest: str


AUDIT_ENTRY = table_of("audit_entry", AuditRow)
