"""Step 7: what was found, what to print, what the town may send back, and the signatures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.services.support import TRADE, answer, card_of
from tests.support.desk import Desk, new_desk
from tests.ui.after_walk import GUARD, walked, wizard_at, wizard_window
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import NoPage, calm, named, press, view_of, write
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.flows import posts, situations, steps
from ymh_desktop.services.flows.measures import answer_rest, measure_list, plan_line
from ymh_desktop.services.precheck import precheck
from ymh_desktop.services.runs import EXPERT, PRINCIPAL, latest
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.wizard.frame import WizardPage
from ymh_desktop.ui.views.wizard.measures import MeasuresStep


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        walked(opened, Step.RESULT)
        yield opened


def run_of(desk: Desk) -> str:
    with desk.ports.units.read() as uow:
        run = latest(uow)
    assert run is not None
    return run.id


def wizard_in(window: MainWindow) -> WizardPage:
    page = window.page
    assert isinstance(page, WizardPage)
    return page


def number_of(desk: Desk, part: str) -> int:
    """The number of the finding with these words."""
    found = precheck(desk.ports, open_book(desk.ports))
    return next(n for n, each in enumerate(found, start=1) if part in each.problem)


def test_everything_has_a_name_and_the_keyboard_is_in_the_page(desk: Desk) -> None:
    with wizard_at(desk) as page:
        focus = QApplication.focusWidget()
        assert focus is not None
        assert view_of(page).isAncestorOf(focus)
        assert named_wrongly(page) == []


def test_posts_for_which_nobody_took_part_are_named_where_the_owner_signs(desk: Desk) -> None:
    names = [post.name for post in open_book(desk.ports).posts]
    first = open_book(desk.ports).posts[0]
    with wizard_at(desk) as page:
        assert not any("没有人参加辨识：" in words for words in words_on(page))  # nobody at all is a finding
    steps.set_participants(desk.ports, run_of(desk), first.id, ("张大勇",))
    with wizard_at(desk) as page:
        (said,) = [words for words in words_on(page) if "没有人参加辨识：" in words]
        assert names[1] in said
        assert first.name not in said
        assert f"等 {len(names) - 1} 个岗位" in said


def test_counts_hidden_dangers_and_the_draft_are_told(desk: Desk) -> None:
    with wizard_at(desk) as page:
        words = words_on(page)
        for level, count in open_book(desk.ports).counts():
            assert str(count) in words, level
        assert "没销号的隐患" in words
        assert "主要负责人还没有签字，打印出来的材料都印着“草稿”。" in words


def test_the_signature_is_one_press_away_and_what_is_open_stands_beside_it(desk: Desk) -> None:
    unanswered = sum(point.unanswered for point in measure_list(open_book(desk.ports)))
    assert unanswered
    with wizard_at(desk) as page:
        press(page, "去签字")
        assert named(page, "主要负责人签字确认").hasFocus()
        assert any(words.startswith(f"还有 {unanswered} 条措施没回答") for words in words_on(page))
        press(page, "主要负责人签字确认")
        assert not any("条措施没回答。没回答的" in words for words in words_on(page))


def test_planned_measures_are_listed_as_not_there_yet(desk: Desk) -> None:
    line = next(x for p in measure_list(open_book(desk.ports)) for x in p.lines if x.open)
    plan_line(desk.ports, line, person_id=None, due=None, cost=None)
    with wizard_at(desk) as page:
        assert "要新增的措施（还没有做到）" in words_on(page)
        assert any(line.text in words and "还没定谁办" in words for words in words_on(page))


def test_a_parked_question_is_one_press_away(desk: Desk) -> None:
    card = card_of(desk, run_of(desk), GUARD)
    answer(desk, run_of(desk), card, AnswerValue.PARKED)
    with wizard_at(desk) as page:
        press(page, "先放着的第1题 回去答")
        calm(page)
        assert view_of(page).step is Step.WALK
        assert page.model.cursor == GUARD
        focus = page.window().focusWidget()
        assert focus is not None
        assert focus.accessibleName() == f"第{card.number}题 是"


def test_the_questions_for_the_expert_can_be_copied(desk: Desk) -> None:
    card = situations.situation_cards(desk.ports, run_of(desk))[0]
    situations.answer_situation(desk.ports, run_of(desk), card.subject, AnswerValue.UNSURE)
    with wizard_at(desk) as page:
        press(page, "复制这些问题，发给专家")
        assert card.question in QGuiApplication.clipboard().text()


def test_differences_to_the_last_run_are_told(desk: Desk) -> None:
    steps.sign_off(desk.ports, run_of(desk), PRINCIPAL, "王建国")
    steps.finish(desk.ports, run_of(desk))
    again = steps.start_or_resume(desk.ports).id
    posts.choose_trade(desk.ports, again, TRADE)
    steps.go_to(desk.ports, again, Step.RESULT)
    answer(desk, again, card_of(desk, again, GUARD), AnswerValue.YES)
    with wizard_at(desk) as page:
        assert "和上一次不一样的地方" in words_on(page)
        assert any("上次答“否”，这次答“是”" in words for words in words_on(page))


@pytest.mark.parametrize(
    ("button", "paper"),
    [
        ("打印 岗位安全风险告知卡", "cards"),
        ("打印 安全检查表", "check-tables"),
        ("打印 安全风险分级管控清单", "register"),
    ],
)
def test_each_big_button_opens_its_paper(desk: Desk, button: str, paper: str) -> None:
    with wizard_window(desk) as window:
        press(window, button)
        assert window.page_id == "papers"
        assert isinstance(window.page, NoPage)
        assert window.page.argument == paper


def test_a_finding_about_measures_leads_to_its_risk_point_in_step_6(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"credit_code": ""})
    hazards = {h.id: h for h in open_book(desk.ports).hazards}
    found = precheck(desk.ports, open_book(desk.ports))
    number, finding = next((n, f) for n, f in enumerate(found, start=1) if f.step is Step.MEASURES)
    assert finding.record_id is not None
    with wizard_at(desk) as page:
        assert "必须先改" in words_on(page), "without a credit code nothing can be signed"
        press(page, f"第{number}条 去改")
        calm(page)
        view = view_of(page)
        assert isinstance(view, MeasuresStep)
        assert view.cards[hazards[finding.record_id].risk_point_id].is_open


def test_a_finding_about_a_hidden_danger_leads_to_its_page(desk: Desk) -> None:
    danger = open_book(desk.ports).dangers[0]
    desk.clock.moment = desk.clock.moment.replace(month=12, day=31)
    with wizard_window(desk) as window:
        press(window, f"第{number_of(desk, '过了整改期限')}条 去改")
        assert window.page_id == "hidden_dangers"
        assert isinstance(window.page, NoPage)
        assert window.page.argument == danger.id


def test_the_run_cannot_be_finished_before_the_owner_signed(desk: Desk) -> None:
    with wizard_at(desk) as page:
        press(page, "完成，回首页")
        assert "主要负责人还没有签字确认" in words_on(page)
        assert named(page, "主要负责人签字确认").hasFocus()


def test_the_owner_signs_and_the_run_is_finished(desk: Desk) -> None:
    with wizard_window(desk) as window:
        page = wizard_in(window)
        press(page, "主要负责人签字确认")
        assert "王建国 已于 2026 年 11 月 23 日 签字确认" in words_on(page)
        assert "已经签字，材料不再印“草稿”。" in words_on(page)
        press(page, "完成，回首页")
        assert window.page_id == "home"
    with desk.ports.units.read() as uow:
        assert uow.identifications.get(run_of(desk)).finished_on == desk.clock.today()


def test_a_signature_can_be_taken_back(desk: Desk) -> None:
    with wizard_at(desk) as page:
        press(page, "主要负责人签字确认")
        press(page, "主要负责人撤回签字")
        assert named(page, "主要负责人签字确认").isEnabled()
    assert open_book(desk.ports).draft


def test_a_day_to_come_and_an_empty_name_are_said_under_the_field(desk: Desk) -> None:
    with wizard_at(desk) as page:
        write(page, "主要负责人姓名", "")
        press(page, "主要负责人签字确认")
        assert "请填写签字人的姓名。" in words_on(page)
        with desk.ports.units.read() as uow:
            assert uow.identifications.get(run_of(desk)).signed_by(PRINCIPAL) is None


def test_an_expert_signs_with_unit_speciality_and_certificate(desk: Desk) -> None:
    with wizard_at(desk) as page:
        press(page, "有专家参加，也请专家签字")
        write(page, "专家姓名", "陈工")
        write(page, "专家单位", "示例安全技术公司")
        write(page, "专家专业", "安全工程")
        write(page, "专家证书号", "2020123456")
        press(page, "专家签字确认")
    with desk.ports.units.read() as uow:
        sign = uow.identifications.get(run_of(desk)).signed_by(EXPERT)
    assert sign is not None
    assert (sign.name, sign.unit, sign.speciality, sign.certificate) == (
        "陈工",
        "示例安全技术公司",
        "安全工程",
        "2020123456",
    )


def test_a_signature_that_was_taken_back_need_not_be_typed_again(desk: Desk) -> None:
    with wizard_at(desk) as page:
        press(page, "有专家参加，也请专家签字")
        write(page, "专家姓名", "陈工")
        write(page, "专家证书号", "2020123456")
        press(page, "专家签字确认")
        press(page, "专家撤回签字")
        told = [named(page, name).text() for name in ("专家姓名", "专家单位", "专家证书号")]
        assert told == ["陈工", "", "2020123456"]
        press(page, "专家签字确认")
    with desk.ports.units.read() as uow:
        sign = uow.identifications.get(run_of(desk)).signed_by(EXPERT)
    assert sign is not None
    assert sign.certificate == "2020123456"


def test_what_an_expert_typed_is_there_again_until_it_is_signed(desk: Desk) -> None:
    with wizard_at(desk) as page:
        press(page, "有专家参加，也请专家签字")
        write(page, "专家姓名", "陈工")
        write(page, "专家证书号", "2020")
    with wizard_at(desk) as page:
        assert named(page, "专家姓名").text() == "陈工"
        assert named(page, "专家证书号").text() == "2020"
        press(page, "专家签字确认")
        assert draft(desk.ports, f"sign {run_of(desk)}") == {}
    with desk.ports.units.read() as uow:
        sign = uow.identifications.get(run_of(desk)).signed_by(EXPERT)
    assert sign is not None
    assert (sign.name, sign.certificate) == ("陈工", "2020")


def test_a_day_to_come_is_there_again_with_its_sentence(desk: Desk) -> None:
    with wizard_at(desk) as page:
        day = named(page, "主要负责人签字日期")
        QTest.keyClicks(day, "20991231")
        calm(page)
    with wizard_at(desk) as page:
        assert named(page, "主要负责人签字日期").text() == "2099-12-31"
        assert any("2099-12-31 还没到" in words for words in words_on(page))


def test_with_nothing_to_mend_the_page_says_so(desk: Desk) -> None:
    answer(desk, run_of(desk), card_of(desk, run_of(desk), GUARD), AnswerValue.YES)
    for point in measure_list(open_book(desk.ports)):
        answer_rest(desk.ports, point, MeasureState.IN_PLACE)
    steps.set_participants(desk.ports, run_of(desk), open_book(desk.ports).posts[0].id, ("张大勇",))
    steps.sign_off(desk.ports, run_of(desk), PRINCIPAL, "王建国")
    assert precheck(desk.ports, open_book(desk.ports)) == ()
    with wizard_at(desk) as page:
        assert "没有查出镇里会退回的地方，可以上报了。" in words_on(page)
