"""The real window with the wizard over a real data folder."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from tests.services.support import TRADE
from tests.support.desk import Desk
from tests.ui.support import RESOURCES, accessible_name, settle, wait_until
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.flows import posts, situations, steps
from ymh_desktop.services.flows.situations import SituationCard
from ymh_desktop.ui.pages import IDENTIFICATION
from ymh_desktop.ui.shell.page import Page, PageSpec
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.views.wizard.frame import WizardPage
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets.basics import children


class NoPage(Page):
    """Stands for a page that the test does not need; keeps the argument it was opened with."""

    argument: object = None

    def opened(self, argument: object = None) -> None:
        self.argument = argument


def stand_in(page_id: str, title: str) -> PageSpec:
    """A page without content."""
    return PageSpec(page_id, title, "house", lambda context: NoPage(title))


@contextmanager
def window_with(desk: Desk, specs: Sequence[PageSpec], page_id: str) -> Iterator[MainWindow]:
    """The window with these pages, opened at one of them, closed at the end."""
    window = MainWindow(desk.ports, specs, RESOURCES)
    window.resize(1366, 728)
    window.navigate(page_id)
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    try:
        yield window
    finally:
        window.close()
        window.tasks.wait()
        settle()
        window.deleteLater()
        settle()


@contextmanager
def wizard(desk: Desk) -> Iterator[WizardPage]:
    """The wizard's page in its window."""
    specs = (stand_in("home", "首页"), IDENTIFICATION, stand_in("papers", "打印材料"), stand_in("people", "人员与岗位"))
    with window_with(desk, specs, "identification") as window:
        page = window.page
        assert isinstance(page, WizardPage)
        yield page


def calm(widget: QWidget) -> None:
    """Wait until everything that was begun has come back and is shown."""
    window = widget.window()
    assert isinstance(window, MainWindow)
    settle(2)
    wait_until(lambda: window.tasks.idle)
    settle()
    wait_until(lambda: window.tasks.idle)
    settle(2)


def view_of(page: WizardPage) -> StepView:
    """The step that is shown."""
    assert page.view is not None
    return page.view


def named(widget: QWidget, name: str) -> QWidget:
    """The visible widget that a screen reader calls so."""
    for found in children(widget, QWidget):
        if found.isVisibleTo(widget) and accessible_name(found) == name and found.focusPolicy():
            return found
    shown = sorted({accessible_name(w) for w in children(widget, QWidget) if w.focusPolicy() and w.isVisibleTo(widget)})
    raise AssertionError(f"no {name!r} among {shown}")


def press(widget: QWidget, name: str) -> None:
    """Click it where a person would."""
    button = named(widget, name)
    assert isinstance(button, QAbstractButton)
    assert button.isEnabled(), f"{name} cannot be pressed"
    button.click()
    calm(widget)


def type_key(key: Qt.Key) -> None:
    """Press a key wherever the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def write(widget: QWidget, name: str, words: str) -> None:
    """Type into a field and leave it with Tab."""
    field = named(widget, name)
    assert isinstance(field, QLineEdit)
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    field.clear()
    field.insert(words)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    calm(widget)


def firm_with(desk: Desk, step: Step, *modules: str) -> str:
    """A furniture shop whose run stands at this step, everything before it done; with modules only these."""
    ports = desk.ports
    run = steps.start_or_resume(ports).id
    firm.save_enterprise(ports, {"name": "宏木家具厂"})
    firm.name_leader(ports, firm.PRINCIPAL, "王建国", "13800000001")
    firm.name_leader(ports, firm.OFFICER, "李秀英", "13800000002")
    if step > Step.POSTS:
        posts.choose_trade(ports, run, TRADE)
        for question in posts.profile_choices(ports, run):
            posts.answer_profile(ports, run, question.id, question.id in ("spray", "solid-wood"))
        for choice in posts.module_choices(ports) if modules else ():
            if choice.module_id not in modules:
                posts.untick_module(ports, choice.module_id)
    if step > Step.SITUATIONS:
        for card in situation_questions(desk, run):
            situations.answer_situation(ports, run, card.subject, AnswerValue.ABSENT)
    steps.go_to(ports, run, step)
    return run


def situation_questions(desk: Desk, run: str) -> tuple[SituationCard, ...]:
    """The questions of step 3."""
    return situations.situation_cards(desk.ports, run)
