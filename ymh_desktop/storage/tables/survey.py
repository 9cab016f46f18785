"""Runs of the wizard and their answers."""

from datetime import date, datetime
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, PointsAt, Searched, table_of


class IdentificationRow(NamedTuple):
    """One run of the wizard."""

    id: Annotated[str, Key()]
    year: int
    number: int
    started_on: date
    step: int
    reached: int
    cursor: str
    trade_id: str | None
    library_version: str
    finished_on: date | None


IDENTIFICATION = table_of("identification", IdentificationRow)


class ProfileAnswerRow(NamedTuple):
    """A question that switches library modules on."""

    identification_id: Annotated[str, Key(), PointsAt("identification.id")]
    position: Annotated[int, Key()]
    question_id: str
    answer: bool


PROFILE_ANSWER = table_of("profile_answer", ProfileAnswerRow)


class ParticipantRow(NamedTuple):
    """Who took part, for which post. History: the post may be gone later, so no key holds it."""

    identification_id: Annotated[str, Key(), PointsAt("identification.id")]
    position: Annotated[int, Key()]
    post_id: str
    name: str


PARTICIPANT = table_of("participant", ParticipantRow)


class SignOffRow(NamedTuple):
    """A signature under a run."""

    identification_id: Annotated[str, Key(), PointsAt("identification.id")]
    position: Annotated[int, Key()]
    role: str
    name: str
    signed_on: date
    unit: str
    speciality: str
    certificate: str


SIGN_OFF = table_of("sign_off", SignOffRow)


class AnswerRow(NamedTuple):
    """One answer. What it was about and what it made may be gone later, so no key holds them."""

    id: Annotated[str, Key()]
    identification_id: Annotated[str, PointsAt("identification.id"), Searched()]
    subject: str
    value: str
    answered_at: datetime
    risk_point_id: str | None
    answered_where: str
    why_not_here: str | None
    hazard_id: str | None
    hidden_danger_id: str | None


ANSWER = table_of("answer", AnswerRow)
