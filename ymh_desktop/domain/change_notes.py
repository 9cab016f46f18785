"""变更登记: what happened since the last identification that may change the risks, and what was decided about it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.words import labelled

YEAR = timedelta(days=365)  # identification at least once a year
AHEAD = timedelta(days=30)


class ChangeKind(Enum):
    """What changed. The last five are seen by the program itself."""

    ACCIDENT = "accident"
    NEAR_MISS = "near_miss"
    PROCESS = "process"
    OTHER = "other"
    YEAR_OVER = "year_over"
    NEW_POST = "new_post"
    NEW_POINT = "new_point"
    STANDARD = "standard"


labelled(
    ChangeKind,
    {
        "ACCIDENT": "发生事故",
        "NEAR_MISS": "差点出事（未遂）",
        "PROCESS": "工艺、材料或场地变了",
        "OTHER": "别的变化",
        "YEAR_OVER": "满一年",
        "NEW_POST": "新增岗位",
        "NEW_POINT": "新增设备或作业",
        "STANDARD": "依据的标准更新了",
    },
)
TYPED = (ChangeKind.ACCIDENT, ChangeKind.NEAR_MISS, ChangeKind.PROCESS, ChangeKind.OTHER)


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """One thing that changed. `about` is what the program recognises it by again (a post's id, a standard's code).

    `answer` says why no new identification is needed; while it is empty, a new run of the wizard is what settles it.
    """

    id: str
    kind: ChangeKind
    on: date
    what: str
    about: str = ""
    place: str = ""
    cause: str = ""
    answered_on: date | None = None
    answer: str = ""

    def checked(self, today: date) -> "ChangeNote":
        """The same with trimmed texts; raises UserError."""
        not_to_come("日期", self.on, today)
        return replace(
            self,
            what=required_text("发生了什么", self.what, 200),
            place=optional_text("在哪里", self.place, 40),
            cause=optional_text("原因", self.cause, 200),
        )

    def answered(self, why: str, on: date) -> "ChangeNote":
        """Looked at, and no new identification is needed; raises UserError without a reason."""
        return replace(self, answer=required_text("不用重新辨识的原因", why, 200), answered_on=on)

    def open_since(self, identified_on: date | None) -> bool:
        """Neither answered nor followed by an identification that was finished later or on the same day."""
        return not self.answer and (identified_on is None or identified_on < self.on)
