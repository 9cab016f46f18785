"""待确认: what phones sent, accepted one by one or all; only then the ordinary use cases make records of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerSource
from ymh_desktop.domain.inspections import ResultState
from ymh_desktop.domain.phones import (
    Acceptance,
    CardSigned,
    CheckDone,
    DangerSeen,
    PhoneEntry,
    QuizAnswered,
    Rectified,
)
from ymh_desktop.domain.receipts import HowProved
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.fill import fill_check
from ymh_desktop.services.hidden_dangers import accept_danger, hand_in_danger, register_danger, return_danger
from ymh_desktop.services.phone.together import in_one
from ymh_desktop.services.phone.views import in_words
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.training.proofs import answer_questions, sign_for_card

LATE = 10 * 60  # seconds between doing and arriving that are worth telling
LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One entry that waits. `details` are lines of text; `late` says that it lay in the phone for a while."""

    id: str
    kind: str
    words: str
    details: tuple[str, ...]
    person: str
    phone: str
    made_at: datetime
    arrived_at: datetime
    late: bool
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllAccepted:
    """What came of 全部接受: how many became records, and which could not, each with its sentence."""

    accepted: int
    troubles: tuple[tuple[str, str], ...]  # (entry id, why)
    changes: Changes


def inbox(ports: Ports) -> tuple[InboxLine, ...]:
    """Everything that waits, the oldest first."""
    with ports.units.read() as uow:
        entries = uow.phone_entries.waiting()
        people = {person.id: person.name for person in uow.people.all()}
        phones = {phone.id: phone for phone in uow.phones.all()}
        plans = {plan.id: plan.title for plan in uow.check_plans.headers()}
        return tuple(
            InboxLine(
                entry.id,
                label(entry.kind),
                in_words(entry, plans, uow),
                _details(entry, uow),
                people.get(entry.person_id or "", "没有署名"),
                phones[entry.phone_id].called if entry.phone_id else "",
                entry.made_at,
                entry.arrived_at,
                (entry.arrived_at - entry.made_at).total_seconds() > LATE,
                entry.photos,
            )
            for entry in entries
        )


def _details(entry: PhoneEntry, uow: UnitOfWork) -> tuple[str, ...]:
    payload = entry.payload
    if not isinstance(payload, CheckDone):
        return ()
    plan = uow.check_plans.find(payload.plan_id)
    known = {item.number: item.what for item in plan.items} if plan else {}
    marks = (
        f"第 {mark.number} 项 {known.get(mark.number, '（表上没有这一项）')}：{label(mark.state)}"
        f"{f'，{mark.note}' if mark.note else ''}"
        for mark in payload.marks
    )
    return (*marks, f"备注：{payload.note}") if payload.note else tuple(marks)


def accept_entry(ports: Ports, entry_id: str) -> Changes:
    """Make records of it, as of the moment it was done; raises AlreadyDecided or why it cannot be, and it waits on."""
    with ports.units.read() as uow:
        phone = uow.phones.find(uow.phone_entries.get(entry_id).phone_id or "")
    device = phone.called if phone else "没有署名的手机"
    with ports.units.through(f"手机：{device}，办公室确认").write() as uow:
        entry = uow.phone_entries.get(entry_id)
        decided = entry.accepted(ports.clock.now(), "", None)  # before anything is made: it may be decided already
        said, record_id = _carry_out(in_one(ports, uow, entry.made_at), uow, entry)
        uow.phone_entries.save(entry.accepted(decided.decided_at or ports.clock.now(), said, record_id))
        return uow.commit()


def accept_all(ports: Ports, entry_ids: Iterable[str]) -> AllAccepted:
    """Each by itself, oldest first: what cannot be accepted stays and does not stop the others."""
    accepted, troubles, changes = 0, [], Changes()
    for entry_id in entry_ids:
        try:
            changes = changes.joined(accept_entry(ports, entry_id))
            accepted += 1
        except UserError as trouble:
            troubles.append((entry_id, f"{trouble.problem}{trouble.advice}"))
    return AllAccepted(accepted, tuple(troubles), changes)


def refuse_entry(ports: Ports, entry_id: str, why: str) -> Changes:
    """Not taken; whoever sent it sees why on the phone. Raises AlreadyDecided or UserError."""
    why = optional_text("为什么不接受", why, LONGEST_WHY)
    with ports.units.write() as uow:
        uow.phone_entries.save(uow.phone_entries.get(entry_id).refused(ports.clock.now(), why))
        return uow.commit()


def _carry_out(ports: Ports, uow: UnitOfWork, entry: PhoneEntry) -> tuple[str, str | None]:
    """(what became of it, the record that was made)."""
    payload, person = entry.payload, entry.person_id
    match payload:
        case CheckDone():
            made, _ = fill_check(
                ports,
                payload.plan_id,
                payload.marks,
                day=payload.day,
                inspector_id=person,
                seconds=payload.seconds,
                note=payload.note,
            )
            bad = sum(result.state is ResultState.ABNORMAL for result in made.results)
            return f"已记入检查{f'，{bad} 处异常记成隐患' if bad else ''}", made.id
        case DangerSeen():
            danger, _ = register_danger(
                ports,
                payload.what,
                payload.place,
                source=DangerSource.WORKER,
                found_by_id=person,
                photos=payload.photos,
            )
            return f"已记成隐患 {danger.code}", danger.id
        case Rectified():
            hand_in_danger(ports, payload.danger_id, done=payload.done, by_id=_named(person), photos=payload.photos)
            return "已报请验收", payload.danger_id
        case Acceptance():
            if payload.passed:
                accept_danger(ports, payload.danger_id, by_id=_named(person), note=payload.words)
                return "验收已记下", payload.danger_id
            return_danger(ports, payload.danger_id, payload.words, by_id=_named(person))
            return "已退回重改", payload.danger_id
        case CardSigned():
            receipt, _ = sign_for_card(
                ports, _named(person), payload.post_id, payload.edition, how=HowProved.PHONE, picture=payload.photos[0]
            )
            return "签收已记下", receipt.id
        case QuizAnswered():
            result, _ = answer_questions(
                ports, _named(person), payload.post_id, payload.letters, payload.edition, how=HowProved.PHONE
            )
            return f"三问已记下，答对 {sum(result.right)} 问", result.id


def _named(person_id: str | None) -> str:
    if person_id is None:
        raise ValueError("only a hidden danger may come without a name")
    return person_id
