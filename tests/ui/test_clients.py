"""我是专家: one enterprise after another under the same program, each in its own folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.ui.support import end, main_window, named_wrongly, wait_until, words_on
from tests.ui.wizard_support import calm, named, press
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.start import START_PAGE, Session
from ymh_desktop.system import paths
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.clients import new_folder
from ymh_desktop.ui.views.clients import ClientsPage


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of this PC, and where new clients lie, are this test's own."""
    monkeypatch.setattr(paths, "user_settings_folder", lambda: tmp_path / "settings")
    monkeypatch.setattr(paths, "data_folder", lambda *_: tmp_path / "home" / "data")


@pytest.fixture
def session(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[Session]:
    shutil.copytree(sample_data, tmp_path / "甲厂数据")
    opened = Session(qapp, tmp_path / "甲厂数据")
    assert opened.open()
    yield opened
    end(opened)


def clients(session: Session) -> ClientsPage:
    window = main_window(session)
    window.navigate("clients")
    calm(window)
    assert isinstance(window.page, ClientsPage)
    return window.page


def begin(session: Session, name: str) -> MainWindow:
    before = main_window(session)
    page = clients(session)
    page.name.setText(name)
    page.begin.click()
    wait_until(lambda: session.window is not before and session.window is not None)
    return main_window(session)


def test_at_first_the_list_is_empty_and_says_what_to_do(session: Session) -> None:
    page = clients(session)
    assert any("还没有客户" in words for words in words_on(page))
    assert named_wrongly(page) == []


def test_a_new_client_has_a_folder_of_his_own_and_the_former_stays(session: Session, tmp_path: Path) -> None:
    window = begin(session, "乙 家具厂")
    assert window.page_id == START_PAGE
    assert (tmp_path / "home" / "客户" / "乙 家具厂" / "ymh.db").is_file()
    words = words_on(clients(session))
    assert "现在打开的" in words
    assert any("演示" in each for each in words)


def test_going_back_finds_everything_as_it_was(session: Session) -> None:
    before = main_window(session)
    with before.context.ports.units.read() as uow:
        known = len(uow.hazards.all())
        name = the_enterprise(uow).name
    other = begin(session, "乙厂")
    firm.save_enterprise(other.context.ports, {"name": "乙厂"})
    button = named(clients(session), f"打开 {name}")
    assert isinstance(button, QAbstractButton)
    button.click()
    wait_until(lambda: session.window is not other)
    again = main_window(session)
    with again.context.ports.units.read() as uow:
        assert len(uow.hazards.all()) == known


def test_a_name_that_will_not_do_is_said(session: Session) -> None:
    page = clients(session)
    press(page, "新建一家")
    assert page.fault.isVisible()
    assert "企业名称" in page.fault.text()


def test_a_name_that_is_too_long_is_said_and_stays(session: Session) -> None:
    page = clients(session)
    page.name.insert("长" * 70)
    page.begin.click()
    assert "“企业名称”有 70 个字，最多 60 个字。请缩短一些，原来的内容还在框里。" in words_on(page)
    assert page.name.text() == "长" * 70
    assert page.name.width() >= 300


def test_a_folder_without_data_is_not_opened(session: Session, tmp_path: Path) -> None:
    page = clients(session)
    page.model.open_folder(tmp_path)
    assert "没有双重预防的数据" in page.fault.text()


def test_a_client_is_taken_off_the_list_and_stays_on_the_disk(session: Session, tmp_path: Path) -> None:
    begin(session, "乙厂")
    page = clients(session)
    name = next(each.name for each in page.model.clients if not each.open_now)
    press(page, f"从单子里去掉 {name}")
    assert [each.open_now for each in page.model.clients] == [True]
    assert (tmp_path / "甲厂数据" / "ymh.db").is_file()


@pytest.mark.parametrize(
    ("name", "folder"), [("宏木家具厂", "宏木家具厂"), ('a/b\\c:d*e"f', "abcdef"), ("点 . ", "点")]
)
def test_the_folder_bears_the_name_as_far_as_a_disk_allows(tmp_path: Path, name: str, folder: str) -> None:
    assert new_folder(tmp_path, name) == tmp_path / folder
    (tmp_path / folder).mkdir()
    assert new_folder(tmp_path, name) == tmp_path / f"{folder} 2"


@pytest.mark.parametrize("name", ["", "   ", "...", "长" * 61])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError):
        new_folder(tmp_path, name)
