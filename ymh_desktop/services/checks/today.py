"""今天要做的: what is due, what is overdue, which sheets wait to be keyed; and the calendar of a month."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ymh_desktop.domain.checks import CheckPlan, Due, PlanKind, Recording, dues, is_regular
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.tiers import Frequency
from ymh_desktop.domain.workdays import ONE_DAY, Period, month_end
from ymh_desktop.services.checks.figures import DueLine, Look, check_rows, lines_of, look
from ymh_desktop.services.ports import Ports

MOST_LINES = 5
# How many days before its due day a check is shown, and how long after it one that was not made.
_AHEAD = {
    Frequency.SHIFT: 0,
    Frequency.DAY: 0,
    Frequency.WEEK: 6,
    Frequency.MONTH: 10,
    Frequency.QUARTER: 20,
    Frequency.YEAR: 30,
}
_BEHIND = {
    Frequency.SHIFT: 0,  # what was not looked at yesterday cannot be looked at any more
    Frequency.DAY: 0,
    Frequency.WEEK: 14,
    Frequency.MONTH: 62,
    Frequency.QUARTER: 184,
    Frequency.YEAR: 366,
}
_OTHERS_AHEAD, _OTHERS_BEHIND = 31, 60


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One thing to do. `keying`: sheets of a month to be keyed, one line for all plans; else one plan.

    `day` is the last day for it; `overdue` is how many days that is gone, 0 while there is time.
    """

    title: str
    plan_ids: tuple[str, ...]
    kind: PlanKind
    inspector: str
    period: Period
    day: date
    overdue: int
    items: int
    keying: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """At most five lines, the most urgent first; `more` are not shown, `overdue` counts over all."""

    lines: tuple[TodayLine, ...]
    more: int
    overdue: int


def today(ports: Ports, most: int = MOST_LINES, seen: Look | None = None) -> Today:
    """For the home page, from what was already read if it was; raises NoEnterprise."""
    lines = today_lines(ports, seen)
    return Today(lines[:most], max(0, len(lines) - most), sum(1 for line in lines if line.overdue))


def today_lines(ports: Ports, seen: Look | None = None) -> tuple[TodayLine, ...]:
    """Everything to do now: overdue first, then by day; raises NoEnterprise."""
    seen = seen or look(ports)
    sizes = {plan_id: int(items) for plan_id, items in ports.views.plan_sizes(seen.today)}
    since = seen.today - timedelta(days=max(_BEHIND.values()))
    made = {(plan_id, begins) for plan_id, begins in ports.views.rounds_made(since)}
    lines = [line for plan in seen.plans for line in _rounds(seen, plan, made, sizes.get(plan.id, 0))]
    lines += _sheets(ports, seen)
    lines.sort(key=lambda line: (line.overdue == 0, line.day, line.title))
    return tuple(lines)


def _rounds(seen: Look, plan: CheckPlan, made: set[tuple[str, str]], items: int) -> Iterator[TodayLine]:
    if plan.recording is not Recording.ROUND:
        return
    ahead, behind = _OTHERS_AHEAD, _OTHERS_BEHIND
    if is_regular(plan):
        ahead, behind = _AHEAD.get(plan.frequency, 0), _BEHIND.get(plan.frequency, 0)
    elif plan.kind is PlanKind.HOLIDAY:
        behind = 0  # once the holiday has begun it is too late
    window = dues(plan, seen.calendar, seen.today - timedelta(days=behind), seen.today + timedelta(days=ahead))
    for due in window:
        # A week with a holiday at its end is due early: before it has begun it cannot be filled in.
        if due.period.first <= seen.today and (plan.id, due.period.first.isoformat()) not in made:
            yield TodayLine(
                plan.title,
                (plan.id,),
                plan.kind,
                seen.inspector(plan),
                due.period,
                due.day,
                max(0, (seen.today - due.day).days),
                items,
            )


def _sheets(ports: Ports, seen: Look) -> Iterator[TodayLine]:
    """The last two months that are over, whose sheets were not keyed since: one line each.

    A day that was left out when its sheet was keyed had no tick: it was missed, and is not asked for again.
    """
    last_month = (seen.today.replace(day=1) - ONE_DAY).replace(day=1)
    first_days = ((last_month - ONE_DAY).replace(day=1), last_month)
    kept = {(plan, later): (until, keyed) for plan, later, until, keyed in ports.views.sheets_keyed(*first_days)}
    months: dict[date, list[tuple[CheckPlan, Due]]] = defaultdict(list)
    for plan in seen.plans:
        if plan.recording is not Recording.MONTH_SHEET:
            continue
        for later, first in enumerate(first_days):
            end = month_end(first)
            until, keyed = kept.get((plan.id, later), ("", ""))
            if keyed[:10] <= end.isoformat():
                begin = date.fromisoformat(until) + ONE_DAY if until else first
                months[first] += [(plan, due) for due in dues(plan, seen.calendar, begin, end)]
    for first, owed in sorted(months.items()):
        if not owed:
            continue
        plans = tuple(dict.fromkeys(plan.id for plan, _ in owed))
        day = max(due.recorded_by for _, due in owed)
        firm = seen.staff.enterprise
        yield TodayLine(
            f"抄录 {first.month} 月的点检表（{len(plans)} 张）",
            plans,
            PlanKind.DAILY,
            seen.staff.name(firm.officer_id or firm.principal_id),
            Period(first, month_end(first)),
            day,
            max(0, (seen.today - day).days),
            len(owed),
            keying=True,
        )


# ---- the calendar ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day. `closed_because` is empty for a working day; `lines` are the checks due on it."""

    day: date
    closed_because: str
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month, day by day."""

    year: int
    month: int
    days: tuple[CalendarDay, ...]


def calendar_month(ports: Ports, year: int, month: int) -> CalendarMonth:
    """What was and is due in that month; raises UserError for a month that is none."""
    if not (1 <= month <= 12 and 2000 <= year <= 2199):
        raise UserError(f"没有 {year} 年 {month} 月。", "请写成 2026-11 这样。")
    first = date(year, month, 1)
    last = month_end(first)
    seen = look(ports)
    by_day: dict[date, list[DueLine]] = defaultdict(list)
    for line in lines_of(seen, check_rows(ports, first, last), first, last):
        by_day[line.due].append(line)
    return CalendarMonth(
        year,
        month,
        tuple(
            CalendarDay(day, seen.calendar.closed_because(day), tuple(by_day[day]))
            for day in Period(first, last).days()
        ),
    )
