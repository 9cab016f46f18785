"""Money as people type it, and what can be a cost."""

from decimal import Decimal

import pytest

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.money import NotMoney, checked_cost, cost_in, money


@pytest.mark.parametrize(("typed", "yuan"), [("", None), ("1200", 1200), ("1,200.5", "1200.5"), ("１２００元", 1200)])
def test_money_is_read_as_people_type_it(typed: str, yuan: object) -> None:
    assert money(typed) == (None if yuan is None else Decimal(str(yuan)))


@pytest.mark.parametrize("typed", ["不少", "NaN", "Infinity", "1e400", "1.2.3"])
def test_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(NotMoney):
        money(typed)


@pytest.mark.parametrize("typed", ["-1", "100000000", "1e9"])
def test_a_cost_is_neither_below_nothing_nor_beyond_belief(typed: str) -> None:
    with pytest.raises(UserError, match="0 到 1 亿"):
        cost_in(typed)


@pytest.mark.parametrize("cost", [None, Decimal(0), Decimal("99999999.99")])
def test_what_can_be_a_cost_is_taken_as_it_is(cost: Decimal | None) -> None:
    assert checked_cost(cost) == cost


def test_what_is_no_number_is_no_cost() -> None:
    with pytest.raises(UserError, match="0 到 1 亿"):
        checked_cost(Decimal("NaN"))
