"""The cover to sign and stamp, and the readable report inside a package."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.marks import check_code
from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A package. `digest` is its manifest's SHA-256 in hex; the first 16 digits are printed in groups of four."""

    name: str
    digest: str

    @property
    def groups(self) -> tuple[str, ...]:
        """校验码 in fours."""
        return tuple(check_code(self.digest).split())


@dataclass(frozen=True, slots=True)
class ReportCover:
    """上报封面. `files` is one package, or at most ten that one report was divided into."""

    enterprise: str
    credit_code: str
    kind: str
    period: str
    sequence: int
    made_on: date
    files: tuple[SignedFile, ...]
    recipient: str = ""
    counts: tuple[tuple[RiskLevel, int], ...] = ()
    major_risks: tuple[str, ...] = ()
    major_dangers: tuple[str, ...] = ()  # open ones, told one by one like the risks
    hidden_dangers: tuple[tuple[str, int], ...] = ()  # (words, how many), e.g. (一般隐患 已登记, 6)
    signatures: tuple[Signature, ...] = (Signature("主要负责人"), Signature("填报人"))
    contact: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class MajorRiskRow:
    """One 重大 risk as the plan asks it to be told."""

    code: str
    name: str
    place: str
    hazard: str
    accidents: str
    grading: str  # method, value or 直接判定 with its reason
    measures: tuple[str, ...] = ()  # in place
    planned: tuple[str, ...] = ()
    tier: str = ""
    person: str = ""
    phone: str = ""
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class MajorDangerRow:
    """One 重大隐患."""

    code: str
    title: str
    place: str
    basis: str
    found_on: str
    status: str
    measures: str = ""
    cost: str = ""
    person: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class SubmissionReport:
    """报告.pdf inside the package: what the department reads. `totals` are (words, value) pairs."""

    enterprise: str
    credit_code: str
    kind: str
    period: str
    sequence: int
    made_on: date
    recipient: str = ""
    address: str = ""
    trade: str = ""
    principal: str = ""
    phone: str = ""
    profile: str = ""
    counts: tuple[tuple[RiskLevel, int], ...] = ()
    major_risks: tuple[MajorRiskRow, ...] = ()
    major_dangers: tuple[MajorDangerRow, ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    draft: str = ""
    expert_pending: bool = False
