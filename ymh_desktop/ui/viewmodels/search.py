"""Finding records by Chinese words or by pinyin initials: 喷漆 by 喷, 漆 or pq.

pypinyin takes 0.2 s to load, so it is loaded when somebody first types letters.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

# What pypinyin's own dictionary reads in another way than people in workshops do.
_PHRASES = {
    "行车": "háng chē",
    "行吊": "háng diào",
    "重做": "chóng zuò",
    "单县": "shàn xiàn",
    "弹出": "tán chū",
    "校直": "jiào zhí",
    "盛漆": "chéng qī",
    "盛装": "chéng zhuāng",
    "轧伤": "zhá shāng",
    "冷轧": "lěng zhá",
    "热轧": "rè zhá",
}
_SINGLE = {"刨": "bào,páo", "调": "tiáo,diào", "炔": "quē"}
_KEPT = 50_000


@lru_cache(maxsize=_KEPT)
def initials(text: str) -> str:
    """The first letter of each syllable in lower case; what is not Chinese stays as it is."""
    return "".join(_pinyin()(text)).lower()


@cache
def _pinyin() -> Callable[[str], list[str]]:
    from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

    load_phrases_dict({words: [[syllable] for syllable in read.split()] for words, read in _PHRASES.items()})
    load_single_dict({ord(char): read for char, read in _SINGLE.items()})
    return lambda text: lazy_pinyin(text, style=Style.FIRST_LETTER)


def asks_initials(words: str) -> bool:
    """Whether somebody typed letters that can be meant as pinyin."""
    return any(char.isascii() and char.isalpha() for char in words)


Texts = Iterable[tuple[Any, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The initials of every record of one state."""

    state: int
    initials: dict[Any, str]


class Finder:
    """Searches records by the texts that belong to each; they are read when somebody first searches."""

    def __init__(self) -> None:
        self._state = 0
        self._texts: Callable[[], Texts] = tuple
        self._plain: dict[Any, str] | None = None
        self._initials: dict[Any, str] | None = None

    def set_texts(self, texts: Callable[[], Texts]) -> None:
        """`texts` gives (id, texts) of every record, on any thread."""
        self._state += 1
        self._texts, self._plain, self._initials = texts, None, None

    def ready_for(self, words: str) -> bool:
        """False while `prepare` must run before letters find pinyin; plain words are found at once."""
        return not asks_initials(words) or self._initials is not None

    def prepare(self) -> Prepared:
        """The initials of every record; takes its time and changes nothing, so it may run on any thread."""
        state, texts = self._state, self._texts
        return Prepared(state, {key: "\n".join(initials(text) for text in each) for key, each in texts()})

    def keep(self, prepared: Prepared) -> None:
        """Use what `prepare` brought, unless the records changed meanwhile."""
        if prepared.state == self._state:
            self._initials = prepared.initials

    def matches(self, words: str) -> Callable[[Any], bool] | None:
        """Tells of an id whether its record holds every one of the words; None when nothing is searched."""
        terms = words.lower().split()
        if not terms:
            return None
        if self._plain is None:
            self._plain = {key: "\n".join(texts).lower() for key, texts in self._texts()}
        plain, letters = self._plain, self._initials or {}

        def found(key: Any) -> bool:
            text = plain.get(key, "")
            return all(term in text or (term.isascii() and term in letters.get(key, "")) for term in terms)

        return found


def found_in(words: str, text: str) -> bool:
    """The same for one text, for short lists to choose from."""
    terms = words.lower().split()
    lower = text.lower()
    return all(term in lower or (term.isascii() and term in initials(lower)) for term in terms)
