"""Step 3: direct judgement and the 重大事故隐患 items of this trade. 疑似，需人工判定: never an automatic verdict."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.identification import Answer, AnswerValue, Identification
from ymh_desktop.domain.judgement import DirectJudgement, DirectRule
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers import forget_danger, new_danger
from ymh_desktop.services.hidden_dangers.protection import hold_back, strengthen
from ymh_desktop.services.library_use import library_entry
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.runs import latest
from ymh_desktop.services.situation_ties import is_about

SUSPECTED = "疑似重大事故隐患，需人工判定"


@dataclass(frozen=True, slots=True)
class SituationCard:
    """One question. `rule` or `item` is what it asks; `where` are the risk points that 有 may be about."""

    subject: str
    question: str
    hint: str
    source: str
    answer: AnswerValue | None
    where_answered: str | None
    needs_place: bool
    answered_in_walk: bool
    expert_only: bool = False  # 有 only puts it on the list for the expert
    explained: tuple[str, ...] = ()  # what the hard words of the question mean


def situation_cards(ports: Ports, identification_id: str) -> tuple[SituationCard, ...]:
    """The questions that this enterprise is asked, with the answers of this run."""
    with ports.units.read() as uow:
        run = uow.identifications.get(identification_id)
        answers = uow.answers.of_identification(run.id)
        points = uow.risk_points.all()
    given = {a.subject: a for a in answers if a.risk_point_id is None or a.subject.startswith("direct.")}
    walked = {a.subject for a in answers if a.value in (AnswerValue.YES, AnswerValue.NO, AnswerValue.NOT_HERE)}
    rules = tuple(_rule_card(rule, given.get(rule.id)) for rule in ports.codes.direct_rules)
    items = tuple(_item_card(item, given.get(item.id), walked) for item in _items(ports, run, points))
    return tuple(replace(card, explained=ports.codes.explained(card.question)) for card in rules + items)


def _rule_card(rule: DirectRule, answer: Answer | None) -> SituationCard:
    where = answer.risk_point_id if answer else None
    return SituationCard(
        rule.id, rule.question, rule.hint, rule.source, answer.value if answer else None, where, True, False
    )


def _item_card(item: MajorItem, answer: Answer | None, walked: set[str]) -> SituationCard:
    state = "" if item.checked else "（待核对）"
    return SituationCard(
        item.id,
        item.question,
        item.text,
        f"{item.cited}{state}",
        answer.value if answer else None,
        None,
        False,
        item.entry is not None and item.entry in walked,
        item.expert_only,
    )


def _items(ports: Ports, run: Identification, points: tuple[RiskPoint, ...]) -> tuple[MajorItem, ...]:
    if run.trade_id is None:
        return ()
    present = {point.module_id for point in points if point.module_id}
    return ports.library.major_items(ports.library.trade(run.trade_id), present)


def answer_situation(
    ports: Ports, identification_id: str, subject: str, value: AnswerValue, risk_point_id: str | None = None
) -> Changes:
    """Keep 有 / 没有 / 不清楚; another answer takes back what the former one made.

    有 on a major item opens a 疑似重大隐患 and lifts the linked hazards; on a direct rule it lifts the worst hazard of
    the named risk point; on a document whose text is not in hand it only goes on the list for the expert.
    """
    if value not in (AnswerValue.PRESENT, AnswerValue.ABSENT, AnswerValue.UNSURE):
        raise ValueError(value)
    with ports.units.write() as uow:
        run = uow.identifications.get(identification_id)
        rule = next((r for r in ports.codes.direct_rules if r.id == subject), None)
        if rule and value is AnswerValue.PRESENT and risk_point_id is None:
            raise UserError("还没有选是在哪里。", "请选出有这种情况的地方或设备。")
        former = _former(uow, run.id, subject)
        if former is not None:
            take_back(uow, ports, former)
            uow.answers.remove(former.id)
        danger_id = None
        if rule is None and value is AnswerValue.PRESENT:
            item = next(
                i for i in ports.library.major_items(ports.library.trade(run.trade_id or "")) if i.id == subject
            )
            danger_id = None if item.expert_only else _suspected(uow, ports, item).id
        answer = Answer(
            ports.new_id(),
            run.id,
            subject,
            value,
            ports.clock.now(),
            risk_point_id if rule else None,
            hidden_danger_id=danger_id,
        )
        uow.answers.save(answer)
        uow.identifications.save(replace(run, cursor=subject))
        apply_judgements(uow, ports, run)
        return uow.commit()


def _former(uow: UnitOfWork, run_id: str, subject: str) -> Answer | None:
    return next((a for a in uow.answers.of_identification(run_id) if a.subject == subject), None)


def _suspected(uow: UnitOfWork, ports: Ports, item: MajorItem) -> HiddenDanger:
    hazard = next((h for h in uow.hazards.all() if h.entry_id == item.entry), None) if item.entry else None
    return new_danger(
        uow,
        ports,
        item.text.rstrip("的。；"),
        _place_of(uow, hazard),
        level=DangerLevel.MAJOR,
        hazard=hazard,
        entry_id=item.entry,
        basis=item.basis,
    )


def _place_of(uow: UnitOfWork, hazard: Hazard | None) -> str:
    point = uow.risk_points.find(hazard.risk_point_id) if hazard else None
    return (point.place or point.name) if point else "全厂"


def take_back(uow: UnitOfWork, ports: Ports, answer: Answer) -> None:
    """Undo what an answer made, unless somebody worked on its hidden danger since.

    Then that one stays, and holds what it is about until it is closed; only the answer is no longer linked to it.
    """
    danger = uow.hidden_dangers.find(answer.hidden_danger_id) if answer.hidden_danger_id else None
    if danger is not None and danger.is_open and not danger.untouched:
        return
    if danger is not None and danger.is_open:
        strengthen(uow, ports, danger)
    for hazard in uow.hazards.all():
        kept = tuple(
            j
            for j in hazard.judgements
            if j.rule_id != answer.subject
            and (answer.hidden_danger_id is None or j.hidden_danger_id != answer.hidden_danger_id)
        )
        if kept != hazard.judgements:
            uow.hazards.save(replace(hazard, judgements=kept))
    if danger is not None and danger.untouched:
        forget_danger(uow, danger.id)


def apply_judgements(uow: UnitOfWork, ports: Ports, run: Identification) -> None:
    """Lift what the answers of step 3 lift, and hold back the measures that they say are not there.

    Safe to call again, and called after hazards were made or answered.
    """
    _lift_all(uow, ports, run)
    hold_back(uow, ports)


def _lift_all(uow: UnitOfWork, ports: Ports, run: Identification) -> None:
    answers = [a for a in uow.answers.of_identification(run.id) if a.value is AnswerValue.PRESENT]
    if not answers:
        return
    rules = {rule.id: rule for rule in ports.codes.direct_rules}
    items = {i.id: i for i in ports.library.major_items(ports.library.trade(run.trade_id))} if run.trade_id else {}
    for answer in answers:
        if answer.subject in rules and answer.risk_point_id:
            rule = rules[answer.subject]
            hazards = uow.hazards.of_point(answer.risk_point_id)
            worst = max(hazards, key=lambda h: (h.grade.level, h.grade.value), default=None)
            if worst is not None and all(rule.id not in {j.rule_id for j in h.judgements} for h in hazards):
                _lift(uow, ports, worst, rule.id, rule.question, rule.source, rule.level, None)
        elif answer.subject in items:
            _lift_what_the_item_is_about(uow, ports, items[answer.subject], answer.hidden_danger_id)


def _lift_what_the_item_is_about(uow: UnitOfWork, ports: Ports, item: MajorItem, danger_id: str | None) -> None:
    """The hazards that it is surely about, and those of related entries while the walk found them missing."""
    danger = uow.hidden_dangers.find(danger_id) if danger_id else None
    if danger is not None and not (danger.is_open and danger.is_major):
        return
    source = f"{item.cited}（{SUSPECTED}）"
    for hazard in uow.hazards.all():
        surely = is_about(ports, item, hazard)
        meant = surely or (hazard.entry_id in item.related and hazard.weakened)
        lifted = item.id in {j.rule_id for j in hazard.judgements}
        if meant and not lifted:
            _lift(uow, ports, hazard, item.id, item.question, source, RiskLevel.MAJOR, danger_id)
            _link(uow, danger_id, hazard)
        elif lifted and not surely and hazard.entry_id in item.related and not hazard.weakened:
            kept = tuple(j for j in hazard.judgements if j.rule_id != item.id)
            uow.hazards.save(replace(hazard, judgements=kept))


def major_danger_about(uow: UnitOfWork, ports: Ports, run: Identification, entry_id: str) -> str | None:
    """The open major hidden danger of step 3 that a 否 to this entry belongs to; None when there is none."""
    if run.trade_id is None:
        return None
    majors = ports.library.major_items(ports.library.trade(run.trade_id))
    items = {i.id: i for i in majors if entry_id in (*i.related, *i.refuted)}
    for answer in uow.answers.of_identification(run.id):
        if answer.subject in items and answer.value is AnswerValue.PRESENT and answer.hidden_danger_id:
            danger = uow.hidden_dangers.find(answer.hidden_danger_id)
            if danger is not None and danger.is_open:
                return danger.id
    return None


def _lift(
    uow: UnitOfWork,
    ports: Ports,
    hazard: Hazard,
    rule_id: str,
    reason: str,
    source: str,
    level: RiskLevel,
    danger_id: str | None,
) -> None:
    judgement = DirectJudgement(rule_id, reason, source, level, ports.clock.today(), danger_id)
    uow.hazards.save(replace(hazard, judgements=(*hazard.judgements, judgement)))


def _link(uow: UnitOfWork, danger_id: str | None, hazard: Hazard) -> None:
    danger = uow.hidden_dangers.find(danger_id) if danger_id else None
    if danger is not None and danger.hazard_id is None:
        place = _place_of(uow, hazard)
        uow.hidden_dangers.save(replace(danger, hazard_id=hazard.id, risk_point_id=hazard.risk_point_id, place=place))


def ask_the_expert(ports: Ports, given: Iterable[tuple[str, AnswerValue]] | None = None) -> tuple[str, ...]:
    """What goes to an expert: questions answered 不清楚, and documents that nobody has checked against.

    `given` are subjects with their answers at another time; None: those of now.
    """
    with ports.units.read() as uow:
        run = latest(uow)
        if run is None:
            return ()
        answers = uow.answers.of_identification(run.id)
        points = uow.risk_points.all()
    items = _items(ports, run, points)
    unread = {item.id for item in items if item.expert_only}
    told = [(a.subject, a.value) for a in answers] if given is None else list(given)
    unsure = {subject for subject, value in told if value is AnswerValue.UNSURE}
    unsure |= {subject for subject, value in told if value is AnswerValue.PRESENT and subject in unread}
    asked = {rule.id: rule.question for rule in ports.codes.direct_rules}
    asked |= {item.id: item.question for item in items}
    return tuple(text for subject, text in asked.items() if subject in unsure)


def answered_entries(ports: Ports, uow: UnitOfWork, run: Identification) -> dict[str, AnswerValue]:
    """Entry id → 有 or 没有 for entries that step 3 answered already: the walk does not ask them again.

    有 also answers an entry whose 是 would prove what 有 says is not there; 没有 proves only what asks the same.
    """
    if run.trade_id is None:
        return {}
    given = {a.subject: a.value for a in uow.answers.of_identification(run.id) if a.risk_point_id is None}
    found: dict[str, AnswerValue] = {}
    for item in ports.library.major_items(ports.library.trade(run.trade_id)):
        value = given.get(item.id)
        if value is AnswerValue.PRESENT:
            found |= {name: value for name in item.missing if library_entry(ports, name)}
        if item.entry is None or value not in (AnswerValue.PRESENT, AnswerValue.ABSENT):
            continue
        if library_entry(ports, item.entry) and found.get(item.entry) is not AnswerValue.PRESENT:
            found[item.entry] = value
    return found


def refuted_entries(ports: Ports, uow: UnitOfWork, run: Identification) -> frozenset[str]:
    """Entries of which an open hidden danger of this run's step 3 says that something is not there."""
    items = {i.id: i for i in ports.library.major_items(ports.library.trade(run.trade_id))} if run.trade_id else {}
    found: set[str] = set()
    for answer in uow.answers.of_identification(run.id):
        danger = uow.hidden_dangers.find(answer.hidden_danger_id) if answer.hidden_danger_id else None
        if answer.subject in items and danger is not None and danger.is_open:
            found |= {name.split("/", 1)[0] for name in items[answer.subject].refuted}
    return frozenset(found)
