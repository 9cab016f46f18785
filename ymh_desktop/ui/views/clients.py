"""我是专家: one enterprise after another, each in its own folder; drafts travel as signed files."""

from functools import partial
from pathlib import Path

from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import ask_which_folder
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.clients import ClientFolders, ClientShown, ClientsModel
from ymh_desktop.ui.widgets import Button, Card, LinkButton, OneLine, PrimaryButton, Section, column, empty, row, text

HOW = (
    "每家企业的资料放在各自的文件夹里，互不相干。可以自己从头辨识，也可以先请企业把“辨识初稿”发过来，"
    "在新建的文件夹里打开它接着改。改好了在“上报镇里”导出初稿，发回给企业。"
)


class ClientsPage(Page):
    """The list of clients; choosing one puts its folder under the window."""

    def __init__(self, context: Context, folders: ClientFolders | None) -> None:
        super().__init__("我是专家", HOW)
        self.model = ClientsModel(context, folders)
        self.name = OneLine()
        self.name.setAccessibleName("新客户的企业名称")
        self.name.setPlaceholderText("企业名称")
        self.name.setMinimumWidth(320)
        self.name.setMaximumWidth(480)
        self.name.returnPressed.connect(self._begin)
        self.begin = PrimaryButton("新建一家", icon="plus", on=self._begin)
        other = Button("打开别的文件夹", icon="folder-open", on=self._ask_folder)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        new = Section("新客户")
        asked = row(self.name, self.begin, other, None, spacing=10)
        asked.setStretch(0, 1)
        new.body.addLayout(asked)
        new.body.addWidget(self.fault)
        self._list = column(spacing=10)
        self.body.addWidget(new)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.model.changed.connect(self._show)
        self.model.faulted.connect(self._say)

    def opened(self, argument: object = None) -> None:
        """The list as it is now."""
        self.fault.hide()
        self._show()

    def take_focus(self) -> None:
        """On the name of a new client."""
        self.name.setFocus()

    def _show(self) -> None:
        empty(self._list)
        clients = self.model.clients
        if not clients:
            self._list.addWidget(text("还没有客户。在上面写企业名称，点“新建一家”。", "hint"))
        for each in clients:
            self._list.addWidget(self._card(each))

    def _card(self, each: ClientShown) -> Card:
        card = Card(margins=(18, 12, 16, 12))
        where = str(each.folder) if each.there else f"{each.folder}（找不到这个文件夹，U盘是不是没插）"
        words = column(
            text(each.name or each.folder.name, "strong", wrap=True), text(where, "hint", wrap=True), spacing=2
        )
        line = row(words, spacing=10)
        line.setStretch(0, 1)
        if each.open_now:
            line.addWidget(text("现在打开的", "tag-ok"))
        else:
            if each.there:
                opening = partial(self.model.open, each)
                line.addWidget(Button("打开", name=f"打开 {each.name or each.folder.name}", on=opening))
            forget = partial(self.model.forget, each)
            line.addWidget(LinkButton("从单子里去掉", name=f"从单子里去掉 {each.name or each.folder.name}", on=forget))
        card.body.addLayout(line)
        return card

    def _begin(self) -> None:
        self.fault.hide()
        self.model.begin(self.name.text())

    def _ask_folder(self) -> None:
        ask_which_folder(self, "选企业的数据文件夹", Path.home(), self.model.open_folder)

    def _say(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self.fault.show()
