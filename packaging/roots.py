"""Other Debian systems in a folder: one newer, with wine, and one that is bare. Root only, nothing outside is changed.

While one is in use it lives in mount and process namespaces of its own: its mounts are seen by nobody else and go with
the last process in it, and ending it ends all that ran inside.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import debian
from house import CACHE, ROOT, Stop, digest
from linux_package import PACKAGES

ROOTS = CACHE / "roots"
TOOLS = {"debootstrap": "debootstrap", "unshare": "util-linux", "nsenter": "util-linux", "setpriv": "util-linux"}
_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


_OVERLAY = [
    'mount -t tmpfs tmpfs "$ROOT/mnt"',
    'mkdir "$ROOT/mnt/upper" "$ROOT/mnt/work"',
    'mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$ROOT/mnt/upper,workdir=$ROOT/mnt/work" "$ROOT"',
]
# The first process takes leave of those that ended without a parent.
_STAY = "while :; do sleep 1000 & wait; done"


class Root(NamedTuple):
    """A Debian release, the packages in it beyond the smallest set, and a locale to make."""

    name: str
    suite: str
    packages: tuple[str, ...] = ()
    locale: str = ""

    @property
    def folder(self) -> Path:
        return ROOTS / self.name


_INSTALL = ["apt-get", "install", "-y", "--no-install-recommends"]
WINE = Root(
    "trixie-wine",
    "trixie",
    ("wine", "wine64", "xvfb", "xauth", "openbox", "xdotool", "imagemagick", "fonts-wqy-microhei", "locales"),
    locale="zh_CN",  # a Windows that speaks Chinese has the code page 936
)
# No Python and no Chinese font: the smallest set, and the libraries that the .deb asks for.
BARE = Root("bookworm-bare", "bookworm", tuple(dict.fromkeys(PACKAGES)))


def make(root: Root) -> None:
    """Have the system in its folder; a second call costs nothing. Raises Stop with a reason where it cannot be had."""
    if not os.path.exists("/etc/debian_version") or os.geteuid() != 0:
        raise Stop(f"a Debian {root.suite} in a folder needs Debian and root here")
    debian.need_tools(TOOLS, "Another Debian in a folder needs programs that are not installed")
    stamp, wanted = ROOTS / f"{root.name}.made", digest(root.suite, *root.packages, root.locale)
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    print(f"Making a Debian {root.suite} in {root.folder.relative_to(ROOT)} (once; a minute or two)", flush=True)
    shutil.rmtree(root.folder, ignore_errors=True)
    ROOTS.mkdir(parents=True, exist_ok=True)
    log = ROOTS / f"{root.name}.log"
    with log.open("wb") as output:
        for command in _commands(root):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
            if subprocess.run(command, env=environment, stdout=output, stderr=subprocess.STDOUT).returncode != 0:
                raise Stop(f"Debian {root.suite} could not be made here; {log.relative_to(ROOT)} says why")
    stamp.write_text(wanted, "utf-8")


def _commands(root: Root) -> Iterator[list[str]]:
    folder = str(root.folder)
    yield ["debootstrap", "--variant=minbase", f"--keyring={_KEYRING}", root.suite, folder]
    if root.packages:
        yield ["chroot", folder, *_INSTALL, *root.packages]
    if root.locale:
        yield ["chroot", folder, "localedef", "-i", root.locale, "-f", "UTF-8", f"{root.locale}.UTF-8"]
    yield ["chroot", folder, "apt-get", "clean"]


@dataclass(frozen=True, slots=True)
class Entered:
    """A root in use. `run` starts a command inside; what is shared lies at the same path inside and outside."""

    root: Root
    pid: int

    def command(self, command: Sequence[str], folder: str = "/") -> list[str]:
        """The command line that runs another one inside, in this folder there."""
        inside = ["chroot", str(self.root.folder), "/usr/bin/env", "-C", folder, *command]
        return ["nsenter", "--target", str(self.pid), "--mount", "--pid", *inside]

    def run(
        self,
        command: Sequence[str],
        variables: Mapping[str, str] | None = None,
        *,
        folder: str = "/",
        limit: float = 600,
    ) -> tuple[int, bytes]:
        """The exit code and what was said. Only the variables given reach the command. Raises TimeoutExpired."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", **(variables or {})}
        # a pipe, since wine's console programs cannot write into a plain file
        with subprocess.Popen(
            self.command(command, folder),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            try:
                said, _ = process.communicate(timeout=limit)
            except BaseException:
                with suppress(ProcessLookupError):  # what it started holds the pipe open
                    os.killpg(process.pid, signal.SIGKILL)
                raise
        return process.returncode, said


@contextmanager
def entered(root: Root, *shared: Path, mounts: Sequence[str] = (), throwaway: bool = False) -> Iterator[Entered]:
    """Use a root with these folders of ours shared into it. `mounts` are further commands, with $ROOT for its folder.

    `throwaway`: what is installed or changed inside is gone afterwards.
    """
    lines = _OVERLAY if throwaway else []
    lines = [
        *lines,
        'mount -t proc proc "$ROOT/proc"',
        'mount --rbind /dev "$ROOT/dev"',
        'mount -t tmpfs tmpfs "$ROOT/tmp"',
    ]
    for folder in shared:
        lines += [f'mkdir -p "$ROOT{folder}"', f'mount --bind "{folder}" "$ROOT{folder}"']
    script = "\n".join(["set -e", *lines, *mounts, "echo ready", _STAY])
    # ended with us, however we end
    command = [
        "setpriv",
        "--pdeathsig",
        "KILL",
        "unshare",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
        "--propagation",
        "private",
        "sh",
        "-c",
        script,
    ]
    holder = subprocess.Popen(
        command,
        env={**os.environ, "ROOT": str(root.folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stderr is not None
        if holder.stdout.readline().strip() != "ready":
            raise Stop(f"Debian {root.suite} in a folder cannot be entered here: {holder.stderr.read().strip()}")
        children = Path(f"/proc/{holder.pid}/task/{holder.pid}/children").read_text().split()
        yield Entered(root, int(children[0]))
    finally:
        holder.kill()
        holder.wait()
