"""How library texts must be worded: short, affirmative, concrete, Chinese."""

import re
from collections.abc import Mapping

# Most characters per field. Cards and check tables are drawn for these.
LONGEST: Mapping[str, int] = {
    "statement": 20,
    "inverse": 40,
    "look": 80,
    "hazard": 45,
    "consequence": 30,
    "grade.reason": 60,
    "measure": 60,
    "check.what": 24,
    "check.standard": 60,
    "check.method": 60,
    "emergency": 30,
    "basis.asks": 60,
}

# Latin that a worker meets on plates and packages, units, and what stands in standard numbers.
_LATIN = frozenset(
    {"LED", "PVC", "PE", "PP", "PU", "UV", "ABC", "AED", "CPR", "LPG", "LNG", "CO", "CO₂", "VOC", "VOCs", "IP", "LC"}
    | {"KN", "PUR", "Ex", "T", "N"}  # 口罩、胶、防爆标志、试验按钮、叉车证上印的字
    | {"CCC", "QR", "pH", "GB", "AQ", "TSG", "DB", "SDS", "MSDS", "X", "II", "III", "IV"}
    | {"V", "A", "W", "kV", "kW", "kVA", "mA", "Hz", "dB", "Pa", "kPa", "MPa", "ppm", "℃", "Ω", "MΩ"}
    | {"m", "cm", "mm", "km", "m²", "m³", "L", "ml", "kg", "g", "t", "mg", "h", "s", "min"}
)
_WORD = re.compile(r"[A-Za-zΩ℃][A-Za-z₂²³Ω]*")
_STANDARD = re.compile(
    r"\b(GB|GBZ|AQ|TSG|DB|JB|HG|JGJ|XF|GA|MH|WS|YJ|QB|LY|SY|HJ|CJJ|GBJ|IEC|ISO)(/T)?[ -]?[A-Z]?\d[\d./—-]*"
)
_VAGUE = re.compile(
    r"尽量|尽可能|加强(管理|监管|监督|教育|培训|检查|防护|防范|巡查|维护)|注意(安全|防护|防火|用电)|提高[^，。]{0,4}意识|增强[^，。]{0,4}意识|"
    r"严格(遵守|执行|按照|落实|管理|控制)|认真|高度重视|落实(责任|到位|制度|措施)|规范(操作|管理|作业)|安全第一|加大[^，。]{0,4}力度|"
    r"强化|做好[^，。]{0,4}(防护|工作|管理|安全|保养)|确保安全|保证安全|相关(规定|要求|制度|标准)|有关(规定|要求|制度|标准)|"
    r"符合(要求|规定|标准)|按(规定|要求|规程)(操作|执行|作业|佩戴|使用)?(?=[，。；]|$)|必要的?(措施|防护)|采取(措施|有效)|妥善|"
    r"安全距离(?![^，。]*\d)|定期(?![^，。；]*\d)(?![^，。；]*每)"
)
_NEGATIVE_START = re.compile(r"^(不|未|没|无(?!人|证|尘|火|烟)|禁|严禁|勿|别)")
_ASKING = re.compile(r"是否|有没有|能不能|会不会|是不是|可不可以|有无|能否|吗|[？?]")
_MARKS = re.compile(r"[\s，。、；：！？“”‘’（）《》\-—,.;:!?()\"']")


def too_long(field: str, text: str) -> str | None:
    """A sentence when the text has more characters than the field allows."""
    most = LONGEST[field]
    return f"有 {len(text)} 个字，最多 {most} 个字" if len(text) > most else None


def foreign_words(text: str) -> tuple[str, ...]:
    """Latin words that the reader may not know; standard numbers are none."""
    return tuple(word for word in _WORD.findall(_STANDARD.sub("", text)) if word not in _LATIN)


def vague_phrases(text: str) -> tuple[str, ...]:
    """Phrases that say nothing that anybody could do or check."""
    return tuple(match.group() for match in _VAGUE.finditer(text))


def not_affirmative(statement: str) -> str | None:
    """A sentence when 是 would not plainly mean safe."""
    if _NEGATIVE_START.search(statement):
        return "以否定词开头，答“是”容易弄反"
    if _ASKING.search(statement):
        return "写成了问句"
    return None


def normalised(text: str) -> str:
    """The text without blanks and punctuation, for finding duplicates."""
    return _MARKS.sub("", text)
