"""Every trap catches the advice that it was made for and lets the right advice pass."""

import pytest

from tests.knowledge.dangerous_advice import EXAMPLES
from ymh_desktop.knowledge.dangerous_advice import TRAPS, Trap, springs, traps_in


def test_the_table_has_an_example_for_every_trap_and_no_other() -> None:
    assert set(EXAMPLES) == {trap.id for trap in TRAPS}
    assert len(TRAPS) >= 60


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.id)
def test_bad_advice_is_caught(trap: Trap) -> None:
    context, bad, _ = EXAMPLES[trap.id]
    assert springs(trap, bad, context)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.id)
def test_good_advice_about_the_same_thing_falls_into_no_trap_at_all(trap: Trap) -> None:
    context, _, good = EXAMPLES[trap.id]
    assert [found.id for found in traps_in(good, context)] == []


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.id)
def test_every_trap_says_why_in_a_short_chinese_sentence(trap: Trap) -> None:
    assert 8 <= len(trap.why) <= 40
    assert trap.why.isascii() is False


def test_gloves_are_no_trap_where_nothing_turns() -> None:
    assert traps_in("搬玻璃时戴防切割手套", "仓库") == ()
