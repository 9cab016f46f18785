"""The start page: four doors, and a backup put back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.services.support import answer, shop
from tests.services.test_incoming import _Folder, _NoUpdates
from tests.support.desk import Desk, new_desk
from tests.support.signing import signing_desk
from tests.ui.support import named_wrongly, wait_until, words_on
from tests.ui.wizard_support import calm, press, stand_in, window_with
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.draft_data import Author, AuthorRole
from ymh_desktop.services.exchange import drafts
from ymh_desktop.services.flows import walk
from ymh_desktop.ui.pages import INCOMING, start_page
from ymh_desktop.ui.shell.dialogs import AskDialog
from ymh_desktop.ui.shell.page import PageSpec
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.start import StartPage
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        yield opened.with_ports(backups=opened.folder.backups)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder elsewhere with one backup of another enterprise."""
    with new_desk(tmp_path / "other") as other:
        firm.save_enterprise(other.ports, {"name": "宏木家具厂"})
        (tmp_path / "usb").mkdir()
        other.folder.backups.make(tmp_path / "usb")
    return tmp_path / "usb"


class Restorer:
    """Remembers what it was asked to put in place."""

    def __init__(self, refuses: bool = False) -> None:
        self.asked: list[Path] = []
        self._refuses = refuses

    def __call__(self, backup: Path) -> None:
        self.asked.append(backup)
        if self._refuses:
            raise UserError("这份备份不完整。", "请选另一份备份。")


def page_of(window: MainWindow) -> StartPage:
    assert isinstance(window.page, StartPage)
    return window.page


def specs(restore: Restorer | None) -> tuple[PageSpec, ...]:
    return (start_page(restore), stand_in("identification", "风险辨识"))


def test_doing_it_oneself_opens_the_wizard(desk: Desk) -> None:
    with window_with(desk, specs(None), "start") as window:
        press(window, "自己做，开始")
        assert window.page_id == "identification"


def test_the_experts_file_is_opened_and_taken_into_the_empty_folder(desk: Desk, tmp_path: Path) -> None:
    with new_desk(tmp_path / "expert") as other:
        expert = signing_desk(other, tmp_path / "expert")
        run = shop(expert, "distribution-box")
        for card in walk.walk_cards(expert.ports, run):
            answer(expert, run, card, AnswerValue.YES)
        made, _ = drafts.export_draft(expert.ports, tmp_path / "out", Author(AuthorRole.EXPERT, "赵专家"))
        known = open_book(expert.ports).hazards
    own = signing_desk(desk, tmp_path / "own").with_ports(updates=_NoUpdates(), doctor=_Folder(tmp_path / "own"))
    pages = (start_page(None), INCOMING, stand_in("reporting", "上报镇里"), stand_in("register", "风险清单"))
    with window_with(own, pages, "start") as window:
        press(window, "打开专家给的文件，选专家的文件")
        dialog = page_of(window).findChild(QFileDialog)
        assert dialog is not None
        dialog.fileSelected.emit(str(made.path))
        dialog.close()
        calm(window)
        wait_until(lambda: window.tasks.idle, 30_000)
        calm(window)
        assert window.page_id == "incoming"
        press(window, "采用")
        wait_until(lambda: window.tasks.idle, 30_000)
        calm(window)
        assert open_book(own.ports).hazards == known


def test_doors_that_lead_nowhere_here_say_what_to_do_meanwhile(desk: Desk) -> None:
    with window_with(desk, specs(None), "start") as window:
        words = words_on(window.page)
        assert any("到“设置”里恢复备份" in sentence for sentence in words)
        assert not window.navigation.isVisible()
        assert named_wrongly(window.page) == []


def test_a_backup_is_found_and_put_in_place(desk: Desk, stick: Path) -> None:
    restorer = Restorer()
    with window_with(desk, specs(restorer), "start") as window:
        page_of(window).model.look_in(stick)
        calm(window)
        assert named_wrongly(window.page) == []
        press(window, next(words for words in words_on(window.page) if words.startswith("恢复 2026年")))
        calm(window)
    (chosen,) = restorer.asked
    assert desk.ports.backups.found(stick)[0][0] == chosen


def test_a_backup_over_data_is_asked_about_first(desk: Desk, stick: Path) -> None:
    firm.save_enterprise(desk.ports, {"name": "另一家厂"})
    restorer = Restorer()
    with window_with(desk, specs(restorer), "start") as window:
        page_of(window).model.look_in(stick)
        calm(window)
        press(window, next(words for words in words_on(window.page) if words.startswith("恢复 2026年")))
        calm(window)
        assert restorer.asked == []
        (dialog,) = children(window, AskDialog)
        dialog.go.click()
        calm(window)
        assert len(restorer.asked) == 1


def test_a_folder_without_a_backup_says_so(desk: Desk, tmp_path: Path) -> None:
    with window_with(desk, specs(Restorer()), "start") as window:
        page_of(window).model.look_in(tmp_path)
        calm(window)
        assert any("没有找到备份" in words for words in words_on(window))


def test_a_backup_that_cannot_be_used_says_why(desk: Desk, stick: Path) -> None:
    with window_with(desk, specs(Restorer(refuses=True)), "start") as window:
        page = page_of(window)
        page.model.look_in(stick)
        calm(window)
        page.model.put_back(page.model.backups[0])
        calm(window)
        assert "这份备份不完整。" in words_on(window)


def test_the_window_bears_the_name_as_soon_as_it_is_typed(desk: Desk) -> None:
    with window_with(desk, specs(None), "start") as window:
        window.records.save(lambda: firm.save_enterprise(desk.ports, {"name": "宏木家具厂"}))
        calm(window)
        assert window.windowTitle().startswith("宏木家具厂")
