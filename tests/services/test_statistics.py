"""Statistics of a period: one definition per figure, its rows behind it, and tables that can be printed again."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.services.check_support import planned
from tests.services.test_check_figures import Hand
from tests.support.desk import Desk, new_desk
from tests.support.folders import CHINA
from ymh_desktop.domain.danger_figures import DangerGroup, Matter, danger_figures
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.report_periods import ReportPeriod, month, quarter, stretch, year
from ymh_desktop.domain.submissions import Channel, Submission, SubmissionKind
from ymh_desktop.services import demo_year, hidden_dangers, risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.statistics import MonthlyNotWanted, percent, statistics_table
from ymh_desktop.services.statistics import (
    CheckMatter,
    CheckRows,
    DangerRows,
    PackageRows,
    RiskRows,
    Statistics,
    level_changes,
    level_steps,
    levels_on,
    rows_behind,
    set_monthly_wanted,
    set_words,
    statistics,
)
from ymh_desktop.services.statistics.charts import pictures
from ymh_desktop.services.statistics.figures import CheckGroup, reporting, trend_months

BEGAN, LAST = date(2026, 8, 3), date(2026, 11, 10)
PERIODS = (
    quarter(2026, 3),
    quarter(2026, 4),
    year(2026),
    month(2026, 9),
    stretch(date(2026, 8, 15), date(2026, 10, 3)),
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Fourteen weeks of the sample enterprise."""
    with new_desk(tmp_path_factory.mktemp("lived")) as desk:
        hand = Hand(desk.clock, datetime(BEGAN.year, BEGAN.month, BEGAN.day, 9, tzinfo=CHINA))
        demo_year.live(desk.ports, hand, LAST)
        yield desk


@pytest.fixture(scope="module", params=PERIODS, ids=lambda period: period.code)
def told(request: pytest.FixtureRequest, lived: Desk) -> Statistics:
    period: ReportPeriod = request.param
    return statistics(lived.ports, period)


def test_the_figures_are_those_that_the_domain_defines(lived: Desk, told: Statistics) -> None:
    dangers, period = open_book(lived.ports).dangers, told.period
    bounds: dict[str, Any] = {"first": period.first, "last": period.last, "as_of": told.as_of}
    assert told.all.figures == danger_figures(dangers, **bounds)
    for level, counts in told.by_level.items():
        assert counts.figures == danger_figures(dangers, **bounds, level=level)


def test_every_matter_is_the_number_of_its_rows(lived: Desk, told: Statistics) -> None:
    for matter in Matter:
        for level, counts in ((None, told.all), *told.by_level.items()):
            rows = rows_behind(lived.ports, DangerRows(told.period, matter, level))
            assert rows.count == counts[matter], (matter, level)


def test_what_was_there_and_came_less_what_went_is_what_is_left(told: Statistics) -> None:
    for counts in (told.all, *told.by_level.values()):
        left = counts[Matter.CARRIED_OVER] + counts[Matter.REGISTERED] - counts[Matter.CLOSED_WITHIN]
        assert left == counts[Matter.OPEN_AT_END]
        assert counts[Matter.DUE] == counts[Matter.ON_TIME] + counts[Matter.LATE]


def test_every_group_is_the_number_of_its_rows(lived: Desk, told: Statistics) -> None:
    matters = {"registered": Matter.REGISTERED, "closed": Matter.CLOSED, "overdue": Matter.OVERDUE}
    assert set(told.groups) == set(DangerGroup)
    for by, lines in told.groups.items():
        assert bool(lines) == bool(told.all[Matter.REGISTERED]), by
        for line in lines:
            assert line.name
            for name, matter in matters.items():
                rows = rows_behind(lived.ports, DangerRows(told.period, matter, None, by, line.group, line.name))
                assert rows.count == getattr(line, name), (by, line.name, matter)


def test_groups_that_exclude_each_other_make_the_whole(told: Statistics) -> None:
    for by in (DangerGroup.NATURE, DangerGroup.SOURCE, DangerGroup.LEVEL, DangerGroup.TIER, DangerGroup.RISK_POINT):
        assert sum(line.registered for line in told.groups[by]) == told.all[Matter.REGISTERED], by
    for by in (DangerGroup.POST, DangerGroup.ACCIDENT):
        assert sum(line.registered for line in told.groups[by]) >= told.all[Matter.REGISTERED], by


def test_every_figure_of_checks_is_the_number_of_its_rows(lived: Desk, told: Statistics) -> None:
    for matter in CheckMatter:
        rows = rows_behind(lived.ports, CheckRows(told.period, matter))
        if matter is CheckMatter.ABNORMAL:
            assert sum(line.abnormal for line in rows.checks) == told.checks.abnormal
        else:
            assert rows.count == getattr(told.checks, matter.value), matter
    assert set(told.check_groups) == set(CheckGroup)
    for by, lines in told.check_groups.items():
        assert sum(line.figures.required for line in lines) == told.checks.required
        for line in lines:
            rows = rows_behind(lived.ports, CheckRows(told.period, CheckMatter.MISSED, by, line.group, line.name))
            assert rows.count == line.figures.missed, (by, line.name)


def test_levels_of_today_are_those_of_the_register(lived: Desk) -> None:
    steps = level_steps(lived.ports)
    now = {hazard.id: hazard.level for hazard in open_book(lived.ports).hazards}
    assert levels_on(steps, LAST) == now
    assert level_steps(lived.ports, of_present=True) == steps
    assert levels_on(steps, BEGAN - timedelta(days=1)) == {}


def test_the_levels_of_a_period_are_the_number_of_their_rows(lived: Desk, told: Statistics) -> None:
    for where, told_levels in (("before", told.levels.before), ("after", told.levels.after)):
        assert len(told_levels) == len(RiskLevel)
        for level, count in told_levels:
            rows = rows_behind(lived.ports, RiskRows(told.period, level, before=where == "before"))
            assert rows.count == count
    for level, count in told.levels.first_graded:
        assert rows_behind(lived.ports, RiskRows(told.period, level, first_graded=True)).count == count
    assert rows_behind(lived.ports, RiskRows(told.period)).count == len(told.levels.changes)


def test_the_months_of_the_trend_are_the_statistics_of_those_months(lived: Desk) -> None:
    found = statistics(lived.ports, quarter(2026, 4))
    assert len(found.trend) >= 4
    for line in found.trend[-4:]:
        alone = statistics(lived.ports, line.period)
        assert (line.registered, line.closed) == (alone.all[Matter.REGISTERED], alone.all[Matter.CLOSED_WITHIN])
        assert line.open_at_end == alone.all[Matter.OPEN_AT_END]
        assert line.overdue_at_end == alone.all[Matter.OVERDUE_AT_END]
        assert (line.required, line.done) == (alone.checks.required, alone.checks.done)


def test_every_bar_of_every_picture_is_the_number_of_its_rows(lived: Desk, told: Statistics) -> None:
    bars = 0
    for picture in pictures(told):
        for series, behind in zip(picture.chart.series, picture.behind, strict=True):
            for value, rows in zip(series.values, behind, strict=True):
                assert rows_behind(lived.ports, rows).count == value, (picture.chart.title, rows)
                bars += 1
        for words, number, rows in picture.more:
            assert rows_behind(lived.ports, rows).count == number, words
    assert bars > 30


def test_what_treatment_cost_is_counted_to_the_cent(lived: Desk) -> None:
    told = statistics(lived.ports, year(2026))
    with closing(sqlite3.connect(lived.folder.folder.database)) as file:
        texts = file.execute("SELECT cost FROM hidden_danger WHERE cost IS NOT NULL AND rectified_on IS NOT NULL")
        assert told.spent == sum((Decimal(text) for (text,) in texts), Decimal(0))


def test_a_period_before_the_firm_began_is_empty(lived: Desk) -> None:
    told = statistics(lived.ports, quarter(2024, 1))
    assert told.empty
    assert told.over
    assert told.all.figures.rectification is None
    assert told.levels.after == tuple((level, 0) for level in sorted(RiskLevel, reverse=True))


# ---- one thing at a time ---------------------------------------------------------------------------------------------


def at(desk: Desk, day: date) -> None:
    desk.clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=CHINA)


def test_a_table_of_a_period_that_is_over_can_be_printed_again(desk: Desk) -> None:
    """What is closed after its last day changes nothing in it."""
    planned(desk)
    people = list(open_book(desk.ports).people)
    danger, _ = hidden_dangers.register_danger(desk.ports, "地上有油", "木工区")
    at(desk, date(2027, 1, 4))
    before = statistics_table(desk.ports, quarter(2026, 4))
    hidden_dangers.close_danger(desk.ports, danger.id, done="擦干净了", by_id=people[0], accepted_by_id=people[1])
    assert statistics_table(desk.ports, quarter(2026, 4)).rows == before.rows
    assert statistics(desk.ports, quarter(2027, 1)).all[Matter.CLOSED_WITHIN] == 1


def test_a_level_that_rises_is_told_with_its_day(desk: Desk) -> None:
    planned(desk)
    hazard = min(open_book(desk.ports).hazards, key=lambda each: each.level)
    profile = desk.ports.codes.profile(hazard.grade.profile_id)
    worst = tuple(max(option.mark for option in factor.options) for factor in profile.factors)
    at(desk, date(2026, 12, 5))
    risks.grade_hazard(desk.ports, hazard.id, worst)
    (change,) = level_changes(level_steps(desk.ports), date(2026, 12, 1), date(2026, 12, 31))
    assert (change.hazard_id, change.before, change.after) == (hazard.id, hazard.level, RiskLevel.MAJOR)
    assert (change.on, change.raised, change.lowered) == (date(2026, 12, 5), True, False)
    told = statistics(desk.ports, month(2026, 12))
    assert (told.levels.raised, told.levels.lowered) == (1, 0)
    assert dict(told.levels.first_graded)[hazard.level] == dict(told.levels.after)[hazard.level] + 1


def test_a_risk_taken_out_is_counted_as_long_as_it_stood_there(desk: Desk) -> None:
    planned(desk)
    hazard = open_book(desk.ports).hazards[0]
    at(desk, date(2026, 12, 5))
    risks.remove_hazard(desk.ports, hazard.id)
    steps = level_steps(desk.ports)
    assert hazard.id in levels_on(steps, date(2026, 12, 4))
    assert hazard.id not in levels_on(steps, date(2026, 12, 5))
    assert hazard.id not in {step.hazard_id for step in level_steps(desk.ports, of_present=True)}


def submission(number: int, **other: Any) -> Submission:
    day = date(2026, 11, 20)
    at = datetime(2026, 11, 20, 23, 50, tzinfo=CHINA)
    made = Submission(f"s{number}", SubmissionKind.REPORT, number, "上报包.zip", "0" * 64, at, day, day)
    return replace(made, **other)


def test_reporting_counts_proof_only(desk: Desk) -> None:
    planned(desk)
    with desk.ports.units.write() as uow:
        uow.submissions.save(submission(1, channel=Channel.WECHAT, proof="截图"))
        uow.submissions.save(submission(2, channel=Channel.USB))
        uow.submissions.save(submission(3))
        uow.submissions.save(submission(4, created_at=datetime(2026, 12, 1, 0, 10, tzinfo=CHINA), proof="回执 3"))
        uow.commit()
    november = month(2026, 11)
    found = reporting(desk.ports, november.first, november.last)
    assert (found.due, found.proved, found.without_proof, found.not_sent) == (3, 1, 1, 1)
    assert found.rate == pytest.approx(1 / 3)
    assert rows_behind(desk.ports, PackageRows(november)).count == 3
    assert [each.id for each in rows_behind(desk.ports, PackageRows(november, proved=True)).packages] == ["s1"]
    assert [each.id for each in rows_behind(desk.ports, PackageRows(november, proved=False)).packages] == ["s2"]
    assert reporting(desk.ports).due == 4


# ---- tables ----------------------------------------------------------------------------------------------------------


def test_a_quarter_names_the_law_and_its_day_a_month_names_neither(lived: Desk) -> None:
    third = statistics_table(lived.ports, quarter(2026, 3))
    assert third.basis == "依据：安监总局令第16号《安全生产事故隐患排查治理暂行规定》第十四条"
    assert third.hand_in == "请在 2026-10-15 前报出"
    assert statistics_table(lived.ports, year(2025)).hand_in == "请在 2026-01-31 前报出"
    assert third.unfinished == ""
    assert "2026-11-10" in statistics_table(lived.ports, quarter(2026, 4)).unfinished
    with pytest.raises(MonthlyNotWanted, match="月度统计表还没有打开"):
        statistics_table(lived.ports, month(2026, 9))
    set_monthly_wanted(lived.ports, True)
    monthly = statistics_table(lived.ports, month(2026, 9))
    set_monthly_wanted(lived.ports, False)
    assert (monthly.title, monthly.basis, monthly.hand_in) == ("隐患排查治理情况统计表", "", "")


def test_the_principal_signs(lived: Desk) -> None:
    roles = [line.role for line in statistics_table(lived.ports, quarter(2026, 3)).signatures]
    assert "主要负责人签字" in roles


def test_the_own_words_of_a_period_stay_with_it(desk: Desk) -> None:
    planned(desk)
    set_words(desk.ports, quarter(2026, 4), "　本季换了除尘器。\n")
    assert statistics_table(desk.ports, quarter(2026, 4)).words == "本季换了除尘器。"
    assert statistics_table(desk.ports, quarter(2026, 3)).words == ""


def test_a_rate_is_never_rounded_up_to_all_or_down_to_nothing() -> None:
    assert [percent(rate) for rate in (None, 0.0, 1.0, 0.9999, 0.875, 2 / 3, 0.004, 1 / 5000)] == [
        "—", "0%", "100%", "99.9%", "87.5%", "66.6%", "0.4%", "不到0.1%",
    ]  # fmt: skip


def test_the_trend_has_twelve_months_or_as_many_as_were_asked_for() -> None:
    assert [each.code for each in trend_months(quarter(2026, 3))][::11] == ["2025-10", "2026-09"]
    long = stretch(date(2024, 5, 3), date(2026, 10, 3))
    assert [each.code for each in trend_months(long)][::29] == ["2024-05", "2026-10"]


def test_checks_told_apart_by_person_are_those_of_their_names(lived: Desk) -> None:
    told = statistics(lived.ports, quarter(2026, 4))
    names = {line.name for line in told.check_groups[CheckGroup.INSPECTOR]}
    assert "李秀英" in names
    assert DangerLevel.MAJOR in told.by_level
