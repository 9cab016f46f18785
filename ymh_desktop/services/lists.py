"""The lists on screen: one light row per record, with the same person named as on the papers."""

from datetime import date
from typing import NamedTuple

from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.ports import Ports


class RegisterLine(NamedTuple):
    """One hazard. `level` is the number of RiskLevel, `tier` of ControlTier; kinds and states are enum values."""

    id: str
    risk_point_id: str
    risk_point_code: str
    risk_point_name: str
    risk_point_kind: str
    place: str
    title: str
    accident_codes: tuple[str, ...]
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
    """One hidden danger, newest first; level, status and source are enum values."""

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


def register_lines(ports: Ports) -> list[RegisterLine]:
    """Every hazard; who is not named for a hazard or its risk point is the usual person of its tier."""
    usual = _UsualPeople(ports)
    return [
        line if line.responsible else line._replace(responsible=usual.of(line))
        for line in map(RegisterLine._make, ports.views.register())
    ]


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

    def of(self, line: RegisterLine) -> str:
        enterprise = self._enterprise
        if enterprise is None:
            return ""
        if line.tier == ControlTier.COMPANY:
            return self._people.get(enterprise.principal_id or "", "")
        point = self._points[line.risk_point_id]
        department = self._departments.get(point.department_id or "")
        heads = [self._posts[p].head_id for p in point.post_ids if p in self._posts and self._posts[p].head_id]
        found = None
        if line.tier > ControlTier.POST:
            found = department.head_id if department else None
        elif heads:
            found = heads[0]
        return self._people.get(found or enterprise.officer_id or enterprise.principal_id or "", "")
