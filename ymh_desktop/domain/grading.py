"""Grading methods as named, versioned data: LEC, LS (both published sets) and MES.

A record keeps the profile it was graded with and is never recomputed when the enterprise changes its profile.
Scores and thresholds are data (resources/grading); the arithmetic is exact, so 70 is 70.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from math import prod

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label, labelled

Marks = tuple[Decimal, ...]
GIVEN = "原台账定级"  # what papers print where a method would stand


class Method(Enum):
    """How marks become a value: the product of the profile's factors."""

    LEC = "lec"
    LS = "ls"
    MES = "mes"


labelled(
    Method,
    {"LEC": "作业条件危险性分析法（LEC）", "LS": "风险矩阵法（LS）", "MES": "风险程度分析法（MES）"},
)


class MarkNotOnScale(UserError):
    """A mark that the published table does not have."""

    def __init__(self, factor: str, mark: Decimal) -> None:
        super().__init__(f"“{factor}”没有 {mark} 这一档。", "请从表里选一档。")


class WrongNumberOfMarks(UserError):
    """The method has another number of factors."""

    def __init__(self, profile: str, found: int, expected: int) -> None:
        super().__init__(f"{profile}要 {expected} 个分数，现在有 {found} 个。", "请把每一项都选好。")


@dataclass(frozen=True, slots=True)
class Option:
    """One row of a factor's table: its mark, our everyday word and the published wording."""

    mark: Decimal
    word: str
    official: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One question of a method, options from worst to mildest."""

    key: str
    name: str
    question: str
    options: tuple[Option, ...]

    def option(self, mark: Decimal) -> Option:
        """The row with this mark; raises MarkNotOnScale."""
        for option in self.options:
            if option.mark == mark:
                return option
        raise MarkNotOnScale(self.name, mark)

    def worse(self, mark: Decimal) -> Decimal:
        """The mark one step worse; the worst stays."""
        marks = sorted(option.mark for option in self.options)
        self.option(mark)
        return min((m for m in marks if m > mark), default=mark)

    def better(self, mark: Decimal) -> Decimal:
        """The mark one step milder; the mildest stays."""
        marks = sorted(option.mark for option in self.options)
        self.option(mark)
        return max((m for m in marks if m < mark), default=mark)


@dataclass(frozen=True, slots=True)
class Grade:
    """A finished grading: everything a form prints about it. `reason` is one sentence, editable.

    A level that was brought in from a ledger without marks has none, and the value 0: see GradingProfile.given.
    """

    profile_id: str
    profile_name: str
    marks: Marks
    value: Decimal
    level: RiskLevel
    reason: str

    @property
    def scored(self) -> bool:
        """False for a level that somebody gave without marks: there is no arithmetic to print."""
        return bool(self.marks)

    def explained(self, reason: str) -> "Grade":
        """The same grade with the user's own sentence."""
        return replace(self, reason=reason.strip())


@dataclass(frozen=True, slots=True)
class GradingProfile:
    """A published method with its scale and thresholds. `enabled` False means known, but not offered."""

    id: str
    name: str
    method: Method
    version: str
    source: str
    factors: tuple[Factor, ...]
    thresholds: tuple[tuple[RiskLevel, Decimal], ...]  # lowest value that still has the level, worst first
    enabled: bool = True

    def value_of(self, marks: Marks) -> Decimal:
        """The product of the marks; raises MarkNotOnScale or WrongNumberOfMarks."""
        if len(marks) != len(self.factors):
            raise WrongNumberOfMarks(self.name, len(marks), len(self.factors))
        for factor, mark in zip(self.factors, marks, strict=True):
            factor.option(mark)
        return prod(marks, start=Decimal(1))

    def accepts(self, marks: Marks) -> bool:
        """Whether every mark stands in this method's tables."""
        if len(marks) != len(self.factors):
            return False
        pairs = zip(self.factors, marks, strict=True)
        return all(mark in {option.mark for option in factor.options} for factor, mark in pairs)

    def level_of(self, value: Decimal) -> RiskLevel:
        """The level of a value; below every threshold is 低."""
        return next((level for level, least in self.thresholds if value >= least), RiskLevel.LOW)

    def grade(self, marks: Marks, consequence: str = "") -> Grade:
        """Grade the marks and write the sentence that says why. `consequence` is e.g. 断指; empty is left out."""
        value = self.value_of(marks)
        level = self.level_of(value)
        return Grade(self.id, self.name, marks, value, level, self._why(marks, value, level, consequence))

    def given(self, level: RiskLevel, reason: str) -> Grade:
        """A level from elsewhere, without marks; this is the method with which it can be graded later."""
        return Grade(self.id, GIVEN, (), Decimal(0), level, reason)

    def raised(self, marks: Marks) -> Marks:
        """The marks with the first factor (likelihood, or state of control) one step worse: a guard is missing."""
        return (self.factors[0].worse(marks[0]), *marks[1:])

    def eased(self, marks: Marks) -> Marks:
        """The marks with the first factor one step milder: what one more guard may bring. An estimate, no grading."""
        return (self.factors[0].better(marks[0]), *marks[1:])

    def _why(self, marks: Marks, value: Decimal, level: RiskLevel, consequence: str) -> str:
        words = [factor.option(mark).word for factor, mark in zip(self.factors, marks, strict=True)]
        if consequence:
            words[-1] = f"{words[-1]}（{consequence}）"
        sums = "×".join(f"{factor.key}{plain(mark)}" for factor, mark in zip(self.factors, marks, strict=True))
        return f"{'，'.join(words)}；{sums}＝{plain(value)}，定为{label(level)}。"


def plain(number: Decimal) -> str:
    """126 for 126.0, 0.5 for 0.50: as people write it."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
