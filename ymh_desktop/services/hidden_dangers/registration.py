"""登记: a hidden danger comes into being, from the wizard, a check, a worker, an expert or the department."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ymh_desktop.domain.danger_events import EventKind
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.hidden_dangers import (
    DangerLevel,
    DangerNature,
    DangerSource,
    HiddenDanger,
    nature_of_factor,
    same_thing,
    usual_deadline,
)
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers.history import write_down
from ymh_desktop.services.hidden_dangers.protection import strengthen, weaken
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.situation_ties import item_naming, unmet_measures

LONGEST_TITLE, LONGEST_PLACE, LONGEST_WORDS = 300, 60, 500


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
    found_by_id: str | None = None,
    photos: Sequence[str] = (),
    nature: DangerNature | None = None,
) -> HiddenDanger:
    """A hidden danger with the next code and the customary deadline, saved in this unit of work.

    `photos` are names of the photo store and show it before rectifying. A major one is suspected until it is graded.
    """
    today = ports.clock.today()
    found_on = not_to_come("发现日期", found_on, today)
    enterprise = uow.enterprise()
    responsible = None
    if enterprise is not None:
        # The responsible person of a major hidden danger is always the 主要负责人.
        responsible = enterprise.principal_id if level is DangerLevel.MAJOR else enterprise.officer_id
    danger = HiddenDanger(
        id=ports.new_id(),
        code=f"Y-{uow.next_number('hidden_danger'):04d}",
        title=required_text("隐患内容", title, LONGEST_TITLE),
        place=optional_text("部位", place, LONGEST_PLACE),
        found_on=found_on,
        level=level,
        source=source,
        risk_point_id=hazard.risk_point_id if hazard else risk_point_id,
        hazard_id=hazard.id if hazard else None,
        measure_id=measure_id,
        entry_id=entry_id,
        basis=basis,
        found_by_id=uow.people.get(found_by_id).id if found_by_id else None,
        responsible_id=responsible,
        deadline=usual_deadline(level, found_on),
        measures=measures,
        nature=nature or (nature_of_factor(hazard.factor_code) if hazard else None),
    )
    for name in photos:
        danger = danger.with_photo(name, PhotoStage.BEFORE, on=today)
    danger = replace(danger, occurrence=1 + len(found_again(uow, danger)))
    uow.hidden_dangers.save(danger)
    again = f"，第 {danger.occurrence} 次发现" if danger.occurrence > 1 else ""
    write_down(uow, ports, danger, EventKind.REGISTERED, f"{label(source)}{again}", found_by_id)
    return danger


def found_again(uow: UnitOfWork, danger: HiddenDanger) -> list[HiddenDanger]:
    """The same thing as it was found at other times."""
    known = uow.hidden_dangers.of_hazard(danger.hazard_id) if danger.hazard_id else ()
    known = (*known, *(d for d in uow.hidden_dangers.titled(danger.title) if d not in known))
    return [other for other in known if other.id != danger.id and same_thing(danger, other)]


def register_danger(
    ports: Ports,
    title: str,
    place: str,
    *,
    found_on: date | None = None,
    source: DangerSource = DangerSource.INSPECTION,
    risk_point_id: str | None = None,
    hazard_id: str | None = None,
    measure_id: str | None = None,
    found_by_id: str | None = None,
    level: DangerLevel = DangerLevel.GENERAL,
    basis: str = "",
    photos: Sequence[str] = (),
    nature: DangerNature | None = None,
) -> tuple[HiddenDanger, Changes]:
    """One found outside the wizard; raises UserError. What is found at a hazard weakens it until it is closed.

    With `measure_id` that measure of the hazard was found failed. `photos` were kept with `ports.photos` before.
    """
    with ports.units.write() as uow:
        danger = _registered(
            uow, ports, title, place, found_on=found_on, source=source, risk_point_id=risk_point_id,
            hazard_id=hazard_id, measure_id=measure_id, found_by_id=found_by_id, level=level, basis=basis,
            photos=photos, nature=nature,
        )  # fmt: skip
        return danger, uow.commit()


def _registered(
    uow: UnitOfWork,
    ports: Ports,
    title: str,
    place: str,
    *,
    found_on: date | None,
    source: DangerSource,
    risk_point_id: str | None,
    hazard_id: str | None,
    measure_id: str | None,
    found_by_id: str | None,
    level: DangerLevel,
    basis: str,
    photos: Sequence[str],
    nature: DangerNature | None,
) -> HiddenDanger:
    hazard = uow.hazards.get(hazard_id) if hazard_id else None
    danger = new_danger(
        uow, ports, title, place, level=level, source=source, found_on=found_on, hazard=hazard,
        measure_id=measure_id, risk_point_id=risk_point_id, basis=optional_text("判定依据", basis, LONGEST_WORDS),
        found_by_id=found_by_id, photos=photos, nature=nature,
    )  # fmt: skip
    if hazard is not None:
        _fail(uow, ports, hazard, measure_id)
    return danger


def open_for_failed_measure(
    uow: UnitOfWork,
    ports: Ports,
    title: str,
    place: str,
    *,
    hazard: Hazard,
    measure_id: str,
    found_on: date | None = None,
    found_by_id: str | None = None,
    photos: Sequence[str] = (),
    source: DangerSource = DangerSource.INSPECTION,
) -> HiddenDanger:
    """A measure was found not working: its risk shows 管控失效 until this hidden danger is closed.

    While one is open for the measure, that one is returned and nothing is opened twice. What a criterion of major ones
    names is a suspected major one, as the same answer of step 3 would make it: somebody must judge it.
    """
    trade_id = enterprise.trade_id if (enterprise := uow.enterprise()) else None
    dangers = uow.hidden_dangers.still_open()
    known = unmet_measures(ports, (hazard,), dangers, trade_id).get((hazard.id, measure_id))
    if known is not None:
        return known
    item = item_naming(ports, trade_id, hazard, measure_id)
    danger = new_danger(
        uow, ports, title, place, source=source, found_on=found_on, hazard=hazard, measure_id=measure_id,
        found_by_id=found_by_id, photos=photos, level=DangerLevel.MAJOR if item else DangerLevel.GENERAL,
        basis=item.basis if item else "",
    )  # fmt: skip
    _fail(uow, ports, hazard, measure_id)
    return danger


def _fail(uow: UnitOfWork, ports: Ports, hazard: Hazard, measure_id: str | None) -> None:
    """Weaken the hazard; a measure that was told as in place is marked failed."""
    failed = next((m for m in hazard.measures if m.id == measure_id), None)
    if failed is not None and failed.state is MeasureState.IN_PLACE:
        hazard = hazard.with_measure(replace(failed, failed=True))
    weaken(uow, ports, hazard)


def rectify_on_the_spot(
    ports: Ports,
    title: str,
    place: str,
    *,
    done: str,
    by_id: str,
    accepted_by_id: str,
    same_person_reason: str = "",
    found_on: date | None = None,
    source: DangerSource = DangerSource.INSPECTION,
    risk_point_id: str | None = None,
    hazard_id: str | None = None,
    measure_id: str | None = None,
    found_by_id: str | None = None,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    nature: DangerNature | None = None,
) -> tuple[HiddenDanger, Changes]:
    """当场整改: found, mended, accepted and closed in one step, for a general one; raises UserError."""
    today = ports.clock.today()
    with ports.units.write() as uow:
        danger = _registered(
            uow, ports, title, place, found_on=found_on, source=source, risk_point_id=risk_point_id,
            hazard_id=hazard_id, measure_id=measure_id, found_by_id=found_by_id, level=DangerLevel.GENERAL,
            basis="", photos=before, nature=nature,
        )  # fmt: skip
        for name in after:
            danger = danger.with_photo(name, PhotoStage.AFTER, on=today)
        closed = danger.closed(
            done=optional_text("怎么整改的", done, LONGEST_WORDS),
            by_id=uow.people.get(by_id).id,
            accepted_by_id=uow.people.get(accepted_by_id).id,
            on=today,
            same_person_reason=same_person_reason,
        )
        closed = replace(closed, on_the_spot=True, responsible_id=by_id, deadline=today, first_deadline=today)
        uow.hidden_dangers.save(closed)
        write_down(uow, ports, closed, EventKind.CLOSED, f"当场整改：{closed.rectified}", accepted_by_id)
        strengthen(uow, ports, closed)
        return closed, uow.commit()


def same_still_open(
    ports: Ports, title: str, place: str, *, hazard_id: str | None = None, measure_id: str | None = None
) -> tuple[HiddenDanger, ...]:
    """Open ones that say the same: the window asks before one is registered twice."""
    with ports.units.read() as uow:
        known = uow.hidden_dangers.still_open()
    wanted = HiddenDanger("", "", title, place, ports.clock.today(), hazard_id=hazard_id, measure_id=measure_id)
    return tuple(danger for danger in known if same_thing(wanted, danger))
