"""Tabs above and one of several faces below; one sentence in their place while there is no enterprise yet."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ymh_desktop.ui.widgets import EmptyState, column


class Faces(QWidget):
    """`chosen` brings the place of the tab that a person chose."""

    chosen = Signal(int)

    def __init__(self, name: str, faces: Sequence[tuple[str, QWidget]], begin: Callable[[], object]) -> None:
        super().__init__()
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.stack = QStackedWidget()
        for title, face in faces:
            self.bar.addTab(title)
            self.stack.addWidget(face)
        self.not_begun = EmptyState(
            "shield-check", "还没有做风险辨识。", "跟着七步做完，这里才有内容。", "去做风险辨识", begin
        )
        self.stack.addWidget(self.not_begun)
        self.setLayout(column(self.bar, spacing=12))
        self.layout().addWidget(self.stack)  # type: ignore[union-attr]
        self.bar.currentChanged.connect(self.chosen)

    @property
    def place(self) -> int:
        """Which tab is open."""
        return self.bar.currentIndex()

    def show_face(self, place: int) -> None:
        """Open this tab without telling that it was chosen."""
        with QSignalBlocker(self.bar):
            self.bar.setCurrentIndex(place)
        self.stack.setCurrentIndex(place)

    def show_not_begun(self) -> None:
        """There is nothing to show before the enterprise has a name."""
        self.stack.setCurrentWidget(self.not_begun)

    def take_focus(self) -> None:
        """On the tabs."""
        self.bar.setFocus(Qt.FocusReason.OtherFocusReason)
