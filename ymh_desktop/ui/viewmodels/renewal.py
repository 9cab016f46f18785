"""设置, 升级: a file with a newer program or library is proven, told in words, and handed over."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.services.updates import Change, Offer, look_at_update, prepare_library, prepare_update
from ymh_desktop.ui.context import Context

Renew = Callable[[Path], None]


class RenewalModel(QObject):
    """`renew` closes the program and starts the installer that it is given; None: not possible from here."""

    offered = Signal(object)  # an Offer, to be asked about
    library_came = Signal(object)  # the folder with the proven library files

    def __init__(self, context: Context, renew: Renew | None) -> None:
        super().__init__()
        self._context = context
        self._renew = renew

    @property
    def can_renew(self) -> bool:
        """Whether anything can be taken from here."""
        return self._renew is not None

    def look(self, path: Path) -> None:
        """Prove the file; `offered` follows, or a notice that says why it was not taken."""
        work = partial(look_at_update, self._context.ports, path)
        self._context.tasks.run_long("正在核对升级包", lambda _: work(), self.offered.emit)

    def take(self, offer: Offer) -> None:
        """The user said yes."""
        ports = self._context.ports
        if offer.change is Change.LIBRARY:
            self._context.tasks.run_long(
                "正在解开行业库", lambda _: prepare_library(ports, offer), self.library_came.emit
            )
        else:
            self._context.tasks.run_long("正在备份，准备升级", lambda _: prepare_update(ports, offer), self._hand_over)

    def _hand_over(self, installer: Path) -> None:
        if self._renew is not None:
            self._renew(installer)
