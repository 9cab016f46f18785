"""What a hidden danger does to its risk: it weakens the hazard until it is closed, and a failed measure heals then."""

from dataclasses import replace

from ymh_desktop.domain.hidden_dangers import DangerSource, HiddenDanger
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.library_use import library_marks, with_usual_grade
from ymh_desktop.services.ports import Ports, UnitOfWork

MAJOR_DANGER = "major-danger"  # the direct judgement that a major hidden danger makes


def weaken(uow: UnitOfWork, ports: Ports, hazard: Hazard) -> None:
    """Something that should protect is missing: a grade that nobody touched becomes one step likelier."""
    profile = ports.codes.profile(hazard.grade.profile_id)
    usual = library_marks(ports, profile, hazard.entry_id, the_enterprise(uow).trade_id)
    if usual is not None and not hazard.weakened and hazard.grade.marks == usual:
        hazard = hazard.graded(profile.grade(profile.raised(usual), hazard.consequence))
    uow.hazards.save(replace(hazard, weakened=True))


def weaken_again(uow: UnitOfWork, ports: Ports, danger: HiddenDanger) -> None:
    """It was opened again: the measure that was missing is no longer told as in place, or has failed again."""
    hazard = uow.hazards.find(danger.hazard_id) if danger.hazard_id else None
    if hazard is None:
        return
    measure = next((m for m in hazard.measures if m.id == danger.measure_id), None)
    if measure is not None and measure.state is MeasureState.IN_PLACE:
        missing = danger.source is DangerSource.IDENTIFICATION  # the walk found that it was not there at all
        again = measure.answered(MeasureState.UNANSWERED) if missing else replace(measure, failed=True)
        hazard = hazard.with_measure(again)
    weaken(uow, ports, hazard)


def strengthen(uow: UnitOfWork, ports: Ports, closed: HiddenDanger) -> None:
    """What was missing is there now: the measure is in place, and an untouched raised grade goes back.

    Another open hidden danger of the same measure, or of the same hazard, keeps its part of it as it is.
    """
    hazard = uow.hazards.find(closed.hazard_id) if closed.hazard_id else None
    if hazard is None:
        return
    others = [d for d in uow.hidden_dangers.of_hazard(hazard.id) if d.id != closed.id and d.is_open]
    measure = next((m for m in hazard.measures if m.id == closed.measure_id), None)
    if measure is not None and all(other.measure_id != measure.id for other in others):
        hazard = hazard.with_measure(measure.answered(MeasureState.IN_PLACE))
    if not others:
        hazard = replace(with_usual_grade(ports, hazard, the_enterprise(uow).trade_id), weakened=False)
    uow.hazards.save(hazard)


def judge_risk(uow: UnitOfWork, ports: Ports, danger: HiddenDanger) -> None:
    """A 重大事故隐患 lifts its risk to 重大; one that turned out not to be major lets go of it."""
    hazard = uow.hazards.find(danger.hazard_id) if danger.hazard_id else None
    if hazard is None:
        return
    today = ports.clock.today()
    mine = [j for j in hazard.judgements if j.in_force and j.hidden_danger_id == danger.id]
    if danger.is_major and not mine:
        reason = f"存在重大事故隐患：{danger.title}"
        judgement = DirectJudgement(MAJOR_DANGER, reason, danger.basis, RiskLevel.MAJOR, today, danger.id)
        uow.hazards.save(replace(hazard, judgements=(*hazard.judgements, judgement)))
    elif not danger.is_major and mine:
        judgements = tuple(j.ended(today) if j in mine else j for j in hazard.judgements)
        uow.hazards.save(replace(hazard, judgements=judgements))
