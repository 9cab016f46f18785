"""首次风险辨识报告: what was found, by whom, signed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import AnswerValue, SignOff
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book, the_run
from ymh_desktop.services.flows.situations import ask_the_expert
from ymh_desktop.services.flows.walk import WalkCard, walk_cards
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.sign_off import FirstIdentificationReport, FoundRisk
from ymh_desktop.services.runs import EXPERT, PRINCIPAL
from ymh_desktop.services.since_signing import (
    SignedAnswer,
    SignedRegister,
    SignedRisk,
    came_since,
    signed_answers,
    signed_register,
    signed_run,
    since_signing,
)

_MOST_NAMED = 12  # of what came after the signature, so that all stand on its page: the lists of today tell the rest


def identification_report(ports: Ports, book: Book) -> FirstIdentificationReport:
    """The short report with its sign-off page."""
    since = since_signing(ports, the_run(book))
    run, answers = signed_run(ports, the_run(book), since), signed_answers(ports, book, since)
    signed, found = signed_register(ports, book, since), found_by(book)
    came = came_since(ports, since, found)
    after = _After(signed, tuple(danger for danger in found if danger.id in came), _changed_answers(book, answers))
    principal, expert = run.signed_by(PRINCIPAL), run.signed_by(EXPERT)
    trade = next((h.name for h in ports.library.trade_headers() if h.id == run.trade_id), "")
    values = {(each.risk_point_id, each.subject): each.value for each in answers}
    parked = [card.statement for card in walk_cards(ports, run.id) if _is_parked(card, values)]
    posts = {post.id: post.name for post in book.posts}
    took_part: dict[str, list[str]] = {}
    for post_id, name in run.participants:
        took_part.setdefault(posts.get(post_id, "其他"), []).append(name)
    return FirstIdentificationReport(
        enterprise=book.enterprise.name,
        title=run.title,
        trade=trade,
        library_version=run.library_version,
        profile="、".join(sorted({risk.method for risk in signed.risks})),
        started_on=run.started_on,
        finished_on=run.finished_on or (principal.on if principal else None),
        made_on=ports.clock.today(),
        principal=_signature("主要负责人", principal, book.person_name(book.enterprise.principal_id)),
        counts=signed.counts,
        risks=_serious(signed),
        hidden_dangers=tuple(_told(danger) for danger in found if danger.id not in came),
        open_questions=ask_the_expert(ports, [(each.subject, each.value) for each in answers]),
        parked=tuple(parked),
        answers=_where_answered(answers),
        participants=tuple((post, tuple(names)) for post, names in took_part.items()),
        expert=_signature("专家", expert, "") if expert else None,
        expert_unit=f"{expert.unit} {expert.speciality}".strip() if expert else "",
        expert_certificate=expert.certificate if expert else "",
        draft=book.draft,
        expert_pending=book.expert_pending,
        notes=_not_signed(principal, after),
        later=after.words if principal is not None else (),
    )


def _is_parked(card: WalkCard, values: Mapping[tuple[str | None, str], AnswerValue]) -> bool:
    """As `WalkCard.value` has it, by the answers of another time."""
    found = {values.get((target.point.id, target.entry.id)) for target in card.targets}
    return AnswerValue.PARKED in found and found.isdisjoint({None, AnswerValue.NO})


def found_by(book: Book) -> tuple[HiddenDanger, ...]:
    """The hidden dangers that answers of the newest identification told, closed ones too; nothing of daily checks."""
    told = {answer.hidden_danger_id for answer in book.answers}
    return tuple(danger for danger in book.dangers if danger.id in told)


def _told(danger: HiddenDanger) -> str:
    words = f"{danger.code} {danger.title}" + (f"（{danger.place}）" if danger.place else "")
    return f"{words}　已于 {danger.closed_on} 销号" if danger.closed_on else words


def _signature(role: str, sign: SignOff | None, name: str) -> Signature:
    return Signature(role, sign.name, sign.on.isoformat()) if sign else Signature(role, name)


def _serious(signed: SignedRegister) -> tuple[FoundRisk, ...]:
    return tuple(
        FoundRisk(risk.code, risk.name, risk.level, risk.title, risk.person)
        for risk in signed.risks
        if risk.level >= RiskLevel.CONSIDERABLE
    )


@dataclass(frozen=True, slots=True)
class _After:
    """What the signature does not cover: it came, changed or went later, and stands in the lists of today."""

    register: SignedRegister
    dangers: tuple[HiddenDanger, ...]
    answers: int

    @property
    def words(self) -> tuple[str, ...]:
        """One by one, as far as it can be read at a glance."""
        found = self.register
        said = [f"新增风险：{_risk_words(risk)}，{label(risk.level)}" for risk in found.came]
        said += [f"改过的风险：{_risk_words(risk)}{_level_now(risk)}" for risk in found.changed]
        said += [f"去掉的风险：{_risk_words(risk)}" for risk in found.gone]
        said += [f"新增隐患：{_told(danger)}" for danger in self.dangers]
        more = (
            [f"还有 {len(said) - _MOST_NAMED} 条，见“安全风险分级管控清单”和“隐患台账”"]
            if len(said) > _MOST_NAMED
            else []
        )
        answers = [f"现场问答：{self.answers} 条后来才答，或改了答案"] if self.answers else []
        return (*said[:_MOST_NAMED], *more, *answers)


def _risk_words(risk: SignedRisk) -> str:
    return f"{risk.code} {risk.name}，{risk.title}"


def _level_now(risk: SignedRisk) -> str:
    if risk.hazard is None or risk.hazard.level is risk.level:
        return ""
    return f"，{label(risk.level)}变成{label(risk.hazard.level)}"


def _not_signed(principal: SignOff | None, after: _After) -> tuple[str, ...]:
    register = after.register
    changes = ((register.came, "新增"), (register.changed, "改过"), (register.gone, "去掉"))
    risks = "、".join(f"{word} {len(which)} 条" for which, word in changes if which)
    said = [f"风险{risks}，现在的样子见“安全风险分级管控清单”"] if risks else []
    if after.dangers:
        said.append(f"隐患新增 {len(after.dangers)} 条，见“隐患台账”")
    if after.answers:
        said.append(f"现场问答改过 {after.answers} 条")
    if principal is None or not said:
        return ()
    return (f"本报告印的是 {principal.on} 签字时的样子。签字以后{'；'.join(said)}，不在这次签字里。",)


def _changed_answers(book: Book, signed: tuple[SignedAnswer, ...]) -> int:
    """How many questions have another answer now than when the owner signed."""
    now = {(each.risk_point_id, each.subject): each.value for each in book.answers}
    then = {(each.risk_point_id, each.subject): each.value for each in signed}
    return sum(1 for key in now.keys() | then.keys() if now.get(key) is not then.get(key))


def _where_answered(answers: tuple[SignedAnswer, ...]) -> tuple[tuple[str, int], ...]:
    counted = Counter(label(a.where) for a in answers if a.value in (AnswerValue.YES, AnswerValue.NO))
    return tuple(counted.items())
