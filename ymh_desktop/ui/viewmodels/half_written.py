"""New records of a page that wait half written."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.services.half_written import HalfWritten, NewRecord, bring_back, half_written, throw_away
from ymh_desktop.ui.context import Context


class HalfWrittenModel(QObject):
    """Those of these kinds. A page reads them on a visit and whenever one of its forms is put away."""

    loaded = Signal()
    changed = Signal()  # one was thrown away or brought back: what was read of drafts before is old

    def __init__(self, context: Context, *what: NewRecord) -> None:
        super().__init__()
        self._context, self._what = context, what
        self.lines: tuple[HalfWritten, ...] = ()

    def load(self) -> None:
        """Read anew, after everything that is on its way to be kept; `loaded` follows."""
        self._context.tasks.run(partial(half_written, self._context.ports, *self._what), self._came)

    def throw_away(self, half: HalfWritten) -> None:
        """It is not wanted any more; a notice offers it back. `changed` and `loaded` follow."""
        self._context.tasks.run(partial(throw_away, self._context.ports, half), partial(self._thrown, half))

    def _thrown(self, half: HalfWritten, written: Mapping[str, str]) -> None:
        self._read_again()
        name, _ = half.what.value
        self._context.notices.say(f"写了一半的{name}去掉了", action="撤销", do=partial(self._bring_back, half, written))

    def _bring_back(self, half: HalfWritten, written: Mapping[str, str]) -> None:
        work = partial(bring_back, self._context.ports, half, written)
        self._context.tasks.run(work, lambda _: self._read_again())

    def _read_again(self) -> None:
        self.changed.emit()
        self.load()

    def _came(self, found: tuple[HalfWritten, ...]) -> None:
        self.lines = found
        self.loaded.emit()
