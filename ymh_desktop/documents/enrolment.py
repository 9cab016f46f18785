"""签名密钥登记表: one page by which the town's clerk comes to trust an enterprise's signature."""

from ymh_desktop.documents import qr
from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Heading, Sheet, day
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, FAINT, MM, RULE
from ymh_desktop.domain.marks import in_fours
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.enrolment import EnrolmentSheet
from ymh_desktop.services.reports.paper import Signature

TITLE = "签名密钥登记表"
_FOR_THE_CLERK = (
    "当面核对：企业名称、统一社会信用代码和来人身份，看公章；收下本表和证书文件“签名证书.pem”。",
    "运行 ymh-desktop town trust --add 签名证书.pem，程序显示证书里的名称和指纹。",
    "名称和 16 组指纹逐组和本表对，全都一样，才在后面加上 --fingerprint 和本表的指纹（至少最后 8 位）登记。",
    "以后收到这家企业的上报包，程序会自动核对签名；指纹对不上的不要收。",
    "本表存档。企业换电脑或密钥丢失，要重新交一张新表和新证书。",
)


def render(report: EnrolmentSheet, press: Press, progress: Progress | None = None) -> bytes:
    """One page."""
    with DRAWING:
        pen = press.pen(A4, f"{TITLE} {report.enterprise}", report.enterprise)
        sheet = Sheet(pen, Heading("", TITLE, number=day(report.made_on)), margin=16 * MM, foot=TITLE)
        recipient = f"{report.recipient}：" if report.recipient else "________________："
        sheet.paragraph(recipient, 12)
        sheet.paragraph("我单位用下面的密钥给上报的文件签名，请登记。", 12, indent=24)
        sheet.space(3 * MM)
        facts = [
            ("企业名称", report.enterprise),
            ("统一社会信用代码", report.credit_code),
            ("有效期", f"{day(report.valid_from)} 至 {day(report.valid_to)}"),
            ("算法", report.algorithm),
            ("联系人", "  ".join(part for part in (report.contact, report.contact_phone) if part)),
        ]
        if report.reason:
            facts.append(("换新密钥的原因", report.reason))
        if report.replaces:
            facts.append(("原来的指纹（停用）", in_fours(report.replaces)))
        for name, value in facts:
            sheet.fact(name, value, 9 * MM)
        sheet.space(4 * MM)
        _fingerprint(sheet, report)
        sheet.section("镇里经办人怎么做")
        sheet.items(_FOR_THE_CLERK, 11)
        sheet.space(4 * MM)
        _stamps(sheet)
        sheet.end()
        return pen.finish()


def _fingerprint(sheet: Sheet, report: EnrolmentSheet) -> None:
    """The fingerprint for reading aloud, and as a code that any phone reads."""
    pen, top, side = sheet.pen, sheet.y, 40 * MM
    pen.text(sheet.left, top - 5 * MM, "密钥指纹（SHA-256）", 12, bold=True)
    groups = report.grouped
    rows = [groups[i : i + 4] for i in range(0, len(groups), 4)]
    y = top - 13 * MM
    for row in rows:
        for i, group in enumerate(row):
            pen.text(sheet.left + i * 28 * MM, y, group, 17, bold=True)
        y -= 8.5 * MM
    code = qr.matrix(report.qr_text)
    pen.qr(code, sheet.right - side, top - side, side)
    pen.text(sheet.right - side / 2, top - side - 3.5 * MM, "手机扫码可以读出指纹", 8.5, align=0.5, colour=FAINT)
    sheet.y = top - side - 5 * MM


def _stamps(sheet: Sheet) -> None:
    pen = sheet.pen
    height = 42 * MM
    sheet.need(height)
    half = (sheet.width - 6 * MM) / 2
    for i, (title, roles) in enumerate((("企业（盖章）", ("主要负责人",)), ("登记单位", ("经办人",)))):
        left = sheet.left + i * (half + 6 * MM)
        pen.rectangle(left, sheet.y - height, half, height, stroke=RULE, line=0.8)
        pen.text(left + 3 * MM, sheet.y - 7 * MM, title, 11, bold=True)
        for k, signature in enumerate((*map(Signature, roles), Signature("日期"))):
            base = sheet.y - height + (14 - 9 * k) * MM
            pen.text(left + 3 * MM, base, f"{signature.role}：", 10.5)
            pen.line(left + 27 * MM, base - 2, left + half - 4 * MM, base - 2, colour=FAINT)
    sheet.y -= height
