"""Bring a data file to the schema of this program without ever risking what is in it.

The order matters: look (read only) → backup, verified → own connection with foreign keys off → BEGIN IMMEDIATE →
Alembic in batch mode → foreign key check → integrity check → row counts as the migrations declare → commit. On any
fault everything is rolled back, and the sentence says where the backup is.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ymh_desktop.domain.errors import UserError
from ymh_desktop.storage.engine import look, migration_engine
from ymh_desktop.storage.errors import DamagedDatabase, StorageTrouble, in_sentences
from ymh_desktop.storage.schema import HEAD, REVISIONS

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = "alembic_version"
Counts = Mapping[str, int]


class DatabaseTooNew(UserError):
    """The file was saved by a later version; opening it could lose what that version added."""

    def __init__(self, found: str, ours: str) -> None:
        super().__init__(
            f"这份数据由更高版本的程序保存（数据格式 {found}，本程序是 {ours}）。",
            "请先升级程序再打开；文件没有被改动。",
        )


class NotOurDatabase(UserError):
    """A sound SQLite file that another program made."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"“{path.name}”不是双重预防桌面版的数据文件。", "请换一个数据文件夹；文件没有被改动。")


class MigrationFailed(UserError):
    """The upgrade was rolled back; the file is as it was."""

    def __init__(self, reason: str, backup: Path | None) -> None:
        kept = f"升级前的备份在：{backup}。" if backup else ""
        super().__init__(
            f"数据升级没有成功（{reason}），已经全部退回，数据还是升级前的样子。",
            f"{kept}请先用原来的版本继续工作，并把“导出诊断包”得到的文件发给提供程序的人。",
        )


class _Mismatch(Exception):
    """A check after the migration did not hold; the text goes into the sentence."""


def revision_of(path: Path) -> str | None:
    """The revision that the file bears; None for a file without any table. Opens it for reading only.

    Raises DamagedDatabase, NotOurDatabase, or another StorageTrouble.
    """
    with in_sentences(), closing(look(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        if VERSION_TABLE not in tables:
            raise NotOurDatabase(path)
        found = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
        if found is None:
            raise NotOurDatabase(path)
        return str(found[0])


def check_whole(path: Path) -> None:
    """Raise DamagedDatabase unless SQLite finds the file well formed. Fast: 15 ms for 10,000 records."""
    with in_sentences(), closing(look(path)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedDatabase


def is_current(path: Path, line: Sequence[str] | None = None) -> bool:
    """True when nothing needs to be done; False when `upgrade` must run first; raises DatabaseTooNew.

    `line` are the revisions of another data file than the enterprise's, oldest first.
    """
    found, known = revision_of(path), line or REVISIONS
    if found is not None and found not in known:
        raise DatabaseTooNew(found, known[-1] if line else HEAD)
    return found == (known[-1] if line else HEAD)


def make_current(path: Path, scripts: Path, make_backup: Callable[[], Path], line: Sequence[str] | None = None) -> None:
    """Make the data file, or look whether it is whole and bring it to this program's schema, as `upgrade` does."""
    if not path.exists():
        create(path, scripts)
        return
    check_whole(path)
    if revision_of(path) is None:
        # A power cut may leave an empty file behind when the very first start is cut short.
        create(path, scripts)
        return
    upgrade(path, scripts, make_backup, line)


def create(path: Path, scripts: Path) -> None:
    """Make a new data file with all tables. Leaves no file behind when that fails."""
    try:
        _run(path, scripts, create=True)
    except BaseException:
        for leftover in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))):
            leftover.unlink(missing_ok=True)
        raise


def upgrade(path: Path, scripts: Path, make_backup: Callable[[], Path], line: Sequence[str] | None = None) -> None:
    """Bring an older file to this program's schema; raises MigrationFailed with the file as it was.

    `scripts` is the folder alembic/ of the source tree or the build. `make_backup` must return a verified copy.
    """
    if is_current(path, line):
        return
    backup = make_backup()
    try:
        _run(path, scripts, create=False)
    except StorageTrouble as trouble:
        raise MigrationFailed(trouble.problem.rstrip("。"), backup) from trouble
    except _Mismatch as mismatch:
        raise MigrationFailed(str(mismatch), backup) from mismatch
    except Exception as error:
        # Whatever a migration raises, the user needs the same two facts; the log has the rest.
        raise MigrationFailed(f"错误类型 {type(error).__name__}", backup) from error


def _run(path: Path, scripts: Path, *, create: bool) -> None:
    from alembic import command

    config = _config(scripts)
    engine = migration_engine(path, create=create)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            before = _counts(connection)
            expected = _expected(config, None if create else revision_of(path), before)
            command.upgrade(config, "head")
            _check(connection, expected)
    finally:
        engine.dispose()


def _config(scripts: Path) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _expected(config: "Config", found: str | None, counts: Counts) -> Counts:
    """What the migrations on the way declare. One that says nothing keeps every count and fills no new table.

    A migration declares with `def rows(before: Mapping[str, int]) -> Mapping[str, int]` in its module.
    """
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory.from_config(config).iterate_revisions("head", found or "base")
    for step in reversed(list(steps)):
        declared = getattr(step.module, "rows", None)
        if declared is not None:
            counts = declared(counts)
    return counts


def _counts(connection: Connection) -> Counts:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).scalars()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
        for name in names.all()
        if name != VERSION_TABLE
    }


def _check(connection: Connection, expected: Counts) -> None:
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        raise _Mismatch(f"表 {orphan[0]} 里有记录找不到它所属的记录")
    state = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if state != "ok":
        raise _Mismatch("完整性检查没有通过")
    found = _counts(connection)
    for name in sorted({*found, *expected}):
        if found.get(name, 0) != expected.get(name, 0):
            raise _Mismatch(f"表 {name} 应有 {expected.get(name, 0)} 行，升级后是 {found.get(name, 0)} 行")
