"""Step 4: the cards by place, what is shown of them, and every answer kept at once in the background."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import Answer, AnswerValue, WhereAnswered, WhyNotHere
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.flows.overview import walk_blocker, walk_note
from ymh_desktop.services.flows.walk import SheetChanged, Target, WalkCard, WalkProgress
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.unkept import Unkept
from ymh_desktop.ui.viewmodels.wizard.keeping import Keeping
from ymh_desktop.ui.viewmodels.wizard.paper import PaperSummary, is_open, numbers_on, read_numbers, sum_up, waits

ONCE_SAID = "风险＝这里可能出事，防住了也算；隐患＝该防的没防住。"
_MANY = 3


@dataclass(frozen=True, slots=True)
class PostTeam:
    """A post with the names of those who took part for it."""

    id: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WalkState:
    """Everything that step 4 shows. `people` are all names to tick, `sheet` is the number of a sheet printed now."""

    cards: tuple[WalkCard, ...] = ()
    teams: tuple[PostTeam, ...] = ()
    people: tuple[str, ...] = ()
    sheet: str = ""


class WalkModel(Keeping[WalkState]):
    """The screen shows an answer before it is kept; `turned` names cards that changed by another way (undo)."""

    turned = Signal(str)
    filtered = Signal()

    def __init__(self, context: Context, run_id: str) -> None:
        super().__init__(context)
        self._run_id = run_id
        self.unkept = Unkept(context, f"walk {run_id}")  # what is typed from a sheet that is not kept yet
        self.state = WalkState()
        self.where = WhereAnswered.ON_SITE
        self.only_open = False
        self.place = ""  # empty: all places
        self._just_answered = ""

    def load(self) -> None:
        """Read anew, with what was typed and not kept; `loaded` follows."""
        self.unkept.load()
        super().load()

    # ---- what is shown -------------------------------------------------------------------------------------------

    def card(self, key: str) -> WalkCard:
        """The card with this key."""
        return next(card for card in self.state.cards if card.key == key)

    def groups(self) -> tuple[tuple[str, tuple[WalkCard, ...]], ...]:
        """Place by place, in walking order."""
        places = dict.fromkeys(card.place for card in self.state.cards)
        return tuple((place, tuple(c for c in self.state.cards if c.place == place)) for place in places)

    def visible(self, card: WalkCard) -> bool:
        """Whether the filters leave it; the card just answered stays until the next one is."""
        if self.place and card.place != self.place:
            return False
        return not self.only_open or waits(card) or card.key == self._just_answered

    def place_options(self) -> tuple[tuple[object, str], ...]:
        """For the list 全部地方, with what is open in each."""
        found: list[tuple[object, str]] = [("", "全部地方")]
        for place, cards in self.groups():
            left = sum(1 for card in cards if is_open(card))
            found.append((place, f"{place}（还有 {left} 题）" if left else f"{place}（答完了）"))
        return tuple(found)

    @property
    def progress(self) -> WalkProgress:
        """The counts."""
        return walk.progress(self.state.cards)

    def progress_words(self) -> str:
        """已答 2 / 64 题，发现隐患 1 处，放着 1 题."""
        counted = self.progress
        words = f"已答 {counted.answered} / {counted.total} 题"
        words += f"，发现隐患 {counted.failed} 题" if counted.failed else ""
        return words + (f"，放着 {counted.parked} 题" if counted.parked else "")

    def summary(self) -> str:
        """For the list of steps."""
        return walk_note(self.progress) if self.state.cards else ""

    def blocker(self) -> str:
        """What is neither answered nor parked."""
        return walk_blocker(self.progress)

    def subjects(self, card: WalkCard) -> str:
        """开料锯、平刨、压刨等 8 处."""
        names = card.subjects.split("、")
        if len(names) <= _MANY:
            return card.subjects
        return f"{'、'.join(names[:_MANY])}等 {len(card.targets)} 处"

    def why(self, card: WalkCard) -> WhyNotHere | None:
        """The reason of 不涉及."""
        return next((t.answer.why_not_here for t in card.targets if t.answer and t.answer.why_not_here), None)

    def answered_at_desk(self, card: WalkCard) -> bool:
        """Somebody answered without looking."""
        return any(
            t.answer is not None
            and t.answer.value is not AnswerValue.PARKED
            and t.answer.where is WhereAnswered.AT_DESK
            for t in card.targets
        )

    def first_open(self, after: str = "") -> str:
        """The next visible open card after this key, going round; empty when there is none."""
        keys = [card.key for card in self.state.cards]
        start = keys.index(after) + 1 if after in keys else 0
        for card in (*self.state.cards[start:], *self.state.cards[:start]):
            if is_open(card) and (not self.place or card.place == self.place):
                return card.key
        return ""

    def key_of_cursor(self, cursor: str) -> str:
        """The card that asks the entry of the cursor; empty when none does."""
        for card in self.state.cards:
            if cursor and any(t.entry.id == cursor for t in card.targets):
                return card.key
        return ""

    # ---- what can be done ----------------------------------------------------------------------------------------

    def answer(self, key: str, value: AnswerValue) -> None:
        """是, 否 (at all of its machines) or 不涉及 (没有)."""
        self._keep(key, value)

    def fail_at(self, key: str, point_ids: Iterable[str]) -> bool:
        """否 only at these; False when none would be left (then it is 是, and that is another button)."""
        failed = frozenset(point_ids)
        if not failed:
            return False
        self._keep(key, AnswerValue.NO, failed=failed)
        return True

    def explain(self, key: str, why: WhyNotHere) -> None:
        """不涉及, for this reason."""
        self._keep(key, AnswerValue.NOT_HERE, why=why)

    def park(self, key: str, parked: bool) -> None:
        """Put it off, or take it up again."""
        if parked:
            self._keep(key, AnswerValue.PARKED)
            return
        card = self.card(key)
        if card.value is AnswerValue.PARKED:
            targets = [(t.point.id, t.entry.id) for t in card.targets]
            self._replace(card, tuple(replace(t, answer=None) for t in card.targets))
            self.keep(partial(walk.take_up_parked, self._ports, self._run_id, targets), f"第 {card.number} 题不再放着")
            self.changed.emit()

    def look(self, where: WhereAnswered) -> None:
        """From now on answers are given here."""
        self.where = where

    def show_only_open(self, only: bool) -> None:
        """只看没答的."""
        self.only_open, self._just_answered = only, ""
        self.filtered.emit()

    def show_place(self, place: str) -> None:
        """Only this place; empty shows all."""
        self.place, self._just_answered = place, ""
        self.filtered.emit()

    def check_sheet(self, sheet: str) -> None:
        """Whether the paper with this number is the sheet of now; raises SheetChanged."""
        walk.check_sheet(self.state.sheet, sheet)

    def check_numbers(self, numbers: str) -> None:
        """Whether these can be answered from a sheet; raises UserError."""
        numbers_on(self.state.cards, numbers)

    def sum_of_paper(self, failed: str, not_here: str) -> PaperSummary:
        """What keying these numbers, each field of which passes, would do; raises UserError for one in both fields."""
        return sum_up(self.state.cards, read_numbers(failed), read_numbers(not_here))

    def key_paper(
        self, sheet: str, failed: str, not_here: str, then: Callable[[], None], refused: Callable[[UserError], None]
    ) -> None:
        """Keep the sheet in one step; `refused` gets why not, a SheetChanged when the questions became others."""

        def not_kept(error: UserError) -> None:
            if not isinstance(error, SheetChanged):
                self._context.records.not_saved(error)
            refused(error)

        numbers = (read_numbers(failed), read_numbers(not_here))
        work = partial(walk.key_back_sheet, self._ports, self._run_id, sheet, *numbers)
        self.keep(work, "按纸录入", then=then, failed=not_kept)

    def take_part(self, post_id: str, name: str, there: bool) -> None:
        """Somebody of this post took part, or did not."""
        team = next(team for team in self.state.teams if team.id == post_id)
        names = (*team.names, name) if there else tuple(n for n in team.names if n != name)
        names = tuple(dict.fromkeys(names))
        teams = tuple(replace(t, names=names) if t.id == post_id else t for t in self.state.teams)
        self.state = replace(self.state, teams=teams)
        said = f"{name}{'参加了' if there else '没有参加'}（{team.name}）"
        self.keep(partial(steps.set_participants, self._ports, self._run_id, post_id, names), said)
        self.changed.emit()

    def add_participant(
        self, post_id: str, name: str, then: Callable[[], None], refused: Callable[[UserError], None]
    ) -> None:
        """Somebody new: from now on among the people of the firm; `refused` gets why not."""
        team = next(team for team in self.state.teams if team.id == post_id)
        names = tuple(dict.fromkeys((*team.names, name.strip())))
        work = partial(_add_participant, self._ports, self._run_id, post_id, names, name)
        self.keep(work, f"{name[:10]}参加了", then=then, failed=refused)

    def team_count(self) -> int:
        """How many people took part."""
        return len({name for team in self.state.teams for name in team.names})

    # ---- the road ------------------------------------------------------------------------------------------------

    @property
    def _ports(self) -> Ports:
        return self._context.ports

    def _keep(
        self, key: str, value: AnswerValue, *, failed: frozenset[str] | None = None, why: WhyNotHere | None = None
    ) -> None:
        card = self.card(key)
        if value is AnswerValue.NOT_HERE and why is None:
            why = WhyNotHere.NONE_HERE
        loses = value is AnswerValue.NOT_HERE and card.value in (AnswerValue.YES, AnswerValue.NO)
        work = partial(
            walk.answer_card,
            self._ports,
            self._run_id,
            [(t.point.id, t.entry.id) for t in card.targets],
            value,
            failed_points=failed,
            where=self.where,
            why=why,
        )
        self._replace(card, tuple(self._target(t, value, failed, why) for t in card.targets))
        self._just_answered = key
        said = f"第 {card.number} 题答“{label(value)}”"
        self.keep(work, f"{said}，从清单里拿掉了" if loses else said, toast=loses)
        self.changed.emit()
        if self.only_open:
            self.filtered.emit()

    def _target(
        self, target: Target, value: AnswerValue, failed: frozenset[str] | None, why: WhyNotHere | None
    ) -> Target:
        fails = failed is None or target.point.id in failed
        each = AnswerValue.YES if value is AnswerValue.NO and not fails else value
        now = self._ports.clock.now()
        kept = why if each is AnswerValue.NOT_HERE else None
        answer = Answer("", self._run_id, target.entry.id, each, now, target.point.id, self.where, kept)
        return replace(target, answer=answer)

    def _replace(self, card: WalkCard, targets: tuple[Target, ...]) -> None:
        new = replace(card, targets=targets)
        self.state = replace(self.state, cards=tuple(new if c.key == card.key else c for c in self.state.cards))

    def _reader(self) -> Callable[[], WalkState]:
        return partial(read_walk, self._ports, self._run_id)

    def _show(self, state: WalkState) -> None:
        before = {card.key: _signature(card) for card in self.state.cards}
        self.state = state
        turned = [c.key for c in state.cards if c.key in before and before[c.key] != _signature(c)]
        if turned:
            self.turned.emit(turned[0])


def _signature(card: WalkCard) -> tuple[object, ...]:
    return tuple((t.answer.value, t.answer.where, t.answer.why_not_here) if t.answer else None for t in card.targets)


def read_walk(ports: Ports, run_id: str) -> WalkState:
    """One look at everything of step 4."""
    with ports.units.read() as uow:
        run = uow.identifications.get(run_id)
        posts, people = uow.posts.all(), uow.people.all()
    took_part: dict[str, list[str]] = {}
    for post_id, name in run.participants:
        took_part.setdefault(post_id, []).append(name)
    teams = tuple(PostTeam(post.id, post.name, tuple(took_part.get(post.id, ()))) for post in posts)
    names = dict.fromkeys(person.name for person in people if not person.left)
    names |= dict.fromkeys(name for _, name in run.participants)
    cards = walk.walk_cards(ports, run_id)
    return WalkState(cards, teams, tuple(names), walk.sheet_number(run, cards))


def _add_participant(ports: Ports, run_id: str, post_id: str, names: tuple[str, ...], name: str) -> Changes:
    _, changes = firm.add_person(ports, name)
    return changes.joined(steps.set_participants(ports, run_id, post_id, names))
