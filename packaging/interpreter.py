"""Finds a Python that can run the program.

A candidate is judged by running it, never by its name: version managers put shims on the PATH that answer to
`python3.12` and then fail. Written so that Python 3.7 can read it, see dev.py.
"""

from __future__ import annotations

import glob
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

OLDEST = (3, 11)
NEWEST = (3, 13)

# Prints what decides: version, where the real executable is, CPython or not, 64 bits or not, able to make environments.
_QUESTION = (
    "import json, os, platform, struct, sys, importlib.util as u; "
    "print(json.dumps([list(sys.version_info[:3]), os.path.realpath(sys.executable), "
    "platform.python_implementation(), struct.calcsize('P') * 8, "
    "u.find_spec('venv') is not None and u.find_spec('ensurepip') is not None]))"
)


class Interpreter(NamedTuple):
    """A Python that was run and fits. `can_make_environments` is false where Debian's python3-venv is missing."""

    path: str
    version: tuple[int, int, int]
    can_make_environments: bool


class NoInterpreter(Exception):
    """No candidate fits; the text lists each with its reason and says what to do."""


def find() -> Interpreter:
    """The first candidate that fits and can make environments; else the first that fits at all."""
    refused = []
    incomplete = None
    for candidate in _candidates():
        answer = _ask(candidate)
        if isinstance(answer, str):
            refused.append(f"  {' '.join(candidate)}: {answer}")
        elif answer.can_make_environments:
            return answer
        elif incomplete is None:
            incomplete = answer
    if incomplete is not None:
        return incomplete
    tried = "\n".join(refused)
    raise NoInterpreter(
        f"No Python from {_name(OLDEST)} to {_name(NEWEST)} was found. Tried:\n{tried}\n"
        "Install one (on Debian or Ubuntu: apt-get install python3 python3-venv) and run the same command again."
    )


def _ask(candidate: list[str]) -> Interpreter | str:
    """The interpreter behind a command, or the reason why it does not fit."""
    try:
        run = subprocess.run(
            [*candidate, "-I", "-c", _QUESTION], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30
        )
        version, path, implementation, bits, complete = json.loads(run.stdout.decode("utf-8"))
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return "does not start"
    if implementation != "CPython" or bits != 64:
        return f"{implementation}, {bits} bits; CPython with 64 bits is needed"
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        return f"is Python {_name(version)}"
    return Interpreter(path, tuple(version), complete)


def _name(version: Sequence[int]) -> str:
    return ".".join(map(str, version))


def _candidates() -> Iterator[list[str]]:
    """Commands that may be a Python, the one that runs this first; each once."""
    seen = set()
    for command in _commands():
        key = os.path.abspath(command[0]), tuple(command[1:])
        if key not in seen:
            seen.add(key)
            yield command


def _commands() -> Iterator[list[str]]:
    yield [getattr(sys, "_base_executable", "") or sys.executable]
    minors = range(OLDEST[1], NEWEST[1] + 1)  # the pinned packages have been run most on the oldest
    suffix = ".exe" if os.name == "nt" else ""
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    for name in [f"python3.{minor}" for minor in minors] + ["python3", "python"]:
        for folder in folders:
            path = os.path.join(folder, name + suffix)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                yield [path]
    if os.name == "nt":
        for minor in minors:
            yield ["py", f"-3.{minor}"]
    for pattern in _version_managers():
        for minor in minors:
            for path in sorted(glob.glob(pattern.format(minor=minor))):
                yield [path]


def _version_managers() -> list[str]:
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    return [
        os.path.join(pyenv, "versions", "3.{minor}.*", "bin", "python"),
        os.path.join(home, ".local", "share", "uv", "python", "cpython-3.{minor}.*", "bin", "python3"),
        "/opt/python3.{minor}*/bin/python3",
        "/usr/local/bin/python3.{minor}",
    ]
