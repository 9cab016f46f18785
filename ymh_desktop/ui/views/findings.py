"""The list of what the town may send back, each line with the way to mend it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.findings import FindingShown
from ymh_desktop.ui.widgets import Button, Section, column, line, picture, row, text
from ymh_desktop.ui.widgets.basics import empty


class FindingsPart(Section):
    """`mend` gets the number of a finding whose button was pressed."""

    def __init__(self, mend: Callable[[int], None]) -> None:
        super().__init__("镇里可能会退回什么")
        self._mend = mend
        self.words = text("", "secondary", wrap=True)
        self._mark = picture("circle-check", 20, tokens.OK)
        self._mark.hide()
        self._list = column(spacing=10)
        self._known: Sequence[FindingShown] | None = None
        self.buttons: list[Button] = []
        self.body.addLayout(row(self._mark, self.words))
        self.body.addLayout(self._list)

    def show_findings(self, words: str, found: Sequence[FindingShown]) -> None:
        """Show them; unchanged ones are not built anew under the hand."""
        self.words.setText(words)
        self._mark.setVisible(not found)
        if found == self._known:
            return
        self._known = found
        self.buttons = []
        empty(self._list)
        for each in found:
            self._list.addLayout(self._line(each))

    def _line(self, each: FindingShown) -> QVBoxLayout:
        tag = text("必须先改", "tag-error") if each.must else text("可能退回", "tag-warning")
        words = column(text(each.problem, wrap=True), text(each.advice, "hint", wrap=True), spacing=2)
        go = Button("去改", name=f"第{each.number}条 去改", on=partial(self._mend, each.number))
        self.buttons.append(go)
        made = row(tag, words, go, spacing=12)
        made.setAlignment(tag, Qt.AlignmentFlag.AlignTop)
        made.setStretch(1, 1)
        return column(line(), made, spacing=8)
