"""安全风险四色分布图 as vectors. Every level has its colour, its hatching and its word: a grey print says the same."""

import math
from dataclasses import dataclass, replace

from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import Cell, Column, Heading, Sheet, Table, day, fit_lines, fitting_size, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import (
    A2_LANDSCAPE,
    A3_LANDSCAPE,
    A4_LANDSCAPE,
    FAINT,
    INK,
    LEVEL_STYLES,
    MM,
    RED,
    RULE,
    SHADE,
    WHITE,
)
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.map_plates import Box, kept_apart
from ymh_desktop.domain.maps import SHEET_HEIGHT, SHEET_WIDTH, area, inside, label_place
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.four_colour_map import FourColourMap, MapPage, MapZone
from ymh_desktop.services.reports.paper import PageSize

TITLE = "安全风险四色分布图"
UNGRADED = "未评级"
_PAGES = {PageSize.A2: A2_LANDSCAPE, PageSize.A3: A3_LANDSCAPE, PageSize.A4: A4_LANDSCAPE}
_SIDE = 52 * MM  # the legend, on A4
_BADGE = 7.0  # radius, on A4
_COVER = 0.65  # how much of the plan a zone's colour hides
_COLUMNS = (
    Column("区域", 40, bold=True),
    Column("等级", 24),
    Column("里面的风险点", 120),
    Column("责任人、电话", 50),
    Column("没销号的隐患", 24, align=0.5),
)
# Hatching: (angle, distance in points) of each set of lines. The worse, the denser.
_HATCHES = {
    RiskLevel.MAJOR: ((45, 7.0), (135, 7.0)),
    RiskLevel.CONSIDERABLE: ((45, 7.0),),
    RiskLevel.GENERAL: ((90, 11.0),),
    RiskLevel.LOW: (),
}


def render(report: FourColourMap, press: Press, progress: Progress | None = None) -> bytes:
    """One page per floor, then the list of zones. Raises Cancelled when `progress` says so."""
    with DRAWING:
        size = _PAGES.get(report.page_size, A3_LANDSCAPE)
        by = size[0] / A4_LANDSCAPE[0]
        pen = press.pen(size, f"{TITLE} {report.enterprise}", report.enterprise)
        heading = Heading(
            report.enterprise,
            TITLE,
            number=day(report.made_on),
            draft=report.draft,
            expert_pending=report.expert_pending,
            size=max(17.0, 15 * by),
        )
        sheet = Sheet(
            pen, heading, margin=9 * MM * by, foot=f"{TITLE}  {day(report.made_on)}  评价方法：{report.profile}"
        )
        for number, page in enumerate(report.pages):
            if number:
                sheet.turn()
            _Floor(sheet, page, by, number).draw(report)
            tell(progress, number + 1, len(report.pages) + 1)
        sheet.turn()
        _list(sheet, report, by)
        sheet.end()
        return pen.finish()


class _Ground:
    """The plan and the coloured zones of a floor, without words, at any size."""

    def __init__(self, pen: Pen, page: MapPage, left: float, top: float, unit: float, number: int) -> None:
        self._pen, self._page, self._unit, self._number = pen, page, unit, number
        self._left, self._top = left, top

    def draw(self, line: float) -> None:
        """The plan, the zones, the frame; `line` is how thick the zones' edges are."""
        self._plan()
        for zone in self._page.zones:
            self._fill(zone, line)
        bottom = self._top - SHEET_HEIGHT * self._unit
        width, height = SHEET_WIDTH * self._unit, SHEET_HEIGHT * self._unit
        self._pen.rectangle(self._left, bottom, width, height, stroke=INK, line=line * 0.75)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place on paper of a place on the floor."""
        return self._left + x * self._unit, self._top - y * self._unit

    def _plan(self) -> None:
        if not self._page.plan:
            return
        from io import BytesIO

        from PIL import Image

        with Image.open(BytesIO(self._page.plan)) as picture:
            wide, high = picture.size
        scale = min(SHEET_WIDTH / wide, SHEET_HEIGHT / high) * self._unit
        x, y = self.at(SHEET_WIDTH / 2, SHEET_HEIGHT / 2)
        self._pen.picture(
            f"plan-{self._number}",
            self._page.plan,
            (wide, high),
            (x - wide * scale / 2, y - high * scale / 2, wide * scale, high * scale),
        )

    def _fill(self, zone: MapZone, line: float) -> None:
        corners = [self.at(*corner) for corner in zone.corners]
        path = _path(corners)
        ground = LEVEL_STYLES[zone.level].ground if zone.level else SHADE
        edge = LEVEL_STYLES[zone.level].edge if zone.level else FAINT
        self._pen.write(f"q {self._pen.see_through(_COVER)} {ground.fill} {path} h f Q")
        if zone.level and _HATCHES[zone.level]:
            self._pen.write(f"q {path} h W n {INK.stroke} 0.35 w {_hatch(corners, zone.level)} S Q")
        self._pen.write(f"{edge.stroke} {line:.3g} w {path} h S")


@dataclass(frozen=True, slots=True)
class _Plate:
    """The white plate of a zone, in points from the upper left end of the floor, downwards; `badge` sticks out at its
    upper right end."""

    left: float
    top: float
    width: float
    height: float
    badge: float
    lines: tuple[str, ...]
    size: float
    words: str
    small: float
    dangers: int

    @property
    def taken(self) -> Box:
        """With the badge."""
        return self.left, self.top - self.badge, self.left + self.width + self.badge, self.top + self.height

    def moved(self, dx: float, dy: float) -> "_Plate":
        """The same in another place."""
        return replace(self, left=self.left + dx, top=self.top + dy)


class _Floor:
    """One floor: the map at the left, what it means at the right."""

    def __init__(self, sheet: Sheet, page: MapPage, by: float, number: int) -> None:
        self._sheet, self._pen, self._page, self._by, self._number = sheet, sheet.pen, page, by, number
        width, height = sheet.width - _SIDE * by, sheet.room - 14 * MM * by
        self._unit = min(width / SHEET_WIDTH, height / SHEET_HEIGHT)
        self._left = sheet.left
        self._top = sheet.y
        self._ground = _Ground(sheet.pen, page, self._left, self._top, self._unit, number)

    def draw(self, report: FourColourMap) -> None:
        """The whole page."""
        self._ground.draw(line=1.6 * self._by)
        self._labels()
        self._side()
        bottom = self._top - SHEET_HEIGHT * self._unit
        self._pen.box = (0, 0, self._pen.width, self._pen.height)
        self._sheet.y = bottom - 1 * MM
        self._sheet.signatures(report.signatures, size=10)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return self._ground.at(x, y)

    def _labels(self) -> None:
        """White plates, none over another; a small zone's plate stays, as a large zone has room."""
        zones = sorted(self._page.zones, key=lambda zone: area(zone.corners))
        plates = [self._plate(zone) for zone in zones]
        frame = (1.0, 1.0, SHEET_WIDTH * self._unit - 1, SHEET_HEIGHT * self._unit - 1)
        ways = kept_apart([plate.taken for plate in plates], frame, 1.5 * self._by)
        moved = [plate.moved(*way) for plate, way in zip(plates, ways, strict=True)]
        for zone, plate in zip(zones, moved, strict=True):
            self._leader(zone, plate)
        for plate in moved:
            self._draw_plate(plate)

    def _plate(self, zone: MapZone) -> "_Plate":
        """The name, the shape and the word, as large as the zone is wide; in its middle."""
        fonts, by = self._pen.fonts, self._by
        words = f"{zone.level.shape} {label(zone.level)}" if zone.level else UNGRADED
        xs = [x for x, _ in zone.corners]
        room = max(30 * by, (max(xs) - min(xs)) * self._unit - 6 * by)
        size, lines = fit_lines(fonts.bold, zone.name, room, 11 * by, 5 * by, 2)
        small = fitting_size(fonts.bold, words, room, 9 * by, 4 * by)
        width = max(fonts.bold.width(words, small), *(fonts.bold.width(line, size) for line in lines)) + 8 * by
        height = len(lines) * size * 1.2 + small * 1.35 + 4 * by
        x, y = (each * self._unit for each in label_place(zone.corners))
        badge = _BADGE * by if zone.dangers else 0.0
        return _Plate(x - width / 2, y - height / 2, width, height, badge, lines, size, words, small, zone.dangers)

    def _leader(self, zone: MapZone, plate: "_Plate") -> None:
        """A line from a plate that had to leave its zone."""
        x, y = plate.left + plate.width / 2, plate.top + plate.height / 2
        if not inside(zone.corners, x / self._unit, y / self._unit):
            ends = (*self._on_paper(x, y), *self._at(*label_place(zone.corners)))
            self._pen.line(*ends, width=0.8 * self._by, colour=INK)

    def _draw_plate(self, plate: "_Plate") -> None:
        """A red badge counts open hidden dangers."""
        pen, by = self._pen, self._by
        left, top = self._on_paper(plate.left, plate.top)
        bottom, right = top - plate.height, left + plate.width
        pen.box = (left, bottom, right, top)
        pen.rounded(left, bottom, plate.width, plate.height, 2.5 * by, WHITE)
        middle = left + plate.width / 2
        below = pen.lines(middle, top - 2 * by, plate.lines, plate.size, bold=True, align=0.5, leading=1.2)
        pen.text(middle, below - plate.small, plate.words, plate.small, bold=True, align=0.5)
        if plate.dangers:
            self._badge(plate.dangers, right, top)

    def _on_paper(self, x: float, y: float) -> tuple[float, float]:
        """The place on paper of points counted from the upper left end of the floor."""
        return self._left + x, self._top - y

    def _badge(self, count: int, x: float, y: float) -> None:
        radius = _BADGE * self._by
        self._pen.circle(x, y, radius, WHITE)
        self._pen.circle(x, y, radius * 0.88, RED)
        self._pen.box = (x - radius, y - radius, x + radius, y + radius)
        text = str(count) if count < 100 else "99+"
        size = fitting_size(self._pen.fonts.bold, text, radius * 1.5, 9 * self._by, 3)
        self._pen.text(x, y - 0.36 * size, text, size, bold=True, colour=WHITE, align=0.5)

    def _side(self) -> None:
        pen, by = self._pen, self._by
        left = self._left + SHEET_WIDTH * self._unit + 4 * MM * by
        right = self._sheet.right
        y = self._top
        pen.box = (left, self._sheet.bottom, right, self._top)
        size, lines = fit_lines(pen.fonts.bold, self._page.title, right - left, 15 * by, 7, 2)
        y = pen.lines(left, y, lines, size, bold=True, leading=1.2)
        y = pen.lines(left, y, (f"第 {self._page.version} 版",), 9 * by, leading=1.5, colour=FAINT) - 2 * MM * by
        _compass(pen, left + 9 * MM * by, y - 14 * MM * by, 8 * MM * by, self._page.north)
        y -= 28 * MM * by
        pen.box = (left, self._sheet.bottom, right, self._top)
        y = pen.lines(left, y, ("图例",), 11 * by, bold=True, leading=1.5) - 1 * MM * by
        for level in sorted(RiskLevel, reverse=True):
            self._legend(level, left, y - 8 * MM * by)
            y -= 10.5 * MM * by
        pen.circle(left + 6 * MM * by, y - 4 * MM * by, 3 * MM * by, RED)
        pen.box = (left, self._sheet.bottom, right, self._top)
        pen.text(left + 6 * MM * by, y - 5.2 * MM * by, "2", 9 * by, bold=True, colour=WHITE, align=0.5)
        pen.text(left + 14 * MM * by, y - 5.2 * MM * by, "没销号的隐患数", 9.5 * by)
        y -= 11 * MM * by
        note = "区域的颜色取里面最高的风险等级；画不到图上的作业活动见《作业安全风险比较图》。"
        lines = pen.fonts.regular.lines(note, 8 * by, right - left)
        pen.lines(left, y, lines, 8 * by, leading=1.4, colour=FAINT)

    def _legend(self, level: RiskLevel, left: float, bottom: float) -> None:
        pen, by, style = self._pen, self._by, LEVEL_STYLES[level]
        width, height = 12 * MM * by, 8 * MM * by
        corners = [(left, bottom), (left + width, bottom), (left + width, bottom + height), (left, bottom + height)]
        path = _path(corners)
        pen.write(f"q {pen.see_through(_COVER)} {style.ground.fill} {path} h f Q")
        if _HATCHES[level]:
            pen.write(f"q {path} h W n {INK.stroke} 0.35 w {_hatch(corners, level)} S Q")
        pen.write(f"{style.edge.stroke} {1.2 * by:.3g} w {path} h S")
        words = f"{level.shape} {label(level)}（{level.colour}）"
        pen.text(left + 14 * MM * by, bottom + 2.8 * MM * by, words, 9.5 * by, bold=True)


def miniature(pen: Pen, page: MapPage, left: float, top: float, width: float, number: int) -> float:
    """One floor small: its title, zones in colour and hatching; how high it is. The words stand on the large map."""
    title, unit = 5 * MM, width / SHEET_WIDTH
    height = SHEET_HEIGHT * unit
    pen.box = (left, top - height - title, left + width, top)
    size, lines = fit_lines(pen.fonts.bold, page.title, width, 11, 6, 1)
    pen.text(left, top - 3.6 * MM, lines[0], size, bold=True)
    floor = _Ground(pen, page, left, top - title, unit, number)
    floor.draw(line=0.8)
    pen.box = (0, 0, pen.width, pen.height)
    return height + title


def _path(corners: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f} {y:.2f} {'l' if i else 'm'}" for i, (x, y) in enumerate(corners))


def _hatch(corners: list[tuple[float, float]], level: RiskLevel) -> str:
    """Parallel lines over the box around the corners; the caller clips them."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    reach = math.hypot(max(xs) - min(xs), max(ys) - min(ys)) / 2 + 1
    said = []
    for degrees, distance in _HATCHES[level]:
        dx, dy = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        count = int(reach / distance)
        for step in range(-count, count + 1):
            x, y = middle[0] - dy * step * distance, middle[1] + dx * step * distance
            ends = (x - dx * reach, y - dy * reach, x + dx * reach, y + dy * reach)
            said.append("{:.1f} {:.1f} m {:.1f} {:.1f} l".format(*ends))
    return " ".join(said)


def _compass(pen: Pen, x: float, y: float, radius: float, north: int) -> None:
    """An arrow to the north with 北 at its head."""

    def turned(distance: float, degrees: float) -> tuple[float, float]:
        angle = math.radians(north + degrees)
        return x + distance * math.sin(angle), y + distance * math.cos(angle)

    pen.polygon([turned(radius, 0), turned(radius * 0.75, 155), turned(radius * 0.4, 180)], INK)
    light = [turned(radius, 0), turned(radius * 0.75, -155), turned(radius * 0.4, 180)]
    pen.polygon(light, WHITE)
    pen.write(f"{INK.stroke} 0.6 w {_path(light)} h S")
    head = turned(radius * 1.4, 0)
    size = radius * 0.5
    pen.box = (head[0] - radius, head[1] - radius, head[0] + radius, head[1] + radius)
    pen.text(head[0], head[1] - 0.36 * size, "北", size, bold=True, align=0.5)


def _list(sheet: Sheet, report: FourColourMap, by: float) -> None:
    for page in report.pages:
        bold = sheet.pen.fonts.bold
        sheet.section(fit_lines(bold, f"区域和风险点：{page.title}", sheet.width - 6 * MM, 13, 13, 1)[1][0])
        table = Table(sheet, _COLUMNS, size=9 * max(1.0, by * 0.85))
        rows: list[tuple[Cell, ...]] = [
            (
                zone.name,
                zone.level if zone.level else UNGRADED,
                "、".join(zone.points) or "（还没有放风险点）",
                zone.person,
                str(zone.dangers) if zone.dangers else "无",
            )
            for zone in page.zones
        ]
        table.rows(rows)
        table.close()
    if report.off_map:
        sheet.section("没有画到图上的风险点")
        sheet.paragraph("、".join(report.off_map), 10 * max(1.0, by * 0.85))
    sheet.pen.line(sheet.left, sheet.y - 2 * MM, sheet.right, sheet.y - 2 * MM, width=0.4, colour=RULE)
