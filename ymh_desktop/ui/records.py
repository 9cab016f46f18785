"""Saving, and what follows from it: open screens reload, the top bar says when, and the last steps can be undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Clock
from ymh_desktop.ui.notices import Notices
from ymh_desktop.ui.tasks import Tasks

UNDO_STEPS = 200


@dataclass(frozen=True, slots=True)
class _Step:
    said: str
    changes: Changes


class Records(QObject):
    """The road for every use case that changes records.

    A use case returns Changes, or a tuple or object that holds them; `then` gets what it returned.
    """

    recordsChanged = Signal(object)  # Changes
    saved = Signal(object)  # datetime
    notSaved = Signal(object)  # the UserError
    undoChanged = Signal()

    def __init__(
        self,
        tasks: Tasks,
        notices: Notices,
        clock: Clock,
        undo: Callable[[Changes], Changes],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._notices, self._clock, self._undo = tasks, notices, clock, undo
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    def save(
        self,
        use_case: Callable[[], Any],
        *,
        said: str = "",
        toast: bool = False,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Run it in order, off the window's thread. `said` names the step (已删除“冲床”); `toast` offers 撤销 at once.

        With `failed` the fault is the caller's to show, beside the field it belongs to; without, the top bar turns
        red and a notice says why.
        """

        def came_back(result: Any) -> None:
            changes = changes_in(result)
            self._keep(self._done, _Step(said, changes))
            self._undone.clear()
            self._announce(changes)
            if toast and changes:
                self._notices.say(said, action="撤销", do=self.undo)
            if then is not None:
                then(result)

        def went_wrong(error: UserError) -> None:
            if failed is not None:
                failed(error)
            else:
                self.not_saved(error)

        self._tasks.run(use_case, came_back, went_wrong)

    def announce(self, changes: Changes) -> None:
        """Tell the screens about records that changed by another way (an import, a phone); not undone by Ctrl+Z."""
        self._announce(changes)

    def not_saved(self, error: UserError) -> None:
        """Say, until the next save, that something was not kept."""
        self.notSaved.emit(error)
        self._notices.show(error, lasting=True)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back and nothing was done since."""
        return bool(self._undone)

    @property
    def next_undo(self) -> str:
        """What 撤销 would take back, empty when it has no name."""
        return self._done[-1].said if self._done else ""

    def undo(self) -> None:
        """Take the last step back, also one that is just being saved."""
        self._tasks.run(_nothing, lambda _: self._turn_back(self._done, self._undone, "已撤销"))

    def redo(self) -> None:
        """Take the last undo back."""
        self._tasks.run(_nothing, lambda _: self._turn_back(self._undone, self._done, "已恢复"))

    def forget(self) -> None:
        """Nothing can be undone any more (another folder, a restored backup)."""
        self._done.clear()
        self._undone.clear()
        self.undoChanged.emit()

    def _turn_back(self, source: list[_Step], target: list[_Step], word: str) -> None:
        if not source:
            return
        step = source.pop()
        self.undoChanged.emit()

        def came_back(changes: Changes) -> None:
            self._keep(target, _Step(step.said, changes))
            self._announce(changes)
            self._notices.say(f"{word}：{step.said}" if step.said else f"{word}上一步")

        self._tasks.run(lambda: self._undo(step.changes), came_back)

    def _keep(self, steps: list[_Step], step: _Step) -> None:
        if step.changes:
            steps.append(step)
            del steps[:-UNDO_STEPS]
        self.undoChanged.emit()

    def _announce(self, changes: Changes) -> None:
        self.saved.emit(self._clock.now())
        if changes:
            self.undoChanged.emit()
            self.recordsChanged.emit(changes)


def _nothing() -> None:
    """Work that only waits its turn."""


def changes_in(result: object) -> Changes:
    """The Changes that a use case returned, alone, in a tuple, or as `.changes`; raises TypeError without any."""
    if isinstance(result, Changes):
        return result
    if isinstance(result, tuple):
        for part in result:
            if isinstance(part, Changes):
                return part
    found = getattr(result, "changes", None)
    if isinstance(found, Changes):
        return found
    raise TypeError(f"a use case returned no Changes but {type(result).__name__}")
