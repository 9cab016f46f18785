"""安全风险四色分布图: one page per floor, from the same corners as on the screen, and the zones as a list."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import Corners
from ymh_desktop.services.reports.paper import PageSize, Signature


@dataclass(frozen=True, slots=True)
class MapZone:
    """One zone. `level` None: nothing in it was graded. `dangers` counts open hidden dangers inside."""

    name: str
    corners: Corners
    level: RiskLevel | None
    points: tuple[str, ...] = ()
    person: str = ""
    dangers: int = 0


@dataclass(frozen=True, slots=True)
class MapPage:
    """One floor. `plan` is a JPEG under the zones, None for a blank ground; `north` as in domain.maps."""

    title: str
    version: int
    zones: tuple[MapZone, ...]
    plan: bytes | None = None
    north: int = 0


@dataclass(frozen=True, slots=True)
class FourColourMap:
    """The map. `off_map` names risk points that lie in no zone: they stand in the comparison chart."""

    enterprise: str
    profile: str
    made_on: date
    pages: tuple[MapPage, ...]
    off_map: tuple[str, ...] = ()
    page_size: PageSize = PageSize.A3
    signatures: tuple[Signature, ...] = (Signature("编制"), Signature("审核"), Signature("批准"))
    draft: str = ""
    expert_pending: bool = False
