"""A document of chapters: rules, handbooks, ledgers and forms to fill in. One object for all that lies in a binder.

What it says is decided before; PDF and Word only set it.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.paper import Signature

Cell = str | RiskLevel


class Tone(Enum):
    """How a paragraph is set: ordinary, emphasised, a small note, or at the right edge as under a letter."""

    PLAIN = "plain"
    STRONG = "strong"
    NOTE = "note"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class SubHeading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list, with numbers or with dots."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column; `share` of the width, `middle` when its cells are centred."""

    title: str
    share: float
    middle: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `blank` empty rows follow for writing by hand; `least` is the height of a row in millimetres.

    Without rows and blank ones `none` stands in its place. `group` columns show their text only where it changes.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    blank: int = 0
    least: float = 7
    size: float = 9.5
    none: str = "没有。"
    group: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """What is asked and what is filled in already; an empty value is written by hand."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """Fields side by side; `lines` is how many lines of writing the row has room for."""

    fields: tuple[Field, ...]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Form:
    """Rows of fields with a frame around."""

    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class SignLines:
    """Lines to sign on."""

    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class FreshPage:
    """What follows begins a page."""


Block = Words | SubHeading | Points | Grid | Form | SignLines | FreshPage


@dataclass(frozen=True, slots=True)
class Chapter:
    """`title` is printed with its number when it has one; empty: the blocks follow on what stands before.

    `own` True: the words are the firm's, not those that came with the program.
    """

    title: str
    blocks: tuple[Block, ...]
    number: str = ""  # 一, 二 …; empty: not counted
    fresh_page: bool = False
    own: bool = False

    @property
    def heading(self) -> str:
        """一、总则, or the bare title."""
        return f"{self.number}、{self.title}" if self.number and self.title else self.title


@dataclass(frozen=True, slots=True)
class Manual:
    """One document. `number` is its form number; `cover` gives it a page with its title and a table of its chapters.

    `wide`: on A4 laid on its side.
    """

    enterprise: str
    title: str
    number: str
    version: str
    made_on: date
    chapters: tuple[Chapter, ...]
    signatures: tuple[Signature, ...] = ()
    cover: bool = False
    wide: bool = False
    draft: str = ""
    expert_pending: bool = False
