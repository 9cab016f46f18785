"""隐患整改: the list; behind it one hidden danger, and the form that registers a new one."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.domain.hidden_dangers import SUSPECTED, DangerLevel, DangerSource
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.half_written import HalfWritten, NewRecord
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.danger import DangerModel, NewDangerModel
from ymh_desktop.ui.viewmodels.dangers import DangerRow, DangersModel, NewDanger, Standing, State, View
from ymh_desktop.ui.viewmodels.half_written import HalfWrittenModel
from ymh_desktop.ui.views.danger import DangerView, NewDangerView
from ymh_desktop.ui.views.half_written import HalfWrittenPart
from ymh_desktop.ui.widgets import Banner, Button, FilterBar, PrimaryButton, row, text

_WIDEST_FILTER = 150
_AT = {name: place for place, name in enumerate(DangerRow._fields)}


class DangersPage(Page):
    """Shows one of three faces; the list keeps its place, its order and what is chosen in it."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self._context = context
        self.model = DangersModel(context)
        self.half = HalfWrittenModel(context, NewRecord.DANGER)
        self.list = DangersList(self.model, self.half)
        self._danger: DangerView | None = None
        self._form: NewDangerView | None = None
        self._printed = ""  # the one that was open when another page took its place
        self.faces = QStackedWidget()
        self.faces.addWidget(self.list)
        self.body.addWidget(self.faces, 1)
        self.list.opened.connect(self.open_danger)
        self.list.add_asked.connect(partial(self.open_form, NewDanger()))
        self.list.half.asked.connect(self._go_on)
        context.records.recordsChanged.connect(self._changed)

    @property
    def danger(self) -> DangerView:
        """The face of one hidden danger, built on first use."""
        if self._danger is None:
            self._danger = DangerView(DangerModel(self._context))
            self._danger.back_asked.connect(self.show_list)
            self._danger.model.gone.connect(self.show_list)
            self._danger.model.closed.connect(self.show_list)
            self.faces.addWidget(self._danger)
        return self._danger

    @property
    def form(self) -> NewDangerView:
        """The form for a new one, built on first use."""
        if self._form is None:
            self._form = NewDangerView(NewDangerModel(self._context))
            self._form.back_asked.connect(self.show_list)
            self._form.model.added.connect(self.open_danger)
            self._form.open_asked.connect(self.open_danger)
            self.faces.addWidget(self._form)
        return self._form

    def opened(self, argument: object = None) -> None:
        """A standing narrows the list, an id opens one, a place begins a new one, what is half written goes on."""
        if isinstance(argument, str):
            self.open_danger(argument)
        elif isinstance(argument, NewDanger):
            self.open_form(argument)
        elif isinstance(argument, HalfWritten):
            self._go_on(argument)
        elif self.came_from == "papers" and self._printed and argument is None:
            self.open_danger(self._printed)  # back from its paper
        else:
            if isinstance(argument, Standing):
                self.list.show_only(argument)
            self._put_form_away()
            self.faces.setCurrentWidget(self.list)
        self._printed = ""
        self.model.load()
        self.half.load()

    def left(self) -> None:
        """Hand over what is still being typed."""
        face = self.faces.currentWidget()
        if isinstance(face, DangerView | NewDangerView):
            face.hand_over()
        self._printed = self.danger.model.id if face is self._danger and self._danger is not None else ""

    def take_focus(self) -> None:
        """Into the face that is shown."""
        face = self.faces.currentWidget()
        if isinstance(face, DangersList | DangerView | NewDangerView):
            face.take_focus()

    def open_danger(self, danger_id: object) -> None:
        """Show one."""
        self.danger.open(str(danger_id))
        self.faces.setCurrentWidget(self.danger)

    def open_form(self, where: NewDanger) -> None:
        """Begin a new one."""
        self.form.open(where)
        self.faces.setCurrentWidget(self.form)

    def show_list(self) -> None:
        """Back to the list, where it was left."""
        self._put_form_away()
        if self._danger is not None:
            self._danger.hand_over()
            self.list.table.select(self._danger.model.id)
            self._danger.model.close()
        self.half.load()
        self.faces.setCurrentWidget(self.list)
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_form_away(self) -> None:
        """Beside the list nothing is being written: the list tells what waits, and may drop it."""
        if self._form is not None:
            self._form.hand_over()
            self._form.model.close()

    def _go_on(self, half: HalfWritten) -> None:
        self.open_form(NewDanger(half.place, half.hazard_id, half.risk))

    def _changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return  # read on the next visit
        self.model.load()
        if self.faces.currentWidget() is self._danger:
            self.danger.model.load()


class DangersList(QWidget):
    """Search, filters, the table."""

    opened = Signal(object)
    add_asked = Signal()

    def __init__(self, model: DangersModel, half: HalfWrittenModel) -> None:
        super().__init__()
        self.model = model
        self.summary = text("", "secondary", wrap=True)
        self.add = PrimaryButton("登记隐患", icon="plus", on=self.add_asked.emit)
        self.bar = FilterBar(
            "搜索隐患",
            (
                ("standing", "状态", model.standings),
                ("level", "级别", model.levels),
                ("source", "来源", model.sources),
            ),
        )
        for combo in self.bar.combos.values():
            combo.setMaximumWidth(_WIDEST_FILTER)
        self.piles = QButtonGroup(self)
        self.due = Banner("", action=Button("去评估", name="去评估重大风险", on=self._review))
        self.due.hide()
        self.half = HalfWrittenPart(half)
        self.table = RecordTable("隐患表", TupleTableModel(COLUMNS), "正在读取隐患…")
        head = row(self._chips(), self.summary, self.add, spacing=12)
        head.setStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.half)
        layout.addWidget(self.due)
        layout.addWidget(self.bar)
        layout.addWidget(self.table, 1)
        self.bar.changed.connect(self._narrow)
        self.table.opened.connect(self.opened)
        model.loaded.connect(self._show)
        model.narrowed.connect(self._show_narrowed)
        model.asked.connect(self._show_asked)
        if self.bar.search is not None:
            self.bar.search.returnPressed.connect(partial(self.table.setFocus, Qt.FocusReason.OtherFocusReason))

    def take_focus(self) -> None:
        """On the table if something is chosen in it, else on the search."""
        if self.table.selected_id is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.bar.search is not None:
            self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_only(self, standing: Standing) -> None:
        """Everything else is left out, and nothing besides."""
        self.model.look_at(View.ALL)
        self.bar.clear()
        self.bar.choose("standing", standing)

    def _chips(self) -> QWidget:
        chips, layout = QWidget(), row(spacing=6)
        chips.setLayout(layout)
        chips.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # the sentence beside gives way
        for view in (View.WAITING, View.OVERDUE, View.MAJOR, View.ALL):
            chip = Button(view.value, name=f"只看{view.value}" if view is not View.ALL else "看全部", look="chip")
            chip.setCheckable(True)
            chip.setChecked(view is View.ALL)
            chip.clicked.connect(partial(self.model.look_at, view))
            self.piles.addButton(chip, list(View).index(view))
            layout.addWidget(chip)
        return chips

    def _count_chips(self) -> None:
        """Counting goes through all rows, so it is done when they or what waits changed, not at every key typed."""
        counts = self.model.counts
        for number, view in enumerate(View):
            self.piles.button(number).setText(f"{view.value} {counts[view]}" if counts[view] else view.value)

    def _show_asked(self) -> None:
        reviews = self.model.reviews
        self.due.setVisible(bool(reviews))
        if reviews:
            more = f"还有 {len(reviews) - 1} 条也到期了。" if len(reviews) > 1 else ""
            self.due.say(f"{reviews[0].saying}{more}", "重大风险每季度评估一次：防它的办法还管不管用。")
        self._count_chips()
        if self.model.view is View.WAITING:  # the other piles do not depend on what waits
            self._show_narrowed()

    def _review(self) -> None:
        if self.model.reviews:
            self.model.review(self.model.reviews[0])

    def _narrow(self) -> None:
        standing, level, source = (self.bar.chosen(name) for name in ("standing", "level", "source"))
        self.model.narrow(
            words=self.bar.words,
            standing=standing if isinstance(standing, Standing) else None,
            level=level if isinstance(level, DangerLevel) else None,
            source=source if isinstance(source, DangerSource) else None,
        )

    def _show(self) -> None:
        self.table.records.show(self.model.rows, self.model.passes())
        self._count_chips()
        self._tell()

    def _show_narrowed(self) -> None:
        self.table.records.set_filter(self.model.passes())
        self._tell()

    def _tell(self) -> None:
        records, state = self.table.records, self.table.empty_state
        self.piles.button(list(View).index(self.model.view)).setChecked(True)
        self.summary.setText(self.model.summary)
        self.bar.show_count(records.rowCount(), records.total)
        if self.model.ready and not records.total:
            state.say("还没有登记过隐患", "现场问答里答“否”的会自动记到这里；平时发现的，点“登记隐患”。")
        elif self.model.view is View.WAITING and not self.bar.narrowed:
            state.say("没有等您办的隐患", "派了单的，等整改的人改好；改好了在这里验收。")
        else:
            state.say("没有符合条件的隐患", "换个词，或者点“显示全部”“全部”。")


def _words(state: State) -> str:
    return state.words


def _tone(state: State) -> str:
    return state.tone


def _kind_tone(kind: str) -> str:
    return "" if kind == label(DangerLevel.GENERAL) else "error"


def _kind_rank(kind: str) -> int:
    return (label(DangerLevel.GENERAL), SUSPECTED, label(DangerLevel.MAJOR)).index(kind)


COLUMNS = (
    Column("编号", _AT["code"], width=84),
    Column("隐患", _AT["title"], stretch=True),
    Column("部位", _AT["place"], width=120, secondary=True),
    Column("级别", _AT["kind"], sort=_kind_rank, tone=_kind_tone, width=110),
    Column("状态", _AT["state"], words=_words, tone=_tone, width=110),
    Column("整改期限", _AT["deadline"], width=110),
    Column("由谁整改", _AT["responsible"], width=90),
    Column("发现日期", _AT["found_on"], width=110, secondary=True),
)
