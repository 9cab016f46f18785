"""Writing an entry of one's own, or changing one of the library: a form, and what the checks say about it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.knowledge.compare import FIELD_NAMES
from ymh_desktop.knowledge.fields import LONGEST
from ymh_desktop.knowledge.model import Basis, Entry, Header, LibraryCheck, LibraryMeasure, Module, SuggestedGrade
from ymh_desktop.knowledge.quality import HARMFUL, check_module
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.drafts import draft as kept_draft
from ymh_desktop.services.drafts import drop_draft, keep_draft
from ymh_desktop.services.half_written import OWN_FORM, OWN_PART
from ymh_desktop.services.library_growth import new_entry_id, new_module_id, remove_own, save_module
from ymh_desktop.services.library_use import module_of_entry
from ymh_desktop.services.ports import Ports

USUAL_ROUNDS = (
    (ControlTier.POST, Frequency.SHIFT),
    (ControlTier.TEAM, Frequency.WEEK),
    (ControlTier.DEPARTMENT, Frequency.MONTH),
    (ControlTier.COMPANY, Frequency.QUARTER),
)
DUTY_ROUNDS = ((ControlTier.DEPARTMENT, Frequency.MONTH), (ControlTier.COMPANY, Frequency.QUARTER))
SOURCE = "本企业自己写的"


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What the form holds. `module_id` None: a new thing, named by `module_name` and `kind`.

    `proved` is the measure that the answer 是 proves. `measures` holds the others, one line each, by kind.
    `former` is the entry that is changed, None for a new one: what the form does not show stays as it is there.
    """

    module_id: str | None = None
    module_name: str = ""
    kind: RiskPointKind = RiskPointKind.FACILITY
    statement: str = ""
    inverse: str = ""
    look: str = ""
    hazard: str = ""
    consequence: str = ""
    accidents: tuple[str, ...] = ()
    factor: str = ""
    likelihood: str = "possible"
    exposure: str = "daily"
    severity: str = "serious"
    reason: str = ""
    proved: str = ""
    proved_kind: MeasureKind = MeasureKind.ENGINEERING
    measures: tuple[tuple[MeasureKind, tuple[str, ...]], ...] = ()
    check_what: str = ""
    check_standard: str = ""
    check_method: str = ""
    emergency: tuple[str, ...] = ()
    ppe: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    review: str = ""
    former: Entry | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What the checks say: about which field, what is wrong, what is expected. One that `blocks` must be mended."""

    field: str
    problem: str
    expected: str
    blocks: bool


def draft_of(ports: Ports, entry_id: str) -> EntryDraft:
    """The form filled with an entry; raises NotInLibrary or KeyError."""
    module = ports.library.module(module_of_entry(entry_id))
    entry = module.entry(entry_id)
    proved = next((m for m in entry.measures if m.confirmed), None)
    others = tuple(
        (kind, tuple(m.text for m in entry.measures if m.kind is kind and m is not proved)) for kind in MeasureKind
    )
    return EntryDraft(
        module_id=module.id,
        module_name=module.header.name,
        kind=module.header.kind or RiskPointKind.FACILITY,
        statement=entry.statement,
        inverse=entry.inverse,
        look=entry.look,
        hazard=entry.hazard,
        consequence=entry.consequence,
        accidents=entry.accidents,
        factor=entry.factor,
        likelihood=entry.grade.likelihood,
        exposure=entry.grade.exposure,
        severity=entry.grade.consequence,
        reason=entry.grade.reason,
        proved=proved.text if proved else "",
        proved_kind=proved.kind if proved else MeasureKind.ENGINEERING,
        measures=others,
        check_what=entry.check.what,
        check_standard=entry.check.standard,
        check_method=entry.check.method,
        emergency=entry.emergency,
        ppe=entry.ppe,
        signs=entry.signs,
        basis=entry.basis,
        review=entry.review,
        former=entry,
    )


_NEEDED = (
    ("module_name", "属于什么", "选一样，或者写上新的名称"),
    ("statement", "现场怎么问", "一句肯定的话，20 字以内"),
    ("inverse", "答“否”时的隐患", "写清是什么设备缺什么"),
    ("look", "怎么看", "不懂的人照着看得出来"),
    ("hazard", "会出什么事", "例如：手碰到压辊被卷进去"),
    ("consequence", "最坏的后果", "例如：断指、截肢"),
    ("accidents", "事故类型", "至少选一种"),
    ("factor", "危险因素", "选最贴近的一条"),
    ("reason", "为什么是这个等级", "一句话，例如：每天用，手离压辊很近"),
    ("proved", "答“是”就证明有的措施", "例如：压辊两边装固定护罩"),
    ("check_what", "检查什么", "例如：压辊护罩"),
    ("check_standard", "怎样算好", "例如：护罩在位，手伸不到压辊"),
    ("check_method", "怎么查", "例如：停机后用手推一推"),
)


def hints(ports: Ports, draft: EntryDraft) -> tuple[Hint, ...]:
    """What is missing first, then what the checks of the library say; empty when all is well."""
    missing = tuple(
        Hint(title, "还没有写", example, True)
        for name, title, example in _NEEDED
        if not (getattr(draft, name) or (name == "module_name" and draft.module_id))
    )
    if missing:
        return missing + _too_long(draft)
    module, entry = built(ports, draft)
    alone = replace(module, entries=(entry,))
    faults = (fault for fault in check_module(alone, ports.codes) if fault.entry == entry.id)
    found = [Hint(_titled(f.field), f.problem, f.expected, HARMFUL in f.problem) for f in faults]
    return (*_too_long(draft), *dict.fromkeys(found))


def _too_long(draft: EntryDraft) -> tuple[Hint, ...]:
    texts = [(title, getattr(draft, name)) for name, title, _ in _NEEDED if isinstance(getattr(draft, name), str)]
    texts += [("措施", line) for _, lines in draft.measures for line in lines]
    texts += [("出事怎么办", line) for line in draft.emergency]
    return tuple(
        Hint(title, f"有 {len(said)} 个字", "太长了，写短些", True) for title, said in texts if len(said) > LONGEST
    )


# ---- half written ------------------------------------------------------------------------------------------------


def keep_half_written(ports: Ports, draft: EntryDraft) -> None:
    """Keep what stands in the form now, so that a power cut takes nothing."""
    keep_draft(ports, _form(draft.former.id if draft.former else ""), {OWN_PART: _as_text(draft)})


def half_written(ports: Ports, entry_id: str) -> EntryDraft | None:
    """What was written for this entry ("" for a new one) and not kept yet; None when nothing was."""
    said = kept_draft(ports, _form(entry_id)).get(OWN_PART)
    if not said:
        return None
    try:
        former = draft_of(ports, entry_id) if entry_id else EntryDraft()
        return _from_text(said, former)
    except (KeyError, TypeError, ValueError, UserError):
        return None  # written by another version of the program


def drop_half_written(ports: Ports, entry_id: str) -> None:
    """It was kept, or is not wanted any more."""
    drop_draft(ports, _form(entry_id))


def _form(entry_id: str) -> str:
    return f"{OWN_FORM} {entry_id}".strip()


_TEXTS = (
    "module_id", "module_name", "statement", "inverse", "look", "hazard", "consequence", "factor", "likelihood",
    "exposure", "severity", "reason", "proved", "check_what", "check_standard", "check_method", "review",
)  # fmt: skip
_LISTS = ("accidents", "emergency", "ppe", "signs")


def _as_text(draft: EntryDraft) -> str:
    said: dict[str, object] = {name: getattr(draft, name) for name in (*_TEXTS, *_LISTS)}
    said["kind"], said["proved_kind"] = draft.kind.value, draft.proved_kind.value
    said["measures"] = {kind.value: lines for kind, lines in draft.measures}
    said["basis"] = [[basis.code, basis.asks, basis.clause] for basis in draft.basis]
    return json.dumps(said, ensure_ascii=False)


def _from_text(text: str, former: EntryDraft) -> EntryDraft:
    said = json.loads(text)
    written: dict[str, Any] = {name: said[name] for name in _TEXTS}
    written |= {name: tuple(said[name]) for name in _LISTS}
    written["kind"], written["proved_kind"] = RiskPointKind(said["kind"]), MeasureKind(said["proved_kind"])
    written["measures"] = tuple((MeasureKind(kind), tuple(lines)) for kind, lines in said["measures"].items())
    written["basis"] = tuple(Basis(*each) for each in said["basis"])
    return replace(former, **written)


def _titled(field: str) -> str:
    """measures own-1 → 管控措施."""
    head = field.split()[0].split("[")[0].split(".")[0]
    return FIELD_NAMES.get(head, "这一条")


def built(ports: Ports, draft: EntryDraft) -> tuple[Module, Entry]:
    """The module and the entry that the form describes; the module still has its former entries."""
    if draft.module_id is None:
        module = Module(_own_header(ports, draft), (), (), (), ())
    else:
        module = ports.library.module(draft.module_id)
    former = draft.former
    entry = Entry(
        id=former.id if former else new_entry_id(module),
        statement=draft.statement,
        inverse=draft.inverse,
        look=draft.look,
        hazard=draft.hazard,
        factor=draft.factor,
        accidents=draft.accidents,
        consequence=draft.consequence,
        grade=SuggestedGrade(draft.likelihood, draft.exposure, draft.severity, draft.reason),
        measures=_measures(draft),
        check=LibraryCheck(draft.check_what, draft.check_standard, draft.check_method, _rounds(draft)),
        emergency=draft.emergency,
        ppe=draft.ppe,
        signs=draft.signs,
        basis=draft.basis,
        review=draft.review,
    )
    if former is not None:
        same = former.same if former.statement == draft.statement else None  # other words are another question
        entry = replace(entry, search=former.search, ask=former.ask, same=same)
    return module, entry


def _own_header(ports: Ports, draft: EntryDraft) -> Header:
    today = ports.clock.today().isoformat()
    return Header(
        id=new_module_id(ports),
        name=draft.module_name.strip(),
        aliases=(),
        version="1.0.0",
        date=today,
        changes=(("1.0.0", today, SOURCE),),
        sources=(SOURCE,),
        kind=draft.kind,
    )


def _rounds(draft: EntryDraft) -> tuple[tuple[ControlTier, Frequency], ...]:
    if draft.former is not None:
        return draft.former.check.rounds
    return DUTY_ROUNDS if draft.kind is RiskPointKind.DUTY else USUAL_ROUNDS


def _measures(draft: EntryDraft) -> tuple[LibraryMeasure, ...]:
    """The measures with the ids they had: a line whose words stayed keeps all, else the line at its place its id."""
    former = draft.former.measures if draft.former else ()
    proved = next((m for m in former if m.confirmed), None)
    taken: set[str] = {proved.id} if proved else set()
    first = _as_former(proved, draft.proved_kind, draft.proved) if proved else None
    made = [replace(first or LibraryMeasure("own-1", draft.proved_kind, draft.proved), confirmed=True)]
    for kind, lines in draft.measures:
        before = [m for m in former if m.kind is kind and m is not proved]
        for place, words in enumerate(lines):
            known = next((m for m in before if m.text == words and m.id not in taken), None)
            known = known or next(
                (m for m in before[place : place + 1] if m.id not in taken and m.text not in lines), None
            )
            if known is not None:
                taken.add(known.id)
                made.append(_as_former(known, kind, words))
            else:
                made.append(LibraryMeasure(_free({m.id for m in (*former, *made)}), kind, words))
    return tuple(made)


def _as_former(known: LibraryMeasure, kind: MeasureKind, words: str) -> LibraryMeasure:
    """The same measure with these words; the order on the card only fits the words it was written for."""
    if known.text == words and known.kind is kind:
        return known
    return replace(known, kind=kind, text=words, card=known.card if known.text == words else "")


def _free(taken: Iterable[str]) -> str:
    names, number = set(taken), 1
    while f"own-{number}" in names:
        number += 1
    return f"own-{number}"


def save_draft(ports: Ports, draft: EntryDraft) -> tuple[str, Changes]:
    """Keep the entry; its id. Raises UserError while something blocks."""
    for hint in hints(ports, draft):
        if hint.blocks:
            raise UserError(f"{hint.field}：{hint.problem}。", f"{hint.expected}。")
    module, entry = built(ports, draft)
    others = tuple(entry if each.id == entry.id else each for each in module.entries)
    entries = others if entry in others else (*others, entry)
    return entry.id, save_module(ports, replace(module, entries=entries))


def remove_entry(ports: Ports, entry_id: str) -> Changes:
    """Take an entry of one's own out of use; the last one of an own module takes the module with it."""
    module = ports.library.module(module_of_entry(entry_id))
    kept = tuple(entry for entry in module.entries if entry.id != entry_id)
    return save_module(ports, replace(module, entries=kept)) if kept else remove_own(ports, module.id)
