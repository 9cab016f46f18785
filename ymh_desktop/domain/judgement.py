"""Direct judgement (直接判定): questions that set a level without arithmetic.

Printed as 常用规则，参考外省通则 unless a department profile says otherwise: Henan's own text is not verified.
"""

from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.levels import RiskLevel


@dataclass(frozen=True, slots=True)
class DirectRule:
    """A question of the wizard; the answer 有 lifts the level to `level`."""

    id: str
    question: str
    hint: str
    level: RiskLevel
    source: str


@dataclass(frozen=True, slots=True)
class DirectJudgement:
    """A level that was lifted, and why. Ends when the linked hidden danger is closed and the risk graded again."""

    rule_id: str
    reason: str
    source: str
    level: RiskLevel
    since: date
    hidden_danger_id: str | None = None
    ended_on: date | None = None

    @property
    def in_force(self) -> bool:
        """False once it was ended; it then stays in the history."""
        return self.ended_on is None

    def ended(self, on: date) -> "DirectJudgement":
        """The same judgement, no longer in force."""
        return replace(self, ended_on=on)
