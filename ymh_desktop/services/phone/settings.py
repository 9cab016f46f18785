"""How the phone end is set up, kept with the data; and switching it on and off."""

from dataclasses import dataclass, replace

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.phones import PhoneSettings, checked_host_name
from ymh_desktop.services.ports import PairingOffer, Ports

_ON, _ADDRESS, _NAME = "phone.on", "phone.address", "phone.name"
_ANONYMOUS, _PRINTED = "phone.anonymous", "phone.printed"


class NoNetwork(UserError):
    """This PC has no address that a phone could reach."""

    def __init__(self) -> None:
        super().__init__("这台电脑没有连着厂里的网络。", "请先连上厂里的路由器（网线或 Wi-Fi），再打开手机端。")


def phone_settings(ports: Ports) -> PhoneSettings:
    """As they were kept last."""
    with ports.units.read() as uow:
        return PhoneSettings(
            on=uow.setting(_ON) == "1",
            address=uow.setting(_ADDRESS) or "",
            name=uow.setting(_NAME) or "",
            anonymous=uow.setting(_ANONYMOUS) != "0",
            printed=uow.setting(_PRINTED) or "",
        )


def _keep(ports: Ports, settings: PhoneSettings) -> PhoneSettings:
    with ports.units.write() as uow:
        uow.set_setting(_ON, "1" if settings.on else "0")
        uow.set_setting(_ADDRESS, settings.address)
        uow.set_setting(_NAME, settings.name)
        uow.set_setting(_ANONYMOUS, "1" if settings.anonymous else "0")
        uow.set_setting(_PRINTED, settings.printed)
        uow.commit()
    return settings


def allow_anonymous(ports: Ports, allowed: bool) -> PhoneSettings:
    """Whether hidden dangers may be told without a name."""
    return _keep(ports, replace(phone_settings(ports), anonymous=allowed))


def note_printed(ports: Ports) -> PhoneSettings:
    """Remember which address stands on the stickers that are printed now."""
    settings = phone_settings(ports)
    return _keep(ports, replace(settings, printed=settings.name or settings.address))


def switch_on(ports: Ports, address: str = "", name: str | None = None) -> PhoneSettings:
    """Start the server and remember that it is on; `name` None: as before.

    Without an address it is the one of last time where the PC still has it, else the likeliest. Raises NoNetwork or
    what stops the server from listening.
    """
    former = phone_settings(ports)
    there = ports.phones.addresses()
    if not address:
        address = former.address if former.address in there else next(iter(there), "")
    if not address:
        raise NoNetwork
    called = former.name if name is None else checked_host_name(name)
    ports.phones.start(ports, address, called)
    moved = former.address if former.address not in ("", address) and not called else ""
    return _keep(ports, replace(former, on=True, address=address, name=called, printed=former.printed or moved))


class AddressMoved(UserError):
    """The network gave this PC another address; the server listens there now."""

    def __init__(self, former: str, now: str) -> None:
        super().__init__(
            f"电脑的地址变了：以前是 {former}，现在是 {now}。", "绑定过的手机要重新扫码，到“手机端”看看怎么办。"
        )


def keep_running(ports: Ports) -> None:
    """What was switched on runs: after a sleep, a lost network or another address it is started again.

    Raises AddressMoved when it listens somewhere else now. What cannot be started yet is tried again the next time.
    """
    settings, there = phone_settings(ports), ports.phones.addresses()
    if not settings.on or not there:
        return
    if ports.phones.url() is None or settings.address not in there:
        try:
            now = switch_on(ports).address
        except UserError:
            return
        if settings.address not in ("", now) and not settings.name:
            raise AddressMoved(settings.address, now)


def move_settled(ports: Ports) -> PhoneSettings:
    """Phones and stickers know the new address: nothing more is said about the old one."""
    return _keep(ports, replace(phone_settings(ports), printed=""))


def switch_off(ports: Ports) -> PhoneSettings:
    """Stop the server and remember that it is off."""
    ports.phones.stop()
    return _keep(ports, replace(phone_settings(ports), on=False))


@dataclass(frozen=True, slots=True)
class PhoneEnd:
    """How the phone end stands. `url` None: it does not run. `moved` is the address that printed links and paired
    phones still have, empty while it is right.
    """

    settings: PhoneSettings
    url: str | None
    addresses: tuple[str, ...]
    moved: str
    tests_seen: int


def phone_end(ports: Ports) -> PhoneEnd:
    """Look at it; nothing is changed."""
    settings, there, url = phone_settings(ports), ports.phones.addresses(), ports.phones.url()
    moved = settings.printed if settings.printed not in ("", settings.name or settings.address) else ""
    if not moved and url is None and not settings.name and settings.address not in ("", *there):
        moved = settings.address
    return PhoneEnd(settings, url, there, moved, ports.phones.tests_seen())


def offer_pairing(ports: Ports, person_id: str) -> PairingOffer:
    """A one-time code for a phone of this person; raises RecordGone, or UserError when it cannot be given."""
    with ports.units.read() as uow:
        person = uow.people.get(person_id)
    if person.left:
        raise UserError(f"{person.name}已经离职了。", "请换一个人。")
    return ports.phones.offer(person_id)
