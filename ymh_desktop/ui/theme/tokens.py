"""Sizes and colours of the window. The style sheet reads them as $names, painters read them here."""

from dataclasses import dataclass
from typing import Final

from ymh_desktop.domain.levels import RiskLevel

# Windows brings YaHei; elsewhere the bundled Noto is used.
FONT_FAMILIES: Final = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans SC")
BUNDLED_FAMILY: Final = "Noto Sans SC"

# Pixels, independent of the screen's scaling.
FONT_BODY: Final = 15
FONT_QUESTION: Final = 17
FONT_TITLE: Final = 22
FONT_SECONDARY: Final = 14
FONT_HINT: Final = 13

CONTROL_HEIGHT: Final = 36
PRIMARY_HEIGHT: Final = 40
ROW_HEIGHT: Final = 44
RADIUS_CONTROL: Final = 8
RADIUS_CARD: Final = 10

PAGE: Final = "#F4F6F9"
SURFACE: Final = "#FFFFFF"
LINE: Final = "#E2E8F0"
LINE_STRONG: Final = "#CBD5E1"
TEXT: Final = "#1E293B"
TEXT_SECONDARY: Final = "#52606F"
TEXT_HINT: Final = "#5B687A"
PLACEHOLDER: Final = "#6B7A90"
DISABLED: Final = "#EDF1F6"

ACTION: Final = "#1D5FD1"
ACTION_HOVER: Final = "#174FB0"
ACTION_TINT: Final = "#E8F0FE"
OK: Final = "#15803D"
OK_TINT: Final = "#E7F5EC"
ERROR: Final = "#B91C1C"
ERROR_TINT: Final = "#FFF8F7"
WARNING_TEXT: Final = "#7A3E06"
WARNING_TINT: Final = "#FEF3E2"
WARNING_LINE: Final = "#F6D9AE"

NAVIGATION: Final = "#0F2A4A"
NAVIGATION_SELECTED: Final = "#24508A"
NAVIGATION_HOVER: Final = "#1A3C66"
NAVIGATION_TEXT: Final = "#D5E0EE"
TOAST: Final = "#1E293B"
TOAST_ACTION: Final = "#9CC2FF"


@dataclass(frozen=True, slots=True)
class LevelColours:
    """How a level looks on the screen; its word and shape always go with it."""

    fill: str
    text: str


LEVELS: Final = {
    RiskLevel.MAJOR: LevelColours("#D32F2F", "#FFFFFF"),
    RiskLevel.CONSIDERABLE: LevelColours("#F57C00", "#1E1200"),
    RiskLevel.GENERAL: LevelColours("#FFD400", "#1E1A00"),
    RiskLevel.LOW: LevelColours("#1565C0", "#FFFFFF"),
}

# Widths and heights of the window, in logical pixels, at which it changes its manners.
START_SIZE: Final = (1366, 728)
SMALLEST_SIZE: Final = (880, 440)
STEPS_IN_ONE_LINE_BELOW: Final = 980
FEWER_COLUMNS_BELOW: Final = 900
ICONS_ONLY_BELOW: Final = 560


def for_style_sheet() -> dict[str, str]:
    """Every single-valued token under its lower-case name."""
    return {
        name.lower(): str(value) for name, value in globals().items() if name.isupper() and isinstance(value, str | int)
    }
