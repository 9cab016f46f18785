"""改文字: the chapters of a document on the left, the words of one on the right."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from ymh_desktop.services.papers.catalogue import Paper
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.paper_texts import HOW_TO, PaperTextsModel
from ymh_desktop.ui.widgets import Banner, Button, LinkButton, column, row, text

SAVE_AFTER_MS = 600
_MOST_HINTS = 3


class PaperTexts(QWidget):
    """Typing is kept 600 ms after the last key, and on leaving the chapter or the page."""

    back_asked = Signal()
    preview_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.model = PaperTextsModel(context)
        self.back = LinkButton("返回", name="改完文字返回", icon="chevron-left", on=self._back)
        self.name = text("", "question")
        self.state = text("", "hint")
        self.look = Button("预览", name="预览改过的材料", icon="eye", on=self._look)
        head = row(self.back, self.name, None, self.state, self.look, spacing=8)
        head.setContentsMargins(12, 8, 16, 8)
        self.list = QListWidget()
        self.list.setProperty("look", "ticks")
        self.list.setAccessibleName("章节")
        self.list.setFixedWidth(250)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName("这一章的文字")
        self.edit.setTabChangesFocus(True)
        self.edit.textChanged.connect(self._typed)
        self.edit.installEventFilter(self)
        self.shipped = QPlainTextEdit()
        self.shipped.setAccessibleName("软件现在的文字")
        self.shipped.setReadOnly(True)
        self.shipped.hide()
        self.show_new = LinkButton("看软件的新文字", on=self._toggle_shipped)
        self.keep = LinkButton("仍用我的", name="仍用我写的文字", on=self.model.keep_own)
        self.news = Banner("您改过这一章；软件升级后，软件里的文字也变了。", action=_pair(self.show_new, self.keep))
        self.hints = text("", "warning", wrap=True)
        self.forget = Button("换回软件的文字", icon="rotate-ccw", on=self.model.forget)
        right = column(
            text(HOW_TO, "secondary", wrap=True),
            self.news,
            self.edit,
            self.shipped,
            self.hints,
            row(self.forget, None),
            spacing=8,
        )
        right.setStretch(2, 3)
        right.setStretch(3, 2)
        body = row(self.list, right, spacing=14)
        body.setStretch(1, 1)
        body.setContentsMargins(16, 0, 16, 14)
        whole = column(head, body, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save_now)
        self.model.loaded.connect(self._show_list)
        self.model.opened.connect(self._show_chapter)
        self.model.kept.connect(lambda: self.state.setText("已保存"))

    def begin(self, paper: Paper) -> None:
        """Edit this document."""
        self.name.setText(f"改文字：{paper.name}")
        self.state.setText("")
        self.shipped.hide()
        self.model.open(paper)

    def save_now(self) -> None:
        """Hand over what was typed without waiting."""
        self._timer.stop()
        if self.model.paper is not None and self.model.chapter is not None:
            self.model.write(self.edit.toPlainText())

    def leave(self) -> None:
        """The page is left."""
        self.save_now()
        self.model.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the words keeps them."""
        if event.type() == QEvent.Type.FocusOut:
            self.save_now()
        return False

    def _back(self) -> None:
        self.save_now()
        self.back_asked.emit()

    def _look(self) -> None:
        self.save_now()
        self.preview_asked.emit()

    def _typed(self) -> None:
        self.state.setText("")
        self._timer.start()
        self._show_hints()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.save_now()
            self.model.choose(str(item.data(Qt.ItemDataRole.UserRole)))

    def _show_list(self) -> None:
        with QSignalBlocker(self.list):
            if self.list.count() != len(self.model.chapters):
                self.list.clear()
                self.list.addItems([""] * len(self.model.chapters))
            for place, chapter in enumerate(self.model.chapters):
                item = self.list.item(place)
                item.setText(f"{chapter.title}（{chapter.mark}）" if chapter.mark else chapter.title)
                item.setData(Qt.ItemDataRole.UserRole, chapter.key)
                if chapter.key == self.model.key:
                    self.list.setCurrentRow(place)
        self._show_marks()

    def _show_chapter(self) -> None:
        chapter = self.model.chapter
        if chapter is None:
            return
        self.shipped.setPlainText(chapter.shipped)
        writing = self.edit.hasFocus() and self._timer.isActive()
        if not writing and self.edit.toPlainText().strip() != chapter.text.strip():
            with QSignalBlocker(self.edit):
                self.edit.setPlainText(chapter.text)
        self._show_marks()
        self._show_hints()

    def _show_marks(self) -> None:
        chapter = self.model.chapter
        self.news.setVisible(chapter is not None and chapter.overtaken)
        self.forget.setEnabled(chapter is not None and chapter.own is not None)
        if chapter is None or not chapter.overtaken:
            self.shipped.hide()

    def _show_hints(self) -> None:
        found = self.model.hints(self.edit.toPlainText())
        more = f"\n还有 {len(found) - _MOST_HINTS} 处。" if len(found) > _MOST_HINTS else ""
        self.hints.setText("会照原样印出来：\n" + "\n".join(found[:_MOST_HINTS]) + more if found else "")
        self.hints.setVisible(bool(found))

    def _toggle_shipped(self) -> None:
        self.shipped.setVisible(not self.shipped.isVisible())


def _pair(first: QWidget, second: QWidget) -> QWidget:
    pair = QWidget()
    pair.setLayout(row(first, second, spacing=4))
    return pair
