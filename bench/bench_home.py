"""The home page and the figures with five years of running, against their raw SQL, in one run.

20,000 checks of 15 items, 5,000 hidden dangers, 10,000 photos on disk. Budget: the home page takes at most twice the
time that the bare driver takes for the same statements and rows; the statistics of a quarter come within a second.
"""

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event

from bench.five_years import CHECKS, DANGERS, ITEMS, fill
from tests.support.desk import Desk, new_desk
from ymh_desktop.domain.report_periods import quarter, year
from ymh_desktop.services.checks.figures import check_figures
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.services.home import home_page
from ymh_desktop.services.statistics import statistics as statistics_of

BUDGET, SECONDS, ROUNDS = 2.0, 1.0, 15

Statement = tuple[str, Any]


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


def compare(name: str, desk: Desk, use: Callable[[], object], *, ratio: bool = True) -> bool:
    """Print both times; True within the budget: the ratio's, or the second's."""
    use()
    sent = statements(desk, use)
    bare = raw(desk.folder.folder.database, sent)
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS):
        for taken, act in ((ours, use), (theirs, bare)):
            start = time.process_time()
            act()
            taken.append(time.process_time() - start)
    mine, base = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    times = mine / base
    budget = f"{times:.2f} of at most {BUDGET}" if ratio else f"at most {SECONDS} s"
    print(f"{name}: {mine:.1f} ms, raw SQL {base:.1f} ms ({len(sent)} statements), {budget}")
    return times <= BUDGET if ratio else mine <= SECONDS * 1000


def main() -> int:
    """1 when something is over its budget."""
    with TemporaryDirectory(prefix="ymh-bench-") as folder, new_desk(Path(folder)) as desk:
        fill(desk)
        size = desk.folder.folder.database.stat().st_size / 1e6
        photos = sum(1 for path in desk.folder.folder.photos.rglob("*.jpg") if path.is_file())
        print(f"{CHECKS} checks × {ITEMS}, {DANGERS} hidden dangers, {photos} photos: {size:.0f} MB")
        third, ports = quarter(2026, 3), desk.ports
        good = [
            compare("home page", desk, lambda: home_page(ports)),
            compare("today", desk, lambda: today_lines(ports)),
            compare("checks of a quarter", desk, lambda: check_figures(ports, third.first, third.last), ratio=False),
            compare("statistics of a quarter", desk, lambda: statistics_of(ports, third), ratio=False),
            compare("statistics of a year", desk, lambda: statistics_of(ports, year(2026)), ratio=False),
        ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
