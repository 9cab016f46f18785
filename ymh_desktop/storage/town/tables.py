"""Row classes of the town's data file. The tables live in a MetaData of their own."""

from datetime import date, datetime
from typing import Annotated, NamedTuple

from sqlalchemy import MetaData

from ymh_desktop.storage.tables.base import METADATA, Key, PointsAt, Searched, table_of

TOWN_METADATA = MetaData(naming_convention=METADATA.naming_convention)


class OfficeRow(NamedTuple):
    """The department itself: one row."""

    code: Annotated[str, Key()]
    name: str
    contact: str
    list_no: int


OFFICE = table_of("town_office", OfficeRow, TOWN_METADATA)


class FirmRow(NamedTuple):
    """One enterprise with the figures of its newest package."""

    uscc: Annotated[str, Key()]
    name: str
    village: str
    industry: str
    on_roster: bool
    address: str
    headcount: int | None
    principal: str
    phone: str
    sequence: int
    package_id: str
    manifest_sha256: str
    received_at: datetime | None
    major: int
    considerable: int
    general: int
    low: int
    found: int
    closed: int
    majors_open: int
    majors_overdue: int


FIRM = table_of("town_firm", FirmRow, TOWN_METADATA)


class KeyRow(NamedTuple):
    """An enrolled key."""

    id: Annotated[str, Key()]
    uscc: Annotated[str, PointsAt("town_firm.uscc"), Searched()]
    name: str
    certificate: str
    since: date
    state: str
    until: date | None
    revoked_at: datetime | None
    reason: str
    vouched_by: str


KEY = table_of("town_key", KeyRow, TOWN_METADATA)


class PackageRow(NamedTuple):
    """One package as it came."""

    id: Annotated[str, Key()]
    uscc: Annotated[str, PointsAt("town_firm.uscc"), Searched()]
    sequence: int
    kind: str
    manifest_sha256: Annotated[str, Searched()]
    fingerprint: str
    created_at: datetime
    received_at: datetime
    file: str
    size: int
    period_from: date | None
    period_to: date | None
    risks: int
    dangers: int
    state: str
    warnings: str
    group_id: str
    told: str
    returned_because: str


PACKAGE = table_of("town_package", PackageRow, TOWN_METADATA)


class RecordRow(NamedTuple):
    """A risk or hidden danger as it was last told."""

    uscc: Annotated[str, Key(), PointsAt("town_firm.uscc")]
    kind: Annotated[str, Key()]
    record_id: Annotated[str, Key()]
    code: str
    title: str
    level: str
    status: str
    deadline: date | None
    responsible: str
    digest: str


RECORD = table_of("town_record", RecordRow, TOWN_METADATA)


class ChangeRow(NamedTuple):
    """One difference to the package before."""

    package_id: Annotated[str, Key(), PointsAt("town_package.id")]
    position: Annotated[int, Key()]
    word: str
    kind: str
    record_id: str
    code: str
    title: str
    level: str


CHANGE = table_of("town_change", ChangeRow, TOWN_METADATA)


class LetterRow(NamedTuple):
    """A letter of the town."""

    id: Annotated[str, Key()]
    uscc: Annotated[str, Searched()]
    kind: str
    sequence: int
    manifest_sha256: str
    created_at: datetime
    file: str
    in_reply_to: str
    number: str
    result: str


LETTER = table_of("town_letter", LetterRow, TOWN_METADATA)


class OrderRow(NamedTuple):
    """An order that was sent."""

    id: Annotated[str, Key(), PointsAt("town_letter.id")]
    uscc: Annotated[str, PointsAt("town_firm.uscc"), Searched()]
    number: str
    kind: str
    title: str
    issued_on: date
    due: date | None
    state: str
    answered_on: date | None
    answer: str
    closed_on: date | None
    closed_words: str


ORDER = table_of("town_order", OrderRow, TOWN_METADATA)
