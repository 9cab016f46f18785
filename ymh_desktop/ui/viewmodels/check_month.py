"""抄录点检表: a month's sheet keyed once, everything normal but the exceptions, by item number and day."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.inspections import Inspection, Mark, ResultState
from ymh_desktop.domain.workdays import ONE_DAY, month_end
from ymh_desktop.services import drafts
from ymh_desktop.services.checks.fill import MonthForm, month_form, transcribe_month
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.asking import KEEP_AFTER_MS, sentence_of
from ymh_desktop.ui.viewmodels.checks import abnormal_in, numbers_in
from ymh_desktop.ui.viewmodels.inspector import Inspector

Cell = tuple[date, int]  # a day and the number of an item


class MonthModel(QObject):
    """One sheet of one month. `faulted` brings a sentence, empty when all is well again."""

    loaded = Signal()
    changed = Signal()
    pictured = Signal()
    faulted = Signal(str)
    saved = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ports = context.ports
        self._marks: dict[Cell, ResultState] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        self.not_done: set[date] = set()
        self.scans: tuple[str, ...] = ()
        self.line = ""  # typed, and not taken yet
        self.form: MonthForm | None = None
        self._saving: MonthForm | None = None
        self.inspector = Inspector(context, self)
        self.inspector.changed.connect(self._timer.start)
        self.inspector.refused.connect(lambda error: self.faulted.emit(sentence_of(error)))
        self.plan_ids: tuple[str, ...] = ()
        self.titles: tuple[tuple[str, str], ...] = ()

    def open(self, plan_ids: tuple[str, ...], month: date, plan_id: str = "") -> None:
        """Show the first of these sheets, or the one named; `loaded` follows."""
        self.keep_now()
        self.form, self.plan_ids = None, plan_ids
        work = partial(_read, self._ports, plan_ids, plan_id or plan_ids[0], month)
        self._context.tasks.run(work, self._came)

    def show_plan(self, plan_id: str) -> None:
        """Another sheet of the same month."""
        if self.form is not None and plan_id != self.form.plan.id:
            self.open(self.plan_ids, self.form.month.first, plan_id)

    def step(self, forward: bool) -> None:
        """The month after or before."""
        if self.form is None:
            return
        month = self.form.month
        day = month.last + ONE_DAY if forward else month.first - ONE_DAY
        if day <= self._ports.clock.today():
            self.open(self.plan_ids, day.replace(day=1), self.form.plan.id)

    # ---- marks ---------------------------------------------------------------------------------------------------

    def state(self, cell: Cell) -> ResultState:
        """What is marked there."""
        return self._marks.get(cell, ResultState.NORMAL)

    def can_mark(self, day: date) -> bool:
        """A day that has come, on which this sheet was in use, and that is not on record yet."""
        form = self.form
        if form is None or day not in form.month or not form.plan.starts_on <= day <= self._ports.clock.today():
            return False
        return all(made.period.first != day for made in form.made)

    def mark(self, cell: Cell, state: ResultState) -> None:
        """正常, 异常 or 不涉及 on that day."""
        day, _ = cell
        if not self.can_mark(day):
            return
        if state is ResultState.NORMAL:
            self._marks.pop(cell, None)
        else:
            self._marks[cell] = state
            self.not_done.discard(day)
        self._changed()

    def toggle_day(self, day: date) -> None:
        """That day's column is empty on the paper: nobody looked; once more takes it back."""
        if not self.can_mark(day):
            return
        self.not_done ^= {day}
        if day in self.not_done:
            self._marks = {cell: state for cell, state in self._marks.items() if cell[0] != day}
        self._changed()

    def write_line(self, words: str) -> None:
        """This stands in the line now."""
        if words != self.line:
            self.line = words
            self._timer.start()

    def type_line(self, words: str) -> bool:
        """5 3 7: on the 5th items 3 and 7 were not in order; 5 alone: nobody looked on the 5th. True when taken."""
        form = self.form
        if form is None:
            return False
        try:
            day, numbers = self._read_line(form, words)
        except UserError as error:
            self.faulted.emit(sentence_of(error))
            return False
        self.faulted.emit("")
        if not numbers:
            self.toggle_day(day)
        for number in numbers:
            again = self.state((day, number)) is ResultState.ABNORMAL
            self.mark((day, number), ResultState.NORMAL if again else ResultState.ABNORMAL)
        return True

    def _read_line(self, form: MonthForm, words: str) -> tuple[date, tuple[int, ...]]:
        numbers = numbers_in(words)
        if not numbers:
            raise UserError("还没有打日期和序号。", "例如 5 3 7：5 号的第 3、7 项有异常。")
        day, *items = numbers
        if not 1 <= day <= form.month.last.day:
            raise UserError(f"这个月没有 {day} 号。", "先打日期，再打序号，例如 5 3 7。")
        known = {item.number for item in form.items}
        wrong = [number for number in items if number not in known]
        if wrong:
            raise UserError(f"这张表上没有第 {wrong[0]} 项。", "请对照纸上的序号再打。")
        found = form.month.first.replace(day=day)
        if not self.can_mark(found):
            why = "已经记过了"
            if found > self._ports.clock.today():
                why = "还没到"
            elif found < form.plan.starts_on:
                why = f"还没有这张表，它从 {form.plan.starts_on} 起用"
            raise UserError(f"{day} 号{why}。", "请检查日期。")
        return found, tuple(items)

    # ---- what goes with it ---------------------------------------------------------------------------------------

    def take_scan(self, path: Path) -> None:
        """A photo or scan of the sheet; `pictured` follows, or `faulted`."""
        self._context.tasks.run(
            partial(self._ports.photos.keep_file, path),
            self._took,
            lambda error: self.faulted.emit(sentence_of(error)),
        )

    def drop_scan(self, name: str) -> None:
        """It does not belong here."""
        self.scans = tuple(each for each in self.scans if each != name)
        self._timer.start()
        self.pictured.emit()

    def picture(self, name: str, then: Callable[[bytes | None], None]) -> None:
        """Read one photo off the window's thread."""
        self._context.tasks.run(partial(self._ports.photos.read, name), then)

    @property
    def days(self) -> int:
        """How many days will be kept."""
        return len(self.days_kept)

    @property
    def days_kept(self) -> tuple[date, ...]:
        """Working days still to key but for the empty ones, and closed days that bear a mark."""
        if self.form is None:
            return ()
        marked = {day for day, _ in self._marks}
        return tuple(sorted({*self.form.days, *marked} - (self.not_done - marked)))

    @property
    def abnormal(self) -> int:
        """How many exceptions become hidden dangers."""
        return sum(1 for state in self._marks.values() if state is ResultState.ABNORMAL)

    @property
    def save_words(self) -> str:
        """What the one button says."""
        if not self.days:
            return "没有要抄的日子"
        exceptions = f"，{self.abnormal} 处异常" if self.abnormal else "，全部正常"
        return f"存下 {self.days} 天{exceptions}"

    # ---- saving --------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep the month; `saved` follows, or `faulted`. Pressed twice, it is kept once."""
        form = self.form
        if form is None or form is self._saving:
            return
        self._saving = form
        marks: dict[date, list[Mark]] = {}
        for (day, number), state in sorted(self._marks.items()):
            marks.setdefault(day, []).append(Mark(number, state))
        work = partial(
            transcribe_month,
            self._ports,
            form.plan.id,
            form.month.first.year,
            form.month.first.month,
            marks=marks,
            not_done=tuple(self.not_done),
            inspector_id=self.inspector.id,
            scans=self.scans,
        )
        self._context.records.save(
            work,
            said=f"已抄录“{form.plan.title}”{form.month.first.month} 月",
            then=partial(self._was_saved, form),
            failed=self._refused,
        )

    def keep_now(self) -> None:
        """Keep what waits to be kept."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def _was_saved(self, form: MonthForm, result: tuple[tuple[Inspection, ...], object]) -> None:
        """`form`: another month may be open by now."""
        self._saving = None
        if self.form is form:
            self._timer.stop()
        self._context.tasks.run(partial(drafts.drop_draft, self._ports, draft_of(form)))
        abnormal = sum(abnormal_in(made) for made in result[0])
        found = f"，{abnormal} 处异常记成了隐患" if abnormal else ""
        self.saved.emit(f"已抄录“{form.plan.title}”{len(result[0])} 天{found}。")

    def _refused(self, error: UserError) -> None:
        self._saving = None
        self.faulted.emit(sentence_of(error))

    def _took(self, name: str) -> None:
        if name not in self.scans:
            self.scans = (*self.scans, name)
            self._timer.start()
            self.faulted.emit("")
            self.pictured.emit()

    def _changed(self) -> None:
        self._timer.start()
        self.changed.emit()

    def _keep(self) -> None:
        if self.form is not None:
            written = {f"{day}:{number}": state.value for (day, number), state in self._marks.items()}
            written["scans"] = ",".join(self.scans)
            written["empty"] = ",".join(str(day) for day in sorted(self.not_done))
            written["line"], written["by"] = self.line, self.inspector.written
            self._context.tasks.run(partial(drafts.keep_draft, self._ports, draft_of(self.form), written))

    def _came(self, found: tuple[MonthForm, tuple[tuple[str, str], ...], dict[str, str]]) -> None:
        self.form, self.titles, written = found
        self.inspector.begin(self.form.people, self.form.inspector_id, written.pop("by", ""))
        self.line = written.pop("line", "")
        self.scans = tuple(filter(None, written.pop("scans", "").split(",")))
        self.not_done = {date.fromisoformat(day) for day in written.pop("empty", "").split(",") if day}
        self._marks = {}
        known = {item.number for item in self.form.items}
        for place, value in written.items():
            day, _, number = place.partition(":")
            cell = (date.fromisoformat(day), int(number))
            if self.can_mark(cell[0]) and cell[1] in known:
                self._marks[cell] = ResultState(value)
        self.not_done = {day for day in self.not_done if self.can_mark(day)}
        self.faulted.emit("")
        self.loaded.emit()


def draft_of(form: MonthForm) -> str:
    """The name of the draft of a month's sheet."""
    return f"month:{form.plan.id}:{form.month.first}"


def _read(
    ports: Ports, plan_ids: tuple[str, ...], plan_id: str, month: date
) -> tuple[MonthForm, tuple[tuple[str, str], ...], dict[str, str]]:
    form = month_form(ports, plan_id, month.year, month.month)
    with ports.units.read() as uow:
        titles = tuple((each, uow.check_plans.get(each).title) for each in plan_ids)
    return form, titles, drafts.draft(ports, draft_of(form))


def days_of(form: MonthForm) -> tuple[date, ...]:
    """Every day of the month."""
    return tuple(form.month.first.replace(day=number) for number in range(1, month_end(form.month.first).day + 1))
