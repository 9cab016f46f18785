"""The fast check never accepts what JSON Schema refuses, and accepts what it is made for."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.exchange.shop import DANGER, LETTER_KINDS, RISK, ROOT, TOTALS, Shop
from ymh_desktop.exchange.quick_schema import quick_checks
from ymh_desktop.exchange.schemas import Schemas

SCHEMAS = Schemas.load(ROOT / "resources" / "schemas")
REGISTRY: Registry[Any] = Registry().with_resources(
    (str(schema["$id"]), Resource.from_contents(schema)) for schema in SCHEMAS.opened.values()
)


def really(name: str, value: Any) -> bool:
    return Draft202012Validator(SCHEMAS.opened[name], registry=REGISTRY).is_valid(value)


def good(name: str, shop: Shop) -> Any:
    header = json.loads(shop.files["package.json"])
    known: dict[str, Any] = {
        "package": header,
        "risks": [RISK] * 3,
        "major-risks": [RISK],
        "hazards": [DANGER],
        "totals": TOTALS,
    }
    for kind in LETTER_KINDS:
        known |= shop.letter_data(kind)
    return known.get(name)


LEAVES: list[Any] = [
    *(None, True, False, 0, 1, -1, 2.5, 1.0, "", "a", "x" * 6000, "major", "2026-11-25"),
    *([], {}, [1], {"a": 1}),
]


def spoiled(value: Any, chance: random.Random) -> Any:
    """The value with one member, somewhere inside, made otherwise or taken out."""
    holder: Any = None
    at: Any = None
    inside = value
    while isinstance(inside, dict | list) and inside and (holder is None or chance.random() < 0.8):
        holder, at = inside, chance.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
        inside = inside[at]
    if holder is None:
        return chance.choice(LEAVES)
    if chance.random() < 0.3:
        del holder[at]
    elif isinstance(holder, dict) and chance.random() < 0.2:
        holder["unknown"] = chance.choice(LEAVES)
    else:
        holder[at] = chance.choice(LEAVES)
    return value


@pytest.mark.parametrize("name", sorted(SCHEMAS.opened))
def test_the_fast_check_agrees_with_the_real_one_on_every_schema(name: str, shop: Shop) -> None:
    quick, sound = SCHEMAS.quick.get(name), good(name, shop)
    if quick is None or sound is None:
        assert name in ("enterprise", "answers", "update")  # small ones without a sample here
        return
    assert quick(sound)
    assert really(name, sound)
    chance = random.Random(name)
    refused = 0
    for _ in range(400):
        value = spoiled(copy.deepcopy(sound), chance)
        if quick(value):
            assert really(name, value), value
        else:
            refused += 1
    assert refused > 50


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
SMALL: dict[str, Any] = {
    "$id": "aq:small:1.0",
    "type": ["object", "array", "string", "integer", "null"],
    "required": ["a"],
    "propertyNames": {"enum": ["a", "b", "c"]},
    "maxProperties": 2,
    "properties": {"a": {"anyOf": [{"type": "string", "minLength": 1}, {"$ref": "#/$defs/b"}]}},
    "additionalProperties": {"enum": ["x", None]},
    "prefixItems": [{"type": "boolean"}],
    "items": {"minimum": 0, "maximum": 2},
    "minItems": 1,
    "maxItems": 3,
    "uniqueItems": True,
    "maxLength": 2,
    "pattern": "^[a-z]*$",
    "not": {"required": ["a", "b"]},
    "oneOf": [{"required": ["a"]}, {"required": ["c"]}],
    "$defs": {"b": {"type": "array", "items": {"$ref": "#"}}},
}


@settings(max_examples=300)
@given(value=JSON)
def test_the_fast_check_never_accepts_what_the_real_one_refuses(value: Any) -> None:
    quick = quick_checks({"small": SMALL})["small"]
    if quick(value):
        assert Draft202012Validator(SMALL).is_valid(value)


@pytest.mark.parametrize(
    "schema",
    [{"oneOf": [{"type": "integer"}]}, {"not": {"minimum": 1}}, {"if": {}}, {"$ref": "#/nowhere"}, {"enum": [1]}],
)
def test_what_it_does_not_know_it_leaves_to_the_real_one(schema: dict[str, Any]) -> None:
    assert quick_checks({"other": {"$id": "aq:other:1.0", **schema}}) == {}
