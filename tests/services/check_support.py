"""Short ways to a shop whose checks are under way."""

from dataclasses import replace

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.checks import CheckPlan, PlanKind
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks.plans import refresh_plans
from ymh_desktop.services.flows import walk
from ymh_desktop.services.flows.measures import answer_rest, measure_list
from ymh_desktop.services.ports import Ports


def walked(desk: Desk, *modules: str) -> None:
    """A shop with these machines, everything answered 是, every measure in place."""
    run = shop(desk, *(modules or ("wood-planer", "distribution-box")))
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    for point in measure_list(open_book(desk.ports)):
        answer_rest(desk.ports, point, MeasureState.IN_PLACE)


def planned(desk: Desk, *modules: str) -> None:
    """The same with its check plans."""
    walked(desk, *modules)
    refresh_plans(desk.ports)


def in_use_today(ports: Ports) -> None:
    """The plans ask for today's checks, as if they had been made the day before."""
    with ports.units.write() as uow:
        for plan in uow.check_plans.all():
            uow.check_plans.save(replace(plan, starts_on=ports.clock.today()))
        uow.commit()


def plans(desk: Desk) -> tuple[CheckPlan, ...]:
    """Every running plan."""
    with desk.ports.units.read() as uow:
        return tuple(plan for plan in uow.check_plans.all() if plan.running)


def plan_of(
    desk: Desk, tier: ControlTier, frequency: Frequency, kind: PlanKind = PlanKind.DAILY, number: int = 0
) -> CheckPlan:
    """The running plan of this tier and frequency."""
    found = [p for p in plans(desk) if (p.tier, p.frequency, p.kind) == (tier, frequency, kind)]
    return found[number]
