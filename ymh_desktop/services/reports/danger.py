"""Papers of hidden dangers: 整改通知单 with its 回执, 一隐患一档, and the report of a 重大事故隐患."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.services.reports.paper import Signature

Fact = tuple[str, str]  # what it is, what it says; empty prints a line to write on


@dataclass(frozen=True, slots=True)
class PaperPhoto:
    """A photo with its words; `jpeg` None when the file is missing, which the paper says."""

    caption: str
    jpeg: bytes | None


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One hidden danger that is to be rectified, and what was answered so far."""

    number: int
    code: str
    danger: str
    place: str
    basis: str
    demand: str
    person: str
    deadline: str
    photos: tuple[PaperPhoto, ...] = ()
    done: str = ""
    done_on: str = ""
    after: tuple[PaperPhoto, ...] = ()
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class RectificationNotice:
    """隐患整改通知单; its back side is the 整改回执 with the 复查意见."""

    enterprise: str
    number: str
    receiver: str
    checked_on: str
    inspectors: str
    lines: tuple[NoticeLine, ...]
    made_on: date
    signatures: tuple[Signature, ...] = (Signature("签发人"), Signature("签收人"))
    answered_by: tuple[Signature, ...] = (Signature("整改人"), Signature("复查人"))
    draft: str = ""


@dataclass(frozen=True, slots=True)
class RectificationNotices:
    """Several to print together, each with its own pages."""

    notices: tuple[RectificationNotice, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history."""

    on: str
    what: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class DangerFile:
    """一隐患一档: everything about one hidden danger. `steps` are those of a major one, with ☑ or ☐."""

    enterprise: str
    code: str
    title: str
    level: str
    status: str
    facts: tuple[Fact, ...]
    made_on: date
    history: tuple[HistoryLine, ...] = ()
    steps: tuple[str, ...] = ()
    before: tuple[PaperPhoto, ...] = ()
    after: tuple[PaperPhoto, ...] = ()
    receipts: tuple[PaperPhoto, ...] = ()
    replaced: tuple[PaperPhoto, ...] = ()
    signatures: tuple[Signature, ...] = ()
    draft: str = ""


@dataclass(frozen=True, slots=True)
class DangerFiles:
    """Several to print together."""

    files: tuple[DangerFile, ...]


@dataclass(frozen=True, slots=True)
class MajorDangerReport:
    """重大事故隐患报告 with the contents of 16号令第十四、十五条. `missing` says what is still to be added."""

    enterprise: str
    facts: tuple[Fact, ...]  # cover: who, where, what, by which clause
    situation: tuple[Fact, ...]  # 现状、产生原因
    analysis: tuple[Fact, ...]  # 危害程度、整改难易程度
    plan: tuple[Fact, ...]  # the six parts
    five_fixed: tuple[Fact, ...]  # 五落实
    protection: tuple[Fact, ...]  # 临时防护、停产撤人
    chain: tuple[HistoryLine, ...]
    reports: tuple[HistoryLine, ...]
    orders: tuple[Fact, ...]
    outcome: tuple[Fact, ...]  # 评估、验收、核销
    made_on: date
    photos: tuple[PaperPhoto, ...] = ()
    missing: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    draft: str = ""


@dataclass(frozen=True, slots=True)
class MajorDangerReports:
    """Several to print together."""

    reports: tuple[MajorDangerReport, ...]
