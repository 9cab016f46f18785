"""Step 5: only what is serious or failed is shown, the level moves with the words, the rest is accepted at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.services.support import shop
from tests.support.desk import Desk, new_desk
from tests.ui.after_walk import walked, wizard_at
from tests.ui.pages_support import fill_in
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, named, press, view_of
from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.book import open_book
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.flows import steps
from ymh_desktop.services.flows.grading import grading_list
from ymh_desktop.ui.viewmodels.unkept import HAZARD
from ymh_desktop.ui.views.wizard.frame import WizardPage
from ymh_desktop.ui.views.wizard.grading import GradeEditor, GradingStep


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        walked(opened, Step.GRADING)
        yield opened


def step_of(page: WizardPage) -> GradingStep:
    view = view_of(page)
    assert isinstance(view, GradingStep)
    return view


def editor(page: WizardPage) -> GradeEditor:
    content = next(card.content for card in step_of(page).cards.values() if card.is_open)
    assert isinstance(content, GradeEditor)
    return content


def first_hazard(desk: Desk) -> Hazard:
    return grading_list(desk.ports, open_book(desk.ports)).lines[0].hazard


def test_the_first_line_is_open_and_says_what_raised_it(desk: Desk) -> None:
    with wizard_at(desk) as page:
        assert len(step_of(page).cards) == 1
        assert any(words.startswith("现场查出：") for words in words_on(page))
        assert "出事的可能性有多大" in words_on(page)
        assert named_wrongly(page) == []


def test_the_level_moves_with_the_word_and_is_kept(desk: Desk) -> None:
    before = first_hazard(desk)
    with wizard_at(desk) as page:
        press(page, "第1条 最坏会怎样 死10人以上")
        assert editor(page).badge.text() == "重大风险"
        line = next(iter(step_of(page).cards.values())).line
        assert line.level is RiskLevel.MAJOR
        assert step_of(page).summary() == "较大以上 1 项"
        assert first_hazard(desk).level is RiskLevel.MAJOR
        page.context.records.undo()
        calm(page)
        assert editor(page).badge.level is before.level
    assert first_hazard(desk).grade.marks == before.grade.marks


def test_what_is_graded_down_stays_in_the_list_until_one_comes_back(desk: Desk) -> None:
    with wizard_at(desk) as page:
        for question, word in (("出事的可能性有多大", "极不可能"), ("最坏会怎样", "轻伤，要包扎")):
            press(page, f"第1条 {question} {word}")
        assert editor(page).badge.text() == "低风险"
        assert len(step_of(page).cards) == 1


def test_the_sentence_why_can_be_written_anew_and_given_back(desk: Desk) -> None:
    with wizard_at(desk) as page:
        written = first_hazard(desk).grade.reason
        field = named(page, "第1条 为什么是这个等级")
        assert isinstance(field, QPlainTextEdit)
        assert field.toPlainText() == written
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        field.setPlainText("去年出过一次，所以定高一些。")
        QTest.keyClick(field, Qt.Key.Key_Tab)
        calm(page)
        assert first_hazard(desk).grade.reason == "去年出过一次，所以定高一些。"
        press(page, "第1条 改回程序写的这一句")
        assert first_hazard(desk).grade.reason == written
        assert field.toPlainText() == written


def test_a_sentence_that_is_too_long_stands_there_again_until_it_is_given_back(desk: Desk) -> None:
    with wizard_at(desk) as page:
        fill_in(page, "第1条 为什么是这个等级", "去年出过一次。")
        fill_in(page, "第1条 为什么是这个等级", "因" * 301)
    with wizard_at(desk) as page:
        assert editor(page).why.value == "因" * 301
        assert "最多 300 个字" in editor(page).why.fault.text()
        assert first_hazard(desk).grade.reason == "去年出过一次。"
        press(page, "第1条 改回程序写的这一句")
        assert editor(page).why.value == first_hazard(desk).grade.reason
        assert draft(desk.ports, HAZARD) == {}


def test_a_direct_judgement_is_told_with_its_source_and_never_undercut(desk: Desk) -> None:
    hazard = first_hazard(desk)
    judgement = DirectJudgement("r", "这里出过死人的事故", "常用规则", RiskLevel.MAJOR, date(2026, 11, 1))
    with desk.ports.units.write() as uow:
        uow.hazards.save(replace(hazard, judgements=(judgement,)))
        uow.commit()
    with wizard_at(desk) as page:
        assert "直接判定为重大风险：这里出过死人的事故" in words_on(page)
        assert "依据：常用规则。下面怎么选，等级都不会低于它。" in words_on(page)
        press(page, "第1条 出事的可能性有多大 极不可能")
        assert editor(page).badge.text() == "重大风险"


def test_the_rest_is_counted_and_accepted_with_one_press(desk: Desk) -> None:
    rest = len(open_book(desk.ports).hazards) - 1
    with wizard_at(desk) as page:
        press(page, f"其余 {rest} 项按建议接受")
        assert f"其余 {rest} 项已按建议接受。" in words_on(page)
    assert grading_list(desk.ports, open_book(desk.ports)).accepted


def test_going_on_accepts_the_rest(desk: Desk) -> None:
    with wizard_at(desk) as page:
        press(page, "下一步：措施与责任")
        assert view_of(page).step is Step.MEASURES
    assert grading_list(desk.ports, open_book(desk.ports)).accepted


def test_without_any_risk_the_step_leads_back_to_the_walk(tmp_path: Path, qapp: QApplication) -> None:
    with new_desk(tmp_path) as desk:
        steps.go_to(desk.ports, shop(desk), Step.GRADING)
        with wizard_at(desk) as page:
            assert "还没有风险可以分级" in words_on(page)
            press(page, "下一步：措施与责任")
            assert view_of(page).step is Step.GRADING, "there is nothing to go on with"
            press(page, "去现场问答")
            assert view_of(page).step is Step.WALK
