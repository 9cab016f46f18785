"""隐患排查治理情况统计分析表 as a report: quarterly and yearly by law, monthly only where the department wants it."""

from collections.abc import Callable
from decimal import Decimal

from ymh_desktop.domain.danger_figures import DangerFigures, DangerGroup, Matter
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource
from ymh_desktop.domain.report_periods import PeriodKind, ReportPeriod, quarter_of, year_of
from ymh_desktop.domain.words import label
from ymh_desktop.services.hidden_dangers import figures
from ymh_desktop.services.lists import DangerLine
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.statistics import StatisticsDetail, StatisticsRow, StatisticsTable
from ymh_desktop.services.statistics import DangerRows, Statistics, monthly_wanted, rows_behind, statistics, words_of
from ymh_desktop.services.statistics.charts import pictures

TITLE = "生产安全事故隐患排查治理情况统计分析表"
PLAIN_TITLE = "隐患排查治理情况统计表"  # of a month or a stretch of days, of which the law knows nothing
LAW = "安监总局令第16号"  # its row in the table of standards
CLAUSE = "第十四条"
_TEN_THOUSAND = Decimal(10_000)


class MonthlyNotWanted(UserError):
    """A table for a month, although nobody asked for one."""

    def __init__(self) -> None:
        super().__init__(
            "月度统计表还没有打开。", "法规要求的是季度和年度；镇里或部门要每月报的，请在“设置”里打开月度统计表。"
        )


def statistics_table(ports: Ports, period: ReportPeriod) -> StatisticsTable:
    """The table of a period; raises NoEnterprise, and MonthlyNotWanted for a month that nobody asked for."""
    if period.kind is PeriodKind.MONTH and not monthly_wanted(ports):
        raise MonthlyNotWanted
    with ports.units.read() as uow:
        people = {person.id: person.name for person in uow.people.all()}
        enterprise = uow.enterprise()
    found = statistics(ports, period)
    assert enterprise is not None  # else the line above had raised
    due = period.hand_in_by
    return StatisticsTable(
        enterprise=enterprise.name,
        title=TITLE if due else PLAIN_TITLE,
        period=period.name,
        days=f"{period.first} 至 {period.last}",
        made_on=ports.clock.today(),
        rows=_rows(found),
        major=_major(found),
        checks=_checks(found),
        analysis=analysis(found),
        basis=_basis(ports) if due else "",
        hand_in=f"请在 {due} 前报出" if due else "",
        unfinished="" if found.over else f"{period.name}还没过完，数字统计到 {found.as_of}",
        words=words_of(ports, period),
        charts=tuple(picture.chart for picture in pictures(found) if picture.chart.most),
        details=_details(ports, period),
        signatures=(
            Signature("填表人", people.get(enterprise.officer_id or "", "")),
            Signature("主要负责人签字"),
            Signature("报出日期"),
        ),
    )


class NothingKept(UserError):
    """A table of a period before the firm began: all zero, and overdue from the first day on."""

    def __init__(self, period: ReportPeriod) -> None:
        super().__init__(f"{period.name}还没有开始记录，没有数字可报。", "等开始以后的第一期过完，再打印统计表。")


def last_quarter(ports: Ports) -> StatisticsTable:
    """The table of the quarter that ended last; raises NothingKept."""
    return _kept(ports, quarter_of(ports.clock.today()).before())


def last_year(ports: Ports) -> StatisticsTable:
    """The table of the year that ended last; raises NothingKept."""
    return _kept(ports, year_of(ports.clock.today()).before())


def _kept(ports: Ports, period: ReportPeriod) -> StatisticsTable:
    with ports.units.read() as uow:
        begun = any(run.started_on <= period.last for run in uow.identifications.all())
    if not (begun or figures(ports, None, period.last).registered or ports.views.checks(period.first, period.last)):
        raise NothingKept(period)
    return statistics_table(ports, period)


def _basis(ports: Ports) -> str:
    law = ports.codes.citation(LAW)
    return f"依据：{law.code}《{law.title}》{CLAUSE}" if law is not None else ""


def _rows(found: Statistics) -> tuple[StatisticsRow, ...]:
    general, major = (found.by_level[level] for level in (DangerLevel.GENERAL, DangerLevel.MAJOR))

    def numbers(name: str, matter: Matter) -> StatisticsRow:
        return StatisticsRow(name, str(general[matter]), str(major[matter]), str(found.all[matter]))

    def rates(name: str, rate: Callable[[DangerFigures], float | None]) -> StatisticsRow:
        return StatisticsRow(
            name, percent(rate(general.figures)), percent(rate(major.figures)), percent(rate(found.all.figures))
        )

    return (
        numbers("上期留下没销号的（条）", Matter.CARRIED_OVER),
        numbers("本期排查登记数（条）", Matter.REGISTERED),
        numbers("其中已整改销号数（条）", Matter.CLOSED),
        rates("整改率（查改率＝已销号÷已登记）", lambda told: told.rectification),
        numbers("登记的里面还没到期限的（条）", Matter.NOT_DUE),
        numbers("登记的里面超期没销号的（条）", Matter.OVERDUE),
        numbers("本期销号总数，含以前登记的（条）", Matter.CLOSED_WITHIN),
        numbers("期末没销号的（条）", Matter.OPEN_AT_END),
        numbers("其中超期的（条）", Matter.OVERDUE_AT_END),
        numbers("本期到期的（条）", Matter.DUE),
        numbers("其中按期整改完的（条）", Matter.ON_TIME),
        rates("按期率（按期整改完÷到期）", lambda told: told.punctuality),
        numbers("第 2 次及以上发现的（条）", Matter.REPEATED),
        numbers("当场整改的（条）", Matter.ON_THE_SPOT),
    )


def _major(found: Statistics) -> tuple[tuple[str, str], ...]:
    major = found.by_level[DangerLevel.MAJOR]
    numbers = [
        (name, f"{major[matter]}")
        for name, matter in (
            ("期末未整改的重大隐患（条）", Matter.OPEN_AT_END),
            ("治理方案已批准", Matter.PLANNED),
            ("落实目标任务", Matter.GOALS),
            ("落实经费物资", Matter.FUNDS),
            ("落实机构人员", Matter.PEOPLE),
            ("落实整改期限", Matter.TIME),
            ("落实应急措施", Matter.SAFETY),
        )
    ]
    return (*numbers, ("本年累计落实治理资金（万元）", ten_thousands(found.spent + found.planned_cost)))


def _checks(found: Statistics) -> tuple[tuple[str, str], ...]:
    checks, sent = found.checks, found.reporting
    return (
        ("应查（次）", str(checks.required)),
        ("已查（次）", str(checks.done)),
        ("漏查（次）", str(checks.missed)),
        ("迟查（次）", str(checks.late)),
        ("补录（次）", str(checks.late_entries)),
        ("异常（项）", str(checks.abnormal)),
        ("线上报送（有凭证/应报送）", f"{sent.proved}/{sent.due}"),
        ("报送了没凭证（次）", str(sent.without_proof)),
    )


def analysis(found: Statistics) -> tuple[str, ...]:
    """What the numbers say, in sentences: only what is there, nothing is praised."""
    told = (_dangers_told(found.all.figures), _checks_told(found), *notable(found))
    return tuple(sentence for sentence in told if sentence)


def notable(found: Statistics) -> tuple[str, ...]:
    """What stands out: found again and again, where most was found, levels that changed."""
    return (*_repeated_told(found), *_levels_told(found))


def _dangers_told(found: DangerFigures) -> str:
    if not found.registered:
        return "本期没有登记隐患。"
    rest = [
        f"{count} 条{words}"
        for count, words in (
            (found.not_due, "还没到期限"),
            (found.overdue, "超期"),
            (found.awaiting_authority, "等部门核销"),
        )
        if count
    ]
    told = f"本期登记隐患 {found.registered} 条，已销号 {found.closed} 条，查改率 {percent(found.rectification)}"
    return f"{told}；没销号的里面 {'、'.join(rest)}。" if rest else f"{told}。"


def _checks_told(found: Statistics) -> str:
    checks = found.checks
    if not checks.required:
        return ""
    missed = f"，漏查 {checks.missed} 次" if checks.missed else "，没有漏查"
    return f"应查 {checks.required} 次，已查 {checks.done} 次{missed}；查出异常 {checks.abnormal} 项。"


def _repeated_told(found: Statistics) -> list[str]:
    told = []
    if repeated := found.all[Matter.REPEATED]:
        told.append(f"有 {repeated} 条是第 2 次及以上发现的，要找原因，光整改这一次不够。")
    named = [line for line in found.groups[DangerGroup.RISK_POINT] if line.group is not None and line.registered >= 2][
        :3
    ]
    if named:
        told.append("隐患较多的风险点：" + "、".join(f"{line.name} {line.registered} 条" for line in named) + "。")
    return told


def _levels_told(found: Statistics) -> list[str]:
    levels = found.levels
    if not levels.changes:
        return []
    return [f"风险等级升高 {levels.raised} 项，降低 {levels.lowered} 项。"]


def _details(ports: Ports, period: ReportPeriod) -> tuple[StatisticsDetail, ...]:
    lines = rows_behind(ports, DangerRows(period, Matter.REGISTERED)).dangers
    return tuple(_detail(line) for line in reversed(lines))


def _detail(line: DangerLine) -> StatisticsDetail:
    return StatisticsDetail(
        line.code,
        line.found_on,
        line.title,
        line.place,
        line.kind_words,
        label(DangerSource(line.source)),
        line.responsible,
        line.deadline,
        line.closed_on,
        line.state_words,
    )


def percent(rate: float | None) -> str:
    """87.5%, 100%; — when there is nothing to divide by. 99.96 % is never told as 100 %, 0.04 % never as 0 %."""
    if rate is None:
        return "—"
    told = int(rate * 1000) / 10
    return f"{told:g}%" if told or not rate else "不到0.1%"


def ten_thousands(yuan: Decimal) -> str:
    """1.25 for 12,500 yuan."""
    return plain((yuan / _TEN_THOUSAND).quantize(Decimal("0.0001")))
