"""New records of a page that wait half written."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.services.half_written import HalfWritten, NewRecord, half_written
from ymh_desktop.ui.context import Context


class HalfWrittenModel(QObject):
    """Those of these kinds. A page reads them on a visit and whenever one of its forms is put away."""

    loaded = Signal()

    def __init__(self, context: Context, *what: NewRecord) -> None:
        super().__init__()
        self._context, self._what = context, what
        self.lines: tuple[HalfWritten, ...] = ()

    def load(self) -> None:
        """Read anew, after everything that is on its way to be kept; `loaded` follows."""
        self._context.tasks.run(partial(half_written, self._context.ports, *self._what), self._came)

    def _came(self, found: tuple[HalfWritten, ...]) -> None:
        self.lines = found
        self.loaded.emit()
