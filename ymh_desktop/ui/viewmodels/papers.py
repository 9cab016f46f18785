"""Papers: which there are, making one off the window's thread, and what to do while one cannot be made yet."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import Step
from ymh_desktop.services.book import Book, open_book
from ymh_desktop.services.enterprise import NoEnterprise
from ymh_desktop.services.papers.binder_papers import NoneOpen
from ymh_desktop.services.papers.cards import NoneSoHigh, notice_cards, posts_with_cards
from ymh_desktop.services.papers.catalogue import Paper, file_name
from ymh_desktop.services.papers.statistics import MonthlyNotWanted
from ymh_desktop.services.ports import Ports, Progress
from ymh_desktop.services.reports.paper import DRAFT, EXPERT_PENDING, PageSize
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.tasks import Task

CARDS = "cards"
SIZES: tuple[tuple[object, str], ...] = (
    (PageSize.A4, "A4 纸（最常用）"),
    (PageSize.A3, "A3 纸（贴墙上，远处也看得清）"),
    (PageSize.A5, "A5 纸（贴机器上，一张 A4 的一半）"),
)


@dataclass(frozen=True, slots=True)
class CardPost:
    """A post that a card can be made for."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for all papers at present. `remarks` are (word printed on them, why)."""

    remarks: tuple[tuple[str, str], ...] = ()
    posts: tuple[CardPost, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper as it was ordered. `post_ids` None means all posts."""

    paper: Paper
    size: PageSize = PageSize.A4
    post_ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A finished paper."""

    wanted: Wanted
    pdf: bytes
    name: str  # suggested file name


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no paper, and where that is mended; `page` empty: right here."""

    problem: str
    advice: str
    words: str = ""
    page: str = ""
    argument: object = None


def standing(ports: Ports) -> Standing:
    """Read what holds for all papers."""
    try:
        book = open_book(ports)
    except NoEnterprise:
        return Standing()
    remarks = []
    if book.draft:
        remarks.append((DRAFT, "主要负责人签字前，印出来的材料上都有“草稿”两个字。"))
    if book.expert_pending:
        remarks.append((EXPERT_PENDING, "这个行业要请专家看过：专家签字前，材料上都有“待专家确认”。"))
    posts = tuple(CardPost(post.id, _with_place(post)) for post in posts_with_cards(book))
    return Standing(tuple(remarks), posts)


def _with_place(post: Post) -> str:
    return f"{post.name} · {post.place}" if post.place and post.place not in post.name else post.name


def make(ports: Ports, wanted: Wanted, progress: Progress | None = None) -> Made:
    """Decide and draw; raises the paper's UserError, or Cancelled."""
    book = open_book(ports)
    pdf = ports.renderer.pdf(_report(ports, book, wanted), progress)
    return Made(wanted, pdf, file_name(wanted.paper, book, "pdf"))


def make_table(ports: Ports, wanted: Wanted) -> tuple[str, bytes]:
    """The paper as a spreadsheet: suggested file name and content."""
    book = open_book(ports)
    return file_name(wanted.paper, book, "xlsx"), ports.renderer.excel(_report(ports, book, wanted))


def make_word(ports: Ports, wanted: Wanted) -> tuple[str, bytes]:
    """The paper as a Word file: suggested file name and content."""
    book = open_book(ports)
    return file_name(wanted.paper, book, "docx"), ports.renderer.word(_report(ports, book, wanted))


def _report(ports: Ports, book: Book, wanted: Wanted) -> object:
    if wanted.paper.id == CARDS:
        return notice_cards(ports, book, wanted.post_ids, wanted.size)
    return wanted.paper.decide(ports, book)


def refusal(paper: Paper, error: UserError) -> Refusal:
    """The sentence as it stands, with the way to where it is mended."""
    said = partial(Refusal, error.problem, error.advice)
    if isinstance(error, NoEnterprise):
        return said("去填企业名称", "identification", Step.ENTERPRISE)
    if isinstance(error, NoneSoHigh | NoneOpen):
        return said()
    if isinstance(error, MonthlyNotWanted):
        return said("去设置", "settings", "firm")
    if paper.id == "enrolment":
        return said("去上报镇里", "reporting")
    if paper.id == "walk-sheet":
        return said("去选岗位和设备", "identification", Step.POSTS)
    return said("去做现场问答", "identification", Step.WALK)


class PapersModel(QObject):
    """Makes papers one at a time; a paper already made serves again until a record changes."""

    stood = Signal(object)  # Standing
    begun = Signal(object)  # Wanted
    made = Signal(object)  # Made
    refused = Signal(object, object)  # Wanted, Refusal
    stopped = Signal(object)  # Wanted
    rested = Signal()  # nothing is being made any more

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._made: Made | None = None
        self._task: Task | None = None
        self._order = 0
        self._version = 0  # of the records
        self.standing = Standing()
        context.records.recordsChanged.connect(self._records_changed)

    @property
    def busy(self) -> bool:
        """Whether a paper is being made."""
        return self._task is not None

    def load(self) -> None:
        """Read what holds for all papers."""
        self._context.tasks.run(partial(standing, self._context.ports), self._stood)

    def order(self, wanted: Wanted, then: Callable[[Made], None] | None = None) -> None:
        """Make it, unless it is there already; `then` gets it, after `made` was told."""
        self.drop()
        if self._made is not None and self._made.wanted == wanted:
            self._finish(self._made, then)
            return
        if wanted.post_ids is not None and not wanted.post_ids:
            self.refused.emit(wanted, Refusal("还没有勾岗位。", "请在左边勾上要打印的岗位。"))
            return
        order, version = self._order, self._version
        self.begun.emit(wanted)
        task = self._context.tasks.run_long(
            f"正在生成{wanted.paper.name}",
            partial(make, self._context.ports, wanted),
            lambda made: self._came(order, version, made, then),
            lambda error: self._failed(order, wanted, error),
            lambda: self._was_stopped(order, wanted),
        )
        self._task = task

    def order_table(self, wanted: Wanted, then: Callable[[str, bytes], None]) -> None:
        """Make the spreadsheet."""
        self._order_file(make_table, wanted, then)

    def order_word(self, wanted: Wanted, then: Callable[[str, bytes], None]) -> None:
        """Make the Word file."""
        self._order_file(make_word, wanted, then)

    def _order_file(
        self,
        make_file: Callable[[Ports, Wanted], tuple[str, bytes]],
        wanted: Wanted,
        then: Callable[[str, bytes], None],
    ) -> None:
        def failed(error: UserError) -> None:
            self.refused.emit(wanted, refusal(wanted.paper, error))

        self._context.tasks.run_long(
            f"正在生成{wanted.paper.name}",
            lambda progress: make_file(self._context.ports, wanted),
            lambda made: then(*made),
            failed,
        )

    def drop(self) -> None:
        """Nobody waits any longer for what is being made."""
        self._order += 1
        if self._task is not None:
            self._task.stop()
            self._rest()

    def _came(self, order: int, version: int, made: Made, then: Callable[[Made], None] | None) -> None:
        if order == self._order:
            self._rest()
            self._made = made if version == self._version else None
            self._finish(made, then)

    def _finish(self, made: Made, then: Callable[[Made], None] | None) -> None:
        self.made.emit(made)
        if then is not None:
            then(made)

    def _failed(self, order: int, wanted: Wanted, error: UserError) -> None:
        if order == self._order:
            self._rest()
            self.refused.emit(wanted, refusal(wanted.paper, error))

    def _was_stopped(self, order: int, wanted: Wanted) -> None:
        if order == self._order:
            self._rest()
            self.stopped.emit(wanted)

    def _rest(self) -> None:
        self._task = None
        self.rested.emit()

    def _stood(self, found: Standing) -> None:
        self.standing = found
        self.stood.emit(found)

    def _records_changed(self) -> None:
        self._made = None
        self._version += 1
