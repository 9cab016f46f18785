"""日常检查: what is to be looked at now, filling one check in, and single sheets that come back from the floor."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from ymh_desktop.domain.checks import NoSuchItem, Recording
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import (
    Inspection,
    Mark,
    MarkedTwice,
    ResultState,
    WrongCheck,
    WrongDay,
)
from ymh_desktop.services import drafts
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.checks.fill import (
    CheckForm,
    check_form,
    failed_numbers,
    fill_check,
    sheet_of,
    transcribe_sheet,
)
from ymh_desktop.services.checks.hints import HintLine, check_hints
from ymh_desktop.services.checks.plans import keep_in_step, refresh_plans
from ymh_desktop.services.checks.today import TodayLine, today_lines
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import (
    KEEP_AFTER_MS,
    AnswerRefused,
    Ask,
    AskingModel,
    Form,
    Kind,
    Values,
    sentence_of,
    told_at,
)
from ymh_desktop.ui.viewmodels.inspector import Inspector


class ChecksModel(QObject):
    """The list of what is due. `lines` is None before it was read."""

    loaded = Signal()
    keyed = Signal(str)  # what was kept from a sheet, in words

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.lines: tuple[TodayLine, ...] | None = None
        self.hints: tuple[HintLine, ...] = ()
        self.has_plans = False
        self.has_month_sheets = False  # ticked every day on paper and keyed once a month
        self.asking = AskingModel(context)
        self.asking.sent.connect(lambda result: self.keyed.emit(said_of(result[0])))

    def load(self) -> None:
        """Read; `loaded` follows. Then bring the plans in step with the register, and read anew if any changed."""
        self._read()
        self._context.records.save(
            partial(keep_in_step, self._context.ports), then=self._in_step, failed=lambda _: None
        )

    def make_plans(self) -> None:
        """Make the plans that the register asks for."""
        self._context.records.save(
            partial(refresh_plans, self._context.ports), said="已按风险清单排好检查", then=lambda _: self._read()
        )

    def key_sheet(self) -> None:
        """Open the form for a single sheet that came back."""
        self.asking.prepare(partial(sheet_form, self._context.ports))

    def _read(self) -> None:
        self._context.tasks.run(partial(_look, self._context.ports), self._came)
        self._context.tasks.run(partial(_hints, self._context.ports), self._hinted)

    def _in_step(self, changes: Changes) -> None:
        if changes:
            self._read()

    def _came(self, found: tuple[frozenset[Recording], tuple[TodayLine, ...]]) -> None:
        recordings, self.lines = found
        self.has_plans, self.has_month_sheets = bool(recordings), Recording.MONTH_SHEET in recordings
        self.loaded.emit()

    def _hinted(self, hints: tuple[HintLine, ...]) -> None:
        if hints != self.hints:
            self.hints = hints
            self.loaded.emit()


def _look(ports: Ports) -> tuple[frozenset[Recording], tuple[TodayLine, ...]]:
    recordings = _recordings(ports)
    return recordings, today_lines(ports) if recordings else ()


def _hints(ports: Ports) -> tuple[HintLine, ...]:
    return check_hints(ports) if _recordings(ports) else ()


def _recordings(ports: Ports) -> frozenset[Recording]:
    """How the running plans are recorded; empty without any."""
    with ports.units.read() as uow:
        return frozenset(plan.recording for plan in uow.check_plans.headers() if plan.running)


# ---- a single sheet --------------------------------------------------------------------------------------------------


def sheet_form(ports: Ports) -> Form:
    """A sheet that was ticked on the floor: its number, the day written on it, the exceptions, a scan."""
    with ports.units.read() as uow:
        people: tuple[Person, ...] = uow.people.all()

    def send(values: Values) -> Any:
        number, failed, absent = values["number"], numbers_in(values["failed"]), numbers_in(values["absent"])
        with told_at("number"):
            plan, first = sheet_of(ports, number)
            if plan.recording is Recording.MONTH_SHEET:
                raise UserError("这是每天一格的点检表。", "一个月抄一次：请在下面的清单里点这张表的“抄录”。")
        with told_at("done_on"):
            done_on = day_in(values["done_on"], first)
        marks = failed_numbers(failed, absent)
        with told_at("number", WrongCheck), told_at("done_on", WrongDay), _told_at_numbers(failed):
            return transcribe_sheet(
                ports, number, marks, done_on=done_on, inspector_id=values["by"], scans=values["scans"]
            )

    asks = (
        Ask("number", "表号", placeholder="例如 J-0007-2026W48", needed="请照表的右上角填表号。", half=True),
        Ask(
            "done_on",
            "表上写的检查日期",
            placeholder="例如 11-20",
            needed="请照表上写的填检查日期，例如 11-20。",
            check=lambda words: day_in(words, ports.clock.today()),
            half=True,
        ),
        Ask("failed", "有异常的序号", placeholder="例如 3、7；没有就空着", check=numbers_in, half=True),
        Ask("absent", "不涉及的序号", placeholder="没有就空着", check=numbers_in, half=True),
        Ask("by", "谁查的（空着就是平时查的人）", Kind.PERSON, half=True, name="纸上查的人"),
        Ask("scans", "表的照片或扫描件（可以不放）", Kind.PHOTOS, most=4, name="表的照片"),
    )
    sentence = "表号印在检查表右上角。没问题的不用填，只填有问题的序号。"
    title = "纸上查过的，按表号录入"
    return Form("key-sheet", title, "录入这张表", asks, send, "已录入一张检查表", sentence, toast=False, people=people)


@contextmanager
def _told_at_numbers(failed: tuple[int, ...]) -> Iterator[None]:
    """What is wrong with a number is told at the question where it stands: these were typed as failed."""
    try:
        yield
    except NoSuchItem as error:
        raise AnswerRefused("absent" if set(failed).isdisjoint(error.numbers) else "failed", error) from error
    except MarkedTwice as error:
        raise AnswerRefused("failed" if failed.count(error.number) > 1 else "absent", error) from error


def day_in(words: str, near: date) -> date:
    """2026-11-20, 11-20, 11.20, 11月20日 or 20 (of the month of `near`); raises UserError for what is no day."""
    parts = [int(part) for part in re.findall(r"\d+", words)]
    plain = re.fullmatch(r"\s*\d+(?:\s*[-./年月日号 ]\s*\d+){0,2}\s*[日号]?\s*", words)
    try:
        if plain and len(parts) == 3:
            return date(parts[0] if parts[0] > 99 else 2000 + parts[0], parts[1], parts[2])
        if plain and len(parts) == 2:
            return _nearest(parts[0], parts[1], near)
        if plain and len(parts) == 1:
            return near.replace(day=parts[0])
    except ValueError as error:
        raise UserError(f"“{words[:20]}”不是日期。", "请照表上写的填，例如 11-20。") from error
    raise UserError(f"“{words[:20]}”不是日期。", "请照表上写的填，例如 11-20。")


def _nearest(month: int, day: int, near: date) -> date:
    """A sheet of December that is keyed in January belongs to the year before."""
    found = [date(year, month, day) for year in (near.year - 1, near.year, near.year + 1)]
    return min(found, key=lambda each: abs((each - near).days))


def numbers_in(words: str) -> tuple[int, ...]:
    """3、7 12 → (3, 7, 12); raises UserError for anything that is no number."""
    parts = [part for part in re.split(r"[\s,，、;；.。]+", words.strip()) if part]
    wrong = next((part for part in parts if not (part.isascii() and part.isdecimal()) or len(part) > 4), None)
    if wrong is not None:
        raise UserError(f"“{wrong[:20]}”不是序号。", "请只填数字，用空格或顿号隔开，例如 3、7。")
    return tuple(int(part) for part in parts)


def abnormal_in(made: Inspection) -> int:
    """How many items were not in order."""
    return sum(1 for result in made.results if result.state is ResultState.ABNORMAL)


def said_of(made: Inspection) -> str:
    """What was kept, in words."""
    abnormal = abnormal_in(made)
    return f"已保存，{abnormal} 处异常记成了隐患。" if abnormal else "已保存，全部正常。"


# ---- marks of an open sheet, kept as a draft -------------------------------------------------------------------------


def mark_words(mark: Mark) -> str:
    """A mark as a draft keeps it."""
    return "\t".join((mark.state.value, ",".join(mark.photos), mark.note.replace("\t", " ")))


def mark_of(number: int, words: str) -> Mark | None:
    """The mark that a draft kept; None for what is none."""
    parts = words.split("\t", 2)
    if len(parts) != 3 or parts[0] not in {state.value for state in ResultState}:
        return None
    return Mark(number, ResultState(parts[0]), parts[2], tuple(filter(None, parts[1].split(","))))


class FillModel(QObject):
    """One check: everything normal until an exception is marked. What is marked is kept until it is saved."""

    loaded = Signal()
    changed = Signal()
    marked = Signal(int)  # by its number
    saved = Signal(str)
    faulted = Signal(int, str)  # item (0: the whole), sentence

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._marks: dict[int, Mark] = {}
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        self.form: CheckForm | None = None
        self._saving: CheckForm | None = None
        self.inspector = Inspector(context, self)
        self.inspector.changed.connect(self._timer.start)
        self.inspector.refused.connect(lambda error: self.faulted.emit(0, sentence_of(error)))

    def open(self, line: TodayLine) -> None:
        """Show the form of a line's plan for its period; `loaded` follows."""
        self.open_plan(line.plan_ids[0], line.period.first)

    def open_plan(self, plan_id: str, day: date) -> None:
        """Show the form of a plan for the period that holds this day; `loaded` follows."""
        self.keep_now()
        self._marks, self.form = {}, None
        self._context.tasks.run(partial(_form_with_draft, self._context.ports, plan_id, day), self._came)

    def mark(self, number: int, state: ResultState) -> None:
        """正常, 异常 or 不涉及; a note that was written stays."""
        former = self._marks.get(number)
        if state is ResultState.NORMAL:
            self._marks.pop(number, None)
        else:
            self._marks[number] = replace(former, state=state) if former else Mark(number, state)
        self._changed()

    def mark_by_key(self, words: str, state: ResultState = ResultState.ABNORMAL) -> bool:
        """The numbers as they were typed, all or none; the same again takes it back. `marked` follows, or `faulted`."""
        try:
            numbers = self._known(numbers_in(words))
        except UserError as error:
            self.faulted.emit(0, sentence_of(error))
            return False
        self.faulted.emit(0, "")
        for number in numbers:
            self.mark(number, ResultState.NORMAL if self.state(number) is state else state)
            self.marked.emit(number)
        return True

    def _known(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        known = {item.number for item in self.form.items} if self.form else set()
        wrong = next((number for number in numbers if number not in known), None)
        if wrong is not None:
            raise UserError(f"这张表上没有第 {wrong} 项。", "请看清序号再打。")
        return numbers

    def note(self, number: int, words: str) -> None:
        """What was seen at an exception."""
        if number in self._marks and self._marks[number].note != words.strip():
            self._marks[number] = replace(self._marks[number], note=words.strip())
            self._timer.start()

    def take_photo(self, number: int, path: Path) -> None:
        """A photo of an exception; `changed` follows, or `faulted`."""
        form = self.form

        def took(name: str) -> None:
            mark = self._marks.get(number)
            if self.form is form and mark is not None and name not in mark.photos:
                self._marks[number] = replace(mark, photos=(*mark.photos, name))
                self.faulted.emit(number, "")
                self._changed()

        self._context.tasks.run(
            partial(self._context.ports.photos.keep_file, path),
            took,
            lambda error: self.faulted.emit(number, sentence_of(error)),
        )

    def mark_at(self, number: int) -> Mark | None:
        """What is marked at an item; None while it is normal."""
        return self._marks.get(number)

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

    def save(self) -> None:
        """Keep the check; `saved` follows, or `faulted`. Pressed twice, it is kept once."""
        form = self.form
        if form is None or form is self._saving:
            return
        self._saving = form
        work = partial(
            fill_check,
            self._context.ports,
            form.plan.id,
            tuple(self._marks.values()),
            day=form.due.period.first,
            inspector_id=self.inspector.id,
            seconds=int(self._clock.elapsed() / 1000),
        )
        self._context.records.save(
            work,
            said=f"已记录“{form.plan.title}”",
            then=partial(self._was_saved, form),
            failed=self._refused,
        )

    def keep_now(self) -> None:
        """Keep what waits to be kept."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def _was_saved(self, form: CheckForm, result: tuple[Inspection, object]) -> None:
        """`form`: another one may be open by now."""
        self._saving = None
        if self.form is form:
            self._timer.stop()
        self._context.tasks.run(partial(drafts.drop_draft, self._context.ports, draft_of(form)))
        self.saved.emit(said_of(result[0]))

    def _refused(self, error: UserError) -> None:
        self._saving = None
        self.faulted.emit(0, sentence_of(error))

    def _changed(self) -> None:
        self._timer.start()
        self.changed.emit()

    def _keep(self) -> None:
        if self.form is not None:
            written = {str(number): mark_words(mark) for number, mark in self._marks.items()}
            written["by"] = self.inspector.written
            self._context.tasks.run(partial(drafts.keep_draft, self._context.ports, draft_of(self.form), written))

    def _came(self, found: tuple[CheckForm, dict[str, str]]) -> None:
        form, written = found
        self.form = form
        self.inspector.begin(form.people, form.inspector_id, written.get("by", ""))
        asked = {item.number for item in form.items}
        marks = (mark_of(int(number), words) for number, words in written.items() if number.isdecimal())
        self._marks = {mark.number: mark for mark in marks if mark is not None and mark.number in asked}
        self._clock.start()
        self.loaded.emit()


def draft_of(form: CheckForm) -> str:
    """The name of the draft of a plan's period."""
    return f"check:{form.plan.id}:{form.due.period.first}"


def _form_with_draft(ports: Ports, plan_id: str, day: date) -> tuple[CheckForm, dict[str, str]]:
    form = check_form(ports, plan_id, day)
    return form, drafts.draft(ports, draft_of(form))
