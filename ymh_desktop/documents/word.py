"""Documents of chapters as Word files, with real styles, so that a firm can edit them.

The fonts are named, not embedded: 宋体 and 黑体 are on the customer's PC. The same report gives the same bytes.
"""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatchmethod
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

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
_BODY_PART, _AFTER_CONTENT = "word/document.xml", b"<w:sectPr"  # the settings of the page end the body
_TWIPS_PER_MM = 1440 / 25.4
_TWIPS_PER_EMU = 1 / 635
_MARGIN_MM, _A4_MM = 22, (210, 297)
_STEPS, _NAME_STEPS = 24, 4  # columns under the fields of a form, and how many of them a name takes
_DATE = "＿＿年＿月＿日"


def manual(report: Manual) -> bytes:
    """The document as .docx."""
    import docx

    document = docx.Document()
    _prepare(document, report)
    content = "".join(_Writer(report, document).all())
    _drop_thumbnail(document)
    target = BytesIO()
    document.save(target)
    return _fixed(target.getvalue(), content)


def _fixed(empty: bytes, content: str) -> bytes:
    """The parts in the order of their names, without the time of their making; the content goes into the body.

    It is put in as text. Moved in as elements, the rows of a table take the square of their number: 20 s for 1,000.
    """
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(empty)) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as fixed:
        names = sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            part = made.read(name)
            if name == _BODY_PART:
                head, mark, end = part.partition(_AFTER_CONTENT)
                part = b"".join((head, content.encode(), mark, end))
            fixed.writestr(entry, part)
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
# Written as XML: the library's way, cell by cell, takes twenty times as long, and a binder has ten thousand cells.


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run of text and its paragraph look; sizes in points."""

    size: float = 0  # 0: as the style says
    bold: bool = False
    align: str = ""
    colour: str = ""
    style: str = ""
    more: str = ""  # further properties of the paragraph, as XML


def _paragraph(text: str, look: _Look) -> str:
    shape = f'<w:pStyle w:val="{look.style}"/>' if look.style else ""
    shape += look.more
    shape += f'<w:jc w:val="{look.align}"/>' if look.align else ""
    properties = f"<w:pPr>{shape}</w:pPr>" if shape else ""
    return f"<w:p>{properties}{_run(text, look)}</w:p>"


def _run(text: str, look: _Look) -> str:
    if not text:
        return ""
    shape = "<w:b/>" if look.bold else ""
    shape += f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    shape += f'<w:sz w:val="{round(look.size * 2)}"/>' if look.size else ""
    pieces = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n")]
    properties = f"<w:rPr>{shape}</w:rPr>" if shape else ""
    return f"<w:r>{properties}{'<w:br/>'.join(pieces)}</w:r>"


def _cell(width: int, text: str, look: _Look, *, span: int = 1, shade: str = "") -> str:
    shape = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    shape += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shape += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    line = f'<w:spacing w:before="0" w:after="0" w:line="{round(look.size * 1.35 * 20)}" w:lineRule="exact"/>'
    inner = _paragraph(text, _Look(look.size, look.bold, look.align, look.colour, more=line))
    return f'<w:tc><w:tcPr>{shape}<w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'


def _row(cells: Iterable[str], least_mm: float, *, head: bool = False) -> str:
    height = f'<w:trHeight w:val="{round(least_mm * _TWIPS_PER_MM)}" w:hRule="atLeast"/>'
    mark = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{mark}</w:trPr>{''.join(cells)}</w:tr>"


def _table(widths: Sequence[int], rows: Iterable[str], style: str = "TableGrid") -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    shape = f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{shape}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>{_GAP}"


# After a table a small paragraph: without one Word joins tables that follow each other, and their columns with them.
_GAP = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_TITLE, _HEADING, _SUB_HEADING, _DOT = (_Look(style=name) for name in ("Title", "Heading1", "Heading2", "ListBullet"))
_FRESH = _Look(style="Heading1", more="<w:pageBreakBefore/>")
_INDENTED = '<w:ind w:firstLine="480"/>'
_HANGING = '<w:tabs><w:tab w:val="left" w:pos="520"/></w:tabs><w:ind w:left="520" w:hanging="520"/>'
_TONES = {
    Tone.PLAIN: _Look(more=_INDENTED),
    Tone.STRONG: _Look(bold=True, more=_INDENTED),
    Tone.NOTE: _Look(size=9.5, more='<w:spacing w:line="300" w:lineRule="exact"/>'),
    Tone.RIGHT: _Look(align="right"),
}


class _Writer:
    """Writes one report as the XML of a document's body."""

    def __init__(self, report: Manual, document: "Document") -> None:
        self._report = report
        section: Any = document.sections[0]
        self._width = round((section.page_width - section.left_margin - section.right_margin) * _TWIPS_PER_EMU)
        self._content: list[str] = []

    def all(self) -> list[str]:
        """The whole document."""
        report = self._report
        if report.cover:
            self._cover()
        else:
            self._content.append(_paragraph(report.title, _Look(style="Title", align="center")))
        for place, chapter in enumerate(report.chapters):
            self._chapter(chapter, first=place == 0)
        if report.signatures and not report.cover:
            self.put(SignLines(report.signatures))
        return self._content

    def _cover(self) -> None:
        report, on = self._report, self._report.made_on
        facts = [
            f"文件编号：{report.number}",
            f"版本：{report.version}",
            f"日期：{on.year}年{on.month}月{on.day}日",
            *([EXPERT_PENDING] if report.expert_pending else []),
        ]
        automatic = '<w:spacing w:before="1200" w:after="600" w:line="240" w:lineRule="auto"/>'
        self._content += [
            *["<w:p/>"] * 3,
            _paragraph(report.enterprise, _Look(size=20, bold=True, align="center", more=automatic)),
            _paragraph(report.title, _Look(style="Title", align="center", more=automatic)),
            *(_paragraph(fact, _Look(align="center")) for fact in facts),
            *["<w:p/>"] * 4,
        ]
        self._approval()
        self._content.append(_BREAK)

    def _approval(self) -> None:
        """Who made, examined and approved it."""
        if not self._report.signatures:
            return
        widths = self._shared([3, 5, 5, 5])
        rows = []
        for signature in self._report.signatures:
            texts = (signature.role, signature.name, "签字：", signature.on or _DATE)
            cells = [
                _cell(width, text, _Look(11, bold=place == 0), shade=_SHADE if place == 0 else "")
                for place, (width, text) in enumerate(zip(widths, texts, strict=True))
            ]
            rows.append(_row(cells, 11))
        self._content.append(_table(widths, rows))

    def _chapter(self, chapter: Chapter, *, first: bool) -> None:
        if chapter.heading:
            self._content.append(_paragraph(chapter.heading, _FRESH if chapter.fresh_page and not first else _HEADING))
        elif chapter.fresh_page and not first:
            self._content.append(_BREAK)
        for block in chapter.blocks:
            self.put(block)

    @singledispatchmethod
    def put(self, block: object) -> None:
        """One block after the last one."""
        raise TypeError(f"no way to write {type(block).__name__}")

    @put.register
    def _words(self, block: Words) -> None:
        self._content.append(_paragraph(block.text, _TONES[block.tone]))

    @put.register
    def _sub_heading(self, block: SubHeading) -> None:
        self._content.append(_paragraph(block.text, _SUB_HEADING))

    @put.register
    def _points(self, block: Points) -> None:
        """Numbers as text: each list then begins with 1, whatever the reader's program thinks of numbering."""
        for number, text in enumerate(block.items, 1):
            if not block.numbered:
                self._content.append(_paragraph(text, _DOT))
                continue
            mark = f'<w:r><w:t xml:space="preserve">{number}.</w:t><w:tab/></w:r>'
            self._content.append(f"<w:p><w:pPr>{_HANGING}</w:pPr>{mark}{_run(text, _Look())}</w:p>")

    @put.register
    def _grid(self, block: Grid) -> None:
        if not block.rows and not block.blank:
            self.put(Words(block.none))
            return
        widths = self._shared([column.share for column in block.columns])
        head = _Look(block.size + 0.5, bold=True, align="center")
        titles = zip(widths, block.columns, strict=True)
        rows = [
            _row([_cell(width, column.title, head, shade=_SHADE) for width, column in titles], block.least, head=True)
        ]
        empty: tuple[Cell, ...] = ("",) * len(block.columns)
        shown: tuple[Cell, ...] | None = None
        for row in (*block.rows, *[empty] * block.blank):
            key = tuple(row[place] for place in block.group)
            again = bool(block.group) and key == shown
            shown = key
            cells = ["" if again and place in block.group else cell for place, cell in enumerate(row)]
            rows.append(_row([self._grid_cell(block, widths, at, cell) for at, cell in enumerate(cells)], block.least))
        self._content.append(_table(widths, rows))

    def _grid_cell(self, block: Grid, widths: Sequence[int], place: int, value: Cell) -> str:
        column, size = block.columns[place], block.size + 0.5
        if isinstance(value, RiskLevel):
            style = LEVEL_STYLES[value]
            look = _Look(size, bold=True, align="center", colour=style.ink.code.lstrip("#"))
            return _cell(widths[place], f"{value.shape}{value.short}", look, shade=style.ground.code.lstrip("#"))
        return _cell(widths[place], value, _Look(size, column.bold, "center" if column.middle else ""))

    @put.register
    def _form(self, block: Form) -> None:
        widths = self._shared([1] * _STEPS)
        rows = [_row(_field_cells(row, widths), 8 * row.lines) for row in block.rows]
        self._content.append(_table(widths, rows))

    @put.register
    def _sign_lines(self, block: SignLines) -> None:
        across = min(3, len(block.signatures))
        if not across:
            return
        widths = self._shared([1] * across)
        rows = []
        for first in range(0, len(block.signatures), across):
            signed: list[Signature | None] = [*block.signatures[first : first + across]]
            signed += [None] * (across - len(signed))
            cells = [_cell(w, _line_of(who) if who else "", _Look(11)) for w, who in zip(widths, signed, strict=True)]
            rows.append(_row(cells, 10))
        self._content.append(_table(widths, rows, style="TableNormal"))

    @put.register
    def _fresh_page(self, block: FreshPage) -> None:
        self._content.append(_BREAK)

    def _shared(self, shares: Sequence[float]) -> list[int]:
        """The width of the page in twips, shared out."""
        total = sum(shares)
        return [round(self._width * share / total) for share in shares]


def _field_cells(row: FieldRow, widths: Sequence[int]) -> Iterable[str]:
    each = len(widths) // len(row.fields)
    for place, field in enumerate(row.fields):
        first, last = place * each, (place + 1) * each if place + 1 < len(row.fields) else len(widths)
        if field.name:
            split = first + min(each // 2, _NAME_STEPS)
            name = _Look(10.5, bold=True, align="center")
            yield _cell(sum(widths[first:split]), field.name, name, span=split - first, shade=_SHADE)
            first = split
        yield _cell(sum(widths[first:last]), field.value, _Look(10.5), span=last - first)


def _line_of(signature: Signature) -> str:
    return f"{signature.role}：{signature.name or '＿＿＿＿＿'}　{signature.on or _DATE}"
