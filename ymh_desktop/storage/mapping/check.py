"""Rows ↔ values: check plans, inspections, special days."""

from collections.abc import Sequence

from ymh_desktop.domain.checks import CheckPlan, PlanItem, PlanKind, Recording
from ymh_desktop.domain.inspections import EnteredHow, Inspection, Result, ResultState
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.workdays import Period, SpecialDays
from ymh_desktop.storage.tables.check import (
    CheckPlanRow,
    InspectionPhotoRow,
    InspectionResultRow,
    InspectionRow,
    PlanItemRow,
    SpecialDaysRow,
)


def check_plan_rows(value: CheckPlan) -> tuple[CheckPlanRow, list[PlanItemRow]]:
    """The rows that keep this plan: itself and one per item."""
    row = CheckPlanRow(
        id=value.id,
        code=value.code,
        title=value.title,
        kind=value.kind.value,
        tier=int(value.tier),
        frequency=value.frequency.value,
        starts_on=value.starts_on,
        recording=value.recording.value,
        post_id=value.post_id,
        department_id=value.department_id,
        person_id=value.person_id,
        prefer=value.prefer,
        month=value.month,
        once_on=value.once_on,
        ended_on=value.ended_on,
        own=value.own,
        preset=value.preset,
    )
    return row, [_item_row(value.id, position, item) for position, item in enumerate(value.items)]


def check_plan_value(row: CheckPlanRow, items: Sequence[PlanItemRow]) -> CheckPlan:
    """The plan of these rows."""
    return CheckPlan(
        id=row.id,
        code=row.code,
        title=row.title,
        kind=PlanKind(row.kind),
        tier=ControlTier(row.tier),
        frequency=Frequency(row.frequency),
        starts_on=row.starts_on,
        items=tuple(_item_value(item) for item in items),
        recording=Recording(row.recording),
        post_id=row.post_id,
        department_id=row.department_id,
        person_id=row.person_id,
        prefer=row.prefer,
        month=row.month,
        once_on=row.once_on,
        ended_on=row.ended_on,
        own=row.own,
        preset=row.preset,
    )


def _item_row(plan_id: str, position: int, value: PlanItem) -> PlanItemRow:
    return PlanItemRow(
        plan_id=plan_id,
        position=position,
        number=value.number,
        code=value.code,
        what=value.what,
        standard=value.standard,
        method=value.method,
        basis=value.basis,
        place=value.place,
        source=value.source,
        hazard_id=value.hazard_id,
        measure_ids=value.measure_ids,
        since=value.since,
        ended_on=value.ended_on,
    )


def _item_value(row: PlanItemRow) -> PlanItem:
    return PlanItem(
        number=row.number,
        code=row.code,
        what=row.what,
        standard=row.standard,
        method=row.method,
        basis=row.basis,
        place=row.place,
        source=row.source,
        hazard_id=row.hazard_id,
        measure_ids=row.measure_ids,
        since=row.since,
        ended_on=row.ended_on,
    )


InspectionRows = tuple[InspectionRow, list[InspectionResultRow], list[InspectionPhotoRow]]


def inspection_rows(value: Inspection) -> InspectionRows:
    """The rows that keep this inspection: itself, one per result, one per photo (scans of the sheet first)."""
    row = InspectionRow(
        id=value.id,
        plan_id=value.plan_id,
        period_first=value.period.first,
        period_last=value.period.last,
        due_on=value.due_on,
        done_on=value.done_on,
        filled_at=value.filled_at,
        entered=value.entered.value,
        inspector_id=value.inspector_id,
        sheet_number=value.sheet_number,
        why_late=value.why_late,
        seconds=value.seconds,
        note=value.note,
        item_count=len(value.results),
        abnormal_count=len(value.abnormal),
    )
    photos: list[tuple[int | None, str]] = [(None, scan) for scan in value.scans]
    photos += [(at, photo) for at, result in enumerate(value.results) for photo in result.photos]
    return (
        row,
        [
            InspectionResultRow(value.id, at, each.number, each.state.value, each.note, each.danger_id)
            for at, each in enumerate(value.results)
        ],
        [InspectionPhotoRow(value.id, position, at, photo) for position, (at, photo) in enumerate(photos)],
    )


def inspection_value(
    row: InspectionRow, results: Sequence[InspectionResultRow], photos: Sequence[InspectionPhotoRow]
) -> Inspection:
    """The inspection of these rows."""
    return Inspection(
        id=row.id,
        plan_id=row.plan_id,
        period=Period(row.period_first, row.period_last),
        due_on=row.due_on,
        done_on=row.done_on,
        filled_at=row.filled_at,
        results=tuple(_result_value(each, photos) for each in results),
        entered=EnteredHow(row.entered),
        inspector_id=row.inspector_id,
        sheet_number=row.sheet_number,
        scans=tuple(photo.photo for photo in photos if photo.result is None),
        why_late=row.why_late,
        seconds=row.seconds,
        note=row.note,
    )


def _result_value(row: InspectionResultRow, photos: Sequence[InspectionPhotoRow]) -> Result:
    return Result(
        number=row.number,
        state=ResultState(row.state),
        note=row.note,
        danger_id=row.danger_id,
        photos=tuple(photo.photo for photo in photos if photo.result == row.position) if photos else (),
    )


def special_days_rows(value: SpecialDays) -> tuple[SpecialDaysRow]:
    """The row that keeps these days."""
    return (SpecialDaysRow(value.id, value.first, value.last, value.closed, value.reason),)


def special_days_value(row: SpecialDaysRow) -> SpecialDays:
    """The days of this row."""
    return SpecialDays(row.id, row.first_day, row.last_day, row.closed, row.reason)
