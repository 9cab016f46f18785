"""What each person proved about the card of their post: that they were told (签收), and that they understood (三问)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TypeVar

from ymh_desktop.domain.words import labelled


class HowProved(Enum):
    """By which way a signature or an answer came in."""

    PAPER = "paper"
    WINDOW = "window"
    PHONE = "phone"


labelled(HowProved, {"PAPER": "纸上签字", "WINDOW": "在电脑上确认", "PHONE": "在手机上确认"})


@dataclass(frozen=True, slots=True)
class CardReceipt:
    """Somebody signed for the notice card of a post.

    `edition` says what the card told (services.training.lessons); another edition is signed for again. `picture` is a
    name of the photo store: the scan of the sign-for line, or the signature drawn on a phone; None without one.
    """

    id: str
    person_id: str
    post_id: str
    post_name: str
    edition: str
    on: date
    how: HowProved
    picture: str | None = None
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuizResult:
    """The three questions about a post's card, answered by one person: what hurts, what must be done, what if."""

    id: str
    person_id: str
    post_id: str
    post_name: str
    edition: str
    on: date
    how: HowProved
    danger_right: bool
    duty_right: bool
    emergency_right: bool
    picture: str | None = None
    kept_at: datetime | None = None

    @property
    def right(self) -> tuple[bool, bool, bool]:
        """In the order in which they are asked."""
        return (self.danger_right, self.duty_right, self.emergency_right)

    @property
    def all_right(self) -> bool:
        """三问答对."""
        return all(self.right)


def newest_receipt(receipts: Iterable[CardReceipt], person_id: str, post_id: str) -> CardReceipt | None:
    """The last time this person signed for this post's card."""
    return _newest(receipts, person_id, post_id)


def newest_result(results: Iterable[QuizResult], person_id: str, post_id: str) -> QuizResult | None:
    """The last answers of this person about this post's card."""
    return _newest(results, person_id, post_id)


P = TypeVar("P", CardReceipt, QuizResult)


def _newest(proofs: Iterable[P], person_id: str, post_id: str) -> P | None:
    mine = (each for each in proofs if (each.person_id, each.post_id) == (person_id, post_id))
    return max(mine, key=lambda each: (each.on, each.id), default=None)
