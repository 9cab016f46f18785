"""New records that somebody began to write and did not add: told where they belong, so that none is forgotten."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ymh_desktop.domain.typed import shortened
from ymh_desktop.services.drafts import draft, drafts_in, keep_draft
from ymh_desktop.services.hidden_dangers import LONGEST_ABOUT
from ymh_desktop.services.ports import Ports, UnitOfWork

STAFF_FORM, RISK_FORM, DANGER_FORM = "staff", "risk:new", "new:"  # the last with the id of a risk, or without
OWN_FORM, OWN_PART = "own-entry", "draft"  # the form of a new one, and the one field that holds all of it


class NewRecord(Enum):
    """What can be begun, with its name and the word for finishing it."""

    PERSON = ("人员", "添加")
    POST = ("岗位", "添加")
    DEPARTMENT = ("车间或班组", "添加")
    RISK = ("风险", "添加")
    DANGER = ("隐患", "登记")
    ENTRY = ("行业库条目", "存好")


# By the name that the form of each has among the fields of one draft: a page with three lists keeps them together.
STAFF_DRAFTS = {
    NewRecord.PERSON: "new people",
    NewRecord.POST: "new posts",
    NewRecord.DEPARTMENT: "new departments",
}


@dataclass(frozen=True, slots=True)
class HalfWritten:
    """`words` are its name so far, empty while there is none. A hidden danger may belong to a risk, found somewhere."""

    what: NewRecord
    words: str = ""
    hazard_id: str | None = None
    risk: str = ""
    place: str = ""

    @property
    def saying(self) -> str:
        """One sentence."""
        name, verb = self.what.value
        about = f"“{shortened(self.words, LONGEST_ABOUT)}”" if self.words else ""
        return f"新的{name}{about}写了一半，还没{verb}。"


def half_written(ports: Ports, *wanted: NewRecord) -> tuple[HalfWritten, ...]:
    """Those of these kinds that wait."""
    with ports.units.read() as uow:
        return tuple(each for each in half_written_in(uow) if each.what in wanted)


def throw_away(ports: Ports, half: HalfWritten) -> dict[str, str]:
    """It is not wanted any more. Returns what was written in it, for `bring_back`."""
    form, begin = _drawer(half)
    written = draft(ports, form)
    gone = {field: words for field, words in written.items() if field.startswith(begin)}
    keep_draft(ports, form, {field: words for field, words in written.items() if field not in gone})
    return gone


def bring_back(ports: Ports, half: HalfWritten, written: Mapping[str, str]) -> None:
    """It is wanted after all."""
    form, _ = _drawer(half)
    keep_draft(ports, form, {**draft(ports, form), **written})


def _drawer(half: HalfWritten) -> tuple[str, str]:
    """The draft that holds it, and how the names of its fields begin there."""
    if half.what in STAFF_DRAFTS:
        return STAFF_FORM, f"{STAFF_DRAFTS[half.what]} "
    if half.what is NewRecord.DANGER:
        return f"{DANGER_FORM}{half.hazard_id or ''}", ""
    return (RISK_FORM if half.what is NewRecord.RISK else OWN_FORM), ""


def half_written_in(uow: UnitOfWork) -> Iterator[HalfWritten]:
    """All that wait."""
    for form, fields in drafts_in(uow).items():
        if form == STAFF_FORM:
            yield from _staff(fields)
        elif form == RISK_FORM:
            yield HalfWritten(NewRecord.RISK, _line(fields.get("title", "")))
        elif form.startswith(DANGER_FORM):
            yield _danger(uow, form.removeprefix(DANGER_FORM), _line(fields.get("title", "")))
        elif form == OWN_FORM:
            yield from _entry(json.loads(fields.get(OWN_PART) or "{}"))


def _staff(fields: Mapping[str, str]) -> Iterator[HalfWritten]:
    for what, begin in STAFF_DRAFTS.items():
        if any(field.startswith(f"{begin} ") for field in fields):
            yield HalfWritten(what, _line(fields.get(f"{begin} name", "")))


def _danger(uow: UnitOfWork, hazard_id: str, title: str) -> HalfWritten:
    """One that was found at a risk leads back to it, unless that risk is gone."""
    hazard = uow.hazards.find(hazard_id) if hazard_id else None
    if hazard is None:
        return HalfWritten(NewRecord.DANGER, title, hazard_id or None)
    point = uow.risk_points.get(hazard.risk_point_id)
    return HalfWritten(NewRecord.DANGER, title, hazard.id, hazard.title, point.place or point.name)


def _entry(written: Mapping[str, Any]) -> Iterator[HalfWritten]:
    """Levels and kinds stand there from the start: it is begun with the first words."""
    if any(written.get(name) for name in ("statement", "inverse", "look", "hazard", "consequence")):
        yield HalfWritten(NewRecord.ENTRY, _line(written.get("statement", "")))


def _line(words: str) -> str:
    return " ".join(words.split())
