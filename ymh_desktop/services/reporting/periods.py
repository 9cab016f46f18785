"""For which period a report is: the usual one, and those to choose from."""

from datetime import date

from ymh_desktop.domain.report_periods import ReportPeriod, month_of, period_between, quarter_of
from ymh_desktop.domain.submissions import Channel, Outcome, SubmissionKind
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reporting.due import running, unreported


def usual_period(ports: Ports, uow: UnitOfWork) -> ReportPeriod:
    """That of the report which was sent back, else the one that is over and not reported, else the one that runs."""
    sent_back = _sent_back(uow)
    return sent_back or unreported(ports, uow) or running(ports, uow)


def _sent_back(uow: UnitOfWork) -> ReportPeriod | None:
    """The period of the newest report that was handed in, when it was sent back."""
    handed_in = [
        each
        for each in uow.submissions.all()
        if each.kind is SubmissionKind.REPORT
        and (each.outcome is not Outcome.NONE or each.channel is not Channel.NOT_SENT)
    ]
    newest = max(handed_in, key=lambda each: each.sequence, default=None)
    if newest is None or newest.outcome is not Outcome.RETURNED:
        return None
    return period_between(newest.period_from, newest.period_to)


def offered_periods(today: date, usual: ReportPeriod) -> tuple[tuple[ReportPeriod, str], ...]:
    """(period, what it is called) to choose from; the usual one is among them."""
    quarter, month = quarter_of(today), month_of(today)
    called = ((quarter, "本季度"), (quarter.before(), "上季度"), (month, "本月"), (month.before(), "上月"))
    offered = tuple((period, f"{word}（{period.name}）") for period, word in called)
    return offered if any(period == usual for period, _ in called) else ((usual, usual.name), *offered)
