"""Ids sort by the time they were made; the clock always knows its offset."""

import threading
import time
import uuid

import pytest

from ymh_desktop.system.clock import SystemClock
from ymh_desktop.system.ids import TimeOrderedIds


def test_ids_are_uuids_of_version_seven_with_the_present_time() -> None:
    made = uuid.UUID(TimeOrderedIds()())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert abs((made.int >> 80) - time.time() * 1000) < 5000


def test_ten_thousand_ids_grow_and_never_repeat() -> None:
    new_id = TimeOrderedIds()
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(set(made))


def test_ids_go_on_growing_when_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    new_id = TimeOrderedIds()
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert new_id() > before


def test_threads_never_get_the_same_id() -> None:
    new_id = TimeOrderedIds()
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(1000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000


def test_now_has_an_offset_and_lies_in_today() -> None:
    clock = SystemClock()
    now = clock.now()
    assert now.utcoffset() is not None
    assert now.microsecond == 0
    assert (clock.today() - now.date()).days in (0, 1)
