"""The bar at the top: where one is, whether everything is kept, undo and help."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ymh_desktop.domain.errors import MachineTrouble, UserError
from ymh_desktop.ui.theme import icons, set_look, tokens
from ymh_desktop.ui.widgets.basics import LinkButton, picture, text

HEIGHT = 54


class TopBar(QFrame):
    """Title, saved state, 撤销, 帮助."""

    undo_asked = Signal()
    help_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "bar-top")
        self.setFixedHeight(HEIGHT)
        self._title = text("", "question")
        self._mark = picture("circle-check", 18, tokens.OK)
        self._state = text("", "hint")
        self._saved_at: datetime | None = None
        self._refused = False  # something was typed or pressed that will not do
        self._mark.hide()
        self.undo = LinkButton("撤销", name="撤销上一步", icon="undo-2", on=self.undo_asked.emit)
        self.help = LinkButton("帮助", name="帮助（F1）", icon="circle-question-mark", on=self.help_asked.emit)
        self.undo.setEnabled(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 0, 20, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addStretch(1)
        layout.addWidget(self._mark)
        layout.addWidget(self._state)
        layout.addSpacing(14)
        layout.addWidget(self.undo)
        layout.addSpacing(6)
        layout.addWidget(self.help)

    @property
    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    @property
    def state(self) -> str:
        """The sentence about saving."""
        return self._state.text()

    def set_title(self, title: str) -> None:
        """Say where one is."""
        self._title.setText(title)

    def show_saved(self, at: datetime | None) -> None:
        """Everything is kept, since this time; None: nothing was saved yet."""
        self._saved_at, self._refused = at, False
        if at is None:
            self._mark.hide()
            self._state.setText("")
            return
        self._show("circle-check", tokens.OK, "hint", f"已自动保存 {at:%H:%M:%S}")

    def show_not_saved(self, error: UserError) -> None:
        """The last thing was not kept."""
        self._refused = not isinstance(error, MachineTrouble)
        problem = error.problem.rstrip("。").removesuffix("，这一步没有保存")
        self._show("circle-alert", tokens.ERROR, "error", f"没有保存：{problem}")

    def leave_page(self) -> None:
        """What was refused on the page that is left belongs to it; a full disk belongs to every page."""
        if self._refused:
            self.show_saved(self._saved_at)

    def set_undo(self, possible: bool, what: str) -> None:
        """Whether there is something to undo, and what."""
        self.undo.setEnabled(possible)
        self.undo.setToolTip(f"撤销：{what}（Ctrl+Z）" if what else "撤销上一步（Ctrl+Z）")

    def _show(self, icon: str, colour: str, look: str, words: str) -> None:
        self._mark.setPixmap(icons.pixmap(icon, 18, colour))
        self._mark.show()
        set_look(self._state, look)
        self._state.setText(words)
