"""One writer per data folder, held through the operating system: a crash lets go of it at once.

Window, phone server and writing commands take it; reading commands do not. The file itself stays and says nothing.
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from ymh_desktop.domain.errors import UserError
from ymh_desktop.system.files import in_sentences

LOCK_FILE = "ymh.lock"


class DataFolderBusy(UserError):
    """Another program of ours is at work in this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"这个数据文件夹已经在另一个窗口里打开了：{folder}。",
            "请回到已经打开的窗口继续；找不到窗口时，请看任务栏，或者重新启动电脑后再打开。",
            "请先关掉程序的窗口，或者等另一个命令做完，再运行一次。",
        )


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FolderLock:
    """Held from `take` until `release`, or until the process ends, however it ends."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, folder: Path) -> Self:
        """The lock of this folder; raises DataFolderBusy, or CannotWrite where no file may be made."""
        path = folder / LOCK_FILE
        with in_sentences(path):
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _try_lock(handle):
            os.close(handle)
            raise DataFolderBusy(folder)
        return cls(handle)

    def release(self) -> None:
        """Let go; a second call does nothing. Closing the file is what unlocks it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
