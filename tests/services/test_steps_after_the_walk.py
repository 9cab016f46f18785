"""Grading, measures and the result: what is shown after the walk, and what each answer does."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.services.support import answer, card_of, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.flows.grading import GradingLine, accept_rest, grading_list
from ymh_desktop.services.flows.measures import (
    MeasureLine,
    PointMeasures,
    answer_line,
    answer_rest,
    measure_choices,
    measure_list,
    plan_line,
)
from ymh_desktop.services.flows.result import overview
from ymh_desktop.services.precheck import Finding, precheck
from ymh_desktop.services.runs import PRINCIPAL

GUARD = "wood-planer.guard"


@pytest.fixture
def run(desk: Desk) -> str:
    """A shop with a planer and a distribution box; the planer's guard is missing, the rest is 是."""
    run = shop(desk, "wood-planer", "distribution-box")
    for card in walk.walk_cards(desk.ports, run):
        missing = any(t.entry.id == GUARD for t in card.targets)
        answer(desk, run, card, AnswerValue.NO if missing else AnswerValue.YES)
    return run


def guard_line(desk: Desk) -> MeasureLine:
    lines = [line for point in measure_list(open_book(desk.ports)) for line in point.lines]
    return next(line for line in lines if line.danger is not None)


def first_line(desk: Desk) -> GradingLine:
    return grading_list(desk.ports, open_book(desk.ports)).lines[0]


def test_what_was_graded_down_stays_in_the_list_while_one_looks_at_it(desk: Desk, run: str) -> None:
    harmless = next(h for h in open_book(desk.ports).hazards if not h.weakened)
    worst = tuple(f.options[0].mark for f in desk.ports.codes.profile("lec").factors)
    risks.grade_hazard(desk.ports, harmless.id, worst)
    lines = grading_list(desk.ports, open_book(desk.ports)).lines
    line = next(x for x in lines if x.hazard.id == harmless.id)
    mildest = tuple(factor.options[-1].mark for factor in line.profile.factors)
    risks.grade_hazard(desk.ports, line.hazard.id, mildest)
    book = open_book(desk.ports)
    assert line.hazard.id not in {x.hazard.id for x in grading_list(desk.ports, book).lines}
    kept = grading_list(desk.ports, book, frozenset({line.hazard.id}))
    assert line.hazard.id in {x.hazard.id for x in kept.lines}
    assert kept.rest == grading_list(desk.ports, book).rest - 1


def test_accepting_the_rest_is_kept_for_this_run_only(desk: Desk, run: str) -> None:
    assert not grading_list(desk.ports, open_book(desk.ports)).accepted
    accept_rest(desk.ports, run)
    assert grading_list(desk.ports, open_book(desk.ports)).accepted
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    steps.finish(desk.ports, run)
    steps.start_or_resume(desk.ports)
    assert not grading_list(desk.ports, open_book(desk.ports)).accepted


def test_a_hazard_keeps_its_method_when_the_enterprise_changed_its_own(desk: Desk, run: str) -> None:
    line = first_line(desk)
    firm.set_grading_profile(desk.ports, "ls-v1")
    risks.grade_hazard(desk.ports, line.hazard.id, line.hazard.grade.marks)
    assert first_line(desk).hazard.grade.profile_id == "lec"


def test_a_measure_that_the_walk_found_missing_cannot_be_called_in_place(desk: Desk, run: str) -> None:
    line = guard_line(desk)
    with pytest.raises(UserError, match="还没有销号"):
        answer_line(desk.ports, line, MeasureState.IN_PLACE)
    point = next(p for p in measure_list(open_book(desk.ports)) if line in p.lines)
    answer_rest(desk.ports, point, MeasureState.IN_PLACE)
    assert guard_line(desk).state is MeasureState.UNANSWERED
    fresh = next(p for p in measure_list(open_book(desk.ports)) if p.point.id == point.point.id)
    assert fresh.unanswered == 0, "the hidden danger is its answer"


def test_what_the_walk_found_missing_is_no_open_question_for_the_town(desk: Desk, run: str) -> None:
    for point in measure_list(open_book(desk.ports)):
        answer_rest(desk.ports, point, MeasureState.IN_PLACE)
    findings = precheck(desk.ports, open_book(desk.ports))
    assert not [f for f in findings if "条措施没回答" in f.problem]


def test_a_plan_is_kept_at_every_place_of_the_measure(desk: Desk, run: str) -> None:
    lines = [line for point in measure_list(open_book(desk.ports)) for line in point.lines]
    line = max(lines, key=lambda each: len(each.places))
    person, _ = firm.add_person(desk.ports, "张大勇")
    due = desk.clock.today() + timedelta(days=10)
    plan_line(desk.ports, line, person_id=person.id, due=due, cost=Decimal(300))
    hazards = {h.id: h for h in open_book(desk.ports).hazards}
    kept = [m for h, i in line.places for m in hazards[h].measures if m.id == i]
    assert {(m.state, m.person_id, m.due, m.cost) for m in kept} == {
        (MeasureState.PLANNED, person.id, due, Decimal(300))
    }


def test_the_overview_names_what_is_planned_parked_and_open(desk: Desk, run: str) -> None:
    parked = next(c for c in walk.walk_cards(desk.ports, run) if c.targets[0].entry.id != GUARD)
    answer(desk, run, parked, AnswerValue.PARKED)
    line = next(x for p in measure_list(open_book(desk.ports)) for x in p.lines if x.open)
    plan_line(desk.ports, line, person_id=None, due=None, cost=None)
    seen = overview(desk.ports, run)
    assert [p.text for p in seen.planned] == [line.text]
    assert [p.statement for p in seen.parked] == [parked.statement]
    assert card_of(desk, run, seen.parked[0].cursor).key == parked.key
    assert (seen.open_dangers, seen.open_majors) == (1, 0)
    assert seen.principal == "王建国"
    assert seen.draft
    assert dict(seen.counts)[RiskLevel.MAJOR] == 0


def test_a_finding_leads_to_the_step_where_it_is_mended(desk: Desk, run: str) -> None:
    found: dict[str, Finding] = {f.problem[-6:]: f for f in precheck(desk.ports, open_book(desk.ports))}
    assert found["有措施没回答。"[-6:]].step is Step.MEASURES
    assert any(f.step is Step.RESULT for f in found.values()), "nobody has signed"


def choice_of(desk: Desk) -> PointMeasures:
    """The dormitory's measures, of which three stand for each other."""
    book = open_book(desk.ports)
    points = measure_list(book, measure_choices(desk.ports, book))
    return next(p for p in points if p.point.module_id == "dormitory")


def test_what_excludes_each_other_is_never_claimed_together(desk: Desk) -> None:
    """The dormitory is apart, walled off or empty: the walk says which, and the others are 不适用."""
    run = shop(desk, "dormitory")
    answer(desk, run, card_of(desk, run, "dormitory.separate"), AnswerValue.YES)
    answer_rest(desk.ports, choice_of(desk), MeasureState.IN_PLACE)
    states = {line.text[:8]: line.state for line in choice_of(desk).lines if line.choice}
    assert states["宿舍与车间、仓库"] is MeasureState.IN_PLACE
    assert set(states.values()) == {MeasureState.IN_PLACE, MeasureState.NOT_APPLICABLE}
    assert choice_of(desk).unanswered == 0


def test_a_choice_that_nobody_made_stays_open(desk: Desk) -> None:
    run = shop(desk, "pickling", "dormitory")
    answer(desk, run, card_of(desk, run, "dormitory.separate"), AnswerValue.NO)
    answer_rest(desk.ports, choice_of(desk), MeasureState.IN_PLACE)
    open_ones = [line for line in choice_of(desk).lines if line.open]
    assert len(open_ones) == 2
    assert all(line.choice for line in open_ones)
