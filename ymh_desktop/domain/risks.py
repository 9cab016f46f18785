"""Risk points (风险点) and their hazards (危险源): the risk register."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ymh_desktop.domain.grading import Grade
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel, worst
from ymh_desktop.domain.measures import Measure, MeasureState, missing_kinds
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import labelled


class RiskPointKind(Enum):
    """What kind of thing is examined."""

    FACILITY = "facility"
    ACTIVITY = "activity"
    PLACE = "place"
    DUTY = "duty"


labelled(
    RiskPointKind,
    {"FACILITY": "设备设施", "ACTIVITY": "作业活动", "PLACE": "场所区域", "DUTY": "基础管理"},
)


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """A machine, activity, place or management duty, here. `code` is printed as F-0003.

    `module_id` names the library module it came from, None for the user's own. `post_ids` are the posts that meet it.
    `owner_id` is the person who answers for it, None while nobody was named.
    """

    id: str
    code: str
    name: str
    kind: RiskPointKind
    place: str = ""
    count: int = 1
    module_id: str | None = None
    post_ids: tuple[str, ...] = ()
    department_id: str | None = None
    owner_id: str | None = None


@dataclass(frozen=True, slots=True)
class CheckItem:
    """What is looked at on a round: thing, standard, way of looking, and how often each tier looks."""

    what: str
    standard: str
    method: str
    rounds: tuple[tuple[ControlTier, Frequency], ...]

    def frequency(self, tier: ControlTier) -> Frequency | None:
        """How often this tier looks; None when it does not."""
        return dict(self.rounds).get(tier)


@dataclass(frozen=True, slots=True)
class Hazard:
    """One thing that can happen at a risk point, graded, with its measures.

    `title` is the event in words. `factor_code` is GB/T 13861-2022, `accident_codes` GB 6441-2025. `level` is the worse
    of the grade and every direct judgement in force. `weakened` is True while something that should protect is missing.
    """

    id: str
    risk_point_id: str
    title: str
    factor_code: str
    accident_codes: tuple[str, ...]
    consequence: str
    grade: Grade
    measures: tuple[Measure, ...] = ()
    judgements: tuple[DirectJudgement, ...] = ()
    check: CheckItem | None = None
    emergency: tuple[str, ...] = ()
    ppe: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    entry_id: str | None = None
    tier: ControlTier | None = None  # None: as the level says
    responsible: tuple[tuple[ControlTier, str], ...] = ()  # tier → person id
    weakened: bool = False
    identified_on: date | None = None
    needs_review: bool = False  # the library text is 待核对

    @property
    def level(self) -> RiskLevel:
        """The level that every paper shows."""
        lifted = [j.level for j in self.judgements if j.in_force]
        return max(self.grade.level, *lifted) if lifted else self.grade.level

    @property
    def judged_directly(self) -> bool:
        """True when a direct judgement, not the arithmetic, gives the level."""
        return self.level > self.grade.level

    @property
    def control_failed(self) -> bool:
        """管控失效: a measure was found failed and the hidden danger is still open."""
        return any(measure.failed for measure in self.measures)

    def gaps(self) -> tuple[str, ...]:
        """What the minimum rule of measures still asks for, by kind code; empty when it is met."""
        return tuple(kind.value for kind in missing_kinds(self.level, self.measures))

    def measures_in(self, state: MeasureState) -> tuple[Measure, ...]:
        """The measures with this answer."""
        return tuple(measure for measure in self.measures if measure.state is state)

    def with_measure(self, measure: Measure) -> "Hazard":
        """The hazard with this measure put in place of the one with its id, or added at the end."""
        if any(m.id == measure.id for m in self.measures):
            return replace(self, measures=tuple(measure if m.id == measure.id else m for m in self.measures))
        return replace(self, measures=(*self.measures, measure))

    def without_measure(self, measure_id: str) -> "Hazard":
        """The hazard without that measure."""
        return replace(self, measures=tuple(m for m in self.measures if m.id != measure_id))

    def graded(self, grade: Grade) -> "Hazard":
        """Graded anew. Judgements whose hidden danger is closed were ended before; the others stay in force."""
        return replace(self, grade=grade)


def point_level(hazards: Iterable[Hazard]) -> RiskLevel | None:
    """A risk point takes the highest level among its hazards; None without hazards."""
    return worst(hazard.level for hazard in hazards)
