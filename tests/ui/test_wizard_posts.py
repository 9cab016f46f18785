"""Step 2, by ticking and typing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from tests.support.desk import Desk, new_desk
from tests.ui.support import named_wrongly, wait_until, words_on
from tests.ui.wizard_support import calm, firm_with, named, press, view_of, wizard, write
from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.risks import RiskPoint, RiskPointKind
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.flows import posts, steps
from ymh_desktop.ui.views.wizard.frame import WizardPage
from ymh_desktop.ui.views.wizard.posts import PostsStep
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        firm_with(opened, Step.POSTS)
        yield opened


@pytest.fixture
def page(desk: Desk) -> Iterator[WizardPage]:
    with wizard(desk) as opened:
        yield opened


@pytest.fixture
def chosen(desk: Desk, page: WizardPage) -> WizardPage:
    press(page, "木质家具制造")
    return page


def names_on(page: WizardPage) -> set[str]:
    return {field.accessibleName() for field in children(page, QLineEdit)}


def points(desk: Desk, module_id: str) -> list[RiskPoint]:
    return [p for p in open_book(desk.ports).points if p.module_id == module_id]


def test_trades_are_found_by_what_people_call_them(page: WizardPage) -> None:
    search = named(page, "找行业")
    assert isinstance(search, QLineEdit)
    QTest.keyClicks(search, "zz")
    wait_until(lambda: any("没有找到" in words for words in words_on(page)))
    search.setText("橱柜")
    wait_until(lambda: "木质家具制造" in words_on(page))


def test_choosing_the_trade_ticks_its_usual_posts_and_says_how_many(desk: Desk, chosen: WizardPage) -> None:
    book = open_book(desk.ports)
    assert f"{len(book.posts)} 个岗位（" in " ".join(words_on(chosen))
    sawyer = named(chosen, "开料工")
    assert isinstance(sawyer, QAbstractButton)
    assert sawyer.isChecked()
    assert "行业：木质家具制造" in words_on(chosen)


def test_going_on_without_a_trade_says_so(page: WizardPage) -> None:
    press(page, "下一步：有没有这些情况")
    assert page.words.text() == "还没有选行业"


def test_what_is_there_brings_its_machines_and_posts_along(desk: Desk, chosen: WizardPage) -> None:
    assert not points(desk, "forklift")
    press(chosen, "有叉车吗 有")
    assert points(desk, "forklift")
    box = named(chosen, "叉车")
    assert isinstance(box, QAbstractButton)
    assert box.isChecked()
    press(chosen, "有叉车吗 没有")
    assert not points(desk, "forklift")


def test_every_question_wants_an_answer_before_going_on(desk: Desk, chosen: WizardPage) -> None:
    press(chosen, "下一步：有没有这些情况")
    assert "还有 10 项没有选" in chosen.words.text()
    for choice in posts.profile_choices(desk.ports, chosen.model.run_id):
        press(chosen, f"{choice.question} 没有")
    press(chosen, "下一步：有没有这些情况")
    assert view_of(chosen).step is Step.SITUATIONS


def test_people_are_counted_at_the_post(desk: Desk, chosen: WizardPage) -> None:
    field = named(chosen, "开料工数量")
    QTest.keyClick(field, Qt.Key.Key_Up)
    calm(chosen)
    assert next(p for p in open_book(desk.ports).posts if p.name == "开料工").headcount == 2


def test_a_post_that_is_not_there_goes_with_undo_at_hand(desk: Desk, chosen: WizardPage) -> None:
    before = open_book(desk.ports).posts
    press(chosen, "排钻工")
    assert "排钻工" not in [p.name for p in open_book(desk.ports).posts]
    press(chosen.window(), "撤销（已去掉“排钻工”）")
    assert open_book(desk.ports).posts == before
    driller = named(chosen, "排钻工")
    assert isinstance(driller, QAbstractButton)
    assert driller.isChecked()


def test_a_machine_stands_somewhere_and_there_may_be_several(desk: Desk, chosen: WizardPage) -> None:
    write(chosen, "封边机 地点", "一车间")
    QTest.keyClick(named(chosen, "封边机 数量"), Qt.Key.Key_Up)
    calm(chosen)
    (point,) = points(desk, "edge-bander")
    assert (point.place, point.count) == ("一车间", 2)


def test_a_place_that_is_too_long_stands_there_again_until_it_is_mended(desk: Desk, chosen: WizardPage) -> None:
    write(chosen, "封边机 地点", "一" * 41)
    calm(chosen)
    (point,) = points(desk, "edge-bander")
    with wizard(desk) as page:
        step = view_of(page)
        assert isinstance(step, PostsStep)
        wait_until(lambda: len(step.modules) == len(step.model.state.modules))
        field = step.modules["edge-bander"].fields[0]
        assert field.value == "一" * 41
        assert "最多 40 个字" in field.fault.text()
        write(page, "封边机 地点", "一车间")
        assert draft(desk.ports, "posts") == {}
    assert point.place == "封边区"
    assert points(desk, "edge-bander")[0].place == "一车间"


def test_another_place_of_the_same_machine_is_another_risk_point(desk: Desk, chosen: WizardPage) -> None:
    press(chosen, "封边机 再加一处")
    press(chosen, "封边机 加上")
    assert any("还没有写在哪里" in words for words in words_on(chosen))
    write(chosen, "封边机 另一处地点", "封边区")
    press(chosen, "封边机 加上")
    assert any("已经有了" in words for words in words_on(chosen))
    write(chosen, "封边机 另一处地点", "二车间")
    press(chosen, "封边机 加上")
    assert [p.place for p in points(desk, "edge-bander")] == ["封边区", "二车间"]
    press(chosen, "去掉封边机 第2处")
    assert [p.place for p in points(desk, "edge-bander")] == ["封边区"]


def test_another_place_half_written_is_there_again(desk: Desk) -> None:
    with wizard(desk) as page:
        press(page, "木质家具制造")
        press(page, "封边机 再加一处")
        write(page, "封边机 另一处地点", "二车")
    with wizard(desk) as page:
        assert named(page, "封边机 另一处地点").property("text") == "二车"
        write(page, "封边机 另一处地点", "二车间")
        press(page, "封边机 加上")
        assert "封边机 另一处地点" not in names_on(page)
    assert [p.place for p in points(desk, "edge-bander")] == ["封边区", "二车间"]
    with wizard(desk) as page:
        press(page, "封边机 再加一处")
        assert named(page, "封边机 另一处地点").property("text") == ""
        write(page, "封边机 另一处地点", "三车间")
        press(page, "封边机 取消加一处")
    with wizard(desk) as page:
        assert "封边机 另一处地点" not in names_on(page)


def test_what_the_library_does_not_know_can_be_added(desk: Desk, chosen: WizardPage) -> None:
    press(chosen, "加一个岗位、机器、事情或场所")
    write(chosen, "自己加的名称", "雕刻工")
    press(chosen, "自己加，加上")
    assert "雕刻工" in [p.name for p in open_book(desk.ports).posts]
    assert named(chosen, "自己加的名称").property("text") == ""
    view = view_of(chosen)
    assert isinstance(view, PostsStep)
    form = view.form
    form.kind.setCurrentIndex(1)
    write(chosen, "自己加的名称", "激光雕刻机")
    write(chosen, "自己加的地点", "二车间")
    press(chosen, "自己加，加上")
    (own,) = posts.own_points(desk.ports)
    assert (own.name, own.place, own.kind) == ("激光雕刻机", "二车间", RiskPointKind.FACILITY)
    press(chosen, f"自己加的 {own.code} 激光雕刻机")
    assert posts.own_points(desk.ports) == ()


def test_what_one_adds_and_has_half_written_stands_there_again(desk: Desk, chosen: WizardPage) -> None:
    press(chosen, "加一个岗位、机器、事情或场所")
    write(chosen, "自己加的名称", "激光雕刻工")
    write(chosen, "自己加的地点", "二车间")
    with wizard(desk) as page:
        press(page, "加一个岗位、机器、事情或场所")
        step = view_of(page)
        assert isinstance(step, PostsStep)
        assert (step.form.name.value, step.form.place.value) == ("激光雕刻工", "二车间")
        press(page, "自己加，加上")
        assert draft(desk.ports, "posts") == {}
    assert any(post.name == "激光雕刻工" for post in open_book(desk.ports).posts)


def test_a_name_that_exists_is_refused_under_the_field(chosen: WizardPage) -> None:
    press(chosen, "加一个岗位、机器、事情或场所")
    write(chosen, "自己加的名称", "开料工")
    write(chosen, "自己加的地点", "开料区")
    press(chosen, "自己加，加上")
    assert any("已经有岗位“开料工”了" in words for words in words_on(chosen))
    assert named(chosen, "自己加的名称").property("text") == "开料工"


def test_many_own_machines_still_open(desk: Desk) -> None:
    posts.choose_trade(desk.ports, steps.start_or_resume(desk.ports).id, "wood-furniture")
    for number in range(60):
        risks.add_point(desk.ports, f"机器{number}", RiskPointKind.FACILITY)
    with wizard(desk) as page:
        assert named(page, f"自己加的 {posts.own_points(desk.ports)[59].code} 机器59")
        assert named_wrongly(page) == []


def test_everything_has_its_own_name(chosen: WizardPage) -> None:
    press(chosen, "封边机 再加一处")
    press(chosen, "加一个岗位、机器、事情或场所")
    assert named_wrongly(chosen) == []
