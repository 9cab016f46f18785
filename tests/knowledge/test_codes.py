"""Code lists, grading data and signs as they are shipped."""

from decimal import Decimal
from itertools import product

import pytest

from ymh_desktop.domain.codes import AccidentEdition, CitationState
from ymh_desktop.domain.grading import Method
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.knowledge.codes import Codes
from ymh_desktop.knowledge.model import CONSEQUENCES, EXPOSURES, LIKELIHOODS, SignKind, SuggestedGrade

TRIPLES = tuple(product(LIKELIHOODS, EXPOSURES, CONSEQUENCES))
PROFILES = ("lec", "ls-v1", "ls-v2", "mes")


def level(codes: Codes, profile_id: str, likelihood: str, exposure: str, consequence: str) -> RiskLevel:
    profile = codes.profile(profile_id)
    grade = SuggestedGrade(likelihood, exposure, consequence, "")
    return profile.level_of(profile.value_of(codes.marks_for(profile, grade)))


def test_both_editions_of_the_accident_types_are_complete(codes: Codes) -> None:
    assert len(codes.accident_types) == 27
    assert len(codes.old_accident_types) == 20


def test_exactly_three_old_types_must_be_asked_about(codes: Codes) -> None:
    asked = [old.name for old in codes.old_accident_types if old.must_ask]
    assert asked == ["车辆伤害", "其他爆炸", "中毒和窒息"]


@pytest.mark.parametrize(
    ("code", "old_name"),
    [
        ("WSA10002", "车辆伤害"),
        ("WSA10003", "车辆伤害"),
        ("WSA10004", "机械伤害"),
        ("WSA10011", "其他伤害"),
        ("WSA10012", "坍塌"),
        ("WSA10014", "容器爆炸"),
        ("WSA10015", "其他爆炸"),
        ("WSA10018", "其他爆炸"),
        ("WSA10024", "中毒和窒息"),
        ("WSA10099", "其他伤害"),
    ],
)
def test_a_town_template_gets_the_name_of_1986(codes: Codes, code: str, old_name: str) -> None:
    assert codes.accident_type(code).named(AccidentEdition.Y1986) == old_name


def test_no_explosion_prints_as_another_injury(codes: Codes) -> None:
    printed = {kind.name: kind.named(AccidentEdition.Y1986) for kind in codes.accident_types if "爆炸" in kind.name}
    assert len(printed) > 3
    assert [name for name, old in printed.items() if "爆炸" not in old and old != "放炮"] == []


def test_every_hazard_factor_has_its_parent(codes: Codes) -> None:
    known = {factor.code for factor in codes.hazard_factors}
    assert len(known) == 242
    assert {factor.parent for factor in codes.hazard_factors if factor.parent} <= known
    assert codes.hazard_factor("210201").name == "无防护"


def test_gb_and_gb_t_of_one_number_are_one_citation(codes: Codes) -> None:
    assert codes.citation("GB/T 12557-2024") == codes.citation("GB 12557-2024")
    assert codes.citation("GB12557-2024") is not None


def test_a_superseded_standard_names_its_successor(codes: Codes) -> None:
    citation = codes.citation("GB 2894-2008")
    assert citation is not None
    assert citation.state is CitationState.SUPERSEDED
    assert citation.superseded_by == "GB 2894-2025"


def test_what_is_not_in_the_vetted_list_is_no_citation(codes: Codes) -> None:
    assert codes.citation("GB 99999-2030") is None


def test_the_published_profiles_are_there_and_mes_is_not_offered(codes: Codes) -> None:
    assert [(profile.id, profile.enabled) for profile in codes.profiles()] == [
        ("lec", True),
        ("ls-v1", True),
        ("ls-v2", True),
        ("mes", False),
    ]


def test_no_direct_rule_claims_to_be_law(codes: Codes) -> None:
    assert [rule.source for rule in codes.direct_rules] == ["直接判定（常用规则，参考外省通则）"] * 3


@pytest.mark.parametrize("profile_id", PROFILES)
def test_all_words_have_marks_on_the_scale_of_every_profile(codes: Codes, profile_id: str) -> None:
    profile = codes.profile(profile_id)
    for words in TRIPLES:
        assert profile.value_of(codes.marks_for(profile, SuggestedGrade(*words, ""))) > 0


@pytest.mark.parametrize("profile_id", PROFILES)
def test_a_worse_word_never_lowers_the_level(codes: Codes, profile_id: str) -> None:
    scales = (LIKELIHOODS, EXPOSURES, CONSEQUENCES)
    for words in TRIPLES:
        for place, scale in enumerate(scales):
            at = scale.index(words[place])
            if at > 0:
                worse = (*words[:place], scale[at - 1], *words[place + 1 :])
                assert level(codes, profile_id, *worse) >= level(codes, profile_id, *words)


def test_lec_marks_are_the_published_ones(codes: Codes) -> None:
    lec = codes.profile("lec")
    assert lec.method is Method.LEC
    marks = codes.marks_for(lec, SuggestedGrade("conceivable", "rare", "disaster", ""))
    assert marks == (Decimal("0.5"), Decimal("0.5"), Decimal(40))


def test_the_matrix_differs_from_lec_by_one_level_at_most(codes: Codes) -> None:
    """What words.yaml says about its own table."""
    apart = [level(codes, "ls-v1", *words) - level(codes, "lec", *words) for words in TRIPLES]
    assert len(apart) == 252
    assert apart.count(0) == 197
    assert {abs(step) for step in apart} == {0, 1}


def test_signs_are_ordered_as_they_hang(codes: Codes) -> None:
    order = list(SignKind)
    places = [order.index(sign.kind) for sign in codes.signs]
    assert places == sorted(places)
    assert codes.sign("ban-gloves").name == "禁止戴手套"


def test_every_accident_type_hazard_factor_and_sign_is_known_by_one_code_only(codes: Codes) -> None:
    for values in (codes.accident_types, codes.hazard_factors):
        assert len({value.code for value in values}) == len(values)
    assert len({sign.id for sign in codes.signs}) == len(codes.signs)
