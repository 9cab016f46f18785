"""Filling in checks: all normal then exceptions, on the screen or from paper; what fails becomes a hidden danger."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.services.check_support import plan_of, planned
from tests.support.desk import Desk
from tests.support.folders import CHINA
from ymh_desktop.domain.checks import CheckPlan, NoSuchItem, PlanKind, Recording, WrongSheetNumber
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerSource, HiddenDanger
from ymh_desktop.domain.inspections import EnteredHow, Mark, ResultState, WrongCheck
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import staff
from ymh_desktop.services.checks import days, fill
from ymh_desktop.services.checks import plans as use
from ymh_desktop.services.checks.hints import check_hints
from ymh_desktop.services.checks.record import inspection_sheet, plan_history
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.services.enterprise import InUse
from ymh_desktop.services.undo import undo

MONDAY = date(2026, 11, 23)


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """A shop that began on Monday, 23 November 2026, and rests on Sundays."""
    on(desk, date(2026, 11, 22))  # a plan asks from the next day on
    planned(desk)
    days.set_rest_weekdays(desk.ports, (6,))
    on(desk, MONDAY)
    return desk


def on(desk: Desk, day: date) -> None:
    desk.clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)


def weekly(desk: Desk) -> CheckPlan:
    return plan_of(desk, ControlTier.TEAM, Frequency.WEEK)


def sheet(desk: Desk) -> CheckPlan:
    return plan_of(desk, ControlTier.POST, Frequency.SHIFT)


def hazard_of(desk: Desk, plan: CheckPlan, number: int) -> Hazard:
    with desk.ports.units.read() as uow:
        return uow.hazards.get(plan.item(number).hazard_id or "")


def danger_of(desk: Desk, danger_id: str | None) -> HiddenDanger:
    with desk.ports.units.read() as uow:
        return uow.hidden_dangers.get(danger_id or "")


def guard_item(plan: CheckPlan, desk: Desk) -> int:
    """The number of the line about the planer's guard."""
    with desk.ports.units.read() as uow:
        guard = next(h.id for h in uow.hazards.all() if h.entry_id == "wood-planer.guard")
    return next(item.number for item in plan.items if item.hazard_id == guard)


# ---- on the screen ---------------------------------------------------------------------------------------------------


def test_all_normal_is_one_step_by_the_usual_person_for_the_whole_week(begun: Desk) -> None:
    plan = weekly(begun)
    made, _ = fill.fill_check(begun.ports, plan.id)
    assert {result.state for result in made.results} == {ResultState.NORMAL}
    assert len(made.results) == len(plan.items)
    assert (made.period.first, made.period.last) == (MONDAY, MONDAY + timedelta(days=6))
    assert (made.due_on, made.done_on) == (date(2026, 11, 28), MONDAY)
    assert made.entered is EnteredHow.ON_SITE
    form = fill.check_form(begun.ports, plan.id)
    assert (form.made, form.inspector_id) == (made, made.inspector_id)


def test_a_plan_that_began_within_its_period_is_filled_in_whole(desk: Desk) -> None:
    """The list hands on the first day of the period, on which the plan was not there yet."""
    on(desk, date(2026, 11, 24))
    planned(desk)
    on(desk, date(2026, 11, 25))
    lines = today_lines(desk.ports)
    assert any(line.period.first == MONDAY for line in lines)
    for line in lines:
        form = fill.check_form(desk.ports, line.plan_ids[0], line.period.first)
        made, _ = fill.fill_check(desk.ports, line.plan_ids[0], day=line.period.first)
        assert [item.number for item in form.items] == [result.number for result in made.results]
        assert len(form.items) == line.items > 0


def test_a_period_is_recorded_once(begun: Desk) -> None:
    plan = weekly(begun)
    fill.fill_check(begun.ports, plan.id)
    on(begun, date(2026, 11, 26))
    with pytest.raises(fill.AlreadyChecked, match="2026-11-23 至 2026-11-29）已经记过了，检查日期 2026-11-23"):
        fill.fill_check(begun.ports, plan.id)


def test_what_is_not_in_order_opens_a_hidden_danger_with_the_librarys_sentence_and_fails_the_measure(
    begun: Desk,
) -> None:
    plan = weekly(begun)
    number = guard_item(plan, begun)
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(number, note="弹簧断了")])
    danger = danger_of(begun, made.abnormal[0].danger_id)
    assert danger.title == "平刨刀轴没有护罩，或护罩被拆下、卡住不回位（弹簧断了）"
    assert (danger.source, danger.found_on, danger.found_by_id) == (DangerSource.INSPECTION, MONDAY, made.inspector_id)
    hazard = hazard_of(begun, plan, number)
    assert (danger.hazard_id, danger.measure_id) == (hazard.id, plan.item(number).measure_ids[0])
    assert hazard.control_failed
    assert hazard.weakened
    failed = next(measure for measure in hazard.measures if measure.id == danger.measure_id)
    assert not failed.in_force
    assert failed.state is MeasureState.IN_PLACE


def test_the_risk_is_controlled_again_when_the_hidden_danger_is_closed(begun: Desk) -> None:
    plan = weekly(begun)
    number = guard_item(plan, begun)
    before = hazard_of(begun, plan, number)
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(number)])
    by, _ = firm.add_person(begun.ports, "张大勇")
    danger_id = made.abnormal[0].danger_id or ""
    officer = danger_of(begun, danger_id).responsible_id or ""
    dangers.close_danger(begun.ports, danger_id, done="换了弹簧", by_id=by.id, accepted_by_id=officer)
    assert hazard_of(begun, plan, number) == before


def test_while_it_is_open_the_same_fault_opens_nothing_new(begun: Desk) -> None:
    plan = weekly(begun)
    number = guard_item(plan, begun)
    first, _ = fill.fill_check(begun.ports, plan.id, [Mark(number)])
    on(begun, date(2026, 11, 30))
    again, changes = fill.fill_check(begun.ports, plan.id, [Mark(number)])
    assert again.abnormal[0].danger_id == first.abnormal[0].danger_id
    assert "HiddenDanger" not in changes.kinds()


def test_opened_again_what_a_check_found_the_measure_has_failed_again(begun: Desk) -> None:
    plan = weekly(begun)
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(1)])
    danger = danger_of(begun, made.results[0].danger_id)
    by, seen = (firm.add_person(begun.ports, name)[0].id for name in ("张大勇", "赵师傅"))
    dangers.close_danger(begun.ports, danger.id, done="装回去了", by_id=by, accepted_by_id=seen)
    assert not hazard_of(begun, plan, 1).control_failed
    dangers.reopen_danger(begun.ports, danger.id, "又被拆了")
    hazard = hazard_of(begun, plan, 1)
    assert hazard.control_failed
    failed = next(measure for measure in hazard.measures if measure.id == danger.measure_id)
    assert (failed.state, failed.failed) == (MeasureState.IN_PLACE, True)


def test_another_measure_of_the_line_can_be_the_one_that_failed(begun: Desk) -> None:
    plan = weekly(begun)
    number = guard_item(plan, begun)
    other = plan.item(number).measure_ids[1]
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(number, measure_id=other)])
    danger = danger_of(begun, made.abnormal[0].danger_id)
    text = next(m.text for m in hazard_of(begun, plan, number).measures if m.id == other)
    assert (danger.measure_id, danger.title) == (other, f"没有做到：{text}")


def test_the_users_own_words_go_before_the_ready_sentence(begun: Desk) -> None:
    plan = weekly(begun)
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(1, title="护罩被人拿走了", note="不印")])
    assert danger_of(begun, made.abnormal[0].danger_id).title == "护罩被人拿走了"


def test_photos_of_an_exception_are_the_hidden_dangers_too(begun: Desk) -> None:
    plan = weekly(begun)
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(1, photos=("a.jpg",))])
    assert made.abnormal[0].photos == ("a.jpg",)
    assert [photo.name for photo in danger_of(begun, made.abnormal[0].danger_id).photos] == ["a.jpg"]


def test_not_involved_opens_nothing(begun: Desk) -> None:
    made, changes = fill.fill_check(begun.ports, weekly(begun).id, [Mark(1, ResultState.NOT_INVOLVED)])
    assert made.results[0].state is ResultState.NOT_INVOLVED
    assert changes.kinds() == {"Inspection"}


def test_a_note_that_is_too_long_is_told_by_its_line(begun: Desk) -> None:
    with pytest.raises(UserError, match="“第 1 题看到了什么”有 201 个字"):
        fill.fill_check(begun.ports, weekly(begun).id, [Mark(1, note="油" * 201)])


def test_a_wrong_number_changes_nothing(begun: Desk) -> None:
    plan = weekly(begun)
    with pytest.raises(NoSuchItem, match="没有第 99 项"):
        fill.fill_check(begun.ports, plan.id, [Mark(1), Mark(99)])
    assert fill.check_form(begun.ports, plan.id).made is None
    with begun.ports.units.read() as uow:
        assert uow.hidden_dangers.all() == ()


def test_a_check_is_taken_back_with_everything_it_made(begun: Desk) -> None:
    plan = weekly(begun)
    number = guard_item(plan, begun)
    before = hazard_of(begun, plan, number)
    made, changes = fill.fill_check(begun.ports, plan.id, [Mark(number)])
    undo(begun.ports, changes)
    assert hazard_of(begun, plan, number) == before
    with begun.ports.units.read() as uow:
        assert uow.hidden_dangers.all() == ()
        assert uow.inspections.find(made.id) is None


def test_last_weeks_check_is_made_up_for_late(begun: Desk) -> None:
    plan = weekly(begun)
    on(begun, date(2026, 12, 1))
    late, _ = fill.fill_check(begun.ports, plan.id, day=MONDAY)
    assert (late.period.first, late.done_on, late.on_time) == (MONDAY, date(2026, 12, 1), False)
    fill.fill_check(begun.ports, plan.id)


def test_what_was_forgotten_is_added_and_what_was_found_stays(begun: Desk) -> None:
    plan = weekly(begun)
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(1)])
    fill.add_findings(begun.ports, made.id, [Mark(2, note="松了")])
    after = fill.check_form(begun.ports, plan.id).made
    assert after is not None
    assert [result.number for result in after.abnormal] == [1, 2]
    assert after.abnormal[0] == made.abnormal[0]
    with pytest.raises(WrongCheck, match="第 1 项已经记了"):
        fill.add_findings(begun.ports, made.id, [Mark(1)])


def test_a_line_from_records_names_no_measure_unless_somebody_does(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.DEPARTMENT, Frequency.MONTH, PlanKind.RECORDS)
    line = next(item for item in plan.items if item.source.startswith("training:"))
    made, changes = fill.fill_check(begun.ports, plan.id, [Mark(line.number, note="新来的没签到")])
    danger = danger_of(begun, made.abnormal[0].danger_id)
    assert danger.measure_id is None
    assert "Hazard" not in changes.kinds()
    assert danger.title == f"{line.what}不合格（新来的没签到）"
    on(begun, date(2026, 12, 1))
    again, _ = fill.fill_check(begun.ports, plan.id, [Mark(line.number, measure_id=line.measure_ids[0])])
    named = danger_of(begun, again.abnormal[0].danger_id)
    assert named.measure_id == line.measure_ids[0]
    assert named.hazard_id is not None


def test_a_fault_on_a_ready_table_is_a_hidden_danger_too_and_is_opened_once(begun: Desk) -> None:
    use.use_presets(begun.ports, ["equipment-week"])
    plan = plan_of(begun, ControlTier.COMPANY, Frequency.WEEK, PlanKind.EQUIPMENT_WEEK)
    first, _ = fill.fill_check(begun.ports, plan.id, [Mark(1)])
    assert danger_of(begun, first.abnormal[0].danger_id).title.startswith("本周的日管控记录不合格，标准是")
    on(begun, date(2026, 11, 30))
    again, _ = fill.fill_check(begun.ports, plan.id, [Mark(1)])
    assert again.abnormal[0].danger_id == first.abnormal[0].danger_id


def test_an_ended_table_is_not_filled_in_any_more(begun: Desk) -> None:
    use.use_presets(begun.ports, ["equipment-week"])
    plan = plan_of(begun, ControlTier.COMPANY, Frequency.WEEK, PlanKind.EQUIPMENT_WEEK)
    use.end_plan(begun.ports, plan.id)
    on(begun, date(2026, 11, 24))
    with pytest.raises(WrongCheck, match="从 2026-11-24 起不用了"):
        fill.fill_check(begun.ports, plan.id)


def test_a_clock_set_back_is_told_and_nothing_is_lost(begun: Desk) -> None:
    plan = weekly(begun)
    with pytest.raises(WrongCheck, match="2026-11-25 还没到"):
        fill.record_late(begun.ports, plan.id, MONDAY, done_on=date(2026, 11, 25), why="忘了")


def test_the_page_of_a_check_says_what_was_found_at_every_line(begun: Desk) -> None:
    plan = weekly(begun)
    number = guard_item(plan, begun)
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(number, note="弹簧断了")])
    page = inspection_sheet(begun.ports, made.id)
    assert (page.plan.id, page.inspector) == (plan.id, "李秀英")
    assert [line.item.number for line in page.lines] == [item.number for item in plan.items]
    line = next(line for line in page.lines if line.item.number == number)
    assert line.result.state is ResultState.ABNORMAL
    assert line.danger is not None
    assert line.danger.code == "Y-0001"
    assert [each.id for each in plan_history(begun.ports, plan.id, MONDAY, MONDAY)] == [made.id]


# ---- paper: single sheets --------------------------------------------------------------------------------------------


def test_a_sheet_comes_back_by_its_number_and_the_failed_ones(begun: Desk) -> None:
    plan = weekly(begun)
    number = fill.check_form(begun.ports, plan.id).number
    assert number == f"{plan.code}-2026W48"
    on(begun, date(2026, 12, 3))
    typed = fill.failed_numbers([2], [3])
    made, _ = fill.transcribe_sheet(begun.ports, number.lower(), typed, done_on=date(2026, 11, 27), scans=("scan.jpg",))
    assert made.entered is EnteredHow.TRANSCRIBED
    assert made.on_time  # looked at in time, keyed later
    assert (made.sheet_number, made.scans) == (number, ("scan.jpg",))
    states = {result.number: result.state for result in made.results}
    assert (states[1], states[2], states[3]) == (ResultState.NORMAL, ResultState.ABNORMAL, ResultState.NOT_INVOLVED)
    assert danger_of(begun, made.abnormal[0].danger_id).found_on == date(2026, 11, 27)


def test_a_number_that_no_sheet_bears_is_refused(begun: Desk) -> None:
    with pytest.raises(WrongSheetNumber):
        fill.transcribe_sheet(begun.ports, "12", done_on=MONDAY)
    with pytest.raises(WrongCheck, match="没有编号是 J-0999 的检查表"):
        fill.transcribe_sheet(begun.ports, "J-0999-2026W48", done_on=MONDAY)


def test_a_months_sheet_is_sent_to_the_other_way_of_keying(begun: Desk) -> None:
    number = fill.month_form(begun.ports, sheet(begun).id, 2026, 11).number
    assert fill.sheet_of(begun.ports, number)[0].recording is Recording.MONTH_SHEET
    with pytest.raises(WrongCheck, match="抄录点检表"):
        fill.transcribe_sheet(begun.ports, number, done_on=MONDAY)


# ---- paper: a month's sheet ------------------------------------------------------------------------------------------


def test_a_months_sheet_is_keyed_with_its_exceptions_only(begun: Desk) -> None:
    plan = sheet(begun)
    on(begun, date(2026, 12, 2))
    form = fill.month_form(begun.ports, plan.id, 2026, 11)
    assert form.days == tuple(date(2026, 11, day) for day in (23, 24, 25, 26, 27, 28, 30))
    assert [day.day for day, why in form.closed if why == "休息日"] == [1, 8, 15, 22, 29]
    made, _ = fill.transcribe_month(
        begun.ports,
        plan.id,
        2026,
        11,
        marks={date(2026, 11, 25): [Mark(1)], date(2026, 11, 26): [Mark(1)]},
        not_done=[date(2026, 11, 27)],
        scans=("scan.jpg",),
    )
    assert [each.done_on.day for each in made] == [23, 24, 25, 26, 28, 30]
    assert {each.entered for each in made} == {EnteredHow.TRANSCRIBED}
    assert all(each.on_time for each in made)
    assert [len(each.abnormal) for each in made] == [0, 0, 1, 1, 0, 0]
    assert made[2].abnormal[0].danger_id == made[3].abnormal[0].danger_id
    assert {each.sheet_number for each in made} == {f"{plan.code}-202611"}
    assert fill.month_form(begun.ports, plan.id, 2026, 11).days == (date(2026, 11, 27),)


def test_a_closed_day_with_a_mark_was_worked_all_the_same(begun: Desk) -> None:
    plan = sheet(begun)
    on(begun, date(2026, 12, 2))
    sunday = date(2026, 11, 29)
    made, _ = fill.transcribe_month(begun.ports, plan.id, 2026, 11, marks={sunday: [Mark(1)]})
    assert sunday in {each.done_on for each in made}


def test_days_to_come_are_not_keyed(begun: Desk) -> None:
    plan = sheet(begun)
    on(begun, date(2026, 11, 25))
    assert fill.month_form(begun.ports, plan.id, 2026, 11).days == tuple(date(2026, 11, day) for day in (23, 24, 25))
    with pytest.raises(WrongCheck, match="2026-11-26 还没到"):
        fill.transcribe_month(begun.ports, plan.id, 2026, 11, marks={date(2026, 11, 26): [Mark(1)]})
    with pytest.raises(WrongCheck, match="2026-10-26 不在这张表的月份里"):
        fill.transcribe_month(begun.ports, plan.id, 2026, 11, not_done=[date(2026, 10, 26)])


def test_a_month_keyed_half_way_is_keyed_on_and_not_twice(begun: Desk) -> None:
    plan = sheet(begun)
    on(begun, date(2026, 11, 25))
    first, _ = fill.transcribe_month(begun.ports, plan.id, 2026, 11)
    on(begun, date(2026, 12, 2))
    with pytest.raises(WrongCheck, match="2026-11-25 这一天已经记过了"):
        fill.transcribe_month(begun.ports, plan.id, 2026, 11, marks={date(2026, 11, 25): [Mark(1)]})
    second, _ = fill.transcribe_month(begun.ports, plan.id, 2026, 11)
    assert {each.done_on for each in first}.isdisjoint({each.done_on for each in second})
    with pytest.raises(WrongCheck, match="没有要抄录的日子"):
        fill.transcribe_month(begun.ports, plan.id, 2026, 11)


def test_a_wrong_number_on_one_day_keys_nothing_of_the_month(begun: Desk) -> None:
    plan = sheet(begun)
    on(begun, date(2026, 12, 2))
    with pytest.raises(NoSuchItem):
        fill.transcribe_month(begun.ports, plan.id, 2026, 11, marks={date(2026, 11, 30): [Mark(99)]})
    assert len(fill.month_form(begun.ports, plan.id, 2026, 11).days) == 7


def test_a_month_is_taken_back_in_one_step(begun: Desk) -> None:
    plan = sheet(begun)
    on(begun, date(2026, 12, 2))
    _, changes = fill.transcribe_month(begun.ports, plan.id, 2026, 11, marks={date(2026, 11, 24): [Mark(1)]})
    undo(begun.ports, changes)
    assert len(fill.month_form(begun.ports, plan.id, 2026, 11).days) == 7
    with begun.ports.units.read() as uow:
        assert uow.hidden_dangers.all() == ()


# ---- without a sheet -------------------------------------------------------------------------------------------------


def test_what_has_no_sheet_is_entered_late_with_a_reason(begun: Desk) -> None:
    plan = weekly(begun)
    on(begun, date(2026, 12, 3))
    with pytest.raises(Exception, match="为什么补录"):
        fill.record_late(begun.ports, plan.id, MONDAY, done_on=date(2026, 11, 26), why=" ")
    made, _ = fill.record_late(begun.ports, plan.id, MONDAY, done_on=date(2026, 11, 26), why="表丢了")
    assert (made.entered, made.why_late, made.on_time) == (EnteredHow.LATE, "表丢了", True)


# ---- people ----------------------------------------------------------------------------------------------------------


def test_who_made_a_check_is_not_taken_away(begun: Desk) -> None:
    person, _ = firm.add_person(begun.ports, "张大勇")
    fill.fill_check(begun.ports, weekly(begun).id, inspector_id=person.id)
    with pytest.raises(InUse, match="张大勇的名字已经用在记录里"):
        staff.remove_person(begun.ports, person.id)


def test_somebody_who_is_not_there_makes_no_check(begun: Desk) -> None:
    with pytest.raises(Exception, match="不在了"):
        fill.fill_check(begun.ports, weekly(begun).id, inspector_id="nobody")


# ---- hints -----------------------------------------------------------------------------------------------------------


def test_a_check_that_nobody_can_have_read_is_a_hint_for_the_owner(begun: Desk) -> None:
    made, _ = fill.fill_check(begun.ports, weekly(begun).id, seconds=2)
    (hint,) = check_hints(begun.ports)
    assert hint.inspection_id == made.id
    assert "只用了 2 秒" in hint.saying


def test_twenty_days_without_any_difference_are_a_hint(begun: Desk) -> None:
    plan = sheet(begun)
    for day in range(19):
        on(begun, MONDAY + timedelta(days=day))
        fill.fill_check(begun.ports, plan.id)
    assert check_hints(begun.ports) == ()
    on(begun, MONDAY + timedelta(days=19))
    fill.fill_check(begun.ports, plan.id)
    (hint,) = check_hints(begun.ports)
    assert hint.plan_id == plan.id
    assert hint.inspection_id is None


def test_an_item_that_left_the_register_can_still_fail_on_an_old_sheet(begun: Desk) -> None:
    plan = weekly(begun)
    number = plan.items[0].number
    with begun.ports.units.write() as uow:
        gone = replace(plan.items[0], ended_on=MONDAY, hazard_id="gone")
        uow.check_plans.save(replace(plan, items=(gone, *plan.items[1:])))
        uow.commit()
    made, _ = fill.fill_check(begun.ports, plan.id, [Mark(number)])
    danger = danger_of(begun, made.abnormal[0].danger_id)
    assert danger.hazard_id is None
    assert danger.title.startswith(f"{plan.items[0].what}不合格")
