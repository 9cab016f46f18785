"""The command `statistics`: the figures of a period, or its signed table as PDF or Excel."""

import argparse
import json
from dataclasses import asdict
from datetime import date

from ymh_desktop.domain.danger_figures import DangerGroup, Matter
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.report_periods import PeriodKind, ReportPeriod, quarter_of, read_period
from ymh_desktop.domain.words import label
from ymh_desktop.services.papers.statistics import notable, percent, statistics_table
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.statistics import Statistics, statistics
from ymh_desktop.services.statistics.figures import Counts

_ASKED = (
    ("quarter", PeriodKind.QUARTER, "2026Q3"),
    ("year", PeriodKind.YEAR, "2026"),
    ("month", PeriodKind.MONTH, "2026-09"),
)


def tell_statistics(ports: Ports, arguments: argparse.Namespace) -> str:
    """The figures as words or JSON, or where the table was written. Raises UserError."""
    period = period_asked(arguments, ports.clock.today())
    if arguments.out is not None:
        return _written(ports, arguments, period)
    found = statistics(ports, period)
    if arguments.json:
        return json.dumps(_record(found), ensure_ascii=False, indent=2)
    return "\n".join(_words(found))


def period_asked(arguments: argparse.Namespace, today: date) -> ReportPeriod:
    """The period asked for; this quarter when none was. Raises UserError."""
    for option, kind, example in _ASKED:
        text = getattr(arguments, option)
        if text is None:
            continue
        period = read_period(text)
        if period.kind is not kind:
            raise UserError(f"--{option} 后面的“{text}”看不懂。", f"请写成 {example} 这样。")
        return period
    return quarter_of(today)


def _written(ports: Ports, arguments: argparse.Namespace, period: ReportPeriod) -> str:
    suffix = arguments.out.suffix.lower()
    if suffix not in (".pdf", ".xlsx"):
        raise UserError(f"统计表不能写成“{suffix or arguments.out.name}”。", "文件名请用 .pdf 或 .xlsx 结尾。")
    report = statistics_table(ports, period)
    make = ports.renderer.pdf if suffix == ".pdf" else ports.renderer.excel
    ports.files.write(arguments.out, make(report))
    return str(arguments.out)


def _record(found: Statistics) -> dict[str, object]:
    figures = found.all.figures
    return {
        "period": found.period.code,
        "from": found.period.first.isoformat(),
        "to": found.period.last.isoformat(),
        "as_of": found.as_of.isoformat(),
        "hidden_dangers": {
            "all": _counts(found.all),
            **{level.value: _counts(counts) for level, counts in found.by_level.items()},
        },
        "rates": {
            "rectification": figures.rectification,
            "punctuality": figures.punctuality,
            "reporting": found.reporting.rate,
        },
        "groups": {by.value: [line._asdict() for line in found.groups[by]] for by in DangerGroup},
        "checks": asdict(found.checks),
        "check_groups": {
            by.value: [{"group": line.group, "name": line.name, **asdict(line.figures)} for line in lines]
            for by, lines in found.check_groups.items()
        },
        "reporting": found.reporting._asdict(),
        "trend": [
            {"month": line.period.code} | {name: getattr(line, name) for name in line._fields[1:]}
            for line in found.trend
        ],
        "levels": {
            "before": {level.code: count for level, count in found.levels.before},
            "after": {level.code: count for level, count in found.levels.after},
            "first_graded": {level.code: count for level, count in found.levels.first_graded},
            "raised": found.levels.raised,
            "lowered": found.levels.lowered,
        },
        "spent": str(found.spent),
        "planned_cost": str(found.planned_cost),
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {matter.value: counts[matter] for matter in Matter}


def _words(found: Statistics) -> list[str]:
    figures, checks, sent = found.all.figures, found.checks, found.reporting
    head = f"{found.period.name}（{found.period.first} 至 {found.period.last}）"
    if not found.over:
        head += f"，统计到 {found.as_of}"
    return [
        head,
        f"隐患：登记 {figures.registered} 条，已销号 {figures.closed} 条，查改率 {percent(figures.rectification)}；"
        f"没到期 {figures.not_due} 条，超期 {figures.overdue} 条，待部门核销 {figures.awaiting_authority} 条",
        f"按期率 {percent(figures.punctuality)}（到期 {figures.due} 条，按期 {figures.on_time} 条）",
        f"检查：应查 {checks.required} 次，已查 {checks.done} 次，漏查 {checks.missed} 次；"
        f"没到时间 {checks.waiting} 次",
        f"线上报送率 {percent(sent.rate)}（应报送 {sent.due} 份，有凭证 {sent.proved} 份；"
        f"报送了没凭证 {sent.without_proof} 份）",
        "风险：" + "、".join(f"{label(level)} {count} 项" for level, count in found.levels.after),
        *notable(found),
    ]
