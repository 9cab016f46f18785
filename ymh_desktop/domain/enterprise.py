"""The enterprise, its departments, people and posts. One data folder holds one enterprise."""

from dataclasses import dataclass, field
from enum import Enum

from ymh_desktop.domain.codes import AccidentEdition
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.tiers import TierScheme
from ymh_desktop.domain.words import labelled

LONGEST_NAME = 60
LONGEST_TEXT = 2000


class TextMissing(UserError):
    """A name that may not be empty."""

    def __init__(self, field: str) -> None:
        super().__init__(f"“{field}”还空着。", "请填写后再继续。")


class TextTooLong(UserError):
    """More characters than the field holds; nothing is cut off silently."""

    def __init__(self, field: str, found: int, most: int) -> None:
        super().__init__(f"“{field}”有 {found} 个字，最多 {most} 个字。", "请缩短一些，原来的内容还在框里。")


def required_text(field: str, text: str, most: int = LONGEST_NAME) -> str:
    """`text` without outer blanks; raises TextMissing or TextTooLong. `field` is the label on screen."""
    text = optional_text(field, text, most)
    if not text:
        raise TextMissing(field)
    return text


def optional_text(field: str, text: str, most: int = LONGEST_TEXT) -> str:
    """`text` without outer blanks and control characters; raises TextTooLong."""
    text = "".join(char for char in text if char >= " " or char == "\n").strip()
    if len(text) > most:
        raise TextTooLong(field, len(text), most)
    return text


@dataclass(frozen=True, slots=True)
class Enterprise:
    """What is asked once. `credit_code` is None while it is not at hand; `trade_id` names a trade of the library.

    `principal_id` is the 主要负责人, `officer_id` the (part-time) safety officer; both are persons.
    """

    id: str
    name: str
    short_name: str = ""
    credit_code: str | None = None
    trade_id: str | None = None
    address: str = ""
    headcount: int | None = None
    principal_id: str | None = None
    officer_id: str | None = None
    report_phone: str = ""
    recipient: str = ""  # the department that packages are addressed to, as it calls itself
    tiers: TierScheme = field(default_factory=TierScheme)
    profile_id: str = "lec"
    accident_edition: AccidentEdition = AccidentEdition.Y2025

    @property
    def called(self) -> str:
        """The short name if there is one, for file names and small print."""
        return self.short_name or self.name


class DepartmentKind(Enum):
    """What the enterprise calls it."""

    DEPARTMENT = "department"
    WORKSHOP = "workshop"
    TEAM = "team"


labelled(DepartmentKind, {"DEPARTMENT": "部门", "WORKSHOP": "车间", "TEAM": "班组"})


@dataclass(frozen=True, slots=True)
class Department:
    """A department, workshop or team; `parent_id` None is directly under the company."""

    id: str
    name: str
    kind: DepartmentKind = DepartmentKind.WORKSHOP
    parent_id: str | None = None
    head_id: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be responsible. Needs no account. `left` True keeps old records readable."""

    id: str
    name: str
    phone: str = ""
    duty: str = ""  # what they are called in the firm, e.g. 厂长
    department_id: str | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post (岗位): what a notice card is made for. `code` is printed as P-0007 and never changes."""

    id: str
    code: str
    name: str
    work: str = ""
    place: str = ""
    headcount: int = 1
    department_id: str | None = None
    head_id: str | None = None  # who answers for the post; printed on its card
    person_ids: tuple[str, ...] = ()
    library_id: str | None = None


def post_code(number: int) -> str:
    """P-0007 for 7."""
    return f"P-{number:04d}"
