"""安全风险四色分布图: every floor that has zones, coloured by the worst risk point inside."""

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.book import Book
from ymh_desktop.services.maps import ShownSheet, ShownZone, site_map
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.four_colour_map import FourColourMap, MapPage, MapZone
from ymh_desktop.services.reports.paper import PageSize, Signature


class NoMap(UserError):
    """No floor has a zone yet."""

    def __init__(self) -> None:
        super().__init__("四色图还没有画。", "请在“四色图”里导入平面图或在空白格子上画出区域，再把风险点放进去。")


def four_colour_map(
    ports: Ports, book: Book, page_size: PageSize = PageSize.A3, sheet_id: str | None = None
) -> FourColourMap:
    """All floors with zones (or the one asked for); raises NoMap when there is none."""
    shown = site_map(ports)
    sheets = [s for s in shown.sheets if s.zones and sheet_id in (None, s.sheet.id)]
    if not sheets:
        raise NoMap
    return FourColourMap(
        enterprise=book.enterprise.name,
        profile="、".join(sorted({h.grade.profile_name for h in book.hazards})),
        made_on=ports.clock.today(),
        pages=tuple(_page(ports, book, sheet) for sheet in sheets),
        off_map=tuple(p.name for p in shown.points if p.zone_id is None and p.level is not None),
        page_size=page_size,
        signatures=(
            Signature("编制", book.person_name(book.enterprise.officer_id)),
            Signature("审核"),
            Signature("批准", book.person_name(book.enterprise.principal_id)),
        ),
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def map_version(ports: Ports, book: Book, version_id: str) -> FourColourMap:
    """A version as it was printed: its zones and colours of that day; raises RecordGone."""
    with ports.units.read() as uow:
        version = uow.map_versions.get(version_id)
    zones = tuple(MapZone(each.name, each.corners, each.level) for each in version.zones)
    plan = ports.photos.read(version.plan) if version.plan else None
    return FourColourMap(
        enterprise=book.enterprise.name,
        profile=f"第 {version.number} 版，存档",
        made_on=version.kept_on,
        pages=(MapPage(version.title, version.number, zones, plan, version.north),),
    )


def _page(ports: Ports, book: Book, shown: ShownSheet) -> MapPage:
    sheet = shown.sheet
    return MapPage(
        title=sheet.title,
        version=shown.versions + 1 if shown.changed else shown.versions,
        zones=tuple(_zone(book, zone) for zone in shown.zones),
        plan=ports.photos.read(sheet.plan) if sheet.plan else None,
        north=sheet.north,
    )


def _zone(book: Book, shown: ShownZone) -> MapZone:
    """The person is who answers for the worst risk inside."""
    hazards = [h for point in shown.points for h in book.hazards_of.get(point.id, ())[:1]]
    worst = max(hazards, key=lambda hazard: hazard.level, default=None)
    person = book.responsible(worst) if worst else None
    return MapZone(
        name=shown.zone.name,
        corners=shown.zone.corners,
        level=shown.level,
        points=tuple(point.name for point in shown.points),
        person=" ".join(part for part in (person.name, person.phone) if part) if person else "",
        dangers=shown.dangers,
    )
