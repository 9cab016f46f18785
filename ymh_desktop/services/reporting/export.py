"""Write, sign and prove the file or its parts, the papers beside it, and record the submission."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.report_periods import ReportPeriod
from ymh_desktop.domain.submissions import Submission, SubmissionKind
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.exchange.answers import answers_data
from ymh_desktop.services.exchange.trust import OwnNumber, own_number
from ymh_desktop.services.papers.register import risk_register
from ymh_desktop.services.papers.submission import danger_table, report_cover, submission_report
from ymh_desktop.services.ports import PackageContent, PackageResult, Ports, Progress
from ymh_desktop.services.precheck import Weight, precheck
from ymh_desktop.services.reporting.data import (
    REGISTER_TICK,
    USUAL_CHOICE,
    Choice,
    beside_the_report,
    chosen_dangers,
    chosen_photos,
    chosen_risks,
    kind_words,
    package_data,
    period_told,
)
from ymh_desktop.services.reporting.keys import Enrolment, write_enrolment
from ymh_desktop.services.reporting.parts import MEGABYTE, Sized, shares, size_without_photos
from ymh_desktop.services.reporting.terms import LAST_FOLDER, CannotExport, largest_of, reader_of


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made: one package or its parts, the cover to sign and stamp beside them, and the records.

    `enrolment` is there when the department cannot know the key yet.
    """

    packages: tuple[PackageResult, ...]
    cover: Path
    enrolment: Enrolment | None
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
    new_key = ports.packages.key() is None
    ports.packages.ensure_key(book.enterprise.credit_code or "", book.enterprise.name, now)
    with ports.units.read() as uow:
        former = tuple(each for each in uow.submissions.all() if each.kind is SubmissionKind.REPORT)
        number = own_number(uow)
        answers = answers_data(ports, uow) if choice.supervision_answers else []
        reader, largest = reader_of(ports, uow) if choice.sealed else None, largest_of(uow)
    if choice.sealed and reader is None:
        raise CannotExport("没有可以用来加密的部门证书。", "请先登记部门的证书，或者去掉“加密”再导出。")
    period = period_told(ports, choice)
    # without an order there is nothing to answer
    choice = replace(choice, supervision_answers=bool(answers), period=period)
    photos = [_sized(ports.photos.path(name)) for name in chosen_photos(book, choice)]
    kind, notes = kind_words(choice, len(photos)), beside_the_report(book, choice, len(photos))
    report = partial(_documents, ports, book, period, kind, notes)
    content = _content(ports, book, choice, period, number, answers)
    content = replace(content, documents=report(content.sequence), sealed_for=reader.certificate if reader else "")
    allowed = None if largest is None else int(largest * MEGABYTE)
    less = f"去掉“{REGISTER_TICK}”" if choice.full_register else ""
    shared = shares(photos, size_without_photos(content), allowed, less)
    parts = _parts(ports, content, shared, report)
    results = _written(ports, parts, folder, progress)
    submissions = tuple(_record(part, result, book, choice) for part, result in zip(parts, results, strict=True))
    cover_path = folder / f"{results[0].path.stem}_封面.pdf"
    cover = report_cover(ports, book, submissions, kind)
    ports.files.write(cover_path, ports.renderer.pdf(cover))
    enrolment = write_enrolment(ports, book, folder) if new_key or not former else None
    with ports.units.write() as uow:
        for submission in submissions:
            uow.submissions.save(submission)
        uow.set_setting(LAST_FOLDER, str(folder))
        changes = uow.commit()
    return Exported(results, cover_path, enrolment, submissions, changes)


def _sized(path: Path) -> Sized:
    """A photo that is missing is told by the writer, with its name."""
    with suppress(OSError):
        return Sized(path, path.stat().st_size)
    return Sized(path, 0)


def _content(
    ports: Ports,
    book: Book,
    choice: Choice,
    period: ReportPeriod,
    number: OwnNumber,
    answers: list[dict[str, object]],
) -> PackageContent:
    sequence = number.sequence + 1
    register = risk_register(ports, book, RiskLevel.LOW if choice.full_register else RiskLevel.MAJOR)
    tables = {"risks.xlsx": ports.renderer.excel(register)}
    if dangers := chosen_dangers(book, choice):
        tables["hazards.xlsx"] = ports.renderer.excel(danger_table(ports, book, dangers))
    return PackageContent(
        enterprise_code=book.enterprise.credit_code or "",
        enterprise_name=book.enterprise.name,
        short_name=book.enterprise.called,
        recipient=book.enterprise.recipient,
        sequence=sequence,
        previous=number.last,
        package_id=ports.new_id(),
        created_at=ports.clock.now(),
        period=(period.first, period.last),
        versions=ports.versions,
        audit_head=ports.audit.head(),
        data={**package_data(ports, book, choice), **({"answers": answers} if answers else {})},
        documents={},
        tables=tables,
    )


def _documents(
    ports: Ports, book: Book, period: ReportPeriod, kind: str, notes: tuple[str, ...], sequence: int
) -> dict[str, bytes]:
    return {"report.pdf": ports.renderer.pdf(submission_report(ports, book, sequence, period, kind, notes))}


def _parts(
    ports: Ports,
    content: PackageContent,
    shared: Sequence[tuple[Path, ...]],
    documents: Callable[[int], dict[str, bytes]],
) -> tuple[PackageContent, ...]:
    """Each a whole package with its share of the photos, numbered on from the first; see `_written` for `previous`.

    `documents` draws those that bear a number.
    """
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
                documents=documents(content.sequence + at),
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
        group_id=content.part[0] if content.part else "",
    )
