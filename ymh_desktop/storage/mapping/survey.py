"""Rows ↔ values: runs of the wizard and their answers."""

from collections.abc import Sequence

from ymh_desktop.domain.identification import (
    Answer,
    AnswerValue,
    Identification,
    SignOff,
    Step,
    WhereAnswered,
    WhyNotHere,
)
from ymh_desktop.storage.tables.survey import (
    AnswerRow,
    IdentificationRow,
    ParticipantRow,
    ProfileAnswerRow,
    SignOffRow,
)

IdentificationRows = tuple[IdentificationRow, list[ProfileAnswerRow], list[ParticipantRow], list[SignOffRow]]


def identification_rows(value: Identification) -> IdentificationRows:
    """The rows that keep this run."""
    run = IdentificationRow(
        id=value.id,
        year=value.year,
        number=value.number,
        started_on=value.started_on,
        step=int(value.step),
        reached=int(value.reached),
        cursor=value.cursor,
        trade_id=value.trade_id,
        library_version=value.library_version,
        finished_on=value.finished_on,
    )
    return (
        run,
        [
            ProfileAnswerRow(value.id, at, question, answer)
            for at, (question, answer) in enumerate(value.profile_answers)
        ],
        [ParticipantRow(value.id, at, post_id, name) for at, (post_id, name) in enumerate(value.participants)],
        [_sign_off_row(value.id, at, sign) for at, sign in enumerate(value.sign_offs)],
    )


def identification_value(
    row: IdentificationRow,
    profile_answers: Sequence[ProfileAnswerRow],
    participants: Sequence[ParticipantRow],
    sign_offs: Sequence[SignOffRow],
) -> Identification:
    """The run of these rows."""
    return Identification(
        id=row.id,
        year=row.year,
        number=row.number,
        started_on=row.started_on,
        step=Step(row.step),
        reached=Step(row.reached),
        cursor=row.cursor,
        trade_id=row.trade_id,
        library_version=row.library_version,
        profile_answers=tuple((each.question_id, each.answer) for each in profile_answers),
        participants=tuple((each.post_id, each.name) for each in participants),
        sign_offs=tuple(_sign_off_value(each) for each in sign_offs),
        finished_on=row.finished_on,
    )


def _sign_off_row(identification_id: str, position: int, value: SignOff) -> SignOffRow:
    return SignOffRow(
        identification_id=identification_id,
        position=position,
        role=value.role,
        name=value.name,
        signed_on=value.on,
        unit=value.unit,
        speciality=value.speciality,
        certificate=value.certificate,
    )


def _sign_off_value(row: SignOffRow) -> SignOff:
    return SignOff(
        role=row.role,
        name=row.name,
        on=row.signed_on,
        unit=row.unit,
        speciality=row.speciality,
        certificate=row.certificate,
    )


def answer_rows(value: Answer) -> tuple[AnswerRow]:
    """The row that keeps this answer."""
    row = AnswerRow(
        id=value.id,
        identification_id=value.identification_id,
        subject=value.subject,
        value=value.value.value,
        answered_at=value.answered_at,
        risk_point_id=value.risk_point_id,
        answered_where=value.where.value,
        why_not_here=value.why_not_here.value if value.why_not_here else None,
        hazard_id=value.hazard_id,
        hidden_danger_id=value.hidden_danger_id,
    )
    return (row,)


def answer_value(row: AnswerRow) -> Answer:
    """The answer of this row."""
    return Answer(
        id=row.id,
        identification_id=row.identification_id,
        subject=row.subject,
        value=AnswerValue(row.value),
        answered_at=row.answered_at,
        risk_point_id=row.risk_point_id,
        where=WhereAnswered(row.answered_where),
        why_not_here=WhyNotHere(row.why_not_here) if row.why_not_here else None,
        hazard_id=row.hazard_id,
        hidden_danger_id=row.hidden_danger_id,
    )
