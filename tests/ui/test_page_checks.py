"""日常检查 as somebody uses it: what is due, a check filled in by its exceptions, a sheet that comes back."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.services.check_support import in_use_today
from tests.support.folders import FixedClock
from tests.ui.pages_support import fault, fill_in, pick
from tests.ui.support import RESOURCES, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, press, write
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.checks import CheckPlan
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import EnteredHow, Inspection, Mark, ResultState
from ymh_desktop.domain.tiers import Frequency
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.book import open_book
from ymh_desktop.services.checks import plans
from ymh_desktop.services.checks.fill import check_form
from ymh_desktop.services.checks.plans import refresh_plans
from ymh_desktop.services.checks.today import today_lines
from ymh_desktop.ui.pages import CHECKS
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.check_month import MonthModel
from ymh_desktop.ui.viewmodels.checks import FillModel, day_in, numbers_in
from ymh_desktop.ui.views.checks import ChecksPage
from ymh_desktop.ui.widgets import Button, Field
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[ChecksPage]:
    refresh_plans(sample_firm.ports)
    yield from opened(sample_firm)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[ChecksPage]:
    firm.save_enterprise(empty_firm.ports, {"name": "宏木家具厂"})
    yield from opened(empty_firm)


def opened(program: Program) -> Iterator[ChecksPage]:
    window = MainWindow(program.ports, (CHECKS,), RESOURCES)
    window.resize(1366, 728)
    window.navigate("checks")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, ChecksPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def inspections(page: ChecksPage) -> tuple[Inspection, ...]:
    with page._context.ports.units.read() as uow:
        return uow.inspections.all()


def plans_of(page: ChecksPage) -> tuple[CheckPlan, ...]:
    with page._context.ports.units.read() as uow:
        return uow.check_plans.all()


def begin(page: ChecksPage) -> str:
    """Press the first 去检查; returns the title of that check."""
    line = next(line for line in page.model.lines or () if not line.keying)
    press(page, f"{line.title} 去检查")
    return line.title


def test_a_firm_without_checks_is_offered_to_make_them(empty_page: ChecksPage) -> None:
    assert "还没有排检查。" in words_on(empty_page)
    assert named_wrongly(empty_page) == []


def test_what_is_due_stands_with_who_and_until_when(page: ChecksPage) -> None:
    due = today_lines(page._context.ports)
    words = words_on(page)
    assert due
    assert f"现在要查的（{len(due)}）" in words
    assert all(line.title in words for line in due)
    assert named_wrongly(page) == []


def test_when_all_is_normal_one_key_is_enough(page: ChecksPage) -> None:
    title = begin(page)
    assert page.check.save.hasFocus()
    QTest.keyClick(page.check.save, Qt.Key.Key_Space)
    calm(page)
    (made,) = inspections(page)
    assert made.entered is EnteredHow.ON_SITE
    assert title not in [line.title for line in page.model.lines or ()]


def test_an_exception_becomes_a_hidden_danger_with_what_was_seen(page: ChecksPage) -> None:
    before = len(open_book(page._context.ports).dangers)
    begin(page)
    press(page, "第2题 异常")
    write(page, "第2题 看到了什么", "袖口没扎")
    assert page.check.save.text() == "保存，1 处异常记成隐患"
    assert named_wrongly(page) == []
    press(page, "保存这次检查")
    assert len(open_book(page._context.ports).dangers) == before + 1
    (made,) = inspections(page)
    assert [result.note for result in made.results if result.number == 2] == ["袖口没扎"]


def test_taking_an_exception_back_leaves_nothing_behind(page: ChecksPage) -> None:
    before = open_book(page._context.ports).dangers
    begin(page)
    press(page, "第2题 异常")
    press(page, "第2题 正常")
    assert page.check.save.text() == "全部正常，保存"
    press(page, "保存这次检查")
    assert open_book(page._context.ports).dangers == before


def keyed(page: ChecksPage, **answers: str) -> None:
    """Fill in the form for a sheet and send it."""
    names = {
        "number": "表号",
        "failed": "有异常的序号",
        "absent": "不涉及的序号",
        "done_on": "表上写的检查日期",
    }
    press(page, "纸上查过的，按表号录入")
    for name, words in answers.items():
        write(page, names[name], words)
    press(page, "纸上查过的，按表号录入：录入这张表")


def test_a_sheet_from_the_floor_comes_back_by_its_number_with_the_day_written_on_it(
    page: ChecksPage, tmp_path: Path
) -> None:
    ports = page._context.ports
    line = next(line for line in page.model.lines or () if not line.keying)
    form = check_form(ports, line.plan_ids[0], line.period.first)
    scan = tmp_path / "scan.png"
    Image.new("RGB", (60, 40), "white").save(scan)
    press(page, "纸上查过的，按表号录入")
    page.model.asking.take_photos("scans", (scan,))
    calm(page)
    write(page, "表号", form.number)
    write(page, "表上写的检查日期", f"{line.period.first:%m-%d}")
    write(page, "有异常的序号", "1、2")
    press(page, "纸上查过的，按表号录入：录入这张表")
    assert page.list.kept.text() == "已保存，2 处异常记成了隐患。"
    (made,) = inspections(page)
    assert (made.entered, made.done_on) == (EnteredHow.TRANSCRIBED, line.period.first)
    assert len(made.scans) == 1


def test_the_day_on_the_sheet_is_asked_for_and_never_taken_for_today(page: ChecksPage) -> None:
    keyed(page, number="J-0002-2026W48")
    assert fault(page.list.form, "done_on") == "请照表上写的填检查日期，例如 11-20。"
    assert inspections(page) == ()


@pytest.mark.parametrize(
    ("number", "failed", "said"),
    [("没有", "", "表号"), ("J-9999-20260101", "", "J-9999"), ("J-0001-2026", "三", "不是序号")],
)
def test_a_wrong_number_is_told_in_a_sentence_and_stays_in_its_field(
    page: ChecksPage, number: str, failed: str, said: str
) -> None:
    keyed(page, number=number, failed=failed, done_on="11-20")
    told = [fault(page.list.form, "number"), fault(page.list.form, "failed")]
    assert any(said in words for words in told)
    values = page.model.asking.values
    assert (values["number"], values["failed"]) == (number, failed)
    assert inspections(page) == ()


@pytest.mark.parametrize(
    ("at", "said", "answers"),
    [
        ("number", "没有编号是 J-9999 的检查表。请对照表右上角", {"number": "J-9999-20260101"}),
        ("number", "表号“第七号”看不懂。表号印在表的右上角", {"number": "第七号"}),
        ("done_on", "检查日期 2026-12-30 还没到。请填今天或以前的日期", {"done_on": "2026-12-30"}),
        ("failed", "这张表上没有第 99 项。表上的序号是", {"failed": "1 99"}),
        ("absent", "这张表上没有第 99 项。表上的序号是", {"failed": "1", "absent": "99"}),
        ("absent", "第 1 项写了两次。每一项只能有一个结果", {"failed": "1", "absent": "1"}),
    ],
)
def test_what_is_refused_of_a_sheet_is_told_at_its_field(
    page: ChecksPage, at: str, said: str, answers: dict[str, str]
) -> None:
    line = next(line for line in page.model.lines or () if not line.keying)
    sheet = check_form(page._context.ports, line.plan_ids[0], line.period.first).number
    keyed(page, **{"number": sheet, "done_on": f"{line.period.first:%m-%d}", **answers})
    told = {name: fault(page.list.form, name) for name in ("number", "done_on", "failed", "absent")}
    assert [name for name, words in told.items() if words] == [at]
    assert told[at].startswith(said)
    assert page.list.form.fault.isHidden()
    part = page.list.form.parts[at]
    assert isinstance(part, Field)
    assert part.input.hasFocus()
    assert inspections(page) == ()


def test_a_sheet_that_was_filled_in_late_has_the_items_that_it_had_when_it_was_printed(page: ChecksPage) -> None:
    ports = page._context.ports
    assert isinstance(ports.clock, FixedClock)
    made, _ = plans.add_plan(ports, "灭火器检查", [("压力表", "在绿区"), ("铅封", "完好")], frequency=Frequency.WEEK)
    sheet = check_form(ports, made.id).number
    ports.clock.moment += timedelta(days=7)
    for number in (1, 2):
        plans.end_item(ports, made.id, number)
    keyed(page, number=sheet, failed="2", done_on=f"{ports.clock.today():%m-%d}")
    (checked,) = inspections(page)
    assert [result.number for result in checked.abnormal] == [2]


def test_the_form_for_a_sheet_opened_once_more_keeps_what_was_typed_a_moment_ago(page: ChecksPage) -> None:
    press(page, "纸上查过的，按表号录入")
    number = page.list.form.parts["number"]
    assert isinstance(number, Field)
    QTest.keyClicks(number.input, "J-0001")
    page.list.sheet.click()  # at once: before it was kept
    calm(page)
    again = page.list.form.parts["number"]
    assert isinstance(again, Field)
    assert again.value == "J-0001"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("11-20", date(2026, 11, 20)),
        ("11.2", date(2026, 11, 2)),
        ("11月20日", date(2026, 11, 20)),
        ("12-30", date(2025, 12, 30)),
        ("7", date(2026, 1, 7)),
    ],
)
def test_a_day_is_read_as_it_is_written_on_paper(words: str, day: date) -> None:
    near = date(2026, 11, 23) if day.month == 11 else date(2026, 1, 9)
    assert day_in(words, near) == day


@pytest.mark.parametrize("words", ["", "昨天", "13-40", "2-30", "1-2-3-4", "0"])
def test_what_is_no_day_is_refused_in_a_sentence(words: str) -> None:
    with pytest.raises(UserError, match="不是日期"):
        day_in(words, date(2026, 11, 23))


# ---- by the keyboard -------------------------------------------------------------------------------------------------


@pytest.fixture
def long_page(qapp: object, sample_firm: Program) -> Iterator[ChecksPage]:
    """A check of thirty items."""
    refresh_plans(sample_firm.ports)
    plans.add_plan(
        sample_firm.ports, "三十项检查", [(f"第{n}处", "完好") for n in range(1, 31)], frequency=Frequency.DAY
    )
    in_use_today(sample_firm.ports)
    yield from opened(sample_firm)


class Keys(QObject):
    """Counts what is really pressed, as the window gets it."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def press(self, *keys: Qt.Key | str) -> None:
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            self.count += 1
            if isinstance(key, str):
                QTest.keyClicks(focus, key)
            else:
                QTest.keyClick(focus, key)


def thirty(page: ChecksPage) -> Keys:
    press(page, "三十项检查 去检查")
    assert page.check.save.hasFocus()
    return Keys()


def test_thirty_items_all_normal_take_at_most_three_keys(long_page: ChecksPage) -> None:
    keys = thirty(long_page)
    keys.press(Qt.Key.Key_Return)
    calm(long_page)
    (made,) = inspections(long_page)
    assert (len(made.results), made.abnormal) == (30, ())
    assert keys.count <= 3


def test_each_exception_takes_at_most_four_keys(long_page: ChecksPage) -> None:
    keys = thirty(long_page)
    keys.press("1", "7", Qt.Key.Key_Return)
    keys.press("3", "0", Qt.Key.Key_Return)
    keys.press("5", "-")
    keys.press(Qt.Key.Key_Return)
    calm(long_page)
    (made,) = inspections(long_page)
    assert [result.number for result in made.abnormal] == [17, 30]
    assert made.results[4].state is ResultState.NOT_INVOLVED
    assert keys.count <= 3 * 4 + 3


def test_a_number_typed_again_takes_the_exception_back(long_page: ChecksPage) -> None:
    keys = thirty(long_page)
    keys.press("1", "7", Qt.Key.Key_Return, "1", "7", Qt.Key.Key_Return)
    assert long_page.check.save.text() == "全部正常，保存"


def test_a_number_that_is_not_on_the_sheet_is_told_and_nothing_is_marked(long_page: ChecksPage) -> None:
    keys = thirty(long_page)
    keys.press("4", "4", Qt.Key.Key_Return)
    assert long_page.check.fault.text() == "这张表上没有第 44 项。请看清序号再打。"
    assert long_page.check.save.text() == "全部正常，保存"
    keys.press(Qt.Key.Key_Return)
    calm(long_page)
    assert inspections(long_page) == ()
    keys.press("4", Qt.Key.Key_Return)  # over what was refused
    assert long_page.check.fault.isHidden()
    assert long_page.fill.state(4) is ResultState.ABNORMAL


def test_a_number_that_is_typed_counts_before_the_button_saves(long_page: ChecksPage) -> None:
    """Else the record would say 全部正常 of a check in which somebody was just writing down what is wrong."""
    keys = thirty(long_page)
    keys.press("4", "4")
    press(long_page, "保存这次检查")
    assert inspections(long_page) == ()
    assert long_page.check.fault.text() == "这张表上没有第 44 项。请看清序号再打。"
    assert long_page.check.number.hasFocus()
    keys.press("4")
    press(long_page, "保存这次检查")
    assert inspections(long_page) == ()
    assert long_page.check.save.text() == "保存，1 处异常记成隐患"
    press(long_page, "保存这次检查")
    (made,) = inspections(long_page)
    assert [result.number for result in made.abnormal] == [4]


def test_a_number_that_was_typed_for_one_check_is_not_marked_in_the_next(long_page: ChecksPage) -> None:
    thirty(long_page).press("4", "4", Qt.Key.Key_Return)
    press(long_page, "返回检查清单")
    thirty(long_page)
    assert long_page.check.number.text() == ""
    assert not long_page.check.number.property("look")


def test_of_several_numbers_all_are_marked_or_none(long_page: ChecksPage) -> None:
    thirty(long_page)
    assert not long_page.fill.mark_by_key("3 44")
    assert long_page.check.save.text() == "全部正常，保存"
    assert long_page.fill.mark_by_key("3 4")
    assert long_page.fill.abnormal == 2


def test_who_looked_is_chosen_or_named_anew_and_there_again_after_a_power_cut(long_page: ChecksPage) -> None:
    thirty(long_page)
    box = long_page.check.person
    pick(long_page, "谁查的", "新增一个人")
    write(long_page, "谁查的 新增姓名", "赵小六")
    press(long_page, "谁查的 添加")
    assert box.combo.currentText() == "赵小六"
    long_page.check.hand_over()
    calm(long_page)
    again = FillModel(long_page._context)
    again.open(next(line for line in long_page.model.lines or () if line.title == "三十项检查"))
    calm(long_page)
    assert again.inspector.id == box.chosen
    press(long_page, "保存这次检查")
    (made,) = inspections(long_page)
    assert made.inspector_id == box.chosen


def test_a_check_that_is_saved_with_a_double_click_is_on_record_once(page: ChecksPage) -> None:
    plans.add_plan(page._context.ports, "动火前检查", [("周围", "没有可燃物")], frequency=Frequency.OCCASION)
    plan = next(each for each in plans_of(page) if each.title == "动火前检查")
    page.fill.open_plan(plan.id, page._context.ports.clock.today())
    calm(page)
    page.check.save.click()
    page.check.save.click()
    calm(page)
    assert len(inspections(page)) == 1


def test_a_sheet_that_is_being_kept_lets_one_go_on_to_another_month(month_page: ChecksPage) -> None:
    model = sheets(month_page)
    model.save()
    model.step(False)
    calm(month_page)
    assert inspections(month_page)
    assert model.form is not None
    assert model.form.month.first == date(2026, 11, 1)


@pytest.mark.parametrize("opened_as", ["check", "sheet"])
def test_a_new_name_that_is_typed_is_added_before_anything_is_kept(month_page: ChecksPage, opened_as: str) -> None:
    """Else the record would bear the name of the usual person."""
    if opened_as == "sheet":
        sheets(month_page)
        who, save, view = "表上是谁签的", "存下这张点检表", month_page.sheet
    else:
        begin(month_page)
        who, save, view = "谁查的", "保存这次检查", month_page.check
    pick(month_page, who, "新增一个人")
    write(month_page, f"{who} 新增姓名", "赵小六")
    press(month_page, save)
    assert inspections(month_page) == ()
    assert view.fault.text() == "“赵小六”还没添加。请点“添加”，不要了就点“取消”。"
    assert view.person.name.hasFocus()
    press(month_page, f"{who} 添加")
    assert view.fault.isHidden()
    press(month_page, save)
    assert {made.inspector_id for made in inspections(month_page)} == {view.person.chosen}


def test_a_name_that_is_known_is_offered_once_though_it_is_typed_anew(long_page: ChecksPage) -> None:
    thirty(long_page)
    known = long_page.fill.inspector.people[-1]
    pick(long_page, "谁查的", "新增一个人")
    write(long_page, "谁查的 新增姓名", known.name)
    press(long_page, "谁查的 添加")
    box = long_page.check.person
    assert box.chosen == known.id
    assert [box.combo.itemText(at) for at in range(box.combo.count())].count(known.name) == 1


def test_a_form_offers_somebody_known_once_too(page: ChecksPage) -> None:
    press(page, "纸上查过的，按表号录入")
    known = page.model.asking.people[-1]
    page.model.asking.add_person("by", known.name)
    calm(page)
    assert page.model.asking.values["by"] == known.id
    assert [each.name for each in page.model.asking.people].count(known.name) == 1


def test_somebody_chosen_who_is_gone_gives_way_to_the_usual_person(page: ChecksPage) -> None:
    page.fill.inspector.begin((), "usual", "gone")
    assert page.fill.inspector.id == "usual"


def test_an_exception_bears_words_and_a_photo_which_go_to_the_hidden_danger(
    long_page: ChecksPage, tmp_path: Path
) -> None:
    thirty(long_page)
    press(long_page, "第2题 异常")
    write(long_page, "第2题 看到了什么", "裂了")
    good, bad = tmp_path / "a.png", tmp_path / "b.png"
    Image.new("RGB", (60, 40), "red").save(good)
    bad.write_bytes(b"not a picture")
    long_page.fill.take_photo(2, good)
    calm(long_page)
    assert "1 张照片" in words_on(long_page)
    long_page.fill.take_photo(2, bad)
    calm(long_page)
    assert any(words.startswith("这个文件不是能用的照片") for words in words_on(long_page))
    press(long_page, "保存这次检查")
    (made,) = inspections(long_page)
    danger_id = made.abnormal[0].danger_id
    with long_page._context.ports.units.read() as uow:
        danger = uow.hidden_dangers.get(danger_id or "")
    assert len(danger.photos) == 1
    assert "裂了" in danger.title


def test_what_was_marked_is_there_again_after_a_power_cut(long_page: ChecksPage) -> None:
    thirty(long_page)
    press(long_page, "第2题 异常")
    write(long_page, "第2题 看到了什么", "裂了")
    long_page.check.hand_over()
    calm(long_page)
    again = FillModel(long_page._context)
    line = next(line for line in long_page.model.lines or () if line.title == "三十项检查")
    again.open(line)
    calm(long_page)
    assert again.mark_at(2) == Mark(2, ResultState.ABNORMAL, "裂了")


# ---- a month's sheet -------------------------------------------------------------------------------------------------


@pytest.fixture
def month_page(qapp: object, sample_firm: Program) -> Iterator[ChecksPage]:
    """A shop that began on 23 November and has ticked its sheets since; it is 5 January."""
    clock = sample_firm.ports.clock
    assert isinstance(clock, FixedClock)
    refresh_plans(sample_firm.ports)
    clock.moment += timedelta(days=43)
    yield from opened(sample_firm)


def sheets(page: ChecksPage) -> MonthModel:
    """Open the sheets of December."""
    line = next(line for line in page.model.lines or () if line.keying and line.period.first == date(2026, 12, 1))
    press(page, f"{line.title} 抄录")
    return page.month


def test_a_month_goes_in_by_the_keyboard_alone(month_page: ChecksPage) -> None:
    model = sheets(month_page)
    assert named_wrongly(month_page) == []
    assert month_page.sheet.line.hasFocus()
    assert model.form is not None
    days, first, second = model.days, model.form.items[0].number, model.form.items[1].number
    keys = Keys()
    keys.press(*f"9 {first} {second}", Qt.Key.Key_Return)
    keys.press(*"12", Qt.Key.Key_Return)
    assert month_page.sheet.save.text() == f"存下 {days - 1} 天，2 处异常"
    QTest.keyClick(month_page.sheet.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    calm(month_page)
    made = inspections(month_page)
    assert len(made) == days - 1
    assert {each.entered for each in made} == {EnteredHow.TRANSCRIBED}
    found = {each.done_on: [result.number for result in each.abnormal] for each in made if each.abnormal}
    assert found == {date(2026, 12, 9): [first, second]}
    assert date(2026, 12, 12) not in {each.done_on for each in made}


def test_marks_are_set_in_the_table_too(month_page: ChecksPage) -> None:
    model = sheets(month_page)
    grid = month_page.sheet.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.table.index(1, 8))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_X):
        QTest.keyClick(grid, key)
    assert model.abnormal == 1
    assert grid.table.index(1, 8).data() == "×"
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert model.abnormal == 0
    QTest.keyClicks(grid, "9")
    assert month_page.sheet.line.text() == "9"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("32 1", "这个月没有 32 号。"), ("5 99", "没有第 99 项"), ("abc", "不是序号"), ("0", "没有 0 号")],
)
def test_a_line_that_will_not_do_is_told_and_stays(month_page: ChecksPage, typed: str, said: str) -> None:
    sheets(month_page)
    month_page.sheet.line.setText(typed)
    QTest.keyClick(month_page.sheet.line, Qt.Key.Key_Return)
    assert said in month_page.sheet.fault.text()
    assert month_page.sheet.line.text() == typed
    assert month_page.sheet.line.property("look") == "wrong"
    month_page.sheet.line.setText("9")
    assert not month_page.sheet.line.property("look")


def test_a_line_that_is_typed_counts_before_the_sheet_is_kept(month_page: ChecksPage) -> None:
    model = sheets(month_page)
    line, save = month_page.sheet.line, month_page.sheet.save
    QTest.keyClicks(line, "9 99")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    press(month_page, "存下这张点检表")
    assert inspections(month_page) == ()
    assert "没有第 99 项" in month_page.sheet.fault.text()
    line.setText("9 1")
    press(month_page, "存下这张点检表")
    assert inspections(month_page) == ()
    assert save.text() == f"存下 {model.days} 天，1 处异常"
    press(month_page, "存下这张点检表")
    assert [each.done_on for each in inspections(month_page) if each.abnormal] == [date(2026, 12, 9)]


def test_a_line_that_is_half_typed_and_who_signed_are_there_again_after_a_power_cut(month_page: ChecksPage) -> None:
    model = sheets(month_page)
    assert model.form is not None
    QTest.keyClicks(month_page.sheet.line, "9 3")
    pick(month_page, "表上是谁签的", "新增一个人")
    write(month_page, "表上是谁签的 新增姓名", "赵小六")
    press(month_page, "表上是谁签的 添加")
    month_page.sheet.hand_over()
    calm(month_page)
    again = MonthModel(month_page._context)
    again.open((model.form.plan.id,), model.form.month.first)
    calm(month_page)
    assert again.line == "9 3"
    assert [each.name for each in again.inspector.people if each.id == again.inspector.id] == ["赵小六"]
    QTest.keyClick(month_page.sheet.save, Qt.Key.Key_Escape)
    sheets(month_page)
    assert month_page.sheet.line.text() == "9 3"


def test_marks_and_scans_of_a_month_wait_while_one_is_away(month_page: ChecksPage, tmp_path: Path) -> None:
    model = sheets(month_page)
    assert model.form is not None
    number = model.form.items[0].number
    model.type_line(f"9 {number}")
    scan = tmp_path / "scan.png"
    Image.new("RGB", (60, 40), "white").save(scan)
    model.take_scan(scan)
    calm(month_page)
    QTest.keyClick(month_page.sheet.save, Qt.Key.Key_Escape)
    assert month_page.faces.currentWidget() is month_page.list
    again = sheets(month_page)
    assert again.state((date(2026, 12, 9), number)) is ResultState.ABNORMAL
    assert len(again.scans) == 1


def test_a_day_that_has_not_come_cannot_be_marked(month_page: ChecksPage) -> None:
    model = sheets(month_page)
    press(month_page, "下个月的点检表")
    assert model.form is not None
    assert month_page.sheet.title.text() == "2027年1月"
    assert not model.type_line(f"25 {model.form.items[0].number}")
    assert "25 号还没到。" in month_page.sheet.fault.text()


# ---- calendar, records, plans, hints ---------------------------------------------------------------------------------


def test_the_calendar_says_what_is_due_which_day(page: ChecksPage) -> None:
    press(page, "日历")
    assert "2026年11月" in words_on(page)
    days = page.calendar_model.days
    assert len(days) == 30
    assert days[22].today
    assert days[22].open + days[22].done > 0
    press(page, "11月30日")
    assert any("11月30日" in words for words in words_on(page))
    assert page.calendar_model.checks
    press(page, "下个月")
    assert "2026年12月" in words_on(page)
    assert named_wrongly(page) == []


def test_a_check_on_record_opens_from_the_calendar_and_takes_a_forgotten_exception(page: ChecksPage) -> None:
    title = begin(page)
    press(page, "保存这次检查")
    press(page, "日历")
    (made,) = inspections(page)
    press(page, f"{made.due_on.month}月{made.due_on.day}日")
    button = next(b for b in children(page, Button) if b.text() == "看记录" and title in b.accessibleName())
    button.click()
    calm(page)
    assert any(words.startswith("全部") and words.endswith("项正常。") for words in words_on(page))
    press(page, "补记漏掉的异常")
    write(page, "漏记了异常的序号", "99")
    press(page, "补记漏掉的异常：补记")
    assert fault(page.record_view.form, "failed").startswith("这张表上没有第 99 项。")
    write(page, "漏记了异常的序号", "1")
    press(page, "补记漏掉的异常：补记")
    assert inspections(page)[0].abnormal
    assert "打开隐患" in words_on(page)
    QTest.keyClick(page.record_view, Qt.Key.Key_Escape)
    assert page.faces.currentWidget() is page.calendar


def test_what_was_missed_can_be_entered_late_with_the_reason(month_page: ChecksPage) -> None:
    press(month_page, "日历")
    press(month_page, "上个月")
    model = month_page.calendar_model
    missed = [day for day in model.days if day.missed]
    assert missed
    model.choose(missed[0].day)
    line = next(check.line for check in model.checks if check.deed == "late")
    model.record_late(line)
    calm(month_page)
    month_page.calendar.form.send.click()
    assert fault(month_page.calendar.form, "why").startswith("请写为什么补录")
    write(month_page, "为什么补录", "表弄湿了")
    write(month_page, "补录：有异常的序号", "99")
    month_page.calendar.form.send.click()
    calm(month_page)
    assert fault(month_page.calendar.form, "failed").startswith("这张表上没有第 99 项。")
    write(month_page, "补录：有异常的序号", "")
    month_page.calendar.form.send.click()
    calm(month_page)
    (made,) = inspections(month_page)
    assert (made.entered, made.why_late) == (EnteredHow.LATE, "表弄湿了")


def test_who_and_when_of_a_plan_are_changed_in_its_window(page: ChecksPage) -> None:
    press(page, "检查计划")
    row = next(row for row in page.plans_model.rows if row.frequency is Frequency.WEEK)
    page.open_plan(row.id)
    calm(page)
    assert named_wrongly(page) == []
    pick(page, "这项检查谁来查", "张大勇")
    pick(page, "哪天查", "星期五")
    with page._context.ports.units.read() as uow:
        plan = uow.check_plans.get(row.id)
        person = uow.people.get(plan.person_id or "")
    assert (person.name, plan.prefer) == ("张大勇", 5)
    assert not page.plan.end.isVisible()


def test_a_check_of_ones_own_is_made_and_taken_off_again(page: ChecksPage) -> None:
    press(page, "检查计划")
    press(page, "加一张自己的检查")
    press(page, "加一张自己的检查：加上")
    assert fault(page.plans.form, "title") == "请写检查名称。"
    write(page, "检查名称", "防汛检查")
    fill_in(page, "查什么", "排水沟：不堵\n沙袋：有 20 个")
    press(page, "加一张自己的检查：加上")
    assert [item.what for item in page.plan_model.items] == ["排水沟", "沙袋"]
    press(page, "加一项")
    write(page, "看什么", "水泵")
    write(page, "标准", "能转")
    press(page, "加一项：加上")
    press(page, "去掉第1项")
    assert [item.what for item in page.plan_model.items] == ["沙袋", "水泵"]
    press(page, "停用这张表")
    assert page.faces.currentWidget() is page.plans
    with page._context.ports.units.read() as uow:
        (plan,) = [each for each in uow.check_plans.all() if each.title == "防汛检查"]
    assert not plan.running


def test_ready_tables_are_taken_by_ticking_them(page: ChecksPage) -> None:
    press(page, "检查计划")
    press(page, "用现成的检查表")
    press(page, "用现成的检查表：用上")
    assert page.plans.form.fault.text() == "还没有勾检查表。请勾上要用的，再点“用上”。"
    form = page.plans_model.asking.form
    assert form is not None
    before = len(page.plans_model.rows)
    page.plans_model.asking.answer(form.asks[0].id, True)
    press(page, "用现成的检查表：用上")
    assert len(page.plans_model.rows) == before + 1


def test_a_check_filled_too_fast_is_a_hint_for_the_owner(long_page: ChecksPage) -> None:
    thirty(long_page).press(Qt.Key.Key_Return)
    calm(long_page)
    press(long_page, "抽查提示")
    calm(long_page)
    assert any("像是没看就点了全部正常" in words for words in words_on(long_page))
    assert "只给负责人看，不会上报，也不记到谁头上。" in words_on(long_page)


def test_other_pages_open_a_check_a_sheet_a_face_or_a_plan(month_page: ChecksPage) -> None:
    window = month_page.window()
    assert isinstance(window, MainWindow)
    lines = month_page.model.lines or ()
    check, sheet = next(each for each in lines if not each.keying), next(each for each in lines if each.keying)
    for argument, face in (
        (check, lambda: month_page.check),
        (sheet, lambda: month_page.sheet),
        ("calendar", lambda: month_page.calendar),
        (check.plan_ids[0], lambda: month_page.plan),
        (None, lambda: month_page.list),
    ):
        window.navigate("checks", argument)
        calm(month_page)
        assert month_page.faces.currentWidget() is face()


def test_numbers_may_be_parted_as_people_part_them() -> None:
    assert numbers_in(" 3、7，12 ; 15 ") == (3, 7, 12, 15)
    assert numbers_in("") == ()
    with pytest.raises(UserError, match="不是序号"):
        numbers_in("3 和 7")
