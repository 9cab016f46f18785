"""Nothing there yet, and something under way."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.widgets.basics import Button, PrimaryButton, hide_unless, picture, text


class EmptyState(QWidget):
    """An icon, one sentence, perhaps a hint, and one button."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        hint: str = "",
        action: str = "",
        on: Callable[[], object] | None = None,
        *,
        primary: bool = True,
    ) -> None:
        super().__init__()
        self.sentence = text(sentence, "question")
        self.hint = text(hint, "secondary")
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(picture(icon, 48, tokens.PLACEHOLDER), 0, centre)
        layout.addWidget(self.sentence, 0, centre)
        layout.addWidget(self.hint, 0, centre)
        hide_unless(self.hint, hint)
        self.button: Button | None = None
        if action:
            self.button = (PrimaryButton if primary else Button)(action, on=on)
            layout.addSpacing(6)
            layout.addWidget(self.button, 0, centre)
        layout.addStretch(3)

    def say(self, sentence: str, hint: str = "") -> None:
        """Other words."""
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))


class ProgressBand(QFrame):
    """What is being done, how far it is, and a way to stop it."""

    stopped = Signal()

    def __init__(self, label: str = "") -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._words = text(label, "strong")
        self._count = text("", "hint")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("进度")
        self.stop = Button("停止", name="停止正在做的事", on=self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(14)
        layout.addWidget(self._words)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._count)
        layout.addWidget(self.stop)

    def begin(self, label: str) -> None:
        """Start over with another label."""
        self._words.setText(label)
        self._count.setText("")
        self._bar.setRange(0, 0)
        self.stop.setEnabled(True)

    def show_progress(self, done: int, of: int) -> None:
        """`of` 0: nobody knows how much there is."""
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._count.setText(f"{done} / {of}" if of else "")

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._words.setText("正在停止…")
        self.stopped.emit()
