"""What happens on the phones' server while the window is open. Made at every start, so it loads nothing of its page."""

from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ymh_desktop.services.changes import Changes
from ymh_desktop.services.phone.settings import keep_running, phone_settings, switch_on
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.records import Records
from ymh_desktop.ui.tasks import Tasks

LOOK_EVERY_MS = 60_000


class PhoneLink(QObject):
    """Brings what happens on the server's threads to the window's, and switches on again what was on last time."""

    told = Signal(object)  # Changes, from any thread

    def __init__(self, ports: Ports, records: Records, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._ports, self._records = ports, records
        self.told.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        ports.phones.listen(self.told.emit)
        tasks.run(partial(_go_on, ports))
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_EVERY_MS)
        self._watch.timeout.connect(lambda: tasks.run(partial(keep_running, ports)))  # a move is told as a notice
        self._watch.start()

    def _arrived(self, changes: Changes) -> None:
        if changes:
            self._records.announce(changes)


def _go_on(ports: Ports) -> None:
    if phone_settings(ports).on and ports.phones.url() is None:
        switch_on(ports)
