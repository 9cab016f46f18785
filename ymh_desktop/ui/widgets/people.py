"""A labelled choice of a person with the fault in a sentence under it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.ui.theme import set_look
from ymh_desktop.ui.widgets.basics import hide_unless, text
from ymh_desktop.ui.widgets.fields import PickPerson


class PersonField(QWidget):
    """Label, choice, hint, fault. `picked` brings the id or None, `addAsked` a new name."""

    picked = Signal(object)
    addAsked = Signal(str)
    at_top = True

    def __init__(self, label: str, *, nobody: str = "（还没定）", hint: str = "", name: str = "") -> None:
        super().__init__()
        self._asked = False  # a new name is on its way
        self.pick = PickPerson(name or label, nobody)
        self.label = text(label, "label")
        self.label.setBuddy(self.pick.combo)
        hide_unless(self.label, label)
        self.hint = text(hint, "hint", wrap=True)
        hide_unless(self.hint, hint)
        self.fault = text("", "error", wrap=True)
        self.fault.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.label, self.pick, self.hint, self.fault):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
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
        """A sentence under it; empty clears it."""
        self._asked = self._asked and not sentence
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        for part in (self.pick.combo, self.pick.name):
            set_look(part, "wrong" if sentence else "")

    def _picked(self, person_id: object) -> None:
        self.show_fault("")
        self.picked.emit(person_id)

    def _add(self, name: str) -> None:
        self._asked = True
        self.addAsked.emit(name)
