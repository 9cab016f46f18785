"""查改率 and 按期率: one definition each, for the home page, tables, 五有 and export."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger


@dataclass(frozen=True, slots=True)
class DangerFigures:
    """What happened to the hidden dangers of a period, as it stood on a day.

    Found in the period: `registered`, of which `closed`; the open rest is `not_due`, `overdue` or `awaiting_authority`.
    Due in the period: `due`, of which `on_time` were rectified by their deadline; `extended` of them were put off.
    """

    registered: int = 0
    closed: int = 0
    not_due: int = 0
    overdue: int = 0
    awaiting_authority: int = 0
    due: int = 0
    on_time: int = 0
    extended: int = 0

    @property
    def open(self) -> int:
        """Found in the period and not closed."""
        return self.registered - self.closed

    @property
    def rectification(self) -> float | None:
        """查改率 = 已销号 ÷ 已登记; not yet due is shown beside it and never subtracted. None without any."""
        return self.closed / self.registered if self.registered else None

    @property
    def punctuality(self) -> float | None:
        """按期率 = 按期整改完 ÷ 到期. None when nothing was due."""
        return self.on_time / self.due if self.due else None


def danger_figures(
    dangers: Iterable[HiddenDanger],
    *,
    first: date | None = None,
    last: date | None = None,
    as_of: date,
    level: DangerLevel | None = None,
) -> DangerFigures:
    """The figures of a period (None: without bound), as they stood at the end of `as_of`.

    A period that is over is told as of its last day, so that a printed table can be printed again.
    """
    registered = closed = not_due = overdue = waiting = due = on_time = extended = 0
    for danger in dangers:
        if level is not None and danger.level is not level:
            continue
        if _within(danger.found_on, first, min(last or as_of, as_of)):
            registered += 1
            if danger.closed_on is not None and danger.closed_on <= as_of:
                closed += 1
            elif danger.status is DangerStatus.AWAITING_AUTHORITY:
                waiting += 1
            elif danger.deadline is not None and danger.deadline < as_of:
                overdue += 1
            else:
                not_due += 1
        if danger.deadline is not None and _within(danger.deadline, first, last) and danger.deadline <= as_of:
            done = danger.rectified_on is not None and danger.rectified_on <= as_of
            punctual = danger.rectified_on is not None and danger.rectified_on <= danger.deadline
            if done or danger.deadline < as_of:  # one that is due today and not done yet says nothing so far
                due += 1
                on_time += punctual
                extended += danger.times_extended > 0
    return DangerFigures(registered, closed, not_due, overdue, waiting, due, on_time, extended)


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
