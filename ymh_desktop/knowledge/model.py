"""What a library file says, as frozen values. Marks stay words here; a grading profile turns them into numbers."""

from dataclasses import dataclass
from enum import Enum

from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import labelled

# The words of a suggested grade, from worst to mildest; resources/grading/words.yaml puts marks behind them.
LIKELIHOODS = ("certain", "likely", "possible", "unlikely", "conceivable", "remote", "impossible")
EXPOSURES = ("continuous", "daily", "weekly", "monthly", "yearly", "rare")
CONSEQUENCES = ("catastrophe", "disaster", "fatal", "serious", "disabling", "minor")


@dataclass(frozen=True, slots=True)
class Header:
    """The first document of a file: enough for lists. `aliases` are other names people use."""

    id: str
    name: str
    aliases: tuple[str, ...]
    version: str
    date: str
    changes: tuple[tuple[str, str, str], ...]  # (version, date, what changed)
    sources: tuple[str, ...] = ()  # where the facts were checked
    kind: RiskPointKind | None = None  # modules only
    classification: str = ""  # trades only: GB/T 4754 code
    expert_required: bool = False  # trades only


@dataclass(frozen=True, slots=True)
class SuggestedGrade:
    """Likelihood, exposure and consequence in words (see docs/library.md), and why."""

    likelihood: str
    exposure: str
    consequence: str
    reason: str


@dataclass(frozen=True, slots=True)
class LibraryMeasure:
    """A proposal. `confirmed` marks the measure that the answer 是 to the statement proves.

    `card` says it to the worker at the post in one short order (开机前戴好护目镜); empty when it is not theirs to do.
    `either` names a choice: measures of one entry with the same word stand for each other, one of them is enough.
    """

    id: str
    kind: MeasureKind
    text: str
    confirmed: bool = False
    card: str = ""
    either: str = ""


@dataclass(frozen=True, slots=True)
class LibraryCheck:
    """What is looked at on rounds, and how often each tier looks."""

    what: str
    standard: str
    method: str
    rounds: tuple[tuple[ControlTier, Frequency], ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """A citation (code from standards.csv), what it asks in our words, and a clause only when it was seen."""

    code: str
    asks: str
    clause: str = ""


class Asking(Enum):
    """Whether the first walk asks it, or it waits for the second round."""

    FIRST = "first"
    LATER = "later"


labelled(Asking, {"FIRST": "第一轮问", "LATER": "下一轮问"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of the safe state and all that follows from it. `id` is stable for ever.

    `same` groups entries of several modules that are one question on the walk (parts of the same wording);
    None stands alone. `review` says what must still be checked, empty when nothing.
    """

    id: str
    statement: str
    inverse: str
    look: str
    hazard: str
    factor: str
    accidents: tuple[str, ...]
    consequence: str
    grade: SuggestedGrade
    measures: tuple[LibraryMeasure, ...]
    check: LibraryCheck
    emergency: tuple[str, ...]
    ppe: tuple[str, ...]
    signs: tuple[str, ...]
    basis: tuple[Basis, ...]
    search: tuple[str, ...] = ()
    same: str | None = None
    ask: Asking = Asking.FIRST
    review: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A machine, activity, place or duty. `ppe`, `signs` and `emergency` hold for all of it."""

    header: Header
    ppe: tuple[str, ...]
    signs: tuple[str, ...]
    emergency: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """The module's id."""
        return self.header.id

    def entry(self, entry_id: str) -> Entry:
        """The entry with this id; raises KeyError."""
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise KeyError(entry_id)


@dataclass(frozen=True, slots=True)
class UsualPost:
    """A post that such an enterprise usually has, and the modules it meets. `usual` False is offered unticked."""

    id: str
    name: str
    work: str
    place: str
    modules: tuple[str, ...]
    usual: bool = True
    people: int = 1


@dataclass(frozen=True, slots=True)
class ModuleUse:
    """How a trade uses a module: where it usually stands and whether it is there in most firms."""

    module: str
    place: str
    usual: bool = True
    count: int = 1


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """A question whose answer 有 switches modules on."""

    id: str
    question: str
    hint: str
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different in this trade for one entry; None keeps the module's own."""

    entry: str
    grade: SuggestedGrade | None = None
    ask: Asking | None = None


@dataclass(frozen=True, slots=True)
class MajorItem:
    """A 重大事故隐患 item that may apply: 疑似，需人工判定. `text` is the criterion's own wording, and/or logic kept.

    `entry` is the entry that asks the same, None if none; `related` are entries that ask a part of it: a 否 to one of
    them belongs to the same hidden danger. `missing` are the measures that 有 says are not there: an entry (the measure
    that its 是 would prove) or entry/measure. `modules` limits the item to firms that have one of them.
    `question` is the everyday wording for step 3. `applies_to` is part of the criterion (e.g. 有下列情形之一的).
    `checked` False: our copy of the text is incomplete or unconfirmed, show 待核对.
    `expert_only`: only the document's title is in hand; nothing is judged, the question asks whether an expert still
    has to check against it, and `text` says so.
    """

    id: str  # document/article/item
    document: str
    article: str
    item: str
    question: str
    text: str
    modules: tuple[str, ...] = ()
    entry: str | None = None
    checked: bool = True
    applies_to: str = ""
    document_title: str = ""
    expert_only: bool = False
    related: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def refuted(self) -> tuple[str, ...]:
        """`missing` with the entry that asks the same."""
        return tuple(dict.fromkeys((self.entry, *self.missing) if self.entry else self.missing))

    def refutes(self, entry: "Entry") -> tuple[str, ...]:
        """The ids of this entry's measures that are not there where the answer is 有; empty when it is about others."""
        return tuple(
            measure.id
            for measure in entry.measures
            if f"{entry.id}/{measure.id}" in self.missing or (measure.confirmed and entry.id in self.refuted)
        )

    @property
    def cited(self) -> str:
        """Document, article and item as a form prints them, e.g. 应急管理部令第10号 第3条第2项, GB 45067 4.7 a)."""
        numbered = self.article[:1].isdigit() and "." not in self.article
        article = f"第{self.article}条" if numbered else self.article
        item = f" {self.item})" if self.item.isascii() and self.item.isalpha() else f"第{self.item}项"
        return f"{self.document_title or self.document} {article}{item if self.item else ''}".strip()

    @property
    def basis(self) -> str:
        """The 判定依据 of a hidden danger that meets it: where it stands and the criterion's own words."""
        return f"{self.cited}：{self.text}"


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade composed of modules. `spread` explains a large share of 重大 or 较大, empty when not needed."""

    header: Header
    posts: tuple[UsualPost, ...]
    modules: tuple[ModuleUse, ...]
    profile: tuple[ProfileQuestion, ...]
    differences: tuple[Difference, ...]
    majors: tuple[MajorItem, ...]
    spread: str = ""

    @property
    def id(self) -> str:
        """The trade's id."""
        return self.header.id


class SignKind(Enum):
    """In the order in which signs hang side by side: 警告→禁止→指令→提示; fire signs last."""

    WARNING = "warning"
    PROHIBITION = "prohibition"
    MANDATORY = "mandatory"
    SAFE = "safe"
    FIRE = "fire"


labelled(
    SignKind,
    {"WARNING": "警告", "PROHIBITION": "禁止", "MANDATORY": "指令", "SAFE": "提示", "FIRE": "消防"},
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A safety sign. `review` says what is unchecked against GB 2894-2025, empty when nothing."""

    id: str
    name: str
    kind: SignKind
    review: str = ""
