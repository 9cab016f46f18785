"""Paired phones, and what they send: entries that wait (待确认) until somebody at the PC accepts them.

Nothing here is a record of the enterprise yet. What a phone sends is read strictly: exactly the fields of its kind,
with their types and limits; anything else is refused with a sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import Mark, ResultState
from ymh_desktop.domain.words import labelled

PHONE_LASTS = timedelta(days=180)
LONGEST_DELAY = timedelta(days=14)  # how long an entry may have lain in a phone without a connection
MOST_PHOTOS = 6  # of one entry or one line of a check
MOST_MARKS = 200
LONGEST_NOTE, LONGEST_WORDS, LONGEST_PLACE = 200, 300, 60
MOST_SECONDS = 24 * 3600


class EntryKind(Enum):
    """What a phone can send."""

    CHECK = "check"
    DANGER = "danger"
    RECTIFIED = "rectified"
    ACCEPTANCE = "acceptance"
    CARD = "card"
    QUIZ = "quiz"


labelled(
    EntryKind,
    {
        "CHECK": "检查",
        "DANGER": "随手拍隐患",
        "RECTIFIED": "整改完成",
        "ACCEPTANCE": "验收",
        "CARD": "告知卡签收",
        "QUIZ": "岗位三问",
    },
)


class EntryState(Enum):
    """How an entry stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


labelled(EntryState, {"WAITING": "待确认", "ACCEPTED": "已接受", "REFUSED": "没接受"})


class WrongEntry(UserError):
    """What was sent is not what our page sends, or goes beyond its limits."""

    def __init__(self, problem: str = "手机发来的内容看不懂。", advice: str = "请在手机上刷新页面，再填一次。") -> None:
        super().__init__(problem, advice)


# ---- phones ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that was paired for one person. `device` is what it calls itself (苹果手机 微信).

    `token_sha256` is the SHA-256 (hex) of the secret that only the phone has. `ended_at` None: not revoked.
    """

    id: str
    number: int
    person_id: str
    device: str
    token_sha256: str
    paired_at: datetime
    ended_at: datetime | None = None

    @property
    def called(self) -> str:
        """What the window, the audit trail and its owner call it."""
        return f"手机{self.number}号"

    def lets_in(self, now: datetime) -> bool:
        """Neither revoked nor older than 180 days."""
        return self.ended_at is None and now < self.paired_at + PHONE_LASTS

    def ended(self, at: datetime) -> "Phone":
        """Revoked from now on; raises UserError when it was before."""
        if self.ended_at is not None:
            raise UserError(f"{self.called}已经解除绑定了。", "要再用，请重新扫码绑定。")
        return replace(self, ended_at=at)


def is_post_code(text: str) -> bool:
    """P-0007 and nothing else."""
    return re.fullmatch(r"P-\d{4,}", text, re.ASCII) is not None


def post_code_in(text: str) -> str | None:
    """The code of a post as somebody types it (p 7, P-0007, ７) or as a card's QR says it; None without any."""
    plain = text.translate({0xFF01 + n: 0x21 + n for n in range(94)}).upper()
    found = re.search(r"(?<![A-Z0-9])P[-_ ]?(\d{1,6})(?![A-Z0-9])", plain, re.ASCII) or re.fullmatch(
        r"\s*(\d{1,6})\s*", plain, re.ASCII
    )
    return f"P-{int(found[1]):04d}" if found and int(found[1]) else None


# ---- what they send --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckDone:
    """A check that was made: all normal but the marks. `day` is the first day of its period."""

    kind: ClassVar[EntryKind] = EntryKind.CHECK
    plan_id: str
    day: date
    marks: tuple[Mark, ...] = ()
    seconds: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class DangerSeen:
    """A hidden danger somebody saw: what, where, photos. Without a name when `anonymous`."""

    kind: ClassVar[EntryKind] = EntryKind.DANGER
    what: str
    place: str
    photos: tuple[str, ...] = ()
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Rectified:
    """A hidden danger was put right: what was done, with photos."""

    kind: ClassVar[EntryKind] = EntryKind.RECTIFIED
    danger_id: str
    done: str
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The owner looked at what was put right: content, or not and why."""

    kind: ClassVar[EntryKind] = EntryKind.ACCEPTANCE
    danger_id: str
    passed: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class CardSigned:
    """This person read the card of a post and signed with a finger. `edition` is the one that was shown.

    `photos` is the one picture of the signature.
    """

    kind: ClassVar[EntryKind] = EntryKind.CARD
    post_id: str
    edition: str
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuizAnswered:
    """The letters chosen for the three questions about a card, as BAC; - for one left out."""

    kind: ClassVar[EntryKind] = EntryKind.QUIZ
    post_id: str
    edition: str
    letters: str


Payload = CheckDone | DangerSeen | Rectified | Acceptance | CardSigned | QuizAnswered
_PAYLOADS: dict[EntryKind, type[Any]] = {each.kind: each for each in get_args(Payload)}


@dataclass(frozen=True, slots=True)
class PhoneEntry:
    """One thing that came from a phone. `sent_id` is the phone's own number for it: what comes twice is kept once.

    `made_at` is when it was done on the floor, `arrived_at` when it reached the PC. An anonymous one names neither
    phone nor person. `said` is why it was not accepted, or what became of it; `record_id` names the record made.
    """

    id: str
    sent_id: str
    phone_id: str | None
    person_id: str | None
    made_at: datetime
    arrived_at: datetime
    payload: Payload
    state: EntryState = EntryState.WAITING
    decided_at: datetime | None = None
    said: str = ""
    record_id: str | None = None

    @property
    def kind(self) -> EntryKind:
        """What it is about."""
        return self.payload.kind

    @property
    def photos(self) -> tuple[str, ...]:
        """Every photo that came with it, in order."""
        return photos_of(self.payload)

    def accepted(self, at: datetime, said: str, record_id: str | None) -> "PhoneEntry":
        """It became a record; raises AlreadyDecided."""
        self._still_waiting()
        return replace(self, state=EntryState.ACCEPTED, decided_at=at, said=said, record_id=record_id)

    def refused(self, at: datetime, why: str) -> "PhoneEntry":
        """It was not taken; raises AlreadyDecided, or UserError without a reason."""
        self._still_waiting()
        if not why.strip():
            raise UserError("还没有写为什么不接受。", "请写一句，发的人在手机上看得到。")
        return replace(self, state=EntryState.REFUSED, decided_at=at, said=why.strip())

    def _still_waiting(self) -> None:
        if self.state is not EntryState.WAITING:
            raise AlreadyDecided


class AlreadyDecided(UserError):
    """Somebody accepted or refused it before."""

    def __init__(self) -> None:
        super().__init__("这一条已经处理过了。", "列表会自动更新，不用再点。")


def photos_of(payload: Payload) -> tuple[str, ...]:
    """The names of the photos in it."""
    if isinstance(payload, CheckDone):
        return tuple(name for mark in payload.marks for name in mark.photos)
    return () if isinstance(payload, Acceptance | QuizAnswered) else payload.photos


def with_photos(payload: Payload, names: Mapping[str, str]) -> Payload:
    """The same with each photo called by its name in the photo store; raises KeyError for an unknown one."""
    if isinstance(payload, CheckDone):
        marks = (replace(mark, photos=tuple(names[each] for each in mark.photos)) for mark in payload.marks)
        return replace(payload, marks=tuple(marks))
    if isinstance(payload, Acceptance | QuizAnswered):
        return payload
    return replace(payload, photos=tuple(names[each] for each in payload.photos))


# ---- reading strictly ------------------------------------------------------------------------------------------------


def payload_from(kind: EntryKind, data: object) -> Payload:
    """The payload that JSON says: exactly its fields, of exactly their types. Raises WrongEntry."""
    found: Payload = _read(_PAYLOADS[kind], data)
    return found


def payload_data(payload: Payload) -> dict[str, Any]:
    """What `payload_from` reads, ready for JSON."""
    data = _plain(payload)
    assert isinstance(data, dict)
    return data


def checked(payload: Payload) -> Payload:
    """The same with outer blanks taken off; raises WrongEntry beyond a limit or without the words that are needed."""
    match payload:
        case CheckDone():
            if len(payload.marks) > MOST_MARKS or not 0 <= payload.seconds <= MOST_SECONDS:
                raise WrongEntry
            marks = tuple(_checked_mark(mark) for mark in payload.marks)
            if len({mark.number for mark in marks}) != len(marks):
                raise WrongEntry
            return replace(payload, marks=marks, note=_text(payload.note, "备注", LONGEST_NOTE))
        case DangerSeen():
            _few(payload.photos)
            what = _text(payload.what, "看到了什么", LONGEST_WORDS)
            if not what:
                raise WrongEntry("还没有写看到了什么。", "请写一句，例如“过道上有油”。")
            return replace(payload, what=what, place=_text(payload.place, "在哪里", LONGEST_PLACE))
        case Rectified():
            _few(payload.photos)
            done = _text(payload.done, "怎么改的", LONGEST_WORDS)
            if not done:
                raise WrongEntry("还没有写怎么改的。", "请写一句，例如“已装上防护罩”。")
            return replace(payload, done=done)
        case Acceptance():
            words = _text(payload.words, "意见", LONGEST_WORDS)
            if not payload.passed and not words:
                raise WrongEntry("还没有写哪里没改好。", "请写一句，整改的人才知道怎么做。")
            return replace(payload, words=words)
        case CardSigned():
            if len(payload.photos) != 1:
                raise WrongEntry("还没有签名。", "请用手指在框里写上名字。")
            return _of_card(payload)
        case QuizAnswered():
            if not re.fullmatch(r"[ABC-]{3}", payload.letters):
                raise WrongEntry("三问还没有答完。", "每一问选一个再发。")
            return _of_card(payload)


C = TypeVar("C", CardSigned, QuizAnswered)


def _of_card(payload: C) -> C:
    if not re.fullmatch(r"[0-9A-Z]{1,16}", payload.edition):
        raise WrongEntry
    return payload


def _checked_mark(mark: Mark) -> Mark:
    _few(mark.photos)
    ours = mark.title == "" and mark.measure_id is None and mark.state is not ResultState.NORMAL
    if not ours or not 1 <= mark.number <= 100_000:
        raise WrongEntry
    return replace(mark, note=_text(mark.note, "说明", LONGEST_NOTE))


def _few(photos: tuple[str, ...]) -> None:
    if len(photos) > MOST_PHOTOS or len(set(photos)) != len(photos):
        raise WrongEntry(f"照片太多，最多 {MOST_PHOTOS} 张。", "请去掉几张再发。")


def _text(text: str, name: str, most: int) -> str:
    text = "".join(char for char in text if char >= " " or char == "\n").strip()
    if len(text) > most:
        raise WrongEntry(f"“{name}”有 {len(text)} 个字，最多 {most} 个字。", "请缩短一些再发。")
    return text


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}


def _read(hint: Any, data: object) -> Any:
    if get_origin(hint) is UnionType:  # something or None
        (inner,) = (each for each in get_args(hint) if each is not type(None))
        return None if data is None else _read(inner, data)
    if get_origin(hint) is tuple:
        if type(data) is not list or len(data) > MOST_MARKS:
            raise WrongEntry
        return tuple(_read(get_args(hint)[0], each) for each in data)
    if is_dataclass(hint):
        return _record(hint, data)
    if hint in (str, int, bool):
        if type(data) is not hint or (hint is str and not _whole(str(data))):
            raise WrongEntry
        return data
    if type(data) is not str:
        raise WrongEntry
    try:
        return date.fromisoformat(data) if hint is date else hint(data)  # or the value of an enum
    except ValueError as error:
        raise WrongEntry from error


def _record(kind: Any, data: object) -> Any:
    hints = _hints(kind)
    if type(data) is not dict or not data.keys() <= hints.keys():
        raise WrongEntry
    given = {name: _read(hints[name], value) for name, value in data.items()}
    try:
        return kind(**given)
    except TypeError as error:  # a field without default is missing
        raise WrongEntry from error


def _whole(text: str) -> bool:
    """No half of a character, which no file could keep."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value


# ---- settings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """How the phone end is set up. `address` is the PC's on the factory's network, `name` another way to call it.

    `on` says that it was switched on and goes on with the next start of the program.
    """

    on: bool = False
    address: str = ""
    name: str = ""
    anonymous: bool = True
    printed: str = ""  # the address on the stickers that were printed last


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,100}}\Z){_LABEL}(?:\.{_LABEL})*\Z")


def checked_host_name(text: str) -> str:
    """A name of the PC in small letters, empty for none; raises UserError for what no phone could open."""
    text = text.strip().lower()
    if text and not _HOST.match(text):
        raise UserError(f"“{text[:40]}”不像电脑的名字。", "只能有英文字母、数字、横线和点，例如 office-pc.local。")
    return text
