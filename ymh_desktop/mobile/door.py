"""waitress with a narrow door: few connections, few of them from one address, and none that only drips."""

import logging
import select
import socket
import sys
import threading
from contextlib import suppress
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from ymh_desktop.mobile.limits import Limits

THREADS = 8
BACKLOG = 64
LOOK_EVERY = 3  # seconds between looks for connections that dawdle
_OWN_SOCKETS = 2  # the one that listens and the one that wakes the loop count as connections too
STOP_WITHIN = 20.0


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that knows since when it has been sending its present request."""

    begun: float | None = None

    def received(self, data: bytes) -> bool:
        if self.begun is None:
            self.begun = self.last_activity
        taken: bool = super().received(data)
        if self.request is None:
            self.begun = None
        return taken


class Door(TcpWSGIServer):  # type: ignore[misc]  # waitress has no types
    """Listens on one address of this PC. `serve` runs on a thread of its own until `shut`."""

    channel_class = _Channel

    def __init__(self, application: Any, listening: socket.socket, limits: Limits) -> None:
        self._limits = limits
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="phones", daemon=True)
        adjustments = Adjustments(
            threads=THREADS,
            backlog=BACKLOG,
            connection_limit=limits.connections + _OWN_SOCKETS,
            cleanup_interval=LOOK_EVERY,
            channel_timeout=limits.idle_seconds,
            max_request_body_size=limits.body,
            recv_bytes=64 * 1024,  # a photo in few pieces: each costs the window's thread a little
            max_request_header_size=16 * 1024,
            ident=None,  # nobody need know what serves
            expose_tracebacks=False,
            log_socket_errors=False,
            asyncore_use_poll=hasattr(select, "poll"),  # not on Windows
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(THREADS)
        sockinfo = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application,
            _sock=listening,
            dispatcher=dispatcher,
            adj=adjustments,
            sockinfo=sockinfo,
            bind_socket=False,
        )

    def open(self) -> None:
        """Begin to serve."""
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a photo waits its turn is no news
        self._thread.start()

    @property
    def serves(self) -> bool:
        """Whether somebody would answer."""
        return self._thread.is_alive()

    def shut(self) -> None:
        """Stop listening, let what is being answered end, close every connection."""
        self._stopping.set()
        with suppress(OSError):
            self.pull_trigger()
        self._thread.join(STOP_WITHIN)

    def _serve(self) -> None:
        try:
            while not self._stopping.is_set():
                wasyncore.loop(timeout=1, map=self._map, use_poll=self.adj.asyncore_use_poll, count=1)
        finally:
            self.accepting = False
            self.task_dispatcher.shutdown(cancel_pending=True, timeout=STOP_WITHIN / 2)
            wasyncore.close_all(self._map, ignore_all=True)

    def accept(self) -> tuple[socket.socket, tuple[str, int]] | None:
        """The next connection; None when there is none, or one too many from its address, which is closed at once."""
        found: tuple[socket.socket, tuple[str, int]] | None = super().accept()
        if found is not None:
            connection, (address, _) = found
            there = sum(channel.addr[0] == address for channel in self.active_channels.values())
            if there >= self._limits.connections_per_address:
                connection.close()
                return None
        return found

    def maintenance(self, now: float) -> None:
        """Close what is idle, and requests that take too long to arrive."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.begun is None or channel.request is None:
                continue
            patience = self._limits.request_seconds if channel.request.headers_finished else self._limits.head_seconds
            if now - channel.begun > patience:
                channel.will_close = True


def listening_socket(address: str, port: int) -> socket.socket:
    """A bound socket that nobody else can take over; raises OSError."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # else a restart waits for minutes
        made.bind((address, port))
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made
