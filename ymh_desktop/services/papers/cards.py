"""岗位安全风险告知卡: the worst things of a post, in the words of the worker at the machine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.card_words import distinct, must_do, spread
from ymh_desktop.services.library_use import library_entry
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.card import (
    MOST_DANGERS,
    MOST_EMERGENCY,
    MOST_SIGNS,
    POINT_TITLE,
    POST_TITLE,
    WARNING_TITLE,
    CardForm,
    CardSign,
    NoticeCard,
    NoticeCards,
    qr_text,
)
from ymh_desktop.services.reports.paper import PageSize

_AGAINST = {"ban-gloves": "must-gloves"}
_SIGN_ORDER = ("warn", "ban", "must", "info")  # 警告→禁止→指令→提示, GB 2894-2025 §7.3
_USUAL_SIGNS = {"warn": 2, "ban": 1, "must": 2, "info": 1}  # of the five on a card
REVIEW_AFTER = timedelta(days=365)


class NothingToPrint(UserError):
    """There are no cards yet."""

    def __init__(self) -> None:
        super().__init__("还没有可以打印的告知卡。", "请先在“风险辨识”里选好岗位，做完现场问答。")


def notice_cards(
    ports: Ports,
    book: Book,
    post_ids: Iterable[str] | None = None,
    page_size: PageSize = PageSize.A4,
    form: CardForm = CardForm.PORTRAIT,
) -> NoticeCards:
    """A card for each of these posts (None: all) that meets any hazard; raises NothingToPrint when none does."""
    wanted = set(post_ids) if post_ids is not None else {post.id for post in book.posts}
    today = ports.clock.today()
    names = {sign.id: sign.name for sign in ports.codes.signs}
    posts = [post for post in posts_with_cards(book) if post.id in wanted]
    if not posts:
        raise NothingToPrint
    cards = (notice_card(ports, book, post, today, names) for post in posts)
    return _together(cards, page_size, form)


def point_cards(
    ports: Ports, book: Book, page_size: PageSize = PageSize.A4, form: CardForm = CardForm.PORTRAIT
) -> NoticeCards:
    """A card for each machine, activity and place that has hazards; raises NothingToPrint when none has."""
    points = [p for p in book.points if book.hazards_of[p.id] and p.kind is not RiskPointKind.DUTY]
    return _of_points(ports, book, points, POINT_TITLE, page_size, form)


class NoneSoHigh(UserError):
    """Good news: there is nothing to warn of with a board."""

    def __init__(self) -> None:
        super().__init__("没有评为重大或较大的风险点，不用挂告知牌。", "一般和低风险的，打印岗位告知卡就可以。")


def warning_boards(ports: Ports, book: Book, page_size: PageSize = PageSize.A3) -> NoticeCards:
    """较大以上风险告知牌, lying, one per risk point of level 较大 or 重大, worst first; raises NoneSoHigh."""
    serious = [p for p in book.points if (book.level_of(p) or 0) >= RiskLevel.CONSIDERABLE]
    if not serious:
        raise NoneSoHigh
    serious.sort(key=lambda point: -(book.level_of(point) or 0))
    return _of_points(ports, book, serious, WARNING_TITLE, page_size, CardForm.LANDSCAPE)


def _of_points(
    ports: Ports, book: Book, points: Sequence[RiskPoint], title: str, page_size: PageSize, form: CardForm
) -> NoticeCards:
    if not points:
        raise NothingToPrint
    today = ports.clock.today()
    names = {sign.id: sign.name for sign in ports.codes.signs}
    cards = (_point_card(ports, book, point, title, today, names) for point in points)
    return _together(cards, page_size, form)


def _point_card(
    ports: Ports, book: Book, point: RiskPoint, title: str, today: date, names: dict[str, str]
) -> NoticeCard:
    hazards = book.hazards_of[point.id]
    department = book.departments.get(point.department_id or "")
    return _card(
        ports,
        book,
        hazards,
        _Subject(
            title,
            point.name,
            point.code,
            f"K-{point.code}",
            point.place,
            department.name if department else "",
            book.responsible(hazards[0]) or book.people.get(book.enterprise.officer_id or ""),
        ),
        today,
        names,
    )


def _together(cards: Iterable[NoticeCard], page_size: PageSize, form: CardForm) -> NoticeCards:
    said = (_said_shorter(card) if form is CardForm.LARGE else card for card in cards)
    return NoticeCards(tuple(said), page_size, form)


def _said_shorter(card: NoticeCard) -> NoticeCard:
    """For large letters: the worst two dangers, three things to do and two steps; the rest is counted."""
    left_out = len(card.where_dangerous) + len(card.must_do) + len(card.if_happens) - 7
    return replace(
        card,
        where_dangerous=card.where_dangerous[:2],
        must_do=card.must_do[:3],
        if_happens=card.if_happens[:2],
        usual_hidden_danger="",
        more="大字版只写最要紧的，其余见岗位安全风险告知卡和《安全风险分级管控清单》" if left_out > 0 else card.more,
    )


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a card is about: a post or a risk point."""

    title: str
    name: str
    code: str
    number: str
    place: str
    department: str
    person: Person | None


def posts_with_cards(book: Book) -> tuple[Post, ...]:
    """The posts that meet any hazard."""
    return tuple(post for post in book.posts if book.hazards_at_post(post))


def notice_card(ports: Ports, book: Book, post: Post, today: date, sign_names: dict[str, str]) -> NoticeCard:
    """The card of one post. `sign_names` maps sign ids to their captions."""
    hazards = book.hazards_at_post(post)
    subject = _Subject(
        POST_TITLE,
        post.name,
        post.code,
        f"K-{post.code[2:]}",
        post.place,
        _department(book, post),
        head_of(book, post, hazards),
    )
    return _card(ports, book, hazards, subject, today, sign_names)


def _card(
    ports: Ports, book: Book, hazards: Sequence[Hazard], subject: _Subject, today: date, sign_names: dict[str, str]
) -> NoticeCard:
    level = max((h.level for h in hazards), default=RiskLevel.LOW)
    head = subject.person
    officer = book.people.get(book.enterprise.officer_id or "")
    musts = must_do(ports, hazards)
    number, version = subject.number, f"{today:%Y%m%d}"
    phone = head.phone if head else ""
    return NoticeCard(
        enterprise=book.enterprise.name,
        post=subject.name,
        post_code=subject.code,
        level=level,
        card_number=number,
        version=version,
        made_on=today,
        review_on=today + REVIEW_AFTER,
        level_reason=_level_reason(hazards),
        department=subject.department,
        place=subject.place,
        signs=signs_of(hazards, sign_names),
        accidents=_accidents(book, hazards),
        where_dangerous=distinct((h.title for h in hazards), MOST_DANGERS),
        usual_hidden_danger=_usual_danger(ports, book, hazards),
        must_do=musts,
        if_happens=spread((h.emergency for h in hazards), MOST_EMERGENCY),
        person=head.name if head else "",
        phone=phone,
        officer=officer.name if officer else "",
        officer_phone=officer.phone if officer else "",
        qr_text=qr_text(
            enterprise=book.enterprise.called,
            post=subject.name,
            post_code=subject.code,
            level=label(level),
            musts=musts,
            phone=phone or (officer.phone if officer else ""),
            card_number=number,
            version=version,
        ),
        more=_more(hazards),
        draft=book.draft,
        expert_pending=book.expert_pending,
        title=subject.title,
    )


def head_of(book: Book, post: Post, hazards: Sequence[Hazard]) -> Person | None:
    """Who answers: the post's head, else who answers for its worst hazard, else the safety officer."""
    if post.head_id in book.people:
        return book.people[post.head_id or ""]
    named = book.responsible(hazards[0]) if hazards else None
    return named or book.people.get(book.enterprise.officer_id or "")


def _department(book: Book, post: Post) -> str:
    department = book.departments.get(post.department_id or "")
    return department.name if department else ""


def _level_reason(hazards: Sequence[Hazard]) -> str:
    if not hazards:
        return ""
    worst = hazards[0]
    lifted = next((j for j in worst.judgements if j.in_force and j.level is worst.level), None)
    return f"直接判定：{lifted.reason}" if lifted and worst.judged_directly else worst.title


def _accidents(book: Book, hazards: Sequence[Hazard]) -> tuple[str, ...]:
    """机械致害：断指、截肢, worst first, each type once."""
    found: dict[str, list[str]] = {}
    for hazard in hazards:
        for name in book.accident_names(hazard)[:1]:
            ends = found.setdefault(name, [])
            ends += [end for end in _ends(hazard.consequence) if end not in ends]
    return tuple(f"{name}：{'、'.join(ends[:2])}" if ends else name for name, ends in list(found.items())[:5])


def _ends(consequence: str) -> list[str]:
    return [part for part in consequence.replace("，", "、").replace("；", "、").split("、") if part]


def _usual_danger(ports: Ports, book: Book, hazards: Sequence[Hazard]) -> str:
    """What is usually found wrong: an open hidden danger here, else what the library knows of the worst hazards."""
    ids = {h.id for h in hazards}
    found = next((d.title for d in book.dangers if d.is_open and d.hazard_id in ids), "")
    if found:
        return found
    entries = (library_entry(ports, hazard.entry_id) for hazard in hazards)
    return next((entry.inverse for entry in entries if entry is not None), "")


def signs_of(hazards: Sequence[Hazard], names: dict[str, str]) -> tuple[CardSign, ...]:
    """At most five, 警告→禁止→指令→提示; one of each machine before a second one. Never from the accident type alone.

    Where a machine of a post forbids what other work asks for, the card forbids it: a glove at a saw takes the hand.
    """
    by_kind = _signs_by_kind(hazards, names)
    chosen = {kind: signs[: _USUAL_SIGNS[kind]] for kind, signs in by_kind.items()}
    rest = [s for kind in _SIGN_ORDER for s in by_kind[kind] if s not in chosen[kind]]
    picked = [s for kind in _SIGN_ORDER for s in chosen[kind]]
    if len(picked) > MOST_SIGNS:
        picked = [s for s in picked if not s.startswith("info-")][:MOST_SIGNS]
    kept = set(picked + rest[: MOST_SIGNS - len(picked)])
    return tuple(CardSign(s, names[s]) for kind in _SIGN_ORDER for s in by_kind[kind] if s in kept)


def _signs_by_kind(hazards: Sequence[Hazard], names: dict[str, str]) -> dict[str, list[str]]:
    of_points: dict[str, list[str]] = {}
    for hazard in hazards:
        of_points.setdefault(hazard.risk_point_id, []).extend(sign for sign in hazard.signs if sign in names)
    there = {sign for signs in of_points.values() for sign in signs}
    bans = [ban for ban, order in _AGAINST.items() if {ban, order} <= there]
    left_out = {_AGAINST[ban] for ban in bans}

    def of_kind(kind: str) -> list[str]:
        lists = ([s for s in signs if s.startswith(f"{kind}-")] for signs in (bans, *of_points.values()))
        return [sign for sign in spread(lists, len(there)) if sign not in left_out]

    return {kind: of_kind(kind) for kind in _SIGN_ORDER}


def _more(hazards: Sequence[Hazard]) -> str:
    further = len({h.title for h in hazards}) - MOST_DANGERS
    return f"另有 {further} 项，见《安全风险分级管控清单》" if further > 0 else ""
