"""现场问答表: taken along on the walk, ticked by hand, and typed back by the numbers that failed."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Heading, Sheet, cut, day, tell
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, FAINT, INK, MM, RULE, SHADE
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.walk_sheet import WalkGroup, WalkRow, WalkSheet

_CHOICES = ("是", "否", "不涉及")
_NUMBER = 11 * MM
_BOXES = (13 * MM, 13 * MM, 19 * MM)
_NOTE = 34 * MM  # room to write what is missing


def render(report: WalkSheet, press: Press, progress: Progress | None = None) -> bytes:
    """The sheet, grouped by place or post."""
    with DRAWING:
        pen = press.pen(A4, f"{report.title} {report.enterprise}", report.enterprise)
        heading = Heading(
            report.enterprise,
            report.title,
            number=f"表号 {report.sheet_number}\n{day(report.made_on)}",
            draft=report.draft,
        )
        sheet = Sheet(pen, heading, margin=12 * MM, foot=f"{report.title}  表号 {report.sheet_number}")
        sheet.paragraph(report.note, 10)
        sheet.space(1 * MM)
        for done, group in enumerate(report.groups, 1):
            _group(sheet, group)
            tell(progress, done, len(report.groups))
        if not report.groups:
            sheet.paragraph("还没有选岗位和设备，先在程序里选好再打印。", 10.5)
        sheet.space(2 * MM)
        sheet.paragraph(report.how_back, 10, bold=True)
        sheet.space(2 * MM)
        sheet.signatures(report.signatures)
        sheet.end()
        return pen.finish()


def _group(sheet: Sheet, group: WalkGroup) -> None:
    pen = sheet.pen

    def head() -> None:
        height = 7.5 * MM
        pen.rectangle(sheet.left, sheet.y - height, sheet.width, height, fill=SHADE, stroke=INK)
        boxes = sheet.right - _NOTE - sum(_BOXES)
        title = group.title
        if pen.fonts.bold.width(title, 11) > boxes - sheet.left - 4 * MM:
            title = cut(pen.fonts.bold, title, 11, boxes - sheet.left - 4 * MM)
        pen.text(sheet.left + 2 * MM, sheet.y - height / 2 - 4, title, 11, bold=True)
        x = boxes
        for word, width in zip(_CHOICES, _BOXES, strict=True):
            pen.text(x + width / 2, sheet.y - height / 2 - 3.4, word, 9.5, bold=True, align=0.5)
            x += width
        pen.text(x + _NOTE / 2, sheet.y - height / 2 - 3.4, "缺什么（写两个字）", 8.5, align=0.5, colour=FAINT)
        sheet.y -= height

    sheet.space(2 * MM)
    sheet.need(7.5 * MM + 12 * MM)
    head()
    sheet.on_page = head
    for row in group.rows:
        _row(sheet, row)
    sheet.on_page = None


def _how(look: str) -> str:
    """Most hints begin with 看 themselves."""
    return look if look.startswith("看") else f"看：{look}"


def _row(sheet: Sheet, row: WalkRow) -> None:
    pen, regular = sheet.pen, sheet.pen.fonts.regular
    width = sheet.width - _NUMBER - sum(_BOXES) - _NOTE - 3 * MM
    statement = pen.fonts.bold.lines(row.statement, 11, width)
    look = regular.lines(_how(row.look), 8.5, width) if row.look else ()
    most = max(3, int((sheet.top - sheet.bottom) * 0.4 / 14))  # no row may fill a page
    statement, look = statement[:most], look[:most]
    height = max(10 * MM, (len(statement) * 11 + len(look) * 8.5) * 1.25 + 2.6 * MM)
    sheet.need(height)
    top = sheet.y
    pen.box = (sheet.left, top - height, sheet.right, top)
    pen.text(sheet.left + _NUMBER / 2, top - height / 2 - 4, str(row.number), 11, bold=True, align=0.5)
    left = sheet.left + _NUMBER
    y = top - (height - (len(statement) * 11 + len(look) * 8.5) * 1.25) / 2
    y = pen.lines(left, y, statement, 11, bold=True, leading=1.25)
    pen.lines(left, y, look, 8.5, colour=FAINT, leading=1.25)
    x = sheet.right - _NOTE - sum(_BOXES)
    for each in _BOXES:
        pen.rectangle(x + each / 2 - 2.6 * MM, top - height / 2 - 2.6 * MM, 5.2 * MM, 5.2 * MM, stroke=INK, line=0.8)
        x += each
    pen.line(sheet.right - _NOTE + 2 * MM, top - height + 3 * MM, sheet.right, top - height + 3 * MM, colour=RULE)
    pen.line(sheet.left, top - height, sheet.right, top - height, width=0.35, colour=RULE)
    pen.box = (0, 0, pen.width, pen.height)
    sheet.y -= height
