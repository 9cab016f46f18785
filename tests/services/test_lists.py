"""The lists on screen name the same people, levels and tiers as the papers."""

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.services.lists import danger_lines, register_lines


def test_every_line_agrees_with_the_book(desk: Desk) -> None:
    run = shop(desk, "wood-planer", "distribution-box")
    for number, card in enumerate(walk.walk_cards(desk.ports, run)):
        answer(desk, run, card, AnswerValue.NO if number % 3 == 0 else AnswerValue.YES)
    book = open_book(desk.ports)
    hazards = {h.id: h for h in book.hazards}
    lines = register_lines(desk.ports)
    assert len(lines) == len(hazards) > 5
    for line in lines:
        hazard = hazards[line.id]
        person = book.responsible(hazard)
        told = (line.level, line.tier, line.responsible, bool(line.open_dangers))
        assert told == (hazard.level, book.tier_of(hazard), person.name if person else "", hazard.weakened)
    assert {line.title for line in danger_lines(desk.ports)} == {d.title for d in book.dangers}
