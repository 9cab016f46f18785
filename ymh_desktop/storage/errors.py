"""What the database complains about, in sentences with a way out. One place, used by every engine."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ymh_desktop.domain.errors import MachineTrouble, UserError


class StorageTrouble(MachineTrouble):
    """The data folder cannot do what was asked; what was saved before is untouched."""


class DiskFull(StorageTrouble):
    """No room left. The change was rolled back; earlier records are whole."""

    def __init__(self) -> None:
        super().__init__(
            "磁盘已满，这一步没有保存。",
            "以前的记录都在。请删掉一些不用的文件，腾出至少 500 MB 空间，再点一次；框里填的内容先不要关。",
        )


class FolderReadOnly(StorageTrouble):
    """The folder or the file may not be written."""

    def __init__(self) -> None:
        super().__init__(
            "数据文件夹不能写入，这一步没有保存。",
            "请看看U盘有没有写保护、文件夹是不是“只读”；或者换一个能写的文件夹，再重新打开程序。",
        )


class DamagedDatabase(StorageTrouble):
    """SQLite found the file malformed, or it is no database at all."""

    def __init__(self, found: str = "") -> None:
        super().__init__(
            "数据文件损坏，读不出来。" if not found else f"数据文件损坏（{found}）。",
            "请回到开始页，点“从备份恢复”，选最近的一份备份；损坏的文件会另外留着，不会删掉。",
            "请运行 ymh-desktop restore，后面写最近的一份备份；损坏的文件会另外留着，不会删掉。",
        )


class DatabaseBusy(StorageTrouble):
    """Another piece of work held the write lock for longer than the patience of five seconds."""

    def __init__(self) -> None:
        super().__init__("数据正在被另一项工作使用，这一步没有保存。", "请等几秒再点一次；框里填的内容还在。")


class DiskFault(StorageTrouble):
    """The disk, or the stick, did not do what it was told."""

    def __init__(self) -> None:
        super().__init__(
            "读写磁盘时出错，这一步没有保存。",
            "请检查硬盘或U盘有没有接好，重新打开程序；再出现就先备份到U盘，请懂电脑的人看看硬盘。",
        )


class CannotOpen(StorageTrouble):
    """The file is not there, or may not be read."""

    def __init__(self) -> None:
        super().__init__(
            "打不开数据文件。",
            "请检查数据文件夹还在不在、有没有读写权限；找不到时可以在开始页点“从备份恢复”。",
            "请检查数据文件夹还在不在、有没有读写权限；找不到时可以运行 ymh-desktop restore，后面写备份。",
        )


class StillUsed(StorageTrouble):
    """A record points at one that is not there (or would not be there any more)."""

    def __init__(self) -> None:
        super().__init__("这条记录还被别的记录用着，不能这样保存或删除。", "请先在用到它的地方换成别的，再删除。")


class AlreadyThere(StorageTrouble):
    """Two records would bear the same code or number."""

    def __init__(self) -> None:
        super().__init__("已经有一条编号相同的记录，这一步没有保存。", "请刷新后看看是不是已经加过了。")


class RecordGone(UserError):
    """The record does not exist (any more)."""

    def __init__(self) -> None:
        super().__init__("这条记录已经不在了。", "可能刚刚被删除。请返回列表刷新一下，或者点“撤销”找回来。")


_BY_CODE: dict[int, Callable[[], StorageTrouble]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: FolderReadOnly,
    sqlite3.SQLITE_PERM: FolderReadOnly,
    sqlite3.SQLITE_CORRUPT: DamagedDatabase,
    sqlite3.SQLITE_NOTADB: DamagedDatabase,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_IOERR: DiskFault,
    sqlite3.SQLITE_CANTOPEN: CannotOpen,
}
_BY_EXTENDED_CODE: dict[int, Callable[[], StorageTrouble]] = {
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: StillUsed,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: AlreadyThere,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: AlreadyThere,
}


def sentence_for(error: BaseException | None) -> StorageTrouble | None:
    """The sentence for what sqlite3 raised; None when it is no trouble of the user's, but a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    trouble = _BY_EXTENDED_CODE.get(code) or _BY_CODE.get(code & 0xFF)
    return trouble() if trouble else None


@contextmanager
def in_sentences() -> Iterator[None]:
    """Raise StorageTrouble in place of what sqlite3 raises inside; anything unknown goes on as it is.

    For bare connections only: engines do this by themselves.
    """
    try:
        yield
    except sqlite3.Error as error:
        trouble = sentence_for(error)
        if trouble is None:
            raise
        raise trouble from error
