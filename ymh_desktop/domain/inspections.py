"""Inspections (排查): one check that was made, with what was found at every item.

Hints about checks that look made up are for the owner's eyes: they are computed when asked, never kept, never sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from ymh_desktop.domain.checks import CheckPlan, Due, NoSuchItem
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import labelled
from ymh_desktop.domain.workdays import Period

SECONDS_PER_ITEM = 1.5  # nobody reads and judges a line faster
LEAST_SECONDS = 8
SAME_IN_A_ROW = 20


class ResultState(Enum):
    """What was found at an item."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    NOT_INVOLVED = "not_involved"


labelled(ResultState, {"NORMAL": "正常", "ABNORMAL": "异常", "NOT_INVOLVED": "不涉及"})


class EnteredHow(Enum):
    """Keying from a sheet that was filled in time is no late entry; 补录 is only where there was no sheet."""

    ON_SITE = "on_site"
    TRANSCRIBED = "transcribed"
    LATE = "late"


labelled(EnteredHow, {"ON_SITE": "现场录入", "TRANSCRIBED": "纸质转录", "LATE": "补录"})


class CheckState(Enum):
    """How a check that is owed stands."""

    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    TO_KEY = "to_key"
    OPEN = "open"


labelled(CheckState, {"DONE": "已查", "LATE": "迟查", "MISSED": "没查", "TO_KEY": "待抄录", "OPEN": "待查"})


def standing(due: Due, done_on: date | None, today: date) -> CheckState:
    """How it stands today. Nothing counts as missed before the day by which it must be on record is over."""
    if done_on is not None:
        return CheckState.DONE if done_on <= due.day else CheckState.LATE
    if due.overdue(today):
        return CheckState.MISSED
    return CheckState.TO_KEY if due.recorded_by > due.day and due.day <= today else CheckState.OPEN


@dataclass(frozen=True, slots=True)
class Mark:
    """An exception on a sheet: everything that is not marked is normal.

    `title` are the words of the hidden danger, empty: the ready sentence. `measure_id` names which of the item's
    measures failed, None: the one that the item is about.
    """

    number: int
    state: ResultState = ResultState.ABNORMAL
    note: str = ""
    photos: tuple[str, ...] = ()
    title: str = ""
    measure_id: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What was found at one item. `danger_id` is the hidden danger that says so, new or already open."""

    number: int
    state: ResultState = ResultState.NORMAL
    note: str = ""
    danger_id: str | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """One check of a plan. `done_on` is the day of looking, `filled_at` the moment of typing.

    `due_on` is the working day by which it was owed. `sheet_number` and `scans` belong to a paper sheet, `why_late` to
    a 补录. `seconds` is how long the form was open, None where that says nothing.
    """

    id: str
    plan_id: str
    period: Period
    due_on: date
    done_on: date
    filled_at: datetime
    results: tuple[Result, ...]
    entered: EnteredHow = EnteredHow.ON_SITE
    inspector_id: str | None = None
    sheet_number: str = ""
    scans: tuple[str, ...] = ()
    why_late: str = ""
    seconds: int | None = None
    note: str = ""

    @property
    def on_time(self) -> bool:
        """Looked at by the day it was due."""
        return self.done_on <= self.due_on

    @property
    def abnormal(self) -> tuple[Result, ...]:
        """What was not in order."""
        return tuple(result for result in self.results if result.state is ResultState.ABNORMAL)

    def result(self, number: int) -> Result | None:
        """What was found at that item; None when it was not asked."""
        return next((result for result in self.results if result.number == number), None)


class WrongCheck(UserError):
    """A check that cannot have been made like this."""


class WrongDay(WrongCheck):
    """It cannot have been made on that day."""


class MarkedTwice(WrongCheck):
    """One item with two results."""

    def __init__(self, number: int) -> None:
        super().__init__(f"第 {number} 项写了两次。", "每一项只能有一个结果，请删掉一个。")
        self.number = number


def results_of(plan: CheckPlan, day: date, marks: Iterable[Mark]) -> tuple[Result, ...]:
    """One result per item that was asked that day, normal where nothing was marked.

    Raises NoSuchItem for a number that is not on the sheet, and MarkedTwice.
    """
    marked: dict[int, Mark] = {}
    for mark in marks:
        if mark.number in marked:
            raise MarkedTwice(mark.number)
        marked[mark.number] = mark
    asked = plan.items_on(day)
    if not asked:
        raise WrongCheck(f"“{plan.title}”现在没有要查的内容。", "请先在风险清单里补上措施，或停用这张表。")
    # A sheet that was printed before the plan changed comes back with the numbers of then.
    known = {item.number for item in plan.items}
    unknown = tuple(sorted(marked.keys() - known))
    if unknown:
        raise NoSuchItem(unknown, tuple(item.number for item in asked))
    numbers = sorted({item.number for item in asked} | marked.keys())
    return tuple(_result(number, marked.get(number)) for number in numbers)


def _result(number: int, mark: Mark | None) -> Result:
    if mark is None:
        return Result(number)
    return Result(number, mark.state, mark.note.strip(), None, mark.photos)


def check_days(due: Due, done_on: date, today: date) -> None:
    """Raise WrongDay for a day of looking that cannot be: to come, or before the period began."""
    if done_on > today:
        raise WrongDay(f"检查日期 {done_on} 还没到。", "请填今天或以前的日期；如果日期是对的，请检查电脑的日期。")
    if done_on < due.period.first:
        raise WrongDay(
            f"检查日期 {done_on} 不在这一期（{due.period.label}）里。", "请换成这一期里的日期，或改填那一期的表。"
        )


# ---- hints for the owner ---------------------------------------------------------------------------------------------


class Hint(Enum):
    """Why a look at the floor may be worth it."""

    TOO_FAST = "too_fast"
    ALWAYS_SAME = "always_same"


labelled(Hint, {"TOO_FAST": "填得太快", "ALWAYS_SAME": "一直全部正常"})


def too_fast(inspection: Inspection) -> bool:
    """Filled in on the spot faster than anybody can read it. Keyed sheets say nothing about the time of looking."""
    if inspection.seconds is None or inspection.entered is not EnteredHow.ON_SITE:
        return False
    return inspection.seconds < max(LEAST_SECONDS, SECONDS_PER_ITEM * len(inspection.results))


def always_same(newest: Sequence[Inspection]) -> bool:
    """The last twenty checks of one plan are alike in every result, whatever it was, without a word."""
    last = newest[:SAME_IN_A_ROW]
    if len(last) < SAME_IN_A_ROW:
        return False
    return len({_pattern(inspection) for inspection in last}) == 1


def _pattern(inspection: Inspection) -> tuple[tuple[int, ResultState, str], ...]:
    """Items come and go with the register, so only what was not normal tells checks apart."""
    return tuple((r.number, r.state, r.note) for r in inspection.results if r.state is not ResultState.NORMAL or r.note)
