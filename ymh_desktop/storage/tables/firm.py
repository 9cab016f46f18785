"""The enterprise, its departments, people and posts."""

from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, Once, PointsAt, Searched, table_of


class EnterpriseRow(NamedTuple):
    """One row: one data folder is one enterprise."""

    id: Annotated[str, Key()]
    name: str
    short_name: str
    credit_code: str | None
    trade_id: str | None
    address: str
    headcount: int | None
    principal_id: Annotated[str | None, PointsAt("person.id")]
    officer_id: Annotated[str | None, PointsAt("person.id")]
    report_phone: str
    recipient: str
    tier_team: bool
    tier_department: bool
    profile_id: str
    accident_edition: str


ENTERPRISE = table_of("enterprise", EnterpriseRow)


class DepartmentRow(NamedTuple):
    """A department, workshop or team."""

    id: Annotated[str, Key()]
    name: str
    kind: str
    parent_id: Annotated[str | None, PointsAt("department.id")]
    head_id: Annotated[str | None, PointsAt("person.id", circle=True)]


DEPARTMENT = table_of("department", DepartmentRow)


class PersonRow(NamedTuple):
    """Somebody who can be responsible."""

    id: Annotated[str, Key()]
    name: str
    phone: str
    duty: str
    department_id: Annotated[str | None, PointsAt("department.id")]
    left: bool


PERSON = table_of("person", PersonRow)


class PostRow(NamedTuple):
    """A post with the people who hold it."""

    id: Annotated[str, Key()]
    code: Annotated[str, Once()]
    name: str
    work: str
    place: str
    headcount: int
    department_id: Annotated[str | None, PointsAt("department.id")]
    head_id: Annotated[str | None, PointsAt("person.id")]
    library_id: str | None


POST = table_of("post", PostRow)


class PostPersonRow(NamedTuple):
    """Who holds a post."""

    post_id: Annotated[str, Key(), PointsAt("post.id")]
    position: Annotated[int, Key()]
    person_id: Annotated[str, PointsAt("person.id"), Searched()]


POST_PERSON = table_of("post_person", PostPersonRow)
