"""Verified copies of the data folder.

A backup is a folder: ymh.db (made by SQLite's own backup call, as a file copy would miss the log), keys/, library/
and backup.json. It is written under a temporary name, checked, forced to disk and only then renamed, so a backup that
can be seen is whole. Photos never change and are named by digest: a place outside has them once, beside all its
backups.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256
from pathlib import Path

from sqlalchemy import delete, insert

from ymh_desktop import __version__
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Clock
from ymh_desktop.storage import migrate
from ymh_desktop.storage.engine import Database, look
from ymh_desktop.storage.errors import DamagedDatabase, DiskFull, StorageTrouble, in_sentences
from ymh_desktop.storage.layout import DATABASE, DataFolder
from ymh_desktop.storage.tables.upkeep import SETTING
from ymh_desktop.system import files
from ymh_desktop.system.files import sync_folder, write_whole

INFO, KEYS, PHOTOS = "backup.json", "keys", "photos"
LIBRARY = "library"
CARRIED_KEY = "signing-key-backup.json"  # the key under a passphrase, for another PC
OUTSIDE, PART = "双重预防备份", ".part-"
BY_HAND_AT = "backup.by_hand_at"  # setting: when a copy last left this PC
KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS, KEPT_OTHERS = 7, 4, 12, 5
_CHUNK = 1024 * 1024
_FORBIDDEN_IN_NAMES = '<>:"/\\|?*'


class Reason(Enum):
    """Why a backup was made; the word is in its folder's name."""

    DAILY = "daily"
    BEFORE_UPGRADE = "before-upgrade"
    BEFORE_RESTORE = "before-restore"
    BEFORE_IMPORT = "before-import"
    BY_HAND = "by-hand"


class BackupFailed(UserError):
    """No backup was made; nothing half done was left, and the data is as it was."""

    def __init__(self, trouble: UserError) -> None:
        advice = "请换一个空间够、能写的位置（例如另一个U盘），再备份一次。"
        if isinstance(trouble, DamagedDatabase):
            advice = trouble.advice
        cause = "目标磁盘已满。" if isinstance(trouble, DiskFull) else trouble.problem
        super().__init__(f"备份没有做成：{cause}", advice)


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What a backup says about itself. `enterprise` is empty before the first step of the wizard."""

    path: Path
    made_at: datetime
    reason: Reason
    enterprise: str
    schema: str
    database_sha256: str
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataCopies:
    """Makes and lists backups of one data folder. `carried_key` seals the signing key with a passphrase."""

    folder: DataFolder
    database: Database
    clock: Clock
    carried_key: Callable[[str], bytes]

    def make(self, folder: Path | None = None, *, key_passphrase: str | None = None) -> Path:
        """Copy the data into a new backup (None: the daily place; else with photos, below `folder`).

        With a passphrase the signing key goes along, sealed with it. Raises BackupFailed.
        """
        extra = {CARRIED_KEY: self.carried_key(key_passphrase)} if key_passphrase is not None else {}
        if folder is None:
            return copy_of(self.folder, self.folder.backups, Reason.BY_HAND, self.clock, extra=extra)
        name = _file_name(_enterprise(self.folder.database))
        place = folder / (f"{OUTSIDE}_{name}" if name else OUTSIDE)
        made = copy_of(self.folder, place, Reason.BY_HAND, self.clock, extra=extra, photos=True)
        self._remember()
        return made

    def make_daily(self) -> Path | None:
        """The first backup of the day, and older ones thinned out; None when there is one of today."""
        today = self.clock.today()
        if any(info.made_at.date() == today for info in found_in(self.folder.backups) if info.reason is Reason.DAILY):
            return None
        made = copy_of(self.folder, self.folder.backups, Reason.DAILY, self.clock)
        thin_out(self.folder.backups)
        return made

    def make_before_import(self) -> Path:
        """The way back from an import that brought something unwanted."""
        return copy_of(self.folder, self.folder.backups, Reason.BEFORE_IMPORT, self.clock)

    def all(self) -> tuple[tuple[Path, datetime], ...]:
        """Existing backups of the daily place, newest first."""
        return self.found(self.folder.backups)

    def found(self, folder: Path) -> tuple[tuple[Path, datetime], ...]:
        """Backups in any folder, e.g. a USB stick: in it, or one or two levels below; newest first."""
        return tuple((info.path, info.made_at) for info in found_in(folder))

    def _remember(self) -> None:
        with self.database.writing() as connection:
            connection.execute(delete(SETTING).where(SETTING.c.key == BY_HAND_AT))
            connection.execute(insert(SETTING).values(key=BY_HAND_AT, value=self.clock.now().isoformat()))


def copy_of(
    folder: DataFolder,
    place: Path,
    reason: Reason,
    clock: Clock,
    *,
    extra: dict[str, bytes] | None = None,
    photos: bool = False,
) -> Path:
    """A new verified backup in `place`; raises BackupFailed and then leaves nothing. Needs no open Database."""
    moment = clock.now()
    with _or_failed(place):
        place.mkdir(parents=True, exist_ok=True)
        final = _free_name(place, f"{moment:%Y%m%d-%H%M%S}-{reason.value}")
        part = place / f"{PART}{final.name}"
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir()
            digest = copy_database(folder.database, part / DATABASE)
            copy_tree(folder.keys, part / KEYS)
            copy_tree(folder.library, part / LIBRARY)
            for name, content in (extra or {}).items():
                write_whole(part / name, content)
            copied = copy_photos(folder.photos, place / PHOTOS) if photos else ()
            schema = migrate.revision_of(part / DATABASE) or ""
            info = BackupInfo(final, moment, reason, _enterprise(folder.database), schema, digest, copied)
            write_whole(part / INFO, _info_text(info))
            os.replace(part, final)
            sync_folder(place)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return final


def copy_database(source: Path, target: Path) -> str:
    """Copy with SQLite's backup call, check the copy, force it to disk; its SHA-256.

    Raises StorageTrouble or OSError. The copy is one file without log, so it opens on a write-protected stick too.
    """
    with in_sentences():
        with (
            closing(look(source)) as original,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        with closing(sqlite3.connect(target)) as copy:
            state = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if state != "ok":
        raise DamagedDatabase
    with target.open("r+b") as file:
        os.fsync(file.fileno())
    return digest_of(target)


def copy_photos(source: Path, target: Path) -> tuple[str, ...]:
    """Copy the photos whose digests the target lacks; the names of all that the source has."""
    names = sorted(photo.name for photo in source.iterdir() if photo.is_file() and not photo.name.startswith("."))
    if names:
        target.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not (target / name).exists():
            write_whole(target / name, (source / name).read_bytes())
    return tuple(names)


def found_in(folder: Path) -> tuple[BackupInfo, ...]:
    """Backups in a folder, itself one or holding them one or two levels down; newest first."""
    levels = ("", "*", f"{OUTSIDE}*/*")
    places = (path.parent for level in levels for path in folder.glob(f"{level}/{INFO}".lstrip("/")))
    infos = (read_info(place) for place in places if not place.name.startswith(PART))
    return tuple(sorted((info for info in infos if info), key=lambda info: info.made_at, reverse=True))


def read_info(backup: Path) -> BackupInfo | None:
    """What the backup says about itself; None when it does not say it rightly."""
    try:
        said = json.loads((backup / INFO).read_bytes())
        return BackupInfo(
            backup,
            datetime.fromisoformat(said["made_at"]),
            Reason(said["reason"]),
            str(said["enterprise"]),
            str(said["schema"]),
            str(said["database_sha256"]),
            tuple(str(name) for name in said["photos"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def thin_out(place: Path) -> None:
    """Keep 7 daily, 4 weekly and 12 monthly backups, and the newest five of those made for other reasons."""
    infos = found_in(place)
    daily = [info for info in infos if info.reason is Reason.DAILY]
    others = [info for info in infos if info.reason is not Reason.DAILY]
    kept = worth_keeping(info.made_at for info in daily)
    for info in (*(each for each in daily if each.made_at not in kept), *others[KEPT_OTHERS:]):
        shutil.rmtree(info.path, ignore_errors=True)


def worth_keeping(moments: Iterable[datetime]) -> set[datetime]:
    """The newest of each of the latest 7 days, 4 weeks and 12 months that have any."""
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for most, period in (
        (KEPT_DAYS, lambda moment: moment.date()),
        (KEPT_WEEKS, lambda moment: moment.isocalendar()[:2]),
        (KEPT_MONTHS, lambda moment: (moment.year, moment.month)),
    ):
        first_of: dict[object, datetime] = {}
        for moment in newest_first:
            first_of.setdefault(period(moment), moment)
        kept.update(list(first_of.values())[:most])
    return kept


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def _or_failed(place: Path) -> Iterator[None]:
    try:
        with files.in_sentences(place):
            yield
    except (StorageTrouble, files.CannotWrite) as trouble:
        raise BackupFailed(trouble) from trouble


def _free_name(place: Path, name: str) -> Path:
    path, number = place / name, 1
    while path.exists():
        number += 1
        path = place / f"{name}-{number}"
    return path


def copy_tree(source: Path, target: Path) -> None:
    """Plain files and the folders they lie in: key store, library. Every file is forced to disk."""
    target.mkdir(mode=0o700)
    for path in sorted(source.rglob("*")):
        within = path.relative_to(source)
        if path.is_file() and not any(part.startswith(".") for part in within.parts):
            copy = target / within
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(copy, path.read_bytes())


def _enterprise(database: Path) -> str:
    with in_sentences(), closing(look(database)) as connection:
        row = connection.execute(
            "SELECT CASE short_name WHEN '' THEN name ELSE short_name END FROM enterprise"
        ).fetchone()
    return str(row[0]) if row else ""


def _file_name(name: str) -> str:
    return "".join(char for char in name if char >= " " and char not in _FORBIDDEN_IN_NAMES).strip(" .")[:40]


def _info_text(info: BackupInfo) -> bytes:
    said = {
        "made_at": info.made_at.isoformat(),
        "reason": info.reason.value,
        "enterprise": info.enterprise,
        "program": __version__,
        "schema": info.schema,
        "database_sha256": info.database_sha256,
        "photos": info.photos,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
