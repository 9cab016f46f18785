"""JSON that has exactly one meaning, and is small enough to be held in memory.

Nesting and the number of values are counted before the parser builds anything: 8 MiB of `[[],[],…` would otherwise
become 200 MiB of objects.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from ymh_desktop.domain.errors import UserError
from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.limits import DEFAULT_LIMITS, Limits

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_STRUCTURE = b"[]{},"
_NOT_STRUCTURE = bytes(byte for byte in range(256) if byte not in _STRUCTURE)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_MOST_DIGITS = 16  # more would not survive as a number in every language
_LONGEST_FLOAT = 32


def load_json(raw: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Any:
    """The value, or E501–E505 with the file's name. UTF-8 without BOM, no repeated keys, no NaN, no lone surrogates."""
    if len(raw) > limits.json:
        raise PackageRefused("E501", name)
    _check_shape(raw, name, limits)

    def refuse_number(_: str) -> NoReturn:
        raise PackageRefused("E505", name)

    def integer(text: str) -> int:
        return int(text) if len(text.lstrip("-")) <= _MOST_DIGITS else refuse_number(text)

    def fraction(text: str) -> float:
        value = float(text)
        return value if len(text) <= _LONGEST_FLOAT and math.isfinite(value) else refuse_number(text)

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise PackageRefused("E504", name)
        return found

    try:
        # decoded here: json.loads would guess UTF-16 and accept a BOM
        value = json.loads(
            raw.decode("utf-8"),
            parse_int=integer,
            parse_float=fraction,
            parse_constant=refuse_number,
            object_pairs_hook=unique,
        )
        if _SURROGATE.search(raw):
            for text in _texts(value):
                text.encode("utf-8")
    except (UnicodeError, json.JSONDecodeError) as error:
        raise PackageRefused("E502", name) from error
    return value


def _check_shape(raw: bytes, name: str, limits: Limits) -> None:
    skeleton = _STRING.sub(b"", raw).translate(None, _NOT_STRUCTURE)
    if 1 + skeleton.count(b",") + skeleton.count(b"[") + skeleton.count(b"{") > limits.json_values:
        raise PackageRefused("E503", name)
    depth = 0
    for byte in skeleton.replace(b",", b""):
        depth += 1 if byte in b"[{" else -1
        if depth > limits.json_depth:
            raise PackageRefused("E503", name)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)


def dump_json(value: object) -> bytes:
    """Readable UTF-8, the same value always as the same bytes."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1)
        return (text + "\n").encode("utf-8")
    except UnicodeEncodeError as error:
        broken = error.object[max(0, error.start - 10) : error.start].rpartition('"')[2]
        raise UserError(f"“{broken}”后面有一个无法保存的字符。", "请删掉这个字符再导出。") from error
