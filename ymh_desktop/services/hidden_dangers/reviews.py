"""The quarterly review of every 重大 risk. What is found not to work becomes a hidden danger at once."""

from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.control_reviews import ControlReview, first_due
from ymh_desktop.domain.enterprise import Person, optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerSource
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.words import label
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers.loop import past_day
from ymh_desktop.services.hidden_dangers.protection import weaken
from ymh_desktop.services.hidden_dangers.registration import new_danger, open_for_failed_measure
from ymh_desktop.services.ports import Ports, UnitOfWork


def review_risk(
    ports: Ports,
    hazard_id: str,
    *,
    effective: bool,
    basis: str,
    next_on: date,
    by_id: str | None = None,
    on: date | None = None,
    failed_measure_id: str | None = None,
    danger_title: str = "",
) -> tuple[ControlReview, Changes]:
    """有效 or 失效, with its basis and the next day. 失效 opens a hidden danger: about that measure, or in your words.

    Raises UserError for a risk that is not 重大, a missing basis, or a next day beyond the quarter.
    """
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        if hazard.level is not RiskLevel.MAJOR:
            raise UserError(
                f"“{hazard.title}”现在是{label(hazard.level)}。", "只有重大风险要每季度评估；别的按检查计划查就行。"
            )
        review = ControlReview(
            ports.new_id(),
            hazard.id,
            hazard.title,
            past_day(ports, on, "评估日期"),
            effective,
            optional_text("评估的依据", basis, 500),
            next_on,
            uow.people.get(by_id).id if by_id else None,
        ).checked()
        if not effective:
            review = replace(review, danger_id=_opened(uow, ports, hazard, review, failed_measure_id, danger_title))
        uow.control_reviews.save(review)
        return review, uow.commit()


def _opened(
    uow: UnitOfWork, ports: Ports, hazard: Hazard, review: ControlReview, measure_id: str | None, title: str
) -> str:
    point = uow.risk_points.get(hazard.risk_point_id)
    place = point.place or point.name
    measure = next((m for m in hazard.measures if m.id == measure_id), None)
    if measure is not None:
        words = title.strip() or f"没有做到：{measure.text}"
        return open_for_failed_measure(
            uow, ports, words, place, hazard=hazard, measure_id=measure.id, found_on=review.on,
            found_by_id=review.by_id, source=DangerSource.FAILED_MEASURE,
        ).id  # fmt: skip
    if not title.strip():
        raise UserError("评估为失效，还没有写哪里失效。", "请选失效的那条措施，或写清楚哪里没防住。")
    danger = new_danger(
        uow, ports, title, place, source=DangerSource.FAILED_MEASURE, found_on=review.on, hazard=hazard,
        found_by_id=review.by_id,
    )  # fmt: skip
    weaken(uow, ports, hazard)
    return danger.id


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One 重大 risk: its last review, None before the first, and the day by which the next is made."""

    hazard: Hazard
    risk_point: RiskPoint
    last: ControlReview | None
    due: date

    def overdue(self, today: date) -> bool:
        """That day has passed."""
        return self.due < today


def risk_reviews(ports: Ports) -> tuple[ReviewLine, ...]:
    """Every 重大 risk, the most urgent first."""
    with ports.units.read() as uow:
        return risk_reviews_in(ports, uow)


def risk_reviews_in(ports: Ports, uow: UnitOfWork) -> tuple[ReviewLine, ...]:
    """The same within an open unit of work."""
    hazards = uow.hazards.at_level(RiskLevel.MAJOR)
    if not hazards:
        return ()
    points = {point.id: point for point in uow.risk_points.all()}
    in_order = sorted(uow.control_reviews.all(), key=lambda review: (review.on, review.id))
    newest = {review.hazard_id: review for review in in_order}
    lines = []
    for hazard in hazards:
        last = newest.get(hazard.id)
        due = last.next_on if last else first_due(hazard.identified_on or ports.clock.today())
        lines.append(ReviewLine(hazard, points[hazard.risk_point_id], last, due))
    return tuple(sorted(lines, key=lambda line: (line.due, line.hazard.id)))


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """One risk with its reviews, newest first, and everybody who can be named. `due` is None while it is not 重大."""

    hazard: Hazard
    reviews: tuple[ControlReview, ...]
    people: tuple[Person, ...]
    due: date | None


def review_sheet(ports: Ports, hazard_id: str) -> ReviewSheet:
    """What its page shows about reviews; raises RecordGone."""
    with ports.units.read() as uow:
        hazard = uow.hazards.get(hazard_id)
        reviews = tuple(reversed(uow.control_reviews.of_hazard(hazard_id)))
        due = None
        if hazard.level is RiskLevel.MAJOR:
            due = reviews[0].next_on if reviews else first_due(hazard.identified_on or ports.clock.today())
        return ReviewSheet(hazard, reviews, uow.people.all(), due)
