"""The files of major hidden dangers, and the quarterly reviews of major risks."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, PointsAt, Searched, table_of


class MajorFileRow(NamedTuple):
    """One file; its id is that of the hidden danger. Of a group of columns that may be missing, the first tells."""

    id: Annotated[str, Key(), PointsAt("hidden_danger.id")]
    situation: str
    causes: str
    harm: str
    difficulty: str
    temporary: str
    temporary_since: date | None
    goals: str
    methods: str
    funds: str
    people: str
    schedule: str
    safety: str
    cost: Decimal | None
    until: date | None
    approved_by_id: Annotated[str | None, PointsAt("person.id")]
    approved_on: date | None
    shutdown: str | None
    evacuate: bool | None
    decided_by_id: Annotated[str | None, PointsAt("person.id")]
    decided_on: date | None
    decided_why: str | None
    resumed_on: date | None
    evaluator: str | None
    evaluated_by: str | None
    evaluated_on: date | None
    evaluation_passed: bool | None
    evaluation_words: str | None
    cleared_by: str | None
    cleared_on: date | None
    cleared_number: str | None
    cleared_words: str | None


MAJOR_FILE = table_of("major_file", MajorFileRow)


class MajorChainRow(NamedTuple):
    """Who told whom."""

    major_file_id: Annotated[str, Key(), PointsAt("major_file.id")]
    position: Annotated[int, Key()]
    from_id: Annotated[str, PointsAt("person.id")]
    to_id: Annotated[str, PointsAt("person.id")]
    at: datetime
    words: str


MAJOR_CHAIN = table_of("major_chain", MajorChainRow)


class MajorReportRow(NamedTuple):
    """A report to the department or to the workers."""

    major_file_id: Annotated[str, Key(), PointsAt("major_file.id")]
    position: Annotated[int, Key()]
    recipient: str
    reported_on: date
    whom: str
    how: str
    by_id: Annotated[str | None, PointsAt("person.id")]
    receipt: str


MAJOR_REPORT = table_of("major_report", MajorReportRow)


class MajorOrderRow(NamedTuple):
    """An order of a department."""

    major_file_id: Annotated[str, Key(), PointsAt("major_file.id")]
    position: Annotated[int, Key()]
    kind: str
    number: str
    issuer: str
    received_on: date
    demands: str
    due: date | None
    contact: str
    received_by_id: Annotated[str | None, PointsAt("person.id")]
    extended_by: str


MAJOR_ORDER = table_of("major_order", MajorOrderRow)


class MajorAnswerRow(NamedTuple):
    """An answer to the order at that place of the file."""

    major_file_id: Annotated[str, Key(), PointsAt("major_file.id")]
    position: Annotated[int, Key()]
    order_position: int
    answered_on: date
    words: str
    by_id: Annotated[str | None, PointsAt("person.id")]
    receipt: str


MAJOR_ANSWER = table_of("major_answer", MajorAnswerRow)


class ControlReviewRow(NamedTuple):
    """A quarterly look at a major risk. History: the hazard may be gone later, so no key holds it."""

    id: Annotated[str, Key()]
    hazard_id: Annotated[str, Searched()]
    hazard_title: str
    reviewed_on: date
    effective: bool
    basis: str
    next_on: date
    by_id: Annotated[str | None, PointsAt("person.id")]
    danger_id: str | None


CONTROL_REVIEW = table_of("control_review", ControlReviewRow)
