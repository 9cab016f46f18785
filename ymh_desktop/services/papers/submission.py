"""The papers around a package: the report inside, the cover to sign and stamp, the enrolment sheet."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ymh_desktop.domain.danger_figures import period_figures
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.report_periods import PeriodKind, ReportPeriod, period_between
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.submissions import Submission
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.papers.register import frequencies
from ymh_desktop.services.papers.statistics import percent
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.cover import (
    MajorDangerRow,
    MajorRiskRow,
    ReportCover,
    SignedFile,
    SubmissionReport,
)
from ymh_desktop.services.reports.enrolment import EnrolmentSheet
from ymh_desktop.services.reports.letter import LetterTable
from ymh_desktop.services.reports.paper import Signature


def submission_report(
    ports: Ports, book: Book, sequence: int, period: ReportPeriod, kind: str, notes: tuple[str, ...]
) -> SubmissionReport:
    """报告.pdf: what the department reads. `kind` says what the whole file holds, `notes` where the rest of it lies."""
    enterprise = book.enterprise
    principal = book.people.get(enterprise.principal_id or "")
    trade = next((h.name for h in ports.library.trade_headers() if h.id == enterprise.trade_id), "")
    return SubmissionReport(
        enterprise=enterprise.name,
        credit_code=enterprise.credit_code or "",
        kind=kind,
        period=_period(period),
        sequence=sequence,
        made_on=ports.clock.today(),
        recipient=enterprise.recipient,
        address=enterprise.address,
        trade=trade,
        principal=principal.name if principal else "",
        phone=principal.phone if principal else "",
        profile="、".join(sorted({h.grade.profile_name for h in book.hazards})),
        counts=book.counts(),
        major_risks=tuple(_risk(book, h) for h in book.hazards if h.level is RiskLevel.MAJOR),
        major_dangers=tuple(_danger(book, d) for d in book.dangers if d.level is DangerLevel.MAJOR),
        totals=_totals(book, period, ports.clock.today()),
        notes=notes,
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _period(period: ReportPeriod) -> str:
    both = f"{period.first} 至 {period.last}"
    return both if period.kind is PeriodKind.STRETCH else f"{period.name}（{both}）"


def _totals(book: Book, period: ReportPeriod, today: date) -> tuple[tuple[str, str], ...]:
    found = period_figures(book.dangers, period, today)
    planned = sum(len(h.measures_in(MeasureState.PLANNED)) for h in book.hazards)
    rate = "没有隐患" if found.rectification is None else percent(found.rectification)
    return (
        ("这段时间登记隐患", f"{found.found} 条"),
        ("其中已销号", f"{found.closed} 条"),
        ("查改率", rate),
        ("还没销号", f"{found.open} 条"),
        ("超期未改", f"{found.overdue} 条"),
        ("计划新增措施", f"{planned} 条"),
    )


def _risk(book: Book, hazard: Hazard) -> MajorRiskRow:
    point, person = book.point[hazard.risk_point_id], book.responsible(hazard)
    judged = next((j for j in hazard.judgements if j.in_force), None)
    score = f" {plain(hazard.grade.value)} 分" if hazard.grade.scored else ""
    grading = f"{hazard.grade.profile_name}{score}"
    if judged is not None and hazard.judged_directly:
        grading = f"直接判定：{judged.reason}（{judged.source}）"
    return MajorRiskRow(
        code=point.code,
        name=point.name,
        place=point.place,
        hazard=hazard.title,
        accidents="、".join(book.accident_names(hazard)),
        grading=grading,
        measures=tuple(m.text for m in hazard.measures if m.in_force),
        planned=tuple(m.text for m in hazard.measures_in(MeasureState.PLANNED)),
        tier=label(book.tier_of(hazard)),
        person=person.name if person else "",
        phone=person.phone if person else "",
        frequency=frequencies(book, hazard),
    )


def _danger(book: Book, danger: HiddenDanger) -> MajorDangerRow:
    return MajorDangerRow(
        code=danger.code,
        title=danger.title,
        place=danger.place,
        basis=danger.basis,
        found_on=danger.found_on.isoformat(),
        status=danger.state_words,
        measures=danger.rectified or danger.measures,
        cost=f"{plain(danger.cost)} 元" if danger.cost is not None else "",
        person=book.person_name(danger.responsible_id),
        deadline=danger.deadline.isoformat() if danger.deadline else "",
    )


_DANGER_COLUMNS = (
    ("编号", 10),
    ("隐患", 46),
    ("地点", 18),
    ("级别", 10),
    ("发现日期", 12),
    ("怎么发现的", 14),
    ("状态", 14),
    ("责任人", 10),
    ("期限", 12),
    ("怎么整改的", 46),
    ("销号日期", 12),
)


def danger_table(ports: Ports, book: Book, dangers: Sequence[HiddenDanger]) -> LetterTable:
    """The hidden dangers that a report tells one by one, for people: what the data file says, as Excel."""
    return LetterTable(
        title="隐患清单",
        sheet="隐患",
        owner=book.enterprise.name,
        made_on=ports.clock.today(),
        columns=_DANGER_COLUMNS,
        rows=tuple(_danger_cells(book, danger) for danger in dangers),
    )


def _danger_cells(book: Book, danger: HiddenDanger) -> tuple[str, ...]:
    return (
        danger.code,
        danger.title,
        danger.place,
        danger.kind_words,
        danger.found_on.isoformat(),
        label(danger.source),
        danger.state_words,
        book.person_name(danger.responsible_id),
        danger.deadline.isoformat() if danger.deadline else "",
        danger.rectified or danger.measures,
        danger.closed_on.isoformat() if danger.closed_on else "",
    )


def report_cover(ports: Ports, book: Book, submissions: Sequence[Submission], kind: str) -> ReportCover:
    """The cover of one report, in one file or several; made after signing because it bears their digests.

    `kind` says what is inside.
    """
    enterprise, submission = book.enterprise, submissions[0]
    principal = book.people.get(enterprise.principal_id or "")
    officer = book.people.get(enterprise.officer_id or "")
    majors = [h for h in book.hazards if h.level is RiskLevel.MAJOR]
    counted = Counter(f"{d.kind_words} {d.state_words}" for d in book.dangers)
    reachable = [person for person in (officer, principal) if person and person.phone]
    contact = next(iter(reachable), officer or principal)
    open_majors = [d for d in book.dangers if d.is_open and d.level is DangerLevel.MAJOR]
    return ReportCover(
        enterprise=enterprise.name,
        credit_code=enterprise.credit_code or "",
        kind=kind,
        period=_period(period_between(submission.period_from, submission.period_to)),
        sequence=submission.sequence,
        made_on=ports.clock.today(),
        files=tuple(SignedFile(each.file_name, each.manifest_sha256) for each in submissions),
        recipient=enterprise.recipient,
        counts=book.counts(),
        major_risks=tuple(f"{book.point[h.risk_point_id].name}：{h.title}" for h in majors),
        major_dangers=tuple(f"{d.code} {d.title}" for d in open_majors),
        hidden_dangers=tuple(counted.items()),
        signatures=(
            Signature("主要负责人", principal.name if principal else ""),
            Signature("填报人", officer.name if officer else ""),
        ),
        contact=f"{contact.name} {contact.phone}".strip() if contact else "",
        draft=book.draft,
    )


def enrolment_sheet(ports: Ports, book: Book, *, replaces: str = "", reason: str = "") -> EnrolmentSheet:
    """签名密钥登记表 of the key in use; raises UserError when there is none."""
    key = ports.packages.key()
    if key is None:
        raise UserError("还没有签名密钥。", "第一次导出上报文件时会自动生成。")
    officer = book.people.get(book.enterprise.officer_id or book.enterprise.principal_id or "")
    return EnrolmentSheet(
        enterprise=book.enterprise.name,
        credit_code=book.enterprise.credit_code or "",
        fingerprint=key.fingerprint,
        valid_from=key.valid_from,
        valid_to=key.valid_to,
        algorithm=key.algorithm,
        made_on=ports.clock.today(),
        contact=officer.name if officer else "",
        contact_phone=officer.phone if officer else "",
        recipient=book.enterprise.recipient,
        replaces=replaces,
        reason=reason,
    )
