"""A second start brings the first window forward instead of opening another."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1000
_COME_FORWARD = b"come forward"
_LONGEST = 4096


def bring_forward(data: Path, file: Path | None = None) -> bool:
    """Ask the window that has this data folder open to show itself, and this file; False when none answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(data))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(str(file).encode() if file else _COME_FORWARD)
    heard = socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return heard


class FirstWindow(QObject):
    """Listens, for this user only, for later starts over the same data folder."""

    def __init__(self, data: Path, come_forward: Callable[[Path | None], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._come_forward = come_forward
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name(data))  # what a killed program left behind
        self._server.listen(_name(data))
        self._server.newConnection.connect(self._called)

    def _called(self) -> None:
        """Whoever may connect may also ask. The name of a file is only a wish: it is proven like any other file."""
        connection = self._server.nextPendingConnection()
        connection.disconnected.connect(connection.deleteLater)
        connection.disconnected.connect(lambda: self._said(connection))

    def _said(self, connection: QLocalSocket) -> None:
        said = bytes(connection.readAll().data())[:_LONGEST].decode("utf-8", "replace")
        # os.path answers False where pathlib would raise: for names too long, or with a zero inside
        self._come_forward(Path(said) if os.path.isfile(said) else None)


def _name(data: Path) -> str:
    return "ymh-desktop-" + sha256(str(data.resolve()).encode()).hexdigest()[:24]
