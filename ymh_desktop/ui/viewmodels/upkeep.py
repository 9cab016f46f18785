"""设置, 数据: where it lies, copying it to a stick, going back to a copy, looking whether all is well."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStorageInfo, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import moment_words
from ymh_desktop.services.backups import copied_elsewhere, copy_elsewhere
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.all_lists import all_lists
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context

MOST_SHOWN = 8
SHORTEST_PASSPHRASE = 8
_STICKS = ("/media/", "/run/media/", "/mnt/")


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What the page shows."""

    folder: Path
    backups: tuple[tuple[Path, datetime], ...]
    elsewhere: datetime | None
    has_key: bool


def upkeep(ports: Ports) -> Upkeep:
    """Read it."""
    backups = ports.backups.all()[:MOST_SHOWN]
    return Upkeep(ports.doctor.data_folder(), backups, copied_elsewhere(ports), ports.packages.key() is not None)


def usual_stick() -> Path:
    """Where a stick is, if one is plugged in; else the user's own folder."""
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        drive = len(root) == 3 and root[1] == ":" and not root.upper().startswith("C")
        if (drive or root.startswith(_STICKS)) and volume.isReady() and not volume.isReadOnly():
            return Path(root)
    return Path.home()


def check_passphrase(words: str) -> None:
    """Raises UserError when it is too short to protect a key."""
    if len(words) < SHORTEST_PASSPHRASE:
        raise UserError(f"口令太短，至少要 {SHORTEST_PASSPHRASE} 个字。", "请换一个长一些、自己记得住的口令。")


class UpkeepModel(QObject):
    """`diagnose` writes a diagnosis file; None: not possible here."""

    loaded = Signal()
    copied = Signal()
    checked = Signal(object)  # tuple of (all right?, sentence)

    def __init__(self, context: Context, diagnose: Callable[[Path], None] | None) -> None:
        super().__init__()
        self._context = context
        self._diagnose = diagnose
        self.state: Upkeep | None = None

    @property
    def can_diagnose(self) -> bool:
        """Whether a diagnosis file can be written."""
        return self._diagnose is not None

    @property
    def last_copy(self) -> str:
        """When the data last left this PC, in a sentence."""
        if self.state is None or self.state.elsewhere is None:
            return "还没有备份到U盘过。电脑坏了或丢了，资料就找不回来。"
        age = (self._context.ports.clock.now() - self.state.elsewhere).days
        when = f"上次备份到U盘：{moment_words(self.state.elsewhere)}"
        return f"{when}，今天。" if age < 1 else f"{when}，{age} 天前。"

    def load(self) -> None:
        """Read anew."""
        self._context.tasks.run(partial(upkeep, self._context.ports), self._came)

    def copy_to(self, folder: Path, passphrase: str | None = None) -> None:
        """备份到U盘."""
        ports = self._context.ports

        def made(path: Path) -> None:
            said = f"已备份到 {path}"
            if self.state is not None and _same_disk(self.state.folder, path):
                said += "。它和原来的资料在同一块硬盘上，硬盘坏了会一起没有，请再备份一份到U盘。"
            self._context.notices.say(said)
            self.copied.emit()
            self.load()

        self._context.tasks.run_long("正在备份", lambda progress: copy_elsewhere(ports, folder, passphrase), made)

    def look_over(self) -> None:
        """检查数据; `checked` follows."""
        doctor = self._context.ports.doctor
        self._context.tasks.run_long("正在检查数据", lambda progress: tuple(doctor.findings()), self.checked.emit)

    def write_lists(self, path: Path) -> None:
        """Every list as one workbook."""
        ports = self._context.ports

        def work() -> None:
            ports.files.write(path, ports.renderer.excel(all_lists(ports, open_book(ports))))

        self._context.tasks.run_long(
            "正在导出全部清单", lambda _: work(), lambda _: self._context.notices.say(f"已存好：{path.name}")
        )

    def write_diagnosis(self, path: Path) -> None:
        """导出诊断包."""
        diagnose = self._diagnose
        if diagnose is None:
            return
        self._context.tasks.run_long(
            "正在导出诊断包",
            lambda progress: diagnose(path),
            lambda _: self._context.notices.say(f"诊断包已存到 {path.name}"),
        )

    def diagnosis_name(self) -> str:
        """诊断包_20261123_0930.zip."""
        return f"诊断包_{self._context.ports.clock.now():%Y%m%d_%H%M}.zip"

    def _came(self, found: Upkeep) -> None:
        self.state = found
        self.loaded.emit()


def _same_disk(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return False
