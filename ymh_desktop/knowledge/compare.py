"""Comparing library values: what an update changes, and how it meets the user's own edits. Pure functions.

Values are frozen dataclasses of `knowledge.model`; lists whose items bear an id are compared item by item.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, Generic, TypeVar

from ymh_desktop.domain.words import labelled

T = TypeVar("T")
_ABSENT: Any = object()

FIELD_NAMES = {
    "header": "抬头",
    "name": "名称",
    "aliases": "别名",
    "version": "版本",
    "date": "日期",
    "changes": "修改记录",
    "sources": "来源",
    "kind": "类型",
    "classification": "行业代码",
    "expert_required": "是否要专家",
    "ppe": "劳动防护用品",
    "signs": "安全标志",
    "emergency": "应急处置",
    "entries": "条目",
    "same": "合并提问",
    "ask": "第几轮问",
    "statement": "现场问题",
    "inverse": "隐患描述",
    "look": "怎么看",
    "hazard": "危险源",
    "factor": "危险有害因素",
    "accidents": "事故类型",
    "consequence": "后果",
    "grade": "分级",
    "likelihood": "可能性",
    "exposure": "接触频繁程度",
    "reason": "理由",
    "measures": "管控措施",
    "text": "内容",
    "confirmed": "由回答证实",
    "card": "卡上的话",
    "either": "任选其一",
    "check": "检查项",
    "what": "检查什么",
    "standard": "标准",
    "method": "方法",
    "rounds": "频次",
    "basis": "依据",
    "search": "搜索词",
    "review": "待核对",
    "posts": "岗位",
    "modules": "模块",
    "profile": "情况提问",
    "differences": "行业差异",
    "majors": "重大事故隐患",
    "spread": "等级分布说明",
}


class ChangeKind(Enum):
    """What happened to a value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


labelled(ChangeKind, {"ADDED": "新增", "REMOVED": "去掉", "CHANGED": "改动"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `path` holds ids and field names from the outside in. `old` None: added; `new` None: removed."""

    kind: ChangeKind
    path: tuple[str, ...]
    old: object
    new: object

    @property
    def named(self) -> str:
        """The path for a reader: field names in Chinese, ids as they are."""
        return " ".join(FIELD_NAMES.get(part, part) for part in self.path)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that the update and the user changed differently. None stands for: is not there."""

    path: tuple[str, ...]
    base: object
    theirs: object
    mine: object

    @property
    def named(self) -> str:
        """The path for a reader."""
        return " ".join(FIELD_NAMES.get(part, part) for part in self.path)


@dataclass(frozen=True, slots=True)
class Merged(Generic[T]):
    """The merged value; where there is a conflict the user's edit stands until somebody decides."""

    value: T
    conflicts: tuple[Conflict, ...]


def merge(base: T, theirs: T, mine: T, take: Collection[tuple[str, ...]] = ()) -> Merged[T]:
    """Bring an update (`base` → `theirs`) to what the user made of `base`. Edits of the user are never lost.

    `take` holds the paths of conflicts for which the user decided to take the update's value.
    """
    clashes = _Clashes([], frozenset(take))
    value = _merged((), base, theirs, mine, clashes)
    return Merged(value, tuple(clashes.found))


@dataclass(frozen=True, slots=True)
class _Clashes:
    """The conflicts found so far, and the paths that were decided for the update."""

    found: list[Conflict]
    take: frozenset[tuple[str, ...]]


def diff(old: object, new: object) -> tuple[Change, ...]:
    """Every difference between two values of one kind, in the order of their fields."""
    return tuple(_differences((), old, new))


def _merged(path: tuple[str, ...], base: Any, theirs: Any, mine: Any, clashes: _Clashes) -> Any:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if all(_is_value(side) and type(side) is type(mine) for side in (base, theirs, mine)):
        merged = {
            field.name: _merged(
                (*path, field.name),
                getattr(base, field.name),
                getattr(theirs, field.name),
                getattr(mine, field.name),
                clashes,
            )
            for field in fields(mine)
        }
        return replace(mine, **merged)
    if all(_keyed(side) for side in (base, theirs, mine)):
        return _merged_items(path, base, theirs, mine, clashes)
    if path in clashes.take:
        return theirs
    clashes.found.append(Conflict(path, _shown(base), _shown(theirs), _shown(mine)))
    return mine


def _merged_items(
    path: tuple[str, ...], base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any], clashes: _Clashes
) -> tuple[Any, ...]:
    """Item by item: the user's order, then what the update adds."""
    old, new, own = _by_key(base), _by_key(theirs), _by_key(mine)
    kept = []
    for key in dict.fromkeys((*own, *new)):
        item = _merged(
            (*path, key), old.get(key, _ABSENT), new.get(key, _ABSENT), own.get(key, _ABSENT), clashes
        )  # fmt: skip
        if item is not _ABSENT:
            kept.append(item)
    return tuple(kept)


def _differences(path: tuple[str, ...], old: Any, new: Any) -> list[Change]:
    if old == new:
        return []
    if old is _ABSENT:
        return [Change(ChangeKind.ADDED, path, None, new)]
    if new is _ABSENT:
        return [Change(ChangeKind.REMOVED, path, old, None)]
    if _is_value(old) and type(old) is type(new):
        return [
            change
            for field in fields(old)
            for change in _differences((*path, field.name), getattr(old, field.name), getattr(new, field.name))
        ]
    if _keyed(old) and _keyed(new):
        before, after = _by_key(old), _by_key(new)
        return [
            change
            for key in dict.fromkeys((*before, *after))
            for change in _differences((*path, key), before.get(key, _ABSENT), after.get(key, _ABSENT))
        ]
    return [Change(ChangeKind.CHANGED, path, old, new)]


def _is_value(thing: object) -> bool:
    return is_dataclass(thing) and not isinstance(thing, type)


def _key(item: object) -> str | None:
    """What names an item of a list: its id, or the code, module or entry that it is about."""
    if not _is_value(item):
        return None
    for name in ("id", "code", "module", "entry"):
        if isinstance(key := getattr(item, name, None), str):
            return key
    return None


def _keyed(items: object) -> bool:
    """A list whose items all have a name, each once."""
    if not isinstance(items, tuple):
        return False
    keys = [_key(item) for item in items]
    return None not in keys and len(set(keys)) == len(keys)


def _by_key(items: Sequence[Any]) -> dict[str, Any]:
    return {_key(item) or "": item for item in items}


def _shown(value: Any) -> Any:
    return None if value is _ABSENT else value
