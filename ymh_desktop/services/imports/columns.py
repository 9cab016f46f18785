"""What the columns of somebody's ledger mean, guessed by the words above them; the user may correct every guess."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.words import labelled
from ymh_desktop.services.ports import Sheet

HEADER_AMONG = 15  # a header stands among the first rows
MOST_HEADER_ROWS = 3
LONGEST_HEADER = 24
SAMPLES = 3
_ENDS_WITH = 100  # 风险点等级 is a level, not a risk point


class LedgerKind(Enum):
    """What a ledger lists."""

    RISKS = "risks"
    CHECKS = "checks"
    EQUIPMENT = "equipment"


labelled(LedgerKind, {"RISKS": "风险台账", "CHECKS": "检查表、隐患台账", "EQUIPMENT": "设备台账"})


class Target(Enum):
    """What a column is brought in as."""

    IGNORE = "ignore"
    POINT = "point"
    PLACE = "place"
    POINT_KIND = "point_kind"
    COUNT = "count"
    HAZARD = "hazard"
    ACCIDENT = "accident"
    CONSEQUENCE = "consequence"
    MARK_L = "L"
    MARK_E = "E"
    MARK_C = "C"
    MARK_S = "S"
    VALUE = "value"
    LEVEL = "level"
    MEASURES = "measures"
    ENGINEERING = "engineering"
    MANAGEMENT = "management"
    TRAINING = "training"
    PPE = "ppe"
    EMERGENCY = "emergency"
    TIER = "tier"
    PERSON = "person"
    PHONE = "phone"
    FREQUENCY = "frequency"
    ITEM = "item"
    STANDARD = "standard"
    BASIS = "basis"
    RESULT = "result"
    FOUND = "found"
    FOUND_ON = "found_on"
    DEVICE = "device"
    MODEL = "model"
    NUMBER = "number"
    EXPIRES = "expires"


labelled(
    Target,
    {
        "IGNORE": "不导入",
        "POINT": "风险点",
        "PLACE": "位置",
        "POINT_KIND": "风险点类型",
        "COUNT": "数量",
        "HAZARD": "危险源（会出什么事）",
        "ACCIDENT": "可能的事故类型",
        "CONSEQUENCE": "后果",
        "MARK_L": "可能性 L",
        "MARK_E": "频繁程度 E",
        "MARK_C": "后果 C",
        "MARK_S": "严重性 S",
        "VALUE": "风险值 D 或 R",
        "LEVEL": "风险等级",
        "MEASURES": "管控措施（几种写在一起）",
        "ENGINEERING": "工程技术措施",
        "MANAGEMENT": "管理措施",
        "TRAINING": "培训教育措施",
        "PPE": "个体防护措施",
        "EMERGENCY": "应急处置措施",
        "TIER": "管控层级",
        "PERSON": "责任人",
        "PHONE": "责任人电话",
        "FREQUENCY": "检查频次",
        "ITEM": "检查项目",
        "STANDARD": "检查标准",
        "BASIS": "依据",
        "RESULT": "检查结果",
        "FOUND": "隐患内容",
        "FOUND_ON": "发现日期",
        "DEVICE": "设备名称",
        "MODEL": "型号",
        "NUMBER": "设备编号",
        "EXPIRES": "检验到期",
    },
)

MEASURE_KINDS = {
    Target.ENGINEERING: MeasureKind.ENGINEERING,
    Target.MANAGEMENT: MeasureKind.MANAGEMENT,
    Target.TRAINING: MeasureKind.TRAINING,
    Target.PPE: MeasureKind.PPE,
    Target.EMERGENCY: MeasureKind.EMERGENCY,
}
SEVERAL = frozenset({Target.IGNORE, Target.MEASURES, *MEASURE_KINDS})  # may be chosen for more than one column
_OF_KIND = {
    LedgerKind.RISKS: (
        Target.POINT, Target.PLACE, Target.POINT_KIND, Target.COUNT, Target.HAZARD, Target.ACCIDENT,
        Target.CONSEQUENCE, Target.MARK_L, Target.MARK_E, Target.MARK_C, Target.MARK_S, Target.VALUE, Target.LEVEL,
        Target.MEASURES, *MEASURE_KINDS, Target.TIER, Target.PERSON, Target.PHONE, Target.FREQUENCY,
    ),
    LedgerKind.CHECKS: (
        Target.ITEM, Target.STANDARD, Target.BASIS, Target.RESULT, Target.FOUND, Target.FOUND_ON, Target.PLACE,
        Target.PERSON, Target.PHONE,
    ),
    LedgerKind.EQUIPMENT: (
        Target.DEVICE, Target.MODEL, Target.NUMBER, Target.PLACE, Target.COUNT, Target.EXPIRES, Target.PERSON,
        Target.PHONE,
    ),
}  # fmt: skip
# Written as `_plain` writes headers: without blanks and brackets, small letters.
_WORDS: dict[Target, tuple[str, ...]] = {
    Target.IGNORE: ("序号", "编号", "编码", "备注", "日期", "单位", "部门", "措施落实情况", "整改措施", "说明"),
    Target.POINT: ("风险点", "风险点名称", "风险单元", "评价单元", "辨识单元", "风险分析单元", "作业活动名称",
                   "作业活动", "设备设施", "设备设施名称", "分析对象", "岗位", "岗位名称", "风险源名称"),
    Target.PLACE: ("位置", "地点", "场所", "区域", "部位", "所在位置", "所在区域", "使用地点", "安装地点", "车间",
                   "所在车间"),
    Target.POINT_KIND: ("类型", "类别", "风险点类型", "风险点类别"),
    Target.COUNT: ("数量", "台数"),
    Target.HAZARD: ("危险源", "危险因素", "危险有害因素", "危害因素", "风险事件", "风险描述", "风险因素", "存在的风险",
                    "主要风险", "潜在风险", "危险源名称", "危险源描述", "风险名称", "不安全因素"),
    Target.ACCIDENT: ("事故类型", "可能事故类型", "可能发生的事故类型", "可能导致的事故", "可能发生的事故", "事故类别",
                      "易发生事故类型", "可能造成的事故"),
    Target.CONSEQUENCE: ("后果", "可能后果", "可能造成的后果", "主要后果", "事故后果", "伤害程度"),
    Target.MARK_L: ("l", "l值", "可能性", "可能性l", "发生可能性"),
    Target.MARK_E: ("e", "e值", "频繁程度", "频繁程度e", "暴露频率", "暴露频繁程度"),
    Target.MARK_C: ("c", "c值", "后果c", "严重程度c", "后果严重程度c"),
    Target.MARK_S: ("s", "s值", "严重性", "严重性s", "后果严重性", "严重程度"),
    Target.VALUE: ("d", "d值", "r", "r值", "风险值", "分值", "风险度", "风险值d", "风险值r", "评价值"),
    Target.LEVEL: ("等级", "级别", "风险等级", "风险级别", "风险颜色", "颜色", "风险分级", "风险等级颜色",
                   "标识颜色", "评价级别", "固有风险等级", "现有风险等级"),
    Target.MEASURES: ("措施", "管控措施", "控制措施", "防范措施", "风险管控措施", "安全措施", "现有管控措施",
                      "预防措施"),
    Target.ENGINEERING: ("工程", "技术", "工程技术", "工程技术措施", "工程措施", "技术措施", "工程控制"),
    Target.MANAGEMENT: ("管理", "管理措施", "管理控制"),
    Target.TRAINING: ("培训", "教育", "培训教育", "教育培训", "培训教育措施", "教育培训措施", "培训措施"),
    Target.PPE: ("个体", "个体防护", "个人防护", "个体防护措施", "个人防护措施", "防护措施"),
    Target.EMERGENCY: ("应急", "应急处置", "应急措施", "应急处置措施"),
    Target.TIER: ("管控层级", "管控级别", "管理层级", "责任层级", "层级", "管控层次"),
    Target.PERSON: ("责任人", "负责人", "管控责任人", "整改责任人", "责任人姓名"),
    Target.PHONE: ("电话", "联系电话", "手机", "联系方式", "手机号"),
    Target.FREQUENCY: ("频次", "频率", "检查频次", "排查频次", "检查频率", "排查周期", "检查周期", "周期"),
    Target.ITEM: ("检查项目", "排查项目", "自查标准", "隐患自查标准", "排查内容", "检查内容", "自查项目"),
    Target.STANDARD: ("标准", "检查标准", "标准要求", "检查要求", "自查标准项具体描述", "具体描述", "要求", "排查标准"),
    Target.BASIS: ("依据", "参考依据", "检查依据", "法规依据", "部分参考依据"),
    Target.RESULT: ("检查情况", "检查结果", "结果", "自查结果", "排查结果", "是否符合", "是否合格", "符合性"),
    Target.FOUND: ("隐患", "隐患内容", "隐患描述", "存在问题", "存在的问题", "隐患情况", "事故隐患", "发现的问题",
                   "问题描述"),
    Target.FOUND_ON: ("发现日期", "检查日期", "排查日期", "检查时间", "排查时间", "发现时间", "自查日期"),
    Target.DEVICE: ("设备名称", "设备", "特种设备名称", "设施名称"),
    Target.MODEL: ("型号", "规格型号", "型号规格", "型号证号"),
    Target.NUMBER: ("设备档案号", "设备编号", "档案号", "注册代码", "使用登记证号", "出厂编号", "设备代码"),
    Target.EXPIRES: ("到期月份", "到期日期", "到期", "有效期", "下次检验日期", "检验有效期", "下次检验", "有效期至"),
}  # fmt: skip
_EXISTING = ("现有", "已有", "已采取", "已落实", "目前")
_TOTALS = re.compile(r"(合计|总计|小计|累计|共计|本页)[:：]?")
_FOOT = re.compile(
    r"(注|说明|填表|制表|编制|审核|审批|批准|备注|填报|负责人|单位名称|企业名称|日期)[\w（）()]*\s*[:：]"
)


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column: its number from 0, what stands above it, a few of its values, and whether it says 现有措施."""

    at: int
    title: str
    samples: tuple[str, ...]
    existing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the number that a person sees. `section` is the heading above it, as in 一、机加工车间."""

    number: int
    cells: tuple[str, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as a table. `left_out` counts totals, notes and repeated headers."""

    name: str
    title: str
    columns: tuple[ColumnSeen, ...]
    lines: tuple[Line, ...]
    left_out: int = 0


def targets_of(kind: LedgerKind) -> tuple[Target, ...]:
    """What can be chosen for a column of such a ledger."""
    return (Target.IGNORE, *_OF_KIND[kind])


def read_table(sheet: Sheet) -> Table:
    """Find the header (one to three rows) and the rows below it. Without a known word the first full row is it."""
    first, rows = _header_of(sheet.rows)
    heads = sheet.rows[first : first + rows]
    width = max((len(row) for row in sheet.rows), default=0)
    lines, left_out = _lines(sheet, first + rows, heads)
    columns = tuple(
        _column(at, tuple(_cell(head, at) for head in heads), lines)
        for at in range(width)
        if any(_cell(row, at) for row in sheet.rows[first:]) and not _repeats(sheet.rows[first:], at)
    )
    above = [_only(row) for row in sheet.rows[:first]]
    title = next((words for words in above if words), sheet.name)
    return Table(sheet.name, title, columns, lines, left_out)


def guess_kind(table: Table) -> LedgerKind:
    """What kind of ledger it looks like: the one whose columns it has most of."""

    def known(kind: LedgerKind) -> int:
        return sum(target is not Target.IGNORE for target in guess(table, kind).values())

    return max(LedgerKind, key=known)


def guess(table: Table, kind: LedgerKind) -> dict[int, Target]:
    """Column → what it is. Nothing but measures is guessed twice; of several equally good, the last for 检查项目."""
    scored: list[tuple[int, int, int, Target]] = []
    for column in table.columns:
        target, score = _meaning(column.title.split(" "), kind)
        order = column.at if target is Target.ITEM else -column.at
        scored.append((score, order, column.at, target))
    found: dict[int, Target] = {}
    for score, _, at, target in sorted(scored, key=lambda each: each[:2], reverse=True):
        free = target in SEVERAL or target not in found.values()
        found[at] = target if score and free else Target.IGNORE
    if kind is LedgerKind.RISKS:
        _settle_severity(found)
        if Target.POINT not in found.values():  # a ledger by places only: the place is the risk point
            found = {at: Target.POINT if t is Target.PLACE else t for at, t in found.items()}
    return dict(sorted(found.items()))


def _settle_severity(found: dict[int, Target]) -> None:
    """With E beside it a severity is C; without E it is S."""
    wrong, right = (Target.MARK_S, Target.MARK_C) if Target.MARK_E in found.values() else (Target.MARK_C, Target.MARK_S)
    if right not in found.values():
        for at, target in found.items():
            if target is wrong:
                found[at] = right


def _meaning(parts: list[str], kind: LedgerKind) -> tuple[Target, int]:
    """The lowest part of a header speaks first; a part that says nothing is read together with those above."""
    lowest, whole = _plain(parts[-1]), _plain("".join(parts))
    best = _best(lowest, kind)
    return best if best[1] else _best(whole, kind)


def _best(words: str, kind: LedgerKind | None) -> tuple[Target, int]:
    found = (Target.IGNORE, 0)
    allowed = targets_of(kind) if kind else tuple(Target)
    for target in allowed:
        for word in _WORDS[target]:
            if words == word:
                score = 2 * _ENDS_WITH + len(word)
            elif len(word) < 2 or word not in words:
                continue
            else:
                score = len(word) + (_ENDS_WITH if words.endswith(word) else 0)
            if score > found[1]:
                found = (target, score)
    return found


def _plain(words: str) -> str:
    """A header as the word list writes it: narrow small letters, no blanks, brackets or punctuation."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", words)).lower()


# ---- header ----------------------------------------------------------------------------------------------------------


def _header_of(rows: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
    counts = [_known(row) for row in rows[:HEADER_AMONG]]
    start = next((at for at, count in enumerate(counts) if count >= 2), None)
    if start is None:
        start = next((at for at, row in enumerate(rows) if sum(map(bool, row)) >= 2 and not _only(row)), 0)
        return start, 1
    height = 1
    while height < MOST_HEADER_ROWS and start + height < len(rows):
        if not _goes_on(rows[start + height - 1], rows[start + height]):
            break
        height += 1
    return start, height


def _known(row: tuple[str, ...]) -> int:
    """How many different things the words of a row can mean."""
    if _only(row):
        return 0
    short = [cell for cell in row if cell and len(cell) <= LONGEST_HEADER * 2]
    return len({target for cell in short if (target := _best(_plain(cell), None)[0]) is not Target.IGNORE})


def _goes_on(above: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether a row belongs to the header above it: its words are those above, or are known to the letter."""
    filled = [(at, cell) for at, cell in enumerate(row) if cell]
    if not filled or any(len(cell) > LONGEST_HEADER for _, cell in filled):
        return False
    same = sum(cell == _cell(above, at) for at, cell in filled)
    known = sum(_best(_plain(cell), None)[1] > _ENDS_WITH and cell != _cell(above, at) for at, cell in filled)
    return known >= 1 and (same + known) * 10 >= len(filled) * 6 and not any(c.isdecimal() for _, c in filled)


def _only(row: tuple[str, ...]) -> str:
    """The one text of a title or section row, which stands alone or in merged cells; empty for other rows."""
    filled = {cell for cell in row if cell}
    return filled.pop() if len(filled) == 1 and len(row) > 1 else ""


def _cell(row: tuple[str, ...], at: int) -> str:
    return row[at] if at < len(row) else ""


def _repeats(rows: tuple[tuple[str, ...], ...], at: int) -> bool:
    """Whether a column says what its left neighbour says, as wide merged cells do."""
    return at > 0 and all(_cell(row, at) == _cell(row, at - 1) for row in rows)


def _column(at: int, parts: tuple[str, ...], lines: tuple[Line, ...]) -> ColumnSeen:
    words = list(dict.fromkeys(re.sub(r"\s+", "", part) for part in parts if part))
    samples = dict.fromkeys(cell for line in lines[:200] if (cell := _cell(line.cells, at)))
    title = " ".join(words) or f"第 {at + 1} 列"
    return ColumnSeen(at, title, tuple(samples)[:SAMPLES], any(word in title for word in _EXISTING))


# ---- rows ------------------------------------------------------------------------------------------------------------


def _lines(sheet: Sheet, first: int, heads: Iterable[tuple[str, ...]]) -> tuple[tuple[Line, ...], int]:
    lines: list[Line] = []
    section, left_out, titles = "", 0, set(heads)
    for at, row in enumerate(sheet.rows[first:], start=first):
        lead = next((cell for cell in row if cell), "")
        if not lead:
            continue
        if row in titles or _TOTALS.match(lead.replace(" ", "")) or _FOOT.match(lead):
            left_out += 1
        elif (alone := _only(row)) and len(alone) <= LONGEST_HEADER and len(row) > 2 and not alone.isdecimal():
            section = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*", "", alone)
        else:
            lines.append(Line(sheet.first_row + at, row, section))
    return tuple(lines), left_out
