"""Builds the Linux program into dist/ymh-desktop/, lets it test itself, packs it and tries the package. Also a lane.

Run inside .venv. `--release` makes everything of a release; without it, as a lane, the .deb is packed quickly. Exits
with 0 or 1, or with 77 where it cannot be built, and prints `build: N passed, N failed, N skipped` last.
"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import bundle
import debian
import linux_package
import linux_trial
import release
from house import ROOT, Stop
from lanes import SKIPPED, counts

_BUILD = ROOT / "build" / "linux"
_PROGRAM = ROOT / "dist" / "ymh-desktop"
_SELF_TEST_LIMIT = 300
_LARGEST_FOLDER, _LARGEST_DEB = 290 * 2**20, 95 * 2**20
# Packed quickly it is a little larger than in a release.
_LARGEST_QUICK_DEB = 110 * 2**20


def main(arguments: list[str]) -> int:
    """Build, check what the folder holds, run the program's own test from it, pack it, and try the package."""
    if sys.platform != "linux":
        return _skip("this build is made on Linux")
    try:
        tools = {**debian.BUILD_TOOLS, **linux_package.TOOLS}
        debian.need_tools(tools, "The build needs programs that are not installed")
    except Stop as reason:
        return _skip(str(reason))
    whole = "--release" in arguments
    steps: list[Callable[[], bool]] = [_build, _look, _self_test, partial(_package, whole), _bare]
    results = []
    for step in steps:
        started = time.monotonic()
        try:
            results.append(step())
        except Stop as reason:
            print(reason)
            results.append(False)
        print(f"(took {time.monotonic() - started:.0f} s)", flush=True)
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
    _BUILD.mkdir(parents=True, exist_ok=True)
    log, work = _BUILD / "pyinstaller.log", _BUILD / "pyinstaller"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", "dist", "--workpath", str(work), "packaging/ymh-desktop.spec"]
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
    faults = [f"{module} is not in the build" for module in bundle.modules_missing(_BUILD / "pyinstaller")]
    faults += bundle.faults(_PROGRAM / "_internal", "linux")
    files = [path for path in _PROGRAM.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files)
    print(f"dist/ymh-desktop: {len(files)} files, {size / 2**20:.0f} MiB", flush=True)
    faults += _too_large("dist/ymh-desktop", size, _LARGEST_FOLDER)
    for fault in faults:
        print(fault)
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


def _package(whole: bool) -> bool:
    """The .deb; for a release also the archive for a stick and the bill of materials."""
    files = release.names()
    package = files["linux-deb"] if whole else _BUILD / files["linux-deb"].name
    linux_package.deb(_PROGRAM, package, quickly=not whole)
    size = package.stat().st_size
    print(f"{package.relative_to(ROOT)}: {size / 2**20:.1f} MiB", flush=True)
    if whole:
        shutil.copy(package, _BUILD)
        linux_package.portable(_PROGRAM, files["linux-portable"], release.NOTE)
        release.bill_of_materials(_PROGRAM, "linux", platform.python_version(), files["linux-contents"])
        release.write_sums()
    faults = _too_large(package.name, size, _LARGEST_DEB if whole else _LARGEST_QUICK_DEB)
    for fault in faults:
        print(fault)
    return not faults


def _bare() -> bool:
    package = _BUILD / release.names()["linux-deb"].name
    try:
        return linux_trial.run(package)
    except Stop as reason:
        print(f"Not tried in a bare Debian: {reason}.")
        return True


def _too_large(name: str, size: int, limit: int) -> list[str]:
    return [f"{name} has {size / 2**20:.1f} MiB, {limit / 2**20:.0f} are allowed"] if size > limit else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
