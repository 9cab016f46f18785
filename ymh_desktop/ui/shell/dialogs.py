"""The few dialogs. All are opened with open(), so the window's events go on; none is for input faults."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ymh_desktop.services.ports import Versions
from ymh_desktop.ui.shell.navigation import PRODUCT
from ymh_desktop.ui.theme import icons, tokens
from ymh_desktop.ui.widgets.basics import Button, DangerButton, PrimaryButton, children, column, picture, row, text


class CalmDialog(QDialog):
    """A picture, a heading, sentences, and buttons that say what they do."""

    def __init__(self, parent: QWidget, icon: str, colour: str, heading: str, *sentences: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(460)
        self.body = column(text(heading, "question", wrap=True), spacing=8)
        for sentence in sentences:
            self.body.addWidget(text(sentence, "secondary", wrap=True))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        self.buttons.addStretch(1)
        top = row(spacing=16)
        top.addWidget(picture(icon, 32, colour), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self.body, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 18)
        layout.setSpacing(18)
        layout.addLayout(top)
        layout.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its wrapped sentences need: without this Qt leaves room for far more."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            for part in children(self, QWidget):
                part.ensurePolished()
            layout.activate()
            self.setFixedSize(self.width(), layout.totalHeightForWidth(self.width()))


class BugDialog(CalmDialog):
    """Shown for an error that nobody expected. The data is safe: every change was kept by itself."""

    def __init__(self, parent: QWidget, export: Callable[[], None] | None) -> None:
        super().__init__(
            parent,
            "life-buoy",
            tokens.ACTION,
            "程序出了点问题",
            "刚才的一步可能没有做成，请看一眼再重做一次。以前保存的内容都在，没有丢。",
            "如果又出现，请导出诊断包，发给帮您装软件的人。诊断包里没有企业资料，也不会自动上传。",
        )
        if export is not None:
            self.buttons.addWidget(Button("导出诊断包", icon="download", on=export))
        go_on = PrimaryButton("知道了，继续用", on=self.accept)
        go_on.setDefault(True)
        self.buttons.addWidget(go_on)


class AskDialog(CalmDialog):
    """Asks before what cannot be undone; the buttons are verbs."""

    def __init__(
        self,
        parent: QWidget,
        question: str,
        explanation: str,
        do: str,
        action: Callable[[], object],
        dont: str = "先不做",
    ) -> None:
        super().__init__(parent, "triangle-alert", tokens.WARNING_TEXT, question, explanation)
        self.stay = Button(dont, on=self.reject)
        self.stay.setDefault(True)
        self.go = DangerButton(do, on=self.accept)
        self.buttons.addWidget(self.stay)
        self.buttons.addWidget(self.go)
        self.accepted.connect(action)


class AboutDialog(CalmDialog):
    """What this program is, its four version numbers and its licences."""

    def __init__(self, parent: QWidget, versions: Versions) -> None:
        super().__init__(
            parent, "info", tokens.ACTION, PRODUCT, "给小微企业用的风险分级管控和隐患排查治理软件，不联网也能用。"
        )
        table = QGridLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(4)
        table.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(numbers(versions)):
            table.addWidget(text(name, "label"), place, 0)
            table.addWidget(text(value, "strong"), place, 1)
        self.body.addLayout(table)
        self.body.addWidget(
            text(
                "本软件以 Apache 2.0 许可开放。界面用 Qt（LGPL），字体用思源黑体（OFL），图标用 Lucide（ISC）。",
                "hint",
                wrap=True,
            )
        )
        close = PrimaryButton("关闭", name="关闭关于窗口", on=self.accept)
        close.setDefault(True)
        self.buttons.addWidget(close)
        self.setWindowTitle(f"关于{PRODUCT}")
        self.setWindowIcon(icons.program_icon())


def numbers(versions: Versions) -> tuple[tuple[str, str], ...]:
    """The four numbers with their names, as 关于 and the diagnosis file show them."""
    return (
        ("程序版本", versions.program),
        ("数据结构", versions.schema),
        ("上报包格式", versions.package_format),
        ("行业库日期", versions.library),
    )


def ask_where_to_save(
    parent: QWidget, title: str, suggested: Path, kinds: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a file to write; `kinds` reads like PDF 文件 (*.pdf). Nothing happens when it is closed."""
    dialog = QFileDialog(parent, title, str(suggested), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.lstrip("."))
    return _open(dialog, then)


def ask_which_file(parent: QWidget, title: str, folder: Path, kinds: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a file to read."""
    dialog = QFileDialog(parent, title, str(folder), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, then)


def ask_which_folder(parent: QWidget, title: str, folder: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a folder, for example on a USB stick."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _open(dialog, then)


def _open(dialog: QFileDialog, then: Callable[[Path], None]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog
