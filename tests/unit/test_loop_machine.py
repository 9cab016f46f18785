"""Whatever anybody presses in whatever order, no hidden danger reaches a state that is forbidden.

The machine keeps its own simple account of what was really done, and never asks the code what the code thinks.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.unit.loop import BOSS, CLAUSE, FOUND, OFFICER, PLAN, WORKER, danger, said
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger
from ymh_desktop.domain.major_files import (
    ChainLink,
    Clearance,
    Evaluation,
    Evaluator,
    MajorFile,
    MajorReport,
    OrderAnswer,
    OrderKind,
    PlanPart,
    ReportTo,
    Shutdown,
    ShutdownDecision,
    SupervisionOrder,
)

CHINA = timezone(timedelta(hours=8))
PEOPLE = st.sampled_from([BOSS, OFFICER, WORKER])
WORDS = st.sampled_from(["", " ", "写清楚了"])
DAYS = st.integers(-2, 30)

DILIGENT = (
    *("judge", "pass_up", "decide", "protect", "describe", "plan", "approve", "assign", "start", "tell_department"),
    *("tell_workers", "photograph", "answer", "evaluate", "hand_in", "accept", "clear", "strike_off"),
)
WITHOUT = st.sampled_from([None, *DILIGENT])


class Loop(RuleBasedStateMachine):
    """One hidden danger and its file in the hands of somebody who presses everything."""

    def __init__(self) -> None:
        super().__init__()
        self.danger = danger()
        self.file = MajorFile("d")
        self.now = 0
        self.photos = 0
        # the account
        self.evidence = False
        self.evaluated = False
        self.cleared = False
        self.judged = False
        self.plan_approved = False
        self.department = self.workers = False
        self.passed_up = self.decided = self.protected = self.described = False
        self.ordered: dict[str, bool] = {}  # number → answered
        self.bound = False  # by an order that only the department ends

    @property
    def today(self) -> date:
        return FOUND + timedelta(days=self.now)

    def _try(self, step: Callable[[], HiddenDanger]) -> bool:
        """Whether the step was allowed."""
        try:
            self.danger = step()
        except UserError:
            return False
        return True

    def _file(self, step: Callable[[], MajorFile]) -> bool:
        try:
            self.file = step()
        except UserError:
            return False
        return True

    @initialize(major=st.booleans(), begin=st.booleans(), without=WITHOUT)
    def found(self, major: bool, begin: bool, without: str | None) -> None:
        """Some are suspected to be major, and for half of them a whole way has been tried."""
        if major:
            self.danger = replace(danger(DangerLevel.MAJOR), basis=CLAUSE, responsible_id=BOSS)
        if begin:
            self._all_but(without, OFFICER)

    @rule(days=st.integers(-1, 6))
    def time_passes(self, days: int) -> None:
        self.now += days

    @rule(level=st.sampled_from(DangerLevel), basis=st.sampled_from(["", CLAUSE]), reason=WORDS)
    def grade(self, level: DangerLevel, basis: str, reason: str) -> None:
        if self._try(
            lambda: self.danger.graded(
                level, on=self.today, by_id=OFFICER, principal_id=BOSS, basis=basis, reason=reason, file=self.file
            )
        ):
            self.judged = True

    @rule(who=PEOPLE, days=st.integers(-40, 30))
    def assign(self, who: str, days: int) -> None:
        self._try(
            lambda: self.danger.assigned(who, self.today + timedelta(days=days), on=self.today, principal_id=BOSS)
        )

    @rule()
    def start(self) -> None:
        self._try(lambda: self.danger.started(on=self.today, file=self.file))

    @rule(who=PEOPLE, done=WORDS)
    def hand_in(self, who: str, done: str) -> None:
        self._try(lambda: self.danger.handed_in(done=done, by_id=who, on=self.today, file=self.file))

    @precondition(lambda self: not self.danger.is_major)
    @rule(who=PEOPLE, reason=WORDS)
    def accept(self, who: str, reason: str) -> None:
        self._try(lambda: self.danger.accepted(by_id=who, on=self.today, same_person_reason=reason, file=self.file))

    @rule(by=PEOPLE, accepted=PEOPLE, done=WORDS, reason=WORDS)
    def close_at_once(self, by: str, accepted: str, done: str, reason: str) -> None:
        self._try(
            lambda: self.danger.closed(
                done=done, by_id=by, accepted_by_id=accepted, on=self.today, same_person_reason=reason
            )
        )

    @rule(reason=WORDS)
    def send_back(self, reason: str) -> None:
        if self._try(lambda: self.danger.returned(reason, on=self.today)):
            self.file = self.file.tried_again(reopened=False)
            self.evidence = self.evaluated = self.cleared = False

    @rule()
    def reopen(self) -> None:
        if self._try(lambda: self.danger.reopened(on=self.today)):
            self.file = self.file.tried_again(reopened=True)
            self.evidence = self.evaluated = self.cleared = self.plan_approved = False

    @rule(days=DAYS, reason=WORDS)
    def extend(self, days: int, reason: str) -> None:
        self._try(
            lambda: self.danger.extended(self.today + timedelta(days=days), reason, on=self.today, file=self.file)
        )

    @rule(stage=st.sampled_from(PhotoStage))
    def photograph(self, stage: PhotoStage) -> None:
        self.photos += 1
        if self._try(lambda: self.danger.with_photo(f"{self.photos}.jpg", stage, on=self.today)):
            self.evidence |= stage is PhotoStage.AFTER

    # ---- the file ------------------------------------------------------------------------------------------------

    @rule(without=WITHOUT, acceptor=PEOPLE)
    def be_diligent(self, without: str | None, acceptor: str) -> None:
        """Everything that a major one needs, or all but one thing; then closing is tried."""
        self._all_but(without, acceptor)

    @rule(without=WITHOUT, kind=st.sampled_from(OrderKind))
    def be_diligent_under_an_order(self, without: str | None, kind: OrderKind) -> None:
        if self.danger.is_open and self.danger.is_major:
            self.order(kind, f"{len(self.ordered)}号", 20)
        self._all_but(without, OFFICER)

    @rule(without=WITHOUT)
    def be_diligent_twice(self, without: str | None) -> None:
        """What was closed or handed in comes back, and is tried again with one thing missing."""
        self._all_but("accept" if self.now % 2 else None, OFFICER)
        self.send_back("还在漏")
        self.reopen()
        self._all_but(without, OFFICER)

    def _all_but(self, without: str | None, acceptor: str) -> None:
        steps: dict[str, Callable[[], None]] = {
            "judge": lambda: self.grade(DangerLevel.MAJOR, CLAUSE, ""),
            "pass_up": self.pass_up,
            "decide": lambda: self.decide(Shutdown.PARTIAL),
            "protect": lambda: self.protect("断电上锁"),
            "describe": lambda: self.describe("会爆炸"),
            "plan": lambda: self.plan(None),
            "approve": lambda: self.approve(BOSS),
            "assign": lambda: self.assign(BOSS, 7),
            "start": self.start,
            "tell_department": lambda: self.report(ReportTo.DEPARTMENT, "回执"),
            "tell_workers": lambda: self.report(ReportTo.WORKERS, "签到表"),
            "photograph": lambda: self.photograph(PhotoStage.AFTER),
            "answer": self.answer_all,
            "evaluate": lambda: self.evaluate(True),
            "hand_in": lambda: self.hand_in(WORKER, "装好了"),
            "accept": lambda: self.accept_a_major_one(acceptor, ""),
            "clear": self.clear,
            "strike_off": self.strike_off,
        }
        assert set(steps) == set(DILIGENT)
        for name, step in steps.items():
            if name != without:
                step()

    @rule()
    def pass_up(self) -> None:
        link = ChainLink(OFFICER, BOSS, datetime(2026, 11, 25, tzinfo=CHINA) + timedelta(days=self.now))
        if self._file(lambda: self.file.passed_up(link)):
            self.passed_up = True

    @rule(shutdown=st.sampled_from(Shutdown))
    def decide(self, shutdown: Shutdown) -> None:
        if self._file(lambda: self.file.decided(ShutdownDecision(shutdown, True, BOSS, self.today, "会伤人"))):
            self.decided = True

    @rule(words=WORDS)
    def protect(self, words: str) -> None:
        self.file = self.file.protected(words, self.today)
        self.protected = bool(words.strip())

    @rule(words=WORDS)
    def describe(self, words: str) -> None:
        self.file = replace(self.file, situation=words, causes=words, harm=words, difficulty=words)
        self.described = bool(words.strip())

    @rule(without=st.one_of(st.none(), st.sampled_from(PlanPart)))
    def plan(self, without: PlanPart | None) -> None:
        plan = PLAN if without is None else said(without)
        if plan != self.file.plan:
            self.plan_approved = False
        self.file = self.file.planned(plan)

    @rule(who=PEOPLE)
    def approve(self, who: str) -> None:
        complete = self.file.plan == PLAN
        if self._file(lambda: self.file.approved(who, self.today, BOSS)):
            assert complete
            assert who == BOSS
            self.plan_approved = True

    @rule(to=st.sampled_from(ReportTo), receipt=st.sampled_from(["", "回执"]))
    def report(self, to: ReportTo, receipt: str) -> None:
        self.file = self.file.with_report(MajorReport(to, self.today, "镇里或职工", receipt=receipt))
        self.department |= to is ReportTo.DEPARTMENT and bool(receipt)
        self.workers |= to is ReportTo.WORKERS and bool(receipt)

    @precondition(lambda self: self.danger.is_open and self.danger.is_major)
    @rule(kind=st.sampled_from(OrderKind), number=st.sampled_from(["甲", "乙"]), days=DAYS)
    def order(self, kind: OrderKind, number: str, days: int) -> None:
        due = self.today + timedelta(days=days)
        goes_on = self.file.decision is not None and self.file.decision.shutdown is Shutdown.NONE
        order = SupervisionOrder(kind, number, "县应急局", self.today, "治理", due)
        if self._file(lambda: self.file.ordered(order)):
            self.ordered[number] = False
            self.bound |= kind is not OrderKind.RECTIFY
            self.cleared = False
            if kind is OrderKind.SHUTDOWN and goes_on:
                self.decided = False

    @rule(place=st.integers(0, 2), words=WORDS)
    def answer(self, place: int, words: str) -> None:
        if self._file(lambda: self.file.answered(place, OrderAnswer(self.today, words))):
            self.ordered[self.file.orders[place].number] = True

    def answer_all(self) -> None:
        for place in range(len(self.file.orders)):
            self.answer(place, "照办了")

    @rule(passed=st.booleans())
    def evaluate(self, passed: bool) -> None:
        self.file = self.file.evaluated(Evaluation(Evaluator.OWN, "李工", self.today, passed))
        self.evaluated = passed

    @rule()
    def clear(self) -> None:
        if self._file(lambda: self.file.cleared(Clearance("县应急局", self.today, "核1号"))):
            self.cleared = True

    # ---- never ---------------------------------------------------------------------------------------------------

    @invariant()
    def closed_means_done_by_one_and_seen_by_another(self) -> None:
        danger = self.danger
        assert (danger.status is DangerStatus.CLOSED) == (danger.closed_on is not None)
        if danger.is_open:
            return
        assert danger.rectified.strip()
        assert danger.rectified_by_id
        assert danger.accepted_by_id
        assert danger.rectified_by_id != danger.accepted_by_id or danger.same_person_reason.strip()
        assert danger.closed_on is not None
        assert danger.closed_on >= danger.found_on

    @invariant()
    def a_major_one_gets_on_only_with_everything(self) -> None:
        danger = self.danger
        if not danger.is_major or danger.status not in (DangerStatus.CLOSED, DangerStatus.AWAITING_AUTHORITY):
            return
        assert self.judged
        assert danger.basis.strip()

    @rule(who=PEOPLE, reason=WORDS)
    def accept_a_major_one(self, who: str, reason: str) -> None:
        """Acceptance at this moment, compared with the account at this moment."""
        before = self.danger
        if not before.is_major or not self._try(
            lambda: before.accepted(by_id=who, on=self.today, same_person_reason=reason, file=self.file)
        ):
            return
        assert before.status is DangerStatus.AWAITING_ACCEPTANCE
        assert self.judged
        assert self.plan_approved
        assert self.decided
        assert self.protected
        assert self.described
        assert self.passed_up
        assert self.department
        assert self.workers
        assert self.evaluated
        assert self.evidence
        assert all(self.ordered.values())
        assert self.danger.status is (DangerStatus.AWAITING_AUTHORITY if self.bound else DangerStatus.CLOSED)

    @rule()
    def strike_off(self) -> None:
        if self._try(lambda: self.danger.cleared(self.file)):
            assert self.bound
            assert self.cleared

    @invariant()
    def a_major_one_belongs_to_the_principal(self) -> None:
        if self.danger.is_major and self.danger.responsible_id is not None:
            assert self.danger.responsible_id == BOSS

    @invariant()
    def only_what_the_department_holds_waits_for_it(self) -> None:
        if self.danger.status is DangerStatus.AWAITING_AUTHORITY:
            assert self.danger.is_major
            assert self.bound
            assert self.danger.accepted_on is not None

    @invariant()
    def a_deadline_never_lies_before_the_finding(self) -> None:
        assert self.danger.deadline is None or self.danger.deadline >= self.danger.found_on

    @invariant()
    def nothing_closed_is_overdue(self) -> None:
        assert self.danger.is_open or not self.danger.overdue(date(2099, 1, 1))

    @invariant()
    def what_waits_for_acceptance_says_what_was_done(self) -> None:
        if self.danger.status is DangerStatus.AWAITING_ACCEPTANCE:
            assert self.danger.rectified.strip()
            assert self.danger.rectified_on is not None


TestLoop = Loop.TestCase
TestLoop.settings = settings(max_examples=300, stateful_step_count=30, deadline=None)
