"""Figures about checks: 应查, 已查, missed, and the rows behind each of them.

A figure is always counted from the rows that a click on it shows. 应查 are the checks that were made and those whose
time is over; what still has time stands beside it and is never counted against anybody.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from ymh_desktop.domain.checks import CheckPlan, Due, PlanKind, dues
from ymh_desktop.domain.inspections import CheckState, EnteredHow, standing
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.workdays import WorkCalendar
from ymh_desktop.services.checks.days import work_calendar
from ymh_desktop.services.checks.people import Staffing, staffing
from ymh_desktop.services.ports import Ports, UnitOfWork

K = TypeVar("K")


class CheckRow(NamedTuple):
    """One inspection as the storage lists it; `entered` is a value of EnteredHow, `filled_at` ISO text."""

    id: str
    plan_id: str
    period_first: date
    due_on: date
    done_on: date
    entered: str
    items: int
    abnormal: int
    inspector: str
    filled_at: str


class DueLine(NamedTuple):
    """One check that was or is owed. Without an inspection the last four say nothing (None, empty, 0).

    `inspector` is who made it, or whose it is.
    """

    plan_id: str
    code: str
    title: str
    kind: PlanKind
    tier: ControlTier
    post_id: str | None
    period_first: date
    due: date
    state: CheckState
    inspector: str
    inspection_id: str | None
    done_on: date | None
    entered: EnteredHow | None
    abnormal: int


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """`required` is 应查 = done + missed, `done` is 已查; `waiting` still has time and stands beside them.

    `on_time` and `late` make up `done`; `transcribed` and `late_entries` (补录) say how it was entered. `abnormal` is
    how many items were not in order.
    """

    required: int = 0
    done: int = 0
    on_time: int = 0
    late: int = 0
    missed: int = 0
    waiting: int = 0
    transcribed: int = 0
    late_entries: int = 0
    abnormal: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """One consistent look at plans (without their items), people and working days."""

    plans: tuple[CheckPlan, ...]
    calendar: WorkCalendar
    staff: Staffing
    today: date

    def inspector(self, plan: CheckPlan) -> str:
        """The name of whose check it is."""
        return self.staff.name(self.staff.inspector(plan))


def look(ports: Ports) -> Look:
    """Read plans, people and working days in one transaction; raises NoEnterprise."""
    with ports.units.read() as uow:
        return look_in(ports, uow)


def look_in(ports: Ports, uow: UnitOfWork) -> Look:
    """The same within a transaction that is open."""
    return Look(uow.check_plans.headers(), work_calendar(ports, uow), staffing(uow), ports.clock.today())


def check_rows(ports: Ports, first: date, last: date) -> list[CheckRow]:
    """The inspections that were due between two days."""
    day = date.fromisoformat
    return [
        CheckRow(one, plan, day(begins), day(due), day(done), *rest)
        for one, plan, begins, due, done, *rest in ports.views.checks(first, last)
    ]


def due_lines(ports: Ports, first: date, last: date) -> tuple[DueLine, ...]:
    """Every check due between two days, made or not, by due day; raises NoEnterprise."""
    return lines_of(look(ports), check_rows(ports, first, last), first, last)


def lines_of(seen: Look, rows: Sequence[CheckRow], first: date, last: date) -> tuple[DueLine, ...]:
    """The same from what was already read. Checks that were made count, also when nothing would be due there today."""
    made: dict[tuple[str, date], CheckRow] = {}
    for row in rows:
        made.setdefault((row.plan_id, row.period_first), row)
    plans = {plan.id: plan for plan in seen.plans}
    lines = [_made(plans[row.plan_id], row) for row in rows]
    for plan in seen.plans:
        owed = [due for due in dues(plan, seen.calendar, first, last) if (plan.id, due.period.first) not in made]
        if owed:
            inspector = seen.inspector(plan)
            lines += [_owed(seen.today, plan, due, inspector) for due in owed]
    lines.sort(key=lambda line: (line.due, line.code))
    return tuple(lines)


def _made(plan: CheckPlan, row: CheckRow) -> DueLine:
    state = CheckState.DONE if row.done_on <= row.due_on else CheckState.LATE
    about = (plan.id, plan.code, plan.title, plan.kind, plan.tier, plan.post_id, row.period_first, row.due_on)
    return DueLine(*about, state, row.inspector, row.id, row.done_on, EnteredHow(row.entered), row.abnormal)


def _owed(today: date, plan: CheckPlan, due: Due, inspector: str) -> DueLine:
    about = (plan.id, plan.code, plan.title, plan.kind, plan.tier, plan.post_id, due.period.first, due.day)
    return DueLine(*about, standing(due, None, today), inspector, None, None, None, 0)


def count(lines: Iterable[DueLine]) -> CheckFigures:
    """The figures of these rows."""
    lines = tuple(lines)
    states = [line.state for line in lines]
    on_time, late, missed = (states.count(each) for each in (CheckState.DONE, CheckState.LATE, CheckState.MISSED))
    return CheckFigures(
        required=on_time + late + missed,
        done=on_time + late,
        on_time=on_time,
        late=late,
        missed=missed,
        waiting=states.count(CheckState.OPEN) + states.count(CheckState.TO_KEY),
        transcribed=sum(1 for line in lines if line.entered is EnteredHow.TRANSCRIBED),
        late_entries=sum(1 for line in lines if line.entered is EnteredHow.LATE),
        abnormal=sum(line.abnormal for line in lines),
    )


def check_figures(ports: Ports, first: date, last: date) -> CheckFigures:
    """应查, 已查 and the rest for the checks due between two days."""
    return count(due_lines(ports, first, last))


def count_by(lines: Iterable[DueLine], key: Callable[[DueLine], K]) -> tuple[tuple[K, CheckFigures], ...]:
    """The figures per tier, post, kind, month …, in the order in which they first come."""
    groups: dict[K, list[DueLine]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return tuple((name, count(group)) for name, group in groups.items())
