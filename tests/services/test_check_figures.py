"""应查 and 已查: each figure is the number of its rows, and equals an independent count in the data file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest

from tests.services.check_support import plan_of, planned
from tests.support.desk import Desk, new_desk
from tests.support.folders import CHINA, FixedClock
from ymh_desktop.domain.danger_figures import danger_figures
from ymh_desktop.domain.inspections import CheckState, Mark
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services import demo_year
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks import days, figures, fill
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.services.home import home_page

BEGAN, LAST = date(2026, 9, 1), date(2026, 11, 10)
OCTOBER = date(2026, 10, 1), date(2026, 10, 31)


class Hand(demo_year.MovingClock):
    """Moves a desk's clock along."""

    def __init__(self, clock: FixedClock, moment: datetime) -> None:
        super().__init__(moment)
        self._clock = clock
        clock.moment = moment

    def go_to(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Both clocks."""
        super().go_to(day, hour, minute)
        self._clock.moment = self.now()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Ten weeks of the sample enterprise."""
    with new_desk(tmp_path_factory.mktemp("lived")) as desk:
        hand = Hand(desk.clock, datetime(BEGAN.year, BEGAN.month, BEGAN.day, 9, tzinfo=CHINA))
        demo_year.live(desk.ports, hand, LAST)
        yield desk


def counted(desk: Desk, what: str, where: str = "1", first: date = BEGAN, last: date = LAST) -> int:
    with closing(sqlite3.connect(desk.folder.folder.database)) as file:
        query = f"SELECT {what} FROM inspection i WHERE due_on BETWEEN ? AND ? AND {where}"
        return int(file.execute(query, (first.isoformat(), last.isoformat())).fetchone()[0] or 0)


@pytest.mark.parametrize(("first", "last"), [(BEGAN, LAST), OCTOBER], ids=["all", "october"])
def test_what_was_done_equals_a_count_in_the_file(lived: Desk, first: date, last: date) -> None:
    found = figures.check_figures(lived.ports, first, last)
    assert found.done == counted(lived, "count(*)", "1", first, last) > 100
    assert found.on_time == counted(lived, "count(*)", "done_on <= due_on", first, last)
    assert found.late == found.done - found.on_time
    assert found.transcribed == counted(lived, "count(*)", "entered = 'transcribed'", first, last)
    abnormal = "SELECT count(*) FROM inspection_result r WHERE r.inspection_id = i.id AND r.state = 'abnormal'"
    assert found.abnormal == counted(lived, f"sum(({abnormal}))", "1", first, last) > 0


def test_what_a_posts_sheet_owed_in_october_are_its_working_days(lived: Desk) -> None:
    """Sundays and 1 to 7 October are off; Saturday the 10th is worked."""
    worked = [day for day in range(8, 32) if date(2026, 10, day).weekday() != 6]
    posts = [line for line in figures.due_lines(lived.ports, *OCTOBER) if line.tier is ControlTier.POST]
    assert posts
    for code, found in figures.count_by(posts, lambda line: line.code):
        assert found.required == len(worked), code
        assert found.missed == len(worked) - counted(
            lived, "count(*)", f"plan_id = (SELECT id FROM check_plan WHERE code = '{code}')", *OCTOBER
        )


def test_every_figure_is_the_number_of_its_rows(lived: Desk) -> None:
    lines = figures.due_lines(lived.ports, BEGAN, LAST)
    found = figures.count(lines)
    assert found.required == found.done + found.missed
    assert found.required + found.waiting == len(lines)
    assert found.missed == len([line for line in lines if line.state is CheckState.MISSED]) > 0
    parts = [each for _, each in figures.count_by(lines, lambda line: line.tier)]
    assert sum(each.required for each in parts) == found.required
    assert sum(each.abnormal for each in parts) == found.abnormal


def test_two_months_and_a_rest_make_the_whole(lived: Desk) -> None:
    stretches = [(BEGAN, date(2026, 9, 30)), OCTOBER, (date(2026, 11, 1), LAST)]
    parts = [figures.check_figures(lived.ports, *each) for each in stretches]
    whole = figures.check_figures(lived.ports, BEGAN, LAST)
    for name in ("required", "done", "on_time", "late", "missed", "waiting", "abnormal"):
        assert sum(getattr(part, name) for part in parts) == getattr(whole, name), name


def test_no_check_was_recorded_twice_and_every_fault_has_a_hidden_danger(lived: Desk) -> None:
    with closing(sqlite3.connect(lived.folder.folder.database)) as file:
        twice = file.execute(
            "SELECT plan_id FROM inspection GROUP BY plan_id, period_first HAVING count(*) > 1"
        ).fetchall()
        loose = file.execute(
            "SELECT r.danger_id FROM inspection_result r LEFT JOIN hidden_danger d ON d.id = r.danger_id "
            "WHERE (r.state = 'abnormal') != (d.id IS NOT NULL)"
        ).fetchall()
    assert twice == []
    assert loose == []


def test_the_sample_year_is_believable(lived: Desk) -> None:
    """Not everything is perfect, most is in order, and something is to be done today."""
    found = figures.check_figures(lived.ports, BEGAN, LAST)
    assert 0.9 < found.done / found.required < 1
    dangers = open_book(lived.ports).dangers
    assert len([danger for danger in dangers if not danger.is_open]) > len(dangers) / 2
    assert all(danger.found_on <= LAST and (danger.closed_on or LAST) >= danger.found_on for danger in dangers)
    assert today_lines(lived.ports)
    assert lived.ports.audit.broken_at() is None


def test_failed_measures_are_those_of_open_hidden_dangers(lived: Desk) -> None:
    book = open_book(lived.ports)
    failed = {measure.id for hazard in book.hazards for measure in hazard.measures if measure.failed}
    said = {danger.measure_id for danger in book.dangers if danger.is_open}
    assert failed <= said


def test_the_home_page_shows_what_the_records_say(lived: Desk) -> None:
    book, page = open_book(lived.ports), home_page(lived.ports)
    today = lived.clock.today()
    overdue = [danger for danger in book.dangers if danger.overdue(today)]
    assert page.counts == book.counts()
    assert (page.open_dangers, page.overdue) == (sum(d.is_open for d in book.dangers), len(overdue))
    begun = date(2026, 10, 1)
    assert page.dangers == danger_figures(book.dangers, first=begun, last=date(2026, 12, 31), as_of=today)
    assert page.checks == figures.check_figures(lived.ports, date(2026, 11, 1), date(2026, 11, 30))
    assert page.planned_measures == sum(len(h.measures_in(MeasureState.PLANNED)) for h in book.hazards)
    if overdue:
        assert any(overdue[0].title[:30] in thing.saying for thing in (page.next, *page.more))
    assert len(page.more) <= 4


# ---- what still has time ---------------------------------------------------------------------------------------------


def test_what_still_has_time_is_counted_against_nobody(desk: Desk) -> None:
    planned(desk)
    week = date(2026, 11, 23), date(2026, 11, 29)
    before = figures.check_figures(desk.ports, *week)
    assert before.required == 0
    assert before.waiting > 10
    plan = plan_of(desk, ControlTier.TEAM, Frequency.WEEK)
    fill.fill_check(desk.ports, plan.id, [Mark(1)])
    after = figures.check_figures(desk.ports, *week)
    assert (after.required, after.done, after.abnormal, after.waiting) == (1, 1, 1, before.waiting - 1)
    desk.clock.moment += timedelta(days=30)
    over = figures.check_figures(desk.ports, *week)
    assert (over.waiting, over.done) == (0, 1)
    assert over.missed == before.waiting - 1


def test_a_check_stays_counted_when_its_day_is_declared_closed_afterwards(desk: Desk) -> None:
    planned(desk)
    plan = plan_of(desk, ControlTier.POST, Frequency.SHIFT)
    fill.fill_check(desk.ports, plan.id)
    today = desk.clock.today()
    days.add_special_days(desk.ports, today, today, reason="停电")
    mine = [line for line in figures.due_lines(desk.ports, today, today) if line.plan_id == plan.id]
    assert [line.state for line in mine] == [CheckState.DONE]
