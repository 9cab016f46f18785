"""The lists of the screen, read as plain tuples."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.support.folders import TestFolder
from tests.support.samples import enterprise, filled, hazard, hidden_danger, person, risk_point
from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.tiers import ControlTier, TierScheme
from ymh_desktop.storage.queries import HIDDEN_DANGER_COLUMNS, REGISTER_COLUMNS, STANDING_COLUMNS


def register(opened: TestFolder) -> list[dict[str, Any]]:
    return [dict(zip(REGISTER_COLUMNS, row, strict=True)) for row in opened.views.register()]


def test_a_register_row_says_what_the_table_shows(opened: TestFolder) -> None:
    filled(opened)
    (row,) = register(opened)
    assert row == {
        "id": "h1",
        "risk_point_id": "rp1",
        "risk_point_code": "F-0001",
        "risk_point_name": "推台锯",
        "risk_point_kind": "facility",
        "place": "木工车间",
        "title": "手碰到转动的锯片",
        "accident_codes": "0101",
        "consequence": "断指",
        "value": "126",
        "level": 2,
        "tier": 4,
        "responsible": "𬭎大勇",
        "measures_in_place": 1,
        "measures_planned": 1,
        "measures_missing": 0,
        "control_failed": False,
        "open_dangers": 1,
        "needs_review": False,
    }
    assert all(type(each) is tuple for each in opened.views.register())


def test_several_accident_types_stand_apart_and_none_is_empty(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.hazards.save(hazard("h2", accident_codes=("0101", "0203")))
        uow.hazards.save(hazard("h3", accident_codes=()))
        uow.commit()
    assert [row["accident_codes"] for row in register(opened)] == ["0101", "0101 0203", ""]


def test_the_tier_follows_the_level_and_the_tiers_that_exist(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.save_enterprise(enterprise(principal_id="p1", tiers=TierScheme(team=True, department=True)))
        for level in RiskLevel:
            grade = replace(hazard().grade, level=level)
            uow.hazards.save(hazard(f"h{int(level)}", grade=grade))
        uow.hazards.save(hazard("h5", tier=ControlTier.COMPANY))
        uow.commit()
    assert [row["tier"] for row in register(opened)] == [1, 2, 3, 4, 4]


def test_who_answers_is_the_one_at_the_tier_else_below_the_company_the_owner(opened: TestFolder) -> None:
    filled(opened)
    company, at_post = ControlTier.COMPANY, ControlTier.POST
    with opened.units.write() as uow:
        uow.people.save(person("p2", name="李四"))
        uow.hazards.save(hazard("h1", tier=company, responsible=((company, "p2"), (at_post, "p1"))))
        uow.hazards.save(hazard("h2", tier=company, responsible=((at_post, "p2"),)))
        uow.hazards.save(hazard("h3", tier=at_post, responsible=((company, "p2"),)))
        uow.commit()
    assert [row["responsible"] for row in register(opened)] == ["李四", "", "𬭎大勇"]


def test_only_open_hidden_dangers_count(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.hidden_dangers.save(hidden_danger("d2", code="Y-0002", hazard_id="h1"))
        uow.hidden_dangers.save(hidden_danger("d3", code="Y-0003", hazard_id="h1", status=DangerStatus.CLOSED))
        uow.commit()
    assert register(opened)[0]["open_dangers"] == 2


def test_hazards_stand_with_their_risk_point_in_the_order_in_which_they_were_made(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.risk_points.save(risk_point("rp0", code="F-0000"))
        uow.hazards.save(hazard("h9", risk_point_id="rp0"))
        uow.hazards.save(hazard("h0"))
        uow.commit()
    assert [row["id"] for row in register(opened)] == ["h9", "h0", "h1"]


def test_an_empty_folder_has_empty_lists(opened: TestFolder) -> None:
    assert opened.views.register() == []
    assert opened.views.hidden_dangers() == []


def test_how_things_stand_is_one_row_of_counts(opened: TestFolder) -> None:
    nothing = dict(zip(STANDING_COLUMNS, opened.views.standing(date(2026, 12, 1)), strict=True))
    assert set(nothing.values()) == {0, ""}
    filled(opened)
    with opened.units.write() as uow:
        uow.hidden_dangers.save(hidden_danger("d2", code="Y-0002", deadline=date(2026, 11, 30)))
        uow.hidden_dangers.save(hidden_danger("d3", code="Y-0003", status=DangerStatus.CLOSED))
        uow.commit()
    found = dict(zip(STANDING_COLUMNS, opened.views.standing(date(2026, 12, 1)), strict=True))
    assert (found["low"], found["general"], found["considerable"], found["major"]) == (0, 1, 0, 0)
    assert (found["dangers"], found["open_dangers"], found["overdue"]) == (3, 2, 1)
    assert found["oldest_overdue"] == hidden_danger().title
    assert (found["planned"], found["submissions"]) == (1, 0)


def test_the_oldest_overdue_one_is_the_one_with_the_earliest_deadline(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        for key, day in (("d2", 20), ("d3", 10), ("d4", 15)):
            uow.hidden_dangers.save(
                hidden_danger(key, code=f"Y-000{key[1]}", title=f"到 {day} 号", deadline=date(2026, 11, day))
            )
        waits = DangerStatus.AWAITING_AUTHORITY
        uow.hidden_dangers.save(
            hidden_danger("d5", code="Y-0005", title="等部门核销", deadline=date(2026, 11, 1), status=waits)
        )
        uow.commit()
    found = dict(zip(STANDING_COLUMNS, opened.views.standing(date(2026, 12, 1)), strict=True))
    assert found["oldest_overdue"] == "到 10 号"


def test_hidden_dangers_come_newest_first_with_names(opened: TestFolder) -> None:
    filled(opened)
    with opened.units.write() as uow:
        uow.hidden_dangers.save(hidden_danger("d2", code="Y-0002", deadline=date(2026, 12, 1)))
        uow.commit()
    newest, older = [dict(zip(HIDDEN_DANGER_COLUMNS, row, strict=True)) for row in opened.views.hidden_dangers()]
    assert (newest["code"], newest["deadline"], newest["responsible"], newest["risk_point_name"]) == (
        "Y-0002",
        date(2026, 12, 1),
        "",
        "",
    )
    assert (older["responsible"], older["risk_point_name"], older["status"]) == ("𬭎大勇", "推台锯", "registered")


def test_lists_of_a_unit_of_work_belong_to_its_one_look(opened: TestFolder) -> None:
    """What somebody else writes meanwhile is not in them, and they take no connection of their own."""
    filled(opened)
    with opened.units.read() as uow:
        before = uow.views.standing(date(2026, 12, 1))
        with opened.units.write() as other:
            other.hidden_dangers.save(hidden_danger("d9", code="Y-0009"))
            other.commit()
        assert uow.views.standing(date(2026, 12, 1)) == before
        assert len(uow.views.hidden_dangers()) == 1
    assert len(opened.views.hidden_dangers()) == 2
