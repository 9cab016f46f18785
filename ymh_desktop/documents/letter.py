"""The readable PDF inside a signed file, and lists that go along as Excel."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Heading, Sheet, day
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, MM
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.letter import LetterPaper, LetterTable


def render(report: LetterPaper, press: Press, progress: Progress | None = None) -> bytes:
    """Facts, sections, signatures: as many pages as it takes."""
    with DRAWING:
        pen = press.pen(A4, f"{report.title} {report.number}", report.sender)
        heading = Heading(report.sender, report.title, number=f"{report.number}\n{day(report.made_on)}".strip())
        sheet = Sheet(pen, heading, margin=16 * MM, foot=report.foot or f"{report.title}  {report.number}")
        if report.addressee:
            sheet.paragraph(f"{report.addressee}：", 12)
        if report.opening:
            sheet.paragraph(report.opening, 12, indent=24)
        sheet.space(3 * MM)
        for name, value in report.facts:
            if value:
                sheet.fact(name, value, 8.5 * MM)
        for section in report.sections:
            sheet.section(section.title)
            if section.numbered:
                sheet.items(section.lines, 11)
            else:
                for line in section.lines:
                    sheet.paragraph(line, 11)
        sheet.space(6 * MM)
        sheet.signatures(report.signatures)
        sheet.end()
        return pen.finish()


def table(report: LetterTable) -> bytes:
    """The list as Excel."""
    from ymh_desktop.documents.workbook import Book, Field

    book = Book(report.title, report.owner, report.made_on)
    fields = [Field(title, width) for title, width in report.columns]
    facts = report.facts or (report.owner, day(report.made_on))
    book.sheet(report.sheet, report.title, facts, fields, report.rows)
    return book.bytes()
