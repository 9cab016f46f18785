"""The JSON Schemas of the data files (draft 2020-12), read from resources/schemas.

One file serves both ways: as it stands it is open, so that a reader accepts members of a later minor version;
`closed` forbids unknown members, and that is what our own exports are held to.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from ymh_desktop.exchange.codes import PackageRefused
from ymh_desktop.exchange.quick_schema import Check, quick_checks

HEADER_SCHEMA = "package"
_SUFFIX = ".schema.json"


@dataclass(frozen=True, slots=True)
class Schemas:
    """Every known schema by its short name (`risks` for aq:risks:1.0), open and closed."""

    opened: Mapping[str, Any]
    strict: Mapping[str, Any]
    quick: Mapping[str, Check] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the folder once; keep the result."""
        opened = {
            path.name.removesuffix(_SUFFIX): json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.glob(f"*{_SUFFIX}"))
        }
        return cls(
            MappingProxyType(opened),
            MappingProxyType({name: closed(schema) for name, schema in opened.items()}),
            quick_checks(opened),
        )

    def knows(self, schema_id: str) -> bool:
        """Whether this id names a schema of ours with the same major version; a later minor version is readable."""
        name, major = split_id(schema_id)
        return name in self.opened and split_id(str(self.opened[name]["$id"])) == (name, major)

    def schema_id(self, name: str) -> str:
        return str(self.opened[name]["$id"])

    def check(self, name: str, value: object, file: str, *, strict: bool) -> None:
        """Refuse with E506 and a JSON pointer to the first fault."""
        if not strict and name in self.quick and self.quick[name](value):
            return
        from jsonschema import Draft202012Validator
        from referencing import Registry, Resource

        family = self.strict if strict else self.opened
        registry: Registry[Any] = Registry().with_resources(
            (str(schema["$id"]), Resource.from_contents(schema)) for schema in family.values()
        )
        fault = next(Draft202012Validator(family[name], registry=registry).iter_errors(value), None)
        if fault is not None:
            raise PackageRefused("E506", f"{file} 的 {pointer(fault.absolute_path)}（{fault.validator}）")


def split_id(schema_id: str) -> tuple[str, int]:
    """`aq:risks:1.0` → ("risks", 1); ("", 0) when it has another form."""
    family, _, rest = schema_id.partition(":")
    name, _, version = rest.partition(":")
    major = version.partition(".")[0]
    return (name, int(major)) if family == "aq" and major.isdecimal() and len(major) < 4 else ("", 0)


def pointer(path: Any) -> str:
    """A JSON pointer (RFC 6901); "/" alone stands for the whole document here, as an empty one prints as nothing."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in path]
    return "/" + "/".join(parts)


def closed(schema: Any) -> Any:
    """The same schema with unknown members forbidden in every object that names its members."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: value if key in ("const", "enum") else closed(value) for key, value in schema.items()}
    # objects that only add a condition to another schema have no "type" and stay as they are
    if "object" in schema.get("type", ()) and "properties" in schema:
        inner["unevaluatedProperties"] = False
    return inner
