"""What all row classes share. Only types that every database has: the same tables must do on PostgreSQL.

No foreign key cascades: a batch migration drops the old table, and a cascade would take its children along. Keys are
checked at the end of a transaction, so that a use case may save its records in any order.
"""

import json
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Dialect, ForeignKey, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

Texts = tuple[str, ...]

# Every constraint has a name: without one a later migration could not change it.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A point in time with its offset, as ISO text: databases that know only UTC would lose the offset."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Raises ValueError without an offset: then nobody could say later when it was."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time without offset: {value!r}")
        return value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """With the offset that was written."""
        return None if value is None else datetime.fromisoformat(value)


class Exact(TypeDecorator[Decimal]):
    """A decimal number as text: SQLite knows only binary fractions, and 0.1 must come back as 0.1."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Raises ValueError for what is no number."""
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError(f"not a number: {value!r}")
        return str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Digit by digit what was written."""
        return None if value is None else Decimal(value)


class TextList(TypeDecorator[Texts]):
    """Several short texts in their order, as a JSON list: they are read and written only together."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Texts | None, dialect: Dialect) -> str | None:
        """Chinese stays readable in the file."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Texts | None:
        """A tuple, as values hold them."""
        return None if value is None else tuple(json.loads(value))


class Base(DeclarativeBase):
    """Base of all row classes."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {str: Text, datetime: Moment, Decimal: Exact, Texts: TextList}  # noqa: RUF012 (SQLAlchemy's way)


def points_at(column: str, *, circle: bool = False) -> ForeignKey:
    """A foreign key that is checked when the transaction ends. `circle`: the other table points back at this one."""
    return ForeignKey(column, deferrable=True, initially="DEFERRED", use_alter=circle)
