"""What the loop asks for today by itself: overdue, failed measures, repeated ones, missing pieces of major ones, …"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, Protocol

from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import MajorFile, MajorStep
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.services.hidden_dangers.reviews import risk_reviews_in
from ymh_desktop.services.ports import Ports, UnitOfWork

SOON = timedelta(days=2)
LONGEST_ABOUT = 30  # characters of a title inside a sentence
AGAIN = 2  # found for the second time: rectifying alone did not help, so the cause is asked for
_SERIOUS = int(RiskLevel.CONSIDERABLE)


class Urge(Enum):
    """Why something needs attention, the most urgent first."""

    ORDER = "order"
    MAJOR = "major"
    JUDGE = "judge"
    OVERDUE = "overdue"
    FAILED = "failed"
    ACCEPT = "accept"
    REPEATED = "repeated"
    ASSIGN = "assign"
    SOON = "soon"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class LoopTask:
    """One thing to do: at `about`, a code with its words. `danger_id` or `hazard_id` says where; `due` None: no day."""

    urge: Urge
    title: str
    about: str
    what: str
    danger_id: str | None = None
    hazard_id: str | None = None
    due: date | None = None

    @property
    def saying(self) -> str:
        """Both in one sentence."""
        return f"{self.about}：{self.what}"


class _Task(Protocol):
    def __call__(self, urge: Urge, title: str, what: str, due: date | None = ...) -> LoopTask: ...


def loop_tasks(ports: Ports) -> tuple[LoopTask, ...]:
    """Everything that waits for somebody, each hidden danger once, the most urgent first."""
    with ports.units.read() as uow:
        return loop_tasks_in(ports, uow)


def loop_tasks_in(ports: Ports, uow: UnitOfWork) -> tuple[LoopTask, ...]:
    """The same within an open unit of work."""
    today, views = ports.clock.today(), uow.views
    open_ones = [_open(row) for row in views.open_dangers()]
    files: dict[str, MajorFile | None] = {}
    if any(danger.is_major for danger in open_ones):  # only these have steps, which ask for the whole record
        known = [uow.hidden_dangers.find(d.id) if d.is_major else d for d in open_ones]
        open_ones = [danger for danger in known if danger is not None]
        files = {danger.id: uow.major_files.find(danger.id) for danger in open_ones if danger.is_major}
    failed = {(hazard, measure): level for hazard, measure, level in views.failed_controls(_SERIOUS)}
    proposed = {d.responsible_id for d in open_ones if d.is_proposed and not d.is_major}
    names = {person.id: person.name for person in uow.people.all()} if proposed else {}
    found = ((d, failed.get((d.hazard_id, d.measure_id))) for d in open_ones)
    asked = (_task(d, files.get(d.id), level, today, names.get(d.responsible_id or "", "")) for d, level in found)
    tasks = [task for task in asked if task is not None]
    for line in risk_reviews_in(ports, uow):
        if line.due <= today + SOON:
            what = f"管控有没有效，{line.due} 前要评估。"
            tasks.append(LoopTask(Urge.REVIEW, "评估重大风险", line.hazard.title, what, None, line.hazard.id, line.due))
    order = list(Urge)
    return tuple(sorted(tasks, key=lambda task: (order.index(task.urge), task.due or date.max)))


def _open(row: Sequence[Any]) -> HiddenDanger:
    """As much of the record as the tasks of a general one ask for."""
    key, code, title, level, status, found, hazard_id, measure_id, deadline, occurrence, *more = row
    assigned, rectified, protective, cause, responsible_id = more
    return HiddenDanger(
        key,
        code,
        title,
        "",
        date.fromisoformat(found),
        DangerLevel(level),
        DangerStatus(status),
        hazard_id=hazard_id,
        measure_id=measure_id,
        deadline=_day(deadline),
        occurrence=occurrence,
        assigned_on=_day(assigned),
        rectified_on=_day(rectified),
        protective=protective,
        cause=cause,
        responsible_id=responsible_id,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def to_assign(danger: HiddenDanger, name: str, today: date) -> str:
    """What 派单 asks: to decide, or to look at what custom proposed. `name` is the proposed person's, or empty."""
    if not name or danger.deadline is None:
        return "定下谁改、什么时候改完。"
    if danger.deadline < today:
        return f"拟由{name}改，还没派单，原来拟的期限 {danger.deadline} 已经过了：派单时重新定。"
    return f"拟由{name}改、{danger.deadline} 前改完，还没派单。合适就派，不合适先改再派。"


def _task(danger: HiddenDanger, file: MajorFile | None, failed: int | None, today: date, name: str) -> LoopTask | None:
    """`failed` is the level of the risk whose measure failed; None when none did, or the risk is a lesser one."""

    def task(urge: Urge, title: str, what: str, due: date | None = danger.deadline) -> LoopTask:
        about = f"{danger.code} {shortened(danger.title, LONGEST_ABOUT)}"
        return LoopTask(urge, title, about, what, danger.id, danger.hazard_id, due)

    late = f"超期 {(today - danger.deadline).days} 天" if danger.deadline and danger.overdue(today) else ""
    if danger.is_major:
        return _major_task(danger, file or MajorFile(danger.id), task)
    if late:
        return task(Urge.OVERDUE, "处理超期的隐患", f"{late}。改好了来验收，改不完的写明原因延期。")
    if danger.status is DangerStatus.AWAITING_ACCEPTANCE:
        return task(Urge.ACCEPT, "验收隐患", "整改完了，去看一眼，通过就销号。", danger.rectified_on)
    if failed is not None and not danger.protective.strip():
        level = label(RiskLevel(failed))
        return task(Urge.FAILED, "管控失效，先防住", f"这是{level}，写下改好前怎么防，防不住先停用。")
    if danger.occurrence >= AGAIN and not danger.cause.strip():
        return task(Urge.REPEATED, "找一找根子", f"第 {danger.occurrence} 次发现，写下为什么总出。")
    if danger.is_proposed:
        return task(Urge.ASSIGN, "派单", to_assign(danger, name, today))
    if danger.deadline is not None and danger.deadline <= today + SOON:
        return task(Urge.SOON, "快到期的隐患", f"{danger.deadline} 前要改完。")
    return None


def _major_task(danger: HiddenDanger, file: MajorFile, task: _Task) -> LoopTask | None:
    unanswered = [order for order in file.orders if not order.answers]
    if unanswered:
        return task(Urge.ORDER, "回复督办", f"{unanswered[0].number} 还没有回复。", unanswered[0].due)
    step = next((step for step, done in danger.steps(file) if not done), None)
    if step is MajorStep.JUDGED:
        return task(Urge.JUDGE, "判定疑似重大隐患", "对照判定标准，定下是不是重大隐患。")
    if step is None or step is MajorStep.CLEARED:
        return None
    return task(Urge.MAJOR, "治理重大隐患", f"下一步：{label(step)}。", file.order_due or danger.deadline)
