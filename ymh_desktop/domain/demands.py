"""What a department asks of the enterprise: orders, findings of an inspection, and reports that were sent back.

Each is followed until it is done, whether it came as a signed file or was typed in from paper; both count the same. An
order about a 重大事故隐患 also stands in the file of that hidden danger, where it is answered: see `services.demands`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.major_files import OrderAnswer, OrderKind
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.domain.words import labelled


class DemandKind(Enum):
    """What kind of paper it is."""

    SUPERVISION = "supervision"
    SHUTDOWN = "shutdown"
    RECTIFY = "rectify"
    OPINION = "opinion"
    RETURNED = "returned"


labelled(
    DemandKind,
    {
        "SUPERVISION": "督办单",
        "SHUTDOWN": "责令停产停业",
        "RECTIFY": "责令限期整改",
        "OPINION": "检查意见",
        "RETURNED": "退回修改",
    },
)
# What stands in the file of a major hidden danger; 检查意见 and 退回修改 are no orders.
ORDER_KINDS = {
    DemandKind.SUPERVISION: OrderKind.SUPERVISION,
    DemandKind.SHUTDOWN: OrderKind.SHUTDOWN,
    DemandKind.RECTIFY: OrderKind.RECTIFY,
}


class CameAs(Enum):
    """How it came in."""

    FILE = "file"
    PAPER = "paper"


labelled(CameAs, {"FILE": "签名文件", "PAPER": "纸质文书"})


class DemandState(Enum):
    """How far it is."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


labelled(DemandState, {"OPEN": "待办", "ANSWERED": "已回复", "CLOSED": "已办结"})


class RecordKind(Enum):
    """What kind of record a line speaks of; NONE speaks of no single one."""

    NONE = ""
    HAZARD = "Hazard"
    DANGER = "HiddenDanger"
    ENTERPRISE = "Enterprise"


labelled(RecordKind, {"NONE": "整份材料", "HAZARD": "风险", "DANGER": "隐患", "ENTERPRISE": "企业资料"})


_BRACKETS = str.maketrans("[]【】()", "〔〕〔〕〔〕")


def same_number(one: str, other: str) -> bool:
    """Whether two 文号 are the same, however brackets and blanks were typed: 督〔2026〕3号, 督[2026] 3号."""
    return _plain_number(one) == _plain_number(other)


def _plain_number(number: str) -> str:
    return "".join(as_meant(number).translate(_BRACKETS).split())


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One thing to mend. `record_id` names ours where one is meant; `done_on` None while nobody mended it.

    `words` are what the department says: the finding of an inspection, or why a record was sent back. `code` is the
    number people use; `advice` may be empty.
    """

    number: int
    words: str
    place: str = ""
    record: RecordKind = RecordKind.NONE
    record_id: str | None = None
    code: str = ""
    advice: str = ""
    due: date | None = None
    done_on: date | None = None
    done_words: str = ""

    @property
    def is_open(self) -> bool:
        """Nobody said it is mended."""
        return self.done_on is None


@dataclass(frozen=True, slots=True)
class Demand:
    """One paper of a department. `file_id` is the signed file it came in, None for paper.

    `photos` are pictures of the paper, `answers` what was told back (for a major hidden danger they stand in its file).
    `submission_id` is the report that was sent back. `danger_ids` are hidden dangers it is about or that it made.
    """

    id: str
    kind: DemandKind
    number: str
    issuer: str
    received_on: date
    title: str = ""
    issued_on: date | None = None
    due: date | None = None
    demands: str = ""
    basis: str = ""
    contact: str = ""
    came_as: CameAs = CameAs.FILE
    file_id: str | None = None
    submission_id: str | None = None
    lines: tuple[DemandLine, ...] = ()
    danger_ids: tuple[str, ...] = ()
    answers: tuple[OrderAnswer, ...] = ()
    photos: tuple[str, ...] = ()
    closed_on: date | None = None
    closed_words: str = ""

    @property
    def state(self) -> DemandState:
        """By what stands here alone."""
        if self.closed_on is not None:
            return DemandState.CLOSED
        return DemandState.ANSWERED if self.answers else DemandState.OPEN

    @property
    def open_lines(self) -> tuple[DemandLine, ...]:
        """What is still to be mended."""
        return tuple(line for line in self.lines if line.is_open)

    def overdue(self, today: date) -> bool:
        """Past its day, neither answered nor closed."""
        return self.state is DemandState.OPEN and self.due is not None and self.due < today

    def answered(self, answer: OrderAnswer) -> "Demand":
        """With one more answer; raises UserError."""
        if self.closed_on is not None:
            raise UserError(f"“{self.number}”已经办结。", "不用再回复。")
        if answer.on < self.received_on:
            raise UserError(f"回复日期 {answer.on} 早于收到的日期 {self.received_on}。", "请检查日期。")
        if not answer.words.strip():
            raise UserError("“回复的内容”还空着。", "请写清楚做了什么，再保存。")
        return replace(self, answers=(*self.answers, answer))

    def line_done(self, number: int, on: date | None, words: str = "") -> "Demand":
        """That line was mended (None: it was not, after all); raises UserError for one that is not there."""
        if all(line.number != number for line in self.lines):
            raise UserError(f"没有第 {number} 条。", "请刷新页面再看。")
        lines = tuple(
            replace(line, done_on=on, done_words=words if on else "") if line.number == number else line
            for line in self.lines
        )
        return replace(self, lines=lines)

    def lines_done_of(self, record_ids: Sequence[str], on: date, words: str) -> "Demand":
        """Every open line about one of these records was mended."""
        lines = tuple(
            replace(line, done_on=on, done_words=words) if line.is_open and line.record_id in record_ids else line
            for line in self.lines
        )
        return replace(self, lines=lines)

    def closed(self, on: date, words: str) -> "Demand":
        """The department is content; raises UserError."""
        if on < self.received_on:
            raise UserError(f"办结日期 {on} 早于收到的日期 {self.received_on}。", "请检查日期。")
        return replace(self, closed_on=on, closed_words=words)

    def reopened(self) -> "Demand":
        """It was closed by mistake."""
        return replace(self, closed_on=None, closed_words="")
