"""Check plans: what is due when, and numbers that come back from paper."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_workdays import CALENDARS, DAYS, SPRING, SUNDAYS
from ymh_desktop.domain.checks import (
    CheckPlan,
    NoSuchItem,
    PlanItem,
    PlanKind,
    Recording,
    WrongSheetNumber,
    begun,
    due_of,
    dues,
    keyed_by,
    read_sheet_number,
    sheet_number,
)
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.workdays import Period, WorkCalendar, period_of

BEGAN = date(2026, 1, 1)
PLAN = CheckPlan("c", "J-0007", "平刨岗位点检表", PlanKind.DAILY, ControlTier.POST, Frequency.DAY, BEGAN)
WEEKLY = replace(PLAN, tier=ControlTier.TEAM, frequency=Frequency.WEEK)
REGULAR = st.sampled_from([each for each in Frequency if each is not Frequency.OCCASION])
PLANS = st.builds(
    replace,
    st.just(PLAN),
    kind=st.sampled_from(PlanKind),
    frequency=st.sampled_from(Frequency),
    recording=st.sampled_from(Recording),
    starts_on=DAYS,
    prefer=st.none() | st.integers(1, 31),
    month=st.integers(1, 12),
    ended_on=st.none() | DAYS,
)


def days(plan: CheckPlan, calendar: WorkCalendar, first: date, last: date) -> list[date]:
    return [due.day for due in dues(plan, calendar, first, last)]


@given(plan=PLANS, calendar=CALENDARS, first=DAYS, length=st.integers(0, 200))
def test_nothing_is_due_on_a_closed_day_or_while_the_plan_does_not_run(
    plan: CheckPlan, calendar: WorkCalendar, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    found = list(dues(plan, calendar, first, last))
    assert [due.day for due in found] == sorted(due.day for due in found)
    for due in found:
        assert first <= due.day <= last
        assert plan.starts_on <= due.day
        assert plan.ended_on is None or due.day < plan.ended_on
        assert due.day <= due.recorded_by
        # A holiday may begin after two closed months: then its eve is due all the same.
        assert calendar.is_open(due.day) or plan.kind is PlanKind.HOLIDAY


@given(calendar=CALENDARS, frequency=REGULAR, first=DAYS, split=st.integers(0, 100), length=st.integers(0, 200))
def test_two_stretches_owe_together_what_the_whole_owes(
    calendar: WorkCalendar, frequency: Frequency, first: date, split: int, length: int
) -> None:
    """So that months add up to a quarter, and nothing is counted twice or lost at the border."""
    plan, last = replace(PLAN, frequency=frequency, starts_on=date(2024, 1, 1)), first + timedelta(days=length)
    middle = min(first + timedelta(days=split), last)
    parts = days(plan, calendar, first, middle) + days(plan, calendar, middle + timedelta(days=1), last)
    assert parts == days(plan, calendar, first, last)


@given(calendar=CALENDARS, frequency=REGULAR, day=DAYS)
def test_the_check_of_a_day_is_the_one_whose_period_holds_it(
    calendar: WorkCalendar, frequency: Frequency, day: date
) -> None:
    plan = replace(PLAN, frequency=frequency, starts_on=date(2020, 1, 1))
    due, period = due_of(plan, calendar, day), period_of(frequency, day)
    assert due is None or due.period == period
    assert (due is None) == (not calendar.open_days(period.first, period.last))


def test_a_daily_check_skips_sundays_and_holidays() -> None:
    assert days(PLAN, SUNDAYS, date(2026, 2, 13), date(2026, 2, 25)) == [
        date(2026, 2, 13),
        date(2026, 2, 14),
        date(2026, 2, 24),
        date(2026, 2, 25),
    ]


def test_a_weekly_check_is_due_on_the_last_working_day_or_the_preferred_one() -> None:
    week = date(2026, 11, 23), date(2026, 11, 29)
    assert days(WEEKLY, SUNDAYS, *week) == [date(2026, 11, 28)]
    assert days(replace(WEEKLY, prefer=5), SUNDAYS, *week) == [date(2026, 11, 27)]
    assert days(WEEKLY, SUNDAYS, date(2026, 2, 16), date(2026, 2, 22)) == []


def test_a_check_is_due_once_in_a_period_that_was_half_gone_when_the_plan_began() -> None:
    begun = replace(WEEKLY, frequency=Frequency.QUARTER, starts_on=date(2026, 11, 23))
    assert days(begun, WorkCalendar(), date(2026, 1, 1), date(2026, 12, 31)) == [date(2026, 12, 31)]


def test_nothing_is_due_before_each_job() -> None:
    """每次作业前 has no date: the sheet is taken along to the job."""
    occasion = replace(WEEKLY, frequency=Frequency.OCCASION)
    assert days(occasion, WorkCalendar(), date(2026, 1, 1), date(2026, 12, 31)) == []


def test_a_check_is_made_on_the_last_working_day_before_a_holiday() -> None:
    plan = replace(WEEKLY, kind=PlanKind.HOLIDAY, frequency=Frequency.OCCASION)
    (due,) = dues(plan, WorkCalendar(rest_weekdays=(5,), holidays=(SPRING,)), BEGAN, date(2026, 12, 31))
    assert due.day == date(2026, 2, 13)  # the 14th is a Saturday
    assert due.period == Period(date(2026, 2, 8), date(2026, 2, 14))


def test_work_begins_again_with_a_check_after_a_long_stop() -> None:
    plan = replace(WEEKLY, kind=PlanKind.RESUMPTION, frequency=Frequency.OCCASION)
    (due,) = dues(plan, SUNDAYS, BEGAN, date(2026, 12, 31))
    assert due.day == date(2026, 2, 24)
    assert due.period == Period(date(2026, 2, 23), date(2026, 2, 24))


def test_a_seasonal_check_comes_once_a_year_in_its_month() -> None:
    plan = replace(WEEKLY, kind=PlanKind.SEASONAL, frequency=Frequency.YEAR, month=5)
    assert days(plan, SUNDAYS, BEGAN, date(2027, 12, 31)) == [date(2026, 5, 30), date(2027, 5, 31)]


def test_a_single_check_is_due_on_its_day_or_the_working_day_before() -> None:
    plan = replace(WEEKLY, kind=PlanKind.SPECIAL, once_on=date(2026, 11, 29))
    (due,) = dues(plan, SUNDAYS, BEGAN, date(2026, 12, 31))
    assert (due.period, due.day) == (Period(BEGAN, date(2026, 11, 29)), date(2026, 11, 28))


def test_a_months_sheet_is_keyed_some_working_days_after_the_month() -> None:
    sheet = replace(PLAN, recording=Recording.MONTH_SHEET)
    found = list(dues(sheet, SUNDAYS, date(2026, 11, 1), date(2026, 11, 30)))
    assert {due.recorded_by for due in found} == {date(2026, 12, 5)}  # 1st to 5th, Tuesday to Saturday
    assert not found[0].overdue(date(2026, 12, 5))
    assert found[0].overdue(date(2026, 12, 6))


@given(calendar=CALENDARS, day=DAYS)
def test_keying_is_never_asked_before_the_month_is_over(calendar: WorkCalendar, day: date) -> None:
    assert keyed_by(day, calendar) > period_of(Frequency.MONTH, day).last


def test_an_ended_plan_keeps_what_was_due_before() -> None:
    ended = PLAN.ended(date(2026, 11, 25))
    assert days(ended, WorkCalendar(), date(2026, 11, 23), date(2026, 11, 30)) == [
        date(2026, 11, 23),
        date(2026, 11, 24),
    ]


def test_an_item_is_asked_from_the_day_it_was_added_until_it_ends() -> None:
    item = PlanItem(1, "S-0001-01", "护罩", "在位", since=date(2026, 11, 2), ended_on=date(2026, 11, 5))
    plan = replace(PLAN, items=(item,))
    asked = [day for day in Period(date(2026, 11, 1), date(2026, 11, 6)).days() if plan.items_on(day)]
    assert asked == [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)]
    assert plan.next_number == 2
    assert plan.item(1) == item


def test_a_number_that_is_not_on_the_sheet_is_named_with_those_that_are() -> None:
    items = tuple(PlanItem(number, "", "护罩", "在位") for number in (1, 2, 3, 7))
    with pytest.raises(NoSuchItem, match="没有第 5 项") as refusal:
        replace(PLAN, items=items).item(5)
    assert "1～3、7" in refusal.value.advice


# ---- sheet numbers ---------------------------------------------------------------------------------------------------


@given(frequency=st.sampled_from(Frequency), recording=st.sampled_from(Recording), day=DAYS)
def test_a_sheets_number_leads_back_to_its_plan_and_period(
    frequency: Frequency, recording: Recording, day: date
) -> None:
    plan = replace(PLAN, frequency=frequency, recording=recording)
    code, first = read_sheet_number(sheet_number(plan, period_of(frequency, day)))
    assert code == plan.code
    if recording is Recording.ROUND:
        assert first == period_of(frequency, day).first
    else:
        assert (first.year, first.month) == (
            period_of(frequency, day).first.year,
            period_of(frequency, day).first.month,
        )


@pytest.mark.parametrize("text", ["J-0007-2026W48", " j0007-2026w48 ", "Ｊ－０００７－２０２６Ｗ４８", "J-7—2026W48"])
def test_a_number_is_read_however_it_was_typed(text: str) -> None:
    if "J-7" in text:
        with pytest.raises(WrongSheetNumber):
            read_sheet_number(text)
    else:
        assert read_sheet_number(text) == ("J-0007", date(2026, 11, 23))


@pytest.mark.parametrize("text", ["", "7", "P-0007", "J-0007", "J-0007-202613", "J-0007-20261131", "J-0007-2026W60"])
def test_what_is_no_sheet_number_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongSheetNumber, match="J-0007-202611"):
        read_sheet_number(text)


# ---- the first check of a plan ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "made", "begins"),
    [
        (Frequency.SHIFT, date(2026, 11, 30), date(2026, 12, 1)),
        (Frequency.DAY, date(2026, 11, 30), date(2026, 12, 1)),
        (Frequency.WEEK, date(2026, 11, 25), date(2026, 11, 26)),  # a Wednesday: four days are left
        (Frequency.WEEK, date(2026, 11, 26), date(2026, 11, 30)),
        (Frequency.MONTH, date(2026, 11, 15), date(2026, 11, 16)),
        (Frequency.MONTH, date(2026, 11, 16), date(2026, 12, 1)),
        (Frequency.MONTH, date(2026, 11, 30), date(2026, 12, 1)),
        (Frequency.QUARTER, date(2026, 12, 16), date(2026, 12, 17)),
        (Frequency.QUARTER, date(2026, 12, 17), date(2027, 1, 1)),
        (Frequency.YEAR, date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_plan_begins_the_day_after_or_with_the_next_period(frequency: Frequency, made: date, begins: date) -> None:
    assert begun(replace(PLAN, frequency=frequency, starts_on=made)).starts_on == begins


def test_a_check_before_a_holiday_or_of_one_day_keeps_to_that_day() -> None:
    for plan in (replace(PLAN, kind=PlanKind.HOLIDAY), replace(PLAN, once_on=BEGAN)):
        assert begun(plan) is plan


@given(frequency=REGULAR, made=DAYS, calendar=CALENDARS)
def test_nothing_is_owed_for_the_day_on_which_a_plan_is_made_nor_for_a_period_that_is_nearly_over(
    frequency: Frequency, made: date, calendar: WorkCalendar
) -> None:
    plan = begun(replace(PLAN, frequency=frequency, starts_on=made))
    for due in dues(plan, calendar, made - timedelta(days=366), made + timedelta(days=400)):
        assert due.day > made
        left, whole = (due.period.last - made).days, (due.period.last - due.period.first).days + 1
        assert due.period.first > made or left * 2 >= whole or left >= 15
