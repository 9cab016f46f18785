"""What 有 in step 3 (重大情况) says about the register: which measures are not there while its hidden danger is open.

A hazard is tied to such a hidden danger by the judgement that lifted it; which of its measures are meant is told by the
library (`MajorItem.refutes`). Nothing is tied by words alone.
"""

from collections.abc import Callable, Iterable, Mapping

from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.measures import Measure
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.services.library_use import confirmed_measure, library_entry, trade_of
from ymh_desktop.services.ports import Ports, UnitOfWork

IsOpen = Callable[[str], bool]  # of a hidden danger, by id
Unmet = Mapping[tuple[str | None, str | None], HiddenDanger]  # (hazard id, measure id) → what says it is missing


def items_of(ports: Ports, trade_id: str | None) -> dict[str, MajorItem]:
    """The 重大事故隐患 items of a trade by id; empty without one."""
    trade = trade_of(ports, trade_id)
    return {item.id: item for item in ports.library.major_items(trade)} if trade else {}


def refuted_measures(ports: Ports, item: MajorItem, hazard: Hazard) -> tuple[Measure, ...]:
    """The measures of a hazard that are not there where the answer to the item is 有."""
    entry = library_entry(ports, hazard.entry_id)
    meant = item.refutes(entry) if entry else ()
    return tuple(measure for measure in hazard.measures if measure.library_id in meant)


def is_about(ports: Ports, item: MajorItem, hazard: Hazard) -> bool:
    """Whether 有 is surely about this hazard: its own entry, or one of its measures is what 有 says is not there."""
    return hazard.entry_id is not None and (
        hazard.entry_id == item.entry or bool(refuted_measures(ports, item, hazard))
    )


def item_naming(ports: Ports, trade_id: str | None, hazard: Hazard, measure_id: str) -> MajorItem | None:
    """The 重大事故隐患 item that says the same as this measure found failed, or of which that is a part."""
    entry = library_entry(ports, hazard.entry_id)
    measure = next((m for m in hazard.measures if m.id == measure_id), None)
    if entry is None or measure is None:
        return None
    proved = confirmed_measure(hazard, entry) == measure
    items = items_of(ports, trade_id).values()
    same = (item for item in items if measure.library_id in item.refutes(entry))
    parts = (item for item in items if proved and entry.id in item.related)
    return next((item for item in (*same, *parts) if not item.expert_only), None)


def held_measures(
    ports: Ports, items: Mapping[str, MajorItem], hazard: Hazard, is_open: IsOpen
) -> tuple[tuple[Measure, str], ...]:
    """The measures that an open hidden danger of step 3 says are not there, each with its id."""
    held: list[tuple[Measure, str]] = []
    for judgement in hazard.judgements:
        item, danger_id = items.get(judgement.rule_id), judgement.hidden_danger_id
        if item is not None and danger_id is not None and is_open(danger_id):
            held += [(measure, danger_id) for measure in _meant(ports, item, hazard)]
    return tuple(held)


def _meant(ports: Ports, item: MajorItem, hazard: Hazard) -> tuple[Measure, ...]:
    measures = refuted_measures(ports, item, hazard)
    entry = library_entry(ports, hazard.entry_id) if not measures and hazard.entry_id in item.related else None
    part = confirmed_measure(hazard, entry) if entry else None  # the walk found this part missing
    return (part,) if part else measures


def unmet_measures(
    ports: Ports, hazards: Iterable[Hazard], dangers: Iterable[HiddenDanger], trade_id: str | None
) -> Unmet:
    """Every measure that an open hidden danger says is not there: its own one, and what 有 of step 3 is about."""
    by_id = {danger.id: danger for danger in dangers if danger.is_open}
    judged = [hazard for hazard in hazards if any(j.hidden_danger_id in by_id for j in hazard.judgements)]
    items = items_of(ports, trade_id) if judged else {}
    found: dict[tuple[str | None, str | None], HiddenDanger] = {
        (hazard.id, measure.id): by_id[danger_id]
        for hazard in judged
        for measure, danger_id in held_measures(ports, items, hazard, by_id.__contains__)
    }
    return found | {(danger.hazard_id, danger.measure_id): danger for danger in by_id.values() if danger.measure_id}


def lifts(danger: HiddenDanger) -> bool:
    """Whether it can ever have lifted a risk: only what is or was a major one does, suspected ones too."""
    return danger.is_major or danger.graded_on is not None


def tied_hazards(uow: UnitOfWork, danger: HiddenDanger) -> tuple[Hazard, ...]:
    """The hazards that a hidden danger lifted."""
    hazards = uow.hazards.all() if lifts(danger) else ()
    return tuple(h for h in hazards if any(j.hidden_danger_id == danger.id for j in h.judgements))
