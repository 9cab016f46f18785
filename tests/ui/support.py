"""Helpers for window tests: an application with the bundled font, small fakes, and the walk over accessible names."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)

from ymh_desktop.services.ports import Ports, Versions
from ymh_desktop.start import Session
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.widgets.basics import children

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FAMILIES = ("Noto Sans SC",)  # or a machine with its own Chinese fonts hides that ours are missing


class StandingClock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 14, 32, 5, tzinfo=timezone(timedelta(hours=8)))

    def now(self) -> datetime:
        return self.time

    def today(self) -> date:
        return self.time.date()


def small_ports(**parts: Any) -> Ports:
    """Ports of which only the named parts, the clock and the versions exist: enough for the frame of the window."""
    names = Ports.__dataclass_fields__
    given = {
        "clock": StandingClock(),
        "versions": Versions(program="0.1.0", schema="0001", package_format="1.0", library="2026-11-20"),
        **parts,
    }
    return Ports(**cast(Any, {name: given.get(name) for name in names}))


def named_wrongly(page: QWidget) -> list[str]:
    """What a person with a screen reader would stumble over: focusable widgets without a name, or two of one name."""
    faults = []
    names: list[str] = []
    for widget in children(page, QWidget):
        if not _operated(widget) or not widget.isVisibleTo(page):
            continue
        name = accessible_name(widget)
        if not name:
            faults.append(f"no name: {type(widget).__name__} in {type(widget.parent()).__name__}")
        elif not any("\u4e00" <= char <= "\u9fff" for char in name):
            faults.append(f"not Chinese: {name!r}")
        names.append(name)
    faults.extend(
        f"{count} widgets are called {name!r}" for name, count in Counter(names).items() if name and count > 1
    )
    for label in children(page, QLabel):
        if label.text() and label.accessibleName():
            faults.append(f"the name hides the words of a label: {label.text()!r}")
    return faults


def accessible_name(widget: QWidget) -> str:
    """The name that assistive tools are told."""
    if isinstance(widget, QComboBox):
        return widget.accessibleName()  # on Linux the interface gives what is chosen, and the name as a relation
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else widget.accessibleName()


def words_on(page: QWidget) -> list[str]:
    """Every text that is visible on the page."""
    found = [label.text() for label in children(page, QLabel) if label.isVisibleTo(page) and label.text()]
    found += [button.text() for button in children(page, QAbstractButton) if button.isVisibleTo(page) and button.text()]
    return found


def wait_until(true: Callable[[], bool], milliseconds: int = 30_000) -> None:
    """Let the window live until something holds; raises AssertionError when it does not come to hold in time."""
    loop = QEventLoop()
    watch = QTimer()
    watch.setInterval(5)
    watch.timeout.connect(lambda: loop.quit() if true() else None)
    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(loop.quit)
    watch.start()
    limit.start(milliseconds)
    if not true():
        loop.exec()
    watch.stop()  # a logged traceback may keep this frame, and with it the timers, alive
    limit.stop()
    assert true(), "did not come to hold in time"


def settle(rounds: int = 5) -> None:
    """Let layouts and queued signals happen."""
    for _ in range(rounds):
        QApplication.processEvents()


def main_window(session: Session) -> MainWindow:
    """The window that a session shows, once it has nothing left to do."""
    window = session.window
    assert isinstance(window, MainWindow)
    wait_until(lambda: window.tasks.idle)
    return window


def end(session: Session) -> None:
    """Close a session and its window for good, so that the next test begins without them."""
    session.close()
    window = session.window
    if isinstance(window, MainWindow):
        window.tasks.wait()
        settle()
        window.border.remove()
        window.deleteLater()
    settle()


def colours_of(widget: QWidget) -> int:
    """How many different colours its picture has."""
    image = widget.grab().toImage()
    return len({image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)})


def _operated(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractButton):
        return True
    if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return False
    parent = widget.parent()
    inner = isinstance(parent, QAbstractSpinBox) or (
        isinstance(parent, QAbstractScrollArea) and widget is parent.viewport()
    )
    popup = bool(widget.window() is not widget and widget.windowFlags() & Qt.WindowType.Popup)
    return not inner and not popup


__all__: Sequence[str] = (
    "FAMILIES",
    "RESOURCES",
    "StandingClock",
    "accessible_name",
    "colours_of",
    "named_wrongly",
    "settle",
    "small_ports",
    "wait_until",
    "words_on",
)
