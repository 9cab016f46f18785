"""The quarterly review of every 重大 risk: does what should control it still work?"""

from dataclasses import dataclass
from datetime import date, timedelta

from ymh_desktop.domain.errors import UserError

LONGEST_GAP = 92  # days: once a quarter


@dataclass(frozen=True, slots=True)
class ControlReview:
    """One review. `hazard_title` keeps old reviews readable; `danger_id` is what a failed one opened."""

    id: str
    hazard_id: str
    hazard_title: str
    on: date
    effective: bool
    basis: str
    next_on: date
    by_id: str | None = None
    danger_id: str | None = None

    def checked(self) -> "ControlReview":
        """The same review; raises UserError for one without a basis, or whose next day is missing a quarter."""
        if not self.basis.strip():
            raise UserError("还没有写评估的依据。", "请写看了什么，例如“试了联锁，3次都断电”。")
        if not self.on < self.next_on <= self.on + timedelta(days=LONGEST_GAP):
            last = self.on + timedelta(days=LONGEST_GAP)
            raise UserError(
                f"下次评估日期 {self.next_on} 不对。",
                f"重大风险每季度评估一次，请选 {self.on} 以后、{last} 以前的日期。",
            )
        return self

    def overdue(self, today: date) -> bool:
        """The next one should have been made."""
        return self.next_on < today


def first_due(identified_on: date) -> date:
    """By when a major risk that was never reviewed is reviewed first: within its first quarter."""
    return identified_on + timedelta(days=LONGEST_GAP)
