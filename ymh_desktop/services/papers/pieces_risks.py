"""Pieces of documents about risks: how they were graded, which there are, and the sheets on which they were found."""

from collections.abc import Sequence

from ymh_desktop.domain.codes import CitationState
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.services.flows.walk import left_out
from ymh_desktop.services.papers.desk import Blocks, Desk, counted, distinct, grid, in_place, numbered, with_place
from ymh_desktop.services.papers.register import frequencies
from ymh_desktop.services.reports.manual import Block, Cell, Field, FieldRow, Form, SubHeading, Tone, Words

_SPECIAL_EQUIPMENT = {
    "forklift": "场（厂）内专用机动车辆",
    "boiler": "锅炉",
    "goods-lift": "电梯",
    "overhead-crane": "起重机械",
    "tower-crane": "起重机械",
    "air-compressor": "压力容器（储气罐）",
    "gas-cylinders": "气瓶",
    "ammonia-cold-store": "压力容器、压力管道",
    "amusement-rides": "大型游乐设施",
}
_CLASSES = (
    ("起重运输", {"forklift", "goods-lift", "overhead-crane", "tower-crane", "lift-table", "conveyor", "wheel-loader"}),
    ("储罐容器", {"air-compressor", "gas-cylinders", "grain-silo"}),
    ("炉类", {"boiler", "heat-treatment"}),
    ("动力电气", {"distribution-box", "charging"}),
    ("除尘通风", {"dust-collection"}),
    ("消防", {"fire-equipment"}),
)
SPECIAL_EQUIPMENT = frozenset(_SPECIAL_EQUIPMENT)
CONFINED = frozenset({"confined-space", "septic-sewage"})
DUSTY = frozenset({"dust-collection", "sanding", "polishing", "feed-mill", "grain-silo", "powder-coating"})
_CERTIFICATES = {"special-certificate": "特种作业操作证", "equipment-certificate": "特种设备安全管理和作业人员证"}
_INSPECTIONS = frozenset(
    {
        *("forklift-inspection", "lift-inspection", "crane-inspection", "boiler-inspection", "vessel-inspection"),
        *("safety-valve", "pressure-gauge"),
    }
)
_CERTIFIED = (
    # what is in the post's name or work → the work that needs a certificate
    (("电工",), "低压电工作业", "特种作业操作证"),
    (("焊", "气割"), "焊接与热切割作业", "特种作业操作证"),
    (("高处", "登高", "架子"), "高处作业", "特种作业操作证"),
    (("制冷", "冷库"), "制冷与空调作业", "特种作业操作证"),
    (("叉车",), "叉车司机", "特种设备安全管理和作业人员证"),
    (("司炉", "锅炉"), "工业锅炉司炉", "特种设备安全管理和作业人员证"),
    (("行车", "起重", "吊车", "塔吊"), "起重机作业", "特种设备安全管理和作业人员证"),
)


def methods(desk: Desk, argument: str) -> Blocks:
    """评价方法表: the factors of the firm's profile with their marks, and the levels."""
    profile = desk.ports.codes.profile(desk.book.enterprise.profile_id)
    blocks: list[Block] = []
    for factor in profile.factors:
        blocks.append(SubHeading(f"{factor.name}（{factor.key}）"))
        rows = [(plain(option.mark), option.word, option.official) for option in factor.options]
        blocks.append(grid("分值:14^ 平常的说法:50* 标准的说法:110", rows))
    blocks.append(SubHeading("分多少算哪一级"))
    bounds = sorted(profile.thresholds, reverse=True)
    named = [(level, f"≥{plain(least)}") for level, least in bounds]
    if not any(level is RiskLevel.LOW for level, _ in named):
        named.append((RiskLevel.LOW, f"＜{plain(bounds[-1][1])}"))
    rows2 = [(level, said, level.colour + "色") for level, said in named]
    blocks.append(grid("风险等级:30^ 分值:50^ 颜色:40^", rows2))
    return tuple(blocks)


def level_totals(desk: Desk, argument: str) -> Blocks:
    """风险汇总."""
    counts = desk.book.counts()
    total = sum(count for _, count in counts)
    rows = [
        (level, f"{level.colour}色", f"{count} 项", f"{count / total:.0%}" if total else "—") for level, count in counts
    ]
    return (grid("风险等级:30^ 颜色:24^ 数量:30^ 占比:30^", [*rows, ("合计", "", f"{total} 项", "")], least=8),)


def serious(level: RiskLevel) -> "_Serious":
    """The piece that lists the risks of one level."""
    return _Serious(level)


class _Serious:
    """重大风险表, 较大风险表."""

    def __init__(self, level: RiskLevel) -> None:
        self._level = level

    def __call__(self, desk: Desk, argument: str) -> Blocks:
        """The list; a sentence when there are none. With 简 without the measures."""
        rows = [
            _serious_row(desk, point, hazard)
            for point in desk.book.points
            for hazard in desk.book.hazards_of[point.id]
            if hazard.level is self._level
        ]
        if argument == "简":
            return (
                grid(
                    "风险点:40* 会出什么事:60 事故和后果:46 责任人、电话:34",
                    ((*row[:3], row[4]) for row in rows),
                    none=f"经辨识，没有评为{label(self._level)}的。",
                    group=(0,),
                ),
            )
        return (
            grid(
                "序号:10^ 风险点:26* 会出什么事:36 事故和后果:28 已经做到的管控措施:56 责任人、电话:28",
                numbered(rows),
                size=9,
                none=f"经辨识，没有评为{label(self._level)}的。",
                group=(1,),
            ),
        )


def _serious_row(desk: Desk, point: RiskPoint, hazard: Hazard) -> tuple[Cell, ...]:
    person = desk.book.responsible(hazard)
    there = distinct(m.text for m in hazard.measures if m.in_force and m.kind is not MeasureKind.EMERGENCY)
    return (
        f"{point.code}\n{with_place(point)}",
        hazard.title,
        f"{'、'.join(desk.book.accident_names(hazard))}：{hazard.consequence}",
        "\n".join(f"{n}. {text}" for n, text in enumerate(there[:5], 1)),
        f"{label(desk.book.tier_of(hazard))}\n{person.name}\n{person.phone}" if person else "",
    )


def tier_lists(desk: Desk, argument: str) -> Blocks:
    """分级管控清单: what each tier answers for."""
    blocks: list[Block] = []
    for tier in reversed(desk.book.enterprise.tiers.existing):
        rows = [
            _tier_row(desk, point, hazard)
            for point in desk.book.points
            for hazard in desk.book.hazards_of[point.id]
            if desk.book.tier_of(hazard) is tier
        ]
        blocks.append(SubHeading(f"{label(tier)}管控（{len(rows)} 项）"))
        blocks.append(
            grid(
                "序号:10^ 编号:17 风险点:34* 位置:24 会出什么事:76 等级:20 责任人:20 电话:28 多久查一次:46",
                numbered(rows),
                size=8.5,
                none="这一级没有。",
                group=(1, 2, 3),
            )
        )
    return tuple(blocks)


def _tier_row(desk: Desk, point: RiskPoint, hazard: Hazard) -> tuple[Cell, ...]:
    person = desk.book.responsible(hazard)
    who, phone = (person.name, person.phone) if person else ("", "")
    return (
        point.code,
        counted(point),
        point.place,
        hazard.title,
        hazard.level,
        who,
        phone,
        frequencies(desk.book, hazard),
    )


def planned_measures(desk: Desk, argument: str) -> Blocks:
    """要新增的措施: who does what until when, at what cost."""
    rows = [
        (
            with_place(desk.book.point[hazard.risk_point_id]),
            measure.text,
            desk.book.person_name(measure.person_id),
            measure.due.isoformat() if measure.due else "",
            f"{plain(measure.cost)} 元" if measure.cost is not None else "",
            "",
        )
        for hazard in desk.book.hazards
        for measure in hazard.measures_in(MeasureState.PLANNED)
    ]
    return (grid("序号:10^ 风险点:34 要新增的措施:66* 负责人:18 完成日期:24 费用:20 完成情况:24", numbered(rows)),)


def what_was_left_out(desk: Desk, argument: str) -> Blocks:
    """未纳入及原因."""
    rows = numbered(left_out(desk.ports))
    return (grid("序号:10^ 设备、活动或地方:44 内容:90 原因:34", rows, none="行业常见的都纳入了，没有去掉的。"),)


def citations(desk: Desk, argument: str) -> Blocks:
    """依据清单: what the register cites, with its standing in our list; what was replaced is never among it."""
    codes = desk.ports.codes
    used = distinct(code for hazard in desk.book.hazards for code in hazard.basis)
    found = [cited for code in used if (cited := codes.citation(code)) and cited.state is not CitationState.SUPERSEDED]
    rows = [
        (f"《{cited.title}》", cited.code, "现行" if cited.checked else "待核对")
        for cited in sorted(found, key=lambda each: (not each.checked, each.code))
    ]
    return (grid("序号:10^ 名称:110 编号或文号:48 状态:20^", numbered(rows), none="还没有辨识结果。"),)


# ---- lists of activities and equipment -------------------------------------------------------------------------------


def activities(desk: Desk, argument: str) -> Blocks:
    """作业活动清单: the daily work of each post, and activities that come now and then."""
    rows: list[tuple[str, ...]] = []
    for post in desk.book.posts:
        people, special = str(post.headcount), "、".join(w for w, _ in certificates(f"{post.name}{post.work}"))
        rows.append(
            (
                post.place,
                post.name,
                f"{post.name}日常作业",
                post.work,
                "频繁进行",
                str(post.headcount),
                special,
                post.code,
            )
        )
    for point in desk.points:
        if point.kind is RiskPointKind.ACTIVITY:
            posts = [post for post in desk.book.posts if post.id in point.post_ids]
            work = "；".join(hazard.check.what for hazard in desk.book.hazards_of[point.id] if hazard.check)
            people = str(sum(post.headcount for post in posts)) if posts else ""
            special = "、".join(each for each, _ in certificates(point.name))
            names = "、".join(post.name for post in posts)
            rows.append((point.place, names, point.name, work, "特定时间进行", people, special, point.code))
    return (
        grid(
            "序号:10^ 地点:22 岗位:34 作业活动:34* 作业内容:78 频率:24^ 人数:12^ 涉及的特种作业:34 备注:18",
            numbered(rows),
            size=9,
            none="还没有岗位和作业活动。",
        ),
    )


def certificates(text: str) -> tuple[tuple[str, str], ...]:
    """(work, kind of certificate) that words of a post or activity point at; to be checked by a person."""
    return tuple((work, paper) for words, work, paper in _CERTIFIED if any(word in text for word in words))


def equipment(desk: Desk, argument: str) -> Blocks:
    """设备设施清单."""
    rows = []
    for point in desk.points:
        if point.kind is RiskPointKind.FACILITY or point.module_id in SPECIAL_EQUIPMENT:
            special = _SPECIAL_EQUIPMENT.get(point.module_id or "", "")
            asked = f"待核对：{special}\n注册号：\n检验有效期：" if special else "否"
            rows.append((point.name, _class_of(point), "", point.place, str(point.count), asked, point.code))
    return (
        grid(
            "序号:10^ 设备设施名称:42* 类别:24^ 型号、编号:34 所在部位:30 数量:12^"
            " 特种设备（注册号、检验有效期）:74 备注:20",
            numbered(rows),
            blank=4 if rows else 0,
            size=9,
            none="还没有设备设施。",
        ),
    )


def _class_of(point: RiskPoint) -> str:
    return next((name for name, modules in _CLASSES if point.module_id in modules), "通用机械")


# ---- worksheets ------------------------------------------------------------------------------------------------------

_KINDS = (
    MeasureKind.ENGINEERING,
    MeasureKind.MANAGEMENT,
    MeasureKind.TRAINING,
    MeasureKind.PPE,
    MeasureKind.EMERGENCY,
)
_MEASURES = "工程技术_措施:27 管理_措施:27 培训教育_措施:20 个体防护_措施:20 应急处置_措施:22"


def job_hazards(desk: Desk, argument: str) -> Blocks:
    """作业危害分析 (JHA): a sheet for each activity."""
    points = [point for point in desk.points if point.kind is RiskPointKind.ACTIVITY]
    return _sheets(desk, points, f"序号:7^ 作业步骤或环节:20* 危险源或潜在事件:28 可能的事故_和后果:24 {_MEASURES}")


def check_list_analysis(desk: Desk, argument: str) -> Blocks:
    """安全检查表分析 (SCL): a sheet for each machine and place."""
    points = [point for point in desk.points if point.kind is not RiskPointKind.ACTIVITY]
    return _sheets(desk, points, f"序号:7^ 检查项目:18* 标准:24 不符合标准的情况_和后果:28 {_MEASURES}", standard=True)


def _sheets(desk: Desk, points: Sequence[RiskPoint], columns: str, *, standard: bool = False) -> Blocks:
    if not any(desk.book.hazards_of[point.id] for point in points):
        return (Words("没有这一类风险点。"),)
    blocks: list[Block] = []
    for point in points:
        if desk.book.hazards_of[point.id]:
            blocks += _sheet(desk, point, columns, standard=standard)
    return tuple(blocks)


def _sheet(desk: Desk, point: RiskPoint, columns: str, *, standard: bool) -> list[Block]:
    book = desk.book
    posts = "、".join(post.name for post in book.posts if post.id in point.post_ids)
    run = book.run
    part = {name for _, name in run.participants} if run else set()
    officer = desk.officer.name if desk.officer else ""
    said = book.hazards_of[point.id]
    profile = distinct(hazard.grade.profile_name for hazard in said)
    head = Form(
        (
            FieldRow((Field("风险点", f"{point.code}　{with_place(point)}"), Field("涉及岗位", posts))),
            FieldRow(
                (
                    Field("分析人", "、".join(sorted(part)) or officer),
                    Field("日期", run.started_on.isoformat() if run else ""),
                    Field("审核人"),
                    Field("评价方法", "、".join(profile)),
                )
            ),
        )
    )
    rows = numbered(_analysed(desk, hazard, standard=standard) for hazard in said)
    table = grid(f"{columns} 评价:15^ 等级:13 管控_层级:11^ 建议新增_措施:20", rows, size=7.5, least=9)
    return [SubHeading(f"{point.code}　{counted(point)}"), head, table]


def _analysed(desk: Desk, hazard: Hazard, *, standard: bool) -> tuple[Cell, ...]:
    check = hazard.check
    what = check.what if check else ""
    outcome = f"{'、'.join(desk.book.accident_names(hazard))}：{hazard.consequence}"
    first = (
        (what, check.standard if check else "", f"{hazard.title}。{outcome}")
        if standard
        else (what, hazard.title, outcome)
    )
    keys = (
        [factor.key for factor in desk.ports.codes.profile(hazard.grade.profile_id).factors]
        if hazard.grade.scored
        else []
    )
    marks = "\n".join(f"{key}＝{plain(mark)}" for key, mark in zip(keys, hazard.grade.marks, strict=False))
    value = f"{marks}\n值＝{plain(hazard.grade.value)}" if marks else hazard.grade.profile_name
    if hazard.judged_directly:
        value = f"{value}\n直接判定"
    planned = "；".join(measure.text for measure in hazard.measures_in(MeasureState.PLANNED))
    return (
        *first,
        *("；".join(in_place(hazard, kind)) for kind in _KINDS),
        value,
        hazard.level,
        label(desk.book.tier_of(hazard))[:-1],
        planned,
    )


# ---- ledgers of places and equipment ---------------------------------------------------------------------------------


def confined_spaces(desk: Desk, argument: str) -> Blocks:
    """有限空间管理台账."""
    rows = []
    for point in desk.of_modules(CONFINED):
        hazards = desk.book.hazards_of[point.id]
        rows.append(
            (
                point.code,
                point.name,
                point.place,
                str(point.count),
                "；".join(distinct((h.title for h in hazards), 3)),
                "、".join(distinct((name for h in hazards for name in desk.book.accident_names(h)), 4)),
                "",
                "",
                desk.book.person_name(point.owner_id),
            )
        )
    said = "按现场逐处核对填写；没有有限空间的，写“无”并签字。" if not rows else ""
    table = grid(
        "序号:10^ 编号:16 名称:30* 位置:28 数量:12^ 主要危险有害因素:50 可能的事故:32"
        " 警示标志、上锁:26 作业由谁做:26 负责人:20",
        numbered(rows),
        blank=max(3, 8 - len(rows)),
        size=9,
        least=10,
    )
    return (Words(said, Tone.NOTE), table) if said else (table,)


def dusty_places(desk: Desk, argument: str) -> Blocks:
    """The places where dust gathers, and who cleans."""
    rows = []
    for point in desk.of_modules(DUSTY):
        # Who cleans is of the post, also where the risk is the company's.
        hazards = desk.book.hazards_of[point.id]
        person = desk.book.responsible(hazards[0], ControlTier.POST) if hazards else None
        rows.append((point.place, point.name, "每班", person.name if person else ""))
    return (grid("地方:40* 产尘设备或系统:60 多久清一次:30^ 负责人:30", dict.fromkeys(rows), blank=2, least=8),)


def certificate_ledger(desk: Desk, argument: str) -> Blocks:
    """持证台账: the certificates on record, then people of posts whose work usually needs one, for writing by hand."""
    rows: list[tuple[str, ...]] = []
    for each in desk.renewals:
        if each.kind in _CERTIFICATES:
            person = desk.book.person_name(each.person_id)
            due, at = each.due_on.isoformat(), "、".join(desk.posts_of(each.person_id))
            rows.append((person, at, _CERTIFICATES[each.kind], each.title, each.number, each.issuer, due, ""))
    known = {(row[0], row[2]) for row in rows}  # name and kind of certificate
    for post in desk.book.posts:
        for work, paper in certificates(f"{post.name}{post.work}"):
            names = [desk.book.person_name(each) for each in (*post.person_ids, post.head_id) if each]
            missing = [name for name in distinct(names) or ("",) if not name or (name, paper) not in known]
            rows += [(name, post.name, paper, work, "", "", "", "") for name in missing]
    return (
        grid(
            "序号:10^ 姓名:18* 岗位:28 证件种类:38 作业项目:32 证号:42 发证机关:30 有效期至:24 复审日期:24",
            numbered(rows),
            blank=max(4, 10 - len(rows)),
            size=9,
            least=9,
        ),
    )


def special_equipment(desk: Desk, argument: str) -> Blocks:
    """特种设备台账."""
    rows = [
        (point.name, _SPECIAL_EQUIPMENT[point.module_id or ""], point.place, str(point.count), "", "", "", "", "")
        for point in desk.of_modules(SPECIAL_EQUIPMENT)
    ]
    return (
        grid(
            "序号:10^ 名称:28* 种类（待核对）:32 位置:22 数量:11^ 型号:24 使用登记证号:32"
            " 出厂编号:26 上次检验:22 有效期至:22",
            numbered(rows),
            blank=max(4, 9 - len(rows)),
            size=9,
            least=10,
        ),
    )


def inspections(desk: Desk, argument: str) -> Blocks:
    """特种设备检验: what is on record of inspections that fall due."""
    rows = [
        (
            each.title,
            each.place,
            each.number,
            each.issuer,
            each.due_on.isoformat(),
            desk.book.person_name(each.person_id),
        )
        for each in desk.renewals
        if each.kind in _INSPECTIONS
    ]
    return (
        grid(
            "序号:10^ 检验、校验什么:60* 在哪里:40 编号:44 检验单位:50 到期:26^ 谁负责:24",
            numbered(rows),
            none="程序里还没有登记，照检验报告填写。",
        ),
    )
