"""The calendar of checks: a month at a look, the checks of a day, and one check that is on record."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.checks import NoSuchItem, Recording
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.inspections import CheckState, MarkedTwice, ResultState, WrongDay
from ymh_desktop.domain.words import label
from ymh_desktop.domain.workdays import ONE_DAY, month_end
from ymh_desktop.services.checks.figures import DueLine
from ymh_desktop.services.checks.fill import add_findings, failed_numbers, record_late
from ymh_desktop.services.checks.record import InspectionSheet, inspection_sheet
from ymh_desktop.services.checks.today import CalendarDay, CalendarMonth, calendar_month
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import Ask, AskingModel, Form, Kind, Values, told_at
from ymh_desktop.ui.viewmodels.checks import numbers_in
from ymh_desktop.ui.viewmodels.danger_forms import up_to

FILL, LATE, KEY, RECORD = "fill", "late", "key", "record"


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day in the grid; `closed` says why nobody works. Counts of what is due on it."""

    day: date
    closed: str
    done: int
    open: int
    missed: int
    abnormal: int
    today: bool


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A check of the day. `deed` is what can be done with it, empty for nothing yet."""

    line: DueLine
    title: str
    more: str
    state: str
    tone: str
    deed: str
    words: str


class CalendarModel(QObject):
    """One month, and the day that is looked at."""

    loaded = Signal()
    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports = context.ports
        self._month: CalendarMonth | None = None
        self._sheets: frozenset[str] = frozenset()
        self._wanted = context.ports.clock.today().replace(day=1)
        self.day = context.ports.clock.today()
        self.asking = AskingModel(context)

    def load(self) -> None:
        """Read the month anew; `loaded` follows."""
        self._context.tasks.run(partial(_read, self._ports, self._wanted), self._came)

    def step(self, forward: bool) -> None:
        """The month after or before."""
        first = self._wanted
        self._wanted = month_end(first) + ONE_DAY if forward else (first - ONE_DAY).replace(day=1)
        self.day = self._wanted
        today = self._ports.clock.today()
        if (today.year, today.month) == (self._wanted.year, self._wanted.month):
            self.day = today
        self.load()

    def choose(self, day: date) -> None:
        """Look at a day; `chosen` follows."""
        self.day = day
        self.chosen.emit()

    @property
    def title(self) -> str:
        """2026年11月."""
        return f"{self._wanted.year}年{self._wanted.month}月"

    @property
    def days(self) -> tuple[DayShown, ...]:
        """Every day of the month."""
        today = self._ports.clock.today()
        return tuple(_shown(day, today) for day in self._month.days) if self._month else ()

    @property
    def checks(self) -> tuple[CheckShown, ...]:
        """What was or is due on the day that is looked at."""
        return tuple(self._check(line) for line in self._lines())

    @property
    def about_day(self) -> str:
        """Why a day has more than “现在要查的”; empty where it has not."""
        lines = self._lines()
        ticked = sum(1 for line in lines if line.plan_id in self._sheets)
        if not ticked:
            return ""
        sheets = f"其中 {ticked} 次是每天打勾的点检表：当天在纸上打勾，月底一起抄录"
        return f"共 {len(lines)} 次，{sheets}，不在“现在要查的”里。"

    def record_late(self, line: DueLine) -> None:
        """Open the form for a check that was made but left no sheet."""
        self.asking.prepare(partial(late_form, self._ports, line))

    def _lines(self) -> list[DueLine]:
        days = self._month.days if self._month else ()
        return [line for each in days if each.day == self.day for line in each.lines]

    def _check(self, line: DueLine) -> CheckShown:
        today = self._ports.clock.today()
        tone = {CheckState.DONE: "ok", CheckState.LATE: "warning", CheckState.MISSED: "error"}.get(line.state, "grey")
        deed, words = "", ""
        if line.inspection_id is not None:
            deed, words = RECORD, "看记录"
        elif line.plan_id in self._sheets:
            if line.due <= today:
                deed, words = KEY, "抄录这个月"
        elif line.state is CheckState.MISSED:
            deed, words = LATE, "补录"
        elif line.period_first <= today:
            deed, words = FILL, "去检查"
        found = f"　{line.abnormal} 处异常" if line.abnormal else ""
        how = f"　{label(line.entered)}" if line.entered is not None else ""
        when = f"　{line.done_on} 查" if line.done_on else f"　最晚 {line.due}"
        return CheckShown(
            line,
            line.title,
            f"{line.inspector or '还没定谁查'}{when}{how}{found}",
            label(line.state),
            tone,
            deed,
            words,
        )

    def _came(self, found: tuple[CalendarMonth, frozenset[str]]) -> None:
        self._month, self._sheets = found
        self.loaded.emit()


def _read(ports: Ports, first: date) -> tuple[CalendarMonth, frozenset[str]]:
    month = calendar_month(ports, first.year, first.month)
    with ports.units.read() as uow:
        plans = uow.check_plans.headers()
    return month, frozenset(plan.id for plan in plans if plan.recording is Recording.MONTH_SHEET)


def _shown(day: CalendarDay, today: date) -> DayShown:
    states = [line.state for line in day.lines]
    done = states.count(CheckState.DONE) + states.count(CheckState.LATE)
    missed = states.count(CheckState.MISSED)
    abnormal = sum(line.abnormal for line in day.lines)
    return DayShown(day.day, day.closed_because, done, len(states) - done - missed, missed, abnormal, day.day == today)


def late_form(ports: Ports, line: DueLine) -> Form:
    """补录: made, but there is no sheet; printed as such, with the reason."""
    with ports.units.read() as uow:
        people: tuple[Person, ...] = uow.people.all()

    def send(values: Values) -> Any:
        with told_at("failed", NoSuchItem, MarkedTwice), told_at("done_on", WrongDay):
            return record_late(
                ports,
                line.plan_id,
                line.period_first,
                failed_numbers(numbers_in(values["failed"])),
                done_on=values["done_on"],
                why=values["why"],
                inspector_id=values["by"],
            )

    asks = (
        Ask("done_on", "哪天查的", Kind.DAY, line.due, half=True),
        Ask("by", "谁查的（空着就是平时查的人）", Kind.PERSON, half=True, name="补录：谁查的"),
        Ask(
            "failed",
            "有异常的序号",
            placeholder="例如 3、7；没有就空着",
            check=numbers_in,
            half=True,
            name="补录：有异常的序号",
        ),
        Ask(
            "why",
            "为什么补录",
            placeholder="例如：那天查了，表弄湿了",
            needed="请写为什么补录，例如“表弄湿了”。",
            check=up_to("为什么补录", 100),
            half=True,
        ),
    )
    sentence = "确实查了、又没有纸的，才补录；记录上会印“补录”和原因。没查就不要补。"
    form_id = f"late:{line.plan_id}:{line.period_first}"
    return Form(form_id, f"补录：{line.title}", "补录", asks, send, "已补录一次检查", sentence, people=people)


class RecordModel(QObject):
    """One check on record."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports = context.ports
        self.sheet: InspectionSheet | None = None
        self.asking = AskingModel(context)
        self.asking.sent.connect(lambda result: self.load())
        self._id = ""

    def open(self, inspection_id: str) -> None:
        """Show this one; `loaded` follows."""
        self.asking.close()
        self._id, self.sheet = inspection_id, None
        self.load()

    def load(self) -> None:
        """Read it anew."""
        if self._id:
            self._context.tasks.run(partial(inspection_sheet, self._ports, self._id), self._came)

    @property
    def facts(self) -> str:
        """When, by whom, how it came in."""
        if self.sheet is None:
            return ""
        made = self.sheet.inspection
        parts = (
            f"{made.done_on} 由{self.sheet.inspector or '没有签名的人'}检查",
            label(made.entered),
            f"表号 {made.sheet_number}" if made.sheet_number else "",
            f"补录原因：{made.why_late}" if made.why_late else "",
            made.note,
        )
        return "　".join(part for part in parts if part)

    @property
    def lines(self) -> tuple[tuple[str, str, str, str | None], ...]:
        """(what, state, note, id of the hidden danger) of what was not normal."""
        if self.sheet is None:
            return ()
        return tuple(
            (
                f"{each.item.number}. {each.item.what}",
                label(each.result.state),
                f"{each.danger.code} {each.danger.title}" if each.danger else each.result.note,
                each.danger.id if each.danger else None,
            )
            for each in self.sheet.lines
            if each.result.state is not ResultState.NORMAL
        )

    @property
    def rest(self) -> str:
        """How many were normal."""
        normal = sum(1 for each in self.sheet.lines if each.result.state is ResultState.NORMAL) if self.sheet else 0
        return f"{'其余' if self.lines else '全部'} {normal} 项正常。"

    def add_findings(self) -> None:
        """Open the form for exceptions that were forgotten."""
        self.asking.prepare(partial(_findings_form, self._ports, self._id))

    def show_danger(self, danger_id: str) -> None:
        """Open the hidden danger that it led to."""
        self._context.navigate("hidden_dangers", danger_id)

    def picture(self, name: str, then: Any) -> None:
        """Read one scan off the window's thread."""
        self._context.tasks.run(partial(self._ports.photos.read, name), then)

    def _came(self, sheet: InspectionSheet) -> None:
        if sheet.inspection.id == self._id:
            self.sheet = sheet
            self.loaded.emit()


def _findings_form(ports: Ports, inspection_id: str) -> Form:
    def send(values: Values) -> Any:
        with told_at("failed"):
            return add_findings(ports, inspection_id, failed_numbers(numbers_in(values["failed"])))

    asks = (
        Ask(
            "failed",
            "漏记了异常的序号",
            placeholder="例如 3、7",
            needed="请填漏记了哪几项。",
            check=numbers_in,
            half=True,
        ),
    )
    title = "补记漏掉的异常"
    sentence = "补记的马上变成隐患；已经记下的不改写。"
    return Form(f"findings:{inspection_id}", title, "补记", asks, send, "已补记异常", sentence)
