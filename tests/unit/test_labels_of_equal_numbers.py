"""Members of different IntEnums may be equal as numbers; their words are still their own."""

from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label


def test_a_level_and_a_step_of_the_same_number_keep_their_own_words() -> None:
    assert int(RiskLevel.MAJOR) == int(Step.WALK)
    assert (label(RiskLevel.MAJOR), label(RiskLevel.LOW)) == ("重大风险", "低风险")
    assert label(Step.WALK) != label(RiskLevel.MAJOR)
