"""What several papers share."""

from dataclasses import dataclass
from enum import Enum

DRAFT = "草稿"
EXPERT_PENDING = "待专家确认"


class PageSize(Enum):
    """Paper formats of what hangs on a wall or a machine. The values are the names printed on packs of paper."""

    A2 = "A2"
    A3 = "A3"
    A4 = "A4"
    A5 = "A5"


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: who (主要负责人, 检查人 …) and, when already known, name and date as text."""

    role: str
    name: str = ""
    on: str = ""
