"""Builds the Windows program, packs it, and tries it under wine: install, self-test, upgrade, uninstall. Also a lane.

Run inside .venv on Debian as root. `--tests` first runs tests of the tree on the Windows Python. Exits with 0 or 1, or
with 77 where wine 10 cannot be had, and prints `windows: N passed, N failed, N skipped` last. As a lane it is skipped
unless YMH_WINDOWS=1: it takes far longer than a lane may.
"""

import os
import sys
import time
from collections.abc import Callable

import debian
import release
import roots
import windows_build
import windows_installer
import windows_python
import windows_tests
import windows_trial
from house import ROOT, Stop
from lanes import SKIPPED, counts

_LARGEST_INSTALLER = 60 * 2**20
_TOOLS = {**windows_python.TOOLS, **windows_installer.TOOLS}


def main(arguments: list[str]) -> int:
    """Everything, or the reason why not."""
    if "--lane" in arguments and os.environ.get("YMH_WINDOWS") != "1":
        return _skip("the Windows build takes longer than a lane may; `dev.py build windows` does it all")
    try:
        roots.make(roots.WINE)
        debian.need_tools(_TOOLS, "The Windows build needs programs that are not installed")
    except Stop as reason:
        return _skip(f"no Windows build here: {reason}")
    steps: list[Callable[[], tuple[int, int]]] = [_build, _pack, _try]
    if "--tests" in arguments:
        steps.insert(0, _test)
    passed = failed = 0
    for step in steps:
        started = time.monotonic()
        try:
            right, wrong = step()
        except Stop as reason:
            print(reason)
            right, wrong = 0, 1
        print(f"(took {time.monotonic() - started:.0f} s)", flush=True)
        passed, failed = passed + right, failed + wrong
        if wrong:
            break
    print(counts("windows", passed, failed, 0))
    return 1 if failed else 0


def _skip(reason: str) -> int:
    print(f"Skipped: {reason}.")
    print(counts("windows", 0, 0, 1))
    return SKIPPED


def _test() -> tuple[int, int]:
    print("Running tests on the Windows Python", flush=True)
    code, said = windows_tests.run([])
    print(said[-6000:] if code else said.splitlines()[-1])
    return (1, 0) if code == 0 else (0, 1)


def _build() -> tuple[int, int]:
    program = windows_build.freeze()
    faults = windows_build.faults()
    print("\n".join(faults))
    windows_installer.sign(program / "ymh-desktop.exe")
    size = sum(path.stat().st_size for path in program.rglob("*") if path.is_file())
    print(f"{program.relative_to(ROOT)}: {size / 2**20:.0f} MiB", flush=True)
    return (0, 1) if faults else (1, 0)


def _pack() -> tuple[int, int]:
    files, program = release.names(), windows_build.FOLDER
    installer = windows_installer.installer(program, files["windows-installer"])
    windows_installer.portable(program, files["windows-portable"], release.NOTE)
    python = windows_python.version_of_dll(program / "_internal" / windows_python.PYTHON_DLL)
    release.bill_of_materials(program, "windows", python, files["windows-contents"])
    release.write_sums()
    size = installer.stat().st_size
    print(f"{installer.relative_to(ROOT)}: {size / 2**20:.1f} MiB", flush=True)
    if size > _LARGEST_INSTALLER:
        print(f"The installer is larger than {_LARGEST_INSTALLER / 2**20:.0f} MiB.")
        return 0, 1
    return 1, 0


def _try() -> tuple[int, int]:
    files = release.names()
    trial = windows_trial.run(windows_build.FOLDER, files["windows-installer"], files["windows-portable"])
    print(f"Pictures to look at: {windows_trial.PICTURES.relative_to(ROOT)}")
    return trial.passed, len(trial.failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
