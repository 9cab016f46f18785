"""首次风险辨识报告: the short result, signed by the owner and, if there was one, the expert."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class FoundRisk:
    """A 重大 or 较大 risk in one line."""

    code: str
    name: str
    level: RiskLevel
    hazard: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class FirstIdentificationReport:
    """What was found, how, by whom. `participants` are (post, names) pairs; `expert` is None when there was none.

    `open_questions` go to the expert list; `hidden_dangers` are texts found on the walk. `finished_on` None: it
    goes on. `later` is what came, changed or went after the owner's signature, with what to make of it in `notes`.
    """

    enterprise: str
    title: str  # 2026 年第 1 次
    trade: str
    library_version: str
    profile: str
    started_on: date
    made_on: date
    principal: Signature
    finished_on: date | None = None
    counts: tuple[tuple[RiskLevel, int], ...] = ()
    risks: tuple[FoundRisk, ...] = ()
    hidden_dangers: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()
    answers: tuple[tuple[str, int], ...] = ()  # (现场看过, 41), (在办公室答, 3), …
    participants: tuple[tuple[str, tuple[str, ...]], ...] = ()
    expert: Signature | None = None
    expert_unit: str = ""
    expert_certificate: str = ""
    draft: str = ""
    expert_pending: bool = False
    notes: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
