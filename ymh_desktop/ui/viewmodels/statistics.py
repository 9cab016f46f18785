"""数字统计: the figures of a period, their pictures, and the rows behind each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.danger_figures import Matter
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.report_periods import (
    PeriodKind,
    ReportPeriod,
    month_of,
    quarter_of,
    read_period,
    stretch,
    year_of,
)
from ymh_desktop.services.enterprise import NoEnterprise
from ymh_desktop.services.home import nothing_recorded
from ymh_desktop.services.papers.catalogue import Paper
from ymh_desktop.services.papers.statistics import percent, statistics_table
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.statistics import (
    Behind,
    CheckMatter,
    CheckRows,
    DangerRows,
    PackageRows,
    RiskRows,
    Rows,
    Statistics,
    monthly_wanted,
    rows_behind,
    set_levels_handled,
    set_words,
    statistics,
    words_of,
)
from ymh_desktop.services.statistics.charts import Picture, pictures
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import Unkept

_WORDS, _DAYS = "words", "days"
NO_MONTHLY = "法规要的是季度和年度统计表。镇里或部门要每月报的，在“设置”里打开月度统计表，这里就能打印。"


class PeriodChoice(Enum):
    """What is offered first; OWN takes any two days."""

    THIS_MONTH = "本月"
    THIS_QUARTER = "本季度"
    THIS_YEAR = "本年"
    LAST_MONTH = "上个月"
    LAST_QUARTER = "上季度"
    LAST_YEAR = "去年"
    OWN = "自己选日期"


def period_of(choice: PeriodChoice, today: date) -> ReportPeriod:
    """The period that a choice means today; OWN begins as this month."""
    match choice:
        case PeriodChoice.THIS_QUARTER:
            return quarter_of(today)
        case PeriodChoice.THIS_YEAR:
            return year_of(today)
        case PeriodChoice.LAST_MONTH:
            return month_of(today).before()
        case PeriodChoice.LAST_QUARTER:
            return quarter_of(today).before()
        case PeriodChoice.LAST_YEAR:
            return year_of(today).before()
        case PeriodChoice.OWN:
            return stretch(today.replace(day=1), today)
        case _:
            return month_of(today)


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a card with the rows it stands for. `bad` ones are shown so when they are not 0."""

    name: str
    number: int
    behind: Behind
    bad: bool = False


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure and what it is made of; `beside` says how it is reckoned."""

    name: str
    number: str
    beside: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one period. `monthly` says whether a table for a month may be printed."""

    figures: Statistics
    words: str
    monthly: bool


def read(ports: Ports, period: ReportPeriod) -> Read | None:
    """None before there is anything to count, whatever the period: its choice is not to be had then."""
    if nothing_recorded(ports):
        return None
    try:
        return Read(statistics(ports, period), words_of(ports, period), monthly_wanted(ports))
    except NoEnterprise:
        return None


class StatisticsModel(QObject):
    """Reads on every visit, on every other period, and when records change while it is open."""

    loaded = Signal()
    listed = Signal(object)  # Rows
    faulted = Signal(str)  # why a period cannot be; empty takes it back

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._read: Read | None = None
        self._behind: Behind | None = None
        self.choice = PeriodChoice.THIS_QUARTER
        self.period = period_of(self.choice, context.ports.clock.today())
        self.ready = False
        self._unkept = Unkept(context, "statistics")

    # ---- what it shows ----

    @property
    def figures(self) -> Statistics | None:
        """The figures of the period; None before the first reading, or while nothing is recorded."""
        return self._read.figures if self._read else None

    @property
    def head(self) -> str:
        """2026年第三季度：2026-07-01 至 2026-09-30."""
        found = self.figures
        if found is None:
            return ""
        words = f"{found.period.first} 至 {found.period.last}"
        if found.period.kind is not PeriodKind.STRETCH:
            words = f"{found.period.name}（{words}）"
        return words if found.over else f"{words}，还没过完，数字统计到 {found.as_of}"

    @property
    def cards(self) -> tuple[FigureCard, ...]:
        """The large figures."""
        found = self.figures
        return () if found is None else _cards(found)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The charts."""
        found = self.figures
        return () if found is None else pictures(found)

    @property
    def words(self) -> str:
        """What the enterprise wrote about the period."""
        return self._read.words if self._read else ""

    @property
    def unkept_words(self) -> str:
        """What was written there instead and could not be kept; empty for nothing."""
        return self._unkept.words(_WORDS, self.period.code)

    @property
    def refusal(self) -> str:
        """Why no table of this period is printed; empty when it is."""
        monthly = self._read is not None and self._read.monthly
        return NO_MONTHLY if self.period.kind is PeriodKind.MONTH and not monthly else ""

    # ---- what can be done ----

    def load(self) -> None:
        """Read anew; `loaded` follows, and `listed` when rows were open."""
        self._read_period()
        if self._behind is not None:
            self.list_rows(self._behind)

    def choose(self, choice: PeriodChoice) -> None:
        """Another period."""
        self.choice = choice
        self._show(period_of(choice, self._context.ports.clock.today()))

    def choose_days(self, first: date, last: date) -> None:
        """Any two days; `faulted` when they cannot be."""
        try:
            period = stretch(first, last)
        except UserError as error:
            self._unkept.keep(_DAYS, f"{first} {last}")
            self.faulted.emit(f"{error.problem}{error.advice}")
            return
        self.choice = PeriodChoice.OWN
        self._show(period)

    @property
    def refused_days(self) -> tuple[date, date] | None:
        """Two days that were chosen and cannot be a period; None for none."""
        written = self._unkept.words(_DAYS).split()
        if len(written) != 2:
            return None
        first, last = map(date.fromisoformat, written)
        return first, last

    def choose_code(self, code: str) -> None:
        """2026Q3, 2026-09 or 2026; raises WrongPeriod."""
        self.choose_period(read_period(code))

    def choose_period(self, period: ReportPeriod) -> None:
        """This one, called as it is offered if it is."""
        self._name(period)
        self._show(period)

    def _name(self, period: ReportPeriod) -> None:
        today = self._context.ports.clock.today()
        same = (choice for choice in PeriodChoice if period_of(choice, today) == period)
        self.choice, self.period = next(same, PeriodChoice.OWN), period

    def set_words(self, words: str, failed: Callable[[UserError], None]) -> None:
        """Keep what the enterprise writes about this period."""
        work = partial(set_words, self._context.ports, self.period, words)
        self._context.tasks.run(work, lambda _: None, failed)

    def refuse_words(self, words: str) -> None:
        """They will not do, and stand in the field: a draft. Empty: something else stands there now."""
        self._unkept.keep(_WORDS, words, self.period.code)

    def list_rows(self, behind: Behind) -> None:
        """Read the rows behind a figure; `listed` follows."""
        self._behind = behind
        self._context.tasks.run(partial(rows_behind, self._context.ports, behind), self._listed)

    def open_rows(self, behind: Behind) -> None:
        """Rows that were asked for elsewhere: these first, the figures of their period after them."""
        self._unkept.keep(_DAYS, "")
        self._name(behind.period)
        self.list_rows(behind)
        self._read_period()

    def close_rows(self) -> None:
        """They are not looked at any more."""
        self._behind = None

    @property
    def shows_changes(self) -> bool:
        """Whether the rows are risks whose level changed, which asks for other papers."""
        return isinstance(self._behind, RiskRows) and self._behind.level is None

    def handle_levels(self) -> None:
        """Papers were changed and people told: the home page does not ask any more."""
        self._context.tasks.run(
            partial(set_levels_handled, self._context.ports),
            lambda _: self._context.notices.say("记下了，首页不再提醒这些变化。"),
        )

    def print_table(self) -> None:
        """To the preview, from where it is printed, saved, or made a spreadsheet."""
        period = self.period
        paper = Paper(
            f"statistics-{period.code}",
            f"隐患排查治理统计分析表（{period.name}）",
            "主要负责人签字后报送",
            lambda ports, book: statistics_table(ports, period),
            excel=True,
        )
        self._context.navigate("papers", paper)

    def open_settings(self) -> None:
        """Where the monthly table is opened."""
        self._context.navigate("settings", "firm")

    def open_danger(self, danger_id: str) -> None:
        """One hidden danger."""
        self._context.navigate("hidden_dangers", danger_id)

    def open_risk(self, hazard_id: str) -> None:
        """One risk of the register."""
        self._context.navigate("register", hazard_id)

    def begin(self) -> None:
        """To where the first record is made."""
        self._context.navigate("identification")

    def open_reporting(self) -> None:
        """What was sent to the department."""
        self._context.navigate("reporting")

    @property
    def today(self) -> date:
        """The day on which rows are looked at."""
        return self._context.ports.clock.today()

    def _show(self, period: ReportPeriod) -> None:
        self._unkept.keep(_DAYS, "")
        self.faulted.emit("")
        self._behind = None
        self.period = period
        self.load()

    def _read_period(self) -> None:
        self._unkept.load()
        self._context.tasks.run(partial(read, self._context.ports, self.period), self._came)

    def _came(self, found: Read | None) -> None:
        if found is not None and found.figures.period != self.period:
            return  # another one was chosen meanwhile
        self.ready, self._read = True, found
        self.loaded.emit()

    def _listed(self, rows: Rows) -> None:
        if self._behind is not None:
            self.listed.emit(rows)


# ---- the cards -------------------------------------------------------------------------------------------------------


def _cards(found: Statistics) -> tuple[FigureCard, ...]:
    return (
        _rectified(found),
        _punctual(found),
        _checked(found),
        _left(found),
        _repeated(found),
        _reported(found),
    )


def _part(found: Statistics, name: str, matter: Matter, *, bad: bool = False) -> Part:
    return Part(name, found.all[matter], DangerRows(found.period, matter), bad)


def _rectified(found: Statistics) -> FigureCard:
    figures = found.all.figures
    parts = [
        _part(found, "登记", Matter.REGISTERED),
        _part(found, "已销号", Matter.CLOSED),
        _part(found, "没到期限", Matter.NOT_DUE),
        _part(found, "超期", Matter.OVERDUE, bad=True),
    ]
    if figures.awaiting_authority:
        parts.append(_part(found, "待部门核销", Matter.AWAITING_AUTHORITY))
    rate = percent(figures.rectification)
    return FigureCard("隐患查改率", rate, "已销号 ÷ 登记，没到期限的也算在内", tuple(parts))


def _punctual(found: Statistics) -> FigureCard:
    parts = (
        _part(found, "到期", Matter.DUE),
        _part(found, "按期改完", Matter.ON_TIME),
        _part(found, "没按期", Matter.LATE, bad=True),
        _part(found, "延过期", Matter.EXTENDED),
    )
    return FigureCard("按期率", percent(found.all.figures.punctuality), "按期改完 ÷ 到期", parts)


def _checked(found: Statistics) -> FigureCard:
    checks = found.checks

    def part(name: str, matter: CheckMatter, number: int, *, bad: bool = False) -> Part:
        return Part(name, number, CheckRows(found.period, matter), bad)

    parts = (
        part("应查", CheckMatter.REQUIRED, checks.required),
        part("已查", CheckMatter.DONE, checks.done),
        part("漏查", CheckMatter.MISSED, checks.missed, bad=True),
        part("迟查", CheckMatter.LATE, checks.late),
        part("补录", CheckMatter.LATE_ENTRIES, checks.late_entries),
        part("没到时间", CheckMatter.WAITING, checks.waiting),
        part("异常项", CheckMatter.ABNORMAL, checks.abnormal),
    )
    number = f"{checks.done} / {checks.required}" if checks.required else "—"
    return FigureCard("检查（已查 / 应查）", number, "没到时间的不算应查", parts)


def _left(found: Statistics) -> FigureCard:
    left = found.all[Matter.OPEN_AT_END]
    parts = (
        _part(found, "以前留下", Matter.CARRIED_OVER),
        _part(found, "这段销号", Matter.CLOSED_WITHIN),
        _part(found, "没销号", Matter.OPEN_AT_END),
        _part(found, "其中超期", Matter.OVERDUE_AT_END, bad=True),
    )
    return FigureCard("期末没销号的隐患", f"{left}", "以前留下 ＋ 登记 － 这段销号", parts)


def _repeated(found: Statistics) -> FigureCard:
    parts = (
        _part(found, "第2次及以上", Matter.REPEATED),
        _part(found, "当场整改", Matter.ON_THE_SPOT),
    )
    again = found.all[Matter.REPEATED]
    return FigureCard("反复出现的隐患", f"{again}", "同样的事又发现了，要找原因", parts)


def _reported(found: Statistics) -> FigureCard:
    sent = found.reporting
    parts = (
        Part("应报送", sent.due, PackageRows(found.period)),
        Part("有凭证", sent.proved, PackageRows(found.period, proved=True)),
        Part("报了没凭证", sent.without_proof, PackageRows(found.period, proved=False)),
    )
    return FigureCard("线上报送率", percent(sent.rate), "有凭证 ÷ 应报送，没凭证的不算", parts)
