"""Rows ↔ values: self-assessments and handovers."""

from collections.abc import Sequence

from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.self_assessment import AssessedLine, FiveHave, HandAnswer, SelfAssessment, Verdict
from ymh_desktop.storage.tables.assessment import (
    AssessedLineRow,
    AssessmentAnswerRow,
    HandoverRow,
    SelfAssessmentRow,
)


def self_assessment_rows(
    value: SelfAssessment,
) -> tuple[SelfAssessmentRow, list[AssessmentAnswerRow], list[AssessedLineRow]]:
    """The rows that keep this assessment: itself, its answers, its kept lines."""
    answers = [
        AssessmentAnswerRow(
            value.id,
            position,
            each.key,
            each.verdict.value if each.verdict else None,
            each.note,
            each.person_id,
            each.due,
        )
        for position, each in enumerate(value.answers)
    ]
    lines = [
        AssessedLineRow(value.id, position, each.key, each.have.value, each.question, each.verdict.value, each.evidence)
        for position, each in enumerate(value.lines)
    ]
    return SelfAssessmentRow(value.id, value.number, value.started_on, value.finished_on, value.by_id), answers, lines


def self_assessment_value(
    row: SelfAssessmentRow, answers: Sequence[AssessmentAnswerRow], lines: Sequence[AssessedLineRow]
) -> SelfAssessment:
    """The assessment of these rows."""
    return SelfAssessment(
        id=row.id,
        number=row.number,
        started_on=row.started_on,
        answers=tuple(
            HandAnswer(each.key, Verdict(each.verdict) if each.verdict else None, each.note, each.person_id, each.due)
            for each in answers
        ),
        lines=tuple(
            AssessedLine(each.key, FiveHave(each.have), each.question, Verdict(each.verdict), each.evidence)
            for each in lines
        ),
        finished_on=row.finished_on,
        by_id=row.by_id,
    )


def handover_rows(value: Handover) -> tuple[HandoverRow]:
    """The row that keeps this handover."""
    return (
        HandoverRow(
            value.id, value.on, value.from_id, value.to_id, value.papers_at, value.backups_at, value.note,
            value.signed_on, value.scan,
        ),
    )  # fmt: skip


def handover_value(row: HandoverRow) -> Handover:
    """The handover of this row."""
    return Handover(
        row.id, row.on, row.from_id, row.to_id, row.papers_at, row.backups_at, row.note, row.signed_on, row.scan
    )
