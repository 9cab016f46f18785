"""修改记录: the audit trail in words: who, when, what changed from what to what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from ymh_desktop.domain.audit import UNDO, AuditEntry
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.record_words import RecordWords
from ymh_desktop.services.ports import Ports, UnitOfWork

LONGEST = 60  # characters of one value; who wants more opens the record
MOST_NAMES = 6  # members of a list that are read out

_CREATED, _CHANGED, _REMOVED = "新建", "修改", "删除"
_OTHER_ACTIONS = {UNDO: "撤销", "restore": "从备份恢复"}
_GONE = "已删除的记录"


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One change of one record. `record` names it (隐患 Y-0003“护罩坏了”); `changes` are sentences, empty for none.

    `at` is the local moment, `via` the way in (窗口, 命令行, a telephone's name); `record_kind` and `record_id` say
    what to open.
    """

    number: int
    at: datetime
    who: str
    via: str
    action: str
    record: str
    changes: tuple[str, ...]
    record_kind: str
    record_id: str


def trail(ports: Ports, newest: int = 200) -> tuple[TrailLine, ...]:
    """The newest changes, newest first."""
    return tuple(_read(ports, ports.audit.entries(newest)))


def trail_of(ports: Ports, record_id: str) -> tuple[TrailLine, ...]:
    """Everything that ever happened to one record, newest first."""
    return tuple(_read(ports, ports.audit.of_record(record_id)))


def _read(ports: Ports, entries: tuple[AuditEntry, ...]) -> Iterator[TrailLine]:
    reader = _Reader(ports)
    for entry in entries:
        kind = reader.kinds.get(entry.record_kind)
        yield TrailLine(
            number=entry.number,
            at=entry.at,
            who=entry.actor,
            via=entry.via,
            action=_action(entry),
            record=reader.record(entry),
            changes=tuple(reader.changes(kind, entry)) if kind is not None else (),
            record_kind=entry.record_kind,
            record_id=entry.record_id,
        )


def _action(entry: AuditEntry) -> str:
    if entry.action in _OTHER_ACTIONS:
        return _OTHER_ACTIONS[entry.action]
    if all(old is None for _, old, _ in entry.fields):
        return _CREATED
    return _REMOVED if entry.removes else _CHANGED


class _Reader:
    """Turns entries into words, with the names that records bear today."""

    def __init__(self, ports: Ports) -> None:
        self.words = ports.codes.record_words
        self.kinds = ports.audit.kinds()
        with ports.units.read() as uow:
            self._names = dict(_names(uow, self.words))
        self._trades = {trade.id: trade.name for trade in ports.library.trade_headers()}
        self._accidents = {each.code: each.name for each in ports.codes.accident_types}

    def record(self, entry: AuditEntry) -> str:
        """隐患 Y-0003“护罩坏了”."""
        try:
            called = self.words.called(entry.record_kind)
        except KeyError:
            return "记录"
        name = self._names.get(entry.record_id) or self._name_in(entry)
        return f"{called} {name}" if name else called

    def changes(self, kind: type, entry: AuditEntry) -> Iterator[str]:
        """One sentence per field; a new or removed record says only what it was called."""
        if _action(entry) in (_CREATED, _REMOVED):
            return
        hints = _hints(kind)
        for name, old, new in entry.fields:
            word = self._word(kind, name)
            if word is not None and name in hints:
                yield from self._differences(word, hints[name], _plain(old), _plain(new), name)

    def _name_in(self, entry: AuditEntry) -> str:
        """From the entry itself: the record may be gone."""
        title = self.words.title_field(entry.record_kind)
        said = {name: _plain(new if new is not None else old) for name, old, new in entry.fields}
        return _named(said.get("code"), said.get(title or ""))

    def _word(self, kind: type, name: str) -> str | None:
        try:
            return self.words.field(kind.__name__, name)
        except KeyError:
            return None

    def _differences(self, word: str, hint: Any, old: Any, new: Any, field: str) -> Iterator[str]:
        inner, many = _inner(hint)
        made_of_parts = isinstance(inner, type) and is_dataclass(inner)
        if many and made_of_parts:
            yield from self._list(word, inner, old or [], new or [])
        elif made_of_parts and isinstance(old, dict) and isinstance(new, dict):
            yield from self._parts(word, inner, old, new)
        elif made_of_parts:
            yield f"{word}：{self._whole(inner, new)}" if new else f"去掉了{word}"
        else:
            before, after = (self._value(inner, many, value, field) for value in (old, new))
            yield f"{word}：从“{before}”改为“{after}”" if before else f"{word}：填了“{after}”"

    def _list(self, word: str, kind: type, old: list[Any], new: list[Any]) -> Iterator[str]:
        key = "id" if any("id" in each for each in (*old, *new)) else self.words.title_field(kind.__name__) or ""
        before, after = ({each.get(key, at): each for at, each in enumerate(side)} for side in (old, new))
        for found, each in after.items():
            if found not in before:
                yield f"加了{self._element(kind, each)}"
            elif each != before[found]:
                yield from self._parts(self._element(kind, each), kind, before[found], each)
        for found, each in before.items():
            if found not in after:
                yield f"去掉了{self._element(kind, each)}"
        if list(before) != list(after) and set(before) == set(after):
            yield f"{word}换了先后次序"

    def _parts(self, word: str, kind: type, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
        for name, hint in _hints(kind).items():
            inside = self._word(kind, name)
            if inside is not None and old.get(name) != new.get(name):
                yield from self._differences(f"{word}的{inside}", hint, old.get(name), new.get(name), name)

    def _element(self, kind: type, each: dict[str, Any]) -> str:
        called, title = self.words.called(kind.__name__), self.words.title_field(kind.__name__)
        said = str(each.get(title, "")) if title else ""
        name = shortened(self._names.get(said, said), LONGEST)
        return f"{called}“{name}”" if name else called

    def _whole(self, kind: type, value: dict[str, Any]) -> str:
        """Every field of a value that was not there before."""
        said = []
        for name, hint in _hints(kind).items():
            word = self._word(kind, name)
            inner, many = _inner(hint)
            if word is not None and not is_dataclass(inner) and value.get(name) not in (None, "", []):
                said.append(f"{word} {self._value(inner, many, value[name], name)}")
        return "，".join(said)

    def _value(self, inner: Any, many: bool, value: Any, field: str) -> str:
        if value in (None, "", []):
            return ""
        if many:
            said = [self._value(inner, False, each, field) for each in value]
            rest = f"等 {len(said)} 项" if len(said) > MOST_NAMES else ""
            return "、".join(said[:MOST_NAMES]) + rest
        if isinstance(value, list):  # pairs
            return " ".join(self._value(None, False, each, field) for each in value)
        return self._one(inner, value, field)

    def _one(self, inner: Any, value: Any, field: str) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(inner, type) and issubclass(inner, Enum):
            return label(inner[str(value).upper()])
        if isinstance(inner, type) and issubclass(inner, datetime):
            return datetime.fromisoformat(str(value)).strftime("%Y-%m-%d %H:%M")
        if isinstance(inner, type) and issubclass(inner, date):
            return str(value)
        if field.endswith(("_id", "_ids")):
            return self._names.get(value) or self._trades.get(value) or _GONE
        if isinstance(value, str) and value in self._names:
            return self._names[value]
        return shortened(self._accidents.get(value, str(value)) if isinstance(value, str) else str(value), LONGEST)


def _names(uow: UnitOfWork, words: RecordWords) -> Iterator[tuple[str, str]]:
    """Record id → what a reader knows it by, of everything that other records point at."""
    pointed_at = (uow.departments, uow.people, uow.posts, uow.risk_points, uow.hazards, uow.hidden_dangers)
    for repository in pointed_at:
        for record in repository.all():
            title = words.title_field(type(record).__name__)
            yield record.id, _named(getattr(record, "code", ""), getattr(record, title) if title else "")
    for plan in uow.check_plans.headers():
        yield plan.id, _named(plan.code, plan.title)


def _named(code: Any, title: Any) -> str:
    """Y-0003“护罩坏了”; the title alone where there is no code."""
    if not code:
        return shortened(str(title or ""), LONGEST)
    return f"{code}“{shortened(str(title), LONGEST)}”" if title else str(code)


def _plain(text: str | None) -> Any:
    return None if text is None else json.loads(text)


@cache  # asked for every entry, and working them out takes longer than reading one
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _inner(hint: Any) -> tuple[Any, bool]:
    """The type behind `X | None` and `tuple[X, ...]`, and whether there are many of it; (None, False) for a choice."""
    if get_origin(hint) in (Union, UnionType):
        kinds = [each for each in get_args(hint) if each is not type(None)]
        if len(kinds) > 1:
            return None, False
        hint = kinds[0]
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    return hint, False
