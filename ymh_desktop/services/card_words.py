"""The words of a notice card that other things use, too: what must be done, and sentences spread over hazards."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from ymh_desktop.domain.measures import Measure, MeasureKind
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.library_use import library_entry
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.card import MOST_MUSTS

_BY_A_PERSON_FIRST = (MeasureKind.MANAGEMENT, MeasureKind.PPE, MeasureKind.ENGINEERING, MeasureKind.TRAINING)
_FEWEST_ORDERS = 3


def must_do(ports: Ports, hazards: Sequence[Hazard]) -> tuple[str, ...]:
    """What the worker must do: measures in place (never a planned one), worst hazards first.

    First the short orders that the library gives for the worker's own measures; only when there are too few of them
    what else is in place: what a person does before what a machine has. One of each hazard before a second one.
    """
    orders = [[order for m in _in_place(h) if (order := _order(ports, h, m))] for h in hazards]
    rest = [[m.text for m in _in_place(h) if not _order(ports, h, m)] for h in hazards]
    said = spread(orders, MOST_MUSTS)
    return distinct((*said, *spread(rest, MOST_MUSTS)), MOST_MUSTS) if len(said) < _FEWEST_ORDERS else said


def _in_place(hazard: Hazard) -> list[Measure]:
    there = [m for m in hazard.measures if m.in_force and m.kind in _BY_A_PERSON_FIRST]
    return sorted(there, key=lambda m: _BY_A_PERSON_FIRST.index(m.kind))


def _order(ports: Ports, hazard: Hazard, measure: Measure) -> str:
    """The library's short order for this measure; empty when it has none or the user wrote other words."""
    entry = library_entry(ports, hazard.entry_id)
    found = next((m for m in entry.measures if m.id == measure.library_id), None) if entry else None
    return found.card if found and found.text == measure.text else ""


def distinct(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """Each text once, at most so many."""
    return tuple(dict.fromkeys(texts))[:most]


def spread(lists: Iterable[Iterable[str]], most: int) -> tuple[str, ...]:
    """The first of each list, then the second of each, each text once, until there are `most`."""
    rounds = zip_longest(*(tuple(texts) for texts in lists))
    return distinct((text for texts in rounds for text in texts if text is not None), most)
