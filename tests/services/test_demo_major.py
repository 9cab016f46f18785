"""The sample enterprise's major hidden danger goes the whole legal way by itself, so that there is one to look at."""

from datetime import timedelta

import pytest

from tests.support.desk import Desk
from ymh_desktop.domain.hidden_dangers import DangerStatus
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services import demo, demo_major
from ymh_desktop.services.hidden_dangers import danger_sheet
from ymh_desktop.services.papers.dangers import major_reports


@pytest.mark.timeout(180)
def test_it_is_found_treated_and_closed_in_two_weeks(desk: Desk) -> None:
    demo.fill(desk.ports)
    began = desk.clock.today() - demo_major.AFTER
    demo_major.live_on(desk.ports, began, desk.clock.today() - timedelta(days=1))
    with desk.ports.units.read() as uow:
        assert uow.hidden_dangers.titled(demo_major.TITLE) == ()
    for number in range(13):
        if number:
            desk.clock.moment += timedelta(days=1)
        demo_major.live_on(desk.ports, began, desk.clock.today())
        with desk.ports.units.read() as uow:
            (danger,) = uow.hidden_dangers.titled(demo_major.TITLE)
            hazard = uow.hazards.find(danger.hazard_id or "")
        if danger.is_open and hazard is not None:
            assert hazard.level is RiskLevel.MAJOR
    sheet = danger_sheet(desk.ports, danger.id)
    assert sheet.danger.status is DangerStatus.CLOSED
    assert all(done for _, done in sheet.steps)
    assert hazard is not None
    assert not hazard.judged_directly
    (report,) = major_reports(desk.ports, [danger.id]).reports
    assert report.missing == ()
    assert all(photo.jpeg for photo in report.photos)
