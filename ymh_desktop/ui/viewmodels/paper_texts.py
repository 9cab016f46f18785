"""Editing the words of a document: its chapters, the firm's own words, and what the program says by now."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.knowledge.templates import hints
from ymh_desktop.services.papers.catalogue import Paper
from ymh_desktop.services.papers.manuals import ChapterText, chapter_texts
from ymh_desktop.services.papers.texts import forget_text, keep_own, write_text
from ymh_desktop.ui.context import Context

HOW_TO = (
    "一行是一段；开头写“- ”是一条，写“1. ”是编号。{企业}、{安全员} 这样的花括号会自动换成单位和人名。"
    "@ 和 | 开头的行是自动填的表，留着不动。"
)


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A chapter in the list: `mark` says what about it is worth knowing, empty for nothing."""

    key: str
    title: str
    mark: str


class PaperTextsModel(QObject):
    """The words of one document at a time. Everything typed is kept; nothing typed is ever refused but for length."""

    loaded = Signal()  # the chapters, anew
    opened = Signal()  # another chapter, or other words in it
    kept = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._chapters: dict[str, ChapterText] = {}
        self.paper: Paper | None = None
        self.key = ""
        context.records.recordsChanged.connect(self._records_changed)

    def open(self, paper: Paper) -> None:
        """Edit this document, from its first chapter."""
        self.paper, self.key, self._chapters = paper, "", {}
        self._read()

    def close(self) -> None:
        """Nobody edits any longer."""
        self.paper = None

    def choose(self, key: str) -> None:
        """Open a chapter."""
        if key in self._chapters and key != self.key:
            self.key = key
            self.opened.emit()

    @property
    def chapters(self) -> tuple[ShownChapter, ...]:
        """The list."""
        return tuple(ShownChapter(c.key, c.title, _mark(c)) for c in self._chapters.values())

    @property
    def chapter(self) -> ChapterText | None:
        """The open chapter; None before the first one was read."""
        return self._chapters.get(self.key)

    def hints(self, words: str) -> tuple[str, ...]:
        """What in these words will be printed as it was typed."""
        return hints(words)

    def write(self, words: str) -> None:
        """Keep these words for the open chapter."""
        chapter = self.chapter
        if chapter is None or words.strip() == chapter.text.strip():
            return
        use_case = partial(write_text, self._context.ports, chapter.document, chapter.key, words)
        self._context.records.save(use_case, said=f"改了“{chapter.title}”的文字", then=lambda _: self.kept.emit())

    def forget(self) -> None:
        """Back to the program's words."""
        chapter = self.chapter
        if chapter is not None and chapter.own is not None:
            use_case = partial(forget_text, self._context.ports, chapter.document, chapter.key)
            said = f"“{chapter.title}”换回了软件的文字"
            self._context.records.save(use_case, said=said, toast=True)

    def keep_own(self) -> None:
        """The program's new words were looked at; the firm's stay."""
        chapter = self.chapter
        if chapter is not None:
            self._context.records.save(partial(keep_own, self._context.ports, chapter.document, chapter.key))

    def _read(self) -> None:
        paper = self.paper
        if paper is not None:
            self._context.tasks.run(
                partial(chapter_texts, self._context.ports, paper.template), partial(self._came, paper)
            )

    def _came(self, paper: Paper, chapters: tuple[ChapterText, ...]) -> None:
        if paper is not self.paper:
            return
        before = self.chapter
        self._chapters = {chapter.key: chapter for chapter in chapters}
        if self.key not in self._chapters:
            self.key = chapters[0].key if chapters else ""
        self.loaded.emit()
        if self.chapter != before:
            self.opened.emit()

    def _records_changed(self) -> None:
        self._read()


def _mark(chapter: ChapterText) -> str:
    if chapter.overtaken:
        return "软件的文字更新了"
    return "改过" if chapter.own else ""
