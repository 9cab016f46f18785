"""What `doctor` looks at, without changing anything. Every check gives one sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from ymh_desktop.domain.errors import UserError
from ymh_desktop.knowledge.parse import parse_module
from ymh_desktop.knowledge.shelves import OWN_PLACE, Shelves
from ymh_desktop.services import branding
from ymh_desktop.services.ports import Clock
from ymh_desktop.storage import migrate
from ymh_desktop.storage.audit_trail import SqlAuditTrail
from ymh_desktop.storage.backup import BY_HAND_AT, digest_of, found_in
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.layout import DataFolder
from ymh_desktop.storage.place import LITTLE_SPACE, MEGABYTE, free_bytes, sync_program
from ymh_desktop.storage.schema import HEAD
from ymh_desktop.storage.tables import METADATA

Finding = tuple[bool, str]
NAMES_PHOTOS = frozenset({"photo", "photos", "picture", "scan", "scans"})  # columns; no other may hold a photo
OLDEST_DAILY, OLDEST_OUTSIDE = timedelta(days=2), timedelta(days=8)  # a weekend and a weekly reminder fit in


@dataclass(frozen=True, slots=True)
class FolderDoctor:
    """Looks at one open data folder. `key_state` tries the signing key; it belongs to another way out."""

    folder: DataFolder
    database: Database
    clock: Clock
    key_state: Callable[[], Finding]

    def data_folder(self) -> Path:
        """Where the data lies."""
        return self.folder.path

    def findings(self) -> Iterator[Finding]:
        """(all right?, sentence) per check; a check that itself fails is a finding, not an error."""
        for check in (
            self._whole,
            self._schema,
            self._links,
            self._trail,
            self._photos,
            self._own_library,
            self._daily_backup,
            self._outside_backup,
            self._place,
            self.key_state,
        ):
            try:
                yield check()
            except UserError as trouble:
                yield False, f"{trouble.problem}{trouble.advice}"

    def _whole(self) -> Finding:
        with self.database.reader.connect() as connection:
            state = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if state == "ok":
            return True, "数据文件完整。"
        return False, "数据文件有损坏的地方。请马上备份到U盘，再从最近的备份恢复。"

    def _schema(self) -> Finding:
        found = migrate.revision_of(self.folder.database)
        return found == HEAD, f"数据格式 {found}，本程序使用 {HEAD}。"

    def _links(self) -> Finding:
        with self.database.reader.connect() as connection:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if not broken:
            return True, "记录之间的关联都对得上。"
        return False, f"有 {len(broken)} 处记录找不到它所属的记录。请导出诊断包，发给提供程序的人。"

    def _trail(self) -> Finding:
        trail = SqlAuditTrail(self.database)
        broken = trail.broken_at()
        if broken is None:
            newest = trail.entries(1)
            return True, f"修改留痕 {newest[0].number if newest else 0} 条，前后相连，没有被改动过。"
        return False, f"修改留痕从第 {broken} 条起对不上，可能有人绕过程序改过数据文件。"

    def _photos(self) -> Finding:
        with self.database.reader.connect() as connection:
            named = set(photos_named(connection))
        there = {photo.name: photo for photo in self.folder.photos.iterdir() if not photo.name.startswith(".")}
        troubles = []
        if missing := sorted(named - there.keys()):
            troubles.append(f"有 {len(missing)} 张照片找不到，第一张是 {missing[0]}。")
        if spoiled := sorted(name for name, photo in there.items() if digest_of(photo) != photo.stem):
            troubles.append(f"有 {len(spoiled)} 张照片文件损坏，第一张是 {spoiled[0]}。")
        if troubles:
            return False, f"{''.join(troubles)}可以从U盘备份的“photos”文件夹里找回。"
        orphans = len(there.keys() - named)
        return True, f"照片文件都完好。{f'有 {orphans} 张没有记录用到，不影响使用。' if orphans else ''}"

    def _own_library(self) -> Finding:
        own = Shelves(Path(), self.folder.library).own().values()
        faults = [
            replace(fault, file=f"{OWN_PLACE}/{path.name}") for path in own for fault in parse_module(path).faults
        ]
        if not faults:
            return True, "自己写的行业库内容都读得出来。"
        return False, f"自己写的行业库内容有 {len(faults)} 处读不出来，第一处是 {faults[0]}。其余照常能用。"

    def _daily_backup(self) -> Finding:
        found = found_in(self.folder.backups)
        if not found:
            return False, "还没有自动备份。下次打开程序时会自动做一份。"
        age = self.clock.now() - found[0].made_at
        return age <= OLDEST_DAILY, f"最近一次自动备份：{found[0].made_at:%Y-%m-%d %H:%M}。"

    def _outside_backup(self) -> Finding:
        with self.database.reader.connect() as connection:
            said = connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (BY_HAND_AT,)).scalar()
        if said is None:
            return False, "还没有备份到U盘。电脑坏了数据就找不回来，请每周点一次“备份到U盘”。"
        moment = datetime.fromisoformat(said)
        recent = self.clock.now() - moment <= OLDEST_OUTSIDE
        reminder = "" if recent else "已经超过一周，请再备份一次。"
        return recent, f"最近一次备份到U盘：{moment:%Y-%m-%d %H:%M}。{reminder}"

    def _place(self) -> Finding:
        free, name = free_bytes(self.folder.path), sync_program(self.folder.path)
        if name is not None:
            return False, f"数据文件夹在{name}的同步目录里，同步时可能弄坏数据，请移到别的文件夹。"
        room = f"磁盘还有 {free // MEGABYTE} MB 空间。"
        return free >= LITTLE_SPACE, room if free >= LITTLE_SPACE else f"{room}请腾出一些空间。"


def photos_named(connection: Connection) -> Iterator[str]:
    """Every photo that a record names, told by the names of the columns, and the firm's mark."""
    for table in METADATA.tables.values():
        for column in (column for column in table.columns if column.name in NAMES_PHOTOS):
            for said in filter(None, connection.scalars(select(column))):
                yield from (said,) if isinstance(said, str) else said
    mark = connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (branding.SETTING,)).scalar()
    yield from filter(None, (mark,))
