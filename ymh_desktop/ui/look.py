"""Looking at the window as the self-test does: not blank, and Chinese drawn as characters, not as boxes."""

from pathlib import Path

from PySide6.QtGui import QColor, QFont, QImage, QPainter

from ymh_desktop.ui.gallery import grab, quieten
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.theme import tokens

FEWEST_COLOURS = 50
_SAMPLE = "安全风险告知"


def look_at(window: MainWindow, picture: Path) -> str:
    """Show every page of the window and keep a picture of the last; raises AssertionError when something is blank."""
    window.show()
    for page_id in window.page_ids:
        window.navigate(page_id)
        quieten(window)
    grab(window, picture)
    found = colours(QImage(str(picture)))
    window.close()
    if found < FEWEST_COLOURS:
        raise AssertionError(f"the window shows only {found} colours")
    if not chinese_is_drawn():
        raise AssertionError("different Chinese characters look the same: no font has them")
    return f"{len(window.page_ids)} 个页面都打开过，画面有 {found} 种颜色，汉字正常"


def colours(image: QImage) -> int:
    """How many different colours a coarse look finds."""
    small = image.scaled(240, 160)
    return len({small.pixel(x, y) for x in range(small.width()) for y in range(small.height())})


def chinese_is_drawn() -> bool:
    """False when all characters come out as the same box."""
    return len({_drawn(char) for char in _SAMPLE}) == len(set(_SAMPLE))


def _drawn(char: str) -> bytes:
    image = QImage(40, 40, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    font = QFont()
    font.setFamilies(list(tokens.FONT_FAMILIES))
    font.setPixelSize(32)
    painter.setFont(font)
    painter.drawText(2, 34, char)
    painter.end()
    return bytes(image.constBits())
