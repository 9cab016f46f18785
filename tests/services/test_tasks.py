"""人人有任务: four ticks per person, each for its own reason."""

from datetime import timedelta

import pytest

from tests.services.check_support import planned, plans
from tests.support.desk import Desk
from ymh_desktop.domain.checks import Recording
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.tiers import Frequency
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers
from ymh_desktop.services.checks import fill
from ymh_desktop.services.training.proofs import (
    answer_questions,
    mark_questions,
    place_person,
    post_quiz,
    sign_for_card,
)
from ymh_desktop.services.training.tasks import PersonTicks, add_people, coverage, everybody


@pytest.fixture
def post(desk: Desk) -> Post:
    planned(desk)
    with desk.ports.units.read() as uow:
        point = next(p for p in uow.risk_points.all() if p.module_id == "wood-planer")
        return uow.posts.get(point.post_ids[0])


@pytest.fixture
def worker(desk: Desk, post: Post) -> Person:
    return firm.add_person(desk.ports, "周木生")[0]


def ticks(desk: Desk, person: Person) -> PersonTicks:
    line = everybody(desk.ports).line(person.id)
    assert line is not None
    return line


def test_somebody_without_a_post_has_nothing_yet(desk: Desk, worker: Person) -> None:
    line = ticks(desk, worker)
    assert [tick.yes for tick in (line.card, line.signed, line.answered, line.busy)] == [False] * 4
    assert (line.card.words, line.busy.words) == ("还没定岗位", "没有任务")


def test_the_ticks_come_one_by_one(desk: Desk, post: Post, worker: Person) -> None:
    place_person(desk.ports, worker.id, (post.id,))
    line = ticks(desk, worker)
    assert (line.card.yes, line.signed.words, line.answered.words) == (True, "没签", "没问")
    assert line.busy.yes  # the sheet of the post is theirs too
    sign_for_card(desk.ports, worker.id, post.id)
    mark_questions(desk.ports, worker.id, post.id, (True, False, True))
    line = ticks(desk, worker)
    assert (line.signed.yes, line.answered.words) == (True, "答对 2 问，要再问")
    answer_questions(desk.ports, worker.id, post.id, post_quiz(desk.ports, post.id).key)
    assert ticks(desk, worker).complete


def test_a_changed_card_asks_to_sign_and_answer_anew(desk: Desk, post: Post, worker: Person) -> None:
    place_person(desk.ports, worker.id, (post.id,))
    sign_for_card(desk.ports, worker.id, post.id)
    mark_questions(desk.ports, worker.id, post.id, (True, True, True))
    with desk.ports.units.write() as uow:
        point = next(p for p in uow.risk_points.all() if p.module_id == "wood-planer")
        uow.hazards.remove(uow.hazards.of_point(point.id)[0].id)
        uow.commit()
    line = ticks(desk, worker)
    assert line.card.yes
    assert (line.signed.words, line.answered.words) == ("卡改过，要重签", "没问")


def test_an_overdue_hidden_danger_takes_the_last_tick(desk: Desk, post: Post, worker: Person) -> None:
    danger, _ = hidden_dangers.register_danger(desk.ports, "护罩松", "木工区")
    hidden_dangers.assign_danger(desk.ports, danger.id, worker.id, desk.clock.today() + timedelta(days=2))
    assert ticks(desk, worker).busy.yes
    desk.clock.moment += timedelta(days=3)
    assert ticks(desk, worker).busy.words == f"{danger.code} 超期"


def test_of_several_overdue_ones_the_one_with_the_earliest_deadline_is_named(
    desk: Desk, post: Post, worker: Person
) -> None:
    codes = {}
    for days in (3, 1, 2):
        danger, _ = hidden_dangers.register_danger(desk.ports, f"护罩松 {days}", "木工区")
        hidden_dangers.assign_danger(desk.ports, danger.id, worker.id, desk.clock.today() + timedelta(days=days))
        codes[days] = danger.code
    desk.clock.moment += timedelta(days=4)
    assert ticks(desk, worker).busy.words == f"{codes[1]} 超期等 3 项"


def test_what_was_checked_this_week_is_told_and_what_was_missed_takes_the_tick(desk: Desk, post: Post) -> None:
    weekly = next(p for p in plans(desk) if p.frequency is Frequency.WEEK and p.recording is Recording.ROUND)
    fill.fill_check(desk.ports, weekly.id, ())
    assert any(line.busy.words.startswith("本周做了 1 次") for line in everybody(desk.ports).lines if line.busy.yes)
    desk.clock.moment += timedelta(days=14)
    officer = next(line for line in everybody(desk.ports).lines if line.person.name == "李秀英")
    assert not officer.busy.yes
    assert officer.busy.words.startswith("漏了“")


def test_coverage_counts_against_the_headcount_when_that_is_more(desk: Desk, post: Post, worker: Person) -> None:
    found = coverage(desk.ports)
    assert (found.listed, found.people) == (3, 3)
    firm.save_enterprise(desk.ports, {"headcount": "10"})
    found = coverage(desk.ports)
    assert (found.listed, found.people, found.not_listed) == (3, 10, 7)
    assert found.words.startswith("0 / 10 人四样齐全")


def test_several_people_are_added_at_once_and_placed(desk: Desk, post: Post) -> None:
    people, _ = add_people(desk.ports, "周木生\n吴二，郑三、 周木生", post.id)
    assert [person.name for person in people] == ["周木生", "吴二", "郑三"]
    with desk.ports.units.read() as uow:
        assert uow.posts.get(post.id).person_ids == tuple(person.id for person in people)


def test_who_left_is_not_listed(desk: Desk, worker: Person) -> None:
    firm.person_left(desk.ports, worker.id)
    assert everybody(desk.ports).line(worker.id) is None
