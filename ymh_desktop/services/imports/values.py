"""What the words in the cells of a ledger mean: levels, marks, accident names, tiers, frequencies, days, people.

Each function gives None (or nothing) for an empty cell and raises ValueError for words that it does not know.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.knowledge.codes import Codes

LONGEST_MEASURE = 200
_REMEMBERED = 2_000  # ledgers say the same words again and again
_NOTHING = {"", "/", "-", "—", "——", "无", "\\", "不涉及", "暂无"}
_LEVEL_WORDS = (
    (RiskLevel.MAJOR, ("重大", "红", "极高")),
    (RiskLevel.CONSIDERABLE, ("较大", "橙")),
    (RiskLevel.GENERAL, ("一般", "黄")),
    (RiskLevel.LOW, ("低", "蓝", "较小")),
)
_LEVEL_NUMBERS = {
    "1": 4, "2": 3, "3": 2, "4": 1, "一": 4, "二": 3, "三": 2, "四": 1, "I": 4, "II": 3, "III": 2, "IV": 1,
    "A": 4, "B": 3, "C": 2, "D": 1,
}  # fmt: skip
_TIER_WORDS = (
    (ControlTier.COMPANY, ("公司", "厂级", "企业", "总经理", "矿级")),
    (ControlTier.DEPARTMENT, ("部门", "车间", "科室")),
    (ControlTier.TEAM, ("班组", "班级", "工段")),
    (ControlTier.POST, ("岗位", "员工", "个人")),
)
_FREQUENCY_WORDS = (
    (Frequency.OCCASION, ("每次", "作业前", "使用前")),
    (Frequency.SHIFT, ("每班", "班次", "/班", "交接班")),
    (Frequency.DAY, ("每天", "每日", "日", "天")),
    (Frequency.WEEK, ("周", "星期")),
    (Frequency.MONTH, ("月",)),
    (Frequency.QUARTER, ("季",)),
    (Frequency.YEAR, ("年",)),
)
_POINT_KINDS = (
    (RiskPointKind.DUTY, ("基础管理", "管理制度", "教育培训", "档案")),
    (RiskPointKind.ACTIVITY, ("作业", "操作", "活动", "搬运", "检修", "维修", "清理", "焊接", "动火", "登高")),
    (RiskPointKind.PLACE, ("车间", "仓库", "区域", "场所", "库房", "食堂", "宿舍", "配电室", "通道", "办公室")),
)
# Only what is plainly one of them; everything else is 管理.
_MEASURE_WORDS = (
    (MeasureKind.EMERGENCY, ("应急", "灭火器", "急救", "报警", "疏散", "演练", "预案", "洗眼")),
    (MeasureKind.TRAINING, ("培训", "教育", "持证", "考核", "交底", "告知")),
    (MeasureKind.PPE, ("佩戴", "穿戴", "手套", "安全帽", "护目镜", "口罩", "劳保", "防护用品", "耳塞", "安全带")),
    (MeasureKind.ENGINEERING, ("防护罩", "护栏", "栏杆", "联锁", "连锁", "接地", "漏电保护", "安全阀", "限位",
                               "通风", "除尘", "急停", "双手", "光栅", "光电", "防爆",
                               "隔离", "盖板", "围堰", "护罩", "防护装置")),
)  # fmt: skip
_ALIASES = {
    "其它爆炸": "其他爆炸", "其它伤害": "其他伤害", "其它": "其他", "触电伤害": "触电", "机械损伤": "机械伤害",
    "中毒窒息": "中毒和窒息", "中毒与窒息": "中毒和窒息", "中毒、窒息": "中毒和窒息", "车辆事故": "车辆伤害",
    "高空坠落": "高处坠落", "坠落": "高处坠落", "灼伤": "灼烫", "烫伤": "灼烫", "烧伤": "灼烫", "爆炸": "其他爆炸",
    "起重事故": "起重伤害", "电击": "触电", "物体打击伤害": "物体打击", "锅炉爆炸事故": "锅炉爆炸", "滑倒": "跌落",
}  # fmt: skip


@lru_cache(_REMEMBERED)
def plain(words: str) -> str:
    """Narrow letters and digits, no blanks at the ends: １２ becomes 12, Ⅲ becomes III."""
    return as_meant(words)


def said(words: str) -> str:
    """The words as they are, empty for a stroke and the like."""
    return "" if plain(words) in _NOTHING else words.strip()


@lru_cache(_REMEMBERED)
def level(words: str) -> RiskLevel | None:
    """重大风险, 红色, Ⅰ级, 1级 … Words that say two different levels are unknown."""
    text = re.sub(r"[\s风险色]", "", plain(words)).upper()
    if text in _NOTHING:
        return None
    found = {each for each, known in _LEVEL_WORDS if any(word in text for word in known)}
    if not found:
        number = re.fullmatch(r"[(]?([1-4]|[一二三四]|I{1,3}|IV|[A-D])级?[)]?(?:[/、(].*)?", text)
        if number:
            found = {RiskLevel(_LEVEL_NUMBERS[number[1]])}
    if len(found) != 1:
        raise ValueError(words)
    return found.pop()


@lru_cache(_REMEMBERED)
def mark(words: str) -> Decimal | None:
    """A number; None for an empty cell."""
    text = plain(words).rstrip("分")
    if text in _NOTHING:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(words) from error
    if not number.is_finite() or not 0 <= number < 100_000:
        raise ValueError(words)
    return number.normalize() + 0


def count(words: str) -> int:
    """How many: 3, 3台; an empty cell is one."""
    text = plain(words)
    if text in _NOTHING:
        return 1
    found = re.match(r"(\d{1,3})(?:\.0)?\s*\D{0,3}$", text)
    if not found:
        raise ValueError(words)
    return max(1, int(found[1]))


@lru_cache(_REMEMBERED)
def tier(words: str) -> ControlTier | None:
    """The highest tier that is named."""
    text = plain(words)
    if text in _NOTHING:
        return None
    found = [each for each, known in _TIER_WORDS if any(word in text for word in known)]
    if not found:
        raise ValueError(words)
    return max(found)


@lru_cache(_REMEMBERED)
def frequency(words: str) -> Frequency | None:
    """The most frequent that is named: 1次/天, 每周一次."""
    text = plain(words)
    if text in _NOTHING:
        return None
    for each, known in _FREQUENCY_WORDS:
        if any(word in text for word in known):
            return each
    raise ValueError(words)


def day(words: str) -> date | None:
    """2026-11-26, 2026.11.26, 2026年11月26日, 20261126, also with a time behind."""
    text = plain(words)
    if text in _NOTHING:
        return None
    found = re.match(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})", text)
    found = found or re.match(r"(\d{4})(\d{2})(\d{2})$", text)
    if not found:
        raise ValueError(words)
    return date(*map(int, found.groups()))


def point_kind(words: str, name: str) -> RiskPointKind:
    """By the ledger's own column, else by the name; a thing with no telling name is a facility."""
    for text in (words, name):
        for kind, known in _POINT_KINDS:
            if any(word in text for word in known):
                return kind
    return RiskPointKind.FACILITY


@dataclass(frozen=True, slots=True)
class Who:
    """The first person that a cell names, with the telephone number found beside the name."""

    name: str
    phone: str


@lru_cache(_REMEMBERED)
def who(words: str, phone: str) -> Who | None:
    """张三, 张三 13800000001, 张三/李四 (then the first). None for nobody, and for what is no name."""
    text = plain(words)
    number = re.search(r"1\d{10}|\d{3,4}-?\d{7,8}", plain(phone)) or re.search(r"1\d{10}", text)
    name = re.split(r"[\s、,，/;；(（\n]", re.sub(r"[\d+-]", "", text).strip())[0].strip("：:")
    if not name or text in _NOTHING:
        return None
    if len(name) > 12:
        raise ValueError(words)
    return Who(name, number[0] if number else "")


@lru_cache(_REMEMBERED)
def measures(words: str) -> tuple[str, ...]:
    """One cell as single measures, split at new lines, at 1. 2. or ①②, and at ；. None is too long to be kept."""
    if not said(words):
        return ()
    text = re.sub(r"[①-⑳]", "\n", words)
    text = re.sub(r"(?:^|(?<=[\s。；;，,、]))[（(]?\d{1,2}[）)、.．](?!\d)", "\n", text)
    parts = [part.strip(" 　。;；，,") for part in re.split(r"[\n;；]", text)]
    fitting = [piece for part in parts if part for piece in pieces(part, LONGEST_MEASURE)]
    return tuple(dict.fromkeys(fitting))


def pieces(text: str, most: int) -> list[str]:
    """`text` in parts of at most that many characters, divided at 。 or ， where there is one; nothing is lost."""
    found = []
    while len(text) > most:
        at = max(text.rfind(mark, 0, most) for mark in "。；;") + 1 or max(text.rfind(m, 0, most) for m in "，,、") + 1
        at = at or most
        found.append(text[:at].strip("\n "))
        text = text[at:].strip("\n ")
    return [part for part in (*found, text) if part]


@lru_cache(_REMEMBERED)
def measure_kind(text: str) -> MeasureKind:
    """The kind that the words plainly say; 管理 for everything else."""
    return next((kind for kind, known in _MEASURE_WORDS if any(w in text for w in known)), MeasureKind.MANAGEMENT)


# ---- accident types --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Accidents:
    """The names of both editions. Asked once per import."""

    new: dict[str, str]
    old: dict[str, tuple[str, ...]]
    every: tuple[str, ...]

    def meaning(self, name: str) -> tuple[str, ...]:
        """The 2025 codes that a name may mean; one: sure; several: ask, with these; none: ask, with all."""
        name = _ALIASES.get(name, name)
        if name in self.new:
            return (self.new[name],)
        return self.old.get(name, ())


def accidents_of(codes: Codes) -> Accidents:
    """The names as the code lists have them."""
    return Accidents(
        {kind.name: kind.code for kind in codes.accident_types},
        {kind.name: kind.becomes for kind in codes.old_accident_types},
        tuple(kind.code for kind in codes.accident_types),
    )


@lru_cache(_REMEMBERED)
def accident_names(words: str) -> tuple[str, ...]:
    """The single names in a cell: 1.机械伤害、触电；火灾. 火灾爆炸 are two."""
    text = re.sub(r"(?:^|(?<=\W))\d{1,2}[、.．)）]", "\n", plain(words))
    parts: Iterable[str] = (part.strip(" 。等") for part in re.split(r"[\n、,，;；/和及与]+(?!窒息)|\s{1,}", text))
    found: list[str] = []
    for part in parts:
        if part in ("火灾爆炸", "火灾或爆炸"):
            found += ["火灾", "爆炸"]
        elif said(part):
            found.append(part)
    return tuple(dict.fromkeys(found))
