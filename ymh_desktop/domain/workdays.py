"""Days on which the enterprise works, and the periods that checks are counted by.

Due dates skip closed days: a round is due on a day on which somebody is there to make it.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.tiers import Frequency

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> Iterator[date]:
        """Every day, in order."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    @property
    def label(self) -> str:
        """2026-11-23 for a day, else 2026-11-23 至 2026-11-29."""
        return f"{self.first}" if self.first == self.last else f"{self.first} 至 {self.last}"


def period_of(frequency: Frequency, day: date) -> Period:
    """The period of that frequency which holds the day. Weeks begin on Monday; a job (每次作业前) counts by its day."""
    match frequency:
        case Frequency.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6))
        case Frequency.MONTH:
            return Period(day.replace(day=1), month_end(day))
        case Frequency.QUARTER:
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return Period(first, month_end(date(day.year, first.month + 2, 1)))
        case Frequency.YEAR:
            return Period(date(day.year, 1, 1), date(day.year, 12, 31))
        case _:
            return Period(day, day)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday. `check_before`: a check before it is customary."""

    name: str
    first: date
    last: date
    check_before: bool = False


class WrongDays(UserError):
    """A stretch of days that cannot be."""


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days of this enterprise that differ from the usual: closed (停工、放假), or worked although usually closed.

    Kept as records: a day that is declared closed afterwards changes what was due, so the trail must show it.
    """

    id: str
    first: date
    last: date
    closed: bool = True
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def checked(self) -> "SpecialDays":
        """Itself; raises WrongDays when it ends before it begins or lasts over a year."""
        if self.last < self.first:
            raise WrongDays(f"结束日期 {self.last} 早于开始日期 {self.first}。", "请把两个日期对调一下。")
        if (self.last - self.first).days > 366:
            raise WrongDays("一次最多填一年。", "停产更久的，到时候再接着填。")
        return self


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are closed. `rest_weekdays` are 0 (Monday) to 6; `make_up` are rest days that are worked instead.

    What the enterprise says of its own days goes before everything else; of two sayings, the later one.
    """

    rest_weekdays: tuple[int, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    make_up: tuple[date, ...] = ()
    special: tuple[SpecialDays, ...] = ()
    keeps_holidays: bool = True
    # Asked for thousands of days at once, and for the same stretch by every plan.
    _said: dict[date, str] = field(init=False, repr=False, compare=False)
    _open: dict[tuple[date, date], tuple[date, ...]] = field(init=False, repr=False, compare=False)
    dues: dict[object, Any] = field(init=False, repr=False, compare=False)  # kept for domain.checks, which makes them

    def __post_init__(self) -> None:
        said: dict[date, str] = {}
        if self.keeps_holidays:
            said |= dict.fromkeys(self.make_up, "")
            for holiday in reversed(self.holidays):
                said |= dict.fromkeys(Period(holiday.first, holiday.last).days(), f"{holiday.name}放假")
        for days in self.special:
            why = (days.reason or "停工") if days.closed else ""
            said |= dict.fromkeys(Period(days.first, days.last).days(), why)
        object.__setattr__(self, "_said", said)
        object.__setattr__(self, "_open", {})
        object.__setattr__(self, "dues", {})

    def closed_because(self, day: date) -> str:
        """Why nobody works on that day; empty for a working day."""
        said = self._said.get(day)
        if said is not None:
            return said
        return "休息日" if day.weekday() in self.rest_weekdays else ""

    def is_open(self, day: date) -> bool:
        """Somebody works on that day."""
        return not self.closed_because(day)

    def open_days(self, first: date, last: date) -> tuple[date, ...]:
        """The working days of a stretch."""
        found = self._open.get((first, last))
        if found is None:
            found = self._open[first, last] = tuple(day for day in Period(first, last).days() if self.is_open(day))
        return found

    def open_from(self, day: date, within: int = 60) -> date | None:
        """The first working day from this one on; None when there is none within so many days."""
        days = (day + timedelta(days=number) for number in range(within))
        return next((each for each in days if self.is_open(each)), None)

    def open_until(self, day: date, within: int = 60) -> date | None:
        """The last working day up to this one; None when there is none within so many days before."""
        days = (day - timedelta(days=number) for number in range(within))
        return next((each for each in days if self.is_open(each)), None)

    def stoppages(self, first: date, last: date, least: int) -> tuple[Period, ...]:
        """Stretches of at least so many closed days that end within the two days: work begins again after each."""
        days = list(Period(first - timedelta(days=least), last).days())
        found = []
        for closed, group in groupby(days, lambda day: not self.is_open(day)):
            stretch = list(group)
            if closed and len(stretch) >= least and first <= stretch[-1] < last:
                found.append(self._whole(Period(stretch[0], stretch[-1])))
        return tuple(found)

    def _whole(self, tail: Period) -> Period:
        """The stretch with what lies before the days that were looked at."""
        first = tail.first
        while (tail.last - first).days < 366 and not self.is_open(first - ONE_DAY):
            first -= ONE_DAY
        return Period(first, tail.last)


def due_day(period: Period, calendar: WorkCalendar, prefer: int | None = None) -> date | None:
    """The working day by which a round of this period is due; None when the whole period is closed.

    `prefer` counts from 1 (the fifth day: 5): that day, or when it is closed the next working day of the period, or
    the last one before. None: the last working day.
    """
    open_days = calendar.open_days(period.first, period.last)
    if not open_days or prefer is None:
        return open_days[-1] if open_days else None
    wanted = period.first + timedelta(days=max(1, prefer) - 1)
    return next((day for day in open_days if day >= wanted), open_days[-1])
