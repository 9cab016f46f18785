"""The rows behind a figure: every figure can say which records it counted."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ymh_desktop.domain.danger_figures import DangerGroup, Matter
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.report_periods import ReportPeriod
from ymh_desktop.domain.submissions import Channel, Submission, reports_due
from ymh_desktop.domain.words import label
from ymh_desktop.domain.workdays import ONE_DAY
from ymh_desktop.services.checks.figures import DueLine, due_lines
from ymh_desktop.services.lists import DangerLine, RegisterLine
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.statistics.figures import CheckGroup, CheckMatter
from ymh_desktop.services.statistics.levels import level_changes, level_steps, levels_on


@dataclass(frozen=True, slots=True)
class DangerRows:
    """Hidden dangers. `name` says the group in words."""

    period: ReportPeriod
    matter: Matter
    level: DangerLevel | None = None
    by: DangerGroup | None = None
    group: str | int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class CheckRows:
    """Checks that were made or are owed."""

    period: ReportPeriod
    matter: CheckMatter
    by: CheckGroup | None = None
    group: str | int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RiskRows:
    """Risks of the register: with `level` those that had it on the day, else those that changed in the period.

    `first_graded`: those in the register on the last day that were given this level when first written.
    `before`: the evening before the period instead of its last one.
    """

    period: ReportPeriod
    level: RiskLevel | None = None
    before: bool = False
    first_graded: bool = False
    raised: bool | None = None  # of the changed ones only those that went up, or down


@dataclass(frozen=True, slots=True)
class PackageRows:
    """Packages exported in the period. `proved`: with proof, or (False) without."""

    period: ReportPeriod
    proved: bool | None = None


Behind = DangerRows | CheckRows | RiskRows | PackageRows


class RiskLine(NamedTuple):
    """A risk with the level it had before and has after; None on the side where it was not there."""

    hazard_id: str
    title: str
    before: RiskLevel | None
    after: RiskLevel | None
    on: date | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a figure counted. One of the four tuples is filled."""

    title: str
    dangers: tuple[DangerLine, ...] = ()
    checks: tuple[DueLine, ...] = ()
    risks: tuple[RiskLine, ...] = ()
    packages: tuple[Submission, ...] = ()

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.dangers) + len(self.checks) + len(self.risks) + len(self.packages)


def rows_behind(ports: Ports, behind: Behind) -> Rows:
    """Read them; raises NoEnterprise."""
    match behind:
        case DangerRows():
            return _dangers(ports, behind)
        case CheckRows():
            return _checks(ports, behind)
        case RiskRows():
            return _risks(ports, behind)
        case PackageRows():
            return _packages(ports, behind)


def title_of(behind: Behind) -> str:
    """2026年第三季度 登记的隐患（木工）."""
    told = f"{behind.period.name}　{_what(behind)}"
    name = behind.name if isinstance(behind, DangerRows | CheckRows) else ""
    return f"{told}（{name}）" if name else told


def _what(behind: Behind) -> str:
    match behind:
        case DangerRows(matter=matter, level=level):
            return label(matter) if level is None else f"{label(matter)}（{label(level)}）"
        case CheckRows(matter=matter):
            return f"{label(matter)}的检查" if matter in (CheckMatter.REQUIRED, CheckMatter.DONE) else label(matter)
        case RiskRows(level=None, raised=raised):
            return {None: "等级有变化的风险", True: "等级升高的风险", False: "等级降低的风险"}[raised]
        case RiskRows(level=level, before=before, first_graded=first):
            assert level is not None
            return f"{'第一次评的' if first else '期初的' if before else '期末的'}{label(level)}"
        case PackageRows(proved=proved):
            return {None: "导出的上报文件", True: "有凭证的上报文件", False: "没有凭证的上报文件"}[proved]


def _dangers(ports: Ports, behind: DangerRows) -> Rows:
    period = behind.period
    rows = ports.views.dangers_behind(
        period.first,
        period.last,
        period.as_of(ports.clock.today()),
        behind.matter,
        level=behind.level.value if behind.level else None,
        by=behind.by,
        group=behind.group,
    )
    return Rows(title_of(behind), dangers=tuple(DangerLine._make(row) for row in rows))


def _checks(ports: Ports, behind: CheckRows) -> Rows:
    lines = due_lines(ports, behind.period.first, behind.period.last)
    found = (line for line in lines if behind.matter.meant(line))
    if behind.by is not None:
        found = (line for line in found if behind.by is not None and behind.by.of(line) == behind.group)
    return Rows(title_of(behind), checks=tuple(found))


def _risks(ports: Ports, behind: RiskRows) -> Rows:
    steps = level_steps(ports)
    first, last = behind.period.first, behind.period.as_of(ports.clock.today())
    titles = {step.hazard_id: step.title for step in steps}
    titles |= _titles_now(ports)
    if behind.level is None:
        changes = [each for each in level_changes(steps, first, last) if behind.raised in (None, each.raised)]
        lines = [RiskLine(c.hazard_id, titles[c.hazard_id], c.before, c.after, c.on) for c in changes]
        return Rows(title_of(behind), risks=tuple(sorted(lines, key=lambda line: (-(line.after or 0), line.title))))
    before, after = levels_on(steps, first - ONE_DAY), levels_on(steps, last)
    meant = before if behind.before else after
    if behind.first_graded:
        meant = {}
        for step in steps:
            if step.level is not None and step.hazard_id in after:
                meant.setdefault(step.hazard_id, step.level)
        before = meant
    ids = [hazard_id for hazard_id, level in meant.items() if level is behind.level]
    found = [RiskLine(each, titles[each], before.get(each), after.get(each), None) for each in ids]
    return Rows(title_of(behind), risks=tuple(found))


def _titles_now(ports: Ports) -> dict[str, str]:
    at = RegisterLine._fields.index("title")
    return {row[0]: row[at] for row in ports.views.register()}


def _sent_without_proof(each: Submission) -> bool:
    return not each.proved and each.channel is not Channel.NOT_SENT


def _packages(ports: Ports, behind: PackageRows) -> Rows:
    with ports.units.read() as uow:
        sent = reports_due(uow.submissions.all())
    period = behind.period
    found = [each for each in sent if period.first <= each.created_at.date() <= period.last]
    if behind.proved is not None:
        found = [each for each in found if (each.proved if behind.proved else _sent_without_proof(each))]
    return Rows(title_of(behind), packages=tuple(found))
