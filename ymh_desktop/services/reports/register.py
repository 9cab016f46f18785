"""风险分级管控清单: every hazard with its level, measures and names."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure still to be added; texts are empty while undecided."""

    text: str
    person: str = ""
    due: str = ""
    cost: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One hazard. Rows of one risk point follow each other; its cells are drawn once.

    `in_place` lists only measures answered 已落实; a planned one never stands there. `method` is the short name (LEC),
    `marks` e.g. L3×E6×C7, `value` the result as people write it. `why` is the sentence that gives the reason.
    """

    point_code: str
    point_name: str
    point_level: RiskLevel
    level: RiskLevel
    hazard: str
    point_kind: str = ""
    place: str = ""
    item: str = ""  # step or check item
    factor_code: str = ""
    accidents: str = ""
    consequence: str = ""
    method: str = ""
    marks: str = ""
    value: str = ""
    why: str = ""
    in_place: tuple[tuple[MeasureKind, tuple[str, ...]], ...] = ()
    planned: tuple[PlannedMeasure, ...] = ()
    tier: str = ""
    unit: str = ""
    person: str = ""
    phone: str = ""
    frequency: str = ""
    remark: str = ""

    def measures(self, kind: MeasureKind) -> tuple[str, ...]:
        """The measures of one kind that are in place."""
        return tuple(text for found, texts in self.in_place if found is kind for text in texts)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """未纳入及原因: something of the trade that this enterprise does not have."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class RiskRegister:
    """The whole register, or a part of it when `title` says so (重大风险清单)."""

    enterprise: str
    profile: str  # the grading profile's name, printed on every form
    version: str
    made_on: date
    rows: tuple[RegisterRow, ...]
    title: str = "安全风险分级管控清单"
    left_out: tuple[LeftOut, ...] = ()
    signatures: tuple[Signature, ...] = (Signature("编制"), Signature("审核"), Signature("批准"))
    notes: tuple[str, ...] = ()
    at_least: RiskLevel = RiskLevel.LOW  # nothing is said about the levels below
    draft: str = ""
    expert_pending: bool = False
