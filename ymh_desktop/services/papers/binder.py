"""The binder: everything in order as one file and as a folder, or only what changed since it was last made."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.papers.binder_papers import ORDER
from ymh_desktop.services.papers.catalogue import paper_of
from ymh_desktop.services.papers.fingerprint import fingerprint
from ymh_desktop.services.papers.paper import Paper, safe_name
from ymh_desktop.services.ports import Cancelled, Ports, Progress
from ymh_desktop.services.reports.binder import Binder, BinderPart, BoundPaper

TITLE = "双重预防档案"
WHOLE = "整本档案"
_SETTING = "binder"  # paper id → digest of what it said when the binder was last made


class NothingChanged(UserError):
    """The binder is up to date."""

    def __init__(self) -> None:
        super().__init__("上次整理档案以后，没有材料变过。", "不用重新打印。想再要一整套，请点“整本档案”。")


@dataclass(frozen=True, slots=True)
class Decided:
    """One paper of the binder. `report` None: it cannot be made yet, and `why` says so."""

    section: str
    paper: Paper
    report: object | None
    why: str
    digest: str


@dataclass(frozen=True, slots=True)
class BinderMade:
    """What was written: the folder, the one file in it, and how many papers; `missing` could not be made yet."""

    folder: Path
    whole: Path
    papers: int
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """Progress over several pieces of work."""

    progress: Progress | None
    total: int

    def at(self, done: int) -> None:
        if self.progress is not None and not self.progress(done, self.total):
            raise Cancelled


def decided(ports: Ports, book: Book) -> tuple[Decided, ...]:
    """Every paper of the binder in its order, with what it says now."""
    today = ports.clock.today()
    found = []
    for section, ids in ORDER:
        for paper in map(paper_of, ids):
            try:
                report = paper.decide(ports, book)
            except UserError as problem:
                found.append(Decided(section, paper, None, problem.problem, ""))
            else:
                found.append(Decided(section, paper, report, "", fingerprint(report, today)))
    return tuple(found)


def changed_papers(ports: Ports) -> tuple[str, ...]:
    """The names of the papers that say something else than when the binder was last made; all before the first time."""
    return tuple(each.paper.name for each in _changed(ports, decided(ports, open_book(ports))))


def binder(book: Book, ports: Ports, papers: Iterable[Decided], *, note: str = "") -> Binder:
    """The report object of these papers."""
    papers = tuple(papers)
    enterprise = book.enterprise
    principal = book.person_name(enterprise.principal_id)
    officer = book.person_name(enterprise.officer_id)
    parts = []
    for section, _ in ORDER:
        mine = [each for each in papers if each.section == section]
        bound = tuple(BoundPaper(each.paper.name, each.report) for each in mine if each.report is not None)
        missing = tuple((each.paper.name, each.why.rstrip("。")) for each in mine if each.report is None)
        if bound or missing:
            parts.append(BinderPart(section, bound, missing))
    return Binder(
        enterprise=enterprise.name,
        title=TITLE,
        made_on=ports.clock.today(),
        parts=tuple(parts),
        facts=(
            ("信用代码", enterprise.credit_code or ""),
            ("地　　址", enterprise.address),
            ("主要负责人", principal),
            ("安 全 员", officer),
        ),
        note=note or "一企一档",
        draft=book.draft,
    )


def make_binder(
    ports: Ports, folder: Path, *, changed_only: bool = False, progress: Progress | None = None
) -> BinderMade:
    """Write the binder into a new folder below `folder`: one PDF of everything, and each paper as PDF, Word and Excel.

    Everything is made before the first file is written, so a stop leaves nothing. Raises NothingChanged, Cancelled and
    the UserErrors of writing; only a finished binder counts as the last one.
    """
    book = open_book(ports)
    everything = decided(ports, book)
    wanted = _changed(ports, everything) if changed_only else everything
    there = [each for each in wanted if each.report is not None]
    if not there:
        raise NothingChanged
    task = _Task(progress, 3 * len(there))
    note = "只含上次以后变了的材料" if changed_only else ""
    shown = wanted if not changed_only else there
    whole = ports.renderer.pdf(
        binder(book, ports, shown, note=note), lambda done, of: progress is None or progress(done, task.total)
    )
    name = f"{TITLE}_{safe_name(book.enterprise.called) or '企业'}_{ports.clock.today():%Y%m%d}"
    target = folder / (f"{name}_变了的" if changed_only else name)
    files: list[tuple[Path, bytes]] = [(target / f"{WHOLE}.pdf", whole)]
    places = _places(everything)
    for done, each in enumerate(there, 1):
        task.at(len(there) + done)
        files += _files(ports, each, target / places[each.paper.id])
    for done, (path, content) in enumerate(files, 1):
        ports.files.write(path, content)
        task.at(2 * len(there) + done * len(there) // len(files))
    _remember(ports, there)
    missing = tuple((each.paper.name, each.why) for each in everything if each.report is None)
    return BinderMade(target, files[0][0], len(there), missing)


def _places(papers: Iterable[Decided]) -> dict[str, Path]:
    """Paper id → folder and name: sections and papers keep their number, whichever of them are made."""
    found: dict[str, Path] = {}
    folders = {section: f"{at:02d} {safe_name(section.partition('、')[2])}" for at, (section, _) in enumerate(ORDER, 1)}
    numbers: dict[str, int] = {}
    for each in papers:
        number = numbers[each.section] = numbers.get(each.section, 0) + 1
        found[each.paper.id] = Path(folders[each.section]) / f"{number:02d} {safe_name(each.paper.name)}"
    return found


def _files(ports: Ports, each: Decided, stem: Path) -> Iterable[tuple[Path, bytes]]:
    yield stem.with_name(f"{stem.name}.pdf"), ports.renderer.pdf(each.report)
    if each.paper.word:
        yield stem.with_name(f"{stem.name}.docx"), ports.renderer.word(each.report)
    if each.paper.excel:
        yield stem.with_name(f"{stem.name}.xlsx"), ports.renderer.excel(each.report)


def _changed(ports: Ports, papers: Iterable[Decided]) -> tuple[Decided, ...]:
    known = _remembered(ports)
    return tuple(each for each in papers if each.report is not None and known.get(each.paper.id) != each.digest)


def _remembered(ports: Ports) -> dict[str, str]:
    with ports.units.read() as uow:
        text = uow.setting(_SETTING)
    try:
        found = json.loads(text or "{}")
    except ValueError:  # a damaged note only means that everything counts as changed
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _remember(ports: Ports, papers: Iterable[Decided]) -> None:
    known = _remembered(ports) | {each.paper.id: each.digest for each in papers}
    with ports.units.write() as uow:
        uow.set_setting(_SETTING, json.dumps(known, sort_keys=True))
        uow.commit()
