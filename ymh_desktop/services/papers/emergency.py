"""应急处置卡 of a post: machine by machine, the worst first, and what to do when it has happened there.

Not by accident type: a hazard's steps also speak of what comes along with it (a fire in the glue pot), and under the
heading of another accident they would mislead.
"""

from datetime import date

from ymh_desktop.domain.enterprise import Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import RiskPoint, RiskPointKind
from ymh_desktop.services.book import Book, worst_first
from ymh_desktop.services.papers.cards import head_of
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.emergency import (
    MOST_PLACES,
    MOST_STEPS,
    EmergencyBlock,
    EmergencyCard,
    EmergencyCards,
)


class NoEmergencySteps(UserError):
    """Nothing at any post says what to do."""

    def __init__(self) -> None:
        super().__init__("还没有可以打印的应急处置步骤。", "请先在“风险辨识”里选好岗位，做完现场问答。")


def emergency_cards(ports: Ports, book: Book) -> EmergencyCards:
    """A card for each post whose hazards have emergency steps; raises NoEmergencySteps when none has."""
    today = ports.clock.today()
    cards = tuple(card for post in book.posts if (card := emergency_card(book, post, today)))
    if not cards:
        raise NoEmergencySteps
    return EmergencyCards(cards)


def emergency_card(book: Book, post: Post, today: date) -> EmergencyCard | None:
    """The card of this post; None when nothing at it says what to do."""
    places = _places(book, post)
    if not places:
        return None
    rest = "、".join(point.name for point in places[MOST_PLACES:])
    head = head_of(book, post, book.hazards_at_post(post))
    officer = book.people.get(book.enterprise.officer_id or "")
    return EmergencyCard(
        enterprise=book.enterprise.name,
        post=post.name,
        post_code=post.code,
        version=f"{today:%Y%m%d}",
        made_on=today,
        blocks=tuple(_block(book, point) for point in places[:MOST_PLACES]),
        place=post.place,
        address=book.enterprise.address,
        person=head.name if head else "",
        phone=head.phone if head else "",
        officer=officer.name if officer else "",
        officer_phone=officer.phone if officer else "",
        more=f"还有：{rest}，见它们自己的告知卡" if rest else "",
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _places(book: Book, post: Post) -> list[RiskPoint]:
    """What the post meets and what has steps, the worst first."""
    met = [p for p in book.points if post.id in p.post_ids and p.kind is not RiskPointKind.DUTY]
    told = [point for point in met if any(hazard.emergency for hazard in book.hazards_of[point.id])]
    return sorted(told, key=lambda point: worst_first(book.hazards_of[point.id][0]))


def _block(book: Book, point: RiskPoint) -> EmergencyBlock:
    """The steps of one place, those of the worst hazard first. A step names its own accident where that matters."""
    hazards = [hazard for hazard in book.hazards_of[point.id] if hazard.emergency]
    names = dict.fromkeys(name for hazard in hazards for name in book.accident_names(hazard)[:1])
    steps = dict.fromkeys(step for hazard in hazards for step in hazard.emergency)
    return EmergencyBlock(point.name, "、".join(list(names)[:3]), tuple(steps)[:MOST_STEPS])
