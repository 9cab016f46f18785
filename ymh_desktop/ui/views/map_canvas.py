"""The drawing of one floor: zones with handles, snapping to the grid. It changes nothing itself, it only tells."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QGraphicsColorizeEffect,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsPolygonItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import GRID, SHEET_HEIGHT, SHEET_WIDTH, Corners, snapped
from ymh_desktop.services.maps import ShownZone
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.map import moved
from ymh_desktop.ui.views.map_plates import PlateItem, Plates

HANDLE = 10
_ALPHA = 165  # weaker fills looked washed out
_HATCH = {
    RiskLevel.MAJOR: Qt.BrushStyle.DiagCrossPattern,
    RiskLevel.CONSIDERABLE: Qt.BrushStyle.BDiagPattern,
    RiskLevel.GENERAL: Qt.BrushStyle.VerPattern,
}


class MapCanvas(QGraphicsView):
    """Choosing and moving, or drawing. Corners are told in units of the sheet."""

    zone_chosen = Signal(str)
    zone_drawn = Signal(object)  # list of corners
    zone_reshaped = Signal(str, object)  # id, Corners
    delete_asked = Signal()
    moved = Signal(int, int)
    stretched = Signal(int, int)
    drawing_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sheet = QGraphicsScene(0, 0, SHEET_WIDTH, SHEET_HEIGHT, self)
        self.setScene(self.sheet)
        self.setAccessibleName("平面图")
        self.setAccessibleDescription("方向键移动区域，按住换挡键再按方向键改大小，删除键删除区域")
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.plates = Plates(self.sheet)
        self.zones: dict[str, ZoneItem] = {}
        self.handles: list[HandleItem] = []
        self.hatched = False
        self._greys = QGraphicsColorizeEffect(self)
        self._greys.setColor(QColor("black"))  # screened over the greys it leaves them as they are
        self._greys.setEnabled(False)
        self.viewport().setGraphicsEffect(self._greys)
        self._drawing = False
        self._corners: list[tuple[int, int]] = []
        self._pointer: tuple[int, int] | None = None
        self._draft: QGraphicsPathItem | None = None

    # ---- what is shown -------------------------------------------------------------------------------------------

    def show_floor(self, plan: bytes, zones: Sequence[ShownZone], chosen: str) -> None:
        """Draw it anew."""
        self._corners.clear()
        self._draft = None
        self.handles.clear()
        self.zones.clear()
        self.sheet.clear()
        self._ground(plan)
        for shown in zones:
            item = ZoneItem(self, shown)
            self.zones[shown.zone.id] = item
            self.sheet.addItem(item)
        self.plates.show(zones, self.font())
        self.plates.lay(self.transform().m11())
        self.show_chosen(chosen)

    def show_chosen(self, zone_id: str) -> None:
        """Handles on this zone and on no other."""
        for handle in self.handles:
            self.sheet.removeItem(handle)
        self.handles = []
        for each in self.zones.values():
            each.mark(each.shown.zone.id == zone_id)
        item = self.zones.get(zone_id)
        if item is not None:
            self.handles = [HandleItem(item, place) for place in range(len(item.corners))]
            for handle in self.handles:
                self.sheet.addItem(handle)

    def draw_zones(self, on: bool) -> None:
        """Begin or end drawing; what was begun is dropped."""
        self._drawing = on
        self._corners.clear()
        self._show_draft()
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)

    def show_as_printed_in_black(self, on: bool) -> None:
        """In the greys that a black-and-white printer makes of the colours, with the hatching that tells them apart."""
        self.hatched = on
        self._greys.setEnabled(on)
        self.viewport().update()

    @property
    def drawing(self) -> bool:
        """Whether clicks set corners."""
        return self._drawing

    def _ground(self, plan: bytes) -> None:
        paper = self.sheet.addRect(
            0, 0, SHEET_WIDTH, SHEET_HEIGHT, QPen(QColor(tokens.LINE_STRONG), 4), QBrush("white")
        )
        paper.setZValue(-10)
        picture = QPixmap()
        if plan and picture.loadFromData(plan):
            item = self.sheet.addPixmap(picture)
            item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
            scale = min(SHEET_WIDTH / picture.width(), SHEET_HEIGHT / picture.height())
            item.setScale(scale)
            item.setPos((SHEET_WIDTH - picture.width() * scale) / 2, (SHEET_HEIGHT - picture.height() * scale) / 2)
            item.setZValue(-9)
            return
        lines = QPainterPath()
        step = 5 * GRID
        for x in range(step, SHEET_WIDTH, step):
            lines.moveTo(x, 0)
            lines.lineTo(x, SHEET_HEIGHT)
        for y in range(step, SHEET_HEIGHT, step):
            lines.moveTo(0, y)
            lines.lineTo(SHEET_WIDTH, y)
        grid = self.sheet.addPath(lines, QPen(QColor(tokens.LINE), 2))
        grid.setZValue(-9)

    # ---- mouse ---------------------------------------------------------------------------------------------------

    def place_of(self, event: QMouseEvent) -> tuple[int, int]:
        """The crossing of the grid under the pointer."""
        at = self.mapToScene(event.position().toPoint())
        return snapped((at.x(), at.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A corner, or what lies under the pointer."""
        if self._drawing:
            if event.button() is Qt.MouseButton.LeftButton:
                self._corners.append(self.place_of(event))
                self._show_draft()
            return
        super().mousePressEvent(event)
        if not isinstance(self.itemAt(event.position().toPoint()), ZoneItem | HandleItem | PlateItem):
            self.zone_chosen.emit("")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line to the next corner follows."""
        if self._drawing:
            self._pointer = self.place_of(event)
            self._show_draft()
            return
        super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The zone is closed. The second press is no corner of its own."""
        if self._drawing:
            self.finish_drawing()
            return
        super().mouseDoubleClickEvent(event)

    def finish_drawing(self) -> None:
        """Tell the corners set so far."""
        corners = list(self._corners)
        self._corners.clear()
        self._show_draft()
        if corners:
            self.zone_drawn.emit(corners)

    # ---- keys ----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Shift and arrows stretch, Delete takes away; while drawing Enter closes and Esc gives up."""
        key = event.key()
        if self._drawing and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish_drawing()
        elif self._drawing and key == Qt.Key.Key_Escape:
            if self._corners:
                self._corners.clear()
                self._show_draft()
            else:
                self.drawing_ended.emit()
        elif self._drawing and key == Qt.Key.Key_Backspace and self._corners:
            self._corners.pop()
            self._show_draft()
        elif key == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif key in _ARROWS:
            told = self.stretched if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.moved
            told.emit(*_ARROWS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole sheet is always seen."""
        super().resizeEvent(event)
        self.fitInView(self.sheet.sceneRect().adjusted(-30, -30, 30, 30), Qt.AspectRatioMode.KeepAspectRatio)
        self.plates.lay(self.transform().m11())

    def _show_draft(self) -> None:
        if self._draft is not None:
            self.sheet.removeItem(self._draft)
            self._draft = None
        if not self._corners:
            return
        path = QPainterPath(QPointF(*self._corners[0]))
        for corner in self._corners[1:]:
            path.lineTo(*corner)
        if self._pointer is not None:
            path.lineTo(*self._pointer)
        for x, y in self._corners:
            path.addRect(x - 12, y - 12, 24, 24)
        pen = QPen(QColor(tokens.ACTION), 2)
        pen.setCosmetic(True)
        self._draft = self.sheet.addPath(path, pen)
        self._draft.setZValue(30)


_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class ZoneItem(QGraphicsPolygonItem):
    """One zone. Dragging moves it by steps of the grid."""

    def __init__(self, canvas: MapCanvas, shown: ShownZone) -> None:
        super().__init__()
        self.canvas = canvas
        self.shown = shown
        self.corners: Corners = shown.zone.corners
        self._start: QPointF | None = None
        self._before = self.corners
        colour = QColor(tokens.LEVELS[shown.level].fill if shown.level else tokens.PLACEHOLDER)
        fill = QColor(colour)
        fill.setAlpha(_ALPHA if shown.level else 60)
        self.setBrush(fill)
        self._edge = colour
        self.mark(False)
        self.take_shape(self.corners)
        self.setCursor(Qt.CursorShape.SizeAllCursor)

    def mark(self, on: bool) -> None:
        """A thicker frame for the open zone."""
        pen = QPen(self._edge.darker(130) if on else self._edge, 4 if on else 2)
        pen.setCosmetic(True)
        self.setPen(pen)
        self.setZValue(5 if on else 1)

    def take_shape(self, corners: Corners) -> None:
        """Another shape, only on the screen."""
        self.corners = corners
        self.setPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """With hatching, when that is asked for."""
        super().paint(painter, option, widget)
        level = self.shown.level
        if self.canvas.hatched and level in _HATCH:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(tokens.TEXT), _HATCH[level]))
            painter.drawPolygon(self.polygon())

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Open the zone, and be ready to move it."""
        self.canvas.zone_chosen.emit(self.shown.zone.id)
        self._start, self._before = event.scenePos(), self.corners
        event.accept()

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Follow by steps of the grid."""
        if self._start is None:
            return
        way = event.scenePos() - self._start
        dx, dy = (round(value / GRID) * GRID for value in (way.x(), way.y()))
        self.take_shape(moved(self._before, dx, dy))
        for handle in self.canvas.handles:
            handle.follow()

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Tell where it lies now."""
        self._start = None
        if self.corners != self._before:
            self.canvas.zone_reshaped.emit(self.shown.zone.id, self.corners)


class HandleItem(QGraphicsRectItem):
    """A corner of the open zone: 10 pixels, whatever the scale."""

    def __init__(self, zone: ZoneItem, place: int) -> None:
        super().__init__(-HANDLE / 2, -HANDLE / 2, HANDLE, HANDLE)
        self._zone, self._place = zone, place
        self._before = zone.corners
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setBrush(QColor("white"))
        self.setPen(QPen(QColor(tokens.ACTION), 2))
        self.setZValue(20)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.follow()

    def follow(self) -> None:
        """Stand on the corner."""
        self.setPos(*self._zone.corners[self._place])

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Ready to drag."""
        self._before = self._zone.corners
        event.accept()

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """The corner goes to the next crossing of the grid."""
        corners = list(self._zone.corners)
        corners[self._place] = snapped((event.scenePos().x(), event.scenePos().y()))
        self._zone.take_shape(tuple(corners))
        self.follow()

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Tell the new shape."""
        if self._zone.corners != self._before:
            self._zone.canvas.zone_reshaped.emit(self._zone.shown.zone.id, self._zone.corners)
