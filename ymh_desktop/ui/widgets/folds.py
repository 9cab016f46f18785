"""Long lists that open line by line: the closed line is painted in one piece, what is inside is built when opened.

Five hundred lines of ordinary widgets take seconds to build, five hundred painted ones a tenth of a second.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.widgets.basics import empty
from ymh_desktop.ui.widgets.levels import badge_size, level_font, paint_level

_HEIGHT = 60
_PAD = 16
_GAP = 14
_TONES = {
    "": (tokens.DISABLED, tokens.TEXT_SECONDARY),
    "ok": (tokens.OK_TINT, tokens.OK),
    "warning": (tokens.WARNING_TINT, tokens.WARNING_TEXT),
    "error": (tokens.ERROR, tokens.SURFACE),
}


class FoldLine(QAbstractButton):
    """One line: a level, a title, a smaller detail under it, a word at the right (tones: ok, warning, error, none)."""

    def __init__(self, title: str, detail: str = "", level: RiskLevel | None = None) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._level: RiskLevel | None = None
        self._detail = self._note = self._tone = ""
        self.show_words(title, detail, level)

    @property
    def level(self) -> RiskLevel | None:
        """The level shown."""
        return self._level

    @property
    def note(self) -> str:
        """The word at the right."""
        return self._note

    def show_words(self, title: str, detail: str = "", level: RiskLevel | None = None) -> None:
        """Other words in the same line."""
        self.setText(title)
        self._detail, self._level = detail, level
        self.setToolTip(title if len(title) > 30 else "")
        self._tell()

    def set_level(self, level: RiskLevel | None) -> None:
        """Another level."""
        self._level = level
        self._tell()

    def set_note(self, note: str, tone: str = "") -> None:
        """Another word at the right; empty for none."""
        self._note, self._tone = note, tone
        self._tell()

    def sizeHint(self) -> QSize:
        """The same height for all."""
        return QSize(320, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Badge, two lines of words, the word at the right, an arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(tokens.ACTION), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.ACTION_TINT) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), tokens.RADIUS_CONTROL, 8)
        right = self._paint_arrow(painter)
        right = self._paint_note(painter, right)
        left = self._paint_level(painter)
        self._paint_words(painter, QRect(left, 0, right - left - _GAP, self.height()))

    def _paint_arrow(self, painter: QPainter) -> int:
        middle = QPointF(self.width() - _PAD - 6, self.height() / 2)
        half = 5.0
        if self.isChecked():
            points = [QPointF(-half, -half / 2), QPointF(0, half / 2), QPointF(half, -half / 2)]
        else:
            points = [QPointF(-half / 2, -half), QPointF(half / 2, 0), QPointF(-half / 2, half)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.TEXT_SECONDARY), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(QPolygonF([middle + point for point in points]))
        return int(middle.x()) - 8

    def _paint_note(self, painter: QPainter, right: int) -> int:
        if not self._note:
            return right
        fill, ink = _TONES[self._tone]
        font = self._font(tokens.FONT_HINT)
        width = QFontMetrics(font).horizontalAdvance(self._note) + 18
        box = QRectF(right - width - 6, self.height() / 2 - 12, width, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._note)
        return int(box.left())

    def _paint_level(self, painter: QPainter) -> int:
        if self._level is None:
            return _PAD
        font = level_font(self)
        size = badge_size(font, label(RiskLevel.MAJOR))  # one width for all: the titles stand in one line
        box = QRect(_PAD, (self.height() - size.height()) // 2, size.width(), size.height())
        paint_level(painter, box, self._level, label(self._level), font)
        return box.right() + _GAP

    def _paint_words(self, painter: QPainter, room: QRect) -> None:
        half = self.height() // 2
        upper = room.adjusted(0, 8, 0, -half + 2) if self._detail else room
        side = Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._font(tokens.FONT_BODY, bold=True))
        painter.setPen(QColor(tokens.TEXT))
        painter.drawText(upper, side | Qt.AlignmentFlag.AlignVCenter, self._fitting(painter, self.text(), upper))
        if self._detail:
            painter.setFont(self._font(tokens.FONT_HINT))
            painter.setPen(QColor(tokens.TEXT_HINT))
            lower = room.adjusted(0, half + 3, 0, 0)
            painter.drawText(lower, side | Qt.AlignmentFlag.AlignTop, self._fitting(painter, self._detail, lower))

    def _fitting(self, painter: QPainter, words: str, room: QRect) -> str:
        return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())

    def _font(self, pixels: int, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setBold(bold)
        return font

    def _tell(self) -> None:
        """Everything that is painted is told to a screen reader too, as one sentence: no full stop in its middle."""
        level = label(self._level) if self._level is not None else ""
        parts = (part.strip().rstrip("。；") for part in (level, self._detail, self._note))
        self.setAccessibleDescription("，".join(part for part in parts if part))
        self.update()


class FoldCard(QFrame):
    """A line that opens. `build` makes what is inside, on every opening; closing throws it away."""

    opened = Signal()
    closed = Signal()

    def __init__(self, line: FoldLine, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.line = line
        self.content: QWidget | None = None
        self._build = build
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(line)
        line.toggled.connect(self._toggled)

    @property
    def is_open(self) -> bool:
        """Whether the inside is shown."""
        return self.line.isChecked()

    def open(self, is_open: bool = True) -> None:
        """Open or close it."""
        self.line.setChecked(is_open)

    def rebuild(self) -> None:
        """Build the inside anew if it is open."""
        if self.is_open:
            self._drop()
            self._fill()

    def _toggled(self, is_open: bool) -> None:
        if is_open:
            self._fill()
            self.opened.emit()
        else:
            self._drop()
            self.closed.emit()
        self.line.update()

    def _fill(self) -> None:
        self.content = self._build()
        self._column.addWidget(self.content)

    def _drop(self) -> None:
        if self.content is None:
            return
        self._column.removeWidget(self.content)
        self.content.hide()
        self.content.deleteLater()
        self.content = None


class FoldList(QVBoxLayout):
    """Cards by id, of which those that are open stay open when others come or go. `build` makes one's inside."""

    def __init__(self, build: Callable[[str], QWidget]) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(8)
        self.cards: dict[str, FoldCard] = {}
        self._make_inside = build

    def show_ids(self, ids: Sequence[str]) -> None:
        """One card for each id, in this order; nothing is built anew while they are the same."""
        if tuple(self.cards) == tuple(ids):
            return
        was_open = {key for key, card in self.cards.items() if card.is_open}
        empty(self)
        self.cards = {each: FoldCard(FoldLine(""), partial(self._make_inside, each)) for each in ids}
        for key, card in self.cards.items():
            self.addWidget(card)
            if key in was_open:
                card.open()


__all__ = ["FoldCard", "FoldLine", "FoldList"]
