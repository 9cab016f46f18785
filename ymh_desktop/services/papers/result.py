"""首次风险辨识报告: what was found, by whom, signed."""

from collections import Counter

from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import AnswerValue, SignOff
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, the_run
from ymh_desktop.services.flows.situations import ask_the_expert
from ymh_desktop.services.flows.walk import walk_cards
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.sign_off import FirstIdentificationReport, FoundRisk
from ymh_desktop.services.runs import EXPERT, PRINCIPAL
from ymh_desktop.services.since_signing import SignedRegister, came_since, signed_register, since_signing


def identification_report(ports: Ports, book: Book) -> FirstIdentificationReport:
    """The short report with its sign-off page."""
    run = the_run(book)
    since = since_signing(ports, run)
    signed, found = signed_register(ports, book, since), found_by(book)
    later = came_since(ports, since, found)
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
        counts=signed.counts,
        risks=_serious(book, signed),
        hidden_dangers=tuple(_told(danger) for danger in found if danger.id not in later),
        open_questions=ask_the_expert(ports),
        parked=tuple(parked),
        answers=_where_answered(book),
        participants=tuple((post, tuple(names)) for post, names in took_part.items()),
        expert=_signature("专家", expert, "") if expert else None,
        expert_unit=f"{expert.unit} {expert.speciality}".strip() if expert else "",
        expert_certificate=expert.certificate if expert else "",
        draft=book.draft,
        expert_pending=book.expert_pending,
        notes=_not_signed(principal, signed, len(later)),
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


def _serious(book: Book, signed: SignedRegister) -> tuple[FoundRisk, ...]:
    return tuple(
        FoundRisk(risk.code, risk.name, risk.level, risk.title, _person(book, risk.hazard))
        for risk in signed.risks
        if risk.level >= RiskLevel.CONSIDERABLE
    )


def _person(book: Book, hazard: Hazard | None) -> str:
    person = book.responsible(hazard) if hazard is not None else None
    return person.name if person else ""


def _not_signed(principal: SignOff | None, signed: SignedRegister, dangers: int) -> tuple[str, ...]:
    """What the signature does not cover: it came, changed or went later, and stands in the lists of today."""
    changes = ((signed.came, "新增"), (signed.changed, "改过"), (signed.gone, "去掉"))
    risks = "、".join(f"{word} {count} 条" for count, word in changes if count)
    said = [f"风险{risks}，现在的样子见“安全风险分级管控清单”"] if risks else []
    if dangers:
        said.append(f"隐患新增 {dangers} 条，见“隐患台账”")
    if principal is None or not said:
        return ()
    return (f"本报告印的是 {principal.on} 签字时的样子。签字以后{'；'.join(said)}，不在这次签字里。",)


def _where_answered(book: Book) -> tuple[tuple[str, int], ...]:
    counted = Counter(label(a.where) for a in book.answers if a.value in (AnswerValue.YES, AnswerValue.NO))
    return tuple(counted.items())
