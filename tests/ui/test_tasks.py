"""Slow work: order, threads, progress, stopping, errors."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.ui.support import settle, wait_until
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.ports import Progress
from ymh_desktop.ui import tasks as tasks_module
from ymh_desktop.ui.errors import ErrorBorder
from ymh_desktop.ui.notices import Notice, Notices
from ymh_desktop.ui.tasks import Task, Tasks


class Desk:
    """Tasks with ears at every exit."""

    def __init__(self) -> None:
        self.notices = Notices()
        self.border = ErrorBorder(self.notices)
        self.tasks = Tasks(self.notices, self.border)
        self.noticed: list[Notice] = []
        self.bugs: list[str] = []
        self.long: list[Task] = []
        self.notices.noticed.connect(self.noticed.append)
        self.border.bug.connect(self.bugs.append)
        self.tasks.grew_long.connect(self.long.append)


@pytest.fixture
def desk(qapp: QApplication) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.tasks.close()
    made.tasks.wait()
    settle()


def test_work_runs_on_another_thread_and_its_answer_comes_back_on_ours(desk: Desk) -> None:
    threads: list[object] = []
    desk.tasks.run(threading.get_ident, lambda ident: threads.extend((ident, threading.get_ident())))
    wait_until(lambda: desk.tasks.idle)
    assert threads[0] != threads[1] == threading.get_ident()


def test_short_work_keeps_its_order(desk: Desk) -> None:
    """A page that reloads after a save must see what was saved."""
    done: list[int] = []

    def work(number: int) -> Callable[[], None]:
        def slow_first() -> None:
            time.sleep(0.03 if number == 0 else 0)
            done.append(number)

        return slow_first

    for number in range(20):
        desk.tasks.run(work(number))
    wait_until(lambda: desk.tasks.idle)
    assert done == list(range(20))


def test_short_work_does_not_wait_for_long_work(desk: Desk) -> None:
    go_on = threading.Event()
    desk.tasks.run_long("正在打包", lambda progress: go_on.wait(10))
    saved: list[str] = []
    desk.tasks.run(lambda: "saved", saved.append)
    wait_until(lambda: saved == ["saved"], 2000)
    go_on.set()


def test_a_user_error_goes_to_whoever_asked(desk: Desk) -> None:
    def refuse() -> None:
        raise UserError("名称是空的。", "请填写。")

    told: list[UserError] = []
    desk.tasks.run(refuse, failed=told.append)
    wait_until(lambda: bool(told))
    assert told[0].problem == "名称是空的。"
    assert desk.noticed == []


def test_a_user_error_that_nobody_takes_is_shown(desk: Desk) -> None:
    def refuse() -> None:
        raise UserError("磁盘已满。", "请清理磁盘。")

    desk.tasks.run(refuse)
    wait_until(lambda: bool(desk.noticed))
    assert (desk.noticed[0].text, desk.noticed[0].advice, desk.noticed[0].problem) == (
        "磁盘已满。",
        "请清理磁盘。",
        True,
    )
    assert desk.bugs == []


def test_any_other_error_is_a_bug(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.tasks.run(lambda: 1 // 0)
    wait_until(lambda: bool(desk.bugs))
    assert desk.bugs == ["ZeroDivisionError"]
    assert "ZeroDivisionError" in caplog.text


def test_long_work_reports_how_far_it_is(desk: Desk) -> None:
    listening = threading.Event()

    def count(progress: Progress) -> int:
        listening.wait(10)
        return sum(progress(number, 3) for number in range(3))

    answers: list[int] = []
    reports: list[tuple[int, int]] = []
    task = desk.tasks.run_long("正在数", count, answers.append)
    task.progressed.connect(lambda done, of: reports.append((done, of)))
    listening.set()
    wait_until(lambda: bool(answers))
    assert answers == [3]
    assert reports == [(0, 3), (1, 3), (2, 3)]


def test_stopped_work_ends_at_its_next_report(desk: Desk) -> None:
    from ymh_desktop.services.ports import Cancelled

    def endless(progress: Progress) -> None:
        while progress(0, 0):
            time.sleep(0.002)
        raise Cancelled

    ended: list[str] = []
    task = desk.tasks.run_long("正在等", endless, stopped=lambda: ended.append("stopped"))
    task.stop()
    wait_until(lambda: bool(ended))
    assert ended == ["stopped"]
    assert (desk.noticed, desk.bugs) == ([], [])


def test_the_cursor_is_busy_only_while_work_is_noticeable(desk: Desk) -> None:
    desk.tasks.run(lambda: None)
    wait_until(lambda: desk.tasks.idle)
    assert QGuiApplication.overrideCursor() is None
    desk.tasks.run(lambda: time.sleep(0.6))
    wait_until(lambda: QGuiApplication.overrideCursor() is not None)
    assert QGuiApplication.overrideCursor().shape() == Qt.CursorShape.BusyCursor
    wait_until(lambda: desk.tasks.idle)
    assert QGuiApplication.overrideCursor() is None


def test_after_three_seconds_a_bar_takes_over_from_the_cursor(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks_module, "BAR_AFTER_MS", 400)  # three seconds are long in a test
    go_on = threading.Event()
    desk.tasks.run_long("正在打包", lambda progress: go_on.wait(10))
    wait_until(lambda: bool(desk.long))
    assert desk.long[0].label == "正在打包"
    assert QGuiApplication.overrideCursor() is None
    go_on.set()
    wait_until(lambda: desk.tasks.idle)


def test_an_answer_for_a_screen_that_is_gone_is_dropped(desk: Desk) -> None:
    class Screen(QObject):
        told = False

        def show_answer(self, answer: object) -> None:
            type(self).told = True

    screen = Screen()
    go_on = threading.Event()
    desk.tasks.run(lambda: go_on.wait(10), screen.show_answer)
    screen.deleteLater()
    QApplication.sendPostedEvents(screen, 52)  # DeferredDelete
    go_on.set()
    wait_until(lambda: desk.tasks.idle)
    assert not Screen.told


def test_after_closing_no_work_is_taken_and_kept_work_is_finished(desk: Desk) -> None:
    kept: list[int] = []
    emptied: list[bool] = []
    desk.tasks.emptied.connect(lambda: emptied.append(True))

    def keep() -> None:
        time.sleep(0.05)
        kept.append(1)

    desk.tasks.run(keep)
    desk.tasks.close()
    desk.tasks.run(lambda: kept.append(2))
    wait_until(lambda: bool(emptied))
    assert kept == [1]
