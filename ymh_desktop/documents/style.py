"""Measures and colours of everything printed. Screen colours are another table: these are chosen for paper.

The safety colours lie inside the regions of the national standard; the levels are 重大红、较大橙、一般黄、低蓝.
Red and blue print as the same grey on a black-and-white printer, so a level always has its word and its bars.
"""

from dataclasses import dataclass

from ymh_desktop.domain.levels import RiskLevel

MM = 72 / 25.4

# portrait, in points
A5 = (148 * MM, 210 * MM)
A4 = (210 * MM, 297 * MM)
A3 = (297 * MM, 420 * MM)
A2 = (420 * MM, 594 * MM)
A4_LANDSCAPE = (A4[1], A4[0])
A3_LANDSCAPE = (A3[1], A3[0])
A2_LANDSCAPE = (A2[1], A2[0])


class Colour:
    """An sRGB colour as #RRGGBB, with the PDF operators that choose it."""

    __slots__ = ("code", "fill", "stroke")

    def __init__(self, code: str) -> None:
        self.code = code
        parts = " ".join(f"{int(code[i : i + 2], 16) / 255:.4g}" for i in (1, 3, 5))
        self.fill = f"{parts} rg"
        self.stroke = f"{parts} RG"


INK = Colour("#111111")
WHITE = Colour("#FFFFFF")
FAINT = Colour("#555555")  # small print; still 7:1 on white
RULE = Colour("#8C8C8C")
SHADE = Colour("#EFEFEF")
EMPTY_BAR = Colour("#D9D9D9")
PALE_RED = Colour("#FDECEA")
WATERMARK = Colour("#9A9A9A")

RED = Colour("#C80000")
ORANGE = Colour("#FF7300")
YELLOW = Colour("#FFD100")
BLUE = Colour("#0057B8")
GREEN = Colour("#237F52")


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """Ground, the ink legible on it, the colour of frames (yellow vanishes on paper), and how many of four bars."""

    ground: Colour
    ink: Colour
    edge: Colour
    bars: int


LEVEL_STYLES = {
    RiskLevel.MAJOR: LevelStyle(RED, WHITE, RED, 4),
    RiskLevel.CONSIDERABLE: LevelStyle(ORANGE, INK, ORANGE, 3),
    RiskLevel.GENERAL: LevelStyle(YELLOW, INK, INK, 2),
    RiskLevel.LOW: LevelStyle(BLUE, WHITE, BLUE, 1),
}
