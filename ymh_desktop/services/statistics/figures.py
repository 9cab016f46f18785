"""The statistics of a period, from aggregates: what the page, the tables, the command line and the tests all read.

A period that is over is told as it stood in the evening of its last day, so that a table can be printed again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

from ymh_desktop.domain.checks import PlanKind
from ymh_desktop.domain.codes import AccidentEdition
from ymh_desktop.domain.danger_figures import DangerFigures, DangerGroup, Matter
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerNature, DangerSource
from ymh_desktop.domain.inspections import CheckState, EnteredHow
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.report_periods import PeriodKind, ReportPeriod, month_of
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label, labelled
from ymh_desktop.domain.workdays import ONE_DAY, Period
from ymh_desktop.services.checks.figures import (
    CheckFigures,
    DueLine,
    Look,
    check_rows,
    count,
    count_by,
    lines_of,
    look,
)
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.statistics.levels import LevelChange, counted, level_changes, level_steps, levels_on

TREND_MONTHS = 12
_MATTERS = tuple(Matter)
_FEW = (Matter.REGISTERED, Matter.CLOSED, Matter.OVERDUE, Matter.REPEATED)
NOWHERE = "没有关联"


class Counts(Mapping[Matter, int]):
    """How many hidden dangers each matter counts."""

    def __init__(self, matters: Sequence[Matter], numbers: Iterable[int]) -> None:
        self._numbers = dict(zip(matters, numbers, strict=True))

    def __getitem__(self, matter: Matter) -> int:
        return self._numbers[matter]

    def __iter__(self) -> Any:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def figures(self) -> DangerFigures:
        """查改率, 按期率 and what they are made of."""
        return DangerFigures(*(self._numbers[matter] for matter in _MATTERS[:8]))


class DangerGroupLine(NamedTuple):
    """One post, source, … and its hidden dangers: REGISTERED, CLOSED, OVERDUE, REPEATED of the period.

    `group` is an enum's value, an id or an accident code; None: they belong to none.
    """

    group: str | int | None
    name: str
    registered: int
    closed: int
    overdue: int
    repeated: int


class CheckMatter(Enum):
    """What is counted about checks. ABNORMAL counts items that were not in order; its rows are their checks."""

    REQUIRED = "required"
    DONE = "done"
    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    WAITING = "waiting"
    TRANSCRIBED = "transcribed"
    LATE_ENTRIES = "late_entries"
    ABNORMAL = "abnormal"

    def meant(self, line: DueLine) -> bool:
        """Whether a check is among the rows of this figure."""
        match self:
            case CheckMatter.REQUIRED:
                return line.state in (CheckState.DONE, CheckState.LATE, CheckState.MISSED)
            case CheckMatter.DONE:
                return line.state in (CheckState.DONE, CheckState.LATE)
            case CheckMatter.ON_TIME:
                return line.state is CheckState.DONE
            case CheckMatter.LATE:
                return line.state is CheckState.LATE
            case CheckMatter.MISSED:
                return line.state is CheckState.MISSED
            case CheckMatter.WAITING:
                return line.state in (CheckState.OPEN, CheckState.TO_KEY)
            case CheckMatter.TRANSCRIBED:
                return line.entered is EnteredHow.TRANSCRIBED
            case CheckMatter.LATE_ENTRIES:
                return line.entered is EnteredHow.LATE
            case _:
                return line.abnormal > 0


labelled(
    CheckMatter,
    {
        "REQUIRED": "应查",
        "DONE": "已查",
        "ON_TIME": "按时查的",
        "LATE": "迟查的",
        "MISSED": "漏查的",
        "WAITING": "还没到时间的",
        "TRANSCRIBED": "纸质转录的",
        "LATE_ENTRIES": "补录的",
        "ABNORMAL": "有异常的检查",
    },
)


class CheckGroup(Enum):
    """By what checks are told apart."""

    TIER = "tier"
    POST = "post"
    KIND = "kind"
    INSPECTOR = "inspector"

    def of(self, line: DueLine) -> str | int | None:
        """The group of a check: an enum's value, an id, a name; None: none."""
        match self:
            case CheckGroup.TIER:
                return int(line.tier)
            case CheckGroup.POST:
                return line.post_id
            case CheckGroup.KIND:
                return line.kind.value
            case _:
                return line.inspector or None


labelled(CheckGroup, {"TIER": "层级", "POST": "岗位", "KIND": "检查种类", "INSPECTOR": "检查人"})


class CheckGroupLine(NamedTuple):
    """One tier, post, … and its checks."""

    group: str | int | None
    name: str
    figures: CheckFigures


class Reporting(NamedTuple):
    """线上报送率: of the packages exported in the period, those with proof; sent without proof stands apart."""

    due: int
    proved: int
    without_proof: int

    @property
    def rate(self) -> float | None:
        """None when nothing was exported."""
        return self.proved / self.due if self.due else None

    @property
    def not_sent(self) -> int:
        """Nobody wrote down yet whether they were handed in."""
        return self.due - self.proved - self.without_proof


class MonthLine(NamedTuple):
    """A month of the trend. `required` and `done` are checks."""

    period: ReportPeriod
    registered: int
    closed: int
    open_at_end: int
    overdue_at_end: int
    required: int
    done: int


@dataclass(frozen=True, slots=True)
class Levels:
    """Risks per level, worst first: the evening before the period, its last one, and when each was first written.

    `first_graded` counts those of the last evening by the level they were given first.
    """

    before: tuple[tuple[RiskLevel, int], ...]
    after: tuple[tuple[RiskLevel, int], ...]
    first_graded: tuple[tuple[RiskLevel, int], ...]
    changes: tuple[LevelChange, ...]

    @property
    def raised(self) -> int:
        """Worse than before."""
        return sum(1 for change in self.changes if change.raised)

    @property
    def lowered(self) -> int:
        """Better than before."""
        return sum(1 for change in self.changes if change.lowered)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that is told about a period. `spent` and `planned_cost` are yuan since 1 January of its last year."""

    period: ReportPeriod
    as_of: date
    all: Counts
    by_level: Mapping[DangerLevel, Counts]
    groups: Mapping[DangerGroup, tuple[DangerGroupLine, ...]]
    checks: CheckFigures
    check_groups: Mapping[CheckGroup, tuple[CheckGroupLine, ...]]
    reporting: Reporting
    trend: tuple[MonthLine, ...]
    levels: Levels
    spent: Decimal
    planned_cost: Decimal

    @property
    def over(self) -> bool:
        """The period had ended when this was read: nothing of it can still change by time alone."""
        return self.as_of == self.period.last

    @property
    def empty(self) -> bool:
        """Nothing happened in it."""
        return not (any(self.all.values()) or self.checks.required or self.checks.waiting or self.reporting.due)


def statistics(ports: Ports, period: ReportPeriod) -> Statistics:
    """Read it; raises NoEnterprise."""
    seen = look(ports)
    as_of = period.as_of(seen.today)
    names = _Names(ports, seen)
    lines = lines_of(seen, check_rows(ports, period.first, period.last), period.first, period.last)
    costs = ports.views.danger_costs(date(as_of.year, 1, 1), as_of)
    return Statistics(
        period=period,
        as_of=as_of,
        all=counts_of(ports, period, as_of),
        by_level={level: counts_of(ports, period, as_of, level) for level in DangerLevel},
        groups={by: _danger_groups(ports, period, as_of, by, names) for by in DangerGroup},
        checks=count(lines),
        check_groups={by: _check_groups(lines, by, names) for by in CheckGroup},
        reporting=reporting(ports, period.first, period.last),
        trend=_trend(ports, seen, period, lines),
        levels=_levels(ports, period.first, as_of),
        spent=sum((cost for cost, planned in costs if not planned), Decimal(0)),
        planned_cost=sum((cost for cost, planned in costs if planned), Decimal(0)),
    )


def counts_of(ports: Ports, period: ReportPeriod, as_of: date, level: DangerLevel | None = None) -> Counts:
    """Every matter of one level, or of all."""
    told = level.value if level else None
    (row,) = ports.views.danger_counts(period.first, period.last, as_of, matters=_MATTERS, level=told)
    return Counts(_MATTERS, row[1:])


def reporting(ports: Ports, first: date | None = None, last: date | None = None) -> Reporting:
    """线上报送率 of a period; without bounds over all time."""
    return Reporting(*ports.views.submission_counts(first, last))


def _danger_groups(
    ports: Ports, period: ReportPeriod, as_of: date, by: DangerGroup, names: "_Names"
) -> tuple[DangerGroupLine, ...]:
    rows = ports.views.danger_counts(period.first, period.last, as_of, matters=_FEW, by=by)
    if by is DangerGroup.ACCIDENT:
        rows = _by_code(rows)
    lines = [DangerGroupLine(group, names.of(by, group), *numbers) for group, *numbers in rows]
    lines.sort(key=lambda line: (line.group is None, -line.registered, line.name))
    return tuple(lines)


def _by_code(rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """A hazard may lead to several kinds of accident: its hidden dangers count under each of them."""
    found: dict[str | None, list[int]] = {}
    for codes, *numbers in rows:
        for code in json.loads(codes) if codes else ():
            found[code] = [a + b for a, b in zip(found.get(code, [0] * len(numbers)), numbers, strict=True)]
        if not codes or codes == "[]":
            found[None] = [a + b for a, b in zip(found.get(None, [0] * len(numbers)), numbers, strict=True)]
    return [(code, *numbers) for code, numbers in found.items()]


def _check_groups(lines: Sequence[DueLine], by: CheckGroup, names: "_Names") -> tuple[CheckGroupLine, ...]:
    found = [CheckGroupLine(group, names.of(by, group), figures) for group, figures in count_by(lines, by.of)]
    found.sort(key=lambda line: (line.group is None, -(line.figures.required + line.figures.waiting), line.name))
    return tuple(found)


class _Names:
    """What groups are called."""

    def __init__(self, ports: Ports, seen: Look) -> None:
        edition: AccidentEdition = seen.staff.enterprise.accident_edition
        with ports.units.read() as uow:
            points = {point.id: f"{point.code} {point.name}" for point in uow.risk_points.all()}
        self._of: dict[DangerGroup | CheckGroup, Mapping[Any, str]] = {
            DangerGroup.NATURE: {nature.value: label(nature) for nature in DangerNature},
            DangerGroup.SOURCE: {source.value: label(source) for source in DangerSource},
            DangerGroup.LEVEL: {level.value: label(level) for level in DangerLevel},
            DangerGroup.TIER: {int(tier): label(tier) for tier in ControlTier},
            DangerGroup.POST: {post.id: post.name for post in seen.staff.posts.values()},
            DangerGroup.ACCIDENT: {kind.code: kind.named(edition) for kind in ports.codes.accident_types},
            DangerGroup.RISK_POINT: points,
            DangerGroup.PERSON: {person.id: person.name for person in seen.staff.people.values()},
            CheckGroup.TIER: {int(tier): label(tier) for tier in ControlTier},
            CheckGroup.POST: {post.id: post.name for post in seen.staff.posts.values()},
            CheckGroup.KIND: {kind.value: label(kind) for kind in PlanKind},
        }
        self._none = {
            DangerGroup.NATURE: "没有分类",
            DangerGroup.PERSON: "没有派人",
            CheckGroup.POST: "不按岗位查的",
            CheckGroup.INSPECTOR: "没有定谁查",
        }

    def of(self, by: DangerGroup | CheckGroup, group: str | int | None) -> str:
        """The name; what is gone from the register is called so."""
        if group is None:
            return self._none.get(by, NOWHERE)
        if by is CheckGroup.INSPECTOR:
            return str(group)
        return self._of[by].get(group, "已经删掉的")


# ---- over time -------------------------------------------------------------------------------------------------------


def trend_months(period: ReportPeriod) -> tuple[ReportPeriod, ...]:
    """The twelve months up to the end of the period; of a longer stretch its own."""
    found = [month_of(period.last)]
    while len(found) < TREND_MONTHS or (period.kind is PeriodKind.STRETCH and found[-1].first > period.first):
        found.append(found[-1].before())
        if len(found) >= 10 * TREND_MONTHS:
            break
    return tuple(reversed(found))


def _trend(ports: Ports, seen: Look, period: ReportPeriod, known: Sequence[DueLine]) -> tuple[MonthLine, ...]:
    months = [each for each in trend_months(period) if each.first <= seen.today]
    if not months:
        return ()
    first, last = months[0].first, months[-1].last
    lines = list(known)
    if first < period.first:
        before = period.first - ONE_DAY
        lines += lines_of(seen, check_rows(ports, first, before), first, before)
    if last > period.last:
        after = period.last + ONE_DAY
        lines += lines_of(seen, check_rows(ports, after, last), after, last)
    checks = dict(count_by(lines, lambda line: (line.due.year, line.due.month)))
    dangers = ports.views.danger_months([Period(each.first, each.last) for each in months], seen.today)
    found = []
    for each, (registered, closed, still_open, overdue) in zip(months, dangers, strict=True):
        made = checks.get((each.first.year, each.first.month), CheckFigures())
        found.append(MonthLine(each, registered, closed, still_open, overdue, made.required, made.done))
    return tuple(found)


def _levels(ports: Ports, first: date, as_of: date) -> Levels:
    steps = level_steps(ports)
    after = levels_on(steps, as_of)
    firsts: dict[str, RiskLevel] = {}
    for step in steps:
        if step.level is not None:
            firsts.setdefault(step.hazard_id, step.level)
    return Levels(
        before=counted(levels_on(steps, first - ONE_DAY)),
        after=counted(after),
        first_graded=counted({hazard_id: firsts[hazard_id] for hazard_id in after}),
        changes=level_changes(steps, first, as_of),
    )
