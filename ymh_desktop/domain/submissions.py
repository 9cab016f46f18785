"""What was sent to the department, when, how and with which proof: the source of 线上报送率."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from ymh_desktop.domain.words import labelled


class SubmissionKind(Enum):
    """What a package carries."""

    REPORT = "report"


labelled(SubmissionKind, {"REPORT": "上报"})


class Channel(Enum):
    """How it travelled."""

    NOT_SENT = "not_sent"
    PLATFORM = "platform"
    WECHAT = "wechat"
    USB = "usb"
    PAPER = "paper"


labelled(
    Channel,
    {"NOT_SENT": "还没送", "PLATFORM": "平台上传", "WECHAT": "微信", "USB": "U盘", "PAPER": "纸质"},
)


@dataclass(frozen=True, slots=True)
class Submission:
    """One exported package. `proof` says what proves that it arrived (receipt number …), empty without proof.

    `manifest_sha256` identifies the content; `sequence` grows by one per enterprise and key history.
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
