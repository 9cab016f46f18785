"""What a page of several tabs reads: each tab when it is looked at, and nothing before there is an enterprise."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.enterprise import NoEnterprise
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context


class FacesModel(QObject):
    """Reads what a tab shows. `came` brings the tab and what was read; `not_begun` comes without an enterprise."""

    came = Signal(object, object)
    not_begun = Signal()

    def __init__(self, context: Context, reads: Mapping[Any, Callable[[Ports], object]]) -> None:
        super().__init__()
        self._context = context
        self._reads = reads

    def load(self, face: object) -> None:
        """Read anew what this tab shows."""
        came = partial(self.came.emit, face)
        self._context.tasks.run(partial(self._reads[face], self._context.ports), came, self._refused)

    def _refused(self, error: UserError) -> None:
        """Without an enterprise there is nothing to read, which is no fault."""
        if isinstance(error, NoEnterprise):
            self.not_begun.emit()
        else:
            self._context.notices.show(error)
