"""Control tiers (管控层级): who answers for a risk, and who else must control it.

重大→公司, 较大→部门, 一般→班组, 低→岗位. A missing tier's duty goes up (就高，提级管控); an upper tier's risk
binds every lower tier; the rounds of a missing tier are not dropped but go to a named person at the next tier up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import labelled


class ControlTier(IntEnum):
    """Ordered: a higher tier is greater."""

    POST = 1
    TEAM = 2
    DEPARTMENT = 3
    COMPANY = 4

    @property
    def code(self) -> str:
        """The word for files and packages: post, team, department, company."""
        return self.name.lower()


labelled(ControlTier, {"POST": "岗位级", "TEAM": "班组级", "DEPARTMENT": "部门级", "COMPANY": "公司级"})


class Frequency(Enum):
    """How often a round is made."""

    SHIFT = "shift"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OCCASION = "occasion"


labelled(
    Frequency,
    {
        "SHIFT": "每班",
        "DAY": "每天",
        "WEEK": "每周",
        "MONTH": "每月",
        "QUARTER": "每季度",
        "YEAR": "每年",
        "OCCASION": "每次作业前",
    },
)

USUAL_ROUND = {
    ControlTier.POST: Frequency.SHIFT,
    ControlTier.TEAM: Frequency.WEEK,
    ControlTier.DEPARTMENT: Frequency.MONTH,
    ControlTier.COMPANY: Frequency.QUARTER,
}
_TIER_OF_LEVEL = {
    RiskLevel.MAJOR: ControlTier.COMPANY,
    RiskLevel.CONSIDERABLE: ControlTier.DEPARTMENT,
    RiskLevel.GENERAL: ControlTier.TEAM,
    RiskLevel.LOW: ControlTier.POST,
}


@dataclass(frozen=True, slots=True)
class TierScheme:
    """The tiers an enterprise has. Company and post always exist."""

    team: bool = False
    department: bool = False

    @property
    def existing(self) -> tuple[ControlTier, ...]:
        """From the post upwards."""
        middle = ((ControlTier.TEAM, self.team), (ControlTier.DEPARTMENT, self.department))
        return (ControlTier.POST, *(tier for tier, there in middle if there), ControlTier.COMPANY)

    def holder(self, tier: ControlTier) -> ControlTier:
        """The tier that carries the duties of `tier` here: itself, or the next existing one above."""
        return next(existing for existing in self.existing if existing >= tier)

    def rounds_held(self, rounds: Iterable[tuple[ControlTier, Frequency]]) -> dict[ControlTier, Frequency]:
        """The rounds by the tiers that exist; one that carries several makes the most frequent."""
        held: dict[ControlTier, Frequency] = {}
        for tier, frequency in rounds:
            holder = self.holder(tier)
            held[holder] = min(held.get(holder, frequency), frequency, key=list(Frequency).index)
        return held

    def controls(self, level: RiskLevel) -> ControlTier:
        """The tier that answers for a risk of this level. Never the post alone for 较大 or 重大."""
        return self.holder(_TIER_OF_LEVEL[level])

    def bound(self, level: RiskLevel) -> tuple[ControlTier, ...]:
        """Every existing tier that must control such a risk, from the answering tier down to the post."""
        top = self.controls(level)
        return tuple(tier for tier in reversed(self.existing) if tier <= top)
