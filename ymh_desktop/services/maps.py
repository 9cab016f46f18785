"""Use cases of the four-colour map: floors, their plan, zones, and which risk points lie in them.

The level of a zone is always worked out from the risk points inside; there is no use case that sets it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import MOST_ZONES, DrawnZone, MapSheet, MapVersion, Zone, tidied, zone_level
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork

_PLAN_DPI = 150
_MOST_BYTES = 40 * 1024 * 1024
_MOST_SHEETS = 20


class ZoneGone(UserError):
    """Somebody took it away meanwhile."""

    def __init__(self) -> None:
        super().__init__("这个区域已经不在图上了。", "请在图上重新选一个区域。")


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A risk point and where it lies. `zone_id` None: not on any map yet. `dangers` counts open hidden dangers."""

    id: str
    code: str
    name: str
    place: str
    level: RiskLevel | None
    dangers: int = 0
    sheet_id: str | None = None
    zone_id: str | None = None


@dataclass(frozen=True, slots=True)
class ShownZone:
    """A zone as it looks today."""

    zone: Zone
    level: RiskLevel | None
    points: tuple[PlacedPoint, ...]

    @property
    def dangers(self) -> int:
        """Open hidden dangers inside."""
        return sum(point.dangers for point in self.points)


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """A floor as it looks today, and how often it was printed. `changed`: it looks different from the last print."""

    sheet: MapSheet
    zones: tuple[ShownZone, ...]
    versions: int = 0
    changed: bool = True


@dataclass(frozen=True, slots=True)
class SiteMap:
    """All floors and all risk points that may be put into zones."""

    sheets: tuple[ShownSheet, ...]
    points: tuple[PlacedPoint, ...]


def site_map(ports: Ports) -> SiteMap:
    """The map as it looks today, in one look."""
    with ports.units.read() as uow:
        return site_map_in(uow)


def site_map_in(uow: UnitOfWork) -> SiteMap:
    """The same inside a transaction that is open already."""
    sheets = uow.map_sheets.all()
    where = {p: (sheet.id, zone.id) for sheet in sheets for zone in sheet.zones for p in zone.point_ids}
    hazards: dict[str, list[RiskLevel]] = {}
    point_of = {}
    for hazard in uow.hazards.all():
        hazards.setdefault(hazard.risk_point_id, []).append(hazard.level)
        point_of[hazard.id] = hazard.risk_point_id
    dangers = _counted(uow.hidden_dangers.still_open(), point_of)
    points = {
        point.id: PlacedPoint(
            point.id,
            point.code,
            point.name,
            point.place,
            max(hazards.get(point.id, ()), default=None),
            dangers.get(point.id, 0),
            *where.get(point.id, (None, None)),
        )
        for point in uow.risk_points.all()
        if point.kind is not RiskPointKind.DUTY
    }
    levels = {point.id: point.level for point in points.values()}
    newest = {version.sheet_id: version for version in sorted(uow.map_versions.all(), key=lambda v: v.number)}
    return SiteMap(
        tuple(_shown(sheet, points, levels, newest.get(sheet.id)) for sheet in sheets), tuple(points.values())
    )


def _counted(dangers: Iterable[HiddenDanger], point_of: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for danger in dangers:
        point_id = danger.risk_point_id or point_of.get(danger.hazard_id or "")
        if point_id:
            found[point_id] = found.get(point_id, 0) + 1
    return found


def _shown(
    sheet: MapSheet,
    points: dict[str, PlacedPoint],
    levels: dict[str, RiskLevel | None],
    newest: MapVersion | None,
) -> ShownSheet:
    zones = tuple(
        ShownZone(zone, zone_level(zone, levels), tuple(points[p] for p in zone.point_ids if p in points))
        for zone in sheet.zones
    )
    return ShownSheet(
        sheet, zones, newest.number if newest else 0, newest is None or not newest.shows(sheet, drawn(zones))
    )


def drawn(zones: Iterable[ShownZone]) -> tuple[DrawnZone, ...]:
    """The zones as a version keeps them."""
    return tuple(DrawnZone(each.zone.name, each.zone.corners, each.level) for each in zones)


# ---- floors ------------------------------------------------------------------------------------------------------


def add_sheet(ports: Ports, title: str = "") -> tuple[MapSheet, Changes]:
    """One more floor, a blank grid; without a title it is called 第 2 层 and so on."""
    with ports.units.write() as uow:
        sheets = uow.map_sheets.all()
        if len(sheets) >= _MOST_SHEETS:
            raise UserError(f"平面图已经有 {len(sheets)} 张。", f"最多 {_MOST_SHEETS} 张，请把用不到的删掉。")
        taken = {sheet.title for sheet in sheets}
        usual = ("厂区平面图", *(f"第 {number} 层" for number in range(2, _MOST_SHEETS + 2)))
        name = required_text("图的名称", title) if title else next(each for each in usual if each not in taken)
        sheet = MapSheet(ports.new_id(), name)
        uow.map_sheets.save(sheet)
        return sheet, uow.commit()


def rename_sheet(ports: Ports, sheet_id: str, title: str) -> Changes:
    """Another name for the floor; raises TextMissing or TextTooLong."""
    name = required_text("图的名称", title)
    return _change(ports, sheet_id, lambda sheet: replace(sheet, title=name))


def turn_north(ports: Ports, sheet_id: str, degrees: int) -> Changes:
    """Where north lies, clockwise from the top edge."""
    return _change(ports, sheet_id, lambda sheet: replace(sheet, north=degrees % 360))


def remove_sheet(ports: Ports, sheet_id: str) -> Changes:
    """Take the floor away with its zones; what was printed of it stays on record."""
    with ports.units.write() as uow:
        uow.map_sheets.remove(sheet_id)
        return uow.commit()


def import_plan(ports: Ports, sheet_id: str, path: Path) -> Changes:
    """Put a picture, or the first page of a PDF, under the zones, which stay where they are; raises UserError."""
    if path.suffix.lower() == ".pdf":
        name = ports.photos.keep(_first_page(ports, path))
    else:
        name = ports.photos.keep_file(path)
    return _change(ports, sheet_id, lambda sheet: replace(sheet, plan=name))


def remove_plan(ports: Ports, sheet_id: str) -> Changes:
    """Back to the blank grid."""
    return _change(ports, sheet_id, lambda sheet: replace(sheet, plan=None))


def _first_page(ports: Ports, path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError("这个 PDF 太大了。", "请只存平面图那一页，或者另存为图片再导入。")
        return ports.renderer.pages(path.read_bytes(), _PLAN_DPI)[0]
    except OSError as error:
        raise UserError(f"读不了文件“{path.name}”。", "请看看U盘有没有拔掉，再选一次。") from error
    except (RuntimeError, ValueError, IndexError) as error:
        raise UserError(
            f"“{path.name}”打不开，可能已经损坏或者加了密码。", "请另存为图片（JPG、PNG）再导入。"
        ) from error


# ---- zones -------------------------------------------------------------------------------------------------------


def add_zone(
    ports: Ports, sheet_id: str, corners: Sequence[tuple[float, float]], name: str = ""
) -> tuple[Zone, Changes]:
    """Draw a zone; without a name it is called 区域 1 and so on. Raises ZoneImpossible."""
    shape = tidied(corners)
    with ports.units.write() as uow:
        sheet = uow.map_sheets.get(sheet_id)
        if len(sheet.zones) >= MOST_ZONES:
            raise UserError(f"这张图上已经有 {MOST_ZONES} 个区域。", "请再加一张图，分开画。")
        taken = {zone.name for zone in sheet.zones}
        usual = (f"区域 {number}" for number in range(1, MOST_ZONES + 2))
        called = required_text("区域名称", name) if name else next(each for each in usual if each not in taken)
        zone = Zone(ports.new_id(), called, shape)
        uow.map_sheets.save(sheet.with_zone(zone))
        return zone, uow.commit()


def reshape_zone(ports: Ports, sheet_id: str, zone_id: str, corners: Sequence[tuple[float, float]]) -> Changes:
    """Move the zone or its corners; raises ZoneImpossible."""
    shape = tidied(corners)
    return _change_zone(ports, sheet_id, zone_id, lambda zone: replace(zone, corners=shape))


def rename_zone(ports: Ports, sheet_id: str, zone_id: str, name: str) -> Changes:
    """Another name; raises TextMissing or TextTooLong."""
    called = required_text("区域名称", name)
    return _change_zone(ports, sheet_id, zone_id, lambda zone: replace(zone, name=called))


def remove_zone(ports: Ports, sheet_id: str, zone_id: str) -> Changes:
    """Take it off the map; its risk points are on no zone then."""

    def without(sheet: MapSheet) -> MapSheet:
        if sheet.zone(zone_id) is None:
            raise ZoneGone
        return sheet.without_zone(zone_id)

    return _change(ports, sheet_id, without)


def put_points(ports: Ports, sheet_id: str, zone_id: str, point_ids: Iterable[str]) -> Changes:
    """Exactly these risk points lie in the zone. One that lay in another zone, on any floor, leaves that one."""
    wanted = tuple(dict.fromkeys(point_ids))
    with ports.units.write() as uow:
        for point_id in wanted:
            uow.risk_points.get(point_id)
        sheet = uow.map_sheets.get(sheet_id)
        if sheet.zone(zone_id) is None:
            raise ZoneGone
        for other in uow.map_sheets.all():
            cleared = other.without_points(wanted)
            zone = cleared.zone(zone_id)
            if other.id == sheet_id and zone is not None:
                cleared = cleared.with_zone(replace(zone, point_ids=wanted))
            if cleared != other:
                uow.map_sheets.save(cleared)
        return uow.commit()


def keep_version(ports: Ports, sheet_ids: Iterable[str] | None = None) -> Changes:
    """Remember what these floors (None: all) show today, as they are being printed; unchanged ones are kept once."""
    wanted = None if sheet_ids is None else set(sheet_ids)
    with ports.units.write() as uow:
        for shown in site_map_in(uow).sheets:
            sheet = shown.sheet
            if (wanted is None or sheet.id in wanted) and shown.zones and shown.changed:
                uow.map_versions.save(
                    MapVersion(
                        ports.new_id(),
                        sheet.id,
                        shown.versions + 1,
                        ports.clock.today(),
                        sheet.title,
                        sheet.plan,
                        sheet.north,
                        drawn(shown.zones),
                    )
                )
        return uow.commit()


def versions_of(ports: Ports, sheet_id: str) -> tuple[MapVersion, ...]:
    """What was printed of this floor, newest first."""
    with ports.units.read() as uow:
        found = [version for version in uow.map_versions.all() if version.sheet_id == sheet_id]
    return tuple(sorted(found, key=lambda version: -version.number))


def _change(ports: Ports, sheet_id: str, change: Callable[[MapSheet], MapSheet]) -> Changes:
    with ports.units.write() as uow:
        uow.map_sheets.save(change(uow.map_sheets.get(sheet_id)))
        return uow.commit()


def _change_zone(ports: Ports, sheet_id: str, zone_id: str, change: Callable[[Zone], Zone]) -> Changes:
    def changed(sheet: MapSheet) -> MapSheet:
        zone = sheet.zone(zone_id)
        if zone is None:
            raise ZoneGone
        return sheet.with_zone(change(zone))

    return _change(ports, sheet_id, changed)
