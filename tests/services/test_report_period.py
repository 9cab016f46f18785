"""A report says for which period it is: its name, its papers, its totals and its record."""

import json
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.documents.reading import text_of
from tests.services.test_reporting import town
from tests.support.desk import Desk
from tests.support.folders import CHINA
from ymh_desktop.domain.report_periods import month, quarter
from ymh_desktop.domain.submissions import Channel, Outcome
from ymh_desktop.services.exchange.demands import record_receipt
from ymh_desktop.services.flows import steps
from ymh_desktop.services.hidden_dangers.registration import register_danger
from ymh_desktop.services.reporting.data import Choice
from ymh_desktop.services.reporting.desk import reporting_desk
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.services.reporting.sending import record_sending
from ymh_desktop.services.runs import PRINCIPAL, latest

__all__ = ["town"]


def in_january(town: Desk) -> None:
    """The owner signed in November; now it is 5 January, and something was found on both sides of New Year."""
    with town.ports.units.read() as uow:
        run = latest(uow)
    assert run is not None
    steps.sign_off(town.ports, run.id, PRINCIPAL, "王建国")
    register_danger(town.ports, "护罩松动", "车间")
    town.clock.moment = datetime(2027, 1, 5, 9, tzinfo=CHINA)
    register_danger(town.ports, "地面有油", "车间")


def test_the_report_in_january_is_that_of_the_fourth_quarter(town: Desk, tmp_path: Path) -> None:
    export_report(town.ports, tmp_path / "出")
    in_january(town)
    made = export_report(town.ports, tmp_path / "出")
    sent = made.submission
    assert (sent.period_from, sent.period_to) == (date(2026, 10, 1), date(2026, 12, 31))
    assert "_季报_20270105_" in sent.file_name
    with zipfile.ZipFile(made.package.path) as archive:
        header, totals = (json.loads(archive.read(name)) for name in ("package.json", "data/totals.json"))
        report = archive.read("docs/report.pdf")
    assert header["period"] == {"from": "2026-10-01", "to": "2026-12-31"}
    assert header["subject"] == "quarterly"
    general = totals["hidden_dangers"]["general"]
    assert (general["found"], general["open"]) == (1, 1), "what was found in January is none of it"
    for paper in (report, made.cover.read_bytes()):
        assert "2026年第四季度（2026-10-01至2026-12-31）" in text_of(paper)


def test_another_period_can_be_chosen_and_gives_the_report_its_name(town: Desk, tmp_path: Path) -> None:
    export_report(town.ports, tmp_path / "出")
    in_january(town)
    made = export_report(town.ports, tmp_path / "出", Choice(period=month(2026, 12))).submission
    assert "_月报_" in made.file_name
    assert (made.period_from, made.period_to) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_report_that_was_sent_back_is_made_again_for_its_own_period(town: Desk, tmp_path: Path) -> None:
    in_january(town)
    first = export_report(town.ports, tmp_path / "出").submission
    record_sending(town.ports, first.id, Channel.USB, town.clock.today())
    record_receipt(town.ports, first.id, Outcome.RETURNED, number="退 1", reasons=["没有盖章"])
    town.clock.moment += timedelta(days=100)
    assert reporting_desk(town.ports, Choice()).outlook.period == quarter(2026, 4)
    again = export_report(town.ports, tmp_path / "出").submission
    assert (again.period_from, again.period_to) == (first.period_from, first.period_to)
    assert "_季报_" in again.file_name
