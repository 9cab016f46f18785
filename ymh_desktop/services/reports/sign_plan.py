"""标志配置表: which safety signs to buy, how many, and where they hang."""

from dataclasses import dataclass
from datetime import date

from ymh_desktop.services.reports.paper import Signature


@dataclass(frozen=True, slots=True)
class SignTotal:
    """How many of one sign are to be bought. `kind` is 警告, 禁止, 指令, 提示 or 消防.

    `remark` says what must be looked up.
    """

    sign_id: str
    name: str
    kind: str
    count: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SignPlace:
    """What hangs at one machine or place, in the order 警告→禁止→指令→提示. `each` is how many of every sign."""

    code: str
    where: str
    signs: tuple[str, ...]
    each: int = 1

    @property
    def count(self) -> int:
        """How many plates hang here."""
        return self.each * len(self.signs)


@dataclass(frozen=True, slots=True)
class SignPlan:
    """What to buy, sign by sign, and where it hangs, place by place."""

    enterprise: str
    version: str
    made_on: date
    totals: tuple[SignTotal, ...]
    places: tuple[SignPlace, ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = (Signature("编制"), Signature("审核"), Signature("批准"))
    draft: str = ""
    expert_pending: bool = False
