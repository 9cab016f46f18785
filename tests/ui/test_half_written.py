"""A new record that was begun and not added is told above its list and on the home page, and opened from there."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from tests.support.desk import Desk
from tests.ui.pages_support import book_of, field_of, fill_in, page_in, small_shop
from tests.ui.support import named_wrongly, words_on
from tests.ui.wizard_support import calm, named, press, window_with
from ymh_desktop.services import risks
from ymh_desktop.services.drafts import draft, keep_draft, keep_words
from ymh_desktop.services.half_written import HalfWritten, NewRecord, half_written, throw_away
from ymh_desktop.services.home import home_page
from ymh_desktop.services.own_entries import EntryDraft, drop_half_written, keep_half_written
from ymh_desktop.ui.pages import HIDDEN_DANGERS, HOME, LIBRARY, PEOPLE, REGISTER
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.staff import Tab
from ymh_desktop.ui.views.half_written import HalfWrittenPart
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.views.library import LibraryPage
from ymh_desktop.ui.views.people import PeoplePage
from ymh_desktop.ui.views.register import RegisterPage
from ymh_desktop.ui.widgets import Button
from ymh_desktop.ui.widgets.basics import children

PERSON = "新的人员“小周”写了一半，还没添加。"
DANGER = "新的隐患“护罩拆了没装回去”写了一半，还没登记。"
RISK = "新的风险“吊物掉下来砸人”写了一半，还没添加。"
WAITING: tuple[tuple[str, str, str, str, Callable[[Desk], None]], ...] = (
    ("people", PERSON, "姓名", "小周", lambda desk: keep_words(desk.ports, "staff", "new people name", "小周")),
    (
        "hidden_dangers",
        DANGER,
        "查出了什么",
        "护罩拆了没装回去",
        lambda desk: keep_draft(desk.ports, "new:", {"title": "护罩拆了没装回去"}),
    ),
    (
        "register",
        RISK,
        "会出什么事",
        "吊物掉下来砸人",
        lambda desk: keep_draft(desk.ports, "risk:new", {"title": "吊物掉下来砸人"}),
    ),
)


def on(page: QWidget) -> list[str]:
    """The lines that tell of something half written."""
    parts = [part for part in children(page, HalfWrittenPart) if part.isVisibleTo(page)]
    return [words for part in parts for words in words_on(part) if words not in ("接着写", "不要了")]


def written_in(page: QWidget, name: str) -> str:
    field = named(page, name)
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


@pytest.mark.parametrize(("page_id", "saying", "field", "words", "begin"), WAITING)
def test_after_a_start_its_list_says_so_and_opens_it(
    qapp: object, desk: Desk, page_id: str, saying: str, field: str, words: str, begin: Callable[[Desk], None]
) -> None:
    small_shop(desk)
    begin(desk)
    with window_with(desk, (HOME, PEOPLE, REGISTER, HIDDEN_DANGERS), page_id) as window:
        assert window.page is not None
        assert on(window.page) == [saying]
        assert named_wrongly(window) == []
        press(window.page, f"接着写：{saying}")
        assert written_in(window.page, field) == words
        assert on(window.page) == []


@pytest.mark.parametrize(("page_id", "saying", "field", "words", "begin"), WAITING)
def test_the_home_page_leads_straight_into_it(
    qapp: object, desk: Desk, page_id: str, saying: str, field: str, words: str, begin: Callable[[Desk], None]
) -> None:
    small_shop(desk, failed=0)
    desk = desk.with_ports(backups=desk.folder.backups)
    begin(desk)
    with window_with(desk, (HOME, PEOPLE, REGISTER, HIDDEN_DANGERS), "home") as window:
        assert saying in words_on(window.page)
        press(window.page, "接着写（还有写了一半的）")
        assert window.page_id == page_id
        assert window.page is not None
        assert written_in(window.page, field) == words


BEGIN = {"people": "新增人员", "hidden_dangers": "登记隐患", "register": "添加风险"}


@pytest.mark.parametrize(("page_id", "saying", "field", "words", "begin"), WAITING)
def test_what_is_not_wanted_is_dropped_and_the_next_form_is_empty(
    qapp: object, desk: Desk, page_id: str, saying: str, field: str, words: str, begin: Callable[[Desk], None]
) -> None:
    small_shop(desk)
    begin(desk)
    with window_with(desk, (PEOPLE, REGISTER, HIDDEN_DANGERS), page_id) as window:
        assert window.page is not None
        press(window.page, f"不要了：{saying}")
        assert on(window.page) == []
        assert half_written(desk.ports, *NewRecord) == ()
        press(window.page, BEGIN[page_id])
        assert written_in(window.page, field) == ""


@pytest.mark.parametrize(("page_id", "saying", "field", "words", "begin"), WAITING)
def test_what_was_dropped_can_be_brought_back(
    qapp: object, desk: Desk, page_id: str, saying: str, field: str, words: str, begin: Callable[[Desk], None]
) -> None:
    small_shop(desk)
    begin(desk)
    with window_with(desk, (PEOPLE, REGISTER, HIDDEN_DANGERS), page_id) as window:
        assert window.page is not None
        press(window.page, f"不要了：{saying}")
        (undo,) = [button for button in children(window.toasts, Button) if button.text() == "撤销"]
        undo.click()
        calm(window)
        assert on(window.page) == [saying]
        press(window.page, f"接着写：{saying}")
        assert written_in(window.page, field) == words


def test_dropping_one_leaves_what_waits_beside_it(desk: Desk) -> None:
    keep_words(desk.ports, "staff", "new posts name", "行车工")
    for *_, begin in WAITING:
        begin(desk)
    person = half_written(desk.ports, NewRecord.PERSON)[0]
    assert throw_away(desk.ports, person) == {"new people name": "小周"}
    assert {each.what for each in half_written(desk.ports, *NewRecord)} == {
        NewRecord.POST, NewRecord.RISK, NewRecord.DANGER
    }  # fmt: skip


def test_a_form_that_was_left_for_another_page_is_dropped_too(qapp: object, desk: Desk) -> None:
    """What stood there must not come back from the form itself."""
    small_shop(desk)
    with window_with(desk, (HIDDEN_DANGERS, REGISTER), "hidden_dangers") as window:
        press(page_in(window, DangersPage), "登记隐患")
        fill_in(window, "查出了什么", "护罩拆了没装回去")
        for page_id in ("register", "hidden_dangers"):
            window.navigate(page_id)
            calm(window)
        page = page_in(window, DangersPage)
        press(page, f"不要了：{DANGER}")
        press(page, "登记隐患")
        assert written_in(page, "查出了什么") == ""


def people(window: MainWindow) -> PeoplePage:
    window.navigate("people")
    calm(window)
    return page_in(window, PeoplePage)


def test_somebody_put_away_half_written_is_told_until_they_are_added(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    with window_with(desk, (PEOPLE,), "people") as window:
        page = people(window)
        assert on(page) == []
        press(page, "新增人员")
        fill_in(page, "姓名", "小周")
        assert on(page) == []  # it stands in sight
        page.tabs[Tab.PEOPLE].close_form()
        calm(page)
        assert on(page) == [PERSON]
        page.show_tab(Tab.POSTS)
        assert on(page) == []  # that list waits for nothing
        page.show_tab(Tab.PEOPLE)
        press(page, f"接着写：{PERSON}")
        press(page, "添加")
        page.tabs[Tab.PEOPLE].close_form()
        calm(page)
        assert on(page) == []


def test_another_person_chosen_meanwhile_puts_it_away_too(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    with window_with(desk, (PEOPLE,), "people") as window:
        page = people(window)
        press(page, "新增人员")
        fill_in(page, "姓名", "小周")
        shown = page.tabs[Tab.PEOPLE]
        assert shown.table.select(shown.records.rows()[0][0])
        calm(page)
        assert on(page) == [PERSON]


def test_a_danger_put_away_half_written_is_told_until_it_is_registered(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    with window_with(desk, (HIDDEN_DANGERS,), "hidden_dangers") as window:
        page = page_in(window, DangersPage)
        press(page, "登记隐患")
        fill_in(page, "查出了什么", "护罩拆了没装回去")
        QTest.keyClick(page.form.form, Qt.Key.Key_Escape)
        calm(page)
        assert on(page) == [DANGER]
        press(page, f"接着写：{DANGER}")
        press(page, "登记一条隐患：登记")
        page.show_list()
        calm(page)
        assert on(page) == []


def test_one_found_at_a_risk_goes_on_as_one_of_that_risk(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    hazard = book_of(desk).hazards[0]
    keep_draft(desk.ports, f"new:{hazard.id}", {"title": "又松了"})
    with window_with(desk, (HIDDEN_DANGERS,), "hidden_dangers") as window:
        page = page_in(window, DangersPage)
        press(page, "接着写：新的隐患“又松了”写了一半，还没登记。")
        assert page.form.model.where.hazard_id == hazard.id
        assert page.form.risk.words.text() == f"属于风险：{hazard.title}"
        assert written_in(page, "部位")
        press(page, "登记一条隐患：登记")
        assert draft(desk.ports, f"new:{hazard.id}") == {}


def test_one_found_at_a_risk_that_is_gone_can_still_be_registered(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    hazard = book_of(desk).hazards[0]
    keep_draft(desk.ports, f"new:{hazard.id}", {"title": "又松了"})
    risks.remove_hazard(desk.ports, hazard.id)
    with window_with(desk, (HIDDEN_DANGERS,), "hidden_dangers") as window:
        page = page_in(window, DangersPage)
        press(page, "接着写：新的隐患“又松了”写了一半，还没登记。")
        press(page, "登记一条隐患：登记")
        assert [each.hazard_id for each in book_of(desk).dangers if each.title == "又松了"] == [None]
        assert draft(desk.ports, f"new:{hazard.id}") == {}


def test_a_risk_put_away_half_written_is_told(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    with window_with(desk, (REGISTER,), "register") as window:
        page = page_in(window, RegisterPage)
        press(page, "添加风险")
        field = field_of(page, "会出什么事", QLineEdit)
        field.setFocus()
        field.insert("吊物掉下来砸人")
        QTest.keyClick(field, Qt.Key.Key_Escape)  # at once: before it was kept
        calm(page)
        assert on(page) == [RISK]


def test_an_entry_of_ones_own_is_told_in_the_library_once_it_has_words(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    keep_half_written(desk.ports, EntryDraft())
    assert half_written(desk.ports, NewRecord.ENTRY) == ()
    keep_half_written(desk.ports, EntryDraft(statement="行车限位灵敏"))
    saying = "新的行业库条目“行车限位灵敏”写了一半，还没存好。"
    with window_with(desk.with_ports(backups=desk.folder.backups), (HOME, LIBRARY), "library") as window:
        page = page_in(window, LibraryPage)
        assert on(page) == [saying]
        press(page, f"接着写：{saying}")
        assert page.own.model.draft.statement == "行车限位灵敏"
        page.own.back_asked.emit()
        calm(page)
        assert on(page) == [saying]
        drop_half_written(desk.ports, "")
        page.show_reading()
        calm(page)
        assert on(page) == []


def test_several_are_one_card_of_the_home_page(qapp: object, desk: Desk) -> None:
    small_shop(desk)
    desk = desk.with_ports(backups=desk.folder.backups)
    for *_, begin in WAITING:
        begin(desk)
    with window_with(desk, (HOME, PEOPLE, REGISTER, HIDDEN_DANGERS), "home") as window:
        assert window.page is not None
        assert [words for words in words_on(window.page) if "写了一半，" in words] == [f"{PERSON}另有 2 条。"]
        assert named_wrongly(window) == []


def test_what_was_only_chosen_is_told_without_a_name(desk: Desk) -> None:
    small_shop(desk)
    keep_words(desk.ports, "staff", "new posts headcount", "3")
    (found,) = half_written(desk.ports, *NewRecord)
    assert found == HalfWritten(NewRecord.POST)
    assert found.saying == "新的岗位写了一半，还没添加。"


def test_what_could_not_be_kept_about_somebody_known_is_nothing_new(desk: Desk) -> None:
    small_shop(desk)
    keep_words(desk.ports, "staff", f"{next(iter(book_of(desk).people))} phone", "1380")
    assert half_written(desk.ports, *NewRecord) == ()
    page = home_page(desk.ports)
    assert "接着写" not in {thing.button for thing in (page.next, *page.more)}
