"""Tries the Windows installer as users do, in a Windows of wine whose user has a Chinese name.

Every step is a sentence that holds or does not. Pictures of the windows go to build/windows/pictures/, to be looked at.
"""

import contextlib
import shutil
import sqlite3
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import update_file
import windows_installer
import wine
from bundle import PRODUCT
from house import ROOT, program_version
from wine import Windows, of_linux

_BUILD = ROOT / "build" / "windows"
PICTURES = _BUILD / "pictures"
_USER = "张三"
_HOME = rf"C:\users\{_USER}\AppData\Local"
_INSTALLED = rf"{_HOME}\Programs\ymh-desktop"
_DATA = rf"{_HOME}\ymh-desktop\data"
_CHINESE_FOLDER = r"C:\工厂 安全\双重预防"
_DESKTOP = rf"C:\users\{_USER}\Desktop\{PRODUCT}.lnk"
_START_MENU = rf"C:\users\{_USER}\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\{PRODUCT}.lnk"
_OLDER = "0.0.1"
_STALE = "_internal/left-by-an-older-version.txt"
# A disk that cannot be written, one that is too small, and one that fills up while files are being written.
_MOUNTS = (
    'mkdir -p "$ROOT/tmp/readonly" "$ROOT/tmp/small" "$ROOT/tmp/filling"',
    'mount -t tmpfs -o ro tmpfs "$ROOT/tmp/readonly"',
    'mount -t tmpfs -o size=60m tmpfs "$ROOT/tmp/small"',
    'mount -t tmpfs -o size=FILLINGm tmpfs "$ROOT/tmp/filling"',
)
_SELF_TEST_LIMIT = 1800
_WINDOW_LIMIT = 240


class Trial:
    """What is being tried and what came of it."""

    def __init__(self, program: Path, installer: Path) -> None:
        self.program, self.installer = program, installer
        self.failed: list[str] = []
        self.passed = 0

    def that(self, sentence: str, holds: object, seen: object = "") -> None:
        """Note whether a sentence holds."""
        if holds:
            self.passed += 1
        else:
            self.failed.append(sentence)
        print(f"{'ok' if holds else 'FAILED'}: {sentence}{'' if holds else f' (seen: {seen})'}", flush=True)


def run(program: Path, installer: Path, portable: Path) -> Trial:
    """Try everything; raises Stop where there is no wine."""
    trial = Trial(program, installer)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    older = _older_installer(program)
    careless = _careless_installer(program)
    megabytes = sum(path.stat().st_size for path in program.rglob("*") if path.is_file()) // 2**20
    mounts = [line.replace("FILLING", str(int(megabytes * 1.5))) for line in _MOUNTS]
    with wine.started(ROOT, user=_USER, mounts=mounts) as windows:
        for step in (
            lambda: _too_old_windows(trial, windows),
            lambda: _damaged_installer(trial, windows),
            lambda: _install_older(trial, windows, older),
            lambda: _upgrade(trial, windows),
            lambda: _older_again(trial, windows, older),
            lambda: _update_file(trial, windows, older),
            lambda: _bad_places(trial, windows),
            lambda: _full_disk(trial, windows, older, careless),
            lambda: _chinese_folder(trial, windows),
            lambda: _on_a_stick(trial, windows, portable),
            lambda: _uninstall(trial, windows),
        ):
            _guarded(trial, step)
    return trial


def _guarded(trial: Trial, step: Callable[[], None]) -> None:
    try:
        step()
    except (OSError, subprocess.TimeoutExpired) as error:
        trial.that("the trial can go on", False, error)


def _older_installer(program: Path) -> Path:
    """An installer of an older version, with a file that the newer one no longer has."""
    folder = _BUILD / "older"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(program, folder)
    (folder / _STALE).write_text("old")
    made = windows_installer.installer(folder, _BUILD / "older-setup.exe", _OLDER, quick=True, needed_mb=1)
    shutil.rmtree(folder)
    return made


def _careless_installer(program: Path) -> Path:
    """The new version without a look at the room first: so that a disk fills up in the middle."""
    return windows_installer.installer(program, _BUILD / "careless-setup.exe", quick=True, needed_mb=1)


# ---- steps -----------------------------------------------------------------------------------------------------------


def _too_old_windows(trial: Trial, windows: Windows) -> None:
    for name in ("win7", "win81"):
        windows.run("winecfg", "-v", name)
        code, _ = windows.run(of_linux(trial.installer), "/S")
        trial.that(f"{name} is refused", code == 10 and not windows.path(_INSTALLED).exists(), code)
    with _shown(windows, of_linux(trial.installer), picture="windows-too-old"):
        pass
    windows.run("winecfg", "-v", "win10")


def _damaged_installer(trial: Trial, windows: Windows) -> None:
    damaged = _BUILD / "damaged-setup.exe"
    content = bytearray(trial.installer.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)
    code, _ = windows.run(of_linux(damaged), "/S")
    trial.that("a damaged installer installs nothing", code != 0 and not windows.path(_INSTALLED).exists(), code)
    with _shown(windows, of_linux(damaged), picture="installer-damaged"):
        pass


def _install_older(trial: Trial, windows: Windows, older: Path) -> None:
    code, said = windows.run(of_linux(older), "/S")
    trial.that("a first installation is silent", code == 0, (code, said))
    trial.that("the program is there", windows.path(rf"{_INSTALLED}\ymh-desktop.exe").is_file())
    trial.that("the Start menu has it", windows.path(_START_MENU).is_file())
    trial.that("the desktop has it", windows.path(_DESKTOP).is_file())
    trial.that(
        "Windows lists it", _registered(windows, "DisplayVersion") == _OLDER, _registered(windows, "DisplayVersion")
    )
    code, said = windows.run(rf"{_INSTALLED}\ymh-desktop.exe", "demo")
    trial.that("the installed program makes data", code == 0 and windows.path(_DATA).is_dir(), (code, said))


def _upgrade(trial: Trial, windows: Windows) -> None:
    before = _content(windows)
    with _shown(windows, rf"{_INSTALLED}\ymh-desktop.exe", picture="program"):
        code, _ = windows.run(of_linux(trial.installer), "/S")
        trial.that("over a running program nothing is installed", code == 12, code)
        whole = windows.path(rf"{_INSTALLED}\ymh-desktop.exe").is_file() and _stale(windows).is_file()
        trial.that("and the running version stays whole", whole)
        with _shown(windows, of_linux(trial.installer), "/UPDATE", picture="program-is-open", settle=40):
            pass
    code, said = windows.run(of_linux(trial.installer), "/S")
    trial.that("the upgrade is silent", code == 0, (code, said))
    trial.that("nothing of the older version is left", not _stale(windows).exists() and not _leftovers(windows))
    version = _registered(windows, "DisplayVersion")
    trial.that("Windows lists the new version", version == program_version(), version)
    _self_test(trial, windows, _INSTALLED, "upgraded")
    code, said = windows.run(rf"{_INSTALLED}\ymh-desktop.exe", "doctor")
    after = _content(windows)
    kept = before and all(after.get(table) == number for table, number in before.items())
    trial.that("the data is as it was", kept, (said, before, after))
    with _shown(windows, rf"{_INSTALLED}\ymh-desktop.exe", picture="program-after-upgrade"):
        pass


def _older_again(trial: Trial, windows: Windows, older: Path) -> None:
    code, _ = windows.run(of_linux(older), "/S")
    trial.that("an older version is not put over a newer one", code == 11, code)
    with _shown(windows, of_linux(older), picture="older-version"):
        pass


def _update_file(trial: Trial, windows: Windows, older: Path) -> None:
    """The older program is told to take an update: it backs up, ends, and the installer opens the new one."""
    _forget_version(windows)
    code, said = windows.run(of_linux(older), "/S")
    trial.that("an older version is there again", code == 0 and _stale(windows).is_file(), (code, said))
    before = _content(windows)
    update = update_file.for_trial(trial.installer, _BUILD, windows.path(_INSTALLED) / "_internal" / "resources")
    program = rf"{_INSTALLED}\ymh-desktop.exe"
    code, said = windows.run(program, "update", of_linux(update))
    trial.that("the program says what an update changes", code == 0, (code, said))
    # without a pipe, which the installer and the program that it opens would hold open
    code = windows.start(program, "update", of_linux(update), "--install").wait(timeout=_SELF_TEST_LIMIT)
    trial.that("it backs up and hands over", code == 0, code)
    renewed = _comes_true(lambda: not _stale(windows).exists() and not _leftovers(windows), 600)
    trial.that("the installer puts the new version there", renewed)
    opened = _comes_true(lambda: "ymh-desktop.exe" in windows.run("tasklist")[1], 240)
    trial.that("and opens it", opened)
    _comes_true(lambda: bool(_windows_shown(windows)), _WINDOW_LIMIT)
    time.sleep(10)
    windows.linux("import", "-window", "root", str(PICTURES / "program-after-update.png"))
    windows.run("taskkill", "/F", "/T", "/IM", "ymh-desktop.exe")
    after = _content(windows)
    kept = before and all(after.get(table) == number for table, number in before.items())
    trial.that("the data is as it was after the update", kept, (before, after))
    backups = [path for path in windows.path(rf"{_DATA}\backups").iterdir() if path.is_dir()]
    trial.that("and was backed up", backups)


def _bad_places(trial: Trial, windows: Windows) -> None:
    code, _ = windows.run(of_linux(trial.installer), "/S", r"/D=Z:\tmp\readonly\ymh")
    trial.that("a folder that cannot be written is refused", code == 14, code)
    code, _ = windows.run(of_linux(trial.installer), "/S", r"/D=Z:\tmp\small\ymh")
    trial.that("a disk that is too small is refused beforehand", code == 13, code)
    version = _registered(windows, "DisplayVersion")
    trial.that("the installed version is untouched", version == program_version(), version)


def _full_disk(trial: Trial, windows: Windows, older: Path, careless: Path) -> None:
    """The older version lies on a disk on which the newer one does not find room beside it."""
    folder = r"Z:\tmp\filling\ymh"
    home = Path(f"/proc/{windows.inside.pid}/root{windows.inside.root.folder}/tmp/filling/ymh")
    _forget_version(windows)
    code, said = windows.run(of_linux(older), "/S", f"/D={folder}")
    trial.that("an older version is on the small disk", code == 0, (code, said))
    code, _ = windows.run(of_linux(careless), "/S", f"/D={folder}")
    trial.that("a disk that fills up ends the installation", code == 15, code)
    names = sorted(path.name for path in home.iterdir()) if home.is_dir() else []
    trial.that("and only the old version lies there", names == ["_internal", "uninstall.exe", "ymh-desktop.exe"], names)
    trial.that("whole", (home / _STALE).is_file())
    code, said = windows.run(rf"{folder}\ymh-desktop.exe", "library", "check", limit=180)
    trial.that("and it still works", code == 0, (code, said))
    windows.run(rf"{folder}\uninstall.exe", "/S", rf"_?={folder}")


def _chinese_folder(trial: Trial, windows: Windows) -> None:
    # in pieces: one argument with a space would be put into quotes, which NSIS does not take here
    code, said = windows.run(of_linux(trial.installer), "/S", *f"/D={_CHINESE_FOLDER}".split(" "))
    there = windows.path(rf"{_CHINESE_FOLDER}\ymh-desktop.exe").is_file()
    trial.that("a path with a space and Chinese is fine", code == 0 and there, (code, said))
    _self_test(trial, windows, _CHINESE_FOLDER, "chinese-folder")
    windows.run(rf"{_CHINESE_FOLDER}\uninstall.exe", "/S")
    gone = _gone(windows.path(_CHINESE_FOLDER))
    trial.that("uninstalling empties that folder", gone)


def _on_a_stick(trial: Trial, windows: Windows, portable: Path) -> None:
    """The folder that is carried about keeps its data beside the program."""
    stick = windows.path(r"C:\U盘")
    with zipfile.ZipFile(portable) as archive:
        archive.extractall(stick)
    code, said = windows.run(rf"C:\U盘\{PRODUCT}\ymh-desktop.exe", "demo")
    there = (stick / PRODUCT / "ymh-data" / "ymh.db").is_file()
    trial.that("on a stick the data lies beside the program", code == 0 and there, (code, said))


def _uninstall(trial: Trial, windows: Windows) -> None:
    code, said = windows.run(of_linux(trial.installer), "/S", f"/D={_INSTALLED}")
    trial.that("it can be installed again", code == 0, (code, said))
    with _shown(windows, of_linux(trial.installer), picture="installer"):
        pass
    before = _content(windows)
    code, said = windows.run(rf"{_INSTALLED}\uninstall.exe", "/S")
    trial.that("uninstalling takes the program away", _gone(windows.path(_INSTALLED)), (code, said))
    trial.that("and the shortcuts", not windows.path(_START_MENU).exists() and not windows.path(_DESKTOP).exists())
    trial.that("and its lines in the registry", _registered(windows, "DisplayVersion") == "")
    trial.that("the data stays", before and _content(windows) == before)


# ---- looking ---------------------------------------------------------------------------------------------------------


def _self_test(trial: Trial, windows: Windows, folder: str, name: str) -> None:
    log = PICTURES / f"self-test-{name}.log"
    code, said = windows.run(rf"{folder}\ymh-desktop.exe", "self-test", of_linux(log), limit=_SELF_TEST_LIMIT)
    text = log.read_text("utf-8") if log.is_file() else said
    trial.that(f"the self-test passes ({name})", code == 0 and "自检通过" in text, text)


@contextlib.contextmanager
def _shown(windows: Windows, program: str, *arguments: str, picture: str, settle: float = 6) -> Iterator[None]:
    """Start a program, wait until one window more is there, take a picture of the screen, and end it afterwards.

    `settle` seconds pass between the window and the picture, for what the window does by itself.
    """
    before = _windows_shown(windows)
    process = windows.start(program, *arguments)
    _comes_true(lambda: len(_windows_shown(windows) - before) > 0, _WINDOW_LIMIT)
    time.sleep(settle)
    windows.linux("import", "-window", "root", str(PICTURES / f"{picture}.png"))
    try:
        yield
    finally:
        image = program.rpartition("\\")[2]
        windows.run("taskkill", "/F", "/T", "/IM", image)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=60)


def _windows_shown(windows: Windows) -> set[str]:
    """The visible windows on the screen, by the numbers of the X server."""
    said = windows.linux("xdotool", "search", "--onlyvisible", "--name", ".")
    return {line for line in said.split() if line.isdigit()}


def _forget_version(windows: Windows) -> None:
    """Or an older version would not be installed."""
    windows.run("reg", "delete", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ymh-desktop", "/f")


def _comes_true(holds: Callable[[], bool], limit: float) -> bool:
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(2)
    return holds()


def _registered(windows: Windows, name: str) -> str:
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\ymh-desktop"
    _, said = windows.run("reg", "query", key, "/v", name)
    return said.rpartition("REG_SZ")[2].strip() if "REG_SZ" in said else ""


def _content(windows: Windows) -> dict[str, int]:
    """How many records of each kind the user's data holds."""
    with tempfile.TemporaryDirectory(prefix="ymh-trial-") as folder:
        for path in windows.path(_DATA).glob("ymh.db*"):
            shutil.copy(path, folder)  # with the log of what was written last
        with contextlib.closing(sqlite3.connect(Path(folder) / "ymh.db")) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def _stale(windows: Windows) -> Path:
    return windows.path(_INSTALLED) / _STALE


def _leftovers(windows: Windows) -> list[str]:
    return [path.name for path in windows.path(_INSTALLED).iterdir() if path.name.endswith(".old")]


def _gone(folder: Path) -> bool:
    """The uninstaller copies itself elsewhere and returns at once."""
    return _comes_true(lambda: not folder.exists(), 300)
