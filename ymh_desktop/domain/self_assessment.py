"""五有自评: the five things that the county looks for, line by line, and what the firm says of itself.

The five are those of the town's plan (雁政〔2020〕41号). No official score is known: the share of lines that hold is
for the firm's own use and is printed as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import labelled


class FiveHave(Enum):
    """The five."""

    MECHANISM = "mechanism"
    RISKS = "risks"
    DANGERS = "dangers"
    PLATFORM = "platform"
    INCENTIVES = "incentives"


labelled(
    FiveHave,
    {
        "MECHANISM": "有科学完善的工作推进机制",
        "RISKS": "有全面覆盖的风险辨识分级管控体系",
        "DANGERS": "有责任明确的隐患排查治理体系",
        "PLATFORM": "有线上线下的智能化信息平台",
        "INCENTIVES": "有奖惩分明的激励约束制度",
    },
)


class Verdict(Enum):
    """What holds of a line. NOT_YET: what it is judged by is not there yet; only the data say so, never a person."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "not_applicable"


labelled(
    Verdict,
    {"YES": "做到了", "PARTLY": "部分做到", "NO": "没做到", "NOT_YET": "还没法评", "NOT_APPLICABLE": "不涉及"},
)

SAID_BY_HAND = (Verdict.YES, Verdict.PARTLY, Verdict.NO, Verdict.NOT_APPLICABLE)
_WORTH = {Verdict.YES: 1.0, Verdict.PARTLY: 0.5, Verdict.NO: 0.0, Verdict.NOT_YET: 0.0}


@dataclass(frozen=True, slots=True)
class HandAnswer:
    """What somebody said about a line, and who mends the gap by when.

    `verdict` None leaves it to the program's own count. `person_id` and `due` are None while nobody has the task.
    """

    key: str
    verdict: Verdict | None = None
    note: str = ""
    person_id: str | None = None
    due: date | None = None

    def checked(self) -> "HandAnswer":
        """The same with a trimmed note; raises UserError."""
        return replace(self, note=optional_text("说明", self.note, 200))


@dataclass(frozen=True, slots=True)
class AssessedLine:
    """A line as it stood when the assessment was finished."""

    key: str
    have: FiveHave
    question: str
    verdict: Verdict
    evidence: str


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """One assessment. `answers` are given line by line; `lines` are kept when it is finished and never change again."""

    id: str
    number: int
    started_on: date
    answers: tuple[HandAnswer, ...] = ()
    lines: tuple[AssessedLine, ...] = ()
    finished_on: date | None = None
    by_id: str | None = None

    def answer(self, key: str) -> HandAnswer:
        """What was said about the line, empty when nothing was."""
        return next((each for each in self.answers if each.key == key), HandAnswer(key))

    def answered(self, answer: HandAnswer) -> "SelfAssessment":
        """With another answer to its line; raises UserError once it is finished."""
        if self.finished_on is not None:
            raise UserError("这次自评已经完成，不能再改。", "请开始新的一次自评。")
        others = tuple(each for each in self.answers if each.key != answer.key)
        return replace(self, answers=(*others, answer.checked()))

    def finished(self, lines: Iterable[AssessedLine], on: date, by_id: str | None) -> "SelfAssessment":
        """Kept as it stands; raises UserError when it is already."""
        if self.finished_on is not None:
            raise UserError("这次自评已经完成。", "请开始新的一次自评。")
        return replace(self, lines=tuple(lines), finished_on=on, by_id=by_id)


def share(verdicts: Iterable[Verdict]) -> float | None:
    """How much of what applies holds, from 0 to 1, half for 部分做到. None when nothing applies.

    What cannot be judged yet is not done yet: it counts as nothing, so that little work never looks like much.
    """
    worth = [_WORTH[verdict] for verdict in verdicts if verdict is not Verdict.NOT_APPLICABLE]
    return sum(worth) / len(worth) if worth else None
