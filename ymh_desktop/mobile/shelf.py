"""What was made of the records as they stand, kept until the next change: a card asks for the whole register."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from ymh_desktop.services.ports import Ports

T = TypeVar("T")
MOST = 100


class Shelf:
    """Keeps a few things while the audit trail ends where it did, and a minute at most: settings leave no trail."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._stamp: object = None
        self._things: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The thing under this key, made now if it is not there. What `make` raises is raised, and nothing is kept."""
        minute = time.monotonic() // 60
        stamp = (self._ports.audit.head(), self._ports.clock.today(), minute)  # before making: newer ones do no harm
        with self._lock:
            if stamp != self._stamp or len(self._things) >= MOST:
                self._stamp = stamp
                self._things.clear()
            found: T | None = self._things.get(key)
        if found is None:
            found = make()
            with self._lock:
                if stamp == self._stamp:
                    self._things[key] = found
        return found
