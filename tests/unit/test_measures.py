"""The minimum rule of measures, and what an answer keeps and drops."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState, missing_kinds

LEVELS = st.sampled_from(list(RiskLevel))
MEASURES = st.lists(
    st.builds(
        Measure,
        id=st.uuids().map(str),
        kind=st.sampled_from(list(MeasureKind)),
        text=st.just("装护罩"),
        state=st.sampled_from(list(MeasureState)),
    ),
    max_size=6,
)


def measure(kind: MeasureKind, state: MeasureState = MeasureState.IN_PLACE) -> Measure:
    return Measure(kind.value, kind, "装护罩", state)


@given(MEASURES)
def test_high_risks_need_engineering_and_emergency_that_exist_or_are_planned(measures: list[Measure]) -> None:
    kept = {m.kind for m in measures if m.state in (MeasureState.IN_PLACE, MeasureState.PLANNED)}
    for level in (RiskLevel.MAJOR, RiskLevel.CONSIDERABLE):
        lacking = {MeasureKind.ENGINEERING, MeasureKind.EMERGENCY} - kept
        assert set(missing_kinds(level, measures)) == lacking


@given(LEVELS.filter(lambda level: level > RiskLevel.LOW), MEASURES)
def test_protective_equipment_alone_is_never_enough_above_low(level: RiskLevel, measures: list[Measure]) -> None:
    only = [m for m in measures if m.kind is MeasureKind.PPE]
    assert MeasureKind.ENGINEERING in missing_kinds(level, only)


@given(MEASURES)
def test_a_low_risk_asks_for_nothing(measures: list[Measure]) -> None:
    assert missing_kinds(RiskLevel.LOW, measures) == ()


@given(LEVELS, MEASURES)
def test_what_is_missing_is_exactly_what_helps(level: RiskLevel, measures: list[Measure]) -> None:
    lacking = missing_kinds(level, measures)
    assert missing_kinds(level, [*measures, *(measure(kind) for kind in lacking)]) == ()


def test_one_management_measure_is_enough_for_a_general_risk() -> None:
    assert missing_kinds(RiskLevel.GENERAL, [measure(MeasureKind.MANAGEMENT)]) == ()
    unanswered = measure(MeasureKind.MANAGEMENT, MeasureState.UNANSWERED)
    assert missing_kinds(RiskLevel.GENERAL, [unanswered]) == (MeasureKind.ENGINEERING,)


def test_plan_details_stay_only_while_it_is_to_be_added() -> None:
    planned = measure(MeasureKind.ENGINEERING).planned("p1", date(2026, 12, 1), Decimal(300))
    assert planned.state is MeasureState.PLANNED
    assert planned.answered(MeasureState.PLANNED).person_id == "p1"
    done = planned.answered(MeasureState.IN_PLACE)
    assert (done.person_id, done.due, done.cost) == (None, None, None)


def test_a_library_measure_is_no_fact_until_answered() -> None:
    assert Measure("m", MeasureKind.ENGINEERING, "装护罩").in_force is False


def test_a_failed_measure_is_not_in_force_and_an_answer_settles_it() -> None:
    failed = Measure("m", MeasureKind.ENGINEERING, "装护罩", MeasureState.IN_PLACE, failed=True)
    assert failed.in_force is False
    assert failed.answered(MeasureState.IN_PLACE).in_force is True
