"""QR codes. `matrix` is the only way in: the library behind it can be exchanged here.

Tables and function patterns come from `qrcode`; its general code takes 8 ms for the text of a card, most of what the
whole card takes, so this fixed case (byte mode, correction M, mask 4) lays the bits out itself. A test compares every
module with the library's own result.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

QUIET = 4  # modules of white around the code
_MASK = 4  # fixed: trying all eight costs most of the time and changes nothing that a phone would notice


@dataclass(frozen=True, slots=True)
class Matrix:
    """A square of modules without the quiet zone; `modules` has one byte a module, 1 for dark, row by row."""

    size: int
    modules: bytes

    def packed(self) -> bytes:
        """Eight modules a byte, each row filled up to a whole byte, dark 1: a PDF image mask or a bitmap."""
        filling = "0" * (-self.size % 8)
        digits = self.modules.translate(_AS_DIGITS).decode()
        rows = (digits[start : start + self.size] + filling for start in range(0, self.size**2, self.size))
        return b"".join(int(row, 2).to_bytes(len(row) // 8, "big") for row in rows)


_AS_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def matrix(text: str) -> Matrix:
    """The QR of `text` in UTF-8. The same text always gives the same modules; raises ValueError when it is too long."""
    data = text.encode()
    version = _version(len(data))
    size = 4 * version + 17
    empty, arrange = _template(version)
    words = _words(version, data)
    bits = b"\x00" + bin(int.from_bytes(b"\x01" + words, "big"))[3:].encode().translate(_AS_BITS)
    carried = int.from_bytes(bytes(arrange(bits)), "big")
    return Matrix(size, (carried ^ empty).to_bytes(size * size, "big"))


_AS_BITS = bytes.maketrans(b"01", b"\x00\x01")


def reads_back(found: Matrix, text: str) -> bool:
    """True when an independent reader finds exactly `text` in the code. Cheap enough (0.2 ms) for every one printed."""
    import zxingcpp

    side = found.size + 2 * QUIET
    grey = bytearray(b"\xff" * side * side)
    for row in range(found.size):
        start = (row + QUIET) * side + QUIET
        modules = found.modules[row * found.size : (row + 1) * found.size]
        grey[start : start + found.size] = modules.translate(_AS_GREY)
    image = memoryview(bytes(grey)).cast("B", (side, side))
    codes = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), is_pure=True)
    return [code.bytes for code in codes] == [text.encode()]


_AS_GREY = bytes.maketrans(b"\x00\x01", b"\xff\x00")


def _version(length: int) -> int:
    """The smallest version that holds so many bytes at correction M."""
    from qrcode import constants, util

    limits = util.BIT_LIMIT_TABLE[constants.ERROR_CORRECT_M]
    for version in range(1, 41):
        if 4 + _length_bits(version) + 8 * length <= limits[version]:
            return version
    raise ValueError(f"{length} bytes do not fit in a QR code")


def _length_bits(version: int) -> int:
    return 8 if version < 10 else 16


@lru_cache(maxsize=40)
def _template(version: int) -> tuple[int, Callable[[bytes], tuple[int, ...]]]:
    """The code of all-zero data as one number, and what takes from a zero and all bits the one for each module."""
    size = 4 * version + 17
    zeros, ones = _library_modules(version, 0), _library_modules(version, 0xFF)
    source = [0] * size * size  # modules that carry no data take the zero
    bit = 0
    for row, column in _zigzag(size):
        position = row * size + column
        if zeros[position] != ones[position]:
            bit += 1
            source[position] = bit
    return int.from_bytes(zeros, "big"), itemgetter(*source)


def _library_modules(version: int, filling: int) -> bytes:
    from qrcode import QRCode, base, constants

    total = sum(block.total_count for block in base.rs_blocks(version, constants.ERROR_CORRECT_M))
    code: Any = QRCode(version=version, error_correction=constants.ERROR_CORRECT_M, mask_pattern=_MASK)
    code.data_cache = [filling] * total
    code.makeImpl(False, _MASK)
    return bytes(bool(module) for row in code.modules for module in row)


def _zigzag(size: int) -> Iterable[tuple[int, int]]:
    """Two columns at a time from the right, upwards and downwards in turn, around the timing column."""
    upwards = True
    for right in range(size - 1, 0, -2):
        column = right - 1 if right <= 6 else right
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield row, column
            yield row, column - 1
        upwards = not upwards


def _words(version: int, data: bytes) -> bytes:
    """Data and correction words, interleaved block by block as they stand in the code."""
    from qrcode import base, constants

    blocks = base.rs_blocks(version, constants.ERROR_CORRECT_M)
    capacity = sum(block.data_count for block in blocks)
    head = (0b0100 << _length_bits(version)) | len(data)  # byte mode
    bits = ((head << 8 * len(data)) | int.from_bytes(data, "big")) << 4  # the end mark: four zeros
    used = (4 + _length_bits(version) + 4) // 8 + len(data)
    if used > capacity:  # no room for the end mark, which may be left out
        bits, used = bits >> 4, capacity
    filled = bits.to_bytes(used, "big") + (b"\xec\x11" * capacity)[: capacity - used]
    parts: list[bytes] = []
    corrections: list[bytes] = []
    start = 0
    for block in blocks:
        part = filled[start : start + block.data_count]
        start += block.data_count
        parts.append(part)
        corrections.append(_correction(part, block.total_count - block.data_count))
    return _interleaved(parts) + _interleaved(corrections)


def _interleaved(parts: list[bytes]) -> bytes:
    return bytes(part[i] for i in range(max(map(len, parts))) for part in parts if i < len(part))


def _correction(part: bytes, count: int) -> bytes:
    """The Reed–Solomon words: the remainder of a division, held as one integer of `count` bytes."""
    multiples = _multiples(count)
    top = 8 * (count - 1)
    mask = (1 << 8 * count) - 1
    remainder = 0
    for byte in part:
        remainder = ((remainder << 8) & mask) ^ multiples[(remainder >> top) ^ byte]
    return remainder.to_bytes(count, "big")


@lru_cache(maxsize=32)
def _multiples(count: int) -> tuple[int, ...]:
    """The generator polynomial of this degree, without its leading 1, times every byte."""
    from qrcode.base import gexp, glog

    def product(a: int, b: int) -> int:
        return gexp(glog(a) + glog(b)) if a and b else 0

    generator = [1]
    for power in range(count):
        shifted = [*generator, 0]
        for i, coefficient in enumerate(generator):
            shifted[i + 1] ^= product(coefficient, gexp(power))
        generator = shifted
    return tuple(int.from_bytes(bytes(product(byte, c) for c in generator[1:]), "big") for byte in range(256))
