"""Reports to print in tests and benchmarks: ordinary ones, and the extremes that break layouts."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import Corners
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.reports.board import BoardPhone, BoardRow, NoticeBoard
from ymh_desktop.services.reports.card import CardForm, CardSign, NoticeCard, NoticeCards, qr_text
from ymh_desktop.services.reports.check_table import CheckRow, CheckTable, CheckTables, SheetForm
from ymh_desktop.services.reports.comparison import ChartBar, ChartPart, ComparisonChart
from ymh_desktop.services.reports.cover import MajorDangerRow, MajorRiskRow, ReportCover, SignedFile, SubmissionReport
from ymh_desktop.services.reports.danger import (
    DangerFile,
    DangerFiles,
    HistoryLine,
    MajorDangerReport,
    MajorDangerReports,
    NoticeLine,
    PaperPhoto,
    RectificationNotice,
    RectificationNotices,
)
from ymh_desktop.services.reports.emergency import EmergencyBlock, EmergencyCard, EmergencyCards
from ymh_desktop.services.reports.enrolment import EnrolmentSheet
from ymh_desktop.services.reports.four_colour_map import FourColourMap, MapPage, MapZone
from ymh_desktop.services.reports.paper import DRAFT, PageSize, Signature
from ymh_desktop.services.reports.register import LeftOut, PlannedMeasure, RegisterRow, RiskRegister
from ymh_desktop.services.reports.sign_off import FirstIdentificationReport, FoundRisk
from ymh_desktop.services.reports.sign_plan import SignPlace, SignPlan, SignTotal
from ymh_desktop.services.reports.stickers import Sticker, StickerSheet, sticker_qr
from ymh_desktop.services.reports.walk_sheet import WalkGroup, WalkRow, WalkSheet

ENTERPRISE = "示例木业有限公司"
MADE_ON = date(2026, 11, 25)
REVIEW_ON = date(2027, 11, 24)


def notice_card() -> NoticeCard:
    """A planer operator's card, as a small furniture works would hang it."""
    musts = (
        "开机前看：护罩盖住刀口，能自动弹回",
        "加工短于30厘米的料用推把，手不进刀口区",
        "清木屑、换刀先停机断电，等刀轴停稳",
        "戴防护眼镜、防尘口罩，袖口扎紧，不戴手套",
        "吸尘不开不干活，每班下班前清木粉",
    )
    return NoticeCard(
        enterprise=ENTERPRISE,
        post="平刨操作工",
        post_code="P-0007",
        level=RiskLevel.CONSIDERABLE,
        card_number="GZK-0007",
        version="第3版",
        made_on=MADE_ON,
        review_on=REVIEW_ON,
        level_reason="可能但不经常，每天都碰，会死人；L3×E6×C15＝270，定为较大风险。",
        department="木工车间",
        place="刨料区",
        signs=(
            CardSign("warn-hand", "当心伤手"),
            CardSign("warn-dust", "注意防尘"),
            CardSign("ban-gloves", "禁止戴手套"),
            CardSign("must-goggles", "必须戴防护眼镜"),
            CardSign("must-dust-mask", "必须戴防尘口罩"),
        ),
        accidents=("机械致害：断指、手掌切伤", "触电：心跳骤停", "火灾：烧伤"),
        where_dangerous=(
            "刀轴高速旋转，推料时手滑进刀口",
            "木料有节疤、钉子，会突然弹回打人",
            "电线破皮、外壳没接地，摸到会触电",
            "木粉积得厚，遇火花会着火",
        ),
        usual_hidden_danger="护罩被拆下或卡住弹不回来",
        must_do=musts,
        if_happens=(
            "断指：先关机，压住伤口止血，断指包好装袋放冰上，打120",
            "触电：先断电，再用干木棒挑开电线；没有呼吸心跳就做心肺复苏",
            "着火：断电，用灭火器扑救；火大就撤离，打119",
        ),
        person="张建国",
        phone="13800000007",
        officer="李会计",
        officer_phone="13800000002",
        qr_text=qr_text(
            enterprise=ENTERPRISE,
            post="平刨操作工",
            post_code="P-0007",
            level="较大风险",
            musts=musts,
            phone="13800000007",
            card_number="GZK-0007",
            version="第3版",
        ),
        more="本岗位还有 6 项一般和低风险，见本岗位安全检查表。",
    )


def bare_card() -> NoticeCard:
    """As little as a card can say."""
    return NoticeCard(
        enterprise="张记家具店",
        post="店员",
        post_code="P-0001",
        level=RiskLevel.LOW,
        card_number="GZK-0001",
        version="第1版",
        made_on=MADE_ON,
    )


def crowded_card() -> NoticeCard:
    """Every field as long as a person may type it, with a rare surname and characters of the fallback font."""
    long = "焊接烟尘含锰，密闭处作业前先通风15分钟并测O₂、CO₂、H₂S（合格☑才进），离人≥5m；"
    return replace(
        notice_card(),
        enterprise="河南省新乡市获嘉县亢村镇示例精密机械制造有限责任公司第二分公司（东厂区）",
        post="数控车床、加工中心操作工兼设备点检员（夜班）",
        level=RiskLevel.GENERAL,
        department="机械加工一车间（东厂区二号厂房）",
        place="二号厂房东侧第三跨数控加工区",
        signs=(
            CardSign("warn-machinery", "当心机械伤人"),
            CardSign("ban-gloves", "禁止戴手套"),
            CardSign("must-welding-mask", "必须配戴遮光护目镜"),
            CardSign("must-cap", "必须戴防护帽（长发盘入帽内）"),
            CardSign("info-extinguisher", "灭火器"),
        ),
        accidents=tuple(f"{name}：断指、截肢、颅脑损伤、死亡" for name in ("机械致害", "物体打击", "触电", "灼烫")),
        where_dangerous=tuple(long for _ in range(4)),
        usual_hidden_danger="防护门联锁开关被短接，门开着也能转，操作工图快把急停按钮用胶带粘住",
        must_do=tuple(long for _ in range(5)),
        if_happens=tuple(long for _ in range(3)),
        person="欧阳𬭎瀚",
        phone="0373-8765432转8021",
        officer="司马相如",
        officer_phone="13800000002",
        level_reason="门联锁被短接过两次，每天都碰，重伤（断指、截肢）；L6×E6×C3＝108，定为一般风险。" * 2,
        more="本岗位还有 40 项一般和低风险，见本岗位安全检查表第 2 页至第 5 页。",
        draft=DRAFT,
        expert_pending=True,
    )


def endless_card() -> NoticeCard:
    """3,000 characters in every text: nothing may leave its box."""
    text = ("推料时手不进刀口区，护罩坏了不开机；" * 200)[:3000]
    return replace(
        notice_card(),
        enterprise=text,
        post=text,
        department=text,
        place=text,
        level_reason=text,
        accidents=(text, text),
        where_dangerous=(text,) * 4,
        usual_hidden_danger=text,
        must_do=(text,) * 5,
        if_happens=(text,) * 3,
        stop_first=text,
        person=text,
        phone=text,
        officer=text,
        officer_phone=text,
        more=text,
        signs=tuple(CardSign(sign, text) for sign in ("warn-hand", "warn-dust")),
    )


def notice_cards(page_size: PageSize = PageSize.A4) -> NoticeCards:
    """One card of each level, ordinary to crowded."""
    card = notice_card()
    return NoticeCards(
        (card, bare_card(), crowded_card(), replace(card, level=RiskLevel.MAJOR, post="喷漆工", signs=card.signs[:3])),
        page_size,
    )


PROFILE = "LEC 作业条件危险性分析法（2026-1 版）"
LONG = ("推料时手不进刀口区，护罩坏了不开机；" * 200)[:3000]


def register_row(number: int = 1) -> RegisterRow:
    """A hazard of the planer; the number makes its texts differ from the next one's."""
    point = (number - 1) // 3 + 1
    level = (RiskLevel.CONSIDERABLE, RiskLevel.GENERAL, RiskLevel.LOW)[(number - 1) % 3]
    return RegisterRow(
        point_code=f"F-{point:04d}",
        point_name="平刨",
        point_level=RiskLevel.CONSIDERABLE,
        point_kind="设备设施",
        place="木工车间刨料区",
        item=f"刀轴护罩 {number}",
        hazard=f"第{number}项：推料时手滑到旋转的刀轴上",
        factor_code="210201",
        accidents="机械致害",
        consequence="断指、手掌切伤",
        method="LEC",
        marks="L3×E6×C15",
        value="270",
        level=level,
        why="可能但不经常，每天都碰，手离刀轴只有几厘米；L3×E6×C15＝270，定为较大风险。",
        in_place=(
            (MeasureKind.ENGINEERING, ("装能自动弹回的扇形护罩", "推台和刀轴护罩联锁")),
            (MeasureKind.MANAGEMENT, ("加工短于30厘米的料用推把",)),
            (MeasureKind.TRAINING, ("木工上岗前学平刨操作规程，考合格再上机",)),
            (MeasureKind.PPE, ("戴防护眼镜、防尘口罩，不戴手套",)),
            (MeasureKind.EMERGENCY, ("断指时先关机，压住止血，断指干燥冷藏，打120",)),
        ),
        planned=(PlannedMeasure("换带刹车的刀轴电机", "张建国", "2026-12-31", "3200元"),) if number % 4 == 1 else (),
        tier="部门级",
        unit="木工车间",
        person="张建国",
        phone="13800000007",
        frequency="每班、每周、每月",
        remark="直接判定（常用规则，参考外省通则）" if number % 7 == 0 else "",
    )


def risk_register(rows: int = 12) -> RiskRegister:
    """A register of so many hazards."""
    return RiskRegister(
        enterprise=ENTERPRISE,
        profile=PROFILE,
        version="第3版",
        made_on=MADE_ON,
        rows=tuple(register_row(number) for number in range(1, rows + 1)),
        left_out=(LeftOut("叉车", "没有"), LeftOut("喷漆房", "外包，由示例涂装厂负责")),
        signatures=(Signature("编制", "李会计"), Signature("审核", "张建国"), Signature("批准")),
        notes=("直接判定为常用规则，参考外省通则",),
    )


def endless_register() -> RiskRegister:
    """Rows higher than a page, with characters of the fallback font and a rare surname."""
    row = replace(
        register_row(),
        hazard=LONG,
        in_place=((MeasureKind.ENGINEERING, (LONG,)), (MeasureKind.MANAGEMENT, ("测CO₂、☑再进",))),
        person="欧阳𬭎瀚",
        remark=LONG,
    )
    return replace(risk_register(3), rows=(register_row(1), row, register_row(3)), draft=DRAFT, expert_pending=True)


def check_row(number: int) -> CheckRow:
    """A line that an unskilled person can check by looking."""
    return CheckRow(
        number,
        f"F-0003-{number:02d}",
        f"平刨刀轴护罩{number}",
        "护罩在位，能自动弹回，刀口露出部分不超过料宽",
        "停机后用手拨护罩看能否弹回",
        "GB 12557-2024",
    )


def check_table(rows: int = 8, form: SheetForm = SheetForm.SINGLE) -> CheckTable:
    """The planer's table."""
    return CheckTable(
        enterprise=ENTERPRISE,
        tier=ControlTier.POST if form is SheetForm.MONTH else ControlTier.TEAM,
        title="岗位每班点检表" if form is SheetForm.MONTH else "班组安全检查表",
        where="平刨操作工" if form is SheetForm.MONTH else "木工车间",
        period="每班　____年__月" if form is SheetForm.MONTH else "每周",
        sheet_number="JC-0012",
        rows=tuple(check_row(number) for number in range(1, rows + 1)),
        version="第3版",
        made_on=MADE_ON,
        form=form,
        how_back="填好后在程序“隐患排查”里选本表号，只输入不合格的编号。",
    )


def endless_check_tables() -> CheckTables:
    """Long texts in both forms."""
    long = [CheckRow(i, f"F-0003-{i:02d}", LONG[:40], LONG, LONG, LONG[:60]) for i in range(1, 5)]
    month = [CheckRow(i, f"F-0003-{i:02d}", LONG[:30], LONG[:120], LONG[:80]) for i in range(1, 13)]
    return CheckTables(
        (
            replace(check_table(1), rows=tuple(long), draft=DRAFT),
            replace(check_table(12, SheetForm.MONTH), rows=tuple(month)),
        )
    )


def walk_sheet(groups: int = 4) -> WalkSheet:
    """A walk past so many places."""
    return WalkSheet(
        enterprise=ENTERPRISE,
        sheet_number="ZF-0003",
        made_on=MADE_ON,
        groups=tuple(
            WalkGroup(
                f"平刨（刨料区 {group}）",
                tuple(
                    WalkRow(
                        group * 10 + number,
                        f"刀轴护罩盖住刀口不送料的部分{group}{number}",
                        "关机后看：护罩能不能自己弹回盖住刀口",
                    )
                    for number in range(1, 9)
                ),
            )
            for group in range(groups)
        ),
    )


def enrolment_sheet() -> EnrolmentSheet:
    """A key to be made known."""
    return EnrolmentSheet(
        enterprise=ENTERPRISE,
        credit_code="91410782MA9X0000XX",
        fingerprint="0123456789ABCDEF" * 4,
        valid_from=MADE_ON,
        valid_to=date(2031, 11, 24),
        algorithm="RSA 3072，SHA-256",
        made_on=MADE_ON,
        contact="李会计",
        contact_phone="13800000002",
        recipient="示例镇应急管理办公室",
        replaces="FEDCBA9876543210" * 4,
        reason="换了电脑，原来的密钥没有备份",
    )


DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def report_cover() -> ReportCover:
    """A cover to sign and stamp."""
    return ReportCover(
        enterprise=ENTERPRISE,
        credit_code="91410782MA9X0000XX",
        kind="重大风险和隐患月报",
        period="2026年11月1日至2026年11月30日",
        sequence=7,
        made_on=MADE_ON,
        files=(SignedFile("上报包_示例木业_月报_2026-11-25_第7号.zip", DIGEST),),
        recipient="示例镇应急管理办公室",
        counts=((RiskLevel.MAJOR, 1), (RiskLevel.CONSIDERABLE, 4), (RiskLevel.GENERAL, 11), (RiskLevel.LOW, 23)),
        major_risks=("F-0009 喷漆房：漆雾和溶剂蒸气遇火花爆炸（责任人 张建国）",),
        hidden_dangers=(("一般隐患已登记", 6), ("已销号", 5), ("重大隐患", 1)),
        signatures=(Signature("主要负责人", "王厂长"), Signature("填报人", "李会计", "2026年11月25日")),
        contact="李会计 13800000002",
    )


def submission_report() -> SubmissionReport:
    """The readable report inside a package."""
    return SubmissionReport(
        enterprise=ENTERPRISE,
        credit_code="91410782MA9X0000XX",
        kind="重大风险和隐患月报",
        period="2026年11月",
        sequence=7,
        made_on=MADE_ON,
        recipient="示例镇应急管理办公室",
        address="示例县示例镇工业路1号",
        trade="木质家具制造",
        principal="王厂长",
        phone="13800000001",
        profile=PROFILE,
        counts=report_cover().counts,
        major_risks=(
            MajorRiskRow(
                "F-0009",
                "喷漆房",
                "二号厂房",
                "漆雾和溶剂蒸气遇火花爆炸",
                "可燃液体蒸气爆炸：烧伤、死亡",
                "LEC L3×E6×C40＝720",
                ("防爆风机先开5分钟再喷漆", "灯具、开关、电机都是防爆型"),
                ("装可燃气体报警器（张建国，2026-12-31，4800元）",),
                "公司级",
                "王厂长",
                "13800000001",
                "每班、每周、每月、每季度",
            ),
        ),
        major_dangers=(
            MajorDangerRow(
                "Y-0012",
                "喷漆房风机不是防爆型",
                "二号厂房",
                "《工贸企业重大事故隐患判定标准》",
                "2026-11-20",
                "整改中",
                "停用喷漆房；换防爆风机",
                "6000元",
                "王厂长",
                "2026-12-05",
            ),
        ),
        totals=(("一般隐患登记", "6"), ("一般隐患销号", "5"), ("隐患查改率", "83.3%")),
        notes=("管控措施只列已落实的。",),
    )


def first_identification() -> FirstIdentificationReport:
    """What owner and expert sign."""
    return FirstIdentificationReport(
        enterprise=ENTERPRISE,
        title="2026 年第 1 次",
        trade="木质家具制造",
        library_version="1.0.0（2026-11-25）",
        profile=PROFILE,
        started_on=date(2026, 11, 20),
        made_on=MADE_ON,
        principal=Signature("主要负责人", "王厂长"),
        counts=report_cover().counts,
        risks=(
            FoundRisk("F-0009", "喷漆房", RiskLevel.MAJOR, "漆雾和溶剂蒸气遇火花爆炸", "王厂长"),
            FoundRisk("F-0003", "平刨", RiskLevel.CONSIDERABLE, "推料时手滑到旋转的刀轴上", "张建国"),
        ),
        hidden_dangers=("平刨刀轴没有护罩，或护罩被拆下", "喷漆房风机不是防爆型"),
        open_questions=("喷漆房是否要装可燃气体报警器",),
        answers=(("现场看过", 41), ("在办公室答", 3), ("不涉及", 8)),
        participants=(("平刨操作工", ("赵一", "钱二")), ("喷漆工", ("欧阳𬭎瀚",))),
        expert=Signature("专家", "孙工"),
        expert_unit="示例安全技术服务中心",
        expert_certificate="注册安全工程师 证书号 ________",
    )


def notice_board(rows: int = 3, page_size: PageSize = PageSize.A3) -> NoticeBoard:
    """The board at the gate; rows repeat when there are many."""
    one = BoardRow(
        code="C-0004",
        name="喷漆房",
        level=RiskLevel.MAJOR,
        place="二号厂房东头",
        dangers=("漆雾和溶剂蒸气遇火花爆炸", "排风机停了还在喷，人吸进去昏倒"),
        accidents="可燃液体蒸气爆炸、中毒",
        consequence="烧伤、死亡",
        measures=("防爆风机先开5分钟再喷漆", "灯具、开关、电机都是防爆型"),
        emergency=("着火：按急停，人撤出，打119", "有人晕倒：先通风，戴隔绝式呼吸器再进"),
        unit="涂装车间",
        person="欧阳𬭎瀚",
        phone="13800000009",
    )
    two = replace(
        one, code="S-0010", name="平刨（2台/处）", level=RiskLevel.CONSIDERABLE, measures=(), unit="", phone=""
    )
    return NoticeBoard(
        enterprise=ENTERPRISE,
        profile=PROFILE,
        version="20261125",
        made_on=MADE_ON,
        valid_until=REVIEW_ON,
        rows=tuple((one, two)[number % 2] for number in range(rows)),
        counts=((RiskLevel.MAJOR, 1), (RiskLevel.CONSIDERABLE, 4), (RiskLevel.GENERAL, 11), (RiskLevel.LOW, 23)),
        phones=(
            BoardPhone("企业报告电话", "", "0373-8765432"),
            BoardPhone("安全员", "李会计", "13800000002"),
            BoardPhone("主要负责人", "王厂长"),
        ),
        page_size=page_size,
    )


def emergency_card(blocks: int = 2) -> EmergencyCard:
    """One post's steps."""
    one = EmergencyBlock(
        "平刨",
        "机械致害、触电",
        ("先按急停关机，再救人", "干净布压紧伤口止血，打120", "断指用干布包好装袋，袋外放冰，不泡水"),
    )
    two = EmergencyBlock("除尘器", "粉尘爆炸", ("冒烟冒火星：停机，人撤开，打119", "测CO₂、O₂合格☑才靠近"))
    return EmergencyCard(
        enterprise=ENTERPRISE,
        post="平刨操作工",
        post_code="P-0007",
        version="20261125",
        made_on=MADE_ON,
        blocks=tuple((one, two)[number % 2] for number in range(blocks)),
        place="刨料区",
        address="示例县示例镇工业路1号",
        person="张建国",
        phone="13800000007",
        officer="李会计",
        officer_phone="13800000002",
        more="还有：叉车、配电箱，见它们自己的告知卡" if blocks > 3 else "",
    )


def sign_plan(places: int = 2) -> SignPlan:
    """Which signs to buy."""
    return SignPlan(
        enterprise=ENTERPRISE,
        version="20261125",
        made_on=MADE_ON,
        totals=(
            SignTotal("warn-hand", "当心伤手", "警告", 3, "待核对"),
            SignTotal("ban-gloves", "禁止戴手套", "禁止", 3, "待核对"),
            SignTotal("must-goggles", "必须戴防护眼镜", "指令", 1),
        )
        if places
        else (),
        places=tuple(
            SignPlace(
                f"S-{number:04d}",
                "平刨（木工区）" if number % 2 else "钻床（2台/处）",
                ("当心伤手", "禁止戴手套"),
                1 if number % 2 else 2,
            )
            for number in range(1, places + 1)
        ),
        notes=("写着“待核对”的，买的时候要厂家按现行标准供货。",),
        signatures=(Signature("编制", "李会计"), Signature("批准", "王厂长")),
    )


def sticker_sheet(count: int = 3) -> StickerSheet:
    """Labels for posts and machines."""
    made = []
    for number in range(1, count + 1):
        code, name = (f"P-{number:04d}", "平刨操作工（夜班）") if number % 2 else (f"S-{number:04d}", "平刨")
        made.append(
            Sticker(
                code,
                name,
                "岗位" if number % 2 else "设备设施",
                "示例木业",
                sticker_qr("示例木业", name, code, "13800000002"),
                "刨料区",
                (*RiskLevel, None)[number % 5],
            )
        )
    return StickerSheet("示例木业", tuple(made))


def comparison_chart(bars: int = 4) -> ComparisonChart:
    """Activities and machines side by side."""
    levels = sorted(RiskLevel, reverse=True)

    def bar(number: int) -> ChartBar:
        level = levels[number * 4 // max(bars, 1)]
        share = 1 - number / max(bars, 1)
        return ChartBar(
            f"Z-{number + 1:04d}", "动火作业", level, share, f"{int(720 * share)}", "火花落到木粉上烧起来", "电工、焊工"
        )

    made = tuple(bar(number) for number in range(bars))
    parts = (ChartPart("作业活动", made[:2]), ChartPart("设备设施和场所", made[2:])) if bars > 2 else ()
    return ComparisonChart(
        enterprise=ENTERPRISE,
        profile=PROFILE,
        version="20261125",
        made_on=MADE_ON,
        parts=parts or ((ChartPart("作业活动", made),) if made else ()),
        scale="条的长短是里面最高的一项风险值",
        counts=((RiskLevel.MAJOR, 1), (RiskLevel.CONSIDERABLE, 4), (RiskLevel.GENERAL, 11), (RiskLevel.LOW, 23)),
        signatures=(Signature("编制", "李会计"), Signature("批准", "王厂长")),
    )


def four_colour_map(zones: int = 5, page_size: PageSize = PageSize.A3) -> FourColourMap:
    """A floor with a zone of each level, one of them in the shape of an L, and a second floor."""
    shapes: tuple[Corners, ...] = (
        ((100, 100), (1100, 100), (1100, 900), (100, 900)),
        ((1200, 100), (1900, 100), (1900, 900), (1200, 900)),
        ((2000, 100), (2700, 100), (2700, 700), (2000, 700)),
        ((100, 1200), (900, 1200), (900, 1800), (100, 1800)),
        ((1300, 1100), (2700, 1100), (2700, 1800), (2000, 1800), (2000, 1500), (1300, 1500)),
    )
    names = ("木工区", "喷漆房（含𬭎漆O₂）", "配电房", "仓库", "打磨区和除尘器房")
    levels = (RiskLevel.CONSIDERABLE, RiskLevel.MAJOR, RiskLevel.GENERAL, RiskLevel.LOW, None)
    made = tuple(
        MapZone(
            names[number % 5],
            shapes[number % 5],
            levels[number % 5],
            ("平刨", "压刨（2台/处）") if number % 5 < 4 else (),
            "张建国 13800000007" if number % 5 < 4 else "",
            number % 3,
        )
        for number in range(zones)
    )
    return FourColourMap(
        enterprise=ENTERPRISE,
        profile=PROFILE,
        made_on=MADE_ON,
        pages=(MapPage("厂区平面图", 3, made, north=30), MapPage("第 2 层", 1, made[:1])) if zones else (),
        off_map=("动火作业", "装卸搬运"),
        page_size=page_size,
        signatures=(Signature("编制", "李会计"), Signature("批准", "王厂长")),
    )


def endless_wall_papers() -> dict[str, object]:
    """3,000 characters in every text that a person may type."""
    text = ("推料时手不进刀口区，护罩坏了不开机；" * 200)[:3000]
    row = replace(
        notice_board().rows[0], name=text, place=text, dangers=(text,) * 3, measures=(text,) * 4, emergency=(text,) * 3
    )
    phone = BoardPhone(text, text, text)
    block = EmergencyBlock(text, text, (text,) * 4)
    card = replace(
        emergency_card(), enterprise=text, post=text, place=text, address=text, blocks=(block,) * 4, more=text,
        person=text, phone=text, officer=text, stop_first=text, draft=DRAFT, expert_pending=True,
    )  # fmt: skip
    sticker = replace(sticker_sheet(1).stickers[0], name=text, place=text, enterprise=text)
    chart_bar = replace(comparison_chart().parts[0].bars[0], name=text, worst=text, post=text, value=text)
    zone = replace(four_colour_map().pages[0].zones[0], name=text, points=(text,), person=text)
    return {
        "3000字的四色图": replace(four_colour_map(), pages=(MapPage(text, 1, (zone,)),), off_map=(text,)),
        "3000字的公告栏": replace(notice_board(), rows=(row,), phones=(phone,) * 3, enterprise=text, draft=DRAFT),
        "3000字的应急卡": EmergencyCards((card,)),
        "3000字的标志表": replace(
            sign_plan(),
            totals=(SignTotal("warn-hand", text, "警告", 3, text), SignTotal("", text, "", 1)),
            places=(SignPlace("S-0001", text, (text,)),),
        ),
        "3000字的编号贴": StickerSheet(text, (sticker,)),
        "3000字的比较图": replace(comparison_chart(), parts=(ChartPart("作业活动", (chart_bar,)),), enterprise=text),
    }


def photo(caption: str, colour: str = "red") -> PaperPhoto:
    """A photo as the store keeps it, larger than paper needs."""
    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(content, "JPEG")
    return PaperPhoto(caption, content.getvalue())


def notice_line(number: int = 1, words: int = 1) -> NoticeLine:
    """A missing guard that was mended."""
    return NoticeLine(
        number,
        f"Y-{number:04d}",
        "推台锯没有防护罩" * words,
        "木工车间",
        "GB/T 15706",
        "装上防护罩，试机后再用" * words,
        "张大勇",
        "2026-12-01",
        (photo(f"Y-{number:04d}　2026-11-25"),),
        "已装上防护罩，试机正常" * words,
        "2026-11-27",
        (photo(f"Y-{number:04d}　2026-11-27", "blue"),),
        "合格（李秀英 2026-11-28）",
    )


def rectification_notice(lines: int = 2, words: int = 1) -> RectificationNotice:
    """What somebody has to mend."""
    return RectificationNotice(
        ENTERPRISE,
        "ZG-20261125-0001",
        "张大勇",
        "2026-11-25",
        "李秀英",
        tuple(notice_line(number, words) for number in range(1, lines + 1)),
        MADE_ON,
        (Signature("签发人", "李秀英"), Signature("签收人", "张大勇")),
    )


def danger_file(words: int = 1) -> DangerFile:
    """One that was returned once, with a photo that was replaced and one that is lost."""
    return DangerFile(
        ENTERPRISE,
        "Y-0001",
        "推台锯没有防护罩" * words,
        "重大隐患",
        "已销号",
        (("发现日期和来源", "2026-11-25　日常检查"), ("整改要求", "装上防护罩" * words), ("责任人", "张大勇")),
        MADE_ON,
        (
            HistoryLine("2026-11-25 09:30", "登记", "李秀英", "日常检查"),
            HistoryLine("2026-11-26 10:00", "退回重改", "李秀英", "少一颗螺丝" * words),
        ),
        ("☑ 判定依据", "☐ 停产撤人决定"),
        (photo("整改前　2026-11-25"),),
        (photo("整改后　2026-11-27", "blue"), photo("整改后　2026-11-28", "green")),
        (PaperPhoto("凭证文书　2026-11-28", None),),
        (photo("整改前：拍错了机器", "black"),),
        (Signature("整改人", "张大勇"), Signature("验收人", "李秀英")),
    )


def major_report(words: int = 1) -> MajorDangerReport:
    """One under supervision, half done."""
    parts = ("治理的目标和任务", "采取的方法和措施", "经费和物资的落实", "负责治理的机构和人员", "治理的时限和要求")
    return MajorDangerReport(
        ENTERPRISE,
        (("企业名称", ENTERPRISE), ("判定依据", "工贸企业重大事故隐患判定标准第十一条"), ("地址", "")),
        (("现状", "打磨间积尘约3毫米" * words), ("产生原因", "滤袋破损")),
        (("危害程度", "粉尘爆炸，3人"), ("整改难易程度", "停产10天换件")),
        (*((part, "写清楚了" * words) for part in parts), ("安全措施和应急预案", ""), ("批准", "还没有批准")),
        (("措施落实", "换滤袋"), ("预案还没落实", "")),
        (("临时防护措施", "断电上锁（2026-11-25）"), ("停产撤人决定", "停用这一处，撤出人员。")),
        (HistoryLine("2026-11-25 10:00", "报告王建国", "李秀英", ""),),
        (HistoryLine("2026-11-25", "向监管部门报告", "李秀英", "镇应急办　平台　回执：18号"),),
        (("督〔2026〕3号", "挂牌督办　镇安委办\n要求：限期治理"),),
        (("怎么整改的", ""), ("部门复查核销", "")),
        MADE_ON,
        (photo("整改前　2026-11-25"),),
        ("安全措施和应急预案", "治理评估通过"),
        (Signature("主要负责人", "王建国"), Signature("日期", "＿＿＿年＿＿月＿＿日")),
    )


def every_report() -> dict[str, object]:
    """One ordinary report of each kind, by what it is called."""
    return {
        "告知卡": notice_cards(),
        "横版告知卡": replace(notice_cards(), form=CardForm.LANDSCAPE),
        "大字告知卡": replace(notice_cards(), form=CardForm.LARGE),
        "公告栏": notice_board(),
        "应急卡": EmergencyCards((emergency_card(), emergency_card(1))),
        "标志表": sign_plan(),
        "编号贴": sticker_sheet(),
        "比较图": comparison_chart(),
        "四色图": four_colour_map(),
        "检查表": CheckTables((check_table(), check_table(12, SheetForm.MONTH))),
        "风险清单": risk_register(),
        "现场问答表": walk_sheet(),
        "登记表": enrolment_sheet(),
        "封面": report_cover(),
        "上报报告": submission_report(),
        "辨识报告": first_identification(),
        "整改通知单": RectificationNotices((rectification_notice(),)),
        "隐患档案": DangerFiles((danger_file(),)),
        "重大隐患报告": MajorDangerReports((major_report(),)),
    }
