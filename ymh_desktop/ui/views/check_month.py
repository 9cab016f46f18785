"""抄录点检表: 31 columns, everything normal; exceptions are marked in the table or typed as day and item numbers."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
)

from ymh_desktop.domain.inspections import ResultState
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.ui.theme import set_look, tokens
from ymh_desktop.ui.viewmodels.check_month import MonthModel, days_of
from ymh_desktop.ui.views.photo_parts import PhotosField
from ymh_desktop.ui.widgets import Button, Combo, IconButton, OneLine, PickPerson, PrimaryButton, column, row, text
from ymh_desktop.ui.widgets.basics import WithBack, children

Index = QModelIndex | QPersistentModelIndex
_SIGNS = {ResultState.NORMAL: "✓", ResultState.ABNORMAL: "×", ResultState.NOT_INVOLVED: "—"}
_NEXT = {
    ResultState.NORMAL: ResultState.ABNORMAL,
    ResultState.ABNORMAL: ResultState.NOT_INVOLVED,
    ResultState.NOT_INVOLVED: ResultState.NORMAL,
}
_KEYS = {
    "x": ResultState.ABNORMAL,
    "X": ResultState.ABNORMAL,
    "-": ResultState.NOT_INVOLVED,
}
_COLUMN, _ROW = 29, 34


class MonthTable(QAbstractTableModel):
    """The first row says which days nobody looked; below it a row per item."""

    def __init__(self, model: MonthModel) -> None:
        super().__init__()
        self.months = model
        model.loaded.connect(self.begin_anew)
        model.changed.connect(self._changed)

    def begin_anew(self) -> None:
        """Another sheet."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One more than items."""
        form = self.months.form
        return 0 if parent.isValid() or form is None else len(form.items) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Days."""
        form = self.months.form
        return 0 if parent.isValid() or form is None else form.month.last.day

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Days above, items at the left."""
        form = self.months.form
        if form is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1)
            return Qt.AlignmentFlag.AlignCenter if role == Qt.ItemDataRole.TextAlignmentRole else None
        words = (
            "这天没查（整格空着）"
            if section == 0
            else f"{form.items[section - 1].number}. {form.items[section - 1].what}"
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return shortened(words, 13)
        if role == Qt.ItemDataRole.ToolTipRole:
            return words if section == 0 else f"{words}：{form.items[section - 1].standard}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """✓, ×, —, or 空; what cannot be marked is grey."""
        sign, colour, said = self._cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return sign
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(colour)
        if role == Qt.ItemDataRole.BackgroundRole:
            day = self.day(index.column())
            return QColor(
                tokens.SURFACE if self.months.can_mark(day) and day not in self._closed() else tokens.DISABLED
            )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{index.column() + 1} 号 {said}"
        return None

    def day(self, column: int) -> Any:
        """The day of a column."""
        assert self.months.form is not None
        return days_of(self.months.form)[column]

    def _closed(self) -> dict[Any, str]:
        return dict(self.months.form.closed) if self.months.form else {}

    def _cell(self, index: Index) -> tuple[str, str, str]:
        form, day = self.months.form, self.day(index.column())
        assert form is not None
        made = next((each for each in form.made if each.period.first == day), None)
        if index.row() == 0:
            if made is not None:
                return "✓", tokens.OK, "已经记过"
            closed = self._closed().get(day, "")
            if closed:
                return "休", tokens.TEXT_HINT, closed
            return ("空", tokens.WARNING_TEXT, "没查") if day in self.months.not_done else ("", tokens.TEXT, "查了")
        number = form.items[index.row() - 1].number
        if made is not None:
            result = made.result(number)
            state = result.state if result else ResultState.NORMAL
            return _SIGNS[state], tokens.TEXT_HINT, f"已经记过，{label(state)}"
        if not self.months.can_mark(day):
            return "", tokens.TEXT_HINT, "还没到，或者这张表还没有开始用"
        state = self.months.state((day, number))
        if state is ResultState.NORMAL and (day in self.months.not_done or day in self._closed()):
            return "", tokens.TEXT_HINT, "没查"
        tone = {ResultState.ABNORMAL: tokens.ERROR, ResultState.NOT_INVOLVED: tokens.TEXT_SECONDARY}
        return _SIGNS[state], tone.get(state, tokens.PLACEHOLDER), label(state)

    def _changed(self) -> None:
        rows, columns = self.rowCount(), self.columnCount()
        if rows and columns:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))


class MonthGrid(QTableView):
    """Arrows move; blank goes round ✓ × —, X is 异常, minus 不涉及, Delete ✓; a digit begins a typed line."""

    digit = Signal(str)

    def __init__(self, model: MonthModel) -> None:
        super().__init__()
        self._model = model
        self.table = MonthTable(model)
        self.setModel(self.table)
        self.setAccessibleName("点检表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        for corner in children(self, QAbstractButton):
            corner.setAccessibleName("点检表左上角")
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        days = self.horizontalHeader()
        days.setProperty("look", "days")
        days.setMinimumSectionSize(24)
        days.setDefaultSectionSize(_COLUMN)
        days.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        items = self.verticalHeader()
        items.setProperty("look", "items")
        items.setDefaultSectionSize(_ROW)
        items.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        items.setFixedWidth(190)
        self.doubleClicked.connect(self._turn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Marks at the cell that has the keyboard."""
        index = self.currentIndex()
        words = event.text()
        if words.isdigit():
            self.digit.emit(words)
        elif not index.isValid():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self._turn(index)
        elif words in _KEYS:
            self._mark(index, _KEYS[words])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._mark(index, ResultState.NORMAL)
        else:
            super().keyPressEvent(event)

    def _turn(self, index: QModelIndex) -> None:
        if index.row() == 0:
            self._model.toggle_day(self.table.day(index.column()))
        else:
            self._mark(index, _NEXT[self._model.state(self._place(index))])

    def _mark(self, index: QModelIndex, state: ResultState) -> None:
        if index.row() > 0:
            self._model.mark(self._place(index), state)

    def _place(self, index: QModelIndex) -> Any:
        assert self._model.form is not None
        return self.table.day(index.column()), self._model.form.items[index.row() - 1].number


class MonthView(WithBack):
    """Which sheet, which month, whose initials; the typed line; the table; a scan of the paper."""

    def __init__(self, model: MonthModel) -> None:
        super().__init__()
        self._model = model
        model.setParent(self)  # its timer ends with the window
        self.title = text("", "title", wrap=True)
        self.about = text("", "secondary", wrap=True)
        self.plan = Combo("哪一张点检表")
        self.plan.setMaximumWidth(280)
        self.before = IconButton("chevron-left", "上个月的点检表", on=partial(model.step, False))
        self.after = IconButton("chevron-right", "下个月的点检表", on=partial(model.step, True))
        self.person = PickPerson("表上是谁签的")
        self.save = PrimaryButton("", name="存下这张点检表", icon="check", on=self._save)
        self.line = OneLine()
        self.line.setAccessibleName("打日期和序号")
        self.line.setPlaceholderText("例如 5 3 7")
        self.line.setFixedWidth(150)
        self.fault = text("", "error", wrap=True)
        self.scans = PhotosField("点检表的照片", name="点检表的照片")
        self.scans.add.setText("添加表的照片…")
        self.scans.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        self.grid = MonthGrid(model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(
            row(
                Button("返回", name="返回检查清单", icon="chevron-left", on=self.back_asked.emit),
                self.before,
                self.title,
                self.after,
                None,
                self.plan,
            )
        )
        head = row(column(self.about, spacing=0), self.person, self.save, spacing=12)
        head.setStretch(0, 1)
        layout.addLayout(head)
        self.scans.label.hide()
        self.scans.hint.hide()
        hint = text("先打日期，再打有异常的序号，按回车；只打日期＝那天没查。再打一次取消。", "hint", wrap=True)
        typed = row(self.line, hint, self.scans, spacing=10)
        typed.setStretch(1, 1)
        layout.addLayout(typed)
        layout.addWidget(self.fault)
        layout.addWidget(self.grid, 1)
        self.fault.hide()
        self.line.returnPressed.connect(self._take_line)
        self.line.textChanged.connect(self._line_typed)
        self.plan.currentIndexChanged.connect(lambda *_: model.show_plan(str(self.plan.chosen)))
        self.person.picked.connect(model.inspector.choose)
        self.person.addAsked.connect(model.inspector.add)
        self.grid.digit.connect(self._begin_line)
        self.scans.picked.connect(self._take_scans)
        self.scans.dropped.connect(model.drop_scan)
        model.loaded.connect(self._show)
        model.inspector.peopled.connect(self._show_people)
        model.changed.connect(self._show_button)
        model.pictured.connect(self._show_scans)
        model.faulted.connect(self._show_fault)

    def take_focus(self) -> None:
        """On the typed line: the whole sheet goes in by the keyboard."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Keep what was marked."""
        self._model.keep_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps the sheet, Esc leads back."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        """A line that is still typed counts first: then the button says another thing, and is pressed once more."""
        if self.line.text().strip():
            self._take_line()
        elif self.person.finished(self._show_fault):
            self._model.save()

    def _take_scans(self, paths: tuple[Path, ...]) -> None:
        for path in paths:
            self._model.take_scan(path)

    def _begin_line(self, digit: str) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.setText(digit)

    def _take_line(self) -> None:
        if not self.line.text().strip():
            self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._model.type_line(self.line.text()):
            self.line.clear()
        else:
            set_look(self.line, "wrong")
            self.take_focus()

    def _line_typed(self, words: str) -> None:
        set_look(self.line, "")
        self._model.write_line(words)

    def _show(self) -> None:
        form = self._model.form
        assert form is not None  # shown after it came
        self.title.setText(f"{form.month.first.year}年{form.month.first.month}月")
        self.about.setText(f"表号 {form.number} · {len(form.items)} 项 · 没点的都算正常。")
        self.plan.set_options([(plan_id, title) for plan_id, title in self._model.titles], form.plan.id)
        self.line.setText(self._model.line)
        set_look(self.line, "")
        self._show_scans()
        self._show_button()
        if self.isVisible():
            self.take_focus()

    def _show_people(self) -> None:
        inspector = self._model.inspector
        self.person.set_people([(person.id, person.name) for person in inspector.people], inspector.id)
        self._show_fault("")

    def _show_button(self) -> None:
        self.save.setText(self._model.save_words)
        self.save.setEnabled(self._model.days > 0)

    def _show_scans(self) -> None:
        self.scans.show_photos(self._model.scans, self._model.picture)

    def _show_fault(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
