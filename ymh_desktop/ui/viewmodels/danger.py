"""One hidden danger: who rectifies it by when, and closing it; and the form that registers a new one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.enterprise import Person, optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, HiddenDanger
from ymh_desktop.domain.words import label
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers import DangerSheet, danger_sheet
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.dangers import NewDanger
from ymh_desktop.ui.viewmodels.hazard import people_words, with_person
from ymh_desktop.ui.viewmodels.wizard.keeping import Keeping

TITLE, PLACE, PERSON, DEADLINE, MEASURES, DONE, BY, ACCEPTED, REASON, FOUND_ON, FOUND_BY = (
    *("title", "place", "person", "deadline", "measures", "done", "by", "accepted", "reason", "found_on", "found_by"),
)
LONGEST_TITLE, LONGEST_PLACE, LONGEST_WORDS = 300, 60, 500
# Those that somebody can have found outside the wizard.
SOURCES = (DangerSource.INSPECTION, DangerSource.WORKER, DangerSource.EXPERT, DangerSource.AUTHORITY)
_NO_WAY_YET = "治理方案要写清：措施、责任人、资金、期限和预案；挂牌督办的，还要等部门核销。"


@dataclass(frozen=True, slots=True)
class Closing:
    """What is written for closing and not kept yet."""

    done: str = ""
    by_id: str | None = None
    accepted_id: str | None = None
    reason: str = ""


class DangerModel(Keeping[DangerSheet]):
    """What the page of one hidden danger shows and may do. A fault is told with the field it belongs to."""

    faulted = Signal(str, str)
    drafted = Signal()  # what is written for closing changed
    gone = Signal()
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._ports = context.ports
        self._id = ""
        self._sheet: DangerSheet | None = None
        self._drafts: dict[str, Closing] = {}  # looking something up elsewhere loses nothing

    def open(self, danger_id: str) -> None:
        """Show this one; `loaded` follows."""
        self._id, self._sheet = danger_id, None
        self.load()

    def close(self) -> None:
        """Nothing is shown any more."""
        self._id, self._sheet = "", None

    def load(self) -> None:
        """Read anew; `loaded` follows, or `gone`."""
        if self._id:
            self._context.tasks.run(self._reader(), self._came, self._gone)

    @property
    def id(self) -> str:
        """The hidden danger that is open, empty for none."""
        return self._id

    @property
    def ready(self) -> bool:
        """Whether it was read."""
        return self._sheet is not None

    @property
    def danger(self) -> HiddenDanger:
        """Only after `loaded`."""
        return self._read.danger

    # ---- what it says --------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """Y-0003 锯片没有护罩."""
        return f"{self.danger.code} {self.danger.title}"

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """(words, tone) of what should catch the eye."""
        danger, found = self.danger, [(label(self.danger.level), "error" if self.never else "grey")]
        late = self._days_late()
        if late:
            found.append((f"超期 {late} 天", "error"))
        found.append((label(danger.status), "grey" if danger.is_open else "ok"))
        return tuple(found)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """(name, words) of what was known when it was registered."""
        danger, sheet = self.danger, self._read
        finder = sheet.name(danger.found_by_id)
        facts = [("发现", f"{danger.found_on}，{label(danger.source)}" + (f"，{finder}" if finder else ""))]
        if sheet.risk_point is not None:
            facts.append(("风险点", f"{sheet.risk_point.code} {sheet.risk_point.name}"))
        if sheet.hazard is not None:
            facts.append(("风险", sheet.hazard.title))
        if danger.basis:
            facts.append(("判定依据", danger.basis))
        return tuple(facts)

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Who can be named."""
        return people_words(self._read.people)

    @property
    def person_is_fixed(self) -> bool:
        """A major one is always the 主要负责人's."""
        return self.danger.level is DangerLevel.MAJOR

    @property
    def deadline(self) -> date:
        """The day by which it must be done."""
        return self.danger.deadline or self._ports.clock.today()

    @property
    def never(self) -> tuple[str, str] | None:
        """Why it cannot be closed here whatever was done: sentence and advice; None for a general one."""
        barrier = self.danger.never_simply() if self.danger.is_open else None
        return (barrier.problem, f"{barrier.advice}{_NO_WAY_YET}") if barrier else None

    @property
    def closed_words(self) -> str:
        """What was done, by whom, who accepted, when; empty while it is open."""
        danger, sheet = self.danger, self._read
        if danger.is_open:
            return ""
        words = (
            f"{danger.rectified}。" if not danger.rectified.endswith("。") else danger.rectified,
            f"{sheet.name(danger.rectified_by_id)}整改，{sheet.name(danger.accepted_by_id)}验收，",
            f"{danger.closed_on} 销号。",
            f"同一个人验收的原因：{danger.same_person_reason}" if danger.same_person_reason else "",
        )
        return "".join(words)

    def show_risk(self) -> None:
        """Open the risk that it belongs to."""
        if self._read.hazard is not None:
            self._context.navigate("register", self._read.hazard.id)

    @property
    def has_risk(self) -> bool:
        """Whether it belongs to a risk of the register."""
        return self._read.hazard is not None

    # ---- words and assignment ------------------------------------------------------------------------------------

    def set_title(self, title: str) -> None:
        """Other words."""
        self._edit(TITLE, title=title)

    def set_place(self, place: str) -> None:
        """Another place."""
        self._edit(PLACE, place=place)

    def set_person(self, person_id: str | None) -> None:
        """Who rectifies it."""
        if person_id is None:
            self.faulted.emit(PERSON, "整改要有人负责，请选一个人。")
        else:
            self._assign(PERSON, person_id, self.deadline, "")

    def add_person(self, name: str) -> None:
        """Somebody named here for the first time rectifies it."""
        deadline = self.deadline

        def assign(person_id: str) -> Changes:
            return dangers.assign_danger(self._ports, self._id, person_id, deadline)

        self._keep(PERSON, partial(with_person, self._ports, name, assign), f"新增“{name[:10]}”")

    def set_deadline(self, day: date) -> None:
        """By when."""
        self._assign(DEADLINE, self.danger.responsible_id, day, "")

    def set_measures(self, words: str) -> None:
        """What is to be done."""
        self._assign(MEASURES, self.danger.responsible_id, self.deadline, words)

    # ---- closing -------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> Closing:
        """What is written for closing; whoever is responsible is taken to have done it."""
        return self._drafts.get(self._id, Closing(by_id=self.danger.responsible_id))

    @property
    def same_person(self) -> bool:
        """Whether a reason is needed because one accepts one's own work."""
        return self.draft.by_id is not None and self.draft.by_id == self.draft.accepted_id

    def write(self, **changed: Any) -> None:
        """done, by_id, accepted_id, reason."""
        self._drafts[self._id] = replace(self.draft, **changed)
        for field in changed:
            self.faulted.emit({"done": DONE, "by_id": BY, "accepted_id": ACCEPTED, "reason": REASON}[field], "")
        self.drafted.emit()

    def add_person_for(self, field: str, name: str) -> None:
        """Somebody named here for the first time did it (BY) or accepts it (ACCEPTED)."""

        def known(result: tuple[Person, Changes]) -> None:
            self.write(**{"by_id" if field == BY else "accepted_id": result[0].id})
            self.load()

        self._context.records.save(
            partial(firm.add_person, self._ports, name),
            said=f"新增“{name[:10]}”",
            then=known,
            failed=lambda error: self.faulted.emit(field, _sentence(error)),
        )

    def close_it(self) -> None:
        """Rectified and accepted; `closed` follows, or `faulted` for the first thing that will not do."""
        fault = self._not_closable()
        if fault is not None:
            self.faulted.emit(*fault)
            return
        draft = self.draft
        assert draft.by_id is not None
        assert draft.accepted_id is not None
        work = partial(
            dangers.close_danger,
            self._ports,
            self._id,
            done=draft.done,
            by_id=draft.by_id,
            accepted_by_id=draft.accepted_id,
            same_person_reason=draft.reason if self.same_person else "",
        )
        self.keep(
            work,
            f"{self.danger.code} 已销号",
            toast=True,
            then=self._was_closed,
            failed=lambda error: self.faulted.emit(DONE, _sentence(error)),
        )

    def reopen(self) -> None:
        """It came up again, or was closed by mistake; the toast takes it back."""
        work = partial(dangers.reopen_danger, self._ports, self._id)
        self.keep(work, f"{self.danger.code} 已重新打开", toast=True)

    def _not_closable(self) -> tuple[str, str] | None:
        draft = self.draft
        if not draft.done.strip():
            return DONE, "请写一句怎么整改的，例如“已装上锯片防护罩”。"
        try:
            optional_text("怎么整改的", draft.done, LONGEST_WORDS)
        except UserError as error:
            return DONE, _sentence(error)
        if draft.by_id is None:
            return BY, "请选是谁整改的。"
        if draft.accepted_id is None:
            return ACCEPTED, "请选是谁验收的；验收的人不能是整改的人。"
        if self.same_person and not draft.reason.strip():
            return REASON, "整改人和验收人是同一个人：请换一个人验收，或者写明原因。"
        return None

    def _was_closed(self) -> None:
        self._drafts.pop(self._id, None)
        self.closed.emit()

    # ---- keeping -------------------------------------------------------------------------------------------------

    @property
    def _read(self) -> DangerSheet:
        assert self._sheet is not None
        return self._sheet

    def _days_late(self) -> int:
        today = self._ports.clock.today()
        return (today - self.deadline).days if self.danger.overdue(today) else 0

    def _edit(self, field: str, **changed: str) -> None:
        if self._sheet is None:
            return  # another one is just being read
        words = {"title": self.danger.title, "place": self.danger.place, **changed}
        self._keep(field, partial(dangers.edit_danger, self._ports, self._id, **words), "改隐患内容")

    def _assign(self, field: str, person_id: str | None, deadline: date, measures: str) -> None:
        if self._sheet is None:
            return
        if person_id is None:
            self.faulted.emit(PERSON, "请先选由谁整改。")
            return
        work = partial(dangers.assign_danger, self._ports, self._id, person_id, deadline, measures)
        self._keep(field, work, "派单")

    def _keep(self, field: str, work: Callable[[], Any], said: str) -> None:
        self.faulted.emit(field, "")
        self.keep(work, said, failed=lambda error: self.faulted.emit(field, _sentence(error)))

    def _reader(self) -> Callable[[], DangerSheet]:
        return partial(danger_sheet, self._ports, self._id)

    def _show(self, state: DangerSheet) -> None:
        self._sheet = state

    def _came(self, state: DangerSheet) -> None:
        if state.danger.id == self._id:  # else another one was opened meanwhile
            super()._came(state)

    def _gone(self, error: UserError) -> None:
        self.close()
        self.gone.emit()


class NewDangerModel(QObject):
    """The form. Nothing is kept before `add`."""

    loaded = Signal()
    faulted = Signal(str, str)
    added = Signal(str)  # the new one's id

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._people: tuple[Person, ...] = ()
        self._begin(NewDanger())

    def _begin(self, where: NewDanger) -> None:
        self.where = where
        self.title, self.place = "", where.place
        self.source = DangerSource.INSPECTION
        self.found_on = self._context.ports.clock.today()
        self.found_by: str | None = None

    def open(self, where: NewDanger) -> None:
        """Begin an empty form; `loaded` follows."""
        self._begin(where)
        self._read()

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Who can be named."""
        return people_words(self._people)

    @property
    def sources(self) -> tuple[tuple[object, str], ...]:
        """Who can have found it."""
        return tuple((source, label(source)) for source in SOURCES)

    def check_title(self, words: str) -> None:
        """Raises UserError for what cannot be the words of a hidden danger."""
        required_text("查出了什么", words, LONGEST_TITLE)

    def check_day(self, iso: str) -> None:
        """Raises UserError for a day that has not come."""
        day = date.fromisoformat(iso)
        if day > self._context.ports.clock.today():
            raise UserError(f"发现日期 {day} 还没到。", "请填今天或以前的日期。")

    def add_person(self, name: str) -> None:
        """Somebody named here for the first time found it."""

        def known(result: tuple[Person, Changes]) -> None:
            self.found_by = result[0].id
            self._read()

        self._context.records.save(
            partial(firm.add_person, self._context.ports, name),
            said=f"新增“{name[:10]}”",
            then=known,
            failed=lambda error: self.faulted.emit(FOUND_BY, _sentence(error)),
        )

    def add(self) -> None:
        """Keep it; `added` follows, or `faulted` for the first thing that will not do."""
        fault = self._missing()
        if fault is not None:
            self.faulted.emit(*fault)
            return
        work = partial(
            dangers.register_danger,
            self._context.ports,
            self.title,
            self.place,
            found_on=self.found_on,
            source=self.source,
            hazard_id=self.where.hazard_id,
            found_by_id=self.found_by,
        )
        self._context.records.save(work, said=f"已登记“{self.title.strip()[:20]}”", toast=True, then=self._added)

    def _missing(self) -> tuple[str, str] | None:
        checks: tuple[tuple[str, Callable[[], object]], ...] = (
            (TITLE, lambda: self.check_title(self.title)),
            (PLACE, lambda: optional_text("部位", self.place, LONGEST_PLACE)),
            (FOUND_ON, lambda: self.check_day(self.found_on.isoformat())),
        )
        for field, check in checks:
            try:
                check()
            except UserError as error:
                return field, _sentence(error)
        return None

    def _read(self) -> None:
        self._context.tasks.run(self._read_people, self._came)

    def _read_people(self) -> tuple[Person, ...]:
        with self._context.ports.units.read() as uow:
            return uow.people.all()

    def _came(self, people: tuple[Person, ...]) -> None:
        self._people = people
        self.loaded.emit()

    def _added(self, result: tuple[HiddenDanger, Changes]) -> None:
        self.added.emit(result[0].id)


def _sentence(error: UserError) -> str:
    return f"{error.problem}{error.advice}"
