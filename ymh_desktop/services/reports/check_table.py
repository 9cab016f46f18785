"""安全检查表 and the monthly 点检表 of a post."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.reports.paper import Signature

MOST_MONTH_ROWS = 12


class SheetForm(Enum):
    """SINGLE: one round on one sheet, with columns for what was found. MONTH: one column a day, 31 days."""

    SINGLE = "single"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One line. `code` is the check item's number (F-0003-02), typed back when it failed."""

    number: int
    code: str
    what: str
    standard: str
    method: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CheckTable:
    """One sheet. `period` says when (每班 2026年12月, 每周 …). A month sheet holds at most 12 lines, on one page."""

    enterprise: str
    tier: ControlTier
    title: str
    where: str  # place or post
    period: str
    sheet_number: str
    rows: tuple[CheckRow, ...]
    version: str
    made_on: date
    form: SheetForm = SheetForm.SINGLE
    signatures: tuple[Signature, ...] = (Signature("检查人"), Signature("负责人"))
    how_back: str = ""  # how the sheet comes back into the program
    draft: str = ""
    expert_pending: bool = False

    def __post_init__(self) -> None:
        if self.form is SheetForm.MONTH and len(self.rows) > MOST_MONTH_ROWS:
            raise ValueError(f"a month sheet holds at most {MOST_MONTH_ROWS} lines, found {len(self.rows)}")


@dataclass(frozen=True, slots=True)
class CheckTables:
    """Sheets to print together."""

    tables: tuple[CheckTable, ...]
