"""Hidden dangers (隐患): what should protect and does not. 风险＝这里可能出事；隐患＝该防的没防住。

登记→定级→派单→整改中→待验收→(退回)→销号. Every way from one state to another is a method here, and none skips a rule;
a major one also asks its file (`domain.major_files`) before it moves on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from ymh_desktop.domain import danger_photos
from ymh_desktop.domain.danger_photos import DangerPhoto, PhotoStage
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.major_files import MajorFile, MajorStep, ReportTo
from ymh_desktop.domain.moments import not_far_off
from ymh_desktop.domain.words import label, labelled


class DangerLevel(Enum):
    """16号令第三条."""

    GENERAL = "general"
    MAJOR = "major"


labelled(DangerLevel, {"GENERAL": "一般隐患", "MAJOR": "重大隐患"})


SUSPECTED = "疑似重大隐患"
_ONCE_BEHIND_TITLES = "（疑似重大事故隐患，需人工判定）"


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


class DangerNature(Enum):
    """人、物、环、管: the four groups of GB/T 13861."""

    PEOPLE = "people"
    THINGS = "things"
    PLACE = "place"
    MANAGEMENT = "management"


labelled(
    DangerNature,
    {"PEOPLE": "人的因素", "THINGS": "物的因素", "PLACE": "环境因素", "MANAGEMENT": "管理因素"},
)
_NATURE_OF_FACTOR = dict(zip("1234", DangerNature, strict=True))

# Customary values that the user may change; no document prescribes them.
USUAL_DAYS = {DangerLevel.GENERAL: 7, DangerLevel.MAJOR: 15}
LONG_DAYS = 30  # a deadline that takes longer than this is worth a second thought
MOST_DAYS = timedelta(days=366)  # for longer a danger is not put up with; it is put off with a reason

_DONE = (DangerStatus.AWAITING_ACCEPTANCE, DangerStatus.AWAITING_AUTHORITY)
_UNDER_WAY = (DangerStatus.ASSIGNED, DangerStatus.RECTIFYING, DangerStatus.RETURNED)
_BEFORE_WORK = (MajorStep.JUDGED, MajorStep.DECIDED, MajorStep.PROTECTED, MajorStep.PLANNED, MajorStep.APPROVED)
_BEFORE_ACCEPTANCE = (
    *_BEFORE_WORK,
    MajorStep.PASSED_UP,
    MajorStep.DESCRIBED,
    MajorStep.DEPARTMENT_TOLD,
    MajorStep.WORKERS_TOLD,
    MajorStep.SHOWN,
    MajorStep.ORDERS_ANSWERED,
    MajorStep.EVALUATED,
)


class CannotClose(UserError):
    """The closure rules of the loop are not met."""


class StepsMissing(CannotClose):
    """A major hidden danger wants to move on too early. `steps` are what is missing, in order."""

    def __init__(self, title: str, steps: tuple[MajorStep, ...]) -> None:
        words = "、".join(label(step) for step in steps)
        super().__init__(f"重大隐患“{title}”还缺：{words}。", "重大隐患一步也不能少，请先补上。")
        self.steps = steps


class NotNow(UserError):
    """This step does not follow the state it is in."""


class PutOffSilently(UserError):
    """A deadline moved to a later day without saying why."""

    def __init__(self, deadline: date) -> None:
        super().__init__(f"期限已经定在 {deadline}，不能直接往后改。", "请点“延期”，写明原因和新的期限。")


@dataclass(frozen=True, slots=True)
class HiddenDanger:
    """One hidden danger from registration to closure. `code` is printed as Y-0012.

    `basis` is the judgement clause of a major one. `rectified` says what was done. `same_person_reason` is set when a
    one-person shop accepts its own work; it is printed. `first_deadline` is the one agreed when it was first assigned.
    `occurrence` says that the same thing was found for the n-th time. One that was accepted by nobody of ours was
    accepted by a department, named in `acceptance`.
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
    photos: tuple[DangerPhoto, ...] = ()  # in the order in which they are shown
    nature: DangerNature | None = None
    cause: str = ""
    protective: str = ""  # 防范措施 until it is rectified
    on_the_spot: bool = False  # 即查即改
    occurrence: int = 1
    graded_by_id: str | None = None
    graded_on: date | None = None
    assigned_on: date | None = None
    first_deadline: date | None = None
    accepted_on: date | None = None
    acceptance: str = ""  # 验收意见
    times_extended: int = 0
    times_returned: int = 0
    times_reopened: int = 0
    told_on: date | None = None  # 通报
    told_how: str = ""

    # ---- what it says --------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """True until it is closed."""
        return self.status is not DangerStatus.CLOSED

    @property
    def is_major(self) -> bool:
        """重大隐患."""
        return self.level is DangerLevel.MAJOR

    @property
    def is_suspected(self) -> bool:
        """疑似重大隐患: somebody must still judge whether it is a major one."""
        return self.is_major and self.graded_on is None

    @property
    def kind_words(self) -> str:
        """一般隐患, 疑似重大隐患 or 重大隐患, wherever its level is shown."""
        return level_words(self.level, judged=self.graded_on is not None)

    @property
    def state_words(self) -> str:
        """How far it is, in the same word wherever it is shown."""
        return state_words(self.level, self.status, judged=self.graded_on is not None)

    @property
    def untouched(self) -> bool:
        """As it was registered: nobody graded, assigned, photographed or reopened it."""
        return (
            self.status is DangerStatus.REGISTERED
            and not self.times_reopened
            and self.graded_on is None
            and not self.photos
        )

    @property
    def attempt(self) -> int:
        """How often rectifying was begun anew: evidence counts only for the present attempt."""
        return self.times_returned + self.times_reopened

    @property
    def shown(self) -> bool:
        """A photo of the present attempt shows it rectified."""
        return any(
            photo.stage is PhotoStage.AFTER and photo.stands and photo.attempt == self.attempt for photo in self.photos
        )

    def overdue(self, today: date) -> bool:
        """Open, past its deadline, and not only waiting for the department."""
        waits = self.status is DangerStatus.AWAITING_AUTHORITY
        return self.is_open and not waits and self.deadline is not None and self.deadline < today

    def never_simply(self) -> CannotClose | None:
        """Why it cannot be closed in one step whatever was done; None for a general one."""
        if not self.is_major:
            return None
        return CannotClose(
            f"“{self.title}”是{label(self.level)}，不能这样直接销号。",
            "重大隐患要先有治理方案、整改证据和验收，再按重大隐患的步骤销号。",
        )

    def steps(self, file: MajorFile | None) -> tuple[tuple[MajorStep, bool], ...]:
        """Every step that this major one needs, in order, and whether it is done; empty for a general one."""
        if not self.is_major:
            return ()
        file = file or MajorFile(self.id)
        left_out = set()
        if not file.orders:
            left_out.add(MajorStep.ORDERS_ANSWERED)
        if not file.under_order:
            left_out.add(MajorStep.CLEARED)
        return tuple((step, self._has(step, file)) for step in MajorStep if step not in left_out)

    def _has(self, step: MajorStep, file: MajorFile) -> bool:
        match step:
            case MajorStep.JUDGED:
                return bool(self.basis.strip()) and self.graded_on is not None
            case MajorStep.PASSED_UP:  # whoever answers for it found it himself, or was told
                return bool(file.chain) or (self.found_by_id is not None and self.found_by_id == self.responsible_id)
            case MajorStep.RECTIFIED:
                return self.status in (*_DONE, DangerStatus.CLOSED)
            case MajorStep.SHOWN:
                return self.shown
            case MajorStep.ACCEPTED:
                return self.accepted_on is not None
            case _:
                return file.has(step)

    # ---- from state to state -------------------------------------------------------------------------------------

    def graded(
        self,
        level: DangerLevel,
        *,
        on: date,
        by_id: str | None,
        principal_id: str | None,
        basis: str = "",
        reason: str = "",
        file: MajorFile | None = None,
    ) -> "HiddenDanger":
        """定级. Major needs the clause (`basis`) and goes to the 主要负责人; the way down needs a `reason`.

        What was reported to the department or is under an order stays major. Raises UserError.
        """
        self._open()
        self._not_done("先退回，再改等级")
        self._not_before(on, "定级日期")
        if level is DangerLevel.MAJOR:
            if not basis.strip():
                raise UserError("定为重大隐患，还没有写判定依据。", "请从判定标准里选一条，或写明依据的条款。")
            if principal_id is None:
                raise UserError("还没有主要负责人，重大隐患没有人负责。", "请先在“设置”里填主要负责人。")
        elif self.is_major:
            if file is not None and (file.reported(ReportTo.DEPARTMENT) or file.orders):
                raise UserError("这条重大隐患已经上报或被督办，不能改成一般隐患。", "请按重大隐患治理、销号。")
            if not reason.strip():
                raise UserError("从重大隐患改为一般隐患，还没有写理由。", "请写明对照判定标准哪一条、为什么不算。")
        changed = replace(self, level=level, graded_on=on, graded_by_id=by_id, title=bare_title(self.title))
        if level is DangerLevel.MAJOR:
            changed = replace(changed, basis=basis.strip(), responsible_id=principal_id, on_the_spot=False)
        elif self.is_major:
            changed = replace(changed, basis="")
        if level is self.level:
            return changed
        if self.assigned_on is None:
            return replace(changed, deadline=usual_deadline(level, self.found_on))
        return replace(changed, status=DangerStatus.ASSIGNED)  # the other way of working begins at its beginning

    @property
    def is_proposed(self) -> bool:
        """Who is to mend it and until when was written down by custom: nobody has given it to anybody yet."""
        return self.status is DangerStatus.REGISTERED and self.assigned_on is None

    def assigned(
        self,
        person_id: str,
        deadline: date,
        measures: str = "",
        *,
        on: date,
        principal_id: str | None = None,
    ) -> "HiddenDanger":
        """派单: to a person with a deadline. A later deadline than was agreed on a former day needs `extended`.

        A major one belongs to the 主要负责人. Raises UserError.
        """
        self._open()
        self._not_done("要改派，先退回")
        self._not_before(on, "派单日期")
        if self.is_major and person_id != principal_id:
            raise UserError("重大隐患一律由主要负责人负责。", "具体干活的人请写在治理方案的“机构和人员”里。")
        self.checked_deadline(deadline, on)
        first_day = self.assigned_on is None or self.assigned_on == on
        return replace(
            self,
            status=DangerStatus.ASSIGNED if self.status is DangerStatus.REGISTERED else self.status,
            responsible_id=person_id,
            deadline=deadline,
            first_deadline=deadline if first_day else self.first_deadline,
            assigned_on=self.assigned_on or on,
            measures=measures or self.measures,
        )

    def started(self, *, on: date, file: MajorFile | None = None) -> "HiddenDanger":
        """整改中. A major one needs judgement, decision, protection and an approved plan first."""
        self._open()
        if self.status not in (DangerStatus.ASSIGNED, DangerStatus.RETURNED):
            raise NotNow(f"“{self.title}”现在是“{label(self.status)}”，不能开始整改。", "请先派单。")
        self._not_before(on, "开始整改的日期")
        self._require(_BEFORE_WORK, file)
        return replace(self, status=DangerStatus.RECTIFYING)

    def handed_in(
        self, *, done: str, by_id: str, on: date, cost: Decimal | None = None, file: MajorFile | None = None
    ) -> "HiddenDanger":
        """待验收: what was done, by whom, at what cost in yuan (None: unsaid)."""
        self._open()
        if self.status not in _UNDER_WAY:
            raise NotNow(f"“{self.title}”现在是“{label(self.status)}”，不能报请验收。", "请先派单，整改好了再报。")
        if self.is_major and self.status is DangerStatus.ASSIGNED:
            raise NotNow("重大隐患还没有开始整改。", "请先批准治理方案、开始整改，再报请验收。")
        if not done.strip():
            raise CannotClose("还没有写怎么整改的。", "请写一句，例如“已装上锯片防护罩”。")
        self._not_before(on, "整改完成日期")
        self._require(_BEFORE_WORK, file)
        return replace(
            self,
            status=DangerStatus.AWAITING_ACCEPTANCE,
            rectified=done.strip(),
            rectified_by_id=by_id,
            rectified_on=on,
            cost=self.cost if cost is None else cost,
        )

    def returned(self, reason: str, *, on: date) -> "HiddenDanger":
        """退回: the acceptor or the department was not content; evidence must be given anew."""
        if self.status not in _DONE:
            raise NotNow(
                f"“{self.title}”现在是“{label(self.status)}”，没有可退回的。", "只有待验收、待核销的才能退回。"
            )
        if not reason.strip():
            raise UserError("还没有写退回的原因。", "请写清楚哪里没改好，整改的人才知道怎么做。")
        self._not_before(on, "退回日期")
        return replace(
            self,
            status=DangerStatus.RETURNED,
            rectified_on=None,
            accepted_by_id=None,
            accepted_on=None,
            acceptance="",
            same_person_reason="",
            times_returned=self.times_returned + 1,
        )

    def accepted(
        self,
        *,
        by_id: str,
        on: date,
        note: str = "",
        same_person_reason: str = "",
        file: MajorFile | None = None,
    ) -> "HiddenDanger":
        """验收通过: closed, or 已治理待核销 while a department's order stands. Raises CannotClose."""
        if self.status is not DangerStatus.AWAITING_ACCEPTANCE or self.rectified_by_id is None:
            raise NotNow(f"“{self.title}”现在是“{label(self.status)}”，不能验收。", "整改完成、报请验收后才能验收。")
        _two_people(self.rectified_by_id, by_id, same_person_reason)
        if self.rectified_on is not None and on < self.rectified_on:
            raise CannotClose(f"验收日期 {on} 早于整改完成日期 {self.rectified_on}。", "请检查电脑的日期。")
        self._require(_BEFORE_ACCEPTANCE, file)
        waits = self.is_major and file is not None and file.under_order
        return replace(
            self,
            status=DangerStatus.AWAITING_AUTHORITY if waits else DangerStatus.CLOSED,
            accepted_by_id=by_id,
            accepted_on=on,
            acceptance=note.strip(),
            closed_on=None if waits else on,
            same_person_reason=same_person_reason.strip() if by_id == self.rectified_by_id else "",
        )

    def cleared(self, file: MajorFile) -> "HiddenDanger":
        """销号 after the department's 复查核销 was entered. Raises CannotClose."""
        if self.status is not DangerStatus.AWAITING_AUTHORITY:
            raise NotNow(f"“{self.title}”现在是“{label(self.status)}”，不能核销。", "企业验收通过后，部门才能核销。")
        self._require((*_BEFORE_ACCEPTANCE, MajorStep.CLEARED), file)
        assert file.clearance is not None
        if self.accepted_on is not None and file.clearance.on < self.accepted_on:
            raise CannotClose(f"核销日期 {file.clearance.on} 早于验收日期 {self.accepted_on}。", "请对照部门的文书。")
        return replace(self, status=DangerStatus.CLOSED, closed_on=file.clearance.on)

    def closed(
        self,
        *,
        done: str,
        by_id: str,
        accepted_by_id: str,
        on: date,
        same_person_reason: str = "",
        cost: Decimal | None = None,
    ) -> "HiddenDanger":
        """Rectified, accepted and closed in one step, for a general hidden danger; raises CannotClose."""
        if not self.is_open:
            raise CannotClose(f"“{self.title}”已经销号。", "不用再销一次；如果又出现了，请重新打开它。")
        if (barrier := self.never_simply()) is not None:
            raise barrier
        if not done.strip():
            raise CannotClose("还没有写怎么整改的。", "请写一句，例如“已装上锯片防护罩”。")
        _two_people(by_id, accepted_by_id, same_person_reason)
        if on < self.found_on:
            raise CannotClose(f"销号日期 {on} 早于发现日期 {self.found_on}。", "请检查电脑的日期。")
        return replace(
            self,
            status=DangerStatus.CLOSED,
            rectified=done.strip(),
            rectified_by_id=by_id,
            rectified_on=on,
            accepted_by_id=accepted_by_id,
            accepted_on=on,
            closed_on=on,
            cost=self.cost if cost is None else cost,
            same_person_reason=same_person_reason.strip() if by_id == accepted_by_id else "",
        )

    def struck_off(self, *, by: str, on: date, done: str, by_id: str | None) -> "HiddenDanger":
        """A general one that a department supervised, reviewed and struck off: its review is the acceptance.

        `by` says which department, paper and opinion. What was rectified and by whom must be on record: as it was
        handed in, or as the order was answered (`done`, `by_id`). Raises CannotClose.
        """
        self._open()
        if (barrier := self.never_simply()) is not None:
            raise barrier
        handed_in = self.status is DangerStatus.AWAITING_ACCEPTANCE
        rectifier = self.rectified_by_id if handed_in else by_id
        rectified = self.rectified if handed_in else done.strip()
        if not rectified or rectifier is None:
            raise CannotClose("还没有写怎么整改的、谁整改的。", "请补上整改情况，验收后销号。")
        day = max(on, self.found_on, self.rectified_on or on)
        return replace(
            self,
            status=DangerStatus.CLOSED,
            rectified=rectified,
            rectified_by_id=rectifier,
            rectified_on=self.rectified_on or day,
            accepted_by_id=None,
            accepted_on=day,
            acceptance=by,
            closed_on=day,
        )

    def extended(self, to: date, reason: str, *, on: date, file: MajorFile | None = None) -> "HiddenDanger":
        """延期, with a reason. Not beyond the day that a department ordered. Raises UserError."""
        self._open()
        if self.assigned_on is None or self.deadline is None or self.status in _DONE:
            raise NotNow(f"“{self.title}”现在是“{label(self.status)}”，不用延期。", "派了单、还没整改完的才能延期。")
        if not reason.strip():
            raise UserError("还没有写延期的原因。", "请写清楚为什么改不完、这段时间怎么防护。")
        self.checked_extension(to, on, file)
        return replace(self, deadline=to, times_extended=self.times_extended + 1)

    def checked_extension(self, to: date, on: date, file: MajorFile | None = None) -> date:
        """The new deadline again; raises UserError for one that is no later, too far off, or beyond an order."""
        if (self.deadline is not None and to <= self.deadline) or to < on:
            raise UserError(f"新的期限 {to} 没有比原来的 {self.deadline} 晚，或者已经过去了。", "请选以后的日期。")
        if file is None or file.order_due is None:
            return not_far_off("新的期限", to, on, MOST_DAYS, "请定一年以内的日期，到时还改不完再延期。")
        if to > file.order_due:
            raise UserError(
                f"督办期限是 {file.order_due}，不能自己延到 {to}。", "请先向督办单位申请，同意后把新期限记到督办单里。"
            )
        return to

    def checked_deadline(self, deadline: date, on: date) -> date:
        """The deadline again; raises UserError for one before it was found, too far off, or put off without a word."""
        if deadline < self.found_on:
            raise UserError(f"整改期限 {deadline} 早于发现日期 {self.found_on}。", "请把期限改到发现日期当天或以后。")
        if self.assigned_on is not None and self.assigned_on < on and self.deadline and deadline > self.deadline:
            raise PutOffSilently(self.deadline)
        if deadline == self.deadline:  # as it stands, or as a department ordered it
            return deadline
        usual = f"{label(self.level)}通常 {USUAL_DAYS[self.level]} 天内改完"
        return not_far_off("整改期限", deadline, on, MOST_DAYS, f"{usual}；请定一年以内的日期，到时还改不完再延期。")

    def reopened(self, *, on: date) -> "HiddenDanger":
        """Open again from the beginning with a new customary deadline; what was done stays in the history."""
        if self.is_open:
            raise NotNow(f"“{self.title}”没有销号，不用重新打开。", "请直接在上面改。")
        return replace(
            self,
            status=DangerStatus.REGISTERED,
            deadline=usual_deadline(self.level, on),
            first_deadline=None,
            assigned_on=None,
            rectified_on=None,
            accepted_by_id=None,
            accepted_on=None,
            acceptance="",
            closed_on=None,
            same_person_reason="",
            on_the_spot=False,
            times_reopened=self.times_reopened + 1,
        )

    # ---- what does not change the state --------------------------------------------------------------------------

    def with_photo(self, name: str, stage: PhotoStage, *, on: date, note: str = "") -> "HiddenDanger":
        """With one more photo; raises UserError. Only receipts come after closure."""
        if not self.is_open and stage is not PhotoStage.RECEIPT:
            raise NotNow(f"“{self.title}”已经销号。", "要补照片，请先重新打开它，或用“换照片”。")
        photo = DangerPhoto(name, stage, on, self.attempt, note.strip())
        return replace(self, photos=danger_photos.with_photo(self.photos, photo))

    def with_photo_replaced(self, name: str, by: str, because: str, *, on: date) -> "HiddenDanger":
        """A wrong photo gives way to the right one and stays in the file with the reason; raises UserError."""
        return replace(self, photos=danger_photos.with_photo_replaced(self.photos, name, by, because, on))

    def told(self, on: date, how: str) -> "HiddenDanger":
        """通报: when and how the employees were told; raises UserError."""
        self._not_before(on, "通报日期")
        if not how.strip():
            raise UserError("还没有写怎么通报的。", "例如“公示栏张贴”或“班前会”。")
        return replace(self, told_on=on, told_how=how.strip())

    # ---- rules ---------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        if not self.is_open:
            raise NotNow(f"“{self.title}”已经销号。", "如果又出现了，请先重新打开它。")

    def _not_done(self, way: str) -> None:
        if self.status in _DONE:
            raise NotNow(f"“{self.title}”已经整改完，现在是“{label(self.status)}”。", f"请{way}。")

    def _not_before(self, on: date, what: str) -> None:
        if on < self.found_on:
            raise UserError(f"{what} {on} 早于发现日期 {self.found_on}。", "请检查日期；日期是对的，请看看电脑的时间。")

    def _require(self, steps: Iterable[MajorStep], file: MajorFile | None) -> None:
        if not self.is_major:
            return
        file = file or MajorFile(self.id)
        wanted = set(steps)
        missing = tuple(step for step in MajorStep if step in wanted and not self._has(step, file))
        if missing:
            raise StepsMissing(self.title, missing)


def _two_people(rectifier_id: str, acceptor_id: str, reason: str) -> None:
    if rectifier_id == acceptor_id and not reason.strip():
        raise CannotClose("整改人和验收人是同一个人。", "请换一个人验收；只有一个人的店可以写明原因后继续。")


def usual_deadline(level: DangerLevel, found_on: date) -> date:
    """The customary deadline (习惯值，可改)."""
    return found_on + timedelta(days=USUAL_DAYS[level])


def level_words(level: DangerLevel, *, judged: bool) -> str:
    """一般隐患, 疑似重大隐患 (nobody judged it yet) or 重大隐患."""
    return SUSPECTED if level is DangerLevel.MAJOR and not judged else label(level)


def state_words(level: DangerLevel, status: DangerStatus, *, judged: bool) -> str:
    """The label of the state; of one that is only registered what it waits for: to be judged, treated or assigned."""
    if status is not DangerStatus.REGISTERED:
        return label(status)
    if level is DangerLevel.MAJOR:
        return "待治理" if judged else "待判定"
    return "待派单"


def bare_title(title: str) -> str:
    """The title without the words that were once put behind a suspected one: what it is, its status says."""
    return title.removesuffix(_ONCE_BEHIND_TITLES)


def nature_of_factor(factor_code: str) -> DangerNature | None:
    """The group that a code of GB/T 13861 belongs to; None for no code."""
    return _NATURE_OF_FACTOR.get(factor_code[:1])


def same_thing(one: HiddenDanger, other: HiddenDanger) -> bool:
    """The same matter found twice: the same measure failed, the same hazard, or the same words at the same place."""
    if one.hazard_id is not None and one.hazard_id == other.hazard_id:
        return one.measure_id is None or other.measure_id is None or one.measure_id == other.measure_id
    return _bare(one.title) == _bare(other.title) and _bare(one.place) == _bare(other.place)


def _bare(words: str) -> str:
    return "".join(char for char in words if char.isalnum())
