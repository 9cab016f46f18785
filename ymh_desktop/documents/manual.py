"""Documents of chapters as PDF: rules, handbooks, ledgers and forms."""

from collections.abc import Sequence
from functools import singledispatchmethod

from ymh_desktop.documents.fonts import DRAWING, Face
from ymh_desktop.documents.parts import Cell, Column, Heading, Sheet, Table, day, fitting_size, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, A4_LANDSCAPE, FAINT, INK, MM, RULE, SHADE
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.manual import (
    Block,
    Chapter,
    Field,
    FieldRow,
    Form,
    FreshPage,
    Grid,
    Manual,
    Points,
    SignLines,
    SubHeading,
    Tone,
    Words,
)

BODY, NOTE, LEADING = 10.5, 9.0, 1.58
_NAME = 27 * MM  # of a field
_LINE = 7.2 * MM  # of writing in a field
_SIGN = 17 * MM
_NAME_SIZE, _VALUE_SIZE = 9.5, 10.0
_NAME_STEP, _VALUE_STEP = 9.5 * 1.3, 10.0 * 1.35


def render(report: Manual, press: Press, progress: Progress | None = None) -> bytes:
    """The document; its chapters stand in the reader's side bar."""
    with DRAWING:
        pen = press.pen(A4_LANDSCAPE if report.wide else A4, f"{report.title} {report.enterprise}", report.enterprise)
        if report.cover:
            _cover(pen, report)
            pen.next_page()
        sheet = _Pages(pen, report)
        setter = _Setter(sheet)
        signed = bool(report.signatures) and not report.cover
        for done, chapter in enumerate(report.chapters, 1):
            setter.chapter(chapter, below=_SIGN if signed and done == len(report.chapters) else 0)
            tell(progress, done, len(report.chapters))
        if signed:
            sheet.space(2 * MM)
            sheet.signatures(report.signatures)
        sheet.end()
        return pen.finish()


class _Pages(Sheet):
    """With a cover the head is a running one in small letters; without one it is the title. A rule goes under it."""

    def __init__(self, pen: Pen, report: Manual) -> None:
        between = "　" if report.cover else "\n"
        number = between.join(part for part in (report.number, f"版本 {report.version}") if part)
        heading = Heading(
            report.enterprise,
            report.title,
            number=number,
            draft=report.draft,
            expert_pending=report.expert_pending,
            size=10.5 if report.cover else _title_size(pen, report),
        )
        self._covered = report.cover
        super().__init__(pen, heading, margin=_margin(report), foot=f"{report.title}　{report.enterprise}")

    def _start(self) -> None:
        super()._start()
        self.pen.line(self.left, self.y + 0.8 * MM, self.right, self.y + 0.8 * MM, width=0.5, colour=RULE)
        self.y -= 2 * MM
        self.top = self.y

    def _draw_foot(self, page: int, pages: int) -> None:
        if not (self._covered and page == 0):
            super()._draw_foot(page, pages)


def _title_size(pen: Pen, report: Manual) -> float:
    """Large, but smaller rather than on two lines."""
    across = pen.width - 2 * _margin(report)
    return fitting_size(pen.fonts.bold, report.title, across * 0.46 - 4 * MM, 18, 13)


def _margin(report: Manual) -> float:
    return (13 if report.wide else 17) * MM


def _cover(pen: Pen, report: Manual) -> None:
    """Firm, title, number, version and date, and who made, examined and approved it."""
    if report.draft:
        pen.watermark(report.draft)
    middle, width = pen.width / 2, pen.width - 50 * MM
    bold = pen.fonts.bold
    y = pen.height * 0.76
    pen.box = (25 * MM, 20 * MM, pen.width - 25 * MM, pen.height - 20 * MM)
    for text, largest in ((report.enterprise, 22), (report.title, 34)):
        size = float(largest)
        while size > 14 and bold.count(text, size, width) > 2:
            size -= 1
        y = pen.lines(middle, y, bold.lines(text, size, width), size, bold=True, align=0.5, leading=1.35) - 12 * MM
    pen.line(middle - 30 * MM, y + 4 * MM, middle + 30 * MM, y + 4 * MM, width=1.2)
    facts = [("文件编号", report.number), ("版　　本", report.version), ("日　　期", day(report.made_on))]
    if report.expert_pending:
        facts.append(("说　　明", "待专家确认"))
    y -= 6 * MM
    for name, value in facts:
        if value:
            pen.text(middle - 4 * MM, y, name, 12.5, align=1, colour=FAINT)
            pen.text(middle + 2 * MM, y, value, 12.5)
            y -= 8.5 * MM
    _approval(pen, report)
    pen.box = (0, 0, pen.width, pen.height)


def _approval(pen: Pen, report: Manual) -> None:
    """The signatures in a frame at the foot of the cover."""
    if not report.signatures:
        return
    left, width, height = pen.width / 2 - 62 * MM, 124 * MM, 12 * MM
    y = 38 * MM + height * len(report.signatures)
    for signature in report.signatures:
        pen.rectangle(left, y - height, width, height, stroke=INK)
        pen.rectangle(left, y - height, 24 * MM, height, fill=SHADE, stroke=INK)
        base = y - height / 2 - 4
        pen.text(left + 12 * MM, base, signature.role, 11.5, align=0.5)
        pen.text(left + 28 * MM, base, signature.name, 11.5)
        pen.text(left + 62 * MM, base, "签字", 9.5, colour=FAINT)
        pen.text(left + 92 * MM, base, signature.on or "＿＿年＿月＿日", 10, colour=FAINT)
        y -= height


class _Setter:
    """Sets the blocks of chapters on pages."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._fresh = True
        self._below = 0.0
        self._ending = 0.0

    def chapter(self, chapter: Chapter, *, below: float = 0) -> None:
        """The heading stays with what follows, and leads there from the side bar. `below` follows the last block."""
        sheet, self._ending = self._sheet, below
        if chapter.fresh_page and not self._fresh:
            sheet.turn()
        if chapter.heading:
            sheet.space(3 * MM)
            self._need(13 * MM + self._lead(chapter.blocks, 0))
            sheet.pen.bookmark(chapter.heading, y=sheet.y)
            lines = sheet.pen.fonts.bold.lines(chapter.heading, 13.5, sheet.width)
            sheet.y = sheet.pen.lines(sheet.left, sheet.y, lines, 13.5, bold=True, leading=1.5)
            sheet.space(1 * MM)
        self._fresh = False
        for place, block in enumerate(chapter.blocks):
            last = place + 1 == len(chapter.blocks)
            self._below = below if last else 0.0
            if _leads(block) or (isinstance(block, Form) and not last and isinstance(chapter.blocks[place + 1], Grid)):
                self._need(self._lead(chapter.blocks, place))
            if last and below and not isinstance(block, Grid):
                self._need(self._height_of(block) + below)
            self.put(block)

    def _need(self, height: float) -> None:
        """So much together where a page has it: half of one at the most."""
        self._sheet.need(min(height, (self._sheet.top - self._sheet.bottom) / 2))

    def _lead(self, blocks: Sequence[Block], place: int) -> float:
        """How much room the block needs with what may not be torn from it: a heading goes along with what it heads."""
        if place >= len(blocks):
            return 0
        block, step = blocks[place], BODY * LEADING
        if isinstance(block, Grid):
            alone = place + 1 == len(blocks) and len(block.rows) + block.blank <= 1  # its row goes along with the end
            return self._head_of(block) + (self._ending if alone else 0)
        if isinstance(block, Form):
            height = min(40 * MM, sum(row.lines for row in block.rows) * _LINE) + 1 * MM
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            return height + (self._lead(blocks, place + 1) + 4 * MM if isinstance(following, Grid) else 0)
        if isinstance(block, SubHeading):
            return 9 * MM + self._lead(blocks, place + 1)
        if isinstance(block, SignLines):
            return _SIGN
        if isinstance(block, Points | Words) and not _leads(block):
            return 2 * step
        return 2 * step + self._lead(blocks, place + 1)

    def _height_of(self, block: Block) -> float:
        """The whole of a short block; of a list only what its last lines take."""
        if isinstance(block, Words):
            size = NOTE if block.tone is Tone.NOTE else BODY
            return self._sheet.pen.fonts.regular.count(block.text, size, self._sheet.width) * size * LEADING + 3 * MM
        if isinstance(block, Form):
            return sum(row.lines for row in block.rows) * _LINE + 4 * MM
        return 3 * BODY * LEADING

    def _head_of(self, block: Grid) -> float:
        """The head of a table with its first row."""
        fonts, size = self._sheet.pen.fonts, block.size
        total = sum(column.share for column in block.columns)
        first = block.rows[0] if block.rows else ("",) * len(block.columns)
        most = 1
        for column, cell in zip(block.columns, first, strict=True):
            if isinstance(cell, str) and cell:
                face = fonts.bold if column.bold else fonts.regular
                most = max(most, face.count(cell, size, column.share / total * self._sheet.width - 4.8))
        return 10 * MM + max(block.least * MM, most * size * 1.28 + 5)

    @singledispatchmethod
    def put(self, block: object) -> None:
        """One block below the last one."""
        raise TypeError(f"no way to set {type(block).__name__}")

    @put.register
    def _words(self, block: Words) -> None:
        sheet, size = self._sheet, NOTE if block.tone is Tone.NOTE else BODY
        face = sheet.pen.fonts.bold if block.tone is Tone.STRONG else sheet.pen.fonts.regular
        right = block.tone is Tone.RIGHT
        indent = 2 * size if block.tone in (Tone.PLAIN, Tone.STRONG) else 0
        colour = FAINT if block.tone is Tone.NOTE else INK
        step = size * LEADING
        lines = indented(face, block.text, size, sheet.width, indent)
        if len(lines) <= 3:
            sheet.need(step * len(lines))
        for place, line in enumerate(lines):
            sheet.need(step * 2 if place == 0 and len(lines) > 1 else step)
            x = sheet.right if right else sheet.left + (indent if place == 0 else 0)
            sheet.y = sheet.pen.lines(
                x,
                sheet.y,
                (line,),
                size,
                leading=LEADING,
                bold=block.tone is Tone.STRONG,
                colour=colour,
                align=1 if right else 0,
            )
        sheet.space(0.6 * MM)

    @put.register
    def _sub_heading(self, block: SubHeading) -> None:
        sheet = self._sheet
        sheet.space(2 * MM)
        sheet.need(11 * MM)
        lines = sheet.pen.fonts.bold.lines(block.text, 11.5, sheet.width)
        sheet.y = sheet.pen.lines(sheet.left, sheet.y, lines, 11.5, bold=True, leading=1.6)

    @put.register
    def _points(self, block: Points) -> None:
        sheet, step = self._sheet, BODY * LEADING
        regular = sheet.pen.fonts.regular
        for number, text in enumerate(block.items, 1):
            mark = f"{number}." if block.numbered else "•"
            start = sheet.left + BODY * 0.6
            indent = BODY * 0.6 + max(BODY * (1.7 if block.numbered else 1.2), regular.width(mark, BODY) + BODY * 0.4)
            lines = regular.lines(text, BODY, sheet.width - indent)
            for place, line in enumerate(lines):
                sheet.need(step * (2 if place == 0 and len(lines) > 1 else 1))
                if place == 0:
                    sheet.pen.lines(start, sheet.y, (mark,), BODY, leading=LEADING)
                sheet.y = sheet.pen.lines(sheet.left + indent, sheet.y, (line,), BODY, leading=LEADING)
        sheet.space(0.6 * MM)

    @put.register
    def _grid(self, block: Grid) -> None:
        sheet = self._sheet
        sheet.space(1 * MM)
        if not block.rows and not block.blank:
            self.put(Words(block.none))
            return
        columns = [Column(c.title, c.share, 0.5 if c.middle else 0.0, c.bold) for c in block.columns]
        table = Table(sheet, columns, size=block.size, least=block.least * MM, group=block.group)
        empty: tuple[Cell, ...] = ("",) * len(columns)
        table.rows([*block.rows, *[empty] * block.blank], below=self._below)
        table.close()
        sheet.space(2.5 * MM)

    @put.register
    def _form(self, block: Form) -> None:
        self._sheet.space(1 * MM)
        for row in block.rows:
            self._field_row(row)
        self._sheet.space(2.5 * MM)

    def _field_row(self, row: FieldRow) -> None:
        """The fields side by side; what is higher than a page goes on on the next one, its names again beside it."""
        sheet, fonts = self._sheet, self._sheet.pen.fonts
        each = sheet.width / len(row.fields)
        widths = [_name_width(fonts.bold, field, each) for field in row.fields]
        names = [
            fonts.bold.lines(field.name, _NAME_SIZE, width - 2 * MM) if field.name else ()
            for field, width in zip(row.fields, widths, strict=True)
        ]
        values = [
            fonts.regular.lines(field.value, _VALUE_SIZE, each - width - 3 * MM) if field.value else ()
            for field, width in zip(row.fields, widths, strict=True)
        ]
        highest = max(max(len(cell) for cell in names) * _NAME_STEP, max(len(cell) for cell in values) * _VALUE_STEP)
        height = max(row.lines * _LINE, highest + 2.4 * MM)
        page = sheet.top - sheet.bottom
        if height <= page:
            sheet.need(height)
            self._field_cells(row, widths, names, values, height)
            return
        most, done = max(len(cell) for cell in values), 0
        while done < most:
            if sheet.room < 5 * _VALUE_STEP:
                sheet.turn()
            take = max(1, int((sheet.room - 2.4 * MM) / _VALUE_STEP))
            pieces = [cell[done : done + take] for cell in values]
            left = max(len(cell) for cell in pieces)
            fitting = max(left * _VALUE_STEP, min(max(len(cell) for cell in names) * _NAME_STEP, sheet.room - 2.4 * MM))
            self._field_cells(row, widths, names, pieces, fitting + 2.4 * MM)
            done += take

    def _field_cells(
        self,
        row: FieldRow,
        widths: Sequence[float],
        names: Sequence[Sequence[str]],
        values: Sequence[Sequence[str]],
        height: float,
    ) -> None:
        sheet, pen = self._sheet, self._sheet.pen
        each, top, bottom = sheet.width / len(row.fields), sheet.y, sheet.y - height
        for place, (width, name, value) in enumerate(zip(widths, names, values, strict=True)):
            left = sheet.left + place * each
            pen.rectangle(left, bottom, each, height, stroke=INK)
            if width:
                pen.rectangle(left, bottom, width, height, fill=SHADE, stroke=INK)
            pen.box = (left, bottom, left + width, top)
            start = top - (height - len(name) * _NAME_STEP) / 2
            pen.lines(left + width / 2, start, name, _NAME_SIZE, bold=True, leading=1.3, align=0.5)
            pen.box = (left + width, bottom, left + each, top)
            tall = len(value) * _VALUE_STEP
            start = top - ((height - tall) / 2 if row.lines == 1 else 1.2 * MM)
            pen.lines(left + width + 1.5 * MM, start, value, _VALUE_SIZE, leading=1.35)
        pen.box = (0, 0, pen.width, pen.height)
        sheet.y -= height

    @put.register
    def _sign_lines(self, block: SignLines) -> None:
        self._sheet.space(3 * MM)
        self._sheet.signatures(block.signatures)

    @put.register
    def _fresh_page(self, block: FreshPage) -> None:
        self._sheet.turn()


def _leads(block: Block) -> bool:
    """Whether the block announces what follows it."""
    return isinstance(block, SubHeading) or (isinstance(block, Words) and block.text.endswith(("：", ":")))


def _name_width(bold: Face, field: Field, each: float) -> float:
    """As wide as a usual name, wider for a long one, never more than the half of its field; 0 without a name."""
    if not field.name:
        return 0
    return min(each * 0.5, max(_NAME * 0.8, min(_NAME * 1.35, bold.width(field.name, _NAME_SIZE) + 4 * MM)))


def indented(face: Face, text: str, size: float, width: float, indent: float) -> Sequence[str]:
    """The lines of a text whose first one is shorter by `indent`, as Chinese paragraphs begin."""
    if not indent or "\n" in text or face.count(text, size, width - indent) == 1:
        return face.lines(text, size, width)
    first = face.lines(f"{text}\n", size, width - indent)[0]  # the line feed keeps the last line from pulling it in
    rest = text.strip(" \u3000")[len(first) :].lstrip(" \u3000")
    return (first, *face.lines(rest, size, width)) if rest else (first,)
