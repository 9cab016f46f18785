"""What a paper of the catalogue is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from ymh_desktop.domain.words import labelled
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports

Decide = Callable[[Ports, Book], object]
_FORBIDDEN = frozenset('\\/:*?"<>|')


class PaperGroup(Enum):
    """Where a paper goes when it is printed."""

    WALL = "wall"
    FILE = "file"
    DAILY = "daily"
    REPORT = "report"


labelled(PaperGroup, {"WALL": "贴墙", "FILE": "进档案", "DAILY": "日常表", "REPORT": "上报"})


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `decide` gives the report object; `excel` True when a spreadsheet of it can be made too.

    `template` names the texts that it is made from, empty for none: then it also comes as a Word file, and its words
    can be edited.
    """

    id: str
    name: str
    used_for: str
    decide: Decide
    excel: bool = False
    group: PaperGroup = PaperGroup.WALL
    template: str = ""

    @property
    def word(self) -> bool:
        """Whether a Word file of it can be made."""
        return bool(self.template)


def safe_name(words: str) -> str:
    """Words as a part of a file name, without characters that a file system refuses; may be empty."""
    return "".join(char for char in words if char not in _FORBIDDEN and char.isprintable()).strip(" .")
