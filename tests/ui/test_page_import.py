"""Bringing in a ledger by pressing: file, columns, questions, preview, import, and the way back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.desk import Desk, new_desk
from tests.support.ledgers import HEAD, ROW, changed, large, of_rows
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, named, press, stand_in, window_with, write
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.imports.columns import Target
from ymh_desktop.ui.pages import import_page, start_page
from ymh_desktop.ui.shell.dialogs import AskDialog
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.ledger_import import ImportPage
from ymh_desktop.ui.widgets import Combo
from ymh_desktop.ui.widgets.basics import children

OTHERS = (("register", "风险清单"), ("identification", "风险辨识"))


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """A firm with real backups."""
    with new_desk(tmp_path / "firm") as opened:
        firm.save_enterprise(opened.ports, {"name": "宏木家具厂"})
        yield opened.with_ports(backups=opened.folder.backups)


@contextmanager
def importing(desk: Desk, asked: list[Path] | None = None) -> Iterator[MainWindow]:
    """The page with stand-ins for the others; what is to be put back lands in `asked`."""
    restore = asked.append if asked is not None else None
    specs = (start_page(None), import_page(restore), *(stand_in(*other) for other in OTHERS))
    with window_with(desk, specs, "import") as window:
        yield window


def page_of(window: MainWindow) -> ImportPage:
    assert isinstance(window.page, ImportPage)
    return window.page


def give(window: MainWindow, folder: Path, raw: bytes, name: str = "台账.xlsx") -> None:
    """Choose this file, as the file dialog would."""
    path = folder / name
    path.write_bytes(raw)
    page_of(window).model.choose_file(path)
    calm(window)


def test_the_door_of_the_start_page_leads_here(desk: Desk) -> None:
    with importing(desk) as window:
        window.navigate("start")
        press(window, "已有Excel台账，导入，选台账")
        assert window.page_id == "import"


def test_a_ledger_is_previewed_brought_in_and_seen_in_the_register(desk: Desk, tmp_path: Path) -> None:
    with importing(desk) as window:
        give(window, tmp_path, of_rows([HEAD, ROW, changed(危险源="另一种", 风险等级="绿")]))
        words = words_on(window.page)
        assert any("1 个风险点、1 条风险（一般风险 1），1 行不能导入" in each for each in words)
        assert any("第 3 行，风险等级：“绿”看不出是哪一级" in each for each in words)
        assert open_book(desk.ports).hazards == ()
        press(window, "导入")
        assert any("导入了 1 个风险点、1 条风险。" in each for each in words_on(window.page))
        assert len(open_book(desk.ports).hazards) == 1
        press(window, "去看风险清单")
        assert window.page_id == "register"


def test_every_part_has_a_name_of_its_own(desk: Desk, tmp_path: Path) -> None:
    with importing(desk) as window:
        give(window, tmp_path, of_rows([HEAD, changed(事故类型="中毒和窒息")]))
        assert named_wrongly(window.page) == []


def test_an_accident_type_that_means_two_things_must_be_chosen_first(desk: Desk, tmp_path: Path) -> None:
    with importing(desk) as window:
        give(window, tmp_path, of_rows([HEAD, changed(事故类型="中毒和窒息")]))
        page = page_of(window)
        assert not page.bring.isEnabled()
        box = named(page, "中毒和窒息算哪一种")
        assert isinstance(box, Combo)
        box.setCurrentIndex(box.findText("窒息"))
        calm(window)
        assert page.bring.isEnabled()
        press(window, "导入")
        assert open_book(desk.ports).hazards[0].accident_codes == ("WSA10024",)


def test_a_wrong_guess_is_corrected(desk: Desk, tmp_path: Path) -> None:
    head = tuple("内容" if title == "危险源" else title for title in HEAD)
    with importing(desk) as window:
        give(window, tmp_path, of_rows([head, ROW]))
        page = page_of(window)
        page.boxes[3].setCurrentIndex(page.boxes[3].findText("危险源（会出什么事）"))
        calm(window)
        assert page.model.meaning[3] is Target.HAZARD
        assert any("手伸进模具被压" in words for words in words_on(page))


def test_what_only_one_column_can_be_moves_from_the_other(desk: Desk, tmp_path: Path) -> None:
    with importing(desk) as window:
        give(window, tmp_path, of_rows([HEAD, ROW]))
        page = page_of(window)
        page.boxes[2].setCurrentIndex(page.boxes[2].findText("风险点"))
        calm(window)
        assert page.model.meaning[1] is Target.IGNORE
        assert page.boxes[1].currentText() == "不导入"


def test_a_file_that_cannot_be_read_is_said_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    with importing(desk) as window:
        heard: list[str] = []
        window.notices.noticed.connect(lambda notice: heard.append(notice.text))
        give(window, tmp_path, of_rows([HEAD, ROW])[:-300])
        assert heard == ["“台账.xlsx”打不开，文件可能坏了。"]
        assert not page_of(window).bring.isEnabled()


def test_an_import_is_taken_back_by_its_own_backup(desk: Desk, tmp_path: Path) -> None:
    asked: list[Path] = []
    with importing(desk, asked) as window:
        give(window, tmp_path, of_rows([HEAD, ROW]))
        press(window, "导入")
        press(window, "退回导入以前")
        (dialog,) = children(window, AskDialog)
        dialog.go.click()
        calm(window)
    assert [path.parent for path in asked] == [desk.folder.folder.backups]


def test_an_empty_folder_asks_for_the_firm_first(tmp_path: Path, qapp: QApplication) -> None:
    with new_desk(tmp_path / "new") as opened:
        desk = opened.with_ports(backups=opened.folder.backups)
        with importing(desk) as window:
            give(window, tmp_path, of_rows([HEAD, ROW]))
            assert page_of(window).why_not.text() == "请先填企业名称。"
            write(window, "企业名称", "宏木家具厂")
            press(window, "导入")
            assert window.windowTitle().startswith("宏木家具厂")
            assert len(open_book(desk.ports).hazards) == 1


def test_many_rows_come_in_with_progress(desk: Desk, tmp_path: Path) -> None:
    with importing(desk) as window:
        give(window, tmp_path, large(500))
        press(window, "导入")
        assert len(open_book(desk.ports).hazards) == 500
