"""Check tables that do not come from the register: by season, before holidays, after a stop, special equipment."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ymh_desktop.domain.checks import PlanKind
from ymh_desktop.domain.tiers import ControlTier, Frequency


@dataclass(frozen=True, slots=True)
class PresetItem:
    """One line. `basis` is a code of the citations, empty for common practice."""

    id: str
    what: str
    standard: str
    method: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CheckPreset:
    """A ready table. `month` is that of a seasonal one, None for the others."""

    id: str
    kind: PlanKind
    title: str
    tier: ControlTier
    frequency: Frequency
    month: int | None
    items: tuple[PresetItem, ...]


_TIERS = {tier.code: tier for tier in ControlTier}


def check_presets(path: Path) -> tuple[CheckPreset, ...]:
    """The tables of resources/checks/presets.yaml, in its order."""
    said: list[dict[str, Any]] = yaml.load(
        path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return tuple(
        CheckPreset(
            id=each["id"],
            kind=PlanKind(each["kind"]),
            title=each["title"],
            tier=_TIERS[each["tier"]],
            frequency=Frequency(each["frequency"]),
            month=each.get("month"),
            items=tuple(PresetItem(**item) for item in each["items"]),
        )
        for each in said
    )
