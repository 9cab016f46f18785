"""安全检查表 and 点检表: the sheets of the check plans, with the numbers that are typed when they come back.

Before the identification is finished there are no plans yet: then the same sheets are printed without a number.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.checks import CheckPlan, PlanItem, Recording, due_of, sheet_number
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import label
from ymh_desktop.domain.workdays import Period, WorkCalendar, period_of
from ymh_desktop.services.book import Book
from ymh_desktop.services.checks.days import work_calendar
from ymh_desktop.services.checks.people import Staffing, staffing
from ymh_desktop.services.checks.wanted import EVERYWHERE, WantedPlan, wanted_plans
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.check_table import CheckRow, CheckTable, CheckTables, SheetForm
from ymh_desktop.services.reports.paper import Signature

NOT_NUMBERED = "未编号"
_ORDER = list(Frequency)


class NoChecks(UserError):
    """Nothing to look at yet."""

    def __init__(self) -> None:
        super().__init__("还没有可以检查的内容。", "请先做完“风险辨识”的现场问答。")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every sheet needs to know."""

    ports: Ports
    book: Book
    staff: Staffing
    calendar: WorkCalendar
    day: date


def check_tables(ports: Ports, book: Book) -> CheckTables:
    """All sheets that the register asks for, for the period that holds today; raises NoChecks when there are none."""
    desk, plans = _desk(ports, book, None)
    mine = [plan for plan in plans if plan.running and not plan.own]
    if not mine:
        mine = [_not_kept(wanted, desk.day) for wanted in wanted_plans(ports, book)]
    if not mine:
        raise NoChecks
    mine.sort(key=lambda plan: (plan.tier, _ORDER.index(plan.frequency), plan.code))
    return CheckTables(tuple(_table(desk, plan) for plan in mine))


def sheets(ports: Ports, book: Book, plan_ids: Iterable[str], day: date | None = None) -> CheckTables:
    """The sheets of some plans for the period that holds this day (None: today); raises NoChecks for none."""
    desk, plans = _desk(ports, book, day)
    wanted = set(plan_ids)
    chosen = [plan for plan in plans if plan.id in wanted]
    if not chosen:
        raise NoChecks
    return CheckTables(tuple(_table(desk, plan) for plan in chosen))


def _desk(ports: Ports, book: Book, day: date | None) -> tuple[_Desk, tuple[CheckPlan, ...]]:
    with ports.units.read() as uow:
        desk = _Desk(ports, book, staffing(uow), work_calendar(ports, uow), day or ports.clock.today())
        return desk, uow.check_plans.all()


def _not_kept(wanted: WantedPlan, day: date) -> CheckPlan:
    """The plan that will be made when the identification is finished; it has no code yet."""
    return CheckPlan(
        id="",
        code="",
        title=wanted.title,
        kind=wanted.kind,
        tier=wanted.tier,
        frequency=wanted.frequency,
        starts_on=day,
        items=tuple(
            PlanItem(number, item.code, item.what, item.standard, item.method, item.basis, item.place)
            for number, item in enumerate(wanted.items, start=1)
        ),
        recording=wanted.recording,
        post_id=wanted.post_id,
        department_id=wanted.department_id,
    )


def _table(desk: _Desk, plan: CheckPlan) -> CheckTable:
    # Before it is ever due, the first sheet is that of the period with which it begins.
    printed_for, desk = desk.day, replace(desk, day=max(desk.day, plan.starts_on))
    due = due_of(plan, desk.calendar, desk.day)
    period = due.period if due else period_of(plan.frequency, desk.day)
    monthly = plan.recording is Recording.MONTH_SHEET
    return CheckTable(
        enterprise=desk.book.enterprise.name,
        tier=plan.tier,
        title=plan.title if plan.title.endswith("）") else f"{plan.title}表",
        where=_where(desk, plan),
        period=_when(desk, plan, period),
        sheet_number=sheet_number(plan, period) if plan.code else NOT_NUMBERED,
        rows=tuple(_row(item) for item in plan.items_on(desk.day)),
        version=f"{printed_for:%Y%m%d}",
        made_on=desk.ports.clock.today(),
        form=SheetForm.MONTH if monthly else SheetForm.SINGLE,
        signatures=(Signature("检查人"), Signature("负责人", desk.staff.name(desk.staff.inspector(plan)))),
        how_back="发现“×”：当场能改的马上改；改不了的当天报安全员，登记成隐患。"
        + ("" if monthly or not plan.code else "交回后只要输入表号和打“×”的序号。"),
        draft=desk.book.draft,
        expert_pending=desk.book.expert_pending,
    )


def _where(desk: _Desk, plan: CheckPlan) -> str:
    post = desk.staff.posts.get(plan.post_id or "")
    if post is not None:
        return post.place or post.name
    department = desk.staff.departments.get(plan.department_id or "")
    return department.name if department else EVERYWHERE


def _when(desk: _Desk, plan: CheckPlan, period: Period) -> str:
    if plan.recording is Recording.MONTH_SHEET:
        return f"{desk.day.year} 年 {desk.day.month} 月，每班一格，打勾签名"
    often = label(plan.frequency)
    if plan.frequency not in (Frequency.OCCASION, Frequency.SHIFT, Frequency.DAY):
        often = f"{often}（{period.label}）"
    holder = desk.book.enterprise.tiers.holder(plan.tier)
    if holder is plan.tier or plan.tier is ControlTier.POST:
        return often
    person = desk.staff.name(desk.staff.inspector(plan))
    return f"{often}，没有这一级，由{label(holder)[:-1]}指定 {person or '专人'} 检查"


def _row(item: PlanItem) -> CheckRow:
    return CheckRow(item.number, item.code, item.what, item.standard, item.method, item.basis)
