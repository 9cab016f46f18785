"""Embeds a TrueType font in a document as one Type 0 font with two-byte codes.

ReportLab 5.1 cuts a font into subsets of 256 simple glyphs, and its ToUnicode map is wrong beyond the BMP, so that
searching for a rare surname finds other characters. Here a document has one subset a font, and the map is right.
"""

import zlib
from typing import Any

from ymh_desktop.documents.truetype import FontFile

_BLOCK = 100  # entries of a bfchar block, as the format asks


class EmbeddedFont:
    """One font within one document. ReportLab calls `addObjects` when it writes the file."""

    def __init__(self, font: FontFile, number: int, document: Any) -> None:
        self.resource = f"/F{number}"
        self._font = font
        self._glyphs = [0]  # code → glyph of the file; code 0 is the box of a missing character
        self._characters = ["\ufffd"]
        document.delayedFonts.append(self)

    def code(self, char: str, glyph: int) -> str:
        """Four hex digits for a character that was not asked for before; glyph 0 is the box."""
        if not glyph:
            return "0000"
        self._glyphs.append(glyph)
        self._characters.append(char)
        return f"{len(self._glyphs) - 1:04X}"

    def addObjects(self, document: Any) -> None:  # the name is ReportLab's
        """Put the font and its parts into the document."""
        from reportlab.pdfbase.pdfdoc import PDFDictionary

        font, name = self._font, self.resource[1:]
        base = f"/AAAAAA+{font.name}"
        file = font.subset(self._glyphs)
        descriptor = PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": base,
                "Flags": 4,  # symbolic: codes mean nothing outside this document
                "FontBBox": "[{} {} {} {}]".format(*font.box),
                "ItalicAngle": 0,
                "Ascent": font.ascent,
                "Descent": font.descent,
                "CapHeight": 733,
                "StemV": 87,
                # outlines hardly shrink any more, so the fastest level
                "FontFile2": document.Reference(_packed(file, 1, Length1=len(file)), f"{name}-file"),
            }
        )
        widths = " ".join([str(font.width(char)) for char in self._characters[1:]])
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
        unicode = _packed(to_unicode(self._characters).encode("ascii"), 6)
        whole = PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": base,
                "Encoding": "/Identity-H",
                "DescendantFonts": f"[{reference}]",
                "ToUnicode": document.Reference(unicode, f"{name}-unicode"),
            }
        )
        document.idToObject["BasicFonts"].dict[name] = document.Reference(whole, name)


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
