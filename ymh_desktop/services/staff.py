"""The page 人员与岗位: who is here, what each answers for, and taking away what nothing needs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from ymh_desktop.domain.enterprise import Department, DepartmentKind, Person, Post
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import DUTIES, OFFICER, PRINCIPAL, InUse, named_elsewhere
from ymh_desktop.services.ports import Ports, UnitOfWork

MENDS = "整改"  # how a duty begins that is over when the hidden danger is


class PersonLine(NamedTuple):
    """One person. `answers_for` names all that is theirs now; `no_phone` marks a missing number that papers need."""

    id: str
    name: str
    duty: str
    phone: str
    department: str
    answers_for: str
    left: bool
    no_phone: bool


class PostLine(NamedTuple):
    """One post. `head_phone` is empty while papers could not say whom to call."""

    id: str
    code: str
    name: str
    place: str
    work: str
    headcount: int
    head: str
    head_phone: str
    department: str
    risk_points: int


class DepartmentLine(NamedTuple):
    """One department, workshop or team."""

    id: str
    name: str
    kind: DepartmentKind
    head: str
    posts: int
    people: int


@dataclass(frozen=True, slots=True)
class Staff:
    """One look at everybody: lines for the lists (people who left at the end), and the records behind them by id."""

    people: tuple[PersonLine, ...]
    posts: tuple[PostLine, ...]
    departments: tuple[DepartmentLine, ...]
    person: dict[str, Person]
    post: dict[str, Post]
    department: dict[str, Department]

    def offered(self, kept: str | None = None) -> tuple[tuple[str, str], ...]:
        """(id, words) of those who can be named now, and of `kept` even if they left."""
        return tuple(
            (line.id, f"{line.name}（{line.duty}）" if line.duty else line.name)
            for line in self.people
            if not line.left or line.id == kept
        )


def staff(ports: Ports) -> Staff:
    """Read everything for the page 人员与岗位."""
    with ports.units.read() as uow:
        people = {person.id: person for person in uow.people.all()}
        posts = {post.id: post for post in uow.posts.all()}
        departments = {department.id: department for department in uow.departments.all()}
        duties = duties_now(uow)
        met = Counter(post_id for point in uow.risk_points.all() for post_id in point.post_ids)
    in_order = sorted(people.values(), key=lambda person: person.left)
    return Staff(
        tuple(_person_line(person, duties.get(person.id, ()), departments) for person in in_order),
        tuple(_post_line(post, people, departments, met[post.id]) for post in posts.values()),
        tuple(_department_line(department, people, posts) for department in departments.values()),
        people,
        posts,
        departments,
    )


def _person_line(person: Person, duties: tuple[str, ...], departments: dict[str, Department]) -> PersonLine:
    department = departments.get(person.department_id or "")
    return PersonLine(
        person.id,
        person.name,
        person.duty,
        person.phone,
        department.name if department else "",
        "、".join(duties),
        person.left,
        bool(duties) and not person.phone and not person.left,
    )


def _post_line(post: Post, people: dict[str, Person], departments: dict[str, Department], points: int) -> PostLine:
    head, department = people.get(post.head_id or ""), departments.get(post.department_id or "")
    return PostLine(
        post.id,
        post.code,
        post.name,
        post.place,
        post.work,
        post.headcount,
        head.name if head else "",
        head.phone if head else "",
        department.name if department else "",
        points,
    )


def _department_line(department: Department, people: dict[str, Person], posts: dict[str, Post]) -> DepartmentLine:
    head = people.get(department.head_id or "")
    return DepartmentLine(
        department.id,
        department.name,
        department.kind,
        head.name if head else "",
        sum(post.department_id == department.id for post in posts.values()),
        sum(person.department_id == department.id and not person.left for person in people.values()),
    )


def duties_now(uow: UnitOfWork) -> dict[str, tuple[str, ...]]:
    """Person id → what they answer for at present, each named once."""
    found: dict[str, dict[str, None]] = {}
    for person_id, what in _duties(uow):
        if person_id:
            found.setdefault(person_id, {})[what] = None
    return {person_id: tuple(whats) for person_id, whats in found.items()}


def _duties(uow: UnitOfWork) -> Iterator[tuple[str | None, str]]:
    enterprise = uow.enterprise()
    if enterprise is not None:
        yield enterprise.principal_id, DUTIES[PRINCIPAL]
        yield enterprise.officer_id, DUTIES[OFFICER]
    for department in uow.departments.all():
        yield department.head_id, department.name
    for post in uow.posts.all():
        yield post.head_id, post.name
    points = {point.id: point for point in uow.risk_points.all()}
    for point in points.values():
        yield point.owner_id, point.name
    for hazard in uow.hazards.all():
        for _, person_id in hazard.responsible:
            yield person_id, points[hazard.risk_point_id].name
    waiting = Counter(danger.responsible_id for danger in uow.hidden_dangers.still_open())
    for responsible_id, count in waiting.items():
        yield responsible_id, f"{MENDS} {count} 条隐患"


def remove_person(ports: Ports, person_id: str) -> Changes:
    """Take away somebody whom no record names, as after a slip; raises InUse for everybody else."""
    with ports.units.write() as uow:
        person = uow.people.get(person_id)
        enterprise = uow.enterprise()
        leads = enterprise is not None and person_id in (enterprise.principal_id, enterprise.officer_id)
        if leads or named_elsewhere(uow, person_id):
            raise InUse(
                f"{person.name}的名字已经用在记录里，不能删除。", "人不在了请点“标记离职”，以前的记录还看得到这个名字。"
            )
        uow.people.remove(person_id)
        return uow.commit()


def person_back(ports: Ports, person_id: str) -> Changes:
    """Somebody who had left works here again."""
    with ports.units.write() as uow:
        uow.people.save(replace(uow.people.get(person_id), left=False))
        return uow.commit()
