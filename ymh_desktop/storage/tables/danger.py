"""Hidden dangers and what was sent to the department."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, Once, PointsAt, Searched, table_of


class HiddenDangerRow(NamedTuple):
    """One hidden danger. Risk point, hazard and measure have no foreign key: a closed one outlives them."""

    id: Annotated[str, Key()]
    code: Annotated[str, Once()]
    title: str
    place: str
    found_on: Annotated[date, Searched()]
    level: str
    status: str
    source: str
    risk_point_id: Annotated[str | None, Searched()]
    hazard_id: Annotated[str | None, Searched()]
    measure_id: str | None
    entry_id: str | None
    basis: str
    found_by_id: Annotated[str | None, PointsAt("person.id")]
    responsible_id: Annotated[str | None, PointsAt("person.id")]
    deadline: date | None
    measures: str
    cost: Decimal | None
    rectified: str
    rectified_by_id: Annotated[str | None, PointsAt("person.id")]
    rectified_on: date | None
    accepted_by_id: Annotated[str | None, PointsAt("person.id")]
    closed_on: Annotated[date | None, Searched()]
    same_person_reason: str
    nature: str | None
    cause: str
    protective: str
    on_the_spot: bool
    occurrence: int
    graded_by_id: Annotated[str | None, PointsAt("person.id")]
    graded_on: date | None
    assigned_on: date | None
    first_deadline: date | None
    accepted_on: date | None
    acceptance: str
    times_extended: int
    times_returned: int
    times_reopened: int
    told_on: date | None
    told_how: str


HIDDEN_DANGER = table_of("hidden_danger", HiddenDangerRow)


class HiddenDangerPhotoRow(NamedTuple):
    """A photo of a hidden danger. The file is written before the row that names it."""

    hidden_danger_id: Annotated[str, Key(), PointsAt("hidden_danger.id")]
    position: Annotated[int, Key()]
    photo: Annotated[str, Searched()]
    stage: str
    added_on: date | None
    attempt: int
    note: str
    replaced_because: str


HIDDEN_DANGER_PHOTO = table_of("hidden_danger_photo", HiddenDangerPhotoRow)


class DangerEventRow(NamedTuple):
    """One line of the history of a hidden danger."""

    id: Annotated[str, Key()]
    danger_id: Annotated[str, PointsAt("hidden_danger.id"), Searched()]
    kind: str
    at: datetime
    status: str
    by_id: Annotated[str | None, PointsAt("person.id")]
    words: str


DANGER_EVENT = table_of("danger_event", DangerEventRow)


class SubmissionRow(NamedTuple):
    """One exported package."""

    id: Annotated[str, Key()]
    kind: str
    sequence: int
    file_name: str
    manifest_sha256: str
    created_at: datetime
    period_from: date
    period_to: date
    risks: int
    hidden_dangers: int
    channel: str
    sent_on: date | None
    proof: str
    outcome: str
    outcome_on: date | None
    receipt: str
    group_id: str


SUBMISSION = table_of("submission", SubmissionRow)


class SubmissionPhotoRow(NamedTuple):
    """A picture that proves it arrived."""

    submission_id: Annotated[str, Key(), PointsAt("submission.id")]
    position: Annotated[int, Key()]
    photo: str


SUBMISSION_PHOTO = table_of("submission_photo", SubmissionPhotoRow)
