"""登记→定级→派单→整改中→待验收→(退回)→销号, step by step, and what no step may skip."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.unit.loop import (
    BOSS,
    CLAUSE,
    FOUND,
    OFFICER,
    WORKER,
    danger,
    handed_in,
    judged,
    ready_file,
    whole_file,
)
from ymh_desktop.domain.danger_photos import MOST_PHOTOS, PhotoStage
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import (
    CannotClose,
    DangerLevel,
    DangerNature,
    DangerStatus,
    HiddenDanger,
    NotNow,
    PutOffSilently,
    StepsMissing,
    nature_of_factor,
    same_thing,
)
from ymh_desktop.domain.major_files import (
    Clearance,
    Evaluation,
    Evaluator,
    MajorFile,
    MajorReport,
    MajorStep,
    OrderAnswer,
    OrderKind,
    ReportTo,
    SupervisionOrder,
)

WEEK = FOUND + timedelta(days=7)
ORDER = SupervisionOrder(OrderKind.SUPERVISION, "督〔2026〕3号", "镇安委办", FOUND, "限期治理", WEEK)
ANSWER = OrderAnswer(FOUND, "已停用打磨间，方案附后", OFFICER)


def day(number: int) -> date:
    return FOUND + timedelta(days=number)


def working() -> HiddenDanger:
    return danger().assigned(WORKER, WEEK, on=FOUND).started(on=FOUND)


def waiting() -> HiddenDanger:
    return working().handed_in(done="装上护罩", by_id=WORKER, on=day(2), cost=Decimal(80))


# ---- a general one ---------------------------------------------------------------------------------------------------


def test_a_general_one_goes_the_whole_way() -> None:
    closed = waiting().accepted(by_id=OFFICER, on=day(3), note="看过了")
    assert (closed.status, closed.closed_on, closed.accepted_on) == (DangerStatus.CLOSED, day(3), day(3))
    assert (closed.rectified_on, closed.cost, closed.acceptance) == (day(2), Decimal(80), "看过了")


def test_what_was_not_assigned_is_not_handed_in() -> None:
    with pytest.raises(NotNow, match="先派单"):
        danger().handed_in(done="装上护罩", by_id=WORKER, on=FOUND)


def test_only_what_was_handed_in_is_accepted() -> None:
    with pytest.raises(NotNow, match="不能验收"):
        working().accepted(by_id=OFFICER, on=FOUND)


def test_nobody_accepts_what_they_rectified() -> None:
    with pytest.raises(CannotClose, match="同一个人"):
        waiting().accepted(by_id=WORKER, on=day(3))
    assert waiting().accepted(by_id=WORKER, on=day(3), same_person_reason="店里就我一个").same_person_reason


def test_a_reason_for_one_person_is_not_kept_where_two_people_looked() -> None:
    """It would be printed as if the rule had been set aside."""
    assert waiting().accepted(by_id=OFFICER, on=day(3), same_person_reason="一个人").same_person_reason == ""


def test_a_clock_set_back_does_not_accept_before_the_work_was_done() -> None:
    with pytest.raises(CannotClose, match="检查电脑的日期"):
        waiting().accepted(by_id=OFFICER, on=day(1))


def test_returning_needs_a_reason_and_takes_back_the_day_of_completion() -> None:
    with pytest.raises(UserError, match="退回的原因"):
        waiting().returned(" ", on=day(3))
    returned = waiting().returned("少一颗螺丝", on=day(3))
    assert (returned.status, returned.rectified_on, returned.times_returned) == (DangerStatus.RETURNED, None, 1)
    assert returned.handed_in(done="补上了", by_id=WORKER, on=day(4)).status is DangerStatus.AWAITING_ACCEPTANCE


def test_what_waits_for_acceptance_is_not_given_to_somebody_else() -> None:
    with pytest.raises(NotNow, match="先退回"):
        waiting().assigned(OFFICER, WEEK, on=day(3))


def test_a_deadline_moves_freely_on_the_day_it_was_agreed() -> None:
    assert danger().assigned(WORKER, day(3), on=FOUND).assigned(WORKER, WEEK, on=FOUND).first_deadline == WEEK


def test_later_it_is_put_off_only_with_a_reason() -> None:
    agreed = danger().assigned(WORKER, day(3), on=FOUND)
    with pytest.raises(PutOffSilently, match="延期"):
        agreed.assigned(WORKER, WEEK, on=day(1))
    with pytest.raises(UserError, match="延期的原因"):
        agreed.extended(WEEK, "", on=day(1))
    put_off = agreed.extended(WEEK, "配件没到，先停用", on=day(1))
    assert (put_off.deadline, put_off.first_deadline, put_off.times_extended) == (WEEK, day(3), 1)


def test_sooner_is_always_allowed() -> None:
    sooner = danger().assigned(WORKER, WEEK, on=FOUND).assigned(WORKER, day(2), on=day(1))
    assert (sooner.deadline, sooner.first_deadline) == (day(2), WEEK)


@pytest.mark.parametrize(("to", "on"), [(3, 1), (2, 1), (4, 5)])
def test_an_extension_leads_to_a_later_day_still_to_come(to: int, on: int) -> None:
    with pytest.raises(UserError, match="没有比原来的"):
        danger().assigned(WORKER, day(3), on=FOUND).extended(day(to), "等配件", on=day(on))


def test_reopened_it_begins_anew_with_a_new_deadline() -> None:
    again = waiting().accepted(by_id=OFFICER, on=day(3)).reopened(on=day(20))
    assert (again.status, again.deadline, again.times_reopened) == (DangerStatus.REGISTERED, day(27), 1)
    assert not again.untouched
    with pytest.raises(NotNow, match="没有销号"):
        again.reopened(on=day(21))


def test_what_waits_only_for_the_department_is_not_overdue() -> None:
    file = whole_file().ordered(ORDER).answered(0, ANSWER)
    done = handed_in(file).accepted(by_id=OFFICER, on=day(9), file=file)
    assert done.status is DangerStatus.AWAITING_AUTHORITY
    assert not done.overdue(day(400))


@pytest.mark.parametrize(
    "step",
    [
        lambda d: d.assigned(WORKER, WEEK, on=FOUND),
        lambda d: d.started(on=FOUND),
        lambda d: d.handed_in(done="又改", by_id=WORKER, on=FOUND),
        lambda d: d.returned("不好", on=FOUND),
        lambda d: d.extended(day(30), "再等等", on=FOUND),
        lambda d: d.graded(DangerLevel.GENERAL, on=FOUND, by_id=OFFICER, principal_id=BOSS),
        lambda d: d.with_photo("a.jpg", PhotoStage.AFTER, on=FOUND),
    ],
)
def test_what_is_closed_stays_as_it_is(step: Callable[[HiddenDanger], HiddenDanger]) -> None:
    with pytest.raises(UserError, match=r"已经销号|已销号"):
        step(waiting().accepted(by_id=OFFICER, on=day(3)))


# ---- grading ---------------------------------------------------------------------------------------------------------


def test_major_needs_the_clause_and_goes_to_the_principal() -> None:
    with pytest.raises(UserError, match="判定依据"):
        danger().graded(DangerLevel.MAJOR, on=FOUND, by_id=OFFICER, principal_id=BOSS)
    with pytest.raises(UserError, match="没有主要负责人"):
        danger().graded(DangerLevel.MAJOR, on=FOUND, by_id=OFFICER, principal_id=None, basis=CLAUSE)
    major = danger().graded(DangerLevel.MAJOR, on=FOUND, by_id=OFFICER, principal_id=BOSS, basis=CLAUSE)
    assert (major.responsible_id, major.deadline) == (BOSS, day(15))
    with pytest.raises(UserError, match="一律由主要负责人"):
        major.assigned(WORKER, day(15), on=FOUND, principal_id=BOSS)


def test_what_turns_out_major_while_it_is_worked_on_begins_again() -> None:
    """So that no general way leads past the plan."""
    major = working().graded(DangerLevel.MAJOR, on=FOUND, by_id=OFFICER, principal_id=BOSS, basis=CLAUSE)
    assert (major.status, major.responsible_id) == (DangerStatus.ASSIGNED, BOSS)
    with pytest.raises(NotNow, match="还没有开始整改"):
        major.handed_in(done="装上护罩", by_id=WORKER, on=day(2))


def test_the_way_down_needs_a_reason_and_ends_with_the_report() -> None:
    with pytest.raises(UserError, match="还没有写理由"):
        judged().graded(DangerLevel.GENERAL, on=FOUND, by_id=OFFICER, principal_id=BOSS)
    down = judged().graded(DangerLevel.GENERAL, on=FOUND, by_id=OFFICER, principal_id=BOSS, reason="不是粉尘涉爆场所")
    assert (down.level, down.basis) == (DangerLevel.GENERAL, "")
    told = MajorFile("d", reports=(MajorReport(ReportTo.DEPARTMENT, FOUND, "镇应急办"),))
    with pytest.raises(UserError, match="已经上报"):
        judged().graded(DangerLevel.GENERAL, on=FOUND, by_id=OFFICER, principal_id=BOSS, reason="不算", file=told)


# ---- a major one -----------------------------------------------------------------------------------------------------


def test_work_on_a_major_one_begins_with_an_approved_plan() -> None:
    with pytest.raises(StepsMissing) as refused:
        judged().started(on=FOUND)
    assert refused.value.steps == (
        MajorStep.DECIDED,
        MajorStep.PROTECTED,
        MajorStep.PLANNED,
        MajorStep.APPROVED,
    )
    assert "治理方案六项内容" in refused.value.problem
    assert judged().started(on=FOUND, file=ready_file()).status is DangerStatus.RECTIFYING


def test_a_suspected_major_one_is_judged_by_a_person_first() -> None:
    """The wizard registers it with a basis; nobody has looked yet."""
    suspected = replace(danger(DangerLevel.MAJOR), basis=CLAUSE).assigned(BOSS, WEEK, on=FOUND, principal_id=BOSS)
    with pytest.raises(StepsMissing, match="判定依据"):
        suspected.started(on=FOUND, file=ready_file())


@pytest.mark.parametrize(
    ("lacking", "step"),
    [
        ({"chain": ()}, MajorStep.PASSED_UP),
        ({"harm": ""}, MajorStep.DESCRIBED),
        ({"reports": ()}, MajorStep.DEPARTMENT_TOLD),
        ({"evaluation": None}, MajorStep.EVALUATED),
        ({"evaluation": Evaluation(Evaluator.OWN, "李工", FOUND, False, "卸灰阀还漏")}, MajorStep.EVALUATED),
        ({"orders": (ORDER,)}, MajorStep.ORDERS_ANSWERED),
        ({"temporary": ""}, MajorStep.PROTECTED),
        ({"approval": None}, MajorStep.APPROVED),
    ],
)
def test_nothing_of_a_major_one_is_skipped_before_acceptance(lacking: dict[str, object], step: MajorStep) -> None:
    file = whole_file(**lacking)
    with pytest.raises(StepsMissing) as refused:
        handed_in(whole_file()).accepted(by_id=OFFICER, on=day(9), file=file)
    assert step in refused.value.steps


def test_a_report_without_a_receipt_is_no_double_report() -> None:
    told = tuple(replace(report, receipt="") for report in whole_file().reports)
    with pytest.raises(StepsMissing, match="回执"):
        handed_in(whole_file()).accepted(by_id=OFFICER, on=day(9), file=whole_file(reports=told))


def test_a_major_one_does_not_close_without_a_photo_of_this_attempt() -> None:
    file = whole_file()
    again = handed_in(file).returned("阀门还漏", on=day(9))
    again = again.handed_in(done="换了阀门", by_id=WORKER, on=day(10), file=file)
    with pytest.raises(StepsMissing, match="整改后的照片"):
        again.accepted(by_id=OFFICER, on=day(11), file=file)
    shown = again.with_photo("valve.jpg", PhotoStage.AFTER, on=day(10))
    assert shown.accepted(by_id=OFFICER, on=day(11), file=file).status is DangerStatus.CLOSED


def test_under_an_order_the_firm_gets_only_as_far_as_awaiting_the_department() -> None:
    file = whole_file().ordered(ORDER).answered(0, ANSWER)
    treated = handed_in(file).accepted(by_id=OFFICER, on=day(9), file=file)
    assert (treated.status, treated.closed_on) == (DangerStatus.AWAITING_AUTHORITY, None)
    with pytest.raises(StepsMissing, match="部门复查核销"):
        treated.cleared(file)
    cleared = file.cleared(Clearance("镇安委办", day(12), "核〔2026〕3号"))
    assert treated.cleared(cleared).closed_on == day(12)


def test_an_order_that_only_sets_a_day_needs_an_answer_but_no_clearance() -> None:
    file = whole_file().ordered(replace(ORDER, kind=OrderKind.RECTIFY)).answered(0, ANSWER)
    assert handed_in(file).accepted(by_id=OFFICER, on=day(9), file=file).status is DangerStatus.CLOSED


def test_the_firm_does_not_put_off_what_the_department_ordered() -> None:
    file = ready_file().ordered(ORDER)
    started = judged().assigned(BOSS, day(5), on=FOUND, principal_id=BOSS)
    with pytest.raises(UserError, match="督办期限"):
        started.extended(day(8), "等配件", on=day(1), file=file)
    agreed = file.order_extended(0, day(9), "同意延期的函")
    assert started.extended(day(8), "等配件", on=day(1), file=agreed).deadline == day(8)


def test_the_steps_tell_what_is_done_and_leave_out_what_does_not_apply() -> None:
    steps = dict(judged().steps(ready_file()))
    assert steps[MajorStep.APPROVED]
    assert not steps[MajorStep.EVALUATED]
    assert MajorStep.CLEARED not in steps
    assert MajorStep.CLEARED in dict(judged().steps(ready_file().ordered(ORDER)))
    assert danger().steps(None) == ()


def test_the_principal_who_finds_it_himself_need_not_be_told() -> None:
    mine = replace(judged(), found_by_id=BOSS)
    assert dict(mine.steps(MajorFile("d")))[MajorStep.PASSED_UP]


# ---- photos ----------------------------------------------------------------------------------------------------------


def test_a_wrong_photo_stays_with_the_reason_and_proves_nothing() -> None:
    found = danger().with_photo("a.jpg", PhotoStage.AFTER, on=FOUND)
    swapped = found.with_photo_replaced("a.jpg", "b.jpg", "拍错了机器", on=day(1))
    assert [(p.name, p.replaced_because) for p in swapped.photos] == [("a.jpg", "拍错了机器"), ("b.jpg", "")]
    assert swapped.shown
    with pytest.raises(UserError, match="为什么换"):
        found.with_photo_replaced("a.jpg", "b.jpg", " ", on=day(1))
    with pytest.raises(UserError, match="已经被换掉"):
        swapped.with_photo_replaced("a.jpg", "c.jpg", "又错了", on=day(1))


def test_one_photo_does_not_show_before_and_after() -> None:
    with pytest.raises(UserError, match="已经在“整改前”里"):
        danger().with_photo("a.jpg", PhotoStage.BEFORE, on=FOUND).with_photo("a.jpg", PhotoStage.AFTER, on=FOUND)


def test_there_are_never_more_photos_than_anybody_looks_at() -> None:
    found = danger()
    for number in range(MOST_PHOTOS):
        found = found.with_photo(f"{number}.jpg", PhotoStage.BEFORE, on=FOUND)
    with pytest.raises(UserError, match=str(MOST_PHOTOS)):
        found.with_photo("one more.jpg", PhotoStage.BEFORE, on=FOUND)


def test_a_receipt_may_come_after_closure() -> None:
    closed = waiting().accepted(by_id=OFFICER, on=day(3))
    assert closed.with_photo("r.jpg", PhotoStage.RECEIPT, on=day(4)).photos[-1].stage is PhotoStage.RECEIPT


# ---- the same again --------------------------------------------------------------------------------------------------


def test_the_same_measure_at_the_same_hazard_is_the_same_thing() -> None:
    one = replace(danger(), hazard_id="h", measure_id="m")
    assert same_thing(one, replace(danger(), title="护罩裂了", hazard_id="h", measure_id="m"))
    assert same_thing(one, replace(danger(), title="别的话", hazard_id="h"))
    assert not same_thing(one, replace(danger(), title="别的话", hazard_id="h", measure_id="other"))


def test_without_a_hazard_the_words_and_the_place_tell() -> None:
    assert same_thing(danger(), replace(danger(), title="圆锯 没有护罩。"))
    assert not same_thing(danger(), replace(danger(), place="打磨区"))


@pytest.mark.parametrize(
    ("code", "nature"),
    [("120201", DangerNature.PEOPLE), ("210201", DangerNature.THINGS), ("3101", DangerNature.PLACE),
     ("4304", DangerNature.MANAGEMENT), ("", None)],
)  # fmt: skip
def test_the_factor_code_says_people_things_place_or_management(code: str, nature: DangerNature | None) -> None:
    assert nature_of_factor(code) is nature


def test_telling_the_employees_says_when_and_how() -> None:
    with pytest.raises(UserError, match="怎么通报"):
        danger().told(FOUND, "")
    assert danger().told(FOUND, "公示栏张贴").told_how == "公示栏张贴"
