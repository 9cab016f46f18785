"""Reads the text templates in resources/templates: what each rule, handbook and form says, with places to fill in.

A file is a header (标题, 编号, …), a line `---`, and chapters. A line is a paragraph; what its first characters mean:

    # [key] 标题 @每个岗位 @另起一页 @不编号    a chapter; `key` stays for ever, the user's own words hang on it
    ## 小标题        - 一条        1. 一条（编号）        > 小字        ! 要紧的话        >> 靠右
    | 列:宽 | 列:宽 |              a table: first its columns, then rows; `@空行 8 高 9` adds empty ones
    = 名称: 值 | 名称:             fields to fill in; two or three `=` make the row higher
    @签字 编制={安全员} 审核        lines to sign on        @新页        @数据块 说明
    @如果 条件 … @否则 … @完        only where the firm has it
    {企业}                         filled in; {依据:编号} prints a citation of the vetted list

Shipped files are read strictly: everything unknown is a fault with file and line. The user's own words are read
leniently: what is unknown stands on paper as it was typed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.knowledge.strict_yaml import BrokenFile, read_text


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


PLACEHOLDERS = _names(
    """
    企业 简称 信用代码 地址 行业 人数 主要负责人 主要负责人电话 安全员 安全员电话 报告电话 上级部门 今天 年
    评价方法 管控层级 岗位 岗位工作 岗位地点 岗位负责人 岗位负责人电话 岗位编号 风险点数 风险数 岗位数 重大数
    较大数 一般数 低数 公司检查 部门检查 班组检查 岗位检查
    """
)
CONDITIONS = _names(
    """
    有部门 有班组 有限空间 粉尘 动火 高处 临时用电 吊装 特种设备 承包 喷漆 食堂 充电 有重大风险 有较大风险
    有岗位 有培训安排 有奖励办法 有处罚办法 同一人
    """
)
DATA = _names(
    """
    企业概况 领导小组名单 岗位责任表 部门责任表 责任书签收表 分级管控责任表 评价方法表 风险汇总 重大风险表
    较大风险表 风险点台账 分级管控清单 排查安排 隐患台账 隐患汇总 检查记录 岗位风险 岗位机器 岗位要点 岗位开工前
    岗位防护用品 岗位禁止 岗位应急 岗位考题 应急处置表 应急联系人 作业活动清单 设备设施清单 作业危害分析
    检查表分析 基础管理清单 生产现场清单 有限空间台账 粉尘区域 持证台账 特种设备台账 特种设备检验 隐患通报 档案目录
    员工签收表 告知卡签收表 依据清单 要新增的措施 未纳入 督办反馈 培训登记 培训安排 奖惩台账 奖励办法 处罚办法
    投入台账 演练登记 事故登记
    """
)
# Those of DATA that speak of one post, so only in a chapter that comes for each of them.
OF_POSTS = _names(
    """
    岗位风险 岗位机器 岗位要点 岗位开工前 岗位防护用品 岗位禁止 岗位应急 岗位考题 员工签收表
    """
)
REPEATS = frozenset({"每个岗位"})
_FLAGS = frozenset({"另起一页", "不编号"})
_HEADER = ("标题", "编号", "横版", "封面", "签字")
_CHAPTER = re.compile(r"#\s*\[([a-z0-9-]+)\]\s*(.*)")
_PLACE = re.compile(r"\{([^{}]*)\}")
_CITED = "依据:"
_BLANK = re.compile(r"@空行\s+(\d{1,3})(?:\s+高\s+(\d{1,2}))?$")
LONGEST_TITLE = 60
_DEEPEST = 8  # conditions within conditions


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One thing wrong, with file and line."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file} 第{self.line}行：{self.problem}"


class TemplateBroken(Exception):
    """A shipped template that cannot be used; a mistake of ours, found by the tests."""

    def __init__(self, faults: Sequence[TemplateFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


# ---- what a chapter says, as nodes ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextNode:
    """A paragraph; `mark` is "", "##", ">", ">>" or "!"."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ListNode:
    """Lines that follow each other."""

    items: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True, slots=True)
class TableNode:
    """Columns with their shares, rows, and empty rows with their height in millimetres."""

    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    blank: int = 0
    least: int = 7


@dataclass(frozen=True, slots=True)
class FieldsNode:
    """Rows of (name, value) pairs with the number of lines to write on."""

    rows: tuple[tuple[tuple[tuple[str, str], ...], int], ...]


@dataclass(frozen=True, slots=True)
class SignNode:
    """(role, name) pairs."""

    roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DataNode:
    """A piece made from the firm's records; `argument` is what stands behind its name."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class PageNode:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class ChoiceNode:
    """Nodes for firms to which the condition applies, and for the others."""

    condition: str
    then: "tuple[Node, ...]"
    otherwise: "tuple[Node, ...]" = ()


Node = TextNode | ListNode | TableNode | FieldsNode | SignNode | DataNode | PageNode | ChoiceNode


@dataclass(frozen=True, slots=True)
class TemplateChapter:
    """One chapter as the file has it. `line` is the number of the first line of its text."""

    key: str
    title: str
    text: str
    line: int
    each: str = ""  # 每个岗位, empty: once
    fresh_page: bool = False
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    """One document's words. `signatures` are (role, name) pairs, names with places to fill in."""

    id: str
    title: str
    number: str
    wide: bool
    cover: bool
    signatures: tuple[tuple[str, str], ...]
    chapters: tuple[TemplateChapter, ...]

    def chapter(self, key: str) -> TemplateChapter:
        """The chapter with this key; raises KeyError."""
        for chapter in self.chapters:
            if chapter.key == key:
                return chapter
        raise KeyError(key)


# ---- reading ---------------------------------------------------------------------------------------------------------


def read_template(path: Path) -> Template:
    """A shipped template; raises TemplateBroken with every fault."""
    try:
        text = read_text(path)
    except BrokenFile as broken:
        raise TemplateBroken([TemplateFault(path.name, broken.line, broken.problem)]) from broken
    return parse_template(path.stem, text, path.name)


def parse_template(template_id: str, text: str, file: str) -> Template:
    """The same from text; `file` is its name in faults."""
    notes = _Notes(file)
    lines = text.split("\n")
    try:
        end = lines.index("---")
    except ValueError:
        raise TemplateBroken([TemplateFault(file, 1, "没有一行 --- 把抬头和正文隔开")]) from None
    header = _header(lines[:end], notes)
    chapters = _chapters(lines, end + 1, notes)
    for chapter in chapters:
        nodes = nodes_of(chapter.text, file=file, first_line=chapter.line, notes=notes)
        notes.check_places(chapter.title, chapter.line - 1)
        for node in nodes:
            if isinstance(node, DataNode) and node.name in OF_POSTS and not chapter.each:
                notes.add(chapter.line, f"“@{node.name}”只能写在“@每个岗位”的章节里")
    if notes.faults:
        raise TemplateBroken(notes.faults)
    return Template(
        id=template_id,
        title=header["标题"],
        number=header["编号"],
        wide=header.get("横版") == "是",
        cover=header.get("封面") == "是",
        signatures=_roles(header.get("签字", "")),
        chapters=chapters,
    )


class _Notes:
    """The faults of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[TemplateFault] = []

    def add(self, line: int, problem: str) -> None:
        self.faults.append(TemplateFault(self.file, line, problem))

    def check_places(self, text: str, line: int) -> None:
        for name in _PLACE.findall(text):
            if name not in PLACEHOLDERS and not name.startswith(_CITED):
                self.add(line, f"没有“{{{name}}}”这个填空")
        if _PLACE.sub("", text).count("{") or _PLACE.sub("", text).count("}"):
            self.add(line, "花括号没有配对")


def _header(lines: Sequence[str], notes: _Notes) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, value = line.partition(": ")
        if not colon or name not in _HEADER:
            notes.add(number, f"抬头只能写 {'、'.join(_HEADER)}，后面跟冒号和空格")
        elif name in found:
            notes.add(number, f"“{name}”写了两次")
        else:
            found[name] = value.strip()
            notes.check_places(value, number)
    for name in ("标题", "编号"):
        if not found.get(name):
            notes.add(1, f"抬头没有写“{name}”")
            found[name] = "？"
    for name in ("横版", "封面"):
        if found.get(name, "否") not in ("是", "否"):
            notes.add(1, f"“{name}”只能写 是 或 否")
    return found


def _chapters(lines: Sequence[str], start: int, notes: _Notes) -> tuple[TemplateChapter, ...]:
    heads = [place for place in range(start, len(lines)) if lines[place].startswith("# ")]
    for place in range(start, heads[0] if heads else len(lines)):
        if lines[place].strip():
            notes.add(place + 1, "第一章的标题前面不能有文字")
    if not heads:
        notes.add(start, "没有章节，章节写成“# [名字] 标题”")
        return ()
    chapters: list[TemplateChapter] = []
    for place, following in zip(heads, [*heads[1:], len(lines)], strict=True):
        chapter = _chapter(lines[place], place + 1, notes)
        if chapter is None:
            continue
        if any(each.key == chapter.key for each in chapters):
            notes.add(place + 1, f"章节名字“{chapter.key}”用了两次")
        text = "\n".join(lines[place + 1 : following]).rstrip()
        skipped = len(text) - len(text.lstrip("\n"))
        chapters.append(
            TemplateChapter(
                chapter.key,
                chapter.title,
                text.lstrip("\n"),
                place + 2 + skipped,
                chapter.each,
                chapter.fresh_page,
                chapter.counted,
            )
        )
    return tuple(chapters)


def _chapter(line: str, number: int, notes: _Notes) -> TemplateChapter | None:
    found = _CHAPTER.fullmatch(line)
    if found is None:
        notes.add(number, "章节要写成“# [名字] 标题”，名字用小写字母、数字和短横")
        return None
    key, rest = found.groups()
    title, *marks = [part.strip() for part in rest.split("@")]
    for mark in marks:
        if mark not in _FLAGS | REPEATS:
            notes.add(number, f"不认识“@{mark}”")
    if len(title) > LONGEST_TITLE:
        notes.add(number, f"标题超过 {LONGEST_TITLE} 个字")
    each = next((mark for mark in marks if mark in REPEATS), "")
    return TemplateChapter(key, title, "", 0, each, "另起一页" in marks, "不编号" not in marks)


def nodes_of(text: str, *, file: str = "", first_line: int = 1, notes: _Notes | None = None) -> tuple[Node, ...]:
    """What a chapter says. Without `notes` leniently: what cannot be understood is a paragraph as it stands."""
    reader = _Reader(text.split("\n"), first_line, notes)
    return reader.all()


def hints(text: str) -> tuple[str, ...]:
    """What in the user's own words will be printed as it was typed, one sentence each, with the line."""
    notes = _Notes("")
    nodes_of(text, notes=notes)
    return tuple(f"第{fault.line}行：{fault.problem}" for fault in notes.faults)


class _Reader:
    """Lines of one chapter, one after the other. `_notes` None: lenient."""

    def __init__(self, lines: Sequence[str], first_line: int, notes: _Notes | None) -> None:
        self._lines = lines
        self._first = first_line
        self._notes = notes
        self._at = 0
        self._depth = 0

    def all(self) -> tuple[Node, ...]:
        return tuple(self._until(()))

    def _fault(self, problem: str, at: int | None = None) -> None:
        if self._notes is not None:
            self._notes.add(self._first + (self._at if at is None else at), problem)

    def _until(self, ends: tuple[str, ...]) -> Iterator[Node]:
        while self._at < len(self._lines):
            line = self._lines[self._at].rstrip()
            if line in ends:
                return
            if not line.strip():
                self._at += 1
                continue
            yield from self._node(line)

    def _node(self, line: str) -> Iterator[Node]:
        if self._notes is not None:
            self._notes.check_places(line, self._first + self._at)
        if line.startswith("- ") or re.match(r"\d{1,2}\. ", line):
            yield self._list(numbered=not line.startswith("- "))
        elif line.startswith("|"):
            yield from self._table()
        elif line.startswith("="):
            yield self._fields()
        elif line.startswith("@"):
            yield from self._command(line)
        else:
            yield self._text(line)
            self._at += 1

    def _text(self, line: str) -> TextNode:
        for mark in (">>", "##", ">", "!"):
            if line.startswith(f"{mark} "):
                return TextNode(line[len(mark) + 1 :].strip(), mark)
        if line.startswith("#"):
            self._fault("小标题要写成“## 标题”")
        return TextNode(line.strip())

    def _taken(self, wanted: "re.Pattern[str]") -> Iterator[str]:
        """The lines from here on that look alike."""
        first = True
        while self._at < len(self._lines) and wanted.match(self._lines[self._at]):
            if self._notes is not None and not first:
                self._notes.check_places(self._lines[self._at], self._first + self._at)
            first = False
            yield self._lines[self._at].rstrip()
            self._at += 1

    def _list(self, *, numbered: bool) -> ListNode:
        mark = re.compile(r"\d{1,2}\. ") if numbered else re.compile(r"- ")
        return ListNode(tuple(mark.sub("", line, count=1).strip() for line in self._taken(mark)), numbered)

    def _table(self) -> Iterator[Node]:
        began = self._at
        lines = list(self._taken(re.compile(r"\|")))
        cells = [tuple(part.strip() for part in line.strip().strip("|").split("|")) for line in lines]
        columns = tuple(_column(cell) for cell in cells[0])
        if None in columns:
            self._fault("表头的每一列要写成“名称:宽”，例如 序号:8", began)
            yield from (TextNode(line) for line in lines)
            return
        rows = []
        for place, row in enumerate(cells[1:], 1):
            if len(row) != len(columns):
                self._fault(f"这一行有 {len(row)} 格，表头有 {len(columns)} 格", began + place)
            rows.append((*row, *[""] * len(columns))[: len(columns)])
        blank, least = 0, 7
        if self._at < len(self._lines) and (found := _BLANK.match(self._lines[self._at].rstrip())):
            blank, least = min(60, int(found[1])), min(40, int(found[2] or 7))
            self._at += 1
        yield TableNode(tuple(column for column in columns if column), tuple(rows), blank, least)

    def _fields(self) -> FieldsNode:
        rows = []
        for line in self._taken(re.compile("=")):
            bare = line.lstrip("=")
            pairs = []
            for part in bare.split("|"):
                name, _, value = part.replace("：", ":", 1).partition(":")
                pairs.append((name.strip(), value.strip()))
            rows.append((tuple(pairs), min(8, len(line) - len(bare))))
        return FieldsNode(tuple(rows))

    def _command(self, line: str) -> Iterator[Node]:
        name, _, argument = line[1:].partition(" ")
        argument = argument.strip()
        if name == "如果":
            yield from self._choice(argument)
            return
        self._at += 1
        if name == "新页":
            yield PageNode()
        elif name == "签字":
            yield SignNode(_roles(argument))
        elif name in DATA:
            yield DataNode(name, argument)
        else:
            self._fault(f"不认识“@{name}”", self._at - 1)
            yield TextNode(line)

    def _choice(self, condition: str) -> Iterator[Node]:
        began = self._at
        if condition not in CONDITIONS:
            self._fault(f"不认识条件“{condition}”")
        if self._depth == _DEEPEST:
            self._fault(f"“@如果”最多套 {_DEEPEST} 层")
            self._at += 1
            yield TextNode(f"@如果 {condition}")
            return
        self._depth += 1
        self._at += 1
        then = tuple(self._until(("@否则", "@完")))
        otherwise: tuple[Node, ...] = ()
        if self._at < len(self._lines) and self._lines[self._at].rstrip() == "@否则":
            self._at += 1
            otherwise = tuple(self._until(("@完",)))
        if self._at >= len(self._lines):
            self._fault("“@如果”后面没有“@完”", began)
        self._at += 1
        self._depth -= 1
        if condition in CONDITIONS:
            yield ChoiceNode(condition, then, otherwise)
        else:
            yield from then


def _column(cell: str) -> tuple[str, float] | None:
    name, colon, share = cell.replace("：", ":").rpartition(":")
    if not colon or not share.strip().isdecimal() or not 1 <= int(share) <= 400:
        return None
    return name.strip(), float(share)


def _roles(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("=") for part in text.split())
    return tuple((role, name) for role, _, name in pairs)


def places_in(text: str) -> Iterable[str]:
    """The names of what is filled in."""
    return _PLACE.findall(text)


def filled(text: str, words: "dict[str, str]") -> str:
    """`text` with what is known filled in; unknown places stay as they were typed."""
    return _PLACE.sub(lambda found: words.get(found[1], found[0]), text)
