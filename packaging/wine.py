"""A Windows to try programs in: wine 10 inside a Debian 13, on a screen of its own, fresh each time."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

import roots
from house import Stop

_PREFIX = "/tmp/windows"
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
# Native windows ask for these families; without a font behind the names Chinese is drawn as boxes.
_FAMILIES = ("SimSun", "Microsoft YaHei", "Microsoft YaHei UI", "Tahoma", "Segoe UI", "MS Shell Dlg", "MS Shell Dlg 2")
_FONT = "WenQuanYi Micro Hei"
_FONT_KEYS = (
    r"HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements",
    r"HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\FontSubstitutes",
)


@dataclass(slots=True)
class Windows:
    """The started system. `user` is the Windows account, which names its folders."""

    inside: roots.Entered
    screen: str
    user: str
    more: dict[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        """What every program of wine needs."""
        return {
            "WINEARCH": "win64",
            "WINEPREFIX": _PREFIX,
            "WINEDEBUG": "-all",
            "DISPLAY": self.screen,
            "HOME": "/tmp",
            "USER": self.user,
            "LC_ALL": "zh_CN.UTF-8",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.more,
        }

    def run(
        self,
        program: str | Path,
        *arguments: str,
        folder: Path = Path("/tmp"),
        limit: float = 600,
        variables: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """Run a Windows program in a folder to its end: exit code (0…255) and what it said."""
        command = ["wine", str(program), *arguments]
        more = {**self.variables(), **(variables or {})}
        code, raw = self.inside.run(command, more, folder=str(folder), limit=limit)
        said = _decoded(raw)
        return code, "\n".join(line for line in said.replace("\r", "").splitlines() if not _chatter(line))

    def start(self, program: str | Path, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a Windows program and leave it running."""
        command = self.inside.command(["wine", str(program), *arguments])
        nothing = subprocess.DEVNULL
        variables = {"PATH": _PATH, **self.variables()}
        return subprocess.Popen(command, env=variables, stdin=nothing, stdout=nothing, stderr=nothing)

    def linux(self, *command: str) -> str:
        """Run a Linux program on the same screen; what it said."""
        return self.inside.run(command, self.variables(), limit=120)[1].decode("utf-8", "replace")

    def path(self, windows_path: str) -> Path:
        """Where a file of the C drive is, seen from outside while this runs."""
        posix = PurePosixPath(_PREFIX, "drive_c", *PureWindowsPath(windows_path).parts[1:])
        return Path(f"/proc/{self.inside.pid}/root{self.inside.root.folder}{posix}")

    @property
    def home(self) -> str:
        """The user's folder as Windows calls it."""
        return rf"C:\users\{self.user}"


def _decoded(said: bytes) -> str:
    """Wine itself speaks UTF-8, programs of a Chinese Windows may speak its code page."""
    try:
        return said.decode("utf-8")
    except UnicodeDecodeError:
        return said.decode("gb18030", "replace")


def _chatter(line: str) -> bool:
    return "wine32" in line or "multiarch" in line or 'execute "dpkg' in line or line.startswith("apt-get install wine")


def of_linux(path: Path) -> str:
    """A path of Linux as wine names it."""
    return "Z:" + str(path).replace("/", "\\")


@contextmanager
def started(*shared: Path, user: str = "root", mounts: Sequence[str] = ()) -> Iterator[Windows]:
    """A fresh Windows with these folders shared into it. Raises Stop where wine 10 cannot be had."""
    roots.make(roots.WINE)
    with roots.entered(roots.WINE, *shared, mounts=mounts) as inside, _screen(inside) as screen:
        system = Windows(inside, screen, user)
        code, said = system.inside.run(["wineboot", "--init"], system.variables(), limit=300)
        if code != 0:
            raise Stop(f"wine did not start: {_decoded(said)[-500:]}")
        settings = system.path(r"C:\fonts.reg")
        names = "".join(f'"{family}"="{_FONT}"\n' for family in _FAMILIES)
        settings.write_text("\n".join(["REGEDIT4", *(f"\n[{key}]\n{names}" for key in _FONT_KEYS)]), "ascii")
        system.run("regedit", "/S", r"C:\fonts.reg")
        yield system


@contextmanager
def _screen(inside: roots.Entered) -> Iterator[str]:
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        inside.command(command),
        env={"PATH": _PATH},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        number = server.stdout.readline().strip()
        if not number:
            raise Stop("no screen could be made for wine")
        # gives windows their frames, as on a user's screen
        manager = subprocess.Popen(
            inside.command(["openbox"]),
            env={"PATH": _PATH, "DISPLAY": f":{number}", "HOME": "/tmp", "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        yield f":{number}"
        manager.terminate()
        manager.wait()
    finally:
        server.terminate()
        server.wait()
