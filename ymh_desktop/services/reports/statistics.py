"""The statistics table of a quarter or a year (16号令第十四条), and of a month where the department wants one."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind, one per name of the chart."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside each other for at most two series, told apart by pattern and words, never by colour alone.

    `lying`: one line per name, for long names; else columns over short ones. `nothing` is said when all is 0.
    """

    title: str
    names: tuple[str, ...]
    series: tuple[Series, ...]
    lying: bool = True
    note: str = ""
    nothing: str = "没有。"

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= 2 or any(len(each.values) != len(self.names) for each in self.series):
            raise ValueError("one or two series, each with a value per name")

    @property
    def most(self) -> int:
        """The highest value; 0 when there is nothing to draw."""
        return max((value for each in self.series for value in each.values), default=0)


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """One line: of general ones, major ones, and both."""

    name: str
    general: str
    major: str
    total: str


@dataclass(frozen=True, slots=True)
class StatisticsDetail:
    """A hidden danger that was registered in the period, for the spreadsheet."""

    code: str
    found_on: date
    title: str
    place: str
    level: str
    source: str
    responsible: str
    deadline: date | None
    closed_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """`basis` is the law, empty for a month; `unfinished` says up to when, empty once the period is over.

    `major` and `checks` are (what, number) pairs; `analysis` sentences of the program, `words` the enterprise's own.
    """

    enterprise: str
    title: str
    period: str
    days: str
    made_on: date
    rows: tuple[StatisticsRow, ...]
    major: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, str], ...]
    analysis: tuple[str, ...]
    basis: str = ""
    hand_in: str = ""
    unfinished: str = ""
    words: str = ""
    charts: tuple[Chart, ...] = ()
    details: tuple[StatisticsDetail, ...] = ()
    signatures: tuple[Signature, ...] = ()
    draft: str = ""
