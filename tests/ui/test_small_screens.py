"""The pages of the sample enterprise on a screen of 1366 × 768 pixels at 150 %, and back on a larger one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea

from tests.ui.support import settle, words_on
from tests.ui.wizard_support import calm, press
from ymh_desktop.bootstrap import Program
from ymh_desktop.services.training.awards import give_award
from ymh_desktop.start import make_window
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.tablemodels import RecordTable
from ymh_desktop.ui.viewmodels.dangers import NewDanger
from ymh_desktop.ui.viewmodels.training import Face
from ymh_desktop.ui.views.check_calendar import DayCell
from ymh_desktop.ui.views.checks import ChecksPage
from ymh_desktop.ui.views.incoming import IncomingPage
from ymh_desktop.ui.views.training import TrainingPage
from ymh_desktop.ui.widgets import CardGrid, LinkButton, SearchBox
from ymh_desktop.ui.widgets.basics import children

LARGE, SMALL = (1366, 728), (911, 472)


@pytest.fixture
def window(qapp: object, sample_firm: Program) -> Iterator[MainWindow]:
    shown = make_window(sample_firm)
    shown.resize(*LARGE)
    shown.show()
    calm(shown)
    yield shown
    shown.border.remove()
    shown.close()
    shown.tasks.wait()
    settle()
    shown.deleteLater()
    settle()


def test_the_home_page_is_as_before_after_a_smaller_window(window: MainWindow) -> None:
    def heights() -> list[int]:
        calm(window)
        return [card.height() for grid in children(window.page, CardGrid) for card in grid.cards()]

    def cut_labels() -> list[str]:
        labels = [each for each in children(window.page, QLabel) if each.isVisibleTo(window.page) and each.wordWrap()]
        return [each.text() for each in labels if each.height() < each.heightForWidth(each.width())]

    window.navigate("home")
    large = heights()
    assert len(large) > 8
    for size in (SMALL, (880, 440), (1093, 580)):
        window.resize(*size)
        heights()
        assert cut_labels() == []
    window.resize(*LARGE)
    assert heights() == large


def test_the_calendar_says_which_month_it_is_while_it_scrolls_to_today(window: MainWindow) -> None:
    window.resize(*SMALL)
    window.navigate("checks", "calendar")
    calm(window)
    assert isinstance(window.page, ChecksPage)
    calendar = window.page.calendar
    bar = calendar._scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    names = [each for each in children(calendar, QLabel) if each.text().startswith("星期")]
    assert len(names) == 7
    for label in (calendar.title, *names):
        assert label.visibleRegion().boundingRect().size() == label.size()
    for place, name in enumerate(names):
        over = [cell for cell in children(calendar, DayCell) if cell._shown.day.weekday() == place]
        assert {cell.geometry().center().x() for cell in over} == {name.geometry().center().x()}


def test_the_two_numbers_of_checks_explain_each_other(window: MainWindow) -> None:
    window.navigate("checks")
    calm(window)
    assert isinstance(window.page, ChecksPage)
    assert any("日历里两样都算" in words for words in words_on(window.page))
    window.navigate("checks", "calendar")
    calm(window)
    assert any("不在“现在要查的”里" in words for words in words_on(window.page.calendar))


def test_quiet_buttons_stand_in_line_with_the_words_above_them(window: MainWindow) -> None:
    window.navigate("home")
    calm(window)
    (more, *_) = children(window.page, CardGrid)
    for card in more.cards():
        words, button = children(card, QLabel)[0], children(card, LinkButton)[0]
        assert button.x() == words.x()
        assert button.width() >= button.sizeHint().width()
        inset = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(button.text())
        assert inset < 12  # frame and padding at both sides: only those at the right are left


@pytest.mark.parametrize("page_id", ["hidden_dangers", "register", "library", "wall", "people"])
def test_the_hint_of_a_search_is_not_cut(window: MainWindow, page_id: str) -> None:
    window.resize(*SMALL)
    window.navigate(page_id)
    calm(window)
    boxes = [box for box in children(window.page, SearchBox) if box.isVisible()]
    assert boxes
    for box in boxes:
        room = box.width() - 50  # the frame, the sign before the words, the place of the sign that empties it
        assert box.fontMetrics().horizontalAdvance(box.placeholderText()) <= room


def test_a_form_higher_than_the_window_is_shown_from_its_top(window: MainWindow) -> None:
    window.resize(*SMALL)
    window.navigate("incoming")
    calm(window)
    press(window, "登记纸质文书")
    assert isinstance(window.page, IncomingPage)
    title = children(window.page.form, QLabel)[0]
    assert title.visibleRegion().boundingRect().size() == title.size()


def test_the_rules_of_rewards_do_not_hide_what_was_given(window: MainWindow, sample_firm: Program) -> None:
    with sample_firm.ports.units.read() as uow:
        person = uow.people.all()[0]
    give_award(sample_firm.ports, reason="报了一条隐患", points=2, person_id=person.id)
    window.resize(*SMALL)
    window.navigate("training", "awards")
    calm(window)
    assert isinstance(window.page, TrainingPage)
    assert window.page.tabs[Face.AWARDS].table.isVisible()
    press(window, "奖惩办法")
    assert "奖惩办法（自己定的）" in words_on(window.page)


# What opens inside the pages, as (page, argument).
INSIDE: tuple[tuple[str, object], ...] = (
    ("checks", "calendar"),
    ("checks", "plans"),
    ("checks", "hints"),
    ("hidden_dangers", NewDanger()),
    *(("training", face) for face in ("tasks", "trainings", "quiz", "renewals", "awards")),
    *(("readiness", face) for face in ("five", "visit", "money", "handover", "trail")),
    *(("people", face) for face in ("posts", "departments")),
    *(("settings", face) for face in ("grading", "backup", "about")),
    *(("phones", face) for face in ("phones", "inbox")),
    ("papers", "register"),
    ("library", "wood-planer.guard"),
    ("library", "write"),
)


@pytest.mark.parametrize("size", [LARGE, (1093, 580), SMALL], ids=str)
def test_no_words_are_cut_and_nothing_runs_out_at_the_right(window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    cut = {}
    for page_id, argument in (*((each, None) for each in window.page_ids), *INSIDE):
        window.navigate(page_id, argument)
        calm(window)
        found = [*too_wide(window), *cut_words(window)]
        if found:
            cut[page_id, argument] = found
    assert cut == {}


def too_wide(window: MainWindow) -> list[str]:
    """What scrolls up and down only, and is wider than its place: its right end is never seen."""
    areas = [each for each in children(window, QScrollArea) if each.isVisible() and each.widget() is not None]
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    found = [
        f"{each.widget().width() - each.viewport().width()} pixels wider than its place"
        for each in areas
        if each.horizontalScrollBarPolicy() is never and each.widget().width() > each.viewport().width()
    ]
    tables = [each for each in children(window, RecordTable) if each.isVisible()]
    return found + [
        f"{each.accessibleName()}: columns run out"
        for each in tables
        if each.horizontalHeader().length() > each.viewport().width()
    ]


def cut_words(window: MainWindow) -> list[str]:
    """Words that do not fit where they stand."""
    found = [
        each.text() for each in children(window, QLabel) if each.isVisible() and each.text() and not _label_fits(each)
    ]
    found += [
        each.text()
        for each in children(window, QPushButton)
        if each.isVisible() and each.text() and each.width() < each.sizeHint().width()
    ]
    for box in children(window, QLineEdit):
        beside = 50 if isinstance(box, SearchBox) else 20
        words = "" if box.text() else box.placeholderText()
        if box.isVisible() and box.fontMetrics().horizontalAdvance(words) > box.width() - beside:
            found.append(words)
    for combo in children(window, QComboBox):
        needed = combo.fontMetrics().horizontalAdvance(combo.currentText())
        if combo.isVisible() and needed > combo.width() - 42:  # the frame and the arrow
            found.append(combo.currentText())
    return found


def _label_fits(label: QLabel) -> bool:
    if label.wordWrap():
        return label.height() >= label.heightForWidth(label.width()) - 1
    return label.width() >= label.minimumSizeHint().width()
