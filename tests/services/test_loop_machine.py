"""The use cases of the loop over a real file, pressed in any order and taken back at will: no forbidden state is kept.

`tests/unit/test_loop_machine.py` tries the rules alone; here what counts is what lies in the file afterwards.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PIL import Image

from tests.services.support import answer, shop
from tests.support.desk import Desk
from tests.unit.loop import PLAN
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.domain.major_files import Evaluator, OrderKind, ReportTo, Shutdown, SupervisionOrder
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows import walk
from ymh_desktop.services.undo import undo

WORDS = st.sampled_from(["写清楚了", "写清楚了", ""])
STEPS = (
    *("judge", "pass_up", "decide", "protect", "describe", "plan", "approve", "assign", "start", "department"),
    *("workers", "hand_in", "photograph", "answer", "evaluate", "accept", "clear"),
)
WHO = st.integers(0, 2)


class Loop(RuleBasedStateMachine):
    """One hidden danger of a measure that a check found failed, in the hands of three people."""

    def __init__(self, desk: Desk, people: tuple[str, str, str], hazard_id: str, measure_id: str) -> None:
        super().__init__()
        self.desk, self.ports, self.people = desk, desk.ports, people
        self.hazard_id, self.measure_id = hazard_id, measure_id
        self.began = desk.clock.moment
        self.last: Changes | None = None
        self.pictures = 0
        self.id = ""

    @initialize(major=st.booleans(), closed=st.booleans(), again=st.booleans())
    def found(self, major: bool, closed: bool, again: bool) -> None:
        """Many begin where a whole way has been gone already, some of them opened again."""
        self._register(major)
        if closed and major:
            self.go_the_whole_way(None, ordered=False)
        elif closed:
            self.close_at_once(2, 1, "装回去了", "")
        if again:
            self.reopen()

    def _register(self, major: bool) -> None:
        level = DangerLevel.MAJOR if major else DangerLevel.GENERAL
        danger, _ = dangers.register_danger(
            self.ports,
            "护罩拆了",
            "木工区",
            source=DangerSource.INSPECTION,
            hazard_id=self.hazard_id,
            measure_id=self.measure_id,
            level=level,
        )
        self.id = danger.id

    def teardown(self) -> None:
        """Leave the risk as it was for the next run."""
        self.desk.clock.moment = self.began
        if self.id:
            with self.ports.units.write() as uow:
                dangers.forget_danger(uow, self.id)
                hazard = uow.hazards.get(self.hazard_id)
                measures = [m.answered(MeasureState.IN_PLACE) for m in hazard.measures if m.id == self.measure_id]
                uow.hazards.save(replace(hazard.with_measure(measures[0]), weakened=False, judgements=()))
                uow.commit()

    def _try(self, use_case: Callable[..., Any], *arguments: Any, **more: Any) -> None:
        try:
            result = use_case(self.ports, self.id, *arguments, **more)
        except UserError:
            return
        self.last = result if isinstance(result, Changes) else result[1]

    def _photo(self) -> str:
        self.pictures += 1
        content = io.BytesIO()
        Image.new("RGB", (8 + self.pictures, 8), (self.pictures % 256, 0, 0)).save(content, "PNG")
        return self.ports.photos.keep(content.getvalue())

    @property
    def today(self) -> Any:
        return self.desk.clock.today()

    # ---- single steps --------------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([-40, 1, 3, 20]))
    def clock_is_set(self, days: int) -> None:
        self.desk.clock.moment += timedelta(days=days)

    @rule(major=st.booleans(), basis=WORDS, reason=WORDS)
    def grade(self, major: bool, basis: str, reason: str) -> None:
        level = DangerLevel.MAJOR if major else DangerLevel.GENERAL
        self._try(dangers.grade_danger, level, basis=basis, reason=reason)

    @rule(who=WHO, days=st.integers(-60, 30))
    def assign(self, who: int, days: int) -> None:
        self._try(dangers.assign_danger, self.people[who], self.today + timedelta(days=days))

    @rule(days=st.integers(-5, 30), reason=WORDS)
    def extend(self, days: int, reason: str) -> None:
        self._try(dangers.extend_danger, self.today + timedelta(days=days), reason)

    @rule(who=WHO, done=WORDS, photo=st.booleans(), days=st.sampled_from([0, 0, -3, 5]))
    def hand_in(self, who: int, done: str, photo: bool, days: int) -> None:
        photos = (self._photo(),) if photo else ()
        on = self.today + timedelta(days=days)
        self._try(dangers.hand_in_danger, done=done, by_id=self.people[who], on=on, photos=photos)

    @rule(who=WHO, reason=WORDS)
    def accept(self, who: int, reason: str) -> None:
        self._try(dangers.accept_danger, by_id=self.people[who], same_person_reason=reason)

    @rule(who=WHO, reason=st.sampled_from(["", "只有一个人"]), rectifier=WHO)
    def hand_in_and_accept(self, who: int, reason: str, rectifier: int) -> None:
        self.assign(0, 7)
        self.start()
        self.hand_in(rectifier, "装好了", True, 0)
        self.accept(who, reason)

    @rule(by=WHO, accepted=WHO, done=WORDS, reason=st.sampled_from(["", "只有一个人"]))
    def close_at_once(self, by: int, accepted: int, done: str, reason: str) -> None:
        self._try(
            dangers.close_danger,
            done=done,
            by_id=self.people[by],
            accepted_by_id=self.people[accepted],
            same_person_reason=reason,
        )

    @rule(reason=WORDS)
    def send_back(self, reason: str) -> None:
        self._try(dangers.return_danger, reason)

    @rule()
    def start(self) -> None:
        self._try(dangers.start_danger)

    @rule()
    def reopen(self) -> None:
        self._try(dangers.reopen_danger)
        self.nothing_forbidden_is_kept()

    @rule(kind=st.sampled_from(OrderKind), number=st.sampled_from(["甲", "乙"]))
    def order(self, kind: OrderKind, number: str) -> None:
        order = SupervisionOrder(kind, number, "县应急局", self.today, "治理", self.today + timedelta(days=20))
        self._try(dangers.receive_order, order)

    @rule()
    def resume(self) -> None:
        self._try(dangers.resume_work)

    @rule()
    def take_back(self) -> None:
        """撤销 of whatever was done last."""
        if self.last is not None:
            try:
                undo(self.ports, self.last)
            except UserError:
                return
            self.last = None

    # ---- the whole way, perhaps with one thing missing -----------------------------------------------------------

    @rule(without=st.sampled_from([None, *STEPS]), ordered=st.booleans())
    def go_the_whole_way(self, without: str | None, ordered: bool) -> None:
        boss, officer, worker = self.people
        steps: dict[str, Callable[[], None]] = {
            "judge": lambda: self._try(dangers.grade_danger, DangerLevel.MAJOR, basis="判定标准第 3 条"),
            "pass_up": lambda: self._try(dangers.pass_up, officer, boss),
            "decide": lambda: self._try(
                dangers.decide_shutdown, Shutdown.PARTIAL, evacuate=True, by_id=boss, reason="会伤人"
            ),
            "protect": lambda: self._try(dangers.protect_major, "断电上锁"),
            "describe": lambda: self._try(
                dangers.describe_major, situation="没有", causes="拆了", harm="断手", difficulty="一天"
            ),
            "plan": lambda: self._try(dangers.plan_major, PLAN),
            "approve": lambda: self._try(dangers.approve_plan, boss),
            "assign": lambda: self._try(dangers.assign_danger, boss, self.today + timedelta(days=7)),
            "start": self.start,
            "department": lambda: self._try(dangers.report_major, ReportTo.DEPARTMENT, whom="镇里", receipt="7号"),
            "workers": lambda: self._try(dangers.report_major, ReportTo.WORKERS, whom="全体", receipt="签到表"),
            "hand_in": lambda: self._try(dangers.hand_in_danger, done="装好了", by_id=worker),
            "photograph": lambda: self._try(dangers.add_danger_photo, self._photo(), PhotoStage.AFTER),
            "answer": self._answer_all,
            "evaluate": lambda: self._try(dangers.evaluate_major, Evaluator.OWN, names="李工", passed=True),
            "accept": lambda: self._try(dangers.accept_danger, by_id=officer),
            "clear": lambda: self._try(dangers.clear_major, authority="县应急局", number="核1号"),
        }
        assert set(steps) == set(STEPS)
        if ordered:
            steps["judge"]()
            self.order(OrderKind.SUPERVISION, "丙")
        for name, step in steps.items():
            if name != without:
                step()
                self.nothing_forbidden_is_kept()

    def _answer_all(self) -> None:
        file = dangers.danger_sheet(self.ports, self.id).file
        for place in range(len(file.orders) if file else 0):
            self._try(dangers.answer_order, place, "照办了")

    # ---- never ---------------------------------------------------------------------------------------------------

    @invariant()
    def nothing_forbidden_is_kept(self) -> None:
        if not self.id:
            return
        sheet = dangers.danger_sheet(self.ports, self.id)
        danger, file = sheet.danger, sheet.file
        assert (danger.status is DangerStatus.CLOSED) == (danger.closed_on is not None)
        assert danger.deadline is None or danger.deadline >= danger.found_on
        assert sheet.history[-1].status is danger.status
        assert danger.status is not DangerStatus.AWAITING_AUTHORITY or (file is not None and file.under_order)
        _dates_run_forward(danger)
        self._the_risk_follows(danger)
        if danger.is_open:
            return
        assert danger.rectified.strip()
        assert danger.rectified_by_id
        assert danger.accepted_by_id
        assert danger.rectified_by_id != danger.accepted_by_id or danger.same_person_reason.strip()
        if danger.is_major:
            assert file is not None
            assert all(order.answers for order in file.orders)
            assert file.clearance is not None or not file.under_order
            assert file.approval is not None
            assert not file.plan.missing()
            assert file.evaluation is not None
            assert file.evaluation.passed
            assert {report.to for report in file.reports if report.proved} == set(ReportTo)
            proofs = [p for p in danger.photos if p.stage is PhotoStage.AFTER and p.stands]
            assert any(photo.attempt == danger.attempt for photo in proofs)

    def _the_risk_follows(self, danger: HiddenDanger) -> None:
        with self.ports.units.read() as uow:
            hazard = uow.hazards.get(self.hazard_id)
        measure = next(m for m in hazard.measures if m.id == self.measure_id)
        assert hazard.weakened is danger.is_open
        assert measure.failed is danger.is_open
        assert measure.state is MeasureState.IN_PLACE


def _dates_run_forward(danger: HiddenDanger) -> None:
    days = (danger.found_on, danger.rectified_on, danger.accepted_on, danger.closed_on)
    known = [day for day in days if day is not None]
    assert known == sorted(known)


@pytest.fixture
def machine(desk: Desk) -> Callable[[], Loop]:
    """Makes one over a shop with one machine whose measures are in place."""
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    with desk.ports.units.read() as uow:
        enterprise = uow.enterprise()
        hazard = next(h for h in uow.hazards.all() if any(m.in_force for m in h.measures))
    assert enterprise is not None
    measure = next(m for m in hazard.measures if m.in_force)
    worker, _ = firm.add_person(desk.ports, "张大勇")
    people = (enterprise.principal_id or "", enterprise.officer_id or "", worker.id)
    return lambda: Loop(desk, people, hazard.id, measure.id)


@pytest.mark.parametrize("without", [None, *STEPS])
@pytest.mark.parametrize("ordered", [False, True])
def test_a_major_one_is_closed_by_the_whole_way_and_by_nothing_less(
    machine: Callable[[], Loop], without: str | None, ordered: bool
) -> None:
    loop = machine()
    loop._register(major=True)
    loop.go_the_whole_way(without, ordered=ordered)
    danger = dangers.danger_sheet(loop.ports, loop.id).danger
    needless = not ordered and without in ("answer", "clear")  # nobody ordered anything
    done = without is None or needless or (ordered and without == "judge")  # there it was judged before the order
    assert (danger.status is DangerStatus.CLOSED) == done


def test_no_forbidden_state_is_ever_kept(machine: Callable[[], Loop]) -> None:
    run_state_machine_as_test(
        machine,  # type: ignore[arg-type]  # hypothesis names a class, but calls whatever makes a machine
        settings=settings(
            max_examples=30,
            stateful_step_count=8,
            deadline=None,
            phases=(Phase.reuse, Phase.generate),  # runs are short: making a failing one shorter would take minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
