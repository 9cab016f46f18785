"""Row classes and their tables, one module per group. Importing this package fills METADATA with every table."""

from ymh_desktop.storage.tables import (
    assessment,
    audit,
    check,
    danger,
    firm,
    major,
    papers,
    phone,
    risk,
    site_map,
    supervision,
    survey,
    training,
    upkeep,
)
from ymh_desktop.storage.tables.base import METADATA

__all__ = [
    "METADATA",
    "assessment",
    "audit",
    "check",
    "danger",
    "firm",
    "major",
    "papers",
    "phone",
    "risk",
    "site_map",
    "supervision",
    "survey",
    "training",
    "upkeep",
]
