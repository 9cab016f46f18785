"""查改率 and 按期率: one definition each, for the home page, tables, 五有 and export."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.report_periods import ReportPeriod
from ymh_desktop.domain.words import labelled


class Matter(Enum):
    """What is counted about hidden dangers in a period, as it stood on a day. A figure's rows are those that match.

    Those found in the period: REGISTERED; of these CLOSED; the open rest is NOT_DUE, OVERDUE or AWAITING_AUTHORITY;
    REPEATED were found before, ON_THE_SPOT were mended at once.
    Those whose deadline fell into it: DUE; of these ON_TIME or LATE, EXTENDED were put off.
    Whatever was found when: CARRIED_OVER were open when it began, CLOSED_WITHIN were closed in it, OPEN_AT_END and
    OVERDUE_AT_END when it ended. Of those open major ones, PLANNED have an approved plan, and the five after it say
    which part of the plan is written.
    """

    REGISTERED = "registered"
    CLOSED = "closed"
    NOT_DUE = "not_due"
    OVERDUE = "overdue"
    AWAITING_AUTHORITY = "awaiting_authority"
    DUE = "due"
    ON_TIME = "on_time"
    EXTENDED = "extended"
    LATE = "late"
    REPEATED = "repeated"
    ON_THE_SPOT = "on_the_spot"
    CARRIED_OVER = "carried_over"
    CLOSED_WITHIN = "closed_within"
    OPEN_AT_END = "open_at_end"
    OVERDUE_AT_END = "overdue_at_end"
    PLANNED = "planned"
    GOALS = "goals"
    FUNDS = "funds"
    PEOPLE = "people"
    TIME = "time"
    SAFETY = "safety"


labelled(
    Matter,
    {
        "REGISTERED": "登记的隐患",
        "CLOSED": "登记后已销号",
        "NOT_DUE": "登记后没到期限",
        "OVERDUE": "登记后超期没销号",
        "AWAITING_AUTHORITY": "登记后待部门核销",
        "DUE": "这段时间到期的",
        "ON_TIME": "按期整改完的",
        "EXTENDED": "延过期的",
        "LATE": "没有按期整改完的",
        "REPEATED": "第 2 次及以上发现的",
        "ON_THE_SPOT": "当场整改的",
        "CARRIED_OVER": "以前留下没销号的",
        "CLOSED_WITHIN": "这段时间销号的",
        "OPEN_AT_END": "期末没销号的",
        "OVERDUE_AT_END": "期末超期的",
        "PLANNED": "治理方案已批准的重大隐患",
        "GOALS": "落实了治理目标任务的",
        "FUNDS": "落实了经费物资的",
        "PEOPLE": "落实了机构人员的",
        "TIME": "落实了整改期限的",
        "SAFETY": "落实了应急措施的",
    },
)


class DangerGroup(Enum):
    """By what hidden dangers are told apart."""

    NATURE = "nature"
    SOURCE = "source"
    LEVEL = "level"
    TIER = "tier"
    POST = "post"
    ACCIDENT = "accident"
    RISK_POINT = "risk_point"
    PERSON = "person"


labelled(
    DangerGroup,
    {
        "NATURE": "人、物、环、管",
        "SOURCE": "来源",
        "LEVEL": "级别",
        "TIER": "管控层级",
        "POST": "岗位",
        "ACCIDENT": "易发事故",
        "RISK_POINT": "风险点",
        "PERSON": "整改责任人",
    },
)


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
            elif danger.accepted_on is not None and danger.accepted_on <= as_of:
                waiting += 1  # accepted and not closed: 已治理待核销, also told afterwards
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


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Hidden dangers as a report tells them, as they stood when its period ended or stand today while it runs.

    `found` in the period, of these `closed` and `not_due`; `open` and `overdue` whenever they were found.
    """

    found: int
    closed: int
    not_due: int
    rectification: float | None
    open: int
    overdue: int


def period_figures(
    dangers: Iterable[HiddenDanger], period: ReportPeriod, today: date, level: DangerLevel | None = None
) -> PeriodFigures:
    """Of these hidden dangers, or of one level of them."""
    as_of, told = period.as_of(today), tuple(dangers)
    within = danger_figures(told, first=period.first, last=period.last, as_of=as_of, level=level)
    ever = danger_figures(told, as_of=as_of, level=level)
    return PeriodFigures(
        within.registered, within.closed, within.not_due, within.rectification, ever.open, ever.overdue
    )


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)
