"""Periods that figures are told for: months, quarters, years, stretches."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.report_periods import (
    PeriodKind,
    WrongPeriod,
    month,
    month_of,
    quarter,
    quarter_of,
    read_period,
    stretch,
    year,
    year_of,
)

DAYS = st.dates(date(2001, 1, 1), date(2198, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_periods_and_their_codes_read_back(day: date) -> None:
    for period in (month_of(day), quarter_of(day), year_of(day)):
        assert period.first <= day <= period.last
        assert read_period(period.code) == period
        before = period.before()
        assert before.kind is period.kind
        assert (period.first - before.last).days == 1


@given(DAYS, DAYS)
def test_the_months_of_a_stretch_follow_each_other_without_a_gap(one: date, other: date) -> None:
    first, last = sorted((one, other))
    if last.year - first.year > 10:
        return
    months = stretch(first, last).months()
    assert (months[0].first, months[-1].last) == (first, last)
    assert all((b.first - a.last).days == 1 for a, b in pairwise(months))


def test_they_are_called_as_people_say() -> None:
    assert [each.name for each in (month(2026, 9), quarter(2026, 3), year(2026))] == [
        "2026年9月",
        "2026年第三季度",
        "2026年",
    ]
    assert stretch(date(2026, 9, 1), date(2026, 9, 15)).name == "2026-09-01 至 2026-09-15"


def test_the_written_table_is_due_in_the_first_month_after() -> None:
    """16号令第十四条: by the 15th after a quarter, by 31 January after a year."""
    assert quarter(2026, 4).hand_in_by == date(2027, 1, 15)
    assert year(2026).hand_in_by == date(2027, 1, 31)
    assert month(2026, 9).hand_in_by is None


def test_what_is_not_over_is_told_as_of_today() -> None:
    assert quarter(2026, 3).as_of(date(2026, 9, 10)) == date(2026, 9, 10)
    assert quarter(2026, 3).as_of(date(2026, 11, 10)) == date(2026, 9, 30)


def test_small_letters_and_blanks_are_read() -> None:
    assert read_period(" 2026q3 ").kind is PeriodKind.QUARTER


@pytest.mark.parametrize("text", ["", "2026Q5", "2026-13", "去年", "1800", "2026Q3x", "20260"])
def test_what_is_no_period_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WrongPeriod, match="请写成"):
        read_period(text)


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(WrongPeriod, match="早于"):
        stretch(date(2026, 9, 2), date(2026, 9, 1))
    with pytest.raises(WrongPeriod, match="十年"):
        stretch(date(2000, 1, 1), date(2026, 9, 1))
