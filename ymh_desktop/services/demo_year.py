"""A believable year of running for the sample enterprise, through the same use cases as a user, with a moving clock.

Nothing is left to chance: the same days give the same year. Checks are missed now and then, faults are found, most are
mended in time, some late, a few are still open at the end.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from ymh_desktop.domain.checks import CheckPlan, PlanKind, Recording
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.inspections import Mark, ResultState
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.workdays import ONE_DAY, WorkCalendar
from ymh_desktop.services import demo, demo_major, demo_people, hidden_dangers, risks
from ymh_desktop.services.checks import days, fill, plans
from ymh_desktop.services.checks.today import TodayLine, today_lines
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports, Progress

PRESETS = ("spring", "summer", "autumn", "winter", "before-holiday", "resumption", "equipment-week", "equipment-month")
EQUIPMENT = "叉车"
YEAR = timedelta(days=365)
_DONE = ("已修好，现场看过", "当天换了新的", "清理干净，讲过班会", "补齐了，贴了照片", "重新固定，试过能用")
_KEYED_AFTER = 3  # working days after a month's end on which its sheets are keyed


class MovingClock:
    """A clock that stands until it is moved: for living through days that are long gone."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._moment

    def today(self) -> date:
        """Its day."""
        return self._moment.date()

    def go_to(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Move it to a time of a day; never back, as a clock does not run backwards."""
        moment = datetime.combine(day, time(hour, minute), self._moment.tzinfo)
        self._moment = max(self._moment, moment)


def a_year_before(now: datetime) -> MovingClock:
    """A clock at nine in the morning, 365 days ago."""
    then = now - YEAR
    return MovingClock(then.replace(hour=9, minute=0, second=0, microsecond=0))


def live(ports: Ports, clock: MovingClock, until: date, progress: Progress | None = None) -> None:
    """Fill an empty folder with the sample enterprise and let it run from the clock's day to `until`.

    `ports` must have been opened with this clock. Raises demo.NotEmpty.
    """
    began = clock.today()
    demo.fill(ports)
    days.set_rest_weekdays(ports, (6,))
    plans.use_presets(ports, PRESETS, about="")
    plans.use_presets(ports, ("equipment-day",), about=EQUIPMENT)
    _spring_stop(ports, began, until)
    with ports.units.read() as uow:
        calendar = days.work_calendar(ports, uow)
    total = (until - began).days
    for number in range(1, total + 1):
        day = began + timedelta(days=number)
        clock.go_to(day)
        if calendar.is_open(day):
            _one_day(ports, clock, calendar, day, last=day == until)
            demo_major.live_on(ports, began, day)
            first = _working_day_of_month(calendar, day) == 1
            demo_people.live_on(ports, began, day, first_of_month=first)
        if progress is not None and not progress(number, total):
            return


def _spring_stop(ports: Ports, began: date, until: date) -> None:
    """Small shops stop longer than the law says at the Spring Festival."""
    for year in ports.codes.holiday_years:
        for holiday in year.holidays:
            if holiday.name == "春节" and began < holiday.first and holiday.last < until:
                first, last = holiday.first - timedelta(days=4), holiday.last + timedelta(days=5)
                days.add_special_days(ports, first, last, reason="春节停产")


def _one_day(ports: Ports, clock: MovingClock, calendar: WorkCalendar, day: date, *, last: bool) -> None:
    if _working_day_of_month(calendar, day) == _KEYED_AFTER:
        _key_sheets(ports, day - timedelta(days=day.day))
    for line in today_lines(ports):
        if not line.keying and not last:
            _maybe_check(ports, clock, line, day)
    clock.go_to(day, 16)
    _mend(ports, day)
    _planned_measures(ports, day)


def _working_day_of_month(calendar: WorkCalendar, day: date) -> int:
    return len(calendar.open_days(day.replace(day=1), day))


def _key_sheets(ports: Ports, month: date) -> None:
    """The sheets of the month that ended, each with a fault now and then, and days on which nobody ticked."""
    with ports.units.read() as uow:
        sheets = [plan for plan in uow.check_plans.all() if plan.recording is Recording.MONTH_SHEET]
    for plan in sheets:
        form = fill.month_form(ports, plan.id, month.year, month.month)
        if not form.days:
            continue
        key = f"{plan.code}{month:%Y%m}"
        empty = [day for day in form.days if _one_in(f"{key}{day}-empty", 45)]
        open_days = [day for day in form.days if day not in empty]
        marks: dict[date, tuple[Mark, ...]] = {}
        if open_days and _one_in(f"{key}-fault", 4):
            day = open_days[_pick(f"{key}-day", len(open_days))]
            marks[day] = tuple(_marks(plan, day, f"{key}-what", 1))
        if open_days:
            fill.transcribe_month(ports, plan.id, month.year, month.month, marks=marks, not_done=empty)


def _maybe_check(ports: Ports, clock: MovingClock, line: TodayLine, day: date) -> None:
    (plan_id,) = line.plan_ids
    key = f"{line.title}{line.period.first}"
    if line.kind is PlanKind.EQUIPMENT_DAY or line.period.first == line.period.last:
        if _one_in(f"{key}-forgotten", 40):
            return
    elif (
        _one_in(f"{key}-forgotten", 30)
        or day < line.day - timedelta(days=_pick(f"{key}-early", 3))
        or (_one_in(f"{key}-late", 12) and day < line.day + ONE_DAY)
    ):
        return
    with ports.units.read() as uow:
        plan = uow.check_plans.get(plan_id)
    items = len(plan.items_on(day))
    faults = 0 if line.kind is PlanKind.EQUIPMENT_DAY and not _one_in(f"{key}-any", 60) else _faults(key, items)
    clock.go_to(day, 10, _pick(f"{key}-minute", 50))
    seconds = items * (4 + _pick(f"{key}-pace", 6))
    fill.fill_check(ports, plan_id, tuple(_marks(plan, day, key, faults)), day=line.period.first, seconds=seconds)


def _faults(key: str, items: int) -> int:
    """How many lines are not in order: a long round finds something every other time."""
    if items >= 40:
        return _pick(f"{key}-faults", 3)
    return 1 if _one_in(f"{key}-faults", 5) else 0


def _marks(plan: CheckPlan, day: date, key: str, faults: int) -> Iterator[Mark]:
    numbers = [item.number for item in plan.items_on(day)]
    for fault in range(min(faults, len(numbers))):
        number = numbers.pop(_pick(f"{key}-item{fault}", len(numbers)))
        yield Mark(number)
    if len(numbers) > 4 and _one_in(f"{key}-absent", 6):
        yield Mark(numbers[_pick(f"{key}-absent-item", len(numbers))], ResultState.NOT_INVOLVED, "今天没开")


def _mend(ports: Ports, day: date) -> None:
    """Give out what is new, close what is done: most within the week, one in nine late, some not yet."""
    with ports.units.read() as uow:
        dangers = uow.hidden_dangers.still_open()
        firm = the_enterprise(uow)
        leaders = (firm.officer_id, firm.principal_id)
        hands = [person.id for person in uow.people.all() if person.id not in leaders and not person.left]
    for danger in dangers:
        if danger.level is not DangerLevel.GENERAL:
            continue
        who = hands[_pick(f"{danger.code}-who", len(hands))]
        if danger.responsible_id not in hands:
            hidden_dangers.assign_danger(ports, danger.id, who, max(day, danger.found_on) + timedelta(days=7))
        if day >= _done_on(danger):
            _finish(ports, danger, who, firm.officer_id or "")
        elif danger.deadline is not None and danger.deadline <= day and _put_off(danger):
            hidden_dangers.extend_danger(ports, danger.id, _done_on(danger), "配件还没到，先停用、挂牌")


def _put_off(danger: HiddenDanger) -> bool:
    """Every other one that takes long is put off, once, with a reason; the others are simply late."""
    return not danger.times_extended and _one_in(f"{danger.code}-put-off", 2)


def _finish(ports: Ports, danger: HiddenDanger, who: str, officer: str) -> None:
    """Handed in and looked at; one in twelve comes back once."""
    done = _DONE[_pick(f"{danger.code}-done", len(_DONE))]
    hidden_dangers.hand_in_danger(ports, danger.id, done=done, by_id=who)
    if not danger.times_returned and _one_in(f"{danger.code}-again", 12):
        hidden_dangers.return_danger(ports, danger.id, "还有一处没改到，再看一遍", by_id=officer)
    else:
        hidden_dangers.accept_danger(ports, danger.id, by_id=officer, note="现场看过")


def _done_on(danger: HiddenDanger) -> date:
    takes = 1 + _pick(f"{danger.code}-takes", 6)
    if _one_in(f"{danger.code}-slow", 9):
        takes += 12
    return danger.found_on + timedelta(days=takes)


def _planned_measures(ports: Ports, day: date) -> None:
    """A measure that was to be added is there by its day: from then on it is looked at like the others."""
    if day.weekday() != 0:
        return
    with ports.units.read() as uow:
        hazards = uow.hazards.all()
    done = {
        (hazard.id, measure.id): MeasureState.IN_PLACE
        for hazard in hazards
        for measure in hazard.measures_in(MeasureState.PLANNED)
        if measure.due is not None and measure.due <= day
    }
    if done:
        risks.answer_measures(ports, done)
        plans.keep_in_step(ports)


def _pick(key: str, of: int) -> int:
    """A number below `of` that looks like chance and is the same every time."""
    return int.from_bytes(sha256(key.encode()).digest()[:6]) % of


def _one_in(key: str, of: int) -> bool:
    return _pick(key, of) == 0
