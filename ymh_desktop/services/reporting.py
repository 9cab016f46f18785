"""The signed file for the town: what goes in, what the town will see, export, and the record of every submission."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ymh_desktop.domain.enterprise import Enterprise, optional_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.incoming import PartyRole, TrustedParty
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.moments import not_to_come
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.submissions import Channel, Submission, SubmissionKind
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.exchange.answers import answers_data
from ymh_desktop.services.exchange.demands import open_orders
from ymh_desktop.services.exchange.trust import OwnNumber, own_number
from ymh_desktop.services.package_data import (
    USUAL_CHOICE,
    Choice,
    chosen_dangers,
    chosen_photos,
    chosen_risks,
    package_data,
)
from ymh_desktop.services.package_parts import MEGABYTE, Sized, checked_largest, shares, size_without_photos
from ymh_desktop.services.papers.register import risk_register
from ymh_desktop.services.papers.submission import enrolment_sheet, report_cover, submission_report
from ymh_desktop.services.ports import KeyInfo, PackageContent, PackageResult, Ports, Progress, UnitOfWork
from ymh_desktop.services.precheck import Finding, Weight, precheck

_FOLDER = "reporting.folder"  # where the last export went
_LARGEST = "reporting.largest"  # megabytes that the department's platform takes in one file


@dataclass(frozen=True, slots=True)
class Outlook:
    """镇里将看到的内容: counts and names before signing.

    `facts` are what is told about the enterprise itself. `people` are all whose name goes along, with the phone where
    that goes along too.
    """

    enterprise: str
    credit_code: str
    recipient: str
    period: tuple[date, date]
    major_risks: int
    all_risks: int | None
    major_dangers: int
    general_dangers: int | None
    people: tuple[str, ...]
    totals: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    orders: int | None = None  # papers of the department whose answers go along; None: not ticked
    photos: int | None = None  # None: not ticked
    reader: str = ""  # the only one who can read the file; empty: whoever has it


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made: one package or its parts, the cover to sign and stamp beside them, and the records."""

    packages: tuple[PackageResult, ...]
    cover: Path
    enrolment: Path | None
    submissions: tuple[Submission, ...]
    changes: Changes

    @property
    def package(self) -> PackageResult:
        """The first file; as a rule the only one."""
        return self.packages[0]

    @property
    def submission(self) -> Submission:
        """The record of the first file."""
        return self.submissions[0]


@dataclass(frozen=True, slots=True)
class ReportingDesk:
    """Everything that stands on the page 上报镇里: newest submission first, the key None before the first export.

    `key_trouble` says why the key cannot be read; empty when it can, or when there is none. `largest` are the megabytes
    that one file may have, None: no limit. `reader` names who could be the only one to read the file; empty: nobody's
    certificate is there.
    """

    outlook: Outlook
    findings: tuple[Finding, ...]
    submissions: tuple[Submission, ...]
    key: KeyInfo | None
    key_trouble: str
    folder: Path | None  # where the last export went
    largest: int | None = None
    reader: str = ""


class CannotExport(UserError):
    """Something must be mended first."""


def period_of(today: date) -> tuple[date, date]:
    """The current month up to today."""
    return today.replace(day=1), today


def reporting_desk(ports: Ports, choice: Choice) -> ReportingDesk:
    """Read it all; raises NoEnterprise."""
    findings = precheck(ports, open_book(ports))
    with ports.units.read() as uow:
        submissions, folder, largest = uow.submissions.all(), uow.setting(_FOLDER), _largest(uow)
    newest_first = tuple(sorted(submissions, key=lambda s: -s.sequence))
    key, trouble = _key(ports)
    return ReportingDesk(
        outlook(ports, choice),
        findings,
        newest_first,
        key,
        trouble,
        Path(folder) if folder else None,
        largest,
        _reader_name(ports),
    )


def set_largest(ports: Ports, typed: str) -> Changes:
    """Keep how many megabytes the department's platform takes in one file, empty for no limit; raises UserError."""
    largest = checked_largest(typed)
    with ports.units.write() as uow:
        uow.set_setting(_LARGEST, "" if largest is None else str(largest))
        return uow.commit()


def _largest(uow: UnitOfWork) -> int | None:
    kept = uow.setting(_LARGEST)
    return int(kept) if kept else None


def _reader_name(ports: Ports) -> str:
    with ports.units.read() as uow:
        reader = _reader(ports, uow)
    return reader.name if reader else ""


def _reader(ports: Ports, uow: UnitOfWork) -> TrustedParty | None:
    """The department whose certificate a report can be sealed for: whom we report to, else whoever was pinned last."""
    enterprise, today = uow.enterprise(), ports.clock.today()
    usable = [
        party
        for party in uow.trusted_parties.all()
        if party.role is PartyRole.DEPARTMENT and party.counts(today) and _opens(ports, party, today)
    ]
    return max(usable, key=lambda party: (_reported_to(enterprise, party), party.pinned_on, party.id), default=None)


def _opens(ports: Ports, party: TrustedParty, today: date) -> bool:
    info = ports.packages.describe(party.certificate.encode())
    return info.can_open and today <= info.valid_to


def _reported_to(enterprise: Enterprise | None, party: TrustedParty) -> bool:
    return enterprise is not None and bool(party.name) and party.name == enterprise.recipient


def _key(ports: Ports) -> tuple[KeyInfo | None, str]:
    """The key in use, or why it cannot be read: a damaged key must not stand in the way of a new one."""
    try:
        return ports.packages.key(), ""
    except UserError as error:
        return None, f"{error.problem}{error.advice}"


def outlook(ports: Ports, choice: Choice) -> Outlook:
    """What the town will see with this choice."""
    book = open_book(ports)
    risks, dangers = chosen_risks(book, choice), chosen_dangers(book, choice)
    return Outlook(
        book.enterprise.name,
        book.enterprise.credit_code or "",
        book.enterprise.recipient,
        period_of(ports.clock.today()),
        sum(1 for h in book.hazards if h.level is RiskLevel.MAJOR),
        len(book.hazards) if choice.full_register else None,
        sum(1 for d in book.dangers if d.level is DangerLevel.MAJOR),
        sum(1 for d in book.dangers if d.level is DangerLevel.GENERAL) if choice.general_dangers else None,
        _people_told(book, risks, dangers),
        tuple((name, str(value)) for name, value in _total_words(book, ports.clock.today())),
        _facts_told(ports, book),
        _orders_told(ports) if choice.supervision_answers else None,
        len(chosen_photos(book, choice)) if choice.photos else None,
        _reader_name(ports) if choice.sealed else "",
    )


def _orders_told(ports: Ports) -> int:
    with ports.units.read() as uow:
        return len(open_orders(uow))


def _facts_told(ports: Ports, book: Book) -> tuple[tuple[str, str], ...]:
    enterprise = book.enterprise
    trade = next((h.name for h in ports.library.trade_headers() if h.id == enterprise.trade_id), "")
    facts = (
        ("行业", trade),
        ("地址", enterprise.address),
        ("人数", str(enterprise.headcount or "")),
        ("值班电话", enterprise.report_phone),
        ("分级方法", ports.codes.profile(enterprise.profile_id).name),
    )
    return tuple((name, value) for name, value in facts if value)


def masked(phone: str) -> str:
    """138****0001: on screen the middle is hidden; the file holds the whole number of those responsible."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else phone


def _people_told(book: Book, risks: tuple[Hazard, ...], dangers: tuple[HiddenDanger, ...]) -> tuple[str, ...]:
    """Everybody whom the package names: with the phone the leaders and who answers for a risk, the others without."""
    with_phone = [book.people.get(i or "") for i in (book.enterprise.principal_id, book.enterprise.officer_id)]
    names = [book.person_name(danger.responsible_id) for danger in dangers]
    for hazard in risks:
        tiers = [tier for tier in book.enterprise.tiers.existing if tier <= book.tier_of(hazard)]
        with_phone += [book.responsible(hazard, tier) for tier in reversed(tiers)]
        names += [book.person_name(measure.person_id) for measure in hazard.measures_in(MeasureState.PLANNED)]
    if risks and book.run:
        names += [name for _, name in book.run.participants]
    known = list(dict.fromkeys(person for person in with_phone if person))
    told = {person.name for person in known}
    others = dict.fromkeys(name for name in names if name and name not in told)
    return (*(f"{person.name} {masked(person.phone)}".strip() for person in known), *others)


def export_report(
    ports: Ports,
    folder: Path,
    choice: Choice = USUAL_CHOICE,
    progress: Progress | None = None,
) -> Exported:
    """Write, sign and verify a package in `folder`, the cover beside it, and record the submission.

    Where the department takes only files up to a certain size, the photos are shared out to several packages with
    numbers that follow each other. Raises CannotExport when the pre-check stops it, TooLarge when no sharing out
    helps; whatever fails, nothing is recorded and no file stays.
    """
    book = open_book(ports)
    stop = next((f for f in precheck(ports, book) if f.weight is Weight.STOP), None)
    if stop is not None:
        raise CannotExport(stop.problem, stop.advice)
    now = ports.clock.now()
    ports.packages.ensure_key(book.enterprise.credit_code or "", book.enterprise.name, now)
    with ports.units.read() as uow:
        former = tuple(each for each in uow.submissions.all() if each.kind is SubmissionKind.REPORT)
        number = own_number(uow)
        answers = answers_data(ports, uow) if choice.supervision_answers else None
        reader, largest = _reader(ports, uow) if choice.sealed else None, _largest(uow)
    if choice.sealed and reader is None:
        raise CannotExport("没有可以用来加密的部门证书。", "请先登记部门的证书，或者去掉“加密”再导出。")
    content = _content(ports, book, choice, number, answers)
    content = replace(content, sealed_for=reader.certificate if reader else "")
    photos = [_sized(ports.photos.path(name)) for name in chosen_photos(book, choice)]
    allowed = None if largest is None else largest * MEGABYTE
    parts = _parts(ports, book, content, shares(photos, size_without_photos(content), allowed))
    results = _written(ports, parts, folder, progress)
    submissions = tuple(_record(part, result, book, choice) for part, result in zip(parts, results, strict=True))
    cover_path = folder / f"{results[0].path.stem}_封面.pdf"
    cover = report_cover(ports, book, submissions)
    ports.files.write(cover_path, ports.renderer.pdf(cover))
    enrolment = None if former else folder / "签名密钥登记表.pdf"
    if enrolment is not None:
        ports.files.write(enrolment, ports.renderer.pdf(enrolment_sheet(ports, book)))
    with ports.units.write() as uow:
        for submission in submissions:
            uow.submissions.save(submission)
        uow.set_setting(_FOLDER, str(folder))
        changes = uow.commit()
    return Exported(results, cover_path, enrolment, submissions, changes)


def _sized(path: Path) -> Sized:
    """A photo that is missing is told by the writer, with its name."""
    with suppress(OSError):
        return Sized(path, path.stat().st_size)
    return Sized(path, 0)


def _content(
    ports: Ports, book: Book, choice: Choice, number: OwnNumber, answers: list[dict[str, object]] | None
) -> PackageContent:
    period = period_of(ports.clock.today())
    sequence = number.sequence + 1
    register = risk_register(ports, book, RiskLevel.LOW if choice.full_register else RiskLevel.MAJOR)
    return PackageContent(
        enterprise_code=book.enterprise.credit_code or "",
        enterprise_name=book.enterprise.name,
        short_name=book.enterprise.called,
        recipient=book.enterprise.recipient,
        sequence=sequence,
        previous=number.last,
        package_id=ports.new_id(),
        created_at=ports.clock.now(),
        period=period,
        versions=ports.versions,
        audit_head=ports.audit.head(),
        data={**package_data(ports, book, choice), **({"answers": answers} if answers is not None else {})},
        documents=_documents(ports, book, sequence, period),
        tables={"risks.xlsx": ports.renderer.excel(register)},
    )


def _documents(ports: Ports, book: Book, sequence: int, period: tuple[date, date]) -> dict[str, bytes]:
    return {"report.pdf": ports.renderer.pdf(submission_report(ports, book, sequence, period))}


def _parts(
    ports: Ports, book: Book, content: PackageContent, shared: Sequence[tuple[Path, ...]]
) -> tuple[PackageContent, ...]:
    """Each a whole package with its share of the photos, numbered on from the first; see `_written` for `previous`."""
    if len(shared) == 1:
        return (replace(content, photos=shared[0]),)
    first = replace(content, photos=shared[0], part=(content.package_id, 1, len(shared)))
    return (
        first,
        *(
            replace(
                first,
                sequence=content.sequence + at,
                package_id=ports.new_id(),
                documents=_documents(ports, book, content.sequence + at, content.period),
                photos=photos,
                part=(content.package_id, at + 1, len(shared)),
            )
            for at, photos in enumerate(shared[1:], 1)
        ),
    )


def _written(
    ports: Ports, parts: Sequence[PackageContent], folder: Path, progress: Progress | None
) -> tuple[PackageResult, ...]:
    """All of them, each naming the one before; or none."""
    made: list[PackageResult] = []
    try:
        for at, part in enumerate(parts):
            told = None if progress is None else _share_of(progress, at, len(parts))
            before = (parts[at - 1].package_id, made[-1].manifest_sha256) if made else part.previous
            made.append(ports.packages.build(replace(part, previous=before), folder, told))
    except BaseException:
        for result in made:
            with suppress(OSError):
                result.path.unlink()
        raise
    return tuple(made)


def _share_of(progress: Progress, at: int, of: int) -> Progress:
    """Progress of one part as progress of all."""

    def told(done: int, whole: int) -> bool:
        return progress(at * whole + done, of * whole)

    return told


def _total_words(book: Book, today: date) -> list[tuple[str, int]]:
    words = [(label(level), count) for level, count in book.counts()]
    measures = [measure for hazard in book.hazards for measure in hazard.measures]
    words.append(("风险点", len(book.points)))
    words.append(("岗位", len(book.posts)))
    words.append(("已落实措施", sum(1 for m in measures if m.in_force)))
    words.append(("计划新增措施", sum(1 for m in measures if m.state is MeasureState.PLANNED)))
    words.append(("失效措施", sum(1 for m in measures if m.failed)))
    words.append(("隐患登记", len(book.dangers)))
    words.append(("隐患销号", sum(1 for d in book.dangers if not d.is_open)))
    words.append(("隐患超期", sum(1 for d in book.dangers if d.overdue(today))))
    return words


def _record(content: PackageContent, result: PackageResult, book: Book, choice: Choice) -> Submission:
    return Submission(
        id=content.package_id,
        kind=SubmissionKind.REPORT,
        sequence=content.sequence,
        file_name=result.path.name,
        manifest_sha256=result.manifest_sha256,
        created_at=content.created_at,
        period_from=content.period[0],
        period_to=content.period[1],
        risks=len(chosen_risks(book, choice)),
        hidden_dangers=len(chosen_dangers(book, choice)),
    )


def record_sending(ports: Ports, submission_id: str, channel: Channel, on: date, proof: str = "") -> Changes:
    """How and when it was handed over, and what proves it (receipt number, screenshot …); raises UserError.

    还没送 takes day and proof back.
    """
    not_to_come("送出日期", on, ports.clock.today())
    with ports.units.write() as uow:
        submission = uow.submissions.get(submission_id)
        if channel is Channel.NOT_SENT:
            uow.submissions.save(replace(submission, channel=channel, sent_on=None, proof=""))
            return uow.commit()
        if on < submission.created_at.date():
            raise UserError(f"送出日期 {on} 早于导出日期。", "请检查日期。")
        proof = optional_text("凭证", proof, 200)
        uow.submissions.save(replace(submission, channel=channel, sent_on=on, proof=proof))
        return uow.commit()


def lost_key(ports: Ports, folder: Path) -> Path:
    """换了电脑/密钥丢了: a new key in one step; the enrolment sheet to hand in is written into `folder`."""
    book = open_book(ports)
    if book.enterprise.credit_code is None:
        raise CannotExport("还没有统一社会信用代码。", "请先在“设置”里填上。")
    old, _ = _key(ports)
    ports.packages.new_key(book.enterprise.credit_code, book.enterprise.name, ports.clock.now())
    sheet = enrolment_sheet(ports, book, replaces=old.fingerprint if old else "", reason="换了电脑或密钥丢失")
    path = folder / "签名密钥登记表.pdf"
    ports.files.write(path, ports.renderer.pdf(sheet))
    return path
