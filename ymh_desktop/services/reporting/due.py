"""By when the next report to the department is due.

A quarter's table is due by the 15th of the next quarter (16号令第十四条). Where the department wants one every month,
the 10th of the next month is customary and no law.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ymh_desktop.domain.report_periods import month_of, quarter_of
from ymh_desktop.domain.submissions import Channel
from ymh_desktop.domain.workdays import ONE_DAY
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.runs import PRINCIPAL, latest
from ymh_desktop.services.statistics import monthly_wanted_in

MONTH_DAY = 10
AHEAD = timedelta(days=10)  # that long before, it is told


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report that waits. `period` names what it is about (2026年第三季度); `due` is the last day for it."""

    period: str
    due: date

    def late(self, today: date) -> int:
        """How many days that day is gone, 0 while there is time."""
        return max(0, (today - self.due).days)


def report_due(ports: Ports, uow: UnitOfWork) -> ReportDue | None:
    """The report about the period that is over, while nothing was handed in since; None while there is nothing to do.

    A firm whose identification was signed after that period has nothing to tell about it.
    """
    today = ports.clock.today()
    monthly = monthly_wanted_in(uow)
    told = (month_of(today) if monthly else quarter_of(today)).before()
    began = told.last + ONE_DAY
    due = told.hand_in_by or began.replace(day=MONTH_DAY)
    run = latest(uow)
    signed = run.signed_by(PRINCIPAL) if run else None
    if signed is None or signed.on >= began or today < due - AHEAD or _sent_since(uow, began):
        return None
    return ReportDue(told.name, due)


def _sent_since(uow: UnitOfWork, day: date) -> bool:
    return any(
        each.channel is not Channel.NOT_SENT and each.sent_on is not None and each.sent_on >= day
        for each in uow.submissions.all()
    )
