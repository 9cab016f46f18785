"""Charts on the screen: the same as on paper. Solid and hatched bars, each with its number; every bar can be opened."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ymh_desktop.services.reports.statistics import Chart
from ymh_desktop.ui.theme import tokens

_BAR, _GAP, _LEGEND = 15, 9, 26
_NAME, _NUMBER = 150, 44
_COLUMN_AREA, _UNDER = 150, 24
_WIDEST_COLUMN = 34
_LEAST_BAR = 2


@dataclass(frozen=True, slots=True)
class _Bar:
    """Where one value is drawn: the bar itself, and the room in which a click means it."""

    series: int
    place: int
    value: int
    box: QRectF
    reach: QRectF


class ChartView(QWidget):
    """`chosen` brings (series, place) of a bar that was clicked, or on which Enter was pressed after the arrow keys."""

    chosen = Signal(int, int)

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.chart = chart
        self._current = -1
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(_told(chart))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chart.most else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """As high as its bars."""
        head = _LEGEND if len(self.chart.series) > 1 else 0
        if not self.chart.most:
            return QSize(300, 28)
        if self.chart.lying:
            return QSize(300, head + len(self.chart.names) * (_BAR * len(self.chart.series) + _GAP))
        return QSize(300, head + 18 + _COLUMN_AREA + _UNDER)

    def minimumSizeHint(self) -> QSize:
        """Narrower would cut numbers."""
        return QSize(260, self.sizeHint().height())

    # ---- choosing ----

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be opened."""
        bar = self._bar_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if bar is not None else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self._words(bar) if bar is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        bar = self._bar_at(event.position())
        if bar is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(bar.series, bar.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from bar to bar, Enter opens."""
        bars = [bar for bar in self._bars() if bar.value]
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if bars and step is not None:
            self._current = (self._current + step) % len(bars) if self._current >= 0 else 0
            self.update()
        elif bars and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            bar = bars[max(0, self._current)]
            self.chosen.emit(bar.series, bar.place)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another font, other places."""
        super().changeEvent(event)
        self.updateGeometry()

    def bar_middle(self, series: int, place: int) -> QPointF:
        """Where a bar can be clicked; raises StopIteration when it is not drawn."""
        return next(bar.reach.center() for bar in self._bars() if (bar.series, bar.place) == (series, place))

    def _bar_at(self, point: QPointF) -> _Bar | None:
        return next((bar for bar in self._bars() if bar.value and bar.reach.contains(point)), None)

    def _words(self, bar: _Bar) -> str:
        return f"{self.chart.names[bar.place]}　{self.chart.series[bar.series].name} {bar.value}（点开看是哪些）"

    # ---- drawing ----

    def paintEvent(self, event: QPaintEvent) -> None:
        """Legend, names, bars, numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(tokens.FONT_HINT)
        painter.setFont(font)
        chart = self.chart
        if not chart.most:
            painter.setPen(QColor(tokens.TEXT_HINT))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, chart.nothing)
            return
        if len(chart.series) > 1:
            self._paint_legend(painter)
        bars = list(self._bars())
        self._paint_names(painter)
        for bar in bars:
            if bar.value:
                _paint_bar(painter, bar.box, hatched=bar.series > 0)
            self._paint_number(painter, bar)
        there = [bar for bar in bars if bar.value]
        if self.hasFocus() and there:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.TEXT), 2))
            painter.drawRoundedRect(there[max(0, self._current) % len(there)].box.adjusted(-3, -3, 3, 3), 4, 4)

    def _paint_legend(self, painter: QPainter) -> None:
        x = 0.0
        for place, series in enumerate(self.chart.series):
            _paint_bar(painter, QRectF(x + 1, 4, 24, 12), hatched=place > 0)
            painter.setPen(QColor(tokens.TEXT))
            width = QFontMetrics(painter.font()).horizontalAdvance(series.name)
            painter.drawText(QRectF(x + 32, 0, width + 4, 20), Qt.AlignmentFlag.AlignVCenter, series.name)
            x += 32 + width + 22

    def _paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(tokens.TEXT))
        metrics = QFontMetrics(painter.font())
        top, chart = self._top, self.chart
        if chart.lying:
            each = _BAR * len(chart.series) + _GAP
            for place, name in enumerate(chart.names):
                box = QRectF(0, top + place * each, _NAME - 10, each - _GAP)
                shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            return
        floor = top + 18 + _COLUMN_AREA
        painter.setPen(QPen(QColor(tokens.LINE_STRONG), 1))
        painter.drawLine(QPointF(0, floor + 0.5), QPointF(self.width(), floor + 0.5))
        painter.setPen(QColor(tokens.TEXT))
        room = self.width() / len(chart.names)
        every = max(1, round(46 / room))
        for place, name in enumerate(chart.names):
            if place % every == 0:
                box = QRectF(room * place - 20, floor + 2, room + 40, _UNDER - 4)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_number(self, painter: QPainter, bar: _Bar) -> None:
        painter.setPen(QColor(tokens.TEXT))
        if self.chart.lying:
            box = QRectF(bar.box.right() + 6, bar.box.top() - 2, _NUMBER, bar.box.height() + 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"{bar.value}")
        elif self.width() / len(self.chart.names) > 26:
            box = QRectF(bar.box.left() - 12, bar.box.top() - 18, bar.box.width() + 24, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{bar.value}")

    @property
    def _top(self) -> float:
        return _LEGEND if len(self.chart.series) > 1 else 0

    def _bars(self) -> Iterator[_Bar]:
        chart = self.chart
        if not chart.most:
            return
        count = len(chart.series)
        if chart.lying:
            full = max(20, self.width() - _NAME - _NUMBER)
            each = _BAR * count + _GAP
            for place in range(len(chart.names)):
                for number, series in enumerate(chart.series):
                    value = series.values[place]
                    y = self._top + place * each + number * _BAR
                    long = max(_LEAST_BAR, full * value / chart.most) if value else 0
                    reach = QRectF(_NAME, y, self.width() - _NAME, _BAR)
                    yield _Bar(number, place, value, QRectF(_NAME, y + 1, long, _BAR - 2), reach)
            return
        room = self.width() / len(chart.names)
        wide = min(_WIDEST_COLUMN, room * 0.8 / count)
        floor = self._top + 18 + _COLUMN_AREA
        for place in range(len(chart.names)):
            left = room * (place + 0.5) - wide * count / 2
            for number, series in enumerate(chart.series):
                value = series.values[place]
                tall = max(_LEAST_BAR, _COLUMN_AREA * value / chart.most) if value else 0
                x = left + number * wide
                reach = QRectF(x, floor - _COLUMN_AREA - 18, wide, _COLUMN_AREA + 18)
                yield _Bar(number, place, value, QRectF(x + 1, floor - tall, wide - 2, tall), reach)


def _paint_bar(painter: QPainter, box: QRectF, *, hatched: bool) -> None:
    painter.setPen(QPen(QColor(tokens.TEXT if hatched else tokens.ACTION), 1))
    painter.setBrush(QColor(tokens.SURFACE if hatched else tokens.ACTION))
    painter.drawRect(box)
    if hatched:
        painter.setBrush(QBrush(QColor(tokens.TEXT), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(box)


def _told(chart: Chart) -> str:
    """Every number in words, for who cannot see the bars."""
    if not chart.most:
        return chart.nothing
    lines = []
    for place, name in enumerate(chart.names):
        values = "，".join(f"{series.name} {series.values[place]}" for series in chart.series)
        lines.append(f"{name}：{values}")
    return "；".join(lines) + "。"
