"""When the data was last copied to a place that does not burn with this PC, and when to remind of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ymh_desktop.services.ports import Ports

REMIND_AFTER_DAYS = 7
_ELSEWHERE = "backup.elsewhere"  # when 备份到U盘 last succeeded


@dataclass(frozen=True, slots=True)
class BackupReminder:
    """What to say. `days` is the age of the last copy, None when there never was one."""

    sentence: str
    advice: str
    days: int | None


def copy_elsewhere(ports: Ports, folder: Path, key_passphrase: str | None = None) -> Path:
    """备份到U盘: a verified copy in that folder, remembered for the reminder; raises UserError."""
    made = ports.backups.make(folder, key_passphrase=key_passphrase)
    with ports.units.write() as uow:
        uow.set_setting(_ELSEWHERE, ports.clock.now().isoformat())
        uow.commit()
    return made


def copied_elsewhere(ports: Ports) -> datetime | None:
    """When that last succeeded; None: never."""
    with ports.units.read() as uow:
        text = uow.setting(_ELSEWHERE)
    return datetime.fromisoformat(text) if text else None


def backup_reminder(ports: Ports) -> BackupReminder | None:
    """None while nothing is overdue: the daily copies are there, and one went to a stick within the week.

    A firm that has just begun is left in peace for its first week.
    """
    daily = ports.backups.all()
    newest = max((made for _, made in daily), default=None)
    outside = copied_elsewhere(ports)
    last = max((made for made in (newest, outside) if made), default=None)
    if last is None:
        return BackupReminder("数据还没有备份过。", "电脑坏了就找不回来，请插上U盘备份一次。", None)
    age = _days(ports, last)
    if age >= REMIND_AFTER_DAYS:
        return BackupReminder(f"已经 {age} 天没有备份了。", "请插上U盘备份一次，用完拔下来另外放好。", age)
    if outside is not None:
        age = _days(ports, outside)
    elif _days(ports, min(made for _, made in daily)) >= REMIND_AFTER_DAYS:
        return BackupReminder("还没有备份到U盘。", "现在的备份都在这台电脑里，电脑坏了会一起没有。", None)
    if age >= REMIND_AFTER_DAYS:
        return BackupReminder(f"已经 {age} 天没有备份到U盘了。", "请插上U盘备份一次，用完拔下来另外放好。", age)
    return None


def _days(ports: Ports, then: datetime) -> int:
    return (ports.clock.now() - then).days
