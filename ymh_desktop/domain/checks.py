"""Check plans (排查计划): what is looked at, by which tier, how often, by whom, and when it is due.

A plan made from the register is kept in step with it. Numbers of items are printed on paper and typed back, so a number
is given once and never again: an item that changes is ended and comes back under a new number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import labelled
from ymh_desktop.domain.workdays import ONE_DAY, Period, WorkCalendar, due_day, month_end, period_of

MOST_SHIFT_ITEMS = 12  # what fits on a post's one page, and into a head
KEYING_DAYS = 5  # working days after a month's end by which its sheet should be keyed; customary
BEFORE_HOLIDAY = 7  # days before a holiday in which its check is made
ENOUGH_DAYS = 15  # of a period that has begun, for its check still to be asked
LEAST_STOPPAGE = 7  # closed days after which work is begun again with a check
_AT_ONCE = (Frequency.SHIFT, Frequency.DAY)
_REACH = {
    Frequency.SHIFT: 0,
    Frequency.DAY: 0,
    Frequency.WEEK: 6,
    Frequency.MONTH: 30,
    Frequency.QUARTER: 91,
    Frequency.YEAR: 365,
    Frequency.OCCASION: 0,
}


class PlanKind(Enum):
    """What a check is for."""

    DAILY = "daily"
    SPECIAL = "special"
    SEASONAL = "seasonal"
    HOLIDAY = "holiday"
    RESUMPTION = "resumption"
    EQUIPMENT_DAY = "equipment_day"
    EQUIPMENT_WEEK = "equipment_week"
    EQUIPMENT_MONTH = "equipment_month"
    RECORDS = "records"


labelled(
    PlanKind,
    {
        "DAILY": "日常检查",
        "SPECIAL": "专项检查",
        "SEASONAL": "季节性检查",
        "HOLIDAY": "节假日前检查",
        "RESUMPTION": "复产复工检查",
        "EQUIPMENT_DAY": "特种设备日管控",
        "EQUIPMENT_WEEK": "特种设备周排查",
        "EQUIPMENT_MONTH": "特种设备月调度",
        "RECORDS": "查记录",
    },
)


class Recording(Enum):
    """How what was found comes into the program."""

    MONTH_SHEET = "month_sheet"
    ROUND = "round"


labelled(Recording, {"MONTH_SHEET": "纸质点检表，每月抄录一次", "ROUND": "每次检查后填写"})


_IRREGULAR = (PlanKind.HOLIDAY, PlanKind.RESUMPTION, PlanKind.SEASONAL)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to look at. `number` is its number on paper within the plan, `code` the same over all papers.

    `source` names what it was made from; `measure_ids` are the measures it watches, the one it is about first.
    `ended_on` is the first day on which it is no longer asked.
    """

    number: int
    code: str
    what: str
    standard: str
    method: str = ""
    basis: str = ""
    place: str = ""
    source: str = ""
    hazard_id: str | None = None
    measure_ids: tuple[str, ...] = ()
    since: date | None = None
    ended_on: date | None = None

    def asked_on(self, day: date) -> bool:
        """Whether it stood in the plan on that day."""
        return (self.since is None or self.since <= day) and (self.ended_on is None or day < self.ended_on)


class NoSuchItem(UserError):
    """A number that the sheet does not have."""

    def __init__(self, numbers: tuple[int, ...], known: tuple[int, ...]) -> None:
        wrong = "、".join(map(str, numbers))
        super().__init__(f"这张表上没有第 {wrong} 项。", f"表上的序号是 {_spans(known)}，请对照纸上再看一遍。")
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """A check that comes again, or once. `code` is printed as J-0007.

    `person_id` None means the usual person of the tier. `prefer` is the day of the period on which it is made, counted
    from 1, None: any day up to the last. `month` is that of a seasonal check, `once_on` the day of a single one.
    `own` plans were made by hand or from a preset: the register does not change them.
    """

    id: str
    code: str
    title: str
    kind: PlanKind
    tier: ControlTier
    frequency: Frequency
    starts_on: date
    items: tuple[PlanItem, ...] = ()
    recording: Recording = Recording.ROUND
    post_id: str | None = None
    department_id: str | None = None
    person_id: str | None = None
    prefer: int | None = None
    month: int | None = None
    once_on: date | None = None
    ended_on: date | None = None
    own: bool = False
    preset: str = ""

    @property
    def running(self) -> bool:
        """Not ended."""
        return self.ended_on is None

    def items_on(self, day: date) -> tuple[PlanItem, ...]:
        """What is looked at on that day, by number."""
        return tuple(item for item in self.items if item.asked_on(day))

    def item(self, number: int) -> PlanItem:
        """The item with this number, also an ended one; raises NoSuchItem."""
        for item in self.items:
            if item.number == number:
                return item
        raise NoSuchItem((number,), tuple(item.number for item in self.items))

    @property
    def next_number(self) -> int:
        """The number of the next new item."""
        return max((item.number for item in self.items), default=0) + 1

    def ended(self, on: date) -> "CheckPlan":
        """No longer made from that day on. What was due before stays due."""
        return replace(self, ended_on=max(on, self.starts_on))


@dataclass(frozen=True, slots=True)
class Due:
    """One check that is owed: its period, the working day by which it is made, and the day by which it is on record.

    The two differ for a month's sheet: ticked at the machine every day, keyed once after the month.
    """

    period: Period
    day: date
    recorded_by: date

    def overdue(self, today: date) -> bool:
        """Nothing is on record and the time for it has passed."""
        return today > self.recorded_by


def dues(plan: CheckPlan, calendar: WorkCalendar, first: date, last: date) -> Iterator[Due]:
    """Everything of this plan that is due between two days, in order. Nothing before it began or after it ended."""
    first = max(first, plan.starts_on)
    if plan.ended_on is not None:
        last = min(last, plan.ended_on - ONE_DAY)
    if first > last:
        return
    if plan.frequency in _AT_ONCE and is_regular(plan):
        # The same for all plans of every day: thousands after some months, so they are made once per calendar.
        key = (plan.recording, first, last)
        known = calendar.dues.get(key)
        if known is None:
            known = calendar.dues[key] = tuple(_dues(plan, calendar, first, last))
        yield from known
        return
    yield from _dues(plan, calendar, first, last)


def _dues(plan: CheckPlan, calendar: WorkCalendar, first: date, last: date) -> Iterator[Due]:
    keyed: dict[tuple[int, int], date] = {}  # the same for all days of a month
    for period, day in _days(plan, calendar, first, last):
        if first <= day <= last:
            recorded_by = day
            if plan.recording is Recording.MONTH_SHEET:
                month = (day.year, day.month)
                recorded_by = keyed.get(month) or keyed.setdefault(month, keyed_by(day, calendar))
            yield Due(period, day, recorded_by)


def keyed_by(day: date, calendar: WorkCalendar) -> date:
    """The working day by which the sheet of that day's month should be keyed."""
    end = last = month_end(day)
    for _ in range(KEYING_DAYS):
        following = calendar.open_from(last + ONE_DAY)
        if following is None:  # closed for months: then the calendar counts
            return max(last, end + timedelta(days=KEYING_DAYS))
        last = following
    return last


def due_of(plan: CheckPlan, calendar: WorkCalendar, day: date) -> Due | None:
    """The check whose period holds that day: what somebody means who fills the plan in on it. None when none is due."""
    reach = timedelta(days=_REACH[plan.frequency] if is_regular(plan) else 366)
    found = (due for due in dues(plan, calendar, day - reach, day + reach) if day in due.period)
    return next(found, None)


def is_regular(plan: CheckPlan) -> bool:
    """Comes again with its frequency, not with a holiday, a season, a stoppage, or once."""
    return plan.once_on is None and plan.kind not in _IRREGULAR


def begun(plan: CheckPlan) -> CheckPlan:
    """A plan that was made on `starts_on`, with the day from which on it is owed there instead.

    The day on which a plan is made asks for nothing: its sheet was not there that morning. So one of every day or
    shift begins on the day after. One of a week, month, quarter or year begins on the day after too, with what is
    left of the period that has begun, when that is at least half of it or fifteen days; else with the next period:
    made in the last days it would be overdue at birth, and a check that nobody could make invites a false tick.
    Checks that come with a holiday, a season, a stoppage or once keep to their own day.
    """
    if not is_regular(plan):
        return plan
    first = plan.starts_on + ONE_DAY
    period = period_of(plan.frequency, first)
    left, whole = (period.last - first).days + 1, (period.last - period.first).days + 1
    enough = left * 2 >= whole or left >= ENOUGH_DAYS
    return replace(plan, starts_on=first if enough else period.last + ONE_DAY)


def _days(plan: CheckPlan, calendar: WorkCalendar, first: date, last: date) -> Iterator[tuple[Period, date]]:
    if plan.once_on is not None:
        yield Period(plan.starts_on, plan.once_on), calendar.open_until(plan.once_on) or plan.once_on
        return
    match plan.kind:
        case PlanKind.HOLIDAY:
            yield from _before_holidays(calendar)
        case PlanKind.RESUMPTION:
            for stop in calendar.stoppages(first - timedelta(days=60), last + ONE_DAY, LEAST_STOPPAGE):
                again = calendar.open_from(stop.last + ONE_DAY)
                if again is not None:
                    yield Period(stop.last, again), again
        case PlanKind.SEASONAL:
            yield from _seasons(plan.month or 1, calendar, first, last)
        case _:
            yield from _rounds(plan, calendar, first, last)


def _before_holidays(calendar: WorkCalendar) -> Iterator[tuple[Period, date]]:
    for holiday in sorted(calendar.holidays, key=lambda each: each.first):
        if holiday.check_before:
            eve = holiday.first - ONE_DAY
            day = calendar.open_until(eve) or eve
            yield Period(min(day, holiday.first - timedelta(days=BEFORE_HOLIDAY)), eve), day


def _seasons(month: int, calendar: WorkCalendar, first: date, last: date) -> Iterator[tuple[Period, date]]:
    for year in range(first.year, last.year + 1):
        period = period_of(Frequency.MONTH, date(year, month, 1))
        day = due_day(period, calendar)
        if day is not None:
            yield period, day


def _rounds(plan: CheckPlan, calendar: WorkCalendar, first: date, last: date) -> Iterator[tuple[Period, date]]:
    if plan.frequency is Frequency.OCCASION:
        return
    if plan.frequency in _AT_ONCE:
        for day in calendar.open_days(first, last):
            yield Period(day, day), day
        return
    period = period_of(plan.frequency, first)
    while period.first <= last:
        due = due_day(period, calendar, plan.prefer)
        if due is not None:
            yield period, due
        period = period_of(plan.frequency, period.last + ONE_DAY)


# ---- numbers of sheets -----------------------------------------------------------------------------------------------


class WrongSheetNumber(UserError):
    """A number that is on none of our sheets."""

    def __init__(self, text: str) -> None:
        super().__init__(f"表号“{text[:30]}”看不懂。", "表号印在表的右上角，例如 J-0007-202611，请照着输。")


def sheet_number(plan: CheckPlan, period: Period) -> str:
    """What is printed on the sheet of this period: J-0007-202611 for a month, -2026W48, -2026Q4, -2026, -20261123."""
    first = period.first
    if plan.recording is Recording.MONTH_SHEET:
        return f"{plan.code}-{first:%Y%m}"
    match plan.frequency if is_regular(plan) else None:
        case Frequency.WEEK:
            year, week, _ = first.isocalendar()
            return f"{plan.code}-{year}W{week:02d}"
        case Frequency.MONTH:
            return f"{plan.code}-{first:%Y%m}"
        case Frequency.QUARTER:
            return f"{plan.code}-{first.year}Q{(first.month + 2) // 3}"
        case Frequency.YEAR:
            return f"{plan.code}-{first.year}"
        case _:
            return f"{plan.code}-{first:%Y%m%d}"


_SHEET = re.compile(r"J-?(\d{4,})-(\d{4})(?:W(\d{1,2})|Q([1-4])|(\d{2})(\d{2})?)?")
_WIDE = {0xFF01 + number: 0x21 + number for number in range(94)} | {0x2014: "-", 0x2013: "-", 0x3000: " "}


def read_sheet_number(text: str) -> tuple[str, date]:
    """(plan code, first day of the sheet's period); blanks, wide letters and small ones are mended.

    Raises WrongSheetNumber.
    """
    plain = re.sub(r"\s", "", text.translate(_WIDE)).upper()
    found = _SHEET.fullmatch(plain)
    if found is None:
        raise WrongSheetNumber(text)
    number, year, week, quarter, month, day = found.groups()
    try:
        if week:
            first = date.fromisocalendar(int(year), int(week), 1)
        elif quarter:
            first = date(int(year), int(quarter) * 3 - 2, 1)
        else:
            first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise WrongSheetNumber(text) from error
    return plan_code(int(number)), first


def plan_code(number: int) -> str:
    """J-0007 for 7."""
    return f"J-{number:04d}"


def _spans(numbers: tuple[int, ...]) -> str:
    """1～12、14 for the numbers of a sheet."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return "、".join(str(first) if first == last else f"{first}～{last}" for first, last in spans) or "空的"
