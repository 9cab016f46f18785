"""The bundled fonts, read on first use: Noto Sans SC for everything, DejaVu Sans for what it lacks (CO₂, ☑)."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import RLock

from ymh_desktop.documents.text import Breaker, clean
from ymh_desktop.documents.truetype import FontFile, NotReadable
from ymh_desktop.domain.errors import UserError

# ReportLab keeps state of its own while a document is made, and so do the fonts: one document at a time.
DRAWING = RLock()

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
FALLBACK = "DejaVuSans"


class FontMissing(UserError):
    """A font file of the installation is gone or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(f"打印用的字体“{name}”找不到或已损坏。", "请重新安装程序，数据不受影响。")


class _Widths(dict[str, float]):
    """Character → width in thousandths of an em in the first font that has it."""

    def __init__(self, face: "Face") -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        self[char] = width = self._face.drawn_by(char).width(char)
        return width


class Face:
    """One weight with its fallback: measures text and breaks it into lines."""

    def __init__(self, main: FontFile, fallback: FontFile) -> None:
        self.main = main
        self._fallback = fallback
        breaker = Breaker(_Widths(self))
        self.width = breaker.width
        self.lines = breaker.lines
        self.count = breaker.count

    def drawn_by(self, char: str) -> FontFile:
        """The font that has this character; the main one, which draws a box, when none has it."""
        return self._fallback if not self.main.has(char) and self._fallback.has(char) else self.main


class Fonts:
    """Both weights."""

    def __init__(self, regular: FontFile, bold: FontFile, fallback: FontFile) -> None:
        self.regular = Face(regular, fallback)
        self.bold = Face(bold, fallback)

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters that would be drawn as an empty box, each once, to be told when a text is saved."""
        characters = {char for text in texts for char in clean(text) if char != "\n"}
        return tuple(sorted(char for char in characters if not self.regular.drawn_by(char).has(char)))


@lru_cache(maxsize=4)
def load(folder: Path) -> Fonts:
    """The fonts of this folder; raises FontMissing."""
    found = []
    for name in (REGULAR, BOLD, FALLBACK):
        try:
            found.append(FontFile(folder / f"{name}.ttf"))
        except (OSError, NotReadable) as error:
            raise FontMissing(name) from error
    return Fonts(*found)
