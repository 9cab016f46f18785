"""By when the next report to the department is due.

A quarter's table is due by the 15th of the next quarter (16号令第十四条). Where the department wants one every month,
the 10th of the next month is customary and no law.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ymh_desktop.domain.submissions import Channel
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import PRINCIPAL, latest
from ymh_desktop.services.statistics import monthly_wanted

QUARTER_DAY, MONTH_DAY = 15, 10
AHEAD = timedelta(days=10)  # that long before, it is told


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report that waits. `period` names what it is about (2026年第三季度); `due` is the last day for it."""

    period: str
    due: date

    def late(self, today: date) -> int:
        """How many days that day is gone, 0 while there is time."""
        return max(0, (today - self.due).days)


def report_due(ports: Ports) -> ReportDue | None:
    """The report about the period that is over, while nothing was handed in since; None while there is nothing to do.

    A firm whose identification was signed after that period has nothing to tell about it.
    """
    today = ports.clock.today()
    monthly = monthly_wanted(ports)
    began = today.replace(day=1) if monthly else date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    due = began.replace(day=MONTH_DAY if monthly else QUARTER_DAY)
    with ports.units.read() as uow:
        run = latest(uow)
        signed = run.signed_by(PRINCIPAL) if run else None
        sent = any(
            each.channel is not Channel.NOT_SENT and each.sent_on is not None and each.sent_on >= began
            for each in uow.submissions.all()
        )
    if sent or signed is None or signed.on >= began or today < due - AHEAD:
        return None
    last = began - timedelta(days=1)
    period = f"{last.year}年{last.month}月" if monthly else f"{last.year}年第{'一二三四'[(last.month - 1) // 3]}季度"
    return ReportDue(period, due)
