"""Rows ↔ values: paired phones and what they sent."""

import json
from collections.abc import Sequence

from ymh_desktop.domain.phones import EntryKind, EntryState, Phone, PhoneEntry, payload_data, payload_from
from ymh_desktop.storage.tables.phone import PhoneEntryPhotoRow, PhoneEntryRow, PhoneRow


def phone_rows(value: Phone) -> tuple[PhoneRow]:
    """The row that keeps this phone."""
    row = PhoneRow(
        id=value.id,
        number=value.number,
        person_id=value.person_id,
        device=value.device,
        token_sha256=value.token_sha256,
        paired_at=value.paired_at,
        ended_at=value.ended_at,
    )
    return (row,)


def phone_value(row: PhoneRow) -> Phone:
    """The phone of this row."""
    return Phone(
        id=row.id,
        number=row.number,
        person_id=row.person_id,
        device=row.device,
        token_sha256=row.token_sha256,
        paired_at=row.paired_at,
        ended_at=row.ended_at,
    )


def phone_entry_rows(value: PhoneEntry) -> tuple[PhoneEntryRow, list[PhoneEntryPhotoRow]]:
    """The rows that keep this entry: itself and one per photo."""
    row = PhoneEntryRow(
        id=value.id,
        sent_id=value.sent_id,
        phone_id=value.phone_id,
        person_id=value.person_id,
        kind=value.kind.value,
        made_at=value.made_at,
        arrived_at=value.arrived_at,
        payload=json.dumps(payload_data(value.payload), ensure_ascii=False, separators=(",", ":")),
        state=value.state.value,
        decided_at=value.decided_at,
        said=value.said,
        record_id=value.record_id,
    )
    return row, [PhoneEntryPhotoRow(value.id, position, photo) for position, photo in enumerate(value.photos)]


def phone_entry_value(row: PhoneEntryRow, photos: Sequence[PhoneEntryPhotoRow]) -> PhoneEntry:
    """The entry of these rows; the payload says which photo belongs where."""
    return PhoneEntry(
        id=row.id,
        sent_id=row.sent_id,
        phone_id=row.phone_id,
        person_id=row.person_id,
        made_at=row.made_at,
        arrived_at=row.arrived_at,
        payload=payload_from(EntryKind(row.kind), json.loads(row.payload)),
        state=EntryState(row.state),
        decided_at=row.decided_at,
        said=row.said,
        record_id=row.record_id,
    )
