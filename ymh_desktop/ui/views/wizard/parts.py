"""Small parts that several steps share: what folds away, and one of a few words to choose."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ymh_desktop.ui.theme import icons, tokens
from ymh_desktop.ui.widgets import LinkButton, text
from ymh_desktop.ui.widgets.basics import hide_unless


class Fold(QWidget):
    """A heading to press; what is under it is hidden until then."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, *, name: str = "", unfolded: bool = False) -> None:
        super().__init__()
        self.content = content
        self.button = LinkButton(title, name=name or title)
        self.button.setCheckable(True)
        self.button.setChecked(unfolded)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)
        hide_unless(content, unfolded)
        self.button.toggled.connect(self._toggled)
        self._show_mark()

    @property
    def unfolded(self) -> bool:
        """Whether the content is shown."""
        return self.button.isChecked()

    def unfold(self, unfolded: bool = True) -> None:
        """Show or hide the content."""
        self.button.setChecked(unfolded)

    def set_title(self, title: str) -> None:
        """Other words in the heading."""
        self.button.setText(title)

    def _toggled(self, unfolded: bool) -> None:
        self.content.setVisible(unfolded)
        self._show_mark()
        self.toggled.emit(unfolded)

    def _show_mark(self) -> None:
        name = "chevron-down" if self.button.isChecked() else "chevron-right"
        self.button.setIcon(icons.icon(name, tokens.ACTION, 18))


class Chips(QWidget):
    """A few words of which one holds, or none yet. `set_chosen` does not emit."""

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[tuple[object, str]], caption: str = "") -> None:
        super().__init__()
        self._values = [value for value, _ in options]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        if caption:
            layout.addWidget(text(caption, "secondary"))
        for index, (_, words) in enumerate(options):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("look", "chip")
            button.setAccessibleName(f"{name} {words}")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, index)
            layout.addWidget(button)
        layout.addStretch(1)
        self._group.idToggled.connect(self._toggled)
        self.setFocusProxy(self.buttons[0])

    @property
    def value(self) -> object:
        """The chosen value, None before."""
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else None

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """In the order of the options."""
        return tuple(self._group.button(index) for index in range(len(self._values)))  # type: ignore[misc]  # none but those

    def set_chosen(self, value: object) -> None:
        """Show what is chosen; None shows nothing chosen."""
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)
            for button, own in zip(self.buttons, self._values, strict=True):
                button.setChecked(own == value)
            self._group.setExclusive(True)

    def take_focus(self) -> None:
        """Put the keyboard on what is chosen, or on the first."""
        button = self._group.checkedButton() or self.buttons[0]
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggled(self, index: int, checked: bool) -> None:
        if checked:
            self.chosen.emit(self._values[index])


def tick(words: str, name: str, checked: bool = False) -> QCheckBox:
    """A box to tick."""
    box = QCheckBox(words)
    box.setAccessibleName(name)
    box.setChecked(checked)
    return box
