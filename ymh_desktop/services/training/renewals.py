"""到期提醒: what falls due, what was renewed with which proof, and certificates that ran out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerNature, DangerSource, HiddenDanger
from ymh_desktop.domain.renewals import DueState, Renewal, checked_due
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.knowledge.training_data import RenewalPreset
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.hidden_dangers.registration import new_danger
from ymh_desktop.services.library_use import trade_of
from ymh_desktop.services.ports import Ports, UnitOfWork

DUE = "到期日期"
SUSPECTED = "疑似重大事故隐患，需人工判定"
_ABOUT_CERTIFICATES = "特种作业人员"


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """One thing as the list shows it. `days` until it is due, negative when that is over.

    `suspect`: it ran out, and going on may be a 重大事故隐患; `danger` is the code of the one registered for it.
    """

    renewal: Renewal
    preset: RenewalPreset
    state: DueState
    days: int
    person: str
    suspect: bool
    danger: str


def renewal_lines(ports: Ports) -> tuple[RenewalLine, ...]:
    """Everything that falls due, the most urgent first; what is no longer needed at the end."""
    with ports.units.read() as uow:
        return _lines(ports, uow)


def _lines(ports: Ports, uow: UnitOfWork) -> tuple[RenewalLine, ...]:
    today = ports.clock.today()
    people = {person.id: person.name for person in uow.people.all()}
    found = [_line(ports, uow, each, people, today) for each in uow.renewals.all()]
    return tuple(sorted(found, key=lambda e: (e.state is DueState.ENDED, e.renewal.due_on, e.renewal.id)))


def _line(ports: Ports, uow: UnitOfWork, renewal: Renewal, people: dict[str, str], today: date) -> RenewalLine:
    preset = ports.codes.renewal_preset(renewal.kind)
    state = renewal.state(today, preset.remind)
    suspect = preset.suspect and state is DueState.OVERDUE
    known = _registered(uow, renewal, people) if suspect else None
    return RenewalLine(
        renewal,
        preset,
        state,
        (renewal.due_on - today).days,
        people.get(renewal.person_id or "", ""),
        suspect,
        known.code if known else "",
    )


def due_now(ports: Ports) -> tuple[RenewalLine, ...]:
    """What is overdue or due soon."""
    with ports.units.read() as uow:
        return due_now_in(ports, uow)


def due_now_in(ports: Ports, uow: UnitOfWork) -> tuple[RenewalLine, ...]:
    """The same within a transaction that is open."""
    return tuple(line for line in _lines(ports, uow) if line.state in (DueState.OVERDUE, DueState.SOON))


def offered_kinds(ports: Ports) -> tuple[RenewalPreset, ...]:
    """Every kind; first those that a firm with these machines and works usually has."""
    with ports.units.read() as uow:
        here = {point.module_id for point in uow.risk_points.all()}
    kinds = ports.codes.renewal_presets
    return tuple(
        sorted(kinds, key=lambda kind: (kind.id == "other", bool(kind.modules) and not here & {*kind.modules}))
    )


def add_renewal(
    ports: Ports,
    kind: str,
    due_on: date,
    *,
    title: str = "",
    every_months: int | None = None,
    person_id: str | None = None,
    number: str = "",
    issuer: str = "",
    place: str = "",
    note: str = "",
    photos: Sequence[str] = (),
) -> tuple[Renewal, Changes]:
    """One more thing with a day; without words it is called as its kind, without an interval the kind's holds."""
    preset = ports.codes.renewal_preset(kind)
    with ports.units.write() as uow:
        renewal = Renewal(
            id=ports.new_id(),
            kind=kind,
            title=title.strip() or preset.name,
            due_on=due_on,
            every_months=every_months if every_months is not None else preset.months,
            person_id=uow.people.get(person_id).id if person_id else None,
            number=number,
            issuer=issuer,
            place=place,
            note=note,
            photos=tuple(photos),
        ).checked()
        _sound(ports, renewal, preset)
        if any(_same(renewal, known) for known in uow.renewals.all()):
            raise UserError(f"“{renewal.title}”已经登记过了。", "请打开原来那一条，点“已办好”或者改日期。")
        uow.renewals.save(renewal)
        return renewal, uow.commit()


def _same(one: Renewal, other: Renewal) -> bool:
    facts = (one.kind, one.title, one.number, one.person_id, one.place)
    return not other.ended and facts == (other.kind, other.title, other.number, other.person_id, other.place)


def edit_renewal(ports: Ports, renewal_id: str, **fields: Any) -> Changes:
    """Other words, another day; raises UserError."""
    with ports.units.write() as uow:
        renewal = replace(uow.renewals.get(renewal_id), **fields).checked()
        _sound(ports, renewal, ports.codes.renewal_preset(renewal.kind))
        uow.renewals.save(renewal)
        return uow.commit()


def holder_wanted(preset: RenewalPreset) -> str:
    """What to do while nobody is named whose certificate it is; empty for a kind that is nobody's own."""
    return f"请选{preset.person}：证是跟着人的，名单里没有就新增一个。" if preset.personal else ""


def _sound(ports: Ports, renewal: Renewal, preset: RenewalPreset) -> None:
    checked_due(DUE, renewal.due_on, ports.clock.today())
    if preset.personal and renewal.person_id is None:
        raise UserError(f"“{renewal.title}”还没有写是谁的。", holder_wanted(preset))


def renew(
    ports: Ports,
    renewal_id: str,
    *,
    done_on: date | None = None,
    next_due: date | None = None,
    by_id: str | None = None,
    note: str = "",
    photo: str | None = None,
) -> Changes:
    """已办好: the next day is the one given, else counted from the interval; raises UserError."""
    today = ports.clock.today()
    with ports.units.write() as uow:
        renewal = uow.renewals.get(renewal_id)
        if by_id is not None:
            uow.people.get(by_id)
        uow.renewals.save(
            renewal.renewed(done_on or today, today, next_due=next_due, by_id=by_id, note=note, photo=photo)
        )
        return uow.commit()


def give_up_renewal(ports: Ports, renewal_id: str, why: str) -> Changes:
    """No longer needed; it stays readable. Raises UserError without a reason."""
    with ports.units.write() as uow:
        uow.renewals.save(uow.renewals.get(renewal_id).given_up(why))
        return uow.commit()


# ---- certificates that ran out ---------------------------------------------------------------------------------------


def suspected_item(ports: Ports, uow: UnitOfWork) -> MajorItem | None:
    """What this trade's criteria say about 特种作业人员 without a certificate; None when they say nothing."""
    trade = trade_of(ports, the_enterprise(uow).trade_id)
    return next((item for item in (trade.majors if trade else ()) if _ABOUT_CERTIFICATES in item.text), None)


def register_expired(ports: Ports, renewal_id: str) -> tuple[HiddenDanger, Changes]:
    """Register an expired certificate as a hidden danger: 疑似重大, which a person must judge; never a verdict.

    A trade whose criteria do not speak of it gets a general one. Raises UserError while it is valid or no such matter.
    """
    today = ports.clock.today()
    with ports.units.write() as uow:
        renewal = uow.renewals.get(renewal_id)
        preset = ports.codes.renewal_preset(renewal.kind)
        if not preset.suspect or renewal.state(today) is not DueState.OVERDUE:
            raise UserError(f"“{renewal.title}”没有过期，或者不属于要判定的证件。", "过期的特种作业操作证才要登记。")
        people = {person.id: person.name for person in uow.people.all()}
        known = _registered(uow, renewal, people)
        if known is not None:
            raise UserError(f"已经登记过了：{known.code}。", "请到“隐患整改”里打开它。")
        item = suspected_item(ports, uow)
        danger = new_danger(
            uow,
            ports,
            _title(renewal, people),
            renewal.place,
            level=DangerLevel.MAJOR if item else DangerLevel.GENERAL,
            source=DangerSource.INSPECTION,
            nature=DangerNature.PEOPLE,
            basis=f"{item.basis}（{SUSPECTED}）" if item else "",
            measures="复审或换证以前，不安排这个人做这项作业",
        )
        return danger, uow.commit()


def _registered(uow: UnitOfWork, renewal: Renewal, people: dict[str, str]) -> HiddenDanger | None:
    found = [danger for danger in uow.hidden_dangers.titled(_title(renewal, people)) if danger.is_open]
    return found[0] if found else None


def _title(renewal: Renewal, people: dict[str, str]) -> str:
    who = people.get(renewal.person_id or "", "") or renewal.number
    return f"{who}的{renewal.title}已过期（{renewal.due_on}）"
