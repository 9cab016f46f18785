"""Short notices at the bottom centre, above the footer; work that takes long stands among them."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ymh_desktop.ui.notices import Notice
from ymh_desktop.ui.tasks import Task
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.widgets.basics import Button, IconButton, children, column, picture, text
from ymh_desktop.ui.widgets.states import ProgressBand

MOST = 3
_GAP = 16


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
        words = column(text(notice.text, "strong" if notice.problem else "", wrap=notice.problem), spacing=2)
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
        self.setMaximumWidth(640)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.close_it)
        if notice.seconds:
            self._timer.start(notice.seconds * 1000)

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

    def __init__(self, host: QWidget) -> None:
        super().__init__(host.parentWidget())
        self._host = host
        self._bottom = 0
        self._bands: dict[Task, ProgressBand] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        host.installEventFilter(self)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show one more; the oldest gives way, and the same words are not shown twice."""
        for toast in self.toasts():
            if toast.notice.text == notice.text:
                self.drop(toast)
        while len(self.toasts()) >= MOST:
            self.drop(self.toasts()[0])
        self._layout.addWidget(Toast(notice, self), 0, Qt.AlignmentFlag.AlignHCenter)
        self._place()

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
        left = _GAP if narrow else (room.width() - width) // 2
        side = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignHCenter
        for place in range(self._layout.count()):
            self._layout.itemAt(place).setAlignment(side)
        top = room.height() - self._bottom - height - _GAP
        self.setGeometry(self._host.x() + left, self._host.y() + top, width, height)
        self.show()
        self.raise_()
