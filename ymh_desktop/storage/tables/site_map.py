"""Four-colour maps: sheets with their zones, and what was printed of them."""

from datetime import date
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, PointsAt, Searched, Texts, table_of


class MapSheetRow(NamedTuple):
    """One floor. `photo` is the picture of the plan; the file is written before the row that names it."""

    id: Annotated[str, Key()]
    title: str
    photo: str | None
    north: int


MAP_SHEET = table_of("map_sheet", MapSheetRow)


class MapZoneRow(NamedTuple):
    """One zone; corners as x,y. Risk points have no key: a map outlives a machine that is taken away."""

    sheet_id: Annotated[str, Key(), PointsAt("map_sheet.id")]
    position: Annotated[int, Key()]
    id: str
    name: str
    corners: Texts
    point_ids: Texts


MAP_ZONE = table_of("map_zone", MapZoneRow)


class MapVersionRow(NamedTuple):
    """What a sheet showed when it was printed; the sheet itself may be gone."""

    id: Annotated[str, Key()]
    sheet_id: Annotated[str, Searched()]
    number: int
    kept_on: date
    title: str
    photo: str | None
    north: int


MAP_VERSION = table_of("map_version", MapVersionRow)


class MapVersionZoneRow(NamedTuple):
    """One zone of a printed version; level None: nothing in it was graded then."""

    version_id: Annotated[str, Key(), PointsAt("map_version.id")]
    position: Annotated[int, Key()]
    name: str
    corners: Texts
    level: int | None


MAP_VERSION_ZONE = table_of("map_version_zone", MapVersionZoneRow)
