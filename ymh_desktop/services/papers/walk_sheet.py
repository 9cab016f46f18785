"""现场问答表: the walk with paper."""

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.flows.walk import WalkCard, sheet_number, walk_cards
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.walk_sheet import WalkGroup, WalkRow, WalkSheet


def walk_sheet(ports: Ports, identification_id: str) -> WalkSheet:
    """Every question of the walk, place by place, with the numbers that come back; raises UserError when empty."""
    every = walk_cards(ports, identification_id)
    cards = [card for card in every if not card.settled]
    if not cards:
        raise UserError("还没有要问的题。", "请先在第 2 步选好岗位和设备。")
    with ports.units.read() as uow:
        enterprise = the_enterprise(uow)
        run = uow.identifications.get(identification_id)
    groups: dict[str, list[WalkRow]] = {}
    for card in cards:
        groups.setdefault(card.place, []).append(_row(card))
    return WalkSheet(
        enterprise=enterprise.name,
        sheet_number=sheet_number(run, every),
        made_on=ports.clock.today(),
        groups=tuple(WalkGroup(place, tuple(rows)) for place, rows in groups.items()),
    )


def _row(card: WalkCard) -> WalkRow:
    return WalkRow(card.number, f"{card.subjects}：{card.statement}", card.look)
