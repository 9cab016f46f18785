"""Check plans: kept in step with the register, made from ready tables or by hand, given to people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.checks import (
    CheckPlan,
    Due,
    PlanItem,
    PlanKind,
    Recording,
    begun,
    dues,
    plan_code,
)
from ymh_desktop.domain.enterprise import Person, optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import label
from ymh_desktop.domain.workdays import ONE_DAY
from ymh_desktop.knowledge.presets import CheckPreset
from ymh_desktop.services.book import open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.days import work_calendar
from ymh_desktop.services.checks.people import staffing
from ymh_desktop.services.checks.wanted import WantedItem, WantedPlan, wanted_plans
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports, UnitOfWork

_SERIES = "check_plan"
_AHEAD = 400  # days in which the next check of a plan is looked for
_LENGTH = {Frequency.WEEK: 7, Frequency.MONTH: 31, Frequency.QUARTER: 92, Frequency.YEAR: 366}


class FromRegister(UserError):
    """What the register asks for is changed there."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}”是按风险清单排出来的，不能在这里停用或改内容。", "请到“风险清单”里改措施，检查表会跟着变。"
        )


# ---- in step with the register ---------------------------------------------------------------------------------------


def refresh_plans(ports: Ports) -> Changes:
    """Bring the plans in step with the register: new ones, ended ones, items that came, went or changed.

    Call it when the identification is finished, and through `keep_in_step` after the register changed. Nothing happens
    when all is in step. Raises NoEnterprise.
    """
    wanted = {plan.key: plan for plan in wanted_plans(ports, open_book(ports))}
    today = ports.clock.today()
    with ports.units.write() as uow:
        for plan in uow.check_plans.all():
            if plan.own or not plan.running:
                continue
            found = wanted.pop(_key(plan), None)
            uow.check_plans.save(plan.ended(today) if found is None else _updated(plan, found, today))
        for new in wanted.values():
            uow.check_plans.save(begun(_made(ports, uow, new, today)))
        return uow.commit()


def keep_in_step(ports: Ports) -> Changes:
    """`refresh_plans` for a firm that already has plans; before its first identification is finished, nothing."""
    with ports.units.read() as uow:
        begun = any(not plan.own for plan in uow.check_plans.all())
    return refresh_plans(ports) if begun else Changes()


def _key(plan: CheckPlan) -> tuple[object, ...]:
    return (plan.kind, plan.tier, plan.frequency, plan.post_id, plan.department_id)


def _made(ports: Ports, uow: UnitOfWork, wanted: WantedPlan, today: date) -> CheckPlan:
    return CheckPlan(
        id=ports.new_id(),
        code=plan_code(uow.next_number(_SERIES)),
        title=wanted.title,
        kind=wanted.kind,
        tier=wanted.tier,
        frequency=wanted.frequency,
        starts_on=today,
        items=tuple(_new_item(number, item, today) for number, item in enumerate(wanted.items, start=1)),
        recording=wanted.recording,
        post_id=wanted.post_id,
        department_id=wanted.department_id,
    )


def _new_item(number: int, wanted: WantedItem, today: date) -> PlanItem:
    return PlanItem(
        number=number,
        code=wanted.code,
        what=wanted.what,
        standard=wanted.standard,
        method=wanted.method,
        basis=wanted.basis,
        place=wanted.place,
        source=wanted.source,
        hazard_id=wanted.hazard_id,
        measure_ids=wanted.measure_ids,
        since=today,
    )


def _updated(plan: CheckPlan, wanted: WantedPlan, today: date) -> CheckPlan:
    """Same words keep their number; other words are another item, or old results would say what nobody looked at."""
    asked = {item.source: item for item in wanted.items}
    items, number = [], plan.next_number
    for item in plan.items:
        found = asked.get(item.source) if item.ended_on is None else None
        if item.ended_on is not None:
            items.append(item)
        elif found is not None and _words(found) == _words(item):
            del asked[item.source]
            items.append(replace(item, code=found.code, basis=found.basis, measure_ids=found.measure_ids))
        else:
            items.append(replace(item, ended_on=today))
    for new in wanted.items:
        if new.source in asked:
            items.append(_new_item(number, new, today))
            number += 1
    return replace(plan, title=wanted.title, items=tuple(items))


def _words(item: WantedItem | PlanItem) -> tuple[str, ...]:
    return (item.what, item.standard, item.method)


# ---- lists -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan. `due` is the next day on which it is due, None when none is in sight; `items` is how many lines."""

    id: str
    code: str
    title: str
    kind: PlanKind
    tier: ControlTier
    frequency: Frequency
    recording: Recording
    inspector: str
    items: int
    due: date | None
    own: bool


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One plan with everybody who can be named for it. `usual` is who makes it while nobody was named."""

    plan: CheckPlan
    items: tuple[PlanItem, ...]
    inspector: str
    usual: str
    people: tuple[Person, ...]
    upcoming: tuple[Due, ...]


def plan_lines(ports: Ports) -> tuple[PlanLine, ...]:
    """Every running plan, as they were made; raises NoEnterprise."""
    today = ports.clock.today()
    with ports.units.read() as uow:
        staff, calendar = staffing(uow), work_calendar(ports, uow)
        plans = [plan for plan in uow.check_plans.all() if plan.running]
    lines = []
    for plan in plans:
        reach = _LENGTH.get(plan.frequency, _AHEAD)
        due = next(dues(plan, calendar, today, date.fromordinal(today.toordinal() + 2 * reach)), None)
        lines.append(
            PlanLine(
                plan.id,
                plan.code,
                plan.title,
                plan.kind,
                plan.tier,
                plan.frequency,
                plan.recording,
                staff.name(staff.inspector(plan)),
                len(plan.items_on(today)),
                due.day if due else None,
                plan.own,
            )
        )
    return tuple(lines)


def plan_sheet(ports: Ports, plan_id: str) -> PlanSheet:
    """Everything that a plan's page shows; raises RecordGone."""
    today = ports.clock.today()
    with ports.units.read() as uow:
        plan = uow.check_plans.get(plan_id)
        staff, calendar = staffing(uow), work_calendar(ports, uow)
    ahead = dues(plan, calendar, today, date.fromordinal(today.toordinal() + _AHEAD))
    return PlanSheet(
        plan,
        plan.items_on(today),
        staff.name(staff.inspector(plan)),
        staff.name(staff.usual(plan)),
        tuple(person for person in staff.people.values() if not person.left or person.id == plan.person_id),
        tuple(due for due, _ in zip(ahead, range(5), strict=False)),
    )


# ---- what a person decides about a plan ------------------------------------------------------------------------------


def assign_plan(ports: Ports, plan_id: str, person_id: str | None) -> Changes:
    """Who makes this check; None goes back to the usual person of the tier."""
    with ports.units.write() as uow:
        plan = uow.check_plans.get(plan_id)
        if person_id is not None and uow.people.get(person_id).left:
            raise UserError(f"{uow.people.get(person_id).name}已经离职。", "请换一个人。")
        uow.check_plans.save(replace(plan, person_id=person_id))
        return uow.commit()


def prefer_day(ports: Ports, plan_id: str, day: int | None) -> Changes:
    """On which day of the week (1 is Monday), month, quarter or year it is made; None: any day up to the last."""
    with ports.units.write() as uow:
        plan = uow.check_plans.get(plan_id)
        most = _LENGTH.get(plan.frequency)
        if day is not None and (most is None or not 1 <= day <= most):
            raise UserError(f"“{plan.title}”没有第 {day} 天。", "请选这一期里的一天，或不指定。")
        uow.check_plans.save(replace(plan, prefer=day))
        return uow.commit()


def set_recording(ports: Ports, plan_id: str, recording: Recording) -> Changes:
    """Ticked on a month's sheet and keyed once, or filled in after each check; a month's sheet has one column a day."""
    with ports.units.write() as uow:
        plan = uow.check_plans.get(plan_id)
        if recording is Recording.MONTH_SHEET and plan.frequency not in (Frequency.SHIFT, Frequency.DAY):
            raise UserError(f"“{plan.title}”是{label(plan.frequency)}查一次，用不上每天一格的点检表。", "请保持原样。")
        uow.check_plans.save(replace(plan, recording=recording))
        return uow.commit()


# ---- plans of one's own ----------------------------------------------------------------------------------------------


def add_plan(
    ports: Ports,
    title: str,
    items: Iterable[tuple[str, str]],
    *,
    frequency: Frequency = Frequency.MONTH,
    tier: ControlTier = ControlTier.COMPANY,
    once_on: date | None = None,
    person_id: str | None = None,
) -> tuple[CheckPlan, Changes]:
    """A 专项 check of one's own: (what, standard) per line, coming again or once; raises UserError."""
    today = ports.clock.today()
    if once_on is not None:
        still_to_come("检查日期", once_on, today)
    lines = tuple(
        PlanItem(
            number,
            "",
            required_text("检查项目", what, 60),
            required_text("标准", standard, 200),
            source=f"own:{number}",
            since=today,
        )
        for number, (what, standard) in enumerate(items, start=1)
    )
    if not lines:
        raise UserError("还没有写要查什么。", "请至少写一项，例如“吊钩防脱钩装置”。")
    with ports.units.write() as uow:
        the_enterprise(uow)
        made = CheckPlan(
            id=ports.new_id(),
            code=plan_code(uow.next_number(_SERIES)),
            title=required_text("检查名称", title, 40),
            kind=PlanKind.SPECIAL,
            tier=tier,
            frequency=frequency if once_on is None else Frequency.OCCASION,
            starts_on=today,
            items=lines,
            person_id=person_id,
            once_on=once_on,
            own=True,
        )
        plan = begun(made)
        uow.check_plans.save(plan)
        return plan, uow.commit()


def presets_offered(ports: Ports) -> tuple[tuple[CheckPreset, bool], ...]:
    """Every ready table, and whether it is in use."""
    with ports.units.read() as uow:
        used = {plan.preset for plan in uow.check_plans.all() if plan.running}
    return tuple((preset, preset.id in used) for preset in ports.codes.check_presets)


def use_presets(ports: Ports, preset_ids: Iterable[str], *, about: str = "") -> Changes:
    """Make plans from ready tables; one already in use is left as it is. `about` names the equipment in the title."""
    about = optional_text("设备名称", about, 20)
    today = ports.clock.today()
    with ports.units.write() as uow:
        the_enterprise(uow)
        used = {plan.preset for plan in uow.check_plans.all() if plan.running}
        for preset_id in preset_ids:
            if preset_id not in used:
                plan = _from_preset(ports, uow, ports.codes.check_preset(preset_id), about, today)
                uow.check_plans.save(begun(plan))
        return uow.commit()


def _from_preset(ports: Ports, uow: UnitOfWork, preset: CheckPreset, about: str, today: date) -> CheckPlan:
    items = tuple(
        PlanItem(number, "", each.what, each.standard, each.method, each.basis, source=f"preset:{each.id}", since=today)
        for number, each in enumerate(preset.items, start=1)
    )
    return CheckPlan(
        id=ports.new_id(),
        code=plan_code(uow.next_number(_SERIES)),
        title=f"{preset.title}（{about}）" if about else preset.title,
        kind=preset.kind,
        tier=preset.tier,
        frequency=preset.frequency,
        starts_on=today,
        items=items,
        month=preset.month,
        own=True,
        preset=preset.id,
    )


def add_item(ports: Ports, plan_id: str, what: str, standard: str) -> Changes:
    """One more line on a plan of one's own; raises FromRegister for the others."""
    with ports.units.write() as uow:
        plan = _own(uow, plan_id)
        number = plan.next_number
        item = PlanItem(
            number,
            "",
            required_text("检查项目", what, 60),
            required_text("标准", standard, 200),
            source=f"own:{number}",
            since=ports.clock.today(),
        )
        uow.check_plans.save(replace(plan, items=(*plan.items, item)))
        return uow.commit()


def end_item(ports: Ports, plan_id: str, number: int) -> Changes:
    """A line of a plan of one's own is not asked any more; what was found stays."""
    with ports.units.write() as uow:
        plan = _own(uow, plan_id)
        gone = replace(plan.item(number), ended_on=ports.clock.today())
        items = tuple(gone if item.number == number else item for item in plan.items)
        uow.check_plans.save(replace(plan, items=items))
        return uow.commit()


def end_plan(ports: Ports, plan_id: str) -> Changes:
    """A plan of one's own is not made any more, from tomorrow on; what was filled in stays. Raises FromRegister."""
    with ports.units.write() as uow:
        plan = _own(uow, plan_id)
        uow.check_plans.save(plan.ended(ports.clock.today() + ONE_DAY))
        return uow.commit()


def _own(uow: UnitOfWork, plan_id: str) -> CheckPlan:
    plan = uow.check_plans.get(plan_id)
    if not plan.own:
        raise FromRegister(plan.title)
    return plan
