"""The risk register: the user's own risk points and hazards, edits, grades and measures."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ymh_desktop.domain.enterprise import optional_text, required_text
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.grading import GradingProfile, Marks
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.moments import still_to_come
from ymh_desktop.domain.money import checked_cost
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports, UnitOfWork

MOST_COUNT = 999
_SERIES = {
    RiskPointKind.FACILITY: ("facility", "S"),
    RiskPointKind.ACTIVITY: ("activity", "Z"),
    RiskPointKind.PLACE: ("place", "C"),
    RiskPointKind.DUTY: ("duty", "G"),
}
SERIES_OF_LETTER = {letter: series for series, letter in _SERIES.values()}  # S-0003 is number 3 of facility


def series_of_code(code: str) -> str:
    """The series that numbers are taken from for codes like this one (S-0003, P-0007); raises KeyError."""
    return {**SERIES_OF_LETTER, "P": "post"}[code.partition("-")[0]]


def new_point(
    uow: UnitOfWork,
    ports: Ports,
    name: str,
    kind: RiskPointKind,
    *,
    place: str = "",
    count: int = 1,
    module_id: str | None = None,
    post_ids: tuple[str, ...] = (),
) -> RiskPoint:
    """A risk point with the next code (S-设备 Z-作业 C-场所 G-管理), saved in this unit of work."""
    series, letter = _SERIES[kind]
    point = RiskPoint(
        ports.new_id(),
        f"{letter}-{uow.next_number(series):04d}",
        required_text("风险点名称", name, 40),
        kind,
        optional_text("位置", place, 40),
        min(max(1, count), MOST_COUNT),
        module_id,
        post_ids,
    )
    uow.risk_points.save(point)
    return point


def add_point(
    ports: Ports, name: str, kind: RiskPointKind, *, place: str = "", post_ids: tuple[str, ...] = ()
) -> tuple[RiskPoint, Changes]:
    """The user's own risk point."""
    with ports.units.write() as uow:
        the_enterprise(uow)
        point = new_point(uow, ports, name, kind, place=place, post_ids=post_ids)
        return point, uow.commit()


def edit_point(ports: Ports, point: RiskPoint) -> Changes:
    """Keep an edited risk point; code, kind and library module cannot change."""
    with ports.units.write() as uow:
        known = uow.risk_points.get(point.id)
        uow.risk_points.save(
            replace(
                point,
                code=known.code,
                kind=known.kind,
                module_id=known.module_id,
                name=required_text("风险点名称", point.name, 40),
                place=optional_text("位置", point.place, 40),
                count=min(max(1, point.count), MOST_COUNT),
            )
        )
        return uow.commit()


def remove_point(ports: Ports, point_id: str) -> Changes:
    """Take a risk point away with its hazards; open hidden dangers stay and keep its name in their place."""
    with ports.units.write() as uow:
        remove_point_in(uow, point_id)
        return uow.commit()


def remove_point_in(uow: UnitOfWork, point_id: str) -> None:
    """The same within a unit of work."""
    for hazard in uow.hazards.of_point(point_id):
        _unlink_dangers(uow, hazard.id)
        uow.hazards.remove(hazard.id)
    for danger in uow.hidden_dangers.all():
        if danger.risk_point_id == point_id:
            uow.hidden_dangers.save(replace(danger, risk_point_id=None, hazard_id=None, measure_id=None))
    uow.risk_points.remove(point_id)


def _unlink_dangers(uow: UnitOfWork, hazard_id: str) -> None:
    for danger in uow.hidden_dangers.of_hazard(hazard_id):
        uow.hidden_dangers.save(replace(danger, hazard_id=None, measure_id=None))


def add_hazard_in(
    uow: UnitOfWork,
    ports: Ports,
    point: RiskPoint,
    title: str,
    *,
    factor_code: str,
    accident_codes: tuple[str, ...],
    consequence: str,
    marks: Marks,
) -> Hazard:
    """The same within a unit of work."""
    _known_factor(ports, factor_code)
    _known_accidents(ports, accident_codes)
    consequence = optional_text("后果", consequence, 100)
    hazard = Hazard(
        id=ports.new_id(),
        risk_point_id=point.id,
        title=required_text("会出什么事", title, 200),
        factor_code=factor_code,
        accident_codes=accident_codes,
        consequence=consequence,
        grade=profile_in_use(uow, ports).grade(marks, consequence),
        identified_on=ports.clock.today(),
    )
    uow.hazards.save(hazard)
    return hazard


def _known_factor(ports: Ports, code: str) -> None:
    if code not in {factor.code for factor in ports.codes.hazard_factors}:
        raise UserError("危险因素的代码不在表里。", "请从列表里选，不要手工输入。")


def _known_accidents(ports: Ports, accident_codes: tuple[str, ...]) -> None:
    if not accident_codes:
        raise UserError("还没有选事故类型。", "请至少选一种，例如“机械致害”。")
    if not set(accident_codes) <= {kind.code for kind in ports.codes.accident_types}:
        raise UserError("事故类型的代码不在表里。", "请从列表里选，不要手工输入。")


def edit_hazard(
    ports: Ports,
    hazard_id: str,
    *,
    title: str,
    consequence: str,
    factor_code: str | None = None,
    accident_codes: tuple[str, ...] | None = None,
) -> Changes:
    """Keep the words of a hazard; None leaves a code list as it is."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        factor = factor_code if factor_code is not None else hazard.factor_code
        accidents = accident_codes if accident_codes is not None else hazard.accident_codes
        if factor or factor != hazard.factor_code:  # a ledger that was brought in may not have said
            _known_factor(ports, factor)
        _known_accidents(ports, accidents)
        uow.hazards.save(
            replace(
                hazard,
                title=required_text("会出什么事", title, 200),
                consequence=optional_text("后果", consequence, 100),
                factor_code=factor,
                accident_codes=accidents,
            )
        )
        return uow.commit()


def remove_hazard(ports: Ports, hazard_id: str) -> Changes:
    """Take a hazard away; its hidden dangers stay."""
    with ports.units.write() as uow:
        remove_hazard_in(uow, hazard_id)
        return uow.commit()


def remove_hazard_in(uow: UnitOfWork, hazard_id: str) -> None:
    """The same within a unit of work; raises RecordGone."""
    _unlink_dangers(uow, hazard_id)
    uow.hazards.remove(hazard_id)


def profile_in_use(uow: UnitOfWork, ports: Ports) -> GradingProfile:
    """The grading method of the enterprise."""
    return ports.codes.profile(the_enterprise(uow).profile_id)


def grade_hazard(ports: Ports, hazard_id: str, marks: Marks) -> Changes:
    """Grade anew with the method the hazard was graded with, or the enterprise's when the marks fit only that.

    Direct judgements whose hidden danger is closed end here; the others stay in force. Raises UserError.
    """
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        profile = ports.codes.profile(hazard.grade.profile_id)
        if not profile.accepts(marks):
            profile = profile_in_use(uow, ports)
        graded = hazard.graded(profile.grade(marks, hazard.consequence))
        uow.hazards.save(_without_settled_judgements(uow, graded, ports.clock.today()))
        return uow.commit()


def _without_settled_judgements(uow: UnitOfWork, hazard: Hazard, today: date) -> Hazard:
    def settled(danger_id: str | None) -> bool:
        danger = uow.hidden_dangers.find(danger_id) if danger_id else None
        return danger is not None and not danger.is_open

    judgements = tuple(j.ended(today) if j.in_force and settled(j.hidden_danger_id) else j for j in hazard.judgements)
    return replace(hazard, judgements=judgements)


def explain_grade(ports: Ports, hazard_id: str, reason: str) -> Changes:
    """The user's own sentence why the level is what it is; empty brings the written one back."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        reason = optional_text("定级理由", reason, 300)
        if not reason and not hazard.grade.scored:
            raise UserError(
                "这个等级是从台账导入的，没有分值，程序写不出理由。", "请自己写一句，或者把几个问题选好重新定级。"
            )
        if not reason:
            profile = ports.codes.profile(hazard.grade.profile_id)
            reason = profile.grade(hazard.grade.marks, hazard.consequence).reason
        uow.hazards.save(replace(hazard, grade=hazard.grade.explained(reason)))
        return uow.commit()


def answer_measures(ports: Ports, answers: dict[tuple[str, str], MeasureState]) -> Changes:
    """(hazard id, measure id) → 已落实 / 要新增 / 不适用, all in one transaction."""
    with ports.units.write() as uow:
        for (hazard_id, measure_id), state in answers.items():
            hazard = uow.hazards.get(hazard_id)
            uow.hazards.save(hazard.with_measure(_measure(hazard, measure_id).answered(state)))
        return uow.commit()


def _measure(hazard: Hazard, measure_id: str) -> Measure:
    measure = next((m for m in hazard.measures if m.id == measure_id), None)
    if measure is None:
        raise UserError("这条措施已经被删除了。", "请刷新页面再看。")
    return measure


def plan_measure(
    ports: Ports, hazard_id: str, measure_id: str, *, person_id: str | None, due: date | None, cost: Decimal | None
) -> Changes:
    """要新增: by whom, by when, at what cost in yuan; raises UserError for a day gone by or a negative cost."""
    return plan_measures(ports, ((hazard_id, measure_id),), person_id=person_id, due=due, cost=cost)


def plan_measures(
    ports: Ports,
    places: Iterable[tuple[str, str]],
    *,
    person_id: str | None,
    due: date | None,
    cost: Decimal | None,
) -> Changes:
    """The same for one measure at several (hazard id, measure id) places, in one transaction."""
    if due is not None:
        still_to_come("完成日期", due, ports.clock.today())
    checked_cost(cost)
    with ports.units.write() as uow:
        for hazard_id, measure_id in places:
            hazard = uow.hazards.get(hazard_id)
            uow.hazards.save(hazard.with_measure(_measure(hazard, measure_id).planned(person_id, due, cost)))
        return uow.commit()


def add_measure(
    ports: Ports, hazard_id: str, kind: MeasureKind, text: str, state: MeasureState = MeasureState.IN_PLACE
) -> Changes:
    """The user's own measure."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        measure = Measure(ports.new_id(), kind, required_text("措施", text, 200), state)
        uow.hazards.save(hazard.with_measure(measure))
        return uow.commit()


def edit_measure(ports: Ports, hazard_id: str, measure_id: str, text: str) -> Changes:
    """Other words for a measure; its answer stays."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        text = required_text("措施", text, 200)
        uow.hazards.save(hazard.with_measure(replace(_measure(hazard, measure_id), text=text)))
        return uow.commit()


def remove_measure(ports: Ports, hazard_id: str, measure_id: str) -> Changes:
    """Take a measure away."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        _measure(hazard, measure_id)
        uow.hazards.save(hazard.without_measure(measure_id))
        return uow.commit()


def set_responsible(ports: Ports, hazard_id: str, tier: ControlTier, person_id: str | None) -> Changes:
    """Who answers for this hazard at that tier; None goes back to the usual person of the tier."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        kept = tuple((t, p) for t, p in hazard.responsible if t is not tier)
        uow.hazards.save(replace(hazard, responsible=(*kept, (tier, person_id)) if person_id else kept))
        return uow.commit()


def set_owner(ports: Ports, point_ids: tuple[str, ...], person_id: str | None) -> Changes:
    """Who answers for these risk points."""
    with ports.units.write() as uow:
        for point_id in point_ids:
            uow.risk_points.save(replace(uow.risk_points.get(point_id), owner_id=person_id))
        return uow.commit()


def set_tier(ports: Ports, hazard_id: str, tier: ControlTier | None) -> Changes:
    """Another tier than the level says, only upwards; None goes back. Raises UserError for a lower tier."""
    with ports.units.write() as uow:
        hazard = uow.hazards.get(hazard_id)
        least = the_enterprise(uow).tiers.controls(hazard.level)
        if tier is not None and tier < least:
            raise UserError("管控层级不能比风险等级要求的低。", "可以提到更高的层级，不能往下放。")
        uow.hazards.save(replace(hazard, tier=tier))
        return uow.commit()
