"""The wizard's frame and step 1, by typing and pressing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.support.desk import Desk, new_desk
from tests.ui.support import named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, firm_with, named, press, view_of, wizard, write
from ymh_desktop.domain.identification import Step
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.flows import steps
from ymh_desktop.ui.viewmodels.unkept import FIRM
from ymh_desktop.ui.views.wizard.frame import WizardPage
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def page(desk: Desk) -> Iterator[WizardPage]:
    with wizard(desk) as opened:
        yield opened


def test_an_empty_folder_begins_with_the_first_step_and_the_keyboard_in_it(page: WizardPage) -> None:
    assert view_of(page).step is Step.ENTERPRISE
    assert named(page, "企业名称").hasFocus()
    assert page.next.text() == "下一步：行业与岗位"
    assert "可以随时退出，下次接着做。" in words_on(page)


def test_five_fields_are_enough_to_go_on(desk: Desk, page: WizardPage) -> None:
    write(page, "企业名称", "宏木家具厂")
    write(page, "主要负责人", "王建国")
    write(page, "主要负责人电话", "13800000001")
    write(page, "安全员", "李秀英")
    press(page, "下一步：行业与岗位")
    assert view_of(page).step is Step.POSTS
    facts = firm.firm_facts(desk.ports)
    assert facts.enterprise is not None
    assert facts.principal is not None
    assert facts.officer is not None
    assert (facts.enterprise.name, facts.principal.phone, facts.officer.name) == ("宏木家具厂", "13800000001", "李秀英")


def test_no_more_than_eleven_fields_are_there_to_type_in_and_five_are_seen_at_first(page: WizardPage) -> None:
    fields = children(page, QLineEdit)
    assert len(fields) == 11
    assert sum(field.isVisibleTo(page) for field in fields) == 5


def test_what_was_typed_before_the_name_is_kept_with_the_name(desk: Desk, page: WizardPage) -> None:
    write(page, "主要负责人", "王建国")
    write(page, "主要负责人电话", "13800000001")
    assert firm.firm_facts(desk.ports).enterprise is None
    write(page, "企业名称", "宏木家具厂")
    facts = firm.firm_facts(desk.ports)
    assert facts.principal is not None
    assert (facts.principal.name, facts.principal.phone) == ("王建国", "13800000001")


def test_one_person_may_be_both(desk: Desk, page: WizardPage) -> None:
    write(page, "企业名称", "宏木家具厂")
    write(page, "主要负责人", "王建国")
    press(page, "安全员和主要负责人是同一个人")
    facts = firm.firm_facts(desk.ports)
    assert facts.officer == facts.principal is not None
    assert not named_field(page, "安全员").isEnabled()
    press(page, "安全员和主要负责人是同一个人")
    assert firm.firm_facts(desk.ports).officer is None
    assert named_field(page, "安全员").isEnabled()


def named_field(page: WizardPage, name: str) -> QLineEdit:
    return next(field for field in children(page, QLineEdit) if field.accessibleName() == name)


def test_a_wrong_credit_code_is_said_under_the_field_and_not_kept(desk: Desk, page: WizardPage) -> None:
    write(page, "企业名称", "宏木家具厂")
    write(page, "统一社会信用代码", "91350100M000100Y44")
    assert any("最后一位对不上" in words for words in words_on(page))
    assert open_book(desk.ports).enterprise.credit_code is None
    write(page, "统一社会信用代码", "91350100M000100Y43")
    assert not any("最后一位对不上" in words for words in words_on(page))
    assert open_book(desk.ports).enterprise.credit_code == "91350100M000100Y43"


def test_what_is_refused_stands_there_again_with_its_sentence_until_it_is_mended(desk: Desk) -> None:
    with wizard(desk) as page:
        write(page, "企业名称", "宏木家具厂")
        write(page, "统一社会信用代码", "91350100M000100Y44")
        press(page, "以后再补也行")
        write(page, "人数", "十来个")
    with wizard(desk) as page:
        assert named_field(page, "统一社会信用代码").text() == "91350100M000100Y44"
        assert named_field(page, "人数").text() == "十来个"
        assert named_field(page, "人数").isVisibleTo(page)
        assert any("最后一位对不上" in words for words in words_on(page))
        assert any("十来个" in words for words in words_on(page))
        write(page, "统一社会信用代码", "91350100M000100Y43")
        write(page, "人数", "")
        assert draft(desk.ports, FIRM) == {}
    with wizard(desk) as page:
        assert named_field(page, "统一社会信用代码").text() == "91350100M000100Y43"
        assert named_field(page, "人数").text() == ""


def test_a_refused_telephone_does_not_hinder_the_name_from_being_kept(desk: Desk, page: WizardPage) -> None:
    write(page, "企业名称", "宏木家具厂")
    write(page, "主要负责人电话", "一三八")
    write(page, "主要负责人", "王建国")
    facts = firm.firm_facts(desk.ports)
    assert facts.principal is not None
    assert (facts.principal.name, facts.principal.phone) == ("王建国", "")
    assert named_field(page, "主要负责人电话").text() == "一三八"
    write(page, "主要负责人电话", "13800000001")
    assert firm.firm_facts(desk.ports).principal == replace(facts.principal, phone="13800000001")
    assert draft(desk.ports, FIRM) == {}


def test_what_was_typed_before_the_name_outlives_the_program(desk: Desk) -> None:
    with wizard(desk) as page:
        write(page, "主要负责人", "王建国")
        write(page, "主要负责人电话", "13800000001")
    with wizard(desk) as page:
        assert named_field(page, "主要负责人").text() == "王建国"
        write(page, "企业名称", "宏木家具厂")
        facts = firm.firm_facts(desk.ports)
        assert facts.principal is not None
        assert (facts.principal.name, facts.principal.phone) == ("王建国", "13800000001")
        assert draft(desk.ports, FIRM) == {}


def test_going_on_too_early_says_what_is_missing_and_puts_the_keyboard_there(page: WizardPage) -> None:
    write(page, "企业名称", "宏木家具厂")
    press(page, "下一步：行业与岗位")
    assert view_of(page).step is Step.ENTERPRISE
    assert page.words.text() == "还没有填：主要负责人、主要负责人电话、安全员"
    assert named(page, "主要负责人").hasFocus()
    write(page, "主要负责人", "王建国")
    assert page.words.text() == "还没有填：主要负责人电话、安全员"


def test_typing_is_kept_without_leaving_the_field(desk: Desk, page: WizardPage) -> None:
    field = named(page, "企业名称")
    QTest.keyClicks(field, "ABC")
    wait_until(lambda: firm.firm_facts(desk.ports).enterprise is not None)


def test_the_firm_that_is_known_stands_in_the_fields(desk: Desk) -> None:
    firm_with(desk, Step.ENTERPRISE)
    with wizard(desk) as page:
        assert named_field(page, "企业名称").text() == "宏木家具厂"
        assert named_field(page, "安全员").text() == "李秀英"
        press(page, "下一步：行业与岗位")
        assert view_of(page).step is Step.POSTS


def test_undo_brings_the_former_name_back_into_the_field(desk: Desk) -> None:
    firm_with(desk, Step.ENTERPRISE)
    with wizard(desk) as page:
        write(page, "企业名称", "宏木木业")
        page.context.records.undo()
        calm(page)
        assert named_field(page, "企业名称").text() == "宏木家具厂"


def test_the_wizard_comes_back_to_the_step_where_it_was_left(desk: Desk) -> None:
    firm_with(desk, Step.SITUATIONS)
    with wizard(desk) as page:
        assert view_of(page).step is Step.SITUATIONS
        QTest.keyClick(page.window(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        calm(page)
        assert view_of(page).step is Step.POSTS
    with wizard(desk) as page:
        assert view_of(page).step is Step.POSTS


def test_done_steps_can_be_jumped_to_and_later_ones_cannot(desk: Desk) -> None:
    firm_with(desk, Step.SITUATIONS)
    with wizard(desk) as page:
        press(page, "第1步 企业 已完成")
        assert view_of(page).step is Step.ENTERPRISE
        assert not any(b.isEnabled() for b in children(page.list, type(page.next)) if "还没到" in b.accessibleName())
        press(page, "第3步 有没有这些情况 没做完")
        assert view_of(page).step is Step.SITUATIONS


def test_the_list_of_steps_becomes_one_line_where_it_is_narrow(page: WizardPage) -> None:
    window = page.window()
    window.resize(911, 460)
    settle()
    assert not page.list.isVisibleTo(page)
    assert page.line.isVisibleTo(page)


def test_a_finished_run_is_not_begun_anew_by_looking_at_it(desk: Desk) -> None:
    run = firm_with(desk, Step.RESULT)
    steps.sign_off(desk.ports, run, "principal", "王建国")
    steps.finish(desk.ports, run)
    with wizard(desk) as page:
        assert page.view is None
        assert any("已经做完，王建国" in words for words in words_on(page))
        assert named_wrongly(page) == []
        press(page, "再做一次风险辨识")
        assert view_of(page).step is Step.ENTERPRISE
        assert page.model.run is not None
        assert page.model.run.number == 2


def test_everything_has_its_own_name(page: WizardPage) -> None:
    press(page, "以后再补也行")
    assert named_wrongly(page) == []
