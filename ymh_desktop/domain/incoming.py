"""Files that others sent, and whose keys are believed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from ymh_desktop.domain.words import labelled


class ReceivedKind(Enum):
    """What kind of file it is; the value is the word of the package format."""

    RECEIPT = "receipt"
    SUPERVISION = "supervision"
    GUIDANCE = "guidance"
    DRAFT = "draft"
    TRUST_LIST = "trust-list"
    KEY_ROTATION = "key-rotation"


labelled(
    ReceivedKind,
    {
        "RECEIPT": "回执",
        "SUPERVISION": "督办单",
        "GUIDANCE": "指导包",
        "DRAFT": "辨识初稿",
        "TRUST_LIST": "信任名单",
        "KEY_ROTATION": "换密钥通知",
    },
)


class Decision(Enum):
    """What was done with it."""

    TAKEN = "taken"
    DECLINED = "declined"


labelled(Decision, {"TAKEN": "已采用", "DECLINED": "没采用"})


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file that was opened and decided on. `id` is the package's own; a declined one may be opened again.

    `series` and `sequence` are those of the package format. `words` say in one sentence what came of it; `message` is
    what a guidance pack wants to be read.
    """

    id: str
    kind: ReceivedKind
    sender_code: str
    sender_name: str
    series: str
    sequence: int
    manifest_sha256: str
    fingerprint: str
    created_at: datetime
    received_at: datetime
    file_name: str
    title: str
    decision: Decision
    words: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class SeriesState:
    """How far a series of numbers was received. `missing` are lower numbers that never came."""

    sequence: int
    manifest_sha256: str
    missing: frozenset[int]


def series_states(files: Iterable[ReceivedFile]) -> dict[str, SeriesState]:
    """How far each series is, by the files that were taken: a declined one was not received."""
    taken: dict[str, dict[int, str]] = {}
    for file in files:
        if file.decision is Decision.TAKEN:
            taken.setdefault(file.series, {})[file.sequence] = file.manifest_sha256
    return {
        series: SeriesState(max(numbers), numbers[max(numbers)], frozenset(range(1, max(numbers))) - frozenset(numbers))
        for series, numbers in taken.items()
    }


class PartyRole(Enum):
    """Who owns a key that is not ours."""

    DEPARTMENT = "department"
    EXPERT = "expert"


labelled(PartyRole, {"DEPARTMENT": "监管部门", "EXPERT": "专家或服务机构"})
_DRAFTS = frozenset({ReceivedKind.DRAFT.value})
_LETTERS = frozenset(kind.value for kind in ReceivedKind) - _DRAFTS
KINDS_OF = {PartyRole.DEPARTMENT: _LETTERS, PartyRole.EXPERT: _DRAFTS}


@dataclass(frozen=True, slots=True)
class TrustedParty:
    """A certificate (PEM) that counts. `id` is its SHA-256 in lower-case hex.

    `compared_with` says with what a person compared the fingerprint, e.g. an official letter; for a key that came by a
    trust list or a change of key, `vouched_by` is the key that vouches for it. `until` is the last day of a key that
    was changed. `revoked_at` None with `revoked` True: it never counts.
    """

    id: str
    role: PartyRole
    code: str
    name: str
    certificate: str
    pinned_on: date
    compared_with: str = ""
    vouched_by: str = ""
    until: date | None = None
    revoked: bool = False
    revoked_at: datetime | None = None
    reason: str = ""

    def counts(self, today: date) -> bool:
        """Whether a file signed with it is believed on that day."""
        return not self.revoked and (self.until is None or today <= self.until)
