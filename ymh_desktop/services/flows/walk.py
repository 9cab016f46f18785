"""Step 4, the walk: one card per statement; the same statement at several machines is one card.

是 keeps the hazard in the register with its measure 已落实. 否 keeps it, opens a hidden danger at once and suggests one
step higher likelihood until it is closed. 不涉及 takes it out and lists it under 未纳入及原因. 以后再答 parks it.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.identification import Answer, AnswerValue, Identification, WhereAnswered, WhyNotHere
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.catalogue import NotInLibrary
from ymh_desktop.knowledge.model import Asking, Entry, Module, Trade
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows.situations import (
    answered_entries,
    apply_judgements,
    major_danger_about,
    refuted_entries,
)
from ymh_desktop.services.hidden_dangers import forget_danger, new_danger
from ymh_desktop.services.library_use import asked_when, confirmed_measure, hazard_of, trade_of
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.risks import profile_in_use
from ymh_desktop.services.runs import latest

WALK_VALUES = (AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_HERE, AnswerValue.PARKED)
EVERYWHERE = "全厂"
SHEET_MARK = 4  # signs at the end of the number of a walk sheet
_MARK_SIGNS = "34679ACDEFHJKMNPQRTUVWXY"  # none that can be taken for another one on paper


class SheetChanged(UserError):
    """The paper has other questions, or other numbers, than the walk has now: its ticks would land on wrong ones."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"表号“{typed[:20]}”和现在的题对不上。" if typed else "还没有写表号最后 4 位。",
            "请看纸右上角再输一遍。没输错的，是打印以后题目变了（加了、去了设备，或者换了行业库）："
            "请重新打印一张，把勾抄过去再录。",
        )


@dataclass(frozen=True, slots=True)
class Target:
    """One entry at one risk point, with its answer (None: not answered yet)."""

    point: RiskPoint
    entry: Entry
    answer: Answer | None

    @property
    def called(self) -> str:
        """平刨（木工车间）."""
        return f"{self.point.name}（{self.point.place}）" if self.point.place else self.point.name


@dataclass(frozen=True, slots=True)
class WalkCard:
    """One question of the walk. `number` is printed on the walk sheet; another machine may shift it: SheetChanged."""

    key: str
    number: int
    place: str
    statement: str
    look: str
    targets: tuple[Target, ...]
    settled: bool = False  # step 3 answered it: shown, not asked

    @property
    def value(self) -> AnswerValue | None:
        """The answer if all targets have one; 否 when any target has it; None while some are open."""
        values = [t.answer.value if t.answer else None for t in self.targets]
        if AnswerValue.NO in values and None not in values:
            return AnswerValue.NO
        return values[0] if len(set(values)) == 1 else self._mixed(values)

    @staticmethod
    def _mixed(values: list[AnswerValue | None]) -> AnswerValue | None:
        if None in values:
            return None
        return AnswerValue.PARKED if AnswerValue.PARKED in values else AnswerValue.YES

    @property
    def subjects(self) -> str:
        """The machines or places it is about: 平刨、压刨、圆锯."""
        return "、".join(dict.fromkeys(t.point.name for t in self.targets))

    @property
    def failed(self) -> tuple[Target, ...]:
        """The targets answered 否."""
        return tuple(t for t in self.targets if t.answer and t.answer.value is AnswerValue.NO)


@dataclass(frozen=True, slots=True)
class WalkProgress:
    """How far the walk is; `settled` cards count as answered."""

    total: int
    answered: int
    failed: int
    parked: int


def walk_cards(ports: Ports, identification_id: str, *, later: bool = False) -> tuple[WalkCard, ...]:
    """The cards of this run in walking order: place by place. `later` adds the entries of the second round."""
    with ports.units.read() as uow:
        run = uow.identifications.get(identification_id)
        points = uow.risk_points.all()
        answers = {(a.risk_point_id, a.subject): a for a in uow.answers.of_identification(run.id)}
        settled = answered_entries(ports, uow, run)
    trade = trade_of(ports, run.trade_id)
    groups: dict[str, list[Target]] = {}
    for point, _, entry in _asked(ports, points, trade, later):
        key = entry.same or entry.id
        groups.setdefault(key, []).append(Target(point, entry, answers.get((point.id, entry.id))))
    order = {place: n for n, place in enumerate(dict.fromkeys(p.place or EVERYWHERE for p in points))}
    cards = [_card(key, targets, settled) for key, targets in groups.items()]
    cards.sort(key=lambda c: (c.place == EVERYWHERE, order.get(c.place, len(order))))
    return tuple(replace(card, number=n) for n, card in enumerate(cards, start=1))


def _asked(
    ports: Ports, points: Iterable[RiskPoint], trade: Trade | None, later: bool
) -> Iterable[tuple[RiskPoint, Module, Entry]]:
    for point in points:
        module = _module(ports, point)
        for entry in module.entries if module else ():
            if later or asked_when(entry, trade) is Asking.FIRST:
                assert module is not None
                yield point, module, entry


def _module(ports: Ports, point: RiskPoint) -> Module | None:
    if point.module_id is None:
        return None
    try:
        return ports.library.module(point.module_id)
    except NotInLibrary:
        return None


def _card(key: str, targets: list[Target], settled: dict[str, AnswerValue]) -> WalkCard:
    places = list(dict.fromkeys(t.point.place or EVERYWHERE for t in targets))
    first = targets[0].entry
    duty = all(t.point.kind is RiskPointKind.DUTY for t in targets)
    return WalkCard(
        key,
        0,
        EVERYWHERE if duty or len(places) > 1 else places[0],
        first.statement,
        _look(targets),
        tuple(targets),
        all(t.entry.id in settled for t in targets),
    )


def _look(targets: list[Target]) -> str:
    """How to look, told with the first machine or place; that it goes for the others too must not be left to guess."""
    look = targets[0].entry.look
    if len({target.point.module_id for target in targets}) == 1:
        return look
    machines = all(target.point.kind is RiskPointKind.FACILITY for target in targets)
    return f"{look.rstrip('。')}。其他几{'台' if machines else '处'}也照这样看。"


def progress(cards: Iterable[WalkCard]) -> WalkProgress:
    """Count the cards."""
    cards = tuple(cards)
    values = [AnswerValue.YES if c.settled and c.value is None else c.value for c in cards]
    return WalkProgress(
        len(cards),
        sum(1 for v in values if v is not None and v is not AnswerValue.PARKED),
        sum(1 for v in values if v is AnswerValue.NO),
        sum(1 for v in values if v is AnswerValue.PARKED),
    )


def answer_card(
    ports: Ports,
    identification_id: str,
    targets: Iterable[tuple[str, str]],
    value: AnswerValue,
    *,
    failed_points: frozenset[str] | None = None,
    where: WhereAnswered = WhereAnswered.ON_SITE,
    why: WhyNotHere | None = None,
) -> Changes:
    """Answer a card for its (risk point id, entry id) targets in one transaction.

    With 否, `failed_points` names the risk points where it fails (None: all); the others count as 是.
    """
    with ports.units.write() as uow:
        _answer(uow, ports, identification_id, targets, value, failed_points=failed_points, where=where, why=why)
        return uow.commit()


def _answer(
    uow: UnitOfWork,
    ports: Ports,
    identification_id: str,
    targets: Iterable[tuple[str, str]],
    value: AnswerValue,
    *,
    failed_points: frozenset[str] | None = None,
    where: WhereAnswered = WhereAnswered.ON_SITE,
    why: WhyNotHere | None = None,
) -> None:
    if value not in WALK_VALUES:
        raise ValueError(value)
    if value is AnswerValue.NOT_HERE and why is None:
        why = WhyNotHere.NONE_HERE
    run = uow.identifications.get(identification_id)
    trade = trade_of(ports, run.trade_id)
    cursor = run.cursor
    for point_id, entry_id in targets:
        fails = failed_points is None or point_id in failed_points
        each = AnswerValue.YES if value is AnswerValue.NO and not fails else value
        _answer_one(uow, ports, run, trade, point_id, entry_id, each, where, why)
        cursor = entry_id
    uow.identifications.save(replace(run, cursor=cursor))
    apply_judgements(uow, ports, run)


def take_up_parked(ports: Ports, identification_id: str, targets: Iterable[tuple[str, str]]) -> Changes:
    """A parked question is open again; one that was answered meanwhile stays answered."""
    wanted = set(targets)
    with ports.units.write() as uow:
        for answer in uow.answers.of_identification(identification_id):
            if answer.value is AnswerValue.PARKED and (answer.risk_point_id, answer.subject) in wanted:
                uow.answers.remove(answer.id)
        return uow.commit()


def _answer_one(
    uow: UnitOfWork,
    ports: Ports,
    run: Identification,
    trade: Trade | None,
    point_id: str,
    entry_id: str,
    value: AnswerValue,
    where: WhereAnswered,
    why: WhyNotHere | None,
) -> None:
    point = uow.risk_points.get(point_id)
    module = _module(ports, point)
    if module is None:
        raise UserError(f"行业库里没有“{point.name}”的内容。", "请在清单里直接填写这个风险点的危险源。")
    entry = module.entry(entry_id)
    former = next(
        (a for a in uow.answers.of_identification(run.id) if a.risk_point_id == point_id and a.subject == entry_id),
        None,
    )
    hazard = next((h for h in uow.hazards.of_point(point_id) if h.entry_id == entry_id), None)
    danger_id = former.hidden_danger_id if former else None
    if former and former.value is AnswerValue.NO and value is not AnswerValue.NO:
        danger_id = _withdraw(uow, danger_id)
    if value in (AnswerValue.YES, AnswerValue.NO):
        hazard = hazard or _new_hazard(uow, ports, entry, module, point, trade)
        hazard = _confirm(uow, ports, hazard, entry, value is AnswerValue.YES)
        if value is AnswerValue.NO and danger_id is None:
            about = major_danger_about(uow, ports, run, entry.id)
            danger_id = about or _open_danger(uow, ports, hazard, entry, point)
    elif value is AnswerValue.NOT_HERE and hazard is not None:
        uow.hazards.remove(hazard.id)
        hazard = None
    answer = Answer(
        former.id if former else ports.new_id(),
        run.id,
        entry_id,
        value,
        ports.clock.now(),
        point_id,
        where,
        why if value is AnswerValue.NOT_HERE else None,
        hazard.id if hazard else None,
        danger_id,
    )
    uow.answers.save(answer)


def _withdraw(uow: UnitOfWork, danger_id: str | None) -> str | None:
    """Take the hidden danger of a former 否 away; one that somebody works on stays and keeps its id."""
    danger = uow.hidden_dangers.find(danger_id) if danger_id else None
    if danger is None:
        return None
    if danger.level is DangerLevel.MAJOR:
        return None  # it belongs to step 3, which takes it back itself
    if not danger.untouched:
        return danger_id
    forget_danger(uow, danger.id)
    return None


def _new_hazard(
    uow: UnitOfWork, ports: Ports, entry: Entry, module: Module, point: RiskPoint, trade: Trade | None
) -> Hazard:
    profile = profile_in_use(uow, ports)
    hazard = hazard_of(ports, entry, module, point, trade, profile, ports.clock.today())
    uow.hazards.save(hazard)
    return hazard


def _confirm(uow: UnitOfWork, ports: Ports, hazard: Hazard, entry: Entry, there: bool) -> Hazard:
    """The walk's answer settles the one measure that the statement is about, and the suggested likelihood."""
    measure = confirmed_measure(hazard, entry)
    if measure is not None:
        state = MeasureState.IN_PLACE if there else MeasureState.UNANSWERED
        hazard = hazard.with_measure(measure.answered(state))
    if hazard.weakened == there:
        profile = ports.codes.profile(hazard.grade.profile_id)
        usual = ports.codes.marks_for(profile, entry.grade)
        expected = profile.raised(usual) if there else usual
        if hazard.grade.marks == expected:  # untouched by the user
            marks = usual if there else profile.raised(usual)
            hazard = hazard.graded(profile.grade(marks, hazard.consequence))
        hazard = replace(hazard, weakened=not there)
    uow.hazards.save(hazard)
    return hazard


def _open_danger(uow: UnitOfWork, ports: Ports, hazard: Hazard, entry: Entry, point: RiskPoint) -> str:
    measure = confirmed_measure(hazard, entry)
    danger = new_danger(
        uow,
        ports,
        entry.inverse,
        point.place or point.name,
        hazard=hazard,
        measure_id=measure.id if measure else None,
        entry_id=entry.id,
        measures=measure.text if measure else "",
    )
    return danger.id


def settle_from_situations(ports: Ports, identification_id: str) -> Changes:
    """Entries that step 3 answered get their hazards: 没有 proves the measure, 有 left a major hidden danger.

    What 有 says is not there is in the register from then on, whether or not the walk asks about it.
    """
    with ports.units.write() as uow:
        run = uow.identifications.get(identification_id)
        trade = trade_of(ports, run.trade_id)
        settled = answered_entries(ports, uow, run)
        refuted = refuted_entries(ports, uow, run)
        answered = {(a.risk_point_id, a.subject) for a in uow.answers.of_identification(run.id)}
        for point, module, entry in _asked(ports, uow.risk_points.all(), trade, True):
            value = AnswerValue.PRESENT if entry.id in refuted else settled.get(entry.id)
            if value is None or (point.id, entry.id) in answered:
                continue
            if value is AnswerValue.ABSENT:
                where = WhereAnswered.AT_DESK
                _answer_one(uow, ports, run, trade, point.id, entry.id, AnswerValue.YES, where, None)
            elif all(h.entry_id != entry.id for h in uow.hazards.of_point(point.id)):
                made = _new_hazard(uow, ports, entry, module, point, trade)
                if entry.id in settled:
                    _confirm(uow, ports, made, entry, False)
        apply_judgements(uow, ports, run)
        return uow.commit()


def sheet_number(run: Identification, cards: Sequence[WalkCard]) -> str:
    """What is printed on the walk sheet, e.g. W-2026-1-K7Q3. The last signs say which questions it has at what."""
    said = [(card.key, card.settled, *((t.point.id, t.entry.id) for t in card.targets)) for card in cards]
    digest = int.from_bytes(hashlib.sha256(repr(said).encode()).digest())
    signs = []
    for _ in range(SHEET_MARK):
        digest, at = divmod(digest, len(_MARK_SIGNS))
        signs.append(_MARK_SIGNS[at])
    return f"W-{run.year}-{run.number}-{''.join(signs)}"


def check_sheet(number: str, typed: str) -> None:
    """Whether the paper with this number (all of it, or its last four signs) is the sheet of now; else SheetChanged."""
    said = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed).upper()))
    if len(said) < SHEET_MARK or not number.replace("-", "").endswith(said):
        raise SheetChanged(typed.strip())


def key_back_sheet(
    ports: Ports, identification_id: str, sheet: str, failed_numbers: Iterable[int], not_here: Iterable[int] = ()
) -> Changes:
    """A walk sheet that was filled on paper: every unanswered card is 是 except the numbers given.

    `sheet` is its number as printed, or the last four signs: questions that came after printing were never asked, so
    they must not become 是. Raises SheetChanged, or UserError for a number that is not on the sheet; then nothing
    is changed.
    """
    failed, absent = set(failed_numbers), set(not_here)
    cards = walk_cards(ports, identification_id)
    with ports.units.read() as uow:
        check_sheet(sheet_number(uow.identifications.get(identification_id), cards), sheet)
    unknown = sorted((failed | absent) - {card.number for card in cards})
    if unknown:
        numbers = "、".join(map(str, unknown))
        raise UserError(f"这张表上没有第 {numbers} 题。", f"题号只有 1 到 {len(cards)}，请对照纸上再看一遍。")
    with ports.units.write() as uow:
        for card in cards:
            if card.settled or (card.value is not None and card.number not in failed | absent):
                continue
            value = AnswerValue.NO if card.number in failed else AnswerValue.YES
            if card.number in absent:
                value = AnswerValue.NOT_HERE
            _answer(uow, ports, identification_id, [(t.point.id, t.entry.id) for t in card.targets], value)
        return uow.commit()


def left_out(ports: Ports) -> tuple[tuple[str, str, str], ...]:
    """未纳入及原因: (risk point, statement, reason) of everything answered 不涉及 in the newest run."""
    with ports.units.read() as uow:
        run = latest(uow)
        answers = uow.answers.of_identification(run.id) if run else ()
        points = {p.id: p for p in uow.risk_points.all()}
    rows = []
    for answer in answers:
        point = points.get(answer.risk_point_id or "")
        if answer.value is AnswerValue.NOT_HERE and point is not None:
            module = _module(ports, point)
            entry = module.entry(answer.subject) if module else None
            rows.append((point.name, entry.statement if entry else answer.subject, _reason(answer)))
    return tuple(rows)


def _reason(answer: Answer) -> str:
    return label(answer.why_not_here or WhyNotHere.OTHER)
