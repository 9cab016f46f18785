"""Hints for the owner about checks that look made up. Computed when asked, never kept, never part of any package."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.inspections import SAME_IN_A_ROW, Hint, always_same, too_fast
from ymh_desktop.services.checks.figures import look
from ymh_desktop.services.ports import Ports


@dataclass(frozen=True, slots=True)
class HintLine:
    """One hint. `inspection_id` is the check that was filled too fast, None when it is about a row of checks."""

    hint: Hint
    plan_id: str
    title: str
    inspector: str
    day: date
    saying: str
    inspection_id: str | None = None


def check_hints(ports: Ports) -> tuple[HintLine, ...]:
    """What the owner may want to look at, newest first; raises NoEnterprise."""
    seen = look(ports)
    found: list[HintLine] = []
    with ports.units.read() as uow:
        for plan in seen.plans:
            if not plan.running:
                continue
            newest = uow.inspections.newest_of_plan(plan.id, SAME_IN_A_ROW)
            who = seen.inspector(plan)
            for made in newest:
                if too_fast(made):
                    name = seen.staff.name(made.inspector_id) or who
                    saying = f"{len(made.results)} 项只用了 {made.seconds} 秒，像是没看就点了全部正常。"
                    found.append(HintLine(Hint.TOO_FAST, plan.id, plan.title, name, made.done_on, saying, made.id))
            if always_same(newest):
                saying = f"最近 {SAME_IN_A_ROW} 次的结果一模一样，建议现在去现场抽看一次。"
                found.append(HintLine(Hint.ALWAYS_SAME, plan.id, plan.title, who, newest[0].done_on, saying))
    return tuple(sorted(found, key=lambda line: line.day, reverse=True))
