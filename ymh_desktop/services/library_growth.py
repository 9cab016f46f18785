"""How the industry library grows: what the user writes himself, and a newer library that comes as a folder.

The user's part lies apart from the library (`knowledge.shelves`), so a new library never overwrites it: both are
merged, and where both changed the same, the user's words stand until he decides. The register holds copies of what the
library proposed; after an update the copies that the user left as they were take the new words.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.measures import Measure, MeasureState
from ymh_desktop.domain.risks import CheckItem, Hazard
from ymh_desktop.domain.words import labelled
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.knowledge.compare import Conflict, merge
from ymh_desktop.knowledge.fields import faults_as_text
from ymh_desktop.knowledge.model import Entry, Module
from ymh_desktop.knowledge.parse import Parsed, parse_module, parse_trade
from ymh_desktop.knowledge.quality import HARMFUL, check, check_module
from ymh_desktop.knowledge.shelves import MODULES, OWN_PLACE, OWN_PREFIX, TRADES, Shelves, is_later
from ymh_desktop.knowledge.statistics import needs_review
from ymh_desktop.knowledge.write import module_text
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.library_changes import FileChange, in_words, library_changes
from ymh_desktop.services.library_use import module_of_entry
from ymh_desktop.services.ports import Ports, UnitOfWork


class Keep(Enum):
    """What becomes of a value that the update and the user changed differently."""

    MINE = "mine"
    NEW = "new"


labelled(Keep, {"MINE": "留我的", "NEW": "用新的"})

Choices = Mapping[tuple[str, tuple[str, ...]], Keep]  # (module id, path of the clash) → decision; missing: 留我的


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that both changed. `path` is that of the conflict in the module; texts are in words."""

    module_id: str
    module: str
    path: tuple[str, ...]
    entry: str
    what: str
    mine: str
    new: str


@dataclass(frozen=True, slots=True)
class UpdatePreview:
    """What an update would bring. `folder` None: the program itself brought it, and only clashes are to be decided.

    `faults` are reasons why it cannot be taken, one line each. `papers` are out of date afterwards.
    """

    folder: Path | None
    changes: tuple[FileChange, ...]
    clashes: tuple[Clash, ...]
    papers: tuple[str, ...]
    faults: tuple[str, ...] = ()
    hazards: int = 0

    @property
    def nothing_new(self) -> bool:
        """Everything in it is there already."""
        return not self.changes and not self.clashes


class UpdateFaulty(UserError):
    """The update holds files that the checks refuse; nothing was taken."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        more = f"（共 {len(faults)} 处）" if len(faults) > 1 else ""
        super().__init__(
            f"这份行业库更新有问题，没有使用：{faults[0]}{more}。",
            "请让发给您更新的人改好再发一份；现在的行业库照常用。",
        )


# ---- looking at an update ----------------------------------------------------------------------------------------


def preview_update(ports: Ports, folder: Path | None) -> UpdatePreview:
    """What the library files in `folder` would change here; nothing is changed by looking.

    `folder` None looks at what a newer program brought since the user edited modules. Raises a UserError for a folder
    that holds no library.
    """
    if folder is None:
        clashes = tuple(
            clash for module_id in ports.library.shelves.own() for clash in _clashes_now(ports.library, module_id)
        )
        return UpdatePreview(None, (), clashes, ())
    waiting = ports.own_library.stage(folder)
    names = _later(ports.library.shelves, waiting)
    after = ports.library.with_update(waiting)
    faults = _faults_of(ports, after, names, waiting)
    changes = library_changes(ports.library, after, names)
    entries = frozenset(entry for change in changes for entry in change.entries)
    clashes = tuple(clash for kind, name in names if kind == MODULES for clash in _clashes_now(after, name))
    with ports.units.read() as uow:
        hazards = [h for h in uow.hazards.all() if h.entry_id in entries]
        papers = _papers(uow, hazards, ports.library, after)
    return UpdatePreview(folder, changes, clashes, papers, faults, len(hazards))


def _later(shelves: Shelves, waiting: Path) -> tuple[tuple[str, str], ...]:
    """(kind, name) of the waiting files that are later than what is in use, or new."""
    found = []
    for kind in (MODULES, TRADES):
        for path in sorted((waiting / kind).glob("*.yaml")):
            present = shelves.file(kind, path.stem)
            if present is None or is_later(path, present, module=kind == MODULES):
                found.append((kind, path.stem))
    return tuple(found)


def _faults_of(ports: Ports, after: Catalogue, names: Collection[tuple[str, str]], waiting: Path) -> tuple[str, ...]:
    """What the checks say about the files that would come in, and files that cannot be read at all."""
    files = {f"{kind}/{name}.yaml" for kind, name in names}
    read: dict[str, Callable[[Path], Parsed[Any]]] = {MODULES: parse_module, TRADES: parse_trade}
    unreadable = [
        fault
        for kind, parse in read.items()
        for path in sorted((waiting / kind).glob("*.yaml"))
        if f"{kind}/{path.name}" not in files
        for fault in parse(path).faults
    ]
    own = set(ports.library.shelves.own())
    found = [
        fault
        for fault in check(after, ports.codes, frozenset(names))
        if fault.file in files and fault.file.rpartition("/")[2].removesuffix(".yaml") not in own
    ]
    return tuple(line for line in faults_as_text([*unreadable, *found]).split("\n") if line)


# ---- clashes -----------------------------------------------------------------------------------------------------


def _sides(library: Catalogue, module_id: str) -> tuple[Module, Module, Module] | None:
    """(base, the library's, the user's) of an edited module; None when it is not edited or a side cannot be read."""
    shelves = library.shelves
    theirs, mine, base = shelves.file(MODULES, module_id), shelves.own_file(module_id), shelves.base_file(module_id)
    if theirs is None or mine is None or base is None:
        return None
    former, present, edited = parse_module(base), parse_module(theirs), parse_module(mine)
    if edited.faults or former.value is None or present.value is None or edited.value is None:
        return None  # told as a fault; nothing is merged into a file that is not sound
    return former.value, present.value, edited.value


def _clashes_now(library: Catalogue, module_id: str) -> tuple[Clash, ...]:
    sides = _sides(library, module_id)
    if sides is None:
        return ()
    _, theirs, mine = sides
    found = (c for c in merge(*sides).conflicts if c.path[0] != "header")
    return tuple(_clash(module_id, theirs, mine, conflict) for conflict in found)


def _clash(module_id: str, theirs: Module, mine: Module, conflict: Conflict) -> Clash:
    path = conflict.path
    entry = ""
    if path[0] == "entries" and len(path) > 1:
        known = {e.id: e.statement for e in (*theirs.entries, *mine.entries)}
        entry = known.get(path[1], path[1])
    what = replace(conflict, path=path[2:]).named if entry else conflict.named
    return Clash(
        module_id,
        theirs.header.name,
        path,
        entry,
        what or "整条",
        "（我删掉了）" if conflict.mine is None else in_words(conflict.mine),
        "（新库删掉了）" if conflict.theirs is None else in_words(conflict.theirs),
    )


# ---- taking it over ----------------------------------------------------------------------------------------------


def apply_update(ports: Ports, preview: UpdatePreview, choices: Choices, *, renew: bool = True) -> Changes:
    """Take the update over with the decisions; edits without a decision stay. Raises UpdateFaulty or a UserError.

    With `renew` the register takes the new words where the user left the library's words as they were: grades and
    answers stay, but a measure with other words than before must be answered anew.
    """
    if preview.faults:
        raise UpdateFaulty(preview.faults)
    library = ports.library
    names: tuple[tuple[str, str], ...] = ()
    before: dict[str, tuple[Module, Entry]] = {}
    if preview.folder is not None:
        names = tuple((change.kind, change.id) for change in preview.changes)
        before = _entries(library, (name for kind, name in names if kind == MODULES))
        ports.own_library.take_over(names)
        library.reload()
    else:
        before = _entries(library, dict.fromkeys(clash.module_id for clash in preview.clashes))
    edited = dict.fromkeys((*(n for k, n in names if k == MODULES), *(clash.module_id for clash in preview.clashes)))
    for module_id in edited:
        _rebase(ports, module_id, choices)
    library.reload()
    after = _entries(library, dict.fromkeys(module_of_entry(entry_id) for entry_id in before))
    return _renew_register(ports, before, after) if renew else Changes()


def _entries(library: Catalogue, module_ids: Iterable[str]) -> dict[str, tuple[Module, Entry]]:
    modules = (library.module(module_id) for module_id in module_ids if library.has_module(module_id))
    return {entry.id: (module, entry) for module in modules for entry in module.entries}


def _rebase(ports: Ports, module_id: str, choices: Choices) -> None:
    """Write the user's module anew on top of the library's present one, with his decisions in it."""
    sides = _sides(ports.library, module_id)
    if sides is None:
        return
    _, theirs, _ = sides
    take = {path for (owner, path), keep in choices.items() if owner == module_id and keep is Keep.NEW}
    value = merge(*sides, take=take).value
    value = replace(value, header=theirs.header)
    if value == theirs:
        ports.own_library.drop(module_id)
    else:
        path = ports.library.shelves.file(MODULES, module_id)
        ports.own_library.keep(module_id, module_text(value).encode(), path)


def _renew_register(
    ports: Ports, before: Mapping[str, tuple[Module, Entry]], after: Mapping[str, tuple[Module, Entry]]
) -> Changes:
    with ports.units.write() as uow:
        for hazard in uow.hazards.all():
            old, new = before.get(hazard.entry_id or ""), after.get(hazard.entry_id or "")
            if old is None or new is None or old == new:
                continue
            renewed = renewed_hazard(hazard, old, new, ports)
            if renewed != hazard:
                uow.hazards.save(renewed)
        return uow.commit()


def renewed_hazard(hazard: Hazard, old: tuple[Module, Entry], new: tuple[Module, Entry], ports: Ports) -> Hazard:
    """The hazard with the library's new words wherever it still has the old ones. Its grade stays."""
    former, present = _proposed(*old), _proposed(*new)
    fresh = {name: value for name, value in present.items() if getattr(hazard, name) == former[name]}
    return replace(
        hazard,
        **fresh,
        measures=_renewed_measures(hazard.measures, old[1], new[1], ports),
        needs_review=needs_review(new[1], ports.codes),
    )


def _proposed(module: Module, entry: Entry) -> dict[str, Any]:
    """What `library_use.hazard_of` copies from the library, measures and grade apart."""
    return {
        "title": entry.hazard,
        "factor_code": entry.factor,
        "accident_codes": entry.accidents,
        "consequence": entry.consequence,
        "check": CheckItem(entry.check.what, entry.check.standard, entry.check.method, entry.check.rounds),
        "emergency": entry.emergency or module.emergency,
        "ppe": entry.ppe or module.ppe,
        "signs": entry.signs or module.signs,
        "basis": tuple(basis.code for basis in entry.basis),
    }


def _renewed_measures(measures: tuple[Measure, ...], old: Entry, new: Entry, ports: Ports) -> tuple[Measure, ...]:
    was, becomes = {m.id: m for m in old.measures}, {m.id: m for m in new.measures}
    kept = []
    for measure in measures:
        former, present = was.get(measure.library_id or ""), becomes.get(measure.library_id or "")
        if former is not None and present is not None and measure.text == former.text != present.text:
            state = measure.state
            measure = replace(measure, kind=present.kind, text=present.text)
            if state is MeasureState.IN_PLACE and not measure.failed:
                measure = measure.answered(MeasureState.UNANSWERED)  # nobody said that the new words hold here
        kept.append(measure)
    there = {measure.library_id for measure in measures}
    added = (m for m in new.measures if m.id not in was and m.id not in there)
    return (*kept, *(Measure(ports.new_id(), m.kind, m.text, library_id=m.id) for m in added))


def _papers(uow: UnitOfWork, hazards: Collection[Hazard], before: Catalogue, after: Catalogue) -> tuple[str, ...]:
    """Which papers say something else afterwards, in words."""
    if not hazards:
        return ()
    posts, points = {post.id: post.name for post in uow.posts.all()}, {p.id: p for p in uow.risk_points.all()}
    touched = dict.fromkeys(hazard.risk_point_id for hazard in hazards)
    meeting = dict.fromkeys(posts[i] for point in touched for i in points[point].post_ids if i in posts)
    where = dict.fromkeys(points[point].name for point in touched)
    said = [f"岗位安全风险告知卡：{_some(meeting)}"] if meeting else []
    said += [f"安全检查表：{_some(where)}", "安全风险分级管控清单"]
    ids = {hazard.entry_id or "" for hazard in hazards}
    modules = {module_of_entry(entry_id) for entry_id in ids}
    old, new = _entries(before, modules), _entries(after, modules)
    both = [(_proposed(*old[i]), _proposed(*new[i])) for i in ids if i in old and i in new]
    if any(was["emergency"] != becomes["emergency"] for was, becomes in both):
        said.append("岗位应急处置卡")
    if any(was["signs"] != becomes["signs"] for was, becomes in both):
        said.append("安全标志配置表")
    return tuple(said)


def _some(names: Collection[str]) -> str:
    listed = list(names)
    return "、".join(listed[:6]) + (f"等 {len(listed)} 个" if len(listed) > 6 else "")


# ---- the user's own ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module that the user wrote, or one of the library that he changed (`edited`)."""

    id: str
    name: str
    edited: bool
    entries: int


def own_modules(ports: Ports) -> tuple[OwnModule, ...]:
    """What the user wrote and changed, readable or not."""
    library, found = ports.library, []
    for module_id in library.shelves.own():
        module = library.module(module_id) if library.has_module(module_id) else None
        edited = library.shelves.file(MODULES, module_id) is not None
        name = module.header.name if module else module_id
        found.append(OwnModule(module_id, name, edited, len(module.entries) if module else 0))
    return tuple(found)


def own_faults(ports: Ports) -> tuple[str, ...]:
    """What cannot be read in the user's own files, and what in them would harm people, one line each.

    The rest of the library works all the same.
    """
    faults = []
    for path in ports.library.shelves.own().values():
        parsed = parse_module(path)
        found = list(parsed.faults)
        if parsed.value is not None:
            found += [fault for fault in check_module(parsed.value, ports.codes) if HARMFUL in fault.problem]
        faults += [replace(fault, file=f"{OWN_PLACE}/{path.name}") for fault in found]
    return tuple(line for line in faults_as_text(faults).split("\n") if line)


def new_module_id(ports: Ports) -> str:
    """The next free name for an own module."""
    return _free_id(OWN_PREFIX, ports.library.shelves.own())


def new_entry_id(module: Module) -> str:
    """The next free name for an own entry in a module."""
    return _free_id(f"{module.id}.{OWN_PREFIX}", {entry.id for entry in module.entries})


def _free_id(prefix: str, taken: Collection[str]) -> str:
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def save_module(ports: Ports, module: Module) -> Changes:
    """Keep the user's own or edited module, and bring its new words to the register where it has the former ones.

    Raises UserError when the file would not be read back as it is.
    """
    library = ports.library
    before = _entries(library, (module.id,))
    theirs = library.shelves.file(MODULES, module.id)
    undecided = _clashes_now(library, module.id)  # the former base must stay, or they would be decided by this
    ports.own_library.keep(module.id, module_text(module).encode(), None if undecided else theirs)
    library.reload()
    if not library.has_module(module.id) or library.module(module.id).entries != module.entries:
        faults = own_faults(ports)
        raise UserError(f"这一条没有写对：{faults[0] if faults else module.header.name}", "请照着提示改，再存一次。")
    return _renew_register(ports, before, _entries(library, (module.id,)))


def remove_own(ports: Ports, module_id: str) -> Changes:
    """Take an own module out of use, or an edited one back to the library's words; the file is kept aside."""
    before = _entries(ports.library, (module_id,))
    ports.own_library.drop(module_id)
    ports.library.reload()
    return _renew_register(ports, before, _entries(ports.library, (module_id,)))
