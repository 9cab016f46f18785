"""The town's data folder: its data file, key, packages as they came, and what goes out. One writer at a time."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Clock
from ymh_desktop.storage import migrate
from ymh_desktop.storage.engine import Database, look
from ymh_desktop.storage.errors import in_sentences
from ymh_desktop.storage.layout import DATABASE, TOWN_DATABASE
from ymh_desktop.storage.lock import FolderLock
from ymh_desktop.storage.place import OnNetwork, check_place, on_network
from ymh_desktop.storage.town.schema import TOWN_REVISIONS
from ymh_desktop.system import files

_LARGEST = 2 * 1024**3  # as the package format says


class NoTownHere(UserError):
    """A folder without the town's data was opened."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"这个文件夹里没有镇里的数据：{path}。",
            "请检查 --data 后面的文件夹，第一次用请先运行 ymh-desktop town init。",
        )


class EnterpriseHere(UserError):
    """The folder belongs to an enterprise: the two never share one."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"这是企业的数据文件夹：{path}。", "镇里的数据请另用一个文件夹。")


@dataclass(frozen=True, slots=True)
class TownFolder:
    """What lies where."""

    path: Path

    @property
    def database(self) -> Path:
        """The one data file."""
        return self.path / TOWN_DATABASE

    @property
    def keys(self) -> Path:
        """What signs the town's letters."""
        return self.path / "keys"

    @property
    def packages(self) -> Path:
        """Packages as they came, one folder per enterprise."""
        return self.path / "packages"

    @property
    def out(self) -> Path:
        """Letters that were made."""
        return self.path / "out"


@dataclass(frozen=True, slots=True)
class PackageShelf:
    """Packages as they came, below the town's folder. Copied piece by piece: memory stays flat."""

    folder: TownFolder

    def copy_in(self, source: Path) -> Path:
        """A copy that is not kept yet; raises UserError."""
        try:
            size = source.stat().st_size
        except OSError as error:
            raise UserError(f"打不开文件“{source.name}”。", "请确认文件还在原处，并且没有被别的程序占用。") from error
        if size > _LARGEST:
            raise UserError(f"文件“{source.name}”太大，不是上报包。", "请向企业要原始文件。")
        copy = self.folder.packages / f".{os.urandom(8).hex()}.part"
        with files.in_sentences(copy):
            shutil.copyfile(source, copy)
        return copy

    def keep(self, copy: Path, name: str) -> None:
        """Keep it under this name below the folder."""
        target = self.folder.path / name
        with files.in_sentences(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(copy, os.O_RDWR)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            os.replace(copy, target)

    def drop(self, copy: Path) -> None:
        """It is not wanted, or was kept under its name."""
        copy.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class OpenTown:
    """The folder in use. Close it."""

    folder: TownFolder
    database: Database
    lock: FolderLock | None

    def close(self) -> None:
        """Let go of the folder."""
        try:
            self.database.close()
        finally:
            if self.lock is not None:
                self.lock.release()


def open_town(path: Path, scripts: Path, clock: Clock, *, make: bool = False, writing: bool = True) -> OpenTown:
    """Open the town's folder, with `make` also a new one; `scripts` is the folder alembic/town.

    Raises NoTownHere, EnterpriseHere, or what `storage.folder` raises.
    """
    folder = TownFolder(path)
    if (path / DATABASE).exists() and not folder.database.exists():
        raise EnterpriseHere(path)
    if not folder.database.exists() and not make:
        raise NoTownHere(path)
    if not writing:
        if on_network(path):
            raise OnNetwork(path)
        return OpenTown(folder, Database.open(folder.database, writable=False), None)
    with files.in_sentences(path):
        for each in (path, folder.packages, folder.out):
            each.mkdir(parents=True, exist_ok=True)
        folder.keys.mkdir(mode=0o700, exist_ok=True)
    check_place(path)
    lock = FolderLock.take(path)
    try:
        migrate.make_current(folder.database, scripts, lambda: _copy(folder, clock), TOWN_REVISIONS)
        return OpenTown(folder, Database.open(folder.database), lock)
    except BaseException:
        lock.release()
        raise


def _copy(folder: TownFolder, clock: Clock) -> Path:
    """A copy of the data file before it is changed, through SQLite: a plain copy would miss its log."""
    import sqlite3

    target = folder.path / f"town-{clock.now():%Y%m%d-%H%M%S}.db"
    with in_sentences(), closing(look(folder.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    migrate.check_whole(target)
    return target
