"""人人有任务: everybody who works here with four ticks: 有卡, 已签收, 三问答对, 有任务且本周做了."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.inspections import CheckState
from ymh_desktop.domain.receipts import CardReceipt, QuizResult, newest_receipt, newest_result
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.figures import Look, check_rows, lines_of, look_in
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.services.enterprise import person_named
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.training.lessons import Lesson, book_of_cards, lessons
from ymh_desktop.services.training.proofs import place_in

_DONE = (CheckState.DONE, CheckState.LATE)
_SEPARATORS = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick: whether it is there, and why in a few words."""

    yes: bool
    words: str


@dataclass(frozen=True, slots=True)
class PostProof:
    """How one person stands with one of their posts. Receipt and answers are those of the card as it is now."""

    post: Post
    lesson: Lesson | None
    receipt: CardReceipt | None
    result: QuizResult | None
    signed_before: bool


@dataclass(frozen=True, slots=True)
class PersonTicks:
    """One person's line."""

    person: Person
    posts: tuple[PostProof, ...]
    card: Tick
    signed: Tick
    answered: Tick
    busy: Tick

    @property
    def complete(self) -> bool:
        """All four."""
        return all(tick.yes for tick in (self.card, self.signed, self.answered, self.busy))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many have what. `people` is who is listed, or the headcount of the firm when that is more."""

    people: int
    listed: int
    card: int
    signed: int
    answered: int
    busy: int
    complete: int

    @property
    def not_listed(self) -> int:
        """How many the firm has beyond those listed."""
        return self.people - self.listed

    @property
    def words(self) -> str:
        """One line for the home page."""
        if not self.listed:
            return "还没有登记员工"
        each = f"卡 {self.card}、签收 {self.signed}、三问 {self.answered}、任务 {self.busy}"
        return f"{self.complete} / {self.people} 人四样齐全（{each}）"


@dataclass(frozen=True, slots=True)
class Everybody:
    """The list, in the order of the people, with its coverage."""

    lines: tuple[PersonTicks, ...]
    coverage: Coverage

    def line(self, person_id: str) -> PersonTicks | None:
        """The line of this person."""
        return next((line for line in self.lines if line.person.id == person_id), None)


def everybody(ports: Ports) -> Everybody:
    """Everybody who works here; raises NoEnterprise."""
    with ports.units.read() as uow:
        book = book_of_cards(ports, uow)
        receipts, results = uow.card_receipts.all(), uow.quiz_results.all()
        other, seen = _other_tasks(ports, uow), look_in(ports, uow)
    taught = lessons(ports, book)
    work = _checks_of(ports, seen)
    lines = tuple(
        _line(person, _proofs(person, book.posts, taught, receipts, results), _joined(work, other, person.id))
        for person in book.people.values()
        if not person.left
    )
    return Everybody(lines, _coverage(lines, book.enterprise.headcount or 0))


def coverage(ports: Ports) -> Coverage:
    """Only the figures; raises NoEnterprise."""
    return everybody(ports).coverage


def _coverage(lines: Sequence[PersonTicks], headcount: int) -> Coverage:
    return Coverage(
        people=max(headcount, len(lines)),
        listed=len(lines),
        card=sum(line.card.yes for line in lines),
        signed=sum(line.signed.yes for line in lines),
        answered=sum(line.answered.yes for line in lines),
        busy=sum(line.busy.yes for line in lines),
        complete=sum(line.complete for line in lines),
    )


def _proofs(
    person: Person,
    posts: Iterable[Post],
    taught: dict[str, Lesson],
    receipts: Sequence[CardReceipt],
    results: Sequence[QuizResult],
) -> tuple[PostProof, ...]:
    return tuple(
        _proof(person, post, taught.get(post.id), receipts, results) for post in posts if person.id in post.person_ids
    )


def _proof(
    person: Person, post: Post, taught: Lesson | None, receipts: Sequence[CardReceipt], results: Sequence[QuizResult]
) -> PostProof:
    receipt, result = newest_receipt(receipts, person.id, post.id), newest_result(results, person.id, post.id)
    edition = taught.edition if taught else ""
    return PostProof(
        post,
        taught,
        receipt if receipt and receipt.edition == edition else None,
        result if result and result.edition == edition else None,
        receipt is not None,
    )


def _line(person: Person, proofs: tuple[PostProof, ...], work: "_Work") -> PersonTicks:
    return PersonTicks(person, proofs, _card(proofs), _signed(proofs), _answered(proofs), work.tick())


def _card(proofs: Sequence[PostProof]) -> Tick:
    if not proofs:
        return Tick(False, "还没定岗位")
    bare = [proof.post.name for proof in proofs if proof.lesson is None]
    return Tick(False, f"“{bare[0]}”还没有卡") if bare else Tick(True, f"{len(proofs)} 张" if len(proofs) > 1 else "有")


def _signed(proofs: Sequence[PostProof]) -> Tick:
    cards = [proof for proof in proofs if proof.lesson is not None]
    missing = [proof for proof in cards if proof.receipt is None]
    if not cards:
        return Tick(False, "没有卡可签")
    if any(proof.signed_before for proof in missing):
        return Tick(False, "卡改过，要重签")
    if missing:
        return Tick(False, "没签")
    return Tick(True, f"{max(proof.receipt.on for proof in cards if proof.receipt)}")


def _answered(proofs: Sequence[PostProof]) -> Tick:
    cards = [proof for proof in proofs if proof.lesson is not None]
    if not cards:
        return Tick(False, "没有卡可问")
    if any(proof.result is None for proof in cards):
        return Tick(False, "没问")
    wrong = [proof.result for proof in cards if proof.result is not None and not proof.result.all_right]
    if wrong:
        return Tick(False, f"答对 {sum(wrong[0].right)} 问，要再问")
    return Tick(True, "全对")


# ---- tasks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Work:
    """What somebody has to do: how many tasks, how many were made this week, what was missed (in words)."""

    tasks: int = 0
    done: int = 0
    waiting: int = 0
    missed: tuple[str, ...] = ()

    def plus(self, other: "_Work") -> "_Work":
        return _Work(
            self.tasks + other.tasks, self.done + other.done, self.waiting + other.waiting, self.missed + other.missed
        )

    def tick(self) -> Tick:
        if not self.tasks:
            return Tick(False, "没有任务")
        if self.missed:
            more = f"等 {len(self.missed)} 项" if len(self.missed) > 1 else ""
            return Tick(False, f"{self.missed[0]}{more}")
        if self.done:
            return Tick(True, f"本周做了 {self.done} 次" + (f"，还有 {self.waiting} 次" if self.waiting else ""))
        return Tick(True, f"{self.tasks} 项，本周还没到日子" if self.waiting else f"{self.tasks} 项，没有漏的")


def _joined(work: dict[str, _Work], other: dict[str, _Work], person_id: str) -> _Work:
    return work.get(person_id, _Work()).plus(other.get(person_id, _Work()))


def _checks_of(ports: Ports, seen: Look) -> dict[str, _Work]:
    """Person id → checks: plans that are theirs, made this week, still to come this week, missed."""
    monday = seen.today - timedelta(days=seen.today.weekday())
    sunday = monday + timedelta(days=6)
    of_plan: dict[str, list[CheckState]] = defaultdict(list)
    for line in lines_of(seen, check_rows(ports, monday, sunday), monday, sunday):
        of_plan[line.plan_id].append(line.state)
    late: dict[str, str] = {}
    for waiting in today_lines(ports, seen):
        if waiting.overdue:
            late.update((plan_id, waiting.title) for plan_id in waiting.plan_ids)
    found: dict[str, _Work] = {}
    for plan in seen.plans:
        if not plan.running:
            continue
        states = of_plan.get(plan.id, [])
        missed = CheckState.MISSED in states or plan.id in late
        work = _Work(
            1,
            sum(state in _DONE for state in states),
            sum(state not in _DONE and state is not CheckState.MISSED for state in states),
            (f"漏了“{late.get(plan.id, plan.title)}”",) if missed else (),
        )
        for person_id in _whose(seen, plan):
            found[person_id] = found.get(person_id, _Work()).plus(work)
    return found


def _whose(seen: Look, plan: CheckPlan) -> set[str]:
    """Who makes it, and at a post everybody who works there: the sheet hangs at the machine."""
    inspector = seen.staff.inspector(plan)
    whose = {inspector} if inspector else set()
    post = seen.staff.posts.get(plan.post_id or "")
    if post is not None and plan.tier is ControlTier.POST:
        whose |= set(post.person_ids)
    return whose


def _other_tasks(ports: Ports, uow: UnitOfWork) -> dict[str, _Work]:
    """Hidden dangers to be rectified, and measures to be added; of what is late, the longest first."""
    today = ports.clock.today()
    found: dict[str, _Work] = {}
    for danger in sorted(uow.hidden_dangers.still_open(), key=lambda each: each.deadline or date.max):
        if danger.responsible_id:
            missed = (f"{danger.code} 超期",) if danger.overdue(today) else ()
            found[danger.responsible_id] = found.get(danger.responsible_id, _Work()).plus(_Work(1, missed=missed))
    measures = (measure for hazard in uow.hazards.all() for measure in hazard.measures)
    for measure in sorted(measures, key=lambda each: each.due or date.max):
        if measure.person_id and not measure.in_force:
            late = measure.due is not None and measure.due < today
            work = _Work(1, missed=(f"措施“{measure.text[:12]}”过了日子",) if late else ())
            found[measure.person_id] = found.get(measure.person_id, _Work()).plus(work)
    return found


# ---- making everybody known ------------------------------------------------------------------------------------------


def add_people(ports: Ports, names: str, post_id: str | None = None) -> tuple[tuple[Person, ...], Changes]:
    """Several people at once, typed or pasted: one a line, or with commas or blanks between; placed at that post."""
    with ports.units.write() as uow:
        post = uow.posts.get(post_id) if post_id else None
        wanted = dict.fromkeys(part.strip() for part in _SEPARATORS.split(names) if part.strip())
        people = tuple(person_named(uow, ports, name) for name in wanted)
        for person in people:
            if post is not None:
                place_in(uow, person, post.id)
        return people, uow.commit()
