"""A real data folder for any test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ymh_desktop.services.ports import AuditTrail, Backups, Doctor, NewId, Views
from ymh_desktop.storage.audit_trail import SqlAuditTrail
from ymh_desktop.storage.backup import DataCopies
from ymh_desktop.storage.doctor import FolderDoctor
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.folder import OpenFolder, open_for_work
from ymh_desktop.storage.layout import DataFolder
from ymh_desktop.storage.queries import SqlViews
from ymh_desktop.storage.restore import FolderBackups
from ymh_desktop.storage.unit_of_work import SqlUnits
from ymh_desktop.system.ids import TimeOrderedIds

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "alembic"
NAME = "张三 的数据"
CHINA = timezone(timedelta(hours=8))


class FixedClock:
    """Always the same time, until a test moves it."""

    def __init__(self, moment: datetime = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment set."""
        return self.moment

    def today(self) -> date:
        """Its day."""
        return self.moment.date()


@dataclass(frozen=True)
class TestFolder:
    """An open data folder with everything that a use case needs."""

    __test__ = False

    open: OpenFolder
    units: SqlUnits
    trail: AuditTrail
    views: Views
    backups: Backups
    doctor: Doctor
    clock: FixedClock
    new_id: NewId

    @property
    def folder(self) -> DataFolder:
        """What lies where."""
        return self.open.folder

    @property
    def database(self) -> Database:
        """The engines, for tests of storage itself."""
        return self.open.database


@cache
def _fresh_data() -> bytes:
    """The data file of a folder that was just made: every revision in turn takes a quarter of a second."""
    with TemporaryDirectory() as place:
        with new_folder(Path(place)) as made:
            path = made.folder.database
        return path.read_bytes()  # closed, so nothing of it stands in a log beside it


@contextmanager
def ready_folder(tmp_path: Path) -> Iterator[TestFolder]:
    """As `new_folder`, but a new one opens a copy of a data file that was made before."""
    path = DataFolder(tmp_path / NAME)
    if not path.database.exists():
        path.make()
        path.database.write_bytes(_fresh_data())
    with new_folder(tmp_path) as opened:
        yield opened


@contextmanager
def new_folder(
    tmp_path: Path,
    *,
    name: str = NAME,
    actor: str = "张三",
    via: str = "测试",
    clock: FixedClock | None = None,
) -> Iterator[TestFolder]:
    """A data folder below `tmp_path`, made or opened again, closed at the end. Chinese and a blank in its path."""
    clock = clock or FixedClock()
    with open_for_work(tmp_path / name, SCRIPTS, clock) as opened:
        units = SqlUnits(opened.database, clock, lambda: actor, via)
        copies = DataCopies(opened.folder, opened.database, clock, lambda passphrase: passphrase.encode())
        yield TestFolder(
            opened,
            units,
            SqlAuditTrail(opened.database),
            SqlViews(opened.database),
            FolderBackups(copies, SCRIPTS, units),
            FolderDoctor(opened.folder, opened.database, clock, lambda: (True, "没有签名密钥。")),
            clock,
            TimeOrderedIds(),
        )
