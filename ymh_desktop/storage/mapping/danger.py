"""Rows ↔ values: hidden dangers and submissions."""

from collections.abc import Sequence

from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.submissions import Channel, Submission, SubmissionKind
from ymh_desktop.storage.tables.danger import HiddenDangerPhotoRow, HiddenDangerRow, SubmissionRow


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
    )
    return row, [HiddenDangerPhotoRow(value.id, position, photo) for position, photo in enumerate(value.photos)]


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
        photos=tuple(each.photo for each in photos),
    )


def submission_rows(value: Submission) -> tuple[SubmissionRow]:
    """The row that keeps this submission."""
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
    )
    return (row,)


def submission_value(row: SubmissionRow) -> Submission:
    """The submission of this row."""
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
    )
