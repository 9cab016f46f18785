"""The browser lane: a real Chromium with phone emulation does a whole shift against the real program.

Runs tests/browser with pytest inside .venv. Chromium comes from Debian (as root it is installed); the browser talks to
loopback only. The pictures that it takes of every page, in both ways of holding a phone, are in build/browser. Exits
with 0, 1 or 77 (skipped) and prints `browser: N passed, N failed, N skipped` last.
"""

import os
import re
import shutil
import subprocess
import sys

import debian
from environment import variables
from house import ROOT, VENV_PYTHON, Stop
from lanes import SKIPPED, counts

_TESTS = ROOT / "tests" / "browser"
_OUT = ROOT / "build" / "browser"
_LONGEST_TEST = 240  # seconds: a shift is long, and the machine may be busy


def main() -> int:
    """Run the tests, or say why they cannot run here."""
    if not _TESTS.exists():
        return _skip(f"{_TESTS.relative_to(ROOT)} is not in this tree")
    if sys.platform != "linux":
        return _skip("the browser comes from Debian, so Linux")
    try:
        debian.need_qt()
        debian.need_tools(debian.BROWSER_TOOLS, "The phone's pages are tried in a real browser")
    except Stop as reason:
        return _skip(str(reason))
    shutil.rmtree(_OUT, ignore_errors=True)
    command = [str(VENV_PYTHON), "-m", "pytest", "-q", "-rs", f"--timeout={_LONGEST_TEST}"]
    command += ["-o", f"faulthandler_timeout={_LONGEST_TEST - 10}", str(_TESTS)]
    run = subprocess.run(command, cwd=ROOT, env={**variables(), "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE)
    said = run.stdout.decode(errors="replace")
    print(said, end="")
    passed, failed, skipped = _counted(said)
    # Without a single test that passed nothing was tried: that is no success.
    failed = failed or int(run.returncode != 0 or not passed)
    print(counts("browser", passed, failed, skipped))
    return 1 if failed else 0


def _counted(said: str) -> tuple[int, int, int]:
    """(passed, failed or broken, skipped) from the last line of pytest."""
    last = next((line for line in reversed(said.splitlines()) if " in " in line), "")
    found = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", last)}
    broken = found.get("failed", 0) + found.get("error", 0) + found.get("errors", 0)
    return found.get("passed", 0), broken, found.get("skipped", 0)


def _skip(reason: str) -> int:
    print(f"Skipped: {reason}.")
    print(counts("browser", 0, 0, 1))
    return SKIPPED


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
