"""The home page: the next thing to do, then how things stand."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.backups import BackupReminder, backup_reminder
from ymh_desktop.services.home import HomePage, NextThing, home_page
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.dangers import Standing
from ymh_desktop.ui.viewmodels.register import Matter


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it means; `beside` says what stands apart and is never subtracted."""

    name: str
    number: str
    beside: str = ""
    tone: str = ""


class HomeModel(QObject):
    """What the home page shows and where its buttons lead."""

    loaded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._page: HomePage | None = None
        self.reminder: BackupReminder | None = None

    def load(self) -> None:
        """Read anew; `loaded` follows."""
        self._context.tasks.run(lambda: _read(self._context.ports), self._came)

    @property
    def empty(self) -> bool:
        """Nothing was entered yet: only the first thing to do is shown."""
        return self._page is not None and not self._page.enterprise

    @property
    def next(self) -> NextThing | None:
        """The one thing to do now; None before the first reading."""
        return self._page.next if self._page else None

    @property
    def more(self) -> tuple[NextThing, ...]:
        """At most four others."""
        return self._page.more[:4] if self._page else ()

    @property
    def counts(self) -> tuple[tuple[RiskLevel, int], ...]:
        """How many risks per level, worst first."""
        return self._page.counts if self._page else ()

    @property
    def rectified(self) -> Figure:
        """查改率."""
        page = self._page
        if page is None or not page.rectified[1]:
            return Figure("隐患查改率", "—", "还没有登记过隐患。")
        closed, found = page.rectified
        beside = f"{found} 条里有 {page.not_due} 条还没到期限，也算在内。" if page.not_due else "没有还没到期限的。"
        return Figure("隐患查改率（已销号 / 已登记）", f"{closed} / {found}", beside)

    @property
    def reported(self) -> Figure:
        """线上报送率."""
        page = self._page
        if page is None or not page.reported[1]:
            return Figure("线上报送率", "—", "还没有导出过上报文件。")
        proved, due = page.reported
        open_ones = due - proved - page.without_proof
        if page.without_proof:
            beside = f"另有 {page.without_proof} 次报送了但没有凭证，不算在 {proved} 次里。"
        elif open_ones:
            beside = f"导出了 {open_ones} 次还没有记下交没交。"
        else:
            beside = "每次报送都有凭证。"
        return Figure("线上报送率（有凭证 / 应报送）", f"{proved} / {due}", beside)

    @property
    def dangers(self) -> Figure:
        """Open hidden dangers, and how many are overdue."""
        page = self._page
        if page is None or not page.open_dangers:
            return Figure("没销号的隐患", "0", "目前没有要整改的。", "ok")
        overdue = f"其中 {page.overdue} 条超过了期限。" if page.overdue else "都没有超过期限。"
        return Figure("没销号的隐患", f"{page.open_dangers}", overdue, "error" if page.overdue else "")

    @property
    def planned(self) -> Figure:
        """Measures still to be added."""
        count = self._page.planned_measures if self._page else 0
        return Figure("要新增的措施", f"{count}", "做好以后改成“已落实”。" if count else "没有等着做的。")

    def go(self, thing: NextThing) -> None:
        """Open the page where a thing is done."""
        self._context.navigate(thing.page, thing.step)

    def show_level(self, level: RiskLevel) -> None:
        """The register with this level only."""
        self._context.navigate("register", level)

    def show_dangers(self) -> None:
        """The hidden dangers that wait, the overdue ones if there are any."""
        overdue = self._page is not None and self._page.overdue
        self._context.navigate("hidden_dangers", Standing.OVERDUE if overdue else Standing.OPEN)

    def show_planned(self) -> None:
        """The risks whose measures are still to be added."""
        self._context.navigate("register", Matter.PLANNED)

    def back_up(self) -> None:
        """To the settings, where the copy is made."""
        self._context.navigate("settings", "backup")

    def _came(self, read: tuple[HomePage, BackupReminder | None]) -> None:
        self._page, self.reminder = read
        self.loaded.emit()


def _read(ports: Ports) -> tuple[HomePage, BackupReminder | None]:
    page = home_page(ports)
    return page, backup_reminder(ports) if page.enterprise else None
