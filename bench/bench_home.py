"""The home page and the check figures with five years of running, against their raw SQL, in one run.

20,000 checks of 15 items and 5,000 hidden dangers. Budget: the home page takes at most twice the time that the bare
driver takes for the same statements and rows; the figures of a quarter come within a second.
"""

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # runs from a source tree that was not installed, too

from sqlalchemy import event  # noqa: E402

from tests.support.desk import Desk, new_desk  # noqa: E402
from tests.support.folders import CHINA  # noqa: E402
from ymh_desktop.domain.checks import CheckPlan, PlanItem, PlanKind, Recording, dues  # noqa: E402
from ymh_desktop.domain.hidden_dangers import DangerStatus, HiddenDanger  # noqa: E402
from ymh_desktop.domain.inspections import EnteredHow, Inspection, Result, ResultState  # noqa: E402
from ymh_desktop.domain.tiers import ControlTier, Frequency  # noqa: E402
from ymh_desktop.domain.workdays import Period, month_end  # noqa: E402
from ymh_desktop.services import demo  # noqa: E402
from ymh_desktop.services.checks import days  # noqa: E402
from ymh_desktop.services.checks.figures import check_figures  # noqa: E402
from ymh_desktop.services.checks.today import today_lines  # noqa: E402
from ymh_desktop.services.home import home_page  # noqa: E402

CHECKS, ITEMS, DANGERS, BUDGET, SECONDS, ROUNDS = 20_000, 15, 5_000, 2.0, 1.0, 15
BEGAN, NOW = date(2021, 11, 23), datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
AT_A_TIME = 500

Statement = tuple[str, Any]


def fill(desk: Desk) -> None:
    """The sample enterprise with five years of checks and hidden dangers beside its own."""
    desk.clock.moment = NOW
    demo.fill(desk.ports)
    days.set_rest_weekdays(desk.ports, (6,))
    with desk.ports.units.read() as uow:
        calendar = days.work_calendar(desk.ports, uow)
    plans = [_plan(desk, number) for number in range(1, 14)]
    with desk.ports.units.write() as uow:
        for plan in plans:
            uow.check_plans.save(plan)
        uow.commit()
    owed = [(plan, due) for plan in plans for due in dues(plan, calendar, BEGAN, NOW.date() - timedelta(days=1))]
    owed.sort(key=lambda pair: pair[1].day)
    made = [pair for pair in owed if pair[1].day.toordinal() % 50][-CHECKS:]
    for first in range(0, len(made), AT_A_TIME):
        with desk.ports.units.write() as uow:
            for plan, due in made[first : first + AT_A_TIME]:
                uow.inspections.save(_inspection(desk, plan, due.period, due.day))
            uow.commit()
    for first in range(0, DANGERS, AT_A_TIME):
        with desk.ports.units.write() as uow:
            for number in range(first, first + AT_A_TIME):
                uow.hidden_dangers.save(_danger(desk, number))
            uow.commit()


def _plan(desk: Desk, number: int) -> CheckPlan:
    sheet = number <= 12
    items = tuple(PlanItem(each, "", f"第 {each} 项", "在位、完好") for each in range(1, ITEMS + 1))
    return CheckPlan(
        desk.ports.new_id(),
        f"J-{number + 900:04d}",
        f"第 {number} 张表",
        PlanKind.DAILY,
        ControlTier.POST if sheet else ControlTier.TEAM,
        Frequency.DAY if sheet else Frequency.WEEK,
        BEGAN,
        items,
        Recording.MONTH_SHEET if sheet else Recording.ROUND,
        own=True,
    )


def _inspection(desk: Desk, plan: CheckPlan, period: Period, day: date) -> Inspection:
    results = [Result(number) for number in range(1, ITEMS + 1)]
    if day.toordinal() % 20 == 0:
        results[3] = Result(4, ResultState.ABNORMAL)
    keyed = datetime.combine(month_end(day) + timedelta(days=3), NOW.timetz())
    return Inspection(
        desk.ports.new_id(),
        plan.id,
        period,
        day,
        day,
        keyed,
        tuple(results),
        EnteredHow.TRANSCRIBED,
    )


def _danger(desk: Desk, number: int) -> HiddenDanger:
    found = BEGAN + timedelta(days=number * 1825 // DANGERS)
    return HiddenDanger(
        desk.ports.new_id(),
        f"Y-{number + 1000:04d}",
        f"第 {number} 条隐患，护罩没有盖住",
        "木工车间",
        found,
        status=DangerStatus.CLOSED if number < DANGERS - 40 else DangerStatus.ASSIGNED,
        deadline=found + timedelta(days=7),
        closed_on=found + timedelta(days=3) if number < DANGERS - 40 else None,
    )


def statements(desk: Desk, use: Callable[[], object]) -> list[Statement]:
    """Every statement that `use` sends, with its parameters."""
    found: list[Statement] = []

    def note(_: object, __: object, statement: str, parameters: Any, *more: object) -> None:
        if statement != "BEGIN":
            found.append((statement, parameters))

    event.listen(desk.folder.database.reader, "before_cursor_execute", note)
    use()
    event.remove(desk.folder.database.reader, "before_cursor_execute", note)
    return found


def raw(path: Path, sent: list[Statement]) -> Callable[[], None]:
    """The same statements on the bare driver, every row fetched."""

    def run() -> None:
        with closing(sqlite3.connect(path)) as file:
            for statement, parameters in sent:
                file.execute(statement, parameters).fetchall()

    return run


def compare(name: str, desk: Desk, use: Callable[[], object], *, ratio_counts: bool = True) -> bool:
    """Print both times; True within the budget: the ratio's, or the second's."""
    use()
    sent = statements(desk, use)
    bare = raw(desk.folder.folder.database, sent)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        for times, act in ((ours, use), (theirs, bare)):
            start = time.perf_counter()
            act()
            times.append(time.perf_counter() - start)
    mine, base = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    ratio = mine / base
    budget = f"{ratio:.2f} of at most {BUDGET}" if ratio_counts else f"at most {SECONDS} s"
    print(f"{name}: {mine:.1f} ms, raw SQL {base:.1f} ms ({len(sent)} statements), {budget}")
    return ratio <= BUDGET if ratio_counts else mine <= SECONDS * 1000


def main() -> int:
    """1 when something is over its budget."""
    with TemporaryDirectory(prefix="ymh-bench-") as folder, new_desk(Path(folder)) as desk:
        fill(desk)
        size = desk.folder.folder.database.stat().st_size / 1e6
        print(f"{CHECKS} checks × {ITEMS}, {DANGERS} hidden dangers: {size:.0f} MB")
        quarter = date(2026, 7, 1), date(2026, 9, 30)
        good = [
            compare("home page", desk, lambda: home_page(desk.ports)),
            compare("today", desk, lambda: today_lines(desk.ports)),
            compare("figures of a quarter", desk, lambda: check_figures(desk.ports, *quarter), ratio_counts=False),
        ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
