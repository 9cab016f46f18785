"""The bundled fonts, read on first use: Noto Sans SC for everything, DejaVu Sans for what it lacks (CO₂, ☑)."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any

from ymh_desktop.documents import text as chinese
from ymh_desktop.documents.embedding import Outlines
from ymh_desktop.domain.errors import UserError

# ReportLab's font objects keep a reading position, so two documents may not be made at the same time.
DRAWING = RLock()

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
FALLBACK = "DejaVuSans"


class FontMissing(UserError):
    """A font file of the installation is gone or damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(f"打印用的字体“{name}”找不到或已损坏。", "请重新安装程序，数据不受影响。")


class _Widths(dict[str, float]):
    """Character → width in thousandths of an em, looked up in the first font that has it."""

    def __init__(self, fonts: tuple[Any, ...]) -> None:
        super().__init__()
        self._faces = [font.face for font in fonts]

    def __missing__(self, char: str) -> float:
        code = ord(char)
        face = next((face for face in self._faces if code in face.charToGlyph), self._faces[0])
        self[char] = width = float(face.getCharWidth(code))
        return width


class Face:
    """One weight with its fallback: measures text and breaks it into lines."""

    def __init__(self, fonts: tuple[Any, ...]) -> None:
        self.name: str = fonts[0].fontName
        self.outlines = tuple(_outlines_of(font.face) for font in fonts)
        breaker = chinese.Breaker(_Widths(fonts))
        self.width = breaker.width
        self.lines = breaker.lines
        self.count = breaker.count

    def drawn_by(self, char: str) -> Outlines:
        """The font that has this character; the first one when none has it."""
        code = ord(char)
        return next((font for font in self.outlines if code in font.face.charToGlyph), self.outlines[0])


@lru_cache(maxsize=12)
def _outlines_of(face: Any) -> Outlines:
    """Both weights share the fallback, so a document embeds it once."""
    return Outlines(face)


class Fonts:
    """Both weights."""

    def __init__(self, regular: Face, bold: Face) -> None:
        self.regular = regular
        self.bold = bold

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The characters that would be drawn as an empty box, each once, to be told when a text is saved."""
        glyphs = [font.face.charToGlyph for font in self.regular.outlines]
        characters = {char for text in texts for char in chinese.clean(text) if char != "\n"}
        return tuple(sorted(char for char in characters if not any(ord(char) in known for known in glyphs)))


@lru_cache(maxsize=4)
def load(folder: Path) -> Fonts:
    """The fonts of this folder, registered with ReportLab; raises FontMissing. Takes about 0.1 s the first time."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    with DRAWING:
        rl_config.useA85 = 0  # base 85 makes files larger and slower to write, and no reader needs it any more
        fonts = {}
        for name in (REGULAR, BOLD, FALLBACK):
            try:
                font = TTFont(name, str(folder / f"{name}.ttf"), shapable=False)
            except (OSError, TTFError) as error:
                raise FontMissing(name) from error
            pdfmetrics.registerFont(font)
            fonts[name] = font
    fallback = fonts[FALLBACK]
    return Fonts(Face((fonts[REGULAR], fallback)), Face((fonts[BOLD], fallback)))
