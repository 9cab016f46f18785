"""Public holidays by year, as data: only days that were checked. A year that is not there has none."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ymh_desktop.domain.workdays import Holiday


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The holidays of a year. `arranged` False: the year's notice is not in, only the statutory days are known."""

    year: int
    arranged: bool
    source: str
    holidays: tuple[Holiday, ...]
    make_up: tuple[date, ...]  # rest days that are worked instead


def holiday_years(folder: Path) -> tuple[HolidayYear, ...]:
    """Every year of resources/calendar, in order."""
    return tuple(_year(path) for path in sorted(folder.glob("*.yaml")))


def _year(path: Path) -> HolidayYear:
    said: dict[str, Any] = yaml.load(
        path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return HolidayYear(
        year=said["year"],
        arranged=said["arranged"],
        source=said["source"],
        holidays=tuple(
            Holiday(
                day["name"],
                date.fromisoformat(day["first"]),
                date.fromisoformat(day["last"]),
                day.get("check_before", False),
            )
            for day in said["holidays"]
        ),
        make_up=tuple(date.fromisoformat(day) for day in said["make_up"]),
    )
