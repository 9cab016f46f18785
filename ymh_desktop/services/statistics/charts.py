"""The pictures of a period: the same on the screen and on paper, each bar with the rows that it stands for."""

from dataclasses import dataclass

from ymh_desktop.domain.danger_figures import DangerGroup, Matter
from ymh_desktop.domain.words import label
from ymh_desktop.services.reports.statistics import Chart, Series
from ymh_desktop.services.statistics.behind import Behind, CheckRows, DangerRows, RiskRows
from ymh_desktop.services.statistics.figures import CheckGroup, CheckMatter, Statistics

MOST_BARS = 8
_TITLES = {
    DangerGroup.NATURE: "隐患是哪一类（人、物、环、管）",
    DangerGroup.POST: "哪个岗位的隐患多",
    DangerGroup.RISK_POINT: "哪个风险点的隐患多",
    DangerGroup.ACCIDENT: "会出哪种事故",
    DangerGroup.TIER: "归哪一级管",
    DangerGroup.SOURCE: "隐患是怎么发现的",
    DangerGroup.PERSON: "由谁整改",
}
_NOTES = {
    DangerGroup.POST: "一台设备几个岗位都用的，每个岗位各算一次。",
    DangerGroup.ACCIDENT: "一条隐患会出几种事故的，每种各算一次。",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the rows behind each bar, one tuple per series; `more` are (words, number, its rows) beside it."""

    chart: Chart
    behind: tuple[tuple[Behind, ...], ...]
    more: tuple[tuple[str, int, Behind], ...] = ()


def pictures(found: Statistics) -> tuple[Picture, ...]:
    """Trend first, then by what people ask for."""
    return (_trend(found), _checks(found), *(_group(found, by) for by in _TITLES), _levels(found))


def _trend(found: Statistics) -> Picture:
    months = [line.period for line in found.trend]
    chart = Chart(
        "每月登记和销号的隐患（条）",
        tuple(f"{month.first.month}月" for month in months),
        (
            Series("登记", tuple(line.registered for line in found.trend)),
            Series("销号", tuple(line.closed for line in found.trend)),
        ),
        lying=False,
        nothing="这段时间没有登记过隐患。",
    )
    return Picture(
        chart,
        (
            tuple(DangerRows(month, Matter.REGISTERED) for month in months),
            tuple(DangerRows(month, Matter.CLOSED_WITHIN) for month in months),
        ),
    )


def _checks(found: Statistics) -> Picture:
    lines = found.check_groups[CheckGroup.TIER]
    lines = tuple(sorted(lines, key=lambda line: -int(line.group or 0)))
    chart = Chart(
        "各级检查：应查和已查（次）",
        tuple(line.name for line in lines),
        (
            Series("应查", tuple(line.figures.required for line in lines)),
            Series("已查", tuple(line.figures.done for line in lines)),
        ),
        nothing="这段时间没有要查的。",
    )

    def rows(matter: CheckMatter) -> tuple[Behind, ...]:
        return tuple(CheckRows(found.period, matter, CheckGroup.TIER, line.group, line.name) for line in lines)

    return Picture(chart, (rows(CheckMatter.REQUIRED), rows(CheckMatter.DONE)))


def _group(found: Statistics, by: DangerGroup) -> Picture:
    lines = [line for line in found.groups[by] if line.registered]
    shown = lines[:MOST_BARS]
    rest = lines[MOST_BARS:]
    note = _NOTES.get(by, "")
    if rest:
        note = f"{note}只画最多的 {MOST_BARS} 个，另有 {len(rest)} 个共 {sum(line.registered for line in rest)} 条。"
    chart = Chart(
        _TITLES[by],
        tuple(line.name for line in shown),
        (
            Series("登记", tuple(line.registered for line in shown)),
            Series("已销号", tuple(line.closed for line in shown)),
        ),
        note=note,
        nothing="这段时间没有登记过隐患。",
    )

    def rows(matter: Matter) -> tuple[Behind, ...]:
        return tuple(DangerRows(found.period, matter, None, by, line.group, line.name) for line in shown)

    return Picture(chart, (rows(Matter.REGISTERED), rows(Matter.CLOSED)))


def _levels(found: Statistics) -> Picture:
    levels = [level for level, _ in found.levels.after]
    chart = Chart(
        "风险等级：期初和期末（项）",
        tuple(label(level) for level in levels),
        (
            Series("期初", tuple(count for _, count in found.levels.before)),
            Series("期末", tuple(count for _, count in found.levels.after)),
        ),
        note=f"这段时间等级升高 {found.levels.raised} 项，降低 {found.levels.lowered} 项。",
        nothing="风险清单里还没有风险。",
    )
    return Picture(
        chart,
        (
            tuple(RiskRows(found.period, level, before=True) for level in levels),
            tuple(RiskRows(found.period, level) for level in levels),
        ),
        (
            ("升高", found.levels.raised, RiskRows(found.period, raised=True)),
            ("降低", found.levels.lowered, RiskRows(found.period, raised=False)),
        ),
    )
