"""Hidden dangers: register, assign, close, reopen. Closing strengthens the hazard again."""

from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.enterprise import Person, optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, HiddenDanger, usual_deadline
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.library_use import library_marks
from ymh_desktop.services.ports import Ports, UnitOfWork


def new_danger(
    uow: UnitOfWork,
    ports: Ports,
    title: str,
    place: str,
    *,
    level: DangerLevel = DangerLevel.GENERAL,
    source: DangerSource = DangerSource.IDENTIFICATION,
    found_on: date | None = None,
    hazard: Hazard | None = None,
    measure_id: str | None = None,
    risk_point_id: str | None = None,
    entry_id: str | None = None,
    basis: str = "",
    measures: str = "",
) -> HiddenDanger:
    """A hidden danger with the next code and the customary deadline, saved in this unit of work."""
    today = ports.clock.today()
    found_on = found_on or today
    if found_on > today:
        raise UserError(f"发现日期 {found_on} 还没到。", "请填今天或以前的日期；如果日期是对的，请检查电脑的日期。")
    enterprise = uow.enterprise()
    responsible = None
    if enterprise is not None:
        # The responsible person of a major hidden danger is always the 主要负责人.
        responsible = enterprise.principal_id if level is DangerLevel.MAJOR else enterprise.officer_id
    danger = HiddenDanger(
        id=ports.new_id(),
        code=f"Y-{uow.next_number('hidden_danger'):04d}",
        title=required_text("隐患内容", title, 300),
        place=optional_text("部位", place, 60),
        found_on=found_on,
        level=level,
        source=source,
        risk_point_id=hazard.risk_point_id if hazard else risk_point_id,
        hazard_id=hazard.id if hazard else None,
        measure_id=measure_id,
        entry_id=entry_id,
        basis=basis,
        responsible_id=responsible,
        deadline=usual_deadline(level, found_on),
        measures=measures,
    )
    uow.hidden_dangers.save(danger)
    return danger


def register_danger(
    ports: Ports,
    title: str,
    place: str,
    *,
    found_on: date | None = None,
    source: DangerSource = DangerSource.INSPECTION,
    risk_point_id: str | None = None,
    hazard_id: str | None = None,
    found_by_id: str | None = None,
) -> tuple[HiddenDanger, Changes]:
    """One found outside the wizard; raises UserError. What is found at a hazard weakens it until it is closed."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id) if hazard_id else None
        danger = new_danger(
            uow, ports, title, place, found_on=found_on, source=source, risk_point_id=risk_point_id, hazard=hazard
        )
        if found_by_id is not None:
            danger = replace(danger, found_by_id=uow.people.get(found_by_id).id)
            uow.hidden_dangers.save(danger)
        if hazard is not None:
            _weaken(uow, ports, hazard)
        return danger, uow.commit()


def open_for_failed_measure(
    uow: UnitOfWork,
    ports: Ports,
    title: str,
    place: str,
    *,
    hazard: Hazard,
    measure_id: str,
    found_on: date,
    found_by_id: str | None = None,
    photos: tuple[str, ...] = (),
    source: DangerSource = DangerSource.INSPECTION,
) -> HiddenDanger:
    """A measure was found not working: its risk shows 管控失效 until this hidden danger is closed.

    While one is open for the measure, that one is returned and nothing is opened twice.
    """
    known = next((d for d in uow.hidden_dangers.all() if d.is_open and d.measure_id == measure_id), None)
    if known is not None:
        return known
    danger = new_danger(
        uow, ports, title, place, source=source, found_on=found_on, hazard=hazard, measure_id=measure_id
    )
    danger = replace(danger, found_by_id=found_by_id, photos=photos)
    uow.hidden_dangers.save(danger)
    failed = next(measure for measure in hazard.measures if measure.id == measure_id)
    _weaken(uow, ports, hazard.with_measure(replace(failed, failed=True)))
    return danger


def edit_danger(ports: Ports, danger_id: str, *, title: str, place: str) -> Changes:
    """Other words for an open one; raises UserError."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        if not danger.is_open:
            raise UserError(f"{danger.code} 已经销号了。", "要改，请先点“重新打开”。")
        title, place = required_text("隐患内容", title, 300), optional_text("部位", place, 60)
        uow.hidden_dangers.save(replace(danger, title=title, place=place))
        return uow.commit()


@dataclass(frozen=True, slots=True)
class DangerSheet:
    """One hidden danger with everybody who can be named for it. `risk_point` is None when it belongs to none."""

    danger: HiddenDanger
    risk_point: RiskPoint | None
    hazard: Hazard | None
    people: tuple[Person, ...]

    def name(self, person_id: str | None) -> str:
        """Who that is, also somebody who left; empty for nobody."""
        return next((person.name for person in self.people if person.id == person_id), "")


def danger_sheet(ports: Ports, danger_id: str) -> DangerSheet:
    """Everything that its page shows; raises RecordGone."""
    with ports.units.read() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        return DangerSheet(
            danger,
            uow.risk_points.find(danger.risk_point_id) if danger.risk_point_id else None,
            uow.hazards.find(danger.hazard_id) if danger.hazard_id else None,
            uow.people.all(),
        )


def assign_danger(ports: Ports, danger_id: str, person_id: str, deadline: date, measures: str = "") -> Changes:
    """Give it to a person with a deadline; raises UserError."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        uow.people.get(person_id)
        _allow_person(uow, danger, person_id)
        measures = optional_text("整改要求", measures, 500)
        uow.hidden_dangers.save(danger.assigned(person_id, deadline, measures))
        return uow.commit()


def _allow_person(uow: UnitOfWork, danger: HiddenDanger, person_id: str) -> None:
    """The responsible person of a major hidden danger is always the 主要负责人."""
    principal = the_enterprise(uow).principal_id
    if danger.level is DangerLevel.MAJOR and principal is not None and person_id != principal:
        name = uow.people.get(principal).name
        raise UserError(f"重大隐患一律由主要负责人（{name}）负责。", "具体干活的人请写在“怎么改”里。")


def close_danger(
    ports: Ports, danger_id: str, *, done: str, by_id: str, accepted_by_id: str, same_person_reason: str = ""
) -> Changes:
    """Rectified and accepted in one step (general ones only); raises CannotClose. The hazard regains its grade."""
    today = ports.clock.today()
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        if not danger.is_open:
            raise UserError(f"{danger.code} 已经销号了。", "要再改，请先点“重新打开”。")
        uow.people.get(by_id)
        uow.people.get(accepted_by_id)
        closed = danger.closed(
            done=optional_text("怎么整改的", done, 500),
            by_id=by_id,
            accepted_by_id=accepted_by_id,
            on=today,
            same_person_reason=same_person_reason,
        )
        uow.hidden_dangers.save(closed)
        _strengthen(uow, ports, closed)
        return uow.commit()


def reopen_danger(ports: Ports, danger_id: str) -> Changes:
    """Open again: the hazard is weakened again, and the measure that was missing is no longer told as in place."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id).reopened()
        uow.hidden_dangers.save(danger)
        hazard = uow.hazards.find(danger.hazard_id) if danger.hazard_id else None
        if hazard is not None:
            measure = next((m for m in hazard.measures if m.id == danger.measure_id), None)
            if measure is not None and measure.state is MeasureState.IN_PLACE:
                hazard = hazard.with_measure(measure.answered(MeasureState.UNANSWERED))
            _weaken(uow, ports, hazard)
        return uow.commit()


def _weaken(uow: UnitOfWork, ports: Ports, hazard: Hazard) -> None:
    """Something that should protect is missing: a grade that nobody touched becomes one step likelier."""
    profile = ports.codes.profile(hazard.grade.profile_id)
    usual = library_marks(ports, profile, hazard.entry_id, the_enterprise(uow).trade_id)
    if usual is not None and not hazard.weakened and hazard.grade.marks == usual:
        hazard = hazard.graded(profile.grade(profile.raised(usual), hazard.consequence))
    uow.hazards.save(replace(hazard, weakened=True))


def _strengthen(uow: UnitOfWork, ports: Ports, closed: HiddenDanger) -> None:
    """What was missing is there now: the measure is in place, and an untouched raised grade goes back."""
    hazard = uow.hazards.find(closed.hazard_id) if closed.hazard_id else None
    if hazard is None:
        return
    others = [d for d in uow.hidden_dangers.all() if d.hazard_id == hazard.id and d.id != closed.id and d.is_open]
    measure = next((m for m in hazard.measures if m.id == closed.measure_id), None)
    if measure is not None:
        hazard = hazard.with_measure(measure.answered(MeasureState.IN_PLACE))
    if not others:
        hazard = replace(hazard, weakened=False)
        profile = ports.codes.profile(hazard.grade.profile_id)
        usual = library_marks(ports, profile, hazard.entry_id, the_enterprise(uow).trade_id)
        if usual is not None and hazard.grade.marks == profile.raised(usual):
            hazard = hazard.graded(profile.grade(usual, hazard.consequence))
    uow.hazards.save(hazard)
