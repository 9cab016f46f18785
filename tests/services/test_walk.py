"""The walk: what each answer makes, and takes back."""

import pytest

from tests.services.support import answer, card_of, printed, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.identification import AnswerValue, WhyNotHere
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services import hidden_dangers, risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import posts, rerun, steps, walk
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.services.undo import CannotUndo, undo

GUARD = "wood-planer.guard"


def hazard_of(desk: Desk, entry_id: str) -> Hazard | None:
    return next((h for h in open_book(desk.ports).hazards if h.entry_id == entry_id), None)


def test_yes_puts_only_the_measure_in_place_that_the_statement_proves(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.YES)
    hazard = hazard_of(desk, GUARD)
    assert hazard is not None
    proved = {m.id for m in desk.ports.library.module("wood-planer").entry(GUARD).measures if m.confirmed}
    assert {m.library_id for m in hazard.measures_in(MeasureState.IN_PLACE)} == proved
    assert len(hazard.measures_in(MeasureState.UNANSWERED)) == len(hazard.measures) - 1
    assert not open_book(desk.ports).dangers


def test_no_opens_a_hidden_danger_at_once_and_raises_the_likelihood_one_step(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.NO)
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    (danger,) = open_book(desk.ports).dangers
    assert (danger.title, danger.code, danger.status) == (entry.inverse, "Y-0001", DangerStatus.REGISTERED)
    assert danger.deadline is not None
    hazard = hazard_of(desk, GUARD)
    assert hazard is not None
    assert hazard.weakened
    profile = desk.ports.codes.profile("lec")
    assert hazard.grade.marks == profile.raised(desk.ports.codes.marks_for(profile, entry.grade))


def test_closing_the_hidden_danger_gives_the_hazard_its_grade_and_measure_back(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.NO)
    book = open_book(desk.ports)
    owner, officer = book.enterprise.principal_id or "", book.enterprise.officer_id or ""
    hidden_dangers.close_danger(desk.ports, book.dangers[0].id, done="护罩已装上", by_id=officer, accepted_by_id=owner)
    hazard = hazard_of(desk, GUARD)
    assert hazard is not None
    assert not hazard.weakened
    profile = desk.ports.codes.profile("lec")
    entry = desk.ports.library.module("wood-planer").entry(GUARD)
    assert hazard.grade.marks == desk.ports.codes.marks_for(profile, entry.grade)
    assert len(hazard.measures_in(MeasureState.IN_PLACE)) == 1


def test_closing_leaves_a_grade_alone_that_the_user_chose(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.NO)
    hazard = hazard_of(desk, GUARD)
    assert hazard is not None
    chosen = tuple(factor.options[0].mark for factor in desk.ports.codes.profile("lec").factors)
    risks.grade_hazard(desk.ports, hazard.id, chosen)
    book = open_book(desk.ports)
    owner, officer = book.enterprise.principal_id or "", book.enterprise.officer_id or ""
    hidden_dangers.close_danger(desk.ports, book.dangers[0].id, done="装上", by_id=officer, accepted_by_id=owner)
    after = hazard_of(desk, GUARD)
    assert after is not None
    assert after.grade.marks == chosen


def test_changing_no_to_yes_withdraws_the_hidden_danger_nobody_worked_on(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    card = card_of(desk, run, GUARD)
    answer(desk, run, card, AnswerValue.NO)
    answer(desk, run, card, AnswerValue.YES)
    assert not open_book(desk.ports).dangers
    hazard = hazard_of(desk, GUARD)
    assert hazard is not None
    assert not hazard.weakened


def test_changing_no_to_yes_keeps_a_hidden_danger_that_was_assigned(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    card = card_of(desk, run, GUARD)
    answer(desk, run, card, AnswerValue.NO)
    book = open_book(desk.ports)
    officer = book.enterprise.officer_id or ""
    hidden_dangers.assign_danger(desk.ports, book.dangers[0].id, officer, desk.clock.today())
    answer(desk, run, card, AnswerValue.YES)
    assert len(open_book(desk.ports).dangers) == 1


def test_answering_no_twice_does_not_open_two_hidden_dangers(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    card = card_of(desk, run, GUARD)
    answer(desk, run, card, AnswerValue.NO)
    answer(desk, run, card, AnswerValue.NO)
    assert len(open_book(desk.ports).dangers) == 1


def test_not_here_takes_the_hazard_out_and_lists_it_with_its_reason(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    card = card_of(desk, run, GUARD)
    answer(desk, run, card, AnswerValue.YES)
    answer(desk, run, card, AnswerValue.NOT_HERE, why=WhyNotHere.OUT_OF_USE)
    assert hazard_of(desk, GUARD) is None
    rows = walk.left_out(desk.ports)
    assert rows
    assert all(reason == "停用" for _, _, reason in rows)


def test_a_statement_of_several_machines_is_one_card_and_may_fail_at_one_of_them(desk: Desk) -> None:
    run = shop(desk, "wood-planer", "thicknesser", "circular-saw")
    shared = next(c for c in walk.walk_cards(desk.ports, run) if len(c.targets) > 1)
    first = shared.targets[0]
    answer(desk, run, shared, AnswerValue.NO, failed_points=frozenset({first.point.id}))
    dangers = open_book(desk.ports).dangers
    assert [d.risk_point_id for d in dangers] == [first.point.id]
    again = card_of(desk, run, first.entry.id)
    assert again.value is AnswerValue.NO
    assert [t.point.id for t in again.failed] == [first.point.id]


def test_a_parked_question_stays_visible_and_is_not_answered(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.PARKED)
    counted = walk.progress(walk.walk_cards(desk.ports, run))
    assert counted.parked == 1
    assert counted.answered == 0
    assert hazard_of(desk, GUARD) is None


def test_a_paper_sheet_comes_back_by_its_failed_numbers(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    cards = [c for c in walk.walk_cards(desk.ports, run) if not c.settled]
    walk.key_back_sheet(desk.ports, run, printed(desk.ports, run), [cards[0].number], [cards[1].number])
    values = [c.value for c in walk.walk_cards(desk.ports, run) if not c.settled]
    assert values[:2] == [AnswerValue.NO, AnswerValue.NOT_HERE]
    assert set(values[2:]) == {AnswerValue.YES}


def test_a_number_that_is_not_on_the_sheet_changes_nothing(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    with pytest.raises(UserError, match="没有第 999 题"):
        walk.key_back_sheet(desk.ports, run, printed(desk.ports, run), [1, 999])
    assert walk.progress(walk.walk_cards(desk.ports, run)).answered == 0


def test_a_sheet_printed_before_another_machine_came_is_refused(desk: Desk) -> None:
    """Its numbers mean other questions now, and what it did not ask must not become 是."""
    run = shop(desk, "wood-planer")
    old = printed(desk.ports, run)
    posts.tick_module(desk.ports, "distribution-box")
    with pytest.raises(walk.SheetChanged, match="打印以后题目变了"):
        walk.key_back_sheet(desk.ports, run, old, [1])
    assert walk.progress(walk.walk_cards(desk.ports, run)).answered == 0
    walk.key_back_sheet(desk.ports, run, printed(desk.ports, run), [1])
    posts.untick_module(desk.ports, "distribution-box")
    assert printed(desk.ports, run) == old, "the same questions are the same sheet again"


def test_how_to_look_is_told_with_one_machine_and_goes_for_the_others(desk: Desk) -> None:
    """木工圆锯 alone was named, and eleven other machines were meant."""
    run = shop(desk, "wood-planer", "circular-saw")
    looks = {card.key: card.look for card in walk.walk_cards(desk.ports, run)}
    assert looks["machine-earth"].endswith("螺丝不松，线没断。其他几台也照这样看。")
    assert "其他几" not in looks["wood-planer.guard"]


def test_a_second_machine_of_the_same_kind_is_another_sheet(desk: Desk) -> None:
    """Numbers stay the same, but nobody looked at the new one."""
    run = shop(desk, "wood-planer")
    old, asked = printed(desk.ports, run), len(walk.walk_cards(desk.ports, run))
    posts.tick_module(desk.ports, "wood-planer", "二车间")
    assert len(walk.walk_cards(desk.ports, run)) == asked
    with pytest.raises(walk.SheetChanged):
        walk.key_back_sheet(desk.ports, run, old, [])


def test_answers_in_between_leave_the_sheet_as_it_is(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    old = printed(desk.ports, run)
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.NO)
    assert printed(desk.ports, run) == old


@pytest.mark.parametrize("typed", ["w-2026-1-k7q3", "K7Q3", "k7q3", " Ｋ７Ｑ３ ", "2026-1-K7Q3"])
def test_the_number_of_a_sheet_is_read_as_people_write_it(typed: str) -> None:
    walk.check_sheet("W-2026-1-K7Q3", typed)


@pytest.mark.parametrize("typed", ["", "7Q3", "K7Q4", "W-2026-1", "W-2025-1-K7Q3", "表号"])
def test_another_number_is_not_this_sheet(typed: str) -> None:
    with pytest.raises(walk.SheetChanged):
        walk.check_sheet("W-2026-1-K7Q3", typed)


def test_undo_takes_an_answer_back_with_everything_it_made(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    card = card_of(desk, run, GUARD)
    changes = walk.answer_card(desk.ports, run, [(t.point.id, t.entry.id) for t in card.targets], AnswerValue.NO)
    undo(desk.ports, changes)
    assert not open_book(desk.ports).dangers
    assert hazard_of(desk, GUARD) is None
    assert card_of(desk, run, GUARD).value is None


def test_undo_refuses_when_the_record_changed_since_and_changes_nothing(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    card = card_of(desk, run, GUARD)
    changes = walk.answer_card(desk.ports, run, [(t.point.id, t.entry.id) for t in card.targets], AnswerValue.YES)
    hazard = hazard_of(desk, GUARD)
    assert hazard is not None
    risks.edit_hazard(desk.ports, hazard.id, title="手碰到刀", consequence="断指")
    with pytest.raises(CannotUndo):
        undo(desk.ports, changes)
    assert hazard_of(desk, GUARD) is not None


def test_the_run_is_resumed_at_the_same_question(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.YES)
    assert steps.start_or_resume(desk.ports).cursor == GUARD


def test_choosing_the_trade_again_neither_doubles_nor_brings_back(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    before = open_book(desk.ports).points
    posts.choose_trade(desk.ports, run, "wood-furniture")
    assert open_book(desk.ports).points == before


def test_a_second_run_keeps_the_users_edits_and_shows_what_is_answered_otherwise(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.YES)
    hazard = hazard_of(desk, GUARD)
    assert hazard is not None
    risks.edit_hazard(desk.ports, hazard.id, title="手滑到刀轴上（老师傅说的）", consequence="断指")
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    steps.finish(desk.ports, run)
    second = steps.start_or_resume(desk.ports).id
    assert second != run
    posts.choose_trade(desk.ports, second, "wood-furniture")
    answer(desk, second, card_of(desk, second, GUARD), AnswerValue.NO)
    kept = hazard_of(desk, GUARD)
    assert kept is not None
    assert (kept.id, kept.title) == (hazard.id, "手滑到刀轴上（老师傅说的）")
    (changed,) = [d for d in rerun.differences(desk.ports, second) if d.before]
    assert (changed.before, changed.now) == ("是", "否")
