"""换人不断档: what the next safety officer must know, in one page; and what changes hands with the office."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.marks import in_fours
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.submissions import reports_due
from ymh_desktop.services.backups import copied_elsewhere
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.services.enterprise import DUTIES, LONGEST_DUTY, OFFICER, the_enterprise
from ymh_desktop.services.five_haves import assessment
from ymh_desktop.services.ports import Ports, UnitOfWork

_TITLES = (DUTIES[OFFICER], "专职安全员", "兼职安全员")
_BESIDES = re.compile("[、，/]|兼(?!职)")  # 安全员兼会计 is called two things
AHEAD = timedelta(days=60)  # what falls due within two months is told


@dataclass(frozen=True, slots=True)
class OpenThing:
    """Something that goes on after the handover. `due` is None without a day; `record_id` is what to open."""

    what: str
    who: str
    due: date | None
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """Everything that waits, in groups with a heading, and where things lie. `key` says how the signing key stands."""

    enterprise: str
    made_on: date
    groups: tuple[tuple[str, tuple[OpenThing, ...]], ...]
    data_at: str
    copied: date | None
    key: str


def handover_sheet(ports: Ports) -> HandoverSheet:
    """As it stands today; raises NoEnterprise."""
    book, today = open_book(ports), ports.clock.today()
    copied = copied_elsewhere(ports)
    key = ports.packages.key()
    groups = (
        ("没销号的隐患", tuple(_danger(book, each) for each in _by_day(book.dangers))),
        ("要查的、超期没查的", tuple(OpenThing(line.title, line.inspector, line.day) for line in today_lines(ports))),
        ("要新增的措施", _planned(book)),
        ("两个月内到期的", _renewals(ports, book, today)),
        ("报送了还没有凭证的", _unproved(ports)),
        ("派下去还没做完的", _tasks(ports)),
    )
    return HandoverSheet(
        enterprise=book.enterprise.name,
        made_on=today,
        groups=groups,
        data_at=str(ports.doctor.data_folder()),
        copied=copied.date() if copied else None,
        key=f"签名密钥有效到 {key.valid_to}，指纹前八位 {in_fours(key.fingerprint[:8])}" if key else "还没有签名密钥",
    )


def _by_day(dangers: Iterable[HiddenDanger]) -> list[HiddenDanger]:
    return sorted((each for each in dangers if each.is_open), key=lambda each: (each.deadline or date.max, each.code))


def _danger(book: Book, danger: HiddenDanger) -> OpenThing:
    what = f"{danger.code} {danger.title}（{danger.kind_words}，{danger.state_words}）"
    return OpenThing(what, book.person_name(danger.responsible_id), danger.deadline, danger.id)


def _planned(book: Book) -> tuple[OpenThing, ...]:
    found: dict[tuple[str, str], OpenThing] = {}
    for hazard in book.hazards:
        for measure in hazard.measures:
            if measure.state is MeasureState.PLANNED:
                place = book.point[hazard.risk_point_id].name
                thing = OpenThing(
                    f"{place}：{measure.text}", book.person_name(measure.person_id), measure.due, hazard.id
                )
                found.setdefault((place, measure.text), thing)
    return tuple(sorted(found.values(), key=lambda each: (each.due or date.max, each.what)))


def _renewals(ports: Ports, book: Book, today: date) -> tuple[OpenThing, ...]:
    with ports.units.read() as uow:
        waiting = [each for each in uow.renewals.all() if not each.ended and each.due_on <= today + AHEAD]
    things = [OpenThing(each.title, book.person_name(each.person_id), each.due_on, each.id) for each in waiting]
    return tuple(sorted(things, key=lambda each: (each.due or date.max, each.what)))


def _unproved(ports: Ports) -> tuple[OpenThing, ...]:
    with ports.units.read() as uow:
        waiting = [each for each in reports_due(uow.submissions.all()) if not each.proved]
    return tuple(OpenThing(f"第 {each.sequence} 号 {each.file_name}", "", each.sent_on, each.id) for each in waiting)


def _tasks(ports: Ports) -> tuple[OpenThing, ...]:
    return tuple(OpenThing(line.gap, line.task, line.due) for line in assessment(ports).gaps if line.task)


def hand_over(
    ports: Ports,
    from_id: str,
    to_id: str,
    *,
    on: date | None = None,
    papers_at: str = "",
    backups_at: str = "",
    note: str = "",
    take_over: bool = True,
) -> tuple[Handover, Changes]:
    """Write it down, and give the next person what the former one had; raises UserError.

    The office itself goes over when the former person held it, and the title 安全员 with it. With `take_over` open
    hidden dangers, checks, measures to be added, risk points, posts, what falls due and tasks go along; certificates
    stay with whose they are.
    """
    today = ports.clock.today()
    with ports.units.write() as uow:
        uow.people.get(from_id), uow.people.get(to_id)
        handover = Handover(ports.new_id(), on or today, from_id, to_id, papers_at, backups_at, note).checked(today)
        uow.handovers.save(handover)
        enterprise = the_enterprise(uow)
        if enterprise.officer_id == from_id:
            uow.save_enterprise(replace(enterprise, officer_id=to_id))
            _pass_on_title(uow, from_id, to_id)
        if take_over:
            _pass_on(ports, uow, from_id, to_id)
        return handover, uow.commit()


def _pass_on_title(uow: UnitOfWork, old: str, new: str) -> None:
    """Only the office's own title: who is 会计 besides stays so, and so does what the next is called besides."""
    former, coming = uow.people.get(old), uow.people.get(new)
    called = [part for part in _BESIDES.split(former.duty) if part]
    title = next((part for part in called if part in _TITLES), DUTIES[OFFICER])
    if title in called:
        uow.people.save(replace(former, duty="、".join(part for part in called if part != title)))
    if not coming.duty:
        uow.people.save(replace(coming, duty=title))
    elif DUTIES[OFFICER] not in coming.duty and len(coming.duty) + len(title) < LONGEST_DUTY:
        uow.people.save(replace(coming, duty=f"{coming.duty}、{title}"))


def _pass_on(ports: Ports, uow: UnitOfWork, old: str, new: str) -> None:
    for danger in uow.hidden_dangers.still_open():
        if danger.responsible_id == old and not danger.is_major:  # a major one follows the 主要负责人
            uow.hidden_dangers.save(replace(danger, responsible_id=new))
    for plan in uow.check_plans.all():
        if plan.person_id == old and plan.ended_on is None:
            uow.check_plans.save(replace(plan, person_id=new))
    for point in uow.risk_points.all():
        if point.owner_id == old:
            uow.risk_points.save(replace(point, owner_id=new))
    for post in uow.posts.all():
        if post.head_id == old:
            uow.posts.save(replace(post, head_id=new))
    for department in uow.departments.all():
        if department.head_id == old:
            uow.departments.save(replace(department, head_id=new))
    for renewal in uow.renewals.all():
        personal = ports.codes.renewal_preset(renewal.kind).personal
        if renewal.person_id == old and not personal and not renewal.ended:
            uow.renewals.save(replace(renewal, person_id=new))
    _pass_on_risks(uow, old, new)
    _pass_on_tasks(uow, old, new)


def _pass_on_risks(uow: UnitOfWork, old: str, new: str) -> None:
    for hazard in uow.hazards.all():
        responsible = tuple((tier, new if who == old else who) for tier, who in hazard.responsible)
        measures = tuple(
            replace(each, person_id=new) if each.state is MeasureState.PLANNED and each.person_id == old else each
            for each in hazard.measures
        )
        if (responsible, measures) != (hazard.responsible, hazard.measures):
            uow.hazards.save(replace(hazard, responsible=responsible, measures=measures))


def _pass_on_tasks(uow: UnitOfWork, old: str, new: str) -> None:
    for each in uow.self_assessments.all():
        answers = tuple(replace(said, person_id=new) if said.person_id == old else said for said in each.answers)
        if each.finished_on is None and answers != each.answers:
            uow.self_assessments.save(replace(each, answers=answers))


def handover_signed(ports: Ports, handover_id: str, on: date | None = None, scan: str | None = None) -> Changes:
    """Both signed the sheet; `scan` is its photo in the photo store. Raises UserError for an impossible day."""
    today = ports.clock.today()
    with ports.units.write() as uow:
        uow.handovers.save(uow.handovers.get(handover_id).signed(on or today, scan, today))
        return uow.commit()


def handovers(ports: Ports) -> tuple[Handover, ...]:
    """All of them, newest first."""
    with ports.units.read() as uow:
        return tuple(reversed(uow.handovers.all()))
