"""Hidden dangers (隐患): what should protect and does not. 风险＝这里可能出事；隐患＝该防的没防住。"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import label, labelled


class DangerLevel(Enum):
    """16号令第三条."""

    GENERAL = "general"
    MAJOR = "major"


labelled(DangerLevel, {"GENERAL": "一般隐患", "MAJOR": "重大隐患"})


class DangerStatus(Enum):
    """登记→派单→整改中→待验收→(退回)→销号; under a supervision order 已治理待核销 before closure."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    RECTIFYING = "rectifying"
    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    RETURNED = "returned"
    AWAITING_AUTHORITY = "awaiting_authority"
    CLOSED = "closed"


labelled(
    DangerStatus,
    {
        "REGISTERED": "已登记",
        "ASSIGNED": "已派单",
        "RECTIFYING": "整改中",
        "AWAITING_ACCEPTANCE": "待验收",
        "RETURNED": "退回重改",
        "AWAITING_AUTHORITY": "已治理待核销",
        "CLOSED": "已销号",
    },
)


class DangerSource(Enum):
    """Who or what found it."""

    IDENTIFICATION = "identification"
    INSPECTION = "inspection"
    WORKER = "worker"
    EXPERT = "expert"
    AUTHORITY = "authority"
    FAILED_MEASURE = "failed_measure"


labelled(
    DangerSource,
    {
        "IDENTIFICATION": "风险辨识",
        "INSPECTION": "日常检查",
        "WORKER": "员工上报",
        "EXPERT": "专家检查",
        "AUTHORITY": "部门检查",
        "FAILED_MEASURE": "管控措施失效",
    },
)

# Customary values that the user may change; no document prescribes them.
USUAL_DAYS = {DangerLevel.GENERAL: 7, DangerLevel.MAJOR: 15}


class CannotClose(UserError):
    """The closure rules of the loop are not met."""


@dataclass(frozen=True, slots=True)
class HiddenDanger:
    """One hidden danger from registration to closure. `code` is printed as Y-0012.

    `basis` is the judgement clause of a major one. `rectified` says what was done. `same_person_reason` is set when a
    one-person shop accepts its own work; it is printed.
    """

    id: str
    code: str
    title: str
    place: str
    found_on: date
    level: DangerLevel = DangerLevel.GENERAL
    status: DangerStatus = DangerStatus.REGISTERED
    source: DangerSource = DangerSource.IDENTIFICATION
    risk_point_id: str | None = None
    hazard_id: str | None = None
    measure_id: str | None = None
    entry_id: str | None = None
    basis: str = ""
    found_by_id: str | None = None
    responsible_id: str | None = None
    deadline: date | None = None
    measures: str = ""
    cost: Decimal | None = None
    rectified: str = ""
    rectified_by_id: str | None = None
    rectified_on: date | None = None
    accepted_by_id: str | None = None
    closed_on: date | None = None
    same_person_reason: str = ""
    photos: tuple[str, ...] = ()  # names in the photo store, in the order in which they are shown

    @property
    def is_open(self) -> bool:
        """True until it is closed."""
        return self.status is not DangerStatus.CLOSED

    def overdue(self, today: date) -> bool:
        """Open and past its deadline."""
        return self.is_open and self.deadline is not None and self.deadline < today

    def assigned(self, person_id: str, deadline: date, measures: str = "") -> "HiddenDanger":
        """Given to a person with a deadline; raises UserError when closed or when found after the deadline."""
        if not self.is_open:
            raise UserError(f"“{self.title}”已经销号。", "如果又出现了，请先重新打开它。")
        if deadline < self.found_on:
            raise UserError(
                f"整改期限 {deadline} 早于发现日期 {self.found_on}。",
                "请把期限改到发现日期当天或以后。",
            )
        return replace(
            self,
            status=DangerStatus.ASSIGNED if self.status is DangerStatus.REGISTERED else self.status,
            responsible_id=person_id,
            deadline=deadline,
            measures=measures or self.measures,
        )

    def never_simply(self) -> CannotClose | None:
        """Why it cannot be closed in one step whatever was done; None for a general one."""
        if self.level is not DangerLevel.MAJOR:
            return None
        return CannotClose(
            f"“{self.title}”是{label(self.level)}，不能这样直接销号。",
            "重大隐患要先有治理方案、整改证据和验收，再按重大隐患的步骤销号。",
        )

    def closed(
        self, *, done: str, by_id: str, accepted_by_id: str, on: date, same_person_reason: str = ""
    ) -> "HiddenDanger":
        """Rectified, accepted and closed in one step, for a general hidden danger; raises CannotClose."""
        if not self.is_open:
            raise CannotClose(f"“{self.title}”已经销号。", "不用再销一次；如果又出现了，请重新打开它。")
        if (barrier := self.never_simply()) is not None:
            raise barrier
        if not done.strip():
            raise CannotClose("还没有写怎么整改的。", "请写一句，例如“已装上锯片防护罩”。")
        if by_id == accepted_by_id and not same_person_reason.strip():
            raise CannotClose("整改人和验收人是同一个人。", "请换一个人验收；只有一个人的店可以写明原因后继续。")
        if on < self.found_on:
            raise CannotClose(f"销号日期 {on} 早于发现日期 {self.found_on}。", "请检查电脑的日期。")
        return replace(
            self,
            status=DangerStatus.CLOSED,
            rectified=done.strip(),
            rectified_by_id=by_id,
            rectified_on=on,
            accepted_by_id=accepted_by_id,
            closed_on=on,
            same_person_reason=same_person_reason.strip(),
        )

    def reopened(self) -> "HiddenDanger":
        """Open again, with what was done kept in the history by the audit trail."""
        return replace(self, status=DangerStatus.REGISTERED, accepted_by_id=None, closed_on=None)


def usual_deadline(level: DangerLevel, found_on: date) -> date:
    """The customary deadline (习惯值，可改)."""
    return found_on + timedelta(days=USUAL_DAYS[level])
