"""日常检查: what is due now, the calendar, the plans, hints for the owner; from there a check, a sheet, a record."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.figures import DueLine
from ymh_desktop.services.checks.today import TodayLine
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.shell.page import Page
from ymh_desktop.ui.viewmodels.check_calendar import FILL, KEY, LATE, RECORD, CalendarModel, RecordModel
from ymh_desktop.ui.viewmodels.check_month import MonthModel
from ymh_desktop.ui.viewmodels.check_plans import PlanModel, PlansModel
from ymh_desktop.ui.viewmodels.checks import ChecksModel, FillModel
from ymh_desktop.ui.views.ask_form import AskForm
from ymh_desktop.ui.views.check_calendar import CalendarView, RecordView
from ymh_desktop.ui.views.check_fill import CheckView
from ymh_desktop.ui.views.check_month import MonthView
from ymh_desktop.ui.views.check_plans import PlansView, PlanView
from ymh_desktop.ui.widgets import Button, Card, EmptyState, LinkButton, Section, column, empty, row, text
from ymh_desktop.ui.widgets.basics import hide_unless, scrolling

DUE, CALENDAR, PLANS, HINTS = "due", "calendar", "plans", "hints"
_FACES = ((DUE, "现在要查的"), (CALENDAR, "日历"), (PLANS, "检查计划"), (HINTS, "抽查提示"))
MONTH_SHEETS = "每天打勾的点检表不在这里：当天在纸上打勾，月底一起抄录。日历里两样都算，所以日历的数要大一些。"

W = TypeVar("W", bound=QWidget)
B = TypeVar("B", CheckView, MonthView, PlanView, RecordView)


class ChecksPage(Page):
    """Four faces behind buttons; a check, a month's sheet, a record or a plan opens in their place."""

    def __init__(self, context: Context) -> None:
        super().__init__(scrolls=False)
        self._context = context
        self.model, self.fill = ChecksModel(context), FillModel(context)
        self.month, self.record = MonthModel(context), RecordModel(context)
        self.calendar_model, self.plans_model, self.plan_model = (
            CalendarModel(context),
            PlansModel(context),
            PlanModel(context),
        )
        self.list, self.hints = DueList(self.model), HintList(self.model)
        self._built: dict[str, QWidget] = {DUE: self.list, HINTS: self.hints}
        self._face = DUE
        self.tabs = QButtonGroup(self)
        self.bar = self._tab_bar()
        self.faces = QStackedWidget()
        for face in (self.list, self.hints):
            self.faces.addWidget(face)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.faces, 1)
        self.list.fill_asked.connect(self._open)
        self.list.key_asked.connect(self._open_sheets)
        self.list.print_asked.connect(lambda: context.navigate("papers", "check-tables"))
        self.hints.record_asked.connect(self.open_record)
        self.model.loaded.connect(self._show_counts)
        self.fill.saved.connect(self._saved)
        self.month.saved.connect(self._saved)
        context.records.recordsChanged.connect(self._changed)

    # ---- faces, each built on first use --------------------------------------------------------------------------

    @property
    def check(self) -> CheckView:
        """One check."""
        return self._face_of("check", lambda: self._with_back(CheckView(self.fill)))

    @property
    def sheet(self) -> MonthView:
        """A month's sheet."""
        return self._face_of("sheet", lambda: self._with_back(MonthView(self.month)))

    @property
    def calendar(self) -> CalendarView:
        """The calendar."""

        def build() -> CalendarView:
            made = CalendarView(self.calendar_model)
            made.deed_asked.connect(self._deed)
            return made

        return self._face_of(CALENDAR, build)

    @property
    def plans(self) -> PlansView:
        """The plans."""

        def build() -> PlansView:
            made = PlansView(self.plans_model)
            made.opened.connect(self.open_plan)
            return made

        return self._face_of(PLANS, build)

    @property
    def plan(self) -> PlanView:
        """One plan."""

        def build() -> PlanView:
            made = self._with_back(PlanView(self.plan_model))
            made.key_asked.connect(lambda plan_id: self._open_month((plan_id,), self._context.ports.clock.today()))
            return made

        return self._face_of("plan", build)

    @property
    def record_view(self) -> RecordView:
        """One check on record."""
        return self._face_of("record", lambda: self._with_back(RecordView(self.record)))

    def opened(self, argument: object = None) -> None:
        """The list, as what is due may have changed; or the face that is named, a line's check, a plan by its id."""
        self._show(argument if isinstance(argument, str) and argument in dict(_FACES) else DUE)
        if isinstance(argument, TodayLine):
            (self._open_sheets if argument.keying else self._open)(argument)
        elif isinstance(argument, str) and argument not in dict(_FACES):
            self.open_plan(argument)

    def left(self) -> None:
        """Hand over what is still being typed."""
        face = self.faces.currentWidget()
        if isinstance(face, CheckView | MonthView | DueList):
            face.hand_over()

    def take_focus(self) -> None:
        """On the first thing to do."""
        face = self.faces.currentWidget()
        if face is self.hints:
            self.tabs.checkedButton().setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(face, DueList | CheckView | MonthView | CalendarView | PlansView | PlanView | RecordView):
            face.take_focus()

    def open_plan(self, plan_id: str) -> None:
        """Show one plan."""
        self._turn_to(self.plan)
        self.plan_model.open(plan_id)

    def open_record(self, inspection_id: str) -> None:
        """Show one check on record."""
        self._turn_to(self.record_view)
        self.record.open(inspection_id)

    def _face_of(self, name: str, build: Callable[[], W]) -> W:
        face = self._built.get(name)
        if face is None:
            face = self._built[name] = build()
            self.faces.addWidget(face)
        return cast(W, face)

    def _with_back(self, face: B) -> B:
        face.back_asked.connect(self._back)
        return face

    def _tab_bar(self) -> QWidget:
        bar = QWidget()
        line = row(spacing=6)
        for number, (face, words) in enumerate(_FACES):
            tab = Button(words, look="chip", on=partial(self._show, face))
            tab.setCheckable(True)
            tab.setChecked(face == DUE)
            self.tabs.addButton(tab, number)
            line.addWidget(tab)
        line.addStretch(1)
        bar.setLayout(line)
        return bar

    def _show_counts(self) -> None:
        for number, (face, words) in enumerate(_FACES):
            count = {DUE: len(self.model.lines or ()), HINTS: len(self.model.hints)}.get(face, 0)
            self.tabs.button(number).setText(f"{words} {count}" if count else words)
        self.bar.setVisible(self.model.has_plans and self.bar.property("hidden") is not True)

    def _show(self, face: object) -> None:
        self.left()
        self._face = str(face)
        self.tabs.button([name for name, _ in _FACES].index(self._face)).setChecked(True)
        views: dict[str, Callable[[], QWidget]] = {
            DUE: lambda: self.list,
            HINTS: lambda: self.hints,
            CALENDAR: lambda: self.calendar,
            PLANS: lambda: self.plans,
        }
        self.bar.setProperty("hidden", False)
        self.bar.setVisible(self.model.has_plans)
        self.faces.setCurrentWidget(views[self._face]())
        self._load()
        self.take_focus()

    def _load(self) -> None:
        self.model.load()
        if self._face == CALENDAR:
            self.calendar_model.load()
        elif self._face == PLANS:
            self.plans_model.load()

    def _turn_to(self, face: QWidget) -> None:
        self.left()
        self.bar.setProperty("hidden", True)
        self.bar.hide()
        self.faces.setCurrentWidget(face)
        self.take_focus()

    def _open(self, line: TodayLine) -> None:
        self._turn_to(self.check)
        self.fill.open(line)

    def _open_sheets(self, line: TodayLine) -> None:
        self._open_month(line.plan_ids, line.period.first)

    def _open_month(self, plan_ids: tuple[str, ...], day: date) -> None:
        self._turn_to(self.sheet)
        self.month.open(plan_ids, day.replace(day=1))

    def _deed(self, deed: str, line: DueLine) -> None:
        if deed == RECORD and line.inspection_id is not None:
            self.open_record(line.inspection_id)
        elif deed == KEY:
            self._open_month((line.plan_id,), line.due)
        elif deed == LATE:
            self.calendar_model.record_late(line)
        elif deed == FILL:
            self._turn_to(self.check)
            self.fill.open_plan(line.plan_id, line.period_first)

    def _back(self) -> None:
        self._show(self._face)

    def _saved(self, words: str) -> None:
        self._back()
        self._context.notices.say(words, action="撤销", do=self._context.records.undo)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds() - {"CheckPlan"}:
            self._load()


class DueList(QWidget):
    """What is to be looked at now, overdue first; above it the way for a sheet that came back."""

    fill_asked = Signal(object)  # TodayLine
    key_asked = Signal(object)  # TodayLine
    print_asked = Signal()

    def __init__(self, model: ChecksModel) -> None:
        super().__init__()
        self._model = model
        self._first: Button | None = None
        self._wants_focus = False
        self.nothing = EmptyState(
            "clipboard-check",
            "还没有排检查。",
            "按风险清单排好：谁、多久看一次、看什么。",
            "按风险清单排检查",
            model.make_plans,
        )
        self.sheet = Button("纸上查过的，按表号录入", icon="file-text", on=model.key_sheet)
        self.form = AskForm(model.asking)
        self.kept = text("", "ok", wrap=True)
        self.kept.hide()
        self._lines = column(spacing=10)
        inside = QWidget()
        self._content = QVBoxLayout(inside)
        self._content.setContentsMargins(0, 0, 8, 0)
        self._content.setSpacing(12)
        self._content.addLayout(row(self.sheet, LinkButton("打印检查表", on=self.print_asked.emit), self.kept, None))
        self._content.addWidget(self.form)
        self._content.addLayout(self._lines)
        self._content.addStretch(1)
        self._scroller = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self._scroller, 1)
        self.nothing.hide()
        model.loaded.connect(self._show)
        model.keyed.connect(self._keyed)
        model.asking.opened.connect(self.kept.hide)

    def take_focus(self) -> None:
        """On the first thing to do, as soon as it is known."""
        self._wants_focus = self._model.lines is None
        if self._model.asking.form is not None:
            self.form.take_focus()
            return
        button = self._first or self.nothing.button
        if button is not None and button.isVisible():
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def hand_over(self) -> None:
        """Keep what is still being typed."""
        self.form.hand_over()

    def _keyed(self, words: str) -> None:
        self.kept.setText(words)
        self.kept.show()
        self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)  # the next one, perhaps

    def _show(self) -> None:
        lines = self._model.lines or ()
        self.nothing.setVisible(not self._model.has_plans)
        self._scroller.setVisible(self._model.has_plans)
        empty(self._lines)
        self._first = None
        self._lines.addWidget(text(f"现在要查的（{len(lines)}）" if lines else "现在没有要查的", "strong"))
        if self._model.has_month_sheets:
            self._lines.addWidget(text(MONTH_SHEETS, "hint", wrap=True))
        for line in lines:
            self._lines.addWidget(self._card(line))
        if self._wants_focus and self.isVisible():
            self._wants_focus = False
            self.take_focus()

    def _card(self, line: TodayLine) -> Card:
        card = Card()
        title = text(line.title, "strong", wrap=True)
        details = f"{line.inspector or '还没定谁查'} · {line.items} 项 · 最晚 {line.day:%m}月{line.day:%d}日"
        if line.keying:
            details = f"{line.inspector or '还没定谁抄'} · {line.items} 天次 · 最晚 {line.day:%m}月{line.day:%d}日抄完"
        late = text(f"超期 {line.overdue} 天", "error")
        words = column(title, row(text(details, "secondary"), late, None, spacing=12), spacing=2)
        asked, doing = (self.key_asked, "抄录") if line.keying else (self.fill_asked, "去检查")
        go = Button(doing, name=f"{line.title} {doing}", on=partial(asked.emit, line))
        self._first = self._first or go
        line_row = row(words, go, spacing=16)
        line_row.setStretch(0, 1)
        card.body.addLayout(line_row)
        hide_unless(late, line.overdue)
        return card


class HintList(QWidget):
    """Checks that look made up: for the owner's eyes, never sent anywhere."""

    record_asked = Signal(str)

    def __init__(self, model: ChecksModel) -> None:
        super().__init__()
        self._model = model
        self.nothing = EmptyState(
            "circle-check", "没有可疑的检查。", "填得太快、或者总是一模一样的检查，会在这里提醒。"
        )
        self._section = Section("建议去现场抽看", "只给负责人看，不会上报，也不记到谁头上。")
        self._lines = column(spacing=8)
        self._section.body.addLayout(self._lines)
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(0, 0, 8, 0)
        content.addWidget(self._section)
        content.addStretch(1)
        self._area = scrolling(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self._area, 1)
        model.loaded.connect(self._show)

    def _show(self) -> None:
        hints = self._model.hints
        self.nothing.setVisible(not hints)
        self._area.setVisible(bool(hints))
        empty(self._lines)
        for number, hint in enumerate(hints, start=1):
            words = column(
                text(f"{hint.day}　{hint.title}（{hint.inspector or '没写谁查的'}）", "strong", wrap=True),
                text(hint.saying, "secondary", wrap=True),
                spacing=2,
            )
            made = row(words, spacing=12)
            made.setStretch(0, 1)
            if hint.inspection_id is not None:
                go = partial(self.record_asked.emit, hint.inspection_id)
                made.addWidget(LinkButton("看记录", name=f"第{number}条 看记录", on=go))
            self._lines.addLayout(made)
