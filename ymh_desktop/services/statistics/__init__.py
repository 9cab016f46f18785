"""Figures of a period: one definition each, with the rows behind every one of them.

The names that the rest of the program uses.
"""

from ymh_desktop.services.statistics.behind import (
    Behind,
    CheckRows,
    DangerRows,
    PackageRows,
    RiskRows,
    Rows,
    rows_behind,
)
from ymh_desktop.services.statistics.figures import (
    CheckMatter,
    DangerGroupLine,
    MonthLine,
    Reporting,
    Statistics,
    statistics,
)
from ymh_desktop.services.statistics.levels import (
    LevelChange,
    LevelStep,
    level_changes,
    level_steps,
    levels_on,
    levels_to_handle,
    levels_to_handle_in,
)
from ymh_desktop.services.statistics.wishes import (
    LONGEST_WORDS,
    levels_handled,
    monthly_wanted,
    monthly_wanted_in,
    set_levels_handled,
    set_monthly_wanted,
    set_words,
    words_of,
)

__all__ = [
    "LONGEST_WORDS",
    "Behind",
    "CheckMatter",
    "CheckRows",
    "DangerGroupLine",
    "DangerRows",
    "LevelChange",
    "LevelStep",
    "MonthLine",
    "PackageRows",
    "Reporting",
    "RiskRows",
    "Rows",
    "Statistics",
    "level_changes",
    "level_steps",
    "levels_handled",
    "levels_on",
    "levels_to_handle",
    "levels_to_handle_in",
    "monthly_wanted",
    "monthly_wanted_in",
    "rows_behind",
    "set_levels_handled",
    "set_monthly_wanted",
    "set_words",
    "statistics",
    "words_of",
]
