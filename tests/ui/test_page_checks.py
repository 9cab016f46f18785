"""日常检查 as somebody uses it: what is due, a check filled in by its exceptions, a sheet that comes back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, press, write
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import EnteredHow, Inspection
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks.fill import check_form
from ymh_desktop.services.checks.plans import refresh_plans
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.ui.pages import CHECKS
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.checks import numbers_in
from ymh_desktop.ui.views.checks import ChecksPage


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[ChecksPage]:
    refresh_plans(sample_firm.ports)
    yield from opened(sample_firm)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[ChecksPage]:
    firm.save_enterprise(empty_firm.ports, {"name": "宏木家具厂"})
    yield from opened(empty_firm)


def opened(program: Program) -> Iterator[ChecksPage]:
    window = MainWindow(program.ports, (CHECKS,), RESOURCES)
    window.resize(1366, 728)
    window.navigate("checks")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, ChecksPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def inspections(page: ChecksPage) -> tuple[Inspection, ...]:
    with page._context.ports.units.read() as uow:
        return uow.inspections.all()


def begin(page: ChecksPage) -> str:
    """Press the first 去检查; returns the title of that check."""
    line = next(line for line in page.model.lines or () if not line.keying)
    press(page, f"{line.title} 去检查")
    return line.title


def test_a_firm_without_checks_is_offered_to_make_them(empty_page: ChecksPage) -> None:
    assert "还没有排检查。" in words_on(empty_page)
    assert named_wrongly(empty_page) == []


def test_what_is_due_stands_with_who_and_until_when(page: ChecksPage) -> None:
    due = today_lines(page._context.ports)
    words = words_on(page)
    assert due
    assert f"现在要查的（{len(due)}）" in words
    assert all(line.title in words for line in due)
    assert named_wrongly(page) == []


def test_when_all_is_normal_one_key_is_enough(page: ChecksPage) -> None:
    title = begin(page)
    assert page.check.save.hasFocus()
    QTest.keyClick(page.check.save, Qt.Key.Key_Space)
    calm(page)
    (made,) = inspections(page)
    assert made.entered is EnteredHow.ON_SITE
    assert title not in [line.title for line in page.model.lines or ()]


def test_an_exception_becomes_a_hidden_danger_with_what_was_seen(page: ChecksPage) -> None:
    before = len(open_book(page._context.ports).dangers)
    begin(page)
    press(page, "第2题 异常")
    write(page, "第2题 看到了什么", "袖口没扎")
    assert page.check.save.text() == "保存，1 处异常记成隐患"
    assert named_wrongly(page) == []
    press(page, "保存这次检查")
    assert len(open_book(page._context.ports).dangers) == before + 1
    (made,) = inspections(page)
    assert [result.note for result in made.results if result.number == 2] == ["袖口没扎"]


def test_taking_an_exception_back_leaves_nothing_behind(page: ChecksPage) -> None:
    before = open_book(page._context.ports).dangers
    begin(page)
    press(page, "第2题 异常")
    press(page, "第2题 正常")
    assert page.check.save.text() == "全部正常，保存"
    press(page, "保存这次检查")
    assert open_book(page._context.ports).dangers == before


def test_a_sheet_from_the_floor_comes_back_by_its_number(page: ChecksPage) -> None:
    ports = page._context.ports
    line = next(line for line in page.model.lines or () if not line.keying)
    form = check_form(ports, line.plan_ids[0], line.period.first)
    page.list.number.set_value(form.number)
    page.list.failed.set_value("1、2")
    press(page, "录入这张表")
    assert page.list.trouble.text() == "已保存，2 处异常记成了隐患。"
    assert page.list.number.value == ""
    (made,) = inspections(page)
    assert made.entered is EnteredHow.TRANSCRIBED


@pytest.mark.parametrize(
    ("number", "failed", "said"), [("没有", "", "表号"), ("J-9999-20260101", "", "J-9999"), ("", "三", "不是序号")]
)
def test_a_wrong_number_is_told_in_a_sentence_and_stays_in_its_field(
    page: ChecksPage, number: str, failed: str, said: str
) -> None:
    page.list.number.set_value(number)
    page.list.failed.set_value(failed)
    press(page, "录入这张表")
    assert said in page.list.trouble.text()
    assert (page.list.number.value, page.list.failed.value) == (number, failed)
    assert inspections(page) == ()


def test_numbers_may_be_parted_as_people_part_them() -> None:
    assert numbers_in(" 3、7，12 ; 15 ") == (3, 7, 12, 15)
    assert numbers_in("") == ()
    with pytest.raises(UserError, match="不是序号"):
        numbers_in("3 和 7")
