"""Writing files so that nothing half written is ever seen, and what the disk says, in sentences."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ymh_desktop.domain.errors import UserError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ENODEV, errno.ENXIO}
_WINDOWS_IN_USE = 32  # ERROR_SHARING_VIOLATION
_WINDOWS_LONGEST_PATH = 260


class CannotWrite(UserError):
    """A file could not be written; what stood there before is untouched."""


def sentence_for(error: OSError, path: Path) -> CannotWrite:
    """What went wrong with `path`, and the way out."""
    name = path.name or str(path)
    if getattr(error, "winerror", None) == _WINDOWS_IN_USE or error.errno == errno.ETXTBSY:
        return CannotWrite(f"“{name}”正被别的程序打开着，写不进去。", "请先关掉打开它的程序（例如 Excel），再试一次。")
    if error.errno in _FULL:
        return CannotWrite(f"磁盘已满，“{name}”没有写成。", "请腾出一些空间，或换一个位置，再试一次。")
    if error.errno in _REFUSED:
        return CannotWrite(f"“{name}”所在的位置不能写入。", "请换一个文件夹；U盘请看看有没有写保护。")
    # Windows says of a path that is too long that it is not there.
    if error.errno == errno.ENAMETOOLONG or (os.name == "nt" and len(str(path)) >= _WINDOWS_LONGEST_PATH):
        return CannotWrite("文件名太长。", "请换一个短一些的名字，或换一个层级浅一些的文件夹。")
    if error.errno in _GONE:
        return CannotWrite(f"找不到“{name}”所在的位置。", "请看看U盘有没有拔掉、文件夹有没有改名，再试一次。")
    return CannotWrite(f"写“{name}”时磁盘出错。", "请检查硬盘或U盘，或换一个位置，再试一次。")


@contextmanager
def in_sentences(path: Path) -> Iterator[None]:
    """Raise CannotWrite in place of an OSError inside."""
    try:
        yield
    except OSError as error:
        raise sentence_for(error, path) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, force to disk, rename: after a power cut there is the old file or the new one. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder last through a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class SafeFiles:
    """Writes files for the user."""

    def write(self, path: Path, content: bytes) -> None:
        """Written beside and renamed, folder made if missing; raises CannotWrite, leaving what stood there before."""
        with in_sentences(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
