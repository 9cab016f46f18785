"""上报封面: one page to sign and stamp; its digits tie the paper to the signed file."""

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Heading, Sheet, day, fit_lines, level_counts
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, FAINT, MM, RULE
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.cover import ReportCover, SignedFile

_BELOW = 80 * MM  # kept for the file's digits, the signatures and the stamp
_PART = 7 * MM  # a line for each file of a report in several
_NOTE = "镇里的程序打开文件后显示的校验码与此相同，才是这份文件。"
_FEW_RISKS = 34 * MM  # their heading, some of them, and how many more


def render(report: ReportCover, press: Press, progress: Progress | None = None) -> bytes:
    """One page."""
    with DRAWING:
        title = "安全风险和隐患情况上报"
        pen = press.pen(A4, f"{title} {report.enterprise}", report.enterprise)
        heading = Heading("", title, number=_numbers(report), draft=report.draft)
        sheet = Sheet(pen, heading, margin=16 * MM, foot=_foot(report))
        sheet.paragraph(f"报送：{report.recipient or '________________'}", 12)
        sheet.space(2 * MM)
        for name, value in (
            ("企业名称", report.enterprise),
            ("统一社会信用代码", report.credit_code or "________________"),
            ("种类", report.kind),
            ("期间", report.period),
            ("序号和日期", f"{_numbers(report)}　{day(report.made_on)}"),
            ("联系人", report.contact),
        ):
            sheet.fact(name, value)
        sheet.space(4 * MM)
        sheet.y = level_counts(pen, report.counts, sheet.left, sheet.y, sheet.width) - 2 * MM
        _dangers(sheet, report)
        if report.major_dangers:
            sheet.section(f"没销号的重大隐患（{len(report.major_dangers)} 项）")
            _listed(sheet, report.major_dangers, _below(report) + _FEW_RISKS)
        sheet.section(f"重大风险（{len(report.major_risks)} 项）")
        _listed(sheet, report.major_risks, _below(report))
        if len(report.files) == 1:
            _file(sheet, report.files[0])
        else:
            _files(sheet, report.files)
        _stamp(sheet, report)
        sheet.end()
        return pen.finish()


def _dangers(sheet: Sheet, report: ReportCover) -> None:
    if report.hidden_dangers:
        counts = "　".join(f"{words} {count} 项" for words, count in report.hidden_dangers)
        sheet.paragraph(f"隐患：{counts}", 11)


def _listed(sheet: Sheet, texts: tuple[str, ...], below: float) -> None:
    """As many as leave room for what comes below; the others are counted."""
    listed: list[str] = []
    room = sheet.room - below
    for text in texts:
        _, lines = fit_lines(sheet.pen.fonts.regular, text, sheet.width - 20, 10.5, 10.5, 2)
        room -= len(lines) * 10.5 * 1.45
        if room < 0:
            break
        listed.append("".join(lines))
    sheet.items(listed, 10.5)
    if len(texts) > len(listed):
        sheet.paragraph(f"还有 {len(texts) - len(listed)} 项，见文件内报告。", 10.5)


def _numbers(report: ReportCover) -> str:
    last = report.sequence + len(report.files) - 1
    return f"第 {report.sequence} 号" if len(report.files) == 1 else f"第 {report.sequence} 至 {last} 号"


def _foot(report: ReportCover) -> str:
    """The file's name; of several whose they are and their numbers, for each name bears only its own."""
    return report.files[0].name if len(report.files) == 1 else f"{report.enterprise}  {_numbers(report)}"


def _below(report: ReportCover) -> float:
    return _BELOW + max(0, _PART * len(report.files) - 12 * MM) if len(report.files) > 1 else _BELOW


def _files(sheet: Sheet, files: tuple[SignedFile, ...]) -> None:
    """Which signed files this page belongs to, one line each."""
    pen, height = sheet.pen, _PART * len(files) + 12 * MM
    sheet.space(3 * MM)
    sheet.need(height)
    pen.rectangle(sheet.left, sheet.y - height, sheet.width, height, stroke=RULE, line=0.8)
    top = sheet.y - 5.5 * MM
    pen.text(sheet.left + 3 * MM, top, f"电子文件 {len(files)} 个，一起交：", 10.5)
    pen.text(sheet.right - 3 * MM, top, "校验码", 10.5, align=1)
    for at, file in enumerate(files, 1):
        base = top - at * _PART
        size, lines = fit_lines(pen.fonts.regular, file.name, sheet.width - 62 * MM, 9.5, 6, 1)
        pen.text(sheet.left + 3 * MM, base, lines[0], size)
        pen.text(sheet.right - 3 * MM, base, " ".join(file.groups), 12, bold=True, align=1)
    pen.text(sheet.left + 3 * MM, sheet.y - height + 1.5 * MM, _NOTE, 8.5, colour=FAINT)
    sheet.y -= height + 3 * MM


def _file(sheet: Sheet, file: SignedFile) -> None:
    """Which signed file this page belongs to."""
    pen, height = sheet.pen, 24 * MM
    sheet.space(3 * MM)
    sheet.need(height)
    pen.rectangle(sheet.left, sheet.y - height, sheet.width, height, stroke=RULE, line=0.8)
    pen.box = (sheet.left, sheet.y - height, sheet.right, sheet.y)
    size, lines = fit_lines(pen.fonts.regular, f"电子文件：{file.name}", sheet.width - 6 * MM, 10.5, 6, 2)
    pen.lines(sheet.left + 3 * MM, sheet.y - 1.5 * MM, lines, size, leading=1.15)
    pen.text(sheet.left + 3 * MM, sheet.y - 17 * MM, "校验码", 10.5)
    for i, group in enumerate(file.groups):
        pen.text(sheet.left + (22 + 27 * i) * MM, sheet.y - 17.6 * MM, group, 19, bold=True)
    pen.text(sheet.left + 3 * MM, sheet.y - 22.3 * MM, _NOTE, 8.5, colour=FAINT)
    pen.box = (0, 0, pen.width, pen.height)
    sheet.y -= height + 3 * MM


def _stamp(sheet: Sheet, report: ReportCover) -> None:
    """Signatures on the left, the stamp on the right."""
    pen, height = sheet.pen, 40 * MM
    sheet.need(height)
    pen.rectangle(sheet.right - 62 * MM, sheet.y - height, 62 * MM, height, stroke=RULE, line=0.8)
    pen.text(sheet.right - 31 * MM, sheet.y - height / 2 - 4, "企业盖章", 12, colour=FAINT, align=0.5)
    sheet.paragraph("以上情况属实，没有隐瞒。", 11)
    step = min(11 * MM, (height - 8 * MM) / max(1, len(report.signatures)))
    for i, signature in enumerate(report.signatures):
        base = sheet.y - (i + 1) * step + 2 * MM
        role = f"{signature.role}：{signature.name}"
        size, lines = fit_lines(pen.fonts.regular, role, 44 * MM, 11, 6, 1)
        pen.text(sheet.left, base, lines[0], size)
        start = sheet.left + pen.fonts.regular.width(lines[0], size) + 2 * MM
        pen.line(start, base - 2, sheet.left + 66 * MM, base - 2, colour=FAINT)
        pen.text(sheet.left + 68 * MM, base, signature.on or "____年__月__日", 10.5)
    sheet.y -= height
