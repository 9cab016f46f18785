"""The four doors of the start page, and the backups that a chosen folder holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import moment_words
from ymh_desktop.services.enterprise import firm_facts
from ymh_desktop.ui.context import Context

MOST_SHOWN = 8


class NoBackupThere(UserError):
    """The chosen folder holds none."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"“{folder}”里没有找到备份。", "请选U盘上名为“双重预防备份”的文件夹，或者整个U盘。")


@dataclass(frozen=True, slots=True)
class Door:
    """A way to begin. `button` empty: not there yet, and `sentence` says what to do meanwhile."""

    id: str
    icon: str
    title: str
    sentence: str
    button: str = ""


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """A backup that can be put in place."""

    path: Path
    words: str


class StartModel(QObject):
    """`restore` puts a backup in place on the window's thread and may replace the window; None: not possible here."""

    found = Signal()
    asked = Signal(object)  # a FoundBackup: there is data already, ask first

    def __init__(self, context: Context, restore: Callable[[Path], None] | None) -> None:
        super().__init__()
        self._context = context
        self._restore = restore
        self.backups: tuple[FoundBackup, ...] = ()

    def doors(self) -> tuple[Door, ...]:
        """In the order in which they are shown."""
        elsewhere = "这里现在不能恢复。请先点“自己做”，再到“设置”里恢复备份。"
        return (
            Door("own", "pencil", "自己做", "跟着七步走：选行业、到现场看、定等级，最后打印。随时可以停下。", "开始"),
            Door(
                "expert",
                "file-text",
                "打开专家给的文件",
                "专家把辨识结果做成一个签名文件发给您，打开看过再采用。",
                "选专家的文件",
            ),
            Door(
                "excel",
                "file-spreadsheet",
                "已有Excel台账，导入",
                "Excel 或 csv 都行，不用重新录。先看预览，再决定要不要。",
                "选台账",
            ),
            Door(
                "restore",
                "archive",
                "从备份恢复",
                "换了电脑或者重装过，把U盘上的备份接着用。" if self._restore else elsewhere,
                "选备份所在的文件夹" if self._restore else "",
            ),
        )

    def look_in(self, folder: Path) -> None:
        """Look for backups in a folder; `found` follows, or a notice says that there are none."""
        backups = self._context.ports.backups

        def came(listed: tuple[tuple[Path, datetime], ...]) -> None:
            self.backups = tuple(FoundBackup(path, moment_words(at)) for path, at in listed[:MOST_SHOWN])
            self.found.emit()
            if not self.backups:
                self._context.notices.show(NoBackupThere(folder.name or str(folder)))

        self._context.tasks.run(partial(backups.found, folder), came)

    def choose(self, backup: FoundBackup) -> None:
        """This one: at once into an empty folder, after a question when there is data."""
        ports = self._context.ports
        self._context.tasks.run(
            lambda: firm_facts(ports).enterprise is None,
            lambda empty: self.put_back(backup) if empty else self.asked.emit(backup),
        )

    def put_back(self, backup: FoundBackup) -> None:
        """Put it in place once everything that was begun has ended."""
        self._context.tasks.run(_nothing, lambda _: self._put_back(backup))

    def _put_back(self, backup: FoundBackup) -> None:
        if self._restore is None:
            return
        try:
            self._restore(backup.path)
        except UserError as error:
            self._context.notices.show(error)


def _nothing() -> None:
    """Work that only waits its turn."""
