"""Python's garbage collector, on the window's thread only.

Qt objects must end on the thread they live on. Left to itself the collector runs on whatever thread allocates, and from
a worker it would destroy widgets that hang in a circle of references: the program then crashes at odd moments.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Collector(QObject):
    """Collects in the breaks of the event loop, by Python's own thresholds, until `stop`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Give the collector back: to be called when no worker is at work any more."""
        self._timer.stop()
        gc.enable()

    def _collect(self) -> None:
        gc.disable()  # another window that was closed meanwhile gave it back
        due = [count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if True in due:
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
