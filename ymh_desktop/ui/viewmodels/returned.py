"""镇里退回了这一条: what a department sent back about the record that is open, and 改好了 beside it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.demands import Demand, DemandLine
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.exchange.demands import mark_line, returned_lines
from ymh_desktop.ui.context import Context


class ReturnedModel(QObject):
    """The lines about one record that nobody said are mended."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._id = ""
        self._lines: Sequence[tuple[Demand, DemandLine]] = ()
        context.records.recordsChanged.connect(self._changed)

    def open(self, record_id: str) -> None:
        """Read those of this record; `loaded` follows. Empty: of none."""
        if record_id != self._id:
            self._came(self._id, ())
        self._id = record_id
        if record_id:
            self._context.tasks.run(
                partial(returned_lines, self._context.ports, record_id), partial(self._came, record_id)
            )

    @property
    def lines(self) -> tuple[tuple[str, str, str], ...]:
        """(why it came back, what the department advises, where it says so)."""
        return tuple(
            (f"镇里退回了这一条：{line.words}", line.advice, f"{demand.number} 第{line.number}条")
            for demand, line in self._lines
        )

    def mended(self, at: int) -> None:
        """改好了 for one of `lines`."""
        demand, line = self._lines[at]
        work = partial(mark_line, self._context.ports, demand.id, line.number, done=True)
        self._context.records.save(work, said="改好了一条")

    def _came(self, record_id: str, lines: Sequence[tuple[Demand, DemandLine]]) -> None:
        if record_id == self._id:
            self._lines = lines
            self.loaded.emit()

    def _changed(self, changes: Changes) -> None:
        if "Demand" in changes.kinds():
            self.open(self._id)
