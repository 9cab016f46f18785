"""Working days and due days: a check is owed on a day on which somebody is there to make it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.tiers import Frequency
from ymh_desktop.domain.workdays import Holiday, Period, SpecialDays, WorkCalendar, WrongDays, due_day, period_of

SPRING = Holiday("春节", date(2026, 2, 15), date(2026, 2, 23), check_before=True)
SUNDAYS = WorkCalendar(rest_weekdays=(6,), holidays=(SPRING,), make_up=(date(2026, 2, 28), date(2026, 3, 1)))

DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
LENGTHS = st.integers(0, 40)


@st.composite
def special_days(draw: st.DrawFn) -> SpecialDays:
    first = draw(DAYS)
    return SpecialDays("s", first, first + timedelta(days=draw(LENGTHS)), draw(st.booleans()))


@st.composite
def holidays(draw: st.DrawFn) -> Holiday:
    first = draw(DAYS)
    return Holiday("节日", first, first + timedelta(days=draw(st.integers(0, 9))), draw(st.booleans()))


CALENDARS = st.builds(
    WorkCalendar,
    rest_weekdays=st.lists(st.integers(0, 6), unique=True).map(tuple),
    holidays=st.lists(holidays(), max_size=4).map(tuple),
    make_up=st.lists(DAYS, max_size=4).map(tuple),
    special=st.lists(special_days(), max_size=4).map(tuple),
    keeps_holidays=st.booleans(),
)


@given(frequency=st.sampled_from(Frequency), day=DAYS)
def test_periods_of_a_frequency_follow_each_other_without_gap_or_overlap(frequency: Frequency, day: date) -> None:
    period = period_of(frequency, day)
    assert day in period
    assert {period_of(frequency, each) for each in period.days()} == {period}
    assert period_of(frequency, period.last + timedelta(days=1)).first == period.last + timedelta(days=1)


def test_a_week_begins_on_monday_and_a_quarter_has_three_months() -> None:
    assert period_of(Frequency.WEEK, date(2026, 11, 29)) == Period(date(2026, 11, 23), date(2026, 11, 29))
    assert period_of(Frequency.QUARTER, date(2026, 11, 29)) == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert period_of(Frequency.MONTH, date(2028, 2, 3)).last == date(2028, 2, 29)
    assert period_of(Frequency.YEAR, date(9999, 12, 31)).last == date(9999, 12, 31)


@given(calendar=CALENDARS, frequency=st.sampled_from(Frequency), day=DAYS, prefer=st.none() | st.integers(1, 400))
def test_a_due_day_is_a_working_day_of_its_period(
    calendar: WorkCalendar, frequency: Frequency, day: date, prefer: int | None
) -> None:
    period = period_of(frequency, day)
    due = due_day(period, calendar, prefer)
    if due is None:
        assert not any(calendar.is_open(each) for each in period.days())
    else:
        assert due in period
        assert calendar.is_open(due)


@given(calendar=CALENDARS, frequency=st.sampled_from(Frequency), day=DAYS, prefer=st.integers(1, 31))
def test_a_preferred_day_that_is_closed_gives_way_to_the_next_working_day_if_there_is_one(
    calendar: WorkCalendar, frequency: Frequency, day: date, prefer: int
) -> None:
    period = period_of(frequency, day)
    wanted = period.first + timedelta(days=prefer - 1)
    due = due_day(period, calendar, prefer)
    later = [each for each in period.days() if each >= wanted and calendar.is_open(each)]
    if later:
        assert due == later[0]
    elif due is not None:
        assert due < wanted
        assert not calendar.open_days(due + timedelta(days=1), period.last)


@given(calendar=CALENDARS, day=DAYS)
def test_every_closed_day_has_a_reason(calendar: WorkCalendar, day: date) -> None:
    assert calendar.is_open(day) == (calendar.closed_because(day) == "")


def test_a_rest_day_a_holiday_and_a_day_worked_instead() -> None:
    assert SUNDAYS.closed_because(date(2026, 11, 22)) == "休息日"
    assert SUNDAYS.closed_because(date(2026, 2, 17)) == "春节放假"
    assert SUNDAYS.is_open(date(2026, 3, 1))  # a Sunday
    assert SUNDAYS.is_open(date(2026, 11, 23))


def test_what_the_enterprise_says_goes_before_everything_and_the_later_word_counts() -> None:
    worked = SpecialDays("1", date(2026, 2, 15), date(2026, 2, 16), closed=False)
    closed = SpecialDays("2", date(2026, 2, 16), date(2026, 2, 16), reason="停电")
    calendar = WorkCalendar(holidays=(SPRING,), special=(worked, closed))
    assert calendar.is_open(date(2026, 2, 15))
    assert calendar.closed_because(date(2026, 2, 16)) == "停电"


def test_a_firm_that_works_through_holidays_has_them_open() -> None:
    assert WorkCalendar(holidays=(SPRING,), keeps_holidays=False).is_open(date(2026, 2, 17))


@given(calendar=CALENDARS, first=DAYS, length=st.integers(0, 60), least=st.integers(1, 9))
def test_a_stoppage_is_closed_throughout_and_open_on_both_sides(
    calendar: WorkCalendar, first: date, length: int, least: int
) -> None:
    for stop in calendar.stoppages(first, first + timedelta(days=length), least):
        assert not any(calendar.is_open(day) for day in stop.days())
        assert calendar.is_open(stop.last + timedelta(days=1))
        whole_year = (stop.last - stop.first).days >= 366
        assert whole_year or calendar.is_open(stop.first - timedelta(days=1))
        assert len(list(stop.days())) >= least


def test_the_spring_holiday_with_the_sundays_beside_it_is_one_stoppage() -> None:
    (stop,) = SUNDAYS.stoppages(date(2026, 1, 1), date(2026, 12, 31), 7)
    assert stop == Period(date(2026, 2, 15), date(2026, 2, 23))


def test_days_that_end_before_they_begin_are_refused_with_both() -> None:
    with pytest.raises(WrongDays, match=r"2026-02-01 早于开始日期 2026-02-03"):
        SpecialDays("1", date(2026, 2, 3), date(2026, 2, 1)).checked()
    with pytest.raises(WrongDays, match="一年"):
        SpecialDays("1", date(2026, 2, 3), date(2028, 2, 1)).checked()
