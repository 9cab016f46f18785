"""Who makes a check: somebody named for the plan, else the usual person of the tier. Nobody needs an account."""

from dataclasses import dataclass
from typing import Protocol

from ymh_desktop.domain.checks import CheckPlan, PlanKind
from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import UnitOfWork

_OFFICERS = (PlanKind.RECORDS, PlanKind.SPECIAL, PlanKind.SEASONAL, PlanKind.HOLIDAY)
_DAILY_CARE = (PlanKind.EQUIPMENT_DAY, PlanKind.EQUIPMENT_WEEK)


class Placed(Protocol):
    """What decides who looks: a plan, or one that is only wanted."""

    @property
    def kind(self) -> PlanKind: ...
    @property
    def tier(self) -> ControlTier: ...
    @property
    def post_id(self) -> str | None: ...
    @property
    def department_id(self) -> str | None: ...


@dataclass(frozen=True)
class Staffing:
    """Everybody who may be named, by id."""

    enterprise: Enterprise
    people: dict[str, Person]
    posts: dict[str, Post]
    departments: dict[str, Department]

    def name(self, person_id: str | None) -> str:
        """The name; empty for nobody."""
        person = self.people.get(person_id or "")
        return person.name if person else ""

    def inspector(self, plan: CheckPlan) -> str | None:
        """The id of who makes this check: the one named for it, unless they left, else the usual one."""
        return self._here(plan.person_id) or self.usual(plan)

    def usual(self, plan: Placed) -> str | None:
        """The usual person, who works here; None while nobody was named at all."""
        firm = self.enterprise
        principal, officer = self._here(firm.principal_id), self._here(firm.officer_id)
        if plan.kind is PlanKind.EQUIPMENT_MONTH or plan.kind is PlanKind.RESUMPTION:
            return principal or officer
        if plan.kind in _OFFICERS or plan.kind in _DAILY_CARE:
            return officer or principal
        if plan.tier is ControlTier.COMPANY:
            return principal or officer
        if plan.tier is ControlTier.POST:
            return self._of_post(plan.post_id) or officer or principal
        if firm.tiers.holder(plan.tier) is ControlTier.COMPANY:
            return officer or principal  # a missing tier's round, made by somebody of the next tier
        return self._of_department(plan.department_id) or officer or principal

    def _of_post(self, post_id: str | None) -> str | None:
        post = self.posts.get(post_id or "")
        if post is None:
            return None
        return next((found for who in (post.head_id, *post.person_ids) if (found := self._here(who))), None)

    def _of_department(self, department_id: str | None) -> str | None:
        department = self.departments.get(department_id or "")
        if department is not None and (head := self._here(department.head_id)):
            return head
        return next((head for each in self.departments.values() if (head := self._here(each.head_id))), None)

    def _here(self, person_id: str | None) -> str | None:
        person = self.people.get(person_id or "")
        return person.id if person is not None and not person.left else None


def staffing(uow: UnitOfWork) -> Staffing:
    """Read everybody; raises NoEnterprise."""
    return Staffing(
        the_enterprise(uow),
        {person.id: person for person in uow.people.all()},
        {post.id: post for post in uow.posts.all()},
        {department.id: department for department in uow.departments.all()},
    )
