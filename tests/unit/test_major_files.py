"""The file of a major hidden danger refuses what would make it untrue."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.unit.loop import BOSS, FOUND, OFFICER, PLAN, WORKER, ready_file, said, whole_file
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.major_files import (
    ChainLink,
    Clearance,
    MajorFile,
    MajorReport,
    MajorStep,
    OrderAnswer,
    OrderKind,
    PlanPart,
    ReportTo,
    Shutdown,
    ShutdownDecision,
    SupervisionOrder,
)
from ymh_desktop.domain.words import label

ORDER = SupervisionOrder(OrderKind.SHUTDOWN, "停〔2026〕1号", "县应急管理局", FOUND, "停产治理", FOUND + timedelta(9))


@pytest.mark.parametrize("part", PlanPart)
def test_a_plan_lacking_one_of_the_six_parts_is_not_approved(part: PlanPart) -> None:
    with pytest.raises(UserError, match=label(part)):
        MajorFile("d").planned(said(part)).approved(BOSS, FOUND, BOSS)


def test_only_the_principal_approves() -> None:
    with pytest.raises(UserError, match="主要负责人批准"):
        MajorFile("d").planned(PLAN).approved(OFFICER, FOUND, BOSS)


def test_other_words_in_the_plan_end_the_approval_and_the_same_words_do_not() -> None:
    approved = ready_file()
    assert approved.planned(PLAN).approval is not None
    assert approved.planned(replace(PLAN, funds="一万元")).approval is None


def test_the_plan_is_told_in_the_five_words_that_people_know() -> None:
    five = dict(PLAN.five_fixed())
    assert list(five) == ["措施", "责任", "资金", "时限", "预案"]
    assert PLAN.methods in five["措施"]
    assert PLAN.goals in five["措施"]
    assert dict(said(PlanPart.GOALS).five_fixed())["措施"] == ""


@pytest.mark.parametrize("cost", [Decimal(-1), Decimal(100_000_000)])
def test_impossible_costs_are_refused(cost: Decimal) -> None:
    with pytest.raises(UserError, match="费用"):
        MajorFile("d").planned(replace(PLAN, cost=cost))


def test_a_decision_says_why_and_never_against_a_shutdown_order() -> None:
    goes_on = ShutdownDecision(Shutdown.NONE, False, BOSS, FOUND, "只影响一台机器，已断电上锁")
    with pytest.raises(UserError, match="理由"):
        MajorFile("d").decided(replace(goes_on, reason=" "))
    assert MajorFile("d").decided(goes_on).ordered(ORDER).decision is None
    with pytest.raises(UserError, match="责令停产"):
        MajorFile("d").ordered(ORDER).decided(goes_on)


def test_passing_up_goes_from_one_to_another_in_order_of_time() -> None:
    first = ChainLink(WORKER, OFFICER, datetime(2026, 11, 25, 9, tzinfo=UTC))
    file = MajorFile("d").passed_up(first)
    with pytest.raises(UserError, match="同一个人"):
        file.passed_up(ChainLink(OFFICER, OFFICER, first.at))
    with pytest.raises(UserError, match="早于上一级"):
        file.passed_up(ChainLink(OFFICER, BOSS, first.at - timedelta(hours=1)))


def test_a_receipt_may_come_later() -> None:
    file = MajorFile("d").with_report(MajorReport(ReportTo.DEPARTMENT, FOUND, "镇应急办"))
    assert not file.has(MajorStep.DEPARTMENT_TOLD)
    assert file.receipt_came(0, "回执 18").has(MajorStep.DEPARTMENT_TOLD)
    with pytest.raises(UserError, match="不在了"):
        file.receipt_came(1, "回执 18")


def test_the_same_order_is_not_entered_twice() -> None:
    with pytest.raises(UserError, match="已经登记过"):
        MajorFile("d").ordered(ORDER).ordered(ORDER)


def test_an_order_ends_before_it_came_only_by_a_slip() -> None:
    with pytest.raises(UserError, match="早于收到"):
        MajorFile("d").ordered(replace(ORDER, due=FOUND - timedelta(1)))


def test_an_answer_is_not_older_than_the_order() -> None:
    with pytest.raises(UserError, match="早于收到督办"):
        MajorFile("d").ordered(ORDER).answered(0, OrderAnswer(FOUND - timedelta(1), "已停产"))


def test_the_earliest_ordered_day_counts() -> None:
    later = replace(ORDER, number="督〔2026〕9号", due=FOUND + timedelta(30))
    assert MajorFile("d").ordered(later).ordered(ORDER).order_due == ORDER.due


def test_a_later_ordered_day_needs_the_departments_paper() -> None:
    file = MajorFile("d").ordered(ORDER)
    with pytest.raises(UserError, match="同意延期的文书"):
        file.order_extended(0, FOUND + timedelta(20), "")
    with pytest.raises(UserError, match="没有比原来的晚"):
        file.order_extended(0, FOUND, "函")
    assert file.order_extended(0, FOUND + timedelta(20), "函").orders[0].extended_by == "函"


def test_only_what_is_under_an_order_is_cleared() -> None:
    with pytest.raises(UserError, match="没有督办"):
        whole_file().cleared(Clearance("县局", FOUND, "1号"))
    assert MajorFile("d").ordered(ORDER).cleared(Clearance("县局", FOUND, "1号")).has(MajorStep.CLEARED)


def test_a_new_order_makes_a_former_clearance_void() -> None:
    cleared = MajorFile("d").ordered(ORDER).cleared(Clearance("县局", FOUND, "1号"))
    assert cleared.ordered(replace(ORDER, number="2号")).clearance is None


def test_work_goes_on_only_where_it_stood_still_and_after_clearance() -> None:
    with pytest.raises(UserError, match="没有停产"):
        MajorFile("d").work_resumed(FOUND)
    stopped = ready_file()
    assert stopped.stopped
    assert not stopped.work_resumed(FOUND).stopped
    with pytest.raises(UserError, match="还没有核销"):
        stopped.ordered(ORDER).work_resumed(FOUND)
    with pytest.raises(UserError, match="早于停产"):
        stopped.work_resumed(FOUND - timedelta(1))


def test_another_attempt_needs_another_evaluation_and_after_reopening_another_approval() -> None:
    again = whole_file().tried_again(reopened=False)
    assert (again.evaluation, again.approval is not None) == (None, True)
    assert whole_file().tried_again(reopened=True).approval is None
