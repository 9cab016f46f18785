"""Pieces of documents about the firm itself: who it is, who is responsible for what, who must sign."""

from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.receipts import newest_receipt
from ymh_desktop.domain.risks import RiskPoint
from ymh_desktop.domain.tiers import USUAL_ROUND, ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.cards import head_of
from ymh_desktop.services.papers.desk import Blocks, Desk, distinct, grid, level_of, numbered
from ymh_desktop.services.reports.manual import Field, FieldRow, Form

_FEWEST_SIGN_ROWS = 10


def firm_facts(desk: Desk, argument: str) -> Blocks:
    """企业概况."""
    firm, principal, officer = desk.book.enterprise, desk.principal, desk.officer
    trade = next((h.name for h in desk.ports.library.trade_headers() if h.id == firm.trade_id), "")
    rows = (
        (Field("企业名称", firm.name),),
        (Field("统一社会信用代码", firm.credit_code or ""), Field("行业", trade)),
        (Field("地址", firm.address),),
        (Field("从业人数", f"{firm.headcount} 人" if firm.headcount else ""), Field("报告电话", firm.report_phone)),
        (
            Field("主要负责人", principal.name if principal else ""),
            Field("电话", principal.phone if principal else ""),
        ),
        (Field("安全员", officer.name if officer else ""), Field("电话", officer.phone if officer else "")),
        (Field("主管部门", firm.recipient),),
    )
    return (Form(tuple(FieldRow(fields) for fields in rows)),)


def leading_group(desk: Desk, argument: str) -> Blocks:
    """领导小组名单: head, deputy, and everybody who leads a department or a post."""
    principal, officer = desk.principal, desk.officer
    rows = []
    if principal:
        rows.append(("组长", principal.name, principal.duty or "主要负责人", principal.phone))
    if officer and officer is not principal:
        rows.append(("副组长", officer.name, officer.duty or "安全员", officer.phone))
    taken = {person.id for person in (principal, officer) if person}
    leads = [department.head_id for department in desk.staff.departments.values()]
    leads += [post.head_id for post in desk.book.posts] + [point.owner_id for point in desk.book.points]
    for person_id in dict.fromkeys(each for each in leads if each):
        person = desk.staff.people.get(person_id)
        if person and not person.left and person.id not in taken:
            rows.append(("成员", person.name, person.duty or _leads(desk, person.id), person.phone))
    return (
        grid("组内职务:16^ 姓名:18* 单位职务:34 电话:28 签名:22", ((*row, "") for row in rows), blank=1, least=8.5),
    )


def _leads(desk: Desk, person_id: str) -> str:
    posts = [post.name for post in desk.book.posts if post.head_id == person_id]
    return f"{'、'.join(posts[:2])}负责人" if posts else ""


def post_duties(desk: Desk, argument: str) -> Blocks:
    """岗位责任表: each post with its head and what it looks after."""
    rows = []
    for post in desk.book.posts:
        head = head_of(desk.book, post, desk.book.hazards_at_post(post))
        points = [p.name for p in desk.points if post.id in p.post_ids]
        said = "、".join(points[:6]) + ("等" if len(points) > 6 else "")
        rows.append((post.name, head.name if head else "", post.work, said))
    return (
        grid("序号:10^ 岗位:24* 负责人:16 干什么:48 管着哪些设备、活动和地方:62", numbered(rows), none="还没有岗位。"),
    )


def department_duties(desk: Desk, argument: str) -> Blocks:
    """部门责任表."""
    rows = []
    for department in desk.staff.departments.values():
        points = [point.name for point in desk.points if point.department_id == department.id]
        posts = [post.name for post in desk.book.posts if post.department_id == department.id]
        rows.append((department.name, desk.book.person_name(department.head_id), "、".join(distinct(posts + points))))
    return (grid("部门或车间:30* 负责人:20 管的岗位和风险点:100", rows, none="没有另设部门，由公司直接管到岗位。"),)


def pledge_table(desk: Desk, argument: str) -> Blocks:
    """责任书签收表: everybody signs that they know their duties."""
    rows = [(person.name, "、".join(distinct((person.duty, *desk.posts_of(person.id))))) for person in desk.working]
    blank = max(2, _FEWEST_SIGN_ROWS - len(rows), (desk.book.enterprise.headcount or 0) - len(rows))
    return (
        grid(
            "序号:10^ 姓名:22* 岗位或职务:44 本人签字:32 日期:28",
            numbered((*row, "", "") for row in rows),
            blank=min(blank, 40),
            least=8.5,
        ),
    )


def tier_duties(desk: Desk, argument: str) -> Blocks:
    """分级管控责任表: which tier answers for which level here, with the missing tiers gone up."""
    tiers = desk.book.enterprise.tiers
    counts = dict(desk.book.counts())
    rows = []
    for level in sorted(RiskLevel, reverse=True):
        holder = tiers.controls(level)
        bound = "、".join(label(tier)[:-1] for tier in tiers.bound(level) if tier is not holder)
        many, who = f"{counts[level]} 项", _answers(desk, holder)
        rows.append((level, many, label(holder), who, bound or "—", label(USUAL_ROUND[holder])))
    return (grid("风险等级:18 数量:14^ 管控层级:18^ 责任人:38 同时要管的:30 这一级多久查一次:34", rows, least=9),)


def _answers(desk: Desk, tier: ControlTier) -> str:
    if tier is ControlTier.COMPANY:
        return desk.principal.name if desk.principal else ""
    if tier is ControlTier.POST:
        return "各岗位负责人"
    heads = [desk.book.person_name(each.head_id) for each in desk.staff.departments.values()]
    return "、".join(distinct(heads)) or "各部门、班组负责人"


def emergency_numbers(desk: Desk, argument: str) -> Blocks:
    """应急联系人."""
    firm, rows = desk.book.enterprise, [("火警", "119"), ("急救", "120"), ("报警", "110")]
    if desk.principal:
        rows.append((f"主要负责人　{desk.principal.name}", desk.principal.phone))
    if desk.officer and desk.officer is not desk.principal:
        rows.append((f"安全员　{desk.officer.name}", desk.officer.phone))
    if firm.report_phone:
        rows.append(("本单位报告电话", firm.report_phone))
    rows += [(firm.recipient or "应急管理部门", ""), ("最近的医院", ""), ("供电、供气抢修", "")]
    return (grid("找谁:80* 电话:60 备注:40", ((*row, "") for row in rows), least=8),)


def staff_receipts(desk: Desk, argument: str) -> Blocks:
    """员工签收表 of the post."""
    names = [desk.book.person_name(each) for each in desk.here.person_ids]
    blank = max(2, desk.here.headcount - len(names))
    return (
        grid(
            "姓名:34* 我已学过、会做（签字）:56 日期:40 讲解人:40",
            ((name, "", "", "") for name in names),
            blank=min(blank, 20),
            least=9,
        ),
    )


def card_receipts(desk: Desk, argument: str) -> Blocks:
    """告知卡签收表: one line a person of each post that has a card; who signed for the card as it is now, and when."""
    rows: list[tuple[str, ...]] = []
    for post in desk.book.posts:
        if desk.book.hazards_at_post(post):
            known = [(desk.book.person_name(each), *_signed(desk, post, each)) for each in post.person_ids]
            lines = known or [("", "", "")] * min(post.headcount, 10)
            rows += [(post.name, _card_number(post), *line, "") for line in lines]
    return (
        grid(
            "序号:10^ 岗位:32* 卡号:22 员工姓名:24 本人签收:28 日期:26 张贴位置:40",
            numbered(rows),
            blank=6,
            least=8.5,
            group=(1, 2),
        ),
    )


def _signed(desk: Desk, post: Post, person_id: str) -> tuple[str, str]:
    """By which way this person signed for the present card, and when; empty where it is still to be signed."""
    receipt, taught = newest_receipt(desk.receipts, person_id, post.id), desk.lessons.get(post.id)
    if receipt is None or taught is None or receipt.edition != taught.edition:
        return "", ""
    return f"已签\n（{label(receipt.how)}）", str(receipt.on)


def _card_number(post: Post) -> str:
    return f"K-{post.code[2:]}"


def file_index(desk: Desk, argument: str) -> Blocks:
    """档案目录: what lies in the binder, section by section."""
    return (
        grid(
            "部分:34 材料:62* 有什么用:78 在档:14^",
            ((*line, "☐") for line in desk.index),
            group=(0,),
            least=5.6,
            size=8.5,
        ),
    )


def point_ledger(desk: Desk, argument: str) -> Blocks:
    """风险点登记台账."""
    rows = [_point_row(desk, point) for point in desk.book.points if desk.book.hazards_of[point.id]]
    return (
        grid(
            "序号:10^ 编号:16 风险点:30* 类型:17 位置:22 可能的事故和后果:44 现有主要措施:60 等级:19 管控_层级:14^"
            " 责任单位:20 责任人:17",
            numbered(rows),
            size=8.5,
            none="还没有风险点。",
        ),
    )


def _point_row(desk: Desk, point: RiskPoint) -> tuple[str | RiskLevel, ...]:
    book = desk.book
    hazards = book.hazards_of[point.id]
    person = book.responsible(hazards[0])
    department = book.departments.get(point.department_id or "")
    accidents = distinct((name for h in hazards for name in book.accident_names(h)), 4)
    measures = distinct((m.text for h in hazards for m in h.measures if m.in_force), 3)
    return (
        point.code,
        point.name if point.count == 1 else f"{point.name}（{point.count}台/处）",
        label(point.kind),
        point.place,
        f"{'、'.join(accidents)}：{hazards[0].consequence}",
        "；".join(measures),
        level_of(book, point),
        label(book.tier_of(hazards[0])),
        department.name if department else "",
        person.name if person else "",
    )
