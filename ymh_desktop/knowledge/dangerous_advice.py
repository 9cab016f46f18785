"""Advice that can kill or maim, as a table. Each trap is a pattern, where it applies, and a sentence why.

A text is cut into clauses at ，。；：. A clause that says no (不、禁止、严禁 … before the match) is no advice to do it.
`tests/knowledge/dangerous_advice.py` holds a bad and a good example of every trap: add both when adding a trap.
"""

import re
from dataclasses import dataclass
from functools import cache

_CLAUSES = re.compile(r"[，。；：！？,;\n]")
# 不 as in 拧不动 or 不够 denies something else; only words shortly before the match, or in it, deny the advice.
_SAYS_NO = re.compile(
    r"不(?!够|足|通风|好|明|锈|停机|关机|断电|动|进|住|了|开|到|清|下|上)|没(?!有?[^，]{0,8}(时|就))|禁|勿|别(?!人|的|处)|防止|避免|以免|杜绝"
)
_NEAR = 10


@dataclass(frozen=True, slots=True)
class Trap:
    """`says` is looked for in each clause, `where` in text and context ("" is everywhere), `unless` in the text."""

    id: str
    says: str
    why: str
    where: str = ""
    unless: str = ""


_ROTATING = (
    r"锯|刨|钻床|钻孔|台钻|铣|车床|砂光|砂轮|磨床|打磨|压刨|镂|开榫|旋转|搅拌|绞肉|切片机|和面|压面|辊|卡盘|刀轴"
)
_CONFINED = r"有限空间|受限空间|罐|池|井|窖|料仓|筒仓|地坑|化粪|污水|除尘器内|炉膛|反应釜"
_FLAMMABLE = r"油锅|油火|油类|油品|油桶|油漆|漆|稀料|稀释剂|溶剂|汽油|柴油|机油|酒精|天那水|香蕉水|固化剂"
_ON_WATER = r"(用|泼|浇|拿|喷|冲)(大量|自来|冷|清|凉)?水(?!基|性|雾|枪不)|水(浇|泼|冲|灭|扑救)"
_GAS = r"燃气|煤气|液化气|天然气|液化石油气|漏气|沼气"
_SPINE = r"坠落|摔|跌|颈|脖|脊|腰"
_SEVERED = r"断指|断肢|断手|断掌|离断|手指"

TRAPS: tuple[Trap, ...] = (
    Trap(
        "gloves-rotating",
        r"(戴|套)[^，]{0,8}手套|^手套|防护手套|防切割手套",
        "旋转的机器会把手套连手一起卷进去",
        where=_ROTATING,
        unless=r"搬|装卸|抬|码|卸|换|更换|取下|断电|停机|停稳|修整|刷胶|涂胶|腻子|调漆|焊|酸|碱|高温|烫|热|化学|漆|胶",
    ),
    Trap(
        "filter-mask-confined",
        r"防毒(面具|口罩|半面罩)|过滤式|活性炭口罩|滤毒罐|口罩.{0,6}(下|进)(井|池|罐|窖|仓)",
        "过滤面具不产生氧气，缺氧的地方戴了照样会死",
        where=_CONFINED,
        unless=r"隔绝|空气呼吸器|正压|长管|漆|喷涂|油池",
    ),
    Trap(
        "enter-to-rescue",
        r"(立即|马上|赶紧|迅速|赶快|直接|立刻)(下|进|跳)[^，]{0,8}(救|拉|抬|背)|(下去|进去|下井|下池|进罐|进池|入内)[^，]{0,3}(救|拉)",
        "没有呼吸器下去救人，往往多死一个人",
        where=_CONFINED,
        unless=r"空气呼吸器|长管|专业救援|消防员",
    ),
    Trap(
        "enter-before-test",
        r"先(进|下|作业|干)[^，]{0,6}(后|再)(通风|检测|测)|边(进|干|作业)边(检测|通风)",
        "不先通风检测就进去，可能当场中毒或窒息",
        where=_CONFINED,
    ),
    Trap(
        "alone-confined",
        r"(一个人|单人|独自|自己)[^，]{0,8}(进|下|清)[^，]{0,6}(罐|池|井|空间|仓|窖|坑)",
        "有限空间里出事，外面没有人就没有人喊救命",
    ),
    Trap(
        "oxygen-ventilate",
        r"氧气[^，]{0,8}(通风|送风|换气|吹|降温|驱散|置换)",
        "氧气多了，衣服头发一点火星就烧起来",
    ),
    Trap(
        "oxygen-grease",
        r"(氧气|气瓶|瓶阀|减压器)[^，]{0,10}(涂|抹|加|擦|上)[^，]{0,3}(油|黄油|润滑)",
        "油脂碰到高压氧气会自燃爆炸",
        unless=r"无油|去油|没有油|油污",
    ),
    Trap(
        "water-on-oil",
        _ON_WATER,
        "油和溶剂浮在水上，浇水会溅开烧得更大",
        where=rf"(?:{_FLAMMABLE})[^。]{{0,20}}(火|着|烧|灭)|(火|着|烧|灭)[^。]{{0,20}}(?:{_FLAMMABLE})",
        unless=r"烫伤|烧伤|冲洗|降温皮肤|洗手|眼|皮肤|冷却(罐|桶|容器)外壁|断电后|接地|水性漆|水帘|循环水|用水前",
    ),
    Trap(
        "water-on-live",
        _ON_WATER,
        "水会导电，往带电的东西上浇水会触电",
        where=r"(带电|电气|电器|电路|配电|电箱|电柜|电线|开关|插座|电机)[^。]{0,16}(火|着|烧|灭)",
        unless=r"断电后|切断电源后|拉闸后|断了电|烫伤|烧伤|冲洗|锂",
    ),
    Trap(
        "water-on-metal",
        _ON_WATER,
        "铝、镁粉碰到水会放出氢气爆炸",
        where=r"铝粉|镁粉|铝镁|镁合金|金属粉尘|电石|钠",
        unless=r"烫伤|烧伤|冲洗",
    ),
    Trap(
        "jet-on-dust",
        r"(直流水|高压水|水枪|水柱|消防水带)[^，]{0,6}(冲|灭|浇|打|喷|射)",
        "强水流把粉尘冲起来会二次爆炸，要用雾状水",
        where=r"粉尘|木粉|木屑|锯末|面粉|除尘",
    ),
    Trap(
        "blow-dust",
        r"(压缩空气|气枪|高压气|高压风|气管|风枪|吹风机|鼓风机)[^，]{0,10}(吹|清|扫|除|打扫)[^，]{0,8}"
        r"(粉|尘|屑|灰|末|刨花|地面|机台|台面|设备|机器|墙|梁)",
        "粉尘一吹扬起来，遇火星会爆炸",
        where=r"粉|尘|木屑|锯末|刨花|面",
        unless=r"反吹|脉冲|喷吹",
    ),
    Trap(
        "blow-body",
        r"(压缩空气|气枪|高压气|风枪|气管)[^，]{0,10}(吹|清|扫)[^，]{0,6}(身|衣|头发|脸|手|裤|伤口)",
        "高压气能打进皮肤、伤眼睛",
        unless=r"会死|会伤|死人|伤人",
    ),
    Trap(
        "bypass-interlock",
        r"(短接|屏蔽|拆除|拆掉|拆下|取下|停用|绑住|垫住|解除|跳过|顶住|关掉)[^，]{0,8}"
        r"(联锁|互锁|限位|急停|光栅|光电|护罩|防护罩|安全门|感应|漏电保护|报警|止回|分料刀)",
        "保护装置拆了，下一次失手就没有东西挡着",
        unless=r"装回|恢复|检修|维修|停机断电|不开机|停用该机|不使用|才能|重新装",
    ),
    Trap(
        "petrol-clean",
        r"(汽油|稀料|天那水|香蕉水|甲醇|苯|稀释剂|煤油)[^，]{0,8}(擦|洗|清洁|清理|拖地|去油|去污)",
        "汽油、稀料一擦就挥发，碰到火星爆燃，也伤手伤血",
        unless=r"喷枪|洗枪|漆枪|防爆.{0,4}通风",
    ),
    Trap(
        "move-neck",
        r"(扶起|抬起|搬动|搬起|背起|背走|抱起|坐起|摇晃|晃动|拖走|扶着走|拉起)",
        "摔伤可能断了颈椎腰椎，一动就会瘫痪",
        where=_SPINE,
        unless=r"硬板|木板|担架|固定|才移|危险的地方|再塌|货|物|箱|料|设备",
    ),
    Trap(
        "severed-soak",
        r"(泡|浸)(在|进|入|到)?|直接(放|埋|搁|接触)[^，]{0,4}冰|(水|酒精|碘伏|盐水)[^，]{0,3}(冲洗|洗净|清洗)",
        "断指泡过水、碰到冰就接不活了，要干燥、包好、隔着冰",
        where=rf"(?:{_SEVERED})[^。]{{0,24}}(包|袋|冰|泡|浸|洗|送|接)",
        unless=r"伤口.{0,4}冲洗",
    ),
    Trap(
        "wire-tourniquet",
        r"(铁丝|电线|细绳|麻绳|橡皮筋|尼龙绳|扎带)[^，]{0,8}(扎|绑|勒|捆)[^，]{0,6}(伤|手|臂|腿|指|止血)|"
        r"(伤|手|臂|腿|指|止血)[^，]{0,8}(铁丝|电线|细绳|麻绳|橡皮筋|尼龙绳|扎带)[^，]{0,4}(扎|绑|勒|捆)",
        "细绳勒断血脉会坏死，要用干净布压住",
    ),
    Trap(
        "burn-remedies",
        r"牙膏|酱油|香油|紫药水|碱面|獾油|面粉敷|(挑破|刺破)[^，]{0,3}泡|撕(掉|下|开)[^，]{0,4}衣",
        "烫伤先用凉水冲 20 分钟，抹东西、挑水泡会感染",
        where=r"烫|烧|灼",
    ),
    Trap(
        "neutralise-skin",
        r"(用|拿)(酸|碱|醋|苏打|小苏打|石灰)[^，]{0,4}(中和|冲|洗|擦)",
        "在皮肤上中和会放热，伤得更深，要用大量流水冲",
        where=r"皮肤|眼|溅|灼",
    ),
    Trap(
        "rub-eye",
        r"(揉|搓)[^，]{0,3}眼|眼[^，]{0,6}(揉|搓)",
        "进了东西再揉，会划伤角膜",
    ),
    Trap(
        "vomit-corrosive",
        r"催吐|抠(喉|嗓)",
        "吐出来会再烧一次食道，溶剂还会呛进肺里",
        where=r"酸|碱|汽油|稀料|溶剂|漆|煤油|天那水|清洗剂",
    ),
    Trap(
        "gas-spark",
        r"(开|关|打开|关掉|启动|按)[^，]{0,4}(灯|排风扇|换气扇|排气扇|抽油烟机|电风扇|风机|开关|电闸)|"
        r"(屋|室|店|厨房)(里|内)[^，]{0,4}(打电话|拨打)",
        "燃气漏了，一个电火花就会爆炸；关阀、开窗、到室外打电话",
        where=rf"(?:{_GAS})[^。]{{0,16}}(漏|泄|味|报警)",
        unless=r"防爆|联锁启动|自动启动|平时|联动",
    ),
    Trap(
        "flame-leak-test",
        r"(明火|打火机|火柴|点火)[^，]{0,6}(检查|试漏|查漏|检漏|测漏|照)|(试漏|查漏|检漏)[^，]{0,4}(明火|打火机|火柴)",
        "用火试漏，漏了就是爆炸，要用肥皂水",
    ),
    Trap(
        "hands-in-running",
        r"(运转|运行|转动|开机|开着|不停机|不关机|旋转)[^，]{0,8}"
        r"(清理|清扫|擦拭|擦洗|加油|注油|伸手|用手|掏|捅|换刀|换锯|测量|调整刀|拉料|拨料)",
        "机器转着伸手，来不及缩回来",
        unless=r"停稳|全停|停机|停下|断电|自动注油|后再|长柄|油嘴在",
    ),
    Trap(
        "stop-by-hand",
        r"用(手|脚|木棍|木块|布)[^，]{0,6}(按住|抓住|刹住|压住|顶住|卡住|刹停|停住|制动)",
        "惯性比手劲大，手会被带进去",
        where=r"刀轴|锯片|皮带|砂轮|主轴|轮|卡盘|刀具|转",
        unless=r"止血|伤口|血",
    ),
    Trap(
        "hand-push-short",
        r"用?手(直接)?(推|送|按|压)[^，]{0,8}(短料|小料|小木块|窄料|薄料)|(短料|小料|窄料|薄料)[^，]{0,6}用手(直接)?(推|送|按|压)",
        "短料要用推把或推板，手离刀口太近会断指",
        unless=r"推把|推板|推棒",
    ),
    Trap(
        "wheel-side",
        r"砂轮(的)?侧面[^，]{0,4}(磨|打磨)|(磨|打磨)[^，]{0,4}砂轮(的)?侧面",
        "平形砂轮受不了侧向力，会碎裂飞出来",
    ),
    Trap(
        "fuse-wire",
        r"(铜丝|铁丝|铝丝|铜线|铝线)[^，]{0,6}(代替|代|当|换|做|接)[^，]{0,4}(保险|熔)|"
        r"(保险丝|熔丝|熔断)[^，]{0,10}(铜丝|铁丝|铝丝|铜线)",
        "铜丝不会断，线烧着了也不跳",
    ),
    Trap(
        "live-work",
        r"带电(检修|接线|作业|更换|维修|拆|换|清扫|插拔)",
        "低压带电干活也会电死人，先断电验电",
        unless=r"停电|断电|验电",
    ),
    Trap(
        "cut-earth",
        r"(剪掉|剪断|拆掉|拆除|去掉|折断|弯折)[^，]{0,4}(接地|地线|保护线|零线)",
        "没有接地，漏电时外壳就是电线",
    ),
    Trap(
        "wet-hand-switch",
        r"(湿手|手湿|带水的手)[^，]{0,6}(拉闸|合闸|断电|开关|按|拔|插)",
        "湿手碰开关会触电",
    ),
    Trap(
        "pull-electrocuted",
        r"(用手|徒手|直接|立即|马上|赶紧|赶快)[^，]{0,4}(拉|拽|拖|扶|抱|推)[^，]{0,6}(人|者|他|伤|开)",
        "电没断就碰触电的人，自己也会触电",
        where=r"触电",
        unless=r"断电|切断电源|拉闸|干燥|绝缘|木棍|木棒|离电源后",
    ),
    Trap(
        "hot-work-paint",
        r"(喷漆房|喷漆间|漆房|调漆间|调漆室|漆库|油漆间)[^，]{0,8}(焊|气割|切割|打磨|动火|抽烟|用电炉)",
        "漆雾和溶剂蒸气碰火星会爆炸",
        unless=r"审批|批准|隔到顶|隔开|动火证|动火票|清空|移走|停止喷漆|吹扫|检测",
    ),
    Trap(
        "ride-forks",
        r"(叉车|货叉|铲车|铲斗|升降台|传送带|输送带)[^，]{0,8}(站人|带人|载人|升人|托人|坐人|乘人|送人)",
        "人站在货叉上，一颠就摔下来",
        unless=r"专用(吊篮|载人)",
    ),
    Trap(
        "stand-on-unsafe",
        r"(站|踩|蹬)(在|到|上)?[^，]{0,3}(椅子|凳子|转椅|油桶|托盘|纸箱|货架|窗台|货叉)[^，]{0,3}(上|干|取|拿|够|换|擦|$)",
        "椅子、油桶、货架会翻，要用梯子或登高平台",
    ),
    Trap(
        "cylinder-heat",
        r"(气瓶|钢瓶|乙炔瓶|液化气瓶|煤气罐)[^，]{0,10}(加热|火烤|烤|热水|蒸汽|喷灯|暴晒|平放使用|卧放使用|滚着|用完用净|用光|倒置)",
        "气瓶受热、倒卧会喷火或爆炸",
        unless=r"远离|遮阳|隔开|留(有)?余压",
    ),
    Trap(
        "lift-in-fire",
        r"(乘|坐|搭|用)(货梯|电梯|升降机|升降台)",
        "着火会停电，电梯变成烟囱",
        where=r"火灾|着火|起火|失火|疏散|逃生|撤离",
        unless=r"消防电梯|停用|平时",
    ),
    Trap(
        "lock-exit",
        r"(安全出口|疏散门|逃生门|消防通道|疏散通道|紧急出口)[^，]{0,8}(上锁|锁好|锁住|锁闭|锁上|锁死|封死|关死|堆放)|"
        r"(锁好|锁上|锁住|锁死|封死)[^，]{0,6}(安全出口|疏散门|逃生门|消防通道|紧急出口)",
        "门锁了，着火时人就烧死在门里",
        unless=r"无人时|推闩|能打开|没有上锁|未上锁|无上锁|没上锁",
    ),
    Trap(
        "back-into-fire",
        r"(返回|回去|冲进|进入|跑回)[^，]{0,8}(抢|取|拿|搬)[^，]{0,6}(财|物|货|东西|手机|料|设备)",
        "东西烧了可以再买，回去的人多半出不来",
        where=r"火",
    ),
    Trap(
        "fan-in-fire",
        r"(打开|开大|继续开|开启|启动)[^，]{0,4}(风机|引风机|除尘器|除尘系统|检修门|清灰门|灰斗门)",
        "起火时送风或开门，会把火吹成爆炸",
        where=r"(起火|着火|阴燃|冒烟|火星)",
        unless=r"确认无火|冷却后|完全熄灭|灭火后|检测后|火花探测",
    ),
    Trap(
        "spray-alcohol",
        r"(喷洒|喷雾|喷)[^，]{0,4}酒精|酒精[^，]{0,6}(喷洒|喷雾|喷)",
        "酒精雾碰到火星会爆燃，消毒要用擦拭",
    ),
    Trap(
        "milk-detox",
        r"(喝|饮)[^，]{0,2}(牛奶|绿豆汤|猪血)[^，]{0,6}(解毒|排毒|排尘|清肺|防尘|防毒)",
        "喝东西排不掉粉尘和毒物，只会耽误送医",
    ),
    Trap(
        "cpr-breathing",
        r"((?<!没)有呼吸|清醒|能说话)[^，]{0,8}(按压|心肺复苏|除颤)",
        "人有心跳呼吸时按压胸口会伤心脏",
    ),
    Trap(
        "single-lift-load",
        r"(站|走|停|蹲)(在|到)?[^，]{0,4}(吊物|吊钩|吊起的|起升的|举起的)[^，]{0,4}(下|底)",
        "钢丝绳会断，吊着的东西底下不能有人",
    ),
    Trap(
        "jack-only",
        r"(千斤顶)[^，]{0,6}(顶(起|好|住)|撑)[^，]{0,6}(钻|进|下面|就|即可)",
        "千斤顶会滑会漏，底下干活要垫安全支架",
        unless=r"支架|保险凳|垫木",
    ),
)


@cache
def _compiled(trap: Trap) -> tuple[re.Pattern[str], re.Pattern[str] | None, re.Pattern[str] | None]:
    return (
        re.compile(trap.says),
        re.compile(trap.where) if trap.where else None,
        re.compile(trap.unless) if trap.unless else None,
    )


def springs(trap: Trap, text: str, context: str = "") -> bool:
    """True when `text`, said about `context` (machine, place, hazard), gives this dangerous advice."""
    says, where, unless = _compiled(trap)
    if where is not None and not where.search(f"{context}。{text}"):
        return False
    if unless is not None and unless.search(text):
        return False
    for clause in _CLAUSES.split(text):
        match = says.search(clause)
        if match and not _SAYS_NO.search(clause[max(0, match.start() - _NEAR) : match.end()]):
            return True
    return False


def traps_in(text: str, context: str = "") -> tuple[Trap, ...]:
    """Every trap that the text falls into; nearly always none."""
    return tuple(trap for trap in TRAPS if springs(trap, text, context))
