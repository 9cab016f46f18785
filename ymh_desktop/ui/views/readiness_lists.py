"""The other three tabs: what to spend first, handing over, and the trail of changes."""

from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ymh_desktop.services.handovers import OpenThing
from ymh_desktop.services.spending import Spending
from ymh_desktop.services.trail import TrailLine
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.asking import AskingModel
from ymh_desktop.ui.viewmodels.readiness import TRAIL_SHOWN, HandoverShown, ReadinessModel, TrailShown
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.views.faces import FaceTab
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    FilterBar,
    LinkButton,
    PrimaryButton,
    Section,
    column,
    empty,
    row,
    text,
)
from ymh_desktop.ui.widgets.basics import scrolling

HOW_RANKED = (
    "花同样的钱，先做降风险最多的。降多少是估算：做好以后，可能性按评价方法降一档；"
    "防护用品和应急措施不降可能性，排在后面，该配的还是要配。"
)
MOST_THINGS = 12  # of one group; the sheet on paper has all


def _drop_words(drop: Decimal) -> str:
    return f"{drop.normalize():f}" if drop else "—"


def _cost_words(each: Spending) -> str:
    return "还没估价" if each.cost is None else f"{each.cost:,.0f} 元" if each.cost else "不花钱"


def _cost_rank(each: Spending) -> tuple[bool, Decimal]:
    return each.cost is None, each.cost or Decimal()  # what nobody named a price for comes after every price


_MONEY = (
    Column("次序", 1, width=64, centred=True),
    Column("哪里", 2, width=150),
    Column("要做什么", 3, width=260, stretch=True),
    Column("现在", 4, width=104, level=True),
    Column("做好后", 5, width=104, level=True),
    Column("降多少", 6, words=_drop_words, width=84, centred=True),
    Column("要多少钱", 7, words=_cost_words, sort=_cost_rank, width=104),
    Column("谁、什么时候", 8, width=170, secondary=True),
)
_TRAIL = (
    Column("时间", 1, width=140),
    Column("谁", 2, width=100),
    Column("从哪里", 3, width=84, secondary=True),
    Column("做了什么", 4, width=84),
    Column("哪一条", 5, width=330),
    Column("改了什么", 6, width=300, stretch=True),
)


class MoneyTab(FaceTab):
    """Planned measures, the best use of a yuan first."""

    def __init__(self, model: ReadinessModel) -> None:
        super().__init__()
        self._model = model
        self._hazards: dict[str, str] = {}
        self.rows = TupleTableModel(_MONEY)
        self.table = RecordTable(
            "先花哪笔钱列表",
            self.rows,
            "没有等着做的措施",
            "在风险清单里把措施写成“要新增”，填上费用，这里就会排出先后。",
        )
        self.table.opened.connect(self._open)
        papers = Button("打印", name="打印先花哪笔钱", icon="printer", on=lambda: model.open("papers", "spending"))
        head = row(text(HOW_RANKED, "hint", wrap=True), papers, spacing=12)
        head.setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(head)
        whole.addWidget(self.table, 1)

    def show_found(self, found: tuple[Spending, ...]) -> None:
        """Other measures."""
        self._hazards = {str(at): each.hazard_id for at, each in enumerate(found, start=1)}
        self.rows.set_rows([_money_row(at, each) for at, each in enumerate(found, start=1)])

    def _open(self, row_id: object) -> None:
        self._model.open("register", self._hazards.get(str(row_id)))


def _money_row(at: int, each: Spending) -> tuple[object, ...]:
    who = "，".join(part for part in (each.person, str(each.due) if each.due else "") if part)
    return (str(at), at, each.where, each.text, each.before, each.after, each.drop, each, who or "还没定")


class HandoverTab(FaceTab):
    """What waits for the next officer, the form, and who handed over before."""

    def __init__(self, model: ReadinessModel, asking: AskingModel) -> None:
        super().__init__()
        self._model, self._asking = model, asking
        self._shown: HandoverShown | None = None
        self.begin = PrimaryButton("办理交接", icon="users", on=self._begin)
        self.papers = Button("打印交接单", icon="printer", on=lambda: model.open("papers", "handover"))
        self.form = AskForm(asking)
        self._list = column(spacing=10)
        words = text("管安全的人换了，事不能断。先打印交接单，两个人对着看一遍，再在这里办理。", "secondary", wrap=True)
        head = row(words, self.papers, self.begin, spacing=10)
        head.setStretch(0, 1)
        inside = QWidget()
        inside.setLayout(column(head, self.form, self._list, None, spacing=12))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(inside))

    def hand_over(self) -> None:
        """Keep what is half written."""
        self.form.hand_over()

    def show_found(self, found: HandoverShown) -> None:
        """Other things; unchanged ones are not built anew."""
        if found == self._shown:
            return
        self._shown = found
        empty(self._list)
        if found.past:
            self._list.addWidget(self._past(found))
        for heading, things in found.sheet.groups:
            if things:
                self._list.addWidget(_group(heading, things))
        self._list.addWidget(self._places(found))

    def _past(self, found: HandoverShown) -> Section:
        section = Section("办过的交接")
        for each in found.past:
            signed = f"{each.signed_on} 两人签字" if each.signed_on else "还没签字"
            words = f"{each.on}　{found.name(each.from_id)} 交给 {found.name(each.to_id)}　{signed}"
            made = row(text(words, wrap=True), spacing=10)
            made.setStretch(0, 1)
            if each.signed_on is None:
                made.addWidget(
                    LinkButton("两人都签了", name=f"{each.on} 交接已签字", on=partial(self._model.signed, each))
                )
            section.body.addLayout(made)
        return section

    def _places(self, found: HandoverShown) -> Section:
        section = Section("东西放在哪里")
        copied = f"{found.sheet.copied} 备份到过U盘" if found.sheet.copied else "还没有备份到U盘"
        for words in (f"数据在：{found.sheet.data_at}", copied, found.sheet.key):
            section.body.addWidget(text(f"{words}。", "secondary", wrap=True))
        return section

    def _begin(self) -> None:
        if self._shown is not None:
            shown = self._shown
            self._asking.prepare(lambda: self._model.handover_form(shown))


def _group(heading: str, things: tuple[OpenThing, ...]) -> Section:
    section = Section(f"{heading}（{len(things)}）")
    for each in things[:MOST_THINGS]:
        more = "　".join(part for part in (each.who, f"{each.due} 前" if each.due else "") if part)
        made = row(text(each.what, wrap=True), text(more, "hint"), spacing=12)
        made.setStretch(0, 1)
        section.body.addLayout(made)
    if len(things) > MOST_THINGS:
        section.body.addWidget(text(f"还有 {len(things) - MOST_THINGS} 条，打印的交接单上都有。", "hint"))
    return section


class TrailTab(FaceTab):
    """Who changed what from what to what; the chain proves that nothing was taken out."""

    def __init__(self, model: ReadinessModel) -> None:
        super().__init__()
        self.chain = Banner("")
        self.chain.hide()
        self.whole_chain = text("每条记录都和前一条连着，改一条、删一条都会被查出来。", "hint", wrap=True)
        self.bar = FilterBar("搜索修改记录")
        if self.bar.search is not None:
            self.bar.search.setPlaceholderText("搜索人名、编号或改了什么")
        self.rows = TupleTableModel(_TRAIL)
        self.table = RecordTable("修改记录列表", self.rows, "还没有修改记录")
        self.detail = text("", "secondary", wrap=True)
        self.detail.hide()
        self._lines: dict[int, TrailLine] = {}
        self.older = text("", "hint", wrap=True)
        further = LinkButton(f"再往前看 {TRAIL_SHOWN} 条", on=model.look_further_back)
        self._further = QWidget()
        self._further.setLayout(row(self.older, further, spacing=12))
        self._further.hide()
        self.bar.changed.connect(self._filter)
        self.table.selected.connect(self._show_detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        for widget in (self.chain, self.whole_chain, self.bar):
            whole.addWidget(widget)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.detail)
        whole.addWidget(self._further)

    def show_found(self, found: TrailShown) -> None:
        """Other lines, or where the chain is broken."""
        lines, broken = found.lines, found.broken_at
        self._lines = {line.number: line for line in lines}
        self.rows.set_rows([_trail_row(line) for line in lines])
        self.older.setText(f"只列了最近 {len(lines)} 条，搜索也只在这些里面找。更早的还有 {found.older} 条。")
        self._further.setVisible(found.older > 0)
        self.chain.setVisible(broken is not None)
        self.whole_chain.setVisible(broken is None)
        if broken is not None:
            self.chain.say(
                f"第 {broken} 条起对不上。",
                "有人在程序外面动过数据，或者文件坏了。请从备份恢复，或者联系提供程序的人。",
            )
        self._filter()

    def _filter(self) -> None:
        words = self.bar.words
        self.rows.set_filter((lambda cells: any(words in str(cell) for cell in cells)) if words else None)
        self.bar.show_count(self.rows.rowCount(), len(self._lines))

    def _show_detail(self, number: object) -> None:
        line = self._lines.get(number) if isinstance(number, int) else None
        self.detail.setVisible(line is not None and bool(line.changes))
        if line is not None:
            self.detail.setText("\n".join(line.changes[:8]))


def _trail_row(line: TrailLine) -> tuple[object, ...]:
    when = line.at.strftime("%Y-%m-%d %H:%M")
    return (line.number, when, line.who, line.via, line.action, line.record, "；".join(line.changes))
