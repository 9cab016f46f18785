"""The quarterly review of a major risk: asked for in its window and among what is due, kept with its basis."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.desk import Desk
from tests.ui.pages_support import book_of, fault, fill_in, opened_page, page_in, pick, small_shop
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, press
from ymh_desktop.domain.hidden_dangers import DangerSource
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.views.register import RegisterPage


@pytest.fixture
def window(qapp: object, desk: Desk) -> Iterator[MainWindow]:
    small_shop(desk, failed=0)
    with opened_page(desk, "register") as shown:
        yield shown


@pytest.fixture
def major(window: MainWindow, desk: Desk) -> Hazard:
    """A risk that was judged 重大."""
    hazard = book_of(desk).hazards[0]
    judged = DirectJudgement("expert", "专家判定", "", RiskLevel.MAJOR, desk.clock.today())
    with desk.ports.units.write() as uow:
        uow.hazards.save(replace(hazard, judgements=(judged,)))
        uow.commit()
    return hazard


def opened(window: MainWindow, hazard: Hazard) -> RegisterPage:
    window.navigate("register", hazard.id)
    calm(window.page)
    return page_in(window, RegisterPage)


def test_a_risk_that_is_not_major_is_not_asked_for(window: MainWindow, desk: Desk) -> None:
    page = opened(window, book_of(desk).hazards[0])
    assert not page.hazard.review.isVisible()


def test_a_major_one_that_works_is_kept_with_its_basis_and_next_day(
    window: MainWindow, major: Hazard, desk: Desk
) -> None:
    page = opened(window, major)
    assert "还没有评估过。" in words_on(page)
    press(page, "现在评估")
    assert named_wrongly(page) == []
    press(page, "评估这条重大风险：记下评估")
    assert fault(page.hazard.review.form, "basis").startswith("请写看了什么")
    fill_in(page, "看了什么、怎么试的", "试了联锁，3 次都断电")
    press(page, "评估这条重大风险：记下评估")
    assert "试了联锁，3 次都断电" in words_on(page)
    assert any(words.startswith("下次 2027-02-21 前评估") for words in words_on(page))
    with desk.ports.units.read() as uow:
        (review,) = uow.control_reviews.of_hazard(major.id)
    assert review.effective


def test_one_that_failed_becomes_a_hidden_danger_at_once(window: MainWindow, major: Hazard, desk: Desk) -> None:
    page = opened(window, major)
    press(page, "现在评估")
    pick(page, "防它的办法还管用吗", "失效")
    pick(page, "哪条措施失效了", "都不是，我自己写")
    fill_in(page, "哪里没防住", "联锁被短接了")
    fill_in(page, "看了什么、怎么试的", "打开罩门机器不停")
    press(page, "评估这条重大风险：记下评估")
    (danger,) = book_of(desk).dangers
    assert (danger.title, danger.source) == ("联锁被短接了", DangerSource.FAILED_MEASURE)
    press(page, "第1次评估 打开隐患")
    assert page_in(window, DangersPage).danger.model.danger.id == danger.id


def test_a_day_beyond_the_quarter_is_told_in_one_sentence(window: MainWindow, major: Hazard, desk: Desk) -> None:
    page = opened(window, major)
    press(page, "现在评估")
    fill_in(page, "看了什么、怎么试的", "看了")
    page.hazard.review.form._model.answer("next_on", desk.clock.today() + timedelta(days=200))
    press(page, "评估这条重大风险：记下评估")
    assert "重大风险每季度评估一次" in page.hazard.review.form.fault.text()


def test_what_is_due_stands_above_the_hidden_dangers_and_leads_there(
    window: MainWindow, major: Hazard, desk: Desk
) -> None:
    desk.clock.moment += timedelta(days=91)
    window.navigate("hidden_dangers")
    calm(window.page)
    assert any("管控有没有效" in words for words in words_on(window.page))
    press(window.page, "去评估重大风险")
    page = page_in(window, RegisterPage)
    assert page.hazard.model.id == major.id
    assert page.hazard.review.isVisible()
