"""Holidays and ready check tables: right by independent rules, worded like the library."""

from datetime import date, timedelta

import pytest

from tests.knowledge.support import RESOURCES
from ymh_desktop.domain.checks import PlanKind
from ymh_desktop.domain.codes import CitationState
from ymh_desktop.domain.workdays import Period
from ymh_desktop.knowledge import wording
from ymh_desktop.knowledge.almanac import HolidayYear, holiday_years
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.dangerous_advice import traps_in
from ymh_desktop.knowledge.presets import CheckPreset, check_presets

YEARS = holiday_years(RESOURCES / "calendar")
PRESETS = check_presets(RESOURCES / "checks" / "presets.yaml")
# 正月初一, 端午, 中秋 by the lunar calendar, and 清明 by the sun: looked up apart from the files.
MOVING = {
    2025: ("2025-01-29", "2025-05-31", "2025-10-06", "2025-04-04"),
    2026: ("2026-02-17", "2026-06-19", "2026-09-25", "2026-04-05"),
    2027: ("2027-02-06", "2027-06-09", "2027-09-15", "2027-04-05"),
}


def off(year: HolidayYear) -> set[date]:
    return {day for holiday in year.holidays for day in Period(holiday.first, holiday.last).days()}


def statutory(year: int) -> set[date]:
    """The thirteen days that the law names since 2025; two of them may be one day."""
    new_year, dragon, moon, bright = (date.fromisoformat(day) for day in MOVING[year])
    spring = {new_year + timedelta(days=number) for number in range(-1, 3)}
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2), *(date(year, 10, day) for day in (1, 2, 3))}
    return spring | fixed | {dragon, moon, bright}


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_every_statutory_day_is_a_holiday(year: HolidayYear) -> None:
    assert statutory(year.year) <= off(year)
    if not year.arranged:
        assert off(year) == statutory(year.year)
        assert year.make_up == ()


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_days_off_and_days_worked_instead_balance(year: HolidayYear) -> None:
    """An arrangement moves weekends, it gives no days away: what is free on weekdays is statutory or worked instead."""
    if not year.arranged:
        return
    weekdays_off = [day for day in off(year) if day.weekday() < 5]
    # A statutory day on a weekend is made up for by a weekday.
    assert len(weekdays_off) - len(year.make_up) == len(statutory(year.year))


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_days_worked_instead_are_weekend_days_and_no_holidays(year: HolidayYear) -> None:
    assert all(day.weekday() >= 5 and day not in off(year) for day in year.make_up)
    assert all(day.year == year.year for day in off(year) | set(year.make_up))


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_the_four_usual_holidays_have_a_check_before(year: HolidayYear) -> None:
    names = [holiday.name.split("、")[0] for holiday in year.holidays if holiday.check_before]
    assert names == ["元旦", "春节", "劳动节", "国庆节"]


def test_years_follow_each_other() -> None:
    years = [year.year for year in YEARS]
    assert years == list(range(years[0], years[-1] + 1))


# ---- ready tables ----------------------------------------------------------------------------------------------------


def test_every_kind_that_no_register_gives_has_a_ready_table() -> None:
    kinds = {preset.kind for preset in PRESETS}
    assert kinds == set(PlanKind) - {PlanKind.DAILY, PlanKind.RECORDS, PlanKind.SPECIAL}
    assert [preset.month for preset in PRESETS if preset.kind is PlanKind.SEASONAL] == [3, 5, 9, 11]
    assert all(preset.month is None for preset in PRESETS if preset.kind is not PlanKind.SEASONAL)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_a_line_is_short_and_can_be_looked_at(preset: CheckPreset) -> None:
    assert 3 <= len(preset.items) <= 12
    for item in preset.items:
        for field, text in (("what", item.what), ("standard", item.standard), ("method", item.method)):
            assert wording.too_long(f"check.{field}", text) is None, text
            assert wording.vague_phrases(text) == (), text
            assert wording.foreign_words(text) == (), text


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
def test_no_line_gives_dangerous_advice(preset: CheckPreset) -> None:
    said = [text for item in preset.items for text in (f"{item.what}：{item.standard}", item.method)]
    assert [text for text in said if traps_in(text)] == []


def test_lines_are_named_once_and_cite_what_is_in_force(codes: Codes) -> None:
    for preset in PRESETS:
        ids = [item.id for item in preset.items]
        assert len(set(ids)) == len(ids)
        for item in preset.items:
            found = codes.citation(item.basis) if item.basis else None
            assert not item.basis or (found is not None and found.state is CitationState.CURRENT)


def test_codes_hand_out_both(codes: Codes) -> None:
    assert codes.holiday_years == YEARS
    assert codes.check_preset("winter").title.startswith("冬季")
