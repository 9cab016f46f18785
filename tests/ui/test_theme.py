"""The look: every token exists, contrasts hold, Chinese is drawn without the system's fonts."""

import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.support import RESOURCES, colours_of
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.ui.theme import icons, style_sheet, tokens
from ymh_desktop.ui.widgets import Combo

ROOT = Path(__file__).resolve().parents[2]


def test_every_token_of_the_sheet_is_filled_in(qapp: QApplication) -> None:
    assert "$" not in style_sheet(RESOURCES)


def test_the_sheet_holds_no_item_rule() -> None:
    """An ::item rule makes every repaint of a table three times slower."""
    assert "QTableView::item" not in style_sheet(RESOURCES)


def test_pictures_named_by_the_sheet_exist() -> None:
    named = re.findall(r"url\(([^)]+)\)", style_sheet(RESOURCES))
    assert named
    assert [name for name in named if not Path(name).is_file()] == []


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4) for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *product((tokens.TEXT, tokens.TEXT_SECONDARY, tokens.TEXT_HINT), (tokens.PAGE, tokens.SURFACE)),
        (tokens.SURFACE, tokens.ACTION),
        (tokens.SURFACE, tokens.OK),
        (tokens.SURFACE, tokens.ERROR),
        (tokens.ERROR, tokens.ERROR_TINT),
        (tokens.WARNING_TEXT, tokens.WARNING_TINT),
        (tokens.NAVIGATION_TEXT, tokens.NAVIGATION),
        (tokens.TOAST_ACTION, tokens.TOAST),
        (tokens.ACTION, tokens.ACTION_TINT),
        *((colours.text, colours.fill) for colours in tokens.LEVELS.values()),
    ],
)
def test_words_stand_out_from_their_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


def test_the_chosen_row_of_a_list_to_choose_from_can_be_read(qapp: QApplication) -> None:
    """The list that opens is painted like a menu, with the colours of the box itself."""
    combo = Combo("选", [(1, "一")])
    combo.ensurePolished()
    look = combo.palette()
    ground = look.color(QPalette.ColorRole.Highlight).name()
    for ink in (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Text):
        assert contrast(look.color(ink).name(), ground) >= 4.5


def test_every_level_has_its_own_colours() -> None:
    assert set(tokens.LEVELS) == set(RiskLevel)
    assert len({colours.fill for colours in tokens.LEVELS.values()}) == len(RiskLevel)


def test_low_is_blue_and_never_green() -> None:
    low = QColor(tokens.LEVELS[RiskLevel.LOW].fill)
    assert low.blue() > low.green() > low.red()


def test_the_bundled_font_is_used(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == "Noto Sans SC"


@pytest.mark.parametrize("path", sorted((RESOURCES / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_drawing_can_be_drawn(path: Path, qapp: QApplication) -> None:
    label = QLabel()
    label.setPixmap(icons.pixmap(path.stem, 32, "#123456"))
    assert colours_of(label) > 2


def test_an_icon_takes_the_colour_asked_for(qapp: QApplication) -> None:
    image = icons.pixmap("house", 48, "#B91C1C").toImage()
    inked = {
        image.pixelColor(x, y).name() for x in range(96) for y in range(96) if image.pixelColor(x, y).alpha() == 255
    }
    assert inked == {"#b91c1c"}


def test_an_unknown_icon_is_named(qapp: QApplication) -> None:
    with pytest.raises(icons.IconMissing, match="nothing-like-it"):
        icons.pixmap("nothing-like-it")


def test_chinese_is_drawn_on_a_machine_without_chinese_fonts(tmp_path: Path) -> None:
    """With no font Qt draws boxes and reports no error: so count the colours of a text drawn on its own."""
    (tmp_path / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{tmp_path}</dir>'
        f"<cachedir>{tmp_path}</cachedir></fontconfig>"
    )
    program = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QLabel
from ymh_desktop.ui.app import make_application
app = make_application(["test"], Path(sys.argv[1]))
pictures = []
for words in ("重大风险隐患排查", "䶮𬭎鑫淼焱垚犇骉"):
    label = QLabel(words)
    label.resize(300, 40)
    image = label.grab().toImage()
    assert len({image.pixel(x, y) for x in range(300) for y in range(40)}) > 20, words
    pictures.append(image)
assert pictures[0] != pictures[1], "two texts look alike: boxes"
"""
    environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", program, str(RESOURCES)], cwd=ROOT, env=environment, check=True, timeout=50)


def test_the_programs_picture_was_made_from_its_drawing(qapp: QApplication) -> None:
    """After changing app.svg, packaging/program_icon.py draws the picture anew."""
    kept = QImage(str(RESOURCES / "icons" / "app.png")).convertToFormat(QImage.Format.Format_ARGB32)
    drawn = icons.pixmap("app", 128).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    drawn.setDevicePixelRatio(1)
    assert kept.size() == drawn.size()
    different = sum(
        abs(kept.pixelColor(x, y).red() - drawn.pixelColor(x, y).red()) > 24
        for x in range(0, kept.width(), 2)
        for y in range(0, kept.height(), 2)
    )
    assert different < 20
