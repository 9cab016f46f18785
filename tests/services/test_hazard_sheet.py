"""One hazard in full, and the user's own risks."""

from decimal import Decimal

import pytest

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, TierScheme
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import walk
from ymh_desktop.services.hazard_sheet import (
    HazardSheet,
    NewPoint,
    add_risk,
    answer_measure,
    basis_of,
    hazard_sheet,
    leaf_factors,
    risk_form,
)
from ymh_desktop.services.undo import undo

MARKS = (Decimal(3), Decimal(6), Decimal(15))


def sheets(desk: Desk, value: AnswerValue = AnswerValue.YES) -> list[HazardSheet]:
    run = shop(desk, "wood-planer")
    for card in walk.walk_cards(desk.ports, run):
        answer(desk, run, card, value)
    return [hazard_sheet(desk.ports, h.id) for h in open_book(desk.ports).hazards]


def own_risk(desk: Desk, point: str | NewPoint) -> HazardSheet:
    hazard, _ = add_risk(
        desk.ports,
        point,
        "行车吊物掉下来砸人",
        factor_code="210102",
        accident_codes=("WSA10005",),
        consequence="死亡",
        marks=MARKS,
    )
    return hazard_sheet(desk.ports, hazard.id)


def test_it_names_tiers_and_people_as_the_papers_do(desk: Desk) -> None:
    desk_sheets = sheets(desk)
    firm.set_tiers(desk.ports, TierScheme(team=True, department=True))
    book = open_book(desk.ports)
    assert desk_sheets
    for sheet in [hazard_sheet(desk.ports, s.hazard.id) for s in desk_sheets]:
        assert sheet.tier is book.tier_of(sheet.hazard)
        assert {line.tier: line.usual for line in sheet.responsible} == {
            tier: getattr(book.responsible(sheet.hazard, tier), "name", "")
            for tier in book.enterprise.tiers.bound(sheet.hazard.level)
        }


def test_only_tiers_from_the_level_upwards_are_offered(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    firm.set_tiers(desk.ports, TierScheme(team=True, department=True))
    sheet = own_risk(desk, NewPoint("行车", RiskPointKind.FACILITY))
    assert sheet.tiers == (ControlTier.DEPARTMENT, ControlTier.COMPANY)


def test_a_person_named_for_a_tier_stands_beside_the_usual_one(desk: Desk) -> None:
    sheet = sheets(desk)[0]
    person, _ = firm.add_person(desk.ports, "张大勇")
    tier = sheet.responsible[0].tier
    risks.set_responsible(desk.ports, sheet.hazard.id, tier, person.id)
    line = hazard_sheet(desk.ports, sheet.hazard.id).responsible[0]
    assert (line.person_id, line.usual) == (person.id, sheet.responsible[0].usual)


def test_a_superseded_document_names_its_successor(desk: Desk) -> None:
    old = next(c for c in desk.ports.codes.citations if c.superseded_by)
    assert basis_of(desk.ports, old.code).warning == f"已被替代，现在用 {old.superseded_by}"
    assert basis_of(desk.ports, "GB 99999").warning == "待核对"
    assert basis_of(desk.ports, "主席令第88号(2021)").warning == ""


def test_a_measure_that_an_open_danger_misses_cannot_be_called_in_place(desk: Desk) -> None:
    sheet = next(s for s in sheets(desk, AnswerValue.NO) if s.dangers and s.dangers[0].measure_id)
    danger = sheet.dangers[0]
    with pytest.raises(UserError, match=danger.code):
        answer_measure(desk.ports, sheet.hazard.id, danger.measure_id or "", MeasureState.IN_PLACE)
    answer_measure(desk.ports, sheet.hazard.id, danger.measure_id or "", MeasureState.PLANNED)


def test_an_own_risk_brings_its_own_risk_point_and_both_go_with_one_undo(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    hazard, changes = add_risk(
        desk.ports,
        NewPoint("行车", RiskPointKind.FACILITY, "下料区"),
        "吊物掉下来砸人",
        factor_code="210102",
        accident_codes=("WSA10005",),
        consequence="死亡",
        marks=MARKS,
    )
    sheet = hazard_sheet(desk.ports, hazard.id)
    assert (sheet.point.code, sheet.point.name, sheet.point.place) == ("S-0001", "行车", "下料区")
    assert sheet.accidents == ("起重致害",)
    undo(desk.ports, changes)
    assert open_book(desk.ports).points == ()
    assert open_book(desk.ports).hazards == ()


def test_an_own_risk_at_a_known_risk_point(desk: Desk) -> None:
    point = sheets(desk)[0].point
    assert own_risk(desk, point.id).point == point
    assert risk_form(desk.ports).points == open_book(desk.ports).points


def test_a_risk_without_words_leaves_no_risk_point_behind(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    with pytest.raises(UserError, match="会出什么事"):
        add_risk(
            desk.ports,
            NewPoint("行车", RiskPointKind.FACILITY),
            " ",
            factor_code="210102",
            accident_codes=("WSA10005",),
            consequence="",
            marks=MARKS,
        )
    assert open_book(desk.ports).points == ()


def test_factors_are_offered_with_their_group_and_without_headings(desk: Desk) -> None:
    offered = {factor.code: group for factor, group in leaf_factors(desk.ports)}
    assert offered["210102"] == "设备、设施、工具、附件缺陷"
    assert "2101" not in offered
    used = {h.factor_code for s in sheets(desk) for h in [s.hazard]}
    assert used <= set(offered)


def test_removing_a_hazard_is_taken_back_with_its_hidden_dangers(desk: Desk) -> None:
    sheet = next(s for s in sheets(desk, AnswerValue.NO) if s.dangers)
    changes = risks.remove_hazard(desk.ports, sheet.hazard.id)
    undo(desk.ports, changes)
    assert hazard_sheet(desk.ports, sheet.hazard.id) == sheet


def test_removing_a_risk_point_is_taken_back_with_all_its_hazards(desk: Desk) -> None:
    before = {s.hazard.id: s for s in sheets(desk, AnswerValue.NO)}
    point = next(iter(before.values())).point
    changes = risks.remove_point(desk.ports, point.id)
    undo(desk.ports, changes)
    assert {key: hazard_sheet(desk.ports, key) for key in before} == before
