"""Going through the wizard: where one is, and what undo does about it."""

from tests.services.support import answer, card_of, printed, shop
from tests.support.desk import Desk
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.services import risks
from ymh_desktop.services.flows import posts, steps, walk
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.services.undo import undo

GUARD = "wood-planer.guard"


def test_an_answer_can_be_taken_back_after_going_on_to_another_step(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    card = card_of(desk, run, GUARD)
    changes = walk.answer_card(desk.ports, run, [(t.point.id, t.entry.id) for t in card.targets], AnswerValue.NO)
    steps.go_to(desk.ports, run, Step.GRADING, "somewhere")
    undo(desk.ports, changes)
    assert card_of(desk, run, GUARD).value is None
    now = steps.start_or_resume(desk.ports)
    assert (now.step, now.reached, now.cursor) == (Step.GRADING, Step.GRADING, "somewhere")


def test_undo_and_redo_of_an_answer_leave_the_place_alone(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, card_of(desk, run, GUARD), AnswerValue.YES)
    card = card_of(desk, run, GUARD)
    changes = walk.answer_card(desk.ports, run, [(t.point.id, t.entry.id) for t in card.targets], AnswerValue.NO)
    back = undo(desk.ports, changes)
    assert card_of(desk, run, GUARD).value is AnswerValue.YES
    undo(desk.ports, back)
    assert card_of(desk, run, GUARD).value is AnswerValue.NO


def test_only_what_the_user_added_himself_counts_as_his_own(desk: Desk) -> None:
    shop(desk, "wood-planer")
    point, _ = risks.add_point(desk.ports, "烤漆设备", RiskPointKind.FACILITY, place="二车间")
    assert posts.own_points(desk.ports) == (point,)


def test_another_run_asks_anew_only_what_was_not_there(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    for question in posts.profile_choices(desk.ports, run):
        posts.answer_profile(desk.ports, run, question.id, question.id == "solid-wood")
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    steps.finish(desk.ports, run)
    again = steps.start_or_resume(desk.ports).id
    answers = {choice.id: choice.answer for choice in posts.profile_choices(desk.ports, again)}
    assert answers.pop("solid-wood") is True
    assert set(answers.values()) == {None}


def test_a_parked_question_taken_up_again_is_open_and_an_answered_one_stays(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    cards = [c for c in walk.walk_cards(desk.ports, run) if not c.settled][:2]
    answer(desk, run, cards[0], AnswerValue.PARKED)
    answer(desk, run, cards[1], AnswerValue.YES)
    walk.take_up_parked(desk.ports, run, [(t.point.id, t.entry.id) for c in cards for t in c.targets])
    assert [c.value for c in walk.walk_cards(desk.ports, run) if c.key in {cards[0].key, cards[1].key}] == [
        None,
        AnswerValue.YES,
    ]


def test_a_whole_paper_sheet_is_one_step_to_take_back(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    changes = walk.key_back_sheet(desk.ports, run, printed(desk.ports, run), [1], [2])
    undo(desk.ports, changes)
    assert walk.progress(walk.walk_cards(desk.ports, run)).answered == 0
