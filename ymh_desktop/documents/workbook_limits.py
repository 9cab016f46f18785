"""What an .xlsx may hold before anything lays its cells out in memory.

A few bytes can name a cell in row 1,048,576 and column XFD, or one long text two million times; the reader would ask
for more memory than any PC has. So the packed XML is looked at first, without building anything.
"""

import io
import re
import zipfile
import zlib

from ymh_desktop.domain.errors import UserError

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_UNPACKED = 200 * 1024 * 1024
MOST_TEXT = 100 * 1024 * 1024
MOST_FILES = 2_000
# An empty cell or row has a format but no content; people format whole columns.
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c(?:\s+[\w:]+=\"[^\"<>]*\")*\s*/>")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row(?:\s+[\w:]+=\"[^\"<>]*\")*\s*(?:/>|>\s*</(?:\w+:)?row>)")
_CELL = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_ROW = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")
_SHARED = re.compile(rb"<(?:\w+:)?v>(\d{1,7})</")


class WorkbookRefused(UserError):
    """Too large inside, damaged, or no workbook."""


def damaged(name: str) -> WorkbookRefused:
    """The one sentence for everything that is broken."""
    return WorkbookRefused(f"“{name}”打不开，文件可能坏了。", "请用Excel或WPS打开它，另存为 .xlsx，再选一次。")


def too_many(name: str, sheet: str) -> WorkbookRefused:
    """More rows or columns than a ledger has."""
    where = f"“{name}”的工作表“{sheet}”" if sheet else f"“{name}”"
    return WorkbookRefused(
        f"{where}太大了。", f"一张表最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列，请只留要用的内容，另存一份再选。"
    )


def check_workbook(raw: bytes, name: str) -> None:
    """Raises WorkbookRefused for a packed file that would unpack to too much; reads every part once."""
    refused = damaged(name)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise too_many(name, "")
            if any(part.flag_bits & 1 for part in parts):
                raise refused
            sheets = [part for part in parts if _is_sheet(part.filename)]
            if not sheets:
                raise WorkbookRefused(f"“{name}”不是Excel表格。", "请选 .xlsx、.xls 或 .csv 文件。")
            lengths = _text_lengths(packed, parts)
            for part in sheets:
                _check_sheet(packed.read(part), lengths, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as problem:
        raise refused from problem


def _is_sheet(path: str) -> bool:
    """Sheets may bear any name below any folder, so every XML that is not known to be something else counts."""
    lower = path.lower().lstrip("/")
    return lower.startswith("xl/") and lower.endswith(".xml") and not lower.startswith(("xl/theme", "xl/drawings"))


def _text_lengths(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> list[int]:
    """How long each shared text is, in order."""
    for part in parts:
        if part.filename.lower().endswith("sharedstrings.xml"):
            return [len(each) for each in packed.read(part).split(b"</si>")]
    return []


def _check_sheet(xml: bytes, lengths: list[int], name: str) -> None:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:4096]:
        raise damaged(name)
    filled = _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml))
    for found in _CELL.finditer(filled):
        if int(found[2]) > MOST_ROWS or _column(found[1]) > MOST_COLUMNS:
            raise too_many(name, "")
    if any(int(found[1]) > MOST_ROWS for found in _ROW.finditer(filled)):
        raise too_many(name, "")
    if lengths:
        known = len(lengths)
        used = sum(lengths[int(found[1])] for found in _SHARED.finditer(filled) if int(found[1]) < known)
        if used > MOST_TEXT:
            raise too_many(name, "")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
