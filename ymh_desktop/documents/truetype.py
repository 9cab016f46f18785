"""Reads the bundled TrueType fonts: which glyph a character has, how wide it is, and a subset to embed.

Nothing but what is asked for is read: a large font is ready in a millisecond, while ReportLab's own reader builds
tables of all 30,000 characters first and copies all outlines for each subset.
"""

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

# flags of one part of a composite glyph
_WORDS, _SCALED, _MORE, _XY_SCALED, _TWO_BY_TWO = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080
_COPIED = ("cvt ", "fpgm", "prep")

Outline = tuple[bytes, tuple[tuple[int, int], ...]]  # bytes, and (offset of a glyph number, that glyph) for composites


class NotReadable(Exception):
    """No TrueType font, or one without what is needed."""


class _Glyphs(dict[str, int]):
    """Character → glyph, 0 for one the font does not have; looked up once."""

    def __init__(self, groups: tuple[int, ...]) -> None:
        super().__init__()
        self._first, self._last, self._glyph = groups[::3], groups[1::3], groups[2::3]

    def __missing__(self, char: str) -> int:
        code = ord(char)
        place = bisect_right(self._first, code) - 1
        there = place >= 0 and code <= self._last[place]
        self[char] = glyph = self._glyph[place] + code - self._first[place] if there else 0
        return glyph


class _Outlines(dict[int, Outline]):
    """Glyph → its outline, read once."""

    def __init__(self, data: mmap.mmap, start: int, places: tuple[int, ...]) -> None:
        super().__init__()
        self._data, self._start, self._places = data, start, places

    def __missing__(self, glyph: int) -> Outline:
        data = self._data[self._start + self._places[glyph] : self._start + self._places[glyph + 1]]
        self[glyph] = outline = (data + b"\0" * (-len(data) % 4), tuple(_components(data)))
        return outline


class _Metrics(dict[int, bytes]):
    """Glyph → advance and left side bearing, two bytes each. The last glyphs share one advance."""

    def __init__(self, data: mmap.mmap, start: int, own_advance: int) -> None:
        super().__init__()
        self._data, self._start, self._own_advance = data, start, own_advance

    def __missing__(self, glyph: int) -> bytes:
        if glyph < self._own_advance:
            start = self._start + 4 * glyph
            metric = self._data[start : start + 4]
        else:
            start = self._start + 2 * (self._own_advance + glyph)
            metric = self[self._own_advance - 1][:2] + self._data[start : start + 2]
        self[glyph] = metric
        return metric


class FontFile:
    """One font. Raises NotReadable, or OSError when there is no such file. Widths are in thousandths of an em."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        with path.open("rb") as file:
            try:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                self._read()
            except (struct.error, KeyError, ValueError) as error:
                raise NotReadable(path.name) from error

    def _read(self) -> None:
        data = self._data
        (count,) = struct.unpack_from(">H", data, 4)
        rows = [struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count)]
        self._tables = {tag.decode("ascii"): (start, length) for tag, _, start, length in rows}
        head, hhea, loca = self._table("head"), self._table("hhea"), self._table("loca")
        (em,) = struct.unpack_from(">H", head, 18)
        self._scale: float = 1000 / em
        self.box = tuple(round(value * self._scale) for value in struct.unpack_from(">4h", head, 36))
        self.ascent, self.descent = (round(value * self._scale) for value in struct.unpack_from(">2h", hhea, 4))
        (own_advance,) = struct.unpack_from(">H", hhea, 34)
        (long_offsets,) = struct.unpack_from(">h", head, 50)
        if not long_offsets:
            raise ValueError("short offsets")
        places = struct.unpack(f">{len(loca) // 4}L", loca)
        self._outlines = _Outlines(data, self._tables["glyf"][0], places)
        self._metrics = _Metrics(data, self._tables["hmtx"][0], own_advance)
        self.glyphs = _Glyphs(self._groups())

    def _table(self, tag: str) -> bytes:
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def _groups(self) -> tuple[int, ...]:
        """First character, last character and first glyph of each run of the full Unicode map."""
        start = self._tables["cmap"][0]
        (count,) = struct.unpack_from(">H", self._data, start + 2)
        for i in range(count):
            platform, encoding, offset = struct.unpack_from(">HHL", self._data, start + 4 + 8 * i)
            if (platform, encoding) == (3, 10):
                kind, _, _, _, groups = struct.unpack_from(">HHLLL", self._data, start + offset)
                if kind == 12:
                    return struct.unpack_from(f">{3 * groups}L", self._data, start + offset + 16)
        raise ValueError("no full Unicode map")

    def has(self, char: str) -> bool:
        """True when the font draws this character."""
        return self.glyphs[char] != 0

    def width(self, char: str) -> int:
        """How wide it is drawn, rounded as a PDF tells it; the width of the box when the font does not have it."""
        advance: int = int.from_bytes(self._metrics[self.glyphs[char]][:2], "big")
        return round(advance * self._scale)

    def subset(self, glyphs: list[int]) -> bytes:
        """A font file of these glyphs in this order, followed by those they are composed of."""
        order = list(glyphs)
        places: dict[int, int] = {}
        outlines: list[bytes] = []
        for glyph in order:  # grows while it is walked through
            data, parts = self._outlines[glyph]
            if parts:
                changed = bytearray(data)
                for offset, part in parts:
                    if part not in places:
                        places[part] = len(order)
                        order.append(part)
                    struct.pack_into(">H", changed, offset, places[part])
                data = bytes(changed)
            outlines.append(data)
        offsets = [0, *accumulate(map(len, outlines))]
        tables = {tag: self._table(tag) for tag in _COPIED if tag in self._tables}
        tables["glyf"] = b"".join(outlines)
        tables["head"] = _with(_with(self._table("head"), 8, ">L", 0), 50, ">h", 1)
        tables["hhea"] = _with(self._table("hhea"), 34, ">H", len(order))
        tables["hmtx"] = b"".join([self._metrics[glyph] for glyph in order])
        tables["loca"] = struct.pack(f">{len(offsets)}L", *offsets)
        tables["maxp"] = _with(self._table("maxp"), 4, ">H", len(order))
        return _font_file(tables)


def _components(data: bytes) -> list[tuple[int, int]]:
    """Where a composite glyph names which others; empty for a simple one."""
    found: list[tuple[int, int]] = []
    if len(data) < 10 or data[0] < 0x80:  # the count of contours is negative only for composites
        return found
    position, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", data, position)
        found.append((position + 2, glyph))
        position += 8 if flags & _WORDS else 6
        position += 2 if flags & _SCALED else 4 if flags & _XY_SCALED else 8 if flags & _TWO_BY_TWO else 0
    return found


def _with(table: bytes, offset: int, layout: str, value: int) -> bytes:
    changed = bytearray(table)
    struct.pack_into(layout, changed, offset, value)
    return bytes(changed)


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Tables with their directory and check sums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = [struct.pack(">LHHHH", 0x00010000, count, 16 * power, power.bit_length() - 1, 16 * (count - power))]
    body: list[bytes] = []
    start = 12 + 16 * count
    total = adjustment = 0
    for tag, data in sorted(tables.items()):
        filled = data + b"\0" * (-len(data) % 4)
        if tag == "head":
            adjustment = start + 8
        check = _check_sum(filled)
        total += check
        directory.append(struct.pack(">4sLLL", tag.encode("ascii"), check, start, len(data)))
        body.append(filled)
        start += len(filled)
    head = b"".join(directory)
    file = bytearray(b"".join([head, *body]))
    struct.pack_into(">L", file, adjustment, (0xB1B0AFBA - total - _check_sum(head)) & 0xFFFFFFFF)
    return bytes(file)


def _check_sum(data: bytes) -> int:
    """The sum of all words of four bytes."""
    words = array("I", data)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
