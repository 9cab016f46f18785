"""The black-box lane: the real program in a real X server, read through the accessibility tree, pressed by real clicks.

Starts Xvfb, a window manager and a message bus that belong to this run alone, then hands over to tests/blackbox/run.py
under the system's Python (pyatspi comes from Debian, not from pip), with these arguments:

    run.py --program COMMAND [--program-argument …] --out FOLDER

and in the environment DISPLAY, a bus address, an empty HOME, and accessibility switched on. It exits with 0 or 1 and
prints `blackbox: N passed, N failed, N skipped` last.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import debian
from environment import variables
from house import ROOT, VENV_PYTHON, Stop
from lanes import SKIPPED, counts

_SYSTEM_PYTHON = "/usr/bin/python3"
_STORY = ROOT / "tests" / "blackbox" / "run.py"
_OUT = ROOT / "build" / "blackbox"
_SCREEN = "1366x768x24"


def main() -> int:
    """Run the story, or say why it cannot run here."""
    if not _STORY.exists():
        return _skip(f"{_STORY.relative_to(ROOT)} is not in this tree")
    if sys.platform != "linux":
        return _skip("the black box needs X11, so Linux")
    try:
        debian.need_qt()
        tools = {**debian.BLACKBOX_TOOLS, **debian.TEST_TOOLS}
        missing = debian.missing_tools(tools) + debian.missing_files(debian.BLACKBOX_FILES)
        debian.install(missing, "The black box needs programs that are not installed")
    except Stop as reason:
        return _skip(str(reason))
    shutil.rmtree(_OUT, ignore_errors=True)
    _OUT.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="ymh-blackbox-") as home:
        return _on_a_screen(Path(home))


def _skip(reason: str) -> int:
    print(f"Skipped: {reason}.")
    print(counts("blackbox", 0, 0, 1))
    return SKIPPED


def _on_a_screen(home: Path) -> int:
    """Start the X server with a number of its own choice: a fixed one may already be somebody else's."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-nolisten", "tcp", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            number = answer.readline().strip()  # comes when the server is ready, or empty when it ended
        if not number:
            print("Xvfb did not start.")
            print(counts("blackbox", 0, 1, 0))
            return 1
        return _with_a_window_manager(_environment(home, f":{number}"))
    finally:
        _end(server)


def _environment(home: Path, display: str) -> dict[str, str]:
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    inherited = {
        name: value
        for name, value in variables().items()
        if not name.startswith(("XDG_", "DBUS_", "QT_", "WAYLAND_", "VIRTUAL_ENV", "PYTHON"))
    }
    return {
        **inherited,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "DISPLAY": display,
        "LC_ALL": "C.UTF-8",
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "NO_AT_BRIDGE": "0",
        "GTK_MODULES": "",
    }


def _with_a_window_manager(environment: dict[str, str]) -> int:
    # Openbox finds our fonts for the titles; the program gets no such help, or it would hide that it lacks its own.
    frames = {**environment, "XDG_DATA_HOME": str(ROOT / "resources")}
    manager = subprocess.Popen(["openbox"], env=frames, stderr=subprocess.DEVNULL)
    try:
        command = ["dbus-run-session", "--", _SYSTEM_PYTHON, "-u", str(_STORY), "--out", str(_OUT)]
        command += ["--program", str(VENV_PYTHON), "--program-argument=-m", "--program-argument=ymh_desktop"]
        code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    finally:
        _end(manager)
    return 0 if code == 0 else 1


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
