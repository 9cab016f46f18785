"""The banners at a record that a department sent back; none for every other record."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ymh_desktop.ui.viewmodels.returned import ReturnedModel
from ymh_desktop.ui.widgets import Banner, Button
from ymh_desktop.ui.widgets.basics import empty


class ReturnedPart(QWidget):
    """One banner per reason, each with 改好了."""

    def __init__(self, model: ReturnedModel) -> None:
        super().__init__()
        self._model = model
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(8)
        self.hide()
        model.loaded.connect(self._show)

    def _show(self) -> None:
        empty(self._inside)
        for at, (words, advice, where) in enumerate(self._model.lines):
            done = Button("改好了", name=f"{where} 改好了", icon="check", on=partial(self._model.mended, at))
            self._inside.addWidget(Banner(words, "　".join(part for part in (advice, where) if part), action=done))
        self.setVisible(bool(self._model.lines))
