"""A check that finds what a criterion of major hidden dangers names makes a suspected major one, as step 3 would."""

import pytest

from tests.services.check_support import planned, plans
from tests.support.desk import Desk
from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.inspections import Mark
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks.fill import fill_check
from ymh_desktop.services.flows import situations
from ymh_desktop.services.hidden_dangers import Urge, loop_tasks
from ymh_desktop.services.runs import latest

NO_BRAKES = "special_equipment_gb45067/4.10/c"


def failed(desk: Desk, entry_id: str) -> HiddenDanger:
    """One check of the entry's item, found not in order."""
    hazard = next(h for h in open_book(desk.ports).hazards if h.entry_id == entry_id)
    plan, number = _where(desk, hazard.id)
    fill_check(desk.ports, plan.id, [Mark(number)])
    return next(d for d in open_book(desk.ports).dangers if d.hazard_id == hazard.id)


def _where(desk: Desk, hazard_id: str) -> tuple[CheckPlan, int]:
    return next((p, item.number) for p in plans(desk) for item in p.items if item.hazard_id == hazard_id)


def test_what_a_criterion_names_must_be_judged(desk: Desk) -> None:
    planned(desk, "forklift")
    danger = failed(desk, "forklift.brakes")
    assert danger.kind_words == "疑似重大隐患"
    assert danger.responsible_id == open_book(desk.ports).enterprise.principal_id
    assert danger.basis.startswith("特种设备重大事故隐患判定准则（GB 45067-2024） 第4.10条") or "4.10" in danger.basis
    (task,) = [task for task in loop_tasks(desk.ports) if task.danger_id == danger.id]
    assert task.urge is Urge.JUDGE


def test_the_risk_has_failed_but_is_lifted_only_when_it_is_judged(desk: Desk) -> None:
    planned(desk, "forklift")
    failed(desk, "forklift.brakes")
    hazard = next(h for h in open_book(desk.ports).hazards if h.entry_id == "forklift.brakes")
    assert hazard.control_failed
    assert not hazard.judgements


@pytest.mark.parametrize("entry_id", ["forklift.pedestrians", "forklift.driver"])
def test_what_no_criterion_names_is_a_general_one(desk: Desk, entry_id: str) -> None:
    planned(desk, "forklift")
    assert failed(desk, entry_id).kind_words == "一般隐患"


def test_what_step_3_found_already_is_not_opened_a_second_time(desk: Desk) -> None:
    planned(desk, "forklift")
    with desk.ports.units.read() as uow:
        run = latest(uow)
    assert run is not None
    situations.answer_situation(desk.ports, run.id, NO_BRAKES, AnswerValue.PRESENT)
    (before,) = open_book(desk.ports).dangers
    assert failed(desk, "forklift.brakes") == before
    assert open_book(desk.ports).dangers == (before,)
