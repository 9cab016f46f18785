"""The line above a list that a new record waits half written, with the button that opens it, and a way to drop it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ymh_desktop.services.half_written import HalfWritten
from ymh_desktop.ui.viewmodels.half_written import HalfWrittenModel
from ymh_desktop.ui.widgets import Banner, Button, LinkButton, row
from ymh_desktop.ui.widgets.basics import empty


class HalfWrittenPart(QWidget):
    """One line each, nothing for none; nothing either while one is being written in sight of the list."""

    asked = Signal(object)  # a HalfWritten

    def __init__(self, model: HalfWrittenModel) -> None:
        super().__init__()
        self.model = model
        model.setParent(self)
        self._writing = False
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(8)
        self.hide()
        model.loaded.connect(self._show)

    def set_writing(self, writing: bool) -> None:
        """Whether the form stands beside the list; when it is put away, what it holds is read."""
        ended, self._writing = self._writing and not writing, writing
        if ended:
            self.model.load()
        self._show_whole()

    def _show(self) -> None:
        empty(self._inside)
        for half in self.model.lines:
            self._inside.addWidget(Banner(half.saying, look="card-tint", action=self._deeds(half)))
        self._show_whole()

    def _deeds(self, half: HalfWritten) -> QWidget:
        """To drop it as well: what was chosen in a form cannot always be emptied there."""
        drop = LinkButton("不要了", name=f"不要了：{half.saying}", on=partial(self.model.throw_away, half))
        go = Button("接着写", name=f"接着写：{half.saying}", on=partial(self.asked.emit, half))
        deeds = QWidget()
        deeds.setLayout(row(drop, go, spacing=10))
        return deeds

    def _show_whole(self) -> None:
        self.setVisible(bool(self.model.lines) and not self._writing)
