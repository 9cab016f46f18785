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
    return _keep(ports, replace(former, on=True, address=address, name=called))


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
    settings, there = phone_settings(ports), ports.phones.addresses()
    stands = settings.printed or settings.name or settings.address
    known = (settings.name, *there, *((settings.address,) if ports.phones.url() else ()))
    return PhoneEnd(
        settings, ports.phones.url(), there, "" if not stands or stands in known else stands, ports.phones.tests_seen()
    )


def offer_pairing(ports: Ports, person_id: str) -> PairingOffer:
    """A one-time code for a phone of this person; raises RecordGone, or UserError when it cannot be given."""
    with ports.units.read() as uow:
        person = uow.people.get(person_id)
    if person.left:
        raise UserError(f"{person.name}已经离职了。", "请换一个人。")
    return ports.phones.offer(person_id)
