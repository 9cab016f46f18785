"""How records and their fields are called where a person reads what was changed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The words of `resources/codes/record_words.yaml`. Kinds are class names, fields those of the class."""

    _records: dict[str, dict[str, Any]]
    _common: dict[str, str]
    _silent: frozenset[str]

    def called(self, kind: str) -> str:
        """隐患, 风险点 …; raises KeyError for a kind without a word."""
        return str(self._records[kind]["called"])

    def title_field(self, kind: str) -> str | None:
        """The field whose value names one record of this kind; None when none does."""
        return self._records[kind].get("title")

    def field(self, kind: str, name: str) -> str | None:
        """What the field is called; None when it is not for readers. Raises KeyError for a field without a word."""
        own = self._records[kind].get("fields", {})
        if name in own:
            return str(own[name])
        return None if name in self._silent else self._common[name]


def record_words(path: Path) -> RecordWords:
    """Read the file."""
    with path.open(encoding="utf-8") as file:
        read = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return RecordWords(read["records"], read["common"], frozenset(read["silent"]))
