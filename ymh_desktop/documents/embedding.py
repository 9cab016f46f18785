"""Embeds a TrueType font in a document as one Type 0 font with two-byte codes.

ReportLab 5.1 cuts a font into subsets of 256 simple glyphs, copies all outlines for each, and writes a ToUnicode map
that is wrong beyond the BMP, so that searching for a rare surname finds other characters. Here a document has one
subset a font, its map is right, and outlines once read are kept. ReportLab still parses the font and writes the file.
"""

import struct
import zlib
from itertools import accumulate
from typing import Any

_SCALED, _XY_SCALED, _TWO_BY_TWO, _WORDS, _MORE = 0x0008, 0x0040, 0x0080, 0x0001, 0x0020
_KEPT_TABLES = ("cvt ", "fpgm", "prep")
_BLOCK = 100  # entries of a bfchar block, as the format asks


class Outlines:
    """The outlines of a font file, read once each. Glyph numbers are those of the file."""

    def __init__(self, face: Any) -> None:
        self.face = face
        self._data: bytes = face._ttf_data
        self._start: int = face.get_table_pos("glyf")[0]
        self._known: dict[int, tuple[bytes, tuple[tuple[int, int], ...]]] = {}

    def glyph(self, number: int) -> tuple[bytes, tuple[tuple[int, int], ...]]:
        """Its bytes, filled up to whole words, and where in them which other glyphs are named."""
        known = self._known.get(number)
        if known is None:
            begin, end = self.face.glyphPos[number], self.face.glyphPos[number + 1]
            data = self._data[self._start + begin : self._start + end]
            known = (data + b"\0" * (-len(data) % 4), tuple(_components(data)))
            self._known[number] = known
        return known

    def subset(self, glyphs: list[int]) -> bytes:
        """A font file of these glyphs in this order, and of those they are composed of."""
        from reportlab.pdfbase.ttfonts import TTFontMaker

        order = list(glyphs)
        places = {glyph: place for place, glyph in reversed(list(enumerate(order)))}
        outlines: list[bytes] = []
        for glyph in order:  # grows while it is walked through
            data, parts = self.glyph(glyph)
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
        widths = [int(value) for glyph in order for value in self.face.hmetrics[glyph]]
        maker = TTFontMaker()
        for tag in _KEPT_TABLES:
            if tag in self.face.table:
                maker.add(tag, self.face.get_table(tag))
        maker.add("glyf", b"".join(outlines))
        maker.add("loca", struct.pack(f">{len(offsets)}L", *offsets))
        maker.add("hmtx", struct.pack(f">{len(widths)}H", *(value & 0xFFFF for value in widths)))
        maker.add("hhea", _with_number(self.face.get_table("hhea"), 34, len(order)))
        maker.add("maxp", _with_number(self.face.get_table("maxp"), 4, len(order)))
        maker.add("head", _with_number(self.face.get_table("head"), 50, 1))  # long offsets
        stream: bytes = maker.makeStream()
        return stream


class EmbeddedFont:
    """One font within one document. ReportLab calls `addObjects` when it writes the file."""

    def __init__(self, outlines: Outlines, number: int, document: Any) -> None:
        self.resource = f"/F{number}"
        self._outlines = outlines
        self._glyphs = [0]  # code → glyph of the file; code 0 is the box of a missing character
        self._characters = ["\ufffd"]
        document.delayedFonts.append(self)

    def code(self, char: str) -> str:
        """Four hex digits for a character that was not asked for before; 0000 when the font does not have it."""
        glyph = self._outlines.face.charToGlyph.get(ord(char))
        if glyph is None:
            return "0000"
        self._glyphs.append(glyph)
        self._characters.append(char)
        return f"{len(self._glyphs) - 1:04X}"

    def addObjects(self, document: Any) -> None:  # the name is ReportLab's
        """Put the font and its parts into the document."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary

        face = self._outlines.face
        base = f"/AAAAAA+{face.name.decode('ascii')}"
        name = self.resource[1:]
        file = self._outlines.subset(self._glyphs)
        descriptor = PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": base,
                "Flags": 4,
                "FontBBox": "[" + " ".join(f"{value:g}" for value in face.bbox) + "]",
                "ItalicAngle": face.italicAngle,
                "Ascent": face.ascent,
                "Descent": face.descent,
                "CapHeight": face.capHeight,
                "StemV": face.stemV,
                # outlines hardly shrink any more, so the fastest level
                "FontFile2": document.Reference(_packed(file, 1, Length1=len(file)), f"{name}-file"),
            }
        )
        widths = " ".join([f"{face.getCharWidth(ord(char)):g}" for char in self._characters[1:]])
        descendant = PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": base,
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "CIDToGIDMap": "/Identity",
                "FontDescriptor": document.Reference(descriptor, f"{name}-descriptor"),
                "DW": 1000,
                "W": f"[1 [{widths}]]",
            }
        )
        reference = document.Reference(descendant, f"{name}-descendant").format(document).decode("ascii")
        font = PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": base,
                "Encoding": "/Identity-H",
                "DescendantFonts": f"[{reference}]",
                "ToUnicode": document.Reference(_packed(to_unicode(self._characters).encode(), 6), f"{name}-unicode"),
            }
        )
        document.idToObject["BasicFonts"].dict[name] = document.Reference(font, name)


def to_unicode(characters: list[str]) -> str:
    """The map from codes to characters, in UTF-16 also beyond the BMP, by which readers search and copy."""
    rows = [
        f"<{code:04X}> <{ord(char):04X}>"
        if char <= "\uffff"
        else f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(characters)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _packed(content: bytes, level: int, **entries: int) -> Any:
    """A compressed stream object."""
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

    dictionary = PDFDictionary({**entries, "Filter": "/FlateDecode"})
    return PDFStream(dictionary, zlib.compress(content, level))


def _components(data: bytes) -> list[tuple[int, int]]:
    """(offset of the number, number) of each glyph that a composite one consists of; empty for a simple one."""
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


def _with_number(table: bytes, offset: int, value: int) -> bytes:
    return table[:offset] + struct.pack(">H", value) + table[offset + 2 :]
