"""What every step that saves at once needs: the screen is ahead of the disk, and is never thrown back by old news."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.records import changes_in

S = TypeVar("S")


class Keeping(QObject, Generic[S]):
    """Saves in order in the background; `load` reads what is kept and drops it while something newer is on its way.

    The page calls `load` when records changed. `_read` runs off the window's thread, `_show` on it.
    """

    loaded = Signal()
    changed = Signal()  # what the frame shows of the step may be different

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._under_way = 0

    def load(self) -> None:
        """Read anew; `loaded` follows."""
        self._context.tasks.run(self._reader(), self._came)

    def keep(
        self,
        work: Callable[[], Any],
        said: str,
        *,
        toast: bool = False,
        then: Callable[[], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Save it. `failed` shows a fault that belongs to a field; without it the top bar and a notice tell."""
        self._under_way += 1

        def kept(result: Any) -> None:
            self._under_way -= 1
            if not changes_in(result):  # nobody was told, so nobody reads: take back what was shown too early
                self.load()
            if then is not None:
                then()

        def refused(error: UserError) -> None:
            self._under_way -= 1
            (failed or self._context.records.not_saved)(error)
            self.load()

        self._context.records.save(work, said=said, toast=toast, then=kept, failed=refused)

    def _reader(self) -> Callable[[], S]:
        raise NotImplementedError

    def _show(self, state: S) -> None:
        raise NotImplementedError

    def _came(self, state: S) -> None:
        if self._under_way:
            return
        self._show(state)
        self.loaded.emit()
        self.changed.emit()
