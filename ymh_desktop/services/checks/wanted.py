"""What the register asks to be looked at: every measure in force, at its tier and frequency, in a load people bear.

- A hazard's check item watches the engineering and management measures that are in force there; the user's own measures
  are looked at by themselves. A measure that is not there is never on a sheet.
- A post's shift sheet holds at most twelve lines, the worst first; what does not fit goes to the weekly round.
- Training, PPE issue and knowing what to do in an emergency are looked at once a month, by post, from records.
- A missing tier's rounds go to a named person of the next tier, who looks at each thing in the most frequent round.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ymh_desktop.domain.checks import MOST_SHIFT_ITEMS, PlanKind, Recording
from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import USUAL_ROUND, ControlTier, Frequency
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, worst_first
from ymh_desktop.services.library_use import confirmed_measure, library_entry
from ymh_desktop.services.ports import Ports

_WATCHED = (MeasureKind.ENGINEERING, MeasureKind.MANAGEMENT)
_WITHIN_A_SHIFT = (Frequency.SHIFT, Frequency.DAY, Frequency.OCCASION)
_ORDER = list(Frequency)
EVERYWHERE = "全厂"
_STANDARD = {
    MeasureKind.ENGINEERING: "在位、完好，没有被拆掉或停用",
    MeasureKind.MANAGEMENT: "现在就是这样做的",
}
_METHOD = {MeasureKind.ENGINEERING: "到现场看", MeasureKind.MANAGEMENT: "到现场看，问干活的人"}
_FROM_RECORDS = (
    (MeasureKind.TRAINING, "training", "培训记录", "该教的都教过、考过，有签到", "看培训签到，问一个人"),
    (MeasureKind.PPE, "ppe", "劳保用品", "按岗位发齐、有领用签字，干活时戴着", "看领用记录，看干活的人"),
    (MeasureKind.EMERGENCY, "emergency", "出事怎么办", "问一个人，说得出先做什么、打什么电话", "问干活的人"),
)


@dataclass(frozen=True, slots=True)
class WantedItem:
    """A line that the register asks for. `source` says what it comes from and never changes."""

    source: str
    code: str
    what: str
    standard: str
    method: str
    basis: str = ""
    place: str = ""
    hazard_id: str | None = None
    measure_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WantedPlan:
    """A plan that the register asks for; at most one with each `key`."""

    kind: PlanKind
    tier: ControlTier
    frequency: Frequency
    title: str
    items: tuple[WantedItem, ...]
    recording: Recording = Recording.ROUND
    post_id: str | None = None
    department_id: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it this plan and no other."""
        return (self.kind, self.tier, self.frequency, self.post_id, self.department_id)


@dataclass(frozen=True, slots=True)
class _Line:
    """A wanted item with where and when it is looked at."""

    item: WantedItem
    hazard: Hazard
    rounds: tuple[tuple[ControlTier, Frequency], ...]


@dataclass(slots=True)
class _Sorting:
    """Items by plan, in the order in which they came; each source once."""

    book: Book
    plans: dict[tuple[PlanKind, ControlTier, Frequency, str | None, str | None], dict[str, WantedItem]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def put(
        self,
        item: WantedItem,
        kind: PlanKind,
        tier: ControlTier,
        frequency: Frequency,
        post_id: str | None = None,
        department_id: str | None = None,
    ) -> None:
        """Ask for this item there."""
        self.plans[kind, tier, frequency, post_id, department_id].setdefault(item.source, item)


def item_codes(book: Book) -> dict[str, str]:
    """Hazard id → the number of its check item: S-0003-02. Stable while hazards are only added."""
    codes: dict[str, str] = {}
    for point in book.points:
        hazards = sorted(book.hazards_of[point.id], key=lambda hazard: hazard.id)
        codes |= {hazard.id: f"{point.code}-{number:02d}" for number, hazard in enumerate(hazards, start=1)}
    return codes


def wanted_plans(ports: Ports, book: Book) -> tuple[WantedPlan, ...]:
    """Every plan that the register asks for; none without a measure in force."""
    codes, sorting = item_codes(book), _Sorting(book)
    lines = {point.id: list(_lines(ports, book, point, codes)) for point in book.points}
    at_posts = {point.id: [post for post in book.posts if post.id in point.post_ids] for point in book.points}
    left_over = _sort_shift_sheets(sorting, lines, at_posts)
    for point in book.points:
        for line in lines[point.id]:
            _sort_rounds(sorting, point, line, line.item.source in left_over or not at_posts[point.id])
    _sort_records(sorting, book)
    _once_per_hand(sorting)
    return tuple(_plans(sorting))


# ---- the lines of a risk point ---------------------------------------------------------------------------------------


def _lines(ports: Ports, book: Book, point: RiskPoint, codes: dict[str, str]) -> Iterator[_Line]:
    for hazard in sorted(book.hazards_of[point.id], key=lambda each: codes[each.id]):
        there = [m for m in hazard.measures if m.state is MeasureState.IN_PLACE and m.kind in _WATCHED]
        checked = _check_line(ports, book, point, hazard, there, codes[hazard.id])
        if checked is not None:
            yield checked
            there = [measure for measure in there if measure.library_id is None]
        for number, measure in enumerate(there, start=1):
            yield _measure_line(book, point, hazard, measure, f"{codes[hazard.id]}-{number}")


def _check_line(
    ports: Ports, book: Book, point: RiskPoint, hazard: Hazard, there: list[Measure], code: str
) -> _Line | None:
    """The hazard's own check item, when what it is about is there."""
    if hazard.check is None:
        return None
    entry = library_entry(ports, hazard.entry_id)
    about = confirmed_measure(hazard, entry) if entry else None
    watched = [measure for measure in there if measure.library_id is not None]
    if about is not None and about.state is not MeasureState.IN_PLACE:
        return None
    ids = tuple(dict.fromkeys((*([about.id] if about else []), *(measure.id for measure in watched))))
    if not ids:
        return None
    check = hazard.check
    item = WantedItem(
        source=f"hazard:{hazard.id}",
        code=code,
        what=check.what if point.name in check.what else f"{point.name}：{check.what}",
        standard=check.standard,
        method=check.method,
        basis=hazard.basis[0] if hazard.basis else "",
        place=point.place or point.name,
        hazard_id=hazard.id,
        measure_ids=ids,
    )
    return _Line(item, hazard, _with_answering_tier(book, hazard, check.rounds))


def _measure_line(book: Book, point: RiskPoint, hazard: Hazard, measure: Measure, code: str) -> _Line:
    item = WantedItem(
        source=f"measure:{measure.id}",
        code=code,
        what=f"{point.name}：{measure.text}",
        standard=_STANDARD[measure.kind],
        method=_METHOD[measure.kind],
        place=point.place or point.name,
        hazard_id=hazard.id,
        measure_ids=(measure.id,),
    )
    tiers = [tier for tier in book.enterprise.tiers.bound(hazard.level) if tier > ControlTier.POST]
    rounds = tuple((tier, USUAL_ROUND[tier]) for tier in tiers or (ControlTier.POST,))
    return _Line(item, hazard, rounds)


def _with_answering_tier(
    book: Book, hazard: Hazard, rounds: tuple[tuple[ControlTier, Frequency], ...]
) -> tuple[tuple[ControlTier, Frequency], ...]:
    """A 较大 or 重大 risk is never looked at by a post alone, whatever the check item says."""
    if hazard.level < RiskLevel.CONSIDERABLE or any(tier > ControlTier.POST for tier, _ in rounds):
        return rounds
    tier = book.tier_of(hazard)
    return (*rounds, (tier, USUAL_ROUND[tier]))


# ---- which plan a line stands in -------------------------------------------------------------------------------------


def _sort_shift_sheets(
    sorting: _Sorting, lines: dict[str, list[_Line]], at_posts: dict[str, list[Post]]
) -> frozenset[str]:
    """Fill each post's one page; returns the sources of lines that some post had no room for."""
    left_over: set[str] = set()
    for post in sorting.book.posts:
        mine = [
            (line, frequency)
            for point in sorting.book.points
            if post in at_posts[point.id] and point.kind is not RiskPointKind.DUTY
            for line in lines[point.id]
            for tier, frequency in line.rounds
            if tier is ControlTier.POST
        ]
        mine.sort(key=lambda pair: worst_first(pair[0].hazard))
        taken: set[tuple[str, str]] = set()
        for line, frequency in mine:
            same = (line.item.what, line.item.standard)
            if frequency not in _WITHIN_A_SHIFT:
                sorting.put(line.item, PlanKind.DAILY, ControlTier.POST, frequency, post.id)
            elif same not in taken and len(taken) < MOST_SHIFT_ITEMS:
                taken.add(same)
                sorting.put(line.item, PlanKind.DAILY, ControlTier.POST, Frequency.SHIFT, post.id)
            else:
                left_over.add(line.item.source)
    return frozenset(left_over)


def _sort_rounds(sorting: _Sorting, point: RiskPoint, line: _Line, nobody_at_post: bool) -> None:
    kind = PlanKind.RECORDS if point.kind is RiskPointKind.DUTY else PlanKind.DAILY
    above = [pair for pair in line.rounds if pair[0] > ControlTier.POST]
    if not above and nobody_at_post:
        above = [(ControlTier.TEAM, Frequency.WEEK)]
    existing = sorting.book.enterprise.tiers.existing
    for tier, frequency in above:
        own = tier in existing and tier < ControlTier.COMPANY
        department = _department(sorting.book, point) if own else None
        sorting.put(line.item, kind, tier, frequency, department_id=department)


def _department(book: Book, point: RiskPoint) -> str | None:
    """The department a risk point belongs to: its own, else the one that all its posts share."""
    if point.department_id:
        return point.department_id
    found = {post.department_id for post in book.posts if post.id in point.post_ids}
    return found.pop() if len(found) == 1 else None


def _sort_records(sorting: _Sorting, book: Book) -> None:
    """Once a month: what is learnt, handed out and known, by post; what no post meets stands together."""
    groups = [(post.id, post.name, book.hazards_at_post(post)) for post in book.posts]
    met = {hazard.id for _, _, hazards in groups for hazard in hazards}
    groups.append(("", EVERYWHERE, tuple(hazard for hazard in book.hazards if hazard.id not in met)))
    for post_id, name, hazards in groups:
        for kind, word, what, standard, method in _FROM_RECORDS:
            ids = tuple(
                measure.id
                for hazard in hazards
                for measure in hazard.measures
                if measure.kind is kind and measure.state is MeasureState.IN_PLACE
            )
            if ids:
                item = WantedItem(
                    f"{word}:{post_id}", "", f"{name}：{what}", standard, method, place=name, measure_ids=ids
                )
                sorting.put(item, PlanKind.RECORDS, ControlTier.DEPARTMENT, Frequency.MONTH)


def _once_per_hand(sorting: _Sorting) -> None:
    """Rounds of missing tiers fall to one person: each thing stays in the most frequent of them.

    Such a round counts for the tier that usually makes it, so that a person has one monthly sheet, not two.
    """
    existing = sorting.book.enterprise.tiers.existing
    usual = {frequency: tier for tier, frequency in USUAL_ROUND.items()}
    handed: dict[tuple[str, bool], tuple[ControlTier, Frequency]] = {}
    wanted: dict[tuple[PlanKind, ControlTier, Frequency], dict[str, WantedItem]] = defaultdict(dict)
    for (kind, tier, frequency, post_id, department_id), items in list(sorting.plans.items()):
        if tier in existing:
            continue
        del sorting.plans[kind, tier, frequency, post_id, department_id]
        counts_for = usual.get(frequency, tier)
        if counts_for in existing:
            counts_for = tier
        for source, item in items.items():
            with_date = (source, frequency is not Frequency.OCCASION)
            former = handed.get(with_date)
            if former is not None and _ORDER.index(former[1]) <= _ORDER.index(frequency):
                continue
            if former is not None:
                wanted[kind, *former].pop(source)
            handed[with_date] = (counts_for, frequency)
            wanted[kind, counts_for, frequency][source] = item
    for (kind, tier, frequency), items in wanted.items():
        for item in items.values():
            sorting.put(item, kind, tier, frequency)


# ---- plans -----------------------------------------------------------------------------------------------------------


def _plans(sorting: _Sorting) -> Iterator[WantedPlan]:
    book = sorting.book
    posts = {post.id: post for post in book.posts}
    order = {hazard.id: number for number, hazard in enumerate(_in_walking_order(book))}
    keys = sorted(
        sorting.plans, key=lambda key: (key[1], _ORDER.index(key[2]), key[0].value, key[3] or "", key[4] or "")
    )
    for kind, tier, frequency, post_id, department_id in keys:
        items = list(sorting.plans[kind, tier, frequency, post_id, department_id].values())
        if not items:
            continue
        if post_id is None:
            items.sort(key=lambda item: order.get(item.hazard_id or "", len(order)))
        plan = WantedPlan(kind, tier, frequency, "", tuple(items), post_id=post_id, department_id=department_id)
        if post_id is not None and frequency is Frequency.SHIFT:
            plan = replace(plan, recording=Recording.MONTH_SHEET)
        yield replace(plan, title=_title(book, plan, posts))


def _in_walking_order(book: Book) -> Iterable[Hazard]:
    for point in book.points:
        yield from sorted(book.hazards_of[point.id], key=lambda hazard: hazard.id)


def _title(book: Book, plan: WantedPlan, posts: dict[str, Post]) -> str:
    often = label(plan.frequency)
    if plan.post_id is not None:
        post = posts[plan.post_id]
        return f"{post.name}点检" if plan.frequency is Frequency.SHIFT else f"{post.name}{often}检查"
    department = book.departments.get(plan.department_id or "")
    who = department.name if department else label(plan.tier).removesuffix("级")
    return f"{who}{often}查记录" if plan.kind is PlanKind.RECORDS else f"{who}{often}安全检查"
