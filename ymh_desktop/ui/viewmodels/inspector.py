"""Who looked: the usual person of a check, another one, or somebody named here for the first time."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.changes import Changes
from ymh_desktop.ui.context import Context


class Inspector(QObject):
    """Chosen for one check or one sheet, and kept with its draft."""

    changed = Signal()  # somebody else: to be kept
    peopled = Signal()  # there are other people to choose from
    refused = Signal(UserError)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._usual: str | None = None
        self.id: str | None = None
        self.people: tuple[Person, ...] = ()

    def begin(self, people: tuple[Person, ...], usual: str | None, written: str) -> None:
        """Another check; `written` is what its draft says, empty for the usual person."""
        self.people, self._usual = people, usual
        self.id = written if any(person.id == written for person in people) else usual
        self.peopled.emit()

    @property
    def written(self) -> str:
        """What the draft keeps: empty for the usual person."""
        return self.id if self.id and self.id != self._usual else ""

    def choose(self, person_id: str | None) -> None:
        """It was this one."""
        self.id = person_id
        self.changed.emit()

    def add(self, name: str) -> None:
        """It was somebody new; `peopled` follows, or `refused`."""
        self._context.records.save(
            partial(firm.add_person, self._context.ports, name),
            said=f"新增“{name[:10]}”",
            then=self._added,
            failed=self.refused.emit,
        )

    def _added(self, result: tuple[Person, Changes]) -> None:
        self.people = tuple(dict.fromkeys((*self.people, result[0])))  # the name of somebody known is no new person
        self.choose(result[0].id)
        self.peopled.emit()
