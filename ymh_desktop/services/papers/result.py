"""首次风险辨识报告: what was found, by whom, signed."""

from collections import Counter

from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import AnswerValue, SignOff
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, the_run
from ymh_desktop.services.flows.situations import ask_the_expert
from ymh_desktop.services.flows.walk import walk_cards
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.sign_off import FirstIdentificationReport, FoundRisk
from ymh_desktop.services.runs import EXPERT, PRINCIPAL


def identification_report(ports: Ports, book: Book) -> FirstIdentificationReport:
    """The short report with its sign-off page."""
    run = the_run(book)
    principal, expert = run.signed_by(PRINCIPAL), run.signed_by(EXPERT)
    trade = next((h.name for h in ports.library.trade_headers() if h.id == run.trade_id), "")
    parked = [c.statement for c in walk_cards(ports, run.id) if c.value is AnswerValue.PARKED]
    posts = {post.id: post.name for post in book.posts}
    took_part: dict[str, list[str]] = {}
    for post_id, name in run.participants:
        took_part.setdefault(posts.get(post_id, "其他"), []).append(name)
    return FirstIdentificationReport(
        enterprise=book.enterprise.name,
        title=run.title,
        trade=trade,
        library_version=run.library_version,
        profile="、".join(sorted({h.grade.profile_name for h in book.hazards})),
        started_on=run.started_on,
        finished_on=run.finished_on or (principal.on if principal else None),
        made_on=ports.clock.today(),
        principal=_signature("主要负责人", principal, book.person_name(book.enterprise.principal_id)),
        counts=book.counts(),
        risks=_serious(book),
        hidden_dangers=tuple(_told(danger) for danger in found_by(book)),
        open_questions=ask_the_expert(ports),
        parked=tuple(parked),
        answers=_where_answered(book),
        participants=tuple((post, tuple(names)) for post, names in took_part.items()),
        expert=_signature("专家", expert, "") if expert else None,
        expert_unit=f"{expert.unit} {expert.speciality}".strip() if expert else "",
        expert_certificate=expert.certificate if expert else "",
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def found_by(book: Book) -> tuple[HiddenDanger, ...]:
    """The hidden dangers that answers of the newest identification told, closed ones too; nothing of daily checks."""
    told = {answer.hidden_danger_id for answer in book.answers}
    return tuple(danger for danger in book.dangers if danger.id in told)


def _told(danger: HiddenDanger) -> str:
    words = f"{danger.code} {danger.title}" + (f"（{danger.place}）" if danger.place else "")
    return f"{words}　已于 {danger.closed_on} 销号" if danger.closed_on else words


def _signature(role: str, sign: SignOff | None, name: str) -> Signature:
    return Signature(role, sign.name, sign.on.isoformat()) if sign else Signature(role, name)


def _serious(book: Book) -> tuple[FoundRisk, ...]:
    return tuple(
        FoundRisk(point.code, point.name, hazard.level, hazard.title, _person(book, hazard.id))
        for point in book.points
        for hazard in book.hazards_of[point.id]
        if hazard.level >= RiskLevel.CONSIDERABLE
    )


def _person(book: Book, hazard_id: str) -> str:
    hazard = next(h for h in book.hazards if h.id == hazard_id)
    person = book.responsible(hazard)
    return person.name if person else ""


def _where_answered(book: Book) -> tuple[tuple[str, int], ...]:
    counted = Counter(label(a.where) for a in book.answers if a.value in (AnswerValue.YES, AnswerValue.NO))
    return tuple(counted.items())
