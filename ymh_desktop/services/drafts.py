"""What is half written in a form: kept as it is typed, so that a power cut takes at most the field being typed.

Drafts are no records: they are not audited, not undone and never leave this computer.
"""

import json
import re
from collections.abc import Mapping

from ymh_desktop.domain.audit import AuditEntry
from ymh_desktop.services.ports import Ports, UnitOfWork

_SETTING = "drafts"
_RECORD = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # an id, wherever it stands in a name


def keep_draft(ports: Ports, form: str, values: Mapping[str, str]) -> None:
    """Keep what stands in this form now; nothing but empty fields drops it."""
    with ports.units.write() as uow:
        _put(uow, form, {field: words for field, words in values.items() if words})
        uow.commit()


def keep_words(ports: Ports, form: str, field: str, words: str) -> None:
    """Keep what stands in one field of this form, whatever the others hold; empty drops it."""
    with ports.units.write() as uow:
        before = drafts_in(uow).get(form, {})
        after = {name: each for name, each in {**before, field: words}.items() if each}
        if after != before:
            _put(uow, form, after)
            uow.commit()


def draft(ports: Ports, form: str) -> dict[str, str]:
    """What was written in this form and not sent; empty for nothing."""
    with ports.units.read() as uow:
        return dict(drafts_in(uow).get(form, {}))


def drop_draft(ports: Ports, form: str) -> None:
    """It was sent, or is not wanted any more."""
    with ports.units.write() as uow:
        if form in drafts_in(uow):
            _put(uow, form, {})
            uow.commit()


def drafts_in(uow: UnitOfWork) -> dict[str, dict[str, str]]:
    """What is written and not sent, by form."""
    found: dict[str, dict[str, str]] = json.loads(uow.setting(_SETTING) or "{}")
    return found


def forget_removed(ports: Ports) -> None:
    """Drop what was written about records that are gone.

    When the folder is opened, not when a record is removed: until then 撤销 may bring it back, with its draft.
    """
    with ports.units.read() as uow:
        named = _ids(drafts_in(uow))
    gone = {each for each in named if _is_gone(ports, each)}
    if not gone:
        return
    with ports.units.write() as uow:
        kept = {
            form: {field: words for field, words in fields.items() if gone.isdisjoint(_RECORD.findall(field))}
            for form, fields in drafts_in(uow).items()
            if gone.isdisjoint(_RECORD.findall(form))
        }
        _write(uow, {form: fields for form, fields in kept.items() if fields})
        uow.commit()


def _ids(written: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Of the records that forms and fields are called after."""
    return {each for form, fields in written.items() for name in (form, *fields) for each in _RECORD.findall(name)}


def _is_gone(ports: Ports, record_id: str) -> bool:
    """It was a record and is none any more; what never was one (a form to fill, a part of a record) stays."""
    newest: dict[str, AuditEntry] = {}  # by kind: a major hidden danger and its file bear one id
    for entry in ports.audit.of_record(record_id):
        newest.setdefault(entry.record_kind, entry)
    return bool(newest) and all(entry.removes for entry in newest.values())


def _put(uow: UnitOfWork, form: str, values: dict[str, str]) -> None:
    kept = {name: each for name, each in drafts_in(uow).items() if name != form}
    if values:
        kept[form] = values
    _write(uow, kept)


def _write(uow: UnitOfWork, written: Mapping[str, Mapping[str, str]]) -> None:
    uow.set_setting(_SETTING, json.dumps(written, ensure_ascii=False))
