"""Saving: screens hear of it, the top bar tells, steps are taken back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.support import StandingClock, settle, wait_until
from ymh_desktop.domain.errors import UserError
from ymh_desktop.services.changes import Change, Changes
from ymh_desktop.ui.errors import ErrorBorder
from ymh_desktop.ui.notices import Notice, Notices
from ymh_desktop.ui.records import Records
from ymh_desktop.ui.tasks import Tasks


def changed(before: object, after: object) -> Changes:
    return Changes((Change("Post", "1", before, after),))


class Book:
    """Records whose undo turns a change round."""

    def __init__(self) -> None:
        self.notices = Notices()
        self.tasks = Tasks(self.notices, ErrorBorder(self.notices))
        self.undone: list[Changes] = []
        self.records = Records(self.tasks, self.notices, StandingClock(), self._undo)
        self.heard: list[Changes] = []
        self.saved: list[datetime] = []
        self.not_saved: list[str] = []
        self.noticed: list[Notice] = []
        self.records.recordsChanged.connect(self.heard.append)
        self.records.saved.connect(self.saved.append)
        self.records.notSaved.connect(lambda error: self.not_saved.append(error.problem))
        self.notices.noticed.connect(self.noticed.append)

    def _undo(self, changes: Changes) -> Changes:
        self.undone.append(changes)
        return Changes(tuple(Change(item.kind, item.id, item.after, item.before) for item in changes.items))

    def save(self, result: object, **more: Any) -> None:
        self.records.save(lambda: result, **more)
        wait_until(lambda: self.tasks.idle)


@pytest.fixture
def book(qapp: QApplication) -> Iterator[Book]:
    made = Book()
    yield made
    made.tasks.close()
    made.tasks.wait()
    settle()


def test_every_screen_hears_what_was_saved_and_when(book: Book) -> None:
    book.save(changed(None, "a"))
    assert book.heard == [changed(None, "a")]
    assert book.saved[0].minute == 32


def test_a_use_case_that_changed_nothing_tells_the_screens_nothing(book: Book) -> None:
    book.save(Changes())
    assert book.heard == []
    assert not book.records.can_undo


def test_a_result_beside_the_changes_reaches_the_caller(book: Book) -> None:
    got: list[object] = []
    book.save(("new id", changed(None, "a")), then=got.append)
    assert got == [("new id", changed(None, "a"))]
    assert book.heard == [changed(None, "a")]


def test_undo_puts_back_the_last_step_and_redo_does_it_again(book: Book) -> None:
    book.save(changed(None, "a"), said="新增岗位")
    book.save(changed("a", "b"), said="改名")
    assert book.records.next_undo == "改名"
    book.records.undo()
    wait_until(lambda: book.tasks.idle)
    assert book.undone == [changed("a", "b")]
    assert book.heard[-1] == changed("b", "a")
    assert book.records.next_undo == "新增岗位"
    book.records.redo()
    wait_until(lambda: book.tasks.idle)
    assert book.undone[-1] == changed("b", "a")
    assert book.records.next_undo == "改名"


def test_undo_takes_back_the_step_that_is_just_being_saved(book: Book) -> None:
    book.save(changed(None, "a"))
    book.records.save(lambda: changed("a", "b"))
    book.records.undo()
    wait_until(lambda: book.tasks.idle)
    assert book.undone == [changed("a", "b")]


def test_after_a_new_step_nothing_can_be_redone(book: Book) -> None:
    book.save(changed(None, "a"))
    book.records.undo()
    wait_until(lambda: book.tasks.idle)
    book.save(changed(None, "c"))
    assert not book.records.can_redo


def test_a_deletion_offers_undo_in_its_notice(book: Book) -> None:
    book.save(changed("a", None), said="已删除“冲床”", toast=True)
    notice = book.noticed[0]
    assert (notice.text, notice.action, notice.seconds) == ("已删除“冲床”", "撤销", 6)
    assert notice.do is not None
    notice.do()
    wait_until(lambda: book.tasks.idle)
    assert book.undone == [changed("a", None)]


def test_what_could_not_be_kept_is_said_until_the_next_save(book: Book) -> None:
    def full() -> Changes:
        raise UserError("磁盘已满。", "请清理磁盘。")

    book.records.save(full)
    wait_until(lambda: book.tasks.idle)
    assert book.not_saved == ["磁盘已满。"]
    assert book.noticed[0].problem


def test_a_fault_that_the_page_shows_itself_is_not_said_twice(book: Book) -> None:
    def refuse() -> Changes:
        raise UserError("名称是空的。", "请填写。")

    told: list[UserError] = []
    book.records.save(refuse, failed=told.append)
    wait_until(lambda: book.tasks.idle)
    assert told
    assert (book.not_saved, book.noticed) == ([], [])
