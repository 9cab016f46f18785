"""Charts as vectors. The first series is solid, the second hatched, each bar bears its number: a grey print says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ymh_desktop.documents.parts import Sheet, fit_lines
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.style import BLUE, FAINT, INK, MM, RULE, WHITE
from ymh_desktop.services.reports.statistics import Chart

_BAR = 4.4 * MM  # of a lying one
_GAP = 2.2 * MM
_NAME = 30 * MM
_NUMBER = 11 * MM
_TALL = 34 * MM  # of the highest column
_HATCH = 1.3 * MM
_BETWEEN = 8 * MM
_TITLE, _LEGEND, _BELOW = 6.5 * MM, 6 * MM, 6 * MM
_NOTE = 8.5


def draw_charts(sheet: Sheet, charts: Sequence[Chart]) -> None:
    """Columns over the whole width, lying bars two beside each other; none is torn by a page."""
    waiting: list[Chart] = []
    for chart in charts:
        if not chart.lying:
            _row(sheet, waiting)
            waiting = []
            _row(sheet, [chart])
            continue
        waiting.append(chart)
        if len(waiting) == 2:
            _row(sheet, waiting)
            waiting = []
    _row(sheet, waiting)


def _row(sheet: Sheet, charts: Sequence[Chart]) -> None:
    if not charts:
        return
    beside = 2 if charts[0].lying else 1
    width = (sheet.width - _BETWEEN * (beside - 1)) / beside
    places = [
        _Place(sheet.pen, chart, sheet.left + number * (width + _BETWEEN), width) for number, chart in enumerate(charts)
    ]
    sheet.need(max(place.height for place in places))
    sheet.y = min(place.draw(sheet.y) for place in places)


@dataclass(frozen=True, slots=True)
class _Place:
    """One chart and where it stands."""

    pen: Pen
    chart: Chart
    left: float
    width: float

    @property
    def height(self) -> float:
        """How much room it takes."""
        chart = self.chart
        notes = len(self._lines(chart.note if chart.most else chart.nothing)) * _NOTE * 1.3
        if not chart.most:
            return _TITLE + notes + _BELOW
        head = _TITLE + (_LEGEND if len(chart.series) > 1 else 0)
        if chart.lying:
            return head + len(chart.names) * (_BAR * len(chart.series) + _GAP) + notes + _BELOW
        return head + 5 * MM + _TALL + 6.5 * MM + notes + _BELOW

    def draw(self, top: float) -> float:
        """Draw it below; returns where it ends."""
        pen, chart = self.pen, self.chart
        size, lines = fit_lines(pen.fonts.bold, chart.title, self.width, 11, 7, 1)
        pen.box = (self.left, top - _TITLE, self.left + self.width, top)
        pen.lines(self.left, top, lines, size, bold=True, leading=1.3)
        pen.box = (0, 0, pen.width, pen.height)
        y = top - _TITLE
        if chart.most:
            if len(chart.series) > 1:
                y = self._legend(y)
            y = self._lying(y) if chart.lying else self._columns(y)
        note = self._lines(chart.note if chart.most else chart.nothing)
        if note:
            y = pen.lines(self.left, y, note, _NOTE, leading=1.3, colour=FAINT)
        return y - _BELOW

    def _lines(self, text: str) -> tuple[str, ...]:
        return self.pen.fonts.regular.lines(text, _NOTE, self.width) if text else ()

    def _legend(self, top: float) -> float:
        pen, x, y = self.pen, self.left, top - 4 * MM
        for place, series in enumerate(self.chart.series):
            _bar(pen, x, y, 7 * MM, 3.2 * MM, hatched=place > 0)
            pen.text(x + 8.5 * MM, y + 0.5 * MM, series.name, 9)
            x += 8.5 * MM + pen.fonts.regular.width(series.name, 9) + 7 * MM
        return top - _LEGEND

    def _lying(self, top: float) -> float:
        pen, chart, y = self.pen, self.chart, top
        start, end = self.left + _NAME, self.left + self.width - _NUMBER
        for place, name in enumerate(chart.names):
            height = _BAR * len(chart.series)
            pen.box = (self.left, y - height - _GAP, start, y + _GAP)
            size, lines = fit_lines(pen.fonts.regular, name, _NAME - 2 * MM, 9.5, 7, 2)
            pen.lines(self.left, y - height / 2 + len(lines) * size * 0.6, lines, size, leading=1.15)
            pen.box = (0, 0, pen.width, pen.height)
            for number, series in enumerate(chart.series):
                value = series.values[place]
                bottom = y - (number + 1) * _BAR
                long = (end - start) * value / chart.most
                if value:
                    _bar(pen, start, bottom + 0.3 * MM, max(long, 0.6 * MM), _BAR - 0.6 * MM, hatched=number > 0)
                pen.text(start + long + 1.2 * MM, bottom + _BAR / 2 - 3, f"{value}", 8.5)
            pen.line(start, y - height - 0.2 * MM, start, y + 0.2 * MM, width=0.5)
            y -= height + _GAP
        return y

    def _columns(self, top: float) -> float:
        pen, chart, right = self.pen, self.chart, self.left + self.width
        floor = top - 5 * MM - _TALL
        room = self.width / len(chart.names)
        wide = min(9 * MM, room * 0.8 / len(chart.series))
        for part in (0.5, 1.0):
            pen.line(self.left, floor + _TALL * part, right, floor + _TALL * part, width=0.3, colour=RULE)
        pen.line(self.left, floor, right, floor, width=0.7)
        every = max(1, round(14 * MM / room))  # names that would run into each other are left out
        for place, name in enumerate(chart.names):
            middle = self.left + room * (place + 0.5)
            for number, series in enumerate(chart.series):
                value = series.values[place]
                tall = _TALL * value / chart.most
                x = middle - wide * len(chart.series) / 2 + number * wide
                if value:
                    _bar(pen, x + 0.1 * wide, floor, wide * 0.8, tall, hatched=number > 0)
                if room > 8 * MM:
                    pen.text(x + wide / 2, floor + tall + 1 * MM, f"{value}", 8, align=0.5)
            if place % every == 0:
                pen.text(middle, floor - 4.2 * MM, name, 8.5, align=0.5)
        return floor - 6.5 * MM


def _bar(pen: Pen, x: float, y: float, width: float, height: float, *, hatched: bool) -> None:
    if not hatched:
        pen.rectangle(x, y, width, height, fill=BLUE, stroke=INK, line=0.5)
        return
    pen.rectangle(x, y, width, height, fill=WHITE)
    strokes, begin = [], x - height
    while begin < x + width:
        strokes.append(f"{begin:.2f} {y:.2f} m {begin + height:.2f} {y + height:.2f} l")
        begin += _HATCH
    pen.write(f"q {x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n {INK.stroke} 0.45 w {' '.join(strokes)} S Q")
    pen.rectangle(x, y, width, height, stroke=INK, line=0.5)
