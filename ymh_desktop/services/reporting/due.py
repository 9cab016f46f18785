"""By when the next report to the department is due.

A quarter's table is due by the 15th of the next quarter (16号令第十四条). Where the department wants one every month,
the 10th of the next month is customary and no law.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ymh_desktop.domain.report_periods import ReportPeriod, month_of, quarter_of
from ymh_desktop.domain.submissions import Channel, Outcome
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
    """The report about the period that is over, while it was not handed in; None while there is nothing to do."""
    told = unreported(ports, uow)
    if told is None:
        return None
    due = told.hand_in_by or (told.last + ONE_DAY).replace(day=MONTH_DAY)
    return None if ports.clock.today() < due - AHEAD else ReportDue(told.name, due)


def running(ports: Ports, uow: UnitOfWork) -> ReportPeriod:
    """The period that runs today: a month where the department wants one every month, else a quarter."""
    return (month_of if monthly_wanted_in(uow) else quarter_of)(ports.clock.today())


def unreported(ports: Ports, uow: UnitOfWork) -> ReportPeriod | None:
    """The period that is over and was not reported.

    A firm whose identification was signed after that period has nothing to tell about it.
    """
    told = running(ports, uow).before()
    run = latest(uow)
    signed = run.signed_by(PRINCIPAL) if run else None
    return None if signed is None or signed.on > told.last or _reported(uow, told) else told


def _reported(uow: UnitOfWork, told: ReportPeriod) -> bool:
    """Handed in after it ended, about all of it, and not sent back."""
    return any(
        each.channel is not Channel.NOT_SENT
        and each.sent_on is not None
        and each.sent_on > told.last
        and each.period_from <= told.first
        and each.period_to >= told.last
        and each.outcome is not Outcome.RETURNED
        for each in uow.submissions.all()
    )
