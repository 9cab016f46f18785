"""安全检查表: a sheet for one round, and the monthly 点检表 of a post on one page."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Cell, Column, Heading, Sheet, Table, day, fit_lines, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4_LANDSCAPE, FAINT, INK, MM, SHADE
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.check_table import CheckRow, CheckTable, CheckTables, SheetForm

_COLUMNS = (
    Column("序号", 9, align=0.5),
    Column("编号", 20),
    Column("检查项目", 30, bold=True),
    Column("标准（怎样算合格）", 58),
    Column("怎么查", 38),
    Column("依据", 26),
    Column("结果", 22, align=0.5),
    Column("问题、怎么处理\n（立改或限期）", 44),
    Column("责任人、期限", 22),
    Column("复查", 13),
)
_RESULT = "√  ×  不涉及"
_DAYS = 31
_END = 22 * MM  # what is said under a table, and its signatures


def render(report: CheckTables, press: Press, progress: Progress | None = None) -> bytes:
    """All sheets in one document, each with its own page numbers."""
    with DRAWING:
        first = report.tables[0] if report.tables else None
        title = f"{first.title} {first.where}" if first and len(report.tables) == 1 else "安全检查表"
        pen = press.pen(A4_LANDSCAPE, title, first.enterprise if first else "")
        if first is None:
            pen.text(pen.width / 2, pen.height / 2, "没有要打印的检查表", 16, align=0.5)
        for done, table in enumerate(report.tables, 1):
            draw = _month if table.form is SheetForm.MONTH else _single
            draw(pen, table).end()
            tell(progress, done, len(report.tables))
        return pen.finish()


def _heading(table: CheckTable) -> Heading:
    return Heading(
        table.enterprise,
        table.title,
        number=f"表号 {table.sheet_number}\n版本 {table.version}　{day(table.made_on)}",
        facts=(f"检查层级：{label(table.tier)}", f"部位或岗位：{table.where}", f"周期：{table.period}"),
        draft=table.draft,
        expert_pending=table.expert_pending,
    )


def _sheet(pen: Pen, table: CheckTable) -> Sheet:
    return Sheet(pen, _heading(table), margin=9 * MM, foot=f"{table.sheet_number}  {table.title}  {table.where}")


def _single(pen: Pen, table: CheckTable) -> Sheet:
    sheet = _sheet(pen, table)
    sheet.paragraph(
        "检查时间：______年____月____日____时　　检查人：______________　　结果：圈出 √（合格）、×（不合格）或不涉及",
        9,
    )
    sheet.space(1.5 * MM)
    grid = Table(sheet, _COLUMNS, size=8.5, least=9 * MM)
    grid.rows([_cells(row) for row in table.rows], below=_END)
    grid.close()
    if not table.rows:
        sheet.paragraph("这一层级没有检查项目。", 10.5)
    _end(sheet, table)
    return sheet


def _cells(row: CheckRow) -> tuple[Cell, ...]:
    return (str(row.number), row.code, row.what, row.standard, row.method, row.basis, _RESULT, "", "", "")


def _end(sheet: Sheet, table: CheckTable) -> None:
    sheet.space(1.5 * MM)
    if table.how_back:
        sheet.paragraph(table.how_back, 8.5, colour=FAINT)
    sheet.signatures(table.signatures)


def _month(pen: Pen, table: CheckTable) -> Sheet:
    """Twelve lines and thirty-one days on one page: the text shrinks in its cell, the boxes to tick do not."""
    sheet = _sheet(pen, table)
    day_width = 5.25 * MM
    text_width = sheet.width - _DAYS * day_width
    number_width = 7 * MM
    days = sheet.left + text_width
    head = 6.5 * MM
    sign_rows = (("检查人", 9 * MM),)
    below = 15 * MM + 12 * MM
    rows = max(1, len(table.rows))
    each = min(17 * MM, (sheet.room - head - sum(height for _, height in sign_rows) - below) / rows)
    y = sheet.y
    pen.rectangle(sheet.left, y - head, sheet.width, head, fill=SHADE, stroke=INK)
    for column, left, width in (
        ("序", sheet.left, number_width),
        ("检查什么、怎样算合格", sheet.left + number_width, 0.0),
    ):
        middle = left + (width or text_width - number_width) / 2
        pen.text(middle, y - head / 2 - 3.2, column, 8.5, bold=True, align=0.5)
    for number in range(_DAYS):
        pen.text(days + (number + 0.5) * day_width, y - head / 2 - 3, str(number + 1), 8, bold=True, align=0.5)
    y -= head
    for row in table.rows:
        _month_row(pen, row, sheet.left, y, number_width, text_width - number_width, each)
        y -= each
        pen.line(sheet.left, y, sheet.right, y)
    for title, height in sign_rows:
        pen.text(sheet.left + text_width / 2, y - height / 2 - 3.2, title, 8.5, bold=True, align=0.5)
        y -= height
        pen.line(sheet.left, y, sheet.right, y)
    pen.line(sheet.left, sheet.y, sheet.left, y)
    pen.line(sheet.left + number_width, sheet.y, sheet.left + number_width, y + sign_rows[0][1])
    for number in range(_DAYS + 1):
        heavy = number % 5 == 0 or number == _DAYS
        x = days + number * day_width
        pen.line(x, sheet.y, x, y, width=0.8 if heavy else 0.35)
    sheet.y = y - 1.5 * MM
    sheet.paragraph("合格打 √，不合格打 × 并马上报告，没有这样东西或没开机打 ／。", 8.5)
    _end(sheet, table)
    return sheet


def _month_row(
    pen: Pen, row: CheckRow, left: float, top: float, number_width: float, width: float, height: float
) -> None:
    pen.box = (left, top - height, left + number_width, top)
    pen.text(left + number_width / 2, top - height / 2 - 3.2, str(row.number), 8.5, align=0.5)
    left += number_width
    pen.box = (left, top - height, left + width, top)
    inner = width - 5
    size, what = fit_lines(pen.fonts.bold, f"{row.what}  {row.code}", inner, 10.5, 5, 1)
    step = size * 1.2
    room = height - step - 2
    text = f"{row.standard}（{row.method}）" if row.method else row.standard
    small = 9.5
    while small > 4.5 and pen.fonts.regular.count(text, small, inner) * small * 1.2 > room:
        small -= 0.25
    most = max(1, int(room / (small * 1.2)))
    small, lines = fit_lines(pen.fonts.regular, text, inner, small, small, most)
    total = step + len(lines) * small * 1.2
    y = pen.lines(left + 2.5, top - max(1, (height - total) / 2), what, size, bold=True, leading=1.2)
    pen.lines(left + 2.5, y, lines, small, leading=1.2)
    pen.box = (0, 0, pen.width, pen.height)
