"""One consistent look at everything that papers and figures are made from."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from ymh_desktop.domain.codes import AccidentType
from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Answer, Identification
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind, point_level
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reports.paper import DRAFT
from ymh_desktop.services.runs import expert_pending, is_draft, latest
from ymh_desktop.services.situation_ties import Unmet, unmet_measures


@dataclass(frozen=True)
class Book:
    """A snapshot. Everything in it is frozen, so it may cross threads."""

    enterprise: Enterprise
    posts: tuple[Post, ...]
    points: tuple[RiskPoint, ...]
    hazards: tuple[Hazard, ...]
    dangers: tuple[HiddenDanger, ...]
    run: Identification | None
    answers: tuple[Answer, ...]
    draft: str
    expert_pending: bool
    _people: tuple[Person, ...]
    _departments: tuple[Department, ...]
    _accidents: tuple[AccidentType, ...]
    unmet: Unmet = field(default_factory=dict)  # what open hidden dangers say is not there

    @classmethod
    def of(cls, ports: Ports, uow: UnitOfWork, points: tuple[RiskPoint, ...], hazards: tuple[Hazard, ...]) -> Self:
        """About these risks, without hidden dangers and answers: quick to read; raises NoEnterprise."""
        return cls(
            enterprise=the_enterprise(uow),
            posts=uow.posts.all(),
            points=points,
            hazards=hazards,
            dangers=(),
            run=None,
            answers=(),
            draft="",
            expert_pending=False,
            _people=uow.people.all(),
            _departments=uow.departments.all(),
            _accidents=ports.codes.accident_types,
        )

    @cached_property
    def people(self) -> dict[str, Person]:
        """By id."""
        return {person.id: person for person in self._people}

    @cached_property
    def departments(self) -> dict[str, Department]:
        """By id."""
        return {department.id: department for department in self._departments}

    @cached_property
    def works_at(self) -> dict[str, str]:
        """Person id → the names of all posts where that person works, as papers say them."""
        found: dict[str, list[str]] = {}
        for post in self.posts:
            for person_id in post.person_ids:
                found.setdefault(person_id, []).append(post.name)
        return {person_id: "、".join(names) for person_id, names in found.items()}

    @cached_property
    def hazards_of(self) -> dict[str, tuple[Hazard, ...]]:
        """Risk point id → its hazards, worst first."""
        found: dict[str, list[Hazard]] = {point.id: [] for point in self.points}
        for hazard in self.hazards:
            found.setdefault(hazard.risk_point_id, []).append(hazard)
        return {key: tuple(sorted(values, key=worst_first)) for key, values in found.items()}

    @cached_property
    def point(self) -> dict[str, RiskPoint]:
        """By id."""
        return {point.id: point for point in self.points}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {kind.code: kind.named(self.enterprise.accident_edition) for kind in self._accidents}

    def accident_names(self, hazard: Hazard) -> tuple[str, ...]:
        """The accident types in the edition that papers print."""
        return tuple(dict.fromkeys(self._names.get(code, code) for code in hazard.accident_codes))

    def level_of(self, point: RiskPoint) -> RiskLevel | None:
        """The worst level inside; None without hazards."""
        return point_level(self.hazards_of.get(point.id, ()))

    def tier_of(self, hazard: Hazard) -> ControlTier:
        """The tier that answers for it."""
        least = self.enterprise.tiers.controls(hazard.level)
        return max(least, hazard.tier) if hazard.tier else least

    def responsible(self, hazard: Hazard, tier: ControlTier | None = None) -> Person | None:
        """Who answers at that tier (None: the answering tier): named for it, else the usual person of the tier."""
        tier = tier or self.tier_of(hazard)
        return self.answering(self.point[hazard.risk_point_id], tier, dict(hazard.responsible).get(tier))

    def answering(self, point: RiskPoint, tier: ControlTier, named: str | None) -> Person | None:
        """Who answers there at that tier: the one that is named for it, else the usual person."""
        return self.people.get(named or self._usual(point, tier) or "")

    def _usual(self, point: RiskPoint, tier: ControlTier) -> str | None:
        if tier is ControlTier.COMPANY:
            return self.enterprise.principal_id
        if point.owner_id:
            return point.owner_id
        department = self.departments.get(point.department_id or "")
        if tier > ControlTier.POST and department and department.head_id:
            return department.head_id
        heads = [post.head_id for post in self.posts if post.id in point.post_ids and post.head_id]
        if tier is ControlTier.POST and heads:
            return heads[0]
        return self.enterprise.officer_id or self.enterprise.principal_id

    def person_name(self, person_id: str | None) -> str:
        """The name, empty for None."""
        person = self.people.get(person_id or "")
        return person.name if person else ""

    def accepted_by(self, danger: HiddenDanger) -> str:
        """Who accepted what was rectified, a department where nobody of the firm did; empty before."""
        return self.person_name(danger.accepted_by_id) or ("部门复查" if danger.accepted_on else "")

    def hazards_at_post(self, post: Post) -> tuple[Hazard, ...]:
        """Everything that the post meets, worst first, management duties left out."""
        met = [p for p in self.points if post.id in p.post_ids and p.kind is not RiskPointKind.DUTY]
        return tuple(sorted((h for p in met for h in self.hazards_of[p.id]), key=worst_first))

    def counts(self) -> tuple[tuple[RiskLevel, int], ...]:
        """How many hazards per level, worst first."""
        levels = [hazard.level for hazard in self.hazards]
        return tuple((level, levels.count(level)) for level in sorted(RiskLevel, reverse=True))


class NoRun(UserError):
    """No identification was ever begun."""

    def __init__(self) -> None:
        super().__init__("还没有做过风险辨识。", "请先打开“风险辨识”，从第 1 步开始。")


def the_run(book: Book) -> Identification:
    """The newest identification; raises NoRun."""
    if book.run is None:
        raise NoRun
    return book.run


def worst_first(hazard: Hazard) -> tuple[int, int, float]:
    """Sort key: the worst level first, weakened ones before others, then by value."""
    return (-hazard.level, 0 if hazard.weakened else 1, -float(hazard.grade.value))


def open_book(ports: Ports) -> Book:
    """Read everything in one transaction; raises NoEnterprise."""
    with ports.units.read() as uow:
        run = latest(uow)
        book = Book.of(ports, uow, uow.risk_points.all(), uow.hazards.all())
        dangers = uow.hidden_dangers.all()
        return replace(
            book,
            dangers=dangers,
            unmet=unmet_measures(ports, book.hazards, dangers, book.enterprise.trade_id),
            run=run,
            answers=uow.answers.of_identification(run.id) if run else (),
            draft=DRAFT if is_draft(ports, uow) else "",
            expert_pending=expert_pending(ports, uow),
        )
