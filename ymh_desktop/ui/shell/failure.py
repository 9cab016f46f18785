"""What is shown when the data cannot be opened: the sentence, and the ways out. Nothing is lost by closing it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import moment_words
from ymh_desktop.ui.shell.dialogs import AskDialog, ask_which_folder
from ymh_desktop.ui.shell.navigation import PRODUCT
from ymh_desktop.ui.widgets.basics import Button, PrimaryButton, column, row, text

_SHOWN = 5


class FailureWindow(QWidget):
    """`restore` puts a backup in place and returns when done (raising UserError); `opened` starts the program again.

    `backups` are (place, made at), newest first; None for `restore` offers no restoring.
    """

    def __init__(
        self,
        error: UserError,
        backups: Sequence[tuple[Path, datetime]] = (),
        restore: Callable[[Path], object] | None = None,
        opened: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(PRODUCT)
        self.setMinimumSize(640, 360)
        self._restore, self._opened = restore, opened
        self.problem = text(error.problem, "title", wrap=True)
        self.advice = text(error.advice, wrap=True)
        self.advice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble = text("", "error", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(36, 32, 36, 24)
        layout.setSpacing(14)
        layout.addWidget(self.problem)
        layout.addWidget(self.advice)
        if restore is not None:
            layout.addLayout(self._ways_out(backups[:_SHOWN]))
        layout.addWidget(self.trouble)
        layout.addStretch(1)
        foot = row(Button("关闭", on=self.close))
        foot.insertStretch(0, 1)
        layout.addLayout(foot)

    def _ways_out(self, backups: Sequence[tuple[Path, datetime]]) -> QVBoxLayout:
        ways = column(text("可以从备份恢复（现在的文件会另外留着，不会删）：", "secondary", wrap=True), spacing=8)
        for place, made_at in backups:
            words = f"恢复 {moment_words(made_at)} 的备份"
            ways.addWidget(PrimaryButton(words, on=partial(self._ask, place)))
        ways.addWidget(Button("从U盘里找备份…", on=self._look_elsewhere))
        return ways

    def _look_elsewhere(self) -> None:
        ask_which_folder(self, "选择备份所在的文件夹", Path.home(), self._ask)

    def _ask(self, place: Path) -> None:
        sentence = "恢复以后，备份之后填的内容要重新填。现在的文件会另外留着。"
        AskDialog(self, f"用“{place.name}”恢复？", sentence, "恢复", lambda: self._put_back(place)).open()

    def _put_back(self, place: Path) -> None:
        assert self._restore is not None
        try:
            self._restore(place)
        except UserError as error:
            self.trouble.setText(f"{error.problem}{error.advice}")
            return
        self.close()
        if self._opened is not None:
            self._opened()
