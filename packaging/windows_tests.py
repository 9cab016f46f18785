"""Runs tests of the tree on the Windows Python under wine: those of what differs between the systems."""

import sys
from pathlib import Path

import windows_python
import wine
from house import CACHE, ROOT
from wine import of_linux

# Locks, keys sealed by Windows, files in use, paths, migrations, backups, packages. Papers are read by programs that
# are not there; the self-test of the build draws and reads one.
TESTS = ("tests/system", "tests/storage", "tests/exchange", "tests/unit")
_LIMIT = 30 * 60


def run(arguments: list[str]) -> tuple[int, str]:
    """pytest's exit code and its last words; raises Stop where there is no wine."""
    python = windows_python.make() / "python.exe"
    packages = of_linux(windows_python.TEST_FOLDER)
    chosen = arguments or list(TESTS)
    # The tests wait longer here: wine is slow to start programs.
    patience = ("--timeout=300", "-o", "faulthandler_timeout=280")
    with wine.started(ROOT, CACHE) as windows:
        return windows.run(
            of_linux(python),
            *("-m", "pytest", "-q", "-p", "no:cacheprovider", r"--basetemp=C:\tests", *patience, *chosen),
            folder=ROOT,
            limit=_LIMIT,
            variables={"PYTHONPATH": packages, "QT_QPA_PLATFORM": "offscreen"},
        )


if __name__ == "__main__":
    code, said = run([Path(argument).as_posix() for argument in sys.argv[1:]])
    print(said)
    sys.exit(code)
