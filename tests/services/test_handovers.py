"""换人不断档: the next officer finds everything, and nothing stays with the one who left."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.services.handovers import HandoverSheet, hand_over, handover_sheet, handover_signed, handovers
from ymh_desktop.services.undo import undo


class _NoKey:
    def key(self) -> None:
        return None


class _Somewhere:
    def data_folder(self) -> str:
        return "D:\\双重预防数据"


@pytest.fixture
def firm_desk(desk: Desk) -> Desk:
    """A shop with one risk; no signing key yet."""
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, AnswerValue.YES)
    return desk.with_ports(packages=_NoKey(), doctor=_Somewhere())


def officer(desk: Desk) -> str:
    found = firm.firm_facts(desk.ports).officer
    assert found is not None
    return found.id


def group(sheet: HandoverSheet, heading: str) -> list[str]:
    return [each.what for each in dict(sheet.groups)[heading]]


def test_the_sheet_names_what_waits(firm_desk: Desk) -> None:
    ports, old = firm_desk.ports, officer(firm_desk)
    danger, _ = dangers.register_danger(ports, "护罩坏了", "木工区")
    hazard = open_book(ports).hazards[0]
    measure = hazard.measures[0]
    risks.plan_measure(ports, hazard.id, measure.id, person_id=old, due=None, cost=Decimal(10))
    with ports.units.write() as uow:
        uow.renewals.save(Renewal(ports.new_id(), "other", "灭火器年检", ports.clock.today() + timedelta(days=10)))
        uow.commit()
    sheet = handover_sheet(ports)
    assert any(danger.code in each and "护罩坏了" in each for each in group(sheet, "没销号的隐患"))
    assert any(measure.text in each for each in group(sheet, "要新增的措施"))
    assert group(sheet, "两个月内到期的") == ["灭火器年检"]
    assert (sheet.data_at, sheet.copied, sheet.key) == ("D:\\双重预防数据", None, "还没有签名密钥")


def test_the_office_and_what_was_theirs_change_hands(firm_desk: Desk) -> None:
    ports, old = firm_desk.ports, officer(firm_desk)
    new = firm.add_person(ports, "周小兰", "13800000009")[0].id
    danger, _ = dangers.register_danger(ports, "护罩坏了", "木工区")
    dangers.assign_danger(ports, danger.id, old, deadline=ports.clock.today() + timedelta(days=5))
    hazard = open_book(ports).hazards[0]
    risks.plan_measure(ports, hazard.id, hazard.measures[0].id, person_id=old, due=None, cost=None)
    risks.set_owner(ports, (hazard.risk_point_id,), old)
    with ports.units.write() as uow:
        uow.renewals.save(Renewal("r1", "other", "灭火器年检", date(2027, 1, 1), person_id=old))
        for each in ("special", "equipment", "leader"):
            uow.renewals.save(Renewal(each, f"{each}-certificate", "证", date(2027, 1, 1), person_id=old))
        uow.commit()
    hand_over(ports, old, new, papers_at="办公室铁柜第二层", backups_at="老板抽屉里的U盘")
    assert officer(firm_desk) == new
    with ports.units.read() as uow:
        assert uow.hidden_dangers.get(danger.id).responsible_id == new
        assert uow.hazards.get(hazard.id).measures[0].person_id == new
        assert uow.risk_points.get(hazard.risk_point_id).owner_id == new
        assert uow.renewals.get("r1").person_id == new
        assert {uow.renewals.get(each).person_id for each in ("special", "equipment", "leader")} == {old}


@pytest.mark.parametrize(
    ("former", "coming", "stays", "becomes"),
    [
        ("安全员", "", "", "安全员"),
        ("专职安全员", "统计", "", "统计、专职安全员"),
        ("会计", "", "会计", "安全员"),
        ("会计兼安全员", "", "会计", "安全员"),
        ("安全员", "安全员", "", "安全员"),
    ],
)
def test_the_title_goes_over_with_the_office_and_comes_back_with_it(
    firm_desk: Desk, former: str, coming: str, stays: str, becomes: str
) -> None:
    ports, old = firm_desk.ports, officer(firm_desk)
    new = firm.add_person(ports, "周小兰", duty=coming)[0].id
    with ports.units.write() as uow:
        uow.people.save(replace(uow.people.get(old), duty=former))
        uow.commit()
    _, changes = hand_over(ports, old, new)
    assert duties(firm_desk, old, new) == (stays, becomes)
    undo(ports, changes)
    assert duties(firm_desk, old, new) == (former, coming)


def duties(desk: Desk, *ids: str) -> tuple[str, ...]:
    with desk.ports.units.read() as uow:
        return tuple(uow.people.get(each).duty for each in ids)


def test_who_only_signs_leaves_everything_where_it_was(firm_desk: Desk) -> None:
    ports, old = firm_desk.ports, officer(firm_desk)
    new = firm.add_person(ports, "周小兰")[0].id
    danger, _ = dangers.register_danger(ports, "护罩坏了", "木工区")
    dangers.assign_danger(ports, danger.id, old, deadline=ports.clock.today() + timedelta(days=5))
    hand_over(ports, old, new, take_over=False)
    with ports.units.read() as uow:
        assert uow.hidden_dangers.get(danger.id).responsible_id == old


def test_both_sign_after_the_day_of_the_handover(firm_desk: Desk) -> None:
    ports, old = firm_desk.ports, officer(firm_desk)
    new = firm.add_person(ports, "周小兰")[0].id
    made, _ = hand_over(ports, old, new)
    with pytest.raises(UserError, match="不对"):
        handover_signed(ports, made.id, made.on - timedelta(days=1))
    handover_signed(ports, made.id, scan="sheet.jpg")
    (kept,) = handovers(ports)
    assert (kept.signed_on, kept.scan) == (ports.clock.today(), "sheet.jpg")


def test_nobody_hands_over_to_himself_or_tomorrow(firm_desk: Desk) -> None:
    ports, old = firm_desk.ports, officer(firm_desk)
    new = firm.add_person(ports, "周小兰")[0].id
    with pytest.raises(UserError, match="同一个人"):
        hand_over(ports, old, old)
    with pytest.raises(UserError, match="还没到"):
        hand_over(ports, old, new, on=ports.clock.today() + timedelta(days=1))
    assert handovers(ports) == ()
