"""Hidden dangers close only when something was done, by somebody, and somebody else has looked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import CannotClose, DangerLevel, DangerStatus, HiddenDanger, usual_deadline

FOUND = date(2026, 11, 25)


def danger(level: DangerLevel = DangerLevel.GENERAL) -> HiddenDanger:
    return HiddenDanger("d", "Y-0001", "圆锯没有护罩", "开料区", FOUND, level)


def closed(
    found: HiddenDanger, *, done: str = "装上护罩", by: str = "p1", accepted: str = "p2", days: int = 1, why: str = ""
) -> HiddenDanger:
    return found.closed(
        done=done, by_id=by, accepted_by_id=accepted, on=FOUND + timedelta(days=days), same_person_reason=why
    )


def test_a_general_one_closes_with_what_was_done_and_who_looked() -> None:
    result = closed(danger(), done=" 装上护罩 ")
    assert result.status is DangerStatus.CLOSED
    assert not result.is_open
    assert (result.rectified, result.rectified_by_id, result.accepted_by_id) == ("装上护罩", "p1", "p2")
    assert result.closed_on == result.rectified_on == FOUND + timedelta(days=1)


def test_a_major_one_never_closes_in_one_step() -> None:
    with pytest.raises(CannotClose, match="重大隐患"):
        closed(danger(DangerLevel.MAJOR))


@pytest.mark.parametrize("done", ["", "  "])
def test_nothing_done_is_nothing_closed(done: str) -> None:
    with pytest.raises(CannotClose, match="怎么整改"):
        closed(danger(), done=done)


def test_nobody_accepts_their_own_work() -> None:
    with pytest.raises(CannotClose, match="同一个人"):
        closed(danger(), accepted="p1")


def test_a_one_person_shop_says_why() -> None:
    assert closed(danger(), accepted="p1", why="店里只有一个人").same_person_reason == "店里只有一个人"


def test_nothing_closes_before_it_was_found() -> None:
    with pytest.raises(CannotClose, match="早于发现日期"):
        closed(danger(), days=-1)


def test_what_is_closed_is_not_closed_again() -> None:
    with pytest.raises(CannotClose, match="已经销号"):
        closed(closed(danger()), done="又装了一次")


def test_what_is_closed_is_assigned_to_nobody() -> None:
    with pytest.raises(UserError, match="已经销号"):
        closed(danger()).assigned("p1", FOUND, on=FOUND)


def test_reopened_it_can_close_again() -> None:
    reopened = closed(danger()).reopened(on=FOUND)
    assert reopened.is_open
    assert (reopened.accepted_by_id, reopened.closed_on) == (None, None)
    assert not closed(reopened).is_open


def test_assigning_gives_person_deadline_and_status() -> None:
    assigned = danger().assigned("p1", FOUND, "装护罩", on=FOUND)
    assert (assigned.status, assigned.responsible_id, assigned.measures) == (DangerStatus.ASSIGNED, "p1", "装护罩")
    assert assigned.assigned("p2", FOUND, on=FOUND).measures == "装护罩"


def test_a_deadline_before_the_discovery_is_refused() -> None:
    with pytest.raises(UserError, match="早于发现日期"):
        danger().assigned("p1", FOUND - timedelta(days=1), on=FOUND)


def test_a_deadline_more_than_a_year_off_is_refused_unless_it_was_ordered() -> None:
    far = FOUND + timedelta(days=400)
    with pytest.raises(UserError, match="太远了"):
        danger().assigned("p1", far, on=FOUND)
    assert replace(danger(), deadline=far).assigned("p1", far, on=FOUND).deadline == far
    with pytest.raises(UserError, match="太远了"):
        danger().assigned("p1", FOUND, on=FOUND).extended(far, "等配件", on=FOUND)


@given(st.integers(-30, 30))
def test_overdue_begins_the_day_after_the_deadline(days: int) -> None:
    deadline = FOUND + timedelta(days=7)
    found = danger().assigned("p1", deadline, on=FOUND)
    today = deadline + timedelta(days=days)
    assert found.overdue(today) is (days > 0)
    assert closed(found).overdue(today) is False


def test_without_a_deadline_nothing_is_overdue() -> None:
    assert danger().overdue(date(2030, 1, 1)) is False


@pytest.mark.parametrize(("level", "days"), [(DangerLevel.GENERAL, 7), (DangerLevel.MAJOR, 15)])
def test_customary_deadlines(level: DangerLevel, days: int) -> None:
    assert usual_deadline(level, FOUND) == FOUND + timedelta(days=days)
