"""Plans made from the register: nothing in force goes unwatched, nothing absent is on a sheet, the load stays human."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.services.check_support import plan_of, planned, plans, walked
from tests.support.desk import Desk, new_desk
from ymh_desktop.domain.checks import MOST_SHIFT_ITEMS, CheckPlan, PlanKind, Recording
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.tiers import ControlTier, Frequency, TierScheme
from ymh_desktop.services import demo, risks
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.checks import plans as use
from ymh_desktop.services.checks.wanted import WantedPlan, wanted_plans
from ymh_desktop.services.flows import steps
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.services.undo import undo


@pytest.fixture(scope="module")
def furniture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo shop, only looked at."""
    with new_desk(tmp_path_factory.mktemp("demo")) as desk:
        demo.fill(desk.ports)
        yield desk


@pytest.fixture
def begun(desk: Desk) -> Desk:
    """A shop with a planer and a distribution box, its plans made."""
    planned(desk)
    return desk


SCHEMES = [TierScheme(team, department) for team in (False, True) for department in (False, True)]


@pytest.fixture(params=SCHEMES, ids=str, scope="module")
def wanted(request: pytest.FixtureRequest, furniture: Desk) -> tuple[Book, tuple[WantedPlan, ...]]:
    """What the demo shop's register asks for, with each choice of tiers."""
    book = open_book(furniture.ports)
    book = replace(book, enterprise=replace(book.enterprise, tiers=request.param))
    return book, wanted_plans(furniture.ports, book)


# ---- what the register asks for --------------------------------------------------------------------------------------


def test_every_measure_in_force_is_watched_by_some_line(wanted: tuple[Book, tuple[WantedPlan, ...]]) -> None:
    book, found = wanted
    watched = {measure for plan in found for item in plan.items for measure in item.measure_ids}
    in_force = {m.id for h in book.hazards for m in h.measures if m.state is MeasureState.IN_PLACE}
    assert len(in_force) > 500
    assert watched == in_force


def test_a_measure_that_is_not_there_is_on_no_sheet(wanted: tuple[Book, tuple[WantedPlan, ...]]) -> None:
    book, found = wanted
    about_missing = {
        f"hazard:{a.hazard_id}" for a in book.answers if a.value is AnswerValue.NO and a.hazard_id is not None
    }
    still_open = {f"hazard:{d.hazard_id}" for d in book.dangers if d.is_open}
    assert about_missing & still_open
    assert not about_missing & still_open & {item.source for plan in found for item in plan.items}


def test_a_posts_shift_sheet_has_at_most_twelve_lines_and_what_has_no_room_is_looked_at_weekly(
    wanted: tuple[Book, tuple[WantedPlan, ...]],
) -> None:
    book, found = wanted
    sheets = [plan for plan in found if plan.recording is Recording.MONTH_SHEET]
    assert sheets
    assert all(len(sheet.items) <= MOST_SHIFT_ITEMS for sheet in sheets)
    assert all(sheet.tier is ControlTier.POST for sheet in sheets)
    somewhere = {item.source for plan in found for item in plan.items}
    looked_at = 0
    for hazard in book.hazards:
        rounds = hazard.check.rounds if hazard.check else ()
        proved = any(m.state is MeasureState.IN_PLACE and m.library_id for m in hazard.measures)
        if rounds and proved and not any(d.hazard_id == hazard.id and d.is_open for d in book.dangers):
            assert f"hazard:{hazard.id}" in somewhere
            looked_at += 1
    assert looked_at > 20


def test_no_considerable_risk_is_looked_at_by_a_post_alone(wanted: tuple[Book, tuple[WantedPlan, ...]]) -> None:
    book, found = wanted
    serious = {hazard.id for hazard in book.hazards if hazard.level >= RiskLevel.CONSIDERABLE}
    above = {i.hazard_id for plan in found if plan.tier > ControlTier.POST for i in plan.items}
    at_posts = {i.hazard_id for plan in found if plan.tier is ControlTier.POST for i in plan.items}
    assert serious & at_posts
    assert serious & at_posts <= above


def test_training_ppe_and_paperwork_are_looked_at_monthly_or_rarer_never_each_shift(
    wanted: tuple[Book, tuple[WantedPlan, ...]],
) -> None:
    book, found = wanted
    kinds = {m.id: m.kind for h in book.hazards for m in h.measures}
    records = [plan for plan in found if plan.kind is PlanKind.RECORDS]
    assert records
    assert not [p for p in records if p.frequency in (Frequency.SHIFT, Frequency.DAY, Frequency.WEEK)]
    by_post = [item for plan in records for item in plan.items if item.source.startswith(("training:", "ppe:"))]
    assert {kinds[m] for item in by_post for m in item.measure_ids} == {MeasureKind.TRAINING, MeasureKind.PPE}


def test_one_person_who_makes_the_rounds_of_two_missing_tiers_looks_at_each_thing_once(furniture: Desk) -> None:
    found = wanted_plans(furniture.ports, open_book(furniture.ports))
    handed = [p for p in found if p.tier in (ControlTier.TEAM, ControlTier.DEPARTMENT)]
    handed = [p for p in handed if p.frequency is not Frequency.OCCASION]
    sources = [item.source for plan in handed for item in plan.items]
    assert len(set(sources)) == len(sources) > 90
    by_frequency = [(plan.kind, plan.frequency) for plan in handed]
    assert len(set(by_frequency)) == len(by_frequency)


def test_tiers_that_exist_keep_all_their_rounds(furniture: Desk) -> None:
    book = open_book(furniture.ports)
    full = replace(book, enterprise=replace(book.enterprise, tiers=TierScheme(team=True, department=True)))
    found = wanted_plans(furniture.ports, full)
    looked = {(item.source, plan.tier, plan.frequency) for plan in found for item in plan.items}
    sources = {source for source, _, _ in looked}
    checked = [hazard for hazard in book.hazards if f"hazard:{hazard.id}" in sources]
    assert len(checked) > 100
    for hazard in checked:
        assert hazard.check is not None
        rounds = {(tier, frequency) for tier, frequency in hazard.check.rounds if tier > ControlTier.POST}
        assert {(f"hazard:{hazard.id}", *each) for each in rounds} <= looked


def test_the_users_own_measure_becomes_a_line_of_its_own(begun: Desk) -> None:
    hazard = open_book(begun.ports).hazards[0]
    risks.add_measure(begun.ports, hazard.id, MeasureKind.ENGINEERING, "锯台边装红外光幕")
    use.keep_in_step(begun.ports)
    lines = [item for plan in plans(begun) for item in plan.items if "红外光幕" in item.what]
    assert lines
    assert all(line.standard == "在位、完好，没有被拆掉或停用" for line in lines)


# ---- who makes them --------------------------------------------------------------------------------------------------


def test_a_missing_tiers_round_is_the_officers_and_the_companys_the_owners(begun: Desk) -> None:
    who = {(line.tier, line.frequency): line.inspector for line in use.plan_lines(begun.ports)}
    assert who[ControlTier.TEAM, Frequency.WEEK] == "李秀英"
    assert who[ControlTier.COMPANY, Frequency.QUARTER] == "王建国"


def test_a_check_is_given_to_a_person_without_an_account_and_back(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    person, _ = firm.add_person(begun.ports, "张大勇")
    use.assign_plan(begun.ports, plan.id, person.id)
    assert use.plan_sheet(begun.ports, plan.id).inspector == "张大勇"
    use.assign_plan(begun.ports, plan.id, None)
    assert use.plan_sheet(begun.ports, plan.id).inspector == "李秀英"


def test_who_left_makes_no_checks_any_more(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    person, _ = firm.add_person(begun.ports, "张大勇")
    use.assign_plan(begun.ports, plan.id, person.id)
    firm.person_left(begun.ports, person.id)
    assert use.plan_sheet(begun.ports, plan.id).inspector == "李秀英"
    with pytest.raises(UserError, match="张大勇已经离职"):
        use.assign_plan(begun.ports, plan.id, person.id)


def test_a_post_is_looked_after_by_its_head(begun: Desk) -> None:
    person, _ = firm.add_person(begun.ports, "张大勇")
    plan = plan_of(begun, ControlTier.POST, Frequency.SHIFT)
    post = next(post for post in open_book(begun.ports).posts if post.id == plan.post_id)
    firm.edit_post(begun.ports, replace(post, head_id=person.id))
    assert use.plan_sheet(begun.ports, plan.id).inspector == "张大勇"


# ---- in step with the register ---------------------------------------------------------------------------------------


def test_plans_are_made_when_the_identification_is_finished(desk: Desk) -> None:
    walked(desk)
    assert not use.keep_in_step(desk.ports)
    assert plans(desk) == ()
    run = steps.start_or_resume(desk.ports).id
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    assert "CheckPlan" in steps.finish(desk.ports, run).kinds()
    assert plans(desk)


def test_a_second_refresh_changes_nothing(begun: Desk) -> None:
    assert not use.refresh_plans(begun.ports)


def test_a_measure_taken_out_of_the_register_leaves_the_sheet_and_its_number_is_not_given_again(begun: Desk) -> None:
    before = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    item = before.items[0]
    assert item.hazard_id is not None
    hazard = next(h for h in open_book(begun.ports).hazards if h.id == item.hazard_id)
    answers = {(hazard.id, m.id): MeasureState.NOT_APPLICABLE for m in hazard.measures}
    risks.answer_measures(begun.ports, answers)
    use.keep_in_step(begun.ports)
    after = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    assert after.id == before.id
    assert after.item(item.number).ended_on == begun.clock.today()
    risks.answer_measures(begun.ports, dict.fromkeys(answers, MeasureState.IN_PLACE))
    begun.clock.moment += timedelta(days=1)
    use.keep_in_step(begun.ports)
    again = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    numbers = [each.number for each in again.items]
    assert len(set(numbers)) == len(numbers)
    assert [each.number for each in again.items if each.source == item.source] == [item.number, before.next_number]


def test_other_words_get_another_number_so_that_old_results_keep_their_meaning(begun: Desk) -> None:
    before = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    hazard = next(h for h in open_book(begun.ports).hazards if h.id == before.items[0].hazard_id)
    assert hazard.check is not None
    with begun.ports.units.write() as uow:
        uow.hazards.save(replace(hazard, check=replace(hazard.check, standard="护罩装牢，弹回不卡")))
        uow.commit()
    use.keep_in_step(begun.ports)
    after = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    old, new = (item for item in after.items if item.source == before.items[0].source)
    assert (old.standard, new.standard) == (before.items[0].standard, "护罩装牢，弹回不卡")
    assert old.ended_on is not None
    assert new.number > max(item.number for item in before.items)


def test_a_renamed_post_renames_its_sheet_and_a_removed_one_ends_it(begun: Desk) -> None:
    sheet = plan_of(begun, ControlTier.POST, Frequency.SHIFT)
    post = next(post for post in open_book(begun.ports).posts if post.id == sheet.post_id)
    firm.edit_post(begun.ports, replace(post, name="压刨工"))
    use.keep_in_step(begun.ports)
    assert plan_of(begun, ControlTier.POST, Frequency.SHIFT).title == "压刨工点检"
    firm.remove_post(begun.ports, post.id)
    use.keep_in_step(begun.ports)
    with begun.ports.units.read() as uow:
        assert uow.check_plans.get(sheet.id).ended_on == sheet.starts_on  # before it was ever due


def test_what_a_person_decided_about_a_plan_outlives_a_refresh(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    use.prefer_day(begun.ports, plan.id, 5)
    hazard = open_book(begun.ports).hazards[0]
    risks.add_measure(begun.ports, hazard.id, MeasureKind.ENGINEERING, "锯台边装红外光幕")
    use.keep_in_step(begun.ports)
    assert plan_of(begun, ControlTier.TEAM, Frequency.WEEK).prefer == 5


def test_a_refresh_is_taken_back_whole(desk: Desk) -> None:
    walked(desk)
    changes = use.refresh_plans(desk.ports)
    undo(desk.ports, changes)
    assert plans(desk) == ()


# ---- days, sheets and plans of one's own -----------------------------------------------------------------------------


def test_a_day_that_the_period_does_not_have_is_refused(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    for day in (0, 8):
        with pytest.raises(UserError, match=f"没有第 {day} 天"):
            use.prefer_day(begun.ports, plan.id, day)


def test_only_a_daily_check_has_a_months_sheet(begun: Desk) -> None:
    weekly = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    with pytest.raises(UserError, match="每周查一次"):
        use.set_recording(begun.ports, weekly.id, Recording.MONTH_SHEET)
    shift = plan_of(begun, ControlTier.POST, Frequency.SHIFT)
    use.set_recording(begun.ports, shift.id, Recording.ROUND)
    assert plan_of(begun, ControlTier.POST, Frequency.SHIFT).recording is Recording.ROUND


def own(desk: Desk, **more: Any) -> CheckPlan:
    plan, _ = use.add_plan(desk.ports, "行车专项检查", [("吊钩", "防脱钩装置好用")], **more)
    return plan


def test_a_plan_of_ones_own_is_not_the_registers(begun: Desk) -> None:
    plan = own(begun)
    use.refresh_plans(begun.ports)
    assert plan in plans(begun)
    use.add_item(begun.ports, plan.id, "限位", "升到顶会停")
    use.end_item(begun.ports, plan.id, 1)
    begun.clock.moment += timedelta(days=1)
    assert [item.what for item in use.plan_sheet(begun.ports, plan.id).items] == ["限位"]
    use.end_plan(begun.ports, plan.id)
    assert plan.id not in {each.id for each in plans(begun)}


def test_the_registers_plans_are_changed_in_the_register(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    with pytest.raises(use.FromRegister, match="风险清单"):
        use.end_plan(begun.ports, plan.id)
    with pytest.raises(use.FromRegister, match="风险清单"):
        use.add_item(begun.ports, plan.id, "限位", "会停")
    with pytest.raises(use.FromRegister, match="风险清单"):
        use.end_item(begun.ports, plan.id, 1)


def test_a_plan_needs_lines_and_a_day_to_come(begun: Desk) -> None:
    with pytest.raises(UserError, match="还没有写要查什么"):
        use.add_plan(begun.ports, "行车专项检查", [])
    with pytest.raises(UserError, match="2026-11-22 已经过去"):
        own(begun, once_on=date(2026, 11, 22))
    assert own(begun, once_on=date(2026, 11, 30)).once_on == date(2026, 11, 30)


def test_ready_tables_are_taken_once(begun: Desk) -> None:
    use.use_presets(begun.ports, ["winter", "before-holiday", "equipment-day"], about="叉车")
    assert not use.use_presets(begun.ports, ["winter"])
    made = {plan.preset: plan for plan in plans(begun) if plan.preset}
    assert made["winter"].month == 11
    assert made["equipment-day"].title == "特种设备日管控（叉车）"
    assert [preset.id for preset, used in use.presets_offered(begun.ports) if used] == [
        "winter",
        "before-holiday",
        "equipment-day",
    ]


def test_the_next_days_of_a_plan_are_told(begun: Desk) -> None:
    plan = plan_of(begun, ControlTier.TEAM, Frequency.WEEK)
    days = [due.day for due in use.plan_sheet(begun.ports, plan.id).upcoming]
    assert days[:2] == [date(2026, 11, 29), date(2026, 12, 6)]
    assert next(line.due for line in use.plan_lines(begun.ports) if line.id == plan.id) == days[0]
