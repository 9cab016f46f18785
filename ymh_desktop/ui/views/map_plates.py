"""The white plates on the map that name the zones: each beside no other, with a line to its zone where it had to leave
it."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsLineItem,
    QGraphicsScene,
    QStyleOptionGraphicsItem,
    QWidget,
)

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.map_plates import Box, kept_apart
from ymh_desktop.domain.maps import SHEET_HEIGHT, SHEET_WIDTH, area, inside, label_place
from ymh_desktop.domain.words import label
from ymh_desktop.services.maps import ShownZone
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.widgets.levels import paint_shape

_GAP = 2  # pixels between plates
_NARROWEST, _WIDEST = 44, 150  # of a plate's words
_ELIDED_FROM = 60  # four characters: fewer would not tell a name
_NAME_LINE, _LEVEL_LINE = 18, 18
_SHAPE = 16  # the mark of a level with the gap behind it
_BADGE = 21


class PlateItem(QGraphicsItem):
    """Name, shape and word, of one size on the screen whatever the scale; a red badge counts hidden dangers."""

    def __init__(self, shown: ShownZone, font: QFont) -> None:
        super().__init__()
        self._shown = shown
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(10)
        self.anchor = label_place(shown.zone.corners)
        self.area = area(shown.zone.corners)
        self.leader = QGraphicsLineItem()
        self.leader.setPen(_leader_pen())
        self.leader.setZValue(9)
        self._name_font = QFont(font)
        self._name_font.setPixelSize(tokens.FONT_SECONDARY)
        self._name_font.setBold(True)
        self._small_font = QFont(self._name_font)
        self._small_font.setPixelSize(tokens.FONT_HINT)
        self._names: list[str] = []
        self._word = ""
        self._box = QRectF()

    def fit(self, scale: float) -> None:
        """The words that a zone of this many pixels per unit has room for: the name on two lines, the level shorter."""
        xs = [x for x, _ in self._shown.zone.corners]
        beside = _BADGE if self._shown.dangers else 0
        room = max(_NARROWEST, min(_WIDEST, (max(xs) - min(xs)) * scale - 20 - beside))
        name, small = QFontMetricsF(self._name_font), QFontMetricsF(self._small_font)
        self._names = _on_two_lines(name, self._shown.zone.name, room)
        level = self._shown.level
        mark = _SHAPE if level is not None else 0
        self._word = label(level) if level is not None else "未评级"
        wide = max(name.horizontalAdvance(line) for line in self._names)
        if mark + small.horizontalAdvance(self._word) > max(room, wide):
            self._word = self._word.removesuffix("风险")
        wide = max(wide, mark + small.horizontalAdvance(self._word)) + 14
        high = len(self._names) * _NAME_LINE + _LEVEL_LINE + 6
        self.prepareGeometryChange()
        self._box = QRectF(-wide / 2, -high / 2, wide, high)

    @property
    def taken(self) -> QRectF:
        """The plate with its badge."""
        badge = _BADGE / 2 if self._shown.dangers else 0
        return self._box.adjusted(0, -badge, badge, 0)

    def stand(self, x: float, y: float) -> None:
        """In this place of the sheet; a line leads to the zone from outside."""
        self.setPos(x, y)
        self.leader.setLine(QLineF(x, y, *self.anchor))
        self.leader.setVisible(not inside(self._shown.zone.corners, x, y))

    def boundingRect(self) -> QRectF:
        """Plate and badge."""
        return self._box.adjusted(-2, -12, 12, 2)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw it."""
        box = self._box
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 235))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(tokens.TEXT))
        painter.setFont(self._name_font)
        line = QRectF(box.left(), box.top() + 3, box.width(), _NAME_LINE)
        for words in self._names:
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
            line.translate(0, _NAME_LINE)
        self._paint_level(painter, line)
        if self._shown.dangers:
            self._paint_badge(painter, self._shown.dangers)

    def _paint_level(self, painter: QPainter, line: QRectF) -> None:
        level = self._shown.level
        painter.setFont(self._small_font)
        if level is not None:
            width = QFontMetricsF(self._small_font).horizontalAdvance(self._word)
            left = -(width + _SHAPE) / 2
            paint_shape(painter, QRectF(left, line.center().y() - 5, 11, 11), level, _ink(level))
            painter.setPen(QColor(tokens.TEXT))
            line = QRectF(left + _SHAPE, line.top(), width + 2, line.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._word)

    def _paint_badge(self, painter: QPainter, count: int) -> None:
        badge = QRectF(self._box.right() - 11, self._box.top() - 10, _BADGE, _BADGE)
        painter.setPen(QPen(QColor("white"), 1.5))
        painter.setBrush(QColor(tokens.ERROR))
        painter.drawEllipse(badge)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(count) if count < 100 else "99")


class Plates:
    """All plates of a drawing, laid anew whenever its scale changes."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._plates: list[PlateItem] = []

    def show(self, zones: Sequence[ShownZone], font: QFont) -> None:
        """Plates for these zones; the scene was cleared before."""
        self._plates = [PlateItem(shown, font) for shown in zones]
        for plate in self._plates:
            self._scene.addItem(plate.leader)
            self._scene.addItem(plate)

    def lay(self, scale: float) -> None:
        """In their places at this many pixels per unit; a small zone's plate stays, as a large zone has room."""
        order = sorted(self._plates, key=lambda plate: plate.area)
        for plate in order:
            plate.fit(scale)
        boxes = [_coordinates(plate.taken.translated(*(each * scale for each in plate.anchor))) for plate in order]
        frame = (0.0, 0.0, SHEET_WIDTH * scale, SHEET_HEIGHT * scale)
        for plate, (dx, dy) in zip(order, kept_apart(boxes, frame, _GAP), strict=True):
            plate.stand(plate.anchor[0] + dx / scale, plate.anchor[1] + dy / scale)


def _coordinates(box: QRectF) -> Box:
    return box.left(), box.top(), box.right(), box.bottom()


def _on_two_lines(measure: QFontMetricsF, words: str, room: float) -> list[str]:
    """As it is where it fits, else halved where the halves are most alike; what still does not fit ends with …."""
    if measure.horizontalAdvance(words) <= room:
        return [words]
    at = min(
        range(1, len(words)),
        key=lambda at: max(measure.horizontalAdvance(words[:at]), measure.horizontalAdvance(words[at:])),
        default=len(words),
    )
    halves = (half for half in (words[:at], words[at:]) if half)
    return [measure.elidedText(half, Qt.TextElideMode.ElideRight, max(room, _ELIDED_FROM)) for half in halves]


def _leader_pen() -> QPen:
    pen = QPen(QColor(tokens.TEXT_SECONDARY), 1.5)
    pen.setCosmetic(True)
    return pen


def _ink(level: RiskLevel) -> str:
    """Yellow and orange shapes vanish on white."""
    return {RiskLevel.GENERAL: "#7A5C00", RiskLevel.CONSIDERABLE: "#8A4600"}.get(level, tokens.LEVELS[level].fill)
