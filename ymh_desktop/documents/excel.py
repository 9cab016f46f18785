"""Registers, check tables and the tables inside a package as Excel: they are sorted, filtered and sent on."""

from ymh_desktop.documents.parts import day
from ymh_desktop.documents.register import KIND_TITLES, numbered, planned
from ymh_desktop.documents.submission import DANGER_TITLES, RISK_TITLES, danger_cells, risk_cells
from ymh_desktop.documents.workbook import Book, Field, Value, number_or_text
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.check_table import CheckTable, CheckTables
from ymh_desktop.services.reports.cover import SubmissionReport
from ymh_desktop.services.reports.lists import AllLists
from ymh_desktop.services.reports.paper import EXPERT_PENDING, Signature
from ymh_desktop.services.reports.register import RegisterRow, RiskRegister
from ymh_desktop.services.reports.sign_plan import SignPlan
from ymh_desktop.services.reports.statistics import StatisticsTable

A3, A4 = 8, 9

_REGISTER = (
    Field("序号", 6, middle=True),
    Field("风险点编号", 11),
    Field("风险点名称", 16),
    Field("风险点类型", 10, middle=True),
    Field("位置", 12),
    Field("风险点等级", 10),
    Field("步骤或检查项目", 16),
    Field("危险源", 28),
    Field("危险有害因素代码", 10, middle=True),
    Field("易发事故", 16),
    Field("后果", 16),
    Field("评价方法", 9, middle=True),
    Field("评价分数", 14, middle=True),
    Field("风险值", 8, middle=True),
    Field("风险等级", 10),
    Field("评价理由", 28),
    *(Field(f"{KIND_TITLES[kind]}措施（已落实）", 28) for kind in MeasureKind),
    Field("要新增的措施（还没有）", 30),
    Field("管控层级", 9, middle=True),
    Field("责任单位", 12),
    Field("责任人", 10),
    Field("电话", 14),
    Field("排查频次", 12),
    Field("备注", 20),
)
_SIGNS = (
    Field("序号", 6, middle=True),
    Field("标志", 24),
    Field("类别", 10, middle=True),
    Field("块数", 8),
    Field("说明", 12),
)
_SIGN_PLACES = (
    Field("序号", 6, middle=True),
    Field("编号", 10),
    Field("装在哪里", 26),
    Field("挂哪几种（先左后右）", 50),
    Field("块数", 8),
    Field("装好（日期、签名）", 20),
)
_LEFT_OUT = (Field("序号", 6, middle=True), Field("内容", 60), Field("原因", 30))
_CHECK = (
    Field("序号", 6, middle=True),
    Field("编号", 13),
    Field("检查项目", 20),
    Field("标准（怎样算合格）", 36),
    Field("怎么查", 26),
    Field("依据", 20),
    Field("结果（√ × 不涉及）", 12, middle=True),
    Field("问题、怎么处理", 26),
    Field("责任人", 10),
    Field("期限", 12),
    Field("复查", 12),
)

_STATISTICS = (
    Field("项目", 40),
    Field("一般隐患", 12, middle=True),
    Field("重大隐患", 12, middle=True),
    Field("合计", 12, middle=True),
)
_CHARTS = (
    Field("图", 32),
    Field("名称", 24),
    Field("登记（应查、期初）", 18, middle=True),
    Field("销号（已查、期末）", 18, middle=True),
)
_REGISTERED = (
    Field("序号", 6, middle=True),
    Field("编号", 10),
    Field("发现日期", 12, middle=True),
    Field("隐患", 40),
    Field("部位", 14),
    Field("级别", 10, middle=True),
    Field("来源", 12, middle=True),
    Field("整改责任人", 10),
    Field("整改期限", 12, middle=True),
    Field("状态", 12, middle=True),
    Field("销号日期", 12, middle=True),
)


def register(report: RiskRegister) -> bytes:
    """The register, and what was left out on a second sheet."""
    book = Book(report.title, report.enterprise, report.made_on)
    facts = (report.enterprise, f"评价方法：{report.profile}", report.version, day(report.made_on))
    state = tuple(text for text in (report.draft, EXPERT_PENDING if report.expert_pending else "") if text)
    rows = [_register_row(number, row) for number, row in enumerate(report.rows, 1)]
    notes = (*report.notes, _signed(report.signatures))
    book.sheet("风险分级管控清单", report.title, (*facts, *state), _REGISTER, rows, notes=notes, paper=A3)
    left_out: list[tuple[Value, ...]] = [
        (number, item.subject, item.reason) for number, item in enumerate(report.left_out, 1)
    ]
    book.sheet("未纳入及原因", "未纳入及原因", facts, _LEFT_OUT, left_out, landscape=False)
    return book.bytes()


def _register_row(number: int, row: RegisterRow) -> tuple[Value, ...]:
    return (
        number,
        row.point_code,
        row.point_name,
        row.point_kind,
        row.place,
        row.point_level,
        row.item,
        row.hazard,
        row.factor_code,
        row.accidents,
        row.consequence,
        row.method,
        row.marks,
        number_or_text(row.value),
        row.level,
        row.why,
        *(numbered(row.measures(kind)) for kind in MeasureKind),
        numbered(tuple(planned(measure) for measure in row.planned)),
        row.tier,
        row.unit,
        row.person,
        row.phone,
        row.frequency,
        row.remark,
    )


def check_tables(report: CheckTables) -> bytes:
    """One sheet for each table. Names of sheets are short and unique, as Excel asks."""
    first = report.tables[0] if report.tables else None
    if first is None:
        raise ValueError("an Excel file of no check tables")
    book = Book("安全检查表", first.enterprise, first.made_on)
    for number, table in enumerate(report.tables, 1):
        facts = (
            table.enterprise,
            f"表号 {table.sheet_number}",
            f"检查层级：{label(table.tier)}",
            f"部位或岗位：{table.where}",
            f"周期：{table.period}",
            *((table.draft,) if table.draft else ()),
            *((EXPERT_PENDING,) if table.expert_pending else ()),
        )
        rows = [_check_row(table, i) for i in range(len(table.rows))]
        notes = (*((table.how_back,) if table.how_back else ()), _signed(table.signatures))
        book.sheet(_sheet_name(number, table.where), table.title, facts, _CHECK, rows, notes=notes)
    return book.bytes()


def _check_row(table: CheckTable, index: int) -> tuple[Value, ...]:
    row = table.rows[index]
    return (row.number, row.code, row.what, row.standard, row.method, row.basis, "", "", "", "", "")


def _sheet_name(number: int, where: str) -> str:
    plain = "".join("-" if char in "[]:*?/\\'\n" else char for char in where)
    return f"{number} {plain}"[:31]


def submission(report: SubmissionReport) -> bytes:
    """重大风险, 重大隐患 and the totals as three sheets."""
    book = Book(f"{report.kind} {report.period}", report.enterprise, report.made_on)
    facts = (report.enterprise, report.credit_code, report.period, f"第 {report.sequence} 号", day(report.made_on))
    risks = [Field("序号", 6, middle=True), *(Field(title, 24) for title in RISK_TITLES)]
    dangers = [Field("序号", 6, middle=True), *(Field(title, 20) for title in DANGER_TITLES)]
    risk_rows: list[tuple[Value, ...]] = [
        (number, *risk_cells(row)) for number, row in enumerate(report.major_risks, 1)
    ]
    danger_rows: list[tuple[Value, ...]] = [
        (number, *danger_cells(row)) for number, row in enumerate(report.major_dangers, 1)
    ]
    book.sheet("重大风险", "重大风险", facts, risks, risk_rows, notes=report.notes)
    book.sheet("重大隐患", "重大隐患", facts, dangers, danger_rows)
    counts: list[tuple[Value, ...]] = [(label(level), count) for level, count in report.counts]
    totals: list[tuple[Value, ...]] = [*counts, *((words, number_or_text(value)) for words, value in report.totals)]
    book.sheet("合计", "本期合计", facts, (Field("项目", 40), Field("数值", 20, middle=True)), totals, landscape=False)
    return book.bytes()


def sign_plan(report: SignPlan) -> bytes:
    """What to buy, and on a second sheet where each sign hangs."""
    book = Book("安全标志配置表", report.enterprise, report.made_on)
    facts = (
        report.enterprise,
        report.version,
        day(report.made_on),
        *((report.draft,) if report.draft else ()),
        *((EXPERT_PENDING,) if report.expert_pending else ()),
    )
    bought: list[tuple[Value, ...]] = [
        (number, item.name, item.kind, item.count, item.remark) for number, item in enumerate(report.totals, 1)
    ]
    places: list[tuple[Value, ...]] = [
        (number, place.code, place.where, "、".join(place.signs), place.count, "")
        for number, place in enumerate(report.places, 1)
    ]
    notes = (*report.notes, _signed(report.signatures))
    book.sheet("要买的", "要买的安全标志", facts, _SIGNS, bought, notes=notes, landscape=False)
    book.sheet("装在哪里", "安全标志装在哪里", facts, _SIGN_PLACES, places, landscape=False)
    return book.bytes()


def statistics(report: StatisticsTable) -> bytes:
    """The table that is signed, the numbers of its charts, and the hidden dangers that were registered."""
    book = Book(f"{report.title} {report.period}", report.enterprise, report.made_on)
    state = tuple(text for text in (report.basis, report.hand_in, report.unfinished, report.draft) if text)
    facts = (report.enterprise, report.period, report.days, day(report.made_on), *state)
    rows: list[tuple[Value, ...]] = [
        (row.name, *(number_or_text(value) for value in (row.general, row.major, row.total))) for row in report.rows
    ]
    rows += [(name, "", "", number_or_text(value)) for name, value in (*report.major, *report.checks)]
    notes = (*report.analysis, *((report.words,) if report.words else ()), _signed(report.signatures))
    book.sheet("统计分析表", report.title, facts, _STATISTICS, rows, notes=notes, landscape=False)
    drawn: list[tuple[Value, ...]] = [
        (chart.title, name, *(series.values[place] for series in chart.series), *([""] * (2 - len(chart.series))))
        for chart in report.charts
        for place, name in enumerate(chart.names)
    ]
    book.sheet("图里的数", f"{report.period} 图里的数", facts, _CHARTS, drawn, landscape=False)
    found: list[tuple[Value, ...]] = [
        (
            *(number, each.code, each.found_on.isoformat(), each.title, each.place, each.level, each.source),
            *(each.responsible, each.deadline.isoformat() if each.deadline else "", each.state),
            each.closed_on.isoformat() if each.closed_on else "",
        )
        for number, each in enumerate(report.details, 1)
    ]
    book.sheet("登记的隐患", f"{report.period} 登记的隐患", facts, _REGISTERED, found)
    return book.bytes()


def _signed(signatures: tuple[Signature, ...]) -> str:
    return "　　　".join(f"{line.role}：{line.name or '________'} {line.on}".strip() for line in signatures)


def all_lists(report: AllLists) -> bytes:
    """One sheet per list; an empty list keeps its head."""
    book = Book("全部清单", report.enterprise, report.made_on)
    for sheet in report.sheets:
        fields = tuple(Field(column.title, column.width) for column in sheet.columns)
        rows = [tuple("" if cell is None else cell for cell in row) for row in sheet.rows]
        facts = (report.enterprise, day(report.made_on), f"共 {len(rows)} 条")
        book.sheet(sheet.name, sheet.name, facts, fields, rows, paper=A3 if len(fields) > 12 else A4)
    return book.bytes()
