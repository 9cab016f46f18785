"""签收 and 三问 of a post's card: kept once, only for what the card says now."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.services.check_support import walked
from tests.support.desk import Desk
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.receipts import HowProved
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers, risks
from ymh_desktop.services.flows import steps
from ymh_desktop.services.runs import latest
from ymh_desktop.services.training.lessons import CardNotReady
from ymh_desktop.services.training.proofs import (
    CardChanged,
    answer_questions,
    mark_questions,
    place_as_told,
    place_person,
    places_told,
    post_lesson,
    post_quiz,
    sign_for_card,
    sign_together,
)
from ymh_desktop.services.undo import undo


@pytest.fixture
def post(desk: Desk) -> Post:
    """The post at the planer, whose card is complete."""
    walked(desk)
    with desk.ports.units.read() as uow:
        point = next(p for p in uow.risk_points.all() if p.module_id == "wood-planer")
        return uow.posts.get(point.post_ids[0])


@pytest.fixture
def worker(desk: Desk, post: Post) -> Person:
    """Somebody who works there."""
    return firm.add_person(desk.ports, "周木生")[0]


def other(edition: str) -> str:
    return "F" * len(edition) if edition[0] != "F" else "0" * len(edition)


def test_a_signature_is_kept_with_the_edition_of_the_card(desk: Desk, post: Post, worker: Person) -> None:
    receipt, changes = sign_for_card(desk.ports, worker.id, post.id)
    assert receipt.edition == post_lesson(desk.ports, post.id).edition
    assert (receipt.on, receipt.how) == (desk.clock.today(), HowProved.PAPER)
    assert changes.kinds() == {"CardReceipt"}


def test_the_same_signature_sent_twice_is_kept_once(desk: Desk, post: Post, worker: Person) -> None:
    shown = post_lesson(desk.ports, post.id).edition
    first, _ = sign_for_card(desk.ports, worker.id, post.id, shown, how=HowProved.PHONE)
    again, changes = sign_for_card(desk.ports, worker.id, post.id, shown, how=HowProved.PHONE)
    assert again == first
    assert not changes
    with desk.ports.units.read() as uow:
        assert uow.card_receipts.all() == (first,)


def test_what_was_shown_before_the_card_changed_is_refused(desk: Desk, post: Post, worker: Person) -> None:
    old = other(post_lesson(desk.ports, post.id).edition)
    with pytest.raises(CardChanged, match=post.name):
        sign_for_card(desk.ports, worker.id, post.id, old)
    with pytest.raises(CardChanged):
        answer_questions(desk.ports, worker.id, post.id, "AAA", old)


def test_a_measure_that_is_taken_back_changes_the_card(desk: Desk, post: Post) -> None:
    before = post_lesson(desk.ports, post.id)
    with desk.ports.units.read() as uow:
        said = {
            (hazard.id, measure.id): MeasureState.NOT_APPLICABLE
            for hazard in uow.hazards.all()
            for measure in hazard.measures
            if measure.text.startswith("操作工每班开机前拨一下护罩")
        }
    assert said
    risks.answer_measures(desk.ports, said)
    after = post_lesson(desk.ports, post.id)
    assert after.duties != before.duties
    assert after.edition != before.edition


def test_a_hidden_danger_that_is_open_for_a_week_asks_nobody_to_sign_anew(desk: Desk, post: Post) -> None:
    """Whichever hazard it weakens, and whichever measure failed: the lesson is that of the shop in good order."""
    before = post_lesson(desk.ports, post.id)
    with desk.ports.units.read() as uow:
        points = {p.id for p in uow.risk_points.all() if post.id in p.post_ids}
        hazards = [hazard for hazard in uow.hazards.all() if hazard.risk_point_id in points]
    assert len(hazards) > 5
    for number, hazard in enumerate(hazards[::5]):
        failed = next((m for m in hazard.measures if m.in_force), None)
        hidden_dangers.register_danger(
            desk.ports, f"坏了 {number}", "木工区", hazard_id=hazard.id, measure_id=failed.id if failed else None
        )
        assert post_lesson(desk.ports, post.id) == before
    with desk.ports.units.read() as uow:
        assert all(uow.hazards.get(hazard.id).weakened for hazard in hazards[::5])


def test_three_questions_are_marked_one_by_one(desk: Desk, post: Post, worker: Person) -> None:
    key = post_quiz(desk.ports, post.id).key
    right, _ = answer_questions(desk.ports, worker.id, post.id, key.lower())
    assert right.all_right
    wrong = {"A": "B", "B": "C", "C": "A"}[key[1]]
    half, _ = answer_questions(desk.ports, worker.id, post.id, f"{key[0]}{wrong}-")
    assert half.right == (True, False, False)


@pytest.mark.parametrize("letters", ["ABCA", "ABX", "123", "是否是"])
def test_letters_that_are_no_answers_are_refused(desk: Desk, post: Post, worker: Person, letters: str) -> None:
    with pytest.raises(UserError, match="三问各选一个"):
        answer_questions(desk.ports, worker.id, post.id, letters)


def test_a_corrected_sheet_is_keyed_by_right_and_wrong(desk: Desk, post: Post, worker: Person) -> None:
    day = desk.clock.today() - timedelta(days=2)
    result, changes = mark_questions(desk.ports, worker.id, post.id, (True, True, False), on=day)
    assert (result.right, result.on, result.how) == ((True, True, False), day, HowProved.PAPER)
    undo(desk.ports, changes)
    with desk.ports.units.read() as uow:
        assert uow.quiz_results.all() == ()


def test_one_scan_holds_for_everybody_under_the_card(desk: Desk, post: Post, worker: Person) -> None:
    second = firm.add_person(desk.ports, "吴二")[0]
    receipts, _ = sign_together(desk.ports, post.id, (worker.id, second.id, worker.id), picture="a" * 64)
    assert [each.person_id for each in receipts] == [worker.id, second.id]
    assert {each.picture for each in receipts} == {"a" * 64}
    with pytest.raises(UserError, match="一个签收的人也没有勾"):
        sign_together(desk.ports, post.id, ())


def test_a_day_to_come_is_refused(desk: Desk, post: Post, worker: Person) -> None:
    with pytest.raises(UserError, match="还没到"):
        sign_for_card(desk.ports, worker.id, post.id, on=desk.clock.today() + timedelta(days=1))


def test_a_post_without_a_card_says_what_to_do(desk: Desk, post: Post, worker: Person) -> None:
    bare, _ = firm.add_post(desk.ports, "看门")
    with pytest.raises(CardNotReady, match="还没有告知卡"):
        sign_for_card(desk.ports, worker.id, bare.id)
    with pytest.raises(CardNotReady, match="还没有告知卡"):
        post_quiz(desk.ports, bare.id)


def test_a_card_without_duties_is_not_asked_about(desk: Desk, post: Post) -> None:
    with desk.ports.units.write() as uow:
        for hazard in uow.hazards.all():
            open_again = tuple(replace(m, state=MeasureState.UNANSWERED) for m in hazard.measures)
            uow.hazards.save(replace(hazard, measures=open_again))
        uow.commit()
    with pytest.raises(CardNotReady, match="必须做到"):
        post_quiz(desk.ports, post.id)


def test_somebody_is_placed_at_posts_and_taken_away_again(desk: Desk, post: Post, worker: Person) -> None:
    place_person(desk.ports, worker.id, (post.id,))
    with desk.ports.units.read() as uow:
        assert uow.posts.get(post.id).person_ids == (worker.id,)
    place_person(desk.ports, worker.id, ())
    with desk.ports.units.read() as uow:
        assert uow.posts.get(post.id).person_ids == ()


def test_who_took_part_for_one_post_only_is_placed_there_and_back_again(desk: Desk, post: Post, worker: Person) -> None:
    """Two posts for one name, a post of one's own already, and a name that two bear are not sure."""
    with desk.ports.units.read() as uow:
        run, posts = latest(uow), [each.id for each in uow.posts.all()]
        other_post = next(each for each in posts if each != post.id)
    assert run is not None
    twice, placed = (firm.add_person(desk.ports, name)[0] for name in ("吴二", "郑三"))
    place_person(desk.ports, placed.id, (other_post,))
    steps.set_participants(desk.ports, run.id, post.id, ("周木生", "吴二", "郑三", "没登记的人"))
    steps.set_participants(desk.ports, run.id, other_post, ("吴二",))
    changes = place_as_told(desk.ports)
    with desk.ports.units.read() as uow:
        assert uow.posts.get(post.id).person_ids == (worker.id,)
        assert uow.posts.get(other_post).person_ids == (placed.id,)
        assert places_told(uow) == ()
    assert twice.id != worker.id
    undo(desk.ports, changes)
    with desk.ports.units.read() as uow:
        assert [person.name for person, _ in places_told(uow)] == ["周木生"]


def test_who_signed_cannot_be_deleted(desk: Desk, post: Post, worker: Person) -> None:
    from ymh_desktop.services.staff import remove_person

    sign_for_card(desk.ports, worker.id, post.id)
    with pytest.raises(firm.InUse, match="已经用在记录里"):
        remove_person(desk.ports, worker.id)
