"""该上报了: the report about the period that is over, until something was handed in."""

from datetime import date, datetime, timedelta

import pytest

from tests.services.support import answer, shop
from tests.support.desk import Desk
from tests.support.folders import CHINA
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.submissions import Channel, Submission, SubmissionKind
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.home import home_page
from ymh_desktop.services.reporting.due import ReportDue, report_due
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


def hand_in(desk: Desk, day: date) -> None:
    with desk.ports.units.write() as uow:
        uow.submissions.save(
            Submission(
                desk.ports.new_id(), SubmissionKind.REPORT, 1, "包.zip", "0" * 64, desk.clock.now(), day, day,
                channel=Channel.USB, sent_on=day,
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
