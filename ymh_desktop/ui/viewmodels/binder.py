"""Making the binder, off the window's thread."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.papers.binder import BinderMade, make_binder
from ymh_desktop.ui.context import Context


class BinderModel(QObject):
    """One binder at a time."""

    begun = Signal()
    made = Signal(object)  # BinderMade
    refused = Signal(object)  # UserError
    rested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.busy = False

    def make(self, folder: Path, *, changed_only: bool) -> None:
        """Write it below this folder; a second order while one is under way is not taken."""
        if self.busy:
            return
        self.busy = True
        self.begun.emit()
        ports = self._context.ports
        self._context.tasks.run_long(
            "正在整理变了的材料" if changed_only else "正在整理整本档案",
            lambda progress: make_binder(ports, folder, changed_only=changed_only, progress=progress),
            self._came,
            self._failed,
            self._rest,
        )

    def _came(self, made: BinderMade) -> None:
        self._rest()
        self.made.emit(made)

    def _failed(self, error: UserError) -> None:
        self._rest()
        self.refused.emit(error)

    def _rest(self) -> None:
        self.busy = False
        self.rested.emit()
