"""Pieces that several papers share: fitting text, level marks, signature lines, and pages with a head and a foot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ymh_desktop.documents.fonts import Face
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.pictures import LOGO_HEIGHT, draw_logo
from ymh_desktop.documents.style import EMPTY_BAR, FAINT, INK, LEVEL_STYLES, MM, RULE, SHADE, WHITE, Colour
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Cancelled, Progress
from ymh_desktop.services.reports.paper import EXPERT_PENDING, Signature

ELLIPSIS = "……"
_FACT, _FACT_LINES = 11.5, 3  # the value of a fact


def day(on: date | None) -> str:
    """2026年3月1日, or a line to write on."""
    return f"{on.year}年{on.month}月{on.day}日" if on else "____年__月__日"


def tell(progress: Progress | None, done: int, of: int) -> None:
    """Report how far a long document is; raises Cancelled when the user stops it."""
    if progress is not None and not progress(done, of):
        raise Cancelled


# ---- fitting -----------------------------------------------------------------------------------------------------


def fitting_size(face: Face, text: str, width: float, largest: float, smallest: float) -> float:
    """The largest size, in half points, at which `text` stands on one line of this width; `smallest` at the least."""
    full = face.width(text, largest)
    if full <= width:
        return largest
    return max(smallest, int(largest * width / full * 2) / 2)


def fit_lines(
    face: Face, text: str, width: float, largest: float, smallest: float, most: int
) -> tuple[float, tuple[str, ...]]:
    """The largest size at which `text` takes at most so many lines, and the lines.

    What does not fit even at the smallest size ends with …… — a text that long is told where it was typed.
    """
    size = largest
    while size > smallest and face.count(text, size, width) > most:
        size = max(smallest, size - 0.5)
    lines = face.lines(text, size, width)
    if len(lines) > most:
        lines = (*lines[: most - 1], cut(face, lines[most - 1], size, width))
    return size, lines


def cut(face: Face, line: str, size: float, width: float) -> str:
    """The line ending with ……, no wider than `width`."""
    while line and face.width(line + ELLIPSIS, size) > width:
        line = line[:-1]
    return line + ELLIPSIS


# ---- levels ------------------------------------------------------------------------------------------------------


def level_bars(pen: Pen, level: RiskLevel, x: float, y: float, unit: float) -> None:
    """Four rising bars of which the level fills some: they tell it without colour. About 6 × 3.5 units."""
    filled = LEVEL_STYLES[level].bars
    for i in range(4):
        pen.rectangle(x + 1.6 * i * unit, y, 1.2 * unit, (0.9 + 0.75 * i) * unit, fill=INK if i < filled else EMPTY_BAR)


def level_tag(pen: Pen, level: RiskLevel, left: float, bottom: float, width: float, height: float) -> None:
    """A field in the level's colour with its shape, word and bars, for tables."""
    style = LEVEL_STYLES[level]
    pen.rectangle(left, bottom, width, height, fill=style.ground, stroke=INK, line=0.4)
    text = f"{level.shape}{level.short}"
    largest = height * 0.6 if height > 15 else min(9.0, height * 0.6)
    size = fitting_size(pen.fonts.bold, text, width - 2, largest, 4)
    middle = bottom + height / 2 - 0.38 * size
    bars = width >= 3 * size + 17  # the same for every level, so that a column looks even
    pen.text(left + (width - 14.5 if bars else width) / 2, middle, text, size, bold=True, colour=style.ink, align=0.5)
    if bars:
        pen.rectangle(left + width - 14.2, bottom + height / 2 - 4.6, 12.4, 8.8, fill=WHITE)
        level_bars(pen, level, left + width - 13.2, bottom + height / 2 - 3.6, 1.7)


def level_counts(pen: Pen, counts: Sequence[tuple[RiskLevel, int]], left: float, top: float, width: float) -> float:
    """The number of risks of each level in a row of coloured fields; returns where they end."""
    if not counts:
        return top
    gap, height = 3 * MM, 15 * MM
    each = (width - gap * (len(counts) - 1)) / len(counts)
    field = min(19 * MM, each * 0.38)
    face, labels = pen.fonts.bold, [f"{level.shape} {label(level)}" for level, _ in counts]
    # One size for all: the level with the shortest word must not stand out the most.
    size = min(fitting_size(face, words, each - field - 6 * MM, 13, 6) for words in labels)
    number_size = min(fitting_size(face, f"{count} 项", field - 1 * MM, 16, 5) for _, count in counts)
    for i, (level, count) in enumerate(counts):
        style = LEVEL_STYLES[level]
        x = left + i * (each + gap)
        pen.box = (x, top - height, x + each, top)
        pen.rectangle(x, top - height, each, height, fill=style.ground, stroke=INK, line=0.6)
        middle = top - height / 2
        pen.text(x + 3 * MM, middle - 0.36 * size, labels[i], size, bold=True, colour=style.ink)
        pen.rectangle(x + each - field - 2 * MM, top - height + 2 * MM, field, height - 4 * MM, fill=WHITE)
        at = x + each - field / 2 - 2 * MM
        pen.text(at, middle - 0.36 * number_size, f"{count} 项", number_size, bold=True, align=0.5)
    pen.box = (0, 0, pen.width, pen.height)
    return top - height


# ---- pages -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands on top of every page: the paper's name in the middle, firm left, number right, words below."""

    enterprise: str
    title: str
    number: str = ""
    facts: tuple[str, ...] = ()
    draft: str = ""
    expert_pending: bool = False
    size: float = 17


class Sheet:
    """Pages filled from the top. `y` is where the next piece begins; `need` turns the page when it would not fit.

    `top` is where the first piece of a page begins, below the heading.
    """

    def __init__(self, pen: Pen, heading: Heading, *, margin: float = 12 * MM, foot: str = "") -> None:
        self.pen = pen
        self.left = margin
        self.right = pen.width - margin
        self.bottom = margin + 7 * MM
        self.y = self.top = 0.0
        self.on_page: Callable[[], None] | None = None
        self._heading = heading
        self._margin = margin
        self._foot = foot
        self._start()

    @property
    def width(self) -> float:
        """Between the margins."""
        return self.right - self.left

    @property
    def room(self) -> float:
        """What is left of this page."""
        return self.y - self.bottom

    def need(self, height: float) -> bool:
        """Make sure that so much fits below; True when a new page was begun for it."""
        if self.room >= height:
            return False
        self.turn()
        return True

    def turn(self) -> None:
        """Begin another page under the same heading."""
        self.pen.next_page()
        self._start()
        if self.on_page:
            self.on_page()

    def end(self) -> None:
        """Give every page its foot (第 1 页，共 3 页) and let the pages go."""
        self.pen.feet(self._draw_foot)
        self.pen.let_go()

    def paragraph(
        self, text: str, size: float = 10.5, *, bold: bool = False, colour: Colour = INK, indent: float = 0
    ) -> None:
        """Text over the whole width, over as many pages as it takes."""
        face = self.pen.fonts.bold if bold else self.pen.fonts.regular
        for line in face.lines(text, size, self.width - indent):
            self.need(size * 1.45)
            self.y = self.pen.lines(self.left + indent, self.y, (line,), size, leading=1.45, bold=bold, colour=colour)

    def section(self, title: str) -> None:
        """A heading that stays together with what follows."""
        self.space(3 * MM)
        self.need(13 * MM)
        self.pen.rectangle(self.left, self.y - 6.2 * MM, 1.4 * MM, 5.2 * MM, fill=INK)
        self.y = self.pen.lines(self.left + 3.4 * MM, self.y - 0.8 * MM, (title,), 13, bold=True, leading=1.3)
        self.space(1.2 * MM)

    def items(self, texts: Sequence[str], size: float = 10.5, *, none: str = "无") -> None:
        """A numbered list with hanging indent; `none` when it is empty."""
        for number, text in enumerate(texts, 1):
            mark = f"{number}."
            indent = max(size * 1.6, self.pen.fonts.regular.width(mark, size) + size * 0.4)
            for i, line in enumerate(self.pen.fonts.regular.lines(text, size, self.width - indent)):
                self.need(size * 1.45)
                if i == 0:
                    self.pen.lines(self.left, self.y, (mark,), size, leading=1.45)
                self.y = self.pen.lines(self.left + indent, self.y, (line,), size, leading=1.45)
        if not texts:
            self.paragraph(none, size)

    def fact(self, name: str, value: str, height: float = 8.5 * MM) -> None:
        """One row of a list of facts: what it is on a shaded field, and the value beside it.

        A long value takes more lines; only what would take more than three is set smaller.
        """
        pen, fonts, split = self.pen, self.pen.fonts, self.left + 42 * MM
        inner = self.right - split - 4 * MM
        size, lines = fit_lines(fonts.bold, value, inner, _FACT, 6, _FACT_LINES)
        height += (len(lines) - 1) * size * 1.25
        self.need(height)
        bottom, middle = self.y - height, self.y - height / 2
        pen.rectangle(self.left, bottom, 42 * MM, height, fill=SHADE)
        pen.rectangle(self.left, bottom, self.width, height, stroke=RULE)
        pen.box = (split, bottom, self.right, self.y)
        pen.lines(split + 2 * MM, middle + len(lines) * size * 1.25 / 2, lines, size, bold=True, leading=1.25)
        pen.box = (self.left, bottom, split, self.y)
        size, lines = fit_lines(fonts.regular, name, 38 * MM, 10.5, 6, 1)
        pen.lines(self.left + 2 * MM, middle + size * 1.15 / 2, lines, size, leading=1.15)
        pen.box = (0, 0, pen.width, pen.height)
        self.y = bottom

    def space(self, height: float) -> None:
        """Leave some room, as far as the page has it."""
        self.y -= min(height, max(0.0, self.room))

    def signatures(self, signatures: Sequence[Signature], *, size: float = 10.5) -> None:
        """Lines to sign on, side by side, not torn from each other."""
        if not signatures:
            return
        face = self.pen.fonts.regular
        per_row = max(1, min(len(signatures), int(self.width / (52 * MM))))
        rows = [signatures[i : i + per_row] for i in range(0, len(signatures), per_row)]
        self.need(11 * MM * len(rows))
        each = self.width / per_row
        for row in rows:
            base = self.y - 8 * MM
            for i, signature in enumerate(row):
                x = self.left + i * each
                role = f"{signature.role}："
                taken = face.width(role, size)
                known = "  ".join(part for part in (signature.name, signature.on) if part)
                fit = fitting_size(face, known, each - taken - 6 * MM, size, 5)
                self.pen.text(x, base, role, size)
                self.pen.text(x + taken + 2, base, known, fit)
                self.pen.line(x + taken, base - 2, x + each - 4 * MM, base - 2, colour=FAINT)
            self.y -= 11 * MM

    def _start(self) -> None:
        pen, heading = self.pen, self._heading
        pen.box = (0, 0, pen.width, pen.height)
        if heading.draft:
            pen.watermark(heading.draft)
        top = pen.height - self._margin
        side = self.width * 0.27
        small = 9.5 if heading.size <= 17 else heading.size * 0.45
        middle = self.width - 2 * side - 4 * MM
        pen.box = (self.left, self.bottom, self.right, top)
        size, lines = fit_lines(pen.fonts.bold, heading.title, middle, heading.size, 10, 2)
        below = pen.lines(pen.width / 2, top, lines, size, bold=True, align=0.5, leading=1.25)
        mark = draw_logo(pen, self.left, top)
        size, lines = fit_lines(pen.fonts.regular, heading.enterprise, side - mark, small, 6, 3)
        below = min(below, pen.lines(self.left + mark, top - 2, lines, size, leading=1.2))
        if mark:
            below = min(below, top - LOGO_HEIGHT)
        number = heading.number
        if heading.expert_pending:
            number = f"{EXPERT_PENDING}\n{number}" if number else EXPERT_PENDING
        size, lines = fit_lines(pen.fonts.regular, number, side, small, 6, 3)
        below = min(below, pen.lines(self.right, top - 2, lines, size, align=1, leading=1.2))
        below -= 1 * MM
        if facts := "　".join(heading.facts):
            size, lines = fit_lines(pen.fonts.regular, facts, self.width, small, 6.5, 3)
            below = pen.lines(self.left, below, lines, size, leading=1.3)
        self.y = self.top = below - 1.5 * MM
        pen.box = (0, 0, pen.width, pen.height)

    def _draw_foot(self, page: int, pages: int) -> None:
        pen = self.pen
        y = self._margin
        pen.line(self.left, y + 4.2 * MM, self.right, y + 4.2 * MM, width=0.4, colour=RULE)
        count = f"第 {page + 1} 页，共 {pages} 页"
        room = self.width - pen.fonts.regular.width(count, 8.5) - 5 * MM
        size, lines = fit_lines(pen.fonts.regular, self._foot, room, 8.5, 5, 1)
        pen.text(self.left, y + 0.8 * MM, lines[0], size, colour=FAINT)
        pen.text(self.right, y + 0.8 * MM, count, 8.5, colour=FAINT, align=1)


# ---- tables ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `share` of the width. `align` as for text."""

    title: str
    share: float
    align: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A title over several columns."""

    title: str
    first: int
    last: int


Cell = str | RiskLevel


class Table:
    """Rows under a head that is repeated on every page. A row higher than a page is continued on the next.

    `group` columns show their text only where it changes, so a risk point stands once over its hazards.
    """

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[Column],
        *,
        size: float = 8.5,
        bands: Sequence[Band] = (),
        group: Sequence[int] = (),
        least: float = 7 * MM,
        pad: float = 2.4,
    ) -> None:
        self._sheet = sheet
        self._columns = columns
        self._size = size
        self._bands = bands
        self._group = frozenset(group)
        self._least = least
        self._pad = pad
        total = sum(column.share for column in columns)
        edges = [sheet.left]
        for column in columns:
            edges.append(edges[-1] + column.share / total * sheet.width)
        self._edges = edges
        self._last_group: tuple[Cell, ...] | None = None
        sheet.need(self._head_height + 2 * least)
        self._draw_head()
        sheet.on_page = self._new_page

    def rows(self, rows: Sequence[Sequence[Cell]], progress: Progress | None = None, *, below: float = 0) -> None:
        """Draw the rows. The last one takes the room `below` it along, so that no signature stands on a page alone."""
        for done, row in enumerate(rows, 1):
            self._row(row, below if done == len(rows) else 0)
            if done % 50 == 0:
                tell(progress, done, len(rows))

    def close(self) -> None:
        """The line under the last row; the head is not repeated any more."""
        self._rule(self._sheet.left)
        self._sheet.on_page = None

    @property
    def _head_height(self) -> float:
        return self._title_height * (2 if self._bands else 1)

    @property
    def _title_height(self) -> float:
        bold = self._sheet.pen.fonts.bold
        most = max(bold.count(column.title, self._size, self._inner(i)) for i, column in enumerate(self._columns))
        return most * self._size * 1.25 + 2 * self._pad

    def _inner(self, index: int) -> float:
        return self._edges[index + 1] - self._edges[index] - 2 * self._pad

    def _new_page(self) -> None:
        self._draw_head()
        self._last_group = None

    def _draw_head(self) -> None:
        sheet, pen = self._sheet, self._sheet.pen
        each = self._title_height
        height = self._head_height
        top = sheet.y
        pen.rectangle(sheet.left, top - height, sheet.width, height, fill=SHADE, stroke=INK)
        banded = {index: band for band in self._bands for index in range(band.first, band.last + 1)}
        for i, column in enumerate(self._columns):
            above = top - each if i in banded else top
            room = above - (top - height)
            pen.box = (self._edges[i], top - height, self._edges[i + 1], above)
            lines = pen.fonts.bold.lines(column.title, self._size, self._inner(i))
            start = above - (room - len(lines) * self._size * 1.25) / 2
            middle = (self._edges[i] + self._edges[i + 1]) / 2
            pen.lines(middle, start, lines, self._size, bold=True, align=0.5, leading=1.25)
            if i:
                joined = i in banded and i - 1 in banded and banded[i] is banded[i - 1]
                pen.line(self._edges[i], top - height, self._edges[i], top - each if joined else top)
        for band in self._bands:
            left, right = self._edges[band.first], self._edges[band.last + 1]
            pen.box = (left, top - each, right, top)
            pen.lines(
                (left + right) / 2,
                top - (each - self._size * 1.25) / 2,
                (band.title,),
                self._size,
                bold=True,
                align=0.5,
                leading=1.25,
            )
            pen.line(left, top - each, right, top - each)
        pen.box = (0, 0, pen.width, pen.height)
        sheet.y = top - height

    def _row(self, row: Sequence[Cell], below: float) -> None:
        lines = [self._lines(i, cell) for i, cell in enumerate(row)]
        group = tuple(row[i] for i in sorted(self._group))
        if not self._fits(self._most(lines, starts=self._starts(group)), below):
            self._turn()
        starts = self._starts(group)
        self._rule(self._sheet.left if starts else self._after_group)
        self._last_group = group
        shown = {i for i in range(len(row)) if starts or i not in self._group}
        most, done = self._most(lines, starts=starts), 0
        while True:
            take = self._take(most - done)
            height = max(self._least, take * self._step + 2 * self._pad)
            pieces = [cell[done : done + take] if i not in self._group else cell[:take] for i, cell in enumerate(lines)]
            self._piece(row, pieces, height, shown, whole=take == most)
            done += take
            if done >= most:
                break
            self._turn()
            self._last_group = group
            shown = set(range(len(row)))  # the next page says again which risk point this is
        self._sheet.pen.box = (0, 0, self._sheet.pen.width, self._sheet.pen.height)

    def _starts(self, group: tuple[Cell, ...]) -> bool:
        """Whether the row says its group anew: empty lines are for writing by hand and each have their own."""
        return not self._group or group != self._last_group or all(cell == "" for cell in group)

    @property
    def _step(self) -> float:
        return self._size * 1.28

    def _lines(self, index: int, cell: Cell) -> tuple[str, ...]:
        if isinstance(cell, RiskLevel):
            return ()
        fonts = self._sheet.pen.fonts
        face = fonts.bold if self._columns[index].bold else fonts.regular
        return face.lines(cell, self._size, self._inner(index)) if cell else ()

    def _most(self, lines: Sequence[Sequence[str]], *, starts: bool) -> int:
        """How many lines the row needs; a group that stands above already needs none."""
        return max([1, *(len(cell) for i, cell in enumerate(lines) if starts or i not in self._group)])

    def _fits(self, most: int, below: float) -> bool:
        """True when the row may begin here: it fits, or no page is high enough for it and this one has some room."""
        height = max(self._least, most * self._step + 2 * self._pad) + below
        room = self._sheet.room
        fresh = self._sheet.top - self._sheet.bottom - self._head_height
        return height <= room or (height > fresh and room >= 8 * self._step)

    def _take(self, left: int) -> int:
        """How many of the lines left stand on this page."""
        return max(1, min(left, int((self._sheet.room - 2 * self._pad) / self._step)))

    def _turn(self) -> None:
        self._rule(self._sheet.left)
        self._sheet.turn()

    def _piece(
        self, row: Sequence[Cell], lines: Sequence[Sequence[str]], height: float, shown: set[int], *, whole: bool
    ) -> None:
        """One row, or as much of it as this page holds."""
        sheet, pen = self._sheet, self._sheet.pen
        for i, cell in enumerate(row):
            left, right = self._edges[i], self._edges[i + 1]
            pen.line(left, sheet.y, left, sheet.y - height)
            if i not in shown:
                continue
            pen.box = (left, sheet.y - height, right, sheet.y)
            if isinstance(cell, RiskLevel):
                tall = min(height - 3, max(14.0, self._size * 1.5))
                level_tag(pen, cell, left + 1.5, sheet.y - 1.5 - tall, right - left - 3, tall)
                continue
            column = self._columns[i]
            top = sheet.y - self._pad
            if whole and len(lines[i]) * self._step + 2 * self._pad < height <= 1.5 * self._least:
                top = sheet.y - (height - len(lines[i]) * self._step) / 2
            x = left + self._pad + column.align * self._inner(i)
            pen.lines(x, top, lines[i], self._size, leading=1.28, bold=column.bold, align=column.align)
        pen.line(sheet.right, sheet.y, sheet.right, sheet.y - height)
        sheet.y -= height

    @property
    def _after_group(self) -> float:
        return self._edges[max(self._group) + 1] if self._group else self._sheet.left

    def _rule(self, left: float) -> None:
        self._sheet.pen.line(left, self._sheet.y, self._sheet.right, self._sheet.y)
