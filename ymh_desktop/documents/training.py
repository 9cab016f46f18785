"""培训计划表, 培训签到表, 一人一档, 岗位三问, 奖惩台账, 到期事项一览表, 人人有任务一览表."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Column, Heading, Sheet, Table, day, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, A4_LANDSCAPE, FAINT, MM
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.training import (
    AwardLedger,
    PersonFile,
    PersonFiles,
    QuizSheet,
    QuizSheets,
    RenewalSheet,
    Row,
    SignInSheet,
    SignInSheets,
    TaskSheet,
    TrainingPlan,
)

S = TypeVar("S", SignInSheet, PersonFile)
PLAN, SIGN_IN, FILE = "安全培训计划表", "安全培训签到表", "员工安全培训一人一档"
QUIZ, KEY = "岗位三问", "岗位三问答案（安全员留存）"
LEDGER, RENEWALS, TASKS = "安全生产奖惩台账", "到期事项一览表", "人人有任务一览表"
_SIGNATURES = 13 * MM
PLAN_COLUMNS = (
    Column("序号", 9, align=0.5), Column("编号", 17), Column("培训内容", 52, bold=True), Column("类别", 30),
    Column("计划日期", 21), Column("学时", 11, align=0.5), Column("给谁", 34), Column("谁来讲", 20), Column("地点", 20),
    Column("完成情况", 44),
)  # fmt: skip
_SIGN_IN = (
    Column("序号", 10, align=0.5), Column("姓名", 30, bold=True), Column("岗位", 48), Column("签名", 60, align=0.5),
    Column("考核", 36, align=0.5),
)  # fmt: skip
_TAUGHT = (
    Column("日期", 22), Column("培训内容", 60, bold=True), Column("类别", 34), Column("学时", 12, align=0.5),
    Column("谁来讲", 22), Column("考核", 18), Column("签到表", 17),
)  # fmt: skip
_SIGNED = (Column("日期", 30), Column("岗位", 70, bold=True), Column("告知卡版本", 40), Column("方式", 45))
_ANSWERED = (
    Column("日期", 30), Column("岗位", 60, bold=True), Column("第1问", 18), Column("第2问", 18), Column("第3问", 18),
    Column("方式", 41),
)  # fmt: skip
_HELD = (Column("证件", 60, bold=True), Column("证号", 50), Column("发证单位", 45), Column("到期", 30))
_GIVEN = (
    Column("日期", 22), Column("编号", 20), Column("奖惩", 14), Column("为什么", 95, bold=True),
    Column("分", 14, align=0.5), Column("元", 20, align=0.5),
)  # fmt: skip
_NAMES = (
    Column("姓名", 40, bold=True), Column("第1问", 22, align=0.5), Column("第2问", 22, align=0.5),
    Column("第3问", 22, align=0.5), Column("签名", 45), Column("日期", 33),
)  # fmt: skip
_KEY = (
    Column("岗位", 70, bold=True), Column("告知卡版本", 40), Column("第1问", 24, align=0.5),
    Column("第2问", 24, align=0.5), Column("第3问", 24, align=0.5),
)  # fmt: skip
RULE_COLUMNS = (
    Column("种类", 20), Column("什么情况", 150, bold=True), Column("分", 20, align=0.5), Column("元", 25, align=0.5),
)  # fmt: skip
ENTRY_COLUMNS = (
    Column("日期", 21), Column("编号", 18), Column("谁", 26, bold=True), Column("奖惩", 13), Column("为什么", 84),
    Column("分", 13, align=0.5), Column("元", 18, align=0.5), Column("谁定的", 20), Column("关联隐患", 45),
)  # fmt: skip
RENEWAL_COLUMNS = (
    Column("序号", 9, align=0.5), Column("种类", 20), Column("是什么", 52, bold=True), Column("证号或编号", 36),
    Column("谁负责（持证人）", 26), Column("发证或检验单位", 38), Column("到期", 22), Column("还有几天", 24),
    Column("状态", 18),
)  # fmt: skip
TASK_COLUMNS = (
    Column("序号", 9, align=0.5), Column("姓名", 22, bold=True), Column("岗位", 50), Column("有卡", 34),
    Column("已签收", 34), Column("三问答对", 34), Column("有任务，本周做了", 66),
)  # fmt: skip


def sum_columns(whose: str) -> tuple[Column, ...]:
    """Of a table of sums per person or post."""
    titles = ("奖励（次）", "处罚（次）", "合计（分）", "合计（元）")
    return (Column(whose, 60, bold=True), *(Column(title, 31, align=0.5) for title in titles))


def render_plan(report: TrainingPlan, press: Press, progress: Progress | None = None) -> bytes:
    """One table, lying."""
    heading = Heading(report.enterprise, PLAN, day(report.made_on), (report.period,), report.draft)
    return _ledger(press, heading, PLAN_COLUMNS, report.rows, report.signatures, least=9 * MM)


def render_renewals(report: RenewalSheet, press: Press, progress: Progress | None = None) -> bytes:
    """One table, lying."""
    heading = Heading(report.enterprise, RENEWALS, day(report.made_on), (report.said,), report.draft)
    return _ledger(press, heading, RENEWAL_COLUMNS, report.rows, report.signatures)


def render_tasks(report: TaskSheet, press: Press, progress: Progress | None = None) -> bytes:
    """One table, lying."""
    heading = Heading(report.enterprise, TASKS, day(report.made_on), (report.said,), report.draft)
    return _ledger(press, heading, TASK_COLUMNS, report.rows, report.signatures)


def _ledger(
    press: Press,
    heading: Heading,
    columns: Sequence[Column],
    rows: Sequence[Row],
    signatures: Sequence[Signature],
    least: float = 8 * MM,
) -> bytes:
    with DRAWING:
        pen = press.pen(A4_LANDSCAPE, heading.title, heading.enterprise)
        sheet = Sheet(pen, heading, margin=11 * MM, foot=f"{heading.title}  {heading.enterprise}")
        _table(sheet, columns, rows, least=least)
        sheet.signatures(signatures)
        sheet.end()
        return pen.finish()


def _table(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row], *, size: float = 9, least: float = 8 * MM
) -> None:
    table = Table(sheet, columns, size=size, least=least)
    table.rows(rows, below=_SIGNATURES)
    table.close()
    sheet.space(2 * MM)


def render_ledger(report: AwardLedger, press: Press, progress: Progress | None = None) -> bytes:
    """Entries first, then sums, then the rules they were decided by."""
    with DRAWING:
        pen = press.pen(A4_LANDSCAPE, LEDGER, report.enterprise)
        heading = Heading(report.enterprise, LEDGER, day(report.made_on), (report.period, report.total), report.draft)
        sheet = Sheet(pen, heading, margin=11 * MM, foot=f"{LEDGER}  {report.enterprise}")
        if report.entries:
            _table(sheet, ENTRY_COLUMNS, report.entries)
        else:
            sheet.paragraph("这段日子没有奖惩记录。")
        for title, first, rows in (("每人合计", "姓名", report.per_person), ("每个岗位合计", "岗位", report.per_post)):
            if rows:
                sheet.section(title)
                _table(sheet, sum_columns(first), rows)
        sheet.section("奖惩办法（本企业自己定的）")
        if report.rules:
            _table(sheet, RULE_COLUMNS, report.rules)
        else:
            sheet.paragraph("还没有定办法。")
        sheet.signatures(report.signatures)
        sheet.end()
        return pen.finish()


def render_sign_in(report: SignInSheets, press: Press, progress: Progress | None = None) -> bytes:
    """Each sheet with its own page numbers."""
    return _each(press, SIGN_IN, report.sheets, _sign_in, progress)


def _sign_in(pen: Pen, report: SignInSheet) -> None:
    heading = Heading(
        report.enterprise, SIGN_IN, f"表号 {report.number}\n打印 {day(report.made_on)}", draft=report.draft
    )
    sheet = Sheet(pen, heading, margin=13 * MM, foot=f"{report.number}  {report.topic}")
    sheet.paragraph(f"培训内容：{report.topic}", 12, bold=True)
    sheet.paragraph("　".join(report.facts), 10)
    if report.content:
        sheet.paragraph(f"讲些什么：{report.content}", 10)
    sheet.space(2 * MM)
    _table(sheet, _SIGN_IN, report.rows, size=10, least=10.5 * MM)
    sheet.paragraph("签完交安全员，照着表号录入，拍一张照片存上。", 9, colour=FAINT)
    sheet.signatures(report.signatures)
    sheet.end()


def render_files(report: PersonFiles, press: Press, progress: Progress | None = None) -> bytes:
    """Each person with their own page numbers."""
    return _each(press, FILE, report.files, _person, progress)


def _person(pen: Pen, report: PersonFile) -> None:
    sheet = Sheet(
        pen,
        Heading(report.enterprise, FILE, day(report.made_on), draft=report.draft),
        margin=13 * MM,
        foot=f"{FILE}  {report.name}",
    )
    for name, value in report.facts:
        sheet.fact(name, value)
    for title, columns, rows in (
        ("培训记录", _TAUGHT, report.trainings),
        ("告知卡签收", _SIGNED, report.receipts),
        ("三问", _ANSWERED, report.answers),
        ("证件", _HELD, report.certificates),
        ("奖惩", _GIVEN, report.awards),
    ):
        sheet.section(title)
        if rows:
            _table(sheet, columns, rows)
        else:
            sheet.paragraph("还没有记录", 10, colour=FAINT)
    sheet.signatures(report.signatures)
    sheet.end()


def render_quiz(report: QuizSheets, press: Press, progress: Progress | None = None) -> bytes:
    """One page per post, then the key on a page of its own."""
    with DRAWING:
        pen = press.pen(A4, QUIZ, report.enterprise)
        for done, one in enumerate(report.sheets, 1):
            _quiz(pen, one)
            tell(progress, done, len(report.sheets))
        sheet = Sheet(pen, Heading(report.enterprise, KEY, day(report.made_on)), margin=13 * MM, foot=KEY)
        sheet.paragraph("答错的当场讲清楚，下次再问一遍。卡改过以后题目会跟着变，看版本对不对。", 10.5)
        sheet.space(2 * MM)
        _table(sheet, _KEY, report.key, size=10)
        sheet.end()
        return pen.finish()


def _quiz(pen: Pen, report: QuizSheet) -> None:
    heading = Heading(
        report.enterprise,
        f"{QUIZ}：{report.post}",
        f"告知卡版本 {report.edition}\n{day(report.made_on)}",
        draft=report.draft,
        size=20,
    )
    sheet = Sheet(pen, heading, margin=15 * MM, foot=f"{QUIZ}  {report.post}  {report.edition}")
    sheet.paragraph("可以念给大家听，每题选一个。答案都在岗位告知卡上。", 11, colour=FAINT)
    for number, asked in enumerate(report.questions, 1):
        sheet.space(4 * MM)
        sheet.need(48 * MM)
        sheet.paragraph(f"{number}. {asked.asked}", 16, bold=True)
        sheet.space(1 * MM)
        for option in asked.options:
            sheet.paragraph(option, 15, indent=8 * MM)
    sheet.space(5 * MM)
    _table(sheet, _NAMES, [(name, "", "", "", "", "") for name in report.names], size=10, least=8.5 * MM)
    sheet.end()


def _each(
    press: Press,
    title: str,
    sheets: Sequence[S],
    draw: Callable[[Pen, S], None],
    progress: Progress | None,
) -> bytes:
    with DRAWING:
        pen = press.pen(A4, title, sheets[0].enterprise if sheets else "")
        if not sheets:
            pen.text(pen.width / 2, pen.height / 2, "没有要打印的", 16, align=0.5)
        for done, one in enumerate(sheets, 1):
            draw(pen, one)
            tell(progress, done, len(sheets))
        return pen.finish()
