"""奖惩: the enterprise's own rules, the ledger, and the tally per person and per post."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ymh_desktop.domain.awards import Award, AwardKind, AwardRule, Tally, tally, tally_by
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.knowledge.training_data import SuggestedRule
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork

R = TypeVar("R", Person, Post)


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One entry of the ledger. `whose` is a person, else a post, else 全厂; `rule` is empty without one."""

    award: Award
    whose: str
    rule: str
    decided_by: str
    danger: str


@dataclass(frozen=True, slots=True)
class AwardSheet:
    """The ledger of a stretch, newest first, with its sums. `per_post` counts entries of the people at the post too."""

    first: date | None
    last: date | None
    lines: tuple[AwardLine, ...]
    total: Tally
    per_person: tuple[tuple[Person, Tally], ...]
    per_post: tuple[tuple[Post, Tally], ...]
    rules: tuple[AwardRule, ...]
    suggestions: tuple[SuggestedRule, ...]


def award_sheet(ports: Ports, first: date | None = None, last: date | None = None) -> AwardSheet:
    """Rules, entries and sums; `first` and `last` None: without an end on that side."""
    with ports.units.read() as uow:
        rules, people, posts = uow.award_rules.all(), uow.people.all(), uow.posts.all()
        awards = [each for each in uow.awards.all() if _within(each.on, first, last)]
        names = {person.id: person.name for person in people} | {post.id: post.name for post in posts}
        words = {rule.id: rule.text for rule in rules}
        lines = tuple(_line(uow, each, words, names) for each in _newest_first(awards))
    by_person = tally_by(awards, lambda award: award.person_id)
    at_post = {person_id: post.id for post in posts for person_id in post.person_ids}
    by_post = tally_by(awards, lambda award: award.post_id or at_post.get(award.person_id or ""))
    known = {rule.text for rule in rules}
    return AwardSheet(
        first,
        last,
        lines,
        tally(awards),
        _ranked(people, by_person),
        _ranked(posts, by_post),
        tuple(sorted(rules, key=lambda rule: (not rule.in_force, rule.kind is AwardKind.PENALTY, rule.id))),
        tuple(each for each in ports.codes.suggested_rules if each.text not in known),
    )


def _ranked(records: Iterable[R], found: dict[str, Tally]) -> tuple[tuple[R, Tally], ...]:
    known = [(record, found[record.id]) for record in records if record.id in found]
    return tuple(sorted(known, key=lambda pair: (-pair[1].points, -pair[1].yuan, pair[0].id)))


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _newest_first(awards: Iterable[Award]) -> list[Award]:
    return sorted(awards, key=lambda award: (award.on, award.id), reverse=True)


def _line(uow: UnitOfWork, award: Award, rules: Mapping[str, str], names: Mapping[str, str]) -> AwardLine:
    danger = uow.hidden_dangers.find(award.danger_id) if award.danger_id else None
    return AwardLine(
        award,
        names.get(award.person_id or "") or names.get(award.post_id or "") or "全厂",
        rules.get(award.rule_id or "", ""),
        names.get(award.decided_by_id or "", ""),
        f"{danger.code} {danger.title}" if danger else "",
    )


# ---- rules -----------------------------------------------------------------------------------------------------------


def add_rule(
    ports: Ports, kind: AwardKind, text: str, points: int = 0, yuan: Decimal = Decimal(0)
) -> tuple[AwardRule, Changes]:
    """One more rule; raises UserError."""
    with ports.units.write() as uow:
        rule = AwardRule(ports.new_id(), kind, text, points, yuan).checked()
        if any(each.text == rule.text and each.in_force for each in uow.award_rules.all()):
            raise UserError(f"已经有“{rule.text}”这一条了。", "请直接改原来那一条。")
        uow.award_rules.save(rule)
        return rule, uow.commit()


def adopt_rule(ports: Ports, suggestion_id: str) -> tuple[AwardRule, Changes]:
    """Take a customary rule over; it is the enterprise's own from then on. Raises KeyError for an unknown id."""
    for each in ports.codes.suggested_rules:
        if each.id == suggestion_id:
            return add_rule(ports, each.kind, each.text, each.points, each.yuan)
    raise KeyError(suggestion_id)


def edit_rule(ports: Ports, rule_id: str, *, text: str, points: int, yuan: Decimal) -> Changes:
    """Other words or amounts; what was decided by it before keeps its own. Raises UserError."""
    with ports.units.write() as uow:
        rule = uow.award_rules.get(rule_id)
        uow.award_rules.save(replace(rule, text=text, points=points, yuan=yuan).checked())
        return uow.commit()


def set_rule_in_force(ports: Ports, rule_id: str, in_force: bool) -> Changes:
    """Whether it is still offered."""
    with ports.units.write() as uow:
        uow.award_rules.save(replace(uow.award_rules.get(rule_id), in_force=in_force))
        return uow.commit()


# ---- the ledger ------------------------------------------------------------------------------------------------------


def give_award(
    ports: Ports,
    *,
    rule_id: str | None = None,
    kind: AwardKind = AwardKind.REWARD,
    reason: str = "",
    points: int | None = None,
    yuan: Decimal | None = None,
    person_id: str | None = None,
    post_id: str | None = None,
    danger_id: str | None = None,
    decided_by_id: str | None = None,
    on: date | None = None,
) -> tuple[Award, Changes]:
    """One reward or penalty: by a rule, whose words and amounts hold where nothing else is given, or freely.

    Raises UserError, also when neither a person nor a post is named.
    """
    with ports.units.write() as uow:
        rule = uow.award_rules.get(rule_id) if rule_id else None
        if person_id is None and post_id is None:
            raise UserError("还没有选奖谁、罚谁。", "请选一个人；全岗位一起的，选岗位。")
        award = Award(
            id=ports.new_id(),
            code=f"JC-{uow.next_number('award'):04d}",
            on=on or ports.clock.today(),
            kind=rule.kind if rule else kind,
            reason=reason.strip() or (rule.text if rule else ""),
            points=points if points is not None else rule.points if rule else 0,
            yuan=yuan if yuan is not None else rule.yuan if rule else Decimal(0),
            person_id=uow.people.get(person_id).id if person_id else None,
            post_id=uow.posts.get(post_id).id if post_id else None,
            rule_id=rule.id if rule else None,
            danger_id=uow.hidden_dangers.get(danger_id).id if danger_id else None,
            decided_by_id=uow.people.get(decided_by_id).id if decided_by_id else None,
        ).checked(ports.clock.today())
        uow.awards.save(award)
        return award, uow.commit()


def withdraw_award(ports: Ports, award_id: str, why: str) -> Changes:
    """It stays in the ledger, struck out, and counts no more; raises UserError without a reason."""
    with ports.units.write() as uow:
        uow.awards.save(uow.awards.get(award_id).taken_back(why))
        return uow.commit()
