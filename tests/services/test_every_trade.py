"""The wizard of every trade runs to its end, and every post that was chosen gets a card that says something."""

import pytest

from tests.services.support import printed
from tests.support.desk import RESOURCES, Desk
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.knowledge.catalogue import Catalogue
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import grading, posts, situations, steps, walk
from ymh_desktop.services.flows.measures import answer_rest, measure_choices, measure_list
from ymh_desktop.services.flows.overview import step_notes
from ymh_desktop.services.flows.result import overview
from ymh_desktop.services.papers.cards import notice_cards
from ymh_desktop.services.papers.check_tables import check_tables
from ymh_desktop.services.papers.register import risk_register
from ymh_desktop.services.papers.sign_plan import sign_plan
from ymh_desktop.services.runs import PRINCIPAL

LIBRARY = Catalogue(RESOURCES)  # read once for all of them
TRADES = sorted(path.stem for path in (RESOURCES / "library" / "trades").glob("*.yaml"))


def test_all_trades_are_tried() -> None:
    assert len(TRADES) >= 25


@pytest.mark.parametrize("trade_id", TRADES)
def test_the_wizard_of_every_trade_runs_to_its_end(desk: Desk, trade_id: str) -> None:
    """Every second profile question is answered 有, one situation 不清楚, one statement 否."""
    ports = desk.with_ports(library=LIBRARY).ports
    run = steps.start_or_resume(ports).id
    firm.save_enterprise(ports, {"name": "试一试厂", "credit_code": "91350100M000100Y43"})
    firm.name_leaders(ports, principal=("王建国", "13800000001"), officer=("李秀英", "13800000002"))
    posts.choose_trade(ports, run, trade_id)
    for number, asked in enumerate(posts.profile_choices(ports, run)):
        posts.answer_profile(ports, run, asked.id, number % 2 == 0)
    for number, card in enumerate(situations.situation_cards(ports, run)):
        value = AnswerValue.UNSURE if number == 1 else AnswerValue.ABSENT
        situations.answer_situation(ports, run, card.subject, value)
    walk.settle_from_situations(ports, run)
    cards = walk.walk_cards(ports, run)
    failed = next(card for card in cards if not card.settled)
    walk.key_back_sheet(ports, run, printed(ports, run), [failed.number])
    assert all(note.done for note in step_notes(ports, run).values())

    grading.accept_rest(ports, run)
    book = open_book(ports)
    choices = measure_choices(ports, book)
    for point in measure_list(book, choices):
        answer_rest(ports, point, MeasureState.IN_PLACE)
    steps.go_to(ports, run, Step.RESULT)
    steps.sign_off(ports, run, PRINCIPAL, "王建国")
    steps.finish(ports, run)
    book = open_book(ports)
    found = overview(ports, run)
    assert len(book.dangers) >= 1
    assert found.unanswered <= len(choices)

    cards_printed = notice_cards(ports, book)
    said = {card.post: card for card in cards_printed.cards}
    assert said
    short = [name for name, card in said.items() if len(card.must_do) < 3 or not card.where_dangerous]
    assert short == []
    assert risk_register(ports, book).rows
    assert check_tables(ports, book).tables
    plan = sign_plan(ports, book)
    hung = {place.code for place in plan.places}
    there = {p.code for p in book.points if p.kind is not RiskPointKind.DUTY and book.hazards_of[p.id]}
    assert there == hung
