"""Library files → frozen values. Every fault of a file is collected; what is sound is returned all the same.

An entry with a blocking fault (a needed field missing or unreadable) is left out; a misspelt optional key only adds
a fault. A file whose YAML, header or identity is broken gives None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.knowledge.fields import Fault, Fields, Notes
from ymh_desktop.knowledge.model import (
    CONSEQUENCES,
    EXPOSURES,
    LIKELIHOODS,
    Asking,
    Basis,
    Difference,
    Entry,
    Header,
    LibraryCheck,
    LibraryMeasure,
    MajorItem,
    Module,
    ModuleUse,
    ProfileQuestion,
    SuggestedGrade,
    Trade,
    UsualPost,
)
from ymh_desktop.knowledge.strict_yaml import BrokenFile, body_node, header_node, read_text

LONGEST_ORDER = 24  # what a worker reads from two metres
_KINDS = {kind.value: kind for kind in RiskPointKind}
_MEASURES = {kind.value: kind for kind in MeasureKind}
_TIERS = {tier.code: tier for tier in ControlTier}
_ROUNDS = {frequency.value: frequency for frequency in Frequency}
_ASKING = {asking.value: asking for asking in Asking}
_EXPERT = {"optional": False, "required": True}
_LIKELIHOODS = {word: word for word in LIKELIHOODS}
_EXPOSURES = {word: word for word in EXPOSURES}
_CONSEQUENCES = {word: word for word in CONSEQUENCES}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What a file holds (None when nothing can be used) and everything that is wrong in it."""

    value: T | None
    faults: tuple[Fault, ...]


def parse_header(path: Path, *, module: bool) -> Parsed[Header]:
    """The header of a module or trade file; the body is not parsed."""
    notes = Notes(f"{path.parent.name}/{path.name}")
    try:
        header = _header(Fields(header_node(read_text(path, header_only=True)), notes), path.stem, module)
    except BrokenFile as broken:
        notes.add("", "", broken.problem, broken.expected, broken.line)
        return Parsed(None, tuple(notes.faults))
    return Parsed(None if notes.blocking else header, tuple(notes.faults))


def parse_module(path: Path) -> Parsed[Module]:
    """A whole module."""
    notes = Notes(f"{path.parent.name}/{path.name}")
    try:
        text = read_text(path)
        header = _header(Fields(header_node(text), notes), path.stem, module=True)
        body, before = body_node(text)
    except BrokenFile as broken:
        notes.add("", "", broken.problem, broken.expected, broken.line)
        return Parsed(None, tuple(notes.faults))
    usable = not notes.blocking
    module = _module(header, Fields(body, notes, lines_before=before))
    return Parsed(module if usable else None, tuple(notes.faults))


def parse_trade(path: Path) -> Parsed[Trade]:
    """A whole trade. The texts of its major items are joined by the catalogue."""
    notes = Notes(f"{path.parent.name}/{path.name}")
    try:
        text = read_text(path)
        header = _header(Fields(header_node(text), notes), path.stem, module=False)
        body, before = body_node(text)
    except BrokenFile as broken:
        notes.add("", "", broken.problem, broken.expected, broken.line)
        return Parsed(None, tuple(notes.faults))
    usable = not notes.blocking
    trade = _trade(header, Fields(body, notes, lines_before=before))
    return Parsed(trade if usable else None, tuple(notes.faults))


def _header(fields: Fields, stem: str, module: bool) -> Header:
    identity = fields.text("id", most=40)
    fields.named(identity)
    if identity and not _is_id(identity):
        fields.wrong("id", f"写的是“{identity}”", "小写英文字母、数字和短横")
    if identity and identity != stem:
        fields.wrong("id", f"写的是“{identity}”，文件名是“{stem}”", "两处一样")
    changes = []
    for change in fields.children("changes", required=True):
        changes.append((change.text("version", most=20), _date(change, "date"), change.text("what")))
        change.finish()
    header = Header(
        id=identity,
        name=fields.text("name", most=30),
        aliases=fields.texts("aliases"),
        version=fields.text("version", most=20),
        date=_date(fields, "date"),
        changes=tuple(changes),
        sources=fields.texts("sources"),
        kind=fields.choice("kind", _KINDS) if module else None,
        classification="" if module else fields.text("classification", most=10),
        expert_required=False if module else fields.choice("expert", _EXPERT, default=False),
    )
    fields.finish()
    return header


def _is_id(text: str) -> bool:
    return all(part.isascii() and part.isalnum() and part == part.lower() for part in text.split("-"))


def _date(fields: Fields, key: str) -> str:
    text = fields.text(key, most=10)
    parts = text.split("-")
    sound = len(text) == 10 and len(parts) == 3 and all(part.isdigit() for part in parts)
    if text and not (sound and 1 <= int(parts[1]) <= 12 and 1 <= int(parts[2]) <= 31):
        fields.wrong(key, f"写的是“{text}”", '像 "2026-11-25" 这样的日期')
    return text


def _module(header: Header, fields: Fields) -> Module:
    ppe, signs, emergency = fields.texts("ppe"), fields.texts("signs"), fields.texts("emergency")
    entries: dict[str, Entry] = {}
    for child in fields.children("entries", required=True):
        before = child.notes.blocking
        entry = _entry(child, header.id)
        if entry.id in entries:
            child.wrong("id", f"“{entry.id}”前面已经有了", "每条的 id 都不同")
        if child.notes.blocking == before:
            entries[entry.id] = entry
    fields.finish()
    return Module(header, ppe, signs, emergency, tuple(entries.values()))


def _entry(fields: Fields, module_id: str) -> Entry:
    identity = fields.text("id", most=80)
    fields.named(identity)
    prefix, _, name = identity.partition(".")
    if identity and (prefix != module_id or not name or not _is_id(name)):
        fields.wrong("id", f"写的是“{identity}”", f"{module_id}.名字（小写英文字母、数字和短横）")
    grade = fields.child("grade")
    check = fields.child("check")
    entry = Entry(
        id=identity,
        statement=fields.text("statement"),
        inverse=fields.text("inverse"),
        look=fields.text("look"),
        hazard=fields.text("hazard"),
        factor=fields.text("factor", most=6),
        accidents=fields.texts("accidents", required=True),
        consequence=fields.text("consequence"),
        grade=_grade(grade) if grade else SuggestedGrade("", "", "", ""),
        measures=_measures(fields),
        check=_check(check) if check else LibraryCheck("", "", "", ()),
        emergency=fields.texts("emergency"),
        ppe=fields.texts("ppe"),
        signs=fields.texts("signs"),
        basis=tuple(_basis(child) for child in fields.children("basis")),
        search=fields.texts("search"),
        same=fields.text("same", required=False, most=60) or None,
        ask=fields.choice("ask", _ASKING, default=Asking.FIRST),
        review=fields.text("review", required=False),
    )
    fields.finish()
    return entry


def _grade(fields: Fields) -> SuggestedGrade:
    grade = SuggestedGrade(
        likelihood=fields.choice("likelihood", _LIKELIHOODS),
        exposure=fields.choice("exposure", _EXPOSURES),
        consequence=fields.choice("consequence", _CONSEQUENCES),
        reason=fields.text("reason"),
    )
    fields.finish()
    return grade


def _measures(fields: Fields) -> tuple[LibraryMeasure, ...]:
    found: dict[str, LibraryMeasure] = {}
    for child in fields.children("measures", required=True):
        measure = LibraryMeasure(
            id=child.text("id", most=40),
            kind=child.choice("kind", _MEASURES),
            text=child.text("text"),
            confirmed=child.flag("confirmed", default=False),
            card=child.text("card", required=False, most=LONGEST_ORDER),
            either=child.text("either", required=False, most=20),
        )
        if measure.id in found:
            child.wrong("id", f"“{measure.id}”前面已经有了", "同一条里每个措施的 id 都不同")
        found[measure.id] = measure
        child.finish()
    return tuple(found.values())


def _check(fields: Fields) -> LibraryCheck:
    rounds: tuple[tuple[ControlTier, Frequency], ...] = ()
    if child := fields.child("rounds"):
        rounds = tuple((_TIERS[name], child.choice(name, _ROUNDS)) for name in _TIERS if name in child.names())
        child.finish()
        if not rounds:
            child.wrong("", "没有写频次", "至少写一级的频次")
    check = LibraryCheck(fields.text("what"), fields.text("standard"), fields.text("method"), rounds)
    fields.finish()
    return check


def _basis(fields: Fields) -> Basis:
    basis = Basis(fields.text("code", most=60), fields.text("asks"), fields.text("clause", required=False, most=40))
    fields.finish()
    return basis


def _trade(header: Header, fields: Fields) -> Trade:
    fields.named(header.id)
    uses = _sound(fields.children("modules", required=True), _use)
    posts = _sound(fields.children("posts", required=True), _post)
    profile = _sound(fields.children("profile"), _question)
    differences = _sound(fields.children("differences"), _difference)
    majors = _sound(fields.children("major"), _major)
    spread = fields.text("spread", required=False)
    for key, values in (("posts", posts), ("profile", profile), ("major", majors)):
        _once(fields, key, [value.id for value in values])
    _once(fields, "modules", [use.module for use in uses])
    fields.finish()
    return Trade(header, posts, uses, profile, differences, majors, spread)


def _sound(children: list[Fields], read: Callable[[Fields], T]) -> tuple[T, ...]:
    """What could be read of a list; an item with a blocking fault is left out, its neighbours stay."""
    values = []
    for child in children:
        before = child.notes.blocking
        value = read(child)
        child.finish()
        if child.notes.blocking == before:
            values.append(value)
    return tuple(values)


def _use(fields: Fields) -> ModuleUse:
    return ModuleUse(
        module=fields.text("module", most=40),
        place=fields.text("place", most=30),
        usual=fields.flag("usual", default=True),
        count=fields.number("count", default=1),
    )


def _once(fields: Fields, key: str, ids: list[str]) -> None:
    for identity in sorted({identity for identity in ids if ids.count(identity) > 1}):
        fields.wrong(key, f"“{identity}”写了两次", "只写一次")


def _post(fields: Fields) -> UsualPost:
    return UsualPost(
        id=fields.text("id", most=40),
        name=fields.text("name", most=20),
        work=fields.text("work"),
        place=fields.text("place", most=30),
        modules=fields.texts("modules", required=True),
        usual=fields.flag("usual", default=True),
        people=fields.number("people", default=1),
    )


def _question(fields: Fields) -> ProfileQuestion:
    return ProfileQuestion(
        id=fields.text("id", most=40),
        question=fields.text("question"),
        hint=fields.text("hint", required=False),
        modules=fields.texts("modules", required=True),
    )


def _difference(fields: Fields) -> Difference:
    grade = fields.child("grade", required=False)
    return Difference(
        entry=fields.text("entry", most=80),
        grade=_grade(grade) if grade else None,
        ask=fields.choice("ask", _ASKING, default=Asking.FIRST) if "ask" in fields.names() else None,
    )


def _major(fields: Fields) -> MajorItem:
    document = fields.text("document", most=60)
    article = fields.text("article", required=False, most=30)
    item = fields.text("item", required=False, most=10)
    return MajorItem(
        id=f"{document}/{article}/{item}",
        document=document,
        article=article,
        item=item,
        question=fields.text("question"),
        text="",
        modules=fields.texts("modules"),
        entry=fields.text("entry", required=False, most=80) or None,
        related=fields.texts("related"),
    )
