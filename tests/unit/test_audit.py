"""The audit chain: whatever is altered afterwards shows."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ymh_desktop.domain.audit import GENESIS, AuditEntry, chain_digest

AT = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
CHANGE = (("name", None, '"冲床"'), ("level", '"low"', '"general"'))


def entry() -> AuditEntry:
    body = (GENESIS, 1, AT, "张三", "window", "change", "hazard", "h1", CHANGE)
    return AuditEntry(1, AT, "张三", "window", "change", "hazard", "h1", CHANGE, GENESIS, chain_digest(*body))


ALTERED: dict[str, object] = {
    "number": 2,
    "at": AT + timedelta(seconds=1),
    "actor": "李四",
    "via": "phone",
    "action": "remove",
    "record_kind": "post",
    "record_id": "h2",
    "fields": CHANGE[:1],
    "previous": "1" * 64,
}


def test_an_untouched_entry_bears_its_digest() -> None:
    assert entry().computed() == entry().digest
    assert len(entry().digest) == 64


def test_the_digest_covers_every_field() -> None:
    assert set(ALTERED) == {field.name for field in fields(AuditEntry)} - {"digest"}


@pytest.mark.parametrize(("name", "value"), ALTERED.items(), ids=list(ALTERED))
def test_any_altered_field_shows(name: str, value: Any) -> None:
    changed = replace(entry(), **{name: value})
    assert changed.computed() != changed.digest


def test_moving_text_between_fields_shows() -> None:
    """Joined without separators, these two would be one text."""
    first = chain_digest(GENESIS, 1, AT, "张三", "window", "change", "haz", "ard1", ())
    second = chain_digest(GENESIS, 1, AT, "张三", "window", "change", "hazard", "1", ())
    assert first != second


def test_absent_is_not_the_word_null() -> None:
    absent = chain_digest(GENESIS, 1, AT, "", "", "change", "post", "p", (("name", None, '"甲"'),))
    null = chain_digest(GENESIS, 1, AT, "", "", "change", "post", "p", (("name", "null", '"甲"'),))
    assert absent != null


def test_the_digest_is_the_same_on_every_machine() -> None:
    """A kept value: a change of the canonical form would break every existing trail."""
    assert entry().digest == "2cac33d089b9f91b968bad96137ada1a14bfe03131d8a988a65e440bab85c833"
