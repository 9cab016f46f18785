"""The records of one kind inside one unit of work. Changes wait in memory until the unit commits."""

from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ymh_desktop.domain.identification import Answer
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.changes import Change
from ymh_desktop.services.ports import Record
from ymh_desktop.storage.errors import RecordGone
from ymh_desktop.storage.mapping.kinds import ANSWER, HAZARD, Kind
from ymh_desktop.storage.tables.base import Base
from ymh_desktop.storage.tables.risk import HazardRow
from ymh_desktop.storage.tables.survey import AnswerRow

V = TypeVar("V", bound=Record)
W = TypeVar("W", bound=Base)
Touched = dict[tuple[str, str], None]  # (kind, id) in the order of first touch, across all repositories of a unit


class ReadOnlyUnit(RuntimeError):
    """A unit opened for reading was asked to save: a mistake in a use case, not of the user."""


class Rows(Generic[V, W]):
    """A repository over one row class. `all` is ordered by id: UUIDv7 grow with the time they are made."""

    def __init__(self, session: Session, kind: Kind[V, W], touched: Touched, *, writing: bool) -> None:
        self._session = session
        self._kind = kind
        self._touched = touched
        self._writing = writing
        self._stored: dict[str, V | None] = {}  # as the file has it
        self._pending: dict[str, V | None] = {}  # as it shall be; None: taken away

    def get(self, record_id: str) -> V:
        """The record; raises RecordGone."""
        found = self.find(record_id)
        if found is None:
            raise RecordGone
        return found

    def find(self, record_id: str) -> V | None:
        """The record or None."""
        if record_id in self._pending:
            return self._pending[record_id]
        return self._in_file(record_id)

    def all(self) -> tuple[V, ...]:
        """Every record, in the order in which they were made."""
        return self._select(None)

    def save(self, record: V) -> None:
        """Add it, or put it in place of the one with its id."""
        self._allow_writing()
        self._in_file(record.id)
        self._touch(record.id, record)

    def remove(self, record_id: str) -> None:
        """Take it away; raises RecordGone."""
        self._allow_writing()
        self.get(record_id)
        self._touch(record_id, None)

    def changes(self) -> list[Change]:
        """What differs from the file."""
        return [
            Change(self._kind.name, record_id, self._stored[record_id], after)
            for record_id, after in self._pending.items()
            if after != self._stored[record_id]
        ]

    def write(self) -> None:
        """Hand what differs to the session, which writes it when it is flushed."""
        for change in self.changes():
            after = self._pending[change.id]
            if after is None:
                self._session.delete(self._session.get_one(self._kind.row, change.id))
            elif change.before is None:
                self._session.add(self._kind.to_row(after))
            else:
                self._session.merge(self._kind.to_row(after))

    def _in_file(self, record_id: str) -> V | None:
        if record_id not in self._stored:
            row = self._session.get(self._kind.row, record_id)
            self._stored[record_id] = None if row is None else self._kind.to_value(row)
        return self._stored[record_id]

    def _select(self, condition: ColumnElement[bool] | None) -> tuple[V, ...]:
        query = select(self._kind.row).order_by(self._kind.id)
        if condition is not None:
            query = query.where(condition)
        found: dict[str, V] = {}
        for row in self._session.scalars(query):
            value = self._kind.to_value(row)
            self._stored.setdefault(value.id, value)
            found[value.id] = value
        if not self._pending:
            return tuple(found.values())
        for record_id, pending in self._pending.items():
            if pending is None:
                found.pop(record_id, None)
            else:
                found[record_id] = pending
        return tuple(found[key] for key in sorted(found))

    def _touch(self, record_id: str, value: V | None) -> None:
        self._touched[(self._kind.name, record_id)] = None
        self._pending[record_id] = value

    def _allow_writing(self) -> None:
        if not self._writing:
            raise ReadOnlyUnit(f"{self._kind.name} saved in a reading unit")


class HazardRows(Rows[Hazard, HazardRow]):
    """Hazards, also by risk point."""

    def __init__(self, session: Session, touched: Touched, *, writing: bool) -> None:
        super().__init__(session, HAZARD, touched, writing=writing)

    def of_point(self, risk_point_id: str) -> tuple[Hazard, ...]:
        """The hazards of one risk point."""
        found = self._select(HazardRow.risk_point_id == risk_point_id)
        return tuple(hazard for hazard in found if hazard.risk_point_id == risk_point_id)


class AnswerRows(Rows[Answer, AnswerRow]):
    """Answers, also by run."""

    def __init__(self, session: Session, touched: Touched, *, writing: bool) -> None:
        super().__init__(session, ANSWER, touched, writing=writing)

    def of_identification(self, identification_id: str) -> tuple[Answer, ...]:
        """All answers of one run."""
        found = self._select(AnswerRow.identification_id == identification_id)
        return tuple(answer for answer in found if answer.identification_id == identification_id)
