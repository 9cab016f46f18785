"""Step 3, by pressing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from tests.support.desk import Desk, new_desk
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, firm_with, named, press, type_key, view_of, wizard
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import situations, steps, walk
from ymh_desktop.services.flows.situations import SituationCard
from ymh_desktop.ui.views.wizard.frame import WizardPage


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        firm_with(opened, Step.SITUATIONS)
        yield opened


@pytest.fixture
def page(desk: Desk) -> Iterator[WizardPage]:
    with wizard(desk) as opened:
        yield opened


def cards(desk: Desk) -> tuple[SituationCard, ...]:
    return situations.situation_cards(desk.ports, steps.start_or_resume(desk.ports).id)


def first_item(desk: Desk) -> int:
    """The number of the first question about a major hidden danger."""
    return next(number for number, card in enumerate(cards(desk), start=1) if not card.needs_place)


def chosen(page: WizardPage, name: str) -> bool:
    button = named(page, name)
    assert isinstance(button, QAbstractButton)
    return button.isChecked()


def test_the_page_says_that_nothing_is_judged_here(page: WizardPage) -> None:
    assert any("疑似，需人工判定" in words for words in words_on(page))
    assert "是" not in words_on(page)


def test_there_becomes_a_suspected_major_hidden_danger_at_once(desk: Desk, page: WizardPage) -> None:
    number = first_item(desk)
    press(page, f"第{number}题 有")
    (danger,) = open_book(desk.ports).dangers
    assert danger.level is DangerLevel.MAJOR
    assert "先记成疑似重大隐患，还要懂行的人来判定" in words_on(page)


def test_undo_takes_the_last_answer_back_and_the_card_shows_it(desk: Desk, page: WizardPage) -> None:
    number = first_item(desk)
    press(page, f"第{number}题 有")
    QTest.keyClick(page.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    calm(page)
    assert not open_book(desk.ports).dangers
    assert not chosen(page, f"第{number}题 有")


def test_a_direct_rule_wants_to_know_where(desk: Desk, page: WizardPage) -> None:
    press(page, "第1题 有")
    assert cards(desk)[0].answer is None
    assert page.view is not None
    assert "1 题没说在哪里" in page.view.blocker()
    where = named(page, "第1题 在哪里")
    assert isinstance(where, QComboBox)
    where.setCurrentIndex(1)
    calm(page)
    assert cards(desk)[0].answer is AnswerValue.PRESENT
    assert cards(desk)[0].where_answered == open_book(desk.ports).points[0].id


def test_the_criterions_own_text_unfolds(desk: Desk, page: WizardPage) -> None:
    number = first_item(desk)
    text = cards(desk)[number - 1].hint
    assert text not in words_on(page)
    press(page, f"第{number}题 原文")
    assert text in words_on(page)


def test_going_on_early_marks_what_is_open(desk: Desk, page: WizardPage) -> None:
    press(page, "第1题 没有")
    press(page, "下一步：现场问答")
    assert page.words.text() == f"还有 {len(cards(desk)) - 1} 题没有选"
    assert named(page, "第2题 有").hasFocus()
    assert "这一题还没有选" in words_on(page)


def test_keys_answer_and_enter_goes_to_the_next(desk: Desk, page: WizardPage) -> None:
    for _ in cards(desk):
        type_key(Qt.Key.Key_2)
        type_key(Qt.Key.Key_Return)
        calm(page)
    assert {card.answer for card in cards(desk)} == {AnswerValue.ABSENT}
    assert page.view is not None
    assert (page.view.blocker(), page.view.summary()) == ("", "都没有")


def test_what_was_answered_here_is_not_asked_on_the_walk(desk: Desk, page: WizardPage) -> None:
    for number, _ in enumerate(cards(desk), start=1):
        press(page, f"第{number}题 没有")
    press(page, "下一步：现场问答")
    assert view_of(page).step is Step.WALK
    settled = [card for card in walk.walk_cards(desk.ports, page.model.run_id, later=True) if card.settled]
    assert settled
    assert all(card.value is AnswerValue.YES for card in settled)


def test_what_the_walk_answered_is_shown_as_answered(desk: Desk) -> None:
    run = steps.start_or_resume(desk.ports).id
    items = {item.entry for item in desk.ports.library.trade("wood-furniture").majors if item.entry}
    card = next(c for c in walk.walk_cards(desk.ports, run, later=True) if c.targets[0].entry.id in items)
    walk.answer_card(desk.ports, run, [(t.point.id, t.entry.id) for t in card.targets], AnswerValue.YES)
    with wizard(desk) as page:
        assert "现场问答里已经答过，不用再答" in words_on(page)


def test_the_first_open_question_is_come_back_to(desk: Desk) -> None:
    run = steps.start_or_resume(desk.ports).id
    for card in cards(desk)[:7]:
        situations.answer_situation(desk.ports, run, card.subject, AnswerValue.ABSENT)
    with wizard(desk) as page:
        assert named(page, "第8题 有").hasFocus()
        assert named_wrongly(page) == []


def test_a_direct_rule_lifts_a_risk_of_the_place(desk: Desk, page: WizardPage) -> None:
    lifted: tuple[DirectJudgement, ...] = ()
    press(page, "第1题 有")
    where = named(page, "第1题 在哪里")
    assert isinstance(where, QComboBox)
    where.setCurrentIndex(1)
    calm(page)
    point = open_book(desk.ports).points[0]
    run = page.model.run_id
    card = next(c for c in walk.walk_cards(desk.ports, run) if c.targets[0].point.id == point.id)
    walk.answer_card(desk.ports, run, [(t.point.id, t.entry.id) for t in card.targets], AnswerValue.YES)
    for hazard in open_book(desk.ports).hazards:
        lifted += hazard.judgements
    assert [judgement.rule_id for judgement in lifted] == ["direct.accident"]
