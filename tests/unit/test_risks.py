"""Risk points and hazards: the worst counts, direct judgements lift, gaps are named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.grading import Grade, GradingProfile
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.risks import Hazard, point_level

LEVELS = st.sampled_from(list(RiskLevel))


def hazard(level: RiskLevel, *judgements: DirectJudgement, measures: tuple[Measure, ...] = ()) -> Hazard:
    grade = Grade("lec", "LEC法", (Decimal(1),), Decimal(1), level, "")
    return Hazard("h", "f", "手碰到锯片", "210201", ("WSA10004",), "断指", grade, measures, judgements)


def judged(level: RiskLevel, *, ended: bool = False) -> DirectJudgement:
    ended_on = date(2026, 12, 1) if ended else None
    return DirectJudgement("direct.accident", "出过事故", "常用规则", level, date(2026, 11, 25), ended_on=ended_on)


@given(st.lists(LEVELS, min_size=1))
def test_a_risk_point_equals_its_worst_hazard(levels: list[RiskLevel]) -> None:
    assert point_level(hazard(level) for level in levels) is max(levels)


def test_a_risk_point_without_hazards_has_no_level() -> None:
    assert point_level([]) is None


@given(LEVELS, st.lists(st.builds(judged, LEVELS, ended=st.booleans()), max_size=3))
def test_judgements_in_force_lift_and_never_lower(level: RiskLevel, judgements: list[DirectJudgement]) -> None:
    found = hazard(level, *judgements)
    lifted = [judgement.level for judgement in judgements if judgement.in_force]
    assert found.level is max([level, *lifted])
    assert found.judged_directly is (found.level > level)


def test_an_ended_judgement_stays_in_the_history() -> None:
    ended = judged(RiskLevel.MAJOR).ended(date(2026, 12, 1))
    found = hazard(RiskLevel.GENERAL, ended)
    assert found.level is RiskLevel.GENERAL
    assert found.judgements == (ended,)


def test_lifting_the_level_asks_for_the_measures_of_the_lifted_level() -> None:
    managed = Measure("m", MeasureKind.MANAGEMENT, "班长每班看", MeasureState.IN_PLACE)
    assert hazard(RiskLevel.GENERAL, measures=(managed,)).gaps() == ()
    assert hazard(RiskLevel.GENERAL, judged(RiskLevel.MAJOR), measures=(managed,)).gaps() == (
        "engineering",
        "emergency",
    )


def test_a_record_keeps_the_profile_that_it_was_graded_with(lec: GradingProfile) -> None:
    graded = hazard(RiskLevel.LOW).graded(lec.grade((Decimal(3), Decimal(6), Decimal(15))))
    assert (graded.grade.profile_id, graded.level) == ("lec", RiskLevel.CONSIDERABLE)


def test_a_measure_replaces_the_one_with_its_id_or_comes_last() -> None:
    guard = Measure("m1", MeasureKind.ENGINEERING, "装护罩")
    train = Measure("m2", MeasureKind.TRAINING, "学规程")
    found = hazard(RiskLevel.LOW, measures=(guard,)).with_measure(train)
    assert found.measures == (guard, train)
    better = replace(guard, text="装弹回护罩")
    assert found.with_measure(better).measures == (better, train)
    assert found.without_measure("m1").measures == (train,)


def test_control_has_failed_while_one_measure_has() -> None:
    failed = Measure("m", MeasureKind.ENGINEERING, "装护罩", MeasureState.IN_PLACE, failed=True)
    assert hazard(RiskLevel.LOW, measures=(failed,)).control_failed is True
    assert hazard(RiskLevel.LOW, measures=(failed.answered(MeasureState.IN_PLACE),)).control_failed is False


def test_low_is_blue_and_every_level_has_its_own_colour_shape_and_numeral() -> None:
    assert RiskLevel.LOW.colour == "蓝"
    for kind in ("colour", "shape", "numeral", "short"):
        assert len({getattr(level, kind) for level in RiskLevel}) == 4
