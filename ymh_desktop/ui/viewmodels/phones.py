"""手机端: what phones sent and waits, which phones are paired, and whether the server runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.phone.inbox import AllAccepted, InboxLine, accept_all, accept_entry, inbox, refuse_entry
from ymh_desktop.services.phone.pairing import PhoneLine, phone_lines, revoke_phone
from ymh_desktop.services.phone.settings import (
    PhoneEnd,
    allow_anonymous,
    move_settled,
    offer_pairing,
    phone_end,
    switch_off,
    switch_on,
)
from ymh_desktop.services.phone.stickers import phone_stickers
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.staff import staff
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import Unkept

WHY = "why"  # the reason of not taking an entry
HOST = "name"  # of this PC, typed and not used yet
PHONE_KINDS = frozenset({"Phone", "PhoneEntry"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One reading of everything on the page."""

    end: PhoneEnd
    lines: tuple[InboxLine, ...]
    phones: tuple[PhoneLine, ...]
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A one-time code as a picture (PNG), for whom, and how many seconds it is good for."""

    person: str
    picture: bytes
    seconds: int


class PhonesModel(QObject):
    """Everything on the page 手机端. `seen` is None before the first reading."""

    loaded = Signal()
    offered = Signal(object)  # Offer
    paired = Signal()  # the phone for which a code was offered is there
    tested = Signal()
    failed = Signal(str)  # the server could not be switched on

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.unkept = Unkept(context, "phones")
        self._known: frozenset[str] = frozenset()
        self._offered = False
        self._reading = self._again = False
        self._tests = 0
        self.seen: Seen | None = None
        self.troubles: dict[str, str] = {}  # entry id → why it could not be accepted
        self.test_picture = b""

    # ---- reading ---------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read anew; `loaded` follows. While one reading is under way, any number of others are one more."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self.unkept.load()
        self._context.tasks.run(partial(_read, self._context.ports), self._came, self._not_read)

    def _not_read(self, error: UserError) -> None:
        self._reading = self._again = False
        self._context.notices.show(error)

    def _came(self, read: tuple[Seen, bytes]) -> None:
        self._reading = False
        if self._again:
            self._again = False
            self.load()
        self.seen, self.test_picture = read
        known = frozenset(phone.id for phone in self.seen.phones)
        if self._offered and known - self._known:
            self._offered = False
            self.paired.emit()
        self._known = known
        waiting = {line.id for line in self.seen.lines}
        self.troubles = {key: said for key, said in self.troubles.items() if key in waiting}
        self.loaded.emit()

    @property
    def running(self) -> bool:
        """Whether phones can reach this PC now."""
        return self.seen is not None and self.seen.end.url is not None

    def look_for_tests(self) -> None:
        """Cheap enough for a timer: `tested` follows when a phone opened the connection test since the last look."""
        seen = self._context.ports.phones.tests_seen()
        if seen > self._tests:
            self.tested.emit()
        self._tests = seen

    # ---- the inbox -------------------------------------------------------------------------------------------------

    def accept(self, entry_id: str) -> None:
        """Make a record of it."""
        self._context.records.save(
            partial(accept_entry, self._context.ports, entry_id),
            said="已接受手机发来的一条",
            toast=True,
            failed=partial(self._could_not, entry_id),
        )

    def accept_all(self, ids: Sequence[str]) -> None:
        """Everything that is shown, the oldest first: what arrives meanwhile was not looked at."""
        if ids:
            self._context.records.save(
                partial(accept_all, self._context.ports, ids),
                said=f"已接受手机发来的 {len(ids)} 条",
                then=self._all_done,
            )

    def refuse(self, entry_id: str, why: str) -> None:
        """Not taken; whoever sent it sees why."""
        self._context.records.save(
            partial(refuse_entry, self._context.ports, entry_id, why),
            said="没有接受手机发来的一条",
            toast=True,
            then=lambda _: self.unkept.keep(WHY, "", entry_id),
            failed=partial(self._could_not, entry_id),
        )

    def photo(self, name: str) -> Path:
        """Where a photo lies."""
        return self._context.ports.photos.path(name)

    def _could_not(self, entry_id: str, error: UserError) -> None:
        self.troubles[entry_id] = f"{error.problem}{error.advice}"
        self.load()

    def _all_done(self, done: AllAccepted) -> None:
        self.troubles.update(dict(done.troubles))
        left = f"，{len(done.troubles)} 条还要看一下" if done.troubles else ""
        self._context.notices.say(f"已接受 {done.accepted} 条{left}", action="撤销", do=self._context.records.undo)
        self.load()

    # ---- phones ----------------------------------------------------------------------------------------------------

    def offer(self, person_id: str) -> None:
        """A code for a phone of this person; `offered` follows."""
        self._context.tasks.run(partial(_offer, self._context.ports, person_id), self._offer_made)

    def _offer_made(self, offer: Offer) -> None:
        self._offered = True
        self.offered.emit(offer)

    def revoke(self, phone_id: str) -> None:
        """Send a phone away at once."""
        self._context.records.save(partial(revoke_phone, self._context.ports, phone_id), said="已解除绑定", toast=False)

    # ---- the server ------------------------------------------------------------------------------------------------

    def switch_on(self, address: str, name: str) -> None:
        """Listen on this address."""
        self._change(partial(switch_on, self._context.ports, address, name), then=partial(self.unkept.keep, HOST, ""))

    def switch_off(self) -> None:
        """Stop."""
        self._change(partial(switch_off, self._context.ports))

    def allow_anonymous(self, allowed: bool) -> None:
        """Whether hidden dangers may be told without a name."""
        self._change(partial(allow_anonymous, self._context.ports, allowed))

    def settle_move(self) -> None:
        """Say nothing more about the old address."""
        self._change(partial(move_settled, self._context.ports))

    def save_stickers(self, path: Path) -> None:
        """Write the stickers with links as PDF, and remember which address stands on them."""
        self._context.tasks.run_long(
            "正在生成扫码贴",
            lambda progress: _write_stickers(self._context.ports, path),
            lambda _: self._stickers_written(path),
        )

    def _stickers_written(self, path: Path) -> None:
        self._context.notices.say(f"已存到 {path.name}")
        self.load()

    def _change(self, work: Callable[[], object], then: Callable[[], None] = lambda: None) -> None:
        def done(_: object) -> None:
            then()
            self.load()

        def failed(error: UserError) -> None:
            self.failed.emit(f"{error.problem}{error.advice}")
            self.load()

        self._context.tasks.run(work, done, failed)


def _read(ports: Ports) -> tuple[Seen, bytes]:
    end = phone_end(ports)
    seen = Seen(end, inbox(ports), phone_lines(ports), staff(ports).offered())
    return seen, ports.qr_codes.picture(f"{end.url}/test", 5) if end.url else b""


def _offer(ports: Ports, person_id: str) -> Offer:
    offer = offer_pairing(ports, person_id)
    with ports.units.read() as uow:
        name = uow.people.get(person_id).name
    seconds = int((offer.until - ports.clock.now()).total_seconds())
    return Offer(name, ports.qr_codes.picture(offer.url, 5), seconds)


def _write_stickers(ports: Ports, path: Path) -> None:
    ports.files.write(path, ports.renderer.pdf(phone_stickers(ports)))
