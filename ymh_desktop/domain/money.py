"""What things cost, in yuan: as people type it, and what can be a cost at all."""

from decimal import Decimal, InvalidOperation

from ymh_desktop.domain.errors import UserError

_MOST = Decimal(100_000_000)
_LONGEST = Decimal(10**12)  # what is larger still is no sum that anybody meant, and would fill the sentence


class NotMoney(UserError):
    """Letters where yuan are asked for."""

    def __init__(self, words: str) -> None:
        super().__init__(f"“{words[:20]}”不是钱数。", "请只填数字，单位是元，例如 1200。")


def money(words: str) -> Decimal | None:
    """Yuan as typed, also 1,200.5 元 or full-width; None for nothing; raises NotMoney."""
    plain = words.replace(",", "").replace("，", "").replace("元", "").strip()
    if not plain:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise NotMoney(words) from error
    if not found.is_finite() or abs(found) >= _LONGEST:
        raise NotMoney(words)
    return found.quantize(Decimal("0.01")) if found % 1 else found.quantize(Decimal(1))


def checked_cost(cost: Decimal | None) -> Decimal | None:
    """It can be one, or is not known (None); raises UserError."""
    if cost is not None and not (cost.is_finite() and 0 <= cost < _MOST):
        raise UserError(f"费用 {cost} 元不对。", "请填 0 到 1 亿之间的数。")
    return cost


def cost_in(words: str) -> Decimal | None:
    """The cost that was typed; raises UserError for what cannot be one."""
    return checked_cost(money(words))
