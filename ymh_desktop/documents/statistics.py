"""隐患排查治理情况统计分析表: the table that is signed, then the charts."""

from collections.abc import Sequence

from ymh_desktop.documents.charts import draw_charts
from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Column, Heading, Sheet, Table, day, tell
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, MM
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.statistics import StatisticsTable

_ROWS = (
    Column("项目", 96),
    Column("一般隐患", 28, align=0.5),
    Column("重大隐患", 28, align=0.5),
    Column("合计", 28, align=0.5),
)
UNFINISHED = "未到期末"


def render(report: StatisticsTable, press: Press, progress: Progress | None = None) -> bytes:
    """The table and its analysis on the page that is signed, the charts behind it."""
    with DRAWING:
        pen = press.pen(A4, f"{report.title} {report.period}", report.enterprise)
        facts = (f"统计时间：{report.days}", *((report.basis,) if report.basis else ()))
        heading = Heading(
            report.enterprise,
            f"{report.title}\n（{report.period}）",
            number=f"填表日期：{day(report.made_on)}\n{report.hand_in}".strip(),
            facts=facts,
            draft=report.draft or (UNFINISHED if report.unfinished else ""),
        )
        sheet = Sheet(pen, heading, margin=13 * MM, foot=f"{report.title}　{report.period}　{report.enterprise}")
        if report.unfinished:
            sheet.paragraph(f"{report.unfinished}。", 9.5, bold=True)
        table = Table(sheet, _ROWS, size=9.5, least=6 * MM)
        table.rows([(row.name, row.general, row.major, row.total) for row in report.rows])
        table.close()
        sheet.section("未整改的重大隐患和治理资金")
        _pairs(sheet, report.major)
        sheet.section("排查和报送")
        _pairs(sheet, report.checks)
        sheet.section("情况分析")
        sheet.items((*report.analysis, *((report.words,) if report.words else ())), 10)
        sheet.space(3 * MM)
        sheet.signatures(report.signatures)
        sheet.paragraph("（单位盖章）", 10)
        if report.charts:
            sheet.turn()
            draw_charts(sheet, report.charts)
            tell(progress, len(report.charts), len(report.charts))
        sheet.end()
        return pen.finish()


def _pairs(sheet: Sheet, pairs: Sequence[tuple[str, str]]) -> None:
    """What over its number, side by side."""
    table = Table(sheet, [Column(name, 1, align=0.5) for name, _ in pairs], size=9, least=7 * MM)
    table.rows([tuple(value for _, value in pairs)])
    table.close()
