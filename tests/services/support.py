"""Short ways to a shop with one machine."""

from typing import Any

from tests.support.desk import Desk
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.flows import posts, steps, walk
from ymh_desktop.services.flows.walk import WalkCard
from ymh_desktop.services.papers.walk_sheet import walk_sheet
from ymh_desktop.services.ports import Ports

TRADE = "wood-furniture"


def shop(desk: Desk, *modules: str) -> str:
    """A firm of the furniture trade with only these modules; returns the identification's id."""
    ports = desk.ports
    run = steps.start_or_resume(ports).id
    firm.save_enterprise(ports, {"name": "宏木家具厂", "credit_code": "91350100M000100Y43"})
    firm.name_leaders(ports, principal=("王建国", "13800000001"), officer=("李秀英", "13800000002"))
    posts.choose_trade(ports, run, TRADE)
    for choice in posts.module_choices(ports):
        if choice.module_id not in modules:
            posts.untick_module(ports, choice.module_id)
        elif not choice.points:
            posts.tick_module(ports, choice.module_id)
    return run


def answer(desk: Desk, run: str, card: WalkCard, value: AnswerValue, **more: Any) -> None:
    """Answer a card for all its targets."""
    targets = [(t.point.id, t.entry.id) for t in card.targets]
    walk.answer_card(desk.ports, run, targets, value, **more)


def card_of(desk: Desk, run: str, entry_id: str) -> WalkCard:
    """The card that asks this entry."""
    cards = walk.walk_cards(desk.ports, run, later=True)
    return next(card for card in cards if any(t.entry.id == entry_id for t in card.targets))


def printed(ports: Ports, run: str) -> str:
    """The number on a walk sheet that is printed now."""
    return walk_sheet(ports, run).sheet_number
