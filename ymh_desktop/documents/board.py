"""安全风险公告栏, lying, A3 or A2: read by whoever walks in at the gate."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.four_colour_map import miniature
from ymh_desktop.documents.parts import (
    Cell,
    Column,
    Heading,
    Sheet,
    Table,
    day,
    fit_lines,
    fitting_size,
    level_bars,
)
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.register import numbered
from ymh_desktop.documents.style import A2_LANDSCAPE, A3_LANDSCAPE, A4_LANDSCAPE, INK, LEVEL_STYLES, MM, RED, WHITE
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import SHEET_HEIGHT, SHEET_WIDTH
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.board import BoardRow, NoticeBoard
from ymh_desktop.services.reports.paper import PageSize

TITLE = "安全风险公告栏"
NONE_SERIOUS = "本企业没有评为重大或较大的风险点。一般和低风险见《安全风险分级管控清单》和岗位告知卡。"
_PAGES = {PageSize.A2: A2_LANDSCAPE, PageSize.A3: A3_LANDSCAPE, PageSize.A4: A4_LANDSCAPE}
_COLUMNS = (
    Column("风险点", 34, bold=True),
    Column("等级", 24),
    Column("主要危险因素", 56),
    Column("易发事故", 30),
    Column("后果", 28),
    Column("管控措施（已落实）", 78),
    Column("应急措施", 68),
    Column("责任部门、\n责任人、电话", 36),
)
_PHONES = 19 * MM


def render(report: NoticeBoard, press: Press, progress: Progress | None = None) -> bytes:
    """The board; more rows than a sheet holds go on to the next one. Raises Cancelled when `progress` says so."""
    with DRAWING:
        size = _PAGES.get(report.page_size, A3_LANDSCAPE)
        by = size[0] / A3_LANDSCAPE[0]
        pen = press.pen(size, f"{TITLE} {report.enterprise}", report.enterprise)
        heading = Heading(
            report.enterprise,
            TITLE,
            number=f"{report.version}\n有效期至 {day(report.valid_until)}",
            facts=("本单位重大、较大安全风险和管控措施公告如下，请所有进入人员知道并遵守。",),
            draft=report.draft,
            expert_pending=report.expert_pending,
            size=30 * by,
        )
        foot = f"{TITLE}  {day(report.made_on)}  评价方法：{report.profile}"
        sheet = Sheet(pen, heading, margin=11 * MM * by, foot=foot)
        sheet.y -= 2 * MM
        _legend(sheet, report, by)
        _phones(sheet, report, by)
        if report.rows:
            table = Table(sheet, _COLUMNS, size=_size(len(report.rows)) * by, least=12 * MM * by, pad=4 * by)
            table.rows([_cells(row) for row in report.rows], progress)
            table.close()
        else:
            sheet.space(10 * MM)
            sheet.paragraph(NONE_SERIOUS, 20 * by, bold=True)
        if report.floors:
            _floors(sheet, report, by)
        sheet.end()
        return pen.finish()


def _floors(sheet: Sheet, report: NoticeBoard, by: float) -> None:
    """The four-colour map small, one floor beside the other; on a sheet of its own where the table left no room."""
    gap, most = 8 * MM * by, 3
    width = min((sheet.width - gap * (most - 1)) / most, 105 * MM * by)
    words = 20 * MM * by  # the heading, and the floor's title
    fits = (sheet.room - words) * SHEET_WIDTH / SHEET_HEIGHT
    if fits >= 55 * MM * by:
        width = min(width, fits)
    sheet.need(width * SHEET_HEIGHT / SHEET_WIDTH + words)
    sheet.space(3 * MM * by)
    sheet.section("安全风险四色分布图（缩图）")
    high = 0.0
    for place, page in enumerate(report.floors):
        high = max(high, miniature(sheet.pen, page, sheet.left + place * (width + gap), sheet.y, width, place))
    sheet.y -= high


def _size(rows: int) -> float:
    """Few rows are written large."""
    return 13.5 if rows <= 4 else 11.5 if rows <= 8 else 10


def _cells(row: BoardRow) -> tuple[Cell, ...]:
    return (
        "\n".join(part for part in (row.name, row.code, row.place) if part),
        row.level,
        numbered(row.dangers),
        row.accidents,
        row.consequence,
        numbered(row.measures) or "（还没有已落实的措施）",
        numbered(row.emergency),
        "\n".join(part for part in (row.unit, row.person, row.phone) if part),
    )


def _legend(sheet: Sheet, report: NoticeBoard, by: float) -> None:
    """What the four colours mean, and how many risk points of each there are."""
    pen, counts = sheet.pen, dict(report.counts)
    levels = sorted(RiskLevel, reverse=True)
    gap, height = 4 * MM * by, 15 * MM * by
    each = (sheet.width - gap * (len(levels) - 1)) / len(levels)
    for place, level in enumerate(levels):
        style = LEVEL_STYLES[level]
        x, bottom = sheet.left + place * (each + gap), sheet.y - height
        pen.box = (x, bottom, x + each, sheet.y)
        pen.rectangle(x, bottom, each, height, fill=style.ground, stroke=INK, line=0.8)
        words = f"{level.shape} {label(level)}（{level.colour}）{counts.get(level, 0)} 处"
        room = each - 31 * MM * by
        size = fitting_size(pen.fonts.bold, words, room, 19 * by, 6)
        pen.text(x + 4 * MM * by, bottom + height / 2 - 0.36 * size, words, size, bold=True, colour=style.ink)
        pen.rectangle(x + each - 24 * MM * by, bottom + 2 * MM * by, 21 * MM * by, height - 4 * MM * by, fill=WHITE)
        level_bars(pen, level, x + each - 22 * MM * by, bottom + 3.2 * MM * by, 2.8 * MM * by)
    pen.box = (0, 0, pen.width, pen.height)
    sheet.y -= height + 3 * MM * by


def _phones(sheet: Sheet, report: NoticeBoard, by: float) -> None:
    """The alarm numbers and whom to tell in the firm, above the table so that they stand on the first sheet."""
    pen, height = sheet.pen, _PHONES * by
    bottom = sheet.y - height
    pen.rectangle(sheet.left, bottom, sheet.width, height, fill=RED)
    alarm = "火警 119　急救 120"
    taken = pen.fonts.bold.width(alarm, 30 * by) + 10 * MM * by
    pen.box = (sheet.left, bottom, sheet.left + taken, sheet.y)
    pen.text(sheet.left + 5 * MM * by, bottom + height / 2 - 11 * by, alarm, 30 * by, bold=True, colour=WHITE)
    left = sheet.left + taken + 3 * MM * by
    pen.rectangle(left, bottom + 2 * MM * by, sheet.right - left - 2 * MM * by, height - 4 * MM * by, fill=WHITE)
    each = (sheet.right - left - 4 * MM * by) / max(1, len(report.phones))
    for place, phone in enumerate(report.phones):
        x = left + place * each + 3 * MM * by
        pen.box = (x, bottom, x + each - 3 * MM * by, sheet.y)
        role = " ".join(part for part in (phone.role, phone.name) if part)
        size, lines = fit_lines(pen.fonts.regular, role, each - 6 * MM * by, 12 * by, 6, 1)
        pen.text(x, bottom + height - 7.4 * MM * by, lines[0], size)
        number = phone.phone or "____________"
        size, lines = fit_lines(pen.fonts.bold, number, each - 6 * MM * by, 22 * by, 7, 1)
        pen.text(x, bottom + 4 * MM * by, lines[0], size, bold=True)
    pen.box = (0, 0, pen.width, pen.height)
    sheet.y = bottom - 4 * MM * by
