"""What a phone sends is kept as 待确认: once, however often it is sent, and only where the person may do it."""

import re
from datetime import timedelta

from ymh_desktop.domain.phones import (
    LONGEST_DELAY,
    Acceptance,
    CardSigned,
    CheckDone,
    DangerSeen,
    Payload,
    PhoneEntry,
    QuizAnswered,
    Rectified,
    WrongEntry,
    checked,
)
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.people import staffing
from ymh_desktop.services.phone.pairing import Caller, NotYours
from ymh_desktop.services.phone.settings import phone_settings
from ymh_desktop.services.phone.views import checks, may_accept, may_rectify
from ymh_desktop.services.ports import Ports, UnitOfWork

_SENT_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
ANONYMOUS = "手机（没有署名）"


def keep_entry(ports: Ports, caller: Caller, sent_id: str, age: int, payload: Payload) -> tuple[PhoneEntry, Changes]:
    """Keep what this phone sent; the same `sent_id` again gives what was kept before, and no Changes.

    `age` is how many seconds ago it was done, by the phone's own clock: that may be wrong, its differences are not.
    Photos must be in the photo store. Raises WrongEntry or NotYours.
    """
    if not _SENT_ID.fullmatch(sent_id) or not 0 <= age <= LONGEST_DELAY.total_seconds():
        raise WrongEntry
    payload = checked(payload)
    nameless = isinstance(payload, DangerSeen) and payload.anonymous
    if nameless and not phone_settings(ports).anonymous:
        raise WrongEntry("现在不能不署名上报。", "请去掉“不留名字”再发，或者直接告诉安全员。")
    via, actor = (ANONYMOUS, "没有署名") if nameless else (caller.via, caller.person.name)
    now = ports.clock.now()
    with ports.units.through(via, actor).write() as uow:
        known = uow.phone_entries.sent_as(sent_id)
        if known is not None:
            if known.person_id not in (None, caller.person.id):
                raise NotYours
            return known, Changes()
        _allowed(uow, caller, payload)
        entry = PhoneEntry(
            ports.new_id(),
            sent_id,
            None if nameless else caller.phone.id,
            None if nameless else caller.person.id,
            now - timedelta(seconds=age),
            now,
            payload,
        )
        uow.phone_entries.save(entry)
        return entry, uow.commit()


def _allowed(uow: UnitOfWork, caller: Caller, payload: Payload) -> None:
    match payload:
        case CheckDone():
            plan = uow.check_plans.find(payload.plan_id)
            if plan is None or not checks(plan, staffing(uow), caller):
                raise NotYours
        case Rectified():
            danger = uow.hidden_dangers.find(payload.danger_id)
            if danger is None or not may_rectify(danger, caller):
                raise NotYours
        case Acceptance():
            danger = uow.hidden_dangers.find(payload.danger_id)
            if danger is None or not may_accept(danger, caller):
                raise NotYours
        case CardSigned() | QuizAnswered():
            if uow.posts.find(payload.post_id) is None:
                raise NotYours
        case DangerSeen():
            pass
