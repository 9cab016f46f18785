"""Check plans, inspections with their results, and days on which the enterprise is closed.

Sized for years of running: 20,000 inspections of 15 results. A result names its item by number; the plan keeps words.
"""

from datetime import date, datetime
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, Once, PointsAt, Searched, Texts, table_of


class CheckPlanRow(NamedTuple):
    """A check that comes again. Post and department have no key: an ended plan outlives them."""

    id: Annotated[str, Key()]
    code: Annotated[str, Once()]
    title: str
    kind: str
    tier: int
    frequency: str
    starts_on: date
    recording: str
    post_id: Annotated[str | None, Searched()]
    department_id: str | None
    person_id: Annotated[str | None, PointsAt("person.id")]
    prefer: int | None
    month: int | None
    once_on: date | None
    ended_on: date | None
    own: bool
    preset: str


CHECK_PLAN = table_of("check_plan", CheckPlanRow)


class PlanItemRow(NamedTuple):
    """One thing to look at. Hazard and measures are history once the item has ended, so no key holds them."""

    plan_id: Annotated[str, Key(), PointsAt("check_plan.id")]
    position: Annotated[int, Key()]
    number: int
    code: str
    what: str
    standard: str
    method: str
    basis: str
    place: str
    source: str
    hazard_id: Annotated[str | None, Searched()]
    measure_ids: Texts
    since: date | None
    ended_on: date | None


PLAN_ITEM = table_of("plan_item", PlanItemRow)


class InspectionRow(NamedTuple):
    """One check that was made. `item_count` and `abnormal_count` repeat what the results say, for fast figures."""

    id: Annotated[str, Key()]
    plan_id: Annotated[str, PointsAt("check_plan.id"), Searched()]
    period_first: date
    period_last: date
    due_on: Annotated[date, Searched()]
    done_on: date
    filled_at: datetime
    entered: str
    inspector_id: Annotated[str | None, PointsAt("person.id"), Searched()]
    sheet_number: str
    why_late: str
    seconds: int | None
    note: str
    item_count: int
    abnormal_count: int


INSPECTION = table_of("inspection", InspectionRow)


class InspectionResultRow(NamedTuple):
    """What was found at one item. The hidden danger has no key, like everywhere."""

    inspection_id: Annotated[str, Key(), PointsAt("inspection.id")]
    position: Annotated[int, Key()]
    number: int
    state: str
    note: str
    danger_id: str | None


INSPECTION_RESULT = table_of("inspection_result", InspectionResultRow)


class InspectionPhotoRow(NamedTuple):
    """A photo of a result, or (`result` None) the scan of a sheet. The file is written before the row that names it."""

    inspection_id: Annotated[str, Key(), PointsAt("inspection.id")]
    position: Annotated[int, Key()]
    result: int | None
    photo: Annotated[str, Searched()]


INSPECTION_PHOTO = table_of("inspection_photo", InspectionPhotoRow)


class SpecialDaysRow(NamedTuple):
    """Days that differ from the usual: closed, or worked although usually closed."""

    id: Annotated[str, Key()]
    first_day: date
    last_day: date
    closed: bool
    reason: str


SPECIAL_DAYS = table_of("special_days", SpecialDaysRow)
