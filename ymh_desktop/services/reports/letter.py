"""The readable side of a signed file: what stands in its PDF, or on a page of 收到的文件."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class LetterSection:
    """A heading with numbered lines below, or a paragraph when there is only one."""

    title: str
    lines: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """回执, 督办单, 指导包, 初稿说明 …: one plain form for all. `facts` are (what, value) pairs."""

    title: str
    sender: str
    number: str
    made_on: date
    addressee: str
    opening: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[LetterSection, ...] = ()
    signatures: tuple[Signature, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A list that goes along as Excel: a title, its columns with their widths in characters, rows of text."""

    title: str
    sheet: str
    owner: str
    made_on: date
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    facts: tuple[str, ...] = ()
