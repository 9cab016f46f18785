"""Reads Windows programs and libraries: which others they need, and whether they are real.

The gate of every Windows build: what a file imports lies in the build or belongs to Windows 10 itself.
"""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

PROGRAM_FILES = (".exe", ".dll", ".pyd")
# A library of wine would look right on our machine and be missing or wrong on the user's.
_WINE_MARKS = (b"Wine builtin DLL", b"Wine placeholder DLL")
_OF_WINDOWS = {
    *("advapi32", "authz", "bcrypt", "bcryptprimitives", "cfgmgr32", "comctl32", "comdlg32", "crypt32", "d2d1"),
    *("d3d11", "d3d12", "d3d9", "dnsapi", "dwmapi", "dwrite", "dxgi", "gdi32", "imm32", "iphlpapi", "kernel32"),
    *("mpr", "msimg32", "ncrypt", "netapi32", "ntdll", "ole32", "oleaut32", "opengl32", "pdh", "powrprof"),
    *("propsys", "psapi", "rpcrt4", "secur32", "setupapi", "shcore", "shell32", "shlwapi", "uiautomationcore"),
    *("user32", "userenv", "uxtheme", "version", "winhttp", "winmm", "winspool.drv", "wintrust", "wldap32"),
    *("ws2_32", "wtsapi32"),
}
_ALSO_OF_WINDOWS = re.compile(r"api-ms-win-|ext-ms-")
_IMPORTS, _DELAYED_IMPORTS = 1, 13
_MACHINE_AMD64 = 0x8664


class NotAProgram(ValueError):
    """The file is no 64-bit program or library of Windows."""


def faults(folder: Path) -> list[str]:
    """What is wrong with the program files of a build: foreign, for another processor, with an import nobody brings."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in PROGRAM_FILES]
    there = {path.name.lower() for path in files}
    found = [] if files else [f"{folder.name} holds no program"]
    for path in files:
        content = path.read_bytes()
        if any(mark in content[:256] for mark in _WINE_MARKS):
            found.append(f"{path.name} is a library of wine")
        try:
            needed = {name.lower() for name in imports(content)}
        except NotAProgram as fault:
            found.append(f"{path.name}: {fault}")
            continue
        found += [f"{path.name} needs {name}" for name in sorted(needed - there) if not _brought_by_windows(name)]
    return found


def _brought_by_windows(name: str) -> bool:
    return name.removesuffix(".dll") in _OF_WINDOWS or bool(_ALSO_OF_WINDOWS.match(name))


def imports(content: bytes) -> Iterator[str]:
    """The libraries that a program file loads at its start or at the first use. Raises NotAProgram."""
    try:
        yield from _Image(content).imports()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NotAProgram("the file is damaged") from error


class _Image:
    """The headers of a file in the PE32+ format."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if content[:2] != b"MZ":
            raise NotAProgram("not a Windows program")
        (header,) = struct.unpack_from("<I", content, 0x3C)
        if content[header : header + 4] != b"PE\0\0":
            raise NotAProgram("not a Windows program")
        machine, sections = struct.unpack_from("<HH", content, header + 4)
        if machine != _MACHINE_AMD64:
            raise NotAProgram(f"for another processor ({machine:#x})")
        (optional_size,) = struct.unpack_from("<H", content, header + 20)
        self._directories = header + 24 + 112
        table = header + 24 + optional_size
        self._sections = [struct.unpack_from("<IIII", content, table + 40 * n + 8) for n in range(sections)]

    def imports(self) -> Iterator[str]:
        yield from self._names(_IMPORTS, entry_size=20, name_at=12)
        yield from self._names(_DELAYED_IMPORTS, entry_size=32, name_at=4)

    def _names(self, directory: int, entry_size: int, name_at: int) -> Iterator[str]:
        address, size = struct.unpack_from("<II", self._content, self._directories + 8 * directory)
        if not address or not size:
            return
        place = self._offset(address)
        while True:
            (name,) = struct.unpack_from("<I", self._content, place + name_at)
            if not name:
                return
            start = self._offset(name)
            yield self._content[start : self._content.index(b"\0", start)].decode("ascii")
            place += entry_size

    def _offset(self, address: int) -> int:
        for virtual_size, virtual_address, raw_size, raw_address in self._sections:
            if virtual_address <= address < virtual_address + max(virtual_size, raw_size):
                return int(address - virtual_address + raw_address)
        raise IndexError(address)
