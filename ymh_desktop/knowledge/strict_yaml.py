"""Reads YAML strictly and fast: C parser, two documents per file, nothing guessed.

Scalars stay text. What YAML would turn into a number, a date or yes/no is refused where text is meant, because `1.10`
must not become 1.1. A damaged file raises BrokenFile, whose words a safety engineer can act on.
"""

import re
from pathlib import Path

import yaml

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
_SEPARATOR = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BrokenFile(Exception):
    """The file cannot be read at all. `line` is 0 when no line is to blame."""

    def __init__(self, problem: str, expected: str, line: int = 0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.expected = expected
        self.line = line


class _TextLoader(_Loader):  # type: ignore[misc]  # one of two classes, found when this is imported
    """Composes nodes and leaves every scalar as it stands: resolving types costs as much as parsing."""

    def resolve(self, kind: type, value: object, implicit: object) -> str:
        if kind is yaml.ScalarNode:
            return "tag:yaml.org,2002:str"
        return "tag:yaml.org,2002:seq" if kind is yaml.SequenceNode else "tag:yaml.org,2002:map"

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """No tags by path here."""

    def ascend_resolver(self) -> None:
        """No tags by path here."""


_HEADER_BYTES = 4096  # headers have about 500


def read_text(path: Path, *, header_only: bool = False) -> str:
    """The file's text, or only its first document with the separator; raises BrokenFile when it is not plain UTF-8."""
    try:
        with path.open("rb") as file:
            raw = file.read(_HEADER_BYTES) if header_only else file.read()
            separator = raw.find(b"\n---\n", 4) if header_only else 0
            if separator < 0:
                raw += file.read()
    except OSError as error:
        raise BrokenFile(f"文件打不开（{error.strerror}）", "检查文件还在不在、能不能读") from error
    if separator > 0:
        raw = raw[: separator + 5]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BrokenFile("文件的编码是 UTF-16", "另存为 UTF-8（不带 BOM）", 1)
    if raw.startswith(b"\xef\xbb\xbf"):
        raise BrokenFile("文件开头有 BOM 标记", "另存为 UTF-8（不带 BOM）", 1)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BrokenFile("文件的编码不是 UTF-8，可能是 GBK", "用记事本另存为 UTF-8（不带 BOM）", line) from error
    if strange := _CONTROL.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        raise BrokenFile("有看不见的控制字符", "删掉这一行里看不见的字符", line)
    return text


def header_node(text: str) -> yaml.MappingNode:
    """The first document; the rest of the text is not parsed. Raises BrokenFile."""
    header, _ = _split(text)
    return _mapping(header, 0, "抬头")


def body_node(text: str) -> tuple[yaml.MappingNode, int]:
    """The second document and the number of lines before it. Raises BrokenFile."""
    header, body = _split(text)
    before = header.count("\n")  # the body text begins at the end of the separator line
    return _mapping(body, before, "正文"), before


def _split(text: str) -> tuple[str, str]:
    start = 0
    first = _SEPARATOR.search(text)
    if first and not re.sub(r"#.*", "", text[: first.start()]).strip():
        start = first.end()  # a file may open with a separator line
    separators = list(_SEPARATOR.finditer(text, start))
    if not separators:
        raise BrokenFile("只有一段", "抬头和正文两段，中间用一行 --- 隔开")
    if len(separators) > 1:
        line = text.count("\n", 0, separators[1].start()) + 1
        raise BrokenFile("多于两段", "抬头和正文两段，中间只有一行 ---", line)
    only = separators[0]
    return text[:start].replace("---", "   ") + text[start : only.start()], text[only.end() :]


def _mapping(text: str, lines_before: int, which: str) -> yaml.MappingNode:
    try:
        node = yaml.compose(text, Loader=_TextLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 + lines_before if mark else 0
        raise BrokenFile(
            f"YAML 写法有误（{_in_chinese(error)}）", "检查这一行和上一行的缩进、冒号、引号", line
        ) from error
    except yaml.YAMLError as error:
        raise BrokenFile("YAML 写法有误", "检查缩进、冒号、引号") from error
    if not isinstance(node, yaml.MappingNode):
        raise BrokenFile(f"{which}是空的或不是“名字: 内容”的写法", "照 docs/library.md 的样子写", lines_before + 1)
    return node


_MESSAGES = (
    ("could not find expected ':'", "少了冒号，或冒号后没有空格"),
    ("mapping values are not allowed", "一行里多了一个冒号；内容里有冒号时整句加引号"),
    ("found character '\\t'", "用了制表符"),
    ("cannot start any token", "这里有不能放在开头的符号；整句加引号"),
    ("found unexpected end of stream", "引号没有配对"),
    ("did not find expected ',' or", "方括号或花括号没有配对，或少了逗号"),
    ("did not find expected key", "缩进不齐，或引号没有配对"),
    ("did not find expected '-' indicator", "缩进不齐，或少了短横"),
    ("block sequence entries are not allowed", "短横不能写在这里"),
    ("found undefined alias", "星号开头的内容要加引号"),
    ("found unknown escape", "双引号里的反斜杠要写两个"),
)  # fmt: skip


def _in_chinese(error: yaml.MarkedYAMLError) -> str:
    said = str(error.problem or "")
    return next((text for part, text in _MESSAGES if part in said), "缩进、冒号或引号不对")


def is_typed(node: yaml.ScalarNode) -> bool:
    """True when unquoted and YAML would read a number, a date, yes/no or nothing instead of text."""
    if node.style or node.value[:1] > "~":  # quoted, or begins with a Chinese character
        return False
    return any(pattern.match(node.value) for _, pattern in _RESOLVERS.get(node.value[:1], ()))


def is_empty(node: yaml.Node) -> bool:
    """True for `key:` with nothing behind it."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")
