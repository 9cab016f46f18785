"""安全风险分级管控清单 as A3 landscape: what an inspector reads, with every measure that is really there."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Band, Cell, Column, Heading, Sheet, Table, day, level_counts
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A3_LANDSCAPE, MM
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.register import PlannedMeasure, RegisterRow, RiskRegister

_KINDS = tuple(MeasureKind)
KIND_TITLES = {
    MeasureKind.ENGINEERING: "工程技术",
    MeasureKind.MANAGEMENT: "管理",
    MeasureKind.TRAINING: "培训教育",
    MeasureKind.PPE: "个体防护",
    MeasureKind.EMERGENCY: "应急处置",
}
COLUMNS = (
    Column("风险点", 27),
    Column("风险点\n等级", 17),
    Column("步骤或检查项目", 24),
    Column("危险源（代码）", 34),
    Column("易发事故及后果", 28),
    Column("评价与理由", 36),
    Column("等级", 17),
    *(Column(KIND_TITLES[kind], share) for kind, share in zip(_KINDS, (34, 34, 24, 24, 30), strict=True)),
    Column("要新增的措施\n（还没有）", 34),
    Column("管控\n层级", 13, align=0.5),
    Column("责任单位、\n责任人", 23),
    Column("排查频次", 16),
    Column("备注", 20),
)
_BANDS = (Band("已落实的管控措施", 7, 11),)
_GROUP = (0, 1)


def render(report: RiskRegister, press: Press, progress: Progress | None = None) -> bytes:
    """The register. Raises Cancelled when `progress` says so."""
    with DRAWING:
        pen = press.pen(A3_LANDSCAPE, f"{report.title} {report.enterprise}", report.enterprise)
        foot = f"{report.title}  版本 {report.version}  {day(report.made_on)}  评价方法：{report.profile}"
        heading = Heading(
            report.enterprise,
            report.title,
            number=f"版本 {report.version}　{day(report.made_on)}",
            facts=(f"评价方法：{report.profile}", f"共 {len(report.rows)} 项", *report.notes),
            draft=report.draft,
            expert_pending=report.expert_pending,
        )
        sheet = Sheet(pen, heading, margin=10 * MM, foot=foot)
        levels = [level for level in sorted(RiskLevel)[::-1] if level >= report.at_least]
        counts = tuple((level, sum(row.level is level for row in report.rows)) for level in levels)
        sheet.y = level_counts(pen, counts, sheet.left, sheet.y, min(sheet.width, len(counts) * 70 * MM)) - 3 * MM
        table = Table(sheet, COLUMNS, size=7.5, bands=_BANDS, group=_GROUP, least=6 * MM)
        table.rows([cells(row) for row in report.rows], progress)
        table.close()
        if not report.rows:
            sheet.paragraph("还没有登记风险。", 10.5)
        _left_out(sheet, report)
        sheet.space(4 * MM)
        sheet.signatures(report.signatures)
        sheet.end()
        return pen.finish()


def cells(row: RegisterRow) -> tuple[Cell, ...]:
    """One hazard under COLUMNS."""
    return (
        "\n".join(part for part in (f"{row.point_code} {row.point_name}", row.point_kind, row.place) if part),
        row.point_level,
        row.item,
        f"{row.hazard}\n（{row.factor_code}）" if row.factor_code else row.hazard,
        "\n".join(part for part in (row.accidents, row.consequence) if part),
        grading(row),
        row.level,
        *(numbered(row.measures(kind)) for kind in _KINDS),
        numbered(tuple(planned(measure) for measure in row.planned)),
        row.tier,
        "\n".join(part for part in (row.unit, row.person, row.phone) if part),
        row.frequency,
        row.remark,
    )


def grading(row: RegisterRow) -> str:
    """Method, marks and value in one line, the reason below; the sum is not said twice."""
    sums = f"{row.marks}＝{row.value}" if row.marks and row.value else row.marks or row.value
    first = " ".join(part for part in (row.method, "" if sums in row.why else sums) if part)
    return "\n".join(part for part in (first, row.why) if part)


def numbered(texts: tuple[str, ...]) -> str:
    """One text as it stands, several with numbers."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def planned(measure: PlannedMeasure) -> str:
    """The measure with who, until when and for how much, as far as that is decided."""
    details = "，".join(part for part in (measure.person, measure.due, measure.cost) if part)
    return f"{measure.text}（{details}）" if details else measure.text


def _left_out(sheet: Sheet, report: RiskRegister) -> None:
    if not report.left_out:
        return
    sheet.section("未纳入及原因")
    table = Table(
        sheet, (Column("序号", 8, align=0.5), Column("内容", 150), Column("原因", 60)), size=8.5, least=6 * MM
    )
    table.rows([(str(number), item.subject, item.reason) for number, item in enumerate(report.left_out, 1)])
    table.close()
