"""What is half written in a form: kept as it is typed, so that a power cut takes at most the field being typed.

Drafts are no records: they are not audited, not undone and never leave this computer.
"""

import json
from collections.abc import Mapping

from ymh_desktop.services.ports import Ports, UnitOfWork

_SETTING = "drafts"


def keep_draft(ports: Ports, form: str, values: Mapping[str, str]) -> None:
    """Keep what stands in this form now; nothing but empty fields drops it."""
    with ports.units.write() as uow:
        _put(uow, form, {field: words for field, words in values.items() if words})
        uow.commit()


def keep_words(ports: Ports, form: str, field: str, words: str) -> None:
    """Keep what stands in one field of this form, whatever the others hold; empty drops it."""
    with ports.units.write() as uow:
        before = _all(uow).get(form, {})
        after = {name: each for name, each in {**before, field: words}.items() if each}
        if after != before:
            _put(uow, form, after)
            uow.commit()


def draft(ports: Ports, form: str) -> dict[str, str]:
    """What was written in this form and not sent; empty for nothing."""
    with ports.units.read() as uow:
        return dict(_all(uow).get(form, {}))


def drop_draft(ports: Ports, form: str) -> None:
    """It was sent, or is not wanted any more."""
    with ports.units.write() as uow:
        if form in _all(uow):
            _put(uow, form, {})
            uow.commit()


def _all(uow: UnitOfWork) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(uow.setting(_SETTING) or "{}")
    return found


def _put(uow: UnitOfWork, form: str, values: dict[str, str]) -> None:
    kept = {name: each for name, each in _all(uow).items() if name != form}
    if values:
        kept[form] = values
    uow.set_setting(_SETTING, json.dumps(kept, ensure_ascii=False))
