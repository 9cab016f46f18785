"""四色图: the floor and the zone that are open, and what is done with them. The level of a zone is never set here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.maps import GRID, SHEET_HEIGHT, SHEET_WIDTH, Corner, Corners, MapVersion, inside, snapped
from ymh_desktop.domain.words import label
from ymh_desktop.services import maps
from ymh_desktop.services.maps import PlacedPoint, ShownSheet, ShownZone, SiteMap, site_map
from ymh_desktop.services.papers.four_colour_map import map_version
from ymh_desktop.services.papers.paper import Paper
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import Unkept

NORTHS: tuple[tuple[object, str], ...] = (
    (0, "上"),
    (45, "右上"),
    (90, "右"),
    (135, "右下"),
    (180, "下"),
    (225, "左下"),
    (270, "左"),
    (315, "左上"),
)
_BLOCK = (400, 300)  # what 加方块 draws


@dataclass(frozen=True, slots=True)
class Tick:
    """A risk point in the list of the open zone."""

    id: str
    words: str
    on: bool


@dataclass(frozen=True, slots=True)
class _Read:
    site: SiteMap
    plans: dict[str, bytes]
    versions: dict[str, tuple[MapVersion, ...]]


def _read(ports: Ports, known: dict[str, bytes]) -> _Read:
    site = site_map(ports)
    plans = {}
    for shown in site.sheets:
        name = shown.sheet.plan
        if name:
            plans[name] = known.get(name) or ports.photos.read(name) or b""
    versions = {shown.sheet.id: maps.versions_of(ports, shown.sheet.id) for shown in site.sheets}
    return _Read(site, plans, versions)


class MapModel(QObject):
    """`loaded`: other content. `chosen`: another zone is open. `refused`: a shape or a file that will not do."""

    loaded = Signal()
    chosen = Signal()
    refused = Signal(object)  # UserError
    print_ready = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.ready = False
        self.site = SiteMap((), ())
        self._plans: dict[str, bytes] = {}
        self._versions: dict[str, tuple[MapVersion, ...]] = {}
        self._sheet_id = ""
        self._zone_id = ""
        self.unkept = Unkept(context, "map")

    # ---- what is shown -------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read anew; `loaded` follows."""
        self.unkept.load()
        self._context.tasks.run(partial(_read, self._context.ports, dict(self._plans)), self._came)

    @property
    def sheet(self) -> ShownSheet | None:
        """The open floor; None while there is none."""
        found = next((each for each in self.site.sheets if each.sheet.id == self._sheet_id), None)
        return found or (self.site.sheets[0] if self.site.sheets else None)

    @property
    def zone(self) -> ShownZone | None:
        """The open zone; None when none is."""
        sheet = self.sheet
        zones = sheet.zones if sheet else ()
        return next((each for each in zones if each.zone.id == self._zone_id), None)

    @property
    def plan(self) -> bytes:
        """The picture under the zones; empty for a blank grid or a picture that is missing."""
        sheet = self.sheet
        return self._plans.get(sheet.sheet.plan or "", b"") if sheet else b""

    @property
    def plan_missing(self) -> bool:
        """The floor names a picture that is no longer there (after a restore without photos)."""
        return bool(self.sheet and self.sheet.sheet.plan and not self.plan)

    @property
    def sheets(self) -> tuple[tuple[object, str], ...]:
        """The floors to choose from."""
        return tuple((each.sheet.id, each.sheet.title) for each in self.site.sheets)

    @property
    def versions(self) -> tuple[tuple[object, str], ...]:
        """What was printed of the open floor, newest first."""
        kept = self._versions.get(self.sheet.sheet.id, ()) if self.sheet else ()
        return tuple((each.id, f"第 {each.number} 版　{each.kept_on}") for each in kept)

    def look_at_version(self, version_id: str) -> None:
        """The print of that day, beside the other papers."""
        decide = partial(map_version, version_id=version_id)
        self._context.navigate("papers", Paper("map-version", "四色图（以前的版本）", "看以前贴的是什么样", decide))

    @property
    def state(self) -> str:
        """How much is placed, and whether the print on the wall is out of date."""
        sheet = self.sheet
        if sheet is None:
            return ""
        graded = [point for point in self.site.points if point.level is not None]
        placed = sum(point.zone_id is not None for point in graded)
        said = f"风险点已放 {placed} 个，还有 {len(graded) - placed} 个没放。" if graded else "还没有评过级的风险点。"
        if sheet.versions and sheet.changed:
            said += f"和打印过的第 {sheet.versions} 版不一样了，请重新打印。"
        elif sheet.versions:
            said += f"打印到第 {sheet.versions} 版，没有变化。"
        return said

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """All risk points, those of the open zone first, then those that lie nowhere."""
        zone = self.zone
        if zone is None:
            return ()
        names = {each.zone.id: each.zone.name for sheet in self.site.sheets for each in sheet.zones}
        here = zone.zone.id

        def rank(point: PlacedPoint) -> int:
            return 0 if point.zone_id == here else 1 if point.zone_id is None else 2

        return tuple(
            Tick(point.id, _words(point, names.get(point.zone_id or "", ""), here), point.zone_id == here)
            for point in sorted(self.site.points, key=rank)
        )

    # ---- floors --------------------------------------------------------------------------------------------------

    def choose_sheet(self, sheet_id: object) -> None:
        """Open another floor."""
        self._sheet_id, self._zone_id = str(sheet_id), ""
        self.loaded.emit()

    def add_sheet(self) -> None:
        """One more floor, and open it."""

        def made(result: object) -> None:
            assert isinstance(result, tuple)
            self._sheet_id, self._zone_id = result[0].id, ""
            self.load()

        self._save(partial(maps.add_sheet, self._context.ports), "加了一张图", then=made)

    def rename_sheet(self, title: str) -> None:
        """Another name for the open floor."""
        self._on_sheet(maps.rename_sheet, title, said="改了图的名称")

    def turn_north(self, degrees: object) -> None:
        """Where north lies."""
        if isinstance(degrees, int):
            self._on_sheet(maps.turn_north, degrees, said="改了北的方向")

    def remove_sheet(self) -> None:
        """Take the open floor away; the toast offers 撤销."""
        sheet = self.sheet
        if sheet:
            work = partial(maps.remove_sheet, self._context.ports, sheet.sheet.id)
            self._save(work, f"已删除“{sheet.sheet.title}”", toast=True)

    def import_plan(self, path: Path) -> None:
        """Put a picture or the first page of a PDF under the zones."""
        self._on_sheet(maps.import_plan, path, said="换了平面图")

    def remove_plan(self) -> None:
        """Back to the blank grid."""
        self._on_sheet(maps.remove_plan, said="拿掉了平面图", toast=True)

    def print(self) -> None:
        """Remember what the floors show, then print."""
        self._save(
            partial(maps.keep_version, self._context.ports), "记下了打印的版本", then=lambda _: self.print_ready.emit()
        )

    # ---- zones ---------------------------------------------------------------------------------------------------

    def choose_zone(self, zone_id: str) -> None:
        """Open a zone; empty: none."""
        if zone_id != self._zone_id:
            self._zone_id = zone_id
            self.chosen.emit()

    def add_zone(self, corners: Sequence[tuple[float, float]]) -> None:
        """Draw a zone and open it."""
        sheet = self.sheet
        if sheet is None:
            return

        def made(result: object) -> None:
            assert isinstance(result, tuple)
            self._zone_id = result[0].id
            self.load()

        self._save(
            partial(maps.add_zone, self._context.ports, sheet.sheet.id, tuple(corners)), "画了一个区域", then=made
        )

    def add_block(self) -> None:
        """A rectangle where there is room, for hands that do not draw; arrow keys move it."""
        zones = [each.zone.corners for each in self.sheet.zones] if self.sheet else []
        self.add_zone(_free_block(zones))

    def reshape(self, zone_id: str, corners: Corners) -> None:
        """A zone was moved, or one of its corners."""
        self._on_zone(maps.reshape_zone, corners, zone_id=zone_id, said="改了区域的形状")

    def move(self, dx: int, dy: int) -> None:
        """Move the open zone by so many steps of the grid, as far as the sheet goes."""
        if self.zone:
            self.reshape(self.zone.zone.id, moved(self.zone.zone.corners, dx * GRID, dy * GRID))

    def stretch(self, dx: int, dy: int) -> None:
        """Make the open zone wider or higher by so many steps of the grid."""
        if self.zone:
            self.reshape(self.zone.zone.id, stretched(self.zone.zone.corners, dx * GRID, dy * GRID))

    def rename_zone(self, name: str) -> None:
        """Another name for the open zone."""
        self._on_zone(maps.rename_zone, name, said="改了区域名称")

    def remove_zone(self) -> None:
        """Take the open zone away; the toast offers 撤销."""
        zone = self.zone
        if zone:
            self._on_zone(maps.remove_zone, said=f"已删除“{zone.zone.name}”", toast=True)

    def tick(self, point_id: str, on: bool) -> None:
        """Put a risk point into the open zone, or take it out."""
        zone = self.zone
        if zone is None:
            return
        held = [point.id for point in zone.points if point.id != point_id]
        self._on_zone(maps.put_points, [*held, point_id] if on else held, said="改了区域里的风险点")

    # ---- saving --------------------------------------------------------------------------------------------------

    def _on_sheet(self, use_case: Callable[..., object], *more: object, said: str, toast: bool = False) -> None:
        sheet = self.sheet
        if sheet is not None:
            self._save(partial(use_case, self._context.ports, sheet.sheet.id, *more), said, toast=toast)

    def _on_zone(
        self, use_case: Callable[..., object], *more: object, said: str, zone_id: str = "", toast: bool = False
    ) -> None:
        sheet, wanted = self.sheet, zone_id or self._zone_id
        if sheet is not None and wanted:
            self._save(partial(use_case, self._context.ports, sheet.sheet.id, wanted, *more), said, toast=toast)

    def _save(
        self,
        work: Callable[[], object],
        said: str,
        *,
        toast: bool = False,
        then: Callable[[object], None] | None = None,
    ) -> None:
        self._context.records.save(work, said=said, toast=toast, then=then, failed=self._failed)

    def _failed(self, error: UserError) -> None:
        """Show the map as it is kept, and say why."""
        self.loaded.emit()
        self.refused.emit(error)

    def _came(self, read: _Read) -> None:
        self._versions = read.versions
        self.site, self._plans, self.ready = read.site, read.plans, True
        self.loaded.emit()


def _words(point: PlacedPoint, zone: str, here: str) -> str:
    level = f"{point.level.shape}{label(point.level)}" if point.level is not None else "未评级"
    elsewhere = f" · 现在在“{zone}”" if point.zone_id not in (None, here) else ""
    return f"{point.name}  {level}{elsewhere}"


def moved(corners: Corners, dx: int, dy: int) -> Corners:
    """The corners moved together, stopped at the edges of the sheet."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    dx = min(max(dx, -min(xs)), SHEET_WIDTH - max(xs))
    dy = min(max(dy, -min(ys)), SHEET_HEIGHT - max(ys))
    return tuple((x + dx, y + dy) for x, y in corners)


def stretched(corners: Corners, dx: int, dy: int) -> Corners:
    """Wider by dx and higher by dy, its upper left end staying; never thinner than two steps of the grid."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    to_wide = min(max(wide + dx, 4 * GRID), SHEET_WIDTH - left)
    to_high = min(max(high + dy, 4 * GRID), SHEET_HEIGHT - top)
    return tuple(
        (left + round((x - left) * to_wide / max(wide, 1)), top + round((y - top) * to_high / max(high, 1)))
        for x, y in corners
    )


def _free_block(zones: Sequence[Corners]) -> Corners:
    """The first place, row by row, whose middle and corners no zone covers; else the middle of the sheet."""
    wide, high = _BLOCK
    for top in range(100, SHEET_HEIGHT - high, 100):
        for left in range(100, SHEET_WIDTH - wide, 100):
            probes = [(left + wide * i / 4, top + high * j / 4) for i in range(5) for j in range(5)]
            if not any(inside(zone, *probe) for zone in zones for probe in probes):
                return _block(left, top)
    return _block(*snapped(((SHEET_WIDTH - wide) / 2, (SHEET_HEIGHT - high) / 2)))


def _block(left: int, top: int) -> Corners:
    wide, high = _BLOCK
    corners: tuple[Corner, ...] = (
        (left, top), (left + wide, top), (left + wide, top + high), (left, top + high),
    )  # fmt: skip
    return corners
