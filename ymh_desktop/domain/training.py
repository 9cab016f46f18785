"""Training (安全教育培训): planned, held, signed for on paper and keyed back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import labelled

LONGEST_TOPIC, LONGEST_CONTENT = 60, 500
MOST_HOURS = Decimal(80)


class TrainingKind(Enum):
    """What a training is for."""

    ENTRY = "entry"
    YEARLY = "yearly"
    POST = "post"
    SPECIAL = "special"
    RETURN = "return"
    EMERGENCY = "emergency"
    PRINCIPLES = "principles"


labelled(
    TrainingKind,
    {
        "ENTRY": "新员工上岗前",
        "YEARLY": "全员年度再培训",
        "POST": "岗位风险和操作",
        "SPECIAL": "专项（有限空间、动火等）",
        "RETURN": "转岗、复岗",
        "EMERGENCY": "应急处置",
        "PRINCIPLES": "双重预防入门",
    },
)


class TestOutcome(Enum):
    """How somebody did in the test after a training."""

    __test__ = False

    NOT_TESTED = "not_tested"
    PASSED = "passed"
    FAILED = "failed"


labelled(TestOutcome, {"NOT_TESTED": "没有考核", "PASSED": "合格", "FAILED": "不合格"})


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody who was there and signed the sheet."""

    person_id: str
    outcome: TestOutcome = TestOutcome.NOT_TESTED


@dataclass(frozen=True, slots=True)
class Training:
    """One training. `code` is printed as PX-0003, the number of its sign-in sheet; `hours` are 学时.

    `post_ids` are the posts it is for; none: everybody. `held_on` is None while it is only planned; `attended` are
    those who signed. `scans` are names of the photo store: the signed sheet, pictures of the room. A training that will
    not take place keeps its reason in `cancelled`.
    """

    id: str
    code: str
    topic: str
    kind: TrainingKind
    planned_on: date
    hours: Decimal = Decimal(1)
    teacher: str = ""
    place: str = ""
    content: str = ""
    post_ids: tuple[str, ...] = ()
    held_on: date | None = None
    attended: tuple[Attendance, ...] = ()
    scans: tuple[str, ...] = ()
    cancelled: str = ""

    @property
    def for_everybody(self) -> bool:
        """No post was named."""
        return not self.post_ids

    @property
    def waiting(self) -> bool:
        """Planned, neither held nor cancelled."""
        return self.held_on is None and not self.cancelled

    def overdue(self, today: date) -> bool:
        """Its day is over and nothing was keyed."""
        return self.waiting and self.planned_on < today

    def checked(self) -> "Training":
        """The same with trimmed texts; raises UserError for a missing topic or impossible hours."""
        if not Decimal(0) < self.hours <= MOST_HOURS:
            raise UserError(f"学时 {self.hours} 不对。", f"请填 0.5 到 {MOST_HOURS} 之间的数，例如 2。")
        return replace(
            self,
            topic=required_text("培训内容", self.topic, LONGEST_TOPIC),
            teacher=optional_text("谁来讲", self.teacher, 40),
            place=optional_text("在哪里", self.place, 40),
            content=optional_text("讲些什么", self.content, LONGEST_CONTENT),
        )

    def held(self, on: date, attended: Iterable[Attendance], today: date) -> "Training":
        """Held that day with these people; raises UserError for a day to come, nobody, or a cancelled one."""
        there = tuple({each.person_id: each for each in attended}.values())
        if self.cancelled:
            raise UserError(f"“{self.topic}”已经取消了。", "要补上的，请另排一次培训。")
        if on > today:
            raise UserError(f"培训日期 {on} 还没到。", "请填今天或以前的日期；还没办的，等办完再录入。")
        if not there:
            raise UserError("一个签到的人也没有勾。", "请照着签到表勾上来的人。")
        return replace(self, held_on=on, attended=there)

    def called_off(self, why: str) -> "Training":
        """Not held; raises UserError without a reason, or when it was held already."""
        if self.held_on is not None:
            raise UserError(f"“{self.topic}”已经办过了。", "录错了请用“撤销”。")
        return replace(self, cancelled=required_text("取消的原因", why, 100))


def hours_of(trainings: Iterable[Training], person_id: str, since: date) -> Decimal:
    """学时 of this person in trainings held since that day."""
    return sum(
        (
            each.hours
            for each in trainings
            if each.held_on is not None
            and each.held_on >= since
            and any(one.person_id == person_id for one in each.attended)
        ),
        Decimal(0),
    )
