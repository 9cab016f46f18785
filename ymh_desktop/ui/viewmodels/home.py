"""The home page: the next thing to do, then how things stand."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.backups import BackupReminder, backup_reminder
from ymh_desktop.services.home import HomePage, NextThing, home_page
from ymh_desktop.services.papers.statistics import percent
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.training.tasks import Coverage, coverage
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
    counted = Signal()  # everybody's ticks, a moment later

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._page: HomePage | None = None
        self.coverage: Coverage | None = None
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
        """查改率 of this quarter."""
        found = self._page.dangers if self._page else None
        if found is None or not found.registered:
            return Figure("本季度隐患查改率", "—", "本季度还没有登记过隐患。")
        beside = f"登记 {found.registered} 条，已销号 {found.closed} 条。"
        if found.not_due:
            beside = f"{beside[:-1]}；{found.not_due} 条还没到期限，也算在内。"
        return Figure("本季度隐患查改率", percent(found.rectification), beside)

    @property
    def punctual(self) -> Figure:
        """按期率 of this quarter."""
        found = self._page.dangers if self._page else None
        if found is None or not found.due:
            return Figure("本季度按期率", "—", "本季度还没有到期的隐患。")
        return Figure("本季度按期率", percent(found.punctuality), f"到期 {found.due} 条，按期改完 {found.on_time} 条。")

    @property
    def checked(self) -> Figure:
        """已查 and 应查 of this month."""
        found = self._page.checks if self._page else None
        if found is None or not found.required:
            waiting = found.waiting if found else 0
            beside = f"{waiting} 次还没到时间。" if waiting else "本月没有要查的。"
            return Figure("本月检查（已查 / 应查）", "—", beside)
        missed = f"漏查 {found.missed} 次" if found.missed else "没有漏查"
        beside = f"{missed}；{found.waiting} 次没到时间。" if found.waiting else f"{missed}。"
        tone = "error" if found.missed else ""
        return Figure("本月检查（已查 / 应查）", f"{found.done} / {found.required}", beside, tone)

    @property
    def reported(self) -> Figure:
        """线上报送率 of this quarter."""
        sent = self._page.reported if self._page else None
        if sent is None or not sent.due:
            return Figure("本季度线上报送率", "—", "本季度还没有导出过上报文件。")
        if sent.without_proof:
            beside = f"另有 {sent.without_proof} 次报送了但没有凭证，不算在 {sent.proved} 次里。"
        elif sent.not_sent:
            beside = f"导出了 {sent.not_sent} 份还没有记下交没交。"
        else:
            beside = "每次报送都有凭证。"
        return Figure("本季度线上报送率（有凭证 / 应报送）", f"{sent.proved} / {sent.due}", beside)

    @property
    def dangers(self) -> Figure:
        """Open hidden dangers, and how many are overdue."""
        page = self._page
        if page is None or not page.open_dangers:
            return Figure("没销号的隐患", "0", "目前没有要整改的。", "ok")
        overdue = f"其中 {page.overdue} 条超过了期限。" if page.overdue else "都没有超过期限。"
        return Figure("没销号的隐患", f"{page.open_dangers}", overdue, "error" if page.overdue else "")

    @property
    def planned(self) -> int:
        """Measures still to be added."""
        return self._page.planned_measures if self._page else 0

    def go(self, thing: NextThing) -> None:
        """Open the page where a thing is done."""
        self._context.navigate(thing.page, thing.argument if thing.step is None else thing.step)

    def show_level(self, level: RiskLevel) -> None:
        """The register with this level only."""
        self._context.navigate("register", level)

    def show_dangers(self) -> None:
        """The hidden dangers that wait, the overdue ones if there are any."""
        overdue = self._page is not None and self._page.overdue
        self._context.navigate("hidden_dangers", Standing.OVERDUE if overdue else Standing.OPEN)

    def show_quarter(self) -> None:
        """The statistics of this quarter."""
        self._context.navigate("statistics", self._page.quarter.code if self._page else None)

    def show_month(self) -> None:
        """The statistics of this month."""
        self._context.navigate("statistics", self._page.month.code if self._page else None)

    def show_planned(self) -> None:
        """The risks whose measures are still to be added."""
        self._context.navigate("register", Matter.PLANNED)

    def show_everybody(self) -> None:
        """人人有任务."""
        self._context.navigate("training", "tasks")

    def back_up(self) -> None:
        """To the settings, where the copy is made."""
        self._context.navigate("settings", "backup")

    def _came(self, read: tuple[HomePage, BackupReminder | None]) -> None:
        self._page, self.reminder = read
        self.loaded.emit()
        if self._page.enterprise:  # cards are made for it: the rest of the page need not wait
            self._context.tasks.run(partial(coverage, self._context.ports), self._counted)

    def _counted(self, found: Coverage) -> None:
        self.coverage = found
        self.counted.emit()


def _read(ports: Ports) -> tuple[HomePage, BackupReminder | None]:
    page = home_page(ports)
    return page, backup_reminder(ports) if page.enterprise else None
