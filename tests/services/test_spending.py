"""先花哪笔钱: planned measures by what a yuan brings."""

from decimal import Decimal

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.services.spending import Spending, spendings


def answered_shop(desk: Desk) -> tuple[Hazard, ...]:
    run = shop(desk, "wood-planer", "circular-saw")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    return open_book(desk.ports).hazards


def plan(desk: Desk, hazard: Hazard, kind: MeasureKind, cost: int | None) -> str:
    measure = next(each for each in hazard.measures if each.kind is kind)
    risks.plan_measure(
        desk.ports, hazard.id, measure.id, person_id=None, due=None, cost=None if cost is None else Decimal(cost)
    )
    return measure.text


def found(desk: Desk) -> tuple[Spending, ...]:
    return spendings(desk.ports, open_book(desk.ports))


def test_without_planned_measures_there_is_nothing_to_rank(desk: Desk) -> None:
    answered_shop(desk)
    assert found(desk) == ()


def test_what_costs_nothing_comes_first_and_what_has_no_price_last(desk: Desk) -> None:
    first, second, third = answered_shop(desk)[:3]
    unpriced = plan(desk, first, MeasureKind.MANAGEMENT, None)
    dear = plan(desk, second, MeasureKind.MANAGEMENT, 500)
    free = plan(desk, third, MeasureKind.MANAGEMENT, 0)
    assert [each.text for each in found(desk)] == [free, dear, unpriced]


def test_the_same_drop_for_less_money_comes_first(desk: Desk) -> None:
    first, second = answered_shop(desk)[:2]
    dear = plan(desk, first, MeasureKind.MANAGEMENT, 100_000)
    cheap = plan(desk, second, MeasureKind.MANAGEMENT, 1)
    cheaper, dearer = found(desk)
    assert (cheaper.text, dearer.text) == (cheap, dear)
    assert cheaper.per_thousand == cheaper.drop * 1000 > dearer.drop / 100


def test_the_drop_is_one_step_of_likelihood(desk: Desk) -> None:
    hazard = answered_shop(desk)[0]
    plan(desk, hazard, MeasureKind.MANAGEMENT, 100)
    (each,) = found(desk)
    profile = desk.ports.codes.profile(hazard.grade.profile_id)
    milder = profile.value_of(profile.eased(hazard.grade.marks))
    assert each.drop == hazard.grade.value - milder > 0
    assert each.before is hazard.level
    assert each.after is profile.level_of(milder) <= each.before


def test_protective_equipment_lowers_no_likelihood(desk: Desk) -> None:
    hazard = next(h for h in answered_shop(desk) if any(m.kind is MeasureKind.PPE for m in h.measures))
    plan(desk, hazard, MeasureKind.PPE, 50)
    (each,) = found(desk)
    assert (each.drop, each.after) == (Decimal(0), each.before)
