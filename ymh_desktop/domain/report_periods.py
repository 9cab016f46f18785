"""The periods that figures are told for: a month, a quarter, a year, or any stretch of days."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import labelled
from ymh_desktop.domain.workdays import ONE_DAY, Period, month_end

_EARLIEST, _LATEST = 2000, 2199
_QUARTERS = "一二三四"


class PeriodKind(Enum):
    """What kind of stretch it is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    STRETCH = "stretch"


labelled(PeriodKind, {"MONTH": "月度", "QUARTER": "季度", "YEAR": "年度", "STRETCH": "自选"})


class WrongPeriod(UserError):
    """A period that cannot be."""


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """Both days included. Build it with the functions below, which refuse what cannot be."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def name(self) -> str:
        """2026年9月, 2026年第三季度, 2026年, or both days."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.first.year}年{self.first.month}月"
            case PeriodKind.QUARTER:
                return f"{self.first.year}年第{_QUARTERS[(self.first.month - 1) // 3]}季度"
            case PeriodKind.YEAR:
                return f"{self.first.year}年"
            case _:
                return Period(self.first, self.last).label

    @property
    def code(self) -> str:
        """2026-09, 2026Q3, 2026, or both days: for files, settings and the command line."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.first:%Y-%m}"
            case PeriodKind.QUARTER:
                return f"{self.first.year}Q{(self.first.month + 2) // 3}"
            case PeriodKind.YEAR:
                return f"{self.first.year}"
            case _:
                return f"{self.first}_{self.last}"

    def as_of(self, today: date) -> date:
        """The day whose evening the figures tell: the last one once the period is over, else today."""
        return min(self.last, today)

    @property
    def hand_in_by(self) -> date | None:
        """By when the written table is handed in (16号令第十四条); None where it names no day."""
        after = self.last + ONE_DAY
        match self.kind:
            case PeriodKind.QUARTER:
                return after.replace(day=15)
            case PeriodKind.YEAR:
                return after.replace(day=31)
            case _:
                return None

    def months(self) -> tuple[Period, ...]:
        """The months inside, the first and the last as far as they belong to it."""
        found, first = [], self.first
        while first <= self.last:
            end = min(month_end(first), self.last)
            found.append(Period(first, end))
            first = end + ONE_DAY
        return tuple(found)

    def before(self) -> "ReportPeriod":
        """The period of the same kind that ended the day before; a stretch is preceded by one as long."""
        end = self.first - ONE_DAY
        match self.kind:
            case PeriodKind.MONTH:
                return month(end.year, end.month)
            case PeriodKind.QUARTER:
                return quarter_of(end)
            case PeriodKind.YEAR:
                return year(end.year)
            case _:
                return stretch(end - (self.last - self.first), end)


def month(of_year: int, number: int) -> ReportPeriod:
    """Raises WrongPeriod."""
    if not (1 <= number <= 12 and _EARLIEST <= of_year <= _LATEST):
        raise WrongPeriod(f"没有 {of_year} 年 {number} 月。", "请写成 2026-09 这样。")
    first = date(of_year, number, 1)
    return ReportPeriod(PeriodKind.MONTH, first, month_end(first))


def quarter(of_year: int, number: int) -> ReportPeriod:
    """Raises WrongPeriod."""
    if not (1 <= number <= 4 and _EARLIEST <= of_year <= _LATEST):
        raise WrongPeriod(f"没有 {of_year} 年第 {number} 季度。", "请写成 2026Q3 这样，Q 后面是 1 到 4。")
    first = date(of_year, number * 3 - 2, 1)
    return ReportPeriod(PeriodKind.QUARTER, first, month_end(date(of_year, number * 3, 1)))


def year(number: int) -> ReportPeriod:
    """Raises WrongPeriod."""
    if not _EARLIEST <= number <= _LATEST:
        raise WrongPeriod(f"没有 {number} 年的数据。", "请写成 2026 这样。")
    return ReportPeriod(PeriodKind.YEAR, date(number, 1, 1), date(number, 12, 31))


def stretch(first: date, last: date) -> ReportPeriod:
    """Raises WrongPeriod for one that ends before it begins, or lasts over ten years."""
    if last < first:
        raise WrongPeriod(f"结束日期 {last} 早于开始日期 {first}。", "请把两个日期对调一下。")
    if last.year - first.year > 10:
        raise WrongPeriod(f"从 {first} 到 {last} 太长了。", "一次最多看十年。")
    return ReportPeriod(PeriodKind.STRETCH, first, last)


def month_of(day: date) -> ReportPeriod:
    """The month that holds the day."""
    return month(day.year, day.month)


def quarter_of(day: date) -> ReportPeriod:
    """The quarter that holds the day."""
    return quarter(day.year, (day.month + 2) // 3)


def year_of(day: date) -> ReportPeriod:
    """The year that holds the day."""
    return year(day.year)


def period_between(first: date, last: date) -> ReportPeriod:
    """The month, the quarter or the year that has these two ends, else a stretch; raises WrongPeriod."""
    whole = (month_of(first), quarter_of(first), year_of(first))
    return next((each for each in whole if (each.first, each.last) == (first, last)), None) or stretch(first, last)


_CODE = re.compile(r"(\d{4})(?:Q(\d)|-(\d{1,2}))?")


def read_period(text: str) -> ReportPeriod:
    """The period of a code as 2026Q3, 2026-09 or 2026; raises WrongPeriod."""
    found = _CODE.fullmatch(text.strip().upper())
    if found is None:
        raise WrongPeriod(f"“{text[:20]}”看不懂是哪一段时间。", "请写成 2026Q3、2026-09 或 2026 这样。")
    of_year, number, of_month = found.groups()
    if number:
        return quarter(int(of_year), int(number))
    return month(int(of_year), int(of_month)) if of_month else year(int(of_year))
