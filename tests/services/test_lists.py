"""The lists on screen name the same people, levels and tiers as the papers."""

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks.plans import refresh_plans
from ymh_desktop.services.checks.today import today
from ymh_desktop.services.flows import walk
from ymh_desktop.services.home import home_page
from ymh_desktop.services.lists import danger_lines, register, register_lines


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


def test_the_owner_of_a_risk_point_does_not_take_the_companys_risks(desk: Desk) -> None:
    """With two tiers the 主要负责人 answers for what is above 低, whoever looks after the machine."""
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    owner, _ = firm.add_person(desk.ports, "张大勇")
    point = open_book(desk.ports).points[0]
    risks.set_owner(desk.ports, (point.id,), owner.id)
    book = open_book(desk.ports)
    told = {line.id: line.responsible for line in register_lines(desk.ports)}
    names = {h.id: getattr(book.responsible(h), "name", "") for h in book.hazards}
    assert told == names
    assert {"王建国", "张大勇"} == set(names.values())


def test_the_register_comes_with_what_it_is_narrowed_by(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    found, book = register(desk.ports), open_book(desk.ports)
    assert found.posts == tuple((post.id, post.name) for post in book.posts)
    assert found.lines
    assert all(found.posts_of[line.risk_point_id] for line in found.lines)
    assert {found.accidents[code] for line in found.lines for code in line.accident_codes.split()} == {
        name for hazard in book.hazards for name in book.accident_names(hazard)
    }


def test_the_home_page_names_what_is_to_be_looked_at_today(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    before = home_page(desk.ports)
    assert "checks" not in {thing.page for thing in (before.next, *before.more)}
    refresh_plans(desk.ports)
    after = home_page(desk.ports)
    (thing,) = [thing for thing in (after.next, *after.more) if thing.page == "checks"]
    assert today(desk.ports).lines[0].title in thing.saying
