"""作业安全风险比较图: lying bars, each with its level in words and bars, so that a grey print says the same."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Heading, Sheet, day, fit_lines, level_counts, level_tag, tell
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4_LANDSCAPE, FAINT, INK, LEVEL_STYLES, MM, RULE
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.comparison import ChartBar, ComparisonChart

TITLE = "作业安全风险比较图"
_ROW = 11.5 * MM
_NAME, _TAG, _VALUE = 58 * MM, 27 * MM, 34 * MM
_GRID = 5


def render(report: ComparisonChart, press: Press, progress: Progress | None = None) -> bytes:
    """As many pages as the bars take. Raises Cancelled when `progress` says so."""
    with DRAWING:
        pen = press.pen(A4_LANDSCAPE, f"{TITLE} {report.enterprise}", report.enterprise)
        heading = Heading(
            report.enterprise,
            TITLE,
            number=f"{report.version}\n{day(report.made_on)}",
            facts=(f"评价方法：{report.profile}", f"{report.scale}。"),
            draft=report.draft,
            expert_pending=report.expert_pending,
        )
        sheet = Sheet(pen, heading, margin=12 * MM, foot=f"{report.enterprise}  {TITLE}  {report.version}")
        sheet.y = level_counts(pen, report.counts, sheet.left, sheet.y - 1 * MM, sheet.width) - 2 * MM
        of, done = sum(len(part.bars) for part in report.parts), 0
        for part in report.parts:
            sheet.section(part.title)
            for bar in part.bars:
                sheet.need(_ROW)
                _bar(sheet, bar)
                done += 1
                if done % 50 == 0:
                    tell(progress, done, of)
        if not of:
            sheet.paragraph("还没有评过级的作业活动和设备。", 11)
        sheet.space(4 * MM)
        sheet.signatures(report.signatures)
        sheet.end()
        return pen.finish()


def _bar(sheet: Sheet, bar: ChartBar) -> None:
    pen, style = sheet.pen, LEVEL_STYLES[bar.level]
    top, bottom = sheet.y, sheet.y - _ROW
    start = sheet.left + _NAME + _TAG + 3 * MM
    full = sheet.right - _VALUE - start
    for line in range(_GRID + 1):
        x = start + full * line / _GRID
        pen.line(x, top - 7.6 * MM, x, top - 0.6 * MM, width=0.3, colour=RULE)
    pen.box = (sheet.left, bottom, sheet.left + _NAME, top)
    name = f"{bar.name}　{bar.code}"
    size, lines = fit_lines(pen.fonts.bold, name, _NAME - 2 * MM, 10.5, 6, 1)
    pen.text(sheet.left, top - 4.4 * MM, lines[0], size, bold=True)
    size, lines = fit_lines(pen.fonts.regular, bar.post, _NAME - 2 * MM, 7.5, 5, 1)
    pen.text(sheet.left, top - 8.4 * MM, lines[0], size, colour=FAINT)
    pen.box = (sheet.left + _NAME, bottom, start, top)
    level_tag(pen, bar.level, sheet.left + _NAME, top - 7.4 * MM, _TAG, 5.6 * MM)
    width = max(1.0, full * bar.length)
    pen.rectangle(start, top - 6.6 * MM, width, 5 * MM, fill=style.ground, stroke=INK, line=0.8)
    pen.box = (start, bottom, sheet.right, top)
    size, lines = fit_lines(pen.fonts.bold, bar.value, _VALUE - 3 * MM, 10.5, 6, 1)
    pen.text(start + width + 2 * MM, top - 5.3 * MM, lines[0], size, bold=True)
    size, lines = fit_lines(pen.fonts.regular, bar.worst, full + _VALUE - 2 * MM, 7.5, 5, 1)
    pen.text(start + 1 * MM, top - 9.8 * MM, lines[0], size, colour=FAINT)
    pen.box = (0, 0, pen.width, pen.height)
    sheet.y = bottom
