"""Step 7: what this run found, in one look, with everything that still waits for somebody."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.identification import AnswerValue, Identification
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.flows.measures import measure_list
from ymh_desktop.services.flows.rerun import Difference, differences
from ymh_desktop.services.flows.situations import ask_the_expert
from ymh_desktop.services.flows.walk import walk_cards
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.precheck import Finding, precheck


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure that is still to come; `person` empty, `due` and `cost` None while nobody decided."""

    text: str
    risk_point: str
    risk_point_id: str
    person: str
    due: date | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Parked:
    """A question that was put off. `cursor` brings the walk back to it."""

    statement: str
    subjects: str
    cursor: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What step 7 shows. `counts` are hazards per level, worst first; `draft` is the word that papers bear.

    `unanswered` is the number of measures of which nobody has said yet whether they are in place. `without_people` are
    the posts for which nobody took part in the walk; that nobody did at all is a finding.
    """

    run: Identification
    counts: tuple[tuple[RiskLevel, int], ...]
    dangers: tuple[HiddenDanger, ...]
    planned: tuple[PlannedMeasure, ...]
    parked: tuple[Parked, ...]
    unsure: tuple[str, ...]
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    principal: str
    draft: str
    expert_pending: bool
    unanswered: int = 0
    without_people: tuple[str, ...] = ()

    @property
    def open_dangers(self) -> int:
        """Hidden dangers that are not closed."""
        return sum(1 for danger in self.dangers if danger.is_open)

    @property
    def open_majors(self) -> int:
        """Major ones among them."""
        return sum(1 for danger in self.dangers if danger.is_open and danger.level is DangerLevel.MAJOR)


def overview(ports: Ports, identification_id: str) -> Overview:
    """Read everything; raises NoEnterprise before step 1."""
    book = open_book(ports)
    with ports.units.read() as uow:
        run = uow.identifications.get(identification_id)
    cards = walk_cards(ports, run.id, later=True)
    return Overview(
        run=run,
        counts=book.counts(),
        dangers=book.dangers,
        planned=planned_measures(book),
        parked=tuple(
            Parked(card.statement, card.subjects, card.targets[0].entry.id)
            for card in cards
            if card.value is AnswerValue.PARKED
        ),
        unsure=ask_the_expert(ports),
        differences=differences(ports, run.id),
        findings=precheck(ports, book),
        principal=book.person_name(book.enterprise.principal_id),
        draft=book.draft,
        expert_pending=book.expert_pending,
        unanswered=sum(point.unanswered for point in measure_list(book)),
        without_people=_without_people(book, run),
    )


def _without_people(book: Book, run: Identification) -> tuple[str, ...]:
    posts = {post_id for post_id, _ in run.participants}
    return tuple(post.name for post in book.posts if post.id not in posts) if posts else ()


def planned_measures(book: Book) -> tuple[PlannedMeasure, ...]:
    """要新增, each once per risk point, the earliest day first and undecided ones last."""
    found: dict[tuple[str, str], PlannedMeasure] = {}
    for hazard in book.hazards:
        point = book.point[hazard.risk_point_id]
        for measure in hazard.measures_in(MeasureState.PLANNED):
            person = book.person_name(measure.person_id)
            planned = PlannedMeasure(measure.text, point.name, point.id, person, measure.due, measure.cost)
            found.setdefault((point.id, measure.text), planned)
    return tuple(sorted(found.values(), key=lambda each: (each.due is None, each.due or date.max)))
