"""Training, receipts of cards, the three questions, rewards, what falls due, and what changed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, PointsAt, Searched, Texts, table_of


class TrainingRow(NamedTuple):
    """One training. Posts have no key: it outlives a post that is taken away."""

    id: Annotated[str, Key()]
    code: str
    topic: str
    kind: str
    planned_on: date
    hours: Decimal
    teacher: str
    place: str
    content: str
    post_ids: Texts
    held_on: date | None
    scans: Texts
    cancelled: str


TRAINING = table_of("training", TrainingRow)


class AttendanceRow(NamedTuple):
    """Who signed its sheet."""

    training_id: Annotated[str, Key(), PointsAt("training.id")]
    position: Annotated[int, Key()]
    person_id: Annotated[str, PointsAt("person.id"), Searched()]
    outcome: str


ATTENDANCE = table_of("attendance", AttendanceRow)


class CardReceiptRow(NamedTuple):
    """Who signed for which edition of which post's card."""

    id: Annotated[str, Key()]
    person_id: Annotated[str, PointsAt("person.id"), Searched()]
    post_id: str
    post_name: str
    edition: str
    on: date
    how: str
    picture: str | None
    kept_at: datetime | None


CARD_RECEIPT = table_of("card_receipt", CardReceiptRow)


class QuizResultRow(NamedTuple):
    """Who answered which of the three questions rightly."""

    id: Annotated[str, Key()]
    person_id: Annotated[str, PointsAt("person.id"), Searched()]
    post_id: str
    post_name: str
    edition: str
    on: date
    how: str
    danger_right: bool
    duty_right: bool
    emergency_right: bool
    picture: str | None
    kept_at: datetime | None


QUIZ_RESULT = table_of("quiz_result", QuizResultRow)


class AwardRuleRow(NamedTuple):
    """One rule of rewards and penalties."""

    id: Annotated[str, Key()]
    kind: str
    text: str
    points: int
    yuan: Decimal
    in_force: bool


AWARD_RULE = table_of("award_rule", AwardRuleRow)


class AwardRow(NamedTuple):
    """One reward or penalty."""

    id: Annotated[str, Key()]
    code: str
    on: date
    kind: str
    reason: str
    points: int
    yuan: Decimal
    person_id: Annotated[str | None, PointsAt("person.id"), Searched()]
    post_id: str | None
    rule_id: Annotated[str | None, PointsAt("award_rule.id")]
    danger_id: Annotated[str | None, PointsAt("hidden_danger.id")]
    decided_by_id: Annotated[str | None, PointsAt("person.id")]
    withdrawn: str


AWARD = table_of("award", AwardRow)


class RenewalRow(NamedTuple):
    """One thing with a day."""

    id: Annotated[str, Key()]
    kind: str
    title: str
    due_on: Annotated[date, Searched()]
    every_months: int | None
    person_id: Annotated[str | None, PointsAt("person.id")]
    number: str
    issuer: str
    place: str
    note: str
    photos: Texts
    ended: str


RENEWAL = table_of("renewal", RenewalRow)


class RenewalRoundRow(NamedTuple):
    """One time that it was renewed."""

    renewal_id: Annotated[str, Key(), PointsAt("renewal.id")]
    position: Annotated[int, Key()]
    done_on: date
    due_before: date
    due_after: date
    by_id: Annotated[str | None, PointsAt("person.id")]
    note: str
    photo: str | None


RENEWAL_ROUND = table_of("renewal_round", RenewalRoundRow)


class ChangeNoteRow(NamedTuple):
    """One thing that changed since the last identification."""

    id: Annotated[str, Key()]
    kind: str
    on: date
    what: str
    about: str
    place: str
    cause: str
    answered_on: date | None
    answer: str


CHANGE_NOTE = table_of("change_note", ChangeNoteRow)
