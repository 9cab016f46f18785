"""A quarter lived day by day: plan, fill, fail, rectify, return, close, a major one, report; then all is counted.

What the program says of the quarter — on the home page, on 数字统计, in the signed table, in the spreadsheet, on the
command line — equals what raw SQL counts in the data file, and for checks what the diary of the quarter remembers.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.documents.reading import text_of
from tests.support.folders import CHINA
from tests.ui.support import settle, wait_until, words_on
from tests.unit.loop import CLAUSE, PLAN
from ymh_desktop.bootstrap import Program, open_program
from ymh_desktop.cli.statistics import _record
from ymh_desktop.domain.checks import PlanKind, Recording
from ymh_desktop.domain.danger_figures import DangerGroup, Matter
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.hidden_dangers import CannotClose, DangerLevel, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.inspections import Mark, ResultState
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import Evaluator, OrderKind, ReportTo, Shutdown, SupervisionOrder, TreatmentPlan
from ymh_desktop.domain.report_periods import ReportPeriod, month, quarter
from ymh_desktop.domain.submissions import Channel
from ymh_desktop.services import demo, demo_major, risks
from ymh_desktop.services import hidden_dangers as loop
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks import days, fill, plans
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.services.demo_year import MovingClock
from ymh_desktop.services.home import home_page
from ymh_desktop.services.papers.statistics import percent, statistics_table
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reporting.export import export_report
from ymh_desktop.services.reporting.sending import record_sending
from ymh_desktop.services.statistics import Statistics, statistics
from ymh_desktop.services.statistics.figures import CheckGroup
from ymh_desktop.start import make_window
from ymh_desktop.ui.views.home import HomePage
from ymh_desktop.ui.views.statistics import StatisticsPage

BEGAN, FIRST, LAST, NOW = date(2026, 6, 22), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 14)
QUARTER = quarter(2026, 3)


@dataclass
class Diary:
    """What the people remember of their checks, whatever the program keeps."""

    owed: dict[tuple[str, date], date] = field(default_factory=dict)  # (plan, first day of its period) → due day
    made: set[tuple[str, date]] = field(default_factory=set)

    def missed(self, first: date, last: date) -> int:
        """Owed, due between the two days, and never made."""
        return sum(1 for key, due in self.owed.items() if first <= due <= last and key not in self.made)


@dataclass
class Quarter:
    """The enterprise while it lives."""

    program: Program
    clock: MovingClock
    packages: Path
    diary: Diary = field(default_factory=Diary)
    known: dict[str, str] = field(default_factory=dict)  # name in the story → id

    @property
    def ports(self) -> Ports:
        return self.program.ports

    @property
    def people(self) -> dict[str, str]:
        return {person.name: person.id for person in open_book(self.ports).people.values()}

    def danger(self, name: str) -> HiddenDanger:
        with self.ports.units.read() as uow:
            return uow.hidden_dangers.get(self.known[name])

    def photo(self, shade: int) -> str:
        """A picture of its own."""
        return self.ports.photos.keep(demo_major._picture((shade, 100, 60)))


# ---- what happens ----------------------------------------------------------------------------------------------------


def registers(name: str, title: str, **other: Any) -> Callable[[Quarter], None]:
    def happens(life: Quarter) -> None:
        danger, _ = loop.register_danger(life.ports, title, "木工区", source=DangerSource.WORKER, **other)
        life.known[name] = danger.id

    return happens


def assigns(name: str, who: str, until: date) -> Callable[[Quarter], None]:
    return lambda life: void(loop.assign_danger(life.ports, life.known[name], life.people[who], until))


def hands_in(name: str, who: str) -> Callable[[Quarter], None]:
    return lambda life: void(loop.hand_in_danger(life.ports, life.known[name], done="改好了", by_id=life.people[who]))


def accepts(name: str) -> Callable[[Quarter], None]:
    return lambda life: void(loop.accept_danger(life.ports, life.known[name], by_id=life.people["李秀英"]))


def returns(name: str) -> Callable[[Quarter], None]:
    return lambda life: void(
        loop.return_danger(life.ports, life.known[name], "还有一处没改", by_id=life.people["李秀英"])
    )


def extends(name: str, to: date) -> Callable[[Quarter], None]:
    return lambda life: void(loop.extend_danger(life.ports, life.known[name], to, "配件没到，先停用挂牌"))


def reopens(name: str) -> Callable[[Quarter], None]:
    return lambda life: void(loop.reopen_danger(life.ports, life.known[name], "又松了"))


def void(_: object) -> None:
    """What a use case returned is not needed."""


def on_the_spot(life: Quarter) -> None:
    loop.rectify_on_the_spot(
        life.ports,
        "电箱门没关",
        "打磨区",
        done="关上锁好",
        by_id=life.people["刘强"],
        accepted_by_id=life.people["李秀英"],
    )


def a_major_one(name: str, title: str) -> Callable[[Quarter], None]:
    def happens(life: Quarter) -> None:
        book = open_book(life.ports)
        hazard = next(h for h in book.hazards if h.level is RiskLevel.GENERAL and not h.weakened)
        danger, _ = loop.register_danger(life.ports, title, "打磨区", hazard_id=hazard.id)
        life.known[name] = danger.id
        loop.grade_danger(life.ports, danger.id, DangerLevel.MAJOR, basis=CLAUSE, by_id=life.people["李秀英"])

    return happens


def is_prepared(name: str) -> Callable[[Quarter], None]:
    """Decision, protection, description, plan, approval, assignment."""

    def happens(life: Quarter) -> None:
        ports, danger, boss = life.ports, life.known[name], life.people["王建国"]
        loop.pass_up(ports, danger, life.people["李秀英"], boss)
        loop.decide_shutdown(ports, danger, Shutdown.PARTIAL, evacuate=False, by_id=boss, reason="会爆炸")
        loop.protect_major(ports, danger, "断电上锁")
        loop.describe_major(ports, danger, situation="积尘", causes="滤袋破", harm="粉尘爆炸", difficulty="停 10 天")
        loop.plan_major(ports, danger, PLAN)
        loop.approve_plan(ports, danger, boss)
        loop.assign_danger(ports, danger, boss, life.clock.today() + timedelta(days=15))
        loop.start_danger(ports, danger)

    return happens


def is_ordered(life: Quarter) -> None:
    day = life.clock.today()
    order = SupervisionOrder(
        OrderKind.SUPERVISION, "督〔2026〕3号", "镇安委办", day, "限期治理", day + timedelta(days=20)
    )
    loop.receive_order(life.ports, life.known["除尘"], order)
    loop.answer_order(life.ports, life.known["除尘"], 0, "已停用，正在换", receipt="回执 21")


def is_treated(life: Quarter) -> None:
    ports, danger, officer = life.ports, life.known["除尘"], life.people["李秀英"]
    with pytest.raises(CannotClose):
        loop.close_danger(ports, danger, done="改好了", by_id=life.people["刘强"], accepted_by_id=officer)
    loop.report_major(ports, danger, ReportTo.DEPARTMENT, whom="镇应急办", how="平台", receipt="回执 18")
    loop.report_major(ports, danger, ReportTo.WORKERS, whom="全体职工", how="职工大会", receipt="签到 10 人")
    loop.evaluate_major(ports, danger, Evaluator.OWN, names="王建国、厂家技术员", passed=True)
    photo = life.photo(70)
    loop.hand_in_danger(ports, danger, done="滤袋换新", by_id=life.people["刘强"], photos=(photo,))
    loop.accept_danger(ports, danger, by_id=officer)
    assert life.danger("除尘").status is DangerStatus.AWAITING_AUTHORITY


def half_a_plan(life: Quarter) -> None:
    """Goals and funds are written, the rest is not: it is not approved."""
    plan = TreatmentPlan(goals="换掉电缆", methods="请电工来", funds="3000 元")
    loop.plan_major(life.ports, life.known["电缆"], plan)


def is_cleared(life: Quarter) -> None:
    loop.clear_major(life.ports, life.known["除尘"], authority="镇应急办", number="核〔2026〕9号")


def level_changes(*, worse: bool) -> Callable[[Quarter], None]:
    def happens(life: Quarter) -> None:
        book = open_book(life.ports)
        level = RiskLevel.LOW if worse else RiskLevel.CONSIDERABLE
        hazard = next(h for h in book.hazards if h.level is level and not h.weakened and not h.judgements)
        profile = life.ports.codes.profile(hazard.grade.profile_id)
        pick = max if worse else min
        marks = tuple(pick(option.mark for option in factor.options) for factor in profile.factors)
        risks.grade_hazard(life.ports, hazard.id, marks)
        life.known["升高" if worse else "降低"] = hazard.id

    return happens


def exports(proof: str = "", channel: Channel = Channel.NOT_SENT) -> Callable[[Quarter], None]:
    def happens(life: Quarter) -> None:
        made = export_report(life.ports, life.packages).submission
        if channel is not Channel.NOT_SENT:
            record_sending(life.ports, made.id, channel, life.clock.today(), proof)

    return happens


def at(month_number: int, day: int) -> date:
    return date(2026, month_number, day)


SCRIPT: dict[date, tuple[Callable[[Quarter], None], ...]] = {
    at(7, 6): (registers("护罩", "压刨护罩松了"), assigns("护罩", "张大勇", at(7, 13))),
    at(7, 8): (hands_in("护罩", "张大勇"),),
    at(7, 9): (returns("护罩"),),
    at(7, 10): (hands_in("护罩", "张大勇"), accepts("护罩"), on_the_spot, exports("截图 7月", Channel.WECHAT)),
    at(7, 15): (registers("灭火器", "灭火器压力不足"), assigns("灭火器", "刘强", at(7, 20))),
    at(7, 18): (extends("灭火器", at(7, 30)),),
    at(7, 20): (registers("通道", "通道堆了板材"), assigns("通道", "张大勇", at(7, 25))),
    at(7, 29): (hands_in("灭火器", "刘强"), accepts("灭火器")),
    at(8, 3): (registers("护罩再松", "压刨护罩松了"), assigns("护罩再松", "张大勇", at(8, 20))),
    at(8, 5): (a_major_one("除尘", "除尘器滤袋破损，打磨间积尘"), exports()),
    at(8, 6): (is_prepared("除尘"),),
    at(8, 7): (is_ordered,),
    at(8, 10): (hands_in("通道", "张大勇"), accepts("通道")),
    at(8, 18): (level_changes(worse=True),),
    at(8, 20): (is_treated,),
    at(8, 25): (registers("插座", "插座发黑"), assigns("插座", "刘强", at(9, 2))),
    at(9, 1): (hands_in("插座", "刘强"), accepts("插座")),
    at(9, 8): (level_changes(worse=False),),
    at(9, 10): (a_major_one("电缆", "喷漆房电缆接头裸露"), half_a_plan),
    at(9, 16): (reopens("插座"),),
    at(9, 22): (a_major_one("酒精", "油漆间通风坏了"), is_prepared("酒精")),
    at(9, 28): (registers("标志", "当心触电标志掉了"), assigns("标志", "刘强", at(10, 9))),
    at(9, 29): (exports("", Channel.USB),),
    at(10, 9): (is_cleared, hands_in("标志", "刘强"), accepts("标志")),
}


def lives(life: Quarter) -> None:
    """From the first identification to some days into the next quarter."""
    ports, clock = life.ports, life.clock
    demo.fill(ports)
    days.set_rest_weekdays(ports, (6,))
    plans.use_presets(ports, ("summer", "equipment-week"), about="")
    plans.use_presets(ports, ("equipment-day",), about="叉车")
    with ports.units.read() as uow:
        calendar = days.work_calendar(ports, uow)
    day = BEGAN
    while day < NOW:
        day += timedelta(days=1)
        clock.go_to(day)
        if not calendar.is_open(day):
            continue
        checks_the_floor(life, day)
        clock.go_to(day, 15)
        for happens in SCRIPT.get(day, ()):
            happens(life)
        clock.go_to(day, 16)
        mends_what_checks_found(life, day)
    clock.go_to(NOW, 17)


def checks_the_floor(life: Quarter, day: date) -> None:
    """What is due is made; every ninth round is put off until it is late, every eleventh forgotten for good."""
    for line in today_lines(life.ports):
        if line.keying:
            if day.day >= 4:
                keys_the_sheets(life, line.plan_ids, line.period.first)
            continue
        (plan_id,) = line.plan_ids
        key = (plan_id, line.period.first)
        life.diary.owed[key] = line.day
        turn = list(life.diary.owed).index(key) + 1
        if turn % 11 == 0 or (turn % 9 == 0 and day <= line.day and line.kind is not PlanKind.EQUIPMENT_DAY):
            continue
        with life.ports.units.read() as uow:
            numbers = [item.number for item in uow.check_plans.get(plan_id).items_on(day)]
        marks = [Mark(numbers[turn % len(numbers)], note="看到了")] if turn % 4 == 0 else []
        if turn % 5 == 0 and len(numbers) > 1:
            marks.append(Mark(numbers[(turn + 1) % len(numbers)], ResultState.NOT_INVOLVED))
        fill.fill_check(life.ports, plan_id, marks, day=line.period.first, seconds=40)
        life.diary.made.add(key)


def keys_the_sheets(life: Quarter, plan_ids: tuple[str, ...], first: date) -> None:
    """The paper of last month: each sheet with one empty day, every second one with a fault."""
    for number, plan_id in enumerate(plan_ids):
        form = fill.month_form(life.ports, plan_id, first.year, first.month)
        if not form.days:
            continue
        empty = form.days[number % len(form.days)]
        worked = [day for day in form.days if day != empty]
        marks = {}
        if number % 2 and worked:
            with life.ports.units.read() as uow:
                asked = [item.number for item in uow.check_plans.get(plan_id).items_on(worked[-1])]
            marks = {worked[-1]: (Mark(asked[0]),)}
        fill.transcribe_month(life.ports, plan_id, first.year, first.month, marks=marks, not_done=(empty,))
        life.diary.owed |= {(plan_id, day): day for day in form.days}
        life.diary.made |= {(plan_id, day) for day in worked}


def mends_what_checks_found(life: Quarter, day: date) -> None:
    """Given out at once, closed after four days, every fifth after twelve."""
    named = set(life.known.values())
    with life.ports.units.read() as uow:
        found = [d for d in uow.hidden_dangers.still_open() if d.id not in named and not d.is_major]
    for danger in found:
        if danger.assigned_on is None:
            loop.assign_danger(life.ports, danger.id, life.people["张大勇"], day + timedelta(days=7))
        takes = 12 if int(danger.code[-1]) % 5 == 0 else 4
        if day >= (danger.assigned_on or day) + timedelta(days=takes):
            loop.close_danger(
                life.ports, danger.id, done="改好了", by_id=life.people["张大勇"], accepted_by_id=life.people["李秀英"]
            )


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Quarter]:
    """The quarter, lived once."""
    folder = tmp_path_factory.mktemp("季度")
    clock = MovingClock(datetime(BEGAN.year, BEGAN.month, BEGAN.day, 9, tzinfo=CHINA))
    program = open_program(folder / "数据", via="窗口", clock=clock)
    packages = folder / "上报"
    packages.mkdir()
    try:
        quarter_lived = Quarter(program, clock, packages)
        lives(quarter_lived)
        yield quarter_lived
    finally:
        program.close()


# ---- counting --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def count(life: Quarter) -> Callable[..., int]:
    """Raw SQL on the data file: how many rows of a table meet a condition; :a and :z are the period's days."""
    path = life.ports.doctor.data_folder() / "ymh.db"

    def counting(
        where: str, *, table: str = "hidden_danger d", what: str = "count(*)", period: ReportPeriod = QUARTER
    ) -> int:
        told = min(period.last, NOW)
        with closing(sqlite3.connect(path)) as file:
            values = {"a": period.first.isoformat(), "z": told.isoformat(), "end": period.last.isoformat()}
            row = file.execute(f"SELECT {what} FROM {table} WHERE {where}", values).fetchone()
        return int(row[0] or 0)

    return counting


FOUND = "d.found_on BETWEEN :a AND :z"
OPEN = "(d.closed_on IS NULL OR d.closed_on > :z)"
WAITS = "(d.accepted_on IS NOT NULL AND d.accepted_on <= :z)"
LATE = "(d.deadline IS NOT NULL AND d.deadline < :z)"
DUE = "d.deadline BETWEEN :a AND :end AND d.deadline <= :z AND (d.rectified_on <= :z OR d.deadline < :z)"
PUNCTUAL = "coalesce(d.rectified_on <= d.deadline, 0)"
MAJOR_OPEN = f"d.level = 'major' AND d.found_on <= :z AND {OPEN}"
BY_SQL = {
    Matter.REGISTERED: FOUND,
    Matter.CLOSED: f"{FOUND} AND d.closed_on <= :z",
    Matter.NOT_DUE: f"{FOUND} AND {OPEN} AND NOT {WAITS} AND NOT {LATE}",
    Matter.OVERDUE: f"{FOUND} AND {OPEN} AND NOT {WAITS} AND {LATE}",
    Matter.AWAITING_AUTHORITY: f"{FOUND} AND {OPEN} AND {WAITS}",
    Matter.DUE: DUE,
    Matter.ON_TIME: f"{DUE} AND {PUNCTUAL}",
    Matter.LATE: f"{DUE} AND NOT {PUNCTUAL}",
    Matter.EXTENDED: f"{DUE} AND d.times_extended > 0",
    Matter.REPEATED: f"{FOUND} AND d.occurrence >= 2",
    Matter.ON_THE_SPOT: f"{FOUND} AND d.on_the_spot",
    Matter.CARRIED_OVER: "d.found_on < :a AND (d.closed_on IS NULL OR d.closed_on >= :a)",
    Matter.CLOSED_WITHIN: "d.closed_on BETWEEN :a AND :z",
    Matter.OPEN_AT_END: f"d.found_on <= :z AND {OPEN}",
    Matter.OVERDUE_AT_END: f"d.found_on <= :z AND {OPEN} AND NOT {WAITS} AND {LATE}",
    Matter.PLANNED: f"{MAJOR_OPEN} AND d.id IN (SELECT id FROM major_file WHERE approved_on <= :z)",
    **{
        matter: f"{MAJOR_OPEN} AND d.id IN (SELECT id FROM major_file WHERE {column} <> '')"
        for matter, column in (
            (Matter.GOALS, "goals"), (Matter.FUNDS, "funds"), (Matter.PEOPLE, "people"), (Matter.TIME, "schedule"),
            (Matter.SAFETY, "safety"),
        )
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def told(life: Quarter) -> Statistics:
    return statistics(life.ports, QUARTER)


def test_the_quarter_had_everything_in_it(life: Quarter, told: Statistics) -> None:
    """Else the counts below would prove little."""
    everything = {matter: told.all[matter] for matter in Matter}
    assert [matter for matter, number in everything.items() if not number] == []
    checks = told.checks
    assert min(checks.on_time, checks.late, checks.missed, checks.transcribed, checks.abnormal) > 0
    assert (told.levels.raised, told.levels.lowered) >= (1, 1)
    assert told.reporting == (3, 1, 1)
    assert life.ports.audit.broken_at() is None


@pytest.mark.parametrize("matter", Matter, ids=lambda matter: matter.value)
def test_every_figure_of_hidden_dangers_is_what_sql_counts(
    told: Statistics, count: Callable[..., int], matter: Matter
) -> None:
    assert told.all[matter] == count(BY_SQL[matter])
    for level, counts in told.by_level.items():
        assert counts[matter] == count(f"{BY_SQL[matter]} AND d.level = '{level.value}'"), level


def test_the_rates_are_quotients_of_what_sql_counts(told: Statistics, count: Callable[..., int]) -> None:
    figures = told.all.figures
    assert figures.rectification == count(BY_SQL[Matter.CLOSED]) / count(FOUND)
    assert figures.punctuality == count(BY_SQL[Matter.ON_TIME]) / count(DUE)


def test_every_group_is_what_sql_counts(told: Statistics, count: Callable[..., int]) -> None:
    hazard = "hidden_danger d LEFT JOIN hazard h ON h.id = d.hazard_id"
    posts = "hidden_danger d LEFT JOIN risk_point_post p ON p.risk_point_id = d.risk_point_id"
    tier = "coalesce(h.tier, CASE h.level WHEN 1 THEN 1 ELSE 4 END)"  # the sample has no teams and no departments
    columns = {
        DangerGroup.NATURE: ("hidden_danger d", "d.nature"),
        DangerGroup.SOURCE: ("hidden_danger d", "d.source"),
        DangerGroup.LEVEL: ("hidden_danger d", "d.level"),
        DangerGroup.RISK_POINT: ("hidden_danger d", "d.risk_point_id"),
        DangerGroup.PERSON: ("hidden_danger d", "d.responsible_id"),
        DangerGroup.POST: (posts, "p.post_id"),
        DangerGroup.TIER: (hazard, tier),
    }
    assert set(told.groups) == {*columns, DangerGroup.ACCIDENT}
    for by, (table, column) in columns.items():
        assert told.groups[by], by
        for line in told.groups[by]:
            is_it = f"{column} IS NULL" if line.group is None else f"{column} = '{line.group}'"
            if by is DangerGroup.TIER and line.group is not None:
                is_it = f"h.id IS NOT NULL AND {tier} = {line.group}"
            elif by is DangerGroup.TIER:
                is_it = "h.id IS NULL"
            assert line.registered == count(f"{FOUND} AND {is_it}", table=table), (by, line)
            assert line.closed == count(f"{BY_SQL[Matter.CLOSED]} AND {is_it}", table=table), (by, line)
            assert line.repeated == count(f"{BY_SQL[Matter.REPEATED]} AND {is_it}", table=table), (by, line)
    for line in told.groups[DangerGroup.ACCIDENT]:
        code = f"h.accident_codes LIKE '%{line.group}%'" if line.group else "coalesce(h.accident_codes, '[]') = '[]'"
        assert line.registered == count(f"{FOUND} AND {code}", table=hazard), line


MADE = "i.due_on BETWEEN :a AND :end"  # made before its day counts too


def test_every_figure_of_checks_is_what_sql_counts_and_the_diary_remembers(
    life: Quarter, told: Statistics, count: Callable[..., int]
) -> None:
    checks, table = told.checks, "inspection i"
    assert checks.done == count(MADE, table=table)
    assert checks.on_time == count(f"{MADE} AND i.done_on <= i.due_on", table=table)
    assert checks.late == count(f"{MADE} AND i.done_on > i.due_on", table=table)
    assert checks.transcribed == count(f"{MADE} AND i.entered = 'transcribed'", table=table)
    assert checks.late_entries == count(f"{MADE} AND i.entered = 'late'", table=table)
    results = "inspection i JOIN inspection_result r ON r.inspection_id = i.id"
    assert checks.abnormal == count(f"{MADE} AND r.state = 'abnormal'", table=results)
    assert checks.missed == life.diary.missed(FIRST, LAST)
    assert checks.required == checks.done + checks.missed
    assert checks.waiting == 0
    for line in told.check_groups[CheckGroup.TIER]:
        joined = "inspection i JOIN check_plan p ON p.id = i.plan_id"
        assert line.figures.done == count(f"{MADE} AND p.tier = {line.group}", table=joined)


def test_the_trend_is_what_sql_counts_month_by_month(told: Statistics, count: Callable[..., int]) -> None:
    assert [line.period.code for line in told.trend][-3:] == ["2026-07", "2026-08", "2026-09"]
    for line in told.trend:
        assert line.registered == count(FOUND, period=line.period)
        assert line.closed == count(BY_SQL[Matter.CLOSED_WITHIN], period=line.period)
        assert line.open_at_end == count(BY_SQL[Matter.OPEN_AT_END], period=line.period)
        assert line.overdue_at_end == count(BY_SQL[Matter.OVERDUE_AT_END], period=line.period)
        assert line.done == count(MADE, table="inspection i", period=line.period)


def test_reports_levels_and_money_are_what_sql_counts(
    life: Quarter, told: Statistics, count: Callable[..., int]
) -> None:
    sent = "substr(s.created_at, 1, 10) BETWEEN :a AND :z"
    assert told.reporting.due == count(sent, table="submission s")
    assert told.reporting.proved == count(f"{sent} AND s.proof <> ''", table="submission s")
    apart = f"{sent} AND s.proof = '' AND s.channel <> 'not_sent'"
    assert told.reporting.without_proof == count(apart, table="submission s")
    now = statistics(life.ports, quarter(2026, 4))
    for level, number in now.levels.after:
        assert number == count(f"h.level = {int(level)}", table="hazard h")
    changed = {change.hazard_id: change for change in told.levels.changes}
    assert changed[life.known["升高"]].raised
    assert changed[life.known["降低"]].lowered
    planned = (
        "f.approved_on <= :z AND f.cost IS NOT NULL AND d.cost IS NULL AND (d.closed_on IS NULL OR d.closed_on > :z)"
    )
    table = "major_file f JOIN hidden_danger d ON d.id = f.id"
    assert int(told.planned_cost) == count(planned, table=table, what="sum(CAST(f.cost AS INTEGER))") > 0


def test_table_spreadsheet_and_command_line_say_the_same(
    life: Quarter, told: Statistics, count: Callable[..., int]
) -> None:
    report = statistics_table(life.ports, QUARTER)
    rows = {row.name: row.total for row in report.rows}
    by_sql = {
        "上期留下没销号的（条）": Matter.CARRIED_OVER,
        "本期排查登记数（条）": Matter.REGISTERED,
        "其中已整改销号数（条）": Matter.CLOSED,
        "登记的里面还没到期限的（条）": Matter.NOT_DUE,
        "登记的里面超期没销号的（条）": Matter.OVERDUE,
        "本期销号总数，含以前登记的（条）": Matter.CLOSED_WITHIN,
        "期末没销号的（条）": Matter.OPEN_AT_END,
        "其中超期的（条）": Matter.OVERDUE_AT_END,
        "本期到期的（条）": Matter.DUE,
        "其中按期整改完的（条）": Matter.ON_TIME,
        "第 2 次及以上发现的（条）": Matter.REPEATED,
        "当场整改的（条）": Matter.ON_THE_SPOT,
    }
    for name, matter in by_sql.items():
        assert rows.pop(name) == str(count(BY_SQL[matter])), name
    assert rows == {
        "整改率（查改率＝已销号÷已登记）": percent(count(BY_SQL[Matter.CLOSED]) / count(FOUND)),
        "按期率（按期整改完÷到期）": percent(count(BY_SQL[Matter.ON_TIME]) / count(DUE)),
    }
    major = dict(report.major)
    assert major["期末未整改的重大隐患（条）"] == str(count(MAJOR_OPEN))
    assert (major["治理方案已批准"], major["落实目标任务"], major["落实经费物资"], major["落实机构人员"]) == tuple(
        str(count(BY_SQL[matter])) for matter in (Matter.PLANNED, Matter.GOALS, Matter.FUNDS, Matter.PEOPLE)
    )
    printed = text_of(life.ports.renderer.pdf(report))
    assert f"本期登记隐患{count(FOUND)}条，已销号{count(BY_SQL[Matter.CLOSED])}条" in printed
    book = load_workbook(BytesIO(life.ports.renderer.excel(report)))
    details = list(book["登记的隐患"].iter_rows(min_row=4, values_only=True))
    assert len(details) == count(FOUND)
    assert json.loads(json.dumps(_record(told), ensure_ascii=False))["hidden_dangers"]["all"] == {
        matter.value: count(BY_SQL[matter]) for matter in Matter
    }


def test_what_happened_afterwards_changes_nothing_in_the_table_of_the_quarter(life: Quarter, told: Statistics) -> None:
    """The department cleared the major one on 9 October; on 30 September it was waiting for that."""
    assert life.danger("除尘").closed_on == at(10, 9)
    assert told.by_level[DangerLevel.MAJOR][Matter.AWAITING_AUTHORITY] == 1
    assert statistics(life.ports, month(2026, 10)).by_level[DangerLevel.MAJOR][Matter.CLOSED_WITHIN] == 1


def test_photos_and_sheets_are_on_record(life: Quarter, count: Callable[..., int]) -> None:
    """What was done leaves its proof."""
    stages = count("p.stage = 'after'", table="hidden_danger_photo p")
    assert stages == 1
    assert PhotoStage.AFTER in {photo.stage for photo in life.danger("除尘").photos}
    sheets = count(f"p.recording = '{Recording.MONTH_SHEET.value}'", table="check_plan p")
    assert sheets > 5


def test_the_dashboard_and_the_page_show_what_sql_counts(
    qapp: object, life: Quarter, count: Callable[..., int]
) -> None:
    window = make_window(life.program)
    window.resize(1366, 728)
    window.show()

    def calm() -> None:
        settle(2)
        wait_until(lambda: window.tasks.idle, 20_000)
        settle(3)

    calm()
    window.navigate("home")
    calm()
    assert isinstance(window.page, HomePage)
    fourth, october = quarter(2026, 4), month(2026, 10)
    shown = "\n".join(words_on(window.page))
    opened = count("d.status <> 'closed'")
    late = count("d.status NOT IN ('closed', 'awaiting_authority') AND d.deadline < :z", period=fourth)
    page = home_page(life.ports)
    assert (page.open_dangers, page.overdue) == (opened, late)
    assert f"其中 {late} 条超过了期限。" in shown
    registered, closed = count(FOUND, period=fourth), count(BY_SQL[Matter.CLOSED], period=fourth)
    assert f"登记 {registered} 条，已销号 {closed} 条" in shown
    due, punctual = count(DUE, period=fourth), count(BY_SQL[Matter.ON_TIME], period=fourth)
    assert f"到期 {due} 条，按期改完 {punctual} 条。" in shown
    assert percent(punctual / due) in shown
    done = count(MADE, table="inspection i", period=october)
    missed = life.diary.missed(october.first, NOW - timedelta(days=1))
    assert f"{done} / {done + missed}" in words_on(window.page)
    for level, number in page.counts:
        assert number == count(f"h.level = {int(level)}", table="hazard h")

    window.navigate("statistics", "2026Q3")
    calm()
    assert isinstance(window.page, StatisticsPage)
    words = words_on(window.page)
    for name, matter in (
        ("登记", Matter.REGISTERED), ("已销号", Matter.CLOSED), ("没到期限", Matter.NOT_DUE), ("超期", Matter.OVERDUE),
        ("待部门核销", Matter.AWAITING_AUTHORITY), ("到期", Matter.DUE), ("按期改完", Matter.ON_TIME),
        ("没按期", Matter.LATE), ("延过期", Matter.EXTENDED), ("以前留下", Matter.CARRIED_OVER),
        ("这段销号", Matter.CLOSED_WITHIN), ("没销号", Matter.OPEN_AT_END), ("其中超期", Matter.OVERDUE_AT_END),
        ("第2次及以上", Matter.REPEATED), ("当场整改", Matter.ON_THE_SPOT),
    ):  # fmt: skip
        assert f"{name} {count(BY_SQL[matter])}" in words, name
    done, missed = count(MADE, table="inspection i"), life.diary.missed(FIRST, LAST)
    assert {f"应查 {done + missed}", f"已查 {done}", f"漏查 {missed}", f"{done} / {done + missed}"} <= set(words)
    window.close()
    window.tasks.wait()
    settle()
