"""The data folder: one enterprise, one folder, one writer at a time.

Opening for work, in this order: place (no network, writable) → lock → data file made, or looked at and brought to this
program's schema → engines. Opening for reading takes no lock and changes nothing.
"""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Clock
from ymh_desktop.storage import migrate
from ymh_desktop.storage.backup import Reason, copy_of
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.layout import TOWN_DATABASE, DataFolder
from ymh_desktop.storage.lock import FolderLock
from ymh_desktop.storage.place import OnNetwork, check_place, on_network


class NothingHere(UserError):
    """A folder without data was opened for reading."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"这个文件夹里还没有数据：{path}。", "请检查 --data 后面的文件夹，或者先打开程序填写企业资料。"
        )


class UpgradeFirst(UserError):
    """Reading commands never change a file, so an older one must be opened by the window first."""

    def __init__(self) -> None:
        super().__init__(
            "这份数据由较早版本的程序保存，要先升级一次。", "请打开程序窗口一次，升级前会自动备份，然后再试。"
        )


class TownHere(UserError):
    """The folder belongs to a town office: the two never share one."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"这是镇里的数据文件夹：{path}。", "企业的资料请另用一个文件夹；镇里的命令前面要写 town。")


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A data folder in use. `warnings` are sentences to show once. Close it, or use it as a context manager."""

    folder: DataFolder
    database: Database
    lock: FolderLock | None
    warnings: tuple[str, ...] = ()

    def close(self) -> None:
        """Write the log into the file and let go of the folder."""
        try:
            self.database.close()
        finally:
            if self.lock is not None:
                self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_for_work(path: Path, scripts: Path, clock: Clock) -> OpenFolder:
    """Open or make a data folder for writing. `scripts` is the folder alembic/ of the source tree or the build.

    Raises TownHere, OnNetwork, CannotWrite, DataFolderBusy, DamagedDatabase, DatabaseTooNew, NotOurDatabase,
    MigrationFailed.
    """
    if (path / TOWN_DATABASE).exists():  # before anything is made in it
        raise TownHere(path)
    warnings = check_place(path)
    folder = DataFolder(path)
    folder.make()
    lock = FolderLock.take(path)
    try:
        migrate.make_current(
            folder.database, scripts, lambda: copy_of(folder, folder.backups, Reason.BEFORE_UPGRADE, clock)
        )
        return OpenFolder(folder, Database.open(folder.database), lock, warnings)
    except BaseException:
        lock.release()
        raise


def open_for_reading(path: Path) -> OpenFolder:
    """Open existing data without lock; raises NothingHere, OnNetwork, UpgradeFirst, or what is wrong with the file."""
    folder = DataFolder(path)
    if not folder.database.exists():
        raise NothingHere(path)
    if on_network(path):
        raise OnNetwork(path)
    if not migrate.is_current(folder.database):
        raise UpgradeFirst
    return OpenFolder(folder, Database.open(folder.database, writable=False), None)
