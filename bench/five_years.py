"""Five years of running, for benchmarks: 20,000 checks of 15 items, 5,000 hidden dangers, 10,000 photos on disk."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from tests.support.desk import Desk
from tests.support.folders import CHINA
from ymh_desktop.domain.checks import CheckPlan, PlanItem, PlanKind, Recording, dues
from ymh_desktop.domain.danger_events import DangerEvent, EventKind
from ymh_desktop.domain.danger_photos import DangerPhoto, PhotoStage
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.hidden_dangers import DangerNature, DangerStatus, HiddenDanger
from ymh_desktop.domain.inspections import EnteredHow, Inspection, Result, ResultState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.workdays import Period, month_end
from ymh_desktop.services import demo
from ymh_desktop.services.checks import days

CHECKS, ITEMS, DANGERS, STILL_OPEN = 20_000, 15, 5_000, 40
BEGAN, NOW = date(2021, 11, 23), datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
AT_A_TIME = 500
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9") * 200


def fill(desk: Desk) -> None:
    """The sample enterprise with five years of checks, hidden dangers and photos beside its own."""
    desk.clock.moment = NOW
    demo.fill(desk.ports)
    days.set_rest_weekdays(desk.ports, (6,))
    with desk.ports.units.read() as uow:
        calendar = days.work_calendar(desk.ports, uow)
    plans = [_plan(desk, number) for number in range(1, 14)]
    with desk.ports.units.write() as uow:
        for plan in plans:
            uow.check_plans.save(plan)
        uow.commit()
    owed = [(plan, due) for plan in plans for due in dues(plan, calendar, BEGAN, NOW.date() - timedelta(days=1))]
    owed.sort(key=lambda pair: pair[1].day)
    made = [pair for pair in owed if pair[1].day.toordinal() % 50][-CHECKS:]
    for first in range(0, len(made), AT_A_TIME):
        with desk.ports.units.write() as uow:
            for plan, due in made[first : first + AT_A_TIME]:
                uow.inspections.save(_inspection(desk, plan, due.period, due.day))
            uow.commit()
    with desk.ports.units.read() as uow:
        hazards, people = uow.hazards.all(), uow.people.all()
    for first in range(0, DANGERS, AT_A_TIME):
        with desk.ports.units.write() as uow:
            for number in range(first, first + AT_A_TIME):
                danger = _danger(desk, number, hazards[number % len(hazards)], people[number % len(people)])
                uow.hidden_dangers.save(danger)
                for event in _events(desk, danger):
                    uow.danger_events.save(event)
            uow.commit()


def _plan(desk: Desk, number: int) -> CheckPlan:
    sheet = number <= 12
    items = tuple(PlanItem(each, "", f"第 {each} 项", "在位、完好") for each in range(1, ITEMS + 1))
    return CheckPlan(
        desk.ports.new_id(),
        f"J-{number + 900:04d}",
        f"第 {number} 张表",
        PlanKind.DAILY,
        ControlTier.POST if sheet else ControlTier.TEAM,
        Frequency.DAY if sheet else Frequency.WEEK,
        BEGAN,
        items,
        Recording.MONTH_SHEET if sheet else Recording.ROUND,
        own=True,
    )


def _inspection(desk: Desk, plan: CheckPlan, period: Period, day: date) -> Inspection:
    results = [Result(number) for number in range(1, ITEMS + 1)]
    if day.toordinal() % 20 == 0:
        results[3] = Result(4, ResultState.ABNORMAL)
    keyed = datetime.combine(month_end(day) + timedelta(days=3), NOW.timetz())
    return Inspection(
        desk.ports.new_id(),
        plan.id,
        period,
        day,
        day,
        keyed,
        tuple(results),
        EnteredHow.TRANSCRIBED,
    )


def _danger(desk: Desk, number: int, hazard: Hazard, person: Person) -> HiddenDanger:
    found = BEGAN + timedelta(days=number * 1825 // DANGERS)
    done = number < DANGERS - STILL_OPEN
    day = found + timedelta(days=3 if number % 9 else 12)
    stages = (PhotoStage.BEFORE, PhotoStage.AFTER)
    return HiddenDanger(
        desk.ports.new_id(),
        f"Y-{number + 1000:04d}",
        f"第 {number} 条隐患，护罩没有盖住",
        "木工车间",
        found,
        status=DangerStatus.CLOSED if done else DangerStatus.ASSIGNED,
        risk_point_id=hazard.risk_point_id,
        hazard_id=hazard.id,
        responsible_id=person.id,
        deadline=found + timedelta(days=7),
        rectified_on=day if done else None,
        accepted_on=day if done else None,
        closed_on=day if done else None,
        assigned_on=found,
        nature=tuple(DangerNature)[number % 4],
        occurrence=1 + number % 3,
        cost=Decimal(number % 900),
        photos=tuple(DangerPhoto(_photo(desk, number, stage), stage, found) for stage in stages),
    )


def _photo(desk: Desk, number: int, stage: PhotoStage) -> str:
    """A small picture of its own in the photo store, without the work of taking one in."""
    content = JPEG + f"{number}{stage.value}".encode()
    name = f"{sha256(content).hexdigest()}.jpg"
    path = desk.ports.photos.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name


def _events(desk: Desk, danger: HiddenDanger) -> Iterator[DangerEvent]:
    for kind in (EventKind.REGISTERED, EventKind.ASSIGNED, EventKind.CLOSED):
        at = datetime.combine(danger.found_on, NOW.timetz())
        yield DangerEvent(desk.ports.new_id(), danger.id, kind, at, danger.status, None, "现场看过")
