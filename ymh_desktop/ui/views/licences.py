"""The licence texts of everything inside: duty towards their authors, and nothing to decide."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from ymh_desktop.ui.widgets import PrimaryButton, row, text

_SIZE = (900, 560)
_LIST_WIDTH = 260
_TEXTS = (".txt", ".md", ".rst", ".apache", ".bsd", ".psf", "")


class LicencesDialog(QDialog):
    """A list of what is inside, and beside it the text of the one that is chosen."""

    def __init__(self, parent: QWidget, folder: Path) -> None:
        super().__init__(parent)
        self.setWindowTitle("许可全文")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.resize(*_SIZE)
        self._files = licence_texts(folder)
        self.list = QListWidget()
        self.list.setAccessibleName("用到的软件")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.addItems([name for name, _ in self._files])
        self.words = QPlainTextEdit()
        self.words.setAccessibleName("许可全文的内容")
        self.words.setReadOnly(True)
        self.list.currentRowChanged.connect(self._show)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.list)
        both.addWidget(self.words, 1)
        close = PrimaryButton("关闭", name="关闭许可全文", on=self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(text("这些是作者们的原文，多数是英文。", "hint"))
        layout.addLayout(both, 1)
        layout.addLayout(row(None, close))
        self.list.setCurrentRow(0)

    def _show(self, place: int) -> None:
        if 0 <= place < len(self._files):
            self.words.setPlainText(self._files[place][1].read_text("utf-8", "replace"))


def licence_texts(folder: Path) -> tuple[tuple[str, Path], ...]:
    """(what it is called, file) of every text in the folder, ours first."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() in _TEXTS]
    named = [(path.relative_to(folder).as_posix().replace("/", "：", 1), path) for path in files]
    return tuple(sorted(named, key=lambda each: (each[1].parent != folder, each[0].lower())))
