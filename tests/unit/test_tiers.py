"""Control tiers: duties go up, never down, and no 较大 risk is ever left to a post alone."""

from itertools import product

import pytest

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.tiers import USUAL_ROUND, ControlTier, Frequency, TierScheme

SCHEMES = [TierScheme(team, department) for team, department in product((False, True), repeat=2)]
FULL = TierScheme(team=True, department=True)
TWO = TierScheme()
PAIRS = list(product(SCHEMES, RiskLevel))


def test_four_tiers_take_one_level_each() -> None:
    assert {level: FULL.controls(level) for level in RiskLevel} == {
        RiskLevel.MAJOR: ControlTier.COMPANY,
        RiskLevel.CONSIDERABLE: ControlTier.DEPARTMENT,
        RiskLevel.GENERAL: ControlTier.TEAM,
        RiskLevel.LOW: ControlTier.POST,
    }


def test_with_two_tiers_all_but_the_low_risks_go_to_the_company() -> None:
    assert {level: TWO.controls(level) for level in RiskLevel} == {
        RiskLevel.MAJOR: ControlTier.COMPANY,
        RiskLevel.CONSIDERABLE: ControlTier.COMPANY,
        RiskLevel.GENERAL: ControlTier.COMPANY,
        RiskLevel.LOW: ControlTier.POST,
    }


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_no_considerable_or_major_risk_is_left_to_a_post(scheme: TierScheme) -> None:
    for level in (RiskLevel.CONSIDERABLE, RiskLevel.MAJOR):
        assert scheme.controls(level) > ControlTier.POST
        assert max(scheme.bound(level)) > ControlTier.POST


@pytest.mark.parametrize(("scheme", "level"), PAIRS, ids=str)
def test_a_missing_tier_hands_its_duty_upwards(scheme: TierScheme, level: RiskLevel) -> None:
    assert scheme.controls(level) in scheme.existing
    assert scheme.controls(level) >= FULL.controls(level)


@pytest.mark.parametrize(("scheme", "level"), PAIRS, ids=str)
def test_whoever_answers_binds_every_existing_tier_below(scheme: TierScheme, level: RiskLevel) -> None:
    bound = scheme.bound(level)
    assert bound[0] is scheme.controls(level)
    assert bound[-1] is ControlTier.POST
    assert set(bound) == {tier for tier in scheme.existing if tier <= scheme.controls(level)}


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_a_worse_level_is_never_held_lower(scheme: TierScheme) -> None:
    holders = [scheme.controls(level) for level in sorted(RiskLevel)]
    assert holders == sorted(holders)


@pytest.mark.parametrize(("scheme", "tier"), list(product(SCHEMES, ControlTier)), ids=str)
def test_the_rounds_of_a_missing_tier_are_not_dropped(scheme: TierScheme, tier: ControlTier) -> None:
    holder = scheme.holder(tier)
    assert holder in scheme.existing
    assert holder >= tier
    if tier in scheme.existing:
        assert holder is tier


def test_a_tier_that_carries_several_rounds_makes_the_most_frequent() -> None:
    every = tuple((tier, USUAL_ROUND[tier]) for tier in ControlTier)
    assert TierScheme().rounds_held(every) == {ControlTier.POST: Frequency.SHIFT, ControlTier.COMPANY: Frequency.WEEK}
    assert TierScheme(team=True, department=True).rounds_held(every) == dict(every)
    assert TierScheme().rounds_held(()) == {}
