"""首页: the next thing first, then how things stand."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from tests.support.desk import Desk
from tests.ui.pages_support import book_of, lines_in, opened_page, page_in, small_shop
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import NoPage, calm, press
from ymh_desktop.domain.identification import Step
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.backups import copy_elsewhere
from ymh_desktop.services.flows import steps
from ymh_desktop.services.home import home_page
from ymh_desktop.services.statistics import levels_to_handle, set_levels_handled
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.views.home import HomePage
from ymh_desktop.ui.views.register import RegisterPage
from ymh_desktop.ui.widgets import CardGrid, PrimaryButton
from ymh_desktop.ui.widgets.basics import children


@pytest.fixture
def held(qapp: object, desk: Desk) -> Desk:
    """A desk with real backups, the newest of today and on a stick."""
    with_backups = desk.with_ports(backups=desk.folder.backups)
    copy_elsewhere(with_backups.ports, desk.folder.folder.path.parent / "U盘")
    with_backups.ports.backups.make()
    return with_backups


@pytest.fixture
def window(held: Desk) -> Iterator[MainWindow]:
    """The home page of a small shop with one open hidden danger."""
    small_shop(held)
    with opened_page(held, "home") as shown:
        yield shown


def words(window: MainWindow) -> str:
    return "\n".join(words_on(window.page))


def again(window: MainWindow) -> None:
    window.navigate("home")
    calm(window)


def test_an_empty_folder_leads_to_the_wizard(held: Desk) -> None:
    with opened_page(held, "home") as window:
        assert "从认识企业开始" in words(window)
        assert "隐患查改率" not in words(window)
        press(window, "开始风险辨识")
        assert window.page_id == "identification"
        assert isinstance(window.page, NoPage)
        assert window.page.argument is Step.ENTERPRISE


def test_with_only_a_name_the_first_thing_is_said_once(held: Desk) -> None:
    firm.save_enterprise(held.ports, {"name": "宏木家具厂"})
    with opened_page(held, "home") as window:
        assert words_on(window.page).count("开始风险辨识") == 1
        assert "还没有内容" not in words(window)


def test_the_first_card_is_the_next_thing_and_holds_the_one_primary_button(window: MainWindow) -> None:
    page = page_in(window, HomePage)
    (primary,) = [b for b in children(page, PrimaryButton) if b.isVisibleTo(page)]
    assert page.next is not None
    assert page.next.isAncestorOf(primary)
    assert primary.text() == "继续风险辨识"
    assert window.focusWidget() is primary


def test_at_most_four_other_things_are_offered(window: MainWindow) -> None:
    others = [
        b.accessibleName() for b in children(window.page, type(window.top_bar.undo)) if "（" in b.accessibleName()
    ]
    assert any("派单" in name for name in others)
    assert len(others) <= 4


def test_every_level_is_counted_with_its_word(window: MainWindow, held: Desk) -> None:
    counts = dict(book_of(held).counts())
    shown = words_on(window.page)
    for level in RiskLevel:
        place = shown.index({4: "重大风险", 3: "较大风险", 2: "一般风险", 1: "低风险"}[level])
        assert shown[place + 1] == str(counts[level])


def test_a_level_opens_the_register_with_this_level_only(window: MainWindow, held: Desk) -> None:
    level, count = next(pair for pair in book_of(held).counts() if pair[1])
    press(window, f"看{ {4: '重大风险', 3: '较大风险', 2: '一般风险', 1: '低风险'}[level] }清单")
    page = page_in(window, RegisterPage)
    assert [line.level for line in lines_in(page.list.table)] == [level] * count


def test_the_rate_names_both_numbers_and_subtracts_nothing(window: MainWindow, held: Desk) -> None:
    """One of two closed, the other not due yet: a half, never all."""
    second, _ = dangers.register_danger(held.ports, "地上有油", "木工区")
    people = book_of(held).people
    by, accepted = list(people)[:2]
    dangers.close_danger(held.ports, second.id, done="擦干净了", by_id=by, accepted_by_id=accepted)
    again(window)
    assert "50%" in words(window)
    assert "登记 2 条，已销号 1 条；1 条还没到期限，也算在内。" in words(window)


def test_overdue_ones_are_told_and_opened(window: MainWindow, held: Desk) -> None:
    held.clock.moment += timedelta(days=8)
    again(window)
    assert "其中 1 条超过了期限。" in words(window)
    press(window, "去看隐患")
    page = page_in(window, DangersPage)
    assert page.list.bar.combos["standing"].currentText() == "已超期"
    assert page.list.table.records.rowCount() == 1


def test_a_long_title_is_visibly_cut(window: MainWindow, held: Desk) -> None:
    title = "配电箱门坏了，" * 6
    dangers.register_danger(held.ports, title, "木工区", found_on=held.clock.today() - timedelta(days=60))
    held.clock.moment += timedelta(days=8)
    again(window)
    assert any(f"最早的是：{title[:30]}…" in said for said in words(window).splitlines()), words(window)


def test_each_figure_leads_to_the_statistics_of_its_period(window: MainWindow) -> None:
    for name, code in (
        ("本季度隐患查改率", "2026Q4"),
        ("本季度按期率", "2026Q4"),
        ("本月检查（已查 / 应查）", "2026-11"),
    ):
        again(window)
        press(window, f"看明细：{name}")
        assert window.page_id == "statistics"
        assert isinstance(window.page, NoPage)
        assert window.page.argument == code


def test_a_single_task_leads_straight_to_its_hidden_danger(window: MainWindow, held: Desk) -> None:
    press(window, "去看隐患（派单）")
    assert page_in(window, DangersPage).danger.model.danger == book_of(held).dangers[0]


def test_a_level_that_changed_asks_for_other_papers_until_that_is_done(window: MainWindow, held: Desk) -> None:
    run = book_of(held).run
    assert run is not None
    steps.sign_off(held.ports, run.id, "principal", "王建国")
    steps.finish(held.ports, run.id)
    held.clock.moment += timedelta(days=3)
    hazard = min(book_of(held).hazards, key=lambda each: each.level)
    profile = held.ports.codes.profile(hazard.grade.profile_id)
    worst = tuple(max(option.mark for option in factor.options) for factor in profile.factors)
    risks.grade_hazard(held.ports, hazard.id, worst)
    (change,) = levels_to_handle(held.ports)
    assert (change.hazard_id, change.before) == (hazard.id, hazard.level)
    assert [thing.title for thing in home_page(held.ports).more if "等级变了" in thing.title]
    set_levels_handled(held.ports)
    assert levels_to_handle(held.ports) == ()
    held.clock.moment += timedelta(days=1)
    risks.grade_hazard(held.ports, hazard.id, hazard.grade.marks)
    assert [each.lowered for each in levels_to_handle(held.ports)] == [True]
    held.clock.moment += timedelta(days=31)
    assert levels_to_handle(held.ports) == ()


def test_without_a_report_the_rate_has_no_number(window: MainWindow) -> None:
    assert "还没有导出过上报文件。" in words(window)


def test_planned_measures_are_counted_and_found(window: MainWindow, held: Desk) -> None:
    hazard = book_of(held).hazards[0]
    risks.answer_measures(held.ports, {(hazard.id, hazard.measures[0].id): MeasureState.PLANNED})
    again(window)
    assert "做好以后改成“已落实”。" in words(window)
    press(window, "去看措施")
    rows = page_in(window, RegisterPage).list.table.records.rows()
    assert [row[0] for row in rows] == [hazard.id]


def test_an_old_backup_is_reminded_of_and_leads_to_the_settings(window: MainWindow, held: Desk) -> None:
    assert page_in(window, HomePage).reminder is None
    held.clock.moment += timedelta(days=9)
    again(window)
    assert "已经 9 天没有备份了。" in words(window)
    press(window, "备份到U盘")
    assert window.page_id == "settings"
    assert isinstance(window.page, NoPage)
    assert window.page.argument == "backup"


def test_it_shows_what_changed_while_it_is_open(window: MainWindow, held: Desk) -> None:
    window.records.save(lambda: dangers.register_danger(held.ports, "地上有油", "木工区"))
    calm(window)
    assert "2" in words_on(window.page)


def test_a_finished_run_goes_on_with_todays_checks_and_the_hidden_dangers(window: MainWindow, held: Desk) -> None:
    run = book_of(held).run
    assert run is not None
    steps.sign_off(held.ports, run.id, "principal", "王建国")
    steps.finish(held.ports, run.id)
    again(window)
    page = page_in(window, HomePage)
    assert page.model.next is not None
    assert [page.model.next.page, page.model.more[0].page] == ["checks", "hidden_dangers"]


def test_everything_can_be_told_by_a_screen_reader(window: MainWindow, held: Desk) -> None:
    held.clock.moment += timedelta(days=9)
    again(window)
    assert named_wrongly(window) == []


def test_what_changes_below_lets_the_page_stay_where_it_is(window: MainWindow, held: Desk) -> None:
    """The cards are built anew; the keyboard once went to what came next, and the page scrolled after it."""
    window.resize(911, 472)
    calm(window)
    page = page_in(window, HomePage)
    assert page.scroller is not None
    bar = page.scroller.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == 0
    for number in range(3):
        window.records.save(partial(dangers.register_danger, held.ports, f"地上有油 {number}", "木工区"))
        calm(window)
    assert bar.value() == 0


def test_coming_back_shows_every_figure_uncut(window: MainWindow, held: Desk) -> None:
    """The second visit builds the cards anew; they once kept the size they had before their looks were known."""
    page = page_in(window, HomePage)
    again(window)
    cards = [card for grid in children(page, CardGrid) for card in grid.cards()]
    assert len(cards) >= 4
    assert [card for card in cards if card.height() < card.minimumSizeHint().height()] == []
