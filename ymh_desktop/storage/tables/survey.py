"""Runs of the wizard and their answers."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column, relationship

from ymh_desktop.storage.tables.base import Base, points_at


class IdentificationRow(Base):
    """One run of the wizard."""

    __tablename__ = "identification"

    id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    started_on: Mapped[date]
    step: Mapped[int]
    reached: Mapped[int]
    cursor: Mapped[str]
    trade_id: Mapped[str | None]
    library_version: Mapped[str]
    finished_on: Mapped[date | None]
    profile_answers: Mapped[list["ProfileAnswerRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ProfileAnswerRow.position"
    )
    participants: Mapped[list["ParticipantRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ParticipantRow.position"
    )
    sign_offs: Mapped[list["SignOffRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="SignOffRow.position"
    )


class ProfileAnswerRow(Base):
    """A question that switches library modules on."""

    __tablename__ = "profile_answer"

    identification_id: Mapped[str] = mapped_column(points_at("identification.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[str]
    answer: Mapped[bool]


class ParticipantRow(Base):
    """Who took part, for which post. History: the post may be gone later, so no key holds it."""

    __tablename__ = "participant"

    identification_id: Mapped[str] = mapped_column(points_at("identification.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[str]
    name: Mapped[str]


class SignOffRow(Base):
    """A signature under a run."""

    __tablename__ = "sign_off"

    identification_id: Mapped[str] = mapped_column(points_at("identification.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    name: Mapped[str]
    on: Mapped[date] = mapped_column("signed_on")
    unit: Mapped[str]
    speciality: Mapped[str]
    certificate: Mapped[str]


class AnswerRow(Base):
    """One answer. What it was about and what it made may be gone later, so no key holds them."""

    __tablename__ = "answer"

    id: Mapped[str] = mapped_column(primary_key=True)
    identification_id: Mapped[str] = mapped_column(points_at("identification.id"), index=True)
    subject: Mapped[str]
    value: Mapped[str]
    answered_at: Mapped[datetime]
    risk_point_id: Mapped[str | None]
    where: Mapped[str] = mapped_column("answered_where")
    why_not_here: Mapped[str | None]
    hazard_id: Mapped[str | None]
    hidden_danger_id: Mapped[str | None]
