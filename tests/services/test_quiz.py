"""Three questions about every post of every trade: its own card answers them, and what is wrong is wrong there."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.services.trade_books import full_book
from tests.support.desk import RESOURCES, Desk, new_desk
from ymh_desktop.domain.quiz import QuizPart, alike
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.training.lessons import lessons, quiz

TRADES = tuple(header.id for header in Catalogue(RESOURCES).trade_headers())


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """Only its library and codes are used: the books lie in memory."""
    with new_desk(tmp_path_factory.mktemp("三问")) as opened:
        yield opened.ports


def test_every_trade_is_tried() -> None:
    assert len(TRADES) == 25


@pytest.mark.parametrize("trade_id", TRADES)
def test_every_post_of_a_trade_is_asked_from_its_own_card_and_no_wrong_answer_is_said_of_it(
    ports: Ports, trade_id: str
) -> None:
    """Wrong answers: not on its card, not in its register, not in the library's text about what it meets."""
    book = full_book(ports, trade_id)
    cards = lessons(ports, book)
    assert len(cards) >= len(book.posts) - 1  # at one post of a trade, perhaps, nothing can happen
    for post in book.posts:
        if post.id not in cards:
            continue
        asked, taught = quiz(ports, book, post, cards).questions, cards[post.id]
        met = [ports.library.module(p.module_id or "") for p in book.points if post.id in p.post_ids]
        own_dangers = {entry.hazard for module in met for entry in module.entries}
        own_duties = {measure.card for module in met for entry in module.entries for measure in entry.measures}
        own_steps = {step for m in met for step in (*m.emergency, *(s for e in m.entries for s in e.emergency))}
        assert [each.part for each in asked] == list(QuizPart)
        for each, own, card in zip(
            asked,
            (own_dangers, own_duties, own_steps),
            (taught.dangers, taught.duties, taught.emergency),
            strict=True,
        ):
            right = each.options[each.right]
            wrong = [option for place, option in enumerate(each.options) if place != each.right]
            assert right in card
            assert len(set(each.options)) == 3
            assert not own & set(wrong)
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
    cards = lessons(desk.ports, book)
    letters = "".join(quiz(desk.ports, book, post, cards).key for post in book.posts)
    assert min(letters.count(letter) for letter in "ABC") >= len(book.posts) // 3


def test_a_firm_with_few_machines_is_asked_about_its_own_trade(desk: Desk) -> None:
    """Wrong answers about dangers come from what is usual in the trade before they come from strange trades."""
    book = full_book(desk.ports, "wood-furniture")
    few = replace(
        book,
        points=tuple(p for p in book.points if p.module_id in {"wood-planer", "warehouse"}),
        hazards=tuple(h for h in book.hazards if h.risk_point_id in {"point-wood-planer", "point-warehouse"}),
    )
    usual = [desk.ports.library.module(use.module) for use in desk.ports.library.trade("wood-furniture").modules]
    dangers = {entry.hazard for module in usual for entry in module.entries}
    cards = lessons(desk.ports, few)
    assert cards
    for post in few.posts:
        if post.id in cards:
            asked = quiz(desk.ports, few, post, cards).questions[0]
            assert len(dangers & set(asked.options)) >= 2, (post.name, asked.options)  # the right one, a wrong one
