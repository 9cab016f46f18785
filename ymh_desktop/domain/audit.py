"""The audit trail as a hash chain: who, when, what changed from what to what."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

GENESIS = "0" * 64
UNDO = "undo"  # the action of an entry that takes something back

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: dumps makes one per call


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change of one record. `fields` holds (field, from, to) as JSON text, None for absent.

    `actor` is the person's name, or 未核验身份; `via` says through which way in (window, command line, phone).
    """

    number: int
    at: datetime
    actor: str
    via: str
    action: str  # create | change | remove | undo
    record_kind: str
    record_id: str
    fields: tuple[tuple[str, str | None, str | None], ...]
    previous: str
    digest: str

    @property
    def removes(self) -> bool:
        """After it the record was gone: it was removed, or its coming was undone."""
        return bool(self.fields) and all(new is None for _, _, new in self.fields)

    def computed(self) -> str:
        """The digest that this entry should bear: SHA-256 over its content and the previous digest."""
        return chain_digest(
            self.previous, self.number, self.at, self.actor, self.via, self.action, self.record_kind, self.record_id,
            self.fields,
        )  # fmt: skip


def chain_digest(
    previous: str,
    number: int,
    at: datetime,
    actor: str,
    via: str,
    action: str,
    record_kind: str,
    record_id: str,
    fields: tuple[tuple[str, str | None, str | None], ...],
) -> str:
    """SHA-256 (hex) of one entry; times are ISO text with offset, everything as canonical JSON."""
    body = [previous, number, at.isoformat(), actor, via, action, record_kind, record_id, fields]
    return sha256(_ENCODE(body).encode()).hexdigest()
