"""The home page: the next thing to do first, then how things stand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from ymh_desktop.domain.danger_figures import DangerFigures
from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.report_periods import ReportPeriod, month_of, quarter_of, stretch
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.services.checks.figures import CheckFigures, Look, check_rows, count, lines_of, look_in
from ymh_desktop.services.checks.today import today
from ymh_desktop.services.exchange.demands import demand_tasks_in
from ymh_desktop.services.half_written import HalfWritten, NewRecord, half_written_in
from ymh_desktop.services.hidden_dangers import LONGEST_ABOUT, LoopTask, Urge, figures, loop_tasks_in
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reporting.due import report_due
from ymh_desktop.services.runs import current
from ymh_desktop.services.statistics import RiskRows, levels_to_handle_in
from ymh_desktop.services.statistics.figures import Reporting, reporting
from ymh_desktop.services.training.home import PeoplesNeed, PeoplesTask, certificate_tasks, peoples_tasks

MOST_THINGS = 5
_LONGEST = 14  # characters of a name: cards on the home page have room for a few lines
# Of the loop's tasks: what comes before the checks of today, and what after. What is overdue stands between.
_FIRST = (Urge.ORDER, Urge.MAJOR, Urge.JUDGE)
_LATER = (Urge.FAILED, Urge.ACCEPT, Urge.REPEATED, Urge.ASSIGN, Urge.SOON, Urge.REVIEW)


@dataclass(frozen=True, slots=True)
class NextThing:
    """One sentence, one button. `page` is where the button leads, `step` the wizard step or None.

    `argument` says what to show there: the id of a record, rows of the statistics, or what waits half written;
    None the whole page.
    """

    title: str
    saying: str
    button: str
    page: str
    step: Step | None = None
    argument: object = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows. `counts` are hazards per level, worst first.

    `open_dangers` and `overdue` are those of today, whenever they were found. `dangers` and `reported` are figures of
    the present `quarter`, `checks` of the present `month`: the same as the statistics of these periods.
    """

    enterprise: str
    next: NextThing
    more: tuple[NextThing, ...]
    counts: tuple[tuple[RiskLevel, int], ...]
    open_dangers: int
    overdue: int
    planned_measures: int
    quarter: ReportPeriod
    month: ReportPeriod
    dangers: DangerFigures
    checks: CheckFigures
    reported: Reporting


class Standing(NamedTuple):
    """How things stand, counted in one query: hazards per level, measures to be added, hidden dangers, submissions.

    `oldest_overdue` is the title of the one whose deadline is the earliest, empty when nothing is overdue.
    """

    low: int
    general: int
    considerable: int
    major: int
    planned: int
    dangers: int
    open_dangers: int
    overdue: int
    oldest_overdue: str
    submissions: int
    proved: int
    sent_without_proof: int

    @property
    def counts(self) -> tuple[tuple[RiskLevel, int], ...]:
        """Hazards per level, worst first."""
        per_level = dict(zip(RiskLevel, self[:4], strict=True))
        return tuple((level, per_level[level]) for level in sorted(RiskLevel, reverse=True))

    @property
    def hazards(self) -> int:
        """Over all levels."""
        return sum(self[:4])


def nothing_recorded(ports: Ports) -> bool:
    """No risk, no hidden danger, no report and no plan of checks is kept: there is nothing to count in any period."""
    found = Standing._make(ports.views.standing(ports.clock.today()))
    if found.hazards or found.dangers or found.submissions:
        return False
    with ports.units.read() as uow:
        return not uow.check_plans.all()


def home_page(ports: Ports) -> HomePage:
    """Read everything for the home page; an empty folder gives the first thing to do."""
    day = ports.clock.today()
    quarter, month = quarter_of(day), month_of(day)
    with ports.units.read() as uow:  # one for all, lists too: what several ask for is read once, by one connection
        enterprise = uow.enterprise()
        if enterprise is None:
            return _empty(quarter, month)
        ports = replace(ports, views=uow.views)
        seen, found = look_in(ports, uow), Standing._make(ports.views.standing(day))
        things = list(islice(_things(ports, uow, found, seen), MOST_THINGS))
        return HomePage(
            enterprise=enterprise.name,
            next=things[0],
            more=tuple(things[1:]),
            counts=found.counts,
            open_dangers=found.open_dangers,
            overdue=found.overdue,
            planned_measures=found.planned,
            quarter=quarter,
            month=month,
            dangers=figures(ports, quarter.first, quarter.last),
            checks=count(lines_of(seen, check_rows(ports, month.first, month.last), month.first, month.last)),
            reported=reporting(ports, quarter.first, quarter.last),
        )


def _empty(quarter: ReportPeriod, month: ReportPeriod) -> HomePage:
    """Of a folder that nobody wrote anything into yet."""
    first = NextThing(
        "从认识企业开始", "填五项就能往下走，随时可以停下。", "开始风险辨识", "identification", Step.ENTERPRISE
    )
    nothing = tuple((level, 0) for level in sorted(RiskLevel, reverse=True))
    none = (DangerFigures(), CheckFigures(), Reporting(0, 0, 0))
    return HomePage("", first, (), nothing, 0, 0, 0, quarter, month, *none)


def _things(ports: Ports, uow: UnitOfWork, found: Standing, seen: Look) -> Iterator[NextThing]:
    """The most urgent first; what is not asked for is not read."""
    run, runs = current(uow), uow.identifications.all()
    identifying = run is not None or not runs
    if identifying:
        at = run.step if run is not None else Step.ENTERPRISE
        saying = (
            f"上次做到第 {int(at)} 步“{label(at)}”，接着来。" if runs else "跟着七步走，半小时出清单、告知卡和检查表。"
        )
        button = "继续风险辨识" if runs else "开始风险辨识"
        yield NextThing("把风险辨识做完", saying, button, "identification", at)
    yield from _phones(uow.phone_entries.count_waiting())
    yield from _departments(ports, uow)
    tasks = _by_urge(loop_tasks_in(ports, uow)) if found.open_dangers or found.major else {}
    yield from (_loop(tasks[urge]) for urge in _FIRST if urge in tasks)
    yield from map(_person, certificate_tasks(ports, uow))
    if found.overdue:
        saying = f"有 {found.overdue} 条隐患过了期限，最早的是：{shortened(found.oldest_overdue, LONGEST_ABOUT)}"
        yield NextThing("先处理超期的隐患", saying, "去看隐患", "hidden_dangers")
    yield from _checks(ports, seen)
    yield from (_loop(tasks[urge]) for urge in _LATER if urge in tasks)
    yield from _report(ports, uow)
    yield from (_person(task) for task in peoples_tasks(ports, uow) if task.need is not PeoplesNeed.CERTIFICATE)
    yield from _levels(ports, uow)
    yield from _half(tuple(half_written_in(uow)))
    yield from _usual(found, told={urge for urge in tasks if urge is not Urge.REVIEW})
    if not (identifying or found.hazards or found.open_dangers):
        yield NextThing("还没有内容", "先做风险辨识。", "开始风险辨识", "identification", Step.ENTERPRISE)


def _report(ports: Ports, uow: UnitOfWork) -> Iterator[NextThing]:
    """The report of the period that is over, while it waits."""
    waits = report_due(ports, uow)
    if waits is not None:
        late = waits.late(ports.clock.today())
        by = f"已经超期 {late} 天" if late else f"{waits.due} 前要交"
        yield NextThing("该上报了", f"{waits.period}的情况还没有报给镇里，{by}。", "去上报", "reporting")


def _person(task: PeoplesTask) -> NextThing:
    """What falls due, and whether the risks should be identified anew."""
    if task.need is PeoplesNeed.REIDENTIFY:
        return NextThing(task.title, task.saying, "去重新辨识", "identification")
    return NextThing(task.title, task.saying, "去看看", "training", argument=_WHERE[task.need])


_WHERE = {
    PeoplesNeed.CERTIFICATE: "renewals",
    PeoplesNeed.OVERDUE: "renewals",
    PeoplesNeed.SOON: "renewals",
    PeoplesNeed.TRAINING: "trainings",
}


def _phones(waiting: int) -> list[NextThing]:
    """One line for what phones sent; none when nothing waits."""
    if not waiting:
        return []
    saying = f"有 {waiting} 条，看一眼，对的就接受，才会记下来。"
    return [NextThing("确认手机发来的", saying, "去确认", "phones")]


def _departments(ports: Ports, uow: UnitOfWork) -> list[NextThing]:
    """What departments wait for; an order about a major hidden danger is told with that one."""
    return [
        NextThing(task.title, task.saying, "去办", "incoming", argument=task.demand_id)
        for task in demand_tasks_in(ports, uow)
        if task.danger_id is None
    ]


def _half(waiting: tuple[HalfWritten, ...]) -> Iterator[NextThing]:
    """One line for all; straight into the form of the first: what was written stands in it."""
    if waiting:
        first, more = waiting[0], f"另有 {len(waiting) - 1} 条。" if len(waiting) > 1 else ""
        yield NextThing("还有写了一半的", f"{first.saying}{more}", "接着写", _WRITTEN_AT[first.what], argument=first)


_WRITTEN_AT = {
    NewRecord.PERSON: "people",
    NewRecord.POST: "people",
    NewRecord.DEPARTMENT: "people",
    NewRecord.RISK: "register",
    NewRecord.DANGER: "hidden_dangers",
    NewRecord.ENTRY: "library",
}


def _usual(found: Standing, told: set[Urge]) -> list[NextThing]:
    """What can always be done."""
    things = []
    in_time = found.open_dangers - found.overdue
    if in_time and not told:
        saying = f"还有 {in_time} 条没销号。改好了就来销号，改不了的写明谁管、什么时候改完。"
        things.append(NextThing("整改隐患", saying, "去看隐患", "hidden_dangers"))
    if found.hazards:
        saying = "每个岗位一张，贴在干活的地方，让员工签收。"
        things.append(NextThing("打印岗位安全风险告知卡", saying, "去打印", "papers"))
    if found.hazards and not found.submissions:
        saying = "把重大风险、重大隐患和汇总数签名导出，交给镇里。"
        things.append(NextThing("上报给镇里", saying, "去导出", "reporting"))
    return things


def _by_urge(tasks: tuple[LoopTask, ...]) -> dict[Urge, list[LoopTask]]:
    found: dict[Urge, list[LoopTask]] = {}
    for task in tasks:
        found.setdefault(task.urge, []).append(task)
    return found


def _loop(tasks: list[LoopTask]) -> NextThing:
    """One line for all tasks of one kind; a single one leads straight to its record."""
    first = tasks[0]
    saying = f"{shortened(first.about, _LONGEST)}：{first.what}"
    if first.danger_id is None:
        argument = first.hazard_id if len(tasks) == 1 else RiskLevel.MAJOR
        return NextThing(f"{first.title}{_times(tasks)}", saying, "去看风险", "register", argument=argument)
    argument = first.danger_id if len(tasks) == 1 else None
    return NextThing(f"{first.title}{_times(tasks)}", saying, "去看隐患", "hidden_dangers", argument=argument)


def _times(tasks: list[LoopTask]) -> str:
    return f"（{len(tasks)} 条）" if len(tasks) > 1 else ""


def _checks(ports: Ports, seen: Look) -> list[NextThing]:
    """One line for what is to be looked at now; none when nothing is due."""
    due = today(ports, seen=seen)
    if not due.lines:
        return []
    total = len(due.lines) + due.more
    late = f"，{due.overdue} 次超期" if due.overdue else ""
    saying = f"{due.lines[0].title}等 {total} 次{late}。" if total > 1 else f"{due.lines[0].title}{late}。"
    return [NextThing("今天要查的", saying, "去检查", "checks")]


def _levels(ports: Ports, uow: UnitOfWork) -> list[NextThing]:
    """A level that changed changes papers, tiers and what people must know."""
    changes = levels_to_handle_in(ports, uow)
    if not changes:
        return []
    first, day = changes[0], ports.clock.today()
    assert first.after is not None
    more = f"等 {len(changes)} 项" if len(changes) > 1 else ""
    saying = f"“{shortened(first.title, _LONGEST)}”变成{label(first.after)}{more}：重印告知卡，告诉大家。"
    rows = RiskRows(stretch(min(change.on for change in changes), day))
    return [NextThing("等级变了，跟着改", saying, "去看是哪些", "statistics", argument=rows)]
