"""What is printed is what comes back: sheets bear the plan's number and the items' numbers."""

from datetime import date, datetime

import pytest

from tests.services.check_support import plan_of, planned, plans, walked
from tests.services.support import shop
from tests.support.desk import Desk
from tests.support.folders import CHINA
from ymh_desktop.domain.checks import PlanKind, read_sheet_number
from ymh_desktop.domain.inspections import ResultState
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks import fill
from ymh_desktop.services.checks import plans as use
from ymh_desktop.services.papers.check_tables import NOT_NUMBERED, NoChecks, check_tables, sheets
from ymh_desktop.services.reports.check_table import CheckTable, SheetForm


def tables(desk: Desk) -> tuple[CheckTable, ...]:
    return check_tables(desk.ports, open_book(desk.ports)).tables


def test_sheets_printed_before_the_first_day_are_those_of_the_period_that_begins(desk: Desk) -> None:
    """Made in the evening of a month's last day: what is hung up then is ticked from the next morning on."""
    desk.clock.moment = datetime(2026, 11, 30, 19, 7, tzinfo=CHINA)
    planned(desk)
    first_days = {read_sheet_number(table.sheet_number)[1] for table in tables(desk)}
    assert first_days == {date(2026, 11, 30), date(2026, 12, 1), date(2026, 10, 1)}  # week, month, quarter
    assert any("2026 年 12 月" in table.period for table in tables(desk))


def test_every_plan_of_the_register_has_a_sheet_whose_number_leads_back_to_it(desk: Desk) -> None:
    planned(desk)
    numbers = [table.sheet_number for table in tables(desk)]
    assert len(set(numbers)) == len(numbers)
    assert sorted(read_sheet_number(number)[0] for number in numbers) == [plan.code for plan in plans(desk)]
    assert {fill.sheet_of(desk.ports, number)[0].id for number in numbers} == {plan.id for plan in plans(desk)}


def test_the_numbers_on_paper_are_those_that_are_typed(desk: Desk) -> None:
    planned(desk)
    plan = plan_of(desk, ControlTier.TEAM, Frequency.WEEK)
    table = next(t for t in tables(desk) if t.sheet_number.startswith(plan.code))
    typed = table.rows[-1]
    made, _ = fill.transcribe_sheet(
        desk.ports, table.sheet_number, fill.failed_numbers([typed.number]), done_on=desk.clock.today()
    )
    (failed,) = made.abnormal
    assert failed.state is ResultState.ABNORMAL
    assert plan.item(failed.number).what == typed.what


def test_before_the_identification_is_finished_sheets_bear_no_number(desk: Desk) -> None:
    walked(desk)
    found = tables(desk)
    assert {table.sheet_number for table in found} == {NOT_NUMBERED}
    assert {table.form for table in found} == {SheetForm.MONTH, SheetForm.SINGLE}


def test_a_posts_sheet_is_for_the_month_and_a_round_for_its_period(desk: Desk) -> None:
    planned(desk)
    shift = next(t for t in tables(desk) if t.form is SheetForm.MONTH)
    assert shift.period == "2026 年 11 月，每班一格，打勾签名"
    assert shift.title.endswith("点检表")
    weekly = next(t for t in tables(desk) if t.title == "班组每周安全检查表")
    assert "2026-11-23 至 2026-11-29" in weekly.period


def test_a_single_plan_is_printed_for_another_month(desk: Desk) -> None:
    planned(desk)
    plan = plan_of(desk, ControlTier.POST, Frequency.SHIFT)
    (table,) = sheets(desk.ports, open_book(desk.ports), [plan.id], date(2026, 12, 1)).tables
    assert table.sheet_number == f"{plan.code}-202612"


def test_ready_tables_are_printed_when_asked_for(desk: Desk) -> None:
    planned(desk)
    use.use_presets(desk.ports, ["winter"])
    plan = plan_of(desk, ControlTier.COMPANY, Frequency.YEAR, PlanKind.SEASONAL)
    (table,) = sheets(desk.ports, open_book(desk.ports), [plan.id]).tables
    assert table.title == "冬季安全检查（防火、防中毒、防冻、防滑）"
    assert [row.number for row in table.rows] == list(range(1, len(plan.items) + 1))
    assert plan.code not in {t.sheet_number[: len(plan.code)] for t in tables(desk)}


def test_nothing_to_look_at_is_told(desk: Desk) -> None:
    shop(desk)
    with pytest.raises(NoChecks, match="还没有可以检查的内容"):
        check_tables(desk.ports, open_book(desk.ports))
