"""Rows ↔ values of the audit trail, and what changed between two values of one record, as text."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from ymh_desktop.domain.audit import AuditEntry
from ymh_desktop.storage.tables.audit import AuditRow

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once: dumps makes one per call
_FIELDS: dict[type, tuple[str, ...]] = {}
_SILENT = {None, "null", "[]", '""'}
FieldChanges = tuple[tuple[str, str | None, str | None], ...]


def field_changes(before: object | None, after: object | None) -> FieldChanges:
    """(field, from, to) per field that differs, as JSON text; None on the side where the record does not exist.

    A new record names only what says something, so that the trail stays readable.
    """
    record: Any = after if after is not None else before
    changes = []
    for name in _names(type(record)):
        old = _as_json(getattr(before, name)) if before is not None else None
        new = _as_json(getattr(after, name)) if after is not None else None
        if old != new and not (old in _SILENT and new in _SILENT):
            changes.append((name, old, new))
    return tuple(changes)


def audit_row(entry: AuditEntry) -> AuditRow:
    """The row that keeps this entry."""
    return AuditRow(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        via=entry.via,
        action=entry.action,
        record_kind=entry.record_kind,
        record_id=entry.record_id,
        fields=_text(entry.fields),
        previous=entry.previous,
        digest=entry.digest,
    )


def audit_value(row: AuditRow) -> AuditEntry:
    """The entry of this row, digest unchecked. Raises ValueError when its fields were spoiled."""
    return AuditEntry(
        number=row.number,
        at=row.at,
        actor=row.actor,
        via=row.via,
        action=row.action,
        record_kind=row.record_kind,
        record_id=row.record_id,
        fields=tuple((name, old, new) for name, old, new in json.loads(row.fields)),
        previous=row.previous,
        digest=row.digest,
    )


def _as_json(value: object) -> str:
    return _text(_plain(value))


def _text(value: object) -> str:
    return _ENCODE(value)


def _names(kind: type) -> tuple[str, ...]:
    known = _FIELDS.get(kind)
    if known is None:
        known = _FIELDS[kind] = tuple(field.name for field in fields(kind))
    return known


def _plain(value: Any) -> object:
    """What JSON can say. Enum members by name, as their numbers mean nothing to a reader; decimals and days as text."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):  # also a datetime
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    return value
