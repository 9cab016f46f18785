"""Inspections: years of them, read by the stretch, and never left without the people and photos they name."""

from datetime import date, timedelta

import pytest

from tests.support.folders import TestFolder
from tests.support.samples import check_plan, checked, filled, inspection, person
from ymh_desktop.domain.workdays import Period
from ymh_desktop.storage.errors import StillUsed
from ymh_desktop.storage.queries import CHECK_COLUMNS

MONDAY = date(2026, 11, 23)
WEEK = timedelta(days=7)


@pytest.fixture
def running(opened: TestFolder) -> TestFolder:
    """Four weeks of one plan, the sheet of the second with a photo."""
    filled(opened)
    checked(opened)
    with opened.units.write() as uow:
        uow.check_plans.save(check_plan("c2", code="J-0002"))
        for number in (2, 3, 4):
            first = MONDAY + (number - 1) * WEEK
            period = Period(first, first + timedelta(days=6))
            uow.inspections.save(
                inspection(f"i{number}", period=period, due_on=period.last, done_on=first, inspector_id=None)
            )
        uow.inspections.save(inspection("i9", plan_id="c2", inspector_id=None))
        uow.commit()
    return opened


def test_a_stretch_holds_the_inspections_of_its_plan_whose_period_begins_in_it(running: TestFolder) -> None:
    with running.units.read() as uow:
        found = uow.inspections.of_plan("c1", MONDAY + WEEK, MONDAY + 2 * WEEK)
    assert [each.id for each in found] == ["i2", "i3"]


def test_the_newest_of_a_plan_come_first(running: TestFolder) -> None:
    with running.units.read() as uow:
        assert [each.id for each in uow.inspections.newest_of_plan("c1", 3)] == ["i4", "i3", "i2"]


def test_what_is_saved_is_in_the_stretch_before_the_commit(running: TestFolder) -> None:
    with running.units.write() as uow:
        uow.inspections.save(inspection("i0"))
        uow.inspections.remove("i1")
        assert [each.id for each in uow.inspections.of_plan("c1", MONDAY, MONDAY)] == ["i0"]
        assert [each.id for each in uow.inspections.newest_of_plan("c1", 9)] == ["i4", "i3", "i2", "i0"]


def test_who_made_a_check_is_known_and_not_removed(running: TestFolder) -> None:
    with running.units.write() as uow:
        uow.people.save(person("p2"))
        assert uow.inspections.names("p1")
        assert not uow.inspections.names("p2")
        uow.inspections.save(inspection("i2", inspector_id="p2"))
        assert uow.inspections.names("p2")
        uow.people.remove("p1")
        with pytest.raises(StillUsed):
            uow.commit()


def test_a_plan_that_was_ever_filled_in_is_not_removed(running: TestFolder) -> None:
    with running.units.write() as uow:
        uow.check_plans.remove("c1")
        with pytest.raises(StillUsed):
            uow.commit()


def test_the_list_of_a_stretch_says_who_when_and_how_many(running: TestFolder) -> None:
    first, *_ = (dict(zip(CHECK_COLUMNS, row, strict=True)) for row in running.views.checks(MONDAY, MONDAY + WEEK))
    assert first == {
        "id": "i1",
        "plan_id": "c1",
        "period_first": "2026-11-23",
        "due_on": "2026-11-29",
        "done_on": "2026-11-23",
        "entered": "transcribed",
        "items": 1,
        "abnormal": 1,
        "inspector": "𬭎大勇",
        "filled_at": "2026-11-23T09:30:00+08:00",
    }
    assert [row[0] for row in running.views.checks(MONDAY + WEEK, MONDAY + 2 * WEEK)] == ["i2"]


def test_the_doctor_misses_the_scans_and_photos_of_checks(running: TestFolder) -> None:
    said = [sentence for good, sentence in running.doctor.findings() if not good]
    assert any("有 2 张照片找不到" in sentence for sentence in said)
