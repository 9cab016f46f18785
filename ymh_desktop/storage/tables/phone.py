"""Paired phones and what they sent."""

from datetime import datetime
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, Once, PointsAt, Searched, table_of


class PhoneRow(NamedTuple):
    """One phone that was paired for one person."""

    id: Annotated[str, Key()]
    number: Annotated[int, Once()]
    person_id: Annotated[str, PointsAt("person.id")]
    device: str
    token_sha256: Annotated[str, Once()]
    paired_at: datetime
    ended_at: datetime | None


PHONE = table_of("phone", PhoneRow)


class PhoneUseRow(NamedTuple):
    """When a phone was last here: no record of the enterprise, so it is not audited."""

    phone_id: Annotated[str, Key(), PointsAt("phone.id")]
    at: datetime


PHONE_USE = table_of("phone_use", PhoneUseRow)


class PhoneEntryRow(NamedTuple):
    """Something that came from a phone. `payload` is JSON; its photos stand in their own table as well."""

    id: Annotated[str, Key()]
    sent_id: Annotated[str, Once()]
    phone_id: Annotated[str | None, PointsAt("phone.id")]
    person_id: Annotated[str | None, PointsAt("person.id"), Searched()]
    kind: str
    made_at: datetime
    arrived_at: datetime
    payload: str
    state: Annotated[str, Searched()]
    decided_at: datetime | None
    said: str
    record_id: str | None


PHONE_ENTRY = table_of("phone_entry", PhoneEntryRow)


class PhoneEntryPhotoRow(NamedTuple):
    """A photo that came with an entry: so that no photo of it counts as left over."""

    phone_entry_id: Annotated[str, Key(), PointsAt("phone_entry.id")]
    position: Annotated[int, Key()]
    photo: Annotated[str, Searched()]


PHONE_ENTRY_PHOTO = table_of("phone_entry_photo", PhoneEntryPhotoRow)
