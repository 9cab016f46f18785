"""Pieces of documents about checks, hidden dangers and emergencies."""

from datetime import timedelta
from enum import Enum

from ymh_desktop.domain.danger_figures import danger_figures
from ymh_desktop.domain.demands import DemandKind, DemandLine
from ymh_desktop.domain.hidden_dangers import DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.inspections import CheckState
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.services.checks.figures import due_lines
from ymh_desktop.services.checks.wanted import wanted_plans
from ymh_desktop.services.exchange.demands import DemandSheet, demand_sheets
from ymh_desktop.services.papers.desk import Blocks, Desk, counted, distinct, grid, numbered, steps, with_place
from ymh_desktop.services.papers.register import frequencies
from ymh_desktop.services.papers.statistics import percent
from ymh_desktop.services.reports.manual import Cell, Tone, Words

_BULLETIN_DAYS = 30
_LOOK_BACK = timedelta(days=90)
_WATCHED = (MeasureKind.ENGINEERING, MeasureKind.MANAGEMENT, MeasureKind.PPE)


def check_calendar(desk: Desk, argument: str) -> Blocks:
    """排查安排: every table with its tier, frequency and person."""
    rows: list[tuple[str, ...]] = []
    for plan in sorted(desk.plans, key=lambda each: (-each.tier, each.code)):
        person = desk.staff.name(desk.staff.inspector(plan))
        size = str(len(plan.items_on(desk.today)))
        rows.append((plan.code, plan.title, label(plan.tier), label(plan.frequency), person, size))
    if not rows:  # before the identification is finished there are no plans yet
        for wanted in wanted_plans(desk.ports, desk.book):
            person = desk.staff.name(desk.staff.usual(wanted))
            size = str(len(wanted.items))
            rows.append(("", wanted.title, label(wanted.tier), label(wanted.frequency), person, size))
    return (
        grid(
            "表号:18 检查表:66* 层级:18^ 多久一次:24^ 谁查:22 项数:14^", rows, none="还没有检查表，做完风险辨识就有。"
        ),
    )


def danger_ledger(desk: Desk, argument: str) -> Blocks:
    """隐患排查治理台账: every one, those found last first. 5,000 of them take two seconds to lay out."""
    newest_first = sorted(desk.book.dangers, key=lambda d: (d.found_on, len(d.code), d.code), reverse=True)
    rows = [_ledger_row(desk, danger) for danger in newest_first]
    return (
        grid(
            "编号:14 发现_日期:19^ 来源:14 发现人:13 隐患:36* 部位:19 等级:11^ 治理_类型:12^ 整改措施:32 责任人:13"
            " 期限:19^ 完成_日期:19^ 验收人、_日期:19 销号:19^ 通报:19",
            rows,
            blank=0 if len(rows) > 12 else max(4, 9 - len(rows)),
            size=8,
            least=9,
        ),
    )


def _ledger_row(desk: Desk, danger: HiddenDanger) -> tuple[str, ...]:
    name = desk.book.person_name
    accepted = f"{desk.book.accepted_by(danger)}\n{danger.accepted_on}" if danger.accepted_on else ""
    return (
        danger.code,
        danger.found_on.isoformat(),
        _narrow(danger.source),
        name(danger.found_by_id),
        danger.title + (f"\n依据：{danger.basis}" if danger.basis else ""),
        danger.place,
        _kind(danger),
        "即查\n即改" if danger.on_the_spot else "限期\n整改",  # the column is three characters wide
        danger.rectified or danger.measures,
        _proposed(danger, name(danger.responsible_id)),
        _proposed(danger, str(danger.deadline or "")),
        danger.rectified_on.isoformat() if danger.rectified_on else "",
        accepted,
        danger.closed_on.isoformat() if danger.closed_on else _status(danger),
        f"{danger.told_on}\n{danger.told_how}" if danger.told_on else "",
    )


def _proposed(danger: HiddenDanger, words: str) -> str:
    """Who and until when, by custom only until it is given to somebody: the paper says which of the two it is."""
    return f"{words}\n（拟）" if words and danger.is_proposed else words


def _status(danger: HiddenDanger) -> str:
    return danger.state_words if danger.status is DangerStatus.REGISTERED else _narrow(danger.status)


def _kind(danger: HiddenDanger) -> str:
    """一般, 重大, or 疑似重大 in two lines."""
    return danger.kind_words.removesuffix("隐患").replace("疑似", "疑似\n")


# Longer than their columns are wide: broken between words, which no width alone would do.
_IN_TWO_LINES: dict[Enum, str] = {
    DangerSource.FAILED_MEASURE: "管控措施\n失效",
    DangerStatus.AWAITING_AUTHORITY: "已治理\n待核销",
}


def _narrow(what: DangerSource | DangerStatus) -> str:
    return _IN_TWO_LINES.get(what, label(what))


def danger_totals(desk: Desk, argument: str) -> Blocks:
    """隐患汇总: the figures as the home page shows them."""
    found = danger_figures(desk.book.dangers, as_of=desk.today)
    rate = "还没有隐患" if found.rectification is None else percent(found.rectification)
    row = (f"{found.registered} 条", f"{found.closed} 条", f"{found.overdue} 条", rate)
    return (grid("已登记:40^ 已销号:40^ 超期没改:40^ 查改率:40^", [row], least=10),)


def check_records(desk: Desk, argument: str) -> Blocks:
    """检查记录: the last three months, table by table."""
    lines = due_lines(desk.ports, desk.today - _LOOK_BACK, desk.today)
    counted_: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        numbers = counted_.setdefault((line.code, line.title), [0, 0, 0, 0, 0])
        numbers[0] += line.state in (CheckState.DONE, CheckState.LATE, CheckState.MISSED)
        numbers[1] += line.state in (CheckState.DONE, CheckState.LATE)
        numbers[2] += line.state is CheckState.LATE
        numbers[3] += line.state is CheckState.MISSED
        numbers[4] += line.abnormal
    rows = [(code, title, *map(str, numbers)) for (code, title), numbers in counted_.items()]
    return (
        Words(f"{desk.today - _LOOK_BACK} 至 {desk.today}，每张表应查、已查的次数（还没到期的不算）。"),
        grid(
            "表号:20 检查表:90* 应查:18^ 已查:18^ 其中迟查:20^ 没查:18^ 查出异常:20^",
            rows,
            none="这段时间没有到期的检查。",
        ),
    )


# ---- inspection lists ------------------------------------------------------------------------------------------------


def management_list(desk: Desk, argument: str) -> Blocks:
    """基础管理类 of the 排查清单: management duties."""
    rows = [
        _list_row(desk, point, hazard)
        for point in desk.book.points
        if point.kind is RiskPointKind.DUTY
        for hazard in desk.book.hazards_of[point.id]
        if hazard.check
    ]
    return (
        grid(
            "序号:10^ 排查项目:34* 排查内容:44 怎样算合格:74 怎么查:46 多久查一次:34 负责人:18",
            numbered(rows),
            size=9,
            none="辨识里没有基础管理类的内容。",
            group=(1,),
        ),
    )


def _list_row(desk: Desk, point: RiskPoint, hazard: Hazard) -> tuple[Cell, ...]:
    check = hazard.check
    assert check is not None  # the caller looked
    person = desk.book.responsible(hazard)
    return (
        point.name,
        check.what,
        check.standard,
        check.method,
        frequencies(desk.book, hazard),
        person.name if person else "",
    )


def site_list(desk: Desk, argument: str) -> Blocks:
    """生产现场类 of the 排查清单: each measure in place is something to look at."""
    rows: list[tuple[Cell, ...]] = []
    for point in desk.points:
        for hazard in desk.book.hazards_of[point.id]:
            check, person = hazard.check, desk.book.responsible(hazard)
            measures = distinct(m.text for m in hazard.measures if m.in_force and m.kind in _WATCHED)
            rows.append(
                (
                    f"{point.code}\n{counted(point)}",
                    hazard.level,
                    hazard.title,
                    "\n".join(measures) or "（措施还没落实，见整改计划）",
                    check.standard if check else "",
                    check.method if check else "",
                    *(_often(hazard, tier) for tier in ControlTier),
                    person.name if person else "",
                )
            )
    return (
        grid(
            "序号:7^ 风险点:26* 等级:15 危险源:34 排查内容（管控措施）:62 怎样算合格:46 怎么查:26"
            " 岗位:10^ 班组:10^ 部门:10^ 公司:11^ 责任人:14",
            numbered(rows),
            size=7.5,
            none="还没有辨识结果。",
            group=(1,),
        ),
    )


def _often(hazard: Hazard, tier: ControlTier) -> str:
    frequency = hazard.check.frequency(tier) if hazard.check else None
    return label(frequency) if frequency else "—"


# ---- the bulletin and emergencies ------------------------------------------------------------------------------------


def bulletin(desk: Desk, argument: str) -> Blocks:
    """隐患通报: open ones, and what was closed within the last thirty days, for everybody to read."""
    since = desk.today - timedelta(days=_BULLETIN_DAYS)
    told = [d for d in desk.book.dangers if d.is_open or (d.closed_on and d.closed_on >= since)]
    rows = [
        (
            danger.code,
            danger.title,
            danger.place,
            _kind(danger),
            _proposed(danger, desk.book.person_name(danger.responsible_id)),
            _proposed(danger, str(danger.deadline or "")),
            f"已销号\n{danger.closed_on}" if danger.closed_on else _status(danger),
        )
        for danger in sorted(told, key=lambda each: (not each.is_major, not each.is_open, each.code))
    ]
    still = sum(danger.is_open for danger in told)
    found = f"{since} 至 {desk.today}：没销号的 {still} 条，已销号的 {len(told) - still} 条。"
    return (
        Words(found, Tone.STRONG),
        grid(
            "编号:17 隐患:60* 在哪里:28 等级:15^ 谁负责改:20 期限:24^ 现在怎样:24^",
            rows,
            size=10,
            least=9,
            none="这段时间没有隐患。",
        ),
    )


def orders_answered(desk: Desk, argument: str) -> Blocks:
    """督办反馈: every paper of the department, what was done about each of its things, and what was answered."""
    told = [each for each in demand_sheets(desk.ports) if each.demand.kind is not DemandKind.RETURNED]
    rows = [row for number, each in enumerate(told, 1) for row in _answered(desk, number, each)]
    columns = "序号:10^ 文书:34 要求什么:44 期限:20^ 怎么办的:44 完成日期:20^ 回复:30"
    return (grid(columns, rows, blank=0 if rows else 4, size=8.5, least=9, group=(0, 1)),)


def _answered(desk: Desk, number: int, sheet: DemandSheet) -> list[tuple[str, ...]]:
    demand, dangers = sheet.demand, {danger.id: danger for danger in sheet.dangers}
    paper = f"{demand.issuer}\n{label(demand.kind)} {demand.number}\n{demand.received_on} 收到"
    said = "\n".join(f"{each.on} {each.words}".strip() for each in sheet.answers)
    rows: list[tuple[str, ...]] = []
    for line in demand.lines or (DemandLine(1, demand.demands or demand.title, due=demand.due),):
        danger = dangers.get(line.record_id or "")
        done = (danger.rectified or label(danger.status)) if danger else line.done_words
        mended = danger.rectified_on if danger else line.done_on
        due = line.due or demand.due
        rows.append((str(number), paper, line.words, str(due or ""), done, str(mended or ""), said))
    return rows


def emergency_steps(desk: Desk, argument: str) -> Blocks:
    """应急处置表: where something may happen, and the steps in order."""
    rows: list[tuple[Cell, ...]] = []
    for point in sorted(desk.points, key=lambda each: -(desk.book.level_of(each) or 0)):
        hazards = [hazard for hazard in desk.book.hazards_of[point.id] if hazard.emergency]
        if hazards:
            names = distinct((name for h in hazards for name in desk.book.accident_names(h)), 4)
            done = distinct((step for h in hazards for step in h.emergency), 6)
            rows.append((with_place(point), "、".join(names), steps(done)))
    return (grid("在哪里:38* 可能出的事:36 怎么做:104", rows, none="还没有应急处置步骤。"),)
