"""设置, 关于: taking a newer version from a stick."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ymh_desktop.services.updates import Change, Offer
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.dialogs import CalmDialog, ask_which_file
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.renewal import Renew, RenewalModel
from ymh_desktop.ui.viewmodels.upkeep import usual_stick
from ymh_desktop.ui.widgets import Button, PrimaryButton, Section, row, text
from ymh_desktop.ui.widgets.basics import column

_KINDS = "升级包 (*.zip *.asice)"
_MOST_LINES = 8
_BEFORE = "升级前会自动备份一次，资料都不动。"


class RenewalSettings(Section):
    """What to do with a newer version: choose its file, read what changes, say yes."""

    def __init__(self, context: Context, renew: Renew | None) -> None:
        super().__init__("升级", "不用上网。把升级包拷到U盘里拿来就行，升级包只认发布方的签名。")
        self.model = RenewalModel(context, renew)
        self._context = context
        self.choose = Button("选升级包", icon="usb", on=self._choose)
        self.choose.setEnabled(self.model.can_renew)
        self.body.addLayout(row(self.choose, None))
        self.model.offered.connect(self.ask)
        self.model.library_came.connect(lambda folder: context.navigate("library", folder))

    def _choose(self) -> None:
        ask_which_file(self, "选升级包", usual_stick(), _KINDS, self.model.look)

    def ask(self, offer: Offer) -> None:
        """What changes, and one button for yes."""
        RenewalDialog(self.window(), offer, lambda: self.model.take(offer)).open()


class RenewalDialog(CalmDialog):
    """Says what a file changes before anything happens."""

    def __init__(self, parent: QWidget, offer: Offer, take: Callable[[], object]) -> None:
        program = offer.change is Change.PROGRAM
        heading = f"升级到 {offer.news.version} 版？" if program else "更新行业库？"
        super().__init__(parent, "package", tokens.ACTION, heading)
        lines = offer.lines[:_MOST_LINES]
        self.body.addLayout(column(*(text(f"· {line}", "secondary", wrap=True) for line in lines), spacing=4))
        after = (
            "点“升级”后程序会关掉，装好后自己再打开，大约一两分钟。" if program else "先看看改了什么，再决定用不用。"
        )
        self.body.addWidget(text(f"{_BEFORE}{after}" if program else after, "hint", wrap=True))
        stay = Button("先不升级" if program else "先不更新", on=self.reject)
        self.go = PrimaryButton("升级" if program else "看改了什么", on=self.accept)
        self.go.setDefault(True)
        self.buttons.addWidget(stay)
        self.buttons.addWidget(self.go)
        self.accepted.connect(take)
