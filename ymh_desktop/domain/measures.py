"""Control measures (管控措施) of five kinds. A library measure is a proposal until somebody answers for it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import labelled


class MeasureKind(Enum):
    """In the order of preference."""

    ENGINEERING = "engineering"
    MANAGEMENT = "management"
    TRAINING = "training"
    PPE = "ppe"
    EMERGENCY = "emergency"


labelled(
    MeasureKind,
    {
        "ENGINEERING": "工程技术措施",
        "MANAGEMENT": "管理措施",
        "TRAINING": "培训教育措施",
        "PPE": "个体防护措施",
        "EMERGENCY": "应急处置措施",
    },
)


class MeasureState(Enum):
    """What the enterprise says about a measure. Only IN_PLACE may be told to the town as existing."""

    UNANSWERED = "unanswered"
    IN_PLACE = "in_place"
    PLANNED = "planned"
    NOT_APPLICABLE = "not_applicable"


labelled(
    MeasureState,
    {"UNANSWERED": "还没回答", "IN_PLACE": "已落实", "PLANNED": "要新增", "NOT_APPLICABLE": "不适用"},
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure against one hazard. `library_id` is None for the user's own; `cost` is in yuan.

    `person_id`, `due` and `cost` belong to a planned measure; `failed` means that it was found not working.
    """

    id: str
    kind: MeasureKind
    text: str
    state: MeasureState = MeasureState.UNANSWERED
    library_id: str | None = None
    person_id: str | None = None
    due: date | None = None
    cost: Decimal | None = None
    failed: bool = False

    @property
    def in_force(self) -> bool:
        """In place and not found failed."""
        return self.state is MeasureState.IN_PLACE and not self.failed

    def answered(self, state: MeasureState) -> "Measure":
        """The same measure with another answer; plan details are kept only for 要新增."""
        if state is MeasureState.PLANNED:
            return replace(self, state=state, failed=False)
        return replace(self, state=state, person_id=None, due=None, cost=None, failed=False)

    def planned(self, person_id: str | None, due: date | None, cost: Decimal | None) -> "Measure":
        """To be added by this person, by this day, at this cost in yuan (None: not decided yet)."""
        return replace(self, state=MeasureState.PLANNED, person_id=person_id, due=due, cost=cost, failed=False)


def missing_kinds(level: RiskLevel, measures: Iterable[Measure]) -> tuple[MeasureKind, ...]:
    """The kinds that this level still lacks, counting what is in place or planned.

    重大 and 较大 need at least one engineering and one emergency measure; above 低, PPE alone is never enough:
    then an engineering measure is asked for.
    """
    kept = {m.kind for m in measures if m.state in (MeasureState.IN_PLACE, MeasureState.PLANNED)}
    needed: list[MeasureKind] = []
    if level >= RiskLevel.CONSIDERABLE:
        needed = [MeasureKind.ENGINEERING, MeasureKind.EMERGENCY]
    elif level > RiskLevel.LOW and not kept - {MeasureKind.PPE}:
        needed = [MeasureKind.ENGINEERING]
    return tuple(kind for kind in needed if kind not in kept)
