"""The home page: the next thing to do first, then how things stand."""

from dataclasses import dataclass

from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.submissions import Channel
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.checks.today import today
from ymh_desktop.services.enterprise import NoEnterprise
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.runs import current


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


def home_page(ports: Ports) -> HomePage:
    """Read everything for the home page; an empty folder gives the first thing to do."""
    try:
        book = open_book(ports)
    except NoEnterprise:
        first = NextThing(
            "从认识企业开始", "填五项就能往下走，随时可以停下。", "开始风险辨识", "identification", Step.ENTERPRISE
        )
        return HomePage(
            "", first, (), tuple((level, 0) for level in sorted(RiskLevel, reverse=True)), 0, 0, 0, (0, 0), (0, 0), 0, 0
        )
    with ports.units.read() as uow:
        submissions, run = uow.submissions.all(), current(uow)
    day = ports.clock.today()
    things = _things(ports, book, bool(submissions), run.step if run else None)
    proved = sum(1 for s in submissions if s.proof)
    sent = sum(1 for s in submissions if s.channel is not Channel.NOT_SENT and not s.proof)
    closed = sum(1 for d in book.dangers if not d.is_open)
    return HomePage(
        enterprise=book.enterprise.name,
        next=things[0],
        more=tuple(things[1:5]),
        counts=book.counts(),
        open_dangers=len(book.dangers) - closed,
        overdue=sum(1 for d in book.dangers if d.overdue(day)),
        not_due=sum(1 for d in book.dangers if d.is_open and not d.overdue(day)),
        rectified=(closed, len(book.dangers)),
        reported=(proved, len(submissions)),
        without_proof=sent,
        planned_measures=sum(len(h.measures_in(MeasureState.PLANNED)) for h in book.hazards),
    )


def _things(ports: Ports, book: Book, exported: bool, step: Step | None) -> list[NextThing]:
    day = ports.clock.today()
    things = []
    if step is not None or book.run is None:
        at = step or Step.ENTERPRISE
        saying = (
            f"上次做到第 {int(at)} 步“{label(at)}”，接着来。"
            if book.run
            else "跟着七步走，半小时出清单、告知卡和检查表。"
        )
        button = "继续风险辨识" if book.run else "开始风险辨识"
        things.append(NextThing("把风险辨识做完", saying, button, "identification", at))
    overdue = [d for d in book.dangers if d.overdue(day)]
    if overdue:
        saying = f"有 {len(overdue)} 条隐患过了期限，最早的是：{overdue[0].title[:30]}"
        things.append(NextThing("先处理超期的隐患", saying, "去看隐患", "hidden_dangers"))
    things += _checks(ports)
    open_ones = [d for d in book.dangers if d.is_open and d not in overdue]
    if open_ones:
        saying = f"还有 {len(open_ones)} 条没销号。改好了就来销号，改不了的写明谁管、什么时候改完。"
        things.append(NextThing("整改隐患", saying, "去看隐患", "hidden_dangers"))
    if book.hazards:
        saying = "每个岗位一张，贴在干活的地方，让员工签收。"
        things.append(NextThing("打印岗位安全风险告知卡", saying, "去打印", "papers"))
    if book.hazards and not exported:
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
