"""Step 3: 有 / 没有 / 不清楚. A direct rule answered 有 is kept once it is known where."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.words import label
from ymh_desktop.services.flows import situations
from ymh_desktop.services.flows.overview import situations_blocker, situations_note
from ymh_desktop.services.flows.situations import SituationCard
from ymh_desktop.services.flows.walk import settle_from_situations
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.wizard.keeping import Keeping


@dataclass(frozen=True, slots=True)
class SituationsState:
    """The questions, and the risk points that 在哪里 offers as (id, words)."""

    cards: tuple[SituationCard, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


class SituationsModel(Keeping[SituationsState]):
    """Knows which answers still wait for their place."""

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context)
        self._run_id = run_id
        self.state = SituationsState()
        self.waiting: set[str] = set()  # 有, but nobody said where yet

    def card(self, subject: str) -> SituationCard:
        """The question with this subject."""
        return next(card for card in self.state.cards if card.subject == subject)

    def shown_answer(self, card: SituationCard) -> AnswerValue | None:
        """The answer as the buttons show it."""
        return AnswerValue.PRESENT if card.subject in self.waiting else card.answer

    def settled_by_walk(self, card: SituationCard) -> bool:
        """The walk asked the same already."""
        return card.answer is None and card.answered_in_walk and card.subject not in self.waiting

    def answer(self, subject: str, value: AnswerValue) -> None:
        """Keep an answer; 有 on a direct rule waits for `answer_where`."""
        if value is AnswerValue.PRESENT and self.card(subject).needs_place:
            self.waiting.add(subject)
            self.changed.emit()
        else:
            self._keep(subject, value, None)

    def answer_where(self, subject: str, risk_point_id: str) -> None:
        """有, and here."""
        self._keep(subject, AnswerValue.PRESENT, risk_point_id)

    def summary(self) -> str:
        """What was found."""
        return situations_note(self.state.cards)

    def blocker(self) -> str:
        """What is not answered."""
        open_ones = situations_blocker(tuple(c for c in self.state.cards if c.subject not in self.waiting))
        where = f"{len(self.waiting)} 题没说在哪里" if self.waiting else ""
        return "，".join(part for part in (open_ones, where) if part)

    def first_open(self, cursor: str = "") -> str:
        """The first question without an answer from `cursor` on, else from the start; empty when all have one."""
        subjects = [card.subject for card in self.state.cards]
        start = subjects.index(cursor) if cursor in subjects else 0
        for card in (*self.state.cards[start:], *self.state.cards[:start]):
            if card.subject in self.waiting or (card.answer is None and not card.answered_in_walk):
                return card.subject
        return ""

    def settle(self, done: Callable[[], None]) -> None:
        """Before the walk: what was answered here is not asked there."""
        self.keep(
            partial(settle_from_situations, self._context.ports, self._run_id),
            "按“有没有这些情况”记下风险",
            then=done,
        )

    def _keep(self, subject: str, value: AnswerValue, place: str | None) -> None:
        self.waiting.discard(subject)
        number = next(n for n, card in enumerate(self.state.cards, start=1) if card.subject == subject)
        self.state = replace(
            self.state,
            cards=tuple(
                replace(card, answer=value, where_answered=place) if card.subject == subject else card
                for card in self.state.cards
            ),
        )
        work = partial(situations.answer_situation, self._context.ports, self._run_id, subject, value, place)
        self.keep(work, f"第 {number} 题选“{label(value)}”")
        self.changed.emit()

    def _reader(self) -> Callable[[], SituationsState]:
        return partial(read_situations, self._context.ports, self._run_id)

    def _show(self, state: SituationsState) -> None:
        self.state = state
        self.waiting &= {card.subject for card in state.cards if card.answer is not AnswerValue.PRESENT}


def read_situations(ports: Ports, run_id: str) -> SituationsState:
    """The questions and the places."""
    with ports.units.read() as uow:
        points = uow.risk_points.all()
    places = tuple((p.id, f"{p.name}（{p.place}）" if p.place else p.name) for p in points)
    return SituationsState(situations.situation_cards(ports, run_id), places)
