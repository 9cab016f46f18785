"""The audit trail says who changed what from what to what, and shows when somebody altered it."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tests.support.folders import TestFolder
from tests.support.samples import filled, hazard, person
from ymh_desktop.domain.audit import GENESIS
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.storage.mapping.audit import field_changes

ALTERED = {
    "when": "UPDATE audit_entry SET at = '2020-01-01T00:00:00+08:00' WHERE number = 3",
    "who": "UPDATE audit_entry SET actor = '李四' WHERE number = 3",
    "which way in": "UPDATE audit_entry SET via = '手机' WHERE number = 3",
    "what was done": "UPDATE audit_entry SET action = 'remove' WHERE number = 3",
    "which record": "UPDATE audit_entry SET record_id = 'x' WHERE number = 3",
    "what changed": "UPDATE audit_entry SET fields = '[]' WHERE number = 3",
    "fields spoiled": "UPDATE audit_entry SET fields = 'x' WHERE number = 3",
    "an entry taken out": "DELETE FROM audit_entry WHERE number = 3",
    "digest replaced": "UPDATE audit_entry SET digest = previous WHERE number = 3",
}


def test_a_folder_starts_with_an_empty_whole_chain(opened: TestFolder) -> None:
    assert opened.trail.head() == GENESIS
    assert opened.trail.broken_at() is None
    assert opened.trail.entries(5) == ()


def test_an_entry_says_who_what_and_from_what_to_what(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.people.save(person(phone="13900000000"))
        uow.commit()
    entry = opened.trail.entries(1)[0]
    assert (entry.actor, entry.via, entry.action) == ("张三", "测试", "change")
    assert (entry.record_kind, entry.record_id) == ("Person", "p1")
    assert entry.fields == (("phone", '"13800000000"', '"13900000000"'),)
    assert entry.at == opened.clock.now()


def test_making_and_removing_are_told_apart(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.hidden_dangers.remove("d1")
        uow.commit()
    removed, *_, made = opened.trail.entries(100)
    assert removed.action == "remove"
    assert made.action == "create"
    assert ("title", '"推台锯没有防护罩"', None) in removed.fields


def test_a_changed_measure_is_told_in_words_that_last() -> None:
    """Numbers of enum members mean nothing to a reader in five years."""
    before = hazard()
    after = before.with_measure(before.measures[1].answered(MeasureState.IN_PLACE))
    ((field, old, new),) = field_changes(before, after)
    assert field == "measures"
    assert old is not None
    assert new is not None
    assert [each["state"] for each in json.loads(old)] == ["in_place", "planned"]
    assert [each["state"] for each in json.loads(new)] == ["in_place", "in_place"]
    assert json.loads(old)[1]["cost"] == "89.90"


def test_fields_that_say_nothing_do_not_fill_the_trail() -> None:
    names = [name for name, _, _ in field_changes(None, person(phone="", duty=""))]
    assert names == ["id", "name", "left"]


def test_the_chain_is_whole_after_many_commits(opened: TestFolder) -> None:
    filled(opened)
    for number in range(20):
        with opened.units.write() as uow:
            uow.people.save(person(phone=str(number)))
            uow.commit()
    newest, *older = opened.trail.entries(100)
    assert newest.number == 26
    assert newest.previous == older[0].digest
    assert opened.trail.head() == newest.digest
    assert opened.trail.broken_at() is None


@pytest.mark.parametrize("statement", ALTERED.values(), ids=ALTERED)
def test_an_altered_row_breaks_the_chain(opened: TestFolder, statement: str) -> None:
    filled(opened)
    with closing(sqlite3.connect(opened.folder.database, isolation_level=None)) as outsider:
        outsider.execute(statement)
    assert opened.trail.broken_at() == 3


def test_an_actor_is_asked_at_every_commit(opened: TestFolder) -> None:
    names = iter(["张三", "未核验身份"])
    units = replace(opened.units, actor=lambda: next(names))
    for number in range(2):
        with units.write() as uow:
            uow.people.save(person(phone=str(number)))
            uow.commit()
    assert [entry.actor for entry in opened.trail.entries(2)] == ["未核验身份", "张三"]
