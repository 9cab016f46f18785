"""Sentences for the person at the screen: something is done, or a problem with its way out."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError

SECONDS_DONE = 6
SECONDS_PROBLEM = 20


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, perhaps with advice and one thing to press. `seconds` 0 stays until it is closed.

    It goes with the page on which it came, unless it is `lasting`: something is wrong whatever page is open.
    """

    text: str
    advice: str = ""
    problem: bool = False
    action: str = ""
    do: Callable[[], None] | None = None
    seconds: int = SECONDS_DONE
    lasting: bool = False


class Notices(QObject):
    """Hands each notice to whoever shows them (the window's toasts)."""

    noticed = Signal(object)

    def say(self, text: str, *, action: str = "", do: Callable[[], None] | None = None) -> None:
        """Something is done; `action` (for example 撤销) can be pressed for six seconds."""
        self.noticed.emit(Notice(text, action=action, do=do))

    def show(self, error: UserError, *, lasting: bool = False) -> None:
        """A problem and what to do about it."""
        self.noticed.emit(Notice(error.problem, error.advice, problem=True, seconds=SECONDS_PROBLEM, lasting=lasting))

    def warn(self, words: str) -> None:
        """Something is wrong until somebody does something about it."""
        self.noticed.emit(Notice(words, problem=True, seconds=0, lasting=True))
