"""What became of the register after the owner signed the identification: the audit trail tells it entry by entry."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ymh_desktop.domain.audit import UNDO, AuditEntry
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Answer, AnswerValue, Identification, WhereAnswered
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import PRINCIPAL

_HAZARD, _POINT, _DANGER = Hazard.__name__, RiskPoint.__name__, HiddenDanger.__name__
_ANSWER, _RUN = Answer.__name__, Identification.__name__
REGISTER = (_HAZARD, _POINT)  # what `decided` asks for; hidden dangers and answers grow with every day
_ALL = (*REGISTER, _DANGER, _ANSWER)
_LEVELS = {level.name.lower(): level for level in RiskLevel}
_TIERS = {tier.name.lower(): tier for tier in ControlTier}


@dataclass(frozen=True, slots=True)
class SinceSigning:
    """What the trail holds after the owner's signature, newest first. `number` is the signature's own entry."""

    number: int
    entries: tuple[AuditEntry, ...]

    def touched(self, kind: str) -> set[str]:
        """Ids of the records of this kind that somebody or something wrote to."""
        return {entry.record_id for entry in self.entries if entry.record_kind == kind}

    def decided(self) -> set[str]:
        """Ids of the risks and risk points that somebody changed, and that are not again as they were.

        What hidden dangers mark by themselves is no change.
        """
        register = [each for each in self.entries if each.record_kind in REGISTER]
        return {entry.record_id for entry in register if _is_a_decision(entry)} & _left_different(register)


class SignedRisk(NamedTuple):
    """A risk as it stood when the owner signed. `hazard` is the present one, None when it was taken out since.

    `person` answered for it: empty for nobody, and where the whole risk point is gone.
    """

    code: str
    name: str
    level: RiskLevel
    title: str
    method: str
    person: str
    hazard: Hazard | None


class SignedAnswer(NamedTuple):
    """An answer of the walk or of step 3 as it was when the owner signed."""

    risk_point_id: str | None
    subject: str
    value: AnswerValue
    where: WhereAnswered


@dataclass(frozen=True, slots=True)
class SignedRegister:
    """The register that the signature is about, worst first, and the risks that came, changed and went after it."""

    risks: tuple[SignedRisk, ...]
    came: tuple[SignedRisk, ...] = ()
    changed: tuple[SignedRisk, ...] = ()
    gone: tuple[SignedRisk, ...] = ()

    @property
    def counts(self) -> tuple[tuple[RiskLevel, int], ...]:
        """Risks per level, worst first."""
        levels = [risk.level for risk in self.risks]
        return tuple((level, levels.count(level)) for level in sorted(RiskLevel, reverse=True))


def since_signing(ports: Ports, run: Identification | None, kinds: Sequence[str] = _ALL) -> SinceSigning | None:
    """None while the owner has not signed, or took the signature back. `kinds` of records are looked at."""
    if run is None or run.signed_by(PRINCIPAL) is None:
        return None
    number = _signed_at(ports.audit.of_record(run.id))
    return SinceSigning(number, ports.audit.after(number, kinds)) if number else None


def _signed_at(newest_first: Sequence[AuditEntry]) -> int:
    """The number of the entry that brought the owner's signature, 0 for none.

    One that was taken back and brought back by 撤销 is the same signature: it stays where it was given.
    """
    given: dict[str, int] = {}
    signature = ""
    for entry in reversed(newest_first):
        for name, old, new in entry.fields:
            if name == "sign_offs" and _owners(old) != _owners(new):
                signature = json.dumps(_owners(new))
                given[signature] = given.get(signature, entry.number) if entry.action == UNDO else entry.number
    return given.get(signature, 0)


def signed_register(ports: Ports, book: Book, since: SinceSigning | None) -> SignedRegister:
    """What the owner signed; with `since` None, what stands there now."""
    if since is None:
        return SignedRegister(tuple(_worst_first(_now(book))))
    points = _points_then(ports, book, since)
    touched, decided = since.touched(_HAZARD), since.decided()
    present = {risk.hazard.id: risk for risk in _now(book, points) if risk.hazard is not None}
    risks = [risk for hazard_id, risk in present.items() if hazard_id not in touched]
    came, changed, gone = list[SignedRisk](), list[SignedRisk](), list[SignedRisk]()
    for hazard_id in sorted(touched):
        now, then = present.get(hazard_id), _record_at(ports, _HAZARD, hazard_id, since.number)
        if not then:
            came += [now] if now is not None else []
            continue
        signed = SignedRisk(
            *points.get(then["risk_point_id"], ("", "")),
            _level(then),
            then["title"],
            then["grade"]["profile_name"],
            _person_then(book, then),
            now.hazard if now else None,
        )
        risks.append(signed)
        if now is None:
            gone.append(signed)
        elif hazard_id in decided or signed.level is not now.level:
            changed.append(signed)
    return SignedRegister(*(tuple(_worst_first(each)) for each in (risks, came, changed, gone)))


def signed_answers(ports: Ports, book: Book, since: SinceSigning | None) -> tuple[SignedAnswer, ...]:
    """The answers of the newest identification when the owner signed; with `since` None, those of now."""
    touched = since.touched(_ANSWER) if since is not None else set()
    found = [SignedAnswer(a.risk_point_id, a.subject, a.value, a.where) for a in book.answers if a.id not in touched]
    for answer_id in sorted(touched):
        then = _record_at(ports, _ANSWER, answer_id, since.number) if since is not None else {}
        if then and book.run is not None and then["identification_id"] == book.run.id:
            value, where = AnswerValue[then["value"].upper()], WhereAnswered[then["where"].upper()]
            found.append(SignedAnswer(then.get("risk_point_id"), then["subject"], value, where))
    return tuple(found)


def signed_run(ports: Ports, run: Identification, since: SinceSigning | None) -> Identification:
    """With the trade, the library and the people of the moment at which the owner signed."""
    then = _record_at(ports, _RUN, run.id, since.number) if since is not None else {}
    if not then:
        return run
    took_part = tuple((post_id, name) for post_id, name in then.get("participants", ()))
    return replace(
        run,
        trade_id=then.get("trade_id"),
        library_version=then.get("library_version", ""),
        participants=took_part,
    )


def came_since(ports: Ports, since: SinceSigning | None, dangers: Iterable[HiddenDanger]) -> set[str]:
    """Ids of those hidden dangers that were not yet there when the owner signed."""
    if since is None:
        return set()
    written = since.touched(_DANGER)
    return {d.id for d in dangers if d.id in written and not _record_at(ports, _DANGER, d.id, since.number)}


def _now(book: Book, points: dict[str, tuple[str, str]] | None = None) -> list[SignedRisk]:
    return [
        SignedRisk(
            *(points or {}).get(point.id, (point.code, point.name)),
            hazard.level,
            hazard.title,
            hazard.grade.profile_name,
            _name(book.responsible(hazard)),
            hazard,
        )
        for point in book.points
        for hazard in book.hazards_of[point.id]
    ]


def _worst_first(risks: Iterable[SignedRisk]) -> list[SignedRisk]:
    """Of one level by risk point, weakened ones as the book has them."""
    return sorted(risks, key=lambda risk: (-risk.level, risk.code))


def _points_then(ports: Ports, book: Book, since: SinceSigning) -> dict[str, tuple[str, str]]:
    """Id → code and name of each risk point when the owner signed."""
    points = {point.id: (point.code, point.name) for point in book.points}
    for point_id in since.touched(_POINT):
        if then := _record_at(ports, _POINT, point_id, since.number):
            points[point_id] = (then.get("code", ""), then.get("name", ""))
    return points


def _record_at(ports: Ports, kind: str, record_id: str, number: int) -> dict[str, Any]:
    """The fields that a record had after the entry of that number; empty: it was not there."""
    found: dict[str, Any] = {}
    for entry in reversed(ports.audit.of_record(record_id)):
        if entry.number <= number and entry.record_kind == kind:
            told = {name: json.loads(new) for name, _, new in entry.fields if new is not None}
            found = {} if entry.removes else found | told
    return found


def _level(then: dict[str, Any]) -> RiskLevel:
    """As `Hazard.level` has it."""
    lifted = [each["level"] for each in then.get("judgements") or () if each["ended_on"] is None]
    return max(_LEVELS[name] for name in (then["grade"]["level"], *lifted))


def _person_then(book: Book, then: dict[str, Any]) -> str:
    """Who was named for its tier then, else the usual person: the tier follows the level of then."""
    point = book.point.get(then["risk_point_id"])
    if point is None:
        return ""
    least, own = book.enterprise.tiers.controls(_level(then)), _TIERS.get(then.get("tier") or "")
    tier = max(least, own) if own else least
    named = {_TIERS[name]: person_id for name, person_id in then.get("responsible") or ()}
    return _name(book.answering(point, tier, named.get(tier)))


def _name(person: Person | None) -> str:
    return person.name if person is not None else ""


def _owners(sign_offs: str | None) -> list[Any]:
    """The owner's part of the signatures: an expert who signs later changes nothing about what the owner saw."""
    return [each for each in json.loads(sign_offs or "[]") if each["role"] == PRINCIPAL]


def _is_a_decision(entry: AuditEntry) -> bool:
    """Whether somebody changed the register. A hidden danger only weakens it, and the grade follows."""
    names = {name for name, before, _ in entry.fields if before is not None}
    return "weakened" not in names and not all(_only_marks(*change) for change in entry.fields)


def _left_different(newest_first: Sequence[AuditEntry]) -> set[str]:
    """Ids of the records that differ from what they were before these entries: not those of which all was undone."""
    values: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    for entry in reversed(newest_first):
        for name, old, new in entry.fields:
            first, _ = values.get((entry.record_id, name), (old, None))
            values[entry.record_id, name] = first, new
    return {record_id for (record_id, _), (before, now) in values.items() if before != now}


def _only_marks(name: str, old: str | None, new: str | None) -> bool:
    if name != "measures" or old is None or new is None:
        return False
    before, after = ([each | {"failed": None} for each in json.loads(text)] for text in (old, new))
    return before == after
