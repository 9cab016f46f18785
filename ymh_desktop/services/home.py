"""The home page: the next thing to do first, then how things stand."""

from dataclasses import dataclass
from typing import NamedTuple

from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.checks.today import today
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import current, latest


@dataclass(frozen=True, slots=True)
class NextThing:
    """One sentence, one button. `page` is where the button leads, `step` the wizard step or None."""

    title: str
    saying: str
    button: str
    page: str
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows. `counts` are hazards per level, worst first; rates are None without a base.

    `rectified` is 查改率: closed ÷ registered, over all time; `not_due` stands beside it and is never subtracted.
    `reported` is 线上报送率: sent with proof ÷ exported; `without_proof` stands apart.
    """

    enterprise: str
    next: NextThing
    more: tuple[NextThing, ...]
    counts: tuple[tuple[RiskLevel, int], ...]
    open_dangers: int
    overdue: int
    not_due: int
    rectified: tuple[int, int]
    reported: tuple[int, int]
    without_proof: int
    planned_measures: int


class Standing(NamedTuple):
    """How things stand, counted in one query: hazards per level, measures to be added, hidden dangers, submissions.

    `oldest_overdue` is a title, empty when nothing is overdue.
    """

    low: int
    general: int
    considerable: int
    major: int
    planned: int
    dangers: int
    open_dangers: int
    overdue: int
    oldest_overdue: str
    submissions: int
    proved: int
    sent_without_proof: int

    @property
    def counts(self) -> tuple[tuple[RiskLevel, int], ...]:
        """Hazards per level, worst first."""
        per_level = dict(zip(RiskLevel, self[:4], strict=True))
        return tuple((level, per_level[level]) for level in sorted(RiskLevel, reverse=True))

    @property
    def hazards(self) -> int:
        """Over all levels."""
        return sum(self[:4])


def home_page(ports: Ports) -> HomePage:
    """Read everything for the home page; an empty folder gives the first thing to do."""
    with ports.units.read() as uow:
        enterprise, run, last = uow.enterprise(), current(uow), latest(uow)
    if enterprise is None:
        first = NextThing(
            "从认识企业开始", "填五项就能往下走，随时可以停下。", "开始风险辨识", "identification", Step.ENTERPRISE
        )
        nothing = tuple((level, 0) for level in sorted(RiskLevel, reverse=True))
        return HomePage("", first, (), nothing, 0, 0, 0, (0, 0), (0, 0), 0, 0)
    found = Standing._make(ports.views.standing(ports.clock.today()))
    things = _things(ports, found, last is not None, run.step if run else None)
    return HomePage(
        enterprise=enterprise.name,
        next=things[0],
        more=tuple(things[1:5]),
        counts=found.counts,
        open_dangers=found.open_dangers,
        overdue=found.overdue,
        not_due=found.open_dangers - found.overdue,
        rectified=(found.dangers - found.open_dangers, found.dangers),
        reported=(found.proved, found.submissions),
        without_proof=found.sent_without_proof,
        planned_measures=found.planned,
    )


def _things(ports: Ports, found: Standing, begun: bool, step: Step | None) -> list[NextThing]:
    things = []
    if step is not None or not begun:
        at = step or Step.ENTERPRISE
        saying = (
            f"上次做到第 {int(at)} 步“{label(at)}”，接着来。" if begun else "跟着七步走，半小时出清单、告知卡和检查表。"
        )
        button = "继续风险辨识" if begun else "开始风险辨识"
        things.append(NextThing("把风险辨识做完", saying, button, "identification", at))
    if found.overdue:
        saying = f"有 {found.overdue} 条隐患过了期限，最早的是：{found.oldest_overdue[:30]}"
        things.append(NextThing("先处理超期的隐患", saying, "去看隐患", "hidden_dangers"))
    things += _checks(ports)
    if in_time := found.open_dangers - found.overdue:
        saying = f"还有 {in_time} 条没销号。改好了就来销号，改不了的写明谁管、什么时候改完。"
        things.append(NextThing("整改隐患", saying, "去看隐患", "hidden_dangers"))
    if found.hazards:
        saying = "每个岗位一张，贴在干活的地方，让员工签收。"
        things.append(NextThing("打印岗位安全风险告知卡", saying, "去打印", "papers"))
    if found.hazards and not found.submissions:
        saying = "把重大风险、重大隐患和汇总数签名导出，交给镇里。"
        things.append(NextThing("上报给镇里", saying, "去导出", "reporting"))
    if not things:
        things.append(NextThing("还没有内容", "先做风险辨识。", "开始风险辨识", "identification", Step.ENTERPRISE))
    return things


def _checks(ports: Ports) -> list[NextThing]:
    """One line for what is to be looked at now; none when nothing is due."""
    due = today(ports)
    if not due.lines:
        return []
    count = len(due.lines) + due.more
    late = f"，{due.overdue} 次超期" if due.overdue else ""
    saying = f"{due.lines[0].title}等 {count} 次{late}。" if count > 1 else f"{due.lines[0].title}{late}。"
    return [NextThing("今天要查的", saying, "去检查", "checks")]
