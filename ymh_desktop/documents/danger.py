"""整改通知单 and 回执, 一隐患一档, 重大事故隐患报告."""

from collections.abc import Sequence

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Cell, Column, Heading, Sheet, Table, day, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.photos import ROW, photo_grid
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, MM, RED
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.danger import (
    DangerFile,
    DangerFiles,
    Fact,
    HistoryLine,
    MajorDangerReport,
    MajorDangerReports,
    PaperPhoto,
    RectificationNotice,
    RectificationNotices,
)

NOTICE, REPLY = "隐患整改通知单", "隐患整改回执"
FILE, REPORT = "隐患治理档案", "重大事故隐患报告"
_BLANK = "＿＿＿＿＿＿"
_SIGNATURES = 13 * MM
_FACTS = (Column("项目", 34, bold=True), Column("内容", 150))
_NOTICE = (
    Column("序号", 10, align=0.5),
    Column("编号", 17),
    Column("隐患内容", 48, bold=True),
    Column("部位", 20),
    Column("依据", 28),
    Column("整改要求", 34),
    Column("责任人", 16),
    Column("期限", 24),
)
_REPLY = (
    Column("序号", 10, align=0.5),
    Column("编号", 17),
    Column("隐患内容", 46),
    Column("整改措施（怎么改的）", 62),
    Column("完成日期", 22),
    Column("复查意见", 40),
)
_HISTORY = (Column("时间", 30), Column("做了什么", 34, bold=True), Column("谁", 22), Column("说明", 98))


def render_notices(report: RectificationNotices, press: Press, progress: Progress | None = None) -> bytes:
    """Each notice with its 回执 on a page of its own."""
    with DRAWING:
        first = report.notices[0] if report.notices else None
        pen = press.pen(A4, NOTICE, first.enterprise if first else "")
        if first is None:
            pen.text(pen.width / 2, pen.height / 2, "没有要整改的隐患", 16, align=0.5)
        for done, notice in enumerate(report.notices, 1):
            sheet = Sheet(
                pen, _notice_heading(notice, NOTICE), margin=13 * MM, foot=f"{notice.number}  {notice.enterprise}"
            )
            _notice(sheet, notice)
            sheet.end()
            sheet = Sheet(
                pen, _notice_heading(notice, REPLY), margin=13 * MM, foot=f"{notice.number}  {notice.enterprise}"
            )
            _reply(sheet, notice)
            sheet.end()
            tell(progress, done, len(report.notices))
        return pen.finish()


def _notice_heading(notice: RectificationNotice, title: str) -> Heading:
    return Heading(
        notice.enterprise,
        title,
        number=f"{notice.number}\n{day(notice.made_on)}",
        facts=(
            f"受检部门或人：{notice.receiver or _BLANK}",
            f"检查日期：{notice.checked_on or _BLANK}",
            f"检查人：{notice.inspectors or _BLANK}",
        ),
        draft=notice.draft,
    )


def _notice(sheet: Sheet, notice: RectificationNotice) -> None:
    sheet.paragraph(
        "检查中发现下列隐患，请按要求和期限整改；整改期间做好防护，改完填写回执交回，由另一个人复查。", 10.5
    )
    sheet.space(2 * MM)
    table = Table(sheet, _NOTICE, size=9.5, least=10 * MM)
    rows: list[tuple[Cell, ...]] = [
        (str(n.number), n.code, n.danger, n.place, n.basis, n.demand, n.person, n.deadline) for n in notice.lines
    ]
    table.rows(rows, below=_SIGNATURES)
    table.close()
    sheet.signatures(notice.signatures)
    _photos(sheet, "隐患照片", [photo for line in notice.lines for photo in line.photos])


def _reply(sheet: Sheet, notice: RectificationNotice) -> None:
    table = Table(sheet, _REPLY, size=9.5, least=16 * MM)
    rows: list[tuple[Cell, ...]] = [
        (str(n.number), n.code, n.danger, n.done, n.done_on, n.verdict) for n in notice.lines
    ]
    table.rows(rows, below=_SIGNATURES)
    table.close()
    sheet.signatures(notice.answered_by)
    _photos(sheet, "整改后的照片", [photo for line in notice.lines for photo in line.after])


def render_files(report: DangerFiles, press: Press, progress: Progress | None = None) -> bytes:
    """Each file with its own page numbers."""
    with DRAWING:
        first = report.files[0] if report.files else None
        pen = press.pen(A4, f"{FILE} {first.code}" if first else FILE, first.enterprise if first else "")
        if first is None:
            pen.text(pen.width / 2, pen.height / 2, "没有隐患", 16, align=0.5)
        for done, file in enumerate(report.files, 1):
            _file(pen, file)
            tell(progress, done, len(report.files))
        return pen.finish()


def _file(pen: Pen, file: DangerFile) -> None:
    heading = Heading(
        file.enterprise,
        FILE,
        number=f"{file.code}\n{day(file.made_on)}",
        facts=(file.level, file.status),
        draft=file.draft,
    )
    sheet = Sheet(pen, heading, margin=13 * MM, foot=f"{file.code}  {file.enterprise}")
    sheet.paragraph(file.title, 13, bold=True)
    sheet.space(2 * MM)
    _facts(sheet, file.facts)
    if file.steps:
        sheet.section("重大隐患的步骤")
        sheet.paragraph("　".join(file.steps), 10.5)
    for title, photos in (
        ("整改前的照片", file.before),
        ("整改后的照片", file.after),
        ("凭证和文书", file.receipts),
        ("换下来的照片", file.replaced),
    ):
        _photos(sheet, title, photos)
    if file.history:
        _section(sheet, "过程记录")
        _history(sheet, file.history, below=_SIGNATURES + 2 * MM)
    sheet.space(2 * MM)
    sheet.signatures(file.signatures)
    sheet.end()


def render_major(report: MajorDangerReports, press: Press, progress: Progress | None = None) -> bytes:
    """Each report with its own page numbers."""
    with DRAWING:
        first = report.reports[0] if report.reports else None
        pen = press.pen(A4, f"{REPORT} {first.enterprise}" if first else REPORT, first.enterprise if first else "")
        if first is None:
            pen.text(pen.width / 2, pen.height / 2, "没有重大事故隐患", 16, align=0.5)
        for done, each in enumerate(report.reports, 1):
            heading = Heading(each.enterprise, REPORT, number=day(each.made_on), draft=each.draft)
            sheet = Sheet(pen, heading, margin=13 * MM, foot=f"{REPORT}  {each.enterprise}")
            _major(sheet, each)
            sheet.end()
            tell(progress, done, len(report.reports))
        return pen.finish()


def _major(sheet: Sheet, report: MajorDangerReport) -> None:
    if report.missing:
        sheet.paragraph(f"还缺：{'、'.join(report.missing)}。", 10.5, bold=True, colour=RED)
        sheet.space(1 * MM)
    _facts(sheet, report.facts)
    for title, facts in (
        ("一、现状及其产生原因", report.situation),
        ("二、危害程度和整改难易程度分析", report.analysis),
        ("三、治理方案", report.plan),
        ("五落实", report.five_fixed),
        ("四、临时防护和停产撤人", report.protection),
    ):
        _section(sheet, title)
        _facts(sheet, facts)
    for title, lines in (("五、逐级报告", report.chain), ("六、上报及回执", report.reports)):
        _section(sheet, title)
        if lines:
            _history(sheet, lines)
        else:
            sheet.paragraph("还没有。", 10.5)
    if report.orders:
        _section(sheet, "七、督办及回复")
        _facts(sheet, report.orders)
    _section(sheet, "八、评估、验收和核销" if report.orders else "七、评估和验收")
    _facts(sheet, report.outcome)
    _photos(sheet, "现场照片", report.photos)
    sheet.space(4 * MM)
    sheet.signatures(report.signatures)
    sheet.paragraph("（单位盖章）", 10.5)


def _section(sheet: Sheet, title: str) -> None:
    """A heading over a table: it goes along with the head and the first rows."""
    sheet.need(42 * MM)
    sheet.section(title)


def _facts(sheet: Sheet, facts: Sequence[Fact]) -> None:
    table = Table(sheet, _FACTS, size=10, least=8 * MM)
    table.rows([(name, value) for name, value in facts])
    table.close()


def _history(sheet: Sheet, lines: Sequence[HistoryLine], *, below: float = 0) -> None:
    table = Table(sheet, _HISTORY, size=9.5)
    table.rows([(line.on, line.what, line.who, line.words) for line in lines], below=below)
    table.close()


def _photos(sheet: Sheet, title: str, photos: Sequence[PaperPhoto]) -> None:
    if photos:
        sheet.need(ROW + 17 * MM)  # the heading goes along with the first row
        sheet.section(f"{title}（{len(photos)} 张）")
        photo_grid(sheet, photos)
