"""Photos on paper: made small enough to print, and set two side by side with their words below."""

from collections.abc import Sequence
from hashlib import sha256

from ymh_desktop.documents.parts import Sheet, fit_lines
from ymh_desktop.documents.pictures import printable
from ymh_desktop.documents.style import FAINT, MM, RULE
from ymh_desktop.services.reports.danger import PaperPhoto

MISSING = "照片文件找不到了，请从备份里找回"
_HEIGHT, _CAPTION = 62 * MM, 8 * MM
ROW = _HEIGHT + _CAPTION + 2 * MM  # one row of photos with their words


def photo_grid(sheet: Sheet, photos: Sequence[PaperPhoto]) -> None:
    """Two in a row, each whole and undistorted in its frame; a row is never torn."""
    gap = 4 * MM
    width = (sheet.width - gap) / 2
    for first in range(0, len(photos), 2):
        sheet.need(ROW)
        for place, photo in enumerate(photos[first : first + 2]):
            _one(sheet, photo, sheet.left + place * (width + gap), width)
        sheet.y -= ROW


def _one(sheet: Sheet, photo: PaperPhoto, left: float, width: float) -> None:
    pen, bottom = sheet.pen, sheet.y - _HEIGHT
    pen.rectangle(left, bottom, width, _HEIGHT, stroke=RULE)
    pen.box = (left, bottom, left + width, sheet.y)
    if photo.jpeg is None:
        pen.text(left + width / 2, bottom + _HEIGHT / 2, MISSING, 10, colour=FAINT, align=0.5)
    else:
        jpeg, (across, down) = printable(photo.jpeg)
        factor = min((width - 2) / across, (_HEIGHT - 2) / down)
        place = (
            left + (width - across * factor) / 2,
            bottom + (_HEIGHT - down * factor) / 2,
            across * factor,
            down * factor,
        )
        pen.picture(f"photo{sha256(jpeg).hexdigest()[:16]}", jpeg, (across, down), place)
    pen.box = (left, bottom - _CAPTION, left + width, bottom)
    size, lines = fit_lines(pen.fonts.regular, photo.caption, width, 9, 6, 2)
    pen.lines(left, bottom - 1, lines, size, leading=1.2)
    pen.box = (0, 0, pen.width, pen.height)
