"""How wide columns are: what one has left over goes to those whose words would be cut."""

from collections.abc import Callable, Sequence
from math import ceil

from ymh_desktop.ui.tablemodels.model import Column, Row, words_of

MEASURED = 100  # rows; more would be felt when a long list is opened, and the rest is seldom wider
_BESIDE = 22  # pixels of a cell that bear no words
_MOST, _MOST_OF_STRETCHED = 380, 640  # who writes whole stories in a cell does not take the others' room


def needed(column: Column, rows: Sequence[Row], measure: Callable[[str], int]) -> int:
    """The width at which hardly any words of these rows are cut, within reason; badges know their width themselves.

    One in twenty may be longer: an endless name in a list of hundreds takes no room from the other columns.
    """
    if column.level or not rows:
        return column.width
    widths = sorted(measure(words_of(column, row[column.at])) for row in rows[:MEASURED])
    widest = widths[-1 - len(widths) // 20]
    return min(widest + _BESIDE, _MOST_OF_STRETCHED if column.stretch else _MOST)


def shared(usual: Sequence[int], needs: Sequence[int], least: Sequence[int], free: int) -> list[int]:
    """A width for each column: its usual one, and more where it needs more.

    What is `free` goes to the columns that need it, each in proportion to what it lacks. When that is not enough,
    columns that need less than usual give up what they do not need, down to their `least` (their title).
    """
    lacks = [max(0, need - width) for width, need in zip(usual, needs, strict=True)]
    spares = [max(0, width - max(need, floor)) for width, need, floor in zip(usual, needs, least, strict=True)]
    lacking, sparing, free = sum(lacks), sum(spares), max(0, free)
    if not lacking:
        return list(usual)
    taken = min(1.0, max(0, lacking - free) / sparing) if sparing else 0.0
    given = min(1.0, (free + taken * sparing) / lacking)
    return [
        width + int(lack * given) - ceil(spare * taken) for width, lack, spare in zip(usual, lacks, spares, strict=True)
    ]
