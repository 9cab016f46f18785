"""重大事故隐患: its file, written step by step. What is missing is asked for when the loop wants to move on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ymh_desktop.domain.danger_events import EventKind
from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.hidden_dangers import DangerStatus, HiddenDanger, NotNow
from ymh_desktop.domain.major_files import (
    ChainLink,
    Clearance,
    Evaluation,
    Evaluator,
    MajorFile,
    MajorReport,
    OrderAnswer,
    PlanPart,
    ReportTo,
    Shutdown,
    ShutdownDecision,
    SupervisionOrder,
    TreatmentPlan,
)
from ymh_desktop.domain.moments import PLANS_AHEAD, not_far_off
from ymh_desktop.domain.money import checked_cost
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.hidden_dangers.history import write_down
from ymh_desktop.services.hidden_dangers.loop import past_day
from ymh_desktop.services.hidden_dangers.protection import strengthen
from ymh_desktop.services.ports import Ports, UnitOfWork

LONGEST = 2000

Edit = Callable[[UnitOfWork, HiddenDanger, MajorFile], MajorFile]


def judgement_items(ports: Ports) -> tuple[MajorItem, ...]:
    """The 重大事故隐患 items that can apply to this enterprise, for 定级; empty without a known trade."""
    with ports.units.read() as uow:
        trade_id = the_enterprise(uow).trade_id
        modules = {point.module_id for point in uow.risk_points.all() if point.module_id}
    if trade_id is None or not ports.library.has_trade(trade_id):
        return ()
    return ports.library.major_items(ports.library.trade(trade_id), modules)


def describe_major(
    ports: Ports,
    danger_id: str,
    *,
    situation: str | None = None,
    causes: str | None = None,
    harm: str | None = None,
    difficulty: str | None = None,
) -> Changes:
    """现状、产生原因、危害程度、整改难易程度; None leaves each. Raises UserError."""
    names = {"situation": "现状", "causes": "产生原因", "harm": "危害程度", "difficulty": "整改难易程度"}
    given = {"situation": situation, "causes": causes, "harm": harm, "difficulty": difficulty}
    said: dict[str, Any] = {
        key: optional_text(names[key], text, LONGEST) for key, text in given.items() if text is not None
    }

    def edit(uow: UnitOfWork, danger: HiddenDanger, file: MajorFile) -> MajorFile:
        return replace(file, **said)

    return _change(ports, danger_id, edit, EventKind.EDITED, "现状和危害")


def protect_major(ports: Ports, danger_id: str, words: str) -> Changes:
    """临时防护措施 until it is treated."""
    words = optional_text("临时防护措施", words, LONGEST)
    today = ports.clock.today()
    return _change(ports, danger_id, lambda uow, danger, file: file.protected(words, today), EventKind.PROTECTED, words)


def plan_major(ports: Ports, danger_id: str, plan: TreatmentPlan) -> Changes:
    """治理方案, whole or in part; other words end the approval. Raises UserError."""
    texts: dict[str, Any] = {part.value: optional_text(label(part), plan.text(part), LONGEST) for part in PlanPart}
    plan = replace(plan, cost=checked_cost(plan.cost), **texts)
    if plan.until is not None:
        not_far_off("完成日期", plan.until, ports.clock.today(), PLANS_AHEAD, "请看看年份对不对。")

    def edit(uow: UnitOfWork, danger: HiddenDanger, file: MajorFile) -> MajorFile:
        return file.planned(plan)

    done = len(PlanPart) - len(plan.missing())
    return _change(ports, danger_id, edit, EventKind.PLANNED, f"六项写了 {done} 项")


def approve_plan(ports: Ports, danger_id: str, by_id: str) -> Changes:
    """The 主要负责人 approves the complete plan; raises UserError."""
    today = ports.clock.today()

    def edit(uow: UnitOfWork, danger: HiddenDanger, file: MajorFile) -> MajorFile:
        return file.approved(uow.people.get(by_id).id, today, the_enterprise(uow).principal_id)

    return _change(ports, danger_id, edit, EventKind.APPROVED, by_id=by_id)


def decide_shutdown(
    ports: Ports,
    danger_id: str,
    shutdown: Shutdown,
    *,
    evacuate: bool,
    by_id: str,
    reason: str,
    on: date | None = None,
) -> Changes:
    """停产/撤人 decision with its reason; raises UserError."""
    day = past_day(ports, on, "决定的日期")
    reason = optional_text("停产撤人决定的理由", reason, LONGEST)

    def edit(uow: UnitOfWork, danger: HiddenDanger, file: MajorFile) -> MajorFile:
        return file.decided(ShutdownDecision(shutdown, evacuate, uow.people.get(by_id).id, day, reason))

    words = f"{label(shutdown)}，{'撤出人员' if evacuate else '不撤人'}：{reason}"
    return _change(ports, danger_id, edit, EventKind.DECIDED, words, by_id)


def pass_up(
    ports: Ports, danger_id: str, from_id: str, to_id: str, *, at: datetime | None = None, words: str = ""
) -> Changes:
    """逐级报告: who told whom, when (None: now); raises UserError."""
    moment = at or ports.clock.now()
    past_day(ports, moment.date(), "报告的日期")
    words = optional_text("说明", words, 200)

    def edit(uow: UnitOfWork, danger: HiddenDanger, file: MajorFile) -> MajorFile:
        return file.passed_up(ChainLink(uow.people.get(from_id).id, uow.people.get(to_id).id, moment, words))

    with ports.units.read() as uow:
        told = f"{uow.people.get(from_id).name} 报告 {uow.people.get(to_id).name}"
    return _change(ports, danger_id, edit, EventKind.PASSED_UP, told, from_id)


def report_major(
    ports: Ports,
    danger_id: str,
    to: ReportTo,
    *,
    whom: str,
    how: str = "",
    on: date | None = None,
    by_id: str | None = None,
    receipt: str = "",
) -> Changes:
    """双报告: to the department or the workers, with the receipt if it is there already; raises UserError."""
    day = past_day(ports, on, "报告日期")
    report = MajorReport(
        to,
        day,
        optional_text("报告给谁", whom, 60),
        optional_text("怎么报告的", how, 60),
        by_id,
        optional_text("回执", receipt, 100),
    )

    def edit(uow: UnitOfWork, danger: HiddenDanger, file: MajorFile) -> MajorFile:
        danger_first(danger, day)
        return file.with_report(report)

    return _change(ports, danger_id, edit, EventKind.REPORTED, f"{label(to)}：{report.whom}", by_id, late=True)


def receipt_came(ports: Ports, danger_id: str, number: int, receipt: str) -> Changes:
    """The receipt of the report at this place of the file, from 0; raises UserError."""
    receipt = optional_text("回执", receipt, 100)
    return _change(
        ports,
        danger_id,
        lambda uow, danger, file: file.receipt_came(number, receipt),
        EventKind.REPORTED,
        f"收到回执：{receipt}",
        late=True,
    )


def receive_order(ports: Ports, danger_id: str, order: SupervisionOrder) -> Changes:
    """A 督办单 or an order to stop came in; raises UserError."""
    with ports.units.write() as uow:
        take_order(uow, ports, danger_id, order)
        return uow.commit()


def take_order(uow: UnitOfWork, ports: Ports, danger_id: str, order: SupervisionOrder) -> None:
    """The same inside another use case, e.g. one that takes a whole file of the department over; raises UserError."""
    past_day(ports, order.received_on, "收到的日期")
    order = replace(
        order,
        number=optional_text("督办文号", order.number, 60),
        issuer=optional_text("督办单位", order.issuer, 60),
        demands=optional_text("督办要求", order.demands, LONGEST),
        contact=optional_text("联系人", order.contact, 60),
    )
    words = f"{label(order.kind)} {order.number}（{order.issuer}）" + (f"，{order.due} 前" if order.due else "")
    _changed(
        uow,
        ports,
        danger_id,
        lambda uow, danger, file: file.ordered(order),
        EventKind.ORDERED,
        words,
        order.received_by_id,
        late=True,
    )


def answer_order(
    ports: Ports,
    danger_id: str,
    number: int,
    words: str,
    *,
    on: date | None = None,
    by_id: str | None = None,
    receipt: str = "",
) -> Changes:
    """Answer the order at this place of the file, from 0; raises UserError."""
    answer = checked_answer(ports, words, on=on, by_id=by_id, receipt=receipt)
    with ports.units.write() as uow:
        give_answer(uow, ports, danger_id, number, answer)
        return uow.commit()


def checked_answer(
    ports: Ports, words: str, *, on: date | None = None, by_id: str | None = None, receipt: str = ""
) -> OrderAnswer:
    """What is told to the department; raises UserError."""
    return OrderAnswer(
        past_day(ports, on, "回复日期"),
        optional_text("回复的内容", words, LONGEST),
        by_id,
        optional_text("回执", receipt, 100),
    )


def give_answer(uow: UnitOfWork, ports: Ports, danger_id: str, number: int, answer: OrderAnswer) -> None:
    """Answer the order at this place inside another use case; raises UserError."""
    _changed(
        uow,
        ports,
        danger_id,
        lambda uow, danger, file: file.answered(number, answer),
        EventKind.ANSWERED,
        answer.words,
        answer.by_id,
        late=True,
    )


def extend_order(ports: Ports, danger_id: str, number: int, until: date, paper: str) -> Changes:
    """The department agreed in a paper to a later day; raises UserError."""
    paper = optional_text("同意延期的文书", paper, 100)
    return _change(
        ports,
        danger_id,
        lambda uow, danger, file: file.order_extended(number, until, paper),
        EventKind.ORDER_EXTENDED,
        f"延到 {until}：{paper}",
        late=True,
    )


def evaluate_major(
    ports: Ports,
    danger_id: str,
    who: Evaluator,
    *,
    names: str,
    passed: bool,
    words: str = "",
    on: date | None = None,
) -> Changes:
    """治理情况评估; one that did not pass keeps the matter open. Raises UserError."""
    evaluation = Evaluation(
        who,
        optional_text("评估人或评估机构", names, 100),
        past_day(ports, on, "评估日期"),
        passed,
        optional_text("评估意见", words, LONGEST),
    )
    result = "通过" if passed else "没有通过"
    return _change(
        ports,
        danger_id,
        lambda uow, danger, file: file.evaluated(evaluation),
        EventKind.EVALUATED,
        f"{label(who)} {evaluation.names}：{result}",
    )


def clear_major(
    ports: Ports, danger_id: str, *, authority: str, number: str, words: str = "", on: date | None = None
) -> Changes:
    """The department's 复查核销: what waits for it is closed; raises UserError or CannotClose."""
    clearance = Clearance(
        optional_text("复查核销的单位", authority, 60),
        past_day(ports, on, "核销日期"),
        optional_text("复查意见或核销文号", number, 60),
        optional_text("复查意见", words, LONGEST),
    )
    with ports.units.write() as uow:
        take_clearance(uow, ports, danger_id, clearance)
        return uow.commit()


def take_clearance(uow: UnitOfWork, ports: Ports, danger_id: str, clearance: Clearance) -> None:
    """The same inside another use case; raises UserError or CannotClose."""
    danger, file = _file(uow, danger_id)
    file = file.cleared(clearance)
    closed = danger.cleared(file)
    uow.major_files.save(file)
    uow.hidden_dangers.save(closed)
    write_down(uow, ports, closed, EventKind.CLEARED, f"{clearance.authority} {clearance.number}")
    strengthen(uow, ports, closed)


def resume_work(ports: Ports, danger_id: str, *, by_id: str | None = None, on: date | None = None) -> Changes:
    """Work goes on where it stood still: only once it is treated and, under an order, cleared. Raises UserError."""
    day = past_day(ports, on, "恢复日期")
    with ports.units.write() as uow:
        danger, file = _file(uow, danger_id)
        if danger.is_open:
            raise NotNow(f"“{danger.title}”还没有销号，不能恢复生产。", "请先治理、验收；有督办的等部门核销。")
        uow.major_files.save(file.work_resumed(day))
        write_down(uow, ports, danger, EventKind.WORK_RESUMED, str(day), by_id)
        return uow.commit()


def danger_first(danger: HiddenDanger, day: date) -> None:
    """Raises UserError for a day before it was found."""
    if day < danger.found_on:
        raise NotNow(f"日期 {day} 早于发现日期 {danger.found_on}。", "请检查日期。")


def _file(uow: UnitOfWork, danger_id: str) -> tuple[HiddenDanger, MajorFile]:
    danger = uow.hidden_dangers.get(danger_id)
    if not danger.is_major:
        raise NotNow(f"“{danger.title}”是{label(danger.level)}，没有重大隐患档案。", "要按重大隐患办，请先定级。")
    return danger, uow.major_files.find(danger_id) or MajorFile(danger_id)


def _change(
    ports: Ports,
    danger_id: str,
    edit: Edit,
    kind: EventKind,
    words: str = "",
    by_id: str | None = None,
    *,
    late: bool = False,
) -> Changes:
    """One change of the file. `late`: also while the department's clearance is awaited, never after closure."""
    with ports.units.write() as uow:
        _changed(uow, ports, danger_id, edit, kind, words, by_id, late=late)
        return uow.commit()


def _changed(
    uow: UnitOfWork,
    ports: Ports,
    danger_id: str,
    edit: Edit,
    kind: EventKind,
    words: str,
    by_id: str | None,
    *,
    late: bool,
) -> None:
    danger, file = _file(uow, danger_id)
    if not danger.is_open:
        raise NotNow(f"“{danger.title}”已经销号。", "要补充，请先重新打开它。")
    if danger.status is DangerStatus.AWAITING_AUTHORITY and not late:
        raise NotNow(f"“{danger.title}”已经治理完，等部门核销。", "要改治理的内容，请先退回重改。")
    changed = edit(uow, danger, file)
    if changed != file:
        uow.major_files.save(changed)
        write_down(uow, ports, danger, kind, words, by_id)
