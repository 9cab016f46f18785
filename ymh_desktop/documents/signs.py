"""The pictograms on cards: own drawings of what the safety signs mean, kept as data in resources/signs/signs.yaml.

They are 示意图 and do not replace the signs that the standard prescribes. One sign is a square of 100 × 100 with y
downwards; each is flattened to plain paths when read, so the exporters know only moves, lines and curves.
"""

import math
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ymh_desktop.documents.style import BLUE, GREEN, RED, WHITE, YELLOW, Colour
from ymh_desktop.domain.errors import UserError

KINDS = {"warning": "警告", "prohibition": "禁止", "mandatory": "指令", "safe": "提示", "fire": "消防"}

_BLACK = Colour("#000000")
_GROUNDS = {"warning": YELLOW, "prohibition": WHITE, "mandatory": BLUE, "safe": GREEN, "fire": RED}
_SYMBOLS = {"warning": _BLACK, "prohibition": _BLACK, "mandatory": WHITE, "safe": WHITE, "fire": WHITE}
_ROUND = 0.5523  # how far the handles of a quarter circle stand out

Point = tuple[float, float]
Segment = tuple[str, tuple[Point, ...]]  # M and L one point, C three, Z none


class SignsDamaged(UserError):
    """The drawings of the installation are gone or damaged."""

    def __init__(self, what: str) -> None:
        super().__init__(f"安全标志图形“{what}”找不到或已损坏。", "请重新安装程序，数据不受影响。")


@dataclass(frozen=True, slots=True)
class Shape:
    """One filled or stroked path."""

    segments: tuple[Segment, ...]
    fill: Colour | None = None
    stroke: Colour | None = None
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A pictogram. `review` says what nobody has compared with the standard yet; empty when it was."""

    id: str
    name: str
    kind: str
    review: str
    shapes: tuple[Shape, ...]

    @property
    def kind_name(self) -> str:
        """警告, 禁止, 指令, 提示 or 消防."""
        return KINDS[self.kind]


class SignBook:
    """All signs of one file. The file is read on first use, each sign when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._packed: dict[str, bytes] = {}

    @cached_property
    def signs(self) -> Mapping[str, Sign]:
        """Every sign by id, in the order of the file."""
        return {sign_id: self.get(sign_id) for sign_id in self._items}

    def get(self, sign_id: str) -> Sign:
        """One sign; raises SignsDamaged when the file does not have it."""
        item = self._items.get(sign_id)
        if item is None:
            raise SignsDamaged(sign_id)
        try:
            return _sign(item, self._symbols)
        except (KeyError, TypeError, ValueError) as error:
            raise SignsDamaged(sign_id) from error

    def packed(self, sign_id: str) -> bytes:
        """The sign as zlib packed PDF operators in a 100 × 100 box with its origin bottom left."""
        found = self._packed.get(sign_id)
        if found is None:
            found = self._packed[sign_id] = zlib.compress(pdf_operators(self.get(sign_id)).encode("ascii"))
        return found

    @cached_property
    def _content(self) -> Mapping[str, Any]:
        import yaml

        try:
            content = yaml.load(self._path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (OSError, yaml.YAMLError) as error:
            raise SignsDamaged(self._path.name) from error
        if not isinstance(content, dict) or not {"symbols", "signs"} <= set(content):
            raise SignsDamaged(self._path.name)
        return content

    @cached_property
    def _symbols(self) -> Mapping[str, Any]:
        symbols: Mapping[str, Any] = self._content["symbols"]
        return symbols

    @cached_property
    def _items(self) -> Mapping[str, Mapping[str, Any]]:
        try:
            return {item["id"]: item for item in self._content["signs"]}
        except (KeyError, TypeError) as error:
            raise SignsDamaged(self._path.name) from error


def pdf_operators(sign: Sign) -> str:
    """The operators for a Form XObject of 100 × 100."""
    lines = ["1 0 0 -1 0 100 cm 1 j 1 J"]
    for shape in sign.shapes:
        path = " ".join(_pdf_segment(segment) for segment in shape.segments)
        colours = [shape.fill.fill] if shape.fill else []
        if shape.stroke:
            colours += [shape.stroke.stroke, f"{shape.width:g} w"]
        how = ("B" if shape.stroke else "f") if shape.fill else "S"
        lines.append(f"{' '.join(colours)} {path} {how}")
    return "\n".join(lines)


def svg(sign: Sign, size: int | None = None) -> str:
    """The sign as one SVG image; `size` in pixels, None for as large as its place."""
    extent = f' width="{size}" height="{size}"' if size else ""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"{extent}>']
    for shape in sign.shapes:
        path = "".join(f"{letter}{' '.join(_plain(x, y) for x, y in points)}" for letter, points in shape.segments)
        fill = f'fill="{shape.fill.code}"' if shape.fill else 'fill="none"'
        stroke = ""
        if shape.stroke:
            stroke = f' stroke="{shape.stroke.code}" stroke-width="{shape.width:g}"'
            stroke += ' stroke-linejoin="round" stroke-linecap="round"'
        parts.append(f'<path d="{path}" {fill}{stroke}/>')
    return "".join([*parts, "</svg>"])


def _pdf_segment(segment: Segment) -> str:
    letter, points = segment
    return " ".join([*(_plain(x, y) for x, y in points), {"M": "m", "L": "l", "C": "c", "Z": "h"}[letter]])


def _plain(x: float, y: float) -> str:
    return f"{x:.4g} {y:.4g}"


# ---- reading -----------------------------------------------------------------------------------------------------


def _sign(item: Mapping[str, Any], symbols: Mapping[str, Any]) -> Sign:
    kind = item["kind"]
    ink, ground = _SYMBOLS[kind], _GROUNDS[kind]
    drawn = tuple(shape for part in item["draw"] for shape in _shapes(part, symbols, ink, ground))
    before, after = _frame(kind)
    return Sign(item["id"], item["name"], kind, item.get("review", ""), (*before, *drawn, *after))


def _frame(kind: str) -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """What lies under and over the symbol."""
    if kind == "warning":
        return (Shape(tuple(_path("M50 9 L95 87 L5 87 Z")), YELLOW, _BLACK, 8),), ()
    if kind == "prohibition":
        ring = Shape(tuple(_circle(50, 50, 43)), None, RED, 9)
        bar = Shape(tuple(_path("M20.5 20.5 L79.5 79.5")), None, RED, 9)
        return (Shape(tuple(_circle(50, 50, 43)), WHITE),), (ring, bar)
    if kind == "mandatory":
        return (Shape(tuple(_circle(50, 50, 47.5)), BLUE),), ()
    return (Shape(tuple(_path("M3 3 L97 3 L97 97 L3 97 Z")), _GROUNDS[kind]),), ()


def _shapes(part: Mapping[str, Any], symbols: Mapping[str, Any], ink: Colour, ground: Colour) -> Iterator[Shape]:
    """The shapes of one entry: a figure of its own, or a named symbol put somewhere (`use`, `at`, `scale`, `turn`)."""
    if "use" in part:
        across, down = part.get("at", (0, 0))
        scale, turn = part.get("scale", 1), math.radians(part.get("turn", 0))
        flip = -1 if part.get("mirror") else 1
        cos, sin = math.cos(turn) * scale, math.sin(turn) * scale

        def put(point: Point) -> Point:
            x, y = point[0] * flip, point[1]
            return (across + x * cos - y * sin, down + x * sin + y * cos)

        if part.get("inverted"):
            ink, ground = ground, ink
        for inner in symbols[part["use"]]:
            for shape in _shapes(inner, symbols, ink, ground):
                segments = tuple((letter, tuple(map(put, points))) for letter, points in shape.segments)
                yield Shape(segments, shape.fill, shape.stroke, shape.width * scale)
        return
    colours = {"ink": ink, "ground": ground}
    segments = tuple(_figure(part))
    if "line" in part:
        yield Shape(segments, None, colours[part["line"]], float(part["width"]))
    else:
        yield Shape(segments, colours[part.get("fill", "ink")])


def _figure(part: Mapping[str, Any]) -> Iterator[Segment]:
    if "circle" in part:
        yield from _circle(*part["circle"])
    elif "rect" in part:
        x, y, width, height = part["rect"]
        yield from _path(f"M{x} {y} L{x + width} {y} L{x + width} {y + height} L{x} {y + height} Z")
    else:
        yield from _path(part["path"])


def _circle(x: float, y: float, r: float) -> Iterator[Segment]:
    k = r * _ROUND
    yield "M", ((x + r, y),)
    yield "C", ((x + r, y + k), (x + k, y + r), (x, y + r))
    yield "C", ((x - k, y + r), (x - r, y + k), (x - r, y))
    yield "C", ((x - r, y - k), (x - k, y - r), (x, y - r))
    yield "C", ((x + k, y - r), (x + r, y - k), (x + r, y))
    yield "Z", ()


_TOKEN = re.compile(r"([MLCZ])|(-?\d+(?:\.\d+)?)")
_NEEDED = {"M": 1, "L": 1, "C": 3, "Z": 0}


def _path(text: str) -> Iterator[Segment]:
    """Absolute M, L, C and Z, as in SVG; raises ValueError for anything else."""
    if re.sub(_TOKEN, "", text).strip(" ,"):
        raise ValueError(text)
    letter, numbers = "", list[float]()
    for command, number in _TOKEN.findall(text):
        if command:
            letter, numbers = command, []
            if letter == "Z":
                yield "Z", ()
            continue
        numbers.append(float(number))
        if len(numbers) == 2 * _NEEDED[letter]:
            yield letter, tuple(zip(numbers[::2], numbers[1::2], strict=True))
            numbers = []
