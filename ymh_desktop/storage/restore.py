"""Put a backup in place of the data, with nothing lost on the way.

Order: verify the backup → copy it beside the data, bring the copy to this program's schema → copy missing photos and
keys → back up what is there, if it can still be read → move it aside → rename the copy into place. A fault before the
last two steps changes nothing; a fault in them puts the old file back.
"""

import contextlib
import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Clock
from ymh_desktop.storage import migrate
from ymh_desktop.storage.audit_trail import Note
from ymh_desktop.storage.backup import (
    KEYS,
    LIBRARY,
    PHOTOS,
    BackupFailed,
    DataCopies,
    Reason,
    copy_database,
    copy_of,
    copy_photos,
    copy_tree,
    digest_of,
    found_in,
    read_info,
)
from ymh_desktop.storage.engine import look
from ymh_desktop.storage.errors import DatabaseBusy
from ymh_desktop.storage.layout import DATABASE, DataFolder
from ymh_desktop.storage.lock import FolderLock
from ymh_desktop.storage.unit_of_work import SqlUnits
from ymh_desktop.system import files
from ymh_desktop.system.files import sync_folder, write_whole

_FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")


class BackupUnusable(UserError):
    """The chosen backup is not whole, or is none."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem, "请选另一份备份；现在的数据没有改动。")


@dataclass(frozen=True, slots=True)
class FolderBackups:
    """The port Backups: copies, lists and restores one open data folder. A restore is noted in the audit trail."""

    copies: DataCopies
    scripts: Path
    units: SqlUnits

    def make(self, folder: Path | None = None, *, key_passphrase: str | None = None) -> Path:
        """See DataCopies.make."""
        return self.copies.make(folder, key_passphrase=key_passphrase)

    def make_daily(self) -> Path | None:
        """See DataCopies.make_daily."""
        return self.copies.make_daily()

    def make_before_import(self) -> Path:
        """See DataCopies.make_before_import."""
        return self.copies.make_before_import()

    def all(self) -> tuple[tuple[Path, datetime], ...]:
        """Existing backups of the daily place, newest first."""
        return self.copies.all()

    def found(self, folder: Path) -> tuple[tuple[Path, datetime], ...]:
        """Backups in any folder, newest first."""
        return self.copies.found(folder)

    def restore(self, backup: Path) -> Path:
        """Put a verified backup in place and go on with it; the data that was there is kept at the path returned.

        Units of work opened afterwards see the restored data. Raises DatabaseBusy while one is open.
        """
        database = self.copies.database
        if database.in_use():
            raise DatabaseBusy
        database.close()
        aside = put_in_place(self.copies.folder, backup, self.scripts, self.copies.clock)
        self.units.note(Note("restore", "DataFolder", backup.name, (("aside", None, json.dumps(aside.name)),)))
        return aside


def recover(path: Path, backup: Path, scripts: Path, clock: Clock) -> Path:
    """Restore into a data folder that cannot be opened, because its file is damaged; see put_in_place."""
    folder = DataFolder(path)
    folder.make()
    with FolderLock.take(path):
        return put_in_place(folder, backup, scripts, clock)


def put_in_place(folder: DataFolder, backup: Path, scripts: Path, clock: Clock) -> Path:
    """Restore while nobody has the file open; where the former data was put. Raises BackupUnusable or a UserError."""
    source = verified(backup)
    aside = _free(folder.aside / f"{clock.now():%Y%m%d-%H%M%S}")
    fresh = folder.path / f".restoring-{DATABASE}"
    with files.in_sentences(folder.path):
        _remove(fresh)
        try:
            copy_database(source, fresh)
            if not migrate.is_current(fresh):
                migrate.upgrade(fresh, scripts, lambda: source)
            _go_on_counting(folder.database, fresh)
            for photos in (source.parent / PHOTOS, source.parent.parent / PHOTOS):
                if photos.is_dir():
                    copy_photos(photos, folder.photos)
            _add_missing_keys(source.parent / KEYS, folder.keys)
            with contextlib.suppress(BackupFailed):  # what cannot be read any more is still kept aside as it is
                if folder.database.exists():
                    copy_of(folder, folder.backups, Reason.BEFORE_RESTORE, clock)
            library = _copied_library(source.parent / LIBRARY, folder)
            _swap(folder, fresh, aside)
            if library is not None:
                _swap_library(folder, library, aside)
        finally:
            _remove(fresh)
    return aside


def verified(backup: Path) -> Path:
    """The data file of a backup that is whole and that this program can read; raises BackupUnusable or DatabaseTooNew.

    `backup` is the backup's folder, its data file, or a folder that holds backups: then the newest is meant.
    """
    source = backup if backup.is_file() else backup / DATABASE
    if not source.is_file():
        inside = found_in(backup) if backup.is_dir() else ()
        if not inside:
            raise BackupUnusable(f"这里没有找到备份：{backup}。")
        source = inside[0].path / DATABASE
    info = read_info(source.parent)
    with files.in_sentences(source):
        if info is not None and digest_of(source) != info.database_sha256:
            raise BackupUnusable(f"备份“{source.parent.name}”和做好时不一样了，可能已经损坏。")
    try:
        with closing(look(source)) as connection:
            whole = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except sqlite3.Error as error:
        raise BackupUnusable(f"备份“{source.parent.name}”读不出来，可能已经损坏。") from error
    if not whole:
        raise BackupUnusable(f"备份“{source.parent.name}”已经损坏。")
    migrate.is_current(source)
    return source


def _go_on_counting(present: Path, fresh: Path) -> None:
    """A number given once is never given again, so counters of the same enterprise keep the higher number."""
    if not present.exists():
        return
    try:
        with closing(look(present)) as connection:
            firm = connection.execute("SELECT id FROM enterprise").fetchone()
            numbers = connection.execute("SELECT series, last FROM number_series").fetchall()
    except sqlite3.Error:
        return  # damaged: that is why it is being restored
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        if firm is None or connection.execute("SELECT id FROM enterprise").fetchone() != firm:
            return
        connection.execute("BEGIN IMMEDIATE")
        for series, last in numbers:
            connection.execute("INSERT OR IGNORE INTO number_series (series, last) VALUES (?, 0)", (series,))
            connection.execute("UPDATE number_series SET last = max(last, ?) WHERE series = ?", (last, series))
        connection.execute("COMMIT")


def _add_missing_keys(source: Path, target: Path) -> None:
    """The key of this PC stays in use: one from another PC could not be opened here anyway."""
    if not source.is_dir():
        return
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.is_file() and not copy.exists():
            copy.parent.mkdir(mode=0o700, exist_ok=True)
            write_whole(copy, path.read_bytes())
            copy.chmod(0o600)


def _swap(folder: DataFolder, fresh: Path, aside: Path) -> None:
    aside.mkdir(parents=True)
    moved = []
    try:
        for name in _FILES:
            if (folder.path / name).exists():
                os.replace(folder.path / name, aside / name)
                moved.append(name)
        os.replace(fresh, folder.database)
    except BaseException:
        for name in moved:
            os.replace(aside / name, folder.path / name)
        raise
    sync_folder(aside)
    sync_folder(folder.path)


def _copied_library(source: Path, folder: DataFolder) -> Path | None:
    """The backup's library files beside the data; None for a backup of an older program, which says nothing of them:
    then those that are there stay."""
    if not source.is_dir():
        return None
    fresh = folder.path / f".restoring-{LIBRARY}"
    shutil.rmtree(fresh, ignore_errors=True)
    copy_tree(source, fresh)
    return fresh


def _swap_library(folder: DataFolder, fresh: Path, aside: Path) -> None:
    if folder.library.exists():
        os.replace(folder.library, aside / LIBRARY)
    os.replace(fresh, folder.library)
    sync_folder(folder.path)


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


def _free(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate
