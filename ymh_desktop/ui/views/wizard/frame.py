"""The wizard's frame: the list of steps at the side, the step, the footer. It comes back to where one left."""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.domain.identification import Step
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows.steps import STEPS
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.theme import tokens
from ymh_desktop.ui.viewmodels.wizard.frame import HowFar, WizardModel
from ymh_desktop.ui.views.wizard.step import StepView
from ymh_desktop.ui.widgets import (
    Banner,
    Button,
    EmptyState,
    LinkButton,
    PrimaryButton,
    StepLine,
    StepList,
    StepShown,
    StepState,
    column,
    row,
    text,
)

StepBuilder = Callable[[Context, str], StepView]

# Built on the first visit: module and class of each step.
_VIEWS = {
    Step.ENTERPRISE: ("enterprise", "EnterpriseStep"),
    Step.POSTS: ("posts", "PostsStep"),
    Step.SITUATIONS: ("situations", "SituationsStep"),
    Step.WALK: ("walk", "WalkStep"),
    Step.GRADING: ("grading", "GradingStep"),
    Step.MEASURES: ("measures", "MeasuresStep"),
    Step.RESULT: ("result", "ResultStep"),
}
_HEADS = {each.step: each for each in STEPS}
_STATES = {
    HowFar.DONE: StepState.DONE,
    HowFar.NOW: StepState.NOW,
    HowFar.OPEN: StepState.OPEN,
    HowFar.TO_COME: StepState.TO_COME,
}


def view_class(step: Step) -> StepBuilder:
    """The class that shows a step."""
    module, name = _VIEWS[step]
    found: StepBuilder = getattr(import_module(f"ymh_desktop.ui.views.wizard.{module}"), name)
    return found


class _Holder(QWidget):
    """A step with its heading, scrolling unless the step does that itself."""

    def __init__(self, view: StepView) -> None:
        super().__init__()
        self.view = view
        head = _HEADS[view.step]
        self._head = QWidget()
        self._head.setLayout(
            column(text(head.heading, "title", wrap=True), text(head.saying, "secondary", wrap=True), spacing=2)
        )
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setSpacing(14)
        self._column.addWidget(self._head)
        self._column.addWidget(view, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.scroller: QScrollArea | None = None
        if view.scrolls:
            self.scroller = QScrollArea()
            self.scroller.setWidget(content)
            self.scroller.setWidgetResizable(True)
            self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.scroller.viewport().setAutoFillBackground(False)
            content.setAutoFillBackground(False)
            outer.addWidget(self.scroller)
        else:
            outer.addWidget(content)

    def fit(self, width: int, height: int) -> None:
        narrow = width < tokens.STEPS_IN_ONE_LINE_BELOW
        side, top = (20, 14) if narrow else (28, 20)
        self._column.setContentsMargins(side, top, side, top if self.view.scrolls else 0)
        low = height < tokens.ICONS_ONLY_BELOW
        self._head.setVisible(not (low and not self.view.scrolls))
        self.view.fit(width, height)

    def to_top(self) -> None:
        if self.scroller is not None:
            self.scroller.verticalScrollBar().setValue(0)


class WizardPage(Page):
    """The page 风险辨识. The argument of a visit is a Step, or None to go on where one left."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self.context = context
        self.model = WizardModel(context)
        self._holders: dict[Step, _Holder] = {}
        self._run_shown = ""
        self._leaving = False
        self._size = tokens.START_SIZE
        self.list = StepList()
        self.list.foot.addWidget(Banner("可以随时退出，下次接着做。"))
        self.line = StepLine()
        self.beside.addWidget(self.list)
        self.above.addWidget(self.line)
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())  # nothing, until the run is found
        self.rest = self._make_rest()
        self._stack.addWidget(self.rest)
        self.body.addWidget(self._stack, 1)
        self._make_footer()
        self._show_parts(False)
        self._connect()

    @property
    def view(self) -> StepView | None:
        """The step that is shown."""
        holder = self._stack.currentWidget()
        return holder.view if isinstance(holder, _Holder) else None

    def opened(self, argument: object = None) -> None:
        """Find the run; everything else follows when it has been found."""
        self.model.open(argument)

    def left(self) -> None:
        """Hand over what is being typed."""
        if self.view is not None:
            self.view.left()

    def take_focus(self) -> None:
        """The keyboard goes into the step."""
        if self.view is not None:
            self.view.take_focus()
        elif self._stack.currentWidget() is self.rest and self.rest.button is not None:
            self.rest.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, window_width: int, window_height: int) -> None:
        """The list of steps becomes one line where it is narrow."""
        super().fit(window_width, window_height)
        self._size = (window_width, window_height)
        self._show_parts(self.view is not None)
        for holder in self._holders.values():
            holder.fit(window_width, window_height)

    def go_on(self) -> None:
        """下一步."""
        view = self.view
        if view is None or self._leaving:
            return
        view.left()
        if blocker := view.blocker():
            self._say(blocker)
            view.point_out()
            return
        after = self.model.after()
        if after is None:
            view.leave_forward(self._quit)
        else:
            self._leave_for(after)

    def go_back(self) -> None:
        """上一步."""
        before = self.model.before()
        if before is not None and not self._leaving:
            self._jump(before)

    def _set_margins(self, narrow: bool) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)  # each step has its own, so that its scroll bar is at the edge

    def _make_rest(self) -> EmptyState:
        rest = EmptyState("circle-check", "", "", "去打印材料", lambda: self.context.navigate("papers"))
        self.again = Button("再做一次风险辨识", icon="rotate-ccw", on=self.model.begin_again)
        self.change = LinkButton("接着改这一次（要重新签字）", on=self.model.take_up_again)
        self.result = LinkButton("看这一次的成果", on=lambda: self.model.open(Step.RESULT))
        layout = rest.layout()
        assert isinstance(layout, QVBoxLayout)
        below = row(None, self.again, self.result, self.change, None)
        layout.insertLayout(layout.count() - 1, below)
        return rest

    def _make_footer(self) -> None:
        footer = self.add_footer()
        self.words = text("", "error", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.quit = LinkButton("保存并退出", on=self._quit)
        self.back = Button("上一步", icon="chevron-left", on=self.go_back)
        self.next = PrimaryButton("下一步", on=self.go_on)
        footer.addWidget(self.quit)
        footer.addWidget(self.words, 1)
        footer.addWidget(self.back)
        footer.addWidget(self.next)

    def _connect(self) -> None:
        self.model.stepped.connect(self._show_step)
        self.model.listed.connect(self._show_list)
        self.model.rests.connect(self._show_rest)
        self.list.chosen.connect(lambda index: self._jump(Step(index + 1)))
        self.context.records.recordsChanged.connect(self._records_changed)
        self.context.records.notSaved.connect(lambda _: self._stay())
        for keys, action in (("Alt+Right", self.go_on), ("Alt+Left", self.go_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    def _jump(self, step: Step) -> None:
        if self.model.finished and step is not self.model.step:
            self.model.ask_what_to_do()
        elif self._leaving or step is self.model.step:
            self._show_list()
        elif step > self.model.step:
            self._leave_for(step)
        else:
            self._go(step)

    def _leave_for(self, step: Step) -> None:
        """Forward: first what the step must do before."""
        view = self.view
        if view is None:
            return
        view.left()
        self._leaving = True

        def done() -> None:
            self._leaving = False
            if self.view is view:
                self._go(step)

        view.leave_forward(done)

    def _stay(self) -> None:
        """What had to happen before going on could not be kept: the step stays open and can be left again."""
        self._leaving = False

    def _go(self, step: Step) -> None:
        if self.view is not None:
            self.view.left()
        self.model.go(step)

    def _quit(self) -> None:
        self.left()
        self.context.navigate("home")

    def _show_rest(self) -> None:
        self._stack.setCurrentWidget(self.rest)
        self.rest.say(*self.model.rest_words)
        self.titled.emit(self.model.title)
        self._show_parts(False)
        if self.isVisible():
            self.take_focus()

    def _show_step(self) -> None:
        if self._run_shown != self.model.run_id:
            self._forget_views()
            self._run_shown = self.model.run_id
        holder = self._holder(self.model.step)
        self._leaving = False
        self._stack.setCurrentWidget(holder)
        holder.to_top()
        self._show_parts(True)
        self._say("")
        self.back.setVisible(self.model.before() is not None)
        self.next.setText(self.model.next_words)
        self.next.setAccessibleName(self.model.next_words)
        self.titled.emit(self.model.title)
        holder.view.entered(self.model.cursor)
        if self.isVisible():
            holder.view.take_focus()

    def _holder(self, step: Step) -> _Holder:
        holder = self._holders.get(step)
        if holder is None:
            view = view_class(step)(self.context, self.model.run_id)
            holder = self._holders[step] = _Holder(view)
            view.progressed.connect(self._progressed)
            view.moved.connect(self.model.keep_cursor)
            view.step_wanted.connect(self._jump)
            self._stack.addWidget(holder)
            holder.fit(*self._size)
        return holder

    def _forget_views(self) -> None:
        for holder in self._holders.values():
            self._stack.removeWidget(holder)
            holder.hide()
            holder.deleteLater()
        self._holders.clear()

    def _progressed(self) -> None:
        if self.words.text() and self.view is not None:
            self._say(self.view.blocker())
        self._show_list()

    def _show_list(self) -> None:
        summaries = {}
        if self.view is not None:
            summaries[self.view.step] = (self.view.summary(), self.view.blocker())
        for step in (Step.GRADING, Step.MEASURES, Step.RESULT):  # only these know it themselves
            if step in self._holders:
                view = self._holders[step].view
                summaries[step] = (view.summary(), view.blocker())
        shown = [StepShown(each.title, each.note, _STATES[each.state]) for each in self.model.lines(summaries)]
        self.list.show_steps(shown)
        self.line.show_steps(shown)

    def _records_changed(self, changes: Changes) -> None:
        if self.view is not None and self.isVisible():
            self.view.refresh()

    def _show_parts(self, working: bool) -> None:
        narrow = self._size[0] < tokens.STEPS_IN_ONE_LINE_BELOW
        self.list.setVisible(working and not narrow)
        self.line.setVisible(working and narrow)
        self.show_footer(working)

    def _say(self, words: str) -> None:
        self.words.setText(words)


__all__ = ["WizardPage", "view_class"]
