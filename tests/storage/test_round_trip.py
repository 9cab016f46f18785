"""Every record comes back from its tables exactly as it was kept, whatever its fields hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine

from tests.support.records import records
from ymh_desktop.domain.audit import AuditEntry
from ymh_desktop.domain.danger_photos import DangerPhoto
from ymh_desktop.domain.maps import MapSheet, MapVersion
from ymh_desktop.services.ports import UnitOfWork
from ymh_desktop.storage.doctor import NAMES_PHOTOS, photos_named
from ymh_desktop.storage.mapping import kinds
from ymh_desktop.storage.mapping.audit import audit_row, audit_value
from ymh_desktop.storage.mapping.kinds import Kind
from ymh_desktop.storage.repositories import Rows
from ymh_desktop.storage.tables import METADATA
from ymh_desktop.storage.tables.audit import AUDIT_ENTRY, AuditRow

KINDS: dict[str, Kind[Any]] = {kind.name: kind for kind in vars(kinds).values() if isinstance(kind, Kind)}
PHOTO_WORDS = ("photo", "picture", "scan", "image", "logo")
PHOTOS_OF_OTHER_NAMES = {(DangerPhoto, "name"), (MapSheet, "plan"), (MapVersion, "plan")}
few = settings(max_examples=40)  # there are many kinds, and they share their mapping


@pytest.fixture(scope="module")
def tables() -> Iterator[Connection]:
    """All tables on a file in memory that checks no keys: records here point at nothing."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        METADATA.create_all(connection)
        connection.commit()
        yield connection
    engine.dispose()


@contextmanager
def empty(tables: Connection) -> Iterator[Connection]:
    """The tables without what an earlier example wrote."""
    tables.rollback()
    yield tables
    tables.rollback()


def repository(connection: Connection, kind: Kind[Any]) -> Rows[Any]:
    return Rows(lambda: connection, kind, {}, writing=True)


def test_no_repository_of_a_unit_goes_untested() -> None:
    assert len(KINDS) == len(get_type_hints(UnitOfWork)) + 1  # and the enterprise


@pytest.mark.parametrize("name", sorted(KINDS))
@few
@given(data=st.data())
def test_a_record_comes_back_as_it_was_kept(tables: Connection, name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    record = data.draw(records(kind.value))
    with empty(tables) as connection:
        writing = repository(connection, kind)
        writing.save(record)
        writing.write()
        assert repository(connection, kind).find(record.id) == record


@pytest.mark.parametrize("name", sorted(KINDS))
@few
@given(data=st.data())
def test_a_changed_record_leaves_nothing_of_the_former_one(tables: Connection, name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    former = data.draw(records(kind.value))
    later = replace(data.draw(records(kind.value)), id=former.id)
    with empty(tables) as connection:
        for record in (former, later):
            writing = repository(connection, kind)
            writing.save(record)
            writing.write()
        assert repository(connection, kind).all() == (later,)


@pytest.mark.parametrize("name", sorted(KINDS))
@few
@given(data=st.data())
def test_a_removed_record_leaves_no_row(tables: Connection, name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    record = data.draw(records(kind.value))
    with empty(tables) as connection:
        for step in ("save", "remove"):
            writing = repository(connection, kind)
            writing.save(record) if step == "save" else writing.remove(record.id)
            writing.write()
        for table in METADATA.tables.values():
            assert connection.execute(table.select()).all() == []


def bears_photos(kind: type, field: str) -> bool:
    """Told by what the field is called: a photo is a text like any other."""
    return (kind, field) in PHOTOS_OF_OTHER_NAMES or any(word in field for word in PHOTO_WORDS)


def photos_in(value: Any, is_photo: bool = False) -> Iterator[str]:
    """The names of all photos in a record, whatever holds them inside it."""
    if isinstance(value, str):
        yield from (value,) if value and is_photo else ()
    elif isinstance(value, tuple):
        for each in value:
            yield from photos_in(each, is_photo)
    elif is_dataclass(value):
        for field in fields(value):
            yield from photos_in(getattr(value, field.name), bears_photos(type(value), field.name))


def classes_in(hint: Any) -> Iterator[Any]:
    """The classes of which a value of this type is made, at any depth."""
    if is_dataclass(hint):
        yield hint
        hint = tuple[*get_type_hints(hint).values()]
    for each in get_args(hint):
        yield from classes_in(each)


WITH_PHOTOS = sorted(
    name
    for name, kind in KINDS.items()
    if any(bears_photos(each, field.name) for each in classes_in(kind.value) for field in fields(each))
)


@pytest.mark.parametrize("name", WITH_PHOTOS)
@few
@given(data=st.data())
def test_the_doctor_looks_for_every_photo_of_a_record(tables: Connection, name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    record = data.draw(records(kind.value))
    photos = set(photos_in(record))
    assume(photos)
    with empty(tables) as connection:
        writing = repository(connection, kind)
        writing.save(record)
        writing.write()
        assert photos <= set(photos_named(connection))


def test_the_doctor_knows_every_column_for_photos() -> None:
    columns = {column.name for table in METADATA.tables.values() for column in table.columns}
    assert {each for each in columns if any(word in each for word in PHOTO_WORDS)} == NAMES_PHOTOS


@given(entry=records(AuditEntry))
def test_an_audit_entry_comes_back_with_the_digest_it_should_bear(tables: Connection, entry: AuditEntry) -> None:
    with empty(tables) as connection:
        connection.execute(AUDIT_ENTRY.insert(), [audit_row(entry)._asdict()])
        found = audit_value(AuditRow._make(connection.execute(AUDIT_ENTRY.select()).one()))
    assert found == entry
    assert found.computed() == entry.computed()
