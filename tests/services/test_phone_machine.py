"""However sending, sending again, accepting, refusing and undoing follow: nothing is lost, nothing is doubled."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from tests.support.desk import new_desk
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.phones import DangerSeen, EntryState
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.phone.arrivals import keep_entry
from ymh_desktop.services.phone.inbox import accept_entry, inbox, refuse_entry
from ymh_desktop.services.phone.pairing import caller_with, pair_phone
from ymh_desktop.services.undo import CannotUndo, undo


class Inbox(RuleBasedStateMachine):
    """`expected` says for each number that was sent how it must stand."""

    sent = Bundle("sent")
    accepted = Bundle("accepted")

    def __init__(self) -> None:
        super().__init__()
        self._held = ExitStack()
        folder = self._held.enter_context(TemporaryDirectory())
        self.ports = self._held.enter_context(new_desk(Path(folder))).ports
        firm.save_enterprise(self.ports, {"name": "宏木家具厂"})
        firm.name_leaders(self.ports, principal=("王建国", "13800000001"), officer=("李秀英", "13800000002"))
        with self.ports.units.read() as uow:
            person = uow.people.all()[0].id
        pair_phone(self.ports, person, "手机", "a" * 64)
        caller = caller_with(self.ports, "a" * 64)
        assert caller is not None
        self.caller = caller
        self.expected: dict[str, EntryState] = {}
        self.ids: dict[str, str] = {}

    def teardown(self) -> None:
        self._held.close()

    @rule(target=sent, anonymous=st.booleans(), age=st.integers(0, 100_000))
    def send(self, anonymous: bool, age: int) -> str:
        number = f"number-{len(self.expected):020d}"
        entry, changes = keep_entry(self.ports, self.caller, number, age, DangerSeen(number, "", (), anonymous))
        assert changes
        self.expected[number], self.ids[number] = EntryState.WAITING, entry.id
        return number

    @rule(number=sent)
    def send_again(self, number: str) -> None:
        entry, changes = keep_entry(self.ports, self.caller, number, 0, DangerSeen(number, ""))
        assert entry.id == self.ids[number]
        assert not changes

    @rule(target=accepted, number=sent)
    def accept(self, number: str) -> tuple[str, Changes | None]:
        try:
            changes = accept_entry(self.ports, self.ids[number])
        except UserError:
            assert self.expected[number] is not EntryState.WAITING
            return number, None
        assert self.expected[number] is EntryState.WAITING
        self.expected[number] = EntryState.ACCEPTED
        return number, changes

    @rule(number=sent)
    def refuse(self, number: str) -> None:
        try:
            refuse_entry(self.ports, self.ids[number], "看不清")
        except UserError:
            assert self.expected[number] is not EntryState.WAITING
            return
        assert self.expected[number] is EntryState.WAITING
        self.expected[number] = EntryState.REFUSED

    @rule(made=consumes(accepted))
    def take_back(self, made: tuple[str, Changes | None]) -> None:
        number, changes = made
        if changes is None:
            return
        try:
            undo(self.ports, changes)
        except CannotUndo:
            return
        self.expected[number] = EntryState.WAITING

    @invariant()
    def everything_stands_as_it_must(self) -> None:
        with self.ports.units.read() as uow:
            states = {entry.sent_id: entry.state for entry in uow.phone_entries.all()}
            found = sorted(danger.title for danger in uow.hidden_dangers.all())
            waiting = uow.phone_entries.count_waiting()
        assert states == self.expected
        assert found == sorted(n for n, state in self.expected.items() if state is EntryState.ACCEPTED)
        assert waiting == len(inbox(self.ports)) == list(self.expected.values()).count(EntryState.WAITING)
        assert self.ports.audit.broken_at() is None


TestInbox = Inbox.TestCase
TestInbox.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)
