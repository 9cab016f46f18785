"""作业安全风险比较图: bars for what a map of the site cannot show."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One risk point. `length` is its share of the longest bar; `value` is written beside it."""

    code: str
    name: str
    level: RiskLevel
    length: float
    value: str
    worst: str = ""
    post: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.length <= 1:
            raise ValueError(f"a bar is between 0 and 1 long, found {self.length}")


@dataclass(frozen=True, slots=True)
class ChartPart:
    """Bars under one heading, worst first."""

    title: str
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True, slots=True)
class ComparisonChart:
    """The chart. `scale` says what the length of a bar means."""

    enterprise: str
    profile: str
    version: str
    made_on: date
    parts: tuple[ChartPart, ...]
    scale: str
    counts: tuple[tuple[RiskLevel, int], ...] = ()
    signatures: tuple[Signature, ...] = (Signature("编制"), Signature("审核"), Signature("批准"))
    draft: str = ""
    expert_pending: bool = False
