"""What was sent to the department, when, how and with which proof: the source of 线上报送率."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from ymh_desktop.domain.words import labelled


class SubmissionKind(Enum):
    """A signed package, or records typed into the department's platform: those have no number and no digest."""

    REPORT = "report"
    FILED = "filed"


labelled(SubmissionKind, {"REPORT": "上报", "FILED": "平台填报"})


class Channel(Enum):
    """How it travelled."""

    NOT_SENT = "not_sent"
    PLATFORM = "platform"
    WECHAT = "wechat"
    USB = "usb"
    PAPER = "paper"
    OTHER = "other"


labelled(
    Channel,
    {
        "NOT_SENT": "还没送",
        "PLATFORM": "平台上传",
        "WECHAT": "微信",
        "USB": "U盘",
        "PAPER": "纸质",
        "OTHER": "其他方式",
    },
)


class Outcome(Enum):
    """What the department made of it."""

    NONE = "none"
    ACCEPTED = "accepted"
    RETURNED = "returned"


labelled(Outcome, {"NONE": "没有回执", "ACCEPTED": "镇里已收下", "RETURNED": "镇里退回修改"})


@dataclass(frozen=True, slots=True)
class Submission:
    """One exported package. `proof` says what proves that it arrived (receipt number …), empty without proof.

    `manifest_sha256` identifies the content; `sequence` grows by one per enterprise and key history. `outcome` is what
    a receipt says, `receipt` its number, `proof_photos` pictures beside `proof` (screenshot, stamped copy).
    `group_id` is the id of the first file of a report in several, the same for all; empty for one in a single file.
    """

    id: str
    kind: SubmissionKind
    sequence: int
    file_name: str
    manifest_sha256: str
    created_at: datetime
    period_from: date
    period_to: date
    risks: int = 0
    hidden_dangers: int = 0
    channel: Channel = Channel.NOT_SENT
    sent_on: date | None = None
    proof: str = ""
    outcome: Outcome = Outcome.NONE
    outcome_on: date | None = None
    receipt: str = ""
    proof_photos: tuple[str, ...] = ()
    group_id: str = ""

    @property
    def report(self) -> str:
        """What all files of one report have in common."""
        return self.group_id or self.id

    @property
    def proved(self) -> bool:
        """Whether something shows that it arrived and was not sent back: 线上报送率 counts these."""
        return bool(self.proof) and self.outcome is not Outcome.RETURNED

    def answered(self, outcome: Outcome, on: date, receipt: str) -> "Submission":
        """With what a receipt says: it arrived, however it went. ACCEPTED is never taken back."""
        if self.outcome is Outcome.ACCEPTED and outcome is not Outcome.ACCEPTED:
            return self
        sent = self.channel is not Channel.NOT_SENT
        return replace(
            self,
            outcome=outcome,
            outcome_on=on,
            receipt=receipt,
            channel=self.channel if sent else Channel.OTHER,
            sent_on=self.sent_on or on,
            proof=self.proof or f"回执 {receipt}".strip(),
        )


def parts_of(report: Submission, submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    """All files of this report, in their order: what is true of one is true of all."""
    return tuple(sorted((s for s in submissions if s.report == report.report), key=lambda each: each.sequence))


def numbers_of(parts: Iterable[Submission]) -> str:
    """第 3、4、5 号: what the files of one report are called together."""
    return f"第 {'、'.join(str(each.sequence) for each in parts)} 号"


def one_per_report(submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    """The first file of each report."""
    return tuple(each for each in submissions if each.report == each.id)


def reports_due(submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    """What 线上报送率 counts: one per report, without those that were sent back and made again for their period."""
    reports = one_per_report(submissions)
    newest: dict[tuple[date, date], int] = {}
    for each in reports:
        period = each.period_from, each.period_to
        newest[period] = max(each.sequence, newest.get(period, 0))
    return tuple(
        each
        for each in reports
        if each.outcome is not Outcome.RETURNED or each.sequence == newest[each.period_from, each.period_to]
    )


class SentKind(Enum):
    """Signed files that are no reports; the value is the word of the package format."""

    KEY_ROTATION = "key-rotation"
    DRAFT = "draft"


labelled(SentKind, {"KEY_ROTATION": "换密钥通知", "DRAFT": "辨识初稿"})


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A signed file that was made here and is no report. A key rotation is numbered together with the reports."""

    id: str
    kind: SentKind
    sequence: int
    manifest_sha256: str
    created_at: datetime
    file_name: str
    addressee: str
