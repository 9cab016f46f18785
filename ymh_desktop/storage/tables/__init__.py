"""Row classes, one module per group. `METADATA` holds every table; importing this package is enough to fill it."""

from ymh_desktop.storage.tables import audit, danger, firm, risk, survey, upkeep
from ymh_desktop.storage.tables.base import Base

METADATA = Base.metadata

__all__ = ["METADATA", "audit", "danger", "firm", "risk", "survey", "upkeep"]
