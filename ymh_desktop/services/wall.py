"""墙上台账: what should hang, what does, since when, with which content; and which sheets to print anew.

A sheet is out of date when it would say something else today. The day of printing does not count.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.postings import Posting
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import labelled
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.papers.catalogue import paper_of
from ymh_desktop.services.papers.fingerprint import fingerprint
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.binder import Binder, BinderPart, BoundPaper

TITLE = "要重新贴的"


class WallState(Enum):
    """How a sheet stands. GONE hangs, but should not any more: its post or machine is no longer there."""

    OUT_OF_DATE = "out_of_date"
    NOT_HUNG = "not_hung"
    GONE = "gone"
    CURRENT = "current"


labelled(WallState, {"OUT_OF_DATE": "过时了", "NOT_HUNG": "还没贴", "GONE": "该摘下", "CURRENT": "对的"})


@dataclass(frozen=True, slots=True)
class WallSheet:
    """A sheet that should hang: its paper, whose it is (empty for the firm's one), and what it says today."""

    paper: str
    subject: str
    name: str
    digest: str
    report: object

    @property
    def key(self) -> tuple[str, str]:
        """What tells it apart from other sheets."""
        return (self.paper, self.subject)


@dataclass(frozen=True, slots=True)
class WallLine:
    """A line of the register. `hung_on` None: it does not hang. `signed` says who signed for a card (3 / 5 人)."""

    paper: str
    subject: str
    name: str
    state: WallState
    hung_on: date | None
    by: str
    place: str
    photo: str | None
    signed: str
    posting_id: str | None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it apart from other lines."""
        return (self.paper, self.subject)


@dataclass(frozen=True, slots=True)
class _Parts:
    """How a report falls apart into sheets: the field that holds them, (subject, name) of one, what it says.

    `hangs` False: it is kept in a file.
    """

    field: str
    named: Callable[[Any], tuple[str, str]]
    said: Callable[[Any], object] = lambda part: part
    hangs: Callable[[Any], bool] = lambda part: True


_PARTS = {
    "cards": _Parts("cards", lambda card: (card.post_code, f"{card.post} 告知卡")),
    "emergency": _Parts("cards", lambda card: (card.post_code, f"{card.post} 应急处置卡")),
    "warning-boards": _Parts("cards", lambda card: (card.post_code, f"{card.post} 风险告知牌")),
    "board": _Parts("", lambda report: ("", "安全风险公告栏")),
    "map": _Parts("pages", lambda page: (page.title, f"四色图 {page.title}")),
    "comparison": _Parts("", lambda report: ("", "作业安全风险比较图")),
    # A month's sheet bears another number each month; it is out of date when it asks for something else.
    "check-tables": _Parts(
        "tables",
        lambda table: (f"{table.title} {table.where}".strip(), f"{table.title} {table.where}".strip()),
        lambda table: table.rows,
        lambda table: table.tier is ControlTier.POST,
    ),
}
PAPERS_ON_WALLS = tuple(_PARTS)


def sheets(ports: Ports, book: Book) -> tuple[WallSheet, ...]:
    """Everything that should hang today; a paper that cannot be made yet is left out."""
    return tuple(sheet for paper in PAPERS_ON_WALLS for sheet in _sheets(ports, book, paper))


def _sheets(ports: Ports, book: Book, paper: str) -> Iterator[WallSheet]:
    today, parts = ports.clock.today(), _PARTS[paper]
    try:
        report: Any = paper_of(paper).decide(ports, book)  # each paper decides a report of its own kind
    except UserError:
        return
    for part in getattr(report, parts.field) if parts.field else (report,):
        if not parts.hangs(part):
            continue
        subject, name = parts.named(part)
        whole = replace(report, **{parts.field: (part,)}) if parts.field else report
        yield WallSheet(paper, subject, name, fingerprint(parts.said(part), today), whole)


def wall_register(ports: Ports) -> tuple[WallLine, ...]:
    """Every sheet that should hang or does, what needs attention first; raises NoEnterprise."""
    book = open_book(ports)
    hanging = _hanging(ports)
    signed = _signed(ports, book)
    lines = [_line(book, sheet, hanging.pop(sheet.key, None), signed) for sheet in sheets(ports, book)]
    lines += [_gone(book, posting) for posting in hanging.values()]
    order = list(WallState)
    return tuple(sorted(lines, key=lambda line: (order.index(line.state), line.paper, line.subject)))


def _hanging(ports: Ports) -> dict[tuple[str, str], Posting]:
    with ports.units.read() as uow:
        return {(each.paper, each.subject): each for each in uow.postings.all() if each.hangs}


def _signed(ports: Ports, book: Book) -> dict[str, str]:
    """Post code → how many of its people signed for a card of this post."""
    with ports.units.read() as uow:
        receipts = {(each.post_id, each.person_id) for each in uow.card_receipts.all()}
    found = {}
    for post in book.posts:
        if post.person_ids:
            count = sum(1 for person_id in post.person_ids if (post.id, person_id) in receipts)
            found[post.code] = f"{count} / {len(post.person_ids)} 人"
    return found


def _line(book: Book, sheet: WallSheet, posting: Posting | None, signed: dict[str, str]) -> WallLine:
    if posting is None:
        state = WallState.NOT_HUNG
    else:
        state = WallState.CURRENT if posting.digest == sheet.digest else WallState.OUT_OF_DATE
    return WallLine(
        paper=sheet.paper,
        subject=sheet.subject,
        name=sheet.name,
        state=state,
        hung_on=posting.hung_on if posting else None,
        by=book.person_name(posting.by_id) if posting else "",
        place=posting.place if posting else "",
        photo=posting.photo if posting else None,
        signed=signed.get(sheet.subject, "") if sheet.paper == "cards" else "",
        posting_id=posting.id if posting else None,
    )


def _gone(book: Book, posting: Posting) -> WallLine:
    return WallLine(
        posting.paper, posting.subject, posting.name, WallState.GONE, posting.hung_on, book.person_name(posting.by_id),
        posting.place, posting.photo, "", posting.id,
    )  # fmt: skip


def hang(
    ports: Ports,
    keys: Iterable[tuple[str, str]],
    *,
    on: date | None = None,
    by_id: str | None = None,
    place: str = "",
    photo: str | None = None,
) -> Changes:
    """These sheets hang since that day as they are printed today; what hung there before is taken down.

    Raises UserError for a sheet that is no more, or a day to come.
    """
    book, today = open_book(ports), ports.clock.today()
    wanted = list(dict.fromkeys(keys))
    known = {sheet.key: sheet for sheet in sheets(ports, book)}
    missing = [key for key in wanted if key not in known]
    if missing:
        raise UserError("这张材料已经没有了。", "请刷新页面再看。")
    with ports.units.write() as uow:
        before = {(each.paper, each.subject): each for each in uow.postings.all() if each.hangs}
        who = uow.people.get(by_id).id if by_id else None
        for key in wanted:
            sheet, day = known[key], on or today
            if key in before:
                uow.postings.save(before[key].taken_down(day))
            posting = Posting(ports.new_id(), *key, sheet.name, sheet.digest, day, who, place, photo)
            uow.postings.save(posting.checked(today))
        return uow.commit()


def take_down(ports: Ports, posting_id: str) -> Changes:
    """It hangs no longer."""
    with ports.units.write() as uow:
        uow.postings.save(uow.postings.get(posting_id).taken_down(ports.clock.today()))
        return uow.commit()


def to_print(ports: Ports, keys: Iterable[tuple[str, str]] | None = None) -> Binder:
    """Exactly these sheets as one file (None: all that are out of date or do not hang); raises UserError for none."""
    book = open_book(ports)
    hanging = _hanging(ports)
    wanted = None if keys is None else set(keys)
    chosen = [
        sheet
        for sheet in sheets(ports, book)
        if (sheet.key in wanted if wanted is not None else _needs_print(sheet, hanging.get(sheet.key)))
    ]
    if not chosen:
        raise UserError("没有要重新打印的。", "墙上贴的都是对的。")
    parts = tuple(
        BinderPart(
            paper_of(paper).name, tuple(BoundPaper(each.name, each.report) for each in chosen if each.paper == paper)
        )
        for paper in PAPERS_ON_WALLS
        if any(each.paper == paper for each in chosen)
    )
    return Binder(book.enterprise.name, TITLE, ports.clock.today(), parts, draft=book.draft)


def _needs_print(sheet: WallSheet, posting: Posting | None) -> bool:
    return posting is None or posting.digest != sheet.digest
