"""The own stepper: a list at the side with what is done, now and to come; one line where the window is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.ui.theme import icons, tokens
from ymh_desktop.ui.widgets.basics import text


class StepState(Enum):
    """How far a step is. OPEN can be jumped to as well, though it is not finished."""

    DONE = "已完成"
    NOW = "正在做"
    OPEN = "没做完"
    TO_COME = "还没到"


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step as the list shows it."""

    title: str
    note: str = ""
    state: StepState = StepState.TO_COME


class _StepItem(QAbstractButton):
    """One step: a circle with a number or a tick, title and note."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._shown = StepShown("")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_step(self, shown: StepShown) -> None:
        self._shown = shown
        self.setText(shown.title)
        self.setAccessibleName(f"第{self._number}步 {shown.title} {shown.state.value}")
        reachable = shown.state is not StepState.TO_COME
        self.setEnabled(reachable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if reachable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if reachable else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(188, 58)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = self._shown.state
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if state is StepState.NOW or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.ACTION_TINT if state is StepState.NOW else tokens.PAGE))
            if self.isEnabled():
                painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        if self.hasFocus():
            painter.setPen(QColor(tokens.ACTION))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        circle = QRectF(14, self.height() / 2 - 15, 30, 30)
        fill, ink = {
            StepState.DONE: (tokens.OK_TINT, tokens.OK),
            StepState.NOW: (tokens.ACTION, tokens.SURFACE),
            StepState.OPEN: (tokens.WARNING_TINT, tokens.WARNING_TEXT),
            StepState.TO_COME: (tokens.DISABLED, tokens.TEXT_SECONDARY),
        }[state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawEllipse(circle)
        if state is StepState.DONE:
            painter.drawPixmap(circle.center().toPoint().x() - 8, int(circle.top()) + 7, icons.pixmap("check", 16, ink))
        else:
            painter.setFont(self._font(tokens.FONT_BODY, bold=True))
            painter.setPen(QColor(ink))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        words = QRect(56, 0, self.width() - 60, self.height())
        now = state is StepState.NOW
        painter.setFont(self._font(tokens.FONT_BODY, bold=now))
        if now:
            painter.setPen(QColor(tokens.ACTION))
        else:
            painter.setPen(QColor(tokens.TEXT_SECONDARY if state is StepState.TO_COME else tokens.TEXT))
        half = self.height() // 2
        if not self._shown.note:
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._shown.title)
            return
        painter.drawText(
            words.adjusted(0, 8, 0, -half + 1),
            Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft,
            self._shown.title,
        )
        painter.setFont(self._font(tokens.FONT_HINT))
        painter.setPen(QColor(tokens.TEXT_HINT))
        below = words.adjusted(0, half + 1, 0, 0)
        note = painter.fontMetrics().elidedText(self._shown.note, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, note)

    def _font(self, pixels: int, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setBold(bold)
        return font


class StepList(QFrame):
    """The steps at the side; done and open ones can be jumped to. `foot` is for a sentence at the bottom."""

    chosen = Signal(int)  # index

    WIDTH = 212

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "side")
        self.setFixedWidth(self.WIDTH)
        self._items: list[_StepItem] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 14, 12, 14)
        layout.setSpacing(3)
        self._column = QVBoxLayout()
        self._column.setSpacing(3)
        layout.addLayout(self._column)
        layout.addStretch(1)
        self.foot = QVBoxLayout()
        layout.addLayout(self.foot)

    def show_steps(self, steps: Sequence[StepShown]) -> None:
        """Show these steps; the number of steps may change (trades differ)."""
        while len(self._items) < len(steps):
            item = _StepItem(len(self._items) + 1, self)
            index = len(self._items)
            item.clicked.connect(lambda checked=False, index=index: self.chosen.emit(index))
            self._items.append(item)
            self._column.addWidget(item)
        for index, item in enumerate(self._items):
            item.setVisible(index < len(steps))
            if index < len(steps):
                item.show_step(steps[index])


class StepLine(QFrame):
    """第 3 步 / 共 7 步, with a bar: the same steps where the window is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "bar-top")
        self.setFixedHeight(40)
        self._words = text("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(220)
        self._bar.setAccessibleName("步骤进度")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 20, 0)
        layout.setSpacing(14)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addStretch(1)

    def show_steps(self, steps: Sequence[StepShown]) -> None:
        """Show where one stands."""
        now = next((index for index, step in enumerate(steps) if step.state is StepState.NOW), 0)
        self._words.setText(f"第 {now + 1} 步 / 共 {len(steps)} 步　{steps[now].title if steps else ''}")
        self._bar.setMaximum(max(1, len(steps)))
        self._bar.setValue(now + 1)
