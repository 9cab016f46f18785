"""数字统计: a period, its figures and charts; each of them opens the rows that it counts."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.submissions import Submission
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.figures import DueLine
from ymh_desktop.services.statistics import LONGEST_WORDS, Behind, CheckRows, DangerRows, PackageRows, RiskRows, Rows
from ymh_desktop.services.statistics.behind import RiskLine
from ymh_desktop.services.statistics.charts import Picture
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.dangers import danger_row
from ymh_desktop.ui.viewmodels.statistics import FigureCard, PeriodChoice, StatisticsModel
from ymh_desktop.ui.views.hidden_dangers import COLUMNS as DANGER_COLUMNS
from ymh_desktop.ui.widgets import (
    Button,
    Card,
    CardGrid,
    Combo,
    DateField,
    EmptyState,
    Field,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    empty,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import WithBack, children, hide_unless, scrolling
from ymh_desktop.ui.widgets.charts import ChartView

Ask = Callable[[Behind, str], None]  # rows, and the name of what was pressed

_PER_LINE = 3
_LEAST_CARD = 300
_LEAST_CHART = 440


class StatisticsPage(Page):
    """Two faces: the figures, and the rows behind one of them.

    The argument of a visit is the code of a period, or rows, which open at once with the figures of their period.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.model = StatisticsModel(context)
        self._overview: Overview | None = None
        self._rows: RowsView | None = None
        self.faces = QStackedWidget()
        self.body.addWidget(self.faces, 1)
        self.model.loaded.connect(self._show)
        context.records.recordsChanged.connect(self._changed)

    @cached_property
    def nothing(self) -> EmptyState:
        """What stands there while nothing is recorded."""
        hint = "做完风险辨识、开始检查以后，这里就有统计。"
        made = EmptyState("chart-column", "还没有数字", hint, "去做风险辨识", self.model.begin)
        self.faces.addWidget(made)
        return made

    @property
    def overview(self) -> "Overview":
        """The figures, built on first use."""
        if self._overview is None:
            self._overview = Overview(self.model)
            self._overview.rows_asked.connect(self._list)
            self.faces.addWidget(self._overview)
        return self._overview

    @property
    def rows(self) -> "RowsView":
        """The rows behind a figure, built on first use."""
        if self._rows is None:
            self._rows = RowsView(self.model)
            self._rows.back_asked.connect(self._back)
            self.faces.addWidget(self._rows)
        return self._rows

    def opened(self, argument: object = None) -> None:
        """Read anew; the rows that were open stay open."""
        if isinstance(argument, str):
            self._back()
            self.model.choose_code(argument)
        elif isinstance(argument, DangerRows | CheckRows | RiskRows | PackageRows):
            self.model.open_rows(argument)
            self.faces.setCurrentWidget(self.rows)
        else:
            if self.faces.currentWidget() is None:
                self.faces.setCurrentWidget(self.overview)
            self.model.load()

    def left(self) -> None:
        """Hand over what is being typed."""
        if self._overview is not None:
            self._overview.settle()

    def take_focus(self) -> None:
        """On the period, or on the rows."""
        face = self.faces.currentWidget()
        if self._rows is not None and face is self._rows:
            self._rows.take_focus()
        elif isinstance(face, EmptyState) and face.button is not None:
            face.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._overview is not None:
            self._overview.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _list(self, behind: Behind) -> None:
        self.model.list_rows(behind)
        self.faces.setCurrentWidget(self.rows)

    def _back(self) -> None:
        self.model.close_rows()
        self.faces.setCurrentWidget(self.overview)
        self.overview.focus_again()

    def _show(self) -> None:
        if self.model.figures is None:
            self.faces.setCurrentWidget(self.nothing)
        elif isinstance(self.faces.currentWidget(), EmptyState):
            self.faces.setCurrentWidget(self.overview)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load()


class Overview(QWidget):
    """Period and buttons stay, figures and charts scroll."""

    rows_asked = Signal(object)  # Behind

    def __init__(self, model: StatisticsModel) -> None:
        super().__init__()
        self._model = model
        self._left_at = ""
        self.choice = Combo("统计哪一段时间", [(each, each.value) for each in PeriodChoice])
        self.first, self.last = DateField("从哪天"), DateField("到哪天")
        self._own = QWidget()
        self._own.setLayout(row(self.first, text("到", "secondary"), self.last, spacing=6))
        self._own.hide()
        self.head = text("", "secondary", wrap=True)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        self.print = PrimaryButton("打印统计表", icon="printer", on=model.print_table)
        self.hint = text("", "hint", wrap=True)
        self.settings = LinkButton("去设置", name="去设置里打开月度统计表", on=model.open_settings)
        self._refused = QWidget()
        self._refused.setLayout(row(self.hint, self.settings, spacing=8))
        self._refused.hide()
        self.cards = CardGrid(least_width=_LEAST_CARD)
        self.charts = column(spacing=12)
        self.words = Analysis(model)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.setSpacing(14)
        content.addWidget(self.cards)
        content.addLayout(self.charts)
        content.addWidget(self.words)
        content.addStretch(1)
        bar = row(self.choice, self._own, self.head, self.print, spacing=12)
        bar.setStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.fault)
        layout.addWidget(self._refused)
        layout.addWidget(scrolling(inside), 1)
        self.choice.currentIndexChanged.connect(self._chosen)
        self.first.dateChanged.connect(self._days)
        self.last.dateChanged.connect(self._days)
        model.loaded.connect(self._show)
        model.faulted.connect(self._fault)
        if model.ready:  # built after the first reading, on the way back from rows
            self._show()

    def settle(self) -> None:
        """Hand over what is being typed."""
        self.words.settle()

    def focus_again(self) -> None:
        """Where one was before the rows were opened."""
        for widget in children(self, QWidget):
            if self._left_at and widget.accessibleName() == self._left_at:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> None:
        choice = self.choice.chosen
        assert isinstance(choice, PeriodChoice)
        self.settle()
        self._model.choose(choice)

    def _days(self) -> None:
        self.settle()
        self._model.choose_days(self.first.day, self.last.day)

    def _fault(self, words: str) -> None:
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def _show(self) -> None:
        model = self._model
        refused = model.refused_days
        choice = PeriodChoice.OWN if refused else model.choice
        first, last = refused or (model.period.first, model.period.last)
        self.choice.choose(choice)
        self.first.set_day(first)
        self.last.set_day(last)
        self._own.setVisible(choice is PeriodChoice.OWN)
        if refused:
            model.choose_days(first, last)  # told again why they will not do
        self.head.setText(model.head)
        self.hint.setText(model.refusal)
        self._refused.setVisible(bool(model.refusal))
        self.print.setEnabled(not model.refusal)
        self.cards.clear()
        for card in model.cards:
            self.cards.add(_FigureCard(card, self._ask))
        self._show_charts()
        self.words.show_words()

    def _show_charts(self) -> None:
        empty(self.charts)
        beside: CardGrid | None = None
        for picture in self._model.pictures:
            section = _ChartCard(picture, self._ask)
            if not picture.chart.lying:
                self.charts.addWidget(section)
                continue
            if beside is None:
                beside = CardGrid(least_width=_LEAST_CHART)
                self.charts.addWidget(beside)
            beside.add(section)

    def _ask(self, behind: Behind, asker: str) -> None:
        self._left_at = asker
        self.rows_asked.emit(behind)


class _FigureCard(Card):
    """One figure; under it the numbers it is made of, each of which opens its rows."""

    def __init__(self, card: FigureCard, ask: Ask) -> None:
        super().__init__(margins=(16, 12, 12, 10))
        self.body.setSpacing(4)
        number = text(card.number, "number")
        self.body.addLayout(row(text(card.name, "label"), None, number, spacing=8))
        self.body.addWidget(text(card.beside, "hint", wrap=True))
        grid = QGridLayout()
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setSpacing(0)
        for place, part in enumerate(card.parts):
            words = f"{part.name} {part.number}"
            look = "link-danger" if part.bad and part.number else ""
            name = f"{card.name}：{words}"
            button = LinkButton(words, name=name, on=partial(ask, part.behind, name), look=look)
            button.setEnabled(part.number > 0)
            button.setProperty("flush", place % _PER_LINE == 0)  # in line with the words above
            grid.addWidget(button, place // _PER_LINE, place % _PER_LINE, Qt.AlignmentFlag.AlignLeft)
        for place in range(_PER_LINE):
            grid.setColumnStretch(place, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)


class _ChartCard(Section):
    """A chart with its title and its note."""

    def __init__(self, picture: Picture, ask: Ask) -> None:
        super().__init__(picture.chart.title)
        self.view = ChartView(picture.chart)
        title = picture.chart.title
        self.view.chosen.connect(lambda series, place: ask(picture.behind[series][place], title))
        for what, number, behind in picture.more:
            words = f"{what} {number}"
            name = f"{title}：{words}"
            button = LinkButton(words, name=name, on=partial(ask, behind, name))
            button.setEnabled(number > 0)
            self.head_actions.addWidget(button)
        self.body.addWidget(self.view)
        note = text(picture.chart.note, "hint", wrap=True)
        hide_unless(note, picture.chart.note and picture.chart.most)
        self.body.addWidget(note)
        self.body.addStretch(1)


class Analysis(Section):
    """What the enterprise itself says about the period; kept while it is typed."""

    def __init__(self, model: StatisticsModel) -> None:
        super().__init__("情况分析", "数字说明什么，程序已经写在统计表上；这里补您自己的话，一起印出来，可以不写。")
        self._model = model
        self.field = Field(
            "自己补充的话",
            lines=3,
            most=LONGEST_WORDS,
            placeholder="例如：本季度换了除尘器，喷漆房隐患比上季度少",
        )
        self.field.settled.connect(self._keep)
        self.field.refused.connect(model.refuse_words)
        self.body.addWidget(self.field)

    def settle(self) -> None:
        """Hand over what is being typed."""
        self.field.settle_now()

    def show_words(self) -> None:
        """Those of the period that is shown."""
        self.field.refresh(self._model.words, self._model.unkept_words)

    def _keep(self, words: str) -> None:
        self._model.set_words(words, lambda error: self.field.show_fault(f"{error.problem}{error.advice}"))


# ---- rows ------------------------------------------------------------------------------------------------------------


class RowsView(WithBack):
    """The records that a figure counts, as a table of their kind."""

    def __init__(self, model: StatisticsModel) -> None:
        super().__init__()
        self._model = model
        self.title = text("", "question", wrap=True)
        self.count = text("", "secondary")
        self.back = LinkButton("返回统计", icon="chevron-left", on=self.back_asked.emit)
        self.handled = Button("材料换了、人也告诉了", icon="check", on=self._handle)
        self.handled.hide()
        self.stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row(self.back, None))
        head = row(self.title, self.count, self.handled, spacing=12)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        model.listed.connect(self._show)

    # ---- tables, each built when there are first rows of its kind ----

    @cached_property
    def dangers(self) -> RecordTable:
        """Hidden dangers."""
        return self._table("这个数字里的隐患", DANGER_COLUMNS, lambda found: self._model.open_danger(str(found)))

    @cached_property
    def checks(self) -> RecordTable:
        """Checks, which open nothing."""
        return self._table("这个数字里的检查", _CHECKS, None)

    @cached_property
    def risks(self) -> RecordTable:
        """Risks."""
        return self._table("这个数字里的风险", _RISKS, lambda found: self._model.open_risk(str(found)))

    @cached_property
    def packages(self) -> RecordTable:
        """Packages that were sent."""
        return self._table("这个数字里的上报文件", _PACKAGES, lambda _: self._model.open_reporting())

    def _table(self, name: str, columns: Sequence[Column], opened: Callable[[object], None] | None) -> RecordTable:
        made = RecordTable(name, TupleTableModel(columns), "没有符合的记录")
        if opened is not None:
            made.opened.connect(opened)
        self.stack.addWidget(made)
        return made

    def take_focus(self) -> None:
        """On the table; before there is one, on the way back."""
        (self.stack.currentWidget() or self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _handle(self) -> None:
        self.handled.hide()
        self._model.handle_levels()

    def _show(self, rows: Rows) -> None:
        today = self._model.today
        self.title.setText(rows.title)
        self.count.setText(f"共 {rows.count} 条")
        self.handled.setVisible(self._model.shows_changes and rows.count > 0)
        if rows.checks:
            table = self.checks
            table.records.set_rows([_check_row(line) for line in rows.checks])
        elif rows.risks:
            table = self.risks
            table.records.set_rows(rows.risks)
        elif rows.packages:
            table = self.packages
            table.records.set_rows([_package_row(each) for each in rows.packages])
        else:
            table = self.dangers
            table.records.set_rows([danger_row(line, today) for line in rows.dangers])
        self.stack.setCurrentWidget(table)
        if self.isVisible() and not table.hasFocus():
            self.take_focus()


def _check_row(line: DueLine) -> tuple[object, ...]:
    record = line.inspection_id or f"{line.plan_id}{line.period_first}"
    return (
        record, line.code, line.title, label(line.tier), line.due, label(line.state), line.done_on, line.inspector,
        line.abnormal or None,
    )  # fmt: skip


def _package_row(each: Submission) -> tuple[object, ...]:
    return (each.id, each.sequence, each.file_name, each.created_at.date(), label(each.channel), each.proof or "没有")


def _level_rank(level: RiskLevel) -> int:
    return int(level)


_AT = {name: place for place, name in enumerate(RiskLine._fields)}
_CHECKS = (
    Column("表号", 1, width=96),
    Column("检查", 2, stretch=True),
    Column("层级", 3, width=90, secondary=True),
    Column("应查日期", 4, width=120),
    Column("状态", 5, width=90),
    Column("查的日期", 6, width=120),
    Column("检查人", 7, width=100),
    Column("异常项", 8, width=80, centred=True),
)
_RISKS = (
    Column("风险", _AT["title"], stretch=True),
    Column("原来", _AT["before"], width=130, level=True, sort=_level_rank),
    Column("现在", _AT["after"], width=130, level=True, sort=_level_rank),
    Column("变化日期", _AT["on"], width=120),
)
_PACKAGES = (
    Column("第几号", 1, width=80, centred=True),
    Column("上报文件", 2, stretch=True),
    Column("导出日期", 3, width=120),
    Column("怎么送的", 4, width=110),
    Column("凭证", 5, width=220),
)
