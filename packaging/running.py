"""Runs a command that may start others, within a time limit, and leaves no process behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from house import ROOT

_GRACE = 5.0
_SET_CHILD_SUBREAPER = 36  # prctl


class Outcome(NamedTuple):
    """How a command ended: `code` is None when it was stopped at its limit; `stray` names processes it left."""

    code: int | None
    stray: list[str]


def run(command: list[str], variables: Mapping[str, str], limit: float) -> Outcome:
    """Run within `limit` seconds. Everything the command started is ended afterwards, orphans included."""
    _adopt_orphans()
    process = subprocess.Popen(command, cwd=ROOT, env=dict(variables), start_new_session=os.name == "posix")
    code: int | None = None
    try:
        code = process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        pass
    finally:
        if process.poll() is None:
            _end(process)
        stray = _end_orphans()
    return Outcome(code, stray)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and its group, politely first."""
    for number in (signal.SIGTERM, signal.SIGKILL) if os.name == "posix" else (signal.SIGTERM,):
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, number)
            else:
                process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_GRACE)
            return


def _adopt_orphans() -> None:
    """Let the kernel hand us every descendant whose parent ends, or a daemon would escape by forking twice."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_orphans() -> list[str]:
    """Wait a moment for what is on its way out, end the rest, and name what had to be ended."""
    if sys.platform != "linux":
        return []
    deadline = time.monotonic() + _GRACE
    while (left := _descendants()) and time.monotonic() < deadline:
        time.sleep(0.1)
    names = sorted(set(left.values()))
    deadline = time.monotonic() + _GRACE
    number = signal.SIGTERM
    while left:
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        time.sleep(0.2)
        if time.monotonic() > deadline:
            number = signal.SIGKILL
        left = _descendants()
    return names


def _descendants() -> dict[int, str]:
    """Living processes below this one with their names; those that have ended are reaped on the way."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                head, _, tail = (entry / "stat").read_text("utf-8", "replace").rpartition(")")
                state, parent = tail.split()[:2]
                if state != "Z":
                    parents[int(entry.name)] = int(parent)
                    names[int(entry.name)] = head.partition("(")[2]
    found: dict[int, str] = {}
    wanted = {os.getpid()}
    while below := {pid for pid, parent in parents.items() if parent in wanted and pid not in found}:
        found.update({pid: names[pid] for pid in below})
        wanted = below
    return found
