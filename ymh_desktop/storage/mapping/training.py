"""Rows ↔ values: training, receipts, the three questions, rewards, what falls due, and what changed."""

from collections.abc import Sequence

from ymh_desktop.domain.awards import Award, AwardKind, AwardRule
from ymh_desktop.domain.change_notes import ChangeKind, ChangeNote
from ymh_desktop.domain.receipts import CardReceipt, HowProved, QuizResult
from ymh_desktop.domain.renewals import Renewal, RenewalRound
from ymh_desktop.domain.training import Attendance, TestOutcome, Training, TrainingKind
from ymh_desktop.storage.tables.training import (
    AttendanceRow,
    AwardRow,
    AwardRuleRow,
    CardReceiptRow,
    ChangeNoteRow,
    QuizResultRow,
    RenewalRoundRow,
    RenewalRow,
    TrainingRow,
)


def training_rows(value: Training) -> tuple[TrainingRow, list[AttendanceRow]]:
    """The rows that keep this training: itself, and one per person who signed."""
    row = TrainingRow(
        id=value.id,
        code=value.code,
        topic=value.topic,
        kind=value.kind.value,
        planned_on=value.planned_on,
        hours=value.hours,
        teacher=value.teacher,
        place=value.place,
        content=value.content,
        post_ids=value.post_ids,
        held_on=value.held_on,
        scans=value.scans,
        cancelled=value.cancelled,
    )
    return row, [
        AttendanceRow(value.id, position, each.person_id, each.outcome.value)
        for position, each in enumerate(value.attended)
    ]


def training_value(row: TrainingRow, attended: Sequence[AttendanceRow]) -> Training:
    """The training of these rows."""
    return Training(
        id=row.id,
        code=row.code,
        topic=row.topic,
        kind=TrainingKind(row.kind),
        planned_on=row.planned_on,
        hours=row.hours,
        teacher=row.teacher,
        place=row.place,
        content=row.content,
        post_ids=row.post_ids,
        held_on=row.held_on,
        attended=tuple(Attendance(each.person_id, TestOutcome(each.outcome)) for each in attended),
        scans=row.scans,
        cancelled=row.cancelled,
    )


def card_receipt_rows(value: CardReceipt) -> tuple[CardReceiptRow]:
    """The row that keeps this receipt."""
    return (
        CardReceiptRow(
            value.id, value.person_id, value.post_id, value.post_name, value.edition, value.on, value.how.value,
            value.picture, value.kept_at,
        ),
    )  # fmt: skip


def card_receipt_value(row: CardReceiptRow) -> CardReceipt:
    """The receipt of this row."""
    return CardReceipt(
        row.id, row.person_id, row.post_id, row.post_name, row.edition, row.on, HowProved(row.how), row.picture,
        row.kept_at,
    )  # fmt: skip


def quiz_result_rows(value: QuizResult) -> tuple[QuizResultRow]:
    """The row that keeps these answers."""
    return (
        QuizResultRow(
            value.id, value.person_id, value.post_id, value.post_name, value.edition, value.on, value.how.value,
            value.danger_right, value.duty_right, value.emergency_right, value.picture, value.kept_at,
        ),
    )  # fmt: skip


def quiz_result_value(row: QuizResultRow) -> QuizResult:
    """The answers of this row."""
    return QuizResult(
        row.id, row.person_id, row.post_id, row.post_name, row.edition, row.on, HowProved(row.how),
        row.danger_right, row.duty_right, row.emergency_right, row.picture, row.kept_at,
    )  # fmt: skip


def award_rule_rows(value: AwardRule) -> tuple[AwardRuleRow]:
    """The row that keeps this rule."""
    return (AwardRuleRow(value.id, value.kind.value, value.text, value.points, value.yuan, value.in_force),)


def award_rule_value(row: AwardRuleRow) -> AwardRule:
    """The rule of this row."""
    return AwardRule(row.id, AwardKind(row.kind), row.text, row.points, row.yuan, row.in_force)


def award_rows(value: Award) -> tuple[AwardRow]:
    """The row that keeps this reward or penalty."""
    return (
        AwardRow(
            id=value.id,
            code=value.code,
            on=value.on,
            kind=value.kind.value,
            reason=value.reason,
            points=value.points,
            yuan=value.yuan,
            person_id=value.person_id,
            post_id=value.post_id,
            rule_id=value.rule_id,
            danger_id=value.danger_id,
            decided_by_id=value.decided_by_id,
            withdrawn=value.withdrawn,
        ),
    )


def award_value(row: AwardRow) -> Award:
    """The reward or penalty of this row."""
    return Award(
        id=row.id,
        code=row.code,
        on=row.on,
        kind=AwardKind(row.kind),
        reason=row.reason,
        points=row.points,
        yuan=row.yuan,
        person_id=row.person_id,
        post_id=row.post_id,
        rule_id=row.rule_id,
        danger_id=row.danger_id,
        decided_by_id=row.decided_by_id,
        withdrawn=row.withdrawn,
    )


def renewal_rows(value: Renewal) -> tuple[RenewalRow, list[RenewalRoundRow]]:
    """The rows that keep this: itself, and one per time that it was renewed."""
    row = RenewalRow(
        id=value.id,
        kind=value.kind,
        title=value.title,
        due_on=value.due_on,
        every_months=value.every_months,
        person_id=value.person_id,
        number=value.number,
        issuer=value.issuer,
        place=value.place,
        note=value.note,
        photos=value.photos,
        ended=value.ended,
    )
    return row, [
        RenewalRoundRow(
            value.id, position, each.done_on, each.due_before, each.due_after, each.by_id, each.note, each.photo
        )
        for position, each in enumerate(value.rounds)
    ]


def renewal_value(row: RenewalRow, rounds: Sequence[RenewalRoundRow]) -> Renewal:
    """What these rows keep."""
    return Renewal(
        id=row.id,
        kind=row.kind,
        title=row.title,
        due_on=row.due_on,
        every_months=row.every_months,
        person_id=row.person_id,
        number=row.number,
        issuer=row.issuer,
        place=row.place,
        note=row.note,
        photos=row.photos,
        rounds=tuple(
            RenewalRound(each.done_on, each.due_before, each.due_after, each.by_id, each.note, each.photo)
            for each in rounds
        ),
        ended=row.ended,
    )


def change_note_rows(value: ChangeNote) -> tuple[ChangeNoteRow]:
    """The row that keeps this note."""
    return (
        ChangeNoteRow(
            value.id, value.kind.value, value.on, value.what, value.about, value.place, value.cause,
            value.answered_on, value.answer,
        ),
    )  # fmt: skip


def change_note_value(row: ChangeNoteRow) -> ChangeNote:
    """The note of this row."""
    return ChangeNote(
        row.id, ChangeKind(row.kind), row.on, row.what, row.about, row.place, row.cause, row.answered_on, row.answer
    )
