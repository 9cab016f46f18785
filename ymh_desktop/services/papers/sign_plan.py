"""标志配置表: from the signs that equipment and activities ask for, never from the accident type alone."""

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import RiskPoint, RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.model import Sign
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.sign_plan import SignPlace, SignPlan, SignTotal

STANDARD = "GB 2894-2025"
REVIEW = "待核对"


class NoSigns(UserError):
    """No risk point asks for a sign."""

    def __init__(self) -> None:
        super().__init__("还没有要配置的安全标志。", "请先在“风险辨识”里选好设备和活动，做完现场问答。")


def sign_plan(ports: Ports, book: Book) -> SignPlan:
    """What to buy and where it hangs; management duties have no place. Raises NoSigns when there is none."""
    today = ports.clock.today()
    points = [point for point in book.points if point.kind is not RiskPointKind.DUTY]
    asked = {point.id: signs for point in points if (signs := _asked(ports, book, point))}
    if not asked:
        raise NoSigns
    return SignPlan(
        enterprise=book.enterprise.name,
        version=f"{today:%Y%m%d}",
        made_on=today,
        totals=_totals(ports, points, asked),
        places=tuple(
            SignPlace(point.code, _where(point), tuple(sign.name for sign in asked[point.id]), point.count)
            for point in points
            if point.id in asked
        ),
        notes=_notes(ports),
        signatures=(
            Signature("编制", book.person_name(book.enterprise.officer_id)),
            Signature("审核"),
            Signature("批准", book.person_name(book.enterprise.principal_id)),
        ),
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _asked(ports: Ports, book: Book, point: RiskPoint) -> tuple[Sign, ...]:
    """The signs of its hazards, in the order in which they hang."""
    wanted = {sign for hazard in book.hazards_of[point.id] for sign in hazard.signs}
    return tuple(sign for sign in ports.codes.signs if sign.id in wanted)


def _totals(ports: Ports, points: list[RiskPoint], asked: dict[str, tuple[Sign, ...]]) -> tuple[SignTotal, ...]:
    counts = dict.fromkeys(ports.codes.signs, 0)
    for point in points:
        for sign in asked.get(point.id, ()):
            counts[sign] += point.count
    return tuple(
        SignTotal(sign.id, sign.name, label(sign.kind), count, REVIEW if sign.review else "")
        for sign, count in counts.items()
        if count
    )


def _where(point: RiskPoint) -> str:
    name = point.name if point.count == 1 else f"{point.name}（{point.count}台/处）"
    return f"{name}（{point.place}）" if point.place and point.place not in point.name else name


def _notes(ports: Ports) -> tuple[str, ...]:
    citation = ports.codes.citation(STANDARD)
    named = f"《{citation.title}》（{STANDARD}）" if citation else "现行国家标准"
    return (
        "块数按每台（处）一块算；靠得很近、一眼都能看到的，可以合用一块，照现场改。",
        "几块挂在一起时，按警告、禁止、指令、提示排，先左后右、先上后下；挂在醒目处，不要挂在门上、会移动的东西上。",
        f"表里的图形是示意图。写着“{REVIEW}”的，名称和图形还没有同{named}核对；买的时候要厂家按现行标准供货。",
    )
