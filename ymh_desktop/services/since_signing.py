"""What became of the register after the owner signed the identification: the audit trail tells it entry by entry."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ymh_desktop.domain.audit import AuditEntry
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Identification
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import PRINCIPAL

_HAZARD, _POINT, _DANGER = Hazard.__name__, RiskPoint.__name__, HiddenDanger.__name__
_LEVELS = {level.name.lower(): level for level in RiskLevel}


@dataclass(frozen=True, slots=True)
class SinceSigning:
    """What the trail holds after the owner's signature, newest first. `number` is the signature's own entry."""

    number: int
    entries: tuple[AuditEntry, ...]

    def touched(self, kind: str) -> set[str]:
        """Ids of the records of this kind that somebody or something wrote to."""
        return {entry.record_id for entry in self.entries if entry.record_kind == kind}

    def decided(self) -> set[str]:
        """Ids of the risks and risk points that somebody changed; what hidden dangers mark by themselves is none."""
        register = (each for each in self.entries if each.record_kind in (_HAZARD, _POINT))
        return {entry.record_id for entry in register if _is_a_decision(entry)}


class SignedRisk(NamedTuple):
    """A risk as it stood when the owner signed. `hazard` is the present one, None when it was taken out since."""

    code: str
    name: str
    level: RiskLevel
    title: str
    hazard: Hazard | None


@dataclass(frozen=True, slots=True)
class SignedRegister:
    """The register that the signature is about, worst first, and how many risks came, changed and went after it."""

    risks: tuple[SignedRisk, ...]
    came: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def counts(self) -> tuple[tuple[RiskLevel, int], ...]:
        """Risks per level, worst first."""
        levels = [risk.level for risk in self.risks]
        return tuple((level, levels.count(level)) for level in sorted(RiskLevel, reverse=True))


def since_signing(ports: Ports, run: Identification | None) -> SinceSigning | None:
    """None while the owner has not signed, or took the signature back."""
    if run is None or run.signed_by(PRINCIPAL) is None:
        return None
    for entry in ports.audit.of_record(run.id):
        if any(name == "sign_offs" and _owners(old) != _owners(new) for name, old, new in entry.fields):
            return SinceSigning(entry.number, ports.audit.after(entry.number, (_HAZARD, _POINT, _DANGER)))
    return None


def signed_register(ports: Ports, book: Book, since: SinceSigning | None) -> SignedRegister:
    """What the owner signed; with `since` None, what stands there now."""
    if since is None:
        return SignedRegister(tuple(_worst_first(_now(book))))
    points = _points_then(ports, book, since)
    touched, decided = since.touched(_HAZARD), since.decided()
    risks = [risk for risk in _now(book, points) if risk.hazard is None or risk.hazard.id not in touched]
    present = {hazard.id: hazard for hazard in book.hazards}
    came = changed = gone = 0
    for hazard_id in sorted(touched):
        hazard, then = present.get(hazard_id), _record_at(ports, _HAZARD, hazard_id, since.number)
        came += not then and hazard is not None
        if not then:
            continue
        level = _level(then)
        gone += hazard is None
        changed += hazard is not None and (hazard_id in decided or level is not hazard.level)
        risks.append(SignedRisk(*points.get(then["risk_point_id"], ("", "")), level, then["title"], hazard))
    return SignedRegister(tuple(_worst_first(risks)), came, changed, gone)


def came_since(ports: Ports, since: SinceSigning | None, dangers: Iterable[HiddenDanger]) -> set[str]:
    """Ids of those hidden dangers that were not yet there when the owner signed."""
    if since is None:
        return set()
    written = since.touched(_DANGER)
    return {d.id for d in dangers if d.id in written and not _record_at(ports, _DANGER, d.id, since.number)}


def _now(book: Book, points: dict[str, tuple[str, str]] | None = None) -> list[SignedRisk]:
    return [
        SignedRisk(*(points or {}).get(point.id, (point.code, point.name)), hazard.level, hazard.title, hazard)
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


def _owners(sign_offs: str | None) -> list[Any]:
    """The owner's part of the signatures: an expert who signs later changes nothing about what the owner saw."""
    return [each for each in json.loads(sign_offs or "[]") if each["role"] == PRINCIPAL]


def _is_a_decision(entry: AuditEntry) -> bool:
    """Whether somebody changed the register. A hidden danger only weakens it, and the grade follows."""
    names = {name for name, before, _ in entry.fields if before is not None}
    return "weakened" not in names and not all(_only_marks(*change) for change in entry.fields)


def _only_marks(name: str, old: str | None, new: str | None) -> bool:
    if name != "measures" or old is None or new is None:
        return False
    before, after = ([each | {"failed": None} for each in json.loads(text)] for text in (old, new))
    return before == after
