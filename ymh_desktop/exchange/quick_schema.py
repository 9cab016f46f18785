"""A fast "surely valid" for the schemas we ship, so that a town can take in hundreds of files.

A schema is turned once into plain functions. They say True only for what JSON Schema (2020-12) accepts; anything else
is asked again of the real validator, which is twenty times slower but names the fault. A keyword that is not known here
makes the schema one for the real validator alone. A test compares both on every schema with random values.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]
_SAYS_NOTHING = frozenset({"$schema", "$id", "$defs", "title", "description"})
_TYPES: Mapping[str, Check] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,  # True is no number, and 1.0 is left to the real validator
    "number": lambda value: type(value) in (int, float),
    "boolean": lambda value: type(value) is bool,
    "null": lambda value: value is None,
}


class _Unknown(Exception):
    """A keyword that is not known here."""


def quick_checks(schemas: Mapping[str, Any]) -> Mapping[str, Check]:
    """For every schema (by short name) that can be done, its check."""
    compiler = _Compiler({str(schema["$id"]): schema for schema in schemas.values()})
    found = {}
    for name, schema in schemas.items():
        try:
            found[name] = compiler.check(schema, str(schema["$id"]))
        except _Unknown:
            continue
    return found


class _Compiler:
    """Turns schemas into functions. References are resolved when they are first used: schemas may be recursive."""

    def __init__(self, by_id: Mapping[str, Any]) -> None:
        self._by_id = by_id
        self._made: dict[str, Check] = {}

    def check(self, schema: Any, base: str) -> Check:
        if schema is True:
            return lambda value: True
        if not isinstance(schema, dict):
            raise _Unknown
        parts = [self._keyword(key, told, schema, base) for key, told in schema.items() if key not in _SAYS_NOTHING]
        checks = tuple(part for part in parts if part is not None)
        if len(checks) == 1:
            return checks[0]

        def every(value: Any) -> bool:
            for check in checks:  # noqa: SIM110 - a generator costs more than the checks
                if not check(value):
                    return False
            return True

        return every

    def _keyword(self, key: str, told: Any, schema: Mapping[str, Any], base: str) -> Check | None:
        match key:
            case "type":
                return _type(told)
            case "enum":
                return _enum(told)
            case "const":
                return _enum([told])
            case "required":
                return _required(tuple(told))
            case "properties":
                return self._properties(told, base)
            case "additionalProperties":
                return self._others(told, frozenset(schema.get("properties", ())), base)
            case "items":
                return self._items(told, len(schema.get("prefixItems", ())), base)
            case "prefixItems":
                return self._first_items(told, base)
            case "propertyNames":
                return self._names(told, base)
            case "minProperties" | "maxProperties":
                return _size(dict, key == "minProperties", told)
            case "minItems" | "maxItems":
                return _size(list, key == "minItems", told)
            case "minLength" | "maxLength":
                return _size(str, key == "minLength", told)
            case "minimum" | "maximum":
                return _bound(key == "minimum", told)
            case "pattern":
                return _pattern(told)
            case "uniqueItems":
                return _unique if told else None
            case "$ref":
                return self._reference(told, base)
            case "allOf":
                return _all(tuple(self.check(each, base) for each in told))
            case "anyOf":
                return _any(tuple(self.check(each, base) for each in told))
            case "not" if _exact(told):
                return _denied(self.check(told, base))
            case "oneOf" if all(map(_exact, told)):
                return _one(tuple(self.check(each, base) for each in told))
        raise _Unknown(key)

    def _properties(self, told: Mapping[str, Any], base: str) -> Check:
        checks = {name: self.check(each, base) for name, each in told.items()}

        def properties(value: Any) -> bool:
            if not isinstance(value, dict):
                return True
            for name, member in value.items():
                check = checks.get(name)
                if check is not None and not check(member):
                    return False
            return True

        return properties

    def _others(self, told: Any, named: frozenset[str], base: str) -> Check:
        check = self.check(told, base)
        return lambda value: (
            not isinstance(value, dict) or all(check(each) for name, each in value.items() if name not in named)
        )

    def _names(self, told: Any, base: str) -> Check:
        check = self.check(told, base)
        return lambda value: not isinstance(value, dict) or all(map(check, value))

    def _items(self, told: Any, skipped: int, base: str) -> Check:
        check = self.check(told, base)

        def items(value: Any) -> bool:
            if not isinstance(value, list):
                return True
            for each in value[skipped:]:  # noqa: SIM110 - as above
                if not check(each):
                    return False
            return True

        return items

    def _first_items(self, told: list[Any], base: str) -> Check:
        checks = tuple(self.check(each, base) for each in told)
        return lambda value: (
            not isinstance(value, list) or all(check(each) for check, each in zip(checks, value, strict=False))
        )

    def _reference(self, told: str, base: str) -> Check:
        document, _, fragment = told.partition("#")
        whole = f"{document or base}#{fragment}"

        def refer(value: Any) -> bool:
            check = self._made.get(whole)
            if check is None:
                check = self._made[whole] = self._target(document or base, fragment)
            return check(value)

        self._target(document or base, fragment, only_look=True)
        return refer

    def _target(self, document: str, fragment: str, *, only_look: bool = False) -> Check:
        schema = self._by_id.get(document)
        for part in fragment.split("/")[1:]:
            schema = schema.get(part) if isinstance(schema, dict) else None
        if schema is None:
            raise _Unknown(fragment)
        if only_look:
            return _unique
        try:
            return self.check(schema, document)
        except _Unknown:
            return lambda value: False  # the real validator decides


def _type(told: str | list[str]) -> Check:
    if isinstance(told, str):
        return _TYPES[told]
    checks = tuple(_TYPES[each] for each in told)
    return lambda value: any(check(value) for check in checks)


def _enum(told: list[Any]) -> Check:
    if not all(isinstance(each, str | None) for each in told):
        raise _Unknown
    allowed = frozenset(told)
    return lambda value: (isinstance(value, str) or value is None) and value in allowed


def _required(names: tuple[str, ...]) -> Check:
    return lambda value: not isinstance(value, dict) or all(name in value for name in names)


def _size(kind: type[str | list[Any] | dict[str, Any]], least: bool, bound: int) -> Check:
    if least:
        return lambda value: not isinstance(value, kind) or len(value) >= bound
    return lambda value: not isinstance(value, kind) or len(value) <= bound


def _bound(least: bool, bound: float) -> Check:
    if least:
        return lambda value: type(value) not in (int, float) or value >= bound
    return lambda value: type(value) not in (int, float) or value <= bound


def _pattern(told: str) -> Check:
    search = re.compile(told).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _unique(value: Any) -> bool:
    """Surely unique: a list of different texts. Everything else is left to the real validator."""
    return not isinstance(value, list) or (
        all(isinstance(each, str) for each in value) and len(set(value)) == len(value)
    )


def _all(checks: tuple[Check, ...]) -> Check:
    return lambda value: all(check(value) for check in checks)


def _exact(schema: Any) -> bool:
    """Whether the function for it is also sure of its "no": `not` and `oneOf` need that."""
    if not isinstance(schema, dict):
        return False
    parts = {
        "required": lambda told: True,
        "enum": lambda told: all(isinstance(each, str) for each in told),
        "const": lambda told: isinstance(told, str),
        "properties": lambda told: all(map(_exact, told.values())),
        "not": _exact,
    }
    return all(key in parts and parts[key](told) for key, told in schema.items())


def _denied(check: Check) -> Check:
    return lambda value: not check(value)


def _one(checks: tuple[Check, ...]) -> Check:
    return lambda value: sum(1 for check in checks if check(value)) == 1


def _any(checks: tuple[Check, ...]) -> Check:
    return lambda value: any(check(value) for check in checks)
