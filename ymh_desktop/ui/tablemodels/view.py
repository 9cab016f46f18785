"""The table on the screen: fixed row height, one delegate, fewer columns where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.ui.tablemodels.model import Row, TupleTableModel
from ymh_desktop.ui.tablemodels.widths import needed, shared
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.widgets.levels import badge_size, level_font, paint_level
from ymh_desktop.ui.widgets.states import EmptyState

_TONES = {
    name: QColor(colour)
    for name, colour in (
        ("", tokens.TEXT),
        ("error", tokens.ERROR),
        ("ok", tokens.OK),
        ("warning", tokens.WARNING_TEXT),
        ("hint", tokens.TEXT_HINT),
    )
}
_SELECTED, _LINE = QColor(tokens.ACTION_TINT), QColor(tokens.LINE)
_NARROWEST = 72
_BESIDE_TITLE = 28  # its margins and the mark of the order
_SIDE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class RowDelegate(QStyledItemDelegate):
    """Paints cells itself: an ::item rule in the style sheet makes every repaint three times slower."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Background, words or badge, thin line below."""
        box: QRect = option.rect  # type: ignore[attr-defined]  # PySide6 tells no members of options
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # as above
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, _SELECTED)
        painter.setPen(_LINE)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        column = index.column()
        words, level, tone = self._table.records.cell(index.row(), column)
        if level is not None:
            self._paint_level(painter, box, words, level)
        elif words:
            painter.setPen(_TONES[tone])
            painter.setFont(self._table.font())
            room = box.adjusted(12, 0, -8, 0)
            shown = words.replace("\n", " ") if "\n" in words else words
            shown = painter.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
            centred = self._table.records.columns[column].centred
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter if centred else _SIDE, shown)

    def _paint_level(self, painter: QPainter, box: QRect, words: str, level: RiskLevel) -> None:
        font = level_font(self._table)
        size = badge_size(font, words)
        badge = QRect(0, 0, min(size.width(), box.width() - 12), size.height())
        badge.moveCenter(box.center())
        badge.moveLeft(box.left() + 12)
        paint_level(painter, badge, level, words, font)


class RecordTable(QTableView):
    """Rows of records. `opened` brings the id on double click or Enter; the selection survives reloads by id."""

    opened = Signal(object)
    selected = Signal(object)  # id or None

    def __init__(self, name: str, model: TupleTableModel, nothing: str = "还没有记录", nothing_hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.records = model
        self._kept: object = None
        self._restoring = False
        self._by_hand = False  # somebody dragged a column: then it stays as he wants it
        self._needs: list[int] = []
        self._measured: Sequence[Row] = ()
        self.setItemDelegate(RowDelegate(self))
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(tokens.ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_NARROWEST)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        header.sortIndicatorChanged.connect(model.sort)
        header.sectionResized.connect(self._column_resized)
        for place, column in enumerate(model.columns):
            if column.stretch:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            else:
                self.setColumnWidth(place, column.width)
        self.empty_state = EmptyState("list-checks", nothing, nothing_hint)
        self.empty_state.setParent(self.viewport())
        model.modelAboutToBeReset.connect(self._before_reset)
        model.modelReset.connect(self._after_reset)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.row(index.row())[0]))
        self._after_reset()

    @property
    def selected_id(self) -> object:
        """The id of the selected record, None when there is none."""
        places = self.selectionModel().selectedRows()
        return self.records.row(places[0].row())[0] if places else None

    def select(self, record_id: object) -> bool:
        """Select and show a record; False when it is not among the rows shown."""
        place = self.records.place_of(record_id)
        if place < 0:
            return False
        self.selectRow(place)
        self.scrollTo(self.records.index(place, 0))
        return True

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Pass on which record is selected."""
        super().selectionChanged(selected, deselected)
        if not self._restoring:
            self.selected.emit(self.selected_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected_id is not None:
            self.opened.emit(self.selected_id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide secondary columns below 900 pixels, so that the main one stays readable."""
        narrow = self.width() < tokens.FEWER_COLUMNS_BELOW
        for place, column in enumerate(self.records.columns):
            if column.secondary and self.isColumnHidden(place) != narrow:
                self.setColumnHidden(place, narrow)
        super().resizeEvent(event)
        self._share_width()
        self.empty_state.resize(self.viewport().size())

    def minimumSizeHint(self) -> QSize:
        """A header and three rows."""
        return QSize(320, 40 + 3 * tokens.ROW_HEIGHT)

    def _measure_rows(self) -> None:
        """Not at every key of a search: what is left out by it does not change the widths."""
        rows = self.records.sample
        if rows is not self._measured:
            self._measured = rows
            self._needs = [needed(column, rows, self._measure) for column in self.records.columns] if rows else []

    def _share_width(self) -> None:
        """What the stretched column has left over goes to those whose words would be cut."""
        if self._by_hand or not self._needs:
            return
        columns = self.records.columns
        shown = [at for at in range(len(columns)) if not self.isColumnHidden(at)]
        fixed = [at for at in shown if not columns[at].stretch]
        usual = [columns[at].width for at in fixed]
        stretched = sum(self._needs[at] for at in shown if columns[at].stretch)
        widths = shared(
            usual,
            [self._needs[at] for at in fixed],
            [max(_NARROWEST, self._measure(columns[at].title) + _BESIDE_TITLE) for at in fixed],
            self.viewport().width() - sum(usual) - stretched,
        )
        for at, width in zip(fixed, widths, strict=True):
            self.setColumnWidth(at, width)

    def _measure(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)

    def _column_resized(self) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton and self.horizontalHeader().underMouse():
            self._by_hand = True

    def _before_reset(self) -> None:
        self._kept = self.selected_id
        self._restoring = True

    def _after_reset(self) -> None:
        # Qt drops the selection in a reset; whoever listens hears of it only when the record is gone.
        kept, self._kept = self._kept, None
        found = kept is not None and self.select(kept)
        self._restoring = False
        self._measure_rows()
        self._share_width()
        if kept is not None and not found:
            self.selected.emit(None)
        self.empty_state.setVisible(self.records.rowCount() == 0)
