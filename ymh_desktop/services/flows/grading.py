"""Step 5: only what is 较大 or 重大, and what was answered 否; everything else is accepted with one button."""

from dataclasses import dataclass

from ymh_desktop.domain.grading import Grade, GradingProfile, Marks
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.services.book import Book, worst_first
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers.protection import MAJOR_DANGER
from ymh_desktop.services.ports import Ports

_ACCEPTED = "grading.accepted"  # the run in which the proposals were accepted


@dataclass(frozen=True, slots=True)
class GradingLine:
    """A hazard to look at. `found` is the hidden danger that raised it, empty when nothing did.

    `by_situation`: an answer of step 3 found it, not the walk.
    """

    hazard: Hazard
    point: RiskPoint
    profile: GradingProfile
    accidents: tuple[str, ...]
    found: str
    by_situation: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Each mark in everyday words, in the order of the profile's factors; empty for a level without marks."""
        if not self.hazard.grade.scored:
            return ()
        pairs = zip(self.profile.factors, self.hazard.grade.marks, strict=True)
        return tuple(factor.option(mark).word for factor, mark in pairs)


@dataclass(frozen=True, slots=True)
class GradingList:
    """What step 5 shows: the lines to look at, and how many others there are per level.

    `accepted` is True once somebody said in this run that the others are right as proposed.
    """

    lines: tuple[GradingLine, ...]
    others: tuple[tuple[RiskLevel, int], ...]
    accepted: bool = False

    @property
    def rest(self) -> int:
        """How many others there are."""
        return sum(count for _, count in self.others)


def grading_list(ports: Ports, book: Book, keep: frozenset[str] = frozenset()) -> GradingList:
    """The lines worst first. `keep` names hazards that stay in the list though they were graded down meanwhile."""
    titles = {d.id: d.title for d in book.dangers if d.is_open and d.measure_id is None}
    found = {d.hazard_id: d.title for d in book.dangers if d.is_open and d.hazard_id}
    chosen = [h for h in book.hazards if h.level >= RiskLevel.CONSIDERABLE or h.weakened or h.id in keep]
    chosen.sort(key=worst_first)
    looked_at = {h.id for h in chosen}
    rest = [h.level for h in book.hazards if h.id not in looked_at]
    lines = tuple(
        GradingLine(
            hazard,
            book.point[hazard.risk_point_id],
            ports.codes.profile(hazard.grade.profile_id),
            book.accident_names(hazard),
            found.get(hazard.id) or next((titles[key] for key in _lifted_by(hazard) if key in titles), ""),
            any(key in titles for key in _lifted_by(hazard)),
        )
        for hazard in chosen
    )
    others = tuple((level, rest.count(level)) for level in sorted(RiskLevel, reverse=True) if level in rest)
    return GradingList(lines, others, _accepted(ports, book))


def _lifted_by(hazard: Hazard) -> tuple[str, ...]:
    """The hidden dangers of step 3 that are about it."""
    return tuple(j.hidden_danger_id for j in hazard.judgements if j.hidden_danger_id and j.rule_id != MAJOR_DANGER)


def _accepted(ports: Ports, book: Book) -> bool:
    with ports.units.read() as uow:
        return book.run is not None and uow.setting(_ACCEPTED) == book.run.id


def accept_rest(ports: Ports, identification_id: str) -> Changes:
    """Keep that the hazards which step 5 does not list are right as the library proposed them."""
    with ports.units.write() as uow:
        uow.set_setting(_ACCEPTED, identification_id)
        return uow.commit()


def try_marks(line: GradingLine, marks: Marks) -> Grade:
    """The grade these marks would give, without saving: the level moves as the user chooses."""
    return line.profile.grade(marks, line.hazard.consequence)
