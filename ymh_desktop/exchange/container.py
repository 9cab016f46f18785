"""The outer ZIP file: a writer whose bytes are always the same, and a reader for which only one reading is possible.

Entries are stored, never compressed. The reader takes the end record from the last 22 bytes, lets the directory end
right before it and the entries tile the file from byte 0 without gap or overlap; each local header must equal its
directory record. Data is read by offset, no name from the file ever becomes a path on disk.
"""

import hashlib
import os
import re
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused, printable
from ymh_desktop.exchange.limits import DEFAULT_LIMITS, MIB, Limits

MIMETYPE_NAME = "mimetype"
MIMETYPE = b"application/vnd.etsi.asic-e+zip"
MANIFEST_NAME = "META-INF/ASiCManifest.xml"
SIGNATURE_NAME = "META-INF/signature.p7s"
CHECKSUMS_NAME = "checksums.sha256"
UNSIGNED_NAMES = frozenset({MIMETYPE_NAME, MANIFEST_NAME, SIGNATURE_NAME})

BUFFER = MIB
Progress = Callable[[int], None]  # called with the number of bytes just done; may raise to cancel

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGN, _CENTRAL_SIGN, _END_SIGN = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_MADE_BY_UNIX_20 = (3 << 8) | 20
_NEEDS_10 = 10
_HIGHEST_VERSION = 20  # 45 and above means ZIP64
_FIXED_TIME, _FIXED_DATE = 0, (1 << 5) | 1  # 1980-01-01 00:00, the earliest a ZIP file can say
_REGULAR_0644 = 0o100644 << 16
_LONGEST_RECORD = 1024  # a directory record with an allowed name is far shorter

_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,63}/){0,4}[a-z0-9][a-z0-9_-]{0,79}(?:\.[a-z0-9]{1,8}){1,2}")
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")


def allowed_name(name: str) -> bool:
    """Whether an entry may bear this name: short lower-case ASCII paths and the three fixed names of the format."""
    if name in UNSIGNED_NAMES:
        return True
    return bool(_NAME.fullmatch(name)) and not any(
        _WINDOWS_DEVICE.fullmatch(part.partition(".")[0]) for part in name.split("/")
    )


def canonical_order(names: Iterable[str]) -> list[str]:
    """The one order our own files have: mimetype, files by name, checksums.sha256, META-INF."""
    last = (CHECKSUMS_NAME, MANIFEST_NAME, SIGNATURE_NAME)
    present = set(names)
    return [
        *([MIMETYPE_NAME] if MIMETYPE_NAME in present else []),
        *sorted(present - {MIMETYPE_NAME, *last}),
        *(name for name in last if name in present),
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored file: where its bytes are and what the directory says about them."""

    name: str
    size: int
    crc: int
    header_offset: int

    @property
    def offset(self) -> int:
        return self.header_offset + _LOCAL.size + len(self.name)


@dataclass(frozen=True, slots=True)
class WrittenEntry(Entry):
    """An entry just written, with the SHA-256 taken in the same pass."""

    sha256: bytes


def _local_header(name: str, size: int, crc: int) -> bytes:
    head = _LOCAL.pack(
        _LOCAL_SIGN, _NEEDS_10, 0, 0, _FIXED_TIME, _FIXED_DATE, crc, size, size, len(name), 0
    )  # fmt: skip
    return head + name.encode("ascii")


def _central_record(entry: Entry) -> bytes:
    head = _CENTRAL.pack(
        _CENTRAL_SIGN, _MADE_BY_UNIX_20, _NEEDS_10, 0, 0, _FIXED_TIME, _FIXED_DATE, entry.crc, entry.size, entry.size,
        len(entry.name), 0, 0, 0, 0, _REGULAR_0644, entry.header_offset,
    )  # fmt: skip
    return head + entry.name.encode("ascii")


def _directory(entries: Sequence[Entry], offset: int) -> bytes:
    records = b"".join(map(_central_record, entries))
    return records + _END.pack(_END_SIGN, 0, 0, len(entries), len(entries), len(records), offset, 0)


class ContainerWriter:
    """Writes a new file in one pass: hash, checksum and copy. The same input always gives the same bytes.

    Leaving the `with` block without `finish()` removes the file.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self._path = path
        self._limits = limits
        self._entries: list[WrittenEntry] = []
        self._names: set[str] = set()
        self._position = 0
        self._finished = False
        # Hashing runs beside reading and writing: both let go of the interpreter lock.
        self._hasher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="package-hash")
        self._buffers = (bytearray(BUFFER), bytearray(BUFFER))
        self._file = open(path, "w+b", buffering=0)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hasher.shutdown()
        self._file.close()
        if not self._finished:
            self._path.unlink(missing_ok=True)

    def add_bytes(self, name: str, content: bytes) -> WrittenEntry:
        """Add a small file that is already in memory."""
        self._check(name, len(content))
        crc = zlib.crc32(content)
        start = self._position
        self._write(_local_header(name, len(content), crc))
        self._write(content)
        return self._added(WrittenEntry(name, len(content), crc, start, hashlib.sha256(content).digest()))

    def add_file(self, name: str, source: Path, progress: Progress | None = None) -> WrittenEntry:
        """Copy a file from disk, hashing it on the way."""
        with open(source, "rb", buffering=0) as stream:
            size = os.fstat(stream.fileno()).st_size
            self._check(name, size)
            start = self._position
            self._write(_local_header(name, size, 0))
            crc, digest, copied = self._copy(stream, size, progress)
        if copied != size:
            raise UserError(f"文件“{source.name}”在导出时被改动。", "请关闭正在编辑它的程序，再导出一次。")
        end = self._position
        self._file.seek(start)  # the checksum is known only now: put it into the header written before
        self._write(_local_header(name, size, crc))
        self._file.seek(end)
        self._position = end
        return self._added(WrittenEntry(name, size, crc, start, digest))

    def finish(self) -> None:
        """Write the directory. The bytes are on the disk only after `flush_to_disk`."""
        self._write(_directory(self._entries, self._position))
        self._finished = True

    def _check(self, name: str, size: int) -> None:
        if not allowed_name(name) or name in self._names:
            raise ValueError(f"entry name not allowed or repeated: {name!r}")
        if size > self._limits.entry:
            raise UserError(f"文件“{name}”太大，放不进上报包。", "请缩小这个文件或不选它，再导出一次。")
        if self._position + size > self._limits.container or len(self._entries) >= self._limits.entries:
            raise UserError("要上报的内容太多，一个上报包放不下。", "请少选一些照片，再导出一次。")
        self._names.add(name)

    def _copy(self, stream: FileIO, size: int, progress: Progress | None) -> tuple[int, bytes, int]:
        digest, crc, copied, turn = hashlib.sha256(), 0, 0, 0
        hashing = None
        # Two buffers take turns: while one is hashed, the next is read.
        while copied <= size and (count := stream.readinto(self._buffers[turn])):
            part = memoryview(self._buffers[turn])[:count]
            if hashing is not None:
                hashing.result()
            hashing = self._hasher.submit(digest.update, part)
            crc = zlib.crc32(part, crc)
            self._write(part)
            copied += count
            turn = 1 - turn
            if progress is not None:
                progress(count)
        if hashing is not None:
            hashing.result()
        return crc, digest.digest(), copied

    def _write(self, content: bytes | memoryview) -> None:
        left = memoryview(content)
        while left:
            count = self._file.write(left)
            self._position += count
            left = left[count:]

    def _added(self, entry: WrittenEntry) -> WrittenEntry:
        self._entries.append(entry)
        return entry


def flush_to_disk(path: Path) -> None:
    """Make the content of a file survive a power cut."""
    with open(path, "r+b", buffering=0) as file:  # Windows flushes only through a handle that may write
        os.fsync(file.fileno())


class Container:
    """An open file whose structure has been proven; its content has not. Bytes are read by offset, from any thread."""

    def __init__(self, file: FileIO, entries: Mapping[str, Entry], size: int) -> None:
        self._file = file
        self._lock = threading.Lock()
        self.entries = entries
        self.size = size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self, name: str) -> bytes:
        """All bytes of one entry. The caller has compared its size with a limit."""
        entry = self.entries[name]
        content = bytearray(entry.size)
        self._fill(memoryview(content), entry.offset)
        return bytes(content)

    def blocks(self, entry: Entry, buffer: bytearray) -> Iterator[memoryview]:
        """The bytes of one entry, block by block in the given buffer."""
        done = 0
        while done < entry.size:
            part = memoryview(buffer)[: min(len(buffer), entry.size - done)]
            self._fill(part, entry.offset + done)
            done += len(part)
            yield part

    def _fill(self, target: memoryview, offset: int) -> None:
        while target:
            count = _read_at(self._file, self._lock, target, offset)
            if count == 0:  # the file became shorter while it was read
                raise PackageRefused("E101")
            offset += count
            target = target[count:]


def _read_at(file: FileIO, lock: threading.Lock, target: memoryview, offset: int) -> int:
    """Read by position. Windows has no pread, so there only the reading itself takes turns; hashing stays parallel."""
    if sys.platform != "win32":
        return os.preadv(file.fileno(), [target], offset)
    with lock:
        file.seek(offset)
        return file.readinto(target)


def open_container(path: Path, *, limits: Limits = DEFAULT_LIMITS, canonical: bool = False) -> Container:
    """Open a file and prove its structure, or refuse with E101–E115.

    `canonical` asks for exactly the bytes our own writer makes, headers and order included.
    """
    try:
        file = open(path, "rb", buffering=0)  # noqa: SIM115 - handed to Container
    except OSError as error:
        raise UserError(f"打不开文件“{path.name}”。", "请确认文件还在原处，并且没有被别的程序占用。") from error
    try:
        size = os.fstat(file.fileno()).st_size
        container = Container(file, MappingProxyType({}), size)
        raw, records, directory_offset = _read_directory(container, size, limits)
        _check_records(records)
        _check_limits(records, limits)
        entries = [record.entry for record in records]
        _check_tiling(container, records, directory_offset)
        container.entries = MappingProxyType({entry.name: entry for entry in entries})
        _check_fixed_names(container, entries)
        if canonical:
            _check_canonical(container, entries, raw, directory_offset)
    except BaseException:
        file.close()
        raise
    return container


@dataclass(frozen=True, slots=True)
class _Record:
    """One directory record, as found."""

    made_by: int
    needs: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_raw: bytes
    extra: int
    comment: int
    disk: int
    internal: int
    external: int
    offset: int

    @property
    def name(self) -> str:
        return self.name_raw.decode("ascii", "replace")

    @property
    def entry(self) -> Entry:
        return Entry(self.name, self.size, self.crc, self.offset)

    @property
    def regular(self) -> bool:
        """A plain file: no directory, link, device or volume label."""
        kind = (self.external >> 16) & 0o170000
        return not self.name_raw.endswith(b"/") and kind in (0, 0o100000) and not self.external & 0x18


def _read_directory(container: Container, size: int, limits: Limits) -> tuple[bytes, list[_Record], int]:
    if size > limits.container:
        raise PackageRefused("E110")
    if size < _END.size:
        raise PackageRefused("E101")
    end_raw = _read(container, size - _END.size, _END.size)
    sign, disk, start_disk, here, total, length, offset, comment = _END.unpack(end_raw)
    if sign != _END_SIGN or comment:
        raise PackageRefused("E101")
    if disk or start_disk or here != total or total == 0xFFFF or 0xFFFFFFFF in (length, offset):
        raise PackageRefused("E102")
    if total > limits.entries:
        raise PackageRefused("E111")
    if offset + length + _END.size != size or not total * _CENTRAL.size <= length <= total * _LONGEST_RECORD:
        raise PackageRefused("E103")
    raw = _read(container, offset, length)
    return raw + end_raw, list(_parse_directory(raw, total)), offset


def _parse_directory(raw: bytes, total: int) -> Iterator[_Record]:
    position = 0
    for _ in range(total):
        if position + _CENTRAL.size > len(raw):
            raise PackageRefused("E103")
        sign, made_by, needs, flags, method, time, date, crc, packed, size, name, extra, comment, disk, internal, external, offset = (  # noqa: E501
            _CENTRAL.unpack_from(raw, position)
        )  # fmt: skip
        position += _CENTRAL.size
        name_raw = raw[position : position + name]
        position += name + extra + comment
        if sign != _CENTRAL_SIGN or position > len(raw):
            raise PackageRefused("E103")
        yield _Record(
            made_by, needs, flags, method, time, date, crc, packed, size, name_raw, extra, comment, disk, internal,
            external, offset,
        )  # fmt: skip
    if position != len(raw):
        raise PackageRefused("E103")


def _check_records(records: Sequence[_Record]) -> None:
    """One kind of fault after the other over all entries, so that a re-packed file always gets the same code."""
    faults: tuple[tuple[str, Callable[[_Record], Any]], ...] = (
        ("E104", lambda r: r.flags & 0x2041),
        ("E102", lambda r: r.disk or r.needs > _HIGHEST_VERSION or 0xFFFFFFFF in (r.packed, r.size, r.offset)),
        ("E106", lambda r: r.method),
        ("E107", lambda r: not r.regular),
        ("E108", lambda r: not allowed_name(r.name)),
        ("E105", lambda r: r.flags or r.extra or r.comment),
        ("E103", lambda r: r.packed != r.size),
    )
    for code, faulty in faults:
        for record in records:
            if faulty(record):
                raise PackageRefused(code, printable(record.name))
    seen: set[str] = set()
    for record in records:
        if record.name in seen:
            raise PackageRefused("E109", printable(record.name))
        seen.add(record.name)


def _check_limits(records: Sequence[_Record], limits: Limits) -> None:
    for record in records:
        if record.name == SIGNATURE_NAME and record.size > limits.signature:
            raise PackageRefused("E312")
        if record.size > (limits.manifest if record.name == MANIFEST_NAME else limits.entry):
            raise PackageRefused("E112", record.name)


def _check_tiling(container: Container, records: Sequence[_Record], directory_offset: int) -> None:
    position = 0
    for r in records:
        expected = _LOCAL.pack(
            _LOCAL_SIGN, r.needs, r.flags, r.method, r.time, r.date, r.crc, r.packed, r.size, len(r.name_raw), 0
        )  # fmt: skip
        length = _LOCAL.size + len(r.name_raw)
        if r.offset != position or position + length + r.size > directory_offset:
            raise PackageRefused("E103")
        local = _read(container, position, length)
        if local != expected + r.name_raw:
            # an extra field that only the local header has is the mark of another ZIP program
            only_extra = local[:28] == expected[:28] and local[30:] == r.name_raw
            raise PackageRefused("E105" if only_extra else "E103", r.name)
        position += length + r.size
    if position != directory_offset:
        raise PackageRefused("E103")


def _check_fixed_names(container: Container, entries: Sequence[Entry]) -> None:
    first = entries[0] if entries else None
    if first is None or first.name != MIMETYPE_NAME or first.size != len(MIMETYPE):
        raise PackageRefused("E113")
    if container.read(MIMETYPE_NAME) != MIMETYPE:
        raise PackageRefused("E113")
    for name in (MANIFEST_NAME, SIGNATURE_NAME):
        if name not in container.entries:
            raise PackageRefused("E114")


def _check_canonical(container: Container, entries: Sequence[Entry], directory: bytes, offset: int) -> None:
    if [entry.name for entry in entries] != canonical_order(container.entries):
        raise PackageRefused("E115")
    if directory != _directory(entries, offset):
        raise PackageRefused("E115")
    for entry in entries:
        expected = _local_header(entry.name, entry.size, entry.crc)
        if _read(container, entry.header_offset, len(expected)) != expected:
            raise PackageRefused("E115", entry.name)


def _read(container: Container, offset: int, length: int) -> bytes:
    content = bytearray(length)
    container._fill(memoryview(content), offset)
    return bytes(content)
