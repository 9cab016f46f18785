"""The enterprise, its departments, people and posts."""

from sqlalchemy.orm import Mapped, mapped_column, relationship

from ymh_desktop.storage.tables.base import Base, points_at


class EnterpriseRow(Base):
    """One row: one data folder is one enterprise."""

    __tablename__ = "enterprise"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    credit_code: Mapped[str | None]
    trade_id: Mapped[str | None]
    address: Mapped[str]
    headcount: Mapped[int | None]
    principal_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    officer_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    report_phone: Mapped[str]
    recipient: Mapped[str]
    tier_team: Mapped[bool]
    tier_department: Mapped[bool]
    profile_id: Mapped[str]
    accident_edition: Mapped[str]


class DepartmentRow(Base):
    """A department, workshop or team."""

    __tablename__ = "department"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(points_at("department.id"))
    head_id: Mapped[str | None] = mapped_column(points_at("person.id", circle=True))


class PersonRow(Base):
    """Somebody who can be responsible."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone: Mapped[str]
    duty: Mapped[str]
    department_id: Mapped[str | None] = mapped_column(points_at("department.id"))
    left: Mapped[bool]


class PostRow(Base):
    """A post with the people who hold it."""

    __tablename__ = "post"

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    work: Mapped[str]
    place: Mapped[str]
    headcount: Mapped[int]
    department_id: Mapped[str | None] = mapped_column(points_at("department.id"))
    head_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    library_id: Mapped[str | None]
    holders: Mapped[list["PostPersonRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PostPersonRow.position"
    )


class PostPersonRow(Base):
    """Who holds a post."""

    __tablename__ = "post_person"

    post_id: Mapped[str] = mapped_column(points_at("post.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(points_at("person.id"), index=True)
