"""The application of all window tests: dressed once, with the bundled font."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.desk import Desk, new_desk
from tests.support.folders import FixedClock
from tests.ui.sample import specs
from tests.ui.support import FAMILIES, RESOURCES, settle, small_ports, wait_until
from ymh_desktop.bootstrap import Program, open_program
from ymh_desktop.services import demo
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


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty enterprise folder with what use cases need."""
    with new_desk(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample enterprise; filled once, never opened again."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    program = open_program(folder, via="测试", clock=FixedClock())
    try:
        demo.fill(program.ports)
    finally:
        program.close()
    return folder


@pytest.fixture
def sample_firm(sample_data: Path, tmp_path: Path) -> Iterator[Program]:
    """The program over a copy of the sample enterprise, with every real port."""
    shutil.copytree(sample_data, tmp_path / "企业数据")
    program = open_program(tmp_path / "企业数据", via="测试", clock=FixedClock())
    yield program
    program.close()


@pytest.fixture
def empty_firm(tmp_path: Path) -> Iterator[Program]:
    """The program over an empty data folder, with every real port."""
    program = open_program(tmp_path / "空的数据", via="测试", clock=FixedClock())
    yield program
    program.close()
