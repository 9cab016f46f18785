"""Risk points and hazards with everything that belongs to them: the risk register."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column, relationship

from ymh_desktop.storage.tables.base import Base, Texts, points_at


class RiskPointRow(Base):
    """A machine, activity, place or management duty."""

    __tablename__ = "risk_point"

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    place: Mapped[str]
    count: Mapped[int]
    module_id: Mapped[str | None]
    department_id: Mapped[str | None] = mapped_column(points_at("department.id"))
    owner_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    posts: Mapped[list["RiskPointPostRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="RiskPointPostRow.position"
    )


class RiskPointPostRow(Base):
    """Which posts meet a risk point."""

    __tablename__ = "risk_point_post"

    risk_point_id: Mapped[str] = mapped_column(points_at("risk_point.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[str] = mapped_column(points_at("post.id"), index=True)


class HazardRow(Base):
    """A hazard. The columns from `level` to `control_failed` repeat what follows from the rest, for fast lists."""

    __tablename__ = "hazard"

    id: Mapped[str] = mapped_column(primary_key=True)
    risk_point_id: Mapped[str] = mapped_column(points_at("risk_point.id"), index=True)
    title: Mapped[str]
    factor_code: Mapped[str]
    accident_codes: Mapped[Texts]
    consequence: Mapped[str]
    profile_id: Mapped[str]
    profile_name: Mapped[str]
    marks: Mapped[Texts]
    value: Mapped[Decimal]
    graded_level: Mapped[int]
    reason: Mapped[str]
    check_what: Mapped[str | None]  # None: no check item
    check_standard: Mapped[str | None]
    check_method: Mapped[str | None]
    emergency: Mapped[Texts]
    ppe: Mapped[Texts]
    signs: Mapped[Texts]
    basis: Mapped[Texts]
    entry_id: Mapped[str | None]
    tier: Mapped[int | None]
    weakened: Mapped[bool]
    identified_on: Mapped[date | None]
    needs_review: Mapped[bool]
    level: Mapped[int] = mapped_column(index=True)
    measures_in_place: Mapped[int]
    measures_planned: Mapped[int]
    measures_missing: Mapped[int]
    control_failed: Mapped[bool]
    measures: Mapped[list["MeasureRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="MeasureRow.position"
    )
    judgements: Mapped[list["JudgementRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="JudgementRow.position"
    )
    rounds: Mapped[list["CheckRoundRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CheckRoundRow.position"
    )
    responsible: Mapped[list["ResponsibleRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ResponsibleRow.position"
    )


class MeasureRow(Base):
    """One measure of one hazard. The hazard is in the key: a measure that moves to another hazard is a new row."""

    __tablename__ = "measure"

    hazard_id: Mapped[str] = mapped_column(points_at("hazard.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    state: Mapped[str]
    library_id: Mapped[str | None]
    person_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    due: Mapped[date | None]
    cost: Mapped[Decimal | None]
    failed: Mapped[bool]


class JudgementRow(Base):
    """A direct judgement; the hidden danger is history and may be gone, so no key holds it."""

    __tablename__ = "judgement"

    hazard_id: Mapped[str] = mapped_column(points_at("hazard.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[str]
    reason: Mapped[str]
    source: Mapped[str]
    level: Mapped[int]
    since: Mapped[date]
    hidden_danger_id: Mapped[str | None]
    ended_on: Mapped[date | None]


class CheckRoundRow(Base):
    """How often a tier looks at the check item."""

    __tablename__ = "check_round"

    hazard_id: Mapped[str] = mapped_column(points_at("hazard.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    tier: Mapped[int]
    frequency: Mapped[str]


class ResponsibleRow(Base):
    """Who answers for a hazard at a tier."""

    __tablename__ = "hazard_responsible"

    hazard_id: Mapped[str] = mapped_column(points_at("hazard.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    tier: Mapped[int]
    person_id: Mapped[str] = mapped_column(points_at("person.id"), index=True)
