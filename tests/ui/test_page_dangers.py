"""隐患整改 as somebody uses it: find, register, assign, close, open again."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QDateEdit, QLineEdit, QWidget

from tests.support.desk import Desk, new_desk
from tests.ui.pages_support import (
    book_of,
    fault,
    field_of,
    fill_in,
    lines_in,
    opened_page,
    page_in,
    pick,
    search,
    set_day,
    small_shop,
)
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import NoPage, calm, named, press
from tests.unit.loop import PLAN
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.major_files import PlanPart, Shutdown
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.papers.paper import Paper
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.dangers import NewDanger, Standing
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.widgets import Button, Field, PrimaryButton
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
    return [row.title for row in lines_in(page.list.table)]


def opened(page: DangersPage, desk: Desk, title: str) -> None:
    page.open_danger(titled(desk, title).id)
    calm(page)


CLOSE, CLOSE_SEND = "已经改好了，直接销号", "已经改好了，直接销号：销号"


def choose(page: DangersPage, words: str) -> None:
    """From the small menu."""
    (action,) = [each for each in page.danger.more.list.actions() if each.text() == words]
    action.trigger()
    calm(page)


def tick(page: DangersPage, name: str) -> None:
    box = named(page, name)
    assert isinstance(box, QCheckBox)
    box.click()
    calm(page)


def answer_it(page: DangersPage, name: str, words: str) -> None:
    """Into a field or from a list, whatever bears this name."""
    if isinstance(named(page, name), QComboBox):
        pick(page, name, words)
    else:
        fill_in(page, name, words)


def assigned(page: DangersPage, desk: Desk) -> None:
    dangers.assign_danger(desk.ports, titled(desk, "地面有油").id, people(desk)["张大勇"], date(2026, 11, 30))
    opened(page, desk, "地面有油")


def a_photo(folder: Path, colour: str) -> Path:
    path = folder / f"{colour}.png"
    Image.new("RGB", (400, 300), colour).save(path)
    return path


def test_the_piles_keep_their_words_beside_the_sentence(window: MainWindow) -> None:
    piles = children(page_in(window, DangersPage), QAbstractButton)
    chips = [each for each in piles if each.property("look") == "chip" and each.isVisible()]
    assert len(chips) == 4
    assert [each.text() for each in chips if each.width() < each.sizeHint().width()] == []


def test_what_is_overdue_comes_first_and_what_is_closed_last(page: DangersPage) -> None:
    assert (shown(page)[0], shown(page)[-1]) == ("地面有油", "灯坏了")
    table = page.list.table
    assert table.records.index(0, 4).data() == "超期 15 天"
    assert table.records.index(2, 4).data() == "已销号"
    assert "2 条没销号，其中 1 条超期；已销号 1 条。" in words_on(page)


def test_what_is_overdue_longest_comes_first_also_when_sorted_by_state(page: DangersPage, desk: Desk) -> None:
    """地面有油 was registered first but is overdue for 15 days, the others for 100 and for 2."""
    for title, late in (("门关不上", 100), ("标志掉了", 2)):
        found = desk.clock.today() - timedelta(days=late + 1)
        danger, _ = dangers.register_danger(desk.ports, title, "木工区", found_on=found)
        with desk.ports.units.write() as uow:
            uow.hidden_dangers.save(replace(danger, deadline=desk.clock.today() - timedelta(days=late)))
            uow.commit()
    page.model.load()
    calm(page)
    assert shown(page)[:3] == ["门关不上", "地面有油", "标志掉了"]
    page.list.table.records.sort(4)
    assert shown(page)[:3] == ["门关不上", "地面有油", "标志掉了"]


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
    QTest.keyClick(named(page, "派单（接下来做）"), Qt.Key.Key_Escape)
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
    press(page, "登记一条隐患：登记")
    made = titled(desk, "平刨的护罩拆了没装回去")
    assert (made.place, made.found_on, made.source) == ("木工区", date(2026, 11, 20), DangerSource.WORKER)
    assert made.found_by_id == people(desk)["张大勇"]
    assert f"{made.code} 平刨的护罩拆了没装回去" in words_on(page)


def test_a_form_without_words_says_so_under_the_field(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    press(page, "登记一条隐患：登记")
    assert fault(page.form.form, "title") == "“查出了什么”还空着。请填写后再继续。"
    assert len(book_of(desk).dangers) == 3


def test_a_day_that_has_not_come_is_told_under_it(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    set_day(page, "发现日期", "2026-11-24")
    assert (
        fault(page.form.form, "found_on")
        == "发现日期 2026-11-24 还没到。请填今天或以前的日期；如果日期是对的，请检查电脑的日期。"
    )
    press(page, "登记一条隐患：登记")
    assert len([words for words in words_on(page) if "还没到" in words]) == 1
    assert len(book_of(desk).dangers) == 3


def test_who_found_it_is_named_for_the_first_time_right_there(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    pick(page, "谁发现的", "新增一个人")
    field_of(page, "谁发现的 新增姓名", QLineEdit).setText("周师傅")
    press(page, "谁发现的 添加")
    assert page.form.model.asking.values["title"] == "地上有水"
    press(page, "登记一条隐患：登记")
    assert titled(desk, "地上有水").found_by_id == people(desk)["周师傅"]


def test_a_new_name_that_was_not_added_is_not_left_out_without_a_word(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    pick(page, "谁发现的", "新增一个人")
    field_of(page, "谁发现的 新增姓名", QLineEdit).setText("周师傅")
    press(page, "登记一条隐患：登记")
    assert fault(page.form.form, "found_by") == "“周师傅”还没添加。请点“添加”，不要了就点“取消”。"
    assert named(page, "谁发现的 新增姓名").hasFocus()
    assert len(book_of(desk).dangers) == 3
    press(page, "谁发现的 取消添加")
    press(page, "登记一条隐患：登记")
    assert titled(desk, "地上有水").found_by_id is None


def test_a_wrong_name_is_told_under_it_and_stays(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    pick(page, "谁发现的", "新增一个人")
    field_of(page, "谁发现的 新增姓名", QLineEdit).setText("周" * 31)
    press(page, "谁发现的 添加")
    assert any("最多 30 个字" in words for words in words_on(page))
    assert field_of(page, "谁发现的 新增姓名", QLineEdit).text() == "周" * 31


def test_registering_is_taken_back_by_the_toast(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    press(page, "登记一条隐患：登记")
    (undo,) = [b for b in children(window.toasts, Button) if b.text() == "撤销"]
    undo.click()
    calm(page)
    assert len(book_of(desk).dangers) == 3
    assert page.faces.currentWidget() is page.list


# ---- the loop by one hand --------------------------------------------------------------------------------------------


def test_the_next_thing_to_do_stands_first_with_one_big_button(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    assert page.danger.next.button is not None
    assert page.danger.next.button.text() == "派单"
    assert page.danger.next.button.hasFocus()
    assert len([b for b in children(page, PrimaryButton) if b.isVisibleTo(page)]) == 1


def test_it_is_given_to_a_person_with_a_day_and_what_to_do(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, "派单（接下来做）")
    pick(page, "由谁整改", "张大勇")
    set_day(page, "整改期限", "2026-11-30")
    fill_in(page, "怎么改（可以不填）", "用锯末吸掉，查漏油的地方")
    press(page, "派单：派给他")
    danger = titled(desk, "地面有油")
    assert (danger.responsible_id, danger.deadline) == (people(desk)["张大勇"], date(2026, 11, 30))
    assert danger.measures == "用锯末吸掉，查漏油的地方"
    assert danger.status is DangerStatus.ASSIGNED
    assert "由张大勇整改，2026-11-30 前改完。" in words_on(page)
    assert any("张大勇，2026-11-30 前改完" in words for words in words_on(page.danger.history))


def refused_deadline(page: DangersPage, desk: Desk, day: str) -> str:
    """What is said under this deadline, which is not kept."""
    opened(page, desk, "地面有油")
    press(page, "派单（接下来做）")
    before = titled(desk, "地面有油").deadline
    set_day(page, "整改期限", day)
    press(page, "派单：派给他")
    assert titled(desk, "地面有油").deadline == before
    return fault(page.danger.form, "deadline")


def test_a_deadline_before_it_was_found_is_told_and_not_kept(page: DangersPage, desk: Desk) -> None:
    said = "整改期限 2026-10-01 早于发现日期 2026-11-01。请把期限改到发现日期当天或以后。"
    assert refused_deadline(page, desk, "2026-10-01") == said
    assert [words for words in words_on(page) if "早于" in words] == [said]


def test_a_deadline_far_off_is_refused_and_a_long_one_is_worth_a_thought(page: DangersPage, desk: Desk) -> None:
    assert "太远了。一般隐患通常 7 天内改完" in refused_deadline(page, desk, "2035-01-01")
    assert not any("写明这段时间怎么防护" in words for words in words_on(page))
    set_day(page, "整改期限", "2027-02-01")
    assert fault(page.danger.form, "deadline") == ""
    assert any("写明这段时间怎么防护" in words for words in words_on(page))
    set_day(page, "整改期限", "2026-11-30")
    assert not any("写明这段时间怎么防护" in words for words in words_on(page))


def test_nobody_is_no_answer(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, "派单（接下来做）")
    pick(page, "由谁整改", "（请选）")
    press(page, "派单：派给他")
    assert "整改要有人负责，请选一个人。" in words_on(page)


def test_a_new_person_takes_it_over(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, "派单（接下来做）")
    pick(page, "由谁整改", "新增一个人")
    field_of(page, "由谁整改 新增姓名", QLineEdit).setText("周师傅")
    press(page, "由谁整改 添加")
    press(page, "派单：派给他")
    assert titled(desk, "地面有油").responsible_id == people(desk)["周师傅"]


def test_from_assigning_to_closure_every_step_is_one_press_and_a_short_form(
    page: DangersPage, desk: Desk, tmp_path: Path
) -> None:
    opened(page, desk, "地面有油")
    press(page, "派单（接下来做）")
    pick(page, "由谁整改", "张大勇")
    press(page, "派单：派给他")
    press(page, "开始整改")
    assert titled(desk, "地面有油").status is DangerStatus.RECTIFYING
    press(page, "改好了，交验收（接下来做）")
    fill_in(page, "怎么整改的", "油擦干净了")
    fill_in(page, "花了多少钱", "35元")
    page.danger.model.asking.take_photos("photos", (a_photo(tmp_path, "blue"),))
    calm(page)
    press(page, "改好了，交验收：交验收")
    waiting = titled(desk, "地面有油")
    assert waiting.status is DangerStatus.AWAITING_ACCEPTANCE
    assert (str(waiting.cost), waiting.shown) == ("35", True)
    press(page, "没改好，退回")
    fill_in(page, "哪里没改好", "墙角还有")
    press(page, "退回重改：退回")
    assert titled(desk, "地面有油").status is DangerStatus.RETURNED
    assert "退回重改：墙角还有" in words_on(page)
    press(page, "改好了，交验收（接下来做）")
    fill_in(page, "怎么整改的", "墙角也擦了")
    press(page, "改好了，交验收：交验收")
    press(page, "验收（接下来做）")
    pick(page, "谁验收的", "李秀英")
    press(page, "验收：验收通过，销号")
    assert titled(desk, "地面有油").status is DangerStatus.CLOSED
    assert page.faces.currentWidget() is page.list


def test_what_was_refused_is_scrolled_into_sight_with_its_sentence(page: DangersPage, desk: Desk) -> None:
    page.window().resize(911, 472)
    opened(page, desk, "地面有油")
    press(page, CLOSE)
    bar = page.danger.scroller.verticalScrollBar()
    fill_in(page, "花了多少钱", "35")
    bar.setValue(bar.maximum())
    press(page, CLOSE_SEND)
    asked = page.danger.form.parts["done"]
    assert isinstance(asked, Field)
    assert asked.fault.isVisible()
    assert in_sight(page, asked)
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁整改的", "张大勇")
    pick(page, "谁验收的", "李秀英")
    fill_in(page, "花了多少钱", "很多")
    bar.setValue(0)
    press(page, CLOSE_SEND)
    cost = page.danger.form.parts["cost"]
    assert fault(page.danger.form, "cost")
    assert in_sight(page, cost)


def in_sight(page: DangersPage, widget: QWidget) -> bool:
    """Whether nothing of it is scrolled out."""
    calm(page)
    view = page.danger.scroller.viewport()
    return view.rect().contains(QRect(widget.mapTo(view, QPoint()), widget.size()))


def test_putting_off_needs_a_reason_and_stands_in_the_history(page: DangersPage, desk: Desk) -> None:
    assigned(page, desk)
    choose(page, "延期")
    set_day(page, "延到哪天", "2026-12-20")
    press(page, "延期：延期")
    assert fault(page.danger.form, "reason").startswith("请写清楚为什么改不完")
    fill_in(page, "为什么改不完，这段时间怎么防护", "等油封到货，先铺吸油毡")
    press(page, "延期：延期")
    danger = titled(desk, "地面有油")
    assert (danger.deadline, danger.times_extended) == (date(2026, 12, 20), 1)
    assert any("延到 2026-12-20，原因：等油封到货" in words for words in words_on(page.danger.history))


def test_employees_are_told(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    choose(page, "告知员工")
    press(page, "告知员工：记下来")
    assert titled(desk, "地面有油").told_on == desk.clock.today()


def test_closing_asks_what_was_done_and_who_accepted(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, CLOSE)
    press(page, CLOSE_SEND)
    assert fault(page.danger.form, "done").startswith("请写一句怎么整改的")
    fill_in(page, "怎么整改的", "油擦干净了，换了油封")
    pick(page, "谁整改的", "张大勇")
    press(page, CLOSE_SEND)
    assert fault(page.danger.form, "accepted").startswith("请选是谁验收的")
    pick(page, "谁验收的", "李秀英")
    press(page, CLOSE_SEND)
    danger = titled(desk, "地面有油")
    assert danger.status is DangerStatus.CLOSED
    assert (danger.rectified, danger.closed_on) == ("油擦干净了，换了油封", desk.clock.today())
    assert page.faces.currentWidget() is page.list


def test_who_rectified_does_not_accept_unless_a_reason_is_written(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, CLOSE)
    assert "谁改的，不能由谁验收：换一个人去现场看过，才算改好了。" in words_on(page)
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁整改的", "张大勇")
    pick(page, "谁验收的", "张大勇")
    assert any("这句话会印在隐患档案和台账上" in words for words in words_on(page))
    press(page, CLOSE_SEND)
    assert "请换一个人验收，或者写明原因" in fault(page.danger.form, "reason")
    assert titled(desk, "地面有油").is_open
    fill_in(page, "为什么整改和验收是同一个人", "店里只有一个人")
    press(page, CLOSE_SEND)
    assert titled(desk, "地面有油").same_person_reason == "店里只有一个人"


def test_no_reason_is_kept_when_another_person_accepts_in_the_end(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, CLOSE)
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁整改的", "张大勇")
    pick(page, "谁验收的", "张大勇")
    fill_in(page, "为什么整改和验收是同一个人", "店里只有一个人")
    pick(page, "谁验收的", "李秀英")
    press(page, CLOSE_SEND)
    assert titled(desk, "地面有油").same_person_reason == ""


def test_what_was_written_waits_while_one_looks_elsewhere(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, CLOSE)
    fill_in(page, "怎么整改的", "油擦干净了")
    opened(page, desk, "灯坏了")
    opened(page, desk, "地面有油")
    press(page, CLOSE)
    assert page.danger.model.asking.values["done"] == "油擦干净了"


def test_closing_is_taken_back_by_the_toast(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    press(page, CLOSE)
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁验收的", "张大勇")
    press(page, CLOSE_SEND)
    (undo,) = [b for b in children(window.toasts, Button) if b.text() == "撤销"]
    undo.click()
    calm(page)
    assert titled(desk, "地面有油").is_open


def test_a_closed_one_tells_how_and_can_be_opened_again(page: DangersPage, window: MainWindow, desk: Desk) -> None:
    opened(page, desk, "灯坏了")
    assert any(words.startswith("换了灯管。") and words.endswith("2026-11-23 销号。") for words in words_on(page))
    assert not page.danger.words.title_field.input.isEnabled()
    choose(page, "重新打开")
    press(page, "重新打开：重新打开")
    assert titled(desk, "灯坏了").is_open
    assert page.danger.next.button is not None
    window.records.undo()
    calm(page)
    assert not titled(desk, "灯坏了").is_open


def test_the_third_time_says_that_rectifying_alone_does_not_help(page: DangersPage, desk: Desk) -> None:
    for _ in range(2):
        dangers.register_danger(desk.ports, "地面有油", "木工区")
    with desk.ports.units.read() as uow:
        third = max((d for d in uow.hidden_dangers.all() if d.title == "地面有油"), key=lambda d: d.occurrence)
    page.open_danger(third.id)
    calm(page)
    assert any("第 3 次发现。以前：Y-0002（2026-11-01）" in words for words in words_on(page))
    assert "第 3 次发现" in words_on(page)


# ---- registering, and mending at once --------------------------------------------------------------------------------


def test_mended_on_the_spot_it_is_kept_and_closed_in_one_step(page: DangersPage, desk: Desk, tmp_path: Path) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "护罩螺丝松了")
    page.form.model.asking.take_photos("before", (a_photo(tmp_path, "red"),))
    calm(page)
    tick(page, "当场已经改好了（一步记完，不用再派单）")
    fill_in(page, "怎么整改的", "拧紧了")
    pick(page, "谁整改的", "张大勇")
    pick(page, "谁验收的", "李秀英")
    press(page, "登记一条隐患：登记")
    made = titled(desk, "护罩螺丝松了")
    assert (made.status, made.on_the_spot, made.rectified) == (DangerStatus.CLOSED, True, "拧紧了")
    assert [photo.stage for photo in made.photos] == [PhotoStage.BEFORE]


def test_the_same_that_is_still_open_is_told_before_it_is_registered_twice(page: DangersPage, desk: Desk) -> None:
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地面有油")
    fill_in(page, "部位", "木工区")
    QTest.qWait(600)
    calm(page)
    assert "同样的隐患 Y-0002 还没销号。" in words_on(page)
    press(page, "打开那一条")
    assert page.danger.model.danger.code == "Y-0002"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("大.jpg", b"\xff\xd8", "照片太大（80 MB）"),
        ("苹果.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), "这是苹果手机的 HEIC 照片"),
        ("坏的.jpg", b"\xff\xd8\xff\xe0 broken", "这个文件不是能用的照片"),
        ("改了名.png", b"%PDF-1.7 not a picture", "这个文件不是能用的照片"),
    ],
)
def test_a_photo_that_will_not_do_is_told_under_the_photos_and_nothing_is_lost(
    page: DangersPage, desk: Desk, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    if name == "大.jpg":
        os.truncate(tmp_path / name, 80 * 1024 * 1024)
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "地上有水")
    good = a_photo(tmp_path, "red")
    page.form.model.asking.take_photos("before", (good, tmp_path / name))
    calm(page)
    assert fault(page.form.form, "before").startswith(said)
    press(page, "登记一条隐患：登记")
    assert len(titled(desk, "地上有水").photos) == 1


def test_the_clock_set_back_is_told_in_one_sentence_and_what_was_written_stays(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    desk.clock.moment -= timedelta(days=60)
    press(page, CLOSE)
    fill_in(page, "怎么整改的", "油擦干净了")
    pick(page, "谁验收的", "张大勇")
    press(page, CLOSE_SEND)
    assert page.danger.form.fault.text() == "销号日期 2026-09-24 早于发现日期 2026-11-01。请检查电脑的日期。"
    assert page.danger.model.asking.values["done"] == "油擦干净了"
    assert titled(desk, "地面有油").is_open


# ---- photos ----------------------------------------------------------------------------------------------------------


def test_a_wrong_photo_is_replaced_and_the_old_one_stays_with_the_reason(
    page: DangersPage, desk: Desk, tmp_path: Path
) -> None:
    opened(page, desk, "地面有油")
    press(page, "添加整改前照片")
    press(page, "添加整改前照片：放进来")
    assert fault(page.danger.form, "photo") == "请选一张照片。"
    page.danger.model.asking.take_photos("photo", (a_photo(tmp_path, "red"),))
    calm(page)
    press(page, "添加整改前照片：放进来")
    press(page, "换照片 整改前第1张")
    page.danger.model.asking.take_photos("photo", (a_photo(tmp_path, "green"),))
    calm(page)
    press(page, "换照片：换上")
    assert fault(page.danger.form, "because").startswith("请写一句为什么换")
    fill_in(page, "为什么换", "拍错了机器")
    press(page, "换照片：换上")
    wrong, right = titled(desk, "地面有油").photos
    assert (wrong.replaced_because, right.stands) == ("拍错了机器", True)
    assert any("已换掉：拍错了机器（原图留在档案里）" in words for words in words_on(page))


def test_a_term_that_custom_proposed_and_that_is_over_is_not_proposed_again(page: DangersPage, desk: Desk) -> None:
    found = titled(desk, "地面有油")
    today = desk.clock.today()
    assert found.deadline is not None
    assert found.deadline < today
    page.open_danger(found.id)
    calm(page)
    assert any("已经过了：派单时重新定" in words for words in words_on(page))
    press(page, "派单（接下来做）")
    assert field_of(page, "整改期限", QDateEdit).date().toPython() == today + timedelta(days=7)
    assert not page.danger.form.warning.isVisible()
    set_day(page, "整改期限", f"{today - timedelta(days=1)}")
    assert "一派就超期" in page.danger.form.warning.words.text()


# ---- major ones ------------------------------------------------------------------------------------------------------


@pytest.fixture
def major(page: DangersPage, desk: Desk) -> HiddenDanger:
    """One that is suspected to be major, open on the page."""
    with desk.ports.units.write() as uow:
        made = dangers.new_danger(
            uow, desk.ports, "涉粉车间没有除尘", "木工区", level=DangerLevel.MAJOR, basis="应急管理部令第10号"
        )
        uow.commit()
    page.open_danger(made.id)
    calm(page)
    return made


def test_a_suspected_major_one_is_graded_first(page: DangersPage, desk: Desk, major: HiddenDanger) -> None:
    assert "疑似重大隐患" in words_on(page)
    press(page, "定级（接下来做）")
    press(page, "定级：就这样定")
    assert titled(desk, "涉粉车间没有除尘").graded_on == desk.clock.today()
    assert f"已做 1 / {len(page.danger.model.steps)} 步" in words_on(page)


def test_the_criteria_are_named_in_words_and_the_one_it_was_registered_with_stands_chosen(
    page: DangersPage, desk: Desk
) -> None:
    met = dangers.judgement_items(desk.ports)[-1]
    with desk.ports.units.write() as uow:
        suspected = f"{met.basis}（疑似，需人工判定）"
        made = dangers.new_danger(uow, desk.ports, "粉尘", "木工区", level=DangerLevel.MAJOR, basis=suspected)
        uow.commit()
    page.open_danger(made.id)
    calm(page)
    press(page, "定级（接下来做）")
    rows = field_of(page, "符合哪一条", QComboBox)
    said = [rows.itemText(place) for place in range(rows.count())]
    assert all(not re.search("[a-z]{4}|_", words) for words in said)
    texts = (item.text for item in dangers.judgement_items(desk.ports))
    assert all(words.split("｜")[0] in (text, f"{text[:34]}…") for words, text in zip(said, texts, strict=False))
    assert rows.currentText() == said[-2]
    assert page.danger.form.remark.text() == f"判定依据记作：{met.basis}"
    press(page, "定级：就这样定")
    assert titled(desk, "粉尘").basis == met.basis
    assert met.document_title in met.basis


def test_a_major_one_is_led_step_by_step_to_closure(
    page: DangersPage, desk: Desk, major: HiddenDanger, tmp_path: Path
) -> None:
    """Always the one big button: whoever follows it forgets nothing."""
    answers: dict[str, tuple[tuple[str, str], ...]] = {
        "逐级报告": (("谁报告的", "李秀英"),),
        "停产撤人决定": (("停产撤人的理由", "会爆燃，先停这台"),),
        "临时防护措施": (("改好以前，靠什么防住", "断电上锁"),),
        "现状、原因、危害和难易": (
            ("现状：现在是什么样子", "没有除尘"),
            ("原因：为什么会这样", "没买"),
            ("危害：会出什么事，伤到谁", "爆燃"),
            ("难易：好不好改，要多久、多少钱", "一周，两万"),
        ),
        "治理方案（五落实：措施、责任、资金、时限、预案）": tuple((label(part), "写清楚了") for part in PlanPart),
        "向监管部门报告": (
            ("向监管部门报告：报告给谁", "镇应急所"),
            ("向监管部门报告：怎么报告的", "平台上报"),
            ("向监管部门报告的回执", "第 7 号"),
        ),
        "向职工大会或职工代表大会报告": (
            ("向职工大会或职工代表大会报告：怎么报告的", "职工大会"),
            ("向职工大会或职工代表大会报告的凭证", "签到表 9 人"),
        ),
        "改好了，交验收": (("怎么整改的", "装了除尘器"), ("谁整改的", "张大勇")),
        "治理评估": (("评估人或机构", "李工"),),
        "验收": (("谁验收的", "李秀英"),),
    }
    seen = []
    for _ in range(30):
        button = page.danger.next.button
        if button is None:
            break
        button.click()
        calm(page)
        form = page.danger.model.asking.form
        if form is None:
            continue  # 开始整改 asks nothing
        seen.append(form.title)
        for name, words in answers.get(form.title, ()):
            answer_it(page, name, words)
        if form.title == "添加整改后照片":
            page.danger.model.asking.take_photos("photo", (a_photo(tmp_path, "blue"),))
            calm(page)
        page.danger.form.send.click()
        calm(page)
        assert page.danger.model.asking.form is None, [form.title, page.danger.form.fault.text()]
    danger = titled(desk, "涉粉车间没有除尘")
    assert danger.status is DangerStatus.CLOSED, seen
    assert all(step.done for step in page.danger.model.steps)
    assert seen[-1] == "恢复生产"
    assert seen.index("批准治理方案") < seen.index("改好了，交验收") < seen.index("验收")


def test_a_major_one_under_an_order_waits_for_the_department(
    page: DangersPage, desk: Desk, major: HiddenDanger
) -> None:
    press(page, "定级（接下来做）")
    press(page, "定级：就这样定")
    choose(page, "收到督办单")
    fill_in(page, "督办文号", "安督〔2026〕7号")
    fill_in(page, "哪个单位发的", "县应急局")
    press(page, "收到督办单：记下来")
    assert "安督〔2026〕7号 还没有回复。" in words_on(page)
    press(page, "回复督办（接下来做）")
    fill_in(page, "回复了什么", "已停用，正在订设备")
    press(page, "回复督办：记下来")
    assert "部门复查核销" in [step.words.split(" ")[-1] for step in page.danger.model.steps]


def test_a_report_to_the_department_names_who_it_goes_to_and_asks_how_it_went(
    page: DangersPage, desk: Desk, major: HiddenDanger
) -> None:
    """The program does not know how it was reported, so it does not say so."""
    firm.save_enterprise(desk.ports, {"recipient": "杜桥镇应急管理办公室"})
    page.open_danger(major.id)
    calm(page)
    page.danger.model.do("tell_department")
    calm(page)
    form = page.danger.form
    assert form.parts["whom"].value == "杜桥镇应急管理办公室"
    assert form.parts["how"].value == ""
    form.send.click()
    calm(page)
    assert fault(form, "how").startswith("请写是怎么报告的")
    page.danger.model.do("tell_workers")
    calm(page)
    assert (form.parts["whom"].value, form.parts["how"].value) == ("全体职工", "")


def test_each_missing_step_says_why_it_cannot_be_left_out(page: DangersPage, desk: Desk, major: HiddenDanger) -> None:
    said = words_on(page)
    assert "没有整改后的照片，不能验收。" in said
    assert "重大隐患治理步骤" in said
    assert not any("直接销号" in words for words in said)
    assert "应急管理部令第10号" in said


def test_closing_a_major_one_without_evidence_is_refused_in_one_sentence(
    page: DangersPage, desk: Desk, major: HiddenDanger
) -> None:
    boss, worker = people(desk)["王建国"], people(desk)["张大勇"]
    dangers.grade_danger(desk.ports, major.id, DangerLevel.MAJOR, basis="第 3 条")
    dangers.decide_shutdown(desk.ports, major.id, Shutdown.PARTIAL, evacuate=True, by_id=boss, reason="会爆燃")
    dangers.protect_major(desk.ports, major.id, "断电上锁")
    dangers.plan_major(desk.ports, major.id, PLAN)
    dangers.approve_plan(desk.ports, major.id, boss)
    dangers.assign_danger(desk.ports, major.id, boss, date(2026, 12, 8))
    dangers.start_danger(desk.ports, major.id)
    dangers.hand_in_danger(desk.ports, major.id, done="装好了", by_id=worker)
    page.open_danger(major.id)
    calm(page)
    page.danger.model.do("accept")
    calm(page)
    pick(page, "谁验收的", "李秀英")
    page.danger.form.send.click()
    calm(page)
    said = page.danger.form.fault.text()
    assert said.startswith("重大隐患“涉粉车间没有除尘”还缺：")
    assert "整改后的照片" in said
    assert titled(desk, "涉粉车间没有除尘").status is DangerStatus.AWAITING_ACCEPTANCE


def test_what_failed_asks_how_one_does_without_it_until_it_is_mended(page: DangersPage, desk: Desk) -> None:
    failed = next(d for d in book_of(desk).dangers if d.measure_id)
    page.open_danger(failed.id)
    calm(page)
    press(page, "写下改好前怎么防护")
    fill_in(page, "改好以前怎么防护", "停用，挂牌")
    press(page, "原因和防范：记下来")
    assert titled(desk, failed.title).protective == "停用，挂牌"
    assert "写下改好前怎么防护" not in words_on(page)


def test_a_half_written_plan_is_kept_and_cannot_be_approved(page: DangersPage, desk: Desk, major: HiddenDanger) -> None:
    press(page, "定级（接下来做）")
    press(page, "定级：就这样定")
    press(page, "治理方案六项内容：先填")
    fill_in(page, "治理的目标和任务", "装除尘器")
    assert any("还缺：采取的方法和措施" in words for words in words_on(page))
    page.danger.form.send.click()
    calm(page)
    with desk.ports.units.read() as uow:
        file = uow.major_files.get(major.id)
    assert file.plan.goals == "装除尘器"
    page.danger.model.do("approve")
    calm(page)
    page.danger.form.send.click()
    calm(page)
    assert page.danger.form.fault.text().startswith("治理方案还缺：采取的方法和措施")


# ---- the piles -------------------------------------------------------------------------------------------------------


def test_the_four_piles_tell_how_many_lie_in_them(page: DangersPage, desk: Desk) -> None:
    names = {"只看待我办": 2, "只看逾期": 1, "只看重大": 0, "看全部": 3}
    for name, count in names.items():
        press(page, name)
        assert len(shown(page)) == count, name
    assert "逾期 1" in words_on(page)


def test_what_one_waits_for_others_to_do_is_not_among_what_waits_for_me(page: DangersPage, desk: Desk) -> None:
    for danger in book_of(desk).dangers:
        if danger.is_open:
            dangers.assign_danger(desk.ports, danger.id, people(desk)["张大勇"], date(2026, 12, 20))
    page.model.load()
    calm(page)
    press(page, "只看待我办")
    assert shown(page) == []
    assert "没有等您办的隐患" in words_on(page)


# ---- broken off ------------------------------------------------------------------------------------------------------


def test_after_a_power_cut_the_form_is_as_it_was_with_its_photo(
    page: DangersPage, desk: Desk, tmp_path: Path, qapp: object
) -> None:
    """What lies on the disk is copied while the form is open: that is what a power cut leaves."""
    press(page, "登记隐患")
    fill_in(page, "查出了什么", "平刨护罩拆了")
    page.form.model.asking.take_photos("before", (a_photo(tmp_path, "red"),))
    calm(page)
    QTest.qWait(400)
    calm(page)
    root = desk.folder.folder.path
    shutil.copytree(root, tmp_path / "断电以后" / root.name)
    with new_desk(tmp_path / "断电以后") as after, opened_page(after, "hidden_dangers") as window:
        again = page_in(window, DangersPage)
        press(again, "登记隐患")
        assert again.form.model.asking.values["title"] == "平刨护罩拆了"
        press(again, "登记一条隐患：登记")
        assert len(titled(after, "平刨护罩拆了").photos) == 1
        press(again, "返回隐患列表")
        press(again, "登记隐患")
        assert again.form.model.asking.values["title"] == ""


def test_its_papers_open_where_they_are_printed_and_one_comes_back_to_it(
    page: DangersPage, window: MainWindow, desk: Desk
) -> None:
    opened(page, desk, "地面有油")
    page.danger.model.print_it("file")
    calm(window.page)
    assert window.page_id == "papers"
    paper = window.page
    assert isinstance(paper, NoPage)
    assert isinstance(paper.argument, Paper)
    assert paper.argument.name.startswith("隐患档案_Y-0002")
    window.navigate("hidden_dangers")
    calm(window.page)
    assert page.danger.model.danger.code == "Y-0002"
    assert page.faces.currentWidget() is page.danger


# ---- words, arguments, names -----------------------------------------------------------------------------------------


def test_its_words_are_corrected_in_place(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    fill_in(page, "隐患内容", "平刨旁边地面有油")
    fill_in(page, "部位", "木工区东头")
    assert titled(desk, "平刨旁边地面有油").place == "木工区东头"


def test_refused_words_stand_there_again_when_one_comes_back(page: DangersPage, desk: Desk) -> None:
    opened(page, desk, "地面有油")
    fill_in(page, "部位", "东" * 61)
    opened(page, desk, "灯坏了")
    assert page.danger.words.place.value == "仓库"
    opened(page, desk, "地面有油")
    assert page.danger.words.place.value == "东" * 61
    assert "最多 60 个字" in page.danger.words.place.fault.text()
    assert titled(desk, "地面有油").place == "木工区"


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
    assert page.form.model.asking.values["place"] == "仓库"
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
    press(page, CLOSE)
    assert named_wrongly(window) == []
    opened(page, desk, "灯坏了")
    assert named_wrongly(window) == []
    page.open_form(NewDanger())
    calm(page)
    assert named_wrongly(window) == []
