"""Makes .venv: the pinned packages with their hashes, and the program itself in editable form.

A stamp inside .venv says what it was made from, so that a second call costs milliseconds.
"""

import json
import os
import subprocess
import sys
import tomllib

import debian
from house import LOCK, ROOT, VENV, VENV_PYTHON, Stop, digest
from interpreter import NEWEST, OLDEST, Interpreter, NoInterpreter, find

_STAMP = VENV / "made-from.txt"


def prepare() -> None:
    """Leave .venv ready for use, made or brought up to date as needed."""
    debian.need_qt()
    if _is_current():
        return
    if not _usable():
        _make(_interpreter())
    _install()
    _STAMP.write_text(_fingerprint(), "utf-8")


def variables() -> dict[str, str]:
    """The environment variables for a program that runs inside .venv; nothing from outside leaks into its imports."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    path = os.pathsep.join([str(VENV_PYTHON.parent), inherited.get("PATH", os.defpath)])
    return {**inherited, "PATH": path, "VIRTUAL_ENV": str(VENV)}


def _is_current() -> bool:
    return VENV_PYTHON.exists() and _STAMP.exists() and _STAMP.read_text("utf-8") == _fingerprint()


def _fingerprint() -> str:
    """Changes with the lock, with what pip reads of pyproject.toml, and when the folder or its interpreter moves."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    settings = {
        "build-system": project["build-system"],
        "project": project["project"],
        "setuptools": project["tool"]["setuptools"],
    }
    # The real path of the interpreter: it ends to exist when a Python is upgraded or removed.
    real = str(VENV_PYTHON.resolve())
    return digest(LOCK.read_text("utf-8"), json.dumps(settings, sort_keys=True), str(ROOT), real)


def _usable() -> bool:
    """Whether .venv holds a supported Python that still starts, with pip."""
    if not VENV_PYTHON.exists():
        return False
    question = "import sys, pip; print(*sys.version_info[:2])"
    try:
        run = subprocess.run([VENV_PYTHON, "-I", "-c", question], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    if run.returncode != 0:
        return False
    major, minor = run.stdout.split()
    return OLDEST <= (int(major), int(minor)) <= NEWEST


def _interpreter() -> Interpreter:
    try:
        found = find()
        if not found.can_make_environments and sys.platform == "linux":
            package = f"python3.{found.version[1]}-venv"
            debian.install([package], f"{found.path} lacks the modules venv and ensurepip")
            found = find()
    except NoInterpreter as problem:
        raise Stop(str(problem)) from problem
    return found


def _make(python: Interpreter) -> None:
    print(f"Making .venv with Python {'.'.join(map(str, python.version))} ({python.path})", flush=True)
    _run([python.path, "-m", "venv", "--clear", str(VENV)], "The environment could not be made")


def _install() -> None:
    print("Installing the pinned packages (once; takes a minute or two and 700 MB on disk)", flush=True)
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-qq"]
    failed = "pip could not install the pinned packages; its own words stand above. Run the same command again"
    _run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)], failed)
    _run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], failed)


def _run(command: list[str], failed: str) -> None:
    if subprocess.run(command, cwd=ROOT, env=variables()).returncode != 0:
        raise Stop(f"{failed}.")
