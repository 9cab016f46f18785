"""人员与岗位 as somebody uses it: add, correct, find, let go, take away and bring back."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from tests.ui.pages_support import pick
from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, named, press, write
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.enterprise import DepartmentKind
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.staff import staff
from ymh_desktop.ui.pages import PEOPLE
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.staff import NO_PHONE, Tab
from ymh_desktop.ui.views.people import PeoplePage, StaffTab
from ymh_desktop.ui.views.staff_forms import DepartmentForm, PostForm


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[PeoplePage]:
    yield from opened(sample_firm)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[PeoplePage]:
    firm.save_enterprise(empty_firm.ports, {"name": "宏木家具厂"})
    yield from opened(empty_firm)


def opened(program: Program) -> Iterator[PeoplePage]:
    window = MainWindow(program.ports, (PEOPLE,), RESOURCES)
    window.resize(1366, 728)
    window.navigate("people")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, PeoplePage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def tab_of(page: PeoplePage, tab: Tab) -> StaffTab:
    page.show_tab(tab)
    calm(page)
    return page.tabs[tab]


def choose(page: PeoplePage, tab: Tab, name: str) -> StaffTab:
    """Press the row of this name."""
    shown = tab_of(page, tab)
    row = next(row for row in shown.records.rows() if name in row[1:4])
    assert shown.table.select(row[0])
    calm(page)
    return shown


def names(page: PeoplePage, tab: Tab) -> list[str]:
    return [row[1] if tab is not Tab.POSTS else row[2] for row in page.tabs[tab].records.rows()]


def test_somebody_new_is_added_and_shown(page: PeoplePage) -> None:
    press(page, "新增人员")
    write(page, "姓名", "𬭎大勇")
    write(page, "电话", "13800009999")
    press(page, "添加")
    assert "𬭎大勇" in names(page, Tab.PEOPLE)
    assert page.tabs[Tab.PEOPLE].form.title.text() == "𬭎大勇"


def test_an_empty_or_wrong_field_keeps_the_form_open_with_a_sentence(page: PeoplePage) -> None:
    press(page, "新增人员")
    press(page, "添加")
    assert "请填写姓名" in words_on(page)
    write(page, "姓名", "小周")
    write(page, "电话", "1380000")
    assert any("手机号应是 11 位" in words for words in words_on(page))
    press(page, "添加")
    assert "小周" not in names(page, Tab.PEOPLE)


def test_a_name_that_exists_is_not_quietly_the_same_person(page: PeoplePage) -> None:
    press(page, "新增人员")
    write(page, "姓名", "王建国")
    press(page, "添加")
    assert any("已经有“王建国”了" in words for words in words_on(page))


def test_a_correction_is_kept_without_a_button(page: PeoplePage) -> None:
    choose(page, Tab.PEOPLE, "刘强")
    write(page, "职务", "电工班长")
    assert next(line for line in staff(page.context.ports).people if line.name == "刘强").duty == "电工班长"


def test_a_refused_number_stands_there_again_when_the_person_is_opened_again(page: PeoplePage) -> None:
    choose(page, Tab.PEOPLE, "刘强")
    write(page, "电话", "1380000")
    form = choose(page, Tab.PEOPLE, "王建国").form
    assert form.fields["phone"].value != "1380000"
    choose(page, Tab.PEOPLE, "刘强")
    assert form.fields["phone"].value == "1380000"
    assert "手机号应是 11 位" in form.fields["phone"].fault.text()
    write(page, "电话", "13800007777")
    choose(page, Tab.PEOPLE, "王建国")
    choose(page, Tab.PEOPLE, "刘强")
    assert form.fields["phone"].value == "13800007777"


def test_only_a_number_that_cards_bear_is_said_to_stand_on_them(page: PeoplePage) -> None:
    """Who is on record only, or mends something, is called by nobody who reads a card."""
    ports = page.context.ports
    who, _ = firm.add_person(ports, "孙新来")
    danger, _ = dangers.register_danger(ports, "灯坏了", "仓库")
    dangers.assign_danger(ports, danger.id, who.id, ports.clock.today() + timedelta(days=3))
    page.opened("people")
    calm(page)
    hint = page.tabs[Tab.PEOPLE].form.fields["phone"].hint
    for name, words in (("王建国", "印在告知卡上，"), ("李秀英", "印在告知卡上，"), ("孙新来", "不印在告知卡上")):
        choose(page, Tab.PEOPLE, name)
        assert words in hint.text()
    press(page, "新增人员")
    assert "主要负责人和安全员的印在告知卡上" in hint.text()


def test_a_posts_place_that_is_taken_stays_in_its_field_with_the_sentence(page: PeoplePage) -> None:
    first = staff(page.context.ports).posts[0]
    made, _ = firm.add_post(page.context.ports, first.name, place="别处")
    page.opened("posts")
    calm(page)
    shown = tab_of(page, Tab.POSTS)
    assert shown.table.select(made.id)
    calm(page)
    write(page, "工作地点", first.place or " ")
    place = shown.form.fields["place"]
    assert (place.value, place.fault.text()) == (
        first.place,
        f"已经有岗位“{first.name}”了。同名岗位请写上不同的地点，例如“二车间”。",
    )


def test_somebody_half_written_stands_there_again_until_they_are_added(page: PeoplePage) -> None:
    press(page, "新增人员")
    write(page, "姓名", "小周")
    write(page, "电话", "1380000")
    form = choose(page, Tab.PEOPLE, "刘强").form  # another one is looked at meanwhile
    assert form.fields["name"].value == "刘强"
    again = PeoplePage(page.context)
    again.opened()
    calm(page)
    again.tabs[Tab.PEOPLE].begin()
    fields = again.tabs[Tab.PEOPLE].form.fields
    assert (fields["name"].value, fields["phone"].value, fields["duty"].value) == ("小周", "1380000", "")
    assert "手机号应是 11 位" in fields["phone"].fault.text()
    again.deleteLater()
    press(page, "新增人员")
    write(page, "电话", "13800009999")
    press(page, "添加")
    assert "小周" in names(page, Tab.PEOPLE)
    assert draft(page.context.ports, "staff") == {}
    press(page, "新增人员")
    assert form.fields["name"].value == ""


def test_an_emptied_draft_is_none(page: PeoplePage) -> None:
    press(page, "新增人员")
    write(page, "姓名", "小周")
    assert draft(page.context.ports, "staff") == {"new people name": "小周"}
    write(page, "姓名", "")
    assert draft(page.context.ports, "staff") == {}


def test_a_post_half_written_keeps_what_was_chosen_too(page: PeoplePage) -> None:
    form = tab_of(page, Tab.POSTS).form
    assert isinstance(form, PostForm)
    assert form.head is not None
    press(page, "新增岗位")
    write(page, "岗位名称", "行车工")
    QTest.keyClick(named(page, "岗位人数"), Qt.Key.Key_Up)
    for box in (form.department, form.head.pick.combo):
        box.setCurrentIndex(1)
    calm(page)
    chosen = (form.department.chosen, form.head.chosen)
    assert None not in chosen
    press(page, "关闭这一栏")
    press(page, "新增岗位")
    assert (form.fields["name"].value, form.headcount.value) == ("行车工", 2)
    assert (form.department.chosen, form.head.chosen) == chosen


def test_a_post_is_not_added_without_the_new_head_that_is_being_named(page: PeoplePage) -> None:
    form = tab_of(page, Tab.POSTS).form
    assert form.head is not None
    press(page, "新增岗位")
    write(page, "岗位名称", "行车工")
    pick(page, "谁负责这个岗位", "新增一个人")
    write(page, "谁负责这个岗位 新增姓名", "赵小六")
    press(page, "添加")
    assert form.head.fault.text() == "“赵小六”还没添加。请点“添加”，不要了就点“取消”。"
    assert "行车工" not in names(page, Tab.POSTS)
    press(page, "谁负责这个岗位 添加")
    press(page, "添加")
    post = next(each for each in staff(page.context.ports).posts if each.name == "行车工")
    assert post.head == "赵小六"


def test_a_department_half_written_keeps_its_word(page: PeoplePage) -> None:
    form = tab_of(page, Tab.DEPARTMENTS).form
    assert isinstance(form, DepartmentForm)
    press(page, "新增车间或班组")
    write(page, "名称", "夜班")
    form.kind.setCurrentIndex(form.kind.findText(label(DepartmentKind.TEAM)))
    press(page, "关闭这一栏")
    press(page, "新增车间或班组")
    assert (form.fields["name"].value, form.kind.chosen) == ("夜班", DepartmentKind.TEAM)


def test_two_quick_corrections_of_one_person_are_both_kept(page: PeoplePage) -> None:
    form = choose(page, Tab.PEOPLE, "刘强").form
    for field, words in (("name", "刘小强"), ("phone", "13800007777"), ("duty", "班长")):
        box = form.fields[field].input
        assert isinstance(box, QLineEdit)
        box.setText(words)
        form.fields[field].settle_now()
    calm(page)
    line = next(line for line in staff(page.context.ports).people if line.name == "刘小强")
    assert (line.phone, line.duty) == ("13800007777", "班长")


def test_a_number_that_papers_need_is_missed_in_words(page: PeoplePage) -> None:
    choose(page, Tab.PEOPLE, "刘强")
    write(page, "电话", "")
    assert NO_PHONE in [row[3] for row in page.tabs[Tab.PEOPLE].records.rows()]
    assert any(words.startswith("刘强管着事，却没有电话") for words in words_on(page))
    assert "管着事，却没有电话。" in words_on(page)
    write(page, "电话", "13800000005")
    assert not [words for words in words_on(page) if "却没有电话" in words]


def test_who_answers_for_something_cannot_leave_and_is_told_why(page: PeoplePage) -> None:
    choose(page, Tab.PEOPLE, "王建国")
    press(page, "标记离职")
    assert any("还是主要负责人或安全员" in words for words in words_on(page.window()))
    assert "王建国" in names(page, Tab.PEOPLE)


def test_who_answers_for_nothing_leaves_and_comes_back(page: PeoplePage) -> None:
    firm.add_person(page.context.ports, "小工")
    page.model.load()
    calm(page)
    choose(page, Tab.PEOPLE, "小工")
    press(page, "标记离职")
    assert names(page, Tab.PEOPLE)[-1] == "小工（已离职）"
    press(page, "又在岗了")
    assert "小工" in names(page, Tab.PEOPLE)


def test_what_is_taken_away_comes_back_with_undo(page: PeoplePage) -> None:
    firm.add_person(page.context.ports, "打错了")
    page.model.load()
    calm(page)
    choose(page, Tab.PEOPLE, "打错了")
    press(page, "删除")
    assert "打错了" not in names(page, Tab.PEOPLE)
    assert not page.tabs[Tab.PEOPLE].form.isVisible()
    press(page.window(), "撤销（已删除“打错了”）")
    assert "打错了" in names(page, Tab.PEOPLE)


def test_a_person_is_found_by_pinyin_initials(page: PeoplePage) -> None:
    search = page.tabs[Tab.PEOPLE].bar.search
    assert search is not None
    search.setFocus()
    QTest.keyClicks(search, "zdy")
    wait_until(lambda: names(page, Tab.PEOPLE) == ["张大勇"], 10_000)
    search.setText("没有这个人")
    wait_until(lambda: "没有找到" in words_on(page), 10_000)


def test_a_post_is_added_with_a_head_named_on_the_spot(page: PeoplePage) -> None:
    tab_of(page, Tab.POSTS)
    press(page, "新增岗位")
    write(page, "岗位名称", "打包工")
    combo = named(page, "谁负责这个岗位")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.count() - 1)
    calm(page)
    write(page, "谁负责这个岗位 新增姓名", "周师傅")
    press(page, "谁负责这个岗位 添加")
    press(page, "添加")
    post = next(line for line in staff(page.context.ports).posts if line.name == "打包工")
    assert post.head == "周师傅"
    row = next(row for row in page.tabs[Tab.POSTS].records.rows() if row[2] == "打包工")
    assert row[6] == NO_PHONE


def test_a_post_of_the_same_name_and_place_is_refused_beside_the_field(page: PeoplePage) -> None:
    line = staff(page.context.ports).posts[0]
    tab_of(page, Tab.POSTS)
    press(page, "新增岗位")
    write(page, "岗位名称", line.name)
    write(page, "工作地点", line.place)
    press(page, "添加")
    assert any(f"已经有岗位“{line.name}”了" in words for words in words_on(page))


def test_a_posts_headcount_and_department_are_kept_at_once(page: PeoplePage) -> None:
    shown = choose(page, Tab.POSTS, "开料工")
    assert isinstance(shown.form, PostForm)
    shown.form.headcount.more.click()
    calm(page)
    combo = named(page, "这个岗位的车间或班组")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(1)
    calm(page)
    post = staff(page.context.ports).post[shown.form.record_id]
    assert post.headcount == 2
    assert post.department_id == staff(page.context.ports).departments[0].id


def test_a_post_is_taken_away_and_brought_back_with_its_risk_points(page: PeoplePage) -> None:
    before = next(line for line in staff(page.context.ports).posts if line.name == "开料工")
    choose(page, Tab.POSTS, "开料工")
    press(page, "删除")
    assert "开料工" not in names(page, Tab.POSTS)
    QTest.keyClick(page.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    calm(page)
    assert next(line for line in staff(page.context.ports).posts if line.name == "开料工") == before


def test_a_department_gets_another_name_and_word(page: PeoplePage) -> None:
    choose(page, Tab.DEPARTMENTS, "木工车间")
    write(page, "名称", "木工班")
    combo = named(page, "部门、车间还是班组")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(2)
    calm(page)
    (line,) = staff(page.context.ports).departments
    assert (line.name, line.kind) == ("木工班", DepartmentKind.TEAM)


def test_lists_that_are_empty_say_what_to_do(empty_page: PeoplePage) -> None:
    assert "还没有人员" in words_on(empty_page)
    tab_of(empty_page, Tab.POSTS)
    assert "还没有岗位" in words_on(empty_page)
    tab_of(empty_page, Tab.DEPARTMENTS)
    assert "没有车间和班组" in words_on(empty_page)


def test_five_hundred_people_are_shown_within_a_second(empty_page: PeoplePage) -> None:
    ports = empty_page.context.ports
    with ports.units.write() as uow:
        for number in range(500):
            firm.person_named(uow, ports, f"员工{number}", duty="普工")
        uow.commit()
    empty_page.model.load()
    wait_until(lambda: empty_page.tabs[Tab.PEOPLE].records.total == 500, 1000)


@pytest.mark.parametrize("size", [(1366, 728), (1093, 580), (911, 472)])
@pytest.mark.parametrize("tab", Tab)
def test_everything_has_its_own_name(page: PeoplePage, tab: Tab, size: tuple[int, int]) -> None:
    page.window().resize(*size)
    shown = tab_of(page, tab)
    assert named_wrongly(page) == []
    shown.table.selectRow(0)
    calm(page)
    assert shown.form.isVisible()
    assert named_wrongly(page) == []
    shown.close_form()
    page._begin()
    assert named_wrongly(page) == []
    assert page.window().width() == size[0]


def test_where_it_is_narrow_the_form_takes_the_lists_place(page: PeoplePage) -> None:
    page.window().resize(911, 472)
    shown = choose(page, Tab.PEOPLE, "刘强")
    assert not shown.table.isVisible()
    press(page, "关闭这一栏")
    assert shown.table.isVisible()
    assert not shown.form.isVisible()


def test_the_keyboard_alone_opens_a_record(page: PeoplePage) -> None:
    shown = page.tabs[Tab.PEOPLE]
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Down)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    calm(page)
    assert shown.form.fields["name"].input.hasFocus()


def test_a_change_made_elsewhere_is_shown(page: PeoplePage) -> None:
    page.context.records.save(partial(firm.add_person, page.context.ports, "新来的"))
    calm(page)
    assert "新来的" in names(page, Tab.PEOPLE)


def test_a_record_named_on_the_way_in_opens_at_once(page: PeoplePage) -> None:
    post = staff(page.context.ports).posts[1]
    page.context.navigate("people", post.id)
    calm(page)
    assert page.tab is Tab.POSTS
    assert page.tabs[Tab.POSTS].form.fields["name"].value == post.name
