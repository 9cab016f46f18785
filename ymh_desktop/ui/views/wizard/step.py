"""What the wizard's frame expects of a step. The frame scrolls, shows heading and footer, and keeps the cursor."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ymh_desktop.domain.identification import Step
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.widgets.basics import bring_into_sight, children, column


class StepModel(Protocol):
    """What every step's model says about it to the frame."""

    def load(self) -> None:
        """Read anew, off the window's thread."""

    def summary(self) -> str:
        """One short line for the step list, e.g. 5 个岗位; empty while there is nothing to say."""

    def blocker(self) -> str:
        """The sentence why 下一步 cannot go on, empty when it can."""


class StepView(QWidget):
    """One step. The constructor only builds, `model` among the rest; `entered` loads, and is called on every visit.

    Put the content into `body`. The heading and saying of services.flows.steps.STEPS stand above it already.
    With `scrolls` False the step gets the whole height and scrolls by itself.
    """

    step: Step
    model: StepModel
    scrolls = True

    progressed = Signal()  # summary, blocker or counts may have changed
    moved = Signal(str)  # the question the user is at now: kept for the next start
    step_wanted = Signal(object)  # a Step: the user pressed something that leads there

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__()
        self.context = context
        self.run_id = run_id
        self.body = column(spacing=14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.body)

    def entered(self, cursor: str) -> None:
        """The step is shown now. `cursor` is the question to come back to, empty for the start of the step."""

    def left(self) -> None:
        """Another step or page takes its place: hand over what is still being typed."""

    def refresh(self) -> None:
        """Records changed (also by undo): show them. Called only while the step is shown."""
        self.model.load()

    def summary(self) -> str:
        """See StepModel."""
        return self.model.summary()

    def blocker(self) -> str:
        """See StepModel."""
        return self.model.blocker()

    def point_out(self) -> None:
        """下一步 was pressed while there is a blocker: mark what is missing and put the keyboard there."""
        self.take_focus()

    def leave_forward(self, done: Callable[[], None]) -> None:
        """What must happen before going on; calls `done` when it has happened."""
        done()

    def take_focus(self) -> None:
        """Put the keyboard on the first thing; by default the first widget that Tab would reach."""
        for widget in children(self, QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def fit(self, window_width: int, window_height: int) -> None:
        """The window has this size now."""

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to it."""
        bring_into_sight(widget)
