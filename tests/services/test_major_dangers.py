"""A 重大事故隐患 through the use cases: nothing skipped, everything told, closed only by whom the law says."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image

from tests.services.support import answer, shop
from tests.support.desk import Desk
from tests.unit.loop import CLAUSE, PLAN
from ymh_desktop.domain.danger_events import EventKind
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import CannotClose, DangerLevel, DangerStatus, NotNow, StepsMissing
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import Evaluator, MajorStep, OrderKind, ReportTo, Shutdown, SupervisionOrder
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.flows import walk
from ymh_desktop.services.hidden_dangers import Urge, danger_sheet
from ymh_desktop.services.undo import undo


class Case:
    """One hidden danger at a hazard of a furniture shop, graded major."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.ports = desk, desk.ports
        run = shop(desk, "wood-planer")
        answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
        with desk.ports.units.read() as uow:
            self.hazard = uow.hazards.all()[0]
            enterprise = uow.enterprise()
        assert enterprise is not None
        assert enterprise.principal_id is not None
        assert enterprise.officer_id is not None
        self.boss, self.officer = enterprise.principal_id, enterprise.officer_id
        self.worker = firm.add_person(desk.ports, "张大勇")[0].id
        danger, _ = dangers.register_danger(self.ports, "打磨间积尘", "打磨间", hazard_id=self.hazard.id)
        self.id = danger.id
        dangers.grade_danger(self.ports, self.id, DangerLevel.MAJOR, basis=CLAUSE, by_id=self.officer)

    @property
    def today(self) -> date:
        return self.desk.clock.today()

    def status(self) -> DangerStatus:
        return danger_sheet(self.ports, self.id).danger.status

    def hazard_now(self) -> Hazard:
        with self.ports.units.read() as uow:
            return uow.hazards.get(self.hazard.id)

    def photo(self) -> str:
        content = io.BytesIO()
        Image.new("RGB", (40, 30), "blue").save(content, "PNG")
        return self.ports.photos.keep(content.getvalue())

    def prepare(self) -> None:
        dangers.pass_up(self.ports, self.id, self.officer, self.boss)
        dangers.decide_shutdown(
            self.ports, self.id, Shutdown.PARTIAL, evacuate=True, by_id=self.boss, reason="积尘厚，会爆炸"
        )
        dangers.protect_major(self.ports, self.id, "打磨间断电上锁")
        dangers.describe_major(
            self.ports,
            self.id,
            situation="积尘 3 毫米",
            causes="滤袋破损",
            harm="粉尘爆炸，3 人",
            difficulty="停产 10 天",
        )
        dangers.plan_major(self.ports, self.id, PLAN)
        dangers.approve_plan(self.ports, self.id, self.boss)
        dangers.assign_danger(self.ports, self.id, self.boss, self.today + timedelta(days=15))
        dangers.start_danger(self.ports, self.id)

    def treat(self) -> None:
        dangers.report_major(self.ports, self.id, ReportTo.DEPARTMENT, whom="镇应急办", how="平台", receipt="回执 18")
        dangers.report_major(self.ports, self.id, ReportTo.WORKERS, whom="全体职工", how="职工大会")
        dangers.receipt_came(self.ports, self.id, 1, "签到表 12 人")
        dangers.evaluate_major(self.ports, self.id, Evaluator.OWN, names="王建国、李工", passed=True)
        dangers.hand_in_danger(
            self.ports, self.id, done="滤袋换新，积尘清完", by_id=self.worker, photos=(self.photo(),)
        )


@pytest.fixture
def case(desk: Desk) -> Case:
    return Case(desk)


def test_it_lifts_its_risk_and_belongs_to_the_principal(case: Case) -> None:
    sheet = danger_sheet(case.ports, case.id)
    assert sheet.danger.responsible_id == case.boss
    assert case.hazard_now().level is RiskLevel.MAJOR
    assert case.hazard_now().judged_directly
    assert sheet.next_step is MajorStep.PASSED_UP


def test_judged_not_major_after_all_it_lets_go_of_the_risk(case: Case) -> None:
    dangers.grade_danger(case.ports, case.id, DangerLevel.GENERAL, reason="不是粉尘涉爆场所", by_id=case.officer)
    assert not case.hazard_now().judged_directly
    assert case.hazard_now().level < RiskLevel.MAJOR
    assert "不是粉尘涉爆场所" in danger_sheet(case.ports, case.id).history[-1].words


def test_the_whole_way_to_closure(case: Case) -> None:
    case.prepare()
    case.treat()
    dangers.accept_danger(case.ports, case.id, by_id=case.officer, note="现场看过")
    assert case.status() is DangerStatus.CLOSED
    assert not case.hazard_now().weakened
    sheet = danger_sheet(case.ports, case.id)
    assert all(done for _, done in sheet.steps)
    kinds = [event.kind for event in sheet.history]
    assert kinds.index(EventKind.APPROVED) < kinds.index(EventKind.STARTED) < kinds.index(EventKind.CLOSED)
    dangers.resume_work(case.ports, case.id)
    with case.ports.units.read() as uow:
        assert not uow.major_files.get(case.id).stopped


def test_work_does_not_begin_without_plan_and_the_sentence_says_what_is_missing(case: Case) -> None:
    dangers.assign_danger(case.ports, case.id, case.boss, case.today + timedelta(days=15))
    with pytest.raises(StepsMissing, match="停产撤人决定、临时防护措施、治理方案六项内容、主要负责人批准方案"):
        dangers.start_danger(case.ports, case.id)


def test_it_does_not_close_without_the_double_report(case: Case) -> None:
    case.prepare()
    dangers.evaluate_major(case.ports, case.id, Evaluator.OWN, names="李工", passed=True)
    dangers.hand_in_danger(case.ports, case.id, done="改好了", by_id=case.worker, photos=(case.photo(),))
    with pytest.raises(StepsMissing, match="报告监管部门并有回执、向职工报告并有凭证"):
        dangers.accept_danger(case.ports, case.id, by_id=case.officer)
    with pytest.raises(CannotClose, match="不能这样直接销号"):
        dangers.close_danger(case.ports, case.id, done="改好了", by_id=case.worker, accepted_by_id=case.officer)


def test_a_plan_that_changes_needs_approval_again(case: Case) -> None:
    case.prepare()
    dangers.plan_major(case.ports, case.id, replace(PLAN, funds="没有钱"))
    with pytest.raises(StepsMissing, match="主要负责人批准方案"):
        dangers.hand_in_danger(case.ports, case.id, done="改好了", by_id=case.worker)


def order(case: Case, kind: OrderKind = OrderKind.SUPERVISION) -> SupervisionOrder:
    return SupervisionOrder(
        kind, "督〔2026〕3号", "镇安委办", case.today, "限期治理，书面反馈", case.today + timedelta(days=20), "王科长"
    )


def test_under_supervision_only_the_department_closes_it(case: Case) -> None:
    dangers.receive_order(case.ports, case.id, order(case))
    assert dangers.loop_tasks(case.ports)[0].urge is Urge.ORDER
    case.prepare()
    case.treat()
    with pytest.raises(StepsMissing, match="回复督办"):
        dangers.accept_danger(case.ports, case.id, by_id=case.officer)
    dangers.answer_order(case.ports, case.id, 0, "方案附后", by_id=case.officer)
    dangers.accept_danger(case.ports, case.id, by_id=case.officer)
    assert case.status() is DangerStatus.AWAITING_AUTHORITY
    with pytest.raises(NotNow, match="不能恢复生产"):
        dangers.resume_work(case.ports, case.id)
    with pytest.raises(NotNow, match="等部门核销"):
        dangers.plan_major(case.ports, case.id, PLAN)
    dangers.clear_major(case.ports, case.id, authority="镇安委办", number="核〔2026〕3号")
    assert case.status() is DangerStatus.CLOSED
    dangers.resume_work(case.ports, case.id)


def test_the_department_may_send_it_back(case: Case) -> None:
    dangers.receive_order(case.ports, case.id, order(case))
    case.prepare()
    case.treat()
    dangers.answer_order(case.ports, case.id, 0, "方案附后")
    dangers.accept_danger(case.ports, case.id, by_id=case.officer)
    dangers.return_danger(case.ports, case.id, "锁气阀没装")
    assert case.status() is DangerStatus.RETURNED
    with case.ports.units.read() as uow:
        assert uow.major_files.get(case.id).evaluation is None


def test_a_shutdown_order_makes_the_decision_to_go_on_void(case: Case) -> None:
    dangers.decide_shutdown(case.ports, case.id, Shutdown.NONE, evacuate=False, by_id=case.boss, reason="只是一台机器")
    dangers.receive_order(case.ports, case.id, order(case, OrderKind.SHUTDOWN))
    assert not dict(danger_sheet(case.ports, case.id).steps)[MajorStep.DECIDED]


def test_a_general_one_has_no_file(desk: Desk) -> None:
    shop(desk, "wood-planer")
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    with pytest.raises(NotNow, match="没有重大隐患档案"):
        dangers.protect_major(desk.ports, danger.id, "拉警戒线")
    assert danger_sheet(desk.ports, danger.id).file is None


def test_days_to_come_are_refused_everywhere(case: Case) -> None:
    tomorrow = case.today + timedelta(days=1)
    with pytest.raises(UserError, match="还没到"):
        dangers.report_major(case.ports, case.id, ReportTo.WORKERS, whom="全体", on=tomorrow)
    with pytest.raises(UserError, match="还没到"):
        dangers.evaluate_major(case.ports, case.id, Evaluator.OWN, names="李工", passed=True, on=tomorrow)
    with pytest.raises(UserError, match="早于发现日期"):
        dangers.report_major(case.ports, case.id, ReportTo.WORKERS, whom="全体", on=case.today - timedelta(days=1))


def test_a_step_of_the_file_is_taken_back(case: Case) -> None:
    changes = dangers.protect_major(case.ports, case.id, "断电上锁")
    undo(case.ports, changes)
    with case.ports.units.read() as uow:
        assert uow.major_files.get(case.id).temporary == ""


def test_a_new_principal_takes_over_what_is_open(case: Case) -> None:
    heir, _ = firm.add_person(case.ports, "王小强")
    firm.set_roles(case.ports, principal_id=heir.id)
    assert danger_sheet(case.ports, case.id).danger.responsible_id == heir.id


def test_a_name_of_the_principal_typed_in_halves_leaves_no_half_behind(case: Case) -> None:
    """The open major hidden danger goes along, and does not hold on to half a name."""
    firm.name_leader(case.ports, firm.PRINCIPAL, "王小")
    firm.name_leader(case.ports, firm.PRINCIPAL, "王小强")
    with case.ports.units.read() as uow:
        names = {person.name for person in uow.people.all()}
    assert "王小强" in names
    assert "王小" not in names


def test_the_criteria_of_the_trade_are_offered_for_grading(case: Case) -> None:
    items = dangers.judgement_items(case.ports)
    assert items
    assert all(item.cited and item.text for item in items)


# ---- the quarterly review of major risks -----------------------------------------------------------------------------


def test_every_major_risk_is_reviewed_once_a_quarter(case: Case) -> None:
    (line,) = dangers.risk_reviews(case.ports)
    assert line.last is None
    next_on = case.today + timedelta(days=90)
    review, _ = dangers.review_risk(
        case.ports, case.hazard.id, effective=True, basis="试了三次都停机", next_on=next_on, by_id=case.boss
    )
    (line,) = dangers.risk_reviews(case.ports)
    assert (line.last, line.due) == (review, next_on)
    assert not line.overdue(case.today)


@pytest.mark.parametrize(("days", "basis"), [(0, "看过"), (93, "看过"), (30, " ")])
def test_a_review_needs_basis_and_a_next_day_within_the_quarter(case: Case, days: int, basis: str) -> None:
    with pytest.raises(UserError, match=r"依据|下次评估"):
        dangers.review_risk(
            case.ports, case.hazard.id, effective=True, basis=basis, next_on=case.today + timedelta(days=days)
        )


def test_control_that_does_not_work_becomes_a_hidden_danger_at_once(case: Case) -> None:
    measure = case.hazard_now().measures_in(MeasureState.IN_PLACE)[0]
    next_on = case.today + timedelta(days=30)
    with pytest.raises(UserError, match="哪里失效"):
        dangers.review_risk(case.ports, case.hazard.id, effective=False, basis="联锁不动作", next_on=next_on)
    review, _ = dangers.review_risk(
        case.ports,
        case.hazard.id,
        effective=False,
        basis="联锁不动作",
        next_on=next_on,
        failed_measure_id=measure.id,
    )
    assert case.hazard_now().control_failed
    assert danger_sheet(case.ports, review.danger_id or "").danger.measure_id == measure.id


def test_only_major_risks_are_reviewed_so(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    with desk.ports.units.read() as uow:
        hazard = uow.hazards.all()[0]
    with pytest.raises(UserError, match="只有重大风险"):
        dangers.review_risk(
            desk.ports, hazard.id, effective=True, basis="看过", next_on=desk.clock.today() + timedelta(days=9)
        )
