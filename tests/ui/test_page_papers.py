"""打印材料 as somebody uses it: look, save, tick posts, and be told what is missing."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import NoPage, calm, press, stand_in
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.identification import Step
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import steps
from ymh_desktop.services.hidden_dangers import register_danger
from ymh_desktop.services.papers.catalogue import PAPERS
from ymh_desktop.services.papers.paper import Paper
from ymh_desktop.services.reports.paper import PageSize
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.ui import pages
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.papers import Wanted, make, make_table
from ymh_desktop.ui.views.papers import PapersPage
from ymh_desktop.ui.widgets.basics import children

OTHERS = (stand_in("identification", "风险辨识"), stand_in("reporting", "上报镇里"))


def window_over(program: Program) -> MainWindow:
    window = MainWindow(program.ports, (*OTHERS, pages.PAPERS), RESOURCES)
    window.resize(1366, 728)
    window.navigate("papers")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    return window


def closed(window: MainWindow) -> None:
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[PapersPage]:
    window = window_over(sample_firm)
    assert isinstance(window.page, PapersPage)
    yield window.page
    closed(window)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[PapersPage]:
    window = window_over(empty_firm)
    assert isinstance(window.page, PapersPage)
    yield window.page
    closed(window)


def preview_of(page: PapersPage) -> None:
    """Wait until the first page of the paper is there."""
    calm(page)
    wait_until(lambda: page.panel.preview.count > 0, 20_000)
    calm(page)


def save_as(page: PapersPage, path: Path) -> None:
    """Answer the dialog that asks where to save."""
    wait_until(lambda: bool(children(page, QFileDialog)), 20_000)
    (dialog,) = children(page, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    calm(page)


def test_every_paper_is_offered_with_what_it_is_for(page: PapersPage) -> None:
    words = words_on(page)
    for paper in PAPERS:
        assert paper.name in words
        assert f"用于：{paper.used_for}。" in words


def test_a_paper_named_on_the_way_in_opens_at_once(page: PapersPage) -> None:
    page.context.navigate("papers", "serious")
    preview_of(page)
    assert "较大和重大风险清单" in words_on(page)
    assert page.panel.preview.count >= 1


def test_back_leads_to_the_row_one_came_from(page: PapersPage) -> None:
    press(page, "预览：安全检查表")
    preview_of(page)
    press(page, "返回材料列表")
    assert page.list.isVisible()
    assert page.list.rows["check-tables"].buttons["preview"].hasFocus()


def test_back_leads_to_the_page_that_asked_for_the_paper(page: PapersPage) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    window.navigate("identification")
    window.navigate("papers", "serious")
    preview_of(page)
    press(page, "回到刚才那一页")
    assert window.page_id == "identification"
    window.navigate("papers")
    assert page.list.isVisible()


def test_only_the_posts_that_are_ticked_get_a_card(page: PapersPage) -> None:
    page.preview("cards")
    preview_of(page)
    cards = page.panel.preview.count
    assert cards == page.panel.options.posts.count() > 2
    posts = page.panel.options.posts
    posts.setCurrentRow(0)
    posts.setFocus()
    QTest.keyClick(posts, Qt.Key.Key_Space)
    wait_until(lambda: page.panel.preview.count == cards - 1, 20_000)
    assert f"勾了 {cards - 1} 个，共 {cards} 个岗位" in words_on(page)


def test_without_any_tick_a_sentence_stands_where_the_cards_were(page: PapersPage) -> None:
    page.preview("cards")
    preview_of(page)
    press(page, "岗位全不勾")
    wait_until(lambda: "还没有勾岗位。" in words_on(page))
    press(page, "岗位全勾上")
    preview_of(page)


def test_a_smaller_card_is_drawn_on_smaller_paper(page: PapersPage) -> None:
    page.preview("cards")
    preview_of(page)
    combo = page.panel.options.size_of
    combo.setCurrentIndex(combo.findText("A5", Qt.MatchFlag.MatchStartsWith))
    page._remake.setInterval(0)
    wait_until(lambda: page._shown is not None and page._shown.wanted.size is PageSize.A5, 20_000)
    assert page._shown is not None
    picture = Image.open(io.BytesIO(page.context.ports.renderer.pages(page._shown.pdf, 96)[0]))
    assert sorted(picture.size) == [560, 794]


def test_saving_writes_the_file_under_the_name_of_the_firm(page: PapersPage, tmp_path: Path) -> None:
    press(page, "另存为：较大和重大风险清单")
    wait_until(lambda: bool(children(page, QFileDialog)), 20_000)
    (dialog,) = children(page, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "较大和重大风险清单_宏木家具.pdf"
    save_as(page, tmp_path / "清单.pdf")
    assert (tmp_path / "清单.pdf").read_bytes().startswith(b"%PDF")
    assert "已存好：清单.pdf" in words_on(page.window())


def test_a_table_is_saved_as_excel(page: PapersPage, tmp_path: Path) -> None:
    press(page, "存成 Excel：安全风险分级管控清单")
    save_as(page, tmp_path / "清单.xlsx")
    assert (tmp_path / "清单.xlsx").read_bytes().startswith(b"PK")


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_lost(page: PapersPage, tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    press(page, "另存为：较大和重大风险清单")
    save_as(page, tmp_path / "文件" / "清单.pdf")
    wait_until(lambda: any("清单.pdf" in words and "找不到" in words for words in words_on(page.window())))


def test_the_default_program_gets_a_file_of_its_own_each_time(
    page: PapersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def note(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    press(page, "用别的软件打开：较大和重大风险清单")
    press(page, "用别的软件打开：较大和重大风险清单")
    wait_until(lambda: len(opened) == 2, 20_000)
    assert opened[0] != opened[1]
    assert all(path.read_bytes().startswith(b"%PDF") and path.name.startswith("较大和") for path in opened)


def test_what_is_missing_is_said_with_the_way_to_mend_it(page: PapersPage) -> None:
    page.context.navigate("papers", "enrolment")
    calm(page)
    assert "还没有签名密钥。" in words_on(page)
    window = page.window()
    press(page, "去上报镇里")
    assert isinstance(window, MainWindow)
    assert window.page_id == "reporting"


def test_an_empty_folder_leads_to_the_first_step(empty_page: PapersPage) -> None:
    window = empty_page.window()
    press(empty_page, "预览：岗位安全风险告知卡")
    assert "还没有填企业名称。" in words_on(empty_page)
    press(empty_page, "去填企业名称")
    assert isinstance(window, MainWindow)
    assert isinstance(window.page, NoPage)
    assert (window.page_id, window.page.argument) == ("identification", Step.ENTERPRISE)


def test_a_signed_identification_leaves_no_word_about_drafts(page: PapersPage) -> None:
    assert not [words for words in words_on(page) if "草稿" in words]


def test_a_draft_is_explained_in_one_line_with_the_way_to_sign(sample_firm: Program, qapp: object) -> None:
    run = open_book(sample_firm.ports).run
    assert run is not None
    steps.withdraw_sign_off(sample_firm.ports, run.id, PRINCIPAL)
    window = window_over(sample_firm)
    assert "主要负责人签字前，印出来的材料上都有“草稿”两个字。" in words_on(window)
    press(window.page, "去签字")
    assert window.page_id == "identification"
    closed(window)


def test_a_preview_follows_a_record_that_changes(page: PapersPage) -> None:
    page.preview("serious")
    preview_of(page)
    before = page._shown
    page.context.records.save(lambda: firm.save_enterprise(page.context.ports, {"short_name": "新名字"}))
    wait_until(lambda: page._shown is not None and page._shown is not before, 20_000)
    assert page._shown is not None
    assert page._shown.name.endswith("_新名字.pdf")


@pytest.mark.parametrize("paper", [paper for paper in PAPERS if paper.excel], ids=lambda paper: paper.id)
def test_every_paper_that_promises_excel_keeps_the_promise(sample_firm: Program, paper: Paper) -> None:
    long_ago = sample_firm.ports.clock.today() - timedelta(days=400)  # there are figures of last quarter and last year
    register_danger(sample_firm.ports, "从前台账里的隐患", "木工区", found_on=long_ago)
    name, content = make_table(sample_firm.ports, Wanted(paper))
    assert name.endswith(".xlsx")
    assert content.startswith(b"PK")


# No key was made yet, there is no major hidden danger, and the firm began this quarter.
NOT_YET = ("enrolment", "major-reports", "statistics-quarter", "statistics-year")


def test_looking_at_papers_begins_no_new_identification(sample_firm: Program) -> None:
    """Or everything would be a draft again."""
    for paper in PAPERS:
        if paper.id not in NOT_YET:
            make(sample_firm.ports, Wanted(paper))
    assert open_book(sample_firm.ports).draft == ""


@pytest.mark.parametrize("size", [(1366, 728), (1093, 580), (911, 472)])
def test_everything_has_its_own_name_in_list_and_preview(page: PapersPage, size: tuple[int, int]) -> None:
    page.window().resize(*size)
    settle()
    assert named_wrongly(page) == []
    page.preview("cards")
    preview_of(page)
    assert named_wrongly(page) == []
    assert page.window().width() == size[0]


def test_where_it_is_narrow_posts_and_paper_take_turns(page: PapersPage) -> None:
    page.window().resize(911, 472)
    page.preview("cards")
    preview_of(page)
    assert not page.panel.options.isVisible()
    press(page, "选岗位和大小")
    assert page.panel.options.isVisible()
    assert not page.panel.preview.isVisible()
    press(page, "看预览")
    assert page.panel.preview.isVisible()


def test_what_takes_long_can_be_stopped_and_begun_again(page: PapersPage) -> None:
    page.preview("check-tables")
    task = page.model._task
    assert task is not None
    task.stop()
    wait_until(lambda: "已经停止，没有生成。" in words_on(page), 20_000)
    assert not page.model.busy
    press(page, "重新生成")
    preview_of(page)
    assert page.panel.preview.isVisible()


def test_without_a_printer_the_page_names_the_way_out(page: PapersPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    press(page, "打印：较大和重大风险清单")
    wait_until(lambda: "这台电脑还没有装打印机。" in words_on(page.window()), 20_000)


def test_going_back_lets_go_of_what_is_still_being_made(page: PapersPage) -> None:
    page.preview("register")
    press(page, "返回材料列表")
    assert not page.model.busy
    calm(page)
    assert page.list.isVisible()
