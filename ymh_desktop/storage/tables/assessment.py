"""Self-assessments with their answers and kept lines, and handovers."""

from datetime import date
from typing import Annotated, NamedTuple

from ymh_desktop.storage.tables.base import Key, PointsAt, Searched, table_of


class SelfAssessmentRow(NamedTuple):
    """One 五有自评."""

    id: Annotated[str, Key()]
    number: int
    started_on: date
    finished_on: date | None
    by_id: Annotated[str | None, PointsAt("person.id")]


SELF_ASSESSMENT = table_of("self_assessment", SelfAssessmentRow)


class AssessmentAnswerRow(NamedTuple):
    """What was said about one line, and whose task its gap is."""

    assessment_id: Annotated[str, Key(), PointsAt("self_assessment.id")]
    position: Annotated[int, Key()]
    key: str
    verdict: str | None
    note: str
    person_id: Annotated[str | None, PointsAt("person.id"), Searched()]
    due: date | None


ASSESSMENT_ANSWER = table_of("assessment_answer", AssessmentAnswerRow)


class AssessedLineRow(NamedTuple):
    """A line as it stood at the end."""

    assessment_id: Annotated[str, Key(), PointsAt("self_assessment.id")]
    position: Annotated[int, Key()]
    key: str
    have: str
    question: str
    verdict: str
    evidence: str


ASSESSED_LINE = table_of("assessed_line", AssessedLineRow)


class HandoverRow(NamedTuple):
    """Who handed over to whom."""

    id: Annotated[str, Key()]
    on: date
    from_id: Annotated[str, PointsAt("person.id"), Searched()]
    to_id: Annotated[str, PointsAt("person.id"), Searched()]
    papers_at: str
    backups_at: str
    note: str
    signed_on: date | None
    scan: str | None


HANDOVER = table_of("handover", HandoverRow)
