"""Rows ↔ values: enterprise, departments, people, posts."""

from collections.abc import Sequence

from ymh_desktop.domain.codes import AccidentEdition
from ymh_desktop.domain.enterprise import Department, DepartmentKind, Enterprise, Person, Post
from ymh_desktop.domain.tiers import TierScheme
from ymh_desktop.storage.tables.firm import DepartmentRow, EnterpriseRow, PersonRow, PostPersonRow, PostRow


def enterprise_rows(value: Enterprise) -> tuple[EnterpriseRow]:
    """The row that keeps this enterprise."""
    row = EnterpriseRow(
        id=value.id,
        name=value.name,
        short_name=value.short_name,
        credit_code=value.credit_code,
        trade_id=value.trade_id,
        address=value.address,
        headcount=value.headcount,
        principal_id=value.principal_id,
        officer_id=value.officer_id,
        report_phone=value.report_phone,
        recipient=value.recipient,
        tier_team=value.tiers.team,
        tier_department=value.tiers.department,
        profile_id=value.profile_id,
        accident_edition=value.accident_edition.value,
    )
    return (row,)


def enterprise_value(row: EnterpriseRow) -> Enterprise:
    """The enterprise of this row."""
    return Enterprise(
        id=row.id,
        name=row.name,
        short_name=row.short_name,
        credit_code=row.credit_code,
        trade_id=row.trade_id,
        address=row.address,
        headcount=row.headcount,
        principal_id=row.principal_id,
        officer_id=row.officer_id,
        report_phone=row.report_phone,
        recipient=row.recipient,
        tiers=TierScheme(team=row.tier_team, department=row.tier_department),
        profile_id=row.profile_id,
        accident_edition=AccidentEdition(row.accident_edition),
    )


def department_rows(value: Department) -> tuple[DepartmentRow]:
    """The row that keeps this department."""
    row = DepartmentRow(
        id=value.id, name=value.name, kind=value.kind.value, parent_id=value.parent_id, head_id=value.head_id
    )
    return (row,)


def department_value(row: DepartmentRow) -> Department:
    """The department of this row."""
    return Department(
        id=row.id, name=row.name, kind=DepartmentKind(row.kind), parent_id=row.parent_id, head_id=row.head_id
    )


def person_rows(value: Person) -> tuple[PersonRow]:
    """The row that keeps this person."""
    row = PersonRow(
        id=value.id,
        name=value.name,
        phone=value.phone,
        duty=value.duty,
        department_id=value.department_id,
        left=value.left,
    )
    return (row,)


def person_value(row: PersonRow) -> Person:
    """The person of this row."""
    return Person(
        id=row.id, name=row.name, phone=row.phone, duty=row.duty, department_id=row.department_id, left=row.left
    )


def post_rows(value: Post) -> tuple[PostRow, list[PostPersonRow]]:
    """The rows that keep this post: itself and one per holder."""
    post = PostRow(
        id=value.id,
        code=value.code,
        name=value.name,
        work=value.work,
        place=value.place,
        headcount=value.headcount,
        department_id=value.department_id,
        head_id=value.head_id,
        library_id=value.library_id,
    )
    return post, [PostPersonRow(value.id, position, person_id) for position, person_id in enumerate(value.person_ids)]


def post_value(row: PostRow, holders: Sequence[PostPersonRow]) -> Post:
    """The post of these rows."""
    return Post(
        id=row.id,
        code=row.code,
        name=row.name,
        work=row.work,
        place=row.place,
        headcount=row.headcount,
        department_id=row.department_id,
        head_id=row.head_id,
        person_ids=tuple(holder.person_id for holder in holders),
        library_id=row.library_id,
    )
