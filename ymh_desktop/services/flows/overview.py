"""How far each of the first four steps is: one short line per step, for the list beside the wizard."""

from collections.abc import Mapping
from dataclasses import dataclass

from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.services.enterprise import FirmFacts, firm_facts
from ymh_desktop.services.flows.posts import ProfileChoice, profile_choices
from ymh_desktop.services.flows.situations import SituationCard, situation_cards
from ymh_desktop.services.flows.walk import WalkProgress, progress, walk_cards
from ymh_desktop.services.ports import Ports


@dataclass(frozen=True, slots=True)
class StepNote:
    """`blocker` says what keeps one from going on, empty when the step is done."""

    note: str
    blocker: str

    @property
    def done(self) -> bool:
        """Whether nothing is missing."""
        return not self.blocker


def step_notes(ports: Ports, identification_id: str) -> Mapping[Step, StepNote]:
    """The notes of steps 1 to 4."""
    with ports.units.read() as uow:
        run = uow.identifications.get(identification_id)
        posts = uow.posts.all()
    facts = firm_facts(ports)
    walked = progress(walk_cards(ports, identification_id))
    situations = situation_cards(ports, identification_id)
    profile = profile_choices(ports, identification_id)
    return {
        Step.ENTERPRISE: StepNote(facts.enterprise.called if facts.enterprise else "", enterprise_blocker(facts)),
        Step.POSTS: StepNote(
            f"{len(posts)} 个岗位" if run.trade_id else "", posts_blocker(run.trade_id, profile, len(posts))
        ),
        Step.SITUATIONS: StepNote(situations_note(situations), situations_blocker(situations)),
        Step.WALK: StepNote(walk_note(walked), walk_blocker(walked)),
    }


def enterprise_blocker(facts: FirmFacts) -> str:
    """What of the first five fields is missing."""
    missing = [
        word
        for word, there in (
            ("企业名称", facts.enterprise),
            ("主要负责人", facts.principal),
            ("主要负责人电话", facts.principal is None or facts.principal.phone),
            ("安全员", facts.officer),
        )
        if not there
    ]
    return f"还没有填：{'、'.join(missing)}" if missing else ""


def posts_blocker(trade_id: str | None, profile: tuple[ProfileChoice, ...], posts: int) -> str:
    """What is missing before the questions can be asked."""
    if trade_id is None:
        return "还没有选行业"
    open_ones = sum(1 for choice in profile if choice.answer is None)
    if open_ones:
        return f"“您厂里有没有”还有 {open_ones} 项没有选"
    return "" if posts else "还没有勾岗位"


def situations_note(cards: tuple[SituationCard, ...]) -> str:
    """What was found, worst first."""
    found = sum(1 for card in cards if card.answer is AnswerValue.PRESENT and not card.expert_only)
    unsure = sum(1 for card in cards if card.answer is AnswerValue.UNSURE)
    unread = sum(1 for card in cards if card.answer is AnswerValue.PRESENT and card.expert_only)
    parts = ((f"{found} 项有", found), (f"{unsure} 项不清楚", unsure), (f"{unread} 份文件要请专家核对", unread))
    if found or unsure or unread:
        return "，".join(part for part, there in parts if there)
    answered = sum(1 for card in cards if card.answer is not None)
    return "都没有" if cards and answered == len(cards) else f"{len(cards)} 题"


def situations_blocker(cards: tuple[SituationCard, ...]) -> str:
    """How many are not answered; what the walk answered counts."""
    open_ones = sum(1 for card in cards if card.answer is None and not card.answered_in_walk)
    return f"还有 {open_ones} 题没有选" if open_ones else ""


def walk_note(walked: WalkProgress) -> str:
    """已答 20 / 64，隐患 3."""
    failed = f"，隐患 {walked.failed}" if walked.failed else ""
    return f"已答 {walked.answered}/{walked.total}{failed}"


def walk_blocker(walked: WalkProgress) -> str:
    """How many are neither answered nor parked."""
    open_ones = walked.total - walked.answered - walked.parked
    if walked.total == 0:
        return "还没有要问的题，请回第 2 步选岗位和设备"
    return f"还有 {open_ones} 题没有答" if open_ones else ""
