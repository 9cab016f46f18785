"""墙上台账 as somebody uses it: see what waits, print it, note what was hung, take down what is gone."""

from collections.abc import Iterator

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.ui.support import RESOURCES, accessible_name, named_wrongly, settle, wait_until
from tests.ui.wizard_support import calm, press
from ymh_desktop.bootstrap import Program
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.wall import WallState, wall_register
from ymh_desktop.ui.pages import WALL
from ymh_desktop.ui.shell.dialogs import AskDialog
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.wall import WallPage
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[WallPage]:
    yield from opened(sample_firm)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[WallPage]:
    yield from opened(empty_firm)


def opened(program: Program) -> Iterator[WallPage]:
    window = MainWindow(program.ports, (WALL,), RESOURCES)
    window.resize(1366, 728)
    window.navigate("wall")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, WallPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def field(within: QWidget, name: str) -> QLineEdit:
    return next(each for each in children(within, QLineEdit) if accessible_name(each) == name)


def test_everything_waits_at_first(page: WallPage, sample_firm: Program) -> None:
    lines = wall_register(sample_firm.ports)
    assert page.rows.rowCount() == len(lines) > 20
    assert page.headline.text() == f"墙上应有 {len(lines)} 张：{len(lines)} 张还没贴。"
    assert named_wrongly(page) == []


def test_all_that_waits_is_one_file(page: WallPage) -> None:
    made: list[bytes] = []
    page.model.make(None, made.append)
    calm(page)
    assert len(PdfDocument(made[0])) >= page.rows.rowCount()


def test_all_are_noted_as_hung_after_a_question(page: WallPage, sample_firm: Program) -> None:
    press(page, "都贴好了")
    dialog = page.findChild(AskDialog)
    assert dialog is not None
    dialog.accept()
    calm(page)
    assert {line.state for line in wall_register(sample_firm.ports)} == {WallState.CURRENT}
    assert page.headline.text().endswith("张都是对的。")
    assert not page.print.isEnabled()


def test_one_is_noted_with_its_place(page: WallPage, sample_firm: Program) -> None:
    page.table.select("board|")
    page.table.selected.emit("board|")
    press(page, "登记选中的这张贴好了")
    words = field(page.form, "贴在哪里")
    words.setText("厂门口")
    press(page, "登记：安全风险公告栏：贴好了")
    line = next(each for each in wall_register(sample_firm.ports) if each.paper == "board")
    assert (line.state, line.place) == (WallState.CURRENT, "厂门口")
    press(page, "选中的这张摘下了")
    line = next(each for each in wall_register(sample_firm.ports) if each.paper == "board")
    assert line.state is WallState.NOT_HUNG


def test_the_list_is_narrowed_by_state(page: WallPage) -> None:
    page.bar.choose("state", WallState.CURRENT)
    assert page.rows.rowCount() == 0
    page.bar.clear()
    assert page.rows.rowCount() > 20


def test_a_firm_without_anything_is_told_what_to_do(empty_page: WallPage, empty_firm: Program) -> None:
    assert empty_page.headline.text() == "还没有要上墙的材料。先做风险辨识。"
    assert not empty_page.print.isEnabled()
    firm.save_enterprise(empty_firm.ports, {"name": "宏木家具厂"})
    empty_page.opened()
    calm(empty_page)
    assert not empty_page.one.isEnabled()
