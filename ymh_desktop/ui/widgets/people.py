"""A labelled choice of a person with the fault in a sentence under it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ymh_desktop.ui.theme import set_look
from ymh_desktop.ui.widgets.fields import Labelled, PickPerson


class PersonField(Labelled):
    """Label, choice, hint, fault. `picked` brings the id or None, `addAsked` a new name."""

    picked = Signal(object)
    addAsked = Signal(str)

    def __init__(self, label: str, *, nobody: str = "（还没定）", hint: str = "", name: str = "") -> None:
        super().__init__()
        self._asked = False  # a new name is on its way
        self.pick = PickPerson(name or label, nobody)
        self._lay_out(label, self.pick, hint=hint)
        self.label.setBuddy(self.pick.combo)
        self.setFocusProxy(self.pick)
        self.pick.picked.connect(self._picked)
        self.pick.addAsked.connect(self._add)
        self.pick.name.textChanged.connect(lambda: self.show_fault(""))

    @property
    def chosen(self) -> str | None:
        """The id of the person, None for nobody yet."""
        return self.pick.chosen

    def set_people(self, people: Sequence[tuple[str, str]], chosen: str | None = None) -> None:
        """Offer these (id, words); does not emit. A new name that is being typed, or was refused, stays."""
        if not self.pick.adding or self._asked or chosen != self.pick.chosen:
            self._asked = False
            self.pick.set_people(people, chosen)

    def show_fault(self, sentence: str) -> None:
        """As everywhere; choice and new name are framed in red."""
        self._asked = self._asked and not sentence
        super().show_fault(sentence)
        for part in (self.pick.combo, self.pick.name):
            set_look(part, "wrong" if sentence else "")

    def _picked(self, person_id: object) -> None:
        self.show_fault("")
        self.picked.emit(person_id)

    def _add(self, name: str) -> None:
        self._asked = True
        self.addAsked.emit(name)
