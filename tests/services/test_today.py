"""今天要做的 and the calendar: what is due, what is overdue, and which sheets wait to be keyed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.services.check_support import plan_of, planned, plans
from tests.support.desk import Desk
from tests.support.folders import CHINA
from ymh_desktop.domain.checks import Recording
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import CheckState
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services.checks import days, figures, fill, today
from ymh_desktop.services.checks import plans as use


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """A shop that began on Monday, 23 November 2026, and rests on Sundays."""
    planned(desk)
    days.set_rest_weekdays(desk.ports, (6,))
    return desk


def on(desk: Desk, day: date) -> None:
    desk.clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)


def titles(desk: Desk) -> list[str]:
    return [line.title for line in today.today_lines(desk.ports)]


def test_a_weeks_check_stands_there_from_monday_until_saturday(begun: Desk) -> None:
    (line,) = [line for line in today.today_lines(begun.ports) if line.title == "班组每周安全检查"]
    assert (line.day, line.overdue, line.inspector) == (date(2026, 11, 28), 0, "李秀英")
    assert line.items == len(plan_of(begun, ControlTier.TEAM, Frequency.WEEK).items)


def test_what_was_not_done_last_week_is_overdue_beside_this_weeks(begun: Desk) -> None:
    on(begun, date(2026, 11, 30))
    found = [line for line in today.today_lines(begun.ports) if line.title == "班组每周安全检查"]
    assert [(line.day, line.overdue) for line in found] == [(date(2026, 11, 28), 2), (date(2026, 12, 5), 0)]


def test_a_week_that_ends_with_closed_days_is_not_shown_before_it_begins(begun: Desk) -> None:
    """It is due on Wednesday, and cannot be filled in on the Thursday before."""
    days.add_special_days(begun.ports, date(2026, 12, 3), date(2026, 12, 5), reason="停电检修")
    on(begun, date(2026, 11, 27))
    found = [line.period.first for line in today.today_lines(begun.ports) if line.title == "班组每周安全检查"]
    assert found == [date(2026, 11, 23)]
    on(begun, date(2026, 11, 30))
    found = [line.day for line in today.today_lines(begun.ports) if line.title == "班组每周安全检查"]
    assert date(2026, 12, 2) in found


def test_a_quarters_check_is_not_shown_before_its_time(begun: Desk) -> None:
    on(begun, date(2026, 12, 10))
    assert "公司每季度安全检查" not in titles(begun)
    on(begun, date(2026, 12, 11))
    assert "公司每季度安全检查" in titles(begun)


def test_daily_sheets_are_asked_for_once_the_month_is_over_in_one_line(begun: Desk) -> None:
    on(begun, date(2026, 11, 30))
    assert not [line for line in today.today_lines(begun.ports) if line.keying]
    on(begun, date(2026, 12, 1))
    (line,) = [line for line in today.today_lines(begun.ports) if line.keying]
    sheets = [plan for plan in plans(begun) if plan.recording is Recording.MONTH_SHEET]
    assert line.title == f"抄录 11 月的点检表（{len(sheets)} 张）"
    assert set(line.plan_ids) == {plan.id for plan in sheets}
    assert (line.day, line.overdue) == (date(2026, 12, 5), 0)
    on(begun, date(2026, 12, 8))
    (line,) = [line for line in today.today_lines(begun.ports) if line.keying]
    assert line.overdue == 3


def test_a_daily_check_on_the_screen_is_asked_for_today_only(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.POST, Frequency.SHIFT)
    use.set_recording(begun.ports, plan.id, Recording.ROUND)
    on(begun, date(2026, 11, 25))
    assert [line.day for line in today.today_lines(begun.ports) if line.plan_ids == (plan.id,)] == [date(2026, 11, 25)]


def test_nothing_daily_is_asked_for_on_a_closed_day(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.POST, Frequency.SHIFT)
    use.set_recording(begun.ports, plan.id, Recording.ROUND)
    on(begun, date(2026, 11, 29))
    assert not [line for line in today.today_lines(begun.ports) if line.plan_ids == (plan.id,)]


def test_home_shows_five_lines_and_counts_the_rest(begun: Desk) -> None:
    use.use_presets(begun.ports, [preset.id for preset, _ in use.presets_offered(begun.ports)])
    on(begun, date(2026, 11, 30))
    shown, lines = today.today(begun.ports), today.today_lines(begun.ports)
    assert len(shown.lines) == 5
    assert shown.lines == lines[:5]
    assert shown.more == len(lines) - 5 > 0
    assert shown.overdue == sum(1 for line in lines if line.overdue)


def test_the_most_urgent_stands_first(begun: Desk) -> None:
    use.use_presets(begun.ports, [preset.id for preset, _ in use.presets_offered(begun.ports)])
    on(begun, date(2026, 12, 2))
    lines = today.today_lines(begun.ports)
    overdue = [line.day for line in lines if line.overdue]
    rest = [line.day for line in lines if not line.overdue]
    assert overdue
    assert [line.day for line in lines] == sorted(overdue) + sorted(rest)


def test_the_calendar_says_why_a_day_is_closed_and_what_is_due(begun: Desk) -> None:
    days.add_special_days(begun.ports, date(2026, 11, 27), date(2026, 11, 28), reason="停电检修")
    month = today.calendar_month(begun.ports, 2026, 11)
    by_day = {each.day: each for each in month.days}
    assert len(month.days) == 30
    assert by_day[date(2026, 11, 28)].closed_because == "停电检修"
    assert by_day[date(2026, 11, 29)].closed_because == "休息日"
    weekly = [line for line in by_day[date(2026, 11, 26)].lines if line.title == "班组每周安全检查"]
    assert [line.state for line in weekly] == [CheckState.OPEN]
    assert not [line for day in (27, 28, 29) for line in by_day[date(2026, 11, day)].lines]


def test_before_the_plans_began_nothing_was_due(begun: Desk) -> None:
    assert not [line for day in today.calendar_month(begun.ports, 2026, 10).days for line in day.lines]


def test_on_the_morning_after_the_plans_were_made_nothing_is_late_and_no_sheet_waits(desk: Desk) -> None:
    """Signed in the evening of a month's last day: nobody could have ticked that day's sheets."""
    desk.clock.moment = datetime(2026, 11, 30, 19, 7, tzinfo=CHINA)
    planned(desk)
    on(desk, date(2026, 12, 1))
    lines = today.today_lines(desk.ports)
    assert lines
    assert not [line for line in lines if line.overdue or line.keying]
    sheet = plan_of(desk, ControlTier.POST, Frequency.SHIFT)
    assert fill.month_form(desk.ports, sheet.id, 2026, 11).days == ()
    assert fill.month_form(desk.ports, sheet.id, 2026, 12).days == (date(2026, 12, 1),)


def test_a_month_that_is_none_is_refused(begun: Desk) -> None:
    with pytest.raises(UserError, match="没有 2026 年 13 月"):
        today.calendar_month(begun.ports, 2026, 13)


def test_the_new_year_is_a_holiday_and_its_check_stands_there_the_week_before(begun: Desk) -> None:
    use.use_presets(begun.ports, ["before-holiday", "resumption"])
    on(begun, date(2027, 1, 28))
    assert "节假日前安全检查" not in titles(begun)
    on(begun, date(2027, 1, 29))
    assert "节假日前安全检查" in titles(begun)
    days.add_special_days(begun.ports, date(2027, 2, 1), date(2027, 2, 20), reason="春节停产")
    on(begun, date(2027, 2, 22))
    assert "复产复工安全检查" in titles(begun)


# ---- working days ----------------------------------------------------------------------------------------------------


def test_no_day_is_a_rest_day_before_somebody_says_so(desk: Desk) -> None:
    planned(desk)
    setting = days.days_setting(desk.ports)
    assert setting.rest_weekdays == ()
    assert setting.keeps_holidays
    assert setting.known_until >= setting.arranged_until >= 2026


def test_a_firm_that_works_through_holidays_says_so(begun: Desk) -> None:
    new_year = date(2027, 1, 1)
    with begun.ports.units.read() as uow:
        assert not days.work_calendar(begun.ports, uow).is_open(new_year)
    days.keep_holidays(begun.ports, False)
    with begun.ports.units.read() as uow:
        assert days.work_calendar(begun.ports, uow).is_open(new_year)


def test_a_week_without_a_working_day_is_refused(begun: Desk) -> None:
    with pytest.raises(UserError, match="至少留一天"):
        days.set_rest_weekdays(begun.ports, tuple(range(7)))
    assert days.days_setting(begun.ports).rest_weekdays == (6,)


def test_closed_days_are_in_the_audit_trail_because_they_change_what_was_due(begun: Desk) -> None:
    added, _ = days.add_special_days(begun.ports, date(2026, 11, 24), date(2026, 11, 24), reason="停电")
    assert begun.ports.audit.entries(1)[0].record_kind == "SpecialDays"
    days.remove_special_days(begun.ports, added.id)
    assert days.days_setting(begun.ports).special == ()
    assert begun.ports.audit.entries(1)[0].action == "remove"


def test_what_is_ended_is_not_asked_for(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    with begun.ports.units.write() as uow:
        uow.check_plans.save(replace(plan, ended_on=begun.clock.today() + timedelta(days=1)))
        uow.commit()
    assert plan.title not in titles(begun)


def test_a_day_without_a_tick_on_a_keyed_sheet_was_missed_and_is_not_asked_for_again(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.POST, Frequency.SHIFT)
    on(begun, date(2026, 11, 25))
    fill.transcribe_month(begun.ports, plan.id, 2026, 11)
    on(begun, date(2026, 12, 2))

    def asked() -> set[str]:
        return {each for line in today.today_lines(begun.ports) if line.keying for each in line.plan_ids}

    assert plan.id in asked()  # keyed half-way, before the month was over
    fill.transcribe_month(begun.ports, plan.id, 2026, 11, not_done=[date(2026, 11, 26), date(2026, 11, 30)])
    assert plan.id not in asked()
    on(begun, date(2026, 12, 20))
    states = {
        line.due.day: line.state
        for line in figures.due_lines(begun.ports, date(2026, 11, 1), date(2026, 11, 30))
        if line.plan_id == plan.id
    }
    assert {day for day, state in states.items() if state is CheckState.MISSED} == {26, 30}
