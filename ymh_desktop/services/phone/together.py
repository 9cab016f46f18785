"""Several use cases as one transaction, at a moment that is past.

An entry of a phone becomes records and is marked as accepted in one go, or nothing happens at all: otherwise a power
cut between the two would let it be accepted twice.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self, cast

from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork


@dataclass(frozen=True, slots=True)
class _Moment:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()


class _Shared:
    """The unit of work that is open already: entering, leaving and committing it are left to whoever opened it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def __getattr__(self, name: str) -> Any:
        return getattr(self._uow, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def commit(self, action: str = "change") -> Changes:
        return Changes()


@dataclass(frozen=True, slots=True)
class _OneUnit:
    uow: UnitOfWork

    def write(self) -> UnitOfWork:
        return cast(UnitOfWork, _Shared(self.uow))

    def read(self) -> UnitOfWork:
        return cast(UnitOfWork, _Shared(self.uow))

    def through(self, via: str, actor: str | None = None) -> "_OneUnit":
        return self


def in_one(ports: Ports, uow: UnitOfWork, at: datetime) -> Ports:
    """Ports whose use cases all work inside `uow`, as if it were `at`; `uow.commit` has their Changes, not they."""
    return replace(ports, units=_OneUnit(uow), clock=_Moment(at))
