"""Searching a list while its pinyin is being prepared: reading 10,000 lines letter by letter takes two seconds."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.ui.tasks import Tasks
from ymh_desktop.ui.viewmodels.search import Finder, Prepared, Texts


class PinyinSearch(QObject):
    """A Finder that prepares itself beside everything else; `ready` follows when letters find pinyin."""

    ready = Signal()

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._finder = Finder()
        self._preparing = False
        self._words = ""

    def set_texts(self, texts: Callable[[], Texts]) -> None:
        """`texts` gives (id, texts) of every record, on any thread."""
        self._finder.set_texts(texts)

    def ready_for(self, words: str) -> bool:
        """False while letters do not find pinyin yet."""
        return self._finder.ready_for(words)

    def matches(self, words: str) -> Callable[[Any], bool] | None:
        """Tells of an id whether its record holds every one of the words; None when nothing is searched."""
        return self._finder.matches(words)

    def prepare_for(self, words: str) -> None:
        """Begin to prepare what these words need, unless it is there or under way."""
        self._words = words
        if not self._preparing and not self._finder.ready_for(words):
            self._preparing = True
            self._tasks.run_long("正在准备拼音搜索", lambda progress: self._finder.prepare(), self._prepared)

    def _prepared(self, prepared: Prepared) -> None:
        self._preparing = False
        self._finder.keep(prepared)
        self.ready.emit()
        self.prepare_for(self._words)  # again, if the records changed meanwhile
