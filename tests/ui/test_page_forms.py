"""填部门的表 as somebody uses it: a blank form comes in, is corrected and filled; a platform is filed by hand."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tests.services.test_adapters import risk_form
from tests.ui.support import RESOURCES, accessible_name, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, press
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.submissions import SubmissionKind
from ymh_desktop.services.adapters.fields import RowKind
from ymh_desktop.services.adapters.profile import BUILT_IN, profiles
from ymh_desktop.ui.pages import FORMS
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.forms import FormsPage
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[FormsPage]:
    yield from opened(sample_firm)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[FormsPage]:
    yield from opened(empty_firm)


def opened(program: Program) -> Iterator[FormsPage]:
    window = MainWindow(program.ports, (FORMS,), RESOURCES)
    window.resize(1366, 728)
    window.navigate("forms")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, FormsPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def combo(within: QWidget, name: str) -> QComboBox:
    return next(each for each in children(within, QComboBox) if accessible_name(each) == name)


def field(within: QWidget, name: str) -> QLineEdit:
    return next(each for each in children(within, QLineEdit) if accessible_name(each) == name)


def with_form(page: FormsPage, tmp_path: Path) -> None:
    page.model.open_form(risk_form(tmp_path))
    calm(page)


def type_in(page: FormsPage, line: QLineEdit, words: str) -> None:
    line.setFocus()
    line.setText(words)
    page.form.setFocus()
    calm(page)


def test_the_lists_that_come_along_are_shown_and_cannot_be_changed(page: FormsPage) -> None:
    assert page.form.count() == len(BUILT_IN)
    assert "程序带的表不能改。" in words_on(page)
    assert not page.columns.kind.isEnabled()
    assert named_wrongly(page) == []


def test_a_blank_form_comes_in_with_its_columns_guessed(page: FormsPage, tmp_path: Path, sample_firm: Program) -> None:
    with_form(page, tmp_path)
    assert combo(page, "风险级别 填什么（第 4 列）").currentText() == "风险等级"
    assert combo(page, "第 4 列 重大风险 写成").currentText() == "重大"
    assert [each.name for each in profiles(sample_firm.ports)][2:] == ["风险上报表"]
    assert named_wrongly(page) == []


def test_a_corrected_column_is_kept_at_once(page: FormsPage, tmp_path: Path, sample_firm: Program) -> None:
    with_form(page, tmp_path)
    chosen = combo(page, "联系电话 填什么（第 8 列）")
    chosen.setCurrentIndex(chosen.findText("固定写一个词"))
    calm(page)
    fixed = field(page, "第 8 列 固定写的词")
    type_in(page, fixed, "见附表")
    kept = profiles(sample_firm.ports)[-1]
    assert (kept.columns[7].field_id, kept.columns[7].fixed) == (None, "见附表")


def test_what_is_refused_stands_there_again_and_the_form_can_still_be_read(
    page: FormsPage, tmp_path: Path, sample_firm: Program
) -> None:
    with_form(page, tmp_path)
    chosen = combo(page, "联系电话 填什么（第 8 列）")
    chosen.setCurrentIndex(chosen.findText("固定写一个词"))
    calm(page)
    written = {"表的名称": "表" * 61, "从第几行开始填": "第四行", "第 8 列 固定写的词": "词" * 201}
    for name, words in written.items():
        type_in(page, field(page, name), words)
    combo(page, "第 4 列 重大风险 写成").setCurrentIndex(0)  # kept all the same
    calm(page)
    kept = profiles(sample_firm.ports)[-1]
    assert (kept.name, kept.first_row, kept.columns[7].fixed) == ("风险上报表", 4, "（请填）")
    assert "重大风险" not in dict(kept.columns[3].words)
    page.form.setCurrentIndex(0)
    calm(page)
    assert field(page, "表的名称").text() == BUILT_IN[0].name
    page.form.setCurrentIndex(page.form.count() - 1)
    calm(page)
    assert {name: field(page, name).text() for name in written} == written
    for words in ("最多 60 个字", "“第四行”不是行号", "最多 200 个字"):
        assert any(words in each for each in words_on(page))


def test_the_filled_form_is_written(page: FormsPage, tmp_path: Path) -> None:
    with_form(page, tmp_path)
    target = tmp_path / "填好的.xlsx"
    page.model.fill(target)
    calm(page)
    rows = list(load_workbook(BytesIO(target.read_bytes())).worksheets[0].iter_rows(min_row=4, values_only=True))
    assert {row[3] for row in rows if row[1]} <= {"重大", "较大", "一般", "低"}


def test_another_kind_of_row_guesses_the_columns_anew(page: FormsPage, tmp_path: Path, sample_firm: Program) -> None:
    with_form(page, tmp_path)
    page.columns.kind.setCurrentIndex(page.columns.kind.findText("一行一条隐患"))
    calm(page)
    assert profiles(sample_firm.ports)[-1].kind is RowKind.DANGER


def test_a_copy_of_a_list_can_be_changed_and_taken_away(page: FormsPage, sample_firm: Program) -> None:
    press(page, "复制一份来改")
    assert len(profiles(sample_firm.ports)) == len(BUILT_IN) + 1
    assert page.columns.kind.isEnabled()
    press(page, "删掉这张表")
    assert profiles(sample_firm.ports) == BUILT_IN


def test_a_profile_travels_to_another_enterprise(page: FormsPage, tmp_path: Path, sample_firm: Program) -> None:
    with_form(page, tmp_path)
    page.model.give_along(tmp_path / "对照.json")
    calm(page)
    page.model.bring_in(tmp_path / "对照.json")
    calm(page)
    own = profiles(sample_firm.ports)[2:]
    assert len(own) == 2
    assert own[0].columns == own[1].columns
    assert own[0].id != own[1].id


def test_a_record_is_copied_ticked_and_the_filing_recorded(
    page: FormsPage, tmp_path: Path, sample_firm: Program
) -> None:
    page.bar.setCurrentIndex(1)
    calm(page)
    known = page.filing._known
    assert known is not None
    record = known.records[0]
    title, value = record.cells[1]
    press(page, f"{record.title} {title} 复制")
    assert QGuiApplication.clipboard().text() == value
    press(page, f"{record.title} 填好了")
    shot = tmp_path / "shot.png"
    Image.new("RGB", (60, 40), "white").save(shot)
    page.model.add_screenshot(shot)
    calm(page)
    press(page, "这次填报完了")
    with sample_firm.ports.units.read() as uow:
        (made,) = (each for each in uow.submissions.all() if each.kind is SubmissionKind.FILED)
    assert (made.risks, made.proof) == (1, "平台截图 1 张")


def test_finishing_without_a_tick_says_what_to_do(page: FormsPage) -> None:
    page.bar.setCurrentIndex(1)
    calm(page)
    press(page, "这次填报完了")
    assert "还没有填报任何一条" in page.filing.fault.text()


def test_a_firm_without_anything_is_shown_the_forms(empty_page: FormsPage) -> None:
    assert empty_page.form.count() == len(BUILT_IN)
