"""Three questions about every post of every trade: its own card answers them, and what is wrong is wrong there."""

from itertools import pairwise

import pytest

from tests.services.trade_books import full_book
from tests.support.desk import RESOURCES, Desk
from ymh_desktop.domain.quiz import QuizPart, alike
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.services.training.lessons import lesson, lessons, quiz

TRADES = tuple(header.id for header in Catalogue(RESOURCES).trade_headers())


def test_every_trade_is_tried() -> None:
    assert len(TRADES) == 25


@pytest.mark.parametrize("trade_id", TRADES)
def test_every_post_of_a_trade_is_asked_from_its_own_card(desk: Desk, trade_id: str) -> None:
    book = full_book(desk.ports, trade_id)
    asked = 0
    for post in book.posts:
        taught = lesson(desk.ports, book, post)
        if taught is None:
            continue  # nothing can happen there
        made = quiz(desk.ports, book, post)
        asked += 1
        right = [each.options[each.right] for each in made.questions]
        assert [each.part for each in made.questions] == list(QuizPart)
        assert right[0] in taught.dangers
        assert right[1] in taught.duties
        assert right[2] in taught.emergency
        for each in made.questions:
            assert len(set(each.options)) == 3
    assert asked >= len(book.posts) - 1


@pytest.mark.parametrize("trade_id", TRADES)
def test_no_wrong_answer_is_said_of_the_post_anywhere(desk: Desk, trade_id: str) -> None:
    """Not on its card, not in its register, not in the library's text about what it meets: no word of it, nearly."""
    ports = desk.ports
    book = full_book(ports, trade_id)
    for post in book.posts:
        if lesson(ports, book, post) is None:
            continue
        met = [ports.library.module(p.module_id or "") for p in book.points if post.id in p.post_ids]
        own_dangers = {entry.hazard for module in met for entry in module.entries}
        own_duties = {measure.card for module in met for entry in module.entries for measure in entry.measures}
        own_steps = {step for m in met for step in (*m.emergency, *(s for e in m.entries for s in e.emergency))}
        own = dict(zip(QuizPart, (own_dangers, own_duties, own_steps), strict=True))
        for each in quiz(ports, book, post).questions:
            wrong = [option for place, option in enumerate(each.options) if place != each.right]
            assert not own[each.part] & set(wrong)
            right = each.options[each.right]
            assert not any(alike(right, option) for option in wrong), (post.name, right, wrong)
            assert not any(alike(one, other) for one, other in pairwise(wrong))


def test_the_same_card_gives_the_same_questions_and_another_card_others(desk: Desk) -> None:
    book = full_book(desk.ports, "wood-furniture")
    again = full_book(desk.ports, "wood-furniture")
    first = [quiz(desk.ports, book, post) for post in book.posts]
    assert first == [quiz(desk.ports, again, post) for post in again.posts]
    editions = [each.edition for each in lessons(desk.ports, book).values()]
    assert len(set(editions)) == len(editions)


def test_the_key_is_not_the_same_letter_for_all(desk: Desk) -> None:
    book = full_book(desk.ports, "wood-furniture")
    letters = "".join(quiz(desk.ports, book, post).key for post in book.posts)
    assert min(letters.count(letter) for letter in "ABC") >= len(book.posts) // 3
