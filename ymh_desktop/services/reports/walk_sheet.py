"""现场问答表: the walk with paper, keyed back by the numbers that failed."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class WalkRow:
    """One statement of the safe state (是 = safe) with where to look."""

    number: int
    statement: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class WalkGroup:
    """The statements of one place or post."""

    title: str
    rows: tuple[WalkRow, ...]


@dataclass(frozen=True, slots=True)
class WalkSheet:
    """All statements to answer on the floor. Numbers are unique on the sheet. `note` is said once at the top."""

    enterprise: str
    sheet_number: str
    made_on: date
    groups: tuple[WalkGroup, ...]
    title: str = "现场问答表"
    note: str = "照实打勾。做到了勾“是”；没做到勾“否”，不要紧，写出来才改得掉；没有这样东西就勾“不涉及”。"
    how_back: str = "带回来：打开程序第 4 步“按纸录入”，输入表号最后 4 位，再输入答“否”和“不涉及”的题号。"
    signatures: tuple[Signature, ...] = (Signature("走访人"), Signature("参加的员工"), Signature("日期"))
    draft: str = ""
