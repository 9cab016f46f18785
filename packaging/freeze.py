"""Builds the program that users get into dist/ymh-desktop/ and lets the build test itself. Also a lane.

Run inside .venv. Exits with 0 or 1, or with 77 where it cannot be built, and prints
`build: N passed, N failed, N skipped` last.
"""

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import bundle
import debian
from house import ROOT, Stop
from lanes import SKIPPED, counts

_BUILD = ROOT / "build"
_PROGRAM = ROOT / "dist" / "ymh-desktop"
_SELF_TEST_LIMIT = 300


def main() -> int:
    """Build, check what the folder holds, and run the program's own test from it."""
    if sys.platform != "linux":
        return _skip("this build is made on Linux")
    try:
        debian.need_tools(debian.BUILD_TOOLS, "PyInstaller needs programs that are not installed")
    except Stop as reason:
        return _skip(str(reason))
    results = []
    for step in (_build, _look, _self_test):
        results.append(step())
        if not results[-1]:
            break
    print(counts("build", results.count(True), results.count(False), 0))
    return 0 if all(results) else 1


def _skip(reason: str) -> int:
    print(f"Skipped: {reason}.")
    print(counts("build", 0, 0, 1))
    return SKIPPED


def _build() -> bool:
    print("Building dist/ymh-desktop", flush=True)
    _BUILD.mkdir(exist_ok=True)
    log = _BUILD / "pyinstaller.log"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", "dist", "--workpath", "build/pyinstaller", "packaging/ymh-desktop.spec"]
    with log.open("wb") as output:
        code = subprocess.run(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT).returncode
    if code != 0:
        print(log.read_text("utf-8", "replace"))
        print("PyInstaller failed; its words stand above.")
        return False
    # The debugging names make two thirds of this library. Qt's own files stay as they came: their licence asks for it.
    for library in (_PROGRAM / "_internal").glob("libpython3*.so*"):
        subprocess.run(["strip", "--strip-unneeded", library], check=True)
    return True


def _look() -> bool:
    faults = bundle.faults(_PROGRAM / "_internal")
    for fault in faults:
        print(fault)
    files = [path for path in _PROGRAM.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files)
    print(f"dist/ymh-desktop: {len(files)} files, {size / 2**20:.0f} MiB", flush=True)
    return not faults


def _self_test() -> bool:
    """Run the built program's `self-test` as a stranger: another folder, an empty home, no screen, no source tree."""
    log = _BUILD / "self-test.log"
    log.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="ymh-build-") as home:
        runtime = Path(home) / "runtime"
        runtime.mkdir(mode=0o700)
        environment = {
            "PATH": os.defpath,
            "HOME": home,
            "XDG_RUNTIME_DIR": str(runtime),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        }
        command = [str(_PROGRAM / "ymh-desktop"), "self-test", str(log)]
        try:
            # Not its output, which is the same as the log: the log is what a user would send.
            quietly = partial(subprocess.run, cwd=home, env=environment, stdout=subprocess.DEVNULL)
            code = quietly(command, timeout=_SELF_TEST_LIMIT).returncode
        except subprocess.TimeoutExpired:
            print(f"The self-test did not end within {_SELF_TEST_LIMIT} s.")
            code = 1
    print(log.read_text("utf-8", "replace") if log.exists() else "The self-test wrote no log.", flush=True)
    return code == 0 and log.exists()


if __name__ == "__main__":
    sys.exit(main())
