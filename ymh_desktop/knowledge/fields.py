"""Reads the fields of one mapping and notes every fault with file, line, entry and field; never stops at the first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import yaml

from ymh_desktop.knowledge.strict_yaml import is_empty, is_typed

T = TypeVar("T")
LONGEST = 400
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a library file. `str()` gives one Chinese line; `line` is 0 when unknown."""

    file: str
    entry: str
    field: str
    problem: str
    expected: str
    line: int = 0

    def __str__(self) -> str:
        where = " ".join(
            part for part in (self.file, f"第{self.line}行" if self.line else "", self.entry, self.field) if part
        )
        return " ".join(f"{where}：{self.problem}；应：{self.expected}".split())


@dataclass(slots=True)
class Notes:
    """The faults of one file, and how many of them make a value unusable."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    blocking: int = 0

    def add(
        self, entry: str, name: str, problem: str, expected: str, line: int = 0, *, blocks: bool = True
    ) -> None:  # fmt: skip
        """Note a fault. One that `blocks` leaves out the entry or file that it is in."""
        self.faults.append(Fault(self.file, entry, name, problem, expected, line))
        self.blocking += blocks


class Fields:
    """The keys of one mapping. Each reader notes what is wrong and returns a value that lets reading go on."""

    def __init__(self, node: yaml.Node, notes: Notes, entry: str = "", lines_before: int = 0, path: str = "") -> None:
        self.notes = notes
        self.entry = entry
        self._before = lines_before
        self._path = path
        self.line = node.start_mark.line + 1 + lines_before
        self._values: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        if isinstance(node, yaml.MappingNode):
            self._take(node)
        else:
            self.wrong("", "不是“名字: 内容”的写法", "照 docs/library.md 的样子写", node)

    def _take(self, node: yaml.MappingNode) -> None:
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in self._values:
                self.wrong(name, "写了两次", "同一个名字只写一次", key)
                self._asked.add(name)
            else:
                self._values[name] = value

    def named(self, entry: str) -> None:
        """From here on faults name this entry instead of its place in the list."""
        self.entry = entry
        if entry:
            self._path = ""

    def wrong(
        self, key: str, problem: str, expected: str, node: yaml.Node | None = None, *, blocks: bool = True
    ) -> None:
        """Note a fault of this field."""
        node = node if node is not None else self._values.get(key)
        line = node.start_mark.line + 1 + self._before if node is not None else self.line
        name = f"{self._path}{key}" if key else self._path.rstrip(".")
        self.notes.add(self.entry, name, problem, expected, line, blocks=blocks)

    def _node(self, key: str, required: bool) -> yaml.Node | None:
        self._asked.add(key)
        node = self._values.get(key)
        if node is None or is_empty(node):
            if required:
                self.wrong(key, "没有写", "必须有")
            return None
        return node

    def text(self, key: str, *, required: bool = True, most: int = LONGEST) -> str:
        """The text, "" when it may be left out and is (or stands there as "")."""
        node = self._node(key, required)
        if node is None or (not required and isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            return ""
        return self._text(key, node, most)

    def _text(self, key: str, node: yaml.Node, most: int) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(key, "写成了列表或几行字段", "一句文字", node)
            return ""
        if is_typed(node):
            self.wrong(key, f"{node.value} 没有加引号，会被当成数字、日期或是非", f'写成 "{node.value}"', node)
            return ""
        value = str(node.value).strip()
        if not value:
            self.wrong(key, "空着", "写上内容", node)
        if len(value) > most:
            self.wrong(key, f"有 {len(value)} 个字", f"不超过 {most} 个字", node, blocks=False)
        return value

    def texts(self, key: str, *, required: bool = False, most: int = LONGEST) -> tuple[str, ...]:
        """A list of texts, () when left out."""
        return tuple(self._text(key, item, most) for item in self._items(key, required))

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        node = self._node(key, required=False)
        if node is None:
            return default
        if isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("true", "false"):
            return bool(node.value == "true")
        self.wrong(key, f"写的是{_shown(node)}", "true 或 false（不加引号）", node)
        return default

    def number(self, key: str, default: int) -> int:
        """A whole number from 1 to 9999."""
        node = self._node(key, required=False)
        if node is None:
            return default
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        if value.isascii() and value.isdigit() and 1 <= int(value) <= 9999:
            return int(value)
        self.wrong(key, f"写的是{_shown(node)}", "1 到 9999 的整数", node)
        return default

    def choice(self, key: str, choices: Mapping[str, T], default: T | None = None) -> T:
        """One of the words; without a default it must be there."""
        node = self._node(key, required=default is None)
        fallback = default if default is not None else next(iter(choices.values()))
        if node is None:
            return fallback
        value = node.value if isinstance(node, yaml.ScalarNode) else None
        if isinstance(value, str) and value in choices:
            return choices[value]
        self.wrong(key, f"写的是{_shown(node)}", f"{'、'.join(choices)} 之一", node)
        return fallback

    def child(self, key: str, *, required: bool = True) -> "Fields | None":
        """The mapping under this key."""
        node = self._node(key, required)
        if node is None:
            return None
        return Fields(node, self.notes, self.entry, self._before, f"{self._path}{key}.")

    def children(self, key: str, *, required: bool = False) -> "list[Fields]":
        """The mappings of a list, numbered from 1 in faults."""
        return [
            Fields(item, self.notes, self.entry, self._before, f"{self._path}{key}[{place}].")
            for place, item in enumerate(self._items(key, required), start=1)
        ]

    def _items(self, key: str, required: bool) -> list[yaml.Node]:
        node = self._node(key, required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(key, "不是列表", "写成 [甲, 乙] 或每行一个短横", node)
            return []
        if required and not node.value:
            self.wrong(key, "是空的", "至少一项", node)
        return list(node.value)

    def names(self) -> tuple[str, ...]:
        """The keys that are there."""
        return tuple(self._values)

    def finish(self) -> None:
        """Note every key that nobody asked for; it blocks nothing."""
        for name in self._values:
            if name not in self._asked:
                known = "、".join(sorted(self._asked))
                self.wrong(name, "没有这个名字", f"{known} 之一", self._values[name], blocks=False)


def _shown(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        return "列表或几行字段"
    return f"“{node.value[:_MOST_SHOWN]}”"


def faults_as_text(faults: "tuple[Fault, ...] | list[Fault]") -> str:
    """All faults, one line each, ordered by file and line; empty when there are none."""
    ordered = sorted(faults, key=lambda fault: (fault.file, fault.line, fault.entry, fault.field))
    return "\n".join(str(fault) for fault in ordered)
