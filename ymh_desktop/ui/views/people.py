"""人员与岗位: who is here, which posts there are, and what they are called."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.half_written import HalfWritten
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.tablemodels import Column, RecordTable, TupleTableModel
from ymh_desktop.ui.viewmodels.half_written import HalfWrittenModel
from ymh_desktop.ui.viewmodels.staff import ADD, NEW, NO_PHONE, NOBODY, NOTHING, TITLES, StaffModel, Tab
from ymh_desktop.ui.views.half_written import HalfWrittenPart
from ymh_desktop.ui.views.staff_forms import DepartmentForm, PersonForm, PostForm, StaffForm
from ymh_desktop.ui.widgets import Banner, FilterBar, PrimaryButton, column, row

FORM_BESIDE_FROM = 1060
FORM_WIDTH = 372
ALL_COLUMNS_FROM = 1300
_UNITS = {Tab.PEOPLE: "人", Tab.POSTS: "个", Tab.DEPARTMENTS: "个"}
# What the form at the side shows anyway, by the columns' places: left out where it takes the table's room.
_LESS_BESIDE_FORM = {Tab.PEOPLE: (1,), Tab.POSTS: (3, 5), Tab.DEPARTMENTS: (3, 4)}
_FORMS: dict[Tab, type[StaffForm]] = {Tab.PEOPLE: PersonForm, Tab.POSTS: PostForm, Tab.DEPARTMENTS: DepartmentForm}


def _phone_tone(words: str) -> str:
    return "error" if words == NO_PHONE else ""


def _head_tone(words: str) -> str:
    return "warning" if words == NOBODY else ""


def _name_tone(words: str) -> str:
    return "hint" if words.endswith("（已离职）") else ""


_COLUMNS = {
    Tab.PEOPLE: (
        Column("姓名", 1, width=150, tone=_name_tone),
        Column("职务", 2, width=130),
        Column("电话", 3, width=140, tone=_phone_tone),
        Column("管着什么", 4, width=160, stretch=True),
        Column("车间或班组", 5, width=120, secondary=True),
    ),
    Tab.POSTS: (
        Column("编号", 1, width=92, secondary=True),
        Column("岗位", 2, width=150, stretch=True),
        Column("工作地点", 3, width=120),
        Column("人数", 4, words=lambda count: f"{count} 人", width=84, centred=True),
        Column("谁负责", 5, width=104, tone=_head_tone),
        Column("电话", 6, width=130, tone=_phone_tone),
        Column("车间或班组", 7, width=120, secondary=True),
    ),
    Tab.DEPARTMENTS: (
        Column("名称", 1, width=180, stretch=True),
        Column("是什么", 2, words=label, sort=lambda kind: kind.value, width=100),
        Column("谁负责", 3, width=140, tone=_head_tone),
        Column("岗位", 4, words=lambda count: f"{count} 个", width=90, centred=True),
        Column("人员", 5, words=lambda count: f"{count} 人", width=90, centred=True),
    ),
}


class StaffTab(QWidget):
    """One list with its search, and at its side the form of the record that is chosen."""

    def __init__(self, tab: Tab, model: StaffModel, half: HalfWrittenModel) -> None:
        super().__init__()
        self.tab, self.model, self.list = tab, model, model.lists[tab]
        self._wide = self._all_columns = True
        self._form_open = False
        self.bar = FilterBar(f"搜索{TITLES[tab]}")
        self.records = TupleTableModel(_COLUMNS[tab])
        self.table = RecordTable(f"{TITLES[tab]}列表", self.records, *NOTHING[tab])
        self.form = _FORMS[tab](model)
        self.form.hide()
        self.half = HalfWrittenPart(half)
        self.left = QWidget()
        whole_left = column(self.half, self.bar, self.table, spacing=10)
        whole_left.setStretch(2, 1)
        self.left.setLayout(whole_left)
        line = row(self.left, self.form, spacing=14)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.bar.changed.connect(lambda: self.list.search(self.bar.words))
        self.list.narrowed.connect(self._filter)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(lambda _: self._focus_form())
        self.form.closed.connect(self.close_form)
        self.form.made.connect(self._made)
        self.half.asked.connect(self.begin)

    def show_rows(self) -> None:
        """What was read."""
        self.records.set_rows(self.list.rows)
        self._filter()
        known = {each.id for each in self.list.rows}
        if self.form.record_id and self.form.record_id in known:
            self.form.show_record(self.form.record_id)
        elif self.form.record_id:
            self._open(False)
        self._show_made()

    def begin(self) -> None:
        """The form for something new."""
        with QSignalBlocker(self.table):
            self.table.clearSelection()
        self._open(True)
        self.form.begin()
        self._tell_half()

    def close_form(self) -> None:
        """Only the list again."""
        self.form.settle()
        self.table.clearSelection()
        self._open(False)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, width: int) -> None:
        """Beside each other, or one after the other where it is narrow."""
        self._wide = width >= FORM_BESIDE_FROM
        self._all_columns = width >= ALL_COLUMNS_FROM
        self._show_parts()

    _expected = ""

    def _made(self, record_id: str) -> None:
        self._expected = record_id  # it is in the list once the list has been read again
        self._tell_half()
        self._show_made()

    def _show_made(self) -> None:
        if self._expected and any(each.id == self._expected for each in self.list.rows):
            expected, self._expected = self._expected, ""
            if not self.table.select(expected):
                self.bar.clear()
                self.table.select(expected)

    def _selected(self, record_id: object) -> None:
        if isinstance(record_id, str):
            self.form.settle()
            self._open(True)
            self.form.show_record(record_id)
            self._tell_half()

    def _focus_form(self) -> None:
        next(iter(self.form.fields.values())).take_focus()

    def _filter(self) -> None:
        self.records.set_filter(self.list.passes())
        self.bar.show_count(self.records.rowCount(), self.records.total, _UNITS[self.tab])
        if self.records.total and not self.records.rowCount():
            self.table.empty_state.say("没有找到", "换一个词试试。")
        else:
            self.table.empty_state.say(*NOTHING[self.tab])

    def _open(self, is_open: bool) -> None:
        self._form_open = is_open
        if not is_open:
            self.form.put_away()
            self._tell_half()
        self._show_parts()

    def _tell_half(self) -> None:
        """What is being written waits for nobody; what was put away does."""
        self.half.set_writing(self.form.adding)

    def _show_parts(self) -> None:
        self.form.setVisible(self._form_open)
        self.form.setMaximumWidth(FORM_WIDTH if self._wide else 16_777_215)
        self.form.setMinimumWidth(FORM_WIDTH if self._wide else 0)
        self.left.setVisible(self._wide or not self._form_open)
        for place in _LESS_BESIDE_FORM[self.tab]:
            self.table.setColumnHidden(place, self._form_open and not self._all_columns)


class PeoplePage(Page):
    """The argument of a visit is people, posts or departments, a record's id, what waits half written, or None."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.context = context
        self.model = StaffModel(context)
        self._wanted = ""
        self._half: HalfWritten | None = None
        self.tabs: dict[Tab, StaffTab] = {}
        self.bar = QTabBar()
        self.bar.setAccessibleName("人员、岗位、车间和班组")
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.bar.setUsesScrollButtons(False)
        self.add = PrimaryButton("", icon="plus", on=self._begin)
        self.missing = Banner("")
        self.missing.hide()
        self.stack = QStackedWidget()
        for tab in Tab:
            self.bar.addTab(TITLES[tab])
            self.tabs[tab] = StaffTab(tab, self.model, HalfWrittenModel(context, NEW[tab]))
            self.stack.addWidget(self.tabs[tab])
        self.body.addLayout(row(self.bar, None, self.add))
        self.body.addWidget(self.missing)
        self.body.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(lambda place: self.show_tab(tuple(Tab)[place]))
        self.model.loaded.connect(self._loaded)
        for each in self.tabs.values():
            each.half.model.changed.connect(self.model.load)
        context.records.recordsChanged.connect(self._records_changed)
        self.show_tab(Tab.PEOPLE)

    @property
    def tab(self) -> Tab:
        """The list that is shown."""
        return tuple(Tab)[self.bar.currentIndex()]

    def opened(self, argument: object = None) -> None:
        """Read anew."""
        wanted = next((tab for tab in Tab if tab.value == argument), None)
        if wanted is not None:
            self.show_tab(wanted)
        self._wanted = argument if wanted is None and isinstance(argument, str) else ""
        self._half = argument if isinstance(argument, HalfWritten) else None
        self.model.load()
        for each in self.tabs.values():
            each.half.model.load()

    def left(self) -> None:
        """Hand over what is being typed."""
        for each in self.tabs.values():
            each.form.settle()

    def show_tab(self, tab: Tab) -> None:
        """Another list."""
        if self.tab is not tab:
            self.left()
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex(tuple(Tab).index(tab))
        self.stack.setCurrentWidget(self.tabs[tab])
        self.add.setText(ADD[tab])
        self.add.setAccessibleName(ADD[tab])
        self._show_missing()

    def take_focus(self) -> None:
        """On the list."""
        self.tabs[self.tab].table.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, window_width: int, window_height: int) -> None:
        """Less beside each other where it is narrow."""
        super().fit(window_width, window_height)
        for each in self.tabs.values():
            each.fit(window_width)

    def _begin(self) -> None:
        self.tabs[self.tab].begin()

    def _loaded(self) -> None:
        for each in self.tabs.values():
            each.show_rows()
        self._show_wanted()
        self._show_missing()

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        for tab, each in self.tabs.items():
            if wanted and any(row.id == wanted for row in each.list.rows):
                self.show_tab(tab)
                each.bar.clear()
                each.table.select(wanted)
        half, self._half = self._half, None
        if half is not None:  # only now: what was written of it was read just before
            self.show_tab(next(tab for tab, what in NEW.items() if what is half.what))
            self._begin()

    def _show_missing(self) -> None:
        words = self.model.phones_missing
        self.missing.say(words)
        self.missing.setVisible(bool(words) and self.tab is Tab.PEOPLE)

    def _records_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.model.load()
