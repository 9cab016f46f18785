"""The town's records in one transaction: what was not committed leaves nothing behind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, get_type_hints

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.town import (
    TownChange,
    TownFirm,
    TownKey,
    TownLetter,
    TownOffice,
    TownOrder,
    TownPackage,
    TownRecord,
)
from ymh_desktop.storage.engine import Database
from ymh_desktop.storage.town import tables

V = TypeVar("V")
_TABLES: Mapping[type, tuple[Table, type[Any]]] = {
    TownOffice: (tables.OFFICE, tables.OfficeRow),
    TownFirm: (tables.FIRM, tables.FirmRow),
    TownKey: (tables.KEY, tables.KeyRow),
    TownPackage: (tables.PACKAGE, tables.PackageRow),
    TownRecord: (tables.RECORD, tables.RecordRow),
    TownChange: (tables.CHANGE, tables.ChangeRow),
    TownLetter: (tables.LETTER, tables.LetterRow),
    TownOrder: (tables.ORDER, tables.OrderRow),
}
AT_A_TIME = 500


class NotInTheTown(UserError):
    """Something was asked for that is not in this folder."""


@dataclass(frozen=True, slots=True)
class SqlTownStore:
    """Opens transactions on the town's data file."""

    database: Database

    def write(self) -> "SqlTownBook":
        """For one command that changes something."""
        return SqlTownBook(self.database, writing=True)

    def read(self) -> "SqlTownBook":
        """For one consistent look."""
        return SqlTownBook(self.database, writing=False)


class SqlTownBook:
    """Use it as a context manager, once."""

    def __init__(self, database: Database, *, writing: bool) -> None:
        self._database = database
        self._writing = writing
        self._held = ExitStack()
        self._open: Connection | None = None
        self._written: list[Path] = []

    def __enter__(self) -> Self:
        with ExitStack() as held:
            if self._writing:
                held.enter_context(self._database.turn())
            engine = self._database.writer if self._writing else self._database.reader
            connection = held.enter_context(engine.connect())
            connection.begin()
            self._held = held.pop_all()
        self._open = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open = None
        self._held.close()
        for path in self._written:
            path.unlink(missing_ok=True)

    def commit(self) -> None:
        """Write everything."""
        self._connection.commit()
        self._written.clear()
        self._open = None
        self._held.close()

    def drop_unless_committed(self, path: Path) -> None:
        """This file belongs to the transaction: it goes when nothing is committed."""
        self._written.append(path)

    def office(self) -> TownOffice:
        """The department; raises NotInTheTown before `town init`."""
        found = self._all(TownOffice)
        if not found:
            raise NotInTheTown("这个文件夹还不是镇里的数据文件夹。", "请先运行 ymh-desktop town init。")
        return found[0]

    def has_office(self) -> bool:
        """Whether `town init` was run."""
        return bool(self._all(TownOffice))

    def firms(self) -> tuple[TownFirm, ...]:
        """Every enterprise, by credit code."""
        return self._all(TownFirm)

    def firm(self, uscc: str) -> TownFirm | None:
        """One enterprise; None for one that is not known."""
        return self._one(TownFirm, tables.FIRM.c.uscc == uscc)

    def enrolled(self) -> tuple[TownKey, ...]:
        """Every enrolled key."""
        return self._all(TownKey)

    def package(self, package_id: str) -> TownPackage | None:
        """One package that was taken."""
        return self._one(TownPackage, tables.PACKAGE.c.id == package_id)

    def has_manifest(self, manifest_sha256: str) -> bool:
        """Whether this content was taken before."""
        query = select(tables.PACKAGE.c.id).where(tables.PACKAGE.c.manifest_sha256 == manifest_sha256).limit(1)
        return self._connection.execute(query).first() is not None

    def packages(self, uscc: str | None = None) -> tuple[TownPackage, ...]:
        """Those of one enterprise or of all, oldest first."""
        condition = None if uscc is None else tables.PACKAGE.c.uscc == uscc
        return tuple(sorted(self._all(TownPackage, condition), key=lambda each: (each.received_at, each.sequence)))

    def records(self, uscc: str | None = None) -> tuple[TownRecord, ...]:
        """What an enterprise (or all) told last."""
        return self._all(TownRecord, None if uscc is None else tables.RECORD.c.uscc == uscc)

    def changes(self, package_id: str) -> tuple[TownChange, ...]:
        """What a package changed, in order."""
        found = self._all(TownChange, tables.CHANGE.c.package_id == package_id)
        return tuple(sorted(found, key=lambda each: each.position))

    def letters(self) -> tuple[TownLetter, ...]:
        """Every letter of the town, oldest first."""
        return tuple(sorted(self._all(TownLetter), key=lambda each: (each.created_at, each.sequence)))

    def count_letters(self, kind: str) -> int:
        """How many letters of this kind went out."""
        query = select(func.count()).select_from(tables.LETTER).where(tables.LETTER.c.kind == kind)
        return self._connection.scalar(query) or 0

    def last_letter(self, uscc: str) -> TownLetter | None:
        """The newest letter to this enterprise (empty: to everybody)."""
        table = tables.LETTER
        query = select(table).where(table.c.uscc == uscc).order_by(table.c.sequence.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else _value(TownLetter, row)

    def orders(self, uscc: str | None = None) -> tuple[TownOrder, ...]:
        """Orders to one enterprise or to all, oldest first."""
        found = self._all(TownOrder, None if uscc is None else tables.ORDER.c.uscc == uscc)
        return tuple(sorted(found, key=lambda each: (each.issued_on, each.id)))

    def save(self, *values: Any) -> None:
        """Add each, or put it in place of the one with its key."""
        for value in values:
            table, row = _TABLES[type(value)]
            self._connection.execute(_upsert(table), [_row(value, row)])

    def put_records(self, uscc: str, before: Iterable[TownRecord], now: Sequence[TownRecord]) -> None:
        """Take what an enterprise tells now in place of what it told before; only what differs is written."""
        known = {record.key: record for record in before}
        kept = {record.key for record in now}
        table = tables.RECORD
        gone = [{"k": kind, "r": record_id} for kind, record_id in known if (kind, record_id) not in kept]
        changed = [_row(r, tables.RecordRow) for r in now if known.get(r.key) != r]
        if gone:
            where = (table.c.uscc == uscc, table.c.kind == bindparam("k"), table.c.record_id == bindparam("r"))
            self._connection.execute(delete(table).where(*where), gone)
        if changed:
            self._connection.execute(_upsert(table), changed)

    def add_changes(self, changes: Sequence[TownChange]) -> None:
        """What a package changed."""
        if changes:
            self._connection.execute(insert(tables.CHANGE), [_row(each, tables.ChangeRow) for each in changes])

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("a town book was used before it was entered or after it ended")
        return self._open

    def _all(self, kind: type[V], condition: Any = None) -> tuple[V, ...]:
        table, _ = _TABLES[kind]
        query = select(table).order_by(*table.primary_key.columns)
        if condition is not None:
            query = query.where(condition)
        return tuple(_value(kind, row) for row in self._connection.execute(query))

    def _one(self, kind: type[V], condition: Any) -> V | None:
        row = self._connection.execute(select(_TABLES[kind][0]).where(condition)).first()
        return None if row is None else _value(kind, row)


@cache
def _upsert(table: Table) -> Any:
    statement = upsert(table)
    keys = list(table.primary_key.columns)
    others = {column.name: statement.excluded[column.name] for column in table.columns if column not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def _row(value: Any, row: type[Any]) -> dict[str, Any]:
    plain = (getattr(value, field.name) for field in fields(value))
    return dict(zip(row._fields, (e.value if isinstance(e, Enum) else e for e in plain), strict=True))


@cache
def _enums(kind: type) -> Mapping[int, Callable[[Any], Any]]:
    """Which members are enums, by their place: rows and values have the same members in the same order."""
    hints = get_type_hints(kind)
    return {
        at: hints[field.name]
        for at, field in enumerate(fields(kind))
        if isinstance(hints[field.name], type) and issubclass(hints[field.name], Enum)
    }


def _value(kind: type[V], row: Any) -> V:
    members = list(row)
    for at, enum in _enums(kind).items():  # type: ignore[arg-type]  # mypy does not know that a type can be a key
        members[at] = enum(members[at])
    return kind(*members)
