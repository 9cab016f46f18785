"""隐患整改 as somebody uses it: find, register, assign, close, open again."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.desk import Desk
from tests.ui.pages_support import book_of, fill_in, opened_page, page_in, pick, search, set_day, small_shop
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, named, press
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.dangers import NewDanger, Standing
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.widgets import Button, PrimaryButton
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def window(qapp: object, desk: Desk) -> Iterator[MainWindow]:
    """Three hidden dangers: of the walk, overdue since a while, closed."""
    small_shop(desk)
    firm.add_person(desk.ports, "张大勇", duty="木工组长")
    dangers.register_danger(desk.ports, "地面有油", "木工区", found_on=date(2026, 11, 1))
    old, _ = dangers.register_danger(desk.ports, "灯坏了", "仓库", source=DangerSource.WORKER)
    by, accepted, *_ = people(desk).values()
    dangers.close_danger(desk.ports, old.id, done="换了灯管", by_id=by, accepted_by_id=accepted)
    with opened_page(desk, "hidden_dangers") as shown:
        yield shown


@pytest.fixture
def page(window: MainWindow) -> DangersPage:
    return page_in(window, DangersPage)


def people(desk: Desk) -> dict[str, str]:
    return {person.name: person.id for person in book_of(desk).people.values()}


def titled(desk: Desk, title: str) -> HiddenDanger:
    return next(d for d in book_of(desk).dangers if d.title == title)


def shown(page: DangersPage) -> list[str]:
    return [row.title for row in page.list.table.records.rows()]  # type: ignore[attr-defined]


def opened(page: DangersPage, desk: Desk, title: str) -> None:
    page.open_danger(titled(desk, title).id)
    calm(page)


def test_what_is_overdue_comes_first_and_what_is_closed_last(page: DangersPage) -> None:
    assert (shown(page)[0], shown(page)[-1]) == ("地面有油", "灯坏了")
    table = page.list.table
    assert table.records.index(0, 4).data() == "超期 15 天"
    assert table.records.index(2, 4).data() == "已销号"
    assert "2 条没销号，其中 1 条超期；已销号 1 条。" in words_on(page)


def test_it_is_narrowed_by_standing_level_and_source(page: DangersPage) -> None:
    for words, found in (("没销号", 2), ("已超期", 1), ("已销号", 1)):
        pick(page, "按状态筛选", words)
        assert len(shown(page)) == found
    press(page, "清除筛选，显示全部")
    pick(page, "按来源筛选", "员工上报")
    assert shown(page) == ["灯坏了"]
    pick(page, "按级别筛选", "重大隐患")
    assert "没有符合条件的隐患" in words_on(page)


def test_it_is_found_by_words_and_by_pinyin(page: DangersPage) -> None:
    search(page, "搜索隐患", "有油")
    assert shown(page) == ["地面有油"]
    search(page, "搜索隐患", "dhl")
    assert shown(page) == ["灯坏了"]


def test_a_column_orders_by_urgency_and_by_day(page: DangersPage) -> None:
    table = page.list.table
    table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert shown(page)[0] == "灯坏了"
    table.sortByColumn(7, Qt.SortOrder.AscendingOrder)
    assert shown(page)[0] == "地面有油"


def test_enter_opens_it_and_esc_comes_back(page: DangersPage, desk: Desk) -> None:
    table = page.list.table
    table.select(titled(desk, "地面有油").id)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    calm(page)
    assert "Y-0002 地面有油" in words_on(page)
    QTest.keyClick(named(page, "由谁整改"), Qt.Key.Key_Escape)
    calm(page)
    assert page.faces.currentWidget() is page.list
    assert table.selected_id == titled(desk, "地面有油").id


# ---- registering -----------------------------------------------------------------------------------------------------


def test_one_found_on_a_round_is_registered_and_opened(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "平刨的护罩拆了没装回去")
    fill_in(page, "部位", "木工区")
    set_day(page, "发现日期", "2026-11-20")
    pick(page, "来源", "员工上报")
    pick(page, "谁发现的", "张大勇")
    press(page, "登记这条隐患")
    made = titled(desk, "平刨的护罩拆了没装回去")
    assert (made.place, made.found_on, made.source) == ("木工区", date(2026, 11, 20), DangerSource.WORKER)
    assert made.found_by_id == people(desk)["张大勇"]
    assert f"{made.code} 平刨的护罩拆了没装回去" in words_on(page)


def test_a_form_without_words_says_so_under_the_field(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    press(page, "登记这条隐患")
    assert page.form.what.fault.text() == "“查出了什么”还空着。请填写后再继续。"
    assert len(book_of(desk).dangers) == 3


def test_a_day_that_has_not_come_is_told_under_it(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    set_day(page, "发现日期", "2026-11-24")
    assert page.form.day_field.fault.text() == "发现日期 2026-11-24 还没到。请填今天或以前的日期。"
    press(page, "登记这条隐患")
    assert len(book_of(desk).dangers) == 3


def test_who_found_it_is_named_for_the_first_time_right_there(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    pick(page, "谁发现的", "新增一个人")
    named(page, "谁发现的 新增姓名").setText("周师傅")  # type: ignore[attr-defined]
    press(page, "谁发现的 添加")
    assert page.form.what.value == "地上有水"
    press(page, "登记这条隐患")
    assert titled(desk, "地上有水").found_by_id == people(desk)["周师傅"]


def test_a_wrong_name_is_told_under_it_and_stays(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    pick(page, "谁发现的", "新增一个人")
    named(page, "谁发现的 新增姓名").setText("周" * 31)  # type: ignore[attr-defined]
    press(page, "谁发现的 添加")
    assert any("最多 30 个字" in words for words in words_on(page))
    assert named(page, "谁发现的 新增姓名").text() == "周" * 31  # type: ignore[attr-defined]


def test_registering_is_taken_back_by_the_toast(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    press(page, "登记这条隐患")
    (undo,) = [b for b in children(window.toasts, Button) if b.text() == "撤销"]
    undo.click()
    calm(page)
    assert len(book_of(desk).dangers) == 3
    assert page.faces.currentWidget() is page.list


# ---- assigning -------------------------------------------------------------------------------------------------------


def test_it_is_given_to_a_person_with_a_day_and_what_to_do(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    pick(page, "由谁整改", "张大勇")
    set_day(page, "整改期限", "2026-11-30")
    fill_in(page, "怎么改（可以不填）", "用锯末吸掉，查漏油的地方")
    danger = titled(desk, "地面有油")
    assert (danger.responsible_id, danger.deadline) == (people(desk)["张大勇"], date(2026, 11, 30))
    assert danger.measures == "用锯末吸掉，查漏油的地方"
    assert danger.status is DangerStatus.ASSIGNED


def test_a_deadline_before_it_was_found_is_told_and_not_kept(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    before = titled(desk, "地面有油").deadline
    set_day(page, "整改期限", "2026-10-01")
    assert "整改期限 2026-10-01 早于发现日期 2026-11-01。" in page.danger.assign.deadline_field.fault.text()
    assert titled(desk, "地面有油").deadline == before


def test_nobody_is_no_answer(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    pick(page, "由谁整改", "（还没定）")
    assert "整改要有人负责，请选一个人。" in words_on(page)


def test_a_new_person_takes_it_over(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    pick(page, "由谁整改", "新增一个人")
    named(page, "由谁整改 新增姓名").setText("周师傅")  # type: ignore[attr-defined]
    press(page, "由谁整改 添加")
    assert titled(desk, "地面有油").responsible_id == people(desk)["周师傅"]
    window.records.undo()
    calm(page)
    assert "周师傅" not in people(desk)


# ---- closing ---------------------------------------------------------------------------------------------------------


def test_closing_asks_what_was_done_and_who_accepted(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, "销号这条隐患")
    assert page.danger.close_part.words.fault.text().startswith("请写一句怎么整改的")
    fill_in(page, "怎么整改的", "油擦干净了，换了油封")
    pick(page, "谁整改的", "张大勇")
    press(page, "销号这条隐患")
    assert page.danger.close_part.accepted.fault.text().startswith("请选是谁验收的")
    pick(page, "谁验收的", "李秀英")
    press(page, "销号这条隐患")
    danger = titled(desk, "地面有油")
    assert danger.status is DangerStatus.CLOSED
    assert (danger.rectified, danger.closed_on) == ("油擦干净了，换了油封", desk.clock.today())
    assert page.faces.currentWidget() is page.list


def test_who_rectified_does_not_accept_unless_a_reason_is_written(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁整改的", "张大勇")
    pick(page, "谁验收的", "张大勇")
    press(page, "销号这条隐患")
    assert "请换一个人验收，或者写明原因" in page.danger.close_part.reason.fault.text()
    assert titled(desk, "地面有油").is_open
    fill_in(page, "为什么整改和验收是同一个人", "店里只有一个人")
    press(page, "销号这条隐患")
    assert titled(desk, "地面有油").same_person_reason == "店里只有一个人"


def test_no_reason_is_kept_when_another_person_accepts_in_the_end(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁整改的", "张大勇")
    pick(page, "谁验收的", "张大勇")
    fill_in(page, "为什么整改和验收是同一个人", "店里只有一个人")
    pick(page, "谁验收的", "李秀英")
    press(page, "销号这条隐患")
    assert titled(desk, "地面有油").same_person_reason == ""


def test_what_was_written_for_closing_waits_while_one_looks_elsewhere(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    fill_in(page, "怎么整改的", "油擦干净了")
    opened(page, desk, "灯坏了")
    opened(page, desk, "地面有油")
    assert page.danger.close_part.words.value == "油擦干净了"


def test_closing_is_taken_back_by_the_toast(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁验收的", "张大勇")
    press(page, "销号这条隐患")
    (undo,) = [b for b in children(window.toasts, Button) if b.text() == "撤销"]
    undo.click()
    calm(page)
    assert titled(desk, "地面有油").is_open


def test_a_closed_one_tells_how_and_can_be_opened_again(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    opened(page, desk, "灯坏了")
    assert any(words.startswith("换了灯管。") and words.endswith("2026-11-23 销号。") for words in words_on(page))
    assert not page.danger.words.title_field.input.isEnabled()
    press(page, "重新打开")
    assert titled(desk, "灯坏了").is_open
    assert page.danger.close_part.isVisible()
    window.records.undo()
    calm(page)
    assert not titled(desk, "灯坏了").is_open


def test_a_major_one_says_why_it_cannot_be_closed_here(page: DangersPage, desk: Desk) -> None:
    with desk.ports.units.write() as uow:
        made = dangers.new_danger(
            uow, desk.ports, "涉粉车间没有除尘", "木工区", level=DangerLevel.MAJOR, basis="应急管理部令第10号"
        )
        uow.commit()
    page.open_danger(made.id)
    calm(page)
    said = "\n".join(words_on(page))
    assert "是重大隐患，不能这样直接销号。" in said
    assert "治理方案" in said
    assert "应急管理部令第10号" in said
    assert not page.danger.close_part.isVisible()
    assert not [b for b in children(page, PrimaryButton) if b.isVisibleTo(page)]
    assert not page.danger.assign.person.pick.isEnabled()
    assert "重大隐患一律由主要负责人负责。" in said


# ---- words, arguments, names -----------------------------------------------------------------------------------------


def test_its_words_are_corrected_in_place(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    fill_in(page, "隐患内容", "平刨旁边地面有油")
    fill_in(page, "部位", "木工区东头")
    assert titled(desk, "平刨旁边地面有油").place == "木工区东头"


def test_other_pages_open_it_narrowed_at_one_or_with_a_new_one(
    page: DangersPage, window: MainWindow, desk: Desk
) -> None:
    window.navigate("hidden_dangers", Standing.OVERDUE)
    calm(page)
    assert shown(page) == ["地面有油"]
    window.navigate("hidden_dangers", titled(desk, "灯坏了").id)
    calm(page)
    assert page.danger.model.danger.title == "灯坏了"
    window.navigate("hidden_dangers", NewDanger(place="仓库"))
    calm(page)
    assert page.form.place.value == "仓库"
    window.navigate("hidden_dangers")
    assert page.faces.currentWidget() is page.list


def test_without_any_it_says_where_they_come_from(qapp: object, desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    with opened_page(desk, "hidden_dangers") as window:
        assert "还没有登记过隐患" in words_on(window.page)
        assert named_wrongly(window) == []


def test_a_new_day_makes_it_overdue(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    desk.clock.moment += timedelta(days=8)
    window.navigate("hidden_dangers", Standing.OVERDUE)
    calm(page)
    assert len(shown(page)) == 2


def test_all_faces_can_be_told_by_a_screen_reader(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    assert named_wrongly(window) == []
    opened(page, desk, "地面有油")
    pick(page, "谁验收的", "李秀英")
    assert named_wrongly(window) == []
    opened(page, desk, "灯坏了")
    assert named_wrongly(window) == []
    page.open_form(NewDanger())
    calm(page)
    assert named_wrongly(window) == []
