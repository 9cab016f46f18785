"""Format, lint, types, layers and tests: what `dev.py lint` and `dev.py test` run inside .venv."""

import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from functools import partial

from environment import variables
from house import CACHE, ROOT, VENV_BIN, VENV_PYTHON, Stop, locked_version
from lanes import counts

_JUNIT = CACHE / "pytest.xml"
_NO_TESTS_COLLECTED = 5

# Python versions that a line of PySide6 is known to run on; anything else is refused before it crashes inside Qt.
_FITS = {"6.8": ((3, 11), (3, 13))}


def lint(fix: bool = False) -> bool:
    """Format, lint, types and layers, all of them even after one has failed; with `fix` mend what can be mended."""
    format_mode, lint_mode = ([], ["--fix"]) if fix else (["--check"], [])
    steps: dict[str, list[str]] = {
        "format": [str(VENV_BIN / "ruff"), "format", *format_mode, "."],
        "lint": [str(VENV_BIN / "ruff"), "check", *lint_mode, "."],
        "types": [str(VENV_PYTHON), "-m", "mypy", "--strict", "ymh_desktop", "packaging", "bench"],
        "layers": [str(VENV_BIN / "lint-imports")],
    }
    results = [_step(name, partial(_succeeds, command)) for name, command in steps.items()]
    print(counts("checks", results.count(True), results.count(False), 0), flush=True)
    return all(results)


def test(pytest_arguments: list[str]) -> bool:
    """The pre-check, everything of `lint`, then pytest on two processes without a screen."""
    check_pair()
    linted = lint()
    return _step("tests", lambda: _pytest(pytest_arguments)) and linted


def check_pair() -> None:
    """Stop when .venv holds a PySide6 that is not the pinned one or does not run on its Python."""
    question = (
        "import sys, importlib.metadata as m; "
        "print('.'.join(map(str, sys.version_info[:2])), m.version('PySide6-Essentials'), m.version('shiboken6'))"
    )
    run = subprocess.run([VENV_PYTHON, "-I", "-c", question], capture_output=True, text=True)
    if run.returncode != 0:
        raise Stop("PySide6 is not installed in .venv. Delete the folder .venv and run: python3 packaging/dev.py setup")
    python, pyside, shiboken = run.stdout.split()
    if problem := pair_problem(python, pyside, shiboken, locked_version("pyside6-essentials")):
        raise Stop(f"{problem} Delete the folder .venv and run: python3 packaging/dev.py setup")


def pair_problem(python: str, pyside: str, shiboken: str, pinned: str) -> str | None:
    """What is wrong with a pair of Python ("3.11") and PySide6 ("6.8.3"), or None when they fit."""
    if pyside != pinned:
        return f"PySide6 {pyside} is installed, but {pinned} is the version this program is tested with."
    if shiboken != pyside:
        return f"PySide6 {pyside} and shiboken6 {shiboken} do not belong together."
    known = _FITS.get(pyside.rpartition(".")[0])
    if known is None:
        return f"Nobody has said in packaging/checks.py which Python versions PySide6 {pyside} runs on."
    major, minor = python.split(".")
    if not known[0] <= (int(major), int(minor)) <= known[1]:
        return f"PySide6 {pyside} does not run on Python {python}."
    return None


def _pytest(arguments: list[str]) -> bool:
    CACHE.mkdir(exist_ok=True)
    _JUNIT.unlink(missing_ok=True)
    # -rs: a skip is told with its reason, never only counted.
    # A file stays on one worker: what its tests share, a year of running for instance, is made once.
    workers = ["-n", "2", "--dist", "loadfile"]
    if any(argument.startswith(("-n", "--pdb")) for argument in arguments):
        workers = []
    command = [str(VENV_PYTHON), "-m", "pytest", "-rs", *workers, f"--junitxml={_JUNIT}", *arguments]
    code = _call(command, QT_QPA_PLATFORM="offscreen")
    passed, failed, skipped = _pytest_counts()
    if code not in (0, _NO_TESTS_COLLECTED) and not failed:
        failed = 1  # it broke before or outside any test
    print(counts("pytest", passed, failed, skipped), flush=True)
    return failed == 0


def _pytest_counts() -> tuple[int, int, int]:
    if not _JUNIT.exists():
        return 0, 0, 0
    suite = ElementTree.parse(_JUNIT).getroot().find("testsuite")
    assert suite is not None
    total, errors, failures, skipped = (int(suite.get(key, "0")) for key in ("tests", "errors", "failures", "skipped"))
    failed = errors + failures
    return total - failed - skipped, failed, skipped


def _step(name: str, action: Callable[[], bool]) -> bool:
    print(f"\n-- {name} --", flush=True)
    started = time.monotonic()
    passed = action()
    print(f"{name} {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.1f} s", flush=True)
    return passed


def _succeeds(command: list[str]) -> bool:
    return _call(command) == 0


def _call(command: list[str], **more: str) -> int:
    return subprocess.run(command, cwd=ROOT, env={**variables(), **more}).returncode
