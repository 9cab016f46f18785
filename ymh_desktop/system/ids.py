"""UUIDv7: ids that grow with time, so that sorting by id is sorting by when a record was made."""

import secrets
import threading
import time
import uuid

_RANDOM_BITS = 74  # what a UUID leaves beside 48 bits of milliseconds, version and variant
_COUNTER_STEP_BITS = 32


class TimeOrderedIds:
    """Calling it gives a new id, greater than every one it gave before, even when the clock is set back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._millis = 0
        self._random = 0

    def __call__(self) -> str:
        with self._lock:
            now = time.time_ns() // 1_000_000
            if now > self._millis:
                self._millis, self._random = now, secrets.randbits(_RANDOM_BITS - 1)
            else:
                self._random += 1 + secrets.randbits(_COUNTER_STEP_BITS)
                if self._random >> _RANDOM_BITS:
                    self._millis, self._random = self._millis + 1, secrets.randbits(_RANDOM_BITS - 1)
            return str(_uuid7(self._millis, self._random))


def _uuid7(millis: int, random: int) -> uuid.UUID:
    high, low = random >> 62, random & ((1 << 62) - 1)
    return uuid.UUID(int=(millis << 80) | (7 << 76) | (high << 64) | (2 << 62) | low)


new_id = TimeOrderedIds()
