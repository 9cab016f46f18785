"""首次风险辨识报告: what was found, who took part, and the page that owner and expert sign."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Cell, Column, Heading, Sheet, Table, day, level_counts
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, FAINT, MM, RULE
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.sign_off import FirstIdentificationReport

TITLE = "安全风险辨识报告"
_RISKS = (Column("编号", 18), Column("风险点", 34), Column("等级", 17), Column("会出什么事", 92), Column("责任人", 22))
_PEOPLE = (Column("岗位", 40), Column("参加的员工", 90), Column("本人签字", 50))


def render(report: FirstIdentificationReport, press: Press, progress: Progress | None = None) -> bytes:
    """The report; the signatures stand on a page of their own."""
    with DRAWING:
        pen = press.pen(A4, f"{TITLE} {report.enterprise}", report.enterprise)
        heading = Heading(
            report.enterprise,
            TITLE,
            number=f"{report.title}\n{day(report.made_on)}",
            draft=report.draft,
            expert_pending=report.expert_pending,
        )
        sheet = Sheet(pen, heading, margin=14 * MM, foot=f"{report.enterprise}  {report.title}")
        _facts(sheet, report)
        sheet.space(3 * MM)
        sheet.y = level_counts(pen, report.counts, sheet.left, sheet.y, sheet.width) - 2 * MM
        sheet.section("重大和较大风险")
        rows: list[tuple[Cell, ...]] = [
            (risk.code, risk.name, risk.level, risk.hazard, risk.person) for risk in report.risks
        ]
        if rows:
            table = Table(sheet, _RISKS, size=9.5)
            table.rows(rows, progress)
            table.close()
        else:
            sheet.paragraph("没有评为重大或较大的风险。", 10.5)
        for title, texts in (
            ("辨识时发现的隐患", report.hidden_dangers),
            ("要问专家的", report.open_questions),
            ("还没有回答的", report.parked),
        ):
            if texts:
                sheet.section(f"{title}（{len(texts)} 条）")
                sheet.items(texts)
        sheet.turn()
        _sign_page(sheet, report)
        sheet.end()
        return pen.finish()


def _facts(sheet: Sheet, report: FirstIdentificationReport) -> None:
    answers = "　".join(f"{words} {count} 条" for words, count in report.answers)
    for name, value in (
        ("行业", report.trade),
        ("行业库版本", report.library_version),
        ("评价方法", report.profile),
        ("辨识日期", _days(report)),
        ("现场问答", answers),
        ("印的是", "主要负责人签字时的样子；以后变了的，写在签字的后面" if report.later else ""),
    ):
        if value:
            sheet.fact(name, value, 8 * MM)


def _days(report: FirstIdentificationReport) -> str:
    """From when till when; printed a year later it must not say that it took a year."""
    began = day(report.started_on)
    if report.finished_on is None:
        return f"{began} 开始，还没做完"
    ended = day(report.finished_on)
    return began if began == ended else f"{began} 至 {ended}"


def _sign_page(sheet: Sheet, report: FirstIdentificationReport) -> None:
    sheet.section("参加辨识的员工")
    table = Table(sheet, _PEOPLE, size=10, least=11 * MM)
    people = [(post, "、".join(names), "") for post, names in report.participants]
    table.rows(people or [("", "", "")] * 4)
    table.close()
    sheet.section("签字确认")
    sheet.paragraph("以上辨识结果与现场一致，没有填写不存在的措施。", 11)
    sheet.space(2 * MM)
    _sign(sheet, "主要负责人意见", "", report.principal)
    if report.expert is not None:
        facts = "　".join(part for part in (report.expert_unit, report.expert_certificate) if part)
        _sign(sheet, "专家意见", facts, report.expert)
    _later(sheet, report)


def _later(sheet: Sheet, report: FirstIdentificationReport) -> None:
    """What came after the owner's signature stands below it, under a heading that says so."""
    if report.notes or report.later:
        sheet.section("主要负责人签字以后变了的（不在这次签字里）")
        for note in report.notes:
            sheet.paragraph(note, 10.5)
        sheet.space(1.5 * MM)
        sheet.items(report.later, none="")


def _sign(sheet: Sheet, title: str, facts: str, signature: Signature) -> None:
    pen, height = sheet.pen, 38 * MM
    sheet.need(height + 4 * MM)
    pen.rectangle(sheet.left, sheet.y - height, sheet.width, height, stroke=RULE, line=0.8)
    pen.text(sheet.left + 3 * MM, sheet.y - 6.5 * MM, title, 11, bold=True)
    if facts:
        lines = pen.fonts.regular.lines(facts, 9.5, sheet.width - 6 * MM)[:2]
        pen.lines(sheet.left + 3 * MM, sheet.y - 8.5 * MM, lines, 9.5, colour=FAINT)
    base = sheet.y - height + 5 * MM
    pen.text(sheet.left + 3 * MM, base, f"{signature.role}：{signature.name}", 10.5)
    pen.line(sheet.left + 62 * MM, base - 2, sheet.left + 112 * MM, base - 2, colour=FAINT)
    pen.text(sheet.left + 48 * MM, base, "签字", 10.5)
    pen.text(sheet.right - 58 * MM, base, f"日期：{signature.on or '____年__月__日'}", 10.5)
    sheet.y -= height + 4 * MM
