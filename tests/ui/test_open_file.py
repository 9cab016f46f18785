"""A signed file that was double-clicked is shown, by the first window or by the one that is open already."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.support import end, main_window, wait_until, words_on
from ymh_desktop.start import FILES_PAGE, FIRST_PAGE, Session
from ymh_desktop.ui.single import bring_forward


@pytest.fixture
def data(sample_data: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "企业数据"
    shutil.copytree(sample_data, folder)
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "回执 第7号.asice"
    path.write_bytes(b"PK")
    return path


@pytest.fixture
def sessions(qapp: QApplication) -> Iterator[list[Session]]:
    opened: list[Session] = []
    yield opened
    for session in opened:
        end(session)


def test_the_first_window_shows_the_file(qapp: QApplication, sessions: list[Session], data: Path, file: Path) -> None:
    sessions.append(Session(qapp, data, file))
    assert sessions[0].open()
    window = main_window(sessions[0])
    assert window.page_id == FILES_PAGE
    wait_until(lambda: any("打不开" in words or "不完整" in words or "E1" in words for words in words_on(window)))


def test_the_window_that_is_open_shows_the_file(
    qapp: QApplication, sessions: list[Session], data: Path, file: Path
) -> None:
    sessions.append(Session(qapp, data))
    sessions[0].open()
    window = main_window(sessions[0])
    assert window.page_id == FIRST_PAGE
    assert bring_forward(data, file)
    wait_until(lambda: window.page_id == FILES_PAGE)


@pytest.mark.parametrize("what", [None, Path("没有这个文件.asice"), Path("x" * 9000), Path("a\0b")])
def test_a_second_start_without_a_file_that_is_there_only_brings_the_window_forward(
    qapp: QApplication, sessions: list[Session], data: Path, what: Path | None
) -> None:
    sessions.append(Session(qapp, data))
    sessions[0].open()
    window = main_window(sessions[0])
    window.showMinimized()
    assert bring_forward(data, what)
    wait_until(lambda: not window.isMinimized())
    assert window.page_id == FIRST_PAGE


def test_before_there_is_an_enterprise_the_file_of_an_expert_is_shown_too(
    qapp: QApplication, sessions: list[Session], tmp_path: Path, file: Path
) -> None:
    sessions.append(Session(qapp, tmp_path / "空的", file))
    sessions[0].open()
    assert main_window(sessions[0]).page_id == FILES_PAGE
