"""The phone server behind its port. Flask and waitress are loaded when it is switched on, never by a start."""

import errno
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ymh_desktop.domain.errors import UserError
from ymh_desktop.mobile import network
from ymh_desktop.mobile.limits import Limits
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import PairingOffer, Ports

if TYPE_CHECKING:
    from ymh_desktop.mobile.app import Means
    from ymh_desktop.mobile.door import Door

PORT = 8765  # fixed, so that printed links last


class PortTaken(UserError):
    """Another program listens there."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"手机端要用的端口 {port} 被别的程序占着。", "请关掉另一个打开着的本程序；还不行，重新启动电脑再打开。"
        )


class AddressGone(UserError):
    """The PC does not have this address (any more)."""

    def __init__(self, address: str) -> None:
        super().__init__(f"这台电脑现在没有 {address} 这个地址。", "请看看网线或 Wi-Fi 连上没有，再选一个地址。")


class Stopped(UserError):
    """No code can be given while nobody could use it."""

    def __init__(self) -> None:
        super().__init__("手机端还没有打开。", "请先打开手机端，再绑定手机。")


class LanServer:
    """Serves phones on one address of this PC. Every method may be called from any thread."""

    def __init__(self, pages: Path, port: int = PORT, limits: Limits | None = None) -> None:
        self._pages, self._port, self._limits = pages, port, limits or Limits()
        self._told: Callable[[Changes], None] | None = None
        self._lock = threading.RLock()
        self._door: Door | None = None
        self._means: Means | None = None
        self._ports: Ports | None = None
        self._called = ""

    def addresses(self) -> tuple[str, ...]:
        """The addresses of this PC in private networks, the likeliest first; empty without a network."""
        return network.addresses()

    def start(self, ports: Ports, address: str, name: str = "") -> None:
        """Listen on this address only. Raises WrongAddress, AddressGone or PortTaken."""
        network.checked(address)
        from ymh_desktop.mobile.app import Means, make_app
        from ymh_desktop.mobile.door import Door, listening_socket
        from ymh_desktop.mobile.proofs import PairingCodes

        # What decodes photos is loaded now: loading it when the first photo comes would make the window stumble.
        ports.qr_codes.read(ports.qr_codes.picture("P-0001"))
        with self._lock:
            self.stop()
            try:
                listening = listening_socket(address, self._port)
            except OSError as error:
                if error.errno in (errno.EADDRNOTAVAIL, getattr(errno, "WSAEADDRNOTAVAIL", -1)):
                    raise AddressGone(address) from error
                raise PortTaken(self._port) from error
            port = listening.getsockname()[1]
            hosts = tuple(f"{each}:{port}" for each in dict.fromkeys((name or address, address)))
            codes = PairingCodes(self._limits.pairing_seconds)
            means = Means(ports, self._pages, hosts, codes, self._tell, self._limits)
            door = Door(make_app(means), listening, self._limits)
            door.open()
            self._door, self._means, self._ports, self._called = door, means, ports, hosts[0]

    def stop(self) -> None:
        """Stop listening and wait for what is being written; does nothing when it is not running."""
        with self._lock:
            door, self._door, self._means, self._ports = self._door, None, None, None
            if door is not None:
                door.shut()

    def url(self) -> str | None:
        """What phones open; None while it is not running."""
        door = self._door
        return f"http://{self._called}" if door is not None and door.serves else None

    def offer(self, person_id: str) -> PairingOffer:
        """A one-time code for a phone of this person, in place of an earlier one; raises Stopped."""
        with self._lock:
            if self._means is None or self._ports is None:
                raise Stopped
            code = self._means.codes.offer(person_id)
            until = self._ports.clock.now() + timedelta(seconds=self._limits.pairing_seconds)
            # Behind the #: browsers never send that part, so it stands in no log on the way.
            return PairingOffer(f"{self.url()}/#bind={code}", until)

    def tests_seen(self) -> int:
        """How often the connection test was opened since the start."""
        means = self._means
        return means.tests_seen if means is not None else 0

    def listen(self, told: Callable[[Changes], None] | None) -> None:
        """Call `told` after each change that came from a phone, on a thread of the server."""
        self._told = told

    def _tell(self, changes: Changes) -> None:
        told = self._told
        if told is not None:
            told(changes)
