"""Rows ↔ values: files of major hidden dangers, and reviews of major risks."""

from collections.abc import Sequence

from ymh_desktop.domain.control_reviews import ControlReview
from ymh_desktop.domain.major_files import (
    Approval,
    ChainLink,
    Clearance,
    Evaluation,
    Evaluator,
    MajorFile,
    MajorReport,
    OrderAnswer,
    OrderKind,
    ReportTo,
    Shutdown,
    ShutdownDecision,
    SupervisionOrder,
    TreatmentPlan,
)
from ymh_desktop.storage.tables.major import (
    ControlReviewRow,
    MajorAnswerRow,
    MajorChainRow,
    MajorFileRow,
    MajorOrderRow,
    MajorReportRow,
)

MajorFileRows = tuple[
    MajorFileRow, list[MajorChainRow], list[MajorReportRow], list[MajorOrderRow], list[MajorAnswerRow]
]


def major_file_rows(value: MajorFile) -> MajorFileRows:
    """The rows that keep this file."""
    return (
        _file_row(value),
        [
            MajorChainRow(value.id, at, link.from_id, link.to_id, link.at, link.words)
            for at, link in enumerate(value.chain)
        ],
        [
            MajorReportRow(value.id, at, each.to.value, each.on, each.whom, each.how, each.by_id, each.receipt)
            for at, each in enumerate(value.reports)
        ],
        [_order_row(value.id, at, order) for at, order in enumerate(value.orders)],
        [
            MajorAnswerRow(value.id, at, order_at, answer.on, answer.words, answer.by_id, answer.receipt)
            for at, (order_at, answer) in enumerate(
                (order_at, answer) for order_at, order in enumerate(value.orders) for answer in order.answers
            )
        ],
    )


def _file_row(value: MajorFile) -> MajorFileRow:
    plan, approval, decision = value.plan, value.approval, value.decision
    evaluation, clearance = value.evaluation, value.clearance
    return MajorFileRow(
        id=value.id,
        situation=value.situation,
        causes=value.causes,
        harm=value.harm,
        difficulty=value.difficulty,
        temporary=value.temporary,
        temporary_since=value.temporary_since,
        goals=plan.goals,
        methods=plan.methods,
        funds=plan.funds,
        people=plan.people,
        schedule=plan.time,
        safety=plan.safety,
        cost=plan.cost,
        until=plan.until,
        approved_by_id=approval.by_id if approval else None,
        approved_on=approval.on if approval else None,
        shutdown=decision.shutdown.value if decision else None,
        evacuate=decision.evacuate if decision else None,
        decided_by_id=decision.by_id if decision else None,
        decided_on=decision.on if decision else None,
        decided_why=decision.reason if decision else None,
        resumed_on=decision.resumed_on if decision else None,
        evaluator=evaluation.who.value if evaluation else None,
        evaluated_by=evaluation.names if evaluation else None,
        evaluated_on=evaluation.on if evaluation else None,
        evaluation_passed=evaluation.passed if evaluation else None,
        evaluation_words=evaluation.words if evaluation else None,
        cleared_by=clearance.authority if clearance else None,
        cleared_on=clearance.on if clearance else None,
        cleared_number=clearance.number if clearance else None,
        cleared_words=clearance.words if clearance else None,
    )


def _order_row(file_id: str, position: int, value: SupervisionOrder) -> MajorOrderRow:
    return MajorOrderRow(
        major_file_id=file_id,
        position=position,
        kind=value.kind.value,
        number=value.number,
        issuer=value.issuer,
        received_on=value.received_on,
        demands=value.demands,
        due=value.due,
        contact=value.contact,
        received_by_id=value.received_by_id,
        extended_by=value.extended_by,
    )


def major_file_value(
    row: MajorFileRow,
    chain: Sequence[MajorChainRow],
    reports: Sequence[MajorReportRow],
    orders: Sequence[MajorOrderRow],
    answers: Sequence[MajorAnswerRow],
) -> MajorFile:
    """The file of these rows."""
    return MajorFile(
        id=row.id,
        situation=row.situation,
        causes=row.causes,
        harm=row.harm,
        difficulty=row.difficulty,
        temporary=row.temporary,
        temporary_since=row.temporary_since,
        plan=TreatmentPlan(
            row.goals, row.methods, row.funds, row.people, row.schedule, row.safety, row.cost, row.until
        ),
        approval=_approval(row),
        decision=_decision(row),
        evaluation=_evaluation(row),
        clearance=_clearance(row),
        chain=tuple(ChainLink(each.from_id, each.to_id, each.at, each.words) for each in chain),
        reports=tuple(
            MajorReport(ReportTo(r.recipient), r.reported_on, r.whom, r.how, r.by_id, r.receipt) for r in reports
        ),
        orders=tuple(_order(order, [a for a in answers if a.order_position == order.position]) for order in orders),
    )


def _approval(row: MajorFileRow) -> Approval | None:
    if row.approved_by_id is None or row.approved_on is None:
        return None
    return Approval(row.approved_by_id, row.approved_on)


def _decision(row: MajorFileRow) -> ShutdownDecision | None:
    if row.shutdown is None or row.decided_by_id is None or row.decided_on is None:
        return None
    return ShutdownDecision(
        Shutdown(row.shutdown),
        bool(row.evacuate),
        row.decided_by_id,
        row.decided_on,
        row.decided_why or "",
        row.resumed_on,
    )


def _evaluation(row: MajorFileRow) -> Evaluation | None:
    if row.evaluator is None or row.evaluated_on is None:
        return None
    return Evaluation(
        Evaluator(row.evaluator),
        row.evaluated_by or "",
        row.evaluated_on,
        bool(row.evaluation_passed),
        row.evaluation_words or "",
    )


def _clearance(row: MajorFileRow) -> Clearance | None:
    if row.cleared_by is None or row.cleared_on is None:
        return None
    return Clearance(row.cleared_by, row.cleared_on, row.cleared_number or "", row.cleared_words or "")


def _order(row: MajorOrderRow, answers: Sequence[MajorAnswerRow]) -> SupervisionOrder:
    return SupervisionOrder(
        kind=OrderKind(row.kind),
        number=row.number,
        issuer=row.issuer,
        received_on=row.received_on,
        demands=row.demands,
        due=row.due,
        contact=row.contact,
        received_by_id=row.received_by_id,
        extended_by=row.extended_by,
        answers=tuple(OrderAnswer(each.answered_on, each.words, each.by_id, each.receipt) for each in answers),
    )


def control_review_rows(value: ControlReview) -> tuple[ControlReviewRow]:
    """The row that keeps this review."""
    row = ControlReviewRow(
        id=value.id,
        hazard_id=value.hazard_id,
        hazard_title=value.hazard_title,
        reviewed_on=value.on,
        effective=value.effective,
        basis=value.basis,
        next_on=value.next_on,
        by_id=value.by_id,
        danger_id=value.danger_id,
    )
    return (row,)


def control_review_value(row: ControlReviewRow) -> ControlReview:
    """The review of this row."""
    return ControlReview(
        id=row.id,
        hazard_id=row.hazard_id,
        hazard_title=row.hazard_title,
        on=row.reviewed_on,
        effective=row.effective,
        basis=row.basis,
        next_on=row.next_on,
        by_id=row.by_id,
        danger_id=row.danger_id,
    )
