"""What a received file says, in words, before anybody decides on it."""

from dataclasses import dataclass, field
from datetime import datetime

from ymh_desktop.services.reports.letter import LetterSection


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a line leads: a page and the record there."""

    page: str
    record_id: str | None = None


@dataclass(frozen=True, slots=True)
class IncomingReport:
    """One file in words. `outcome` says what 采用 will do, line by line; `blocked` why it cannot be taken (or empty).

    `stranger` True: nobody enrolled the signer; then name and fingerprint are all there is. `groups` are the
    fingerprint in fours.
    """

    title: str
    kind: str
    sender: str
    number: str
    signed_at: datetime
    stranger: bool
    groups: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[LetterSection, ...]
    outcome: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    blocked: str = ""
    take: str = "采用"
    jumps: tuple[tuple[str, Jump], ...] = field(default=())

    @property
    def can_take(self) -> bool:
        """Whether 采用 is offered."""
        return not self.blocked
