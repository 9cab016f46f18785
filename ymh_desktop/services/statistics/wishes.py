"""What the enterprise decided about its statistics: whether the department wants monthly ones, and its own words."""

from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.report_periods import ReportPeriod
from ymh_desktop.services.ports import Ports, UnitOfWork

_MONTHLY = "statistics.monthly"
_WORDS = "statistics.words."
_LEVELS = "statistics.levels_handled"
LONGEST_WORDS = 1000


def monthly_wanted(ports: Ports) -> bool:
    """Whether the department asks for a table every month. Not before somebody says so: no law that we know does."""
    with ports.units.read() as uow:
        return monthly_wanted_in(uow)


def monthly_wanted_in(uow: UnitOfWork) -> bool:
    """The same within a transaction that is open."""
    return uow.setting(_MONTHLY) == "yes"


def set_monthly_wanted(ports: Ports, wanted: bool) -> None:
    """Keep it."""
    with ports.units.write() as uow:
        uow.set_setting(_MONTHLY, "yes" if wanted else "no")
        uow.commit()


def words_of(ports: Ports, period: ReportPeriod) -> str:
    """分析: what the enterprise itself wrote about a period; empty when it wrote nothing."""
    with ports.units.read() as uow:
        return uow.setting(_WORDS + period.code) or ""


def set_words(ports: Ports, period: ReportPeriod, words: str) -> None:
    """Keep it; empty takes it back. Raises TextTooLong."""
    with ports.units.write() as uow:
        uow.set_setting(_WORDS + period.code, optional_text("情况分析", words, LONGEST_WORDS))
        uow.commit()


def set_levels_handled(ports: Ports) -> None:
    """Papers were changed and people told for every level that changed until now: it is not asked for any more."""
    with ports.units.write() as uow:
        uow.set_setting(_LEVELS, ports.clock.now().isoformat())
        uow.commit()


def levels_handled(uow: UnitOfWork) -> str:
    """The moment until which changes of level are dealt with, as ISO text; empty when nobody ever said so."""
    return uow.setting(_LEVELS) or ""
