"""Writers of one process take turns in the order in which they came.

SQLite lets waiting writers try again after ever longer pauses, so an import that writes package after package would
keep a person's answer waiting for seconds.
"""

import threading
from collections import deque


class Turns:
    """At most one has the turn. Not re-entrant: a second wait in the same thread is a mistake and times out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def take(self, patience: float) -> bool:
        """Wait for the turn, at most so many seconds; False when it did not come."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience):
            return True
        with self._lock:
            if mine.is_set():  # it came in the very moment in which we gave up
                return True
            self._waiting.remove(mine)
            return False

    def waiting(self) -> int:
        """How many stand in line."""
        with self._lock:
            return len(self._waiting)

    def give(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
