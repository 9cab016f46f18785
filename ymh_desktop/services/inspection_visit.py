"""检查组来了: what inspectors ask for, in the order in which they ask, each with its proof and the papers to lay out.

The order is the usual one of on-the-spot checks: duties, risk register, cards and who signed for them, records of
checks, ledger of hidden dangers, what was told to the employees, the double report, training, emergency.
"""

from dataclasses import dataclass

from ymh_desktop.domain.self_assessment import Verdict
from ymh_desktop.services.five_haves import LineShown, assessment
from ymh_desktop.services.papers.catalogue import PAPERS, Paper
from ymh_desktop.services.ports import Ports


@dataclass(frozen=True, slots=True)
class VisitThing:
    """One thing they ask for. `verdict` is the worst among its lines, None while somebody must still say.

    `papers` are those of the catalogue that prove it; `lines` are the lines of the self-assessment behind it.
    """

    number: int
    words: str
    verdict: Verdict | None
    lines: tuple[LineShown, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    words: str
    lines: tuple[str, ...]
    papers: tuple[str, ...]


_ASKED = (
    _Asked(
        "安全生产责任制和各项制度",
        ("leading-group", "rules"),
        ("leading-group", "responsibility", "grading-system", "inspection-system", "reward-system", "training-system"),
    ),
    _Asked(
        "风险清单，重大和较大风险怎么管",
        ("identified", "posts", "measures", "answered", "responsible", "reviews"),
        ("register", "serious", "map", "identification"),
    ),
    _Asked(
        "告知卡和公告栏，员工签收没有",
        ("board", "signed", "procedures"),
        ("cards", "board", "card-receipts", "procedures"),
    ),
    _Asked("检查记录，该查的查了没有", ("plans", "checked", "in-use"), ("check-tables", "check-ledger")),
    _Asked("隐患台账，整改完没有", ("rectified", "overdue", "files"), ("danger-ledger", "danger-files")),
    _Asked("隐患情况告诉员工没有", ("told",), ("danger-bulletin",)),
    _Asked("重大隐患：五落实和双报告", ("major-plans", "major-reports", "reported"), ("major-reports",)),
    _Asked(
        "培训记录和奖惩",
        ("training-plan", "trained", "everyone", "award-rules", "awards"),
        ("training-plan", "person-files", "tasks", "awards"),
    ),
    _Asked("应急处置和演练", ("drilled",), ("emergency", "emergency-plan", "drill-record")),
)

_WORST = (Verdict.NO, Verdict.PARTLY, Verdict.NOT_YET)  # the first of these that any line has is said of all


def inspection_visit(ports: Ports) -> tuple[VisitThing, ...]:
    """Everything they ask for, as it stands today; raises NoEnterprise."""
    lines = {line.key: line for line in assessment(ports).lines}
    papers = {paper.id: paper for paper in PAPERS}
    found = []
    for number, asked in enumerate(_ASKED, start=1):
        behind = tuple(lines[key] for key in asked.lines)
        there = tuple(papers[paper_id] for paper_id in asked.papers if paper_id in papers)
        found.append(VisitThing(number, asked.words, worst(behind), behind, there))
    return tuple(found)


def worst(lines: tuple[LineShown, ...]) -> Verdict | None:
    """The worst verdict of these; None while one has none and no other fails. Without lines: 做到了."""
    said = [line.verdict for line in lines]
    for verdict in _WORST:
        if verdict in said:
            return verdict
    if None in said:
        return None
    return Verdict.NOT_APPLICABLE if said and set(said) == {Verdict.NOT_APPLICABLE} else Verdict.YES
