"""Days that must have come, and days that are still to come."""

from datetime import date, timedelta

import pytest

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import PLANS_AHEAD, not_far_off, not_to_come, still_to_come

TODAY = date(2026, 11, 23)


def test_today_is_neither_gone_by_nor_still_away() -> None:
    assert not_to_come("日期", TODAY, TODAY) == still_to_come("日期", TODAY, TODAY) == TODAY
    assert not_to_come("日期", None, TODAY) == TODAY, "nothing said means today"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY - timedelta(days=1), "培训日期 2026-11-22 已经过去了"),
        (TODAY + PLANS_AHEAD + timedelta(days=1), "还有 733 天，太远了"),
    ],
)
def test_what_is_planned_lies_ahead_but_not_for_ever(day: date, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        still_to_come("培训日期", day, TODAY)
    assert caught.value.advice
    assert still_to_come("培训日期", TODAY + PLANS_AHEAD, TODAY) == TODAY + PLANS_AHEAD


def test_how_far_off_is_too_far_is_said_by_whoever_asks() -> None:
    week = timedelta(days=7)
    assert not_far_off("期限", TODAY + week, TODAY, week, "") == TODAY + week
    with pytest.raises(UserError, match="太远了"):
        not_far_off("期限", TODAY + week, TODAY, timedelta(days=6), "")
