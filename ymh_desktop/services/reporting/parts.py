"""A report in several files, where the department's platform takes only files up to a certain size.

Every part is a whole signed package of its own with all records; only the photos are shared out between them.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.typed import as_meant
from ymh_desktop.services.ports import PackageContent

MEGABYTE = 1_000_000  # as platforms count: what is allowed with 1,048,576 bytes fits too
LEAST, MOST = 1, 2000  # megabytes that somebody may fill in
MOST_PARTS = 10  # the cover that is signed has a line for each
_NUMBER = re.compile(r"\d{1,4}(\.\d{1,2})?")
_UNIT = re.compile(r"\s*(mb?|兆)$", re.IGNORECASE)
_BESIDE = 2048  # what one file costs beside its content: two headers, its lines in both lists, an envelope
_FIXED = 16 * 1024  # signature, both lists, header and readme


class TooLarge(UserError):
    """The report cannot be divided so that every file stays small enough."""


@dataclass(frozen=True, slots=True)
class Sized:
    """A photo and its size in bytes."""

    path: Path
    size: int


def checked_largest(typed: str) -> Decimal | None:
    """Megabytes that one file may have, None for an empty text: no limit. Raises UserError."""
    plain = _UNIT.sub("", as_meant(typed))
    if not plain:
        return None
    if not (plain.isascii() and _NUMBER.fullmatch(plain) and LEAST <= Decimal(plain) <= MOST):
        raise UserError(
            f"“{typed.strip()[:20]}”不能用作文件大小。",
            f"请填 {LEAST} 到 {MOST} 之间的数，例如 20 或 1.5，不知道就空着。",
        )
    return Decimal(plain)


def size_without_photos(content: PackageContent) -> int:
    """At most how many bytes the package has before any photo."""
    data = {name: _written(value) for name, value in content.data.items()}
    files: tuple[Mapping[str, bytes], ...] = (data, content.documents, content.tables)
    return _FIXED + sum(len(each) + _BESIDE for group in files for each in group.values())


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode(errors="replace")


def shares(photos: Sequence[Sized], base: int, largest: int | None, less: str = "") -> tuple[tuple[Path, ...], ...]:
    """The photos of each part, in their order; one part when everything fits.

    `base` are the bytes of a part without photos, `largest` the bytes that one file may have, `less` what can be left
    out to make `base` smaller. Raises TooLarge.
    """
    if largest is None:
        return (tuple(photo.path for photo in photos),)
    if base > largest:
        raise TooLarge(
            f"不算照片，记录、清单和报告就有约 {_megabytes(base)} MB，超过了填的 {_megabytes(largest)} MB。",
            f"请{less or '少勾几样'}，或者问问部门能不能收大一些的文件，再导出。",
        )
    parts: list[list[Path]] = [[]]
    filled = base
    for photo in photos:
        size = photo.size + _BESIDE
        if base + size > largest:
            raise TooLarge(
                f"填的是一个文件最多 {_megabytes(largest)} MB，每个文件都要带的记录、清单和报告已经占约"
                f" {_megabytes(base)} MB，剩下的放不进一张 {_megabytes(photo.size)} MB 的照片。",
                f"请{less or '不带照片'}，或者把一次最多收多少填大一些，再导出。",
            )
        if filled + size > largest:
            parts.append([])
            filled = base
        parts[-1].append(photo.path)
        filled += size
    if len(parts) > MOST_PARTS:
        raise TooLarge(
            f"照片太多，要分成 {len(parts)} 个文件，最多分 {MOST_PARTS} 个。",
            "请把一次最多收多少填大一些，或者不带一般隐患、不带照片导出。",
        )
    return tuple(map(tuple, parts))


def _megabytes(size: int) -> str:
    return f"{round(size / MEGABYTE, 2):g}"
