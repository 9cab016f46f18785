"""定级→派单→整改中→待验收→(退回)→销号: one use case per step. The rules are the domain's; here they are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from ymh_desktop.domain.danger_events import EventKind
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerNature, DangerStatus, HiddenDanger
from ymh_desktop.domain.major_files import MajorFile
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.money import checked_cost
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.hidden_dangers.history import write_down
from ymh_desktop.services.hidden_dangers.protection import judge_risk, strengthen, weaken_again
from ymh_desktop.services.hidden_dangers.registration import LONGEST_PLACE, LONGEST_TITLE, LONGEST_WORDS
from ymh_desktop.services.ports import Ports, UnitOfWork


def edit_danger(ports: Ports, danger_id: str, *, title: str, place: str) -> Changes:
    """Other words for an open one; raises UserError."""
    with ports.units.write() as uow:
        danger = _open(uow, danger_id)
        title = required_text("隐患内容", title, LONGEST_TITLE)
        place = optional_text("部位", place, LONGEST_PLACE)
        return _kept(uow, ports, danger, replace(danger, title=title, place=place), EventKind.EDITED, title)


def describe_danger(
    ports: Ports,
    danger_id: str,
    *,
    cause: str | None = None,
    protective: str | None = None,
    measures: str | None = None,
    nature: DangerNature | None = None,
) -> Changes:
    """Why it came about, what keeps people safe meanwhile, what shall be done, 人/物/环/管; None leaves each."""
    with ports.units.write() as uow:
        danger = _open(uow, danger_id)
        said: dict[str, Any] = {
            "cause": None if cause is None else optional_text("原因", cause, LONGEST_WORDS),
            "protective": None if protective is None else optional_text("防范措施", protective, LONGEST_WORDS),
            "measures": None if measures is None else optional_text("整改要求", measures, LONGEST_WORDS),
            "nature": nature,
        }
        changed = replace(danger, **{key: value for key, value in said.items() if value is not None})
        return _kept(uow, ports, danger, changed, EventKind.EDITED, "补充说明")


def grade_danger(
    ports: Ports,
    danger_id: str,
    level: DangerLevel,
    *,
    basis: str = "",
    reason: str = "",
    by_id: str | None = None,
) -> Changes:
    """定级. `basis` is the clause of a major one, `reason` why a suspected one is not; raises UserError.

    A major one lifts its risk to 重大 until it is closed and the risk is graded again.
    """
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        reason = optional_text("理由", reason, LONGEST_WORDS)
        graded = danger.graded(
            level,
            on=ports.clock.today(),
            by_id=uow.people.get(by_id).id if by_id else None,
            principal_id=the_enterprise(uow).principal_id,
            basis=optional_text("判定依据", basis, LONGEST_WORDS),
            reason=reason,
            file=uow.major_files.find(danger_id),
        )
        why = f"，依据：{graded.basis}" if graded.is_major else f"，理由：{reason}" if reason else ""
        if graded.is_major and uow.major_files.find(danger_id) is None:
            uow.major_files.save(MajorFile(danger_id))
        judge_risk(uow, ports, graded)
        return _kept(uow, ports, danger, graded, EventKind.GRADED, f"{label(level)}{why}", by_id)


def assign_danger(ports: Ports, danger_id: str, person_id: str, deadline: date, measures: str = "") -> Changes:
    """派单: to a person with a deadline; raises UserError. What was agreed is put off only by `extend_danger`."""
    with ports.units.write() as uow:
        danger = _open(uow, danger_id)
        who = uow.people.get(person_id)
        principal = the_enterprise(uow).principal_id
        if danger.is_major and principal is not None and person_id != principal:
            name = uow.people.get(principal).name
            raise UserError(f"重大隐患一律由主要负责人（{name}）负责。", "具体干活的人请写在“怎么改”里。")
        assigned = danger.assigned(
            person_id,
            deadline,
            optional_text("整改要求", measures, LONGEST_WORDS),
            on=ports.clock.today(),
            principal_id=principal,
        )
        return _kept(uow, ports, danger, assigned, EventKind.ASSIGNED, f"{who.name}，{deadline} 前改完")


def start_danger(ports: Ports, danger_id: str, *, by_id: str | None = None) -> Changes:
    """整改中; raises StepsMissing for a major one that is not prepared."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        started = danger.started(on=ports.clock.today(), file=uow.major_files.find(danger_id))
        return _kept(uow, ports, danger, started, EventKind.STARTED, by_id=by_id)


def hand_in_danger(
    ports: Ports,
    danger_id: str,
    *,
    done: str,
    by_id: str,
    on: date | None = None,
    cost: Decimal | None = None,
    photos: Sequence[str] = (),
) -> Changes:
    """待验收: what was done, by whom, when (None: today), at what cost in yuan, with photos; raises UserError."""
    today = ports.clock.today()
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        ready = danger
        for name in photos:
            ready = ready.with_photo(name, PhotoStage.AFTER, on=today)
        handed_in = ready.handed_in(
            done=optional_text("怎么整改的", done, LONGEST_WORDS),
            by_id=uow.people.get(by_id).id,
            on=past_day(ports, on, "整改完成日期"),
            cost=checked_cost(cost),
            file=uow.major_files.find(danger_id),
        )
        return _kept(uow, ports, danger, handed_in, EventKind.HANDED_IN, handed_in.rectified, by_id)


def accept_danger(ports: Ports, danger_id: str, *, by_id: str, note: str = "", same_person_reason: str = "") -> Changes:
    """验收通过: closed, or 已治理待核销 under a department's order; raises CannotClose."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        accepted = danger.accepted(
            by_id=uow.people.get(by_id).id,
            on=ports.clock.today(),
            note=optional_text("验收意见", note, LONGEST_WORDS),
            same_person_reason=optional_text("原因", same_person_reason, 200),
            file=uow.major_files.find(danger_id),
        )
        if accepted.is_open:
            return _kept(uow, ports, danger, accepted, EventKind.ACCEPTED, accepted.acceptance, by_id)
        strengthen(uow, ports, accepted)
        return _kept(uow, ports, danger, accepted, EventKind.CLOSED, accepted.acceptance or "验收通过", by_id)


def return_danger(ports: Ports, danger_id: str, reason: str, *, by_id: str | None = None) -> Changes:
    """退回 by the acceptor or the department; raises UserError. New evidence is needed then."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        reason = optional_text("退回的原因", reason, LONGEST_WORDS)
        returned = danger.returned(reason, on=ports.clock.today())
        _file_again(uow, danger_id, reopened=False)
        return _kept(uow, ports, danger, returned, EventKind.RETURNED, reason, by_id)


def extend_danger(ports: Ports, danger_id: str, to: date, reason: str, *, by_id: str | None = None) -> Changes:
    """延期 with a reason; raises UserError."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        reason = optional_text("延期的原因", reason, LONGEST_WORDS)
        extended = danger.extended(to, reason, on=ports.clock.today(), file=uow.major_files.find(danger_id))
        words = f"{danger.deadline} 延到 {to}，原因：{reason}"
        return _kept(uow, ports, danger, extended, EventKind.EXTENDED, words, by_id)


def close_danger(
    ports: Ports,
    danger_id: str,
    *,
    done: str,
    by_id: str,
    accepted_by_id: str,
    same_person_reason: str = "",
    cost: Decimal | None = None,
    photos: Sequence[str] = (),
) -> Changes:
    """Rectified and accepted in one step (general ones only); raises CannotClose. The hazard regains its grade.

    `photos` were kept before and show it rectified.
    """
    today = ports.clock.today()
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        if not danger.is_open:
            raise UserError(f"{danger.code} 已经销号了。", "要再改，请先点“重新打开”。")
        ready = danger
        for name in photos:
            ready = ready.with_photo(name, PhotoStage.AFTER, on=today)
        closed = ready.closed(
            done=optional_text("怎么整改的", done, LONGEST_WORDS),
            by_id=uow.people.get(by_id).id,
            accepted_by_id=uow.people.get(accepted_by_id).id,
            on=today,
            same_person_reason=optional_text("原因", same_person_reason, 200),
            cost=checked_cost(cost),
        )
        strengthen(uow, ports, closed)
        return _kept(uow, ports, danger, closed, EventKind.CLOSED, closed.rectified, accepted_by_id)


def reopen_danger(ports: Ports, danger_id: str, reason: str = "", *, by_id: str | None = None) -> Changes:
    """Open again: the hazard is weakened again, and the measure that was missing is no longer told as in place."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        reason = optional_text("原因", reason, LONGEST_WORDS)
        reopened = danger.reopened(on=ports.clock.today())
        _file_again(uow, danger_id, reopened=True)
        weaken_again(uow, ports, reopened)
        return _kept(uow, ports, danger, reopened, EventKind.REOPENED, reason, by_id)


# ---- photos and telling people ---------------------------------------------------------------------------------------


def add_danger_photo(ports: Ports, danger_id: str, name: str, stage: PhotoStage, note: str = "") -> Changes:
    """A photo that was kept with `ports.photos` before; raises UserError."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        changed = danger.with_photo(name, stage, on=ports.clock.today(), note=optional_text("说明", note, 60))
        return _kept(uow, ports, danger, changed, EventKind.PHOTO_ADDED, label(stage))


def replace_danger_photo(ports: Ports, danger_id: str, name: str, by: str, because: str) -> Changes:
    """The right photo in place of a wrong one, which stays with the reason; raises UserError."""
    with ports.units.write() as uow:
        danger = uow.hidden_dangers.get(danger_id)
        because = optional_text("换照片的原因", because, 100)
        changed = danger.with_photo_replaced(name, by, because, on=ports.clock.today())
        return _kept(uow, ports, danger, changed, EventKind.PHOTO_REPLACED, because)


def tell_employees(ports: Ports, danger_ids: Iterable[str], how: str, *, on: date | None = None) -> Changes:
    """通报 of several at once: when (None: today) and how; raises UserError."""
    day = past_day(ports, on, "通报日期")
    how = optional_text("怎么通报的", how, 100)
    with ports.units.write() as uow:
        for danger_id in danger_ids:
            told = uow.hidden_dangers.get(danger_id).told(day, how)
            uow.hidden_dangers.save(told)
            write_down(uow, ports, told, EventKind.TOLD, how)
        return uow.commit()


# ---- behind them -----------------------------------------------------------------------------------------------------


def past_day(ports: Ports, on: date | None, what: str) -> date:
    """The day, today for None; raises UserError for one that has not come."""
    return not_to_come(what, on, ports.clock.today())


def _open(uow: UnitOfWork, danger_id: str) -> HiddenDanger:
    danger = uow.hidden_dangers.get(danger_id)
    if danger.status is DangerStatus.CLOSED:
        raise UserError(f"{danger.code} 已经销号了。", "要改，请先点“重新打开”。")
    return danger


def _file_again(uow: UnitOfWork, danger_id: str, *, reopened: bool) -> None:
    file = uow.major_files.find(danger_id)
    if file is not None:
        uow.major_files.save(file.tried_again(reopened=reopened))


def _kept(
    uow: UnitOfWork,
    ports: Ports,
    before: HiddenDanger,
    after: HiddenDanger,
    kind: EventKind,
    words: str = "",
    by_id: str | None = None,
) -> Changes:
    """Save it with its line of history; nothing at all when nothing changed."""
    if after != before:
        uow.hidden_dangers.save(after)
        write_down(uow, ports, after, kind, words, by_id)
    return uow.commit()
