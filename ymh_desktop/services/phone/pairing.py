"""Phones that may come in: each belongs to one person, and can be sent away at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ymh_desktop.domain.enterprise import Person, optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.phones import PHONE_LASTS, Phone
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports, UnitOfWork

LONGEST_DEVICE = 40
NOTED_EVERY = timedelta(minutes=10)  # how exactly the last use is known


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is at the other end: a paired phone and its person. `leads`: the 主要负责人 or the safety officer."""

    phone: Phone
    person: Person
    leads: bool

    @property
    def via(self) -> str:
        """How the audit trail names this way in."""
        return f"手机：{self.phone.called}"


class NotYours(UserError):
    """A phone asked for what belongs to somebody else, or to nobody any more."""

    def __init__(self) -> None:
        super().__init__("这一条不归您办，或者已经办完了。", "请回到“我的任务”刷新一下。")


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One phone as the window lists it. `last_use` None: not used since it was paired."""

    id: str
    called: str
    person: str
    device: str
    paired_at: datetime
    last_use: datetime | None
    ends_at: datetime
    active: bool


def pair_phone(ports: Ports, person_id: str, device: str, token_sha256: str) -> tuple[Phone, Changes]:
    """Let a phone in for this person; raises RecordGone, or UserError for somebody who left."""
    with ports.units.through("手机：绑定").write() as uow:
        person = uow.people.get(person_id)
        if person.left:
            raise UserError(f"{person.name}已经离职了。", "请在电脑上换一个人再扫码。")
        phone = Phone(
            ports.new_id(),
            uow.next_number("phone"),
            person_id,
            optional_text("手机", device, LONGEST_DEVICE),
            token_sha256,
            ports.clock.now(),
        )
        uow.phones.save(phone)
        return phone, uow.commit()


def caller_with(ports: Ports, token_sha256: str) -> Caller | None:
    """Who has this secret; None for a stranger, a revoked or too old phone, or somebody who left."""
    with ports.units.read() as uow:
        phone = uow.phones.with_token(token_sha256)
        if phone is None or not phone.lets_in(ports.clock.now()):
            return None
        person = uow.people.find(phone.person_id)
        if person is None or person.left:
            return None
        return Caller(phone, person, _leads(uow, person.id))


def _leads(uow: UnitOfWork, person_id: str) -> bool:
    firm = the_enterprise(uow)
    return person_id in (firm.principal_id, firm.officer_id)


def note_use(ports: Ports, phone_id: str) -> None:
    """Write down that this phone was here just now."""
    with ports.units.write() as uow:
        uow.phones.note_use(phone_id, ports.clock.now())
        uow.commit()


def revoke_phone(ports: Ports, phone_id: str) -> Changes:
    """Send a phone away: its next request is refused. Raises RecordGone, or UserError when it was before."""
    with ports.units.write() as uow:
        uow.phones.save(uow.phones.get(phone_id).ended(ports.clock.now()))
        return uow.commit()


def phone_lines(ports: Ports) -> tuple[PhoneLine, ...]:
    """Every phone, those that may come in first, the newest of them first."""
    now = ports.clock.now()
    with ports.units.read() as uow:
        people, uses = {person.id: person for person in uow.people.all()}, uow.phones.last_uses()
        phones = uow.phones.all()
    lines = [
        PhoneLine(
            phone.id,
            phone.called,
            people[phone.person_id].name,
            phone.device,
            phone.paired_at,
            uses.get(phone.id),
            phone.paired_at + PHONE_LASTS,
            phone.lets_in(now) and not people[phone.person_id].left,
        )
        for phone in reversed(phones)
    ]
    return tuple(sorted(lines, key=lambda line: not line.active))
