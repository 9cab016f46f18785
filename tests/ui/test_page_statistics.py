"""数字统计: every figure and every bar opens its rows; periods, tables, the enterprise's own words."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from tests.support.desk import Desk
from tests.support.folders import CHINA
from tests.ui.pages_support import book_of, fill_in, page_in, set_day, small_shop
from tests.ui.support import colours_of, named_wrongly, words_on
from tests.ui.wizard_support import NoPage, calm, named, press, stand_in, window_with
from ymh_desktop.domain.report_periods import quarter
from ymh_desktop.domain.tiers import Frequency
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.checks import plans
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.papers.catalogue import Paper
from ymh_desktop.services.reports.statistics import StatisticsTable
from ymh_desktop.services.statistics import words_of
from ymh_desktop.ui.pages import HIDDEN_DANGERS, REGISTER, STATISTICS, settings_page
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.tablemodels.view import RecordTable
from ymh_desktop.ui.viewmodels.statistics import PeriodChoice
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.views.register import RegisterPage
from ymh_desktop.ui.views.statistics import StatisticsPage
from ymh_desktop.ui.widgets.basics import children
from ymh_desktop.ui.widgets.charts import ChartView

NOW = date(2026, 11, 23)


@pytest.fixture
def window(qapp: object, desk: Desk) -> Iterator[MainWindow]:
    """A small shop in its first quarter: three hidden dangers, one closed, one overdue, checks that were missed."""
    small_shop(desk)
    plans.refresh_plans(desk.ports)
    people = list(book_of(desk).people)
    oil, _ = dangers.register_danger(desk.ports, "地上有油", "木工区")
    dangers.close_danger(desk.ports, oil.id, done="擦干净了", by_id=people[0], accepted_by_id=people[1])
    dangers.register_danger(desk.ports, "地上有油", "木工区")
    desk.clock.moment = datetime(2026, 12, 8, 9, tzinfo=CHINA)
    others = (stand_in("papers", "打印材料"), stand_in("reporting", "上报镇里"))
    specs = (STATISTICS, HIDDEN_DANGERS, REGISTER, *others, settings_page(None, None))
    with window_with(desk, specs, "statistics") as shown:
        yield shown


def page_of(window: MainWindow) -> StatisticsPage:
    return page_in(window, StatisticsPage)


def choose(window: MainWindow, choice: PeriodChoice) -> None:
    box = named(window, "统计哪一段时间")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findText(choice.value))
    calm(window)


def codes(window: MainWindow) -> list[str]:
    return [str(row[1]) for row in page_of(window).rows.dangers.records.rows()]


def test_the_quarter_is_told_first(window: MainWindow) -> None:
    words = "\n".join(words_on(window.page))
    assert "2026年第四季度（2026-10-01 至 2026-12-31），还没过完，数字统计到 2026-12-08" in words
    assert "33.3%" in words
    assert {"登记 3", "已销号 1", "超期 2", "第2次及以上 1"} <= set(words_on(window.page))


def test_every_number_under_a_figure_opens_as_many_rows(window: MainWindow) -> None:
    page = page_of(window)
    opened = 0
    for card in page.model.cards:
        for part in card.parts:
            if not part.number or (card.name == "检查（已查 / 应查）" and part.name == "异常项"):
                continue
            press(window, f"{card.name}：{part.name} {part.number}")
            table = page.rows.stack.currentWidget()
            assert isinstance(table, RecordTable)
            assert table.records.rowCount() == part.number, part
            assert f"共 {part.number} 条" in words_on(window.page)
            press(window, "返回统计")
            opened += 1
    assert opened >= 8


def test_a_row_opens_its_hidden_danger(window: MainWindow) -> None:
    press(window, "反复出现的隐患：第2次及以上 1")
    page = page_of(window)
    (code,) = codes(window)
    table = page.rows.dangers
    assert window.focusWidget() is table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    calm(window)
    assert page_in(window, DangersPage).danger.model.danger.code == code


def test_coming_back_from_rows_leads_to_where_one_was(window: MainWindow) -> None:
    press(window, "隐患查改率：超期 2")
    page = window.page
    assert isinstance(page, StatisticsPage)
    QTest.keyClick(page.rows.dangers, Qt.Key.Key_Escape)
    assert page.faces.currentWidget() is page.overview
    focus = window.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "隐患查改率：超期 2"


def test_a_bar_opens_its_rows_by_mouse_and_by_keyboard(window: MainWindow) -> None:
    view = next(v for v in children(window.page, ChartView) if v.chart.title == "隐患是怎么发现的")
    assert view.chart.series[0].values[0] == 2
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.bar_middle(0, 0).toPoint())
    calm(window)
    assert len(codes(window)) == 2
    press(window, "返回统计")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    calm(window)
    assert len(codes(window)) == 1, "the second bar: of those, what was closed"


def test_a_chart_tells_its_numbers_to_who_cannot_see_it(window: MainWindow) -> None:
    told = [
        (series.name, view.accessibleDescription())
        for view in children(window.page, ChartView)
        for series in view.chart.series
        if view.chart.most
    ]
    assert len(told) > 3
    assert [name for name, description in told if name not in description] == []
    trend = next(v for v in children(window.page, ChartView) if not v.chart.lying)
    assert "11月：登记 3，销号 1" in trend.accessibleDescription()
    assert colours_of(trend) > 2


def test_another_period_shows_its_own_figures(window: MainWindow) -> None:
    choose(window, PeriodChoice.THIS_MONTH)
    assert "登记 0" in words_on(window.page)
    choose(window, PeriodChoice.LAST_MONTH)
    assert "登记 3" in words_on(window.page)


def test_any_two_days_can_be_chosen(window: MainWindow) -> None:
    choose(window, PeriodChoice.OWN)
    set_day(window, "从哪天", "2026-11-20")
    assert "登记 3" in words_on(window.page)
    set_day(window, "到哪天", "2026-11-10")
    assert "结束日期 2026-11-10 早于开始日期 2026-11-20。请把两个日期对调一下。" in words_on(window.page)


def test_two_days_that_will_not_do_stand_there_again_until_others_are_chosen(window: MainWindow, desk: Desk) -> None:
    choose(window, PeriodChoice.OWN)
    set_day(window, "从哪天", "2026-11-20")
    set_day(window, "到哪天", "2026-11-10")
    said = "结束日期 2026-11-10 早于开始日期 2026-11-20。请把两个日期对调一下。"
    page_of(window).model.load()
    calm(window)
    assert said in words_on(window.page)
    with window_with(desk, (STATISTICS,), "statistics") as again:
        overview = page_of(again).overview
        assert (overview.first.day, overview.last.day) == (date(2026, 11, 20), date(2026, 11, 10))
        assert said in words_on(again.page)
    with window_with(desk, (stand_in("home", "首页"), STATISTICS), "home") as again:
        again.navigate("statistics", "2026Q4")  # a period that was asked for elsewhere
        calm(again)
        overview = page_of(again).overview
        assert said not in words_on(again.page)
        assert overview.first.day == date(2026, 10, 1)
    assert draft(desk.ports, "statistics") == {}


def test_a_monthly_table_waits_for_the_setting(window: MainWindow) -> None:
    choose(window, PeriodChoice.LAST_MONTH)
    assert not named(window, "打印统计表").isEnabled()
    press(window, "去设置里打开月度统计表")
    press(window, "部门要我们每月报统计表")
    window.navigate("statistics")
    calm(window)
    assert named(window, "打印统计表").isEnabled()


def test_the_table_of_the_period_is_printed(window: MainWindow, desk: Desk) -> None:
    press(window, "打印统计表")
    assert isinstance(window.page, NoPage)
    paper = window.page.argument
    assert isinstance(paper, Paper)
    assert paper.excel
    report = paper.decide(desk.ports, book_of(desk))
    assert isinstance(report, StatisticsTable)
    assert (report.period, report.rows[1].total) == ("2026年第四季度", "3")


def test_what_one_writes_is_kept_with_the_period(window: MainWindow, desk: Desk) -> None:
    fill_in(window, "自己补充的话", "换了除尘器")
    window.tasks.wait()
    assert words_of(desk.ports, quarter(2026, 4)) == "换了除尘器"
    choose(window, PeriodChoice.LAST_QUARTER)
    assert page_of(window).overview.words.field.value == ""
    choose(window, PeriodChoice.THIS_QUARTER)
    assert page_of(window).overview.words.field.value == "换了除尘器"


def test_too_many_words_stand_there_again_with_their_period(window: MainWindow, desk: Desk) -> None:
    fill_in(window, "自己补充的话", "换" * 1001)
    field = page_of(window).overview.words.field
    choose(window, PeriodChoice.LAST_QUARTER)
    assert (field.value, field.fault.isHidden()) == ("", True)
    choose(window, PeriodChoice.THIS_QUARTER)
    assert (len(field.value), field.fault.isHidden()) == (1001, False)
    assert words_of(desk.ports, quarter(2026, 4)) == ""
    with window_with(desk, (STATISTICS,), "statistics") as again:
        assert len(page_of(again).overview.words.field.value) == 1001
        fill_in(again, "自己补充的话", "换了除尘器")
    assert draft(desk.ports, "statistics") == {}


def test_levels_open_the_risks_that_had_them(window: MainWindow, desk: Desk) -> None:
    hazards = book_of(desk).hazards
    view = next(v for v in children(window.page, ChartView) if v.chart.title.startswith("风险等级"))
    place = next(place for place, value in enumerate(view.chart.series[1].values) if value)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.bar_middle(1, place).toPoint())
    calm(window)
    table = page_of(window).rows.risks
    assert table.records.rowCount() == view.chart.series[1].values[place] <= len(hazards)
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    calm(window)
    page_in(window, RegisterPage)


def test_it_shows_what_changed_while_it_is_open(window: MainWindow, desk: Desk) -> None:
    window.records.save(lambda: dangers.register_danger(desk.ports, "过道堆了料", "木工区"))
    calm(window)
    assert "登记 4" in words_on(window.page)


def test_rows_that_are_open_are_read_again(window: MainWindow, desk: Desk) -> None:
    press(window, "隐患查改率：登记 3")
    window.records.save(lambda: dangers.register_danger(desk.ports, "过道堆了料", "木工区"))
    calm(window)
    assert len(codes(window)) == 4


def test_everything_can_be_told_by_a_screen_reader(window: MainWindow) -> None:
    assert named_wrongly(window) == []
    press(window, "隐患查改率：登记 3")
    assert named_wrongly(window) == []


def test_without_an_enterprise_it_says_what_comes_first(qapp: object, desk: Desk) -> None:
    with window_with(desk, (STATISTICS, stand_in("identification", "风险辨识")), "statistics") as window:
        assert "还没有数字" in words_on(window.page)
        press(window, "去做风险辨识")
        assert window.page_id == "identification"


def test_a_firm_with_a_name_only_is_led_to_its_first_record(qapp: object, desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    with window_with(desk, (STATISTICS, stand_in("identification", "风险辨识")), "statistics") as window:
        assert "还没有数字" in words_on(window.page)
        assert named_wrongly(window) == []
        dangers.register_danger(desk.ports, "地上有油", "木工区")
        window.navigate("statistics")
        calm(window)
        assert "登记 1" in words_on(window.page), "the first record brings the figures"


def test_an_empty_period_of_a_firm_with_checks_only_can_be_left_again(qapp: object, desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    plans.add_plan(desk.ports, "灭火器检查", [("压力表", "在绿区")], frequency=Frequency.DAY)
    with window_with(desk, (STATISTICS, stand_in("identification", "风险辨识")), "statistics") as window:
        page = page_in(window, StatisticsPage)
        page.model.choose_code("2025")
        calm(page)
        assert page.faces.currentWidget() is page.overview
        assert page.overview.choice.isVisible()


def test_a_firm_without_anything_yet_is_shown_calmly(qapp: object, desk: Desk) -> None:
    small_shop(desk, failed=0)
    desk.clock.moment += timedelta(days=400)
    with window_with(desk, (STATISTICS, stand_in("papers", "打印材料")), "statistics") as window:
        words = words_on(window.page)
        assert "—" in words
        assert "登记 0" in words
