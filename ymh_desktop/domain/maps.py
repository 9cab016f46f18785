"""四色图: one sheet per floor, zones as polygons, and the level of a zone, which nobody types.

Corners are whole sheet units: a sheet is 2,800 wide and 1,980 high, like A3 and A4 on their side, whatever the screen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel, worst

SHEET_WIDTH = 2800
SHEET_HEIGHT = 1980
GRID = 20
MOST_CORNERS = 60
MOST_ZONES = 200
_LEAST_AREA = 60 * 60  # smaller than a fingertip on A4: nobody would find it

Corner = tuple[int, int]
Corners = tuple[Corner, ...]


class ZoneImpossible(UserError):
    """These corners make no zone."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a floor. `point_ids` are the risk points in it, the ids of removed ones among them."""

    id: str
    name: str
    corners: Corners
    point_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapSheet:
    """One floor. `plan` names the picture under the zones, None for a blank grid.

    `north` is where north lies on the sheet, in degrees clockwise from its top edge.
    """

    id: str
    title: str
    plan: str | None = None
    north: int = 0
    zones: tuple[Zone, ...] = ()

    def zone(self, zone_id: str) -> Zone | None:
        """The zone with this id; None when it is not on this sheet."""
        return next((zone for zone in self.zones if zone.id == zone_id), None)

    def with_zone(self, zone: Zone) -> "MapSheet":
        """The sheet with this zone in place of the one with its id, or added on top."""
        if self.zone(zone.id) is None:
            return replace(self, zones=(*self.zones, zone))
        return replace(self, zones=tuple(zone if each.id == zone.id else each for each in self.zones))

    def without_zone(self, zone_id: str) -> "MapSheet":
        """The sheet without that zone."""
        return replace(self, zones=tuple(zone for zone in self.zones if zone.id != zone_id))

    def without_points(self, point_ids: Iterable[str]) -> "MapSheet":
        """The sheet with these risk points in none of its zones."""
        gone = set(point_ids)
        kept = (replace(z, point_ids=tuple(p for p in z.point_ids if p not in gone)) for z in self.zones)
        return replace(self, zones=tuple(kept))


@dataclass(frozen=True, slots=True)
class DrawnZone:
    """A zone as it was printed, with the level that it had then; None when nothing in it was graded."""

    name: str
    corners: Corners
    level: RiskLevel | None


@dataclass(frozen=True, slots=True)
class MapVersion:
    """What a sheet showed when it was printed. Never changed afterwards."""

    id: str
    sheet_id: str
    number: int
    kept_on: date
    title: str
    plan: str | None
    north: int
    zones: tuple[DrawnZone, ...]

    def shows(self, sheet: MapSheet, zones: tuple[DrawnZone, ...]) -> bool:
        """Whether this version looks like that sheet with these zones."""
        return (self.title, self.plan, self.north, self.zones) == (sheet.title, sheet.plan, sheet.north, zones)


def zone_level(zone: Zone, levels: Mapping[str, RiskLevel | None]) -> RiskLevel | None:
    """The worst risk point inside; None while nothing in it is graded. `levels` maps risk point ids."""
    return worst(level for point_id in zone.point_ids if (level := levels.get(point_id)) is not None)


def snapped(corner: tuple[float, float], grid: int = GRID) -> Corner:
    """The nearest crossing of the grid, on the sheet."""
    x, y = (round(value / grid) * grid for value in corner)
    return min(max(x, 0), SHEET_WIDTH), min(max(y, 0), SHEET_HEIGHT)


def tidied(corners: Sequence[tuple[float, float]]) -> Corners:
    """The corners as whole units on the sheet, none twice in a row; raises ZoneImpossible for what is no zone."""
    found: list[Corner] = []
    for corner in (snapped(each, 1) for each in corners):
        if not found or corner != found[-1]:
            found.append(corner)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    if len(found) < 3:
        raise ZoneImpossible("这个区域不到三个角，围不起来。", "请沿着墙一个角一个角地点，最后双击收口。")
    if len(found) > MOST_CORNERS:
        raise ZoneImpossible(f"这个区域有 {len(found)} 个角，最多 {MOST_CORNERS} 个。", "请少点几个角，大致围住就行。")
    if _crosses_itself(found):
        raise ZoneImpossible("这个区域的边互相交叉了。", "请顺着一个方向点，边和边不要交叉。")
    if area(found) < _LEAST_AREA:
        raise ZoneImpossible("这个区域太小了，打印出来看不见。", "请画大一点。")
    return tuple(found)


def area(corners: Sequence[Corner]) -> float:
    """In square units."""
    closed = [*corners, corners[0]]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(closed))) / 2


def inside(corners: Sequence[Corner], x: float, y: float) -> bool:
    """Whether the point lies in the polygon."""
    found = False
    for (x0, y0), (x1, y1) in pairwise([*corners, corners[0]]):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            found = not found
    return found


def label_place(corners: Sequence[Corner]) -> tuple[float, float]:
    """Where a name stands best: the roomiest place inside, so that an L-shape has it in its thick part."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    middle = (sum(xs) / len(xs), sum(ys) / len(ys))
    steps = 17
    places = [
        (min(xs) + (max(xs) - min(xs)) * i / steps, min(ys) + (max(ys) - min(ys)) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    within = [place for place in (middle, *places) if inside(corners, *place)]
    return max(within, key=lambda place: _room(corners, *place), default=middle)


def _room(corners: Sequence[Corner], x: float, y: float) -> float:
    """How far the nearest edge is; labels are wide, so room to the sides counts less than room above and below."""
    return min(_distance(x, y * 1.6, x0, y0 * 1.6, x1, y1 * 1.6) for (x0, y0), (x1, y1) in _edges(corners))


def _edges(corners: Sequence[Corner]) -> list[tuple[Corner, Corner]]:
    return list(pairwise([*corners, corners[0]]))


def _distance(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length))
    return float(((x - x0 - along * (x1 - x0)) ** 2 + (y - y0 - along * (y1 - y0)) ** 2) ** 0.5)


def _crosses_itself(corners: Sequence[Corner]) -> bool:
    edges = _edges(corners)
    return any(
        _cross(*edges[i], *edges[j])
        for i in range(len(edges))
        for j in range(i + 2, len(edges))
        if (i, j) != (0, len(edges) - 1)
    )


def _cross(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Corner, b: Corner, c: Corner) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)
