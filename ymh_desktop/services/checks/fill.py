"""Filling in checks: all normal, then the exceptions; on the screen, or from a sheet that comes back from the floor.

What is not in order opens a hidden danger at once and marks the measure failed, so that its risk shows 管控失效. While
that hidden danger is open, finding the same again opens nothing new.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.checks import (
    CheckPlan,
    Due,
    NoSuchItem,
    PlanItem,
    Recording,
    due_of,
    keyed_by,
    read_sheet_number,
    sheet_number,
)
from ymh_desktop.domain.enterprise import Person, optional_text, required_text
from ymh_desktop.domain.hidden_dangers import DangerSource, HiddenDanger
from ymh_desktop.domain.inspections import (
    EnteredHow,
    Inspection,
    Mark,
    Result,
    ResultState,
    WrongCheck,
    check_days,
    results_of,
)
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.tiers import Frequency
from ymh_desktop.domain.workdays import Period, WorkCalendar, month_end, period_of
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.days import work_calendar
from ymh_desktop.services.checks.people import staffing
from ymh_desktop.services.checks.wanted import EVERYWHERE
from ymh_desktop.services.hidden_dangers import new_danger, open_for_failed_measure
from ymh_desktop.services.library_use import confirmed_measure, library_entry
from ymh_desktop.services.ports import Ports, UnitOfWork

_MADE_OFTEN = (Frequency.OCCASION,)  # may be filled in several times on one day
_LOOK_BACK = 3  # checks of a plan in which an open hidden danger of the same line is looked for


class AlreadyChecked(WrongCheck):
    """That period is on record."""

    def __init__(self, plan: CheckPlan, made: Inspection) -> None:
        super().__init__(
            f"“{plan.title}”这一期（{made.period.label}）已经记过了，检查日期 {made.done_on}。",
            "要补记异常，请打开那一次检查；日期不对，请换一期。",
        )


@dataclass(frozen=True, slots=True)
class CheckForm:
    """What is needed to fill in one check. `made` is the inspection of that period, None when there is none.

    `number` is what its sheet bears. `inspector_id` is who usually makes it.
    """

    plan: CheckPlan
    due: Due
    items: tuple[PlanItem, ...]
    number: str
    inspector_id: str | None
    people: tuple[Person, ...]
    made: Inspection | None


@dataclass(frozen=True, slots=True)
class MonthForm:
    """What is needed to key a month's sheet. `days` are the working days still to key, `made` those on record.

    `closed` says why the other days are closed.
    """

    plan: CheckPlan
    month: Period
    items: tuple[PlanItem, ...]
    number: str
    days: tuple[date, ...]
    made: tuple[Inspection, ...]
    closed: tuple[tuple[date, str], ...]
    inspector_id: str | None
    people: tuple[Person, ...]


# ---- forms -----------------------------------------------------------------------------------------------------------


def check_form(ports: Ports, plan_id: str, day: date | None = None) -> CheckForm:
    """The form for the period that holds this day (None: today); raises RecordGone, or WrongCheck when it has ended."""
    today = ports.clock.today()
    with ports.units.read() as uow:
        plan = uow.check_plans.get(plan_id)
        due = _due(plan, work_calendar(ports, uow), day or today)
        staff = staffing(uow)
        made = _made(uow, plan, due)
    return CheckForm(
        plan,
        due,
        plan.items_on(_within(due.period, today)),
        sheet_number(plan, due.period),
        staff.inspector(plan),
        tuple(person for person in staff.people.values() if not person.left),
        made,
    )


def month_form(ports: Ports, plan_id: str, year: int, month: int) -> MonthForm:
    """The form for a month's sheet; days to come are not offered. Raises RecordGone."""
    today = ports.clock.today()
    first = date(year, month, 1)
    period = Period(first, month_end(first))
    with ports.units.read() as uow:
        plan = uow.check_plans.get(plan_id)
        calendar, staff = work_calendar(ports, uow), staffing(uow)
        made = uow.inspections.of_plan(plan.id, period.first, period.last)
    return MonthForm(
        plan,
        period,
        tuple(item for item in plan.items if any(item.asked_on(day) for day in period.days())),
        sheet_number(replace(plan, recording=Recording.MONTH_SHEET), period),
        _to_key(plan, calendar, period, {each.period.first for each in made}, today),
        made,
        tuple((day, why) for day in period.days() if (why := calendar.closed_because(day))),
        staff.inspector(plan),
        tuple(person for person in staff.people.values() if not person.left),
    )


def sheet_of(ports: Ports, text: str) -> tuple[CheckPlan, date]:
    """The plan and the first day of the period of a sheet by its number; raises WrongSheetNumber or WrongCheck.

    A plan with `recording` MONTH_SHEET is keyed with `transcribe_month`, another one with `transcribe_sheet`.
    """
    with ports.units.read() as uow:
        return _by_number(uow, text)


def _by_number(uow: UnitOfWork, text: str) -> tuple[CheckPlan, date]:
    code, first = read_sheet_number(text)
    plan = next((plan for plan in uow.check_plans.all() if plan.code == code), None)
    if plan is None:
        raise WrongCheck(f"没有编号是 {code} 的检查表。", "请对照表右上角的表号再输一遍。")
    return plan, first


# ---- filling in ------------------------------------------------------------------------------------------------------


def fill_check(
    ports: Ports,
    plan_id: str,
    marks: Iterable[Mark] = (),
    *,
    day: date | None = None,
    inspector_id: str | None = None,
    seconds: int | None = None,
    note: str = "",
) -> tuple[Inspection, Changes]:
    """现场录入, made today: all normal but the marks. `day` names an earlier period that is made up for late.

    Raises NoSuchItem, AlreadyChecked or another WrongCheck, and then nothing is changed.
    """
    today = ports.clock.today()
    with ports.units.write() as uow:
        plan = uow.check_plans.get(plan_id)
        due = _due(plan, work_calendar(ports, uow), day or today)
        seed = _Seed(today, EnteredHow.ON_SITE, inspector_id, seconds=seconds, note=note)
        made = _record(uow, ports, plan, due, marks, seed)
        return made, uow.commit()


def transcribe_sheet(
    ports: Ports,
    number: str,
    marks: Iterable[Mark] = (),
    *,
    done_on: date,
    inspector_id: str | None = None,
    scans: tuple[str, ...] = (),
    note: str = "",
) -> tuple[Inspection, Changes]:
    """纸质转录 of a single sheet by its number; `done_on` is the date on it. Raises WrongSheetNumber or WrongCheck."""
    with ports.units.write() as uow:
        plan, first = _by_number(uow, number)
        if plan.recording is Recording.MONTH_SHEET:
            raise WrongCheck(f"{plan.code} 是每天一格的点检表。", "请用“抄录点检表”，一次抄一个月。")
        due = _due(plan, work_calendar(ports, uow), first)
        seed = _Seed(
            done_on, EnteredHow.TRANSCRIBED, inspector_id, number=sheet_number(plan, due.period), scans=scans, note=note
        )
        made = _record(uow, ports, plan, due, marks, seed)
        return made, uow.commit()


def failed_numbers(numbers: Iterable[int], not_involved: Iterable[int] = ()) -> tuple[Mark, ...]:
    """The marks of a sheet of which only numbers are typed."""
    return (
        *(Mark(number) for number in numbers),
        *(Mark(number, ResultState.NOT_INVOLVED) for number in not_involved),
    )


def transcribe_month(
    ports: Ports,
    plan_id: str,
    year: int,
    month: int,
    *,
    marks: Mapping[date, Iterable[Mark]] | None = None,
    not_done: Iterable[date] = (),
    inspector_id: str | None = None,
    scans: tuple[str, ...] = (),
) -> tuple[tuple[Inspection, ...], Changes]:
    """纸质转录 of a month's sheet in one transaction: every working day was all normal but for what is given.

    `marks` are the exceptions by day, `not_done` the days whose column is empty. A closed day with a mark was worked
    all the same. Raises WrongCheck for a day to come, outside the month, or on record already.
    """
    today, first = ports.clock.today(), date(year, month, 1)
    period = Period(first, month_end(first))
    given = {day: tuple(each) for day, each in (marks or {}).items()}
    empty = set(not_done)
    with ports.units.write() as uow:
        plan = uow.check_plans.get(plan_id)
        calendar = work_calendar(ports, uow)
        made = {each.period.first for each in uow.inspections.of_plan(plan.id, period.first, period.last)}
        _check_month_days({*given, *empty}, period, made, today)
        days = sorted({*_to_key(plan, calendar, period, made, today), *given} - (empty - given.keys()))
        if not days:
            raise WrongCheck(f"{month} 月的“{plan.title}”没有要抄录的日子。", "可能已经抄录过了，或这个月没有开工。")
        number = sheet_number(replace(plan, recording=Recording.MONTH_SHEET), period)
        done = []
        for day in days:
            due = Due(Period(day, day), day, keyed_by(day, calendar))
            seed = _Seed(day, EnteredHow.TRANSCRIBED, inspector_id, number=number, scans=scans)
            done.append(_record(uow, ports, plan, due, given.get(day, ()), seed))
        return tuple(done), uow.commit()


def _check_month_days(days: set[date], period: Period, made: set[date], today: date) -> None:
    for day in sorted(days):
        if day not in period:
            raise WrongCheck(f"{day} 不在这张表的月份里。", "请检查日期，或换一张表。")
        if day > today:
            raise WrongCheck(f"{day} 还没到。", "请只抄录已经过去的日子；如果日期是对的，请检查电脑的日期。")
        if day in made:
            raise WrongCheck(f"{day} 这一天已经记过了。", "要补记异常，请打开那一天的检查。")


def record_late(
    ports: Ports,
    plan_id: str,
    day: date,
    marks: Iterable[Mark] = (),
    *,
    done_on: date,
    why: str,
    inspector_id: str | None = None,
) -> tuple[Inspection, Changes]:
    """补录: it was made on `done_on`, but there is no sheet. Printed as such, with the reason; raises WrongCheck."""
    with ports.units.write() as uow:
        plan = uow.check_plans.get(plan_id)
        due = _due(plan, work_calendar(ports, uow), day)
        seed = _Seed(done_on, EnteredHow.LATE, inspector_id, why=required_text("为什么补录", why, 100))
        made = _record(uow, ports, plan, due, marks, seed)
        return made, uow.commit()


def add_findings(ports: Ports, inspection_id: str, marks: Iterable[Mark]) -> Changes:
    """Exceptions that were forgotten in a check on record; what was found before stays. Raises WrongCheck."""
    with ports.units.write() as uow:
        made = uow.inspections.get(inspection_id)
        plan = uow.check_plans.get(made.plan_id)
        found = {result.number: result for result in made.results}
        for mark in marks:
            former = found.get(mark.number)
            if former is None:
                raise NoSuchItem((mark.number,), tuple(found))
            if former.state is not ResultState.NORMAL:
                raise WrongCheck(f"第 {mark.number} 项已经记了异常或不涉及。", "请到隐患里改，检查记录不改写。")
            found[mark.number] = _with_danger(uow, ports, plan, made, mark)
        results = tuple(found[result.number] for result in made.results)
        uow.inspections.save(replace(made, results=results))
        return uow.commit()


# ---- behind them -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seed:
    """How a check was made and entered."""

    done_on: date
    entered: EnteredHow
    inspector_id: str | None
    number: str = ""
    scans: tuple[str, ...] = ()
    why: str = ""
    seconds: int | None = None
    note: str = ""


def _due(plan: CheckPlan, calendar: WorkCalendar, day: date) -> Due:
    """The check that somebody means who fills in this plan on that day, also when none would be due."""
    if not plan.running and plan.ended_on is not None and day >= plan.ended_on:
        raise WrongCheck(f"“{plan.title}”从 {plan.ended_on} 起不用了。", "请换一张表。")
    due = due_of(plan, calendar, day)
    if due is not None:
        return due
    period = period_of(plan.frequency, day)
    return Due(period, day, day)


def _within(period: Period, day: date) -> date:
    """The day of the period whose items are asked: a late check asks what was asked on its last day."""
    return min(max(day, period.first), period.last)


def _made(uow: UnitOfWork, plan: CheckPlan, due: Due) -> Inspection | None:
    if plan.frequency in _MADE_OFTEN and plan.once_on is None and due.period.first == due.period.last:
        return None
    found = uow.inspections.of_plan(plan.id, due.period.first, due.period.first)
    return found[0] if found else None


def _to_key(plan: CheckPlan, calendar: WorkCalendar, period: Period, made: set[date], today: date) -> tuple[date, ...]:
    first, last = max(period.first, plan.starts_on), min(period.last, today)
    if first > last:
        return ()
    days = calendar.open_days(first, last)
    return tuple(day for day in days if day not in made and (plan.ended_on is None or day < plan.ended_on))


def _record(uow: UnitOfWork, ports: Ports, plan: CheckPlan, due: Due, marks: Iterable[Mark], seed: _Seed) -> Inspection:
    given = tuple(marks)
    check_days(due, seed.done_on, ports.clock.today())
    already = _made(uow, plan, due)
    if already is not None:
        raise AlreadyChecked(plan, already)
    inspector = seed.inspector_id or staffing(uow).inspector(plan)
    if inspector is not None:
        uow.people.get(inspector)
    made = Inspection(
        id=ports.new_id(),
        plan_id=plan.id,
        period=due.period,
        due_on=due.day,
        done_on=seed.done_on,
        filled_at=ports.clock.now(),
        results=results_of(plan, _within(due.period, seed.done_on), given),
        entered=seed.entered,
        inspector_id=inspector,
        sheet_number=seed.number,
        scans=seed.scans,
        why_late=seed.why,
        seconds=seed.seconds,
        note=optional_text("备注", seed.note, 200),
    )
    by_number = {mark.number: mark for mark in given}
    results = tuple(
        _with_danger(uow, ports, plan, made, by_number[result.number])
        if result.state is ResultState.ABNORMAL
        else result
        for result in made.results
    )
    made = replace(made, results=results)
    uow.inspections.save(made)
    return made


def _with_danger(uow: UnitOfWork, ports: Ports, plan: CheckPlan, made: Inspection, mark: Mark) -> Result:
    """The result of a mark; what is not in order is a hidden danger from now on."""
    note = optional_text(f"第 {mark.number} 题看到了什么", mark.note, 200)
    if mark.state is not ResultState.ABNORMAL:
        return Result(mark.number, mark.state, note, None, mark.photos)
    danger = _danger(uow, ports, plan, made, replace(mark, note=note))
    return Result(mark.number, mark.state, note, danger.id, mark.photos)


def _danger(uow: UnitOfWork, ports: Ports, plan: CheckPlan, made: Inspection, mark: Mark) -> HiddenDanger:
    item = plan.item(mark.number)
    hazard, measure_id = _failed(uow, item, mark)
    title, place = _title(ports, item, hazard, measure_id, mark), item.place or EVERYWHERE
    if hazard is not None and measure_id is not None:
        return open_for_failed_measure(
            uow,
            ports,
            title,
            place,
            hazard=hazard,
            measure_id=measure_id,
            found_on=made.done_on,
            found_by_id=made.inspector_id,
            photos=mark.photos,
        )
    known = _still_open(uow, plan, mark.number)
    if known is not None:
        return known
    return new_danger(
        uow,
        ports,
        title,
        place,
        source=DangerSource.INSPECTION,
        found_on=made.done_on,
        hazard=hazard,
        found_by_id=made.inspector_id,
        photos=mark.photos,
    )


def _failed(uow: UnitOfWork, item: PlanItem, mark: Mark) -> tuple[Hazard | None, str | None]:
    """The hazard and its measure that a mark is about; a line about many measures needs one named, else none failed."""
    if mark.measure_id is not None and mark.measure_id not in item.measure_ids:
        raise ValueError(f"measure {mark.measure_id} is not watched by item {item.number}")
    wanted = mark.measure_id or (item.measure_ids[0] if item.hazard_id and item.measure_ids else None)
    if wanted is None:
        return None, None
    if item.hazard_id is not None:
        hazard = uow.hazards.find(item.hazard_id)
    else:
        hazard = next((h for h in uow.hazards.all() if any(m.id == wanted for m in h.measures)), None)
    if hazard is None:  # taken out of the register since the sheet was printed
        return None, None
    return hazard, wanted if any(measure.id == wanted for measure in hazard.measures) else None


def _still_open(uow: UnitOfWork, plan: CheckPlan, number: int) -> HiddenDanger | None:
    """The hidden danger that one of the last checks opened for this line, while it is open."""
    for made in uow.inspections.newest_of_plan(plan.id, _LOOK_BACK):
        result = made.result(number)
        danger = uow.hidden_dangers.find(result.danger_id) if result and result.danger_id else None
        if danger is not None and danger.is_open:
            return danger
    return None


def _title(ports: Ports, item: PlanItem, hazard: Hazard | None, measure_id: str | None, mark: Mark) -> str:
    """The words of the hidden danger: the user's, else the library's ready sentence, else what the line asks for."""
    if mark.title.strip():
        return mark.title
    entry = library_entry(ports, hazard.entry_id) if hazard else None
    about = confirmed_measure(hazard, entry) if hazard and entry else None
    if entry is not None and about is not None and about.id == measure_id:
        sentence = entry.inverse
    elif hazard is not None and measure_id is not None:
        measure = next(each for each in hazard.measures if each.id == measure_id)
        sentence = f"没有做到：{measure.text}"
    else:
        sentence = f"{item.what}不合格"
    if mark.note:
        return f"{sentence}（{mark.note}）"
    return sentence if hazard is not None else f"{sentence}，标准是“{item.standard}”"
