"""Rows ↔ values: runs of the wizard and their answers."""

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


def identification_row(value: Identification) -> IdentificationRow:
    """The rows that keep this run."""
    return IdentificationRow(
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
        profile_answers=[
            ProfileAnswerRow(identification_id=value.id, position=position, question_id=question_id, answer=answer)
            for position, (question_id, answer) in enumerate(value.profile_answers)
        ],
        participants=[
            ParticipantRow(identification_id=value.id, position=position, post_id=post_id, name=name)
            for position, (post_id, name) in enumerate(value.participants)
        ],
        sign_offs=[
            SignOffRow(
                identification_id=value.id,
                position=position,
                role=sign.role,
                name=sign.name,
                on=sign.on,
                unit=sign.unit,
                speciality=sign.speciality,
                certificate=sign.certificate,
            )
            for position, sign in enumerate(value.sign_offs)
        ],
    )


def identification_value(row: IdentificationRow) -> Identification:
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
        profile_answers=tuple((each.question_id, each.answer) for each in row.profile_answers),
        participants=tuple((each.post_id, each.name) for each in row.participants),
        sign_offs=tuple(
            SignOff(
                role=each.role,
                name=each.name,
                on=each.on,
                unit=each.unit,
                speciality=each.speciality,
                certificate=each.certificate,
            )
            for each in row.sign_offs
        ),
        finished_on=row.finished_on,
    )


def answer_row(value: Answer) -> AnswerRow:
    """The row that keeps this answer."""
    return AnswerRow(
        id=value.id,
        identification_id=value.identification_id,
        subject=value.subject,
        value=value.value.value,
        answered_at=value.answered_at,
        risk_point_id=value.risk_point_id,
        where=value.where.value,
        why_not_here=value.why_not_here.value if value.why_not_here else None,
        hazard_id=value.hazard_id,
        hidden_danger_id=value.hidden_danger_id,
    )


def answer_value(row: AnswerRow) -> Answer:
    """The answer of this row."""
    return Answer(
        id=row.id,
        identification_id=row.identification_id,
        subject=row.subject,
        value=AnswerValue(row.value),
        answered_at=row.answered_at,
        risk_point_id=row.risk_point_id,
        where=WhereAnswered(row.where),
        why_not_here=WhyNotHere(row.why_not_here) if row.why_not_here else None,
        hazard_id=row.hazard_id,
        hidden_danger_id=row.hidden_danger_id,
    )
