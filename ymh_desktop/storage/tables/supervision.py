"""What departments and experts sent: files, demands with their lines and answers, and whose keys are believed."""

from datetime import date, datetime
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, PointsAt, Searched, Texts, table_of


class ReceivedFileRow(NamedTuple):
    """One file that was decided on; its id is the package's own."""

    id: Annotated[str, Key()]
    kind: str
    sender_code: str
    sender_name: str
    series: Annotated[str, Searched()]
    sequence: int
    manifest_sha256: str
    fingerprint: str
    created_at: datetime
    received_at: datetime
    file_name: str
    title: str
    decision: str
    words: str
    message: str


RECEIVED_FILE = table_of("received_file", ReceivedFileRow)


class TrustedPartyRow(NamedTuple):
    """A certificate that counts, or once did; its id is the fingerprint."""

    id: Annotated[str, Key()]
    role: str
    code: str
    name: str
    certificate: str
    pinned_on: date
    compared_with: str
    vouched_by: str
    until: date | None
    revoked: bool
    revoked_at: datetime | None
    reason: str


TRUSTED_PARTY = table_of("trusted_party", TrustedPartyRow)


class SentLetterRow(NamedTuple):
    """A signed file of ours that is no report."""

    id: Annotated[str, Key()]
    kind: str
    sequence: int
    manifest_sha256: str
    created_at: datetime
    file_name: str
    addressee: str


SENT_LETTER = table_of("sent_letter", SentLetterRow)


class DemandRow(NamedTuple):
    """One paper of a department. What it speaks of may be gone later, so no key holds it."""

    id: Annotated[str, Key()]
    kind: str
    number: str
    issuer: str
    received_on: date
    title: str
    issued_on: date | None
    due: date | None
    demands: str
    basis: str
    contact: str
    came_as: str
    file_id: str | None
    submission_id: str | None
    danger_ids: Texts
    closed_on: Annotated[date | None, Searched()]
    closed_words: str


DEMAND = table_of("demand", DemandRow)


class DemandLineRow(NamedTuple):
    """One thing to mend."""

    demand_id: Annotated[str, Key(), PointsAt("demand.id")]
    position: Annotated[int, Key()]
    number: int
    words: str
    place: str
    record: str
    record_id: str | None
    code: str
    advice: str
    due: date | None
    done_on: date | None
    done_words: str


DEMAND_LINE = table_of("demand_line", DemandLineRow)


class DemandAnswerRow(NamedTuple):
    """What was told back."""

    demand_id: Annotated[str, Key(), PointsAt("demand.id")]
    position: Annotated[int, Key()]
    answered_on: date
    words: str
    by_id: Annotated[str | None, PointsAt("person.id")]
    receipt: str


DEMAND_ANSWER = table_of("demand_answer", DemandAnswerRow)


class DemandPhotoRow(NamedTuple):
    """A picture of the paper."""

    demand_id: Annotated[str, Key(), PointsAt("demand.id")]
    position: Annotated[int, Key()]
    photo: str


DEMAND_PHOTO = table_of("demand_photo", DemandPhotoRow)
