"""The town's side: who must report, whose keys are enrolled, what came in, what was ordered. No enterprise data folder.

The town keeps packages as they came, and of each the few columns that its lists and tables need.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from ymh_desktop.domain.demands import DemandKind
from ymh_desktop.domain.words import label, labelled


@dataclass(frozen=True, slots=True)
class TownOffice:
    """The department itself. `code` is its own, or a credit code; `list_no` the number of its newest trust list."""

    code: str
    name: str
    contact: str = ""
    list_no: int = 0


@dataclass(frozen=True, slots=True)
class TownFirm:
    """One enterprise, from the roster or from what it sent. `on_roster`: it must report.

    Counts and `sequence` are those of the newest package taken; `sequence` 0 before the first.
    """

    uscc: str
    name: str
    village: str = ""
    industry: str = ""
    on_roster: bool = False
    address: str = ""
    headcount: int | None = None
    principal: str = ""
    phone: str = ""
    sequence: int = 0
    package_id: str = ""
    manifest_sha256: str = ""
    received_at: datetime | None = None
    major: int = 0
    considerable: int = 0
    general: int = 0
    low: int = 0
    found: int = 0
    closed: int = 0
    majors_open: int = 0
    majors_overdue: int = 0

    @property
    def reported(self) -> bool:
        """Something of it was taken."""
        return self.sequence > 0

    def reported_since(self, day: date | None) -> bool:
        """Something of it was taken on that day or later; None: ever."""
        return self.reported and (day is None or (self.received_at is not None and self.received_at.date() >= day))


class KeyState(Enum):
    """Whether files signed with it are taken."""

    ACTIVE = "active"
    REVOKED = "revoked"


labelled(KeyState, {"ACTIVE": "有效", "REVOKED": "已作废"})


@dataclass(frozen=True, slots=True)
class TownKey:
    """An enrolled key. `id` is the fingerprint in lower-case hex, `certificate` PEM.

    `until` is the last day of a key that was changed; `vouched_by` the key that signed the change, empty for one that
    came with a stamped sheet.
    """

    id: str
    uscc: str
    name: str
    certificate: str
    since: date
    state: KeyState = KeyState.ACTIVE
    until: date | None = None
    revoked_at: datetime | None = None
    reason: str = ""
    vouched_by: str = ""

    def counts(self, today: date) -> bool:
        """Whether a file signed with it is taken on that day."""
        return self.state is KeyState.ACTIVE and (self.until is None or today <= self.until)


class PackageState(Enum):
    """What became of a package."""

    TAKEN = "taken"
    ACCEPTED = "accepted"
    RETURNED = "returned"


labelled(PackageState, {"TAKEN": "已收到", "ACCEPTED": "已收下", "RETURNED": "已退回"})


@dataclass(frozen=True, slots=True)
class TownPackage:
    """One package as it came. `file` is its place below the town's folder.

    `group_id` is the same for the parts of one report; empty for one in a single file. `told` are the kinds of records
    that it told whole, with blanks between; `returned_because` the reasons, when it was sent back.
    """

    id: str
    uscc: str
    sequence: int
    kind: str
    manifest_sha256: str
    fingerprint: str
    created_at: datetime
    received_at: datetime
    file: str
    size: int
    period_from: date | None
    period_to: date | None
    risks: int
    dangers: int
    state: PackageState = PackageState.TAKEN
    warnings: str = ""
    group_id: str = ""
    told: str = ""
    returned_because: str = ""


def parts_of(package: TownPackage, packages: Iterable[TownPackage]) -> tuple[TownPackage, ...]:
    """All files of this report that came, in their order: what is decided on one is decided on all."""
    if not package.group_id:
        return (package,)
    found = {each.id: each for each in packages if each.group_id == package.group_id and each.uscc == package.uscc}
    return tuple(sorted((found | {package.id: package}).values(), key=lambda each: each.sequence))


def pending_return(packages: Iterable[TownPackage]) -> TownPackage | None:
    """The report that was sent back and after which none was accepted; None when nothing waits to be mended.

    What came after it and was not looked at yet changes nothing.
    """
    judged = [each for each in packages if each.state is not PackageState.TAKEN]
    newest = max(judged, key=lambda each: each.sequence, default=None)
    return newest if newest is not None and newest.state is PackageState.RETURNED else None


@dataclass(frozen=True, slots=True)
class TownRecord:
    """One risk or hidden danger as it was last told. `digest` changes when anything of it changes."""

    uscc: str
    kind: str  # risk | danger
    record_id: str
    code: str
    title: str
    level: str
    status: str
    deadline: date | None
    responsible: str
    digest: str

    @property
    def key(self) -> tuple[str, str]:
        """What names it within one enterprise."""
        return self.kind, self.record_id

    def overdue(self, today: date) -> bool:
        """A hidden danger past its day, not closed and not waiting for the department."""
        waits = self.status in ("closed", "awaiting_authority")
        return self.kind == "danger" and not waits and self.deadline is not None and self.deadline < today


MAJOR = "major"  # the level of a record, as the package format writes it


class ChangeWord(Enum):
    """What happened to a record between two packages."""

    NEW = "new"
    CHANGED = "changed"
    CLOSED = "closed"
    GONE = "gone"


labelled(ChangeWord, {"NEW": "新增", "CHANGED": "改动", "CLOSED": "销号", "GONE": "不再上报"})


@dataclass(frozen=True, slots=True)
class TownChange:
    """One difference to the package before."""

    package_id: str
    position: int
    word: ChangeWord
    kind: str
    record_id: str
    code: str
    title: str
    level: str


def compare_records(
    package_id: str,
    before: Mapping[tuple[str, str], TownRecord],
    now: Iterable[TownRecord],
    told: frozenset[str],
    told_before: frozenset[str],
) -> tuple[TownChange, ...]:
    """What changed since last time.

    Of kinds that this package does not tell whole (`told`) nothing is gone; of kinds that the one before did not tell
    whole only major records can be new, as the others were there and not told.
    """
    changes: list[tuple[ChangeWord, TownRecord]] = []
    seen = set()
    for record in now:
        seen.add(record.key)
        known = before.get(record.key)
        if known is None:
            if record.level == MAJOR or record.kind in told_before:
                changes.append((ChangeWord.NEW, record))
        elif known.status != "closed" and record.status == "closed":
            changes.append((ChangeWord.CLOSED, record))
        elif known.digest != record.digest:
            changes.append((ChangeWord.CHANGED, record))
    changes += [(ChangeWord.GONE, record) for key, record in before.items() if key not in seen and record.kind in told]
    return tuple(
        TownChange(package_id, at, word, r.kind, r.record_id, r.code, r.title, r.level)
        for at, (word, r) in enumerate(changes)
    )


class OrderState(Enum):
    """How far an order is."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


labelled(OrderState, {"OPEN": "没有反馈", "ANSWERED": "已反馈", "CLOSED": "已办结"})


@dataclass(frozen=True, slots=True)
class TownOrder:
    """An order that was sent. `answer` is what the enterprise told last."""

    id: str  # of the letter
    uscc: str
    number: str
    kind: DemandKind
    title: str
    issued_on: date
    due: date | None
    state: OrderState = OrderState.OPEN
    answered_on: date | None = None
    answer: str = ""
    closed_on: date | None = None
    closed_words: str = ""

    def overdue(self, today: date) -> bool:
        """Past its day without an answer."""
        return self.state is OrderState.OPEN and self.due is not None and self.due < today

    def standing(self, today: date) -> str:
        """How far it is, in words."""
        return "超期没有反馈" if self.overdue(today) else label(self.state)

    def answered(self, on: date, words: str) -> "TownOrder":
        """With what the enterprise told; a closed one stays closed."""
        state = self.state if self.state is OrderState.CLOSED else OrderState.ANSWERED
        return replace(self, state=state, answered_on=on, answer=words)


@dataclass(frozen=True, slots=True)
class TownLetter:
    """A letter of the town: receipts, orders, trust lists. `uscc` empty: for everybody."""

    id: str
    uscc: str
    kind: str
    sequence: int
    manifest_sha256: str
    created_at: datetime
    file: str
    in_reply_to: str = ""
    number: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage and rates of one industry, one village or the whole town.

    `expected` are those on the roster, `reported` those of them that sent something since the day asked for, and
    `returned` those of `reported` whose newest report was sent back and not mended yet. 查改率 = `closed` ÷ `found`.
    `answered` ÷ `ordered` is how many orders were answered.
    """

    name: str
    expected: int
    reported: int
    firms: int
    major_risks: int
    considerable: int
    found: int
    closed: int
    majors_open: int
    majors_overdue: int
    ordered: int
    answered: int
    returned: int = 0

    @property
    def coverage(self) -> float | None:
        """Reported ÷ expected; None without anybody on the roster."""
        return self.reported / self.expected if self.expected else None

    @property
    def rectification(self) -> float | None:
        """查改率; None without hidden dangers."""
        return self.closed / self.found if self.found else None


def coverage_of(
    name: str,
    firms: Iterable[TownFirm],
    orders: Iterable[TownOrder],
    *,
    since: date | None = None,
    returned: frozenset[str] = frozenset(),
) -> Coverage:
    """The figures over these enterprises and the orders to them.

    Only what came on `since` or later counts as reported (None: ever). `returned` are the credit codes of those whose
    newest report was sent back.
    """
    firms, orders = tuple(firms), tuple(orders)
    reported = [firm for firm in firms if firm.on_roster and firm.reported_since(since)]
    return Coverage(
        name=name,
        expected=sum(1 for firm in firms if firm.on_roster),
        reported=len(reported),
        firms=sum(1 for firm in firms if firm.reported),
        major_risks=sum(firm.major for firm in firms),
        considerable=sum(firm.considerable for firm in firms),
        found=sum(firm.found for firm in firms),
        closed=sum(firm.closed for firm in firms),
        majors_open=sum(firm.majors_open for firm in firms),
        majors_overdue=sum(firm.majors_overdue for firm in firms),
        ordered=len(orders),
        answered=sum(1 for order in orders if order.answered_on is not None),
        returned=sum(1 for firm in reported if firm.uscc in returned),
    )
