"""How much a phone may ask for. Everything is counted in memory, and forgotten when the server stops."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MOST_CALLERS = 2000  # remembered at once: a flood of made-up addresses must not fill the memory


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes, counts and seconds. The defaults are those of the security model."""

    body: int = 12 * MEGABYTE
    json: int = 64 * 1024
    form_parts: int = 200
    form_memory: int = 256 * 1024
    connections: int = 60
    connections_per_address: int = 30
    idle_seconds: int = 30
    head_seconds: int = 15  # for the first lines of a request, however slowly they drip
    request_seconds: int = 180  # for a whole one: a large photo over a weak network
    requests_per_minute: int = 120
    pairings_per_5_minutes: int = 8
    entries_per_5_minutes: int = 30
    photos_per_5_minutes: int = 60
    pairing_seconds: int = 180
    pictures_at_once: int = 1  # decoding one takes a core and tens of megabytes; the window needs the other core


class Rate:
    """At most `most` within `seconds`, for each key."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str) -> bool:
        """Count one more; False when it is one too many. What was refused does not count."""
        now = self._clock()
        with self._lock:
            seen = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while len(self._seen) > MOST_CALLERS:
                self._seen.popitem(last=False)
            while seen and seen[0] <= now - self._seconds:
                seen.popleft()
            if len(seen) >= self._most:
                return False
            seen.append(now)
            return True
