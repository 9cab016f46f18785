"""查改率 and 按期率 as the town means them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.support.records import records
from tests.unit.loop import FOUND, danger
from ymh_desktop.domain.danger_figures import DangerFigures, danger_figures
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger

TODAY = FOUND + timedelta(days=30)


def closed(found: date, deadline: date, done: date, **other: Any) -> HiddenDanger:
    made = replace(
        danger(), found_on=found, deadline=deadline, rectified_on=done, closed_on=done, status=DangerStatus.CLOSED
    )
    return replace(made, **other)


def still_open(found: date, deadline: date) -> HiddenDanger:
    return replace(danger(), found_on=found, deadline=deadline, status=DangerStatus.ASSIGNED)


def test_what_is_not_due_yet_stands_beside_the_rate_and_is_never_subtracted() -> None:
    dangers = (
        closed(FOUND, FOUND + timedelta(7), FOUND + timedelta(3)),
        still_open(FOUND, TODAY + timedelta(1)),
        still_open(FOUND, TODAY - timedelta(1)),
        replace(still_open(FOUND, FOUND), status=DangerStatus.AWAITING_AUTHORITY, accepted_on=FOUND),
    )
    found = danger_figures(dangers, as_of=TODAY)
    assert (found.registered, found.closed, found.not_due, found.overdue, found.awaiting_authority) == (4, 1, 1, 1, 1)
    assert found.rectification == 0.25
    assert found.open == 3


def test_what_waited_for_the_department_when_the_period_ended_is_told_so_also_after_it_was_cleared() -> None:
    cleared = closed(FOUND, FOUND, FOUND, accepted_on=FOUND + timedelta(1), closed_on=FOUND + timedelta(20))
    end = FOUND + timedelta(5)
    told = danger_figures((cleared,), first=FOUND, last=end, as_of=end)
    assert (told.awaiting_authority, told.overdue, told.closed) == (1, 0, 0)


def test_nothing_found_has_no_rate() -> None:
    assert danger_figures((), as_of=TODAY) == DangerFigures()
    assert (DangerFigures().rectification, DangerFigures().punctuality) == (None, None)


def test_a_period_that_is_over_is_told_as_it_was() -> None:
    """What was closed after its end was open at its end: a table printed twice says the same."""
    late = closed(FOUND, FOUND + timedelta(7), FOUND + timedelta(10))
    end = FOUND + timedelta(5)
    assert danger_figures((late,), first=FOUND, last=end, as_of=end).closed == 0
    assert danger_figures((late,), first=FOUND, last=end, as_of=TODAY).closed == 1


def test_only_what_was_found_in_the_period_is_registered_in_it() -> None:
    dangers = (
        still_open(FOUND - timedelta(1), TODAY),
        still_open(FOUND, TODAY),
        still_open(FOUND + timedelta(1), TODAY),
    )
    assert danger_figures(dangers, first=FOUND, last=FOUND, as_of=TODAY).registered == 1


def test_on_time_is_measured_by_the_deadline_in_force_and_extensions_stand_apart() -> None:
    dangers = (
        closed(FOUND, FOUND + timedelta(7), FOUND + timedelta(7)),
        closed(FOUND, FOUND + timedelta(7), FOUND + timedelta(8)),
        closed(FOUND, FOUND + timedelta(9), FOUND + timedelta(9), times_extended=1),
        still_open(FOUND, TODAY - timedelta(1)),
        still_open(FOUND, TODAY),  # the day is not over
        still_open(FOUND, TODAY + timedelta(5)),
    )
    found = danger_figures(dangers, as_of=TODAY)
    assert (found.due, found.on_time, found.extended) == (4, 2, 1)
    assert found.punctuality == 0.5


def test_one_level_at_a_time() -> None:
    dangers = (still_open(FOUND, TODAY), replace(still_open(FOUND, TODAY), level=DangerLevel.MAJOR))
    assert danger_figures(dangers, as_of=TODAY, level=DangerLevel.MAJOR).registered == 1


@given(st.lists(records(HiddenDanger), max_size=8), st.dates(), st.dates(), st.dates())
def test_every_figure_is_part_of_the_whole(dangers: list[HiddenDanger], a: date, b: date, as_of: date) -> None:
    found = danger_figures(dangers, first=min(a, b), last=max(a, b), as_of=as_of)
    assert found.registered == found.closed + found.not_due + found.overdue + found.awaiting_authority
    assert 0 <= found.on_time <= found.due <= len(dangers)
    assert found.extended <= found.due
