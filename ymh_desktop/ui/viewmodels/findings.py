"""What the town may send back, as both the wizard's last step and the page 上报镇里 show it."""

from dataclasses import dataclass

from ymh_desktop.services.precheck import Finding, Weight

MOST_SHOWN = 30  # who mends these sees the next
_PAGES = {
    "enterprise": "settings",
    "people": "people",
    "register": "register",
    "hidden_dangers": "hidden_dangers",
    "identification": "identification",
    "incoming": "incoming",
}


@dataclass(frozen=True, slots=True)
class FindingShown:
    """Something to mend; `must` when nothing can be sent before. `number` counts from 1."""

    number: int
    problem: str
    advice: str
    must: bool


def shown(findings: tuple[Finding, ...]) -> tuple[FindingShown, ...]:
    """The first of them, what must be mended before all others."""
    return tuple(
        FindingShown(number, each.problem, each.advice, each.weight is Weight.STOP)
        for number, each in enumerate(findings[:MOST_SHOWN], start=1)
    )


def words(findings: tuple[Finding, ...]) -> str:
    """How many there are."""
    count = len(findings)
    if count == 0:
        return "没有查出镇里会退回的地方，可以上报了。"
    rest = f"，先列出 {MOST_SHOWN} 条，改完再看后面的" if count > MOST_SHOWN else ""
    return f"自动查了一遍，有 {count} 条要看{rest}。"


def page_of(finding: Finding) -> tuple[str, object]:
    """The page where it is mended and what to open there: a record, or a step of the wizard."""
    page = _PAGES[finding.page]
    return page, finding.step if page == "identification" else finding.record_id
