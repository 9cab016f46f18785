"""Draws on a ReportLab canvas by writing the operators itself: a third of the time of `drawString`, and in one place.

Points, origin bottom left, as in the PDF. Pages are kept until `finish`, so that a footer may say 第 1 页 / 共 3 页.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ymh_desktop.documents.embedding import EmbeddedFont
from ymh_desktop.documents.fonts import Face, Fonts
from ymh_desktop.documents.qr import QUIET, Matrix
from ymh_desktop.documents.style import FAINT, INK, WATERMARK, WHITE, Colour
from ymh_desktop.documents.text import clean
from ymh_desktop.documents.truetype import FontFile

_MOST_RUNS = 5000
FRONT = "封面和目录"

Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Placed:
    """One stretch of text as drawn: page from 0, its extent, and the box it had to stay in (both in page points)."""

    page: int
    text: str
    extent: Box
    box: Box


class _Glyphs(dict[str, tuple[str, str]]):
    """Character → (font resource, hex code) within one document; fills itself as characters appear."""

    def __init__(self, face: Face, embedded: Callable[[FontFile], EmbeddedFont]) -> None:
        super().__init__()
        self._face = face
        self._embedded = embedded

    def __missing__(self, char: str) -> tuple[str, str]:
        file = self._face.main
        glyph = file.glyphs[char]
        if not glyph:
            file = self._face.drawn_by(char)
            glyph = file.glyphs[char]
        font = self._embedded(file)
        self[char] = found = (font.resource, font.code(char, glyph))
        return found


class _NoFont:
    """What a canvas gets as its first font, which it then does not list: else it names a Helvetica of the reader's."""

    fontName = "none"
    _dynamicFont = True
    face: Any = None


class Pen:
    """One document being drawn. `trace`, when given, collects every text with its box, for tests.

    `logo` is the firm's mark as JPEG, drawn by headings; None without one.
    """

    def __init__(
        self,
        fonts: Fonts,
        size: tuple[float, float],
        title: str,
        *,
        author: str = "",
        trace: list[Placed] | None = None,
        logo: bytes | None = None,
    ) -> None:
        from reportlab import rl_config
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfgen.canvas import Canvas

        rl_config.useA85 = 0  # base 85 makes files larger and slower to write, and no reader needs it any more
        known: Any = pdfmetrics
        known._fonts[_NoFont.fontName] = _NoFont
        self.fonts = fonts
        self.logo = logo
        self.width, self.height = size
        self.box: Box = (0, 0, self.width, self.height)
        self._bytes = BytesIO()
        make: Any = Canvas  # its stubs give initialFontName a wrong type
        self._canvas: Any = make(
            self._bytes,
            pagesize=size,
            pageCompression=1,
            invariant=True,
            initialFontName=_NoFont.fontName,
            lang="zh-CN",
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("双重预防桌面版")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._embedded: dict[FontFile, EmbeddedFont] = {}
        self._glyphs = {face: _Glyphs(face, self._font) for face in (fonts.regular, fonts.bold)}
        self._runs: dict[tuple[Face, str], list[tuple[str, str]]] = {}
        self._operators: list[str] = []
        self._pages: list[list[str]] = [self._operators]
        self._finished = 0
        self._forms: list[set[str]] = [set()]
        self._defined: set[str] = set()
        self._shares: dict[str, float] = {}
        self._scale = 1.0
        self._trace = trace
        self._marks: list[list[tuple[str, int, float | None]]] = [[]]
        self._links: list[list[tuple[Box, str]]] = [[]]
        self._known_marks = self._written_marks = 0
        self._front = -1  # pages before the first one of the front; there is none yet
        self._in_binder = False
        self._numbered = False

    # ---- pages -------------------------------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The current page, from 0."""
        return self._finished + len(self._pages) - 1

    def scale(self, factor: float) -> None:
        """Draw the rest of this page larger or smaller; to be called first on a page."""
        self._scale = factor
        self.write(f"{factor:.6g} 0 0 {factor:.6g} 0 0 cm")

    def next_page(self) -> None:
        """Begin another page; the one before may still get its footer."""
        self._operators = []
        self._pages.append(self._operators)
        self._forms.append(set())
        self._marks.append([])
        self._links.append([])
        self._scale = 1.0

    def let_go(self) -> None:
        """Write out the pages so far, which will get no footer: a thousand cards then take no more memory than few.

        The page that follows begins by itself.
        """
        for number, (operators, forms) in enumerate(zip(self._pages, self._forms, strict=True), self._finished + 1):
            for name in sorted(forms):
                self._canvas._formsinuse.append(name)
            for name, share in self._shares.items():  # the canvas forgets them with every page
                self._canvas._extgstate._c["ca", share] = name
            if number - 1 == self._front:
                self._canvas.bookmarkPage(FRONT)
            for mark in self._marks[number - self._finished - 1]:
                self._write_mark(*mark)
            for box, target in self._links[number - self._finished - 1]:
                self._canvas.linkAbsolute("", target, box, Border="[0 0 0]")
            self._canvas.addLiteral("\n".join(self._with_number(operators, number) if self._numbered else operators))
            self._canvas.showPage()
        self._finished += len(self._pages)
        self._operators = []
        self._pages = [self._operators]
        self._forms = [set()]
        self._marks, self._links = [[]], [[]]
        self._scale = 1.0

    # ---- the side bar, and several papers in one file ----------------------------------------------------------

    def bookmark(self, title: str, level: int = 0, y: float | None = None) -> str:
        """An entry in the reader's side bar that leads here (`y` None: to the top of the page); the name of the place.

        A level is at most one deeper than that of the entry before. In a binder papers stand below their section.
        """
        name = f"place{self._known_marks}"
        self._known_marks += 1
        self._marks[-1].append((clean(title), level + (2 if self._in_binder else 0), y))
        return name

    def link(self, box: Box, target: str) -> None:
        """A click in the box of left, bottom, right, top leads to the place of that name."""
        self._links[-1].append((box, target))

    def _write_mark(self, title: str, level: int, y: float | None) -> None:
        name = f"place{self._written_marks}"
        self._written_marks += 1
        self._canvas.bookmarkPage(name, fit="XYZ", left=0, top=self.height if y is None else y)
        self._canvas.addOutlineEntry(title, name, level, closed=level > 0)
        self._canvas.showOutline()

    def begin_binder(self) -> None:
        """From here on papers are drawn into this one file, one after the other, with running page numbers."""
        self._in_binder = self._numbered = True
        self._canvas.addOutlineEntry(FRONT, FRONT, 0)

    def begin_paper(self, size: tuple[float, float]) -> None:
        """The next paper of the binder, on pages of this size."""
        if self._operators or len(self._pages) > 1:
            self.let_go()
        self.width, self.height = size
        self.box = (0, 0, self.width, self.height)
        self._canvas.setPageSize(size)

    @property
    def pages_done(self) -> int:
        """How many pages were written out."""
        return self._finished

    def begin_front(self, size: tuple[float, float]) -> None:
        """What is drawn from here on becomes the first pages of the file, without numbers."""
        self.begin_paper(size)
        self._in_binder = self._numbered = False
        self._front = self._finished

    def end_binder(self) -> bytes:
        """The file, front pages first."""
        self.let_go()
        pages = self._canvas._doc.Pages.pages
        pages[:] = pages[self._front :] + pages[: self._front]
        self._canvas.save()
        return self._bytes.getvalue()

    def _with_number(self, operators: list[str], number: int) -> list[str]:
        text, size = f"总第 {number} 页", 7.5
        x = (self.width - self.fonts.regular.width(text, size)) / 2
        shown = f"{FAINT.fill} BT 1 0 0 1 {x:.2f} 10 Tm {self._shown(self.fonts.regular, text, size)} ET"
        return ["q", *operators, "Q", shown]

    def feet(self, draw: Callable[[int, int], None]) -> None:
        """Draw on every page not let go yet; `draw` is told the page, from 0, and how many there are."""
        pages = self._pages
        for index in range(len(pages)):
            self._pages, self._operators = pages[: index + 1], pages[index]
            draw(index, len(pages))
        self._pages = pages

    def finish(self) -> bytes:
        """The document; in a binder nothing yet, as more papers follow."""
        if self._in_binder:
            if self._operators or len(self._pages) > 1:
                self.let_go()
            return b""
        if self._operators or not self.page:
            self.let_go()
        self._canvas.save()
        return self._bytes.getvalue()

    # ---- text --------------------------------------------------------------------------------------------------

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: Colour = INK, align: float = 0
    ) -> None:
        """Draw one line with its baseline at y. `align` 0: x is its left, 0.5 its middle, 1 its right."""
        text = clean(text).replace("\n", " ")
        if not text:
            return
        face = self.fonts.bold if bold else self.fonts.regular
        width = 0.0
        if align or self._trace is not None:
            width = face.width(text, size)
            x -= width * align
        self._operators.append(f"{colour.fill} BT 1 0 0 1 {x:.2f} {y:.2f} Tm {self._shown(face, text, size)} ET")
        if self._trace is not None:
            extent = (x, y - 0.12 * size, x + width, y + 0.88 * size)
            scaled = [value * self._scale for value in (*extent, *self.box)]
            left, bottom, right, top, *box = scaled
            self._trace.append(Placed(self.page, text, (left, bottom, right, top), (box[0], box[1], box[2], box[3])))

    def _shown(self, face: Face, text: str, size: float) -> str:
        runs = self._runs.get((face, text)) or self._cut_into_runs(face, text)
        if len(runs) == 1:
            return f"{runs[0][0]} {size:.4g} Tf <{runs[0][1]}> Tj"
        return " ".join([f"{resource} {size:.4g} Tf <{code}> Tj" for resource, code in runs])

    def _font(self, file: FontFile) -> EmbeddedFont:
        font = self._embedded.get(file)
        if font is None:
            font = self._embedded[file] = EmbeddedFont(file, len(self._embedded) + 1, self._canvas._doc)
        return font

    def _cut_into_runs(self, face: Face, text: str) -> list[tuple[str, str]]:
        """The text as stretches of one font resource each. Kept, as headings come again on every page."""
        glyphs = self._glyphs[face]
        runs: list[tuple[str, str]] = []
        codes: list[str] = []
        current = ""
        for char in text:
            resource, code = glyphs[char]
            if resource is not current:
                if codes:
                    runs.append((current, "".join(codes)))
                codes = []
                current = resource
            codes.append(code)
        runs.append((current, "".join(codes)))
        if len(self._runs) >= _MOST_RUNS:
            self._runs.clear()
        self._runs[face, text] = runs
        return runs

    def lines(
        self,
        x: float,
        top: float,
        lines: Iterable[str],
        size: float,
        *,
        leading: float = 1.3,
        bold: bool = False,
        colour: Colour = INK,
        align: float = 0,
    ) -> float:
        """Draw lines downwards from `top` and return where they end."""
        step = size * leading
        y = top - (step - size) / 2 - 0.88 * size
        for line in lines:
            self.text(x, y, line, size, bold=bold, colour=colour, align=align)
            y -= step
            top -= step
        return top

    def watermark(self, text: str) -> None:
        """Large outlined letters across the page: they cover nothing and cannot be overlooked."""
        size = min(self.width / max(len(text), 2) * 0.7, self.height * 0.3)
        run = self._shown(self.fonts.bold, text, size)
        half = self.fonts.bold.width(text, size) / 2
        x = self.width / 2 - half * 0.866 + 0.38 * size * 0.5
        y = self.height / 2 - half * 0.5 - 0.38 * size * 0.866
        self.write(f"q {WATERMARK.stroke} 0.8 w BT 1 Tr 0.866 0.5 -0.5 0.866 {x:.2f} {y:.2f} Tm {run} 0 Tr ET Q")

    # ---- shapes ------------------------------------------------------------------------------------------------

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        line: float = 0.5,
    ) -> None:
        """A rectangle with its lower left corner at x, y."""
        self.write(f"{_paint(fill, stroke, line)}{x:.2f} {y:.2f} {width:.2f} {height:.2f} re {_how(fill, stroke)}")

    def rounded(self, x: float, y: float, width: float, height: float, radius: float, fill: Colour) -> None:
        """A filled rectangle with round corners."""
        r, k = radius, radius * 0.4477
        right, top = x + width, y + height
        self.write(
            f"{fill.fill} {x + r:.2f} {y:.2f} m {right - r:.2f} {y:.2f} l"
            f" {right - k:.2f} {y:.2f} {right:.2f} {y + k:.2f} {right:.2f} {y + r:.2f} c {right:.2f} {top - r:.2f} l"
            f" {right:.2f} {top - k:.2f} {right - k:.2f} {top:.2f} {right - r:.2f} {top:.2f} c {x + r:.2f} {top:.2f} l"
            f" {x + k:.2f} {top:.2f} {x:.2f} {top - k:.2f} {x:.2f} {top - r:.2f} c {x:.2f} {y + r:.2f} l"
            f" {x:.2f} {y + k:.2f} {x + k:.2f} {y:.2f} {x + r:.2f} {y:.2f} c f"
        )

    def polygon(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        """A filled polygon."""
        path = " ".join(f"{x:.2f} {y:.2f} {'l' if i else 'm'}" for i, (x, y) in enumerate(points))
        self.write(f"{fill.fill} {path} h f")

    def circle(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A filled disc."""
        self.rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius, fill)

    def line(self, x0: float, y0: float, x1: float, y1: float, *, width: float = 0.5, colour: Colour = INK) -> None:
        """A straight line."""
        self.write(f"{colour.stroke} {width:.3g} w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def qr(self, matrix: Matrix, x: float, y: float, side: float) -> None:
        """The code with its quiet zone in a square: a 1-bit mask, so that no viewer or printer blurs its edges."""
        module = side / (matrix.size + 2 * QUIET)
        inner = module * matrix.size
        self.rectangle(x, y, side, side, fill=WHITE)
        self.write(
            f"q 0 0 0 rg {inner:.3f} 0 0 {inner:.3f} {x + QUIET * module:.3f} {y + QUIET * module:.3f} cm"
            f" BI /W {matrix.size} /H {matrix.size} /BPC 1 /IM true /D [1 0] /F /AHx ID\n{matrix.packed().hex()}>\nEI Q"
        )

    # ---- forms -------------------------------------------------------------------------------------------------

    def define(self, name: str, packed: bytes, size: float) -> None:
        """Keep a drawing of size × size, as zlib packed operators, for any number of uses in this document."""
        if name in self._defined:
            return
        self._defined.add(name)
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

        document = self._canvas._doc
        entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": f"[0 0 {size:g} {size:g}]", "Filter": "/FlateDecode"}
        document.Reference(PDFStream(PDFDictionary(entries), packed), document.getXObjectName(name))

    def stamp(self, name: str, x: float, y: float, factor: float) -> None:
        """Draw a defined form with its lower left corner at x, y."""
        self._forms[-1].add(name)
        resource = self._canvas._doc.getXObjectName(name)
        self.write(f"q {factor:.5g} 0 0 {factor:.5g} {x:.2f} {y:.2f} cm /{resource} Do Q")

    def picture(self, name: str, jpeg: bytes, pixels: tuple[int, int], place: Box) -> None:
        """Draw a JPEG in a place of left, bottom, width, height; `name` is its own within the document."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

        document = self._canvas._doc
        resource = document.getXObjectName(name)
        if name not in self._defined:
            self._defined.add(name)
            entries = {
                "Type": "/XObject",
                "Subtype": "/Image",
                "Width": pixels[0],
                "Height": pixels[1],
                "ColorSpace": "/DeviceRGB",
                "BitsPerComponent": 8,
                "Filter": "/DCTDecode",
            }
            document.Reference(PDFStream(PDFDictionary(entries), jpeg), resource)
        self._forms[-1].add(name)
        left, bottom, width, height = place
        self.write(f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /{resource} Do Q")

    def see_through(self, share: float) -> str:
        """The operator after which fills, until the next Q, cover the ground only by this share."""
        name = f"See{share * 100:.0f}"
        self._shares[name] = share
        return f"/{name} gs"

    def write(self, operators: str) -> None:
        """Raw PDF operators."""
        self._operators.append(operators)


def _paint(fill: Colour | None, stroke: Colour | None, line: float) -> str:
    parts = [fill.fill] if fill else []
    if stroke:
        parts.append(f"{stroke.stroke} {line:.3g} w")
    return " ".join([*parts, ""])


def _how(fill: Colour | None, stroke: Colour | None) -> str:
    return ("B" if stroke else "f") if fill else "S"
