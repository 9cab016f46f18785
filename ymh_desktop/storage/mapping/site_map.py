"""Rows and values of four-colour maps."""

from collections.abc import Sequence

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.maps import Corners, DrawnZone, MapSheet, MapVersion, Zone
from ymh_desktop.storage.tables.base import Texts
from ymh_desktop.storage.tables.site_map import MapSheetRow, MapVersionRow, MapVersionZoneRow, MapZoneRow


def map_sheet_rows(value: MapSheet) -> tuple[MapSheetRow, list[MapZoneRow]]:
    """The rows that keep this sheet: itself, and one per zone."""
    return MapSheetRow(value.id, value.title, value.plan, value.north), [
        MapZoneRow(value.id, position, zone.id, zone.name, _texts(zone.corners), zone.point_ids)
        for position, zone in enumerate(value.zones)
    ]


def map_sheet_value(row: MapSheetRow, zones: Sequence[MapZoneRow]) -> MapSheet:
    """The sheet of these rows."""
    return MapSheet(
        row.id,
        row.title,
        row.photo,
        row.north,
        tuple(Zone(zone.id, zone.name, _corners(zone.corners), zone.point_ids) for zone in zones),
    )


def map_version_rows(value: MapVersion) -> tuple[MapVersionRow, list[MapVersionZoneRow]]:
    """The rows that keep this version: itself, and one per zone."""
    row = MapVersionRow(value.id, value.sheet_id, value.number, value.kept_on, value.title, value.plan, value.north)
    return row, [
        MapVersionZoneRow(
            value.id, position, zone.name, _texts(zone.corners), None if zone.level is None else int(zone.level)
        )
        for position, zone in enumerate(value.zones)
    ]


def map_version_value(row: MapVersionRow, zones: Sequence[MapVersionZoneRow]) -> MapVersion:
    """The version of these rows."""
    return MapVersion(
        row.id,
        row.sheet_id,
        row.number,
        row.kept_on,
        row.title,
        row.photo,
        row.north,
        tuple(
            DrawnZone(zone.name, _corners(zone.corners), None if zone.level is None else RiskLevel(zone.level))
            for zone in zones
        ),
    )


def _texts(corners: Corners) -> Texts:
    return tuple(f"{x},{y}" for x, y in corners)


def _corners(texts: Texts) -> Corners:
    pairs = (text.split(",") for text in texts)
    return tuple((int(x), int(y)) for x, y in pairs)
