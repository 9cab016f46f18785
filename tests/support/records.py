"""Records with every value that a type allows: for properties that must hold for all of them."""

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from ymh_desktop.domain.measures import Measure

# Everything that can be typed: not lone surrogates, which no keyboard and no file gives. 𬭎 stands outside the BMP.
TEXTS = st.one_of(
    st.sampled_from(["", "𬭎", "CO₂", "张三\n李四", "'; --"]), st.text(st.characters(exclude_categories=["Cs"]))
)
_OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    type(None): st.none(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.one_of(st.just(UTC), _OFFSETS)),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of this type: leaves, enums, options, tuples and records of them."""
    if hint in _LEAVES:
        return _LEAVES[hint]
    if get_origin(hint) is UnionType:
        return st.one_of([values(each) for each in get_args(hint)])
    if get_origin(hint) is tuple:
        first, *rest = get_args(hint)
        if rest == [Ellipsis]:
            unique = (lambda measure: measure.id) if first is Measure else None
            return st.lists(values(first), max_size=3, unique_by=unique).map(tuple)
        return st.tuples(*[values(each) for each in get_args(hint)])
    if is_dataclass(hint):
        return records(hint)
    assert issubclass(hint, Enum), hint
    return st.sampled_from(list(hint))


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Any record of this class."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})
