"""报告.pdf inside a package: 重大风险, 重大隐患 and the period's totals, readable without any program of ours."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Cell, Column, Heading, Sheet, Table, day, level_counts
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.register import numbered
from ymh_desktop.documents.style import A4_LANDSCAPE, MM
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.cover import MajorDangerRow, MajorRiskRow, SubmissionReport

RISK_TITLES = (
    "编号、名称",
    "位置",
    "会出什么事",
    "易发事故",
    "评价",
    "已落实的措施",
    "要新增的措施（还没有）",
    "管控层级、责任人",
    "排查频次",
)
DANGER_TITLES = ("编号、隐患", "部位", "判定依据", "发现日期", "状态", "治理措施", "资金", "责任人", "期限")
_RISKS = tuple(map(Column, RISK_TITLES, (30, 22, 34, 26, 34, 52, 38, 26, 15)))
_DANGERS = tuple(map(Column, DANGER_TITLES, (48, 24, 44, 20, 20, 56, 18, 22, 20)))


def render(report: SubmissionReport, press: Press, progress: Progress | None = None) -> bytes:
    """The report."""
    with DRAWING:
        pen = press.pen(A4_LANDSCAPE, f"{report.kind} {report.period} {report.enterprise}", report.enterprise)
        heading = Heading(
            report.enterprise,
            report.kind,
            number=f"第 {report.sequence} 号\n{day(report.made_on)}",
            draft=report.draft,
            expert_pending=report.expert_pending,
        )
        sheet = Sheet(pen, heading, margin=11 * MM, foot=f"{report.enterprise}  第 {report.sequence} 号")
        for name, value in (
            ("报送", report.recipient),
            ("期间", report.period),
            ("统一社会信用代码", report.credit_code),
            ("地址、行业", "　".join(part for part in (report.address, report.trade) if part)),
            ("主要负责人、电话", "　".join(part for part in (report.principal, report.phone) if part)),
            ("评价方法", report.profile),
        ):
            if value:
                sheet.fact(name, value, 7.5 * MM)
        sheet.space(3 * MM)
        sheet.y = level_counts(pen, report.counts, sheet.left, sheet.y, min(sheet.width, 240 * MM)) - 2 * MM
        sheet.section(f"一、重大风险（{len(report.major_risks)} 项）")
        _table(sheet, _RISKS, [risk_cells(row) for row in report.major_risks], "本期没有重大风险。", progress)
        sheet.section(f"二、重大隐患（{len(report.major_dangers)} 项）")
        _table(sheet, _DANGERS, [danger_cells(row) for row in report.major_dangers], "本期没有重大隐患。", progress)
        sheet.section("三、本期合计")
        if report.totals:
            for words, value in report.totals:
                sheet.fact(words, value, 7.5 * MM)
        else:
            sheet.paragraph("没有数据。", 10.5)
        if report.notes:
            sheet.section("说明")
            sheet.items(report.notes)
        sheet.end()
        return pen.finish()


def _table(
    sheet: Sheet, columns: tuple[Column, ...], rows: list[tuple[Cell, ...]], none: str, progress: Progress | None
) -> None:
    if not rows:
        sheet.paragraph(none, 10.5)
        return
    table = Table(sheet, columns, size=8.5)
    table.rows(rows, progress)
    table.close()


def risk_cells(row: MajorRiskRow) -> tuple[str, ...]:
    """One 重大 risk under RISK_TITLES."""
    return (
        _joined(row.code, row.name),
        row.place,
        row.hazard,
        row.accidents,
        row.grading,
        numbered(row.measures),
        numbered(row.planned),
        _joined(row.tier, row.person, row.phone),
        row.frequency,
    )


def danger_cells(row: MajorDangerRow) -> tuple[str, ...]:
    """One 重大隐患 under DANGER_TITLES."""
    return (
        _joined(row.code, row.title),
        row.place,
        row.basis,
        row.found_on,
        row.status,
        row.measures,
        row.cost,
        row.person,
        row.deadline,
    )


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
