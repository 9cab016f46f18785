"""Stickers on a sheet of 24 labels (3 × 8 of 70 × 37 mm); plain paper cut along the lines does too."""

from ymh_desktop.documents import qr
from ymh_desktop.documents.fonts import DRAWING
from ymh_desktop.documents.parts import fit_lines, level_bars, tell
from ymh_desktop.documents.pen import Pen
from ymh_desktop.documents.press import Press
from ymh_desktop.documents.style import A4, FAINT, INK, LEVEL_STYLES, MM, RULE
from ymh_desktop.domain.words import label
from ymh_desktop.services.ports import Progress
from ymh_desktop.services.reports.stickers import Sticker, StickerSheet

TITLE = "岗位和设备编号贴"
ACROSS, DOWN = 3, 8
_WIDTH, _HEIGHT = 70 * MM, 37 * MM
_QR = 30 * MM


def render(report: StickerSheet, press: Press, progress: Progress | None = None) -> bytes:
    """As many sheets as it takes. Raises Cancelled when `progress` says so."""
    with DRAWING:
        pen = press.pen(A4, f"{TITLE} {report.enterprise}", report.enterprise)
        if not report.stickers:
            pen.text(A4[0] / 2, A4[1] / 2, "没有要打印的编号贴", 16, align=0.5)
        top = A4[1] - (A4[1] - DOWN * _HEIGHT) / 2
        for number, sticker in enumerate(report.stickers):
            place = number % (ACROSS * DOWN)
            if number and place == 0:
                pen.let_go()
            line, column = divmod(place, ACROSS)
            _draw(pen, sticker, column * _WIDTH, top - line * _HEIGHT)
            tell(progress, number + 1, len(report.stickers))
        return pen.finish()


def _draw(pen: Pen, sticker: Sticker, left: float, top: float) -> None:
    bottom = top - _HEIGHT
    pen.rectangle(left, bottom, _WIDTH, _HEIGHT, stroke=RULE, line=0.3)
    found = qr.matrix(sticker.qr_text)
    if not qr.reads_back(found, sticker.qr_text):
        raise AssertionError(f"the QR of sticker {sticker.code} does not read back")
    pen.qr(found, left + _WIDTH - _QR - 2.5 * MM, bottom + (_HEIGHT - _QR) / 2, _QR)
    x, room = left + 4 * MM, _WIDTH - _QR - 8 * MM
    pen.box = (left, bottom, left + _WIDTH - _QR - 2.5 * MM, top)
    size, lines = fit_lines(pen.fonts.bold, sticker.name, room, 13, 7, 2)
    y = pen.lines(x, top - 3 * MM, lines, size, bold=True, leading=1.15)
    where = " · ".join(part for part in (sticker.of_what, sticker.place) if part)
    size, lines = fit_lines(pen.fonts.regular, where, room, 7.5, 5, 1)
    pen.lines(x, y - 0.4 * MM, lines, size, leading=1.15, colour=FAINT)
    size, lines = fit_lines(pen.fonts.bold, sticker.code, room, 17, 8, 1)
    pen.text(x, bottom + 12.6 * MM, lines[0], size, bold=True)
    if sticker.level is not None:
        style = LEVEL_STYLES[sticker.level]
        pen.rectangle(x, bottom + 6.2 * MM, 19 * MM, 4.8 * MM, fill=style.ground, stroke=INK, line=0.4)
        words = f"{sticker.level.shape}{label(sticker.level)}"
        pen.text(x + 9.5 * MM, bottom + 7.5 * MM, words, 8.5, bold=True, colour=style.ink, align=0.5)
        level_bars(pen, sticker.level, x + 20.5 * MM, bottom + 6.4 * MM, 1.2 * MM)
    size, lines = fit_lines(pen.fonts.regular, sticker.enterprise, room, 7.5, 4, 1)
    pen.text(x, bottom + 2.8 * MM, lines[0], size, colour=FAINT)
