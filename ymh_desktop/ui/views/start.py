"""The start page: four doors, shown while the folder has no enterprise."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QWidget

from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import AskDialog, ask_which_file, ask_which_folder
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.start import Door, FoundBackup, StartModel
from ymh_desktop.ui.widgets import Button, Card, LinkButton, PrimaryButton, Section, column, empty, picture, row, text

_LETTERS = "收到的文件 (*.zip *.asice);;所有文件 (*)"


class StartPage(Page):
    """Every door says in a sentence what is behind it."""

    def __init__(self, context: Context, restore: Callable[[Path], None] | None) -> None:
        super().__init__("从哪里开始", "做完就有风险清单、告知卡和检查表。资料只存在这台电脑上，不用上网，也不用注册。")
        self.context = context
        self.model = StartModel(context, restore)
        self.buttons: dict[str, Button] = {}
        grid = QGridLayout()
        grid.setSpacing(14)
        for place, door in enumerate(self.model.doors()):
            grid.addWidget(self._door(door), place // 2, place % 2)
        for column_number in (0, 1):
            grid.setColumnStretch(column_number, 1)
        expert = LinkButton("我是专家，管好几家企业", on=lambda: context.navigate("clients"))
        self.found = Section("找到的备份", "选一份，接着用。现在这里的文件会另外留着，不会删。")
        self.found.hide()
        self._list = column(spacing=6)
        self.found.body.addLayout(self._list)
        self.body.addLayout(grid)
        self.body.addWidget(self.found)
        self.body.addLayout(row(expert, None))
        self.body.addStretch(1)
        self.model.found.connect(self._show_found)
        self.model.asked.connect(self._ask)

    def take_focus(self) -> None:
        """自己做."""
        self.buttons["own"].setFocus()

    def _door(self, door: Door) -> QWidget:
        card = Card(margins=(24, 20, 24, 20))
        card.setMinimumHeight(150)
        there = bool(door.button)
        title = text(door.title, "question")
        icon = picture(door.icon, 28, tokens.ACTION if there else tokens.PLACEHOLDER)
        card.body.addLayout(row(icon, title, None, spacing=12))
        card.body.addWidget(text(door.sentence, "secondary", wrap=True))
        card.body.addStretch(1)
        if there:
            make = PrimaryButton if door.id == "own" else Button
            button = make(door.button, name=f"{door.title}，{door.button}", on=partial(self._open, door.id))
            self.buttons[door.id] = button
            card.body.addWidget(button)
        return card

    def _open(self, door_id: str) -> None:
        pages = {"own": "identification", "excel": "import"}
        if door_id in pages:
            self.context.navigate(pages[door_id])
        elif door_id == "expert":
            read = partial(self.context.navigate, "incoming")
            ask_which_file(self, "打开专家给的文件", Path.home(), _LETTERS, read)
        else:
            ask_which_folder(self, "选择备份所在的文件夹", Path.home(), self.model.look_in)

    def _show_found(self) -> None:
        empty(self._list)
        buttons = []
        for backup in self.model.backups:
            words = f"恢复 {backup.words} 的备份"
            button = Button(words, icon="rotate-ccw", on=partial(self.model.choose, backup))
            self._list.addWidget(button)
            buttons.append(button)
        self.found.setVisible(bool(buttons))
        if buttons:
            buttons[0].setFocus()
            self.bring_into_view(buttons[0])

    def _ask(self, backup: FoundBackup) -> None:
        AskDialog(
            self,
            f"用 {backup.words} 的备份恢复？",
            "恢复以后，备份之后填的内容要重新填。现在的文件会另外留着。",
            "恢复",
            lambda: self.model.put_back(backup),
        ).open()
