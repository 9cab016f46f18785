"""Which row class keeps which kind of record, and how they turn into each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.orm import InstrumentedAttribute

from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Answer, Identification
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.submissions import Submission
from ymh_desktop.services.ports import Record
from ymh_desktop.storage.mapping import danger, firm, risk, survey
from ymh_desktop.storage.tables.base import Base
from ymh_desktop.storage.tables.danger import HiddenDangerRow, SubmissionRow
from ymh_desktop.storage.tables.firm import DepartmentRow, EnterpriseRow, PersonRow, PostRow
from ymh_desktop.storage.tables.risk import HazardRow, RiskPointRow
from ymh_desktop.storage.tables.survey import AnswerRow, IdentificationRow

V = TypeVar("V", bound=Record)
W = TypeVar("W", bound=Base)


@dataclass(frozen=True, slots=True)
class Kind(Generic[V, W]):
    """One kind of record. `id` is the row's key column."""

    value: type[V]
    row: type[W]
    id: InstrumentedAttribute[str]
    to_row: Callable[[V], W]
    to_value: Callable[[W], V]

    @property
    def name(self) -> str:
        """The class name, as Changes and the audit trail say it."""
        return self.value.__name__


ENTERPRISE = Kind(Enterprise, EnterpriseRow, EnterpriseRow.id, firm.enterprise_row, firm.enterprise_value)
DEPARTMENT = Kind(Department, DepartmentRow, DepartmentRow.id, firm.department_row, firm.department_value)
PERSON = Kind(Person, PersonRow, PersonRow.id, firm.person_row, firm.person_value)
POST = Kind(Post, PostRow, PostRow.id, firm.post_row, firm.post_value)
RISK_POINT = Kind(RiskPoint, RiskPointRow, RiskPointRow.id, risk.risk_point_row, risk.risk_point_value)
HAZARD = Kind(Hazard, HazardRow, HazardRow.id, risk.hazard_row, risk.hazard_value)
HIDDEN_DANGER = Kind(
    HiddenDanger, HiddenDangerRow, HiddenDangerRow.id, danger.hidden_danger_row, danger.hidden_danger_value
)
SUBMISSION = Kind(Submission, SubmissionRow, SubmissionRow.id, danger.submission_row, danger.submission_value)
IDENTIFICATION = Kind(
    Identification,
    IdentificationRow,
    IdentificationRow.id,
    survey.identification_row,
    survey.identification_value,
)
ANSWER = Kind(Answer, AnswerRow, AnswerRow.id, survey.answer_row, survey.answer_value)
