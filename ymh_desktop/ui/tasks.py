"""The one road for slow work: it runs off the window's thread, and its answer comes back on it.

`run` keeps order: one after another, so that a page that reloads after a save sees what was saved. `run_long` is for
papers, packages and backups: it runs beside, reports progress and can be stopped. Work touches no widget.

Under 0.3 s nothing is shown; then the busy cursor; after 3 s long work shows a bar with a stop button.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Cancelled, Progress
from ymh_desktop.ui.errors import ErrorBorder
from ymh_desktop.ui.notices import Notices

T = TypeVar("T")

BUSY_AFTER_MS = 300
BAR_AFTER_MS = 3000


class Task(QObject):
    """One piece of work under way. Lives on the window's thread; `stop` asks long work to end."""

    progressed = Signal(int, int)  # done, of; `of` 0: not known
    ended = Signal()

    def __init__(self, label: str, stoppable: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.stoppable = stoppable
        self.has_bar = False
        self._stopping = False
        self._since = QElapsedTimer()
        self._since.start()

    @property
    def stopping(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stopping

    @property
    def wants_cursor(self) -> bool:
        """It lasts long enough to be noticed and no bar tells about it yet."""
        return not self.has_bar and self._since.elapsed() >= BUSY_AFTER_MS - 20

    def stop(self) -> None:
        """Ask; the work ends at its next progress report and leaves nothing half done."""
        self._stopping = True

    def report(self, done: int, of: int) -> bool:
        """The `Progress` handed to the work, called on its thread; False asks it to stop."""
        self.progressed.emit(done, of)
        return not self._stopping


class Tasks(QObject):
    """Runs work and tells the window about it. `failed` gets a UserError; without it the notice is shown."""

    grew_long = Signal(object)  # a Task that has run for three seconds
    emptied = Signal()

    def __init__(self, notices: Notices, border: ErrorBorder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._border = border
        self._under_way: set[Task] = set()
        self._closed = False
        self._cursor_shown = False
        self._ordered = QThreadPool(self)
        self._ordered.setMaxThreadCount(1)
        self._beside = QThreadPool(self)
        self._beside.setMaxThreadCount(2)

    @property
    def idle(self) -> bool:
        """Nothing is under way."""
        return not self._under_way

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> Task:
        """Run short work after everything that was handed in before it."""
        return self._start(self._ordered, lambda progress: work(), then, failed, None, Task("", False, self))

    def run_long(
        self,
        label: str,
        work: Callable[[Progress], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        stopped: Callable[[], None] | None = None,
    ) -> Task:
        """Run work that may take seconds; `label` says what it does, as in 正在生成告知卡."""
        task = Task(label, True, self)
        timer = QTimer(task)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._grow_long(task))
        timer.start(BAR_AFTER_MS)
        task.ended.connect(timer.stop)
        return self._start(self._beside, work, then, failed, stopped, task)

    def close(self) -> None:
        """Take no more work, ask long work to stop; `emptied` comes when all has ended."""
        self._closed = True
        for task in tuple(self._under_way):
            if task.stoppable:
                task.stop()
        if self.idle:
            self.emptied.emit()

    def wait(self) -> None:
        """Block until the threads have ended: for the very end of the program, after the event loop."""
        self._ordered.waitForDone()
        self._beside.waitForDone()

    def _start(
        self,
        pool: QThreadPool,
        work: Callable[[Progress], T],
        then: Callable[[T], None] | None,
        failed: Callable[[UserError], None] | None,
        stopped: Callable[[], None] | None,
        task: Task,
    ) -> Task:
        if self._closed:
            task.deleteLater()
            return task

        def came_back(result: Any, error: BaseException | None) -> None:
            self._end(task)
            if error is None:
                _call(then, result)
            elif isinstance(error, Cancelled):
                _call(stopped)
            elif isinstance(error, UserError):
                if not _call(failed, error):
                    self._notices.show(error)
            else:
                self._border.report(error)

        answer = _Answer(came_back, task)
        self._under_way.add(task)
        QTimer.singleShot(BUSY_AFTER_MS, task, self._mind_cursor)
        pool.start(_Work(work, task, answer))
        return task

    def _end(self, task: Task) -> None:
        self._under_way.discard(task)
        task.ended.emit()
        task.deleteLater()
        self._mind_cursor()
        if self.idle:
            self.emptied.emit()

    def _grow_long(self, task: Task) -> None:
        task.has_bar = True
        self._mind_cursor()
        self.grew_long.emit(task)

    def _mind_cursor(self) -> None:
        wanted = any(task.wants_cursor for task in self._under_way)
        if wanted and not self._cursor_shown:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        elif self._cursor_shown and not wanted:
            QGuiApplication.restoreOverrideCursor()
        self._cursor_shown = wanted


class _Answer(QObject):
    """Carries the outcome to the window's thread: the signal is queued because it is emitted on another one."""

    arrived = Signal(object, object)

    def __init__(self, came_back: Callable[[Any, BaseException | None], None], parent: QObject) -> None:
        super().__init__(parent)
        self._came_back = came_back
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, result: object, error: BaseException | None) -> None:
        self._came_back(result, error)


class _Work(QRunnable):
    def __init__(self, work: Callable[[Progress], Any], task: Task, answer: _Answer) -> None:
        super().__init__()
        self._work, self._task, self._answer = work, task, answer

    def run(self) -> None:
        result: object = None
        error: BaseException | None = None
        try:
            if self._task.stopping:
                raise Cancelled
            result = self._work(self._task.report)
        except BaseException as problem:  # the border: nothing may leave a thread unseen
            error = problem
        self._answer.arrived.emit(result, error)


def _call(callback: Callable[..., None] | None, *arguments: object) -> bool:
    """Call it unless it belongs to a screen that is gone; True when it was called or not needed any more."""
    if callback is None:
        return False
    owner = getattr(callback, "__self__", None)
    if not isinstance(owner, QObject) or isValid(owner):
        callback(*arguments)
    return True
