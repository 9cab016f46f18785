"""Tabs above and one of several faces below; one sentence in their place while there is no enterprise yet.

`FacesPage` is a page of them, each read when it is looked at."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from ymh_desktop.services.changes import Changes
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.faces import FacesModel
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
        layout = column(self.bar, spacing=12)
        layout.addWidget(self.stack)
        self.setLayout(layout)
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


class FaceTab(QWidget):
    """One of the faces of a page."""

    def show_found(self, found: Any) -> None:
        """Show what was read for it."""
        raise NotImplementedError

    def hand_over(self) -> None:
        """Keep what is half written; by default nothing is written here."""


class FacesPage(Page):
    """Shows one tab; the others are read when they are opened. The argument of a visit is the value of a tab, or None
    for where one was."""

    def __init__(
        self, context: Context, name: str, model: FacesModel, tabs: Mapping[Any, FaceTab], titles: Mapping[Any, str]
    ) -> None:
        super().__init__(scrolls=False)
        self._model, self._tabs = model, tabs
        self._order = tuple(tabs)
        named = tuple((titles[face], tab) for face, tab in tabs.items())
        self.faces = Faces(name, named, partial(context.navigate, "identification"))
        self.bar = self.faces.bar
        self.body.addWidget(self.faces, 1)
        self.faces.chosen.connect(lambda place: self.show_face(self._order[place]))
        model.came.connect(self._came)
        model.not_begun.connect(self.faces.show_not_begun)
        context.records.recordsChanged.connect(self._changed)

    @property
    def face(self) -> Any:
        """The tab that is shown."""
        return self._order[self.faces.place]

    def opened(self, argument: object = None) -> None:
        """Read the tab that is asked for, else the one that was open."""
        self.show_face(next((face for face in self._order if face.value == argument), self.face))

    def left(self) -> None:
        """Keep what is half written."""
        for tab in self._tabs.values():
            tab.hand_over()

    def show_face(self, face: object) -> None:
        """Another tab, read anew."""
        self.faces.show_face(self._order.index(face))
        self._model.load(face)

    def take_focus(self) -> None:
        """On the tabs."""
        self.faces.take_focus()

    def _came(self, face: object, found: object) -> None:
        self._tabs[face].show_found(found)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible():
            self._model.load(self.face)
