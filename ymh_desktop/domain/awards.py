"""奖惩: the rules, what was decided by them, and the tally per person and post."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.words import labelled

K = TypeVar("K")
MOST_POINTS = 1000
MOST_YUAN = Decimal(100000)


class AwardKind(Enum):
    """Reward or penalty."""

    REWARD = "reward"
    PENALTY = "penalty"


labelled(AwardKind, {"REWARD": "奖励", "PENALTY": "处罚"})


def checked_amount(points: int, yuan: Decimal) -> None:
    """Raises UserError for less than nothing or far too much; one of the two may be nothing, both may not."""
    if not 0 <= points <= MOST_POINTS:
        raise UserError(f"{points} 分不对。", f"请填 0 到 {MOST_POINTS} 之间的整数；罚的也填正数。")
    if not Decimal(0) <= yuan <= MOST_YUAN:
        raise UserError(f"{yuan} 元不对。", f"请填 0 到 {MOST_YUAN} 之间的数；罚的也填正数。")


@dataclass(frozen=True, slots=True)
class AwardRule:
    """One rule of the enterprise: for what, how many points or yuan. `in_force` False keeps old entries readable."""

    id: str
    kind: AwardKind
    text: str
    points: int = 0
    yuan: Decimal = Decimal(0)
    in_force: bool = True

    def checked(self) -> "AwardRule":
        """The same with a trimmed text; raises UserError."""
        checked_amount(self.points, self.yuan)
        return replace(self, text=required_text("什么情况", self.text, 100))


@dataclass(frozen=True, slots=True)
class Award:
    """One reward or penalty. `code` is printed as JC-0004. Points and yuan are never negative: `kind` says which way.

    Without a person it belongs to the whole post (or, without a post, to the firm). `danger_id` is the hidden danger
    that somebody reported or caused. A wrong entry is not taken away but `withdrawn` with a reason.
    """

    id: str
    code: str
    on: date
    kind: AwardKind
    reason: str
    points: int = 0
    yuan: Decimal = Decimal(0)
    person_id: str | None = None
    post_id: str | None = None
    rule_id: str | None = None
    danger_id: str | None = None
    decided_by_id: str | None = None
    withdrawn: str = ""

    @property
    def counts(self) -> bool:
        """Not withdrawn."""
        return not self.withdrawn

    def checked(self, today: date) -> "Award":
        """The same with a trimmed reason; raises UserError."""
        not_to_come("奖惩日期", self.on, today)
        checked_amount(self.points, self.yuan)
        return replace(self, reason=required_text("为什么", self.reason, 200))

    def taken_back(self, why: str) -> "Award":
        """Stands in the ledger, struck out; raises UserError without a reason."""
        return replace(self, withdrawn=required_text("撤回的原因", why, 100))


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over some awards. `points` and `yuan` are what remains: rewards less penalties."""

    rewards: int = 0
    penalties: int = 0
    points: int = 0
    yuan: Decimal = Decimal(0)

    def plus(self, award: Award) -> "Tally":
        """With one more; a withdrawn one changes nothing."""
        if not award.counts:
            return self
        good = award.kind is AwardKind.REWARD
        sign = 1 if good else -1
        return Tally(
            self.rewards + good, self.penalties + (not good), self.points + sign * award.points,
            self.yuan + sign * award.yuan,
        )  # fmt: skip


def tally(awards: Iterable[Award]) -> Tally:
    """The sums of these."""
    found = Tally()
    for award in awards:
        found = found.plus(award)
    return found


def tally_by(awards: Iterable[Award], key: Callable[[Award], K | None]) -> dict[K, Tally]:
    """Sums per person, post or whatever `key` says; None is left out."""
    found: dict[K, Tally] = {}
    for award in awards:
        whose = key(award)
        if whose is not None:
            found[whose] = found.get(whose, Tally()).plus(award)
    return found
