"""风险清单: the list; behind it one risk open for editing, and the form for a risk of one's own."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.half_written import HalfWritten, NewRecord
from ymh_desktop.services.lists import RegisterLine
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.tasks import BUSY_AFTER_MS
from ymh_desktop.ui.viewmodels.half_written import HalfWrittenModel
from ymh_desktop.ui.viewmodels.hazard import HazardModel
from ymh_desktop.ui.viewmodels.new_risk import NewRiskModel
from ymh_desktop.ui.viewmodels.register import Matter, RegisterModel
from ymh_desktop.ui.views.half_written import HalfWrittenPart
from ymh_desktop.ui.views.hazard import HazardView
from ymh_desktop.ui.views.new_risk import NewRiskView
from ymh_desktop.ui.widgets import Button, FilterBar, PrimaryButton, column, row, text

_WIDEST_FILTER = 150
_AT = {name: place for place, name in enumerate(RegisterLine._fields)}


class RegisterPage(Page):
    """Shows one of three faces; the list keeps its place, its order and what is chosen in it."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self._context = context
        self._stale = False
        self.model = RegisterModel(context)
        self.model.load()  # reads while the widgets are built
        self._first = True
        self._hazard: HazardView | None = None
        self._form: NewRiskView | None = None
        self.faces = QStackedWidget()
        self.body.addWidget(self.faces, 1)
        self.half = HalfWrittenModel(context, NewRecord.RISK)
        # In its place from the start: moving restyles every part.
        self.list = RegisterList(self.model, self.half, self.faces)
        self.faces.addWidget(self.list)
        self._show_nothing_yet()
        self.list.opened.connect(self.open_hazard)
        self.list.add_asked.connect(self.open_form)
        self.list.half.asked.connect(self.open_form)
        self.list.import_asked.connect(partial(context.navigate, "import"))
        context.records.recordsChanged.connect(self._changed)

    def _show_nothing_yet(self) -> None:
        """The first picture is the one with the rows, unless reading takes long or fails: no empty table flashes up."""
        self.list.setUpdatesEnabled(False)
        wait = QTimer(self)
        wait.setSingleShot(True)
        for arrived in (wait.timeout, self.model.loaded):
            arrived.connect(partial(self.list.setUpdatesEnabled, True))
        wait.start(BUSY_AFTER_MS)

    @property
    def hazard(self) -> HazardView:
        """The face of one risk, built on first use."""
        if self._hazard is None:
            self._hazard = HazardView(HazardModel(self._context))
            self._hazard.back_asked.connect(self.show_list)
            self._hazard.step_asked.connect(self._step)
            self._hazard.remove_asked.connect(self._remove)
            self._hazard.model.gone.connect(self.show_list)
            self.faces.addWidget(self._hazard)
        return self._hazard

    @property
    def form(self) -> NewRiskView:
        """The form for a risk of one's own, built on first use."""
        if self._form is None:
            self._form = NewRiskView(NewRiskModel(self._context))
            self._form.back_asked.connect(self.show_list)
            self._form.model.added.connect(self.open_hazard)
            self.faces.addWidget(self._form)
        return self._form

    def opened(self, argument: object = None) -> None:
        """A level or a matter narrows the list, a risk's id or a half-written one opens; else the list is shown."""
        if isinstance(argument, str):
            self.open_hazard(argument)
        elif isinstance(argument, HalfWritten):
            self.open_form()
        else:
            if isinstance(argument, RiskLevel | Matter):
                self.list.show_only(argument)
            self.faces.setCurrentWidget(self.list)
        if not self._first:
            self.model.load()
        self.half.load()
        self._first = False

    def left(self) -> None:
        """Hand over what is still being typed."""
        if self.faces.currentWidget() is self._hazard:
            self.hazard.hand_over()

    def take_focus(self) -> None:
        """Into the face that is shown."""
        face = self.faces.currentWidget()
        if isinstance(face, RegisterList | HazardView | NewRiskView):
            face.take_focus()

    def open_hazard(self, hazard_id: object) -> None:
        """Show one risk."""
        self.list.table.select(hazard_id)
        self.hazard.open(str(hazard_id))
        self.hazard.show_steps(*self._neighbours(str(hazard_id)))
        self.faces.setCurrentWidget(self.hazard)

    def open_form(self, half: object = None) -> None:
        """Begin a risk of one's own, or go on with the one that waits: there is one form for both."""
        self.form.open()
        self.faces.setCurrentWidget(self.form)

    def show_list(self) -> None:
        """Back to the list, where it was left."""
        if self._form is not None:
            self._form.hand_over()
        if self._hazard is not None:
            self._hazard.hand_over()
            self.list.table.select(self._hazard.model.id)
            self._hazard.model.close()
        self.half.load()
        self.faces.setCurrentWidget(self.list)
        if self._stale:
            self._stale = False
            self.model.load()
        self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _neighbours(self, hazard_id: str) -> tuple[str, str]:
        """The risk before and the one after in the list as it is shown; empty at its ends."""
        ids = [line[0] for line in self.list.table.records.rows()]
        if hazard_id not in ids:
            return "", ""
        place = ids.index(hazard_id)
        return ids[place - 1] if place else "", ids[place + 1] if place + 1 < len(ids) else ""

    def _step(self, forward: bool) -> None:
        before, after = self._neighbours(self.hazard.model.id)
        if target := after if forward else before:
            self.open_hazard(target)

    def _remove(self, hazard_id: str) -> None:
        self.show_list()
        self.model.remove(hazard_id)

    def _changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return  # read on the next visit
        if self.faces.currentWidget() is self._hazard:
            self._stale = True  # ten thousand lines need not be read again for each word
            self.hazard.model.load()
        else:
            self.model.load()


class RegisterList(QWidget):
    """Search, filters, the table."""

    opened = Signal(object)
    add_asked = Signal()
    import_asked = Signal()

    def __init__(self, model: RegisterModel, half: HalfWrittenModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.model = model
        self.summary = text("", "secondary", wrap=True)
        self.print = Button("打印清单", icon="printer", on=model.print_it)
        self.excel = Button("存成 Excel", icon="file-spreadsheet", on=model.print_it)
        self.bring = Button("导入台账", icon="upload", on=self.import_asked.emit)
        self.add = PrimaryButton("添加风险", icon="plus", on=self.add_asked.emit)
        self.half = HalfWrittenPart(half)
        self.bar = FilterBar(
            "搜索风险清单",
            (
                ("level", "等级", model.levels),
                ("kind", "类别", model.kinds),
                ("where", "岗位地点", ()),
                ("matter", "情况", model.matters),
            ),
        )
        for combo in self.bar.combos.values():
            combo.setMaximumWidth(_WIDEST_FILTER)
        self.table = RecordTable("风险清单表", TupleTableModel(_columns(model)), "正在读取清单…")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row(column(self.summary, spacing=0), self.print, self.excel, self.bring, self.add))
        layout.addWidget(self.half)
        layout.addWidget(self.bar)
        layout.addWidget(self.table, 1)
        self.bar.changed.connect(self._narrow)
        self.table.opened.connect(self.opened)
        model.loaded.connect(self._show)
        model.narrowed.connect(self._show_narrowed)
        if self.bar.search is not None:
            self.bar.search.returnPressed.connect(partial(self.table.setFocus, Qt.FocusReason.OtherFocusReason))
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def take_focus(self) -> None:
        """On the table if there is something in it, else on the search."""
        if self.table.selected_id is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.bar.search is not None:
            self.bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_only(self, what: RiskLevel | Matter) -> None:
        """Everything else is left out, and nothing besides."""
        self.bar.clear()
        self.bar.choose("level" if isinstance(what, RiskLevel) else "matter", what)

    def _narrow(self) -> None:
        level, kind, where, matter = (self.bar.chosen(name) for name in ("level", "kind", "where", "matter"))
        self.model.narrow(
            words=self.bar.words,
            level=level if isinstance(level, RiskLevel) else None,
            kind=kind if isinstance(kind, RiskPointKind) else None,
            where=where if isinstance(where, tuple) else None,
            matter=matter if isinstance(matter, Matter) else None,
        )

    def _show(self) -> None:
        self.bar.set_options("where", self.model.places)
        self.table.records.show(self.model.lines, self.model.passes())
        self._tell()

    def _show_narrowed(self) -> None:
        self.table.records.set_filter(self.model.passes())
        self._tell()

    def _tell(self) -> None:
        records = self.table.records
        self.summary.setText(self.model.summary)
        self.bar.show_count(records.rowCount(), records.total)
        if self.model.ready and not records.total:
            self.table.empty_state.say("清单还是空的", "做完“风险辨识”就有了；也可以在这里自己添加。")
        else:
            self.table.empty_state.say("没有符合条件的风险", "换个词，或者点“显示全部”。")

    def _remove(self) -> None:
        if isinstance(found := self.table.selected_id, str):
            self.model.remove(found)


def _columns(model: RegisterModel) -> tuple[Column, ...]:
    return (
        Column("风险点", _AT["risk_point_name"], width=130),
        Column("会出什么事", _AT["title"], stretch=True),
        Column("地点", _AT["place"], width=96, secondary=True),
        Column("事故类型", _AT["accident_codes"], words=model.accident_words, width=112, secondary=True),
        Column("等级", _AT["level"], level=True, width=120),
        Column("管控层级", _AT["tier"], words=model.tier_words, width=84, secondary=True),
        Column("负责人", _AT["responsible"], width=84),
        Column("隐患", _AT["open_dangers"], words=model.danger_words, tone=_error_if, width=72),
        Column("措施", _AT["measures_missing"], words=model.missing_words, tone=_warning_if, width=80, secondary=True),
    )


def _error_if(count: int) -> str:
    return "error" if count else ""


def _warning_if(count: int) -> str:
    return "warning" if count else ""
