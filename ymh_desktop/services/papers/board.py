"""安全风险公告栏: every risk point of level 重大 or 较大, with what is in place and who answers."""

from collections.abc import Iterable

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.services.book import Book
from ymh_desktop.services.card_words import spread
from ymh_desktop.services.papers.cards import REVIEW_AFTER
from ymh_desktop.services.papers.four_colour_map import NoMap, four_colour_map
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.board import BoardPhone, BoardRow, NoticeBoard
from ymh_desktop.services.reports.four_colour_map import MapPage
from ymh_desktop.services.reports.paper import PageSize

_MOST_DANGERS = 3
_MOST_MEASURES = 4
_MOST_STEPS = 3
_MOST_FLOORS = 3


def notice_board(ports: Ports, book: Book, page_size: PageSize = PageSize.A3) -> NoticeBoard:
    """The board, worst risk points first. With none of them it says so: that is worth telling too."""
    today = ports.clock.today()
    levels = {point.id: book.level_of(point) for point in book.points}
    serious = [p for p in book.points if (levels[p.id] or 0) >= RiskLevel.CONSIDERABLE]
    serious.sort(key=lambda point: -(levels[point.id] or 0))
    graded = [level for level in levels.values() if level is not None]
    return NoticeBoard(
        enterprise=book.enterprise.name,
        profile="、".join(sorted({h.grade.profile_name for h in book.hazards})),
        version=f"{today:%Y%m%d}",
        made_on=today,
        valid_until=today + REVIEW_AFTER,
        rows=tuple(_row(book, point) for point in serious),
        counts=tuple((level, graded.count(level)) for level in sorted(RiskLevel, reverse=True)),
        phones=_phones(book),
        page_size=page_size,
        floors=_floors(ports, book),
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _floors(ports: Ports, book: Book) -> tuple[MapPage, ...]:
    """The first floors of the four-colour map, small below the table; none while it is not drawn."""
    try:
        return four_colour_map(ports, book).pages[:_MOST_FLOORS]
    except NoMap:
        return ()


def _row(book: Book, point: RiskPoint) -> BoardRow:
    hazards = tuple(h for h in book.hazards_of[point.id] if h.level >= RiskLevel.CONSIDERABLE)
    person = book.responsible(hazards[0])
    department = book.departments.get(point.department_id or "")
    return BoardRow(
        code=point.code,
        name=point.name if point.count == 1 else f"{point.name}（{point.count}台/处）",
        level=hazards[0].level,
        place=point.place,
        dangers=_first((h.title for h in hazards), _MOST_DANGERS),
        accidents="、".join(_first((name for h in hazards for name in book.accident_names(h)), 4)),
        consequence="、".join(_first((end for h in hazards for end in _ends(h)), 4)),
        measures=spread((_in_place(h) for h in hazards), _MOST_MEASURES),
        emergency=spread((h.emergency for h in hazards), _MOST_STEPS),
        unit=department.name if department else "",
        person=person.name if person else "",
        phone=person.phone if person else "",
    )


def _ends(hazard: Hazard) -> list[str]:
    return [part for part in hazard.consequence.replace("，", "、").replace("；", "、").split("、") if part]


def _in_place(hazard: Hazard) -> tuple[str, ...]:
    """Engineering measures first: what is built in holds better than what is ordered."""
    there = [m for m in hazard.measures if m.in_force and m.kind is not MeasureKind.EMERGENCY]
    return tuple(m.text for m in sorted(there, key=lambda m: list(MeasureKind).index(m.kind)))


def _phones(book: Book) -> tuple[BoardPhone, ...]:
    officer = book.people.get(book.enterprise.officer_id or "")
    principal = book.people.get(book.enterprise.principal_id or "")
    found = [BoardPhone("企业报告电话", "", book.enterprise.report_phone)] if book.enterprise.report_phone else []
    found += [BoardPhone("安全员", officer.name, officer.phone)] if officer else []
    found += [BoardPhone("主要负责人", principal.name, principal.phone)] if principal else []
    return tuple(found) or (BoardPhone("企业报告电话", ""),)


def _first(texts: Iterable[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:most]
