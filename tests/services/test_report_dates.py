"""该上报了: the report about the period that is over, until something was handed in."""

from datetime import date, datetime, timedelta

import pytest

from tests.services.support import answer, shop
from tests.support.desk import Desk
from tests.support.folders import CHINA
from ymh_desktop.domain.danger_figures import period_figures
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.report_periods import ReportPeriod, month, quarter, stretch
from ymh_desktop.domain.submissions import Channel, Outcome, Submission, SubmissionKind
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.home import home_page
from ymh_desktop.services.reporting.due import ReportDue, report_due
from ymh_desktop.services.reporting.periods import offered_periods, usual_period
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.services.statistics import set_monthly_wanted


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """A firm whose owner signed on 23 November 2026."""
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    return desk


def on(desk: Desk, day: date) -> ReportDue | None:
    desk.clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
    with desk.ports.units.read() as uow:
        return report_due(desk.ports, uow)


FOURTH = quarter(2026, 4)


def hand_in(desk: Desk, day: date, told: ReportPeriod = FOURTH, outcome: Outcome = Outcome.NONE) -> None:
    with desk.ports.units.write() as uow:
        uow.submissions.save(
            Submission(
                desk.ports.new_id(), SubmissionKind.REPORT, 1, "包.zip", "0" * 64, desk.clock.now(),
                told.first, told.last, channel=Channel.USB, sent_on=day, outcome=outcome,
            )
        )  # fmt: skip
        uow.commit()


def test_who_signed_this_quarter_has_nothing_to_tell_about_the_last(signed: Desk) -> None:
    assert on(signed, date(2026, 12, 20)) is None


def test_the_quarter_is_told_ten_days_ahead_and_until_it_was_handed_in(signed: Desk) -> None:
    assert on(signed, date(2027, 1, 4)) is None
    assert on(signed, date(2027, 1, 5)) == ReportDue("2026年第四季度", date(2027, 1, 15))
    late = on(signed, date(2027, 1, 20))
    assert late is not None
    assert late.late(date(2027, 1, 20)) == 5
    hand_in(signed, date(2027, 1, 20))
    assert on(signed, date(2027, 1, 20)) is None


def test_what_was_handed_in_before_the_period_ended_does_not_count(signed: Desk) -> None:
    on(signed, date(2026, 12, 31))
    hand_in(signed, date(2026, 12, 31))
    assert on(signed, date(2027, 1, 10)) is not None


def usual(desk: Desk, day: date) -> ReportPeriod:
    desk.clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)
    with desk.ports.units.read() as uow:
        return usual_period(desk.ports, uow)


@pytest.mark.parametrize(("told", "outcome"), [(month(2027, 1), Outcome.NONE), (FOURTH, Outcome.RETURNED)])
def test_another_period_and_what_was_sent_back_do_not_count(signed: Desk, told: ReportPeriod, outcome: Outcome) -> None:
    on(signed, date(2027, 1, 6))
    hand_in(signed, date(2027, 1, 6), told, outcome)
    assert on(signed, date(2027, 1, 10)) is not None


def test_the_usual_period_is_the_one_that_is_over_until_it_was_handed_in(signed: Desk) -> None:
    assert usual(signed, date(2026, 12, 20)) == FOURTH, "nothing to tell about the third"
    assert usual(signed, date(2027, 1, 2)) == FOURTH
    hand_in(signed, date(2027, 1, 5))
    assert usual(signed, date(2027, 1, 6)) == quarter(2027, 1)
    set_monthly_wanted(signed.ports, True)
    assert usual(signed, date(2027, 2, 3)) == month(2027, 1)


def test_what_is_sent_again_keeps_the_period_of_what_was_sent_back(signed: Desk) -> None:
    told = stretch(date(2026, 12, 1), date(2026, 12, 5))
    on(signed, date(2026, 12, 5))
    hand_in(signed, date(2026, 12, 5), told, Outcome.RETURNED)
    assert usual(signed, date(2027, 1, 5)) == told
    assert offered_periods(date(2027, 1, 5), told)[0] == (told, told.name)


def test_this_and_the_last_quarter_and_month_are_offered() -> None:
    offered = offered_periods(date(2027, 1, 5), FOURTH)
    assert offered == (
        (quarter(2027, 1), "本季度（2027年第一季度）"),
        (FOURTH, "上季度（2026年第四季度）"),
        (month(2027, 1), "本月（2027年1月）"),
        (month(2026, 12), "上月（2026年12月）"),
    )


def test_the_figures_are_those_of_the_period_as_it_ended(signed: Desk) -> None:
    """Closed on 3 January: in the fourth quarter still open."""
    dangers = [
        HiddenDanger(str(at), f"Y-000{at}", "没有护罩", "车间", found_on=found, closed_on=closed, deadline=deadline)
        for at, (found, closed, deadline) in enumerate(
            [
                (date(2026, 9, 1), None, date(2026, 9, 9)),
                (date(2026, 11, 2), date(2026, 11, 9), None),
                (date(2026, 12, 2), date(2027, 1, 3), date(2027, 1, 9)),
                (date(2027, 1, 4), None, None),
            ]
        )
    ]
    found = period_figures(dangers, FOURTH, date(2027, 1, 5))
    assert (found.found, found.closed, found.not_due, found.rectification) == (2, 1, 1, 0.5)
    assert (found.open, found.overdue) == (2, 1), "whenever they were found"


def test_every_month_where_the_department_wants_it(signed: Desk) -> None:
    set_monthly_wanted(signed.ports, True)
    assert on(signed, date(2026, 12, 1)) == ReportDue("2026年11月", date(2026, 12, 10))


def test_the_home_page_leads_to_it(signed: Desk) -> None:
    on(signed, date(2027, 1, 18))
    page = home_page(signed.ports)
    said = [thing for thing in (page.next, *page.more) if thing.title == "该上报了"]
    assert [thing.page for thing in said] == ["reporting"]
    assert "已经超期 3 天" in said[0].saying


def test_a_firm_without_a_signature_is_left_in_peace(desk: Desk) -> None:
    shop(desk, "wood-planer")
    assert on(desk, desk.clock.today() + timedelta(days=60)) is None
