"""One hidden danger with everything that its page and its papers show."""

from dataclasses import dataclass

from ymh_desktop.domain.danger_events import DangerEvent
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.major_files import MajorFile, MajorStep
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.services.hidden_dangers.registration import found_again
from ymh_desktop.services.ports import Ports


@dataclass(frozen=True, slots=True)
class DangerSheet:
    """One hidden danger with everybody who can be named for it. `risk_point` is None when it belongs to none.

    `history` is oldest first. `file` is None for a general one. `same` are earlier findings of the same thing.
    `principal_id` is the 主要负责人 today, `recipient` the department that the enterprise reports to, empty if unsaid.
    """

    danger: HiddenDanger
    risk_point: RiskPoint | None
    hazard: Hazard | None
    people: tuple[Person, ...]
    history: tuple[DangerEvent, ...] = ()
    file: MajorFile | None = None
    same: tuple[HiddenDanger, ...] = ()
    principal_id: str | None = None
    recipient: str = ""

    def name(self, person_id: str | None) -> str:
        """Who that is, also somebody who left; empty for nobody."""
        return next((person.name for person in self.people if person.id == person_id), "")

    @property
    def steps(self) -> tuple[tuple[MajorStep, bool], ...]:
        """Every step of a major one in order, and whether it is done; empty for a general one."""
        return self.danger.steps(self.file)

    @property
    def next_step(self) -> MajorStep | None:
        """The first step that is not done; None when all are, or for a general one."""
        return next((step for step, done in self.steps if not done), None)


def danger_sheet(ports: Ports, danger_id: str) -> DangerSheet:
    """Everything that its page shows; raises RecordGone."""
    with ports.units.read() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        enterprise = uow.enterprise()
        return DangerSheet(
            danger,
            uow.risk_points.find(danger.risk_point_id) if danger.risk_point_id else None,
            uow.hazards.find(danger.hazard_id) if danger.hazard_id else None,
            uow.people.all(),
            uow.danger_events.of_danger(danger_id),
            (uow.major_files.find(danger_id) or MajorFile(danger_id)) if danger.is_major else None,
            tuple(other for other in found_again(uow, danger) if other.id < danger.id),
            enterprise.principal_id if enterprise else None,
            enterprise.recipient if enterprise else "",
        )
