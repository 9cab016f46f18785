"""Pictures of every page in the sizes of real screens, to be looked at after each change."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ymh_desktop.ui.shell.window import MainWindow


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of 1366 × 768 pixels at one scaling: what is left for the window, in logical pixels."""

    name: str
    width: int
    height: int
    scale: float


SCREENS = (
    Screen("100", 1366, 728, 1.0),
    Screen("125", 1093, 580, 1.25),
    Screen("150", 911, 472, 1.5),
)
LONGEST_WAIT_MS = 10_000
MOST_ROUNDS = 8


def render_all(
    window: MainWindow,
    out: Path,
    screens: tuple[Screen, ...] = SCREENS,
    visit: Callable[[MainWindow, str], None] | None = None,
) -> list[Path]:
    """Grab every page of the window on every screen into `out`/PAGE-SCALE.png; returns the files.

    `visit` opens a page in its own way (default: `navigate`).
    """
    out.mkdir(parents=True, exist_ok=True)
    files = []
    window.show()
    for page_id in window.page_ids:
        for screen in screens:
            window.resize(screen.width, screen.height)
            (visit or MainWindow.navigate)(window, page_id)
            quieten(window)
            files.append(grab(window, out / f"{page_id}-{screen.name}.png", screen.scale))
    return files


def grab(widget: QWidget, path: Path, scale: float = 1.0) -> Path:
    """A picture of a widget as a screen with this scaling shows it."""
    picture = QPixmap(widget.size() * scale)
    picture.setDevicePixelRatio(scale)
    widget.render(picture, QPoint())
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path)):
        raise OSError(f"cannot write {path}")
    return path


def quieten(window: MainWindow) -> None:
    """Wait until nothing is under way and everything is laid out, also what one answer made another question of."""
    for _ in range(MOST_ROUNDS):
        for _ in range(3):
            QApplication.processEvents()
        if window.tasks.idle:
            return
        loop = QEventLoop()
        window.tasks.emptied.connect(loop.quit)
        QTimer.singleShot(LONGEST_WAIT_MS, loop.quit)
        loop.exec()


__all__ = ["SCREENS", "Screen", "grab", "quieten", "render_all"]
