"""Reports to print in tests and benchmarks: ordinary ones, and the extremes that break layouts."""

from dataclasses import replace
from datetime import date

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.card import CardSign, NoticeCard, NoticeCards, qr_text
from ymh_desktop.services.reports.paper import DRAFT, PageSize

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
