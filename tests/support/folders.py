"""A real data folder for any test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from ymh_desktop.services.ports import AuditTrail, NewId, Units
from ymh_desktop.storage import migrate
from ymh_desktop.storage.audit_trail import SqlAuditTrail
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.folder import DataFolder
from ymh_desktop.storage.unit_of_work import SqlUnits
from ymh_desktop.system.ids import TimeOrderedIds

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "alembic"
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

    folder: DataFolder
    database: Database
    units: Units
    trail: AuditTrail
    clock: FixedClock
    new_id: NewId


@contextmanager
def new_folder(tmp_path: Path, *, actor: str = "张三", via: str = "测试") -> Iterator[TestFolder]:
    """A fresh data folder below `tmp_path`, closed at the end. Chinese and a space in the path, as users have them."""
    folder = DataFolder(tmp_path / "张三 的数据")
    folder.make()
    migrate.create(folder.database, SCRIPTS)
    database = Database.open(folder.database)
    clock = FixedClock()
    units = SqlUnits(database, clock, lambda: actor, via)
    try:
        yield TestFolder(folder, database, units, SqlAuditTrail(database), clock, TimeOrderedIds())
    finally:
        database.close()
