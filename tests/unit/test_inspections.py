"""Inspections: everything that is not marked is normal, and hints only hint."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.checks import CheckPlan, Due, NoSuchItem, PlanItem, PlanKind
from ymh_desktop.domain.inspections import (
    SAME_IN_A_ROW,
    EnteredHow,
    Inspection,
    Mark,
    Result,
    ResultState,
    WrongCheck,
    always_same,
    check_days,
    results_of,
    too_fast,
)
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.workdays import Period

DAY = date(2026, 11, 23)
ITEMS = tuple(PlanItem(number, f"S-0001-{number:02d}", "护罩", "在位") for number in range(1, 6))
PLAN = CheckPlan("c", "J-0007", "周查", PlanKind.DAILY, ControlTier.TEAM, Frequency.WEEK, DAY, ITEMS)
WEEK = Period(DAY, DAY + timedelta(days=6))
MADE = Inspection("i", "c", WEEK, WEEK.last, DAY, datetime(2026, 11, 23, tzinfo=UTC), results_of(PLAN, DAY, ()))


@given(numbers=st.sets(st.integers(1, 5)))
def test_what_is_not_marked_is_normal(numbers: set[int]) -> None:
    results = results_of(PLAN, DAY, [Mark(number) for number in numbers])
    assert [result.number for result in results] == [1, 2, 3, 4, 5]
    assert {result.number for result in results if result.state is ResultState.ABNORMAL} == numbers


def test_an_exception_keeps_its_words_and_photos() -> None:
    marks = [Mark(2, note=" 裂了 ", photos=("a.jpg",)), Mark(4, ResultState.NOT_INVOLVED)]
    results = results_of(PLAN, DAY, marks)
    assert results[1] == Result(2, ResultState.ABNORMAL, "裂了", None, ("a.jpg",))
    assert results[3] == Result(4, ResultState.NOT_INVOLVED)


def test_a_number_that_is_not_on_the_sheet_is_refused() -> None:
    with pytest.raises(NoSuchItem, match="没有第 6、9 项"):
        results_of(PLAN, DAY, [Mark(6), Mark(1), Mark(9)])


def test_one_item_has_one_result() -> None:
    with pytest.raises(WrongCheck, match="第 3 项写了两次"):
        results_of(PLAN, DAY, [Mark(3), Mark(3, ResultState.NOT_INVOLVED)])


def test_a_sheet_printed_before_the_plan_changed_still_comes_back() -> None:
    ended = replace(PLAN, items=(replace(ITEMS[0], ended_on=DAY), *ITEMS[1:]))
    assert [result.number for result in results_of(ended, DAY, ())] == [2, 3, 4, 5]
    assert [result.number for result in results_of(ended, DAY, [Mark(1)])] == [1, 2, 3, 4, 5]


def test_a_sheet_with_nothing_on_it_is_not_filled_in() -> None:
    with pytest.raises(WrongCheck, match="没有要查的内容"):
        results_of(replace(PLAN, items=()), DAY, ())


def test_a_day_to_come_or_before_the_period_is_refused() -> None:
    due = Due(WEEK, WEEK.last, WEEK.last)
    with pytest.raises(WrongCheck, match="还没到"):
        check_days(due, DAY + timedelta(days=1), DAY)
    with pytest.raises(WrongCheck, match="不在这一期"):
        check_days(due, DAY - timedelta(days=1), DAY)
    check_days(due, WEEK.last + timedelta(days=3), WEEK.last + timedelta(days=3))  # late, but made


def test_late_is_after_the_due_day() -> None:
    assert MADE.on_time
    assert not replace(MADE, done_on=WEEK.last + timedelta(days=1)).on_time


def test_a_check_filled_faster_than_it_can_be_read_is_a_hint() -> None:
    assert too_fast(replace(MADE, seconds=3))
    assert not too_fast(replace(MADE, seconds=60))
    assert not too_fast(replace(MADE, seconds=None))
    assert not too_fast(replace(MADE, seconds=3, entered=EnteredHow.TRANSCRIBED))


def test_more_lines_need_more_time() -> None:
    many = replace(MADE, results=tuple(Result(number) for number in range(30)), seconds=20)
    assert too_fast(many)
    assert not too_fast(replace(MADE, seconds=20))


def test_twenty_checks_without_any_difference_are_a_hint() -> None:
    assert always_same([MADE] * SAME_IN_A_ROW)
    assert not always_same([MADE] * (SAME_IN_A_ROW - 1))
    other = replace(MADE, results=(Result(1, note="有点松"), *MADE.results[1:]))
    assert not always_same([other, *[MADE] * SAME_IN_A_ROW])
    assert not always_same([*[MADE] * (SAME_IN_A_ROW - 1), other])
    assert always_same([*[MADE] * SAME_IN_A_ROW, other])
