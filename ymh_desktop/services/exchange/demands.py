"""What departments ask: a list to work through, whether it came as a signed file or on paper.

An order about a 重大事故隐患 is answered in the file of that hidden danger, everything else here; both show at both
places. A report that was sent back is mended record by record.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.danger_events import EventKind
from ymh_desktop.domain.demands import (
    ORDER_KINDS,
    CameAs,
    Demand,
    DemandKind,
    DemandLine,
    DemandState,
    RecordKind,
    same_number,
)
from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, HiddenDanger
from ymh_desktop.domain.major_files import Clearance, MajorFile, OrderAnswer, SupervisionOrder
from ymh_desktop.domain.submissions import Outcome, Submission, parts_of
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers.history import write_down
from ymh_desktop.services.hidden_dangers.loop import past_day
from ymh_desktop.services.hidden_dangers.major import checked_answer, give_answer, take_clearance, take_order
from ymh_desktop.services.hidden_dangers.protection import strengthen
from ymh_desktop.services.hidden_dangers.registration import new_danger
from ymh_desktop.services.ports import Ports, UnitOfWork

LONGEST_NUMBER, LONGEST_WORDS, LONGEST_TITLE = 60, 2000, 300


@dataclass(frozen=True, slots=True)
class Finding:
    """One item of an order or an inspection as it comes in. `danger_id` names a hidden danger that is known already."""

    title: str
    place: str = ""
    major: bool = False
    basis: str = ""
    demand: str = ""
    due: date | None = None
    danger_id: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class DemandSheet:
    """One demand with what is known elsewhere: the answers in the file of a major hidden danger, and its end."""

    demand: Demand
    answers: tuple[OrderAnswer, ...]
    state: DemandState
    overdue: bool
    dangers: tuple[HiddenDanger, ...]
    in_danger_file: str | None  # the major hidden danger in whose file it is answered


class AlreadyThere(UserError):
    """The same paper was registered before."""

    def __init__(self, number: str) -> None:
        super().__init__(f"“{number}”已经登记过了。", "请在“收到的文件”里直接打开它。")


# ---- looking ---------------------------------------------------------------------------------------------------------


def demand_sheets(ports: Ports) -> tuple[DemandSheet, ...]:
    """Every demand: what is open first, by its day."""
    with ports.units.read() as uow:
        sheets = [_sheet(uow, each, ports.clock.today()) for each in uow.demands.all()]
    order = list(DemandState)
    newest_last = sorted(sheets, key=lambda sheet: sheet.demand.received_on, reverse=True)
    return tuple(sorted(newest_last, key=lambda sheet: (order.index(sheet.state), sheet.demand.due or date.max)))


def demand_sheet(ports: Ports, demand_id: str) -> DemandSheet:
    """One of them; raises RecordGone."""
    with ports.units.read() as uow:
        return _sheet(uow, uow.demands.get(demand_id), ports.clock.today())


def _sheet(uow: UnitOfWork, demand: Demand, today: date) -> DemandSheet:
    dangers = tuple(d for danger_id in demand.danger_ids if (d := uow.hidden_dangers.find(danger_id)) is not None)
    place = _place(uow, demand, dangers)
    answers, closed = demand.answers, demand.closed_on is not None
    if place is not None:
        _, file, at = place
        answers = (*answers, *(each for each in file.orders[at].answers if each not in answers))
    if not closed and demand.kind in ORDER_KINDS and dangers and all(not each.is_open for each in dangers):
        closed = all(line.record_id for line in demand.lines)  # nothing of it is left
    state = DemandState.CLOSED if closed else DemandState.ANSWERED if answers else DemandState.OPEN
    overdue = state is DemandState.OPEN and demand.due is not None and demand.due < today
    return DemandSheet(demand, answers, state, overdue, dangers, place[0].id if place else None)


def _place(
    uow: UnitOfWork, demand: Demand, dangers: Iterable[HiddenDanger]
) -> tuple[HiddenDanger, MajorFile, int] | None:
    """The major hidden danger in whose file this order stands, with its place there."""
    if demand.kind not in ORDER_KINDS:
        return None
    for danger in dangers:
        file = uow.major_files.find(danger.id) if danger.is_major else None
        for at, order in enumerate(file.orders if file else ()):
            if file is not None and (order.number, order.issuer) == (demand.number, demand.issuer):
                return danger, file, at
    return None


@dataclass(frozen=True, slots=True)
class DemandTask:
    """One thing to do for the home page and for a record's own page."""

    demand_id: str
    title: str
    saying: str
    due: date | None
    overdue: bool
    danger_id: str | None = None  # the major hidden danger whose file says the same


def demand_tasks(ports: Ports) -> tuple[DemandTask, ...]:
    """What departments still wait for, the most urgent first. A returned report counts until all of it is mended."""
    with ports.units.read() as uow:
        return demand_tasks_in(ports, uow)


def demand_tasks_in(ports: Ports, uow: UnitOfWork) -> tuple[DemandTask, ...]:
    """The same within an open unit of work."""
    today = ports.clock.today()
    sheets = [_sheet(uow, each, today) for each in uow.demands.still_open()]
    tasks = []
    for sheet in sheets:
        demand = sheet.demand
        if demand.kind is DemandKind.RETURNED:
            left = len(demand.open_lines)
            saying = f"{demand.issuer}退回了上报，还有 {left} 处要改。" if left else "改好了，请重新导出上报。"
            tasks.append(_task(sheet, "改镇里退回的内容" if left else "重新上报", saying))
        elif sheet.state is DemandState.OPEN:
            saying = f"{demand.number}（{demand.issuer}）还没有回复。"
            tasks.append(_task(sheet, f"回复{label(demand.kind)}", saying))
    return tuple(sorted(tasks, key=lambda task: (not task.overdue, task.due or date.max)))


def _task(sheet: DemandSheet, title: str, saying: str) -> DemandTask:
    due = sheet.demand.due
    if due is not None:
        saying += f"期限 {due}，已经过了。" if sheet.overdue else f"期限 {due}。"
    return DemandTask(sheet.demand.id, title, saying, due, sheet.overdue, sheet.in_danger_file)


def returned_lines(ports: Ports, record_id: str) -> tuple[tuple[Demand, DemandLine], ...]:
    """What was sent back about one record and is not mended yet."""
    with ports.units.read() as uow:
        known = [each for each in uow.demands.still_open() if each.kind is DemandKind.RETURNED]
    return tuple((each, line) for each in known for line in each.open_lines if line.record_id == record_id)


# ---- coming in -------------------------------------------------------------------------------------------------------


def take_demand(
    uow: UnitOfWork, ports: Ports, demand: Demand, findings: Sequence[Finding]
) -> tuple[Demand, tuple[str, ...]]:
    """Keep an order or the findings of an inspection in this unit of work, with the hidden dangers it is about.

    What is not known yet is registered. Returns the demand and what was done, in sentences; raises UserError.
    """
    if any(_same(demand, known) for known in uow.demands.all()):
        raise AlreadyThere(demand.number)
    lines, dangers, said = [], [], []
    for number, finding in enumerate(findings, start=1):
        danger = uow.hidden_dangers.find(finding.danger_id) if finding.danger_id else None
        if danger is None:
            danger = _registered(uow, ports, demand, finding)
            said.append(f"登记了{danger.kind_words} {danger.code}：{danger.title[:40]}")
        dangers.append(danger.id)
        lines.append(
            DemandLine(
                number,
                finding.title,
                finding.place,
                RecordKind.DANGER,
                danger.id,
                danger.code,
                finding.demand,
                finding.due or demand.due,
            )
        )
        if demand.kind in ORDER_KINDS and danger.is_major:
            said.append(_into_file(uow, ports, demand, danger, finding))
    made = replace(demand, lines=tuple(lines), danger_ids=tuple(dangers))
    uow.demands.save(made)
    return made, tuple(said)


def _same(one: Demand, other: Demand) -> bool:
    return (one.kind, one.issuer) == (other.kind, other.issuer) and same_number(one.number, other.number)


def _registered(uow: UnitOfWork, ports: Ports, demand: Demand, finding: Finding) -> HiddenDanger:
    level = DangerLevel.MAJOR if finding.major else DangerLevel.GENERAL
    danger = new_danger(
        uow,
        ports,
        finding.title[:LONGEST_TITLE],
        finding.place[:60],
        level=level,
        source=DangerSource.AUTHORITY,
        found_on=min(demand.issued_on or demand.received_on, ports.clock.today()),
        basis=finding.basis[:500],
        measures=finding.demand[:500],
    )
    due = finding.due or demand.due
    if due is not None and due >= danger.found_on:
        danger = replace(danger, deadline=due)
        uow.hidden_dangers.save(danger)
    return danger


def _into_file(uow: UnitOfWork, ports: Ports, demand: Demand, danger: HiddenDanger, finding: Finding) -> str:
    if not danger.is_open:
        return f"{danger.code} 本机已经销号，请核对后回复。"
    order = SupervisionOrder(
        ORDER_KINDS[demand.kind],
        demand.number,
        demand.issuer,
        demand.received_on,
        finding.demand or demand.demands,
        finding.due or demand.due,
        demand.contact,
    )
    take_order(uow, ports, danger.id, order)
    return f"{label(demand.kind)}写进了重大隐患 {danger.code} 的档案"


def paper_findings(text: str, known: Sequence[HiddenDanger], chosen: Collection[str] = ()) -> tuple[Finding, ...]:
    """What a paper is about: a line each, those that name a number of `known` (Y-0001) being about that one.

    `chosen` are ids of `known` that the paper is about too. Nothing is registered a second time.
    """
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        about = named_in(line, known)
        alone = as_meant(line).upper() in {each.code for each in about}
        found += [_about(each, each.title if alone else line) for each in about] or [Finding(line)]
    there = {each.danger_id for each in found}
    return (*found, *(_about(each, each.title) for each in known if each.id in chosen and each.id not in there))


def named_in(words: str, known: Iterable[HiddenDanger]) -> tuple[HiddenDanger, ...]:
    """Those whose number stands in the words, however wide it was typed."""
    said = as_meant(words).upper()
    return tuple(each for each in known if re.search(rf"{re.escape(each.code)}(?!\d)", said))


def _about(danger: HiddenDanger, title: str) -> Finding:
    return Finding(title, danger.place, danger.is_major, danger_id=danger.id, code=danger.code)


def register_paper(
    ports: Ports,
    kind: DemandKind,
    *,
    number: str,
    issuer: str,
    received_on: date | None = None,
    issued_on: date | None = None,
    due: date | None = None,
    demands: str = "",
    contact: str = "",
    findings: Sequence[Finding] = (),
    photos: Sequence[str] = (),
) -> tuple[Demand, Changes]:
    """督办单, 检查意见 or 责令限期整改 typed in from paper; counts as one that came as a file. Raises UserError.

    `photos` were kept with `ports.photos` before. Without findings the whole paper is one.
    """
    day = past_day(ports, received_on, "收到的日期")
    if due is not None and due < day:
        raise UserError(f"期限 {due} 早于收到的日期 {day}。", "请对照文书检查日期。")
    demand = Demand(
        id=ports.new_id(),
        kind=kind,
        number=required_text("文号", number, LONGEST_NUMBER),
        issuer=required_text("发文单位", issuer, LONGEST_NUMBER),
        received_on=day,
        issued_on=issued_on,
        due=due,
        demands=optional_text("要求", demands, LONGEST_WORDS),
        contact=optional_text("联系人", contact, LONGEST_NUMBER),
        came_as=CameAs.PAPER,
        photos=tuple(photos),
    )
    said = tuple(finding for finding in findings if finding.title.strip())
    with ports.units.write() as uow:
        made, _ = take_demand(uow, ports, demand, tuple(_checked(each) for each in said))
        return made, uow.commit()


def _checked(finding: Finding) -> Finding:
    return replace(
        finding,
        title=required_text("问题", finding.title, LONGEST_TITLE),
        place=optional_text("部位", finding.place, 60),
        basis=optional_text("依据", finding.basis, 500),
        demand=optional_text("要求", finding.demand, 500),
    )


def record_receipt(
    ports: Ports,
    submission_id: str,
    outcome: Outcome,
    *,
    number: str,
    on: date | None = None,
    reasons: Sequence[str] = (),
    due: date | None = None,
    issuer: str = "",
    photos: Sequence[str] = (),
) -> Changes:
    """回执 on paper or as a picture; counts as one that came as a file. Raises UserError.

    A return needs at least one reason; each becomes a line to mend.
    """
    day = past_day(ports, on, "回执的日期")
    number = required_text("回执编号", number, LONGEST_NUMBER)
    words = [optional_text("退回的原因", each, LONGEST_WORDS) for each in reasons if each.strip()]
    if outcome is Outcome.NONE or (outcome is Outcome.RETURNED and not words):
        raise UserError("没有写退回的原因。", "请照镇里说的写，一条一行。")
    with ports.units.write() as uow:
        submission = uow.submissions.get(submission_id)
        if day < submission.created_at.date():
            raise UserError(f"回执的日期 {day} 早于导出日期。", "请检查日期。")
        for part in parts_of(submission, uow.submissions.all()):
            answered = part.answered(outcome, day, number)
            uow.submissions.save(replace(answered, proof_photos=(*part.proof_photos, *photos)))
        if outcome is Outcome.RETURNED:
            enterprise = uow.enterprise()
            usual = enterprise.recipient if enterprise else ""
            uow.demands.save(
                Demand(
                    id=ports.new_id(),
                    kind=DemandKind.RETURNED,
                    number=number,
                    issuer=optional_text("发文单位", issuer, 60) or usual or "镇里",
                    received_on=day,
                    due=due,
                    came_as=CameAs.PAPER,
                    submission_id=submission_id,
                    lines=tuple(DemandLine(at, each) for at, each in enumerate(words, start=1)),
                    photos=tuple(photos),
                )
            )
        else:
            close_returns(uow, submission, day, f"{number} 收下")
        return uow.commit()


# ---- working through -------------------------------------------------------------------------------------------------


def answer_demand(
    ports: Ports,
    demand_id: str,
    words: str,
    *,
    on: date | None = None,
    by_id: str | None = None,
    receipt: str = "",
) -> Changes:
    """回复: kept here, or in the file of the major hidden danger that the order is about. Raises UserError."""
    answer = checked_answer(ports, words, on=on, by_id=by_id, receipt=receipt)
    with ports.units.write() as uow:
        demand = uow.demands.get(demand_id)
        dangers = [d for danger_id in demand.danger_ids if (d := uow.hidden_dangers.find(danger_id)) is not None]
        place = _place(uow, demand, dangers)
        if place is not None and place[0].is_open and demand.closed_on is None:
            give_answer(uow, ports, place[0].id, place[2], answer)
        else:
            uow.demands.save(demand.answered(answer))
        return uow.commit()


def mark_line(ports: Ports, demand_id: str, number: int, *, done: bool, words: str = "") -> Changes:
    """改好了 (or not, after all); raises UserError."""
    with ports.units.write() as uow:
        demand = uow.demands.get(demand_id)
        on = ports.clock.today() if done else None
        uow.demands.save(demand.line_done(number, on, optional_text("怎么改的", words, 500)))
        return uow.commit()


def close_demand(ports: Ports, demand_id: str, words: str, *, on: date | None = None) -> Changes:
    """办结: the department said on paper that it is content; raises UserError."""
    day = past_day(ports, on, "办结日期")
    with ports.units.write() as uow:
        demand = uow.demands.get(demand_id)
        uow.demands.save(demand.closed(day, required_text("办结的依据", words, 200)))
        return uow.commit()


def reopen_demand(ports: Ports, demand_id: str) -> Changes:
    """It was closed by mistake."""
    with ports.units.write() as uow:
        uow.demands.save(uow.demands.get(demand_id).reopened())
        return uow.commit()


def struck_off(
    uow: UnitOfWork, ports: Ports, issuer: str, number: str, on: date, words: str
) -> tuple[bool, tuple[str, ...]]:
    """The department says that this order is done with; whether it was open here, and what came of it, in sentences."""
    said = []
    open_ones = (each for each in uow.demands.still_open() if each.issuer == issuer)
    demand = next((each for each in open_ones if same_number(each.number, number)), None)
    if demand is None:
        return False, ()
    day = max(on, demand.received_on)
    uow.demands.save(demand.closed(day, words or f"{issuer}办结"))
    said.append(f"{label(demand.kind)} {number} 已办结。")
    for danger_id in demand.danger_ids:
        danger = uow.hidden_dangers.find(danger_id)
        if danger is not None and danger.is_open:
            said.append(_struck_off_with(uow, ports, demand, danger, Clearance(issuer, day, number, words)))
    return True, tuple(said)


def _struck_off_with(uow: UnitOfWork, ports: Ports, demand: Demand, danger: HiddenDanger, clearance: Clearance) -> str:
    """The department's review closes what it supervised, unless our own record of it is not so far; says which."""
    named = f"{danger.kind_words} {danger.code}"
    try:
        if danger.is_major:
            take_clearance(uow, ports, danger.id, clearance)
            return f"{named} 已核销。"
        closed = _accepted_by(clearance, _sheet(uow, demand, ports.clock.today()), danger)
    except UserError as error:
        return f"{named} 还不能销号：{error.problem}{error.advice}"
    other = next((each for each in open_orders(uow) if each.closed_on is None and danger.id in each.danger_ids), None)
    if other is not None:
        return f"{named} 还有 {other.number} 没有办结，先不销号。"
    uow.hidden_dangers.save(closed)
    write_down(uow, ports, closed, EventKind.CLEARED, closed.acceptance)
    strengthen(uow, ports, closed)
    return f"{named} 跟着销号。"


def _accepted_by(clearance: Clearance, sheet: DemandSheet, danger: HiddenDanger) -> HiddenDanger:
    """Closed by the department's review; what was done is what we wrote down, or what we answered."""
    answer = sheet.answers[-1] if sheet.answers else None
    return danger.struck_off(
        by=" ".join(part for part in (clearance.authority, clearance.number, clearance.words) if part),
        on=clearance.on,
        done=answer.words if answer else "",
        by_id=(answer.by_id if answer else None) or danger.responsible_id,
    )


def close_returns(uow: UnitOfWork, accepted: Submission | None, on: date, words: str) -> int:
    """A later report was accepted: what was sent back before is done with. Returns how many papers that closes.

    A receipt of an earlier report (which may come for a struck-off order) closes nothing that was sent back after it.
    `accepted` None: nobody knows which report it was.
    """
    closed = 0
    for demand in uow.demands.still_open():
        if demand.kind is DemandKind.RETURNED and not _sent_back_later(uow, demand, accepted):
            day = max(on, demand.received_on)
            done = demand.lines_done_of([line.record_id or "" for line in demand.lines], day, words)
            uow.demands.save(done.closed(day, words))
            closed += 1
    return closed


def _sent_back_later(uow: UnitOfWork, demand: Demand, accepted: Submission | None) -> bool:
    sent_back = uow.submissions.find(demand.submission_id) if demand.submission_id else None
    if accepted is None or sent_back is None or sent_back.report == accepted.report:
        return False  # of one report the last word counts, whichever of its files it names
    return sent_back.sequence > accepted.sequence


def open_orders(uow: UnitOfWork) -> tuple[Demand, ...]:
    """Orders and findings (no returned reports) for the answers inside a report."""
    return tuple(each for each in uow.demands.all() if each.kind is not DemandKind.RETURNED)


def answers_of(uow: UnitOfWork, demand: Demand, today: date) -> DemandSheet:
    """The sheet inside another use case."""
    return _sheet(uow, demand, today)
