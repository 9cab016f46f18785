"""日常检查: what is to be looked at now, filling one check in, and sheets that come back from the floor."""

import re
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from ymh_desktop.domain.checks import Recording
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import Inspection, Mark, ResultState
from ymh_desktop.services.checks.fill import (
    CheckForm,
    check_form,
    failed_numbers,
    fill_check,
    sheet_of,
    transcribe_sheet,
)
from ymh_desktop.services.checks.plans import keep_in_step, refresh_plans
from ymh_desktop.services.checks.today import TodayLine, today_lines
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context


class ChecksModel(QObject):
    """The list of what is due. `lines` is None before it was read."""

    loaded = Signal()
    keyed = Signal(str)  # what was kept from a sheet, in words
    sheet_faulted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lines: tuple[TodayLine, ...] | None = None
        self.has_plans = False

    def load(self) -> None:
        """Bring the plans in step with the register, then read; `loaded` follows."""
        self._context.records.save(
            partial(keep_in_step, self._context.ports), then=lambda _: self._read(), failed=lambda _: self._read()
        )

    def make_plans(self) -> None:
        """Make the plans that the register asks for."""
        self._context.records.save(
            partial(refresh_plans, self._context.ports), said="已按风险清单排好检查", then=lambda _: self._read()
        )

    def key_sheet(self, number: str, failed: str, absent: str) -> None:
        """Keep a single sheet that came back: everything normal but these item numbers."""
        try:
            marks = failed_numbers(numbers_in(failed), numbers_in(absent))
        except UserError as error:
            self.sheet_faulted.emit(f"{error.problem}{error.advice}")
            return
        self._context.records.save(
            partial(_key, self._context.ports, number, marks),
            said="已录入一张检查表",
            then=lambda result: self.keyed.emit(_said(abnormal_in(result[0]))),
            failed=lambda error: self.sheet_faulted.emit(f"{error.problem}{error.advice}"),
        )

    def _read(self) -> None:
        self._context.tasks.run(partial(_look, self._context.ports), self._came)

    def _came(self, found: tuple[bool, tuple[TodayLine, ...]]) -> None:
        self.has_plans, self.lines = found
        self.loaded.emit()


def _look(ports: Ports) -> tuple[bool, tuple[TodayLine, ...]]:
    with ports.units.read() as uow:
        plans = any(plan.running for plan in uow.check_plans.all())
    return plans, today_lines(ports) if plans else ()


def _key(ports: Ports, number: str, marks: tuple[Mark, ...]) -> object:
    plan, _ = sheet_of(ports, number)
    if plan.recording is Recording.MONTH_SHEET:
        raise UserError("这是每天一格的点检表。", "一个月抄一次：请在下面的清单里点这张表的“录入”。")
    return transcribe_sheet(ports, number, marks, done_on=ports.clock.today())


def numbers_in(words: str) -> tuple[int, ...]:
    """3、7 12 → (3, 7, 12); raises UserError for anything that is no number."""
    parts = [part for part in re.split(r"[\s,，、;；.。]+", words.strip()) if part]
    wrong = next((part for part in parts if not part.isdecimal()), None)
    if wrong is not None:
        raise UserError(f"“{wrong[:20]}”不是序号。", "请只填数字，用空格或顿号隔开，例如 3、7。")
    return tuple(int(part) for part in parts)


def abnormal_in(made: Inspection) -> int:
    """How many items were not in order."""
    return sum(1 for result in made.results if result.state is ResultState.ABNORMAL)


def _said(abnormal: int) -> str:
    return f"已保存，{abnormal} 处异常记成了隐患。" if abnormal else "已保存，全部正常。"


class FillModel(QObject):
    """One check: everything normal until an exception is marked. What is marked is kept until it is saved."""

    loaded = Signal()
    changed = Signal()
    saved = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._marks: dict[int, Mark] = {}
        self._clock = QElapsedTimer()
        self.form: CheckForm | None = None
        self.inspector_id: str | None = None

    def open(self, line: TodayLine) -> None:
        """Show the form of a line's plan for its period; `loaded` follows."""
        self._marks, self.form = {}, None
        plan_id, day = line.plan_ids[0], line.period.first
        self._context.tasks.run(lambda: check_form(self._context.ports, plan_id, day), self._came)

    def mark(self, number: int, state: ResultState) -> None:
        """正常, 异常 or 不涉及; a note that was written stays."""
        former = self._marks.get(number)
        if state is ResultState.NORMAL:
            self._marks.pop(number, None)
        else:
            self._marks[number] = replace(former, state=state) if former else Mark(number, state)
        self.changed.emit()

    def note(self, number: int, words: str) -> None:
        """What was seen at an exception."""
        if number in self._marks:
            self._marks[number] = replace(self._marks[number], note=words.strip())

    def state(self, number: int) -> ResultState:
        """What is marked now."""
        mark = self._marks.get(number)
        return mark.state if mark else ResultState.NORMAL

    @property
    def abnormal(self) -> int:
        """How many exceptions will become hidden dangers."""
        return sum(1 for mark in self._marks.values() if mark.state is ResultState.ABNORMAL)

    @property
    def save_words(self) -> str:
        """What the one button says."""
        if not self._marks:
            return "全部正常，保存"
        return f"保存，{self.abnormal} 处异常记成隐患" if self.abnormal else "保存"

    def choose_inspector(self, person_id: str | None) -> None:
        """Who looked."""
        self.inspector_id = person_id

    def save(self) -> None:
        """Keep the check; `saved` follows."""
        form = self.form
        if form is None:
            return
        work = partial(
            fill_check,
            self._context.ports,
            form.plan.id,
            tuple(self._marks.values()),
            day=form.due.period.first,
            inspector_id=self.inspector_id,
            seconds=int(self._clock.elapsed() / 1000),
        )
        said = f"已记录“{form.plan.title}”"
        self._context.records.save(work, said=said, then=lambda result: self.saved.emit(_said(abnormal_in(result[0]))))

    def _came(self, form: CheckForm) -> None:
        self.form, self.inspector_id = form, form.inspector_id
        self._clock.start()
        self.loaded.emit()
