"""Things to tick and to count. The number stepper is our own: QSpinBox loses its digits under a style sheet."""

import unicodedata

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ymh_desktop.ui.theme import icons, tokens
from ymh_desktop.ui.widgets.basics import Button, text

_Index = QModelIndex | QPersistentModelIndex


class NumberStepper(QWidget):
    """− 2 +, with a unit behind. Typing works too; an emptied field returns to the least number.

    A larger number than is possible is not cut to its first digits: it becomes the most, and that is said.
    """

    valueChanged = Signal(int)

    def __init__(self, name: str, value: int = 1, *, least: int = 0, most: int = 999, unit: str = "") -> None:
        super().__init__()
        self._least, self._most, self._value = least, most, value
        self.edit = QLineEdit(str(value))
        self.edit.setAccessibleName(name)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit.setFixedWidth(52)
        self.edit.setTextMargins(-6, 0, -6, 0)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.less = Button("−", name=f"{name} 减少", look="step", on=lambda: self.set_value(self._value - 1))
        self.more = Button("+", name=f"{name} 增加", look="step", on=lambda: self.set_value(self._value + 1))
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys in the field do the same
            button.setAutoRepeat(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.less)
        layout.addWidget(self.edit)
        if unit:
            layout.addWidget(text(unit, "secondary"))
        layout.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._left)
        self._show()

    @property
    def value(self) -> int:
        """The number."""
        return self._value

    def set_value(self, value: int) -> None:
        """Change it, within its limits; emits when it differs."""
        value = max(self._least, min(self._most, value))
        changed = value != self._value
        self._value = value
        self._show()
        if changed:
            self.valueChanged.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys count."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(self._value + step)

    def _typed(self, words: str) -> None:
        digits = "".join(char for char in unicodedata.normalize("NFKC", words) if char in "0123456789")
        if digits != words:  # full-width digits count, letters do not; a validator would swallow an emptied field
            self.edit.setText(digits)
            words = digits
        number = self._number(words)
        if self._least <= number <= self._most and number != self._value:
            self._value = number
            self._show_buttons()
            self.valueChanged.emit(self._value)

    def _left(self) -> None:
        number = self._number(self.edit.text())
        if number > self._most:
            below = self.edit.mapToGlobal(self.edit.rect().bottomLeft())
            QToolTip.showText(below, f"最多填 {self._most}，已改成 {self._most}。", self.edit)
        self.set_value(number)

    def _number(self, words: str) -> int:
        """What the digits say; one more than the most for anything larger, and less than the least for nothing."""
        digits = words.lstrip("0") or words[-1:]
        if not digits.isdigit():
            return self._least - 1
        return int(digits) if len(digits) <= len(str(self._most)) else self._most + 1

    def _show(self) -> None:
        if self.edit.text() != str(self._value):
            self.edit.setText(str(self._value))
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.less.setEnabled(self._value > self._least)
        self.more.setEnabled(self._value < self._most)


class TickRows(QStyledItemDelegate):
    """For a list with boxes to tick: a click anywhere in a row ticks it, its words as well as its small box."""

    def __init__(self, rows: QAbstractItemView) -> None:
        super().__init__(rows)
        rows.setItemDelegate(self)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Turn the tick where the mouse is let go; keys do what they do everywhere."""
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        wanted = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled
        if event.button() is not Qt.MouseButton.LeftButton or model.flags(index) & wanted != wanted:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            role = Qt.ItemDataRole.CheckStateRole
            on = Qt.CheckState(model.data(index, role)) is Qt.CheckState.Checked
            turned = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            return model.setData(index, turned.value, role)  # the list reads no other tick than its number
        return event.type() == QEvent.Type.MouseButtonDblClick  # the first of both clicks has ticked it


class ChoiceCard(QAbstractButton):
    """A card that can be ticked, with an icon, a title, a note and, once ticked, how many there are.

    `round_mark` draws a round mark for choices of which only one holds (put them into a QButtonGroup).
    """

    countChanged = Signal(int)

    def __init__(
        self,
        title: str,
        note: str = "",
        *,
        icon: str = "",
        unit: str = "",
        count: int | None = None,
        checked: bool = False,
        round_mark: bool = False,
    ) -> None:
        super().__init__()
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setToolTip(note if len(note) > 18 else "")
        self._note, self._icon, self._round = note, icon, round_mark
        self.stepper: NumberStepper | None = None
        if count is not None:
            self.stepper = NumberStepper(f"{title}数量", count, least=1, unit=unit)
            self.stepper.setParent(self)
            self.stepper.setCursor(Qt.CursorShape.ArrowCursor)
            self.stepper.valueChanged.connect(self.countChanged)
            self.toggled.connect(self.stepper.setVisible)
            self.stepper.setVisible(checked)
        self.toggled.connect(self.update)

    @property
    def count(self) -> int:
        """How many; 1 when the card does not count."""
        return self.stepper.value if self.stepper else 1

    def set_state(self, checked: bool, count: int | None = None) -> None:
        """Show what is already known; does not emit."""
        with QSignalBlocker(self):
            self.setChecked(checked)
            if self.stepper and count is not None:
                self.stepper.set_value(count)
        if self.stepper:
            self.stepper.setVisible(checked)
        self.update()

    def sizeHint(self) -> QSize:
        """The same height for all, ticked or not."""
        return QSize(260, 92 if self.stepper else 72)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the stepper in its corner."""
        super().resizeEvent(event)
        if self.stepper:
            size = self.stepper.sizeHint()
            self.stepper.setGeometry(
                self.width() - size.width() - 12, self.height() - size.height() - 10, size.width(), size.height()
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, mark, icon, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        thick = on or self.hasFocus()
        frame = QColor(tokens.ACTION if thick or self.underMouse() else tokens.LINE_STRONG)
        painter.setPen(QPen(frame, 2 if thick else 1))
        painter.setBrush(QColor(tokens.ACTION_TINT if on else tokens.SURFACE))
        inset = 1.0 if thick else 0.5
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), tokens.RADIUS_CARD, tokens.RADIUS_CARD
        )
        if self.hasFocus() and on:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.ACTION), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 7, 7)
        self._paint_mark(painter, on)
        left = 46
        if self._icon:
            painter.drawPixmap(left, 24, icons.pixmap(self._icon, 24, tokens.ACTION if on else tokens.TEXT_SECONDARY))
            left += 36
        words = QRect(left, 14, self.width() - left - 12, 24)
        font = QFont(self.font())
        font.setPixelSize(tokens.FONT_BODY)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(tokens.TEXT if self.isEnabled() else tokens.PLACEHOLDER))
        title = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        if not self._note and not self.stepper:
            words.moveTop(24)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        font.setPixelSize(tokens.FONT_HINT)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(QColor(tokens.TEXT_HINT))
        words.translate(0, 23)
        if on and self.stepper:
            return  # the number stands where the note was
        note = painter.fontMetrics().elidedText(self._note, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, note)

    def _paint_mark(self, painter: QPainter, on: bool) -> None:
        box = QRectF(14.5, 25.5, 21, 21)
        painter.setPen(QPen(QColor(tokens.ACTION if on else tokens.PLACEHOLDER), 1))
        painter.setBrush(QColor(tokens.ACTION if on else tokens.SURFACE))
        if self._round:
            painter.drawEllipse(box)
            if on:
                painter.setBrush(QColor(tokens.SURFACE))
                painter.drawEllipse(box.center(), 4.0, 4.0)
        else:
            painter.drawRoundedRect(box, 5, 5)
            if on:
                painter.drawPixmap(17, 28, icons.pixmap("check", 16, tokens.SURFACE))
