"""Rows ↔ values: hidden dangers and submissions."""

from collections.abc import Sequence

from ymh_desktop.domain.danger_events import DangerEvent, EventKind
from ymh_desktop.domain.danger_photos import DangerPhoto, PhotoStage
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerNature, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.submissions import Channel, Outcome, Submission, SubmissionKind
from ymh_desktop.storage.tables.danger import (
    DangerEventRow,
    HiddenDangerPhotoRow,
    HiddenDangerRow,
    SubmissionPhotoRow,
    SubmissionRow,
)


def hidden_danger_rows(value: HiddenDanger) -> tuple[HiddenDangerRow, list[HiddenDangerPhotoRow]]:
    """The rows that keep this hidden danger: itself and one per photo."""
    row = HiddenDangerRow(
        id=value.id,
        code=value.code,
        title=value.title,
        place=value.place,
        found_on=value.found_on,
        level=value.level.value,
        status=value.status.value,
        source=value.source.value,
        risk_point_id=value.risk_point_id,
        hazard_id=value.hazard_id,
        measure_id=value.measure_id,
        entry_id=value.entry_id,
        basis=value.basis,
        found_by_id=value.found_by_id,
        responsible_id=value.responsible_id,
        deadline=value.deadline,
        measures=value.measures,
        cost=value.cost,
        rectified=value.rectified,
        rectified_by_id=value.rectified_by_id,
        rectified_on=value.rectified_on,
        accepted_by_id=value.accepted_by_id,
        closed_on=value.closed_on,
        same_person_reason=value.same_person_reason,
        nature=value.nature.value if value.nature else None,
        cause=value.cause,
        protective=value.protective,
        on_the_spot=value.on_the_spot,
        occurrence=value.occurrence,
        graded_by_id=value.graded_by_id,
        graded_on=value.graded_on,
        assigned_on=value.assigned_on,
        first_deadline=value.first_deadline,
        accepted_on=value.accepted_on,
        acceptance=value.acceptance,
        times_extended=value.times_extended,
        times_returned=value.times_returned,
        times_reopened=value.times_reopened,
        told_on=value.told_on,
        told_how=value.told_how,
    )
    return row, [_photo_row(value.id, position, photo) for position, photo in enumerate(value.photos)]


def hidden_danger_value(row: HiddenDangerRow, photos: Sequence[HiddenDangerPhotoRow]) -> HiddenDanger:
    """The hidden danger of these rows."""
    return HiddenDanger(
        id=row.id,
        code=row.code,
        title=row.title,
        place=row.place,
        found_on=row.found_on,
        level=DangerLevel(row.level),
        status=DangerStatus(row.status),
        source=DangerSource(row.source),
        risk_point_id=row.risk_point_id,
        hazard_id=row.hazard_id,
        measure_id=row.measure_id,
        entry_id=row.entry_id,
        basis=row.basis,
        found_by_id=row.found_by_id,
        responsible_id=row.responsible_id,
        deadline=row.deadline,
        measures=row.measures,
        cost=row.cost,
        rectified=row.rectified,
        rectified_by_id=row.rectified_by_id,
        rectified_on=row.rectified_on,
        accepted_by_id=row.accepted_by_id,
        closed_on=row.closed_on,
        same_person_reason=row.same_person_reason,
        photos=tuple(_photo_value(each) for each in photos),
        nature=DangerNature(row.nature) if row.nature else None,
        cause=row.cause,
        protective=row.protective,
        on_the_spot=row.on_the_spot,
        occurrence=row.occurrence,
        graded_by_id=row.graded_by_id,
        graded_on=row.graded_on,
        assigned_on=row.assigned_on,
        first_deadline=row.first_deadline,
        accepted_on=row.accepted_on,
        acceptance=row.acceptance,
        times_extended=row.times_extended,
        times_returned=row.times_returned,
        times_reopened=row.times_reopened,
        told_on=row.told_on,
        told_how=row.told_how,
    )


def _photo_row(danger_id: str, position: int, value: DangerPhoto) -> HiddenDangerPhotoRow:
    return HiddenDangerPhotoRow(
        hidden_danger_id=danger_id,
        position=position,
        photo=value.name,
        stage=value.stage.value,
        added_on=value.added_on,
        attempt=value.attempt,
        note=value.note,
        replaced_because=value.replaced_because,
    )


def _photo_value(row: HiddenDangerPhotoRow) -> DangerPhoto:
    return DangerPhoto(
        name=row.photo,
        stage=PhotoStage(row.stage),
        added_on=row.added_on,
        attempt=row.attempt,
        note=row.note,
        replaced_because=row.replaced_because,
    )


def danger_event_rows(value: DangerEvent) -> tuple[DangerEventRow]:
    """The row that keeps this event."""
    row = DangerEventRow(
        id=value.id,
        danger_id=value.danger_id,
        kind=value.kind.value,
        at=value.at,
        status=value.status.value,
        by_id=value.by_id,
        words=value.words,
    )
    return (row,)


def danger_event_value(row: DangerEventRow) -> DangerEvent:
    """The event of this row."""
    return DangerEvent(
        id=row.id,
        danger_id=row.danger_id,
        kind=EventKind(row.kind),
        at=row.at,
        status=DangerStatus(row.status),
        by_id=row.by_id,
        words=row.words,
    )


def submission_rows(value: Submission) -> tuple[SubmissionRow, list[SubmissionPhotoRow]]:
    """The rows that keep this submission: itself and one per picture."""
    row = SubmissionRow(
        id=value.id,
        kind=value.kind.value,
        sequence=value.sequence,
        file_name=value.file_name,
        manifest_sha256=value.manifest_sha256,
        created_at=value.created_at,
        period_from=value.period_from,
        period_to=value.period_to,
        risks=value.risks,
        hidden_dangers=value.hidden_dangers,
        channel=value.channel.value,
        sent_on=value.sent_on,
        proof=value.proof,
        outcome=value.outcome.value,
        outcome_on=value.outcome_on,
        receipt=value.receipt,
        group_id=value.group_id,
    )
    return row, [SubmissionPhotoRow(value.id, at, photo) for at, photo in enumerate(value.proof_photos)]


def submission_value(row: SubmissionRow, photos: Sequence[SubmissionPhotoRow]) -> Submission:
    """The submission of these rows."""
    return Submission(
        id=row.id,
        kind=SubmissionKind(row.kind),
        sequence=row.sequence,
        file_name=row.file_name,
        manifest_sha256=row.manifest_sha256,
        created_at=row.created_at,
        period_from=row.period_from,
        period_to=row.period_to,
        risks=row.risks,
        hidden_dangers=row.hidden_dangers,
        channel=Channel(row.channel),
        sent_on=row.sent_on,
        proof=row.proof,
        outcome=Outcome(row.outcome),
        outcome_on=row.outcome_on,
        receipt=row.receipt,
        group_id=row.group_id,
        proof_photos=tuple(photo.photo for photo in photos),
    )
