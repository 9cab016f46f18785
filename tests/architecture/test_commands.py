"""The commands of packaging/dev.py: what they find, refuse and promise."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import checks
import commands
import debian
import interpreter
import pytest
from checks import pair_problem
from house import Stop
from lanes import Lane, run_lanes
from running import run

from tests.support.machine import need

# Skipped elsewhere, never for want of a tool: what these tests are about does not exist on the other systems, and the
# code does nothing there (debian.need_qt, running.run). Every change is tried on Linux, where all of them run.
loads_by_soname = pytest.mark.skipif(sys.platform != "linux", reason="Qt brings its libraries along but on Linux")
adopts_orphans = pytest.mark.skipif(sys.platform != "linux", reason="a process can adopt orphans on Linux only")
has_signals = pytest.mark.skipif(os.name != "posix", reason="Windows ends a process without a signal it could answer")


def script(path: Path, text: str) -> Path:
    """A program that a shell runs."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_the_pinned_pair_fits() -> None:
    assert pair_problem("3.11", "6.8.3", "6.8.3", pinned="6.8.3") is None


@pytest.mark.parametrize(
    ("python", "pyside", "shiboken", "said"),
    {
        "another PySide6": ("3.11", "6.12.0", "6.12.0", "6.8.3 is the version this program is tested with"),
        "a mixed installation": ("3.11", "6.8.3", "6.8.2", "do not belong together"),
        "a newer Python": ("3.14", "6.8.3", "6.8.3", "does not run on Python 3.14"),
        "an older Python": ("3.10", "6.8.3", "6.8.3", "does not run on Python 3.10"),
    }.values(),
    ids=str,
)
def test_a_wrong_pair_of_pyside_and_python_is_named(python: str, pyside: str, shiboken: str, said: str) -> None:
    assert said in (pair_problem(python, pyside, shiboken, pinned="6.8.3") or "")


def test_a_new_pin_needs_a_word_about_its_python_versions() -> None:
    assert "6.9.1" in (pair_problem("3.11", "6.9.1", "6.9.1", pinned="6.9.1") or "")


def test_a_shim_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Version managers leave programs on the PATH that answer to a name and then fail."""
    shim = script(tmp_path / "python3.12", "echo 'command not found' >&2; exit 127")
    monkeypatch.setattr(interpreter, "_candidates", lambda: iter([[str(shim)], [sys.executable]]))
    assert interpreter.find().version == sys.version_info[:3]


def test_without_a_fitting_python_each_candidate_is_listed_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = script(tmp_path / "python3", """echo '[[3, 9, 2], "/usr/bin/python3", "CPython", 64, true]'""")
    shim = script(tmp_path / "python3.12", "exit 127")
    monkeypatch.setattr(interpreter, "_candidates", lambda: iter([[str(old)], [str(shim)]]))
    with pytest.raises(interpreter.NoInterpreter, match=r"3\.11 to 3\.13(.|\n)*is Python 3\.9\.2(.|\n)*does not start"):
        interpreter.find()


@loads_by_soname
def test_a_missing_library_is_named_by_its_package() -> None:
    assert debian.missing_libraries({"libno-such-thing.so.7": "libno7", "libc.so.6": "libc6"}) == ["libno7"]


def test_who_is_not_root_gets_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    with pytest.raises(Stop, match=r"sudo apt-get .*install -y --no-install-recommends libegl1 libgl1"):
        debian.install(["libegl1", "libgl1"], "Qt needs system libraries")


def shell(text: str) -> list[str]:
    return ["/bin/sh", "-c", text]


@pytest.mark.parametrize(
    ("command", "continuous", "passed"),
    {
        "all passed": ("exit 0", "", True),
        "something failed": ("exit 1", "", False),
        "skipped": ("exit 77", "", True),
        "skipped, where nothing may be": ("exit 77", "true", False),
        "crashed": ("kill -9 $$", "", False),
    }.values(),
    ids=str,
)
def test_the_verdict_on_a_lane(command: str, continuous: str, passed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", continuous)
    assert run_lanes([Lane("lane", shell(command))], os.environ) is passed


@pytest.mark.parametrize(("continuous", "asked"), [("", False), ("true", True)])
def test_where_nothing_may_be_skipped_the_rarer_tools_are_asked_for_too(
    continuous: str, asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", continuous)
    wanted: list[str] = []
    monkeypatch.setattr(debian, "need_tools", lambda tools, why: wanted.extend(tools))
    monkeypatch.setattr(commands, "prepare", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # the tests go on after this command
    monkeypatch.setattr(checks, "test", lambda arguments: True)
    assert commands.main(["test"]) == 0
    assert "pdftotext" in wanted
    assert ("soffice" in wanted) is asked


@pytest.mark.parametrize(
    ("continuous", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)], ids=["at a desk", "CI"]
)
def test_a_test_without_its_tool_never_hides_where_nothing_may_be_skipped(
    continuous: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", continuous)
    with pytest.raises(outcome, match="apt-get install libno7"):
        need("no-such-tool", "libno7")


def test_a_lane_over_its_limit_is_stopped_and_counted(capfd: pytest.CaptureFixture[str]) -> None:
    assert not run_lanes([Lane("slow", shell("sleep 30"), limit=0.2)], os.environ)
    assert "slow: 0 passed, 1 failed, 0 skipped" in capfd.readouterr().out


@adopts_orphans
def test_a_process_that_escapes_its_parent_is_ended_and_named(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    escape = f"setsid sh -c 'echo $$ > {note}; exec sleep 60' & while [ ! -s {note} ]; do sleep 0.05; done"
    assert run(shell(escape), os.environ, limit=20, grace=0.3).stray == ["sleep"]
    assert not Path(f"/proc/{note.read_text().strip()}").exists()


@adopts_orphans
def test_a_process_that_was_there_before_is_left_alone() -> None:
    with subprocess.Popen(["sleep", "60"]) as neighbour:
        assert run(shell("exit 0"), os.environ, limit=20, grace=0.3) == (0, [])
        assert neighbour.poll() is None
        neighbour.kill()


def test_the_result_of_a_command_is_passed_on() -> None:
    assert run(shell("exit 3"), os.environ, limit=10).code == 3


@has_signals
def test_told_to_end_the_commands_end_what_they_started(tmp_path: Path, root: Path) -> None:
    """As a continuous-integration server does when its time is up, also one that started us in the background."""
    note = tmp_path / "pid"
    lane = f"Lane('lane', ['/bin/sh', '-c', 'echo $$ > {note}; exec sleep 60'])"
    code = "import os, signal, commands; signal.signal(signal.SIGINT, signal.SIG_IGN); from lanes import *; "
    code += f"commands._lint = lambda _: run_lanes([{lane}], os.environ)"
    code += "; commands.main(['lint'])"
    paths = {**os.environ, "PYTHONPATH": str(root / "packaging")}
    with subprocess.Popen([sys.executable, "-c", code], env=paths, stdout=subprocess.DEVNULL) as told:
        while not (note.exists() and note.read_text().strip()):
            time.sleep(0.05)
        told.terminate()
        told.wait(timeout=30)
    assert not Path(f"/proc/{note.read_text().strip()}").exists()
