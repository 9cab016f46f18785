"""Runs a command that may start others, within a time limit, and leaves no process behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from house import ROOT

_GRACE = 5.0
_SET_CHILD_SUBREAPER = 36  # prctl


class Outcome(NamedTuple):
    """How a command ended: `code` is None when it was stopped at its limit; `stray` names processes it left."""

    code: int | None
    stray: list[str]


class _Process(NamedTuple):
    pid: int
    name: str
    ended: bool


def run(command: list[str], variables: Mapping[str, str], limit: float, grace: float = _GRACE) -> Outcome:
    """Run within `limit` seconds. Everything the command started is ended afterwards, orphans included.

    What is on its way out gets `grace` seconds to go by itself.
    """
    others = {each.pid for each in _descendants()}
    code: int | None = None
    with _adopting_orphans():
        process = subprocess.Popen(command, cwd=ROOT, env=dict(variables), start_new_session=os.name == "posix")
        try:
            code = process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if process.poll() is None:
                _end(process, grace)
            stray = _end_orphans(others, grace)
    return Outcome(code, stray)


def _end(process: subprocess.Popen[bytes], grace: float) -> None:
    """End a command and its group, politely first."""
    for number in (signal.SIGTERM, signal.SIGKILL) if os.name == "posix" else (signal.SIGTERM,):
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, number)
            else:
                process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=grace)
            return


@contextlib.contextmanager
def _adopting_orphans() -> Iterator[None]:
    """Let the kernel hand us every descendant whose parent ends, or a daemon would escape by forking twice."""
    if sys.platform != "linux":
        yield
        return
    library = ctypes.CDLL(None)
    library.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        library.prctl(_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _end_orphans(others: set[int], grace: float) -> list[str]:
    """Wait a moment for what is on its way out, end the rest, and name what had to be ended."""
    deadline = time.monotonic() + grace
    while (left := _living(others)) and time.monotonic() < deadline:
        time.sleep(0.1)
    names = sorted({each.name for each in left})
    deadline = time.monotonic() + grace
    while left:
        number = signal.SIGTERM if time.monotonic() < deadline else signal.SIGKILL
        for each in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each.pid, number)
        time.sleep(0.1)
        left = _living(others)
    return names


def _living(others: set[int]) -> list[_Process]:
    """Processes below this one without `others`. Those that have ended are taken off the kernel's list on the way."""
    living = []
    for each in _descendants():
        if each.pid in others:
            continue
        if each.ended:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(each.pid, os.WNOHANG)
        else:
            living.append(each)
    return living


def _descendants() -> list[_Process]:
    """Every process below this one, also those that have ended and wait to be taken note of."""
    if sys.platform != "linux":
        return []
    children: dict[int, list[_Process]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                head, _, tail = (entry / "stat").read_text("utf-8", "replace").rpartition(")")
                state, parent = tail.split()[:2]
                process = _Process(int(entry.name), head.partition("(")[2], state == "Z")
                children.setdefault(int(parent), []).append(process)
    found: list[_Process] = []
    parents = [os.getpid()]
    while parents:
        below = children.get(parents.pop(), [])
        found += below
        parents += [each.pid for each in below]
    return found
