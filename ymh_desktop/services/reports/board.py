"""安全风险公告栏: the one sheet at the gate that tells everybody the worst risks and whom to call."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.services.reports.four_colour_map import MapPage
from ymh_desktop.services.reports.paper import PageSize


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One risk point of level 重大 or 较大. `measures` lists only what is in place."""

    code: str
    name: str
    level: RiskLevel
    place: str = ""
    dangers: tuple[str, ...] = ()
    accidents: str = ""
    consequence: str = ""
    measures: tuple[str, ...] = ()
    emergency: tuple[str, ...] = ()
    unit: str = ""
    person: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class BoardPhone:
    """Somebody to report to; an empty phone leaves a line to write on."""

    role: str
    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NoticeBoard:
    """The board, landscape. `counts` says how many risk points of each level there are, worst first.

    `valid_until` is the day by which it is gone through again.
    """

    enterprise: str
    profile: str
    version: str
    made_on: date
    valid_until: date
    rows: tuple[BoardRow, ...]
    counts: tuple[tuple[RiskLevel, int], ...] = ()
    phones: tuple[BoardPhone, ...] = ()
    page_size: PageSize = PageSize.A3
    floors: tuple[MapPage, ...] = ()
    draft: str = ""
    expert_pending: bool = False
