"""The frame: pages on first visit, narrow manners, notices, help, undo, errors, closing."""

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRunnable, Qt, QThreadPool, QTimer, qWarning
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from tests.ui.sample import QuestionsPage, specs
from tests.ui.support import RESOURCES, accessible_name, named_wrongly, settle, small_ports, wait_until, words_on
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.changes import Change, Changes
from ymh_desktop.services.ports import Cancelled
from ymh_desktop.storage.errors import DiskFull
from ymh_desktop.ui import tasks as tasks_module
from ymh_desktop.ui.gallery import SCREENS, Screen, render_all
from ymh_desktop.ui.shell import toasts as toasts_module
from ymh_desktop.ui.shell.dialogs import AskDialog, BugDialog
from ymh_desktop.ui.shell.navigation import Navigation, NavigationForm
from ymh_desktop.ui.shell.page import Page, PageSpec, Place
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.widgets.basics import PrimaryButton, children

Open = Callable[[str], None]


def test_pages_are_built_on_their_first_visit(window: MainWindow, open_page: Open) -> None:
    assert not window.built("register")
    open_page("register")
    first = window.page
    open_page("form")
    open_page("register")
    assert window.page is first


def test_the_first_focus_is_in_the_page(window: MainWindow, open_page: Open) -> None:
    for page_id in ("form", "walk", "register"):
        open_page(page_id)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert window.page.isAncestorOf(focus)


def test_building_a_page_flashes_no_other_window(window: MainWindow, open_page: Open) -> None:
    """A part made visible before it has a parent is a window of its own for a moment, and takes the focus."""

    shown: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(type(watched).__name__)
            return False

    watch = Watch()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watch)
    for page_id in window.page_ids:
        open_page(page_id)
    application.removeEventFilter(watch)
    assert shown == []


def test_the_navigation_opens_pages(window: MainWindow) -> None:
    entry = next(w for w in children(window.navigation, QWidget) if accessible_name(w) == "打开风险清单")
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert window.page_id == "register"
    assert window.top_bar.title == "风险清单"


@pytest.mark.parametrize("page_id", [spec.id for spec in specs()])
def test_everything_operated_has_its_own_chinese_name(page_id: str, window: MainWindow, open_page: Open) -> None:
    open_page(page_id)
    assert named_wrongly(window) == []


# ---- sizes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
@pytest.mark.parametrize("page_id", ["form", "walk", "register", "map"])
def test_pages_fit_the_screen(page_id: str, screen: Screen, window: MainWindow, open_page: Open) -> None:
    """Nothing wants more width than there is: no widget sticks out at the right."""
    window.resize(screen.width, screen.height)
    open_page(page_id)
    assert (window.width(), window.height()) == (screen.width, screen.height)
    for widget in children(window.page, QWidget):
        if widget.isVisible() and not children(widget, QWidget):
            right = widget.mapTo(window, widget.rect().topRight()).x()
            assert right < window.width(), f"{type(widget).__name__} {accessible_name(widget)}"


def test_the_smallest_window_still_shows_the_primary_button(window: MainWindow, open_page: Open) -> None:
    window.resize(window.minimumSize())
    open_page("walk")
    page = window.page
    assert isinstance(page, QuestionsPage)
    corner = page.next.mapTo(window, page.next.rect().bottomRight())
    assert window.rect().contains(corner)
    assert window.size() == window.minimumSize()


def test_the_navigation_changes_its_form(window: MainWindow, open_page: Open) -> None:
    window.resize(1366, 728)
    open_page("form")
    assert window.navigation.width() == 188
    open_page("walk")
    assert window.navigation.width() == 84
    window.resize(1366, 540)
    settle()
    assert window.navigation.width() == 56
    window.resize(940, 700)
    open_page("form")
    assert window.navigation.width() == 84


@pytest.mark.parametrize(("form", "height"), [("FULL", 560), ("LABELS_BELOW", 700), ("ICONS", 440)])
def test_every_entry_of_the_navigation_is_in_sight_on_a_low_screen(qapp: QApplication, form: str, height: int) -> None:
    some = next(spec for spec in specs() if spec.place is not Place.NOWHERE)
    many = tuple(
        replace(some, id=f"p{at}", title="日常检查", place=Place.FOOT if at > 11 else Place.MAIN) for at in range(15)
    )
    navigation = Navigation(many)
    navigation.set_form(NavigationForm[form])
    navigation.setFixedHeight(height)
    navigation.show()
    settle()
    navigation.set_firm("河南省新乡市获嘉县亢村镇示例精密机械制造有限责任公司（东厂区）")
    settle()
    entries = children(navigation, QAbstractButton)
    assert len(entries) == 15
    assert all(navigation.rect().contains(entry.geometry()) for entry in entries)
    tops = [entry.y() for entry in entries]
    assert all(below - above >= entries[0].height() for above, below in pairwise(tops))
    words = [label for label in children(navigation, QLabel) if label.isVisible()]
    assert [label.text() for label in words if label.height() < label.heightForWidth(label.width())] == []


def test_steps_become_one_line_where_it_is_narrow(window: MainWindow, open_page: Open) -> None:
    open_page("walk")
    page = window.page
    assert isinstance(page, QuestionsPage)
    assert page.steps.isVisible()
    window.resize(911, 472)
    settle()
    assert not page.steps.isVisible()
    assert "第 4 步 / 共 7 步　现场问答" in words_on(page)


def test_the_gallery_grabs_every_page_on_every_screen(window: MainWindow, tmp_path: Path) -> None:
    files = render_all(window, tmp_path)
    assert len(files) == len(specs()) * len(SCREENS)
    assert all(path.stat().st_size > 2000 for path in files)


# ---- saving and notices ---------------------------------------------------------------------------------------------


def test_the_top_bar_says_when_everything_was_kept(window: MainWindow) -> None:
    window.records.announce(Changes((Change("Post", "1", None, "a"),)))
    assert window.top_bar.state == "已自动保存 14:32:05"


def test_the_top_bar_says_what_was_not_kept(window: MainWindow) -> None:
    window.records.not_saved(UserError("磁盘已满。", "请清理磁盘。"))
    assert window.top_bar.state == "没有保存：磁盘已满"
    assert {"磁盘已满。", "请清理磁盘。"} <= set(words_on(window.toasts))


def test_what_was_refused_belongs_to_its_page_a_full_disk_to_every_one(window: MainWindow) -> None:
    window.records.announce(Changes((Change("Post", "1", None, "a"),)))
    window.records.not_saved(UserError("还有 4 条没判定。", "请判完再存。"))
    window.navigate("people")
    assert window.top_bar.state == "已自动保存 14:32:05"
    window.records.not_saved(DiskFull())
    window.navigate("form")
    assert window.top_bar.state == "没有保存：磁盘已满"


def test_a_screen_reader_is_told_of_a_notice(window: MainWindow) -> None:
    window.notices.say("已存好：告知卡.pdf", action="打开", do=lambda: None)
    settle()
    assert {"已存好：告知卡.pdf", "打开（已存好：告知卡.pdf）"} <= set(told(window))


def told(widget: QWidget) -> list[str]:
    """The names of everything that assistive tools find from this widget down."""
    found, waiting = [], [QAccessible.queryAccessibleInterface(widget)]
    while waiting:
        part = waiting.pop()
        found.append(part.text(QAccessible.Text.Name))
        waiting += [child for place in range(part.childCount()) if (child := part.child(place)) is not None]
    return found


def test_undo_can_be_pressed_once_there_is_something(window: MainWindow) -> None:
    assert not window.top_bar.undo.isEnabled()
    window.records.save(lambda: Changes((Change("Post", "1", None, "a"),)), said="新增岗位")
    wait_until(lambda: window.tasks.idle)
    assert window.top_bar.undo.isEnabled()
    assert "新增岗位" in window.top_bar.undo.toolTip()


def test_a_notice_stands_above_the_footer_and_can_be_taken_back(window: MainWindow, open_page: Open) -> None:
    open_page("walk")
    pressed: list[bool] = []
    window.notices.say("已删除“冲床”", action="撤销", do=lambda: pressed.append(True))
    settle()
    page = window.page
    assert isinstance(page, QuestionsPage)
    bottom = window.toasts.mapTo(window, window.toasts.rect().bottomLeft()).y()
    assert bottom < page.next.mapTo(window, page.next.rect().topLeft()).y()
    undo = next(w for w in children(window.toasts, QWidget) if accessible_name(w) == "撤销（已删除“冲床”）")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert pressed == [True]
    assert window.toasts.toasts() == []
    assert page.footer_height > 0
    page.show_footer(False)
    assert page.footer_height == 0, "and where there is no footer nothing is kept free for it"


def shown(window: MainWindow) -> list[str]:
    return [toast.notice.text for toast in window.toasts.toasts()]


def test_only_the_newest_of_what_was_done_is_told(window: MainWindow) -> None:
    for words in ("一", "一", "二", "三"):
        window.notices.say(words)
    assert shown(window) == ["三"]


def test_what_was_done_takes_no_problem_away_and_old_problems_make_room(window: MainWindow) -> None:
    for words in ("一。", "二。", "三。"):
        window.notices.show(UserError(words, "请重试。"))
    window.notices.say("做好了")
    assert shown(window) == ["二。", "三。", "做好了"]
    window.resize(911, 472)
    window.notices.show(UserError("四。", "请重试。"))
    assert shown(window) == ["四。"]
    window.notices.say("又做好了")
    assert shown(window) == ["又做好了"]
    window.notices.warn("磁盘只剩 90 MB。")
    window.notices.say("再做好了")
    assert shown(window) == ["磁盘只剩 90 MB。", "再做好了"]


def test_a_notice_goes_with_its_page_unless_something_is_still_wrong(
    window: MainWindow, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toasts_module, "_NEW_MS", 0)
    window.notices.say("已删除“冲床”")
    window.notices.show(UserError("这个日期不对。", "请改一改。"))
    window.records.not_saved(UserError("磁盘已满。", "请清理磁盘。"))
    open_page("walk")
    assert shown(window) == ["磁盘已满。"]


def test_a_notice_that_came_with_the_page_stays(window: MainWindow, open_page: Open) -> None:
    window.notices.say("已新增“冲床”")
    open_page("walk")
    assert shown(window) == ["已新增“冲床”"]


class ButtonPage(Page):
    """The main button, and a field, wherever a test wants them."""

    def __init__(self) -> None:
        super().__init__(scrolls=False)
        self.button, self.field = PrimaryButton("交验收"), QLineEdit()
        for widget in (self.button, self.field):
            widget.setParent(self)


@pytest.mark.parametrize("size", [(1366, 728), (911, 472)], ids=str)
@pytest.mark.parametrize("at", [0.05, 0.4, 0.8])
def test_no_notice_lies_over_the_main_button_or_what_is_typed(
    qapp: QApplication, size: tuple[int, int], at: float
) -> None:
    page = ButtonPage()
    window = MainWindow(small_ports(), (PageSpec("form", "表单", "house", lambda _: page),), RESOURCES)
    window.resize(*size)
    window.navigate("form")
    window.show()
    settle()
    low = page.height() - 60
    page.button.setGeometry(int(page.width() * at), low, 120, 40)
    page.field.setGeometry(int(page.width() * (0.6 if at < 0.5 else 0.1)), low, 200, 36)
    page.field.setFocus()
    window.notices.show(UserError("整改期限早于发现日期。", "请把期限改到发现日期当天或以后，再派给他。"))
    settle()

    def covered() -> QRect:
        return QRect(page.mapFromGlobal(window.toasts.mapToGlobal(QPoint())), window.toasts.size())

    assert not covered().intersects(page.button.geometry())
    assert not covered().intersects(page.field.geometry())
    assert page.rect().contains(covered())
    page.button.move(covered().topLeft())  # as by scrolling
    wait_until(lambda: not covered().intersects(page.button.geometry()))
    window.close()
    window.deleteLater()
    settle()


def test_long_work_shows_a_bar_that_can_be_stopped(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_module, "BAR_AFTER_MS", 50)
    stopped: list[bool] = []

    def work(progress: Callable[[int, int], bool]) -> None:
        while progress(1, 5):
            time.sleep(0.002)
        raise Cancelled

    window.tasks.run_long("正在生成告知卡", work, stopped=lambda: stopped.append(True))
    wait_until(lambda: bool(window.toasts.bands()))
    assert "正在生成告知卡" in words_on(window.toasts)
    QTest.mouseClick(window.toasts.bands()[0].stop, Qt.MouseButton.LeftButton)
    wait_until(lambda: bool(stopped))
    assert window.toasts.bands() == ()


# ---- help, about, dialogs -------------------------------------------------------------------------------------------


def test_f1_opens_and_closes_the_help_of_the_page(window: MainWindow, open_page: Open) -> None:
    open_page("walk")
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.help.isVisible()
    assert "撤销" in window.help.words
    assert "帮助：风险辨识" in words_on(window.help)
    assert named_wrongly(window) == []
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert not window.help.isVisible()


def test_about_shows_the_four_numbers(window: MainWindow) -> None:
    dialog = window.show_about()
    words = words_on(dialog)
    assert {"0.1.0", "0001", "1.0", "2026-11-20", "程序版本", "数据结构", "上报包格式", "行业库日期"} <= set(words)
    dialog.accept()


def test_a_question_acts_only_on_its_verb(window: MainWindow) -> None:
    done: list[str] = []
    for press in ("stay", "go"):
        dialog = AskDialog(
            window, "要恢复这份备份吗？", "现在的数据会另存一份。", "恢复备份", lambda: done.append("restored")
        )
        dialog.open()
        QTest.mouseClick(getattr(dialog, press), Qt.MouseButton.LeftButton)
        settle()
    assert done == ["restored"]


# ---- errors ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def border(window: MainWindow) -> object:
    """The border in place of Python's and Qt's own hooks, as in the program."""
    former = (sys.excepthook, threading.excepthook)
    window.border.install()
    yield window.border
    window.border.remove()
    assert (sys.excepthook, threading.excepthook) == former


def bug_dialogs(window: MainWindow) -> list[QWidget]:
    return [made for made in children(window, BugDialog) if made.isVisible()]


@pytest.mark.usefixtures("border")
def test_an_error_in_a_slot_opens_one_calm_dialog(window: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("nothing for users")

    for _ in range(2):
        QTimer.singleShot(0, fail)
    wait_until(lambda: bool(bug_dialogs(window)))
    settle()
    assert len(bug_dialogs(window)) == 1
    assert "程序出了点问题" in words_on(bug_dialogs(window)[0])
    assert not any("nothing for users" in words for words in words_on(bug_dialogs(window)[0]))
    assert caplog.text.count("ValueError: nothing for users") == 2
    bug_dialogs(window)[0].close()


@pytest.mark.usefixtures("border")
def test_a_user_error_in_a_slot_is_a_notice(window: MainWindow) -> None:
    def refuse() -> None:
        raise UserError("这份文件打不开。", "请换一份。")

    QTimer.singleShot(0, refuse)
    wait_until(lambda: bool(window.toasts.toasts()))
    assert bug_dialogs(window) == []


@pytest.mark.usefixtures("border")
def test_errors_of_threads_and_of_the_pool_arrive(window: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    class Job(QRunnable):
        def run(self) -> None:
            raise KeyError("pool")

    def fail() -> None:
        raise OSError("thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    pool = QThreadPool()
    pool.start(Job())
    pool.waitForDone()
    wait_until(lambda: "OSError" in caplog.text and "KeyError" in caplog.text)
    wait_until(lambda: bool(bug_dialogs(window)))
    bug_dialogs(window)[0].close()


@pytest.mark.usefixtures("border")
def test_qt_messages_go_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "ymh_desktop"):
        qWarning("something about a timer")
    assert "Qt: something about a timer" in caplog.text


def test_the_bug_dialog_exports_a_diagnosis_file(qapp: QApplication, tmp_path: Path) -> None:
    def diagnose(path: Path) -> None:
        path.write_text("log")

    window = MainWindow(small_ports(), specs(), RESOURCES, diagnose)
    window.navigate("map")
    window.show()
    window.border.bug.emit("ValueError")
    export = next(w for w in children(bug_dialogs(window)[0], QWidget) if accessible_name(w) == "导出诊断包")
    QTest.mouseClick(export, Qt.MouseButton.LeftButton)
    asked = children(window, QFileDialog)[0]
    asked.fileSelected.emit(str(tmp_path / "诊断包.zip"))
    asked.close()
    wait_until(lambda: bool(window.toasts.toasts()))
    assert (tmp_path / "诊断包.zip").read_text() == "log"
    bug_dialogs(window)[0].close()
    window.close()
    settle()
    window.deleteLater()
    settle()


# ---- closing --------------------------------------------------------------------------------------------------------


def test_closing_waits_for_what_is_being_kept(window: MainWindow) -> None:
    kept: list[bool] = []

    def slow() -> Changes:
        time.sleep(0.15)
        kept.append(True)
        return Changes()

    window.records.save(slow)
    window.close()
    assert window.isVisible()
    wait_until(lambda: not window.isVisible())
    assert kept == [True]


def test_closing_stops_long_work(window: MainWindow) -> None:
    def endless(progress: Callable[[int, int], bool]) -> None:
        while progress(0, 0):
            time.sleep(0.002)
        raise Cancelled

    window.tasks.run_long("正在打包", endless)
    window.close()
    wait_until(lambda: not window.isVisible())


def test_closing_hands_over_what_is_still_being_typed(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[bool] = []
    monkeypatch.setattr(window.page, "left", lambda: left.append(True))
    window.close()
    assert left == [True]
    assert not window.isVisible()
