"""要不要重新辨识: a year is over, or something changed since the last identification was finished."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ymh_desktop.domain.change_notes import AHEAD, TYPED, YEAR, ChangeKind, ChangeNote
from ymh_desktop.domain.codes import CitationState
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.risks import RiskPointKind
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.runs import current


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the risks should be identified anew. `note_id` names what somebody wrote down; None: the program saw it.

    `about` is what it is recognised by: a post's or risk point's id, a standard's code, the day of the last run.
    """

    kind: ChangeKind
    on: date
    what: str
    about: str
    note_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reidentification:
    """`finished_on` is the day of the last finished identification, None before the first; `running` while one is
    under way, which then settles everything. `due_on` is when the year is over."""

    finished_on: date | None
    running: bool
    due_on: date | None
    reasons: tuple[Reason, ...]
    notes: tuple[ChangeNote, ...]


def reidentification(ports: Ports) -> Reidentification:
    """What speaks for identifying anew; nothing before the first identification was finished."""
    with ports.units.read() as uow:
        return reidentification_in(ports, uow)


def reidentification_in(ports: Ports, uow: UnitOfWork) -> Reidentification:
    """The same within a transaction that is open."""
    finished = _finished_on(uow)
    notes = uow.change_notes.all()
    reasons = tuple(_open_reasons(ports, uow, finished, notes)) if finished else ()
    return Reidentification(
        finished,
        current(uow) is not None,
        finished + YEAR if finished else None,
        tuple(sorted(reasons, key=lambda reason: (list(ChangeKind).index(reason.kind), reason.on, reason.about))),
        tuple(sorted(notes, key=lambda note: (note.on, note.id), reverse=True)),
    )


def _finished_on(uow: UnitOfWork) -> date | None:
    return max((run.finished_on for run in uow.identifications.all() if run.finished_on is not None), default=None)


def _open_reasons(ports: Ports, uow: UnitOfWork, finished: date, notes: tuple[ChangeNote, ...]) -> Iterator[Reason]:
    answered = {(note.kind, note.about) for note in notes if note.answer and note.about}
    for note in notes:
        if not note.about and note.open_since(finished):
            yield Reason(note.kind, note.on, note.what, note.id, note.id)
    for reason in _seen(ports, uow, finished):
        if (reason.kind, reason.about) not in answered:
            yield reason


def _seen(ports: Ports, uow: UnitOfWork, finished: date) -> Iterator[Reason]:
    today = ports.clock.today()
    if today >= finished + YEAR - AHEAD:
        yield Reason(
            ChangeKind.YEAR_OVER,
            finished + YEAR,
            f"上次辨识是 {finished}，每年至少重新辨识一次。",
            finished.isoformat(),
        )
    yield from _new_places(ports, uow, finished, today)
    yield from _superseded(ports, today)


def _new_places(ports: Ports, uow: UnitOfWork, finished: date, today: date) -> Iterator[Reason]:
    points = uow.risk_points.all()
    met = {post_id for point in points for post_id in point.post_ids}
    for post in uow.posts.all():
        if post.id not in met:
            yield Reason(ChangeKind.NEW_POST, today, f"岗位“{post.name}”还没有辨识过，没有告知卡。", post.id)
    begun = {point_id: (first, undated) for point_id, first, undated in ports.views.points_identified()}
    for point in points:
        first, undated = begun.get(point.id, (None, 0))
        if point.kind is RiskPointKind.DUTY or undated:
            continue
        if first is None:
            yield Reason(ChangeKind.NEW_POINT, today, f"“{point.name}”还没有辨识过。", point.id)
        elif first > finished.isoformat():
            on = date.fromisoformat(first)
            yield Reason(ChangeKind.NEW_POINT, on, f"{on} 新增了“{point.name}”，连着它的活都要再看一遍。", point.id)


def _superseded(ports: Ports, today: date) -> Iterator[Reason]:
    for code in dict.fromkeys(code for codes in ports.views.cited() for code in codes):
        found = ports.codes.citation(code)
        if found is not None and found.state is CitationState.SUPERSEDED:
            by = f"，现在是 {found.superseded_by}" if found.superseded_by else ""
            yield Reason(ChangeKind.STANDARD, today, f"依据的 {code}《{found.title}》已被替代{by}。", code)


def note_change(
    ports: Ports, kind: ChangeKind, what: str, *, on: date | None = None, place: str = "", cause: str = ""
) -> tuple[ChangeNote, Changes]:
    """Write down an accident, a near miss or a change; until it is settled the risks should be identified anew."""
    if kind not in TYPED:
        raise UserError("这一类变化程序自己会看到。", "请选“发生事故”“差点出事”“工艺变了”或者“别的变化”。")
    today = ports.clock.today()
    with ports.units.write() as uow:
        note = ChangeNote(ports.new_id(), kind, on or today, what, place=place, cause=cause).checked(today)
        uow.change_notes.save(note)
        return note, uow.commit()


def answer_reason(ports: Ports, reason: Reason, why: str) -> Changes:
    """Somebody looked and decided that no new identification is needed, with the reason; raises UserError without one.

    What the program sees by itself is not told again for the same thing.
    """
    today = ports.clock.today()
    with ports.units.write() as uow:
        if reason.note_id is not None:
            note = uow.change_notes.get(reason.note_id)
        else:
            note = ChangeNote(ports.new_id(), reason.kind, min(reason.on, today), reason.what, reason.about)
        uow.change_notes.save(note.answered(why, today))
        return uow.commit()
