"""The calendar of checks: a month of days with what is due, done and missed; below it the day that is looked at."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.domain.workdays import WEEKDAYS
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.check_calendar import CalendarModel, CheckShown, DayShown, RecordModel
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.views.photo_parts import Picture
from ymh_desktop.ui.widgets import Button, IconButton, LinkButton, Section, column, empty, line, row, text
from ymh_desktop.ui.widgets.basics import WithBack, bring_into_sight, scrolling

_HEIGHT = 54
_GAP = 4  # between days
_BESIDE_DAYS = 8


class DayCell(QAbstractButton):
    """A day: its number, why it is closed, and ✓ made, ○ open, ! missed with their counts."""

    def __init__(self, shown: DayShown) -> None:
        super().__init__()
        self._shown = shown
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{shown.day.month}月{shown.day.day}日")
        self.setAccessibleDescription(self._said())
        self.setToolTip(self._said())

    def sizeHint(self) -> QSize:
        """The same for all."""
        return QSize(96, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, number, words, counts."""
        shown, painter = self._shown, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self.isChecked() or self.hasFocus()
        painter.setPen(QPen(QColor(tokens.ACTION if thick or self.underMouse() else tokens.LINE), 2 if thick else 1))
        painter.setBrush(
            QColor(tokens.DISABLED if shown.closed else tokens.ACTION_TINT if shown.today else tokens.SURFACE)
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        self._write(painter, str(shown.day.day), QRect(8, 3, 30, 22), tokens.TEXT, bold=shown.today)
        room = self.rect().adjusted(36, 3, -6, 0)
        room.setHeight(22)
        small = "今天" if shown.today else shown.closed
        colour = tokens.ACTION if shown.today else tokens.TEXT_HINT
        self._write(painter, small, room, colour, size=12, side=Qt.AlignmentFlag.AlignRight)
        left = 8
        for words, tone in self._counts():
            width = self._write(painter, words, QRect(left, 27, self.width() - left - 4, 22), tone, size=13)
            left += width + 8

    def _counts(self) -> list[tuple[str, str]]:
        shown = self._shown
        found = [
            (f"✓{shown.done}", tokens.OK, shown.done),
            (f"待{shown.open}", tokens.ACTION, shown.open),
            (f"漏{shown.missed}", tokens.ERROR, shown.missed),
        ]
        return [(words, tone) for words, tone, count in found if count]

    def _said(self) -> str:
        shown = self._shown
        parts = (
            shown.closed,
            f"已查 {shown.done} 次" if shown.done else "",
            f"待查 {shown.open} 次" if shown.open else "",
            f"没查 {shown.missed} 次" if shown.missed else "",
            f"{shown.abnormal} 处异常" if shown.abnormal else "",
        )
        return "，".join(part for part in parts if part) or "没有要查的"

    def _write(
        self,
        painter: QPainter,
        words: str,
        room: QRect,
        colour: str,
        *,
        size: int = tokens.FONT_BODY,
        bold: bool = False,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return painter.fontMetrics().horizontalAdvance(shown)


class CalendarView(QWidget):
    """A month, and the checks of the chosen day. What is to be done with one is asked of the page."""

    deed_asked = Signal(str, object)  # deed, DueLine

    def __init__(self, model: CalendarModel) -> None:
        super().__init__()
        self._model = model
        self.title = text("", "question")
        self.before = IconButton("chevron-left", "上个月", on=partial(model.step, False))
        self.after = IconButton("chevron-right", "下个月", on=partial(model.step, True))
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        self._weekdays = _weekdays()
        self._days: QButtonGroup | None = None
        self._wants_focus = False
        self.form = AskForm(model.asking)
        self.list = Section("")
        self._lines = column(spacing=8)
        self.list.body.addLayout(self._lines)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, _BESIDE_DAYS, 0)
        content.setSpacing(10)
        legend = text("✓ 已查　待 还要查　漏 没查", "hint")
        content.addLayout(self._grid)
        content.addWidget(self.form)
        content.addWidget(self.list)
        content.addStretch(1)
        self._scroller = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        # What stays while the month scrolls: which month it is, and over which days the weekdays stand.
        layout.addLayout(row(self.before, self.title, self.after, None, legend))
        layout.addWidget(self._weekdays)
        layout.addWidget(self._scroller, 1)
        self._scroller.viewport().installEventFilter(self)
        model.loaded.connect(self._show)
        model.chosen.connect(self._show_day)
        model.asking.opened.connect(lambda: bring_into_sight(self.form))

    def take_focus(self) -> None:
        """On the chosen day, as soon as the month is there."""
        self._wants_focus = self._days is None
        chosen = self._days.checkedButton() if self._days else None
        (chosen or self.before).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The weekdays are as wide as the days, whether or not a scroll bar stands beside them."""
        if event.type() == QEvent.Type.Resize:
            self._weekdays.setFixedWidth(self._scroller.viewport().width() - _BESIDE_DAYS)
        return False

    def _show(self) -> None:
        had_focus = self._wants_focus or self._grid_has_focus()
        empty(self._grid)
        self._days = QButtonGroup(self)
        self.title.setText(self._model.title)
        for place in range(len(WEEKDAYS)):
            self._grid.setColumnStretch(place, 1)
        days = self._model.days
        offset = days[0].day.weekday() if days else 0
        for number, shown in enumerate(days):
            cell = DayCell(shown)
            cell.setChecked(shown.day == self._model.day)
            cell.clicked.connect(partial(self._model.choose, shown.day))
            self._days.addButton(cell)
            place = number + offset
            self._grid.addWidget(cell, place // 7, place % 7)
        self._show_day()
        if had_focus:
            self.take_focus()
        chosen = self._days.checkedButton()
        if chosen is not None and had_focus:
            # Only after the layout has given the days their places.
            QTimer.singleShot(0, chosen, partial(self._scroller.ensureWidgetVisible, chosen, 0, 12))

    def _grid_has_focus(self) -> bool:
        return isinstance(self.window().focusWidget(), DayCell)

    def _show_day(self) -> None:
        day, checks = self._model.day, self._model.checks
        self.list.title.setText(f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）要查的")
        about = self._model.about_day
        self.list.sentence.setText(about)
        self.list.sentence.setVisible(bool(about))
        empty(self._lines)
        if not checks:
            self._lines.addWidget(text("这一天没有要查的。", "secondary"))
        for number, check in enumerate(checks):
            self._lines.addLayout(self._line(number, check))

    def _line(self, number: int, check: CheckShown) -> QVBoxLayout:
        words = column(text(check.title, "strong", wrap=True), text(check.more, "secondary", wrap=True), spacing=2)
        made = row(text(check.state, f"tag-{check.tone}"), words, spacing=12)
        made.setStretch(1, 1)
        if check.deed:
            go = Button(
                check.words,
                name=f"第{number + 1}行 {check.title} {check.words}",
                on=partial(self.deed_asked.emit, check.deed, check.line),
            )
            made.addWidget(go)
        return column(line(), made, spacing=6) if number else column(made, spacing=6)


def _weekdays() -> QWidget:
    """Their names, over the days."""
    names, grid = QWidget(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(_GAP)
    for place, name in enumerate(WEEKDAYS):
        grid.addWidget(text(f"星期{name}", "hint"), 0, place, Qt.AlignmentFlag.AlignCenter)
        grid.setColumnStretch(place, 1)
    names.setLayout(grid)
    return names


class RecordView(WithBack):
    """One check on record: what was not normal, where it led, the scans; forgotten exceptions can be added."""

    def __init__(self, model: RecordModel) -> None:
        super().__init__()
        self._model = model
        self.back = Button("返回", name="返回检查列表", icon="chevron-left", on=self.back_asked.emit)
        self.title = text("", "title", wrap=True)
        self.about = text("", "secondary", wrap=True)
        self.add = Button("补记漏掉的异常", icon="plus", on=model.add_findings)
        self.form = AskForm(model.asking)
        self.found = Section("查到了什么")
        self._lines = column(spacing=8)
        self._scans = row(spacing=10)
        self.found.body.addLayout(self._lines)
        self.found.body.addLayout(self._scans)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.addWidget(self.form)
        content.addWidget(self.found)
        content.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        head = row(self.back, column(self.title, self.about, spacing=2), self.add, spacing=12)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(scrolling(inside), 1)
        model.loaded.connect(self._show)

    def take_focus(self) -> None:
        """On the way back."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        model = self._model
        assert model.sheet is not None  # shown after it came
        self.title.setText(model.sheet.plan.title)
        self.about.setText(model.facts)
        empty(self._lines)
        for words, state, more, danger_id in model.lines:
            tag = text(state, "tag-error" if danger_id else "tag-grey")
            made = row(
                tag, column(text(words, "strong", wrap=True), text(more, "secondary", wrap=True), spacing=2), spacing=12
            )
            made.setStretch(1, 1)
            if danger_id is not None:
                made.addWidget(
                    LinkButton("打开隐患", name=f"打开隐患 {words}", on=partial(model.show_danger, danger_id))
                )
            self._lines.addLayout(made)
        self._lines.addWidget(text(model.rest, "secondary"))
        empty(self._scans)
        for name in model.sheet.inspection.scans:
            self._scans.addWidget(Picture(name, model.picture, QSize(220, 165)))
        self._scans.addStretch(1)
