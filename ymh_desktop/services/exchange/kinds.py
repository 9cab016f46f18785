"""What each kind of received file brings along: how it is told, and how it is taken over."""

from collections.abc import Callable
from dataclasses import dataclass

from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import IncomingFile, Ports, UnitOfWork
from ymh_desktop.services.reports.incoming import Jump
from ymh_desktop.services.reports.letter import LetterSection


@dataclass(frozen=True, slots=True)
class Telling:
    """What a file says. `outcome` is what taking it will do; `blocked` why it cannot be taken, empty when it can."""

    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[LetterSection, ...] = ()
    outcome: tuple[str, ...] = ()
    blocked: str = ""
    jumps: tuple[tuple[str, Jump], ...] = ()


@dataclass(frozen=True, slots=True)
class Taking:
    """What came of it, in sentences. `message` is kept to be read again."""

    words: tuple[str, ...]
    jumps: tuple[tuple[str, Jump], ...] = ()
    message: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """`before` does what lies outside the data file (the library's files) and is done first; None when nothing does."""

    tell: Callable[[Ports, UnitOfWork, IncomingFile], Telling]
    take: Callable[[Ports, UnitOfWork, IncomingFile], Taking]
    before: Callable[[Ports, IncomingFile], Changes] | None = None
