"""The history of a hidden danger: every use case of the loop writes its line here, in its own transaction."""

from dataclasses import replace

from ymh_desktop.domain.danger_events import DangerEvent, EventKind
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.services.ports import Ports, UnitOfWork

# Words that are saved while they are typed: one line a day says it, not one per pause of the keyboard.
_SAID_ONCE = (EventKind.EDITED, EventKind.ASSIGNED, EventKind.PLANNED, EventKind.PROTECTED, EventKind.GRADED)


def write_down(
    uow: UnitOfWork, ports: Ports, danger: HiddenDanger, kind: EventKind, words: str = "", by_id: str | None = None
) -> None:
    """Add a line that says how it stands now; the same thing said again on the same day takes the former's place."""
    now = ports.clock.now()
    history = uow.danger_events.of_danger(danger.id) if kind in _SAID_ONCE else ()
    last = history[-1] if history else None
    if last is not None and last.kind is kind and last.at.date() == now.date():
        uow.danger_events.save(replace(last, at=now, status=danger.status, by_id=by_id, words=words))
        return
    uow.danger_events.save(DangerEvent(ports.new_id(), danger.id, kind, now, danger.status, by_id, words))


def forget_danger(uow: UnitOfWork, danger_id: str) -> None:
    """Take a hidden danger away that nobody worked on, with its history; raises RecordGone."""
    for event in uow.danger_events.of_danger(danger_id):
        uow.danger_events.remove(event.id)
    if uow.major_files.find(danger_id) is not None:
        uow.major_files.remove(danger_id)
    uow.hidden_dangers.remove(danger_id)
