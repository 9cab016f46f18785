"""Documents of chapters as Word files, with real styles, so that a firm can edit them.

The fonts are named, not embedded: 宋体 and 黑体 are on the customer's PC. The same report gives the same bytes.
"""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from functools import singledispatchmethod
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ymh_desktop.documents.style import LEVEL_STYLES
from ymh_desktop.documents.text import clean
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.manual import (
    Cell,
    Chapter,
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
from ymh_desktop.services.reports.paper import EXPERT_PENDING, Signature

if TYPE_CHECKING:
    from docx.document import Document

SONG, HEI = "宋体", "黑体"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the only time that a zip of fixed bytes can bear
_SHADE = "EFEFEF"
_MARGIN_MM, _A4_MM = 22, (210, 297)
_STEPS, _NAME_STEPS = 24, 4  # columns under the fields of a form, and how many of them a name takes
_DATE = "＿＿年＿月＿日"


def manual(report: Manual) -> bytes:
    """The document as .docx."""
    import docx

    document = docx.Document()
    _prepare(document, report)
    _Writer(document, report).all()
    _drop_thumbnail(document)
    target = BytesIO()
    document.save(target)
    return _fixed(target.getvalue())


def _fixed(content: bytes) -> bytes:
    """The same parts in the order of their names, without the time of their making."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed:
        names = sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, made.read(name))
    return target.getvalue()


def _drop_thumbnail(document: "Document") -> None:
    """A picture of an empty page that comes with the library."""
    relations = document.part.package.rels
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[key]


# ---- page and styles -------------------------------------------------------------------------------------------------


def _prepare(document: "Document", report: Manual) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section = document.sections[0]
    across, down = _A4_MM[::-1] if report.wide else _A4_MM
    section.page_width, section.page_height = Mm(across), Mm(down)
    section.orientation = WD_ORIENT.LANDSCAPE if report.wide else WD_ORIENT.PORTRAIT
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN_MM if not report.wide else 16))
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = report.cover
    _styles(document)
    _head_and_foot(section, report)
    _properties(document, report)


def _properties(document: "Document", report: Manual) -> None:
    made = datetime(report.made_on.year, report.made_on.month, report.made_on.day)
    core = document.core_properties
    core.title, core.author, core.subject = report.title, report.enterprise, report.number
    core.language, core.comments, core.last_modified_by = "zh-CN", "", report.enterprise
    core.created = core.modified = made
    core.last_printed, core.revision, core.keywords, core.category = made, 1, "", ""


def _styles(document: "Document") -> None:
    from docx.shared import Pt, RGBColor

    for name, size, font, bold in (
        ("Normal", 12, SONG, False),
        ("Title", 24, HEI, True),
        ("Heading 1", 15, HEI, True),
        ("Heading 2", 13, HEI, True),
        ("List Bullet", 12, SONG, False),
        ("List Number", 12, SONG, False),
        ("Header", 9, SONG, False),
        ("Footer", 9, SONG, False),
    ):
        style: Any = document.styles[name]
        style.font.size, style.font.bold = Pt(size), bold
        style.font.name = "Times New Roman"
        style.font.color.rgb = RGBColor(0x11, 0x11, 0x11)
        _east_asian(style.element.get_or_add_rPr(), font)
        form = style.paragraph_format
        form.space_before, form.space_after = Pt(0), Pt(2)
        if name in ("Normal", "List Bullet", "List Number"):
            form.line_spacing = Pt(size * 1.6)
        if name.startswith("Heading"):
            form.space_before, form.space_after, form.keep_with_next = Pt(10), Pt(4), True
    _no_rule_under(document.styles["Title"])


def _no_rule_under(style: Any) -> None:
    """The library's Title has a blue line below."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _east_asian(properties: Any, font: str) -> None:
    """Word chooses the Chinese font by an attribute that the library does not set; theme fonts would win over it."""
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _head_and_foot(section: Any, report: Manual) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    said = [report.enterprise, report.title, report.number, f"版本 {report.version}"]
    if report.draft:
        said.append(report.draft)
    if report.expert_pending:
        said.append(EXPERT_PENDING)
    head = section.header.paragraphs[0]
    head.text = "　".join(clean(part) for part in said if part)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("第 ")
    _counted(foot, "PAGE")
    foot.add_run(" 页，共 ")
    _counted(foot, "NUMPAGES")
    foot.add_run(" 页")


def _counted(paragraph: Any, what: str) -> None:
    """A field that Word counts."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", what, "end"):
        run = paragraph.add_run()
        if kind == what:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = what
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


# ---- content ---------------------------------------------------------------------------------------------------------


class _Writer:
    """Writes one report into one document."""

    def __init__(self, document: "Document", report: Manual) -> None:
        self._document = document
        self._report = report
        section = document.sections[0]
        width: Any = section.page_width
        self._width = int(width - section.left_margin - section.right_margin)
        self._lists = 0

    def all(self) -> None:
        """The whole document."""
        if self._report.cover:
            self._cover()
        else:
            self._title(self._report.title)
        for place, chapter in enumerate(self._report.chapters):
            self._chapter(chapter, first=place == 0)
        if self._report.signatures and not self._report.cover:
            self.put(SignLines(self._report.signatures))

    def _title(self, text: str) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self._document.add_paragraph(clean(text), style="Title")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def _cover(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
        from docx.shared import Pt

        report = self._report
        for _ in range(4):
            self._document.add_paragraph()
        firm = self._document.add_paragraph()
        firm.alignment = WD_ALIGN_PARAGRAPH.CENTER
        firm.paragraph_format.line_spacing = None
        run = firm.add_run(clean(report.enterprise))
        run.bold, run.font.size = True, Pt(20)
        _east_asian(run._r.get_or_add_rPr(), HEI)
        self._title(report.title).paragraph_format.space_before = Pt(36)
        on = report.made_on
        for text in (
            f"文件编号：{report.number}",
            f"版本：{report.version}",
            f"日期：{on.year}年{on.month}月{on.day}日",
            *([EXPERT_PENDING] if report.expert_pending else []),
        ):
            line = self._document.add_paragraph(text)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._document.add_paragraph()
        self._approval()
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _chapter(self, chapter: Chapter, *, first: bool) -> None:
        if chapter.heading:
            heading = self._document.add_paragraph(clean(chapter.heading), style="Heading 1")
            heading.paragraph_format.page_break_before = chapter.fresh_page and not first
        for block in chapter.blocks:
            self.put(block)

    @singledispatchmethod
    def put(self, block: object) -> None:
        """One block after the last one."""
        raise TypeError(f"no way to write {type(block).__name__}")

    @put.register
    def _words(self, block: Words) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        run = paragraph.add_run(clean(block.text))
        if block.tone is Tone.NOTE:
            run.font.size = Pt(9.5)
            paragraph.paragraph_format.line_spacing = Pt(15)
        elif block.tone is Tone.RIGHT:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            paragraph.paragraph_format.first_line_indent = Pt(24)
            run.bold = True if block.tone is Tone.STRONG else None

    @put.register
    def _sub_heading(self, block: SubHeading) -> None:
        self._document.add_paragraph(clean(block.text), style="Heading 2")

    @put.register
    def _points(self, block: Points) -> None:
        """Numbers as text: each list then begins with 1, whatever the reader's program thinks of numbering."""
        from docx.shared import Pt

        for number, text in enumerate(block.items, 1):
            if not block.numbered:
                self._document.add_paragraph(clean(text), style="List Bullet")
                continue
            paragraph = self._document.add_paragraph(f"{number}.\t{clean(text)}")
            form = paragraph.paragraph_format
            form.left_indent, form.first_line_indent = Pt(26), Pt(-26)
            form.tab_stops.add_tab_stop(Pt(26))

    @put.register
    def _grid(self, block: Grid) -> None:
        if not block.rows and not block.blank:
            self.put(Words(block.none))
            return
        empty: tuple[Cell, ...] = ("",) * len(block.columns)
        table = self._table([column.share for column in block.columns])
        self._row(table, [column.title for column in block.columns], block, head=True)
        shown: tuple[Cell, ...] | None = None
        for row in (*block.rows, *[empty] * block.blank):
            key = tuple(row[place] for place in block.group)
            again = bool(block.group) and key == shown
            shown = key
            cells = ["" if again and place in block.group else cell for place, cell in enumerate(row)]
            self._row(table, cells, block, head=False)
        self._after_table()

    def _row(self, table: Any, cells: Sequence[Cell], block: Grid, *, head: bool) -> None:
        from docx.enum.table import WD_ROW_HEIGHT_RULE
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        row = _add_row(table)
        row.height, row.height_rule = Mm(block.least), WD_ROW_HEIGHT_RULE.AT_LEAST
        _mark_row(row, "w:tblHeader" if head else "w:cantSplit")
        for place, value in enumerate(cells):
            column, cell = block.columns[place], row.cells[place]
            text = f"{value.shape}{value.short}" if isinstance(value, RiskLevel) else value
            paragraph = _written(cell, text, block.size + 0.5, bold=head or column.bold or isinstance(value, RiskLevel))
            if head or column.middle or isinstance(value, RiskLevel):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if head:
                _shade(cell, _SHADE)
            elif isinstance(value, RiskLevel):
                style = LEVEL_STYLES[value]
                _shade(cell, style.ground.code.lstrip("#"))
                _coloured(paragraph, style.ink.code)

    @put.register
    def _form(self, block: Form) -> None:
        table = self._table([1.0] * _STEPS)
        for row in block.rows:
            self._field_row(table, row)
        self._after_table()

    def _field_row(self, table: Any, row: FieldRow) -> None:
        from docx.enum.table import WD_ROW_HEIGHT_RULE
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        line = _add_row(table)
        line.height, line.height_rule = Mm(8 * row.lines), WD_ROW_HEIGHT_RULE.AT_LEAST
        _mark_row(line, "w:cantSplit")
        cells, each = line.cells, _STEPS // len(row.fields)
        for place, field in enumerate(row.fields):
            first, last = place * each, (place + 1) * each - 1 if place + 1 < len(row.fields) else _STEPS - 1
            if field.name:
                split = first + min(each // 2, _NAME_STEPS) - 1
                name = cells[first].merge(cells[split])
                _shade(name, _SHADE)
                _written(name, field.name, 10.5, bold=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
                first = split + 1
            _written(cells[first].merge(cells[last]), field.value, 10.5)

    @put.register
    def _sign_lines(self, block: SignLines) -> None:
        across = min(3, len(block.signatures))
        if not across:
            return
        table = self._table([1.0] * across, style="Normal Table")
        for first in range(0, len(block.signatures), across):
            row = _add_row(table)
            for cell, signature in zip(row.cells, block.signatures[first : first + across], strict=False):
                _written(cell, _line_of(signature), 11)
        self._after_table()

    def _approval(self) -> None:
        """Who made, examined and approved it, on the cover."""
        from docx.enum.table import WD_ROW_HEIGHT_RULE
        from docx.shared import Mm

        if not self._report.signatures:
            return
        table = self._table([3, 5, 5, 5])
        for signature in self._report.signatures:
            row = _add_row(table)
            row.height, row.height_rule = Mm(11), WD_ROW_HEIGHT_RULE.AT_LEAST
            cells = row.cells
            _shade(cells[0], _SHADE)
            _written(cells[0], signature.role, 11, bold=True)
            for cell, text in zip(cells[1:], (signature.name, "签字：", signature.on or _DATE), strict=True):
                _written(cell, text, 11)

    @put.register
    def _fresh_page(self, block: FreshPage) -> None:
        from docx.enum.text import WD_BREAK

        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _table(self, shares: Sequence[float], style: str = "Table Grid") -> Any:
        """A table of the whole width without rows."""
        table: Any = self._document.add_table(rows=0, cols=len(shares), style=style)
        table.autofit = False
        total = sum(shares)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = int(self._width * share / total)
        return table

    def _after_table(self) -> None:
        """A small paragraph: without one Word joins tables that follow each other, and their columns with them."""
        from docx.shared import Pt

        paragraph = self._document.add_paragraph()
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing = Pt(6)


def _line_of(signature: Signature) -> str:
    return f"{signature.role}：{signature.name or '＿＿＿＿＿'}　{signature.on or _DATE}"


def _add_row(table: Any) -> Any:
    row = table.add_row()
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = column.width
    return row


def _written(cell: Any, text: str, size: float, *, bold: bool = False) -> Any:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Pt

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = Pt(size * 1.35)
    run = paragraph.add_run(clean(text))
    run.font.size = Pt(size)
    run.bold = bold or None
    return paragraph


def _mark_row(row: Any, mark: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(mark)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _shade(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:shd")
    element.set(qn("w:val"), "clear")
    element.set(qn("w:color"), "auto")
    element.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(element)


def _coloured(paragraph: Any, code: str) -> None:
    from docx.shared import RGBColor

    for run in paragraph.runs:
        run.font.color.rgb = RGBColor.from_string(code.lstrip("#"))
