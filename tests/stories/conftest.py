"""Every story starts at a PC of its own: an empty home, the real program, and somebody who uses it."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.stories.chapters import comes_to_the_walk
from tests.stories.user import User, leave
from tests.ui.support import FAMILIES, RESOURCES, wait_until
from ymh_desktop.bootstrap import open_program
from ymh_desktop.services import demo
from ymh_desktop.start import Session
from ymh_desktop.ui.app import dress

Start = Callable[[], User]
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story is many presses long."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """pytest-qt's application, dressed."""
    dress(qapp, RESOURCES, FAMILIES)
    return qapp


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a person who has never started the program."""
    folder = tmp_path / "家"
    (folder / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    for name in _FOLDERS:
        (folder / name.lower()).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder / name.lower()))
    return folder


@pytest.fixture
def documents(home: Path) -> Path:
    """Where the program proposes to save."""
    return home / "Documents"


@pytest.fixture
def data(home: Path) -> Path:
    """The data folder; not there yet."""
    return home / "企业数据"


@pytest.fixture(scope="session")
def _before_the_walk(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before-the-walk") / "data"
    session = Session(qapp, folder)
    user = _sits_down(session)
    comes_to_the_walk(user)
    leave(session)
    return folder


@pytest.fixture
def before_the_walk(_before_the_walk: Path, data: Path) -> None:
    """The data folder of a firm that stands before the first question of step 4; made by hand, once for all stories."""
    shutil.copytree(_before_the_walk, data)


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the finished sample enterprise; never opened again."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    program = open_program(folder, via="测试")
    try:
        demo.fill(program.ports)
    finally:
        program.close()
    return folder


@pytest.fixture
def sample(sample_data: Path, data: Path) -> None:
    """The sample enterprise in the data folder."""
    shutil.copytree(sample_data, data)


@pytest.fixture
def start(data: Path, qapp: QApplication, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[..., User]]:
    """Starts the program over the data folder (or another) and waits until it stands there; closed at the end.

    Nothing that nobody expected may have been logged meanwhile: the window would go on, the test must not.
    """
    sessions: list[Session] = []

    def begin(folder: Path = data) -> User:
        session = Session(qapp, folder)
        sessions.append(session)
        return _sits_down(session)

    with caplog.at_level(logging.WARNING, "ymh_desktop"):
        yield begin
        for session in reversed(sessions):
            leave(session)
    said = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert [words for words in said if not words.startswith("Qt: This plugin does not support")] == []


def _sits_down(session: Session) -> User:
    session.open()
    window = session.window
    if window is not None:
        window.resize(1366, 728)
        window.activateWindow()
        wait_until(window.isActiveWindow)
    user = User(session)
    user.rests()
    return user
