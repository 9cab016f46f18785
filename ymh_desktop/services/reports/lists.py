"""Every list of the firm as sheets of one workbook: to sort, filter, send on and bring in again."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.levels import RiskLevel

ListCell = str | int | date | RiskLevel | None


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its title and width in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One list. A cell None stays empty; days are days and numbers numbers, so that they can be sorted."""

    name: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[ListCell, ...], ...]


@dataclass(frozen=True, slots=True)
class AllLists:
    """Every list, in the order of the sheets."""

    enterprise: str
    made_on: date
    sheets: tuple[ListSheet, ...]
