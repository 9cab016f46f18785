"""培训: planning, sign-in sheets that come back, and what each person was taught."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.training import Attendance, Training, TrainingKind, hours_of
from ymh_desktop.domain.words import labelled
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork

YEAR = timedelta(days=365)
EVERYBODY = "全体员工"
_USUAL_DAY = 15  # all months have it
_DAY = "培训日期"


class TrainingState(Enum):
    """How far a training is."""

    OVERDUE = "overdue"
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


labelled(TrainingState, {"OVERDUE": "过了日子没录入", "PLANNED": "还没办", "HELD": "办过了", "CANCELLED": "取消了"})


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One training as the list shows it. `expected` is how many people it is for, `attended` how many signed."""

    training: Training
    state: TrainingState
    audience: str
    attended: int
    expected: int


@dataclass(frozen=True, slots=True)
class TrainingList:
    """Every training: what waits first, the nearest first; then what is done, the newest first."""

    lines: tuple[TrainingLine, ...]
    people: tuple[Person, ...]
    posts: tuple[Post, ...]

    def line(self, training_id: str) -> TrainingLine | None:
        """The one with this id."""
        return next((line for line in self.lines if line.training.id == training_id), None)

    def invited(self, training: Training) -> tuple[Person, ...]:
        """Whom it is for, of those who work here now."""
        return audience_of(training, self.people, self.posts)


def training_list(ports: Ports) -> TrainingList:
    """Read everything for the page and the papers."""
    today = ports.clock.today()
    with ports.units.read() as uow:
        trainings, people, posts = uow.trainings.all(), uow.people.all(), uow.posts.all()
    lines = [_line(each, people, posts, today) for each in trainings]
    waiting = sorted((e for e in lines if e.training.waiting), key=lambda e: (e.training.planned_on, e.training.code))
    over = sorted(
        (e for e in lines if not e.training.waiting),
        key=lambda e: (e.training.held_on or e.training.planned_on, e.training.code),
        reverse=True,
    )
    return TrainingList((*waiting, *over), people, posts)


def overdue_trainings(ports: Ports, uow: UnitOfWork) -> tuple[Training, ...]:
    """Those whose day is over and whose sheet was not keyed, the oldest first."""
    today = ports.clock.today()
    late = [training for training in uow.trainings.all() if training.overdue(today)]
    return tuple(sorted(late, key=lambda training: (training.planned_on, training.code)))


def _line(training: Training, people: Sequence[Person], posts: Sequence[Post], today: date) -> TrainingLine:
    expected = len(audience_of(training, people, posts))
    return TrainingLine(
        training, state_of(training, today), audience_words(training, posts), len(training.attended), expected
    )


def state_of(training: Training, today: date) -> TrainingState:
    """As of that day."""
    if training.cancelled:
        return TrainingState.CANCELLED
    if training.held_on is not None:
        return TrainingState.HELD
    return TrainingState.OVERDUE if training.overdue(today) else TrainingState.PLANNED


def audience_of(training: Training, people: Iterable[Person], posts: Iterable[Post]) -> tuple[Person, ...]:
    """Whom it is for, of those who work here now."""
    here = [person for person in people if not person.left]
    if training.for_everybody:
        return tuple(here)
    wanted = {person_id for post in posts if post.id in training.post_ids for person_id in post.person_ids}
    return tuple(person for person in here if person.id in wanted)


def audience_words(training: Training, posts: Iterable[Post]) -> str:
    """全体员工, or the names of the posts."""
    if training.for_everybody:
        return EVERYBODY
    return "、".join(post.name for post in posts if post.id in training.post_ids) or "已撤销的岗位"


def plan_training(
    ports: Ports,
    topic: str,
    planned_on: date,
    *,
    kind: TrainingKind = TrainingKind.YEARLY,
    hours: Decimal = Decimal(1),
    teacher: str = "",
    place: str = "",
    content: str = "",
    post_ids: Sequence[str] = (),
) -> tuple[Training, Changes]:
    """A training for these posts (none: everybody), with the next sheet number; raises UserError."""
    still_to_come(_DAY, planned_on, ports.clock.today())
    with ports.units.write() as uow:
        made = _planned(
            uow, ports, Training("", "", topic, kind, planned_on, hours, teacher, place, content, tuple(post_ids))
        )
        return made, uow.commit()


def _planned(uow: UnitOfWork, ports: Ports, training: Training) -> Training:
    for post_id in training.post_ids:
        uow.posts.get(post_id)
    checked = training.checked()
    made = replace(checked, id=ports.new_id(), code=f"PX-{uow.next_number('training'):04d}")
    uow.trainings.save(made)
    return made


def plan_usual_year(ports: Ports) -> tuple[tuple[Training, ...], Changes]:
    """The trainings that small firms usually have, one a year each, from today on; those already planned are left out.

    Their months and hours are customary (习惯值) and can be changed.
    """
    today = ports.clock.today()
    with ports.units.write() as uow:
        enterprise = uow.enterprise()
        officer = uow.people.find(enterprise.officer_id) if enterprise and enterprise.officer_id else None
        known = {each.topic for each in uow.trainings.all() if each.waiting or _within_a_year(each, today)}
        made = tuple(
            _planned(
                uow,
                ports,
                Training("", "", each.topic, each.kind, _next_month(each.month, today), each.hours,
                         officer.name if officer else "", "", each.content),
            )
            for each in ports.codes.suggested_trainings
            if each.topic not in known
        )  # fmt: skip
        return made, uow.commit()


def _within_a_year(training: Training, today: date) -> bool:
    return training.held_on is not None and training.held_on > today - YEAR


def _next_month(month: int, today: date) -> date:
    day = date(today.year, month, _USUAL_DAY)
    return day if day >= today else day.replace(year=day.year + 1)


def edit_training(ports: Ports, training_id: str, **fields: Any) -> Changes:
    """Other words or another day to come for one that was planned; raises UserError, also for one that is over."""
    with ports.units.write() as uow:
        training = uow.trainings.get(training_id)
        if not training.waiting:
            raise UserError(
                f"“{training.topic}”已经{'取消' if training.cancelled else '办过'}了，不能再改。", "录错了请用“撤销”。"
            )
        changed = replace(training, **fields).checked()
        if changed.planned_on != training.planned_on:
            still_to_come(_DAY, changed.planned_on, ports.clock.today())
        uow.trainings.save(changed)
        return uow.commit()


def hold_training(
    ports: Ports,
    training_id: str,
    attended: Sequence[Attendance],
    *,
    on: date | None = None,
    scans: Sequence[str] = (),
    teacher: str = "",
) -> Changes:
    """The signed sheet came back: who was there, with its photo; raises UserError.

    Keying it again puts the new list in place of the old one and adds further scans.
    """
    with ports.units.write() as uow:
        training = uow.trainings.get(training_id)
        for each in attended:
            uow.people.get(each.person_id)
        today = ports.clock.today()
        held = training.held(on or training.held_on or min(training.planned_on, today), attended, today)
        kept = tuple(dict.fromkeys((*held.scans, *scans)))
        uow.trainings.save(replace(held, scans=kept, teacher=teacher.strip() or held.teacher).checked())
        return uow.commit()


def add_training_scan(ports: Ports, training_id: str, photo: str) -> Changes:
    """One more picture of the sheet or the room; `photo` is a name of the photo store."""
    with ports.units.write() as uow:
        training = uow.trainings.get(training_id)
        uow.trainings.save(replace(training, scans=tuple(dict.fromkeys((*training.scans, photo)))))
        return uow.commit()


def call_off_training(ports: Ports, training_id: str, why: str) -> Changes:
    """It will not be held; raises UserError without a reason."""
    with ports.units.write() as uow:
        uow.trainings.save(uow.trainings.get(training_id).called_off(why))
        return uow.commit()


@dataclass(frozen=True, slots=True)
class TrainedPerson:
    """How somebody stands: 学时 in the last 365 days, the last training, None before the first."""

    person: Person
    hours: Decimal
    last: date | None


def trained_people(ports: Ports) -> tuple[TrainedPerson, ...]:
    """Everybody who works here."""
    since = ports.clock.today() - YEAR
    with ports.units.read() as uow:
        trainings, people = uow.trainings.all(), uow.people.all()
    return tuple(
        TrainedPerson(person, hours_of(trainings, person.id, since), _last_held(trainings, person.id))
        for person in people
        if not person.left
    )


def _last_held(trainings: Iterable[Training], person_id: str) -> date | None:
    days = [
        each.held_on
        for each in trainings
        if each.held_on is not None and any(one.person_id == person_id for one in each.attended)
    ]
    return max(days, default=None)
