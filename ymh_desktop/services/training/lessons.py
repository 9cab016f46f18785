"""What a post's card teaches, which edition of it that is, and three questions about it.

The lesson is the card as it would be if nothing were broken today: a hidden danger that is open for a week must not
make everybody sign anew. The edition changes when what is to be known changes: level, dangers, duties, emergency steps.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.quiz import Known, Limits, Question, QuizPart, Saying, question
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.knowledge.catalogue import NotInLibrary
from ymh_desktop.knowledge.model import Header, Module
from ymh_desktop.services.book import Book, worst_first
from ymh_desktop.services.card_words import must_do, spread
from ymh_desktop.services.library_use import library_entry, trade_of, with_usual_grade
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.reports.card import MOST_DANGERS, MOST_EMERGENCY, MOST_MUSTS

EDITION_LETTERS = 8
_LEAST_THING = 2  # characters of a word that names a thing


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the card of a post tells who works there. `edition` is eight letters and figures, the same for the same."""

    post: Post
    level: RiskLevel
    dangers: tuple[str, ...]
    duties: tuple[str, ...]
    emergency: tuple[str, ...]
    edition: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """Three questions about one edition of a card."""

    post_id: str
    post_name: str
    edition: str
    questions: tuple[Question, Question, Question]

    @property
    def key(self) -> str:
        """The right letters, e.g. BAC."""
        return "".join(each.letter for each in self.questions)


class CardNotReady(UserError):
    """There is no card for this post, or it does not say enough yet."""


def book_of_cards(ports: Ports, uow: UnitOfWork) -> Book:
    """What cards are made from; raises NoEnterprise."""
    return Book.of(ports, uow, uow.risk_points.all(), uow.hazards.all())


def lesson(ports: Ports, book: Book, post: Post) -> Lesson | None:
    """What its card teaches; None while the post meets no hazard."""
    hazards = _as_if_whole(ports, book, post)
    if not hazards:
        return None
    level = max(hazard.level for hazard in hazards)
    dangers = tuple(dict.fromkeys(hazard.title for hazard in hazards))[:MOST_DANGERS]
    duties = must_do(ports, hazards)[:MOST_MUSTS]
    emergency = spread((hazard.emergency for hazard in hazards), MOST_EMERGENCY)
    told = "\n".join((str(int(level)), "", *dangers, "", *duties, "", *emergency))
    return Lesson(post, level, dangers, duties, emergency, sha256(told.encode()).hexdigest()[:EDITION_LETTERS].upper())


def lessons(ports: Ports, book: Book) -> dict[str, Lesson]:
    """Post id → its lesson, for every post that has a card."""
    found = ((post.id, lesson(ports, book, post)) for post in book.posts)
    return {post_id: each for post_id, each in found if each is not None}


def _as_if_whole(ports: Ports, book: Book, post: Post) -> tuple[Hazard, ...]:
    """The hazards of the post as they are graded while no hidden danger is open, in the order of its card then."""
    place = {point.id: number for number, point in enumerate(book.points)}
    mended = (_mended(ports, book, hazard) for hazard in book.hazards_at_post(post))
    return tuple(sorted(mended, key=lambda hazard: (*worst_first(hazard), place[hazard.risk_point_id], hazard.id)))


def _mended(ports: Ports, book: Book, hazard: Hazard) -> Hazard:
    if hazard.weakened:
        hazard = with_usual_grade(ports, hazard, book.enterprise.trade_id)
    return replace(
        hazard,
        weakened=False,
        measures=tuple(replace(measure, failed=False) for measure in hazard.measures),
        judgements=tuple(each for each in hazard.judgements if each.hidden_danger_id is None),
    )


# ---- the three questions ---------------------------------------------------------------------------------------------


def quiz(ports: Ports, book: Book, post: Post, cards: Mapping[str, Lesson] | None = None) -> Quiz:
    """Three questions about this post's card; raises CardNotReady with what is missing on it.

    `cards` are the `lessons` of the book, for who asks about many posts. The key depends on the card's edition only:
    wrong answers may change with other cards, the letter of the right one does not.
    """
    cards = lessons(ports, book) if cards is None else cards
    taught = cards.get(post.id)
    if taught is None:
        raise CardNotReady(f"岗位“{post.name}”还没有告知卡。", "请先在“风险辨识”里给这个岗位选好设备和作业。")
    met = _met(book, post)
    known = _known(ports, book, post, taught)
    words = ports.codes.quiz_words
    limits = Limits(words.everywhere, words.only_the_doer)
    asked: list[Question] = []
    for part, right in _parts(taught):
        salt = f"{taught.edition}{part.value}"
        made = question(part, right, known, _strangers(ports, book, cards, post, part, met, salt), limits, salt)
        if made is None:
            raise CardNotReady(
                f"“{post.name}”的告知卡上还没有写“{_HEADINGS[part]}”。",
                "请先在“风险辨识”的“措施与责任”里逐条回答措施，卡片会跟着补上。",
            )
        asked.append(made)
    return Quiz(post.id, post.name, taught.edition, (asked[0], asked[1], asked[2]))


_HEADINGS = {QuizPart.DANGER: "哪里危险", QuizPart.DUTY: "必须做到", QuizPart.EMERGENCY: "出事怎么办"}


def _parts(taught: Lesson) -> tuple[tuple[QuizPart, tuple[str, ...]], ...]:
    return (
        (QuizPart.DANGER, taught.dangers),
        (QuizPart.DUTY, taught.duties),
        (QuizPart.EMERGENCY, taught.emergency),
    )


def _met(book: Book, post: Post) -> frozenset[str]:
    """The library modules that this post meets."""
    return frozenset(point.module_id for point in book.points if point.module_id and post.id in point.post_ids)


def _known(ports: Ports, book: Book, post: Post, taught: Lesson) -> Known:
    """Everything said about this post: a thing that occurs in it is no stranger here."""
    words = [post.name, post.work, post.place, *taught.dangers, *taught.duties, *taught.emergency]
    headers = {header.id: header for header in ports.library.module_headers()}
    for point in book.points:
        if post.id in point.post_ids:
            header = headers.get(point.module_id or "")
            words += [point.name, point.place, *((header.name, *header.aliases) if header else ())]
    hazards = book.hazards_at_post(post)
    for hazard in hazards:
        words += [hazard.title, *(measure.text for measure in hazard.measures), *hazard.emergency]
        entry = library_entry(ports, hazard.entry_id)
        if entry is not None:
            words += [entry.statement, entry.inverse, *entry.search, *(m.card for m in entry.measures)]
    return Known("\n".join(words), frozenset((h.factor_code, frozenset(h.accident_codes)) for h in hazards))


def _strangers(
    ports: Ports,
    book: Book,
    cards: Mapping[str, Lesson],
    post: Post,
    part: QuizPart,
    met: frozenset[str],
    salt: str,
) -> Iterator[Saying]:
    """Sentences of other posts' cards here, then of what nobody has here: first what is usual in this trade.

    In an order that looks like chance and is the same for the same card. Modules are read one by one, as needed.
    """
    trade = trade_of(ports, book.enterprise.trade_id)
    usual = {use.module for use in trade.modules} if trade else set[str]()
    may = frozenset(ports.codes.quiz_words.strangers) - met
    headers = sorted(
        (header for header in ports.library.module_headers() if header.id in may),
        key=lambda header: (header.id not in usual, sha256(f"{salt}{header.id}".encode()).digest()),
    )
    here = {point.module_id for point in book.points}
    present = tuple(_sayings(ports, (header for header in headers if header.id in here), part))
    on_cards = {text for each, taught in cards.items() if each != post.id for text in dict(_parts(taught))[part]}
    yield from (saying for saying in present if saying.text in on_cards)
    yield from present
    yield from _sayings(ports, (header for header in headers if header.id not in here), part)


def _sayings(ports: Ports, headers: Iterable[Header], part: QuizPart) -> Iterator[Saying]:
    for header in headers:
        try:
            module = ports.library.module(header.id)
        except (NotInLibrary, UserError):
            continue  # a damaged file is told elsewhere
        yield from _of_module(module, part)


def _of_module(module: Module, part: QuizPart) -> Iterator[Saying]:
    things = tuple(
        dict.fromkeys(
            word
            for word in (
                module.header.name, *module.header.aliases, *(word for entry in module.entries for word in entry.search)
            )
            if len(word) >= _LEAST_THING
        )
    )  # fmt: skip
    for entry in module.entries:
        if part is QuizPart.DANGER:
            yield Saying(entry.hazard, things, entry.accidents, entry.factor)
        elif part is QuizPart.DUTY:
            cards = (measure.card for measure in entry.measures if measure.card)
            yield from (Saying(card, things, entry.accidents, entry.factor) for card in cards)
        else:
            yield from (Saying(step, things) for step in entry.emergency or module.emergency)
