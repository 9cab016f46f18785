"""Looking at checks that were made."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.checks import CheckPlan, PlanItem
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.inspections import Inspection, Result
from ymh_desktop.services.checks.people import staffing
from ymh_desktop.services.ports import Ports


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What was found at one item, in the words of then. `danger` is the hidden danger it opened, None for none."""

    item: PlanItem
    result: Result
    danger: HiddenDanger | None


@dataclass(frozen=True, slots=True)
class InspectionSheet:
    """One check with everything that its page shows. `inspector` is empty when nobody signed."""

    inspection: Inspection
    plan: CheckPlan
    inspector: str
    lines: tuple[ResultLine, ...]


def inspection_sheet(ports: Ports, inspection_id: str) -> InspectionSheet:
    """One check that was made; raises RecordGone."""
    with ports.units.read() as uow:
        made = uow.inspections.get(inspection_id)
        plan, staff = uow.check_plans.get(made.plan_id), staffing(uow)
        dangers = {
            result.danger_id: uow.hidden_dangers.find(result.danger_id) for result in made.results if result.danger_id
        }
    lines = (ResultLine(plan.item(each.number), each, dangers.get(each.danger_id or "")) for each in made.results)
    return InspectionSheet(made, plan, staff.name(made.inspector_id), tuple(lines))


def plan_history(ports: Ports, plan_id: str, first: date, last: date) -> tuple[Inspection, ...]:
    """The checks of one plan whose period begins between two days, oldest first."""
    with ports.units.read() as uow:
        found = uow.inspections.of_plan(plan_id, first, last)
    return tuple(sorted(found, key=lambda made: (made.period.first, made.id)))
