"""What is otherwise in one library than in another, file by file, in lines that a reader understands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.compare import Change, ChangeKind, diff
from ymh_desktop.knowledge.model import Entry, Module, Trade
from ymh_desktop.knowledge.shelves import MODULES, TRADES

MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class FileChange:
    """What is new in one module or trade: `lines` say it, one change each. `how` is 新增, 去掉 or 改动.

    `entries` are the ids of entries of a changed module that are otherwise than before.
    """

    kind: str  # modules | trades
    id: str
    name: str
    version: str
    how: ChangeKind
    lines: tuple[str, ...]
    entries: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """模块 平刨（1.1.0）."""
        return f"{'模块' if self.kind == MODULES else '行业'} {self.name}（{self.version}）"


def library_changes(
    before: Catalogue, after: Catalogue, names: Iterable[tuple[str, str]] | None = None
) -> tuple[FileChange, ...]:
    """The changes of these (modules or trades, id); None: of all. A file that cannot be read is left out."""
    if names is None:
        names = [
            (kind, name)
            for kind in (MODULES, TRADES)
            for name in sorted({**before.shelves.files(kind), **after.shelves.files(kind)})
        ]
    found = (_change(before, after, kind, name) for kind, name in names)
    return tuple(change for change in found if change is not None)


def _read(library: Catalogue, kind: str, name: str) -> Module | Trade | None:
    if kind == MODULES:
        return library.module(name) if library.has_module(name) else None
    return library.trade(name) if library.has_trade(name) else None


def _change(before: Catalogue, after: Catalogue, kind: str, name: str) -> FileChange | None:
    old, new = _read(before, kind, name), _read(after, kind, name)
    if old is None or new is None:
        there = new or old
        if there is None:
            return None
        how = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
        said = (f"共 {len(there.entries)} 条",) if isinstance(there, Module) else (f"共 {len(there.posts)} 个岗位",)
        return FileChange(kind, name, there.header.name, there.header.version, how, said)
    if old == new:
        return None
    changes = [change for change in diff(old, new) if change.path[0] != "header"]
    lines = tuple(dict.fromkeys(told(change, new) for change in changes)) or ("只改了版本和日期",)
    entries = {change.path[1] for change in changes if change.path[0] == "entries"}
    if isinstance(new, Module) and any(change.path[0] != "entries" for change in changes):
        entries |= {entry.id for entry in new.entries}  # signs, protection and emergency of the module hold for all
    return FileChange(kind, name, new.header.name, new.header.version, ChangeKind.CHANGED, lines, frozenset(entries))


def told(change: Change, owner: Module | Trade) -> str:
    """One change in a line: what it is about, what it was, what it becomes."""
    about, path = "", change.path
    if path[0] == "entries" and isinstance(owner, Module):
        whole = (value for value in (change.old, change.new) if len(path) == 2)
        entry = next((e for e in (*owner.entries, *whole) if isinstance(e, Entry) and e.id == path[1]), None)
        about = f"“{entry.statement}”" if entry is not None else path[1]
        path = path[2:]
    named = replace(change, path=path).named if path else "整条"
    was, becomes = in_words(change.old), in_words(change.new)
    if change.kind is ChangeKind.ADDED:
        return f"{about} {label(change.kind)}{named}：{becomes}".strip()
    if change.kind is ChangeKind.REMOVED:
        return f"{about} {label(change.kind)}{named}：{was}".strip()
    return f"{about} {named}：{was} → {becomes}".strip()


def in_words(value: Any) -> str:
    """A library value as a reader sees it, shortened."""
    if value is None or value in ("", ()):
        return "（没有）"
    if isinstance(value, tuple):
        words = "；".join(in_words(part) for part in value)
    elif isinstance(value, Enum):
        words = label(value)
    elif isinstance(value, bool):
        words = "是" if value else "否"
    else:
        names = ("statement", "text", "name", "question", "asks", "what", "reason")
        words = next((str(said) for name in names if (said := getattr(value, name, None))), str(value))
    return shortened(words, MOST_WORDS)
