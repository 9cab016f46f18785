"""Whether a paper says something else than before. The day on which it was made does not count."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256

_OF_THE_DAY = frozenset({"made_on", "version", "valid_until", "review_on", "qr_text"})


def fingerprint(report: object, today: date) -> str:
    """A digest of everything that a report says. Numbers that bear today's date (ZG-20261126-1) count without it."""
    digest = sha256()
    stamps = (f"{today:%Y%m%d}", today.isoformat(), f"{today.year}年{today.month}月{today.day}日")
    for part in _parts(report):
        for stamp in stamps:
            part = part.replace(stamp, "")
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _parts(value: object) -> "list[str]":
    if isinstance(value, Enum):
        return [f"{type(value).__name__}.{value.name}"]
    if is_dataclass(value) and not isinstance(value, type):
        found = [type(value).__name__]
        for each in fields(value):
            if each.name not in _OF_THE_DAY:
                found += _parts(getattr(value, each.name))
        return found
    if isinstance(value, tuple | list):
        return ["(", *(part for each in value for part in _parts(each)), ")"]
    if isinstance(value, bytes):
        return [sha256(value).hexdigest()]
    return [repr(value)]
