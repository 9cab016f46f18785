"""风险清单 as somebody uses it: find, narrow, order, open, delete, add."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.support.desk import Desk
from tests.ui.pages_support import book_of, fill_in, lines_in, opened_page, page_in, pick, search, small_shop
from tests.ui.support import named_wrongly, settle, words_on
from tests.ui.wizard_support import NoPage, calm, named, press
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import risks
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.new_risk import NEW
from ymh_desktop.ui.viewmodels.register import Matter
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.views.register import RegisterPage
from ymh_desktop.ui.widgets import Button
from ymh_desktop.ui.widgets.basics import children

SEARCH = "搜索风险清单"


@pytest.fixture
def window(qapp: object, desk: Desk) -> Iterator[MainWindow]:
    """The register of a shop with a planer and a distribution box."""
    small_shop(desk, "wood-planer", "distribution-box")
    with opened_page(desk, "register") as shown:
        yield shown


@pytest.fixture
def page(window: MainWindow) -> RegisterPage:
    return page_in(window, RegisterPage)


def titles(page: RegisterPage) -> list[str]:
    return [line.title for line in lines_in(page.list.table)]


def names(page: RegisterPage) -> set[str]:
    return {line.risk_point_name for line in lines_in(page.list.table)}


def press_key(page: RegisterPage, key: Qt.Key) -> None:
    page.list.table.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(page.list.table, key)
    calm(page)


def test_every_risk_is_listed_and_counted(page: RegisterPage, desk: Desk) -> None:
    hazards = book_of(desk).hazards
    assert sorted(titles(page)) == sorted(h.title for h in hazards)
    assert f"共 {len(hazards)} 条" in page.list.summary.text()
    assert f"{len(hazards)} 条" in words_on(page)


def test_words_find_what_they_stand_in(page: RegisterPage) -> None:
    search(page, SEARCH, "触电")
    assert 0 < len(titles(page)) < page.list.table.records.total


def test_pinyin_initials_find_the_machine(page: RegisterPage) -> None:
    search(page, SEARCH, "pdxyxl")
    assert names(page) == {"配电箱与线路"}


def test_letters_of_nothing_find_nothing_and_say_so(page: RegisterPage) -> None:
    search(page, SEARCH, "qqqq")
    assert "没有符合条件的风险" in words_on(page)
    press(page, "清除筛选，显示全部")
    assert len(titles(page)) == page.list.table.records.total


@pytest.mark.parametrize("level", RiskLevel)
def test_a_level_leaves_only_its_own(level: RiskLevel, page: RegisterPage, desk: Desk) -> None:
    pick(page, "按等级筛选", label(level))
    assert sorted(titles(page)) == sorted(h.title for h in book_of(desk).hazards if h.level is level)


def test_kind_post_and_place_narrow_too(page: RegisterPage, desk: Desk) -> None:
    book = book_of(desk)
    post = next(p for p in book.posts if 0 < len(book.hazards_at_post(p)) < len(book.hazards))
    pick(page, "按岗位地点筛选", f"岗位：{post.name}")
    assert sorted(titles(page)) == sorted(h.title for h in book.hazards_at_post(post))
    place = next(p.place for p in book.points if p.place)
    pick(page, "按岗位地点筛选", f"地点：{place}")
    assert {line.place for line in lines_in(page.list.table)} == {place}
    press(page, "清除筛选，显示全部")
    kinds = {point.id: point.kind for point in book.points}
    for kind in (RiskPointKind.FACILITY, RiskPointKind.ACTIVITY):  # of the second kind there is nothing here
        pick(page, "按类别筛选", label(kind))
        assert sorted(titles(page)) == sorted(h.title for h in book.hazards if kinds[h.risk_point_id] is kind)


def test_matters_are_found(page: RegisterPage, desk: Desk) -> None:
    book = book_of(desk)
    expected = {
        Matter.DANGERS: [h.title for h in book.hazards if h.weakened],
        Matter.REVIEW: [h.title for h in book.hazards if h.needs_review],
        Matter.MISSING: [h.title for h in book.hazards if h.gaps()],
    }
    for matter, found in expected.items():
        pick(page, "按情况筛选", matter.value)
        assert sorted(titles(page)) == sorted(found)


def test_a_column_orders_and_keeps_what_is_chosen(page: RegisterPage) -> None:
    table = page.list.table
    last = table.records.rows()[-1]
    table.select(last[0])
    table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    levels = [line.level for line in lines_in(table)]
    assert levels == sorted(levels, reverse=True)
    assert table.selected_id == last[0]


def test_a_double_click_opens_the_risk_and_esc_comes_back_to_its_line(page: RegisterPage) -> None:
    table = page.list.table
    line = lines_in(table)[2]
    place = table.visualRect(table.records.index(2, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    calm(page)
    assert page.hazard.words.happens.value == line.title
    QTest.keyClick(page.hazard.words.happens.input, Qt.Key.Key_Escape)
    calm(page)
    assert page.faces.currentWidget() is page.list
    assert table.selected_id == line[0]
    assert table.hasFocus()


def test_enter_opens_and_the_buttons_go_on_to_the_neighbours(page: RegisterPage) -> None:
    lines = lines_in(page.list.table)
    page.list.table.select(lines[0][0])
    press_key(page, Qt.Key.Key_Return)
    assert not page.hazard.before.isEnabled()
    press(page, "下一条风险")
    assert page.hazard.words.happens.value == lines[1].title
    press(page, "上一条风险")
    assert page.hazard.words.happens.value == lines[0].title


def test_delete_takes_away_at_once_and_the_toast_brings_back(
    page: RegisterPage, window: MainWindow, desk: Desk
) -> None:
    line = page.list.table.records.rows()[0]
    page.list.table.select(line[0])
    press_key(page, Qt.Key.Key_Delete)
    assert line[0] not in {h.id for h in book_of(desk).hazards}
    assert any("已删除" in words for words in words_on(window))
    (undo,) = [b for b in children(window.toasts, Button) if b.text() == "撤销"]
    undo.click()
    calm(page)
    assert line[0] in {h.id for h in book_of(desk).hazards}
    assert line[0] in {row[0] for row in page.list.table.records.rows()}


def test_printing_and_the_table_lead_to_the_papers(page: RegisterPage, window: MainWindow) -> None:
    for button in ("打印清单", "存成 Excel"):
        window.navigate("register")
        press(page, button)
        assert window.page_id == "papers"
        assert isinstance(window.page, NoPage)
        assert window.page.argument == "register"


def test_an_empty_register_says_what_to_do(qapp: object, desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    with opened_page(desk, "register") as window:
        assert "清单还是空的" in words_on(window.page)
        assert named_wrongly(window) == []


def test_what_changes_elsewhere_is_shown(page: RegisterPage, window: MainWindow, desk: Desk) -> None:
    hazard = book_of(desk).hazards[0]
    window.records.save(lambda: risks.remove_hazard(desk.ports, hazard.id))
    calm(page)
    assert hazard.id not in {row[0] for row in page.list.table.records.rows()}


# ---- adding ----------------------------------------------------------------------------------------------------------


def choose_from(page: RegisterPage, name: str, words: str) -> None:
    """Open a list, search, take what Enter takes."""
    press(page, f"选择{name}")
    box = named(page, f"搜索{name}")
    assert isinstance(box, QLineEdit)
    box.setText(words)  # QTest types only Latin letters
    QTest.qWait(200)
    QTest.keyClick(box, Qt.Key.Key_Return)
    settle()
    if page.form.isVisible() and named_or_none(page, f"{name}选好了"):
        press(page, f"{name}选好了")


def named_or_none(page: RegisterPage, name: str) -> bool:
    try:
        named(page, name)
    except AssertionError:
        return False
    return True


def fill_the_form(page: RegisterPage) -> None:
    choose_from(page, "风险点", "xdfxd")  # 新的风险点
    fill_in(page, "新风险点的名称", "行车")
    fill_in(page, "新风险点的位置", "下料区")
    fill_in(page, "会出什么事", "吊物掉下来砸人")
    fill_in(page, "最坏的后果", "死亡")
    choose_from(page, "事故类型", "qz")
    choose_from(page, "危险因素", "gdbg")  # 刚度不够
    pick(page, "出事的可能性有多大", "可能出事，但不经常")
    pick(page, "多久碰到一次", "每天都碰到")
    pick(page, "最坏会怎样", "死1到2人")


def test_a_risk_of_ones_own_with_its_own_risk_point_is_added(page: RegisterPage, desk: Desk) -> None:
    press(page, "添加风险")
    fill_the_form(page)
    assert page.form.grade.badge.level is RiskLevel.CONSIDERABLE
    press(page, "添加到清单")
    book = book_of(desk)
    hazard = next(h for h in book.hazards if h.title == "吊物掉下来砸人")
    point = book.point[hazard.risk_point_id]
    assert (point.name, point.place) == ("行车", "下料区")
    assert (book.accident_names(hazard), hazard.factor_code) == (("起重致害",), "210102")
    assert page.hazard.words.happens.value == "吊物掉下来砸人"
    page.show_list()
    calm(page)
    search(page, SEARCH, "hc")
    assert titles(page) == ["吊物掉下来砸人"]


def test_what_is_missing_is_told_one_by_one_under_its_field(page: RegisterPage, desk: Desk) -> None:
    before = len(book_of(desk).hazards)
    press(page, "添加风险")
    press(page, "添加到清单")
    assert "请先选在哪里；清单里没有的就选“新的风险点”。" in words_on(page)
    choose_from(page, "风险点", "平刨")
    press(page, "添加到清单")
    assert page.form.what.happens.fault.text().startswith("请写一句会出什么事")
    fill_in(page, "会出什么事", "手指碰到刨刀")
    press(page, "添加到清单")
    assert "请至少选一种事故类型。" in words_on(page)
    assert len(book_of(desk).hazards) == before


def test_a_known_risk_point_asks_no_name(page: RegisterPage) -> None:
    press(page, "添加风险")
    choose_from(page, "风险点", "平刨")
    assert not page.form.where.new.isVisible()


def test_going_back_adds_nothing_and_what_was_written_stands_there_again(page: RegisterPage, desk: Desk) -> None:
    before = book_of(desk)
    press(page, "添加风险")
    fill_the_form(page)
    fill_in(page, "最坏的后果", "死" * 101)  # too long is kept as well
    press(page, "返回清单，不添加")
    assert book_of(desk).hazards == before.hazards
    again = RegisterPage(page.form.model._context)
    again.open_form()
    calm(page)
    model, where, what = again.form.model, again.form.where, again.form.what
    assert (model.where, model.accidents, model.factor) == (NEW, page.form.model.accidents, "210102")
    assert (where.name.value, where.place.value) == ("行车", "下料区")
    assert (what.happens.value, what.consequence.value) == ("吊物掉下来砸人", "死" * 101)
    assert "最多 100 个字" in what.consequence.fault.text()
    assert model.level is again.form.grade.badge.level is RiskLevel.CONSIDERABLE
    again.deleteLater()
    press(page, "添加风险")
    fill_in(page, "最坏的后果", "死亡")
    press(page, "添加到清单")
    assert any(hazard.title == "吊物掉下来砸人" for hazard in book_of(desk).hazards)
    page.show_list()
    press(page, "添加风险")
    assert page.form.what.happens.value == ""
    assert page.form.model.where is None


def test_all_faces_can_be_told_by_a_screen_reader(page: RegisterPage, window: MainWindow) -> None:
    assert named_wrongly(window) == []
    page.open_hazard(page.list.table.records.rows()[0][0])
    calm(page)
    press(page, "选择事故类型")
    assert named_wrongly(window) == []
    page.open_form()
    calm(page)
    assert named_wrongly(window) == []


def test_a_risk_leads_to_its_hidden_danger_and_back(page: RegisterPage, window: MainWindow, desk: Desk) -> None:
    danger = book_of(desk).dangers[0]
    page.open_hazard(danger.hazard_id)
    calm(page)
    press(page, f"打开隐患 {danger.code} {danger.title}")
    other = page_in(window, DangersPage)
    assert other.danger.model.danger.id == danger.id
    press(other, "打开这条风险")
    assert page_in(window, RegisterPage).hazard.model.hazard.id == danger.hazard_id


def test_the_list_keeps_its_place_when_one_comes_back(page: RegisterPage) -> None:
    table = page.list.table
    table.select(table.records.rows()[-1][0])
    settle()
    place = table.verticalScrollBar().value()
    assert place > 0
    press_key(page, Qt.Key.Key_Return)
    press(page, "返回清单")
    assert table.verticalScrollBar().value() == place
    assert table.indexAt(QPoint(5, 5)).row() > 0
