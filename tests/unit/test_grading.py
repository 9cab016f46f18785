"""Grading: published scales, exact arithmetic, one level per set of marks, and worse is never milder."""

from collections import Counter
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ymh_desktop.domain.grading import GradingProfile, MarkNotOnScale, Marks, WrongNumberOfMarks, plain
from ymh_desktop.domain.levels import RiskLevel


def all_marks(profile: GradingProfile) -> list[Marks]:
    return list(product(*([option.mark for option in factor.options] for factor in profile.factors)))


def level(profile: GradingProfile, marks: Marks) -> RiskLevel:
    return profile.level_of(profile.value_of(marks))


def marks(*numbers: str) -> Marks:
    return tuple(Decimal(number) for number in numbers)


def test_a_worse_mark_never_lowers_the_level_in_any_profile(profiles: tuple[GradingProfile, ...]) -> None:
    for profile in profiles:
        for given_marks in all_marks(profile):
            for place, factor in enumerate(profile.factors):
                worse = (*given_marks[:place], factor.worse(given_marks[place]), *given_marks[place + 1 :])
                assert level(profile, worse) >= level(profile, given_marks)


def test_the_lec_triples_spread_as_published(lec: GradingProfile) -> None:
    spread = Counter(level(lec, triple) for triple in all_marks(lec))
    assert spread == {
        RiskLevel.MAJOR: 40,
        RiskLevel.CONSIDERABLE: 21,
        RiskLevel.GENERAL: 30,
        RiskLevel.LOW: 161,
    }


@pytest.mark.parametrize("triple", [("10", "1", "7"), ("1", "10", "7")])
def test_seventy_is_general(lec: GradingProfile, triple: tuple[str, ...]) -> None:
    grade = lec.grade(marks(*triple))
    assert grade.value == 70
    assert grade.level is RiskLevel.GENERAL


@pytest.mark.parametrize(
    ("profile_id", "value", "expected"),
    [
        ("lec", 320, RiskLevel.MAJOR),
        ("lec", 319, RiskLevel.CONSIDERABLE),
        ("lec", 160, RiskLevel.CONSIDERABLE),
        ("lec", 69, RiskLevel.LOW),
        ("ls-v1", 20, RiskLevel.MAJOR),
        ("ls-v1", 16, RiskLevel.CONSIDERABLE),
        ("ls-v1", 15, RiskLevel.CONSIDERABLE),
        ("ls-v1", 12, RiskLevel.GENERAL),
        ("ls-v1", 9, RiskLevel.GENERAL),
        ("ls-v1", 8, RiskLevel.LOW),
        ("ls-v2", 20, RiskLevel.MAJOR),
        ("ls-v2", 16, RiskLevel.CONSIDERABLE),
        ("ls-v2", 12, RiskLevel.CONSIDERABLE),
        ("ls-v2", 10, RiskLevel.GENERAL),
        ("ls-v2", 5, RiskLevel.GENERAL),
        ("ls-v2", 4, RiskLevel.LOW),
        ("mes", 180, RiskLevel.MAJOR),
        ("mes", 90, RiskLevel.CONSIDERABLE),
        ("mes", 80, RiskLevel.GENERAL),
        ("mes", 48, RiskLevel.LOW),
    ],
)
def test_thresholds_are_the_published_ones(
    profiles: tuple[GradingProfile, ...], profile_id: str, value: int, expected: RiskLevel
) -> None:
    profile = next(profile for profile in profiles if profile.id == profile_id)
    assert profile.level_of(Decimal(value)) is expected


def test_the_two_matrices_disagree_only_at_five_six_eight_and_twelve(profiles: tuple[GradingProfile, ...]) -> None:
    first, second = (profile for profile in profiles if profile.id.startswith("ls-"))
    values = {first.value_of(pair) for pair in all_marks(first)}
    assert {value for value in values if first.level_of(value) is not second.level_of(value)} == {5, 6, 8, 12}


def test_products_are_exact(lec: GradingProfile) -> None:
    assert lec.value_of(marks("0.1", "0.5", "3")) == Decimal("0.15")


def test_a_mark_between_two_rows_is_refused(lec: GradingProfile) -> None:
    with pytest.raises(MarkNotOnScale, match="没有 4 这一档"):
        lec.value_of(marks("4", "6", "7"))


def test_too_few_marks_are_refused(lec: GradingProfile) -> None:
    with pytest.raises(WrongNumberOfMarks, match="要 3 个分数"):
        lec.value_of(marks("3", "6"))


def test_the_reason_says_words_numbers_and_level(lec: GradingProfile) -> None:
    grade = lec.grade(marks("3", "6", "7"), "断指")
    assert grade.reason == "可能出事，但不经常，每天都碰到，重伤、严重伤残（断指）；L3×E6×C7＝126，定为一般风险。"


def test_the_user_may_write_another_reason(lec: GradingProfile) -> None:
    grade = lec.grade(marks("3", "6", "7"))
    explained = grade.explained("  去年夹过一次手 ")
    assert explained.reason == "去年夹过一次手"
    assert explained.value == grade.value


def test_a_missing_guard_is_one_step_likelier(profiles: tuple[GradingProfile, ...]) -> None:
    for profile in profiles:
        for given_marks in all_marks(profile):
            raised = profile.raised(given_marks)
            assert raised[1:] == given_marks[1:]
            scale = sorted(option.mark for option in profile.factors[0].options)
            steps = scale.index(raised[0]) - scale.index(given_marks[0])
            assert steps == (0 if given_marks[0] == scale[-1] else 1)


def test_options_stand_from_worst_to_mildest(profiles: tuple[GradingProfile, ...]) -> None:
    for profile in profiles:
        for factor in profile.factors:
            scale = [option.mark for option in factor.options]
            assert scale == sorted(scale, reverse=True)
            assert len(set(scale)) == len(scale)


@given(st.decimals(min_value=0, max_value=10_000, places=2))
def test_numbers_are_written_as_people_write_them(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert not (("." in text) and text.endswith("0"))
    assert not text.endswith(".")


def test_a_level_given_without_marks_has_no_arithmetic(lec: GradingProfile) -> None:
    grade = lec.given(RiskLevel.CONSIDERABLE, "导入的等级，未附分值")
    assert not grade.scored
    assert (grade.level, grade.marks, grade.profile_id) == (RiskLevel.CONSIDERABLE, (), "lec")
