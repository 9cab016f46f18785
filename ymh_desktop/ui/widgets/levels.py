"""Risk levels on the screen: colour, shape and word, always together."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.ui.theme import tokens

_HEIGHT = 26
_SHAPE = 11
_GAP = 6


def level_font(widget: QWidget) -> QFont:
    """The font of badges."""
    font = QFont(widget.font())
    font.setPixelSize(tokens.FONT_SECONDARY)
    font.setBold(True)
    return font


def badge_size(font: QFont, words: str) -> QSize:
    """How much room a badge with these words takes."""
    return QSize(QFontMetrics(font).horizontalAdvance(words) + _SHAPE + _GAP + 22, _HEIGHT)


def paint_level(painter: QPainter, box: QRect, level: RiskLevel, words: str, font: QFont) -> None:
    """A badge that fills `box`: for labels, tables and maps alike."""
    colours = tokens.LEVELS[level]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.fill))
    painter.drawRoundedRect(box, 5, 5)
    painter.setFont(font)
    width = QFontMetrics(font).horizontalAdvance(words)
    left = box.center().x() - (width + _SHAPE + _GAP) / 2 + 0.5
    paint_shape(painter, QRectF(left, box.center().y() - _SHAPE / 2 + 0.5, _SHAPE, _SHAPE), level, colours.text)
    painter.setPen(QColor(colours.text))
    painter.drawText(
        QRectF(left + _SHAPE + _GAP, box.top(), width + 4, box.height()),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        words,
    )
    painter.restore()


def paint_shape(painter: QPainter, box: QRectF, level: RiskLevel, colour: str) -> None:
    """▲ ◆ ● ■, drawn, because fonts place these signs differently."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    middle = box.center()
    if level is RiskLevel.MAJOR:
        painter.drawPolygon(QPolygonF([QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()]))
    elif level is RiskLevel.CONSIDERABLE:
        wide = box.adjusted(-1, -1, 1, 1)
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle.x(), wide.top()),
                    QPointF(wide.right(), middle.y()),
                    QPointF(middle.x(), wide.bottom()),
                    QPointF(wide.left(), middle.y()),
                ]
            )
        )
    elif level is RiskLevel.GENERAL:
        painter.drawEllipse(box)
    else:
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


class LevelBadge(QLabel):
    """The level as a badge; no level reads 未分级 in grey. Its text is the level's word."""

    def __init__(self, level: RiskLevel | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._level: RiskLevel | None = None
        self.set_level(level)

    @property
    def level(self) -> RiskLevel | None:
        """The level shown."""
        return self._level

    def set_level(self, level: RiskLevel | None) -> None:
        """Show another level."""
        self._level = level
        self.setText(label(level) if level is not None else "未分级")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for shape and word."""
        return badge_size(level_font(self), self.text())

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Colour, shape, word."""
        painter = QPainter(self)
        if self._level is not None:
            paint_level(painter, self.rect(), self._level, self.text(), level_font(self))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.DISABLED))
        painter.drawRoundedRect(self.rect(), 5, 5)
        painter.setFont(level_font(self))
        painter.setPen(QColor(tokens.TEXT_SECONDARY))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
