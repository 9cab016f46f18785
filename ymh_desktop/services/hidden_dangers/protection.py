"""What a hidden danger does to its risk: it weakens the hazard until it is closed, and a failed measure heals then."""

from collections.abc import Mapping
from dataclasses import replace

from ymh_desktop.domain.hidden_dangers import DangerSource, HiddenDanger, bare_title
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureState
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.library_use import library_marks, with_usual_grade
from ymh_desktop.services.ports import Ports, UnitOfWork
from ymh_desktop.services.situation_ties import IsOpen, held_measures, items_of, lifts, tied_hazards

MAJOR_DANGER = "major-danger"  # the direct judgement that a major hidden danger makes


def weaken(uow: UnitOfWork, ports: Ports, hazard: Hazard) -> None:
    """Something that should protect is missing: a grade that nobody touched becomes one step likelier."""
    profile = ports.codes.profile(hazard.grade.profile_id)
    usual = library_marks(ports, profile, hazard.entry_id, the_enterprise(uow).trade_id)
    if usual is not None and not hazard.weakened and hazard.grade.marks == usual:
        hazard = hazard.graded(profile.grade(profile.raised(usual), hazard.consequence))
    uow.hazards.save(replace(hazard, weakened=True))


def hold_back(uow: UnitOfWork, ports: Ports) -> None:
    """No measure that an open hidden danger of step 3 says is not there counts, and its hazard is weakened.

    Safe to call again, and called whenever an answer may have told such a measure as in place.
    """
    still = {d.id for d in uow.hidden_dangers.still_open() if d.source is DangerSource.IDENTIFICATION and lifts(d)}
    judged = [h for h in uow.hazards.all() if any(j.hidden_danger_id in still for j in h.judgements)] if still else []
    items = _items(uow, ports) if judged else {}
    for hazard in judged:
        _hold(uow, ports, hazard, items, still.__contains__)


def _hold(uow: UnitOfWork, ports: Ports, hazard: Hazard, items: Mapping[str, MajorItem], is_open: IsOpen) -> None:
    held = held_measures(ports, items, hazard, is_open)
    for measure, _ in held:
        if measure.in_force:
            hazard = hazard.with_measure(replace(measure, failed=True))
    if held:
        weaken(uow, ports, hazard)


def weaken_again(uow: UnitOfWork, ports: Ports, danger: HiddenDanger) -> None:
    """It was opened again: the measure that was missing is no longer told as in place, or has failed again."""
    hazard = uow.hazards.find(danger.hazard_id) if danger.hazard_id else None
    if hazard is not None:
        measure = next((m for m in hazard.measures if m.id == danger.measure_id), None)
        if measure is not None and measure.state is MeasureState.IN_PLACE:
            missing = danger.source is DangerSource.IDENTIFICATION  # the walk found that it was not there at all
            again = measure.answered(MeasureState.UNANSWERED) if missing else replace(measure, failed=True)
            hazard = hazard.with_measure(again)
        weaken(uow, ports, hazard)
    tied = tied_hazards(uow, danger)
    items = _items(uow, ports) if tied else {}
    for also in tied:
        _hold(uow, ports, also, items, lambda danger_id: danger_id == danger.id)


def strengthen(uow: UnitOfWork, ports: Ports, closed: HiddenDanger) -> None:
    """What was missing is there now: the measure is in place, and an untouched raised grade goes back.

    A measure that 有 of step 3 was about is in force again where it was told as in place before; one that nobody has
    answered yet is open again: who closed the hidden danger did not answer for each. Another open hidden danger of the
    same measure, or of the same hazard, keeps its part of it as it is.
    """
    own = uow.hazards.find(closed.hazard_id) if closed.hazard_id else None
    tied = {hazard.id: hazard for hazard in (*((own,) if own else ()), *tied_hazards(uow, closed))}
    items = _items(uow, ports) if tied else {}
    for hazard in tied.values():
        uow.hazards.save(_strengthened(uow, ports, hazard, closed, items))


def _strengthened(
    uow: UnitOfWork, ports: Ports, hazard: Hazard, closed: HiddenDanger, items: Mapping[str, MajorItem]
) -> Hazard:
    def still_open(danger_id: str) -> bool:
        return danger_id != closed.id and _is_open(uow, danger_id)

    others = [d for d in uow.hidden_dangers.of_hazard(hazard.id) if d.id != closed.id and d.is_open]
    held = {measure.id for measure, _ in held_measures(ports, items, hazard, still_open)}
    kept = held | {other.measure_id for other in others}
    measure = next((m for m in hazard.measures if m.id == closed.measure_id), None)
    if measure is not None and measure.id not in kept:
        hazard = hazard.with_measure(measure.answered(MeasureState.IN_PLACE))
    for each, _ in held_measures(ports, items, hazard, lambda danger_id: danger_id == closed.id):
        if each.failed and each.id not in kept:
            hazard = hazard.with_measure(replace(each, failed=False))
    if not others and not held:
        hazard = replace(with_usual_grade(ports, hazard, the_enterprise(uow).trade_id), weakened=False)
    return hazard


def judge_risk(uow: UnitOfWork, ports: Ports, danger: HiddenDanger) -> None:
    """A 重大事故隐患 lifts its risk to 重大; one that turned out not to be major lets go of what it lifted."""
    today = ports.clock.today()
    if not danger.is_major:
        for hazard in tied_hazards(uow, danger):
            mine = [j for j in hazard.judgements if j.in_force and j.hidden_danger_id == danger.id]
            judgements = tuple(j.ended(today) if j in mine else j for j in hazard.judgements)
            uow.hazards.save(replace(hazard, judgements=judgements))
        return
    own = uow.hazards.find(danger.hazard_id) if danger.hazard_id else None
    tied = {hazard.id: hazard for hazard in (*((own,) if own else ()), *tied_hazards(uow, danger))}
    for hazard in tied.values():
        told = tuple(
            replace(j, source=bare_title(j.source)) if j.hidden_danger_id == danger.id else j for j in hazard.judgements
        )
        if told != hazard.judgements:
            hazard = replace(hazard, judgements=told)
            uow.hazards.save(hazard)
        if all(not j.in_force or j.hidden_danger_id != danger.id for j in hazard.judgements):
            reason = f"存在重大事故隐患：{danger.title}"
            judgement = DirectJudgement(MAJOR_DANGER, reason, danger.basis, RiskLevel.MAJOR, today, danger.id)
            uow.hazards.save(replace(hazard, judgements=(*hazard.judgements, judgement)))


def _items(uow: UnitOfWork, ports: Ports) -> Mapping[str, MajorItem]:
    enterprise = uow.enterprise()
    return items_of(ports, enterprise.trade_id if enterprise else None)


def _is_open(uow: UnitOfWork, danger_id: str) -> bool:
    danger = uow.hidden_dangers.find(danger_id)
    return danger is not None and danger.is_open
