"""Lucide line icons in any colour, drawn once at double size so that they stay sharp at 125 and 150 %."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ymh_desktop.ui.theme import tokens

_SHARPNESS = 2
_folders: list[Path] = []


class IconMissing(LookupError):
    """No such drawing in resources/icons: a fault of the program, found by the tests that build every page."""


def use_folder(folder: Path) -> None:
    """Take the drawings from here."""
    _folders[:] = [folder]
    pixmap.cache_clear()
    icon.cache_clear()


@cache
def pixmap(name: str, size: int = 20, colour: str = tokens.TEXT_SECONDARY) -> QPixmap:
    """The icon as a picture of `size` logical pixels."""
    path = _folders[0] / f"{name}.svg"
    try:
        drawing = path.read_text(encoding="utf-8").replace("currentColor", colour)
    except FileNotFoundError as error:
        raise IconMissing(name) from error
    picture = QPixmap(size * _SHARPNESS, size * _SHARPNESS)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(_SHARPNESS)
    return picture


@cache
def icon(name: str, colour: str = tokens.TEXT_SECONDARY, size: int = 20, gap: int = 0) -> QIcon:
    """The icon for a button; greyed when the button is disabled. `gap` keeps the words at its right away."""
    made = QIcon(_with_gap(pixmap(name, size, colour), gap))
    made.addPixmap(_with_gap(pixmap(name, size, tokens.PLACEHOLDER), gap), QIcon.Mode.Disabled)
    return made


def _with_gap(picture: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return picture
    wider = QPixmap(picture.width() + gap * _SHARPNESS, picture.height())
    wider.fill(Qt.GlobalColor.transparent)
    wider.setDevicePixelRatio(_SHARPNESS)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wider


def program_icon() -> QIcon:
    """The program's own shield in the sizes that window managers ask for."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        made.addPixmap(pixmap("app", size))
    return made
