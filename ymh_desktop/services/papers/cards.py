"""岗位安全风险告知卡: the worst things of a post, in the words of the worker at the machine."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import zip_longest

from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.library_use import library_entry
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.card import (
    MOST_DANGERS,
    MOST_EMERGENCY,
    MOST_MUSTS,
    MOST_SIGNS,
    CardSign,
    NoticeCard,
    NoticeCards,
    qr_text,
)
from ymh_desktop.services.reports.paper import PageSize

_SIGN_ORDER = ("warn", "ban", "must", "info")  # 警告→禁止→指令→提示, GB 2894-2025 §7.3
_USUAL_SIGNS = {"warn": 2, "ban": 1, "must": 2, "info": 1}  # of the five on a card
REVIEW_AFTER = timedelta(days=365)


class NothingToPrint(UserError):
    """There are no cards yet."""

    def __init__(self) -> None:
        super().__init__("还没有可以打印的告知卡。", "请先在“风险辨识”里选好岗位，做完现场问答。")


def notice_cards(
    ports: Ports, book: Book, post_ids: Iterable[str] | None = None, page_size: PageSize = PageSize.A4
) -> NoticeCards:
    """A card for each of these posts (None: all) that meets any hazard; raises NothingToPrint when none does."""
    wanted = set(post_ids) if post_ids is not None else {post.id for post in book.posts}
    today = ports.clock.today()
    names = {sign.id: sign.name for sign in ports.codes.signs}
    posts = [post for post in posts_with_cards(book) if post.id in wanted]
    if not posts:
        raise NothingToPrint
    return NoticeCards(tuple(notice_card(ports, book, post, today, names) for post in posts), page_size)


def posts_with_cards(book: Book) -> tuple[Post, ...]:
    """The posts that meet any hazard."""
    return tuple(post for post in book.posts if book.hazards_at_post(post))


def notice_card(ports: Ports, book: Book, post: Post, today: date, sign_names: dict[str, str]) -> NoticeCard:
    """The card of one post. `sign_names` maps sign ids to their captions."""
    hazards = book.hazards_at_post(post)
    level = max((h.level for h in hazards), default=RiskLevel.LOW)
    head = _head(book, post, hazards)
    officer = book.people.get(book.enterprise.officer_id or "")
    musts = must_do(ports, hazards)
    number, version = f"K-{post.code[2:]}", f"{today:%Y%m%d}"
    phone = head.phone if head else ""
    return NoticeCard(
        enterprise=book.enterprise.name,
        post=post.name,
        post_code=post.code,
        level=level,
        card_number=number,
        version=version,
        made_on=today,
        review_on=today + REVIEW_AFTER,
        level_reason=_level_reason(hazards),
        department=_department(book, post),
        place=post.place,
        signs=signs_of(hazards, sign_names),
        accidents=_accidents(book, hazards),
        where_dangerous=_distinct((h.title for h in hazards), MOST_DANGERS),
        usual_hidden_danger=_usual_danger(ports, book, hazards),
        must_do=musts,
        if_happens=_spread((h.emergency for h in hazards), MOST_EMERGENCY),
        person=head.name if head else "",
        phone=phone,
        officer=officer.name if officer else "",
        officer_phone=officer.phone if officer else "",
        qr_text=qr_text(
            enterprise=book.enterprise.called,
            post=post.name,
            post_code=post.code,
            level=label(level),
            musts=musts,
            phone=phone or (officer.phone if officer else ""),
            card_number=number,
            version=version,
        ),
        more=_more(hazards),
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _head(book: Book, post: Post, hazards: Sequence[Hazard]) -> Person | None:
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


def must_do(ports: Ports, hazards: Sequence[Hazard]) -> tuple[str, ...]:
    """What the worker must do: measures in place (never a planned one), worst hazards first.

    First the short orders that the library gives for the worker's own measures; only when there are too few of them
    what else is in place: what a person does before what a machine has. One of each hazard before a second one.
    """
    orders = [[order for m in _in_place(h) if (order := _order(ports, h, m))] for h in hazards]
    rest = [[m.text for m in _in_place(h) if not _order(ports, h, m)] for h in hazards]
    said = _spread(orders, MOST_MUSTS)
    return _distinct((*said, *_spread(rest, MOST_MUSTS)), MOST_MUSTS) if len(said) < _FEWEST_ORDERS else said


_BY_A_PERSON_FIRST = (MeasureKind.MANAGEMENT, MeasureKind.PPE, MeasureKind.ENGINEERING, MeasureKind.TRAINING)
_FEWEST_ORDERS = 3


def _in_place(hazard: Hazard) -> list[Measure]:
    there = [m for m in hazard.measures if m.in_force and m.kind in _BY_A_PERSON_FIRST]
    return sorted(there, key=lambda m: _BY_A_PERSON_FIRST.index(m.kind))


def _order(ports: Ports, hazard: Hazard, measure: Measure) -> str:
    """The library's short order for this measure; empty when it has none or the user wrote other words."""
    entry = library_entry(ports, hazard.entry_id)
    found = next((m for m in entry.measures if m.id == measure.library_id), None) if entry else None
    return found.card if found and found.text == measure.text else ""


def _usual_danger(ports: Ports, book: Book, hazards: Sequence[Hazard]) -> str:
    """What is usually found wrong: an open hidden danger here, else what the library knows of the worst hazards."""
    ids = {h.id for h in hazards}
    found = next((d.title for d in book.dangers if d.is_open and d.hazard_id in ids), "")
    if found:
        return found
    entries = (library_entry(ports, hazard.entry_id) for hazard in hazards)
    return next((entry.inverse for entry in entries if entry is not None), "")


def signs_of(hazards: Sequence[Hazard], names: dict[str, str]) -> tuple[CardSign, ...]:
    """At most five, 警告→禁止→指令→提示. Never derived from the accident type alone."""
    asked = [sign for hazard in hazards for sign in hazard.signs if sign in names]
    by_kind = {kind: [s for s in dict.fromkeys(asked) if s.startswith(f"{kind}-")] for kind in _SIGN_ORDER}
    chosen = {kind: signs[: _USUAL_SIGNS[kind]] for kind, signs in by_kind.items()}
    rest = [s for kind in _SIGN_ORDER for s in by_kind[kind] if s not in chosen[kind]]
    picked = [s for kind in _SIGN_ORDER for s in chosen[kind]]
    if len(picked) > MOST_SIGNS:
        picked = [s for s in picked if not s.startswith("info-")][:MOST_SIGNS]
    kept = set(picked + rest[: MOST_SIGNS - len(picked)])
    return tuple(CardSign(s, names[s]) for kind in _SIGN_ORDER for s in by_kind[kind] if s in kept)


def _more(hazards: Sequence[Hazard]) -> str:
    further = len({h.title for h in hazards}) - MOST_DANGERS
    return f"另有 {further} 项，见《安全风险分级管控清单》" if further > 0 else ""


def _distinct(texts: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:most]


def _spread(lists: Iterable[Iterable[str]], most: int) -> tuple[str, ...]:
    """The first of each list, then the second of each, each text once, until there are `most`."""
    rounds = zip_longest(*(tuple(texts) for texts in lists))
    return _distinct((text for texts in rounds for text in texts if text is not None), most)
