"""The gate on Windows builds: what a library imports, and which libraries are foreign."""

import struct
from pathlib import Path

import pe
import pytest

AMD64, I386 = 0x8664, 0x14C


def library(*imported: str, delayed: tuple[str, ...] = (), machine: int = AMD64, mark: bytes = b"") -> bytes:
    """A program file with nothing in it but its headers and the names of what it imports."""
    header, optional = 0x80, 240
    table = header + 24 + optional
    start, address = 0x200, 0x1000
    body = bytearray()
    names: dict[str, int] = {}
    for name in (*imported, *delayed):
        names[name] = address + len(body)
        body += name.encode() + b"\0"
    places = []
    for entries, size, at in ((imported, 20, 12), (delayed, 32, 4)):
        places.append((address + len(body) if entries else 0, size * (len(entries) + 1) if entries else 0))
        for name in entries:
            entry = bytearray(size)
            struct.pack_into("<I", entry, at, names[name])
            body += entry
        body += bytes(size)
    content = bytearray(start)
    content[:2] = b"MZ"
    content[2 : 2 + len(mark)] = mark
    struct.pack_into("<I", content, 0x3C, header)
    content[header : header + 4] = b"PE\0\0"
    struct.pack_into("<HH", content, header + 4, machine, 1)
    struct.pack_into("<H", content, header + 20, optional)
    for directory, place in ((1, places[0]), (13, places[1])):
        struct.pack_into("<II", content, header + 24 + 112 + 8 * directory, *place)
    struct.pack_into("<IIII", content, table + 8, len(body), address, len(body), start)
    return bytes(content + body)


def test_imports_are_read_also_those_of_the_first_use() -> None:
    content = library("KERNEL32.dll", "Qt6Core.dll", delayed=("dwmapi.dll",))
    assert list(pe.imports(content)) == ["KERNEL32.dll", "Qt6Core.dll", "dwmapi.dll"]


def test_a_real_program_of_windows_is_read() -> None:
    """pip brings small starters for Windows along on every system."""
    import pip

    folder = Path(pip.__file__).parent / "_vendor" / "distlib"
    starter = folder / "t64.exe"
    if not starter.exists():  # Debian's own pip comes without them; the one that dev.py puts into .venv has them
        pytest.skip("this pip brings no starters for Windows")
    assert "kernel32.dll" in {name.lower() for name in pe.imports(starter.read_bytes())}
    with pytest.raises(pe.NotAProgram, match="for another processor"):
        list(pe.imports((folder / "t32.exe").read_bytes()))


def build(folder: Path, **files: bytes) -> list[str]:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return pe.faults(folder)


def test_a_closed_build_has_no_fault(tmp_path: Path) -> None:
    ours = library("python311.dll", "api-ms-win-crt-heap-l1-1-0.dll", "KERNEL32.dll", "WINSPOOL.DRV")
    assert build(tmp_path, program_exe=ours, python311_dll=library("VERSION.dll")) == []


def test_a_library_that_nobody_brings_is_named(tmp_path: Path) -> None:
    assert build(tmp_path, program_exe=library("icuuc.dll")) == ["program.exe needs icuuc.dll"]


def test_a_library_of_wine_is_named(tmp_path: Path) -> None:
    found = build(tmp_path, a_dll=library(mark=bytes(62) + b"Wine builtin DLL"))
    assert "a.dll is a library of wine" in found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a Windows program"),
        (b"\x7fELF" + bytes(100), "not a Windows program"),
        (library("KERNEL32.dll", machine=I386), "for another processor (0x14c)"),
        (library("KERNEL32.dll")[:0x1F0], "the file is damaged"),
        (b"MZ" + bytes(60), "the file is damaged"),
    ],
    ids=["empty", "Linux", "32 bits", "cut short", "without header"],
)
def test_what_is_no_program_of_windows_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    assert [fault.partition(": ")[2] for fault in build(tmp_path, a_pyd=content)] == [said]


def test_a_folder_without_programs_is_no_build(tmp_path: Path) -> None:
    assert pe.faults(tmp_path) == [f"{tmp_path.name} holds no program"]
