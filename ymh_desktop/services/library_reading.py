"""Reading the industry library: every entry as a line that can be searched, and one entry as a page to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.catalogue import Catalogue, NotInLibrary
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.model import Entry, Header, Module
from ymh_desktop.knowledge.statistics import level_of, needs_review
from ymh_desktop.services.hazard_sheet import Basis, basis_in
from ymh_desktop.services.library_use import module_of_entry


class EntryLine(NamedTuple):
    """One entry in the list. `trades` are ids of the trades that use its module, `accidents` 2025 codes.

    `own` tells what the user wrote or changed himself: 自己写的, 自己改过, or empty.
    """

    id: str
    statement: str
    module: str
    kind: str
    accidents: str
    level: RiskLevel
    review: bool
    own: str
    trades: frozenset[str]
    accident_codes: frozenset[str]
    module_id: str


@dataclass(frozen=True, slots=True)
class LibraryIndex:
    """All entries and what narrows them. `texts` are the words by which each entry is found.

    `names` are the names of each module: what is found by them comes first.
    """

    lines: tuple[EntryLine, ...]
    texts: dict[str, tuple[str, ...]]
    names: dict[str, str]
    trades: tuple[tuple[str, str], ...]
    accidents: tuple[tuple[str, str], ...]


def library_index(library: Catalogue, codes: Codes) -> LibraryIndex:
    """Read the whole library (about a second): for a worker, never for the window's thread."""
    trades = {h.id: h.name for h in library.trade_headers() if library.has_trade(h.id)}
    users: dict[str, set[str]] = {}
    for trade_id in trades:
        for use in library.trade(trade_id).modules:
            users.setdefault(use.module, set()).add(trade_id)
    names = {kind.code: kind.name for kind in codes.accident_types}
    former = {kind.code: " ".join(kind.old_names) for kind in codes.accident_types}  # what people still say
    lines, texts, called, found = [], {}, {}, set[str]()
    for module in readable_modules(library):
        used_by = frozenset(users.get(module.id, ()))
        called[module.id] = " ".join((module.header.name, *module.header.aliases))
        for entry in module.entries:
            found.update(entry.accidents)
            lines.append(_line(library, codes, module, entry, names, used_by))
            words = (*(trades[t] for t in sorted(used_by)), *(former.get(code, "") for code in entry.accidents))
            texts[entry.id] = _texts(module.header, entry, names, words)
    lines.sort(key=lambda line: (line.module, line.id))
    return LibraryIndex(
        tuple(lines),
        texts,
        called,
        tuple(sorted(trades.items(), key=lambda pair: pair[1])),
        tuple((code, name) for code, name in names.items() if code in found),
    )


def readable_modules(library: Catalogue) -> tuple[Module, ...]:
    """Every module whose file can be read, ordered by id."""
    return tuple(library.module(h.id) for h in library.module_headers() if library.has_module(h.id))


def _line(
    library: Catalogue, codes: Codes, module: Module, entry: Entry, names: dict[str, str], used_by: frozenset[str]
) -> EntryLine:
    return EntryLine(
        entry.id,
        entry.statement,
        module.header.name,
        label(module.header.kind) if module.header.kind else "",
        "、".join(names.get(code, code) for code in entry.accidents),
        level_of(entry, codes),
        needs_review(entry, codes),
        whose(library, entry.id),
        used_by,
        frozenset(entry.accidents),
        module.id,
    )


def whose(library: Catalogue, entry_id: str) -> str:
    """自己写的 for an own entry, 自己改过 for one of a module that was edited, else empty."""
    module_id, _, name = entry_id.partition(".")
    own = library.shelves.own_file(module_id) is not None
    if not own:
        return ""
    shipped = library.shelves.file("modules", module_id) is not None
    return "自己写的" if not shipped or name.startswith("own-") else "自己改过"


def _texts(header: Header, entry: Entry, names: dict[str, str], words: Iterable[str]) -> tuple[str, ...]:
    return (
        entry.statement,
        entry.inverse,
        entry.hazard,
        entry.consequence,
        header.name,
        *header.aliases,
        *entry.search,
        entry.check.what,
        *(names.get(code, "") for code in entry.accidents),
        *words,
        *(basis.code for basis in entry.basis),
    )


@dataclass(frozen=True, slots=True)
class ReadMeasure:
    """A measure with what is said about it: 答“是”就是它, 几条任选其一."""

    text: str
    confirmed: bool
    either: str


@dataclass(frozen=True, slots=True)
class ReadBasis:
    """A cited document, what it asks in our words, and the warning beside it (已被替代, 待核对)."""

    document: Basis
    asks: str
    clause: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with everything that it says, in words. `review` says what is still to be checked."""

    id: str
    module: str
    kind: str
    statement: str
    inverse: str
    look: str
    hazard: str
    factor: str
    accidents: tuple[str, ...]
    consequence: str
    level: RiskLevel
    grade_words: tuple[str, ...]
    grade_reason: str
    measures: tuple[tuple[MeasureKind, tuple[ReadMeasure, ...]], ...]
    check: tuple[str, str, str]  # what, standard, method
    rounds: tuple[tuple[str, str], ...]
    emergency: tuple[str, ...]
    ppe: tuple[str, ...]
    signs: tuple[tuple[str, str], ...]  # (id, name)
    basis: tuple[ReadBasis, ...]
    sources: tuple[str, ...]
    version: str
    date: str
    trades: tuple[str, ...]
    needs_review: bool
    review: str
    own: str


def entry_page(library: Catalogue, codes: Codes, entry_id: str) -> EntryPage:
    """The entry in words; raises NotInLibrary for an id that the library does not have."""
    module_id = module_of_entry(entry_id)
    if all(header.id != module_id for header in library.module_headers()):
        raise NotInLibrary(entry_id)
    module = library.module(module_id)
    try:
        entry = module.entry(entry_id)
    except KeyError:
        raise NotInLibrary(entry_id) from None
    trades = [
        h.name
        for h in library.trade_headers()
        if library.has_trade(h.id) and any(use.module == module.id for use in library.trade(h.id).modules)
    ]
    signs = {sign.id: sign.name for sign in codes.signs}
    return EntryPage(
        id=entry.id,
        module=module.header.name,
        kind=label(module.header.kind) if module.header.kind else "",
        statement=entry.statement,
        inverse=entry.inverse,
        look=entry.look,
        hazard=entry.hazard,
        factor=codes.hazard_factor(entry.factor).name,
        accidents=tuple(codes.accident_type(code).name for code in entry.accidents),
        consequence=entry.consequence,
        level=level_of(entry, codes),
        grade_words=_grade_words(codes, entry),
        grade_reason=entry.grade.reason,
        measures=_by_kind(entry),
        check=(entry.check.what, entry.check.standard, entry.check.method),
        rounds=tuple((label(tier), label(often)) for tier, often in entry.check.rounds),
        emergency=entry.emergency or module.emergency,
        ppe=entry.ppe or module.ppe,
        signs=tuple((sign, signs.get(sign, sign)) for sign in entry.signs or module.signs),
        basis=tuple(ReadBasis(basis_in(codes, b.code), b.asks, b.clause) for b in entry.basis),
        sources=module.header.sources,
        version=module.header.version,
        date=module.header.date,
        trades=tuple(trades),
        needs_review=needs_review(entry, codes),
        review=entry.review,
        own=whose(library, entry.id),
    )


def _grade_words(codes: Codes, entry: Entry) -> tuple[str, ...]:
    """The three answers in everyday words, in the order of the questions."""
    profile = codes.profile("lec")
    marks = codes.marks_for(profile, entry.grade)
    return tuple(
        next((f"{factor.name}：{option.word}" for option in factor.options if option.mark == mark), "")
        for factor, mark in zip(profile.factors, marks, strict=True)
    )


def _by_kind(entry: Entry) -> tuple[tuple[MeasureKind, tuple[ReadMeasure, ...]], ...]:
    grouped = (
        (kind, tuple(ReadMeasure(m.text, m.confirmed, m.either) for m in entry.measures if m.kind is kind))
        for kind in MeasureKind
    )
    return tuple((kind, found) for kind, found in grouped if found)
