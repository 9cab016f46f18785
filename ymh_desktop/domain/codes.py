"""Code lists: accident types in both editions, hazard factors, citations, and the 统一社会信用代码.

GB 6441-2025 (27 types, in force 2026-07-01) replaces GB/T 6441-1986 (20 types). We store the 2025 code, print either.
"""

import re
from dataclasses import dataclass
from enum import Enum

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.words import labelled


class AccidentEdition(Enum):
    """Which names papers print."""

    Y2025 = "2025"
    Y1986 = "1986"


labelled(AccidentEdition, {"Y2025": "新名称（GB 6441-2025）", "Y1986": "旧名称（GB/T 6441-1986）"})


@dataclass(frozen=True, slots=True)
class AccidentType:
    """A type of 2025 with the 1986 names that map to it; more than one old name means: ask."""

    code: str
    name: str
    old_names: tuple[str, ...]

    def named(self, edition: AccidentEdition) -> str:
        """The name in that edition; a type with no old name prints 其他伤害 in the old edition."""
        if edition is AccidentEdition.Y2025:
            return self.name
        return self.old_names[0] if self.old_names else "其他伤害"


@dataclass(frozen=True, slots=True)
class OldAccidentType:
    """A type of 1986 and the 2025 codes it may become; more than one means that a person must choose."""

    code: str
    name: str
    becomes: tuple[str, ...]

    @property
    def must_ask(self) -> bool:
        """车辆伤害, 中毒和窒息, 其它爆炸 and the like have no single new name."""
        return len(self.becomes) != 1


@dataclass(frozen=True, slots=True)
class HazardFactor:
    """A code of GB/T 13861-2022, e.g. 210201 无防护."""

    code: str
    name: str
    parent: str | None


class CitationState(Enum):
    """Whether a document may be cited."""

    CURRENT = "current"
    UNKNOWN = "unknown"
    SUPERSEDED = "superseded"


labelled(CitationState, {"CURRENT": "现行", "UNKNOWN": "待核对", "SUPERSEDED": "已被替代"})


@dataclass(frozen=True, slots=True)
class Citation:
    """A law or standard that may be cited; `superseded_by` is its successor's code or None."""

    code: str
    title: str
    state: CitationState
    superseded_by: str | None = None
    checked: bool = True


_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


class WrongCreditCode(UserError):
    """A 统一社会信用代码 that cannot be right."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem, "请对照营业执照重新输入；手头没有也可以先空着，以后再补。")


def credit_code(text: str) -> str:
    """The 统一社会信用代码 in its one form (GB 32100-2015, 18 characters); raises WrongCreditCode.

    Blanks and lower case are mended silently: they are how people type, not mistakes.
    """
    code = re.sub(r"\s", "", text).upper()
    if len(code) != 18:
        raise WrongCreditCode(f"统一社会信用代码应是 18 位，现在是 {len(code)} 位。")
    strange = next((char for char in code if char not in _ALPHABET), None)
    if strange is not None:
        raise WrongCreditCode(f"统一社会信用代码里不会有“{strange}”。")
    if not code[2:8].isdigit():
        raise WrongCreditCode("统一社会信用代码的第 3 到 8 位应是数字。")
    if code[17] != _check_character(code):
        raise WrongCreditCode("统一社会信用代码的最后一位对不上，可能输错了一位。")
    return code


def _check_character(code: str) -> str:
    total = sum(_ALPHABET.index(char) * weight for char, weight in zip(code[:17], _WEIGHTS, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]
