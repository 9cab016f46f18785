"""Hidden dangers and what was sent to the department."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from ymh_desktop.storage.tables.base import Base, points_at


class HiddenDangerRow(Base):
    """One hidden danger. Risk point, hazard and measure have no foreign key: a closed one outlives them."""

    __tablename__ = "hidden_danger"

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    place: Mapped[str]
    found_on: Mapped[date]
    level: Mapped[str]
    status: Mapped[str]
    source: Mapped[str]
    risk_point_id: Mapped[str | None] = mapped_column(index=True)
    hazard_id: Mapped[str | None] = mapped_column(index=True)
    measure_id: Mapped[str | None]
    entry_id: Mapped[str | None]
    basis: Mapped[str]
    found_by_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    responsible_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    deadline: Mapped[date | None]
    measures: Mapped[str]
    cost: Mapped[Decimal | None]
    rectified: Mapped[str]
    rectified_by_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    rectified_on: Mapped[date | None]
    accepted_by_id: Mapped[str | None] = mapped_column(points_at("person.id"))
    closed_on: Mapped[date | None]
    same_person_reason: Mapped[str]


class SubmissionRow(Base):
    """One exported package."""

    __tablename__ = "submission"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    sequence: Mapped[int]
    file_name: Mapped[str]
    manifest_sha256: Mapped[str]
    created_at: Mapped[datetime]
    period_from: Mapped[date]
    period_to: Mapped[date]
    risks: Mapped[int]
    hidden_dangers: Mapped[int]
    channel: Mapped[str]
    sent_on: Mapped[date | None]
    proof: Mapped[str]
