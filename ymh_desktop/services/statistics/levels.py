"""How risk levels changed: told by the audit trail, which knows every grade and judgement that ever held."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.workdays import ONE_DAY
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.statistics.wishes import levels_handled

_LEVELS = {level.name.lower(): level for level in RiskLevel}


class LevelStep(NamedTuple):
    """From a day on a hazard had this level; None: it was taken out of the register. `title` as it was first written.

    `moment` is ISO text.
    """

    hazard_id: str
    on: date
    level: RiskLevel | None
    title: str
    moment: str


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A hazard whose level differs between two days; None on the side where it was not in the register."""

    hazard_id: str
    title: str
    before: RiskLevel | None
    after: RiskLevel | None
    on: date  # of the last step between

    @property
    def raised(self) -> bool:
        """It is worse now."""
        return self.before is not None and self.after is not None and self.after > self.before

    @property
    def lowered(self) -> bool:
        """It is better now."""
        return self.before is not None and self.after is not None and self.after < self.before


def level_steps(ports: Ports, *, of_present: bool = False) -> tuple[LevelStep, ...]:
    """Every step of every hazard, oldest first; `of_present` only of those still in the register, much faster."""
    states: dict[str, _State] = {}
    steps = []
    for hazard_id, moment, fields in ports.views.level_history(of_present=of_present):
        state = states.setdefault(hazard_id, _State())
        before, known = state.level, state.told
        state.take({name: (old, new) for name, old, new in json.loads(fields)})
        if state.level is not before or not known:
            steps.append(LevelStep(hazard_id, date.fromisoformat(moment[:10]), state.level, state.title, moment))
    return tuple(steps)


class _State:
    """What the trail has said of one hazard so far."""

    def __init__(self) -> None:
        self.told = False
        self.title = ""
        self._grade: RiskLevel | None = None
        self._lifted: tuple[RiskLevel, ...] = ()

    @property
    def level(self) -> RiskLevel | None:
        """The worse of the grade and every judgement in force."""
        return None if self._grade is None else max(self._grade, *self._lifted, self._grade)

    def take(self, fields: Mapping[str, tuple[str | None, str | None]]) -> None:
        """One entry."""
        self.told = True
        if "title" in fields and not self.title:
            self.title = _value(fields["title"][1]) or ""
        if "grade" in fields:
            grade = _value(fields["grade"][1])
            self._grade = _LEVELS[grade["level"]] if grade else None
            if grade is None:
                self._lifted = ()
        if "judgements" in fields:
            judgements: Iterable[Any] = _value(fields["judgements"][1]) or ()
            self._lifted = tuple(_LEVELS[each["level"]] for each in judgements if each["ended_on"] is None)


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def levels_on(steps: Iterable[LevelStep], day: date) -> dict[str, RiskLevel]:
    """Hazard id → the level it had in the evening of that day; those not in the register then are left out."""
    found: dict[str, RiskLevel | None] = {}
    for step in steps:
        if step.on <= day:
            found[step.hazard_id] = step.level
    return {hazard_id: level for hazard_id, level in found.items() if level is not None}


def counted(levels: Mapping[str, RiskLevel]) -> tuple[tuple[RiskLevel, int], ...]:
    """How many of each level, worst first."""
    having = list(levels.values())
    return tuple((level, having.count(level)) for level in sorted(RiskLevel, reverse=True))


def level_changes(steps: Iterable[LevelStep], first: date, last: date) -> tuple[LevelChange, ...]:
    """What stood in the register in the evening before `first` and has another level in the evening of `last`."""
    before: dict[str, RiskLevel | None] = {}
    after: dict[str, LevelStep] = {}
    for step in steps:
        if step.on < first:
            before[step.hazard_id] = step.level
        elif step.on <= last:
            after[step.hazard_id] = step
    changes = []
    for hazard_id, step in after.items():
        was = before.get(hazard_id)
        if was is not None and step.level is not None and step.level is not was:
            changes.append(LevelChange(hazard_id, step.title, was, step.level, step.on))
    return tuple(changes)


REMIND_FOR = timedelta(days=30)


def levels_to_handle(ports: Ports) -> tuple[LevelChange, ...]:
    """Changes of the last weeks of which nobody said that papers were changed and people told, the worst first.

    None before the first identification is finished: until then everything changes, and nothing hangs on a wall.
    """
    with ports.units.read() as uow:
        return levels_to_handle_in(ports, uow)


def levels_to_handle_in(ports: Ports, uow: UnitOfWork) -> tuple[LevelChange, ...]:
    """The same within a transaction that is open."""
    finished = [run.finished_on for run in uow.identifications.all() if run.finished_on is not None]
    if not finished:
        return ()
    today, handled = ports.clock.today(), levels_handled(uow)
    since = max(today - REMIND_FOR, min(finished) + ONE_DAY)
    if not ports.views.level_history(of_present=True, since=since):
        return ()
    before: dict[str, RiskLevel | None] = {}
    changed: dict[str, tuple[RiskLevel, LevelStep]] = {}
    for step in level_steps(ports, of_present=True):
        was = before.get(step.hazard_id)
        before[step.hazard_id] = step.level
        if step.on < since or step.moment <= handled:
            changed.pop(step.hazard_id, None)
        elif was is not None:
            changed[step.hazard_id] = (changed.get(step.hazard_id, (was, step))[0], step)
    found = [
        LevelChange(step.hazard_id, step.title, was, step.level, step.on)
        for was, step in changed.values()
        if step.level is not None and step.level is not was
    ]
    return tuple(sorted(found, key=lambda change: (-(change.after or 0), change.on)))
