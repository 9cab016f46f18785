"""How soon a list stands on the screen, first visit included, with five years of running.

Budget: 300 ms from asking for the page until its first rows are there.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QApplication

from bench.five_years import fill
from tests.support.desk import Desk, new_desk
from ymh_desktop.domain.danger_figures import Matter
from ymh_desktop.domain.report_periods import year
from ymh_desktop.services.statistics import CheckMatter, CheckRows, DangerRows
from ymh_desktop.ui.app import make_application
from ymh_desktop.ui.pages import CHECKS, HIDDEN_DANGERS, HOME, REGISTER, STATISTICS
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.theme import tokens

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
BUDGET, ROUNDS, PATIENCE = 0.3, 7, 30.0
THIS_YEAR = year(2026)
# What is asked for → (page, argument, whether its first rows are there). Any: each page has parts of its own.
LISTS: dict[str, tuple[str, object, Callable[[Any], bool]]] = {
    "hidden dangers": ("hidden_dangers", None, lambda page: page.list.table.records.rowCount() > 0),
    "register": ("register", None, lambda page: page.list.table.records.rowCount() > 0),
    "checks": ("checks", None, lambda page: page.model.lines is not None),
    "statistics of the quarter": ("statistics", "2026Q3", lambda page: page.model.figures is not None),
    "a year's hidden dangers behind a figure": (
        "statistics",
        DangerRows(THIS_YEAR, Matter.REGISTERED),
        lambda page: page.rows.dangers.records.rowCount() > 0,
    ),
    "a year's checks behind a figure": (
        "statistics",
        CheckRows(THIS_YEAR, CheckMatter.DONE),
        lambda page: page.rows.checks.records.rowCount() > 0,
    ),
}


def first_shown(desk: Desk, page_id: str, argument: object, there: Callable[[Any], bool]) -> float:
    """Seconds from asking for it in a window that never showed it, until its first rows are painted."""
    window = MainWindow(desk.ports, (HOME, REGISTER, CHECKS, HIDDEN_DANGERS, STATISTICS), RESOURCES)
    window.resize(1366, 728)
    window.navigate("home")
    window.show()
    rest(window)
    start = time.perf_counter()
    window.navigate(page_id, argument)
    while not there(window.page):
        QApplication.processEvents()
        if time.perf_counter() - start > PATIENCE:
            raise SystemExit(f"{page_id} never came")
    window.page.repaint()
    taken = time.perf_counter() - start
    rest(window)
    window.close()
    window.tasks.wait()
    window.deleteLater()
    QApplication.processEvents()
    return taken


def rest(window: MainWindow) -> None:
    """Until nothing is under way."""
    until = time.perf_counter() + PATIENCE
    while not window.tasks.idle and time.perf_counter() < until:
        QApplication.processEvents()
    for _ in range(5):
        QApplication.processEvents()


def main() -> int:
    """1 when a list is over its budget."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application(["bench"], RESOURCES, (tokens.BUNDLED_FAMILY,))
    good = True
    with TemporaryDirectory(prefix="ymh-bench-", ignore_cleanup_errors=True) as folder, new_desk(Path(folder)) as empty:
        fill(empty)
        desk = empty.with_ports(backups=empty.folder.backups)
        for name, wanted in LISTS.items():
            taken = statistics.median(first_shown(desk, *wanted) for _ in range(ROUNDS))
            print(f"{name}: {taken * 1000:.0f} ms, at most {BUDGET * 1000:.0f} ms")
            good = good and taken <= BUDGET
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
