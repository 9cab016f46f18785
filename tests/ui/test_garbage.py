"""What hangs in a circle of references ends on the window's thread, whoever allocates."""

import gc
import threading

from PySide6.QtCore import QObject

from tests.ui.support import wait_until
from ymh_desktop.ui.shell.window import MainWindow


class Circle(QObject):
    """Only the garbage collector can end it."""

    def __init__(self, ended: list[bool]) -> None:
        super().__init__()
        self.ended, self.itself = ended, self

    def __del__(self) -> None:
        self.ended.append(threading.current_thread() is threading.main_thread())


def allocate_a_lot() -> None:
    """More than the collector's thresholds, in circles too."""
    for _ in range(50_000):
        circle: list[object] = []
        circle.append(circle)


def test_a_worker_never_ends_a_qt_object(window: MainWindow) -> None:
    ended: list[bool] = []
    Circle(ended)
    window.tasks.run(allocate_a_lot)
    wait_until(lambda: bool(ended))
    assert ended == [True]


def test_the_collector_works_by_itself_again_once_the_window_is_closed(window: MainWindow) -> None:
    assert not gc.isenabled()
    window.close()
    assert gc.isenabled()
