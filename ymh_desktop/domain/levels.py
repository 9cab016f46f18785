"""The four risk levels of 安委办〔2016〕11号: 重大红、较大橙、一般黄、低蓝."""

from collections.abc import Iterable
from enum import IntEnum

from ymh_desktop.domain.words import labelled


class RiskLevel(IntEnum):
    """Ordered: a worse level is greater."""

    LOW = 1
    GENERAL = 2
    CONSIDERABLE = 3
    MAJOR = 4

    @property
    def code(self) -> str:
        """The word for files and packages: low, general, considerable, major."""
        return self.name.lower()

    @property
    def colour(self) -> str:
        """The colour's Chinese name. 低风险 is blue, never green."""
        return _COLOURS[self]

    @property
    def numeral(self) -> str:
        """Ⅰ级 is the worst, Ⅳ级 the lowest."""
        return _NUMERALS[self]

    @property
    def shape(self) -> str:
        """A mark that tells the level without colour."""
        return _SHAPES[self]

    @property
    def short(self) -> str:
        """重大, 较大, 一般 or 低."""
        return _SHORT[self]


labelled(
    RiskLevel,
    {"LOW": "低风险", "GENERAL": "一般风险", "CONSIDERABLE": "较大风险", "MAJOR": "重大风险"},
)
_COLOURS = {RiskLevel.LOW: "蓝", RiskLevel.GENERAL: "黄", RiskLevel.CONSIDERABLE: "橙", RiskLevel.MAJOR: "红"}
_NUMERALS = {RiskLevel.LOW: "Ⅳ级", RiskLevel.GENERAL: "Ⅲ级", RiskLevel.CONSIDERABLE: "Ⅱ级", RiskLevel.MAJOR: "Ⅰ级"}
_SHAPES = {RiskLevel.LOW: "■", RiskLevel.GENERAL: "●", RiskLevel.CONSIDERABLE: "◆", RiskLevel.MAJOR: "▲"}
_SHORT = {RiskLevel.LOW: "低", RiskLevel.GENERAL: "一般", RiskLevel.CONSIDERABLE: "较大", RiskLevel.MAJOR: "重大"}


def worst(levels: Iterable[RiskLevel]) -> RiskLevel | None:
    """The highest level, or None when there is none: a risk point takes the level of its worst hazard."""
    return max(levels, default=None)
