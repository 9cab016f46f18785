"""The lists on screen: one light row per record, with the same person named as on the papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ymh_desktop.domain.codes import AccidentEdition
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, level_words, state_words
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.ports import Ports


class RegisterLine(NamedTuple):
    """One hazard. `level` is the number of RiskLevel, `tier` of ControlTier; kinds and states are enum values.

    `accident_codes` are 2025 codes with a blank between.
    """

    id: str
    risk_point_id: str
    risk_point_code: str
    risk_point_name: str
    risk_point_kind: str
    place: str
    title: str
    accident_codes: str
    consequence: str
    value: str
    level: int
    tier: int
    responsible: str
    measures_in_place: int
    measures_planned: int
    measures_missing: int
    control_failed: bool
    open_dangers: int
    needs_review: bool


class DangerLine(NamedTuple):
    """One hidden danger, newest first; level, status and source are enum values. `photos` that stand are counted."""

    id: str
    code: str
    title: str
    place: str
    level: str
    status: str
    source: str
    found_on: date
    deadline: date | None
    responsible: str
    closed_on: date | None
    risk_point_name: str
    occurrence: int = 1
    extended: int = 0
    photos: int = 0
    judged: bool = False  # somebody graded it: a major one that nobody judged is a suspected one

    @property
    def kind_words(self) -> str:
        """一般隐患, 疑似重大隐患 or 重大隐患."""
        return level_words(DangerLevel(self.level), judged=self.judged)

    @property
    def state_words(self) -> str:
        """How far it is, as its page says it."""
        return state_words(DangerLevel(self.level), DangerStatus(self.status), judged=self.judged)


@dataclass(frozen=True, slots=True)
class Register:
    """The register as the screen shows it. `accidents` names each 2025 code as the papers print it.

    `posts_of` says which posts meet a risk point.
    """

    lines: list[RegisterLine]
    accidents: Mapping[str, str]
    posts: tuple[tuple[str, str], ...]
    posts_of: Mapping[str, frozenset[str]]


def register(ports: Ports) -> Register:
    """Every hazard, and what the screen narrows the list by."""
    rows, usual = ports.views.register(), _UsualPeople(ports)
    return Register(_lines(rows, usual), usual.accidents, usual.post_names, usual.posts_of)


def register_lines(ports: Ports) -> list[RegisterLine]:
    """Every hazard; who is not named for a hazard or its risk point is the usual person of its tier."""
    return _lines(ports.views.register(), _UsualPeople(ports))


def _lines(rows: Sequence[Sequence[Any]], usual: "_UsualPeople") -> list[RegisterLine]:
    make, name = RegisterLine._make, usual.of
    return [make(row if row[_NAMED] else (*row[:_NAMED], name(row[_POINT], row[_TIER]), *row[_AFTER:])) for row in rows]


_NAMED = RegisterLine._fields.index("responsible")
_AFTER = _NAMED + 1
_POINT = RegisterLine._fields.index("risk_point_id")
_TIER = RegisterLine._fields.index("tier")


def danger_lines(ports: Ports) -> list[DangerLine]:
    """Every hidden danger."""
    return [DangerLine._make(row) for row in ports.views.hidden_dangers()]


class _UsualPeople:
    """The names that `Book.responsible` falls back to, without reading a single hazard."""

    def __init__(self, ports: Ports) -> None:
        with ports.units.read() as uow:
            self._enterprise = uow.enterprise()
            self._people = {person.id: person.name for person in uow.people.all()}
            self._points = {point.id: point for point in uow.risk_points.all()}
            self._posts = {post.id: post for post in uow.posts.all()}
            self._departments = {department.id: department for department in uow.departments.all()}
        self._known: dict[tuple[str, int], str] = {}
        edition = self._enterprise.accident_edition if self._enterprise else AccidentEdition.Y2025
        self.accidents = {kind.code: kind.named(edition) for kind in ports.codes.accident_types}
        self.post_names = tuple((post.id, post.name) for post in self._posts.values())
        self.posts_of = {point.id: frozenset(point.post_ids) for point in self._points.values()}

    def of(self, point_id: str, tier: int) -> str:
        """The usual person's name at that tier of the risk point, empty for nobody."""
        name = self._known.get((point_id, tier))
        if name is None:
            name = self._known[point_id, tier] = self._usual(point_id, tier)
        return name

    def _usual(self, point_id: str, tier: int) -> str:
        enterprise = self._enterprise
        if enterprise is None:
            return ""
        if tier == ControlTier.COMPANY:
            return self._people.get(enterprise.principal_id or "", "")
        point = self._points[point_id]
        department = self._departments.get(point.department_id or "")
        heads = [self._posts[p].head_id for p in point.post_ids if p in self._posts and self._posts[p].head_id]
        found = None
        if tier > ControlTier.POST:
            found = department.head_id if department else None
        elif heads:
            found = heads[0]
        return self._people.get(found or enterprise.officer_id or enterprise.principal_id or "", "")
