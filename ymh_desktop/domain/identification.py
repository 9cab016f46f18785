"""One risk identification (风险辨识): how far the wizard got, every answer, and who signed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, IntEnum

from ymh_desktop.domain.words import labelled


class Step(IntEnum):
    """The seven steps, in order."""

    ENTERPRISE = 1
    POSTS = 2
    SITUATIONS = 3
    WALK = 4
    GRADING = 5
    MEASURES = 6
    RESULT = 7


labelled(
    Step,
    {
        "ENTERPRISE": "企业",
        "POSTS": "行业与岗位",
        "SITUATIONS": "有没有这些情况",
        "WALK": "现场问答",
        "GRADING": "风险分级",
        "MEASURES": "措施与责任",
        "RESULT": "成果",
    },
)


class AnswerValue(Enum):
    """Step 4 uses 是/否/不涉及/以后再答, step 3 有/没有/不清楚."""

    YES = "yes"
    NO = "no"
    NOT_HERE = "not_here"
    PARKED = "parked"
    PRESENT = "present"
    ABSENT = "absent"
    UNSURE = "unsure"


labelled(
    AnswerValue,
    {
        "YES": "是",
        "NO": "否",
        "NOT_HERE": "不涉及",
        "PARKED": "以后再答",
        "PRESENT": "有",
        "ABSENT": "没有",
        "UNSURE": "不清楚",
    },
)


class WhereAnswered(Enum):
    """Whether somebody looked."""

    ON_SITE = "on_site"
    AT_DESK = "at_desk"


labelled(WhereAnswered, {"ON_SITE": "现场看过", "AT_DESK": "在办公室答"})


class WhyNotHere(Enum):
    """未纳入及原因."""

    NONE_HERE = "none_here"
    OUT_OF_USE = "out_of_use"
    CONTRACTED = "contracted"
    OTHER = "other"


labelled(WhyNotHere, {"NONE_HERE": "没有这样东西", "OUT_OF_USE": "停用", "CONTRACTED": "外包", "OTHER": "其他"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `subject` is an entry id (step 4), a rule id (direct judgement) or a major item id (step 3).

    `risk_point_id` is None for step 3. `hazard_id` and `hidden_danger_id` are what the answer made, None if nothing.
    """

    id: str
    identification_id: str
    subject: str
    value: AnswerValue
    answered_at: datetime
    risk_point_id: str | None = None
    where: WhereAnswered = WhereAnswered.ON_SITE
    why_not_here: WhyNotHere | None = None
    hazard_id: str | None = None
    hidden_danger_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """A signature under the first identification: the owner's or the expert's."""

    role: str  # principal | expert
    name: str
    on: date
    unit: str = ""
    speciality: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Identification:
    """One run of the wizard. `cursor` is the question to come back to, empty at the start of a step.

    `trade_id` and `library_version` say which library was used. `participants` are (post id, person name) pairs.
    """

    id: str
    year: int
    number: int
    started_on: date
    step: Step = Step.ENTERPRISE
    reached: Step = Step.ENTERPRISE
    cursor: str = ""
    trade_id: str | None = None
    library_version: str = ""
    profile_answers: tuple[tuple[str, bool], ...] = ()
    participants: tuple[tuple[str, str], ...] = ()
    sign_offs: tuple[SignOff, ...] = field(default=())
    finished_on: date | None = None

    @property
    def title(self) -> str:
        """2026 年第 1 次."""
        return f"{self.year} 年第 {self.number} 次"

    def signed_by(self, role: str) -> SignOff | None:
        """The sign-off of that role, None while it is missing."""
        return next((sign for sign in self.sign_offs if sign.role == role), None)
