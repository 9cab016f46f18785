"""Running it again: what is answered otherwise than last time. Nothing is overwritten by starting anew."""

from dataclasses import dataclass

from ymh_desktop.domain.identification import Answer
from ymh_desktop.domain.words import label
from ymh_desktop.services.flows.walk import walk_cards
from ymh_desktop.services.ports import Ports


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement whose answer changed. `before` is empty when it was not asked last time."""

    subject: str
    statement: str
    before: str
    now: str


def differences(ports: Ports, identification_id: str) -> tuple[Difference, ...]:
    """Answers of this run against the newest run before it; empty on the first run."""
    with ports.units.read() as uow:
        runs = uow.identifications.all()
        earlier = [run for run in runs if run.id < identification_id]  # ids grow with time
        if not earlier:
            return ()
        before = {_key(a): a for a in uow.answers.of_identification(earlier[-1].id)}
    found = []
    for card in walk_cards(ports, identification_id, later=True):
        for target in card.targets:
            answer = target.answer
            former = before.get((target.point.id, target.entry.id))
            if answer is not None and (former is None or former.value is not answer.value):
                was = label(former.value) if former else ""
                found.append(Difference(target.called, target.entry.statement, was, label(answer.value)))
    return tuple(found)


def _key(answer: Answer) -> tuple[str, str]:
    return (answer.risk_point_id or "", answer.subject)
