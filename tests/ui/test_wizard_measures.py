"""Step 6: nothing is 已落实 that nobody said, plans are kept as they are chosen, and names are set."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLineEdit, QWidget

from tests.support.desk import Desk, new_desk
from tests.ui.after_walk import measures_of, walked, wizard_at, wizard_window
from tests.ui.pages_support import field_of
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, named, press, view_of, write
from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.flows.measures import PointMeasures, measure_list
from ymh_desktop.ui.views.wizard.frame import WizardPage
from ymh_desktop.ui.views.wizard.measures import MeasuresStep, PointBody


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        walked(opened, Step.MEASURES)
        yield opened


def step_of(page: WizardPage) -> MeasuresStep:
    view = view_of(page)
    assert isinstance(view, MeasuresStep)
    return view


def planer(desk: Desk) -> PointMeasures:
    return next(p for p in measure_list(open_book(desk.ports)) if p.point.module_id == "wood-planer")


def open_planer(desk: Desk, page: WizardPage) -> PointBody:
    card = step_of(page).cards[planer(desk).point.id]
    card.open()
    calm(page)
    assert isinstance(card.content, PointBody)
    return card.content


def number_of(desk: Desk, state: MeasureState = MeasureState.UNANSWERED) -> int:
    """The number of the first open line of the planer."""
    lines = planer(desk).lines
    return next(n for n, line in enumerate(lines, start=1) if line.state is state and line.danger is None)


def focused() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def choose(box: QComboBox, words: str) -> None:
    box.setCurrentIndex(next(i for i in range(box.count()) if box.itemText(i).startswith(words)))


def test_only_what_the_walk_proved_is_ticked(desk: Desk) -> None:
    proved = sum(1 for m in measures_of(desk) if m.state is MeasureState.IN_PLACE)
    with wizard_at(desk) as page:
        body = open_planer(desk, page)
        ticked = sum(1 for row in body.rows.values() if row.ticked)
        assert ticked == planer(desk).count(MeasureState.IN_PLACE)
        assert named_wrongly(page) == []
    assert sum(1 for m in measures_of(desk) if m.state is MeasureState.IN_PLACE) == proved, "looking changes nothing"


def test_a_section_is_built_only_when_it_is_opened(desk: Desk) -> None:
    with wizard_at(desk) as page:
        cards = step_of(page).cards.values()
        assert sum(1 for card in cards if card.content is not None) == 1, "the worst that lacks something"
        open_planer(desk, page)
        card = step_of(page).cards[planer(desk).point.id]
        card.open(False)
        assert card.content is None


def test_each_of_the_three_answers_is_kept(desk: Desk) -> None:
    code, number = planer(desk).point.code, number_of(desk)
    with wizard_at(desk) as page:
        open_planer(desk, page)
        for word, state in (
            ("已落实", MeasureState.IN_PLACE),
            ("要新增", MeasureState.PLANNED),
            ("不适用", MeasureState.NOT_APPLICABLE),
        ):
            press(page, f"{code} 第{number}条 {word}")
            assert planer(desk).lines[number - 1].state is state


def test_the_keys_1_to_3_answer_and_enter_goes_to_the_next_line(desk: Desk) -> None:
    code, number = planer(desk).point.code, number_of(desk)
    with wizard_at(desk) as page:
        body = open_planer(desk, page)
        body.rows[list(body.rows)[number - 1]].take_focus()
        QTest.keyClick(focused(), Qt.Key.Key_3)
        calm(page)
        assert planer(desk).lines[number - 1].state is MeasureState.NOT_APPLICABLE
        assert named(page, f"{code} 第{number}条 不适用").hasFocus()
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        following = body.rows[list(body.rows)[number]]
        assert following.isAncestorOf(focused())


def test_a_planned_measure_asks_who_when_and_how_much_and_is_never_called_there(desk: Desk) -> None:
    code, number = planer(desk).point.code, number_of(desk)
    with wizard_at(desk) as page:
        open_planer(desk, page)
        name = f"{code} 第{number}条"
        press(page, f"{name} 要新增")
        assert "还没有做到，材料里只写进“计划新增”" in words_on(page)
        person = named(page, f"{name} 谁来办")
        assert isinstance(person, QComboBox)
        choose(person, "李秀英")
        day = named(page, f"{name} 什么时候做完")
        assert isinstance(day, QDateEdit)
        assert day.text() == "2026-12-23", "a month ahead, to be changed"
        write(page, f"{name} 大约花多少钱", "1，200元")
        kept = planer(desk).lines[number - 1].first
        book = open_book(desk.ports)
        assert (book.person_name(kept.person_id), kept.due, kept.cost) == ("李秀英", date(2026, 12, 23), Decimal(1200))


def test_a_new_name_can_be_typed_where_a_person_is_picked(desk: Desk) -> None:
    code, number = planer(desk).point.code, number_of(desk)
    with wizard_at(desk) as page:
        open_planer(desk, page)
        name = f"{code} 第{number}条"
        press(page, f"{name} 要新增")
        person = named(page, f"{name} 谁来办")
        assert isinstance(person, QComboBox)
        choose(person, "＋")
        write(page, f"{name} 谁来办 新增姓名", "孙师傅")
        press(page, f"{name} 谁来办 添加")
        assert person.currentText() == "孙师傅"
    book = open_book(desk.ports)
    assert book.person_name(planer(desk).lines[number - 1].first.person_id) == "孙师傅"


def test_what_is_no_amount_of_money_is_said_under_the_field(desk: Desk) -> None:
    code, number = planer(desk).point.code, number_of(desk)
    with wizard_at(desk) as page:
        open_planer(desk, page)
        press(page, f"{code} 第{number}条 要新增")
        write(page, f"{code} 第{number}条 大约花多少钱", "不少")
        assert "“不少”不是钱数。请只填数字，单位是元，例如 1200。" in words_on(page)
        assert planer(desk).lines[number - 1].first.cost is None
    with wizard_at(desk) as page:
        open_planer(desk, page)
        assert "“不少”不是钱数。请只填数字，单位是元，例如 1200。" in words_on(page)


def test_the_rest_is_an_explicit_act_that_can_be_undone(desk: Desk) -> None:
    before = planer(desk)
    with wizard_at(desk) as page:
        open_planer(desk, page)
        press(page, f"{before.point.code} 其余 {before.unanswered} 条都已落实")
        assert planer(desk).unanswered == 0
        page.context.records.undo()
        calm(page)
        assert planer(desk).unanswered == before.unanswered


def test_what_the_walk_found_missing_cannot_be_called_there_and_leads_to_its_hidden_danger(desk: Desk) -> None:
    denied = next(n for n, line in enumerate(planer(desk).lines, start=1) if line.danger)
    code = planer(desk).point.code
    with wizard_window(desk) as window:
        page = window.page
        assert isinstance(page, WizardPage)
        open_planer(desk, page)
        assert not named(page, f"{code} 第{denied}条 要新增").isHidden()
        there = named(page, f"{code} 第{denied}条 已落实")
        assert not there.isEnabled()
        press(page, f"{code} 其余 {planer(desk).unanswered} 条都已落实")
        assert planer(desk).lines[denied - 1].state is MeasureState.UNANSWERED
        press(page, f"{code} 第{denied}条 去看隐患")
        assert window.page_id == "hidden_dangers"


def test_missing_kinds_are_said_in_plain_words(desk: Desk) -> None:
    hazard = planer(desk).hazards[0]
    worst = tuple(f.options[0].mark for f in desk.ports.codes.profile("lec").factors)
    risks.grade_hazard(desk.ports, hazard.id, worst)
    for line in planer(desk).lines:
        risks.answer_measures(desk.ports, dict.fromkeys(line.places, MeasureState.NOT_APPLICABLE))
    with wizard_at(desk) as page:
        open_planer(desk, page)
        said = f"“{hazard.title}”是重大风险，还缺工程技术措施、应急处置措施。"
        assert any(said in words for words in words_on(page))


def test_an_own_measure_is_added_and_taken_away_again(desk: Desk) -> None:
    code = planer(desk).point.code
    with wizard_at(desk) as page:
        open_planer(desk, page)
        press(page, f"{code} 自己加一条措施")
        press(page, f"{code} 现在就有，添加")
        assert "请写一句措施。" in words_on(page)
        write(page, f"{code} 新措施的内容", "木工组长每天开工前看一遍刀轴护罩")
        press(page, f"{code} 还没有，记为要新增")
        lines = planer(desk).lines
        number = next(n for n, x in enumerate(lines, start=1) if x.text == "木工组长每天开工前看一遍刀轴护罩")
        assert (lines[number - 1].state, lines[number - 1].kind) == (MeasureState.PLANNED, MeasureKind.ENGINEERING)
        press(page, f"{code} 第{number}条 删除")
        assert "木工组长每天开工前看一遍刀轴护罩" not in {x.text for x in planer(desk).lines}
        page.context.records.undo()
        calm(page)
        assert "木工组长每天开工前看一遍刀轴护罩" in {x.text for x in planer(desk).lines}


def test_an_own_measure_half_written_stands_there_again_until_it_is_added(desk: Desk) -> None:
    code = planer(desk).point.code
    field = f"{code} 新措施的内容"
    with wizard_at(desk) as page:
        open_planer(desk, page)
        press(page, f"{code} 自己加一条措施")
        write(page, field, "木工组长每天开工前看一遍刀轴护罩")
    with wizard_at(desk) as page:
        open_planer(desk, page)
        press(page, f"{code} 自己加一条措施")
        assert field_of(page, field, QLineEdit).text() == "木工组长每天开工前看一遍刀轴护罩"
        press(page, f"{code} 现在就有，添加")
        press(page, f"{code} 自己加一条措施")
        assert field_of(page, field, QLineEdit).text() == ""
    assert "木工组长每天开工前看一遍刀轴护罩" in {line.text for line in planer(desk).lines}
    assert draft(desk.ports, "measures") == {}


def test_the_risk_point_and_each_tier_get_a_name(desk: Desk) -> None:
    code = planer(desk).point.code
    with wizard_at(desk) as page:
        open_planer(desk, page)
        owner = named(page, f"{code} 谁负责")
        assert isinstance(owner, QComboBox)
        choose(owner, "李秀英")
        calm(page)
        press(page, f"{code} 按层级分别定责任人")
        tier = named(page, f"{code} 第1个风险 岗位级责任人")
        assert isinstance(tier, QComboBox)
        assert tier.itemText(0).startswith("按常规：")
        choose(tier, "王建国")
        calm(page)
        assert named_wrongly(page) == []
    book, point = open_book(desk.ports), planer(desk)
    assert book.person_name(point.point.owner_id) == "李秀英"
    assert book.person_name(dict(point.hazards[0].responsible)[ControlTier.POST]) == "王建国"


def test_the_words_above_count_what_is_left(desk: Desk) -> None:
    with wizard_at(desk) as page:
        points = measure_list(open_book(desk.ports))
        left, total = sum(p.unanswered for p in points), sum(len(p.lines) for p in points)
        assert f"一共 {total} 条措施，还有 {left} 条没回答。从上往下做，上面的风险大。" in words_on(page)
        assert step_of(page).summary() == f"还有 {left} 条没答"
        assert step_of(page).blocker() == "", "nobody is pressed to call things done"
        assert points[0].level >= RiskLevel.GENERAL
