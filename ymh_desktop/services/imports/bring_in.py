"""Bringing a ledger in: a backup first, then everything in one transaction, or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from ymh_desktop.domain.checks import CheckPlan, PlanItem, PlanKind, begun, plan_code
from ymh_desktop.domain.enterprise import Enterprise, Person, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerSource
from ymh_desktop.domain.measures import Measure
from ymh_desktop.domain.risks import CheckItem, Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.hidden_dangers import new_danger
from ymh_desktop.services.imports.preview import (
    LONGEST_ITEM,
    LONGEST_STANDARD,
    DangerIn,
    DeviceIn,
    ItemIn,
    Preview,
    RiskIn,
    hazard_key,
    point_key,
)
from ymh_desktop.services.imports.values import Who
from ymh_desktop.services.ports import Cancelled, Ports, Progress, UnitOfWork
from ymh_desktop.services.risks import new_point

DEVICES_TITLE = "设备检验和编号（导入）"
LONGEST_TITLE = 40
_TELL_EVERY = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came in. `known` was there already and was left as it is; `backup` is the way back."""

    points: int
    hazards: int
    items: int
    dangers: int
    known: int
    backup: Path
    changes: Changes


def bring_in(ports: Ports, found: Preview, *, firm_name: str = "", progress: Progress | None = None) -> Outcome:
    """Keep everything of a preview without questions; `firm_name` makes the enterprise when there is none yet.

    Raises UserError, or Cancelled when `progress` says stop; then nothing was changed.
    """
    if found.blocker:
        raise UserError(found.blocker, "请回到预览补上，再点“导入”。")
    with ports.units.read() as uow:
        if uow.enterprise() is None:
            required_text("企业名称", firm_name)
    backup = ports.backups.make_before_import()
    with ports.units.write() as uow:
        if uow.enterprise() is None:
            uow.save_enterprise(Enterprise(ports.new_id(), required_text("企业名称", firm_name)))
        writing = _Writing(ports, uow, _steps(found.count, progress))
        writing.risks(found.risks)
        writing.devices(found.devices)
        writing.items(found.title, found.items)
        writing.dangers(found.dangers)
        return writing.outcome(backup)


def _steps(of: int, progress: Progress | None) -> Callable[[], None]:
    """Tells how far it is; raises Cancelled."""
    done = 0

    def step() -> None:
        nonlocal done
        if progress is not None and done % _TELL_EVERY == 0 and not progress(done, of):
            raise Cancelled
        done += 1

    return step


class _Writing:
    """One import in one unit of work; what is there already is read once."""

    def __init__(self, ports: Ports, uow: UnitOfWork, step: Callable[[], None]) -> None:
        self._ports, self._uow, self._step = ports, uow, step
        self._today = ports.clock.today()
        self._enterprise = the_enterprise(uow)
        self._points = {point_key(point.name, point.place): point for point in uow.risk_points.all()}
        by_id = {point.id: point for point in self._points.values()}
        self._hazards = {
            hazard_key(by_id[h.risk_point_id].name, by_id[h.risk_point_id].place, h.title)
            for h in uow.hazards.all()
            if h.risk_point_id in by_id
        }
        self._people = {person.name: person for person in uow.people.all() if not person.left}
        self._counts = dict.fromkeys(("points", "hazards", "items", "dangers", "known"), 0)

    def outcome(self, backup: Path) -> Outcome:
        """Commit, and say what came in."""
        changes = self._uow.commit()
        return Outcome(**self._counts, backup=backup, changes=changes)

    def risks(self, risks: Iterable[RiskIn]) -> None:
        """Risk points, each once, with their hazards."""
        for risk in risks:
            self._step()
            key = hazard_key(risk.point, risk.place, risk.title)
            if key in self._hazards:
                self._counts["known"] += 1
                continue
            self._hazards.add(key)
            point = self._point(risk.point, risk.place, risk.kind, risk.count)
            self._uow.hazards.save(self._hazard(point, risk))
            self._counts["hazards"] += 1

    def _point(self, name: str, place: str, kind: RiskPointKind, count: int, module_id: str | None = None) -> RiskPoint:
        key = point_key(name, place)
        point = self._points.get(key)
        if point is None:
            point = new_point(self._uow, self._ports, name, kind, place=place, count=count, module_id=module_id)
            self._points[key] = point
            self._counts["points"] += 1
        return point

    def _hazard(self, point: RiskPoint, risk: RiskIn) -> Hazard:
        tier = risk.tier or self._enterprise.tiers.controls(risk.grade.level)
        person = self._person(risk.who)
        measures = tuple(Measure(self._ports.new_id(), m.kind, m.text, m.state) for m in risk.measures)
        return Hazard(
            id=self._ports.new_id(),
            risk_point_id=point.id,
            title=risk.title,
            factor_code="",  # ledgers name no code; nobody is made to believe one
            accident_codes=risk.accidents,
            consequence=risk.consequence,
            grade=risk.grade,
            measures=measures,
            check=_check(point, risk, tier),
            tier=risk.tier,
            responsible=((tier, person.id),) if person else (),
            identified_on=self._today,
        )

    def _person(self, who: Who | None) -> Person | None:
        """The person of that name, made once; a telephone number is added, never changed."""
        if who is None:
            return None
        person = self._people.get(who.name)
        if person is None:
            person = Person(self._ports.new_id(), who.name, who.phone)
        elif who.phone and not person.phone:
            person = replace(person, phone=who.phone)
        else:
            return person
        self._people[who.name] = person
        self._uow.people.save(person)
        return person

    def devices(self, devices: Iterable[DeviceIn]) -> None:
        """Risk points that the walk asks about, and a check of what their plates and papers say."""
        details = []
        for device in devices:
            self._step()
            key = point_key(device.name, device.place)
            if key in self._points:
                self._counts["known"] += 1
                continue
            kind = RiskPointKind.FACILITY
            point = self._point(device.name, device.place, kind, device.count, device.module_id)
            person = self._person(device.who)
            if person is not None:
                self._points[key] = replace(point, owner_id=person.id)
                self._uow.risk_points.save(self._points[key])
            if device.details:
                details.append(ItemIn(device.number, device.name, device.details))
        self.items(DEVICES_TITLE, details, PlanKind.RECORDS, tell=False)

    def items(
        self, title: str, items: Iterable[ItemIn], kind: PlanKind = PlanKind.SPECIAL, *, tell: bool = True
    ) -> None:
        """A check of one's own; a running one of the same title gets what it does not ask yet."""
        title = title[:LONGEST_TITLE]
        running = (p for p in self._uow.check_plans.all() if p.own and p.running and p.title == title)
        plan = next(running, None)
        known = {(each.what, each.standard) for each in plan.items_on(self._today)} if plan else set()
        number, new = plan.next_number if plan else 1, []
        for item in items:
            if tell:
                self._step()
            if (item.what, item.standard) in known:
                self._counts["known"] += 1
                continue
            source = f"own:{number}"
            new.append(
                PlanItem(number, "", item.what, item.standard, basis=item.basis, source=source, since=self._today)
            )
            number += 1
        if not new:
            return
        self._counts["items"] += len(new)
        if plan is None:
            made = CheckPlan(
                id=self._ports.new_id(),
                code=plan_code(self._uow.next_number("check_plan")),
                title=title,
                kind=kind,
                tier=ControlTier.COMPANY,
                frequency=Frequency.MONTH,
                starts_on=self._today,
                own=True,
            )
            plan = begun(made)
        self._uow.check_plans.save(replace(plan, items=(*plan.items, *new)))

    def dangers(self, dangers: Iterable[DangerIn]) -> None:
        """Hidden dangers that are open; one that is open here already under the same words is not opened twice."""
        open_ones = {(d.title, d.place) for d in self._uow.hidden_dangers.still_open()}
        for danger in dangers:
            self._step()
            if (danger.title, danger.place) in open_ones:
                self._counts["known"] += 1
                continue
            made = new_danger(
                self._uow,
                self._ports,
                danger.title,
                danger.place,
                source=DangerSource.INSPECTION,
                found_on=danger.found_on,
            )
            person = self._person(danger.who)
            if person is not None:
                self._uow.hidden_dangers.save(replace(made, responsible_id=person.id))
            self._counts["dangers"] += 1


def _check(point: RiskPoint, risk: RiskIn, tier: ControlTier) -> CheckItem | None:
    """How often the ledger says it is looked at: its measures are what is looked for."""
    if risk.frequency is None or not risk.measures:
        return None
    standard = ""
    for measure in risk.measures:
        if len(standard) + len(measure.text) < LONGEST_STANDARD:
            standard = f"{standard}；{measure.text}" if standard else measure.text
    if not standard:
        return None
    return CheckItem(point.name[:LONGEST_ITEM], standard, "", ((tier, risk.frequency),))
