"""Whether a folder is a good place for the data: on this PC, writable, with room, not kept by a sync program."""

import contextlib
import os
import shutil
import sys
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.system.files import sentence_for

MEGABYTE = 1024 * 1024
LITTLE_SPACE = 500 * MEGABYTE  # below this we warn
NO_SPACE = 100 * MEGABYTE  # below this we do not write: SQLite cannot even delete on a full disk

# SQLite's log needs memory shared by all that use the file, which no network file system gives reliably.
_NETWORK_SYSTEMS = {
    *(
        "nfs",
        "nfs4",
        "cifs",
        "smbfs",
        "smb3",
        "ncpfs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "davfs",
        "vboxsf",
        "vmhgfs",
    ),
    *("fuse.davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.s3fs"),
    "fuse.vmhgfs-fuse",
}
_DRIVE_REMOTE = 4

# As their folders are called, in lower case. A sync program may swap the file while we write.
_SYNC_NAMES = {
    "onedrive": "OneDrive",
    "nutstore": "坚果云",
    "坚果云": "坚果云",
    "baidusyncdisk": "百度网盘同步空间",
    "百度网盘": "百度网盘",
    "baidunetdisk": "百度网盘",
    "百度云同步盘": "百度网盘",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "icloud": "iCloud",
    "wps云盘": "WPS云盘",
    "wpsdrive": "WPS云盘",
    "阿里云盘": "阿里云盘",
    "腾讯微云": "腾讯微云",
    "weiyun": "腾讯微云",
    "天翼云盘": "天翼云盘",
    "seafile": "Seafile",
}


class OnNetwork(UserError):
    """A network share cannot hold the data safely."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"数据不能放在网络共享文件夹里：{path}。",
            "请放在这台电脑自己的硬盘上；要换电脑用，请用“备份到U盘”和“从备份恢复”。",
        )


class NoSpace(UserError):
    """So little room that writing would be dangerous; everything can still be read, printed and backed up."""

    def __init__(self, free: int) -> None:
        super().__init__(
            f"磁盘只剩 {free // MEGABYTE} MB，暂时只能查看，不能修改。",
            "请删掉一些不用的文件，腾出 500 MB 以上，再点一次就可以继续；已有的数据都在，也可以先备份到U盘。",
        )


def check_place(path: Path) -> tuple[str, ...]:
    """Warnings about a place for the data, as sentences; raises OnNetwork or CannotWrite.

    The folder is made if it is missing, and tried by writing.
    """
    if on_network(path):
        raise OnNetwork(path)
    probe(path)
    warnings = []
    name = sync_program(path)
    if name is not None:
        warnings.append(f"数据文件夹在{name}的同步目录里，同步时可能弄坏数据。请移到别的文件夹，备份时再复制到{name}。")
    free = free_bytes(path)
    if free < LITTLE_SPACE:
        warnings.append(f"磁盘只剩 {free // MEGABYTE} MB。请腾出一些空间，少于 100 MB 时将不能再修改。")
    return tuple(warnings)


def probe(path: Path) -> None:
    """Make the folder and write into it; raises CannotWrite."""
    file = path / ".ymh-write-probe"
    try:
        path.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as handle:
            handle.write(b"?")
            handle.flush()
            os.fsync(handle.fileno())
        file.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        raise sentence_for(error, path) from error


def free_bytes(path: Path) -> int:
    """Room left on the disk of the nearest existing folder."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free


def sync_program(path: Path) -> str | None:
    """The sync program whose folder this lies in, judged by the folders' names; None if there is none."""
    for part in path.parts:
        name = part.lower()
        for known, called in _SYNC_NAMES.items():
            if name == known or name.startswith((f"{known} ", f"{known}-", f"{known}(", f"{known}（")):
                return called
    return None


def on_network(path: Path) -> bool:
    """True for a share or a mapped network drive."""
    path = path.resolve()
    if sys.platform == "win32":
        return _on_windows_network(path)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return file_system(path, mounts) in _NETWORK_SYSTEMS


def file_system(path: Path, mounts: str) -> str:
    """The file system that holds an absolute path, by the text of /proc/mounts; empty when none does."""
    found, longest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_unescaped(fields[1]))
        # later lines lie over earlier ones
        if path.is_relative_to(point) and len(point.parts) >= longest:
            found, longest = fields[2], len(point.parts)
    return found


def _unescaped(field: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, char)
    return field


if sys.platform == "win32":
    import ctypes

    def _on_windows_network(path: Path) -> bool:
        text = str(path)
        if text.startswith("\\\\?\\UNC\\") or (text.startswith("\\\\") and not text.startswith(("\\\\?\\", "\\\\.\\"))):
            return True
        return bool(path.anchor) and ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _DRIVE_REMOTE
else:

    def _on_windows_network(path: Path) -> bool:
        raise NotImplementedError("only asked on Windows")
