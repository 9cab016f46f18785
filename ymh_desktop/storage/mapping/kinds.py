"""Which tables keep which kind of record, and how rows and values turn into each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Table

from ymh_desktop.domain.awards import Award, AwardRule
from ymh_desktop.domain.change_notes import ChangeNote
from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.control_reviews import ControlReview
from ymh_desktop.domain.danger_events import DangerEvent
from ymh_desktop.domain.demands import Demand
from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import Answer, Identification
from ymh_desktop.domain.incoming import ReceivedFile, TrustedParty
from ymh_desktop.domain.inspections import Inspection
from ymh_desktop.domain.major_files import MajorFile
from ymh_desktop.domain.maps import MapSheet, MapVersion
from ymh_desktop.domain.own_texts import OwnText
from ymh_desktop.domain.phones import Phone, PhoneEntry
from ymh_desktop.domain.postings import Posting
from ymh_desktop.domain.receipts import CardReceipt, QuizResult
from ymh_desktop.domain.renewals import Renewal
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.self_assessment import SelfAssessment
from ymh_desktop.domain.submissions import SentLetter, Submission
from ymh_desktop.domain.training import Training
from ymh_desktop.domain.workdays import SpecialDays
from ymh_desktop.services.ports import Record
from ymh_desktop.storage.mapping import assessment as assessments
from ymh_desktop.storage.mapping import check as checks
from ymh_desktop.storage.mapping import danger as dangers
from ymh_desktop.storage.mapping import firm as firms
from ymh_desktop.storage.mapping import major as majors
from ymh_desktop.storage.mapping import papers as papers_rows
from ymh_desktop.storage.mapping import phone as phones
from ymh_desktop.storage.mapping import risk as risks
from ymh_desktop.storage.mapping import site_map as maps
from ymh_desktop.storage.mapping import supervision as supervisions
from ymh_desktop.storage.mapping import survey as surveys
from ymh_desktop.storage.mapping import training as trainings
from ymh_desktop.storage.tables import (
    assessment,
    check,
    danger,
    firm,
    major,
    phone,
    risk,
    site_map,
    supervision,
    survey,
    training,
)
from ymh_desktop.storage.tables.papers import OWN_TEXT as OWN_TEXT_TABLE
from ymh_desktop.storage.tables.papers import POSTING as POSTING_TABLE
from ymh_desktop.storage.tables.papers import OwnTextRow, PostingRow

V = TypeVar("V", bound=Record)


@dataclass(frozen=True, slots=True)
class Keeping:
    """A table and the class of its rows."""

    table: Table
    row: type[Any]

    @property
    def owner(self) -> Any:
        """Of a table of parts: the column that names the record they belong to, always the first."""
        return self.table.columns[0]


@dataclass(frozen=True, slots=True)
class Kind(Generic[V]):
    """One kind of record: its main table with the key column id, and the tables of its parts, ordered by position.

    `to_rows` gives the main row, then one list of rows per table of parts; `to_value` takes the same.
    """

    value: type[V]
    main: Keeping
    parts: Sequence[Keeping]
    to_rows: Callable[[V], Sequence[Any]]
    to_value: Callable[..., V]

    @property
    def name(self) -> str:
        """The class name, as Changes and the audit trail say it."""
        return self.value.__name__


ENTERPRISE = Kind(
    Enterprise, Keeping(firm.ENTERPRISE, firm.EnterpriseRow), (), firms.enterprise_rows, firms.enterprise_value
)
DEPARTMENT = Kind(
    Department, Keeping(firm.DEPARTMENT, firm.DepartmentRow), (), firms.department_rows, firms.department_value
)
PERSON = Kind(Person, Keeping(firm.PERSON, firm.PersonRow), (), firms.person_rows, firms.person_value)
POST = Kind(
    Post,
    Keeping(firm.POST, firm.PostRow),
    (Keeping(firm.POST_PERSON, firm.PostPersonRow),),
    firms.post_rows,
    firms.post_value,
)
RISK_POINT = Kind(
    RiskPoint,
    Keeping(risk.RISK_POINT, risk.RiskPointRow),
    (Keeping(risk.RISK_POINT_POST, risk.RiskPointPostRow),),
    risks.risk_point_rows,
    risks.risk_point_value,
)
HAZARD = Kind(
    Hazard,
    Keeping(risk.HAZARD, risk.HazardRow),
    (
        Keeping(risk.MEASURE, risk.MeasureRow),
        Keeping(risk.JUDGEMENT, risk.JudgementRow),
        Keeping(risk.CHECK_ROUND, risk.CheckRoundRow),
        Keeping(risk.HAZARD_RESPONSIBLE, risk.ResponsibleRow),
    ),
    risks.hazard_rows,
    risks.hazard_value,
)
HIDDEN_DANGER = Kind(
    HiddenDanger,
    Keeping(danger.HIDDEN_DANGER, danger.HiddenDangerRow),
    (Keeping(danger.HIDDEN_DANGER_PHOTO, danger.HiddenDangerPhotoRow),),
    dangers.hidden_danger_rows,
    dangers.hidden_danger_value,
)
DANGER_EVENT = Kind(
    DangerEvent,
    Keeping(danger.DANGER_EVENT, danger.DangerEventRow),
    (),
    dangers.danger_event_rows,
    dangers.danger_event_value,
)
MAJOR_FILE = Kind(
    MajorFile,
    Keeping(major.MAJOR_FILE, major.MajorFileRow),
    (
        Keeping(major.MAJOR_CHAIN, major.MajorChainRow),
        Keeping(major.MAJOR_REPORT, major.MajorReportRow),
        Keeping(major.MAJOR_ORDER, major.MajorOrderRow),
        Keeping(major.MAJOR_ANSWER, major.MajorAnswerRow),
    ),
    majors.major_file_rows,
    majors.major_file_value,
)
CONTROL_REVIEW = Kind(
    ControlReview,
    Keeping(major.CONTROL_REVIEW, major.ControlReviewRow),
    (),
    majors.control_review_rows,
    majors.control_review_value,
)
SUBMISSION = Kind(
    Submission,
    Keeping(danger.SUBMISSION, danger.SubmissionRow),
    (Keeping(danger.SUBMISSION_PHOTO, danger.SubmissionPhotoRow),),
    dangers.submission_rows,
    dangers.submission_value,
)
RECEIVED_FILE = Kind(
    ReceivedFile,
    Keeping(supervision.RECEIVED_FILE, supervision.ReceivedFileRow),
    (),
    supervisions.received_file_rows,
    supervisions.received_file_value,
)
SENT_LETTER = Kind(
    SentLetter,
    Keeping(supervision.SENT_LETTER, supervision.SentLetterRow),
    (),
    supervisions.sent_letter_rows,
    supervisions.sent_letter_value,
)
TRUSTED_PARTY = Kind(
    TrustedParty,
    Keeping(supervision.TRUSTED_PARTY, supervision.TrustedPartyRow),
    (),
    supervisions.trusted_party_rows,
    supervisions.trusted_party_value,
)
DEMAND = Kind(
    Demand,
    Keeping(supervision.DEMAND, supervision.DemandRow),
    (
        Keeping(supervision.DEMAND_LINE, supervision.DemandLineRow),
        Keeping(supervision.DEMAND_ANSWER, supervision.DemandAnswerRow),
        Keeping(supervision.DEMAND_PHOTO, supervision.DemandPhotoRow),
    ),
    supervisions.demand_rows,
    supervisions.demand_value,
)
IDENTIFICATION = Kind(
    Identification,
    Keeping(survey.IDENTIFICATION, survey.IdentificationRow),
    (
        Keeping(survey.PROFILE_ANSWER, survey.ProfileAnswerRow),
        Keeping(survey.PARTICIPANT, survey.ParticipantRow),
        Keeping(survey.SIGN_OFF, survey.SignOffRow),
    ),
    surveys.identification_rows,
    surveys.identification_value,
)
ANSWER = Kind(Answer, Keeping(survey.ANSWER, survey.AnswerRow), (), surveys.answer_rows, surveys.answer_value)
CHECK_PLAN = Kind(
    CheckPlan,
    Keeping(check.CHECK_PLAN, check.CheckPlanRow),
    (Keeping(check.PLAN_ITEM, check.PlanItemRow),),
    checks.check_plan_rows,
    checks.check_plan_value,
)
INSPECTION = Kind(
    Inspection,
    Keeping(check.INSPECTION, check.InspectionRow),
    (
        Keeping(check.INSPECTION_RESULT, check.InspectionResultRow),
        Keeping(check.INSPECTION_PHOTO, check.InspectionPhotoRow),
    ),
    checks.inspection_rows,
    checks.inspection_value,
)
SPECIAL_DAYS = Kind(
    SpecialDays,
    Keeping(check.SPECIAL_DAYS, check.SpecialDaysRow),
    (),
    checks.special_days_rows,
    checks.special_days_value,
)
MAP_SHEET = Kind(
    MapSheet,
    Keeping(site_map.MAP_SHEET, site_map.MapSheetRow),
    (Keeping(site_map.MAP_ZONE, site_map.MapZoneRow),),
    maps.map_sheet_rows,
    maps.map_sheet_value,
)
MAP_VERSION = Kind(
    MapVersion,
    Keeping(site_map.MAP_VERSION, site_map.MapVersionRow),
    (Keeping(site_map.MAP_VERSION_ZONE, site_map.MapVersionZoneRow),),
    maps.map_version_rows,
    maps.map_version_value,
)
OWN_TEXT = Kind(OwnText, Keeping(OWN_TEXT_TABLE, OwnTextRow), (), papers_rows.own_text_rows, papers_rows.own_text_value)
POSTING = Kind(Posting, Keeping(POSTING_TABLE, PostingRow), (), papers_rows.posting_rows, papers_rows.posting_value)
TRAINING = Kind(
    Training,
    Keeping(training.TRAINING, training.TrainingRow),
    (Keeping(training.ATTENDANCE, training.AttendanceRow),),
    trainings.training_rows,
    trainings.training_value,
)
CARD_RECEIPT = Kind(
    CardReceipt,
    Keeping(training.CARD_RECEIPT, training.CardReceiptRow),
    (),
    trainings.card_receipt_rows,
    trainings.card_receipt_value,
)
QUIZ_RESULT = Kind(
    QuizResult,
    Keeping(training.QUIZ_RESULT, training.QuizResultRow),
    (),
    trainings.quiz_result_rows,
    trainings.quiz_result_value,
)
AWARD_RULE = Kind(
    AwardRule,
    Keeping(training.AWARD_RULE, training.AwardRuleRow),
    (),
    trainings.award_rule_rows,
    trainings.award_rule_value,
)
AWARD = Kind(Award, Keeping(training.AWARD, training.AwardRow), (), trainings.award_rows, trainings.award_value)
RENEWAL = Kind(
    Renewal,
    Keeping(training.RENEWAL, training.RenewalRow),
    (Keeping(training.RENEWAL_ROUND, training.RenewalRoundRow),),
    trainings.renewal_rows,
    trainings.renewal_value,
)
CHANGE_NOTE = Kind(
    ChangeNote,
    Keeping(training.CHANGE_NOTE, training.ChangeNoteRow),
    (),
    trainings.change_note_rows,
    trainings.change_note_value,
)
PHONE = Kind(Phone, Keeping(phone.PHONE, phone.PhoneRow), (), phones.phone_rows, phones.phone_value)
PHONE_ENTRY = Kind(
    PhoneEntry,
    Keeping(phone.PHONE_ENTRY, phone.PhoneEntryRow),
    (Keeping(phone.PHONE_ENTRY_PHOTO, phone.PhoneEntryPhotoRow),),
    phones.phone_entry_rows,
    phones.phone_entry_value,
)
SELF_ASSESSMENT = Kind(
    SelfAssessment,
    Keeping(assessment.SELF_ASSESSMENT, assessment.SelfAssessmentRow),
    (
        Keeping(assessment.ASSESSMENT_ANSWER, assessment.AssessmentAnswerRow),
        Keeping(assessment.ASSESSED_LINE, assessment.AssessedLineRow),
    ),
    assessments.self_assessment_rows,
    assessments.self_assessment_value,
)
HANDOVER = Kind(
    Handover,
    Keeping(assessment.HANDOVER, assessment.HandoverRow),
    (),
    assessments.handover_rows,
    assessments.handover_value,
)
