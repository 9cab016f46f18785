"""The help of the open page, in a drawer at the right. The texts are Markdown files in resources/help."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from ymh_desktop.ui.widgets.basics import IconButton, LinkButton, row, text

WIDTH = 380
_ABOVE_HEADING, _ABOVE_POINT, _LINE_PERCENT = 18, 6, 112


class HelpDrawer(QFrame):
    """Opens and closes with F1. Esc closes it too."""

    about_asked = Signal()
    closed = Signal()

    def __init__(self, host: QWidget, folder: Path) -> None:
        super().__init__(host)
        self.setProperty("look", "drawer")
        self._host = host
        self._folder = folder
        self._title = text("帮助", "question")
        self._words = QTextBrowser()
        self._words.setAccessibleName("帮助内容")
        self._words.setOpenLinks(False)
        self._words.document().setDocumentMargin(2)
        self._words.document().setIndentWidth(24)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(row(self._title, None, IconButton("x", "关闭帮助", on=self.close_it)))
        layout.addWidget(self._words, 1)
        layout.addWidget(LinkButton("关于本软件", on=self.about_asked.emit))
        host.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """The text shown."""
        return self._words.toPlainText()

    def show_help(self, title: str, name: str) -> None:
        """Open it with the text of this name, followed by the keys."""
        self._title.setText(f"帮助：{title}")
        parts = [self._folder / f"{name}.md", self._folder / "keys.md"]
        self._words.setMarkdown("\n\n".join(part.read_text(encoding="utf-8") for part in parts if part.exists()))
        self._give_air()
        self._place()
        self.show()
        self.raise_()
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_it(self) -> None:
        """Close it."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _give_air(self) -> None:
        """Room above headings and between points; Markdown sets them one against the other."""
        block = self._words.document().begin()
        first = True
        while block.isValid():
            form = block.blockFormat()
            form.setTopMargin(0 if first else _ABOVE_HEADING if form.headingLevel() else _ABOVE_POINT)
            form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            QTextCursor(block).setBlockFormat(form)
            first, block = False, block.next()

    def _place(self) -> None:
        width = min(WIDTH, self._host.width())
        self.setGeometry(self._host.width() - width, 0, width, self._host.height())
