"""Hidden dangers as a list: what waits, what is overdue, what narrows it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from ymh_desktop.domain.hidden_dangers import SUSPECTED, DangerLevel, DangerSource, DangerStatus
from ymh_desktop.domain.words import label
from ymh_desktop.services.hidden_dangers import LoopTask, Urge, loop_tasks
from ymh_desktop.services.lists import DangerLine, danger_lines
from ymh_desktop.ui.context import Context
from ymh_desktop.ui.viewmodels.pinyin_search import PinyinSearch


@dataclass(frozen=True, slots=True)
class NewDanger:
    """Where a hidden danger was found that is to be registered; `risk` are the words of the risk it belongs to."""

    place: str = ""
    hazard_id: str | None = None
    risk: str = ""


class Standing(Enum):
    """How far a hidden danger is, in the words of the list."""

    OPEN = "没销号"
    OVERDUE = "已超期"
    CLOSED = "已销号"


class View(Enum):
    """The four piles that the list is looked at in."""

    ALL = "全部"
    WAITING = "待我办"
    OVERDUE = "逾期"
    MAJOR = "重大"


class State(NamedTuple):
    """What the list says about one; ordered by urgency, the longest overdue first. Tones: error, ok or none."""

    rank: int
    words: str
    tone: str


class DangerRow(NamedTuple):
    """A line of the list on screen."""

    id: str
    code: str
    title: str
    place: str
    level: DangerLevel
    kind: str  # 一般隐患, 疑似重大隐患 or 重大隐患
    state: State
    deadline: date | None
    responsible: str
    found_on: date
    source: DangerSource
    risk_point_name: str
    standing: Standing


_NOTHING_LEFT = (DangerStatus.AWAITING_AUTHORITY, DangerStatus.CLOSED)  # for the enterprise to do
_URGENCY = {status: rank for rank, status in enumerate(DangerStatus, start=1)}


def danger_row(line: DangerLine, today: date) -> DangerRow:
    """The line as it is shown today."""
    status = DangerStatus(line.status)
    late = (today - line.deadline).days if line.deadline and status not in _NOTHING_LEFT else 0
    if status is DangerStatus.CLOSED:
        state, standing = State(_URGENCY[status], label(status), "ok"), Standing.CLOSED
    elif late > 0:
        state, standing = State(-late, f"超期 {late} 天", "error"), Standing.OVERDUE
    else:
        state, standing = State(_URGENCY[status], line.state_words, ""), Standing.OPEN
    return DangerRow(
        line.id,
        line.code,
        line.title,
        line.place,
        DangerLevel(line.level),
        line.kind_words,
        state,
        line.deadline,
        line.responsible,
        line.found_on,
        DangerSource(line.source),
        line.risk_point_name,
        standing,
    )


Options = tuple[tuple[object, str], ...]


class DangersModel(QObject):
    """The rows and what narrows them. `loaded` brings other rows, `narrowed` the same with another filter."""

    loaded = Signal()
    narrowed = Signal()
    asked = Signal()  # what waits for somebody is known

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view = View.ALL
        self.waiting: dict[str, str] = {}  # id → what is asked for
        self.reviews: tuple[LoopTask, ...] = ()
        self._search = PinyinSearch(context.tasks, self)
        self._search.ready.connect(self.narrowed)
        self.ready = False
        self.rows: tuple[DangerRow, ...] = ()
        self.words = ""
        self.standing: Standing | None = None
        self.level: DangerLevel | None = None
        self.source: DangerSource | None = None

    def load(self) -> None:
        """Read anew; `loaded` follows."""
        self._context.tasks.run(partial(danger_lines, self._context.ports), self._came)
        self._context.tasks.run(partial(loop_tasks, self._context.ports), self._asked)

    @property
    def counts(self) -> dict[View, int]:
        """How many lie in each pile."""
        return {view: sum(1 for row in self.rows if self._lies_in(row, view)) for view in View}

    def look_at(self, view: View) -> None:
        """Show only this pile."""
        self.view = view
        self.narrowed.emit()

    def review(self, task: LoopTask) -> None:
        """Open the risk whose review is due."""
        self._context.navigate("register", task.hazard_id)

    def _lies_in(self, row: DangerRow, view: View) -> bool:
        match view:
            case View.WAITING:
                return row.id in self.waiting
            case View.OVERDUE:
                return row.standing is Standing.OVERDUE
            case View.MAJOR:
                return row.level is DangerLevel.MAJOR and row.standing is not Standing.CLOSED
            case View.ALL:
                return True

    def _asked(self, tasks: tuple[LoopTask, ...]) -> None:
        self.waiting = {task.danger_id: task.title for task in tasks if task.danger_id and task.urge is not Urge.SOON}
        self.reviews = tuple(task for task in tasks if task.urge is Urge.REVIEW)
        self.asked.emit()

    @property
    def standings(self) -> Options:
        """What can be looked for."""
        return tuple((standing, standing.value) for standing in Standing)

    @property
    def levels(self) -> Options:
        """Major first, with those that nobody judged yet."""
        return (
            (DangerLevel.MAJOR, f"{label(DangerLevel.MAJOR)}（含疑似）"),
            (DangerLevel.GENERAL, label(DangerLevel.GENERAL)),
        )

    @property
    def sources(self) -> Options:
        """Who found it."""
        return tuple((source, label(source)) for source in DangerSource)

    @property
    def summary(self) -> str:
        """How many wait and how many are overdue."""
        if not self.rows:
            return ""
        standings = [row.standing for row in self.rows]
        overdue = standings.count(Standing.OVERDUE)
        waiting = overdue + standings.count(Standing.OPEN)
        if not waiting:
            return f"{len(self.rows)} 条都已销号。"
        late = f"，其中 {overdue} 条超期" if overdue else ""
        return f"{waiting} 条没销号{late}；已销号 {standings.count(Standing.CLOSED)} 条。"

    def narrow(
        self, *, words: str, standing: Standing | None, level: DangerLevel | None, source: DangerSource | None
    ) -> None:
        """Leave out what is not meant."""
        self.words, self.standing, self.level, self.source = words, standing, level, source
        self.narrowed.emit()
        self._search.prepare_for(self.words)

    def passes(self) -> Callable[[Any], bool] | None:
        """Whether a row is shown; None when all are. What is overdue is not closed either."""
        tests: list[Callable[[DangerRow], bool]] = []
        standing, level, source, view = self.standing, self.level, self.source, self.view
        if view is not View.ALL:
            tests.append(lambda row: self._lies_in(row, view))
        matches = self._search.matches(self.words)
        if standing is Standing.OPEN:
            tests.append(lambda row: row.standing is not Standing.CLOSED)
        elif standing is not None:
            tests.append(lambda row: row.standing is standing)
        if level is not None:
            tests.append(lambda row: row.level is level)
        if source is not None:
            tests.append(lambda row: row.source is source)
        if matches is not None:
            tests.append(lambda row: matches(row.id))
        return (lambda row: all(test(row) for test in tests)) if tests else None

    def _came(self, lines: list[DangerLine]) -> None:
        today = self._context.ports.clock.today()
        self.ready = True
        rows = self.rows = tuple(sorted((danger_row(line, today) for line in lines), key=_most_urgent_first))
        self._search.set_texts(lambda: ((row.id, _texts(row)) for row in rows))
        self.loaded.emit()
        self._search.prepare_for(self.words)


def _texts(row: DangerRow) -> tuple[str, ...]:
    return row.title, row.place, row.code, row.responsible, row.risk_point_name


def _most_urgent_first(row: DangerRow) -> tuple[int, int]:
    """Major ones first, then suspected ones, then what is overdue, the longest first; then what is open, then closed.

    Of each the longest overdue come first, and the others as they came.
    """
    late = row.state.rank if row.standing is Standing.OVERDUE else 0
    if row.standing is Standing.CLOSED:
        return 4, 0
    if row.level is DangerLevel.MAJOR:
        return int(row.kind == SUSPECTED), late
    return (2 if late else 3), late
