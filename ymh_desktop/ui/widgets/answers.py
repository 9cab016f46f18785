"""The card of one question: statement at the left, big buttons in a fixed column at the right, so the eye runs down."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from ymh_desktop.ui.theme import set_look, tokens
from ymh_desktop.ui.widgets.basics import LinkButton, column, hide_unless, picture, row, text


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer. Tones: safe (green), unsafe (red), neutral (grey). `said` stands under the statement once chosen."""

    id: str
    word: str
    tone: str = "neutral"
    said: str = ""


YES_NO = (
    AnswerOption("yes", "是", "safe"),
    AnswerOption("no", "否", "unsafe", "已记为隐患"),
    AnswerOption("not_here", "不涉及"),
)
THERE_OR_NOT = (
    AnswerOption("there", "有", "unsafe"),
    AnswerOption("not_there", "没有", "safe"),
    AnswerOption("unknown", "不清楚", said="记到“请教专家”清单里"),
)


class AnswerCard(QFrame):
    """Statement, hint where to look, and the answers. Keys 1, 2, 3 answer, Enter goes on.

    `set_answer` does not emit. With `beside` False the buttons stand under the statement: the layout of step 3, so
    that nobody answers 有/没有 in the rhythm of 是/否.
    """

    answered = Signal(str)  # the option's id
    parked = Signal(bool)
    went_on = Signal()

    def __init__(
        self,
        number: int,
        statement: str,
        look: str = "",
        *,
        tags: Sequence[str] = (),
        options: Sequence[AnswerOption] = YES_NO,
        beside: bool = True,
        can_park: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._options = tuple(options)
        self._missing = False
        self.number = number
        self.statement = text(f"{number}. {statement}", "question", wrap=True)
        self._state = text("", "error", wrap=True)
        self._state.hide()

        self._group = QButtonGroup(self)
        self.button_row = buttons = QHBoxLayout()  # with beside False, links may stand at its right end
        buttons.setSpacing(8)
        for index, option in enumerate(self._options):
            button = QPushButton(option.word)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("look", f"answer-{option.tone}")
            button.setAccessibleName(f"第{number}题 {option.word}")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, index)
            buttons.addWidget(button)
        # Not `clicked`: a screen reader's Toggle changes the check mark without it.
        self._group.idToggled.connect(self._toggled)

        self.extras = QHBoxLayout()  # for the page: where answered, a photo …
        self.extras.setSpacing(8)
        words = column(spacing=4)
        if tags:
            labels = [text(tags[0], "tag"), *(text(tag, "hint") for tag in tags[1:])]
            words.addLayout(row(*labels, None))
        words.addWidget(self.statement)
        if look:
            words.addLayout(
                row(picture("lightbulb", 16, tokens.WARNING_TEXT), text(look, "hint", wrap=True), spacing=6)
            )
        words.addWidget(self._state)
        words.addLayout(self.extras)
        self._park = LinkButton("以后再答", name=f"第{number}题 以后再答")
        self._park.setCheckable(True)
        hide_unless(self._park, can_park)
        self._park.toggled.connect(self._park_toggled)

        if beside:
            layout = QHBoxLayout(self)
            layout.addLayout(words, 1)
            layout.addSpacing(12)
            right = column(buttons, spacing=0)
            if can_park:
                right.addWidget(self._park, 0, Qt.AlignmentFlag.AlignRight)
            layout.addLayout(right)
            layout.setAlignment(right, Qt.AlignmentFlag.AlignVCenter)
        else:
            under = QVBoxLayout(self)
            under.addLayout(words)
            under.addSpacing(8)
            buttons.addStretch(1)
            if can_park:
                buttons.addWidget(self._park)
            under.addLayout(buttons)
        self._fit_frame()

    @property
    def answer(self) -> str | None:
        """The chosen option's id, None before."""
        index = self._group.checkedId()
        return self._options[index].id if index >= 0 else None

    def set_answer(self, option_id: str | None) -> None:
        """Show an answer that is already known; None shows none."""
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)
            for button, option in zip(self._group.buttons(), self._options, strict=True):
                button.setChecked(option.id == option_id)
            self._group.setExclusive(True)
        self._show_state()

    def set_parked(self, parked: bool) -> None:
        """Show whether the question was put off; does not emit."""
        with QSignalBlocker(self._park):
            self._park.setChecked(parked)
        self._show_state()

    def set_missing(self, missing: bool) -> None:
        """Mark it as the thing that keeps one from going on."""
        self._missing = missing
        self._show_state()

    def say(self, words: str) -> None:
        """Other words under the statement than the option's own, until the next answer."""
        self._state.setText(words)
        self._state.setVisible(bool(words))

    def take_focus(self) -> None:
        """Put the keyboard on the chosen answer, or on the first."""
        button = self._group.checkedButton() or self._group.buttons()[0]
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 2, 3 and Enter, from wherever the focus is in the card."""
        key = event.key()
        index = key - Qt.Key.Key_1
        if 0 <= index < len(self._options):
            button = self._group.button(index)
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            button.setChecked(True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    def _toggled(self, index: int, checked: bool) -> None:
        if not checked:
            return
        self._missing = False
        with QSignalBlocker(self._park):
            self._park.setChecked(False)
        self._show_state()
        self.answered.emit(self._options[index].id)

    def _park_toggled(self, parked: bool) -> None:
        self._show_state()
        self.parked.emit(parked)

    def _show_state(self) -> None:
        index = self._group.checkedId()
        option = self._options[index] if index >= 0 else None
        if option is not None:
            words, look = option.said, "error" if option.tone == "unsafe" else "secondary"
        elif self._park.isChecked():
            words, look = "先放着，以后再答", "warning"
        elif self._missing:
            words, look = "这一题还没有选", "error"
        else:
            words, look = "", "error"
        set_look(self._state, look)
        self._state.setText(words)
        self._state.setVisible(bool(words))
        set_look(self, "card-error" if self._missing and option is None else "card")
        self._fit_frame()

    def _fit_frame(self) -> None:
        # The red frame is one pixel thicker; the words stay where they are.
        inset = 17 if self.property("look") == "card-error" else 18
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(inset, inset - 6, inset, inset - 6)
