"""The file of a 重大事故隐患: what 16号令 and 安全生产法第四十一条 ask for beyond the ordinary loop.

Nothing of it can be skipped: `domain.hidden_dangers` asks this file before a major hidden danger moves on.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.money import checked_cost
from ymh_desktop.domain.words import label, labelled

T = TypeVar("T")


class PlanPart(Enum):
    """The six things a 治理方案 says (16号令第十五条), in the order of the text."""

    GOALS = "goals"
    METHODS = "methods"
    FUNDS = "funds"
    PEOPLE = "people"
    TIME = "time"
    SAFETY = "safety"


labelled(
    PlanPart,
    {
        "GOALS": "治理的目标和任务",
        "METHODS": "采取的方法和措施",
        "FUNDS": "经费和物资的落实",
        "PEOPLE": "负责治理的机构和人员",
        "TIME": "治理的时限和要求",
        "SAFETY": "安全措施和应急预案",
    },
)
# 五落实: the words that people know, and which parts say it.
FIVE_FIXED = (
    ("措施", (PlanPart.GOALS, PlanPart.METHODS)),
    ("责任", (PlanPart.PEOPLE,)),
    ("资金", (PlanPart.FUNDS,)),
    ("时限", (PlanPart.TIME,)),
    ("预案", (PlanPart.SAFETY,)),
)


@dataclass(frozen=True, slots=True)
class TreatmentPlan:
    """治理方案. `cost` in yuan and `until` repeat what FUNDS and TIME say, for sums and reminders."""

    goals: str = ""
    methods: str = ""
    funds: str = ""
    people: str = ""
    time: str = ""
    safety: str = ""
    cost: Decimal | None = None
    until: date | None = None

    def text(self, part: PlanPart) -> str:
        """What it says under that heading."""
        return str(getattr(self, part.value)).strip()

    def missing(self) -> tuple[PlanPart, ...]:
        """What is still empty."""
        return tuple(part for part in PlanPart if not self.text(part))

    def five_fixed(self) -> tuple[tuple[str, str], ...]:
        """(措施|责任|资金|时限|预案, what the plan says about it; empty while it is not settled)."""
        found = []
        for word, parts in FIVE_FIXED:
            texts = [self.text(part) for part in parts]
            found.append((word, "\n".join(texts) if all(texts) else ""))
        return tuple(found)


class Shutdown(Enum):
    """Whether work goes on while it is treated."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


labelled(Shutdown, {"NONE": "不停产，有防护地整改", "PARTIAL": "停用这一处", "FULL": "全部停产停业"})


@dataclass(frozen=True, slots=True)
class ShutdownDecision:
    """停产/撤人 (16号令第十六条). `resumed_on` is set when work went on again."""

    shutdown: Shutdown
    evacuate: bool
    by_id: str
    on: date
    reason: str
    resumed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """The plan as it stands was approved by the 主要负责人."""

    by_id: str
    on: date


@dataclass(frozen=True, slots=True)
class ChainLink:
    """逐级报告: who told whom, when."""

    from_id: str
    to_id: str
    at: datetime
    words: str = ""


class ReportTo(Enum):
    """双报告 (安全生产法第四十一条)."""

    DEPARTMENT = "department"
    WORKERS = "workers"


labelled(ReportTo, {"DEPARTMENT": "向监管部门报告", "WORKERS": "向职工大会或职工代表大会报告"})


@dataclass(frozen=True, slots=True)
class MajorReport:
    """One report. `whom` and `how` are words; `receipt` proves it (number, sign-in sheet …), empty without proof."""

    to: ReportTo
    on: date
    whom: str
    how: str = ""
    by_id: str | None = None
    receipt: str = ""

    @property
    def proved(self) -> bool:
        """With a receipt."""
        return bool(self.receipt.strip())


class OrderKind(Enum):
    """What the department ordered."""

    SUPERVISION = "supervision"
    SHUTDOWN = "shutdown"
    RECTIFY = "rectify"


labelled(OrderKind, {"SUPERVISION": "挂牌督办", "SHUTDOWN": "责令停产停业治理", "RECTIFY": "责令限期整改"})


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """反馈: what was told to the department."""

    on: date
    words: str
    by_id: str | None = None
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class SupervisionOrder:
    """督办单. `number` is the department's. `extended_by` is the paper by which `due` was put off, empty before."""

    kind: OrderKind
    number: str
    issuer: str
    received_on: date
    demands: str
    due: date | None = None
    contact: str = ""
    received_by_id: str | None = None
    extended_by: str = ""
    answers: tuple[OrderAnswer, ...] = ()

    def answered(self, answer: OrderAnswer) -> "SupervisionOrder":
        """With one more answer; raises UserError."""
        if answer.on < self.received_on:
            raise UserError(f"回复日期 {answer.on} 早于收到督办的日期 {self.received_on}。", "请检查日期。")
        _said("回复的内容", answer.words)
        return replace(self, answers=(*self.answers, answer))


class Evaluator(Enum):
    """Who may judge the treatment (16号令第十八条)."""

    OWN = "own"
    OUTSIDE = "outside"


labelled(Evaluator, {"OWN": "本企业技术人员和专家", "OUTSIDE": "有资质的安全评价机构"})


@dataclass(frozen=True, slots=True)
class Evaluation:
    """治理情况评估. `names` says who or which institution; one that did not pass keeps the matter open."""

    who: Evaluator
    names: str
    on: date
    passed: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Clearance:
    """复查核销 by the department: only then is the matter closed."""

    authority: str
    on: date
    number: str
    words: str = ""


class MajorStep(Enum):
    """What a major hidden danger needs, in order."""

    JUDGED = "judged"
    PASSED_UP = "passed_up"
    DECIDED = "decided"
    PROTECTED = "protected"
    DESCRIBED = "described"
    PLANNED = "planned"
    APPROVED = "approved"
    DEPARTMENT_TOLD = "department_told"
    WORKERS_TOLD = "workers_told"
    RECTIFIED = "rectified"
    SHOWN = "shown"
    ORDERS_ANSWERED = "orders_answered"
    EVALUATED = "evaluated"
    ACCEPTED = "accepted"
    CLEARED = "cleared"


labelled(
    MajorStep,
    {
        "JUDGED": "判定依据",
        "PASSED_UP": "逐级报告到主要负责人",
        "DECIDED": "停产撤人决定",
        "PROTECTED": "临时防护措施",
        "DESCRIBED": "现状、原因、危害和整改难易",
        "PLANNED": "治理方案六项内容",
        "APPROVED": "主要负责人批准方案",
        "DEPARTMENT_TOLD": "报告监管部门并有回执",
        "WORKERS_TOLD": "向职工报告并有凭证",
        "RECTIFIED": "整改完成",
        "SHOWN": "整改后的照片",
        "ORDERS_ANSWERED": "回复督办",
        "EVALUATED": "治理评估通过",
        "ACCEPTED": "验收",
        "CLEARED": "部门复查核销",
    },
)


@dataclass(frozen=True, slots=True)
class MajorFile:
    """What is kept about one 重大事故隐患; `id` is that of the hidden danger.

    `situation`, `causes`, `harm` and `difficulty` are parts one and two of the report (16号令第十四条).
    """

    id: str
    situation: str = ""
    causes: str = ""
    harm: str = ""
    difficulty: str = ""
    temporary: str = ""
    temporary_since: date | None = None
    plan: TreatmentPlan = field(default_factory=TreatmentPlan)
    approval: Approval | None = None
    decision: ShutdownDecision | None = None
    evaluation: Evaluation | None = None
    clearance: Clearance | None = None
    chain: tuple[ChainLink, ...] = ()
    reports: tuple[MajorReport, ...] = ()
    orders: tuple[SupervisionOrder, ...] = ()

    # ---- what it says --------------------------------------------------------------------------------------------

    @property
    def under_order(self) -> bool:
        """督办 or ordered to stop: the firm alone cannot close it."""
        return any(order.kind is not OrderKind.RECTIFY for order in self.orders)

    @property
    def stopped(self) -> bool:
        """Work stands still at present, by own decision."""
        return (
            self.decision is not None
            and self.decision.shutdown is not Shutdown.NONE
            and self.decision.resumed_on is None
        )

    @property
    def order_due(self) -> date | None:
        """The earliest day that an order set; None without one."""
        return min((order.due for order in self.orders if order.due), default=None)

    def reported(self, to: ReportTo) -> bool:
        """With or without a receipt."""
        return any(report.to is to for report in self.reports)

    def has(self, step: MajorStep) -> bool:
        """Whether this step is done, as far as it stands in this file; True for steps that do not."""
        match step:
            case MajorStep.DECIDED:
                return self.decision is not None
            case MajorStep.PROTECTED:
                return bool(self.temporary.strip())
            case MajorStep.DESCRIBED:
                return all(text.strip() for text in (self.situation, self.causes, self.harm, self.difficulty))
            case MajorStep.PLANNED:
                return not self.plan.missing()
            case MajorStep.APPROVED:
                return self.approval is not None
            case MajorStep.DEPARTMENT_TOLD:
                return any(report.to is ReportTo.DEPARTMENT and report.proved for report in self.reports)
            case MajorStep.WORKERS_TOLD:
                return any(report.to is ReportTo.WORKERS and report.proved for report in self.reports)
            case MajorStep.ORDERS_ANSWERED:
                return all(order.answers for order in self.orders)
            case MajorStep.EVALUATED:
                return self.evaluation is not None and self.evaluation.passed
            case MajorStep.CLEARED:
                return self.clearance is not None
            case _:
                return True

    # ---- what is written into it ---------------------------------------------------------------------------------

    def planned(self, plan: TreatmentPlan) -> "MajorFile":
        """With other words in the plan: an approval was for the former ones and ends."""
        checked_cost(plan.cost)
        return replace(self, plan=plan, approval=None) if plan != self.plan else self

    def approved(self, by_id: str, on: date, principal_id: str | None) -> "MajorFile":
        """The 主要负责人 approves the complete plan; raises UserError."""
        if missing := self.plan.missing():
            words = "、".join(label(part) for part in missing)
            raise UserError(f"治理方案还缺：{words}。", "六项都写清楚了，才能批准。")
        if principal_id is None or by_id != principal_id:
            raise UserError("治理方案要由主要负责人批准。", "请选主要负责人；换了人，请先在“设置”里改。")
        return replace(self, approval=Approval(by_id, on))

    def decided(self, decision: ShutdownDecision) -> "MajorFile":
        """Stop or not, everybody out or not, and why; raises UserError."""
        _said("停产撤人决定的理由", decision.reason)
        if decision.shutdown is Shutdown.NONE and any(order.kind is OrderKind.SHUTDOWN for order in self.orders):
            raise UserError("部门已经责令停产停业。", "请按督办单停下来，治理好、核销后再恢复。")
        return replace(self, decision=decision)

    def protected(self, words: str, since: date) -> "MajorFile":
        """What keeps people safe until it is treated."""
        return replace(self, temporary=words.strip(), temporary_since=since if words.strip() else None)

    def passed_up(self, link: ChainLink) -> "MajorFile":
        """One more step of 逐级报告; raises UserError."""
        if link.from_id == link.to_id:
            raise UserError("报告人和接报人是同一个人。", "请选上一级的人。")
        if self.chain and link.at < self.chain[-1].at:
            raise UserError("时间早于上一级报告的时间。", "请按先后顺序填，或检查电脑的日期。")
        return replace(self, chain=(*self.chain, link))

    def with_report(self, report: MajorReport) -> "MajorFile":
        """One more report; raises UserError."""
        _said("报告给谁", report.whom)
        return replace(self, reports=(*self.reports, report))

    def receipt_came(self, number: int, receipt: str) -> "MajorFile":
        """The proof of the report at this place, from 0; raises UserError for one that is not there."""
        _said("回执", receipt)
        return replace(self, reports=_put(self.reports, number, replace(_at(self.reports, number), receipt=receipt)))

    def ordered(self, order: SupervisionOrder) -> "MajorFile":
        """One more order from the department. A shutdown order makes the former decision to go on void."""
        _said("督办文号", order.number)
        _said("督办单位", order.issuer)
        if order.due is not None and order.due < order.received_on:
            raise UserError(f"督办期限 {order.due} 早于收到的日期 {order.received_on}。", "请对照督办单检查日期。")
        if any(order.number == known.number and order.issuer == known.issuer for known in self.orders):
            raise UserError(f"督办单 {order.number} 已经登记过了。", "请直接在那一张上回复。")
        goes_on = self.decision is not None and self.decision.shutdown is Shutdown.NONE
        decision = None if order.kind is OrderKind.SHUTDOWN and goes_on else self.decision
        return replace(self, orders=(*self.orders, order), decision=decision, clearance=None)

    def answered(self, number: int, answer: OrderAnswer) -> "MajorFile":
        """An answer to the order at this place, from 0; raises UserError."""
        return replace(self, orders=_put(self.orders, number, _at(self.orders, number).answered(answer)))

    def order_extended(self, number: int, until: date, paper: str) -> "MajorFile":
        """The department agreed to a later day; raises UserError."""
        order = _at(self.orders, number)
        _said("同意延期的文书", paper)
        if order.due is None or until <= order.due:
            raise UserError(f"新的督办期限 {until} 没有比原来的晚。", "请对照部门同意延期的文书。")
        return replace(self, orders=_put(self.orders, number, replace(order, due=until, extended_by=paper.strip())))

    def evaluated(self, evaluation: Evaluation) -> "MajorFile":
        """What the evaluation found; raises UserError."""
        _said("评估人或评估机构", evaluation.names)
        return replace(self, evaluation=evaluation)

    def cleared(self, clearance: Clearance) -> "MajorFile":
        """The department looked and struck it off; raises UserError."""
        if not self.under_order:
            raise UserError("这条隐患没有督办或停产的指令。", "验收通过就销号，不用部门核销。")
        _said("复查核销的单位", clearance.authority)
        _said("复查意见或核销文号", clearance.number)
        return replace(self, clearance=clearance)

    def work_resumed(self, on: date) -> "MajorFile":
        """Work goes on again where it stood still; raises UserError."""
        if self.decision is None or not self.stopped:
            raise UserError("没有停产，不用恢复。", "请刷新页面再看。")
        if self.under_order and self.clearance is None:
            raise UserError("部门还没有核销，不能恢复生产。", "请先提出恢复生产的申请，部门审查同意后再恢复。")
        if on < self.decision.on:
            raise UserError(f"恢复日期 {on} 早于停产日期 {self.decision.on}。", "请检查日期。")
        return replace(self, decision=replace(self.decision, resumed_on=on))

    def tried_again(self, *, reopened: bool) -> "MajorFile":
        """It was not good enough: evaluation and clearance are void, after reopening the approval too."""
        return replace(self, evaluation=None, clearance=None, approval=None if reopened else self.approval)


def _said(field_name: str, words: str) -> None:
    if not words.strip():
        raise UserError(f"“{field_name}”还空着。", "请填写后再继续。")


def _at(records: tuple[T, ...], number: int) -> T:
    if not 0 <= number < len(records):
        raise UserError("这一条已经不在了。", "请刷新页面再看。")
    return records[number]


def _put(records: tuple[T, ...], number: int, record: T) -> tuple[T, ...]:
    return (*records[:number], record, *records[number + 1 :])
