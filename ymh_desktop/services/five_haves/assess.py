"""Use cases of the self-assessment: showing it, answering by hand, giving gaps to people, finishing, looking back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.self_assessment import (
    AssessedLine,
    FiveHave,
    HandAnswer,
    SelfAssessment,
    Verdict,
    share,
)
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.five_haves.evidence import look
from ymh_desktop.services.five_haves.questions import QUESTIONS, Judged, Question
from ymh_desktop.services.ports import Ports, UnitOfWork

SERIES = "self-assessment"


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line. `verdict` is what counts: by hand when somebody said it, else the data's; None: nobody said it yet.

    `by_hand` tells which. `task` is whose gap it is (empty: nobody's) and `due` by when. `page` and `argument` say
    where it is mended.
    """

    key: str
    have: FiveHave
    words: str
    verdict: Verdict | None
    from_data: Verdict | None
    by_hand: bool
    evidence: str
    note: str
    gap: str
    page: str
    argument: str | None
    task: str
    person_id: str | None
    due: date | None

    @property
    def is_gap(self) -> bool:
        """It applies and does not hold wholly, or nobody looked yet."""
        return self.verdict not in (Verdict.YES, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The open assessment; `started_on` None: none was begun, the lines show how it would stand today.

    `share` is how much of what applies holds, from 0 to 1, a line that nobody judged or that cannot be judged yet
    counting as not; None without any.
    """

    number: int
    started_on: date | None
    lines: tuple[LineShown, ...]
    share: float | None

    @property
    def gaps(self) -> tuple[LineShown, ...]:
        """What is to be mended."""
        return tuple(line for line in self.lines if line.is_gap)

    @property
    def not_yet(self) -> tuple[LineShown, ...]:
        """What cannot be judged yet: something else must be done first."""
        return tuple(line for line in self.lines if line.verdict is Verdict.NOT_YET)

    @property
    def unanswered(self) -> tuple[LineShown, ...]:
        """What only a person can say and nobody said."""
        return tuple(line for line in self.lines if line.verdict is None)


def assessment(ports: Ports) -> Assessment:
    """How the firm stands today; raises NoEnterprise."""
    seen = look(ports)
    with ports.units.read() as uow:
        open_one = _open(uow)
    answers = open_one or SelfAssessment("", 0, seen.today)
    names = {person.id: person.name for person in seen.book.people.values()}
    lines = tuple(_shown(each, each.judge(seen), answers.answer(each.key), names) for each in QUESTIONS)
    return Assessment(
        number=open_one.number if open_one else 0,
        started_on=open_one.started_on if open_one else None,
        lines=lines,
        share=share(line.verdict or Verdict.NO for line in lines),
    )


def _shown(question: Question, judged: Judged, said: HandAnswer, names: dict[str, str]) -> LineShown:
    return LineShown(
        key=question.key,
        have=question.have,
        words=question.words,
        verdict=said.verdict or judged.verdict,
        from_data=judged.verdict,
        by_hand=said.verdict is not None,
        evidence=judged.evidence,
        note=said.note,
        gap=question.gap,
        page=judged.page,
        argument=judged.argument,
        task=names.get(said.person_id or "", ""),
        person_id=said.person_id,
        due=said.due,
    )


def start_assessment(ports: Ports) -> Changes:
    """Begin one. What was said by hand last time is taken along, its tasks too; an open one goes on."""
    with ports.units.write() as uow:
        _begun(ports, uow)
        return uow.commit()


def answer_line(ports: Ports, key: str, verdict: Verdict | None, note: str = "") -> Changes:
    """Say by hand what holds of a line; None goes back to what the data say. Begins an assessment when none is open."""
    with ports.units.write() as uow:
        open_one = _begun(ports, uow)
        said = replace(open_one.answer(_known(key)), verdict=verdict, note=note)
        uow.self_assessments.save(open_one.answered(said))
        return uow.commit()


def give_task(ports: Ports, key: str, person_id: str | None, due: date | None) -> Changes:
    """Who mends the gap by when; None takes it back. Raises UserError for a day that is gone."""
    if due is not None:
        still_to_come("完成日期", due, ports.clock.today())
    with ports.units.write() as uow:
        open_one = _begun(ports, uow)
        who = uow.people.get(person_id).id if person_id else None
        uow.self_assessments.save(open_one.answered(replace(open_one.answer(_known(key)), person_id=who, due=due)))
        return uow.commit()


def finish_assessment(ports: Ports, by_id: str | None = None) -> Changes:
    """Keep the lines as they stand; raises UserError while a line waits for a person's word."""
    stands = assessment(ports)
    if stands.unanswered:
        names = "、".join(line.words for line in stands.unanswered[:3])
        raise UserError(
            f"还有 {len(stands.unanswered)} 条没判定：{names}。", "请到现场看过以后逐条点“做到了”或“没做到”。"
        )
    with ports.units.write() as uow:
        open_one = _begun(ports, uow)
        who = uow.people.get(by_id).id if by_id else None
        uow.self_assessments.save(open_one.finished(_kept(stands.lines), ports.clock.today(), who))
        return uow.commit()


def past_assessments(ports: Ports) -> tuple[SelfAssessment, ...]:
    """The finished ones, newest first."""
    with ports.units.read() as uow:
        done = [each for each in uow.self_assessments.all() if each.finished_on is not None]
    return tuple(reversed(done))


def _kept(lines: Iterable[LineShown]) -> list[AssessedLine]:
    return [
        AssessedLine(line.key, line.have, line.words, line.verdict or Verdict.NO, line.note or line.evidence)
        for line in lines
    ]


def _open(uow: UnitOfWork) -> SelfAssessment | None:
    return next((each for each in reversed(uow.self_assessments.all()) if each.finished_on is None), None)


def _begun(ports: Ports, uow: UnitOfWork) -> SelfAssessment:
    open_one = _open(uow)
    if open_one is None:
        before = uow.self_assessments.all()
        taken_along = before[-1].answers if before else ()
        open_one = SelfAssessment(ports.new_id(), uow.next_number(SERIES), ports.clock.today(), taken_along)
        uow.self_assessments.save(open_one)
    return open_one


def _known(key: str) -> str:
    if key not in {each.key for each in QUESTIONS}:
        raise KeyError(key)
    return key
