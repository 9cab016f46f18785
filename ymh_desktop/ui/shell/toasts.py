"""Short notices over the page; work that takes long stands among them.

They say the newest and no more: one thing that was done and a problem or two, on a low screen one of both. They stand
at the bottom centre above the footer, or wherever they cover neither the page's main button nor what has the keyboard.
"""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.ui.notices import Notice
from ymh_desktop.ui.tasks import Task
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.widgets.basics import Button, IconButton, PrimaryButton, children, column, picture, text
from ymh_desktop.ui.widgets.states import ProgressBand

MOST_PROBLEMS = 2
_GAP = 16
_WIDEST = 640
_NEW_MS = 1000  # what came within this time came with the change of pages and belongs to the new one
_LOOK_MS = 250  # scrolling may bring the main button under a notice
_LARGE = 120  # a table or a drawing is no field that a notice could hide


class Toast(QFrame):
    """One notice. It goes by itself after its time, unless the mouse rests on it."""

    def __init__(self, notice: Notice, stack: "Toasts") -> None:
        super().__init__(stack)
        self.setProperty("look", "toast-problem" if notice.problem else "toast")
        self.notice = notice
        self._stack = stack
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(10)
        if notice.problem:
            layout.addWidget(picture("circle-alert", 20, tokens.ERROR), 0, Qt.AlignmentFlag.AlignTop)
        else:
            layout.addWidget(picture("circle-check", 20, "#5BD68A"))
        words = column(text(notice.text, "strong" if notice.problem else "", wrap=True), spacing=2)
        if notice.advice:
            words.addWidget(text(notice.advice, "secondary", wrap=True))
        layout.addLayout(words, 1)
        if notice.action and notice.do is not None:
            look = "" if notice.problem else "toast"
            layout.addWidget(Button(notice.action, name=f"{notice.action}（{notice.text}）", look=look, on=self._act))
        if notice.problem:
            layout.addWidget(
                IconButton("x", f"关闭提示（{notice.text}）", on=self.close_it), 0, Qt.AlignmentFlag.AlignTop
            )
            self.setMinimumWidth(420)
        self.setMaximumWidth(_WIDEST)
        self._since = QElapsedTimer()
        self._since.start()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close_it)
        if notice.seconds:
            self._timer.start(notice.seconds * 1000)

    @property
    def of_this_page(self) -> bool:
        """Whether it means nothing any more once another page is open."""
        return not self.notice.lasting and self._since.elapsed() >= _NEW_MS

    def close_it(self) -> None:
        """Take it away."""
        self._stack.drop(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads it: wait."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count anew."""
        if self.notice.seconds:
            self._timer.start(self.notice.seconds * 1000)

    def _act(self) -> None:
        do = self.notice.do
        self.close_it()
        if do is not None:
            do()


class Toasts(QWidget):
    """Lies over `host`, the pages; takes only the room of what it shows.

    It is no child of them: of a stack a screen reader is told the pages alone.
    """

    def __init__(self, host: QStackedWidget) -> None:
        super().__init__(host.parentWidget())
        self._host = host
        self._bottom = 0
        self._bands: dict[Task, ProgressBand] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._place)
        host.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show one more; older ones make room."""
        low = self.window().height() < tokens.ICONS_ONLY_BELOW
        for toast in self.toasts():
            same = toast.notice.text == notice.text
            both_done = not (notice.problem or toast.notice.problem)
            if same or both_done or (low and not toast.notice.lasting):
                self.drop(toast)
        if notice.problem:
            problems = [toast for toast in self.toasts() if toast.notice.problem]
            for toast in problems[: max(0, len(problems) + 1 - (1 if low else MOST_PROBLEMS))]:
                self.drop(toast)
        self._layout.addWidget(Toast(notice, self), 0, Qt.AlignmentFlag.AlignHCenter)
        self._place()

    def leave_page(self) -> None:
        """Another page is opened: only what matters there too stays."""
        for toast in self.toasts():
            if toast.of_this_page:
                self.drop(toast)

    def show_task(self, task: Task) -> None:
        """A bar for work that takes long."""
        band = ProgressBand(task.label)
        band.setParent(self)
        band.setFixedWidth(520)
        band.stopped.connect(task.stop)
        task.progressed.connect(band.show_progress)
        task.ended.connect(lambda: self._drop_band(task))
        self._bands[task] = band
        self._layout.insertWidget(0, band, 0, Qt.AlignmentFlag.AlignHCenter)
        self._place()

    def toasts(self) -> list[Toast]:
        """What is shown, oldest first."""
        found = (self._layout.itemAt(place).widget() for place in range(self._layout.count()))
        return [widget for widget in found if isinstance(widget, Toast)]

    def bands(self) -> tuple[ProgressBand, ...]:
        """The bars shown."""
        return tuple(self._bands.values())

    def drop(self, toast: Toast) -> None:
        """Take one away."""
        self._layout.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        self._place()

    def set_bottom(self, height: int) -> None:
        """Stay above a footer of this height."""
        self._bottom = height
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pages."""
        if watched is self._host and event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def _drop_band(self, task: Task) -> None:
        band = self._bands.pop(task, None)
        if band is not None:
            self._layout.removeWidget(band)
            band.hide()
            band.deleteLater()
            self._place()

    def event(self, event: QEvent) -> bool:
        """Grow and shrink with what is shown: sizes are right only once the style has been applied."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return done

    def _place(self) -> None:
        if self._layout.count() == 0:
            self._look.stop()
            self.hide()
            return
        for part in children(self, QWidget):
            part.ensurePolished()
        self._layout.activate()
        room = self._host.size()
        width = min(room.width() - 2 * _GAP, max(self._layout.sizeHint().width(), 420))
        wanted = self._layout.heightForWidth(width) if self._layout.hasHeightForWidth() else -1
        height = wanted if wanted > 0 else self._layout.sizeHint().height()
        # Where it is narrow the middle would hide the answers at the right.
        narrow = room.width() < tokens.STEPS_IN_ONE_LINE_BELOW
        side = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignHCenter
        for place in range(self._layout.count()):
            self._layout.itemAt(place).setAlignment(side)
        spot = self._spot(QSize(width, height), left_first=narrow)
        self.setGeometry(QRect(self._host.pos() + spot, QSize(width, height)))
        self.show()
        self.raise_()
        self._look.start()

    def _spot(self, size: QSize, *, left_first: bool) -> QPoint:
        """The first place at which neither the main button nor what is being typed is covered; at the bottom if any."""
        room = self._host.size()
        left, middle, right = _GAP, (room.width() - size.width()) // 2, room.width() - size.width() - _GAP
        bottom = room.height() - self._bottom - size.height() - _GAP
        sides = (left, middle, right) if left_first else (middle, left, right)
        spots = [QPoint(x, y) for y in (bottom, _GAP) for x in sides]
        buttons, typed = self._main_buttons(), self._typed()
        clear = [spot for spot in spots if not any(QRect(spot, size).intersects(each) for each in buttons)]
        clear_of_all = (spot for spot in clear if not QRect(spot, size).intersects(typed))
        return next(clear_of_all, clear[0] if clear else spots[0])

    def _main_buttons(self) -> list[QRect]:
        page = self._host.currentWidget()
        buttons = children(page, PrimaryButton) if page is not None else []
        return [_seen(each, self._host) for each in buttons if each.isVisible()]

    def _typed(self) -> QRect:
        focus = self.window().focusWidget()
        if focus is None or not self._host.isAncestorOf(focus) or focus.height() > _LARGE:
            return QRect()
        return _seen(focus, self._host)


def _seen(widget: QWidget, host: QWidget) -> QRect:
    """The part of a widget that scrolling leaves in sight, as a place of `host`."""
    seen = QRect(widget.mapTo(host, QPoint()), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not host:
        if isinstance(above, QScrollArea):
            view = above.viewport()
            seen &= QRect(view.mapTo(host, QPoint()), view.size())
        above = above.parentWidget()
    return seen
