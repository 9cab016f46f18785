"""打印材料: the words of a document are edited, kept and taken back; papers are found; the binder is one press."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, press, stand_in
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.own_texts import own_text_id
from ymh_desktop.services.papers.catalogue import PAPERS, PaperGroup, paper_of
from ymh_desktop.ui import pages
from ymh_desktop.ui.printing import CannotOpen
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.papers import PapersPage
from ymh_desktop.ui.widgets.basics import children

OTHERS = (stand_in("identification", "风险辨识"), stand_in("reporting", "上报镇里"))


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[PapersPage]:
    window = MainWindow(sample_firm.ports, (*OTHERS, pages.PAPERS), RESOURCES)
    window.resize(1366, 728)
    window.navigate("papers")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, PapersPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def edit(page: PapersPage, paper_id: str = "reward-system") -> None:
    page._do("edit", paper_id)
    calm(page)
    wait_until(lambda: page.texts.list.count() > 0)
    calm(page)


def shown(page: PapersPage) -> list[str]:
    return [row.paper.id for row in page.list.rows.values() if row.isVisibleTo(page.list)]


def own_words(page: PapersPage, chapter: str, paper_id: str = "reward-system") -> str | None:
    with page.context.ports.units.read() as uow:
        found = uow.own_texts.find(own_text_id(paper_id, chapter))
    return found.text if found else None


# ---- finding a paper -------------------------------------------------------------------------------------------------


def test_papers_stand_in_their_groups(page: PapersPage) -> None:
    words = words_on(page)
    assert [words.index(title) for title in ("贴墙", "进档案", "日常表", "上报")] == sorted(
        words.index(title) for title in ("贴墙", "进档案", "日常表", "上报")
    )
    press(page, "只看日常表的材料")
    assert set(shown(page)) == {paper.id for paper in PAPERS if paper.group is PaperGroup.DAILY}
    press(page, "看全部材料")
    assert len(shown(page)) == len(PAPERS)


def test_a_paper_is_found_by_a_word_of_its_name_or_its_use(page: PapersPage) -> None:
    page.list.search.setText("动火")
    wait_until(lambda: len(shown(page)) < 5)
    assert "hot-work-permit" in shown(page)
    page.list.search.setText("没有这样的东西")
    wait_until(lambda: not shown(page))
    assert "没有这样的材料，换个词再找。" in words_on(page)


def test_only_papers_of_texts_offer_word_and_editing(page: PapersPage) -> None:
    for paper in PAPERS:
        buttons = page.list.rows[paper.id].buttons
        assert ("edit" in buttons) == ("word" in buttons) == bool(paper.template)
        assert ("open" in buttons) != ("word" in buttons)


def test_a_paper_there_is_none_of_says_so_and_asks_for_nothing(page: PapersPage) -> None:
    page.preview("major-reports")
    wait_until(lambda: "现在没有没销号的重大隐患。" in words_on(page.panel), 20_000)
    assert not page.panel.mend.isVisibleTo(page)


# ---- words -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_printed(page: PapersPage) -> None:
    edit(page)
    page.texts.edit.setPlainText("{企业}自己的奖惩办法。")
    wait_until(lambda: own_words(page, "general") is not None)
    calm(page)
    assert own_words(page, "general") == "{企业}自己的奖惩办法。"
    assert page.texts.list.item(0).text() == "总则（改过）"
    press(page, "预览改过的材料")
    calm(page)
    wait_until(lambda: page.panel.preview.count > 0, 20_000)
    assert page.stack.currentWidget() is page.panel


def test_another_chapter_keeps_what_was_typed_at_once(page: PapersPage) -> None:
    edit(page)
    page.texts.edit.setPlainText("写到一半")
    page.texts.list.setCurrentRow(1)
    wait_until(lambda: own_words(page, "general") == "写到一半")
    calm(page)
    chapter = page.texts.model.chapter
    assert chapter is not None
    assert chapter.key == "reward"
    assert page.texts.edit.toPlainText().strip() == chapter.text.strip()


def test_leaving_the_page_keeps_what_was_typed(page: PapersPage) -> None:
    edit(page)
    page.texts.edit.setPlainText("走之前写的")
    page.context.navigate("reporting")
    wait_until(lambda: own_words(page, "general") == "走之前写的")


def test_words_go_back_to_ours_and_that_can_be_undone(page: PapersPage) -> None:
    edit(page)
    shipped = page.texts.edit.toPlainText()
    page.texts.edit.setPlainText("自己的")
    wait_until(lambda: own_words(page, "general") == "自己的")
    calm(page)
    press(page, "换回软件的文字")
    wait_until(lambda: own_words(page, "general") is None)
    calm(page)
    assert page.texts.edit.toPlainText() == shipped
    page.context.records.undo()
    wait_until(lambda: own_words(page, "general") == "自己的")
    calm(page)
    assert page.texts.edit.toPlainText() == "自己的"


def test_what_will_be_printed_as_typed_is_said(page: PapersPage) -> None:
    edit(page)
    page.texts.edit.setPlainText("@乱写\n{谁}")
    assert "第1行：不认识“@乱写”" in page.texts.hints.text()
    page.texts.edit.setPlainText("{企业}")
    assert not page.texts.hints.isVisibleTo(page)


def test_when_ours_changed_the_page_says_so_and_both_can_be_read(page: PapersPage) -> None:
    edit(page)
    page.texts.edit.setPlainText("自己的")
    wait_until(lambda: own_words(page, "general") == "自己的")
    calm(page)
    with page.context.ports.units.write() as uow:
        kept = uow.own_texts.get(own_text_id("reward-system", "general"))
        uow.own_texts.save(replace(kept, shipped="以前软件里的话"))
        uow.commit()
    edit(page)
    assert page.texts.list.item(0).text() == "总则（软件的文字更新了）"
    assert page.texts.news.isVisibleTo(page)
    press(page, "看软件的新文字")
    assert "适用于" in page.texts.shipped.toPlainText()
    press(page, "仍用我写的文字")
    wait_until(lambda: not page.texts.news.isVisibleTo(page))
    assert own_words(page, "general") == "自己的"


def test_the_editor_is_reached_and_left_by_the_keyboard(page: PapersPage) -> None:
    button = page.list.rows["reward-system"].buttons["edit"]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    calm(page)
    assert page.stack.currentWidget() is page.texts
    assert named_wrongly(page.texts) == []
    press(page, "改完文字返回")
    assert page.list.isVisible()
    assert button.hasFocus()


# ---- Word and the binder ---------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to show."""
    asked: list[Path] = []

    def show(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    return asked


def test_a_document_opens_in_word(page: PapersPage, opened: list[Path]) -> None:
    press(page, "用 Word 打开：全员安全生产责任制")
    wait_until(lambda: bool(opened), 20_000)
    assert opened[0].suffix == ".docx"
    assert opened[0].read_bytes().startswith(b"PK")


def test_a_pc_without_word_is_told_what_to_install() -> None:
    assert "装一个 WPS 或 Word" in CannotOpen("制度.docx").advice
    assert "装一个浏览器" in CannotOpen("制度.pdf").advice


@pytest.mark.timeout(180)
def test_the_whole_binder_is_one_press_and_one_folder(page: PapersPage, tmp_path: Path, opened: list[Path]) -> None:
    press(page, "整本档案")
    wait_until(lambda: bool(children(page, QFileDialog)), 20_000)
    (dialog,) = children(page, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "U盘"))
    dialog.close()
    wait_until(lambda: page.binder.busy)
    assert not page.list.binder.whole.isEnabled()
    wait_until(lambda: not page.binder.busy, 150_000)
    (whole,) = (tmp_path / "U盘").rglob("整本档案.pdf")
    assert whole.read_bytes().startswith(b"%PDF")
    assert page.list.binder.whole.isEnabled()


def test_every_template_of_the_catalogue_can_be_opened_for_editing(page: PapersPage) -> None:
    for paper_id in ("hot-work-permit", "procedures", "file-index"):
        edit(page, paper_id)
        chapters = page.context.ports.codes.template(paper_of(paper_id).template).chapters
        assert page.texts.list.count() == len(chapters)
