"""The application of all window tests: dressed once, with the bundled font."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.sample import specs
from tests.ui.support import FAMILIES, RESOURCES, settle, small_ports, wait_until
from ymh_desktop.ui.app import dress
from ymh_desktop.ui.shell.window import MainWindow


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """pytest-qt's application, dressed."""
    dress(qapp, RESOURCES, FAMILIES)
    return qapp


@pytest.fixture
def window(qapp: QApplication) -> Iterator[MainWindow]:
    """The main window with the sample pages, shown and closed again."""
    shown = MainWindow(small_ports(), specs(), RESOURCES)
    shown.resize(1366, 728)
    shown.navigate("form")
    shown.show()
    shown.activateWindow()
    wait_until(shown.isActiveWindow)
    yield shown
    shown.close()
    shown.tasks.wait()
    settle()
    shown.deleteLater()
    settle()


@pytest.fixture
def open_page(window: MainWindow) -> Callable[[str], None]:
    """Opens a page and lets it be laid out."""

    def go(page_id: str) -> None:
        window.navigate(page_id)
        settle()

    return go
