"""风险分级管控清单 as a report: only what is 已落实 stands as existing; 要新增 has its own column."""

from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint
from ymh_desktop.domain.words import label
from ymh_desktop.services.book import Book
from ymh_desktop.services.flows.walk import left_out
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.paper import Signature
from ymh_desktop.services.reports.register import LeftOut, PlannedMeasure, RegisterRow, RiskRegister

DIRECTLY = "直接判定（常用规则，参考外省通则）"
_TITLES = {RiskLevel.LOW: "安全风险分级管控清单", RiskLevel.CONSIDERABLE: "较大和重大风险清单"}


def risk_register(ports: Ports, book: Book, at_least: RiskLevel = RiskLevel.LOW) -> RiskRegister:
    """The register, or with `at_least` the list of 重大 (or 较大 and worse) risks."""
    today = ports.clock.today()
    profiles = {profile.id: profile for profile in ports.codes.profiles()}
    used = {h.grade.profile_name for h in book.hazards} or {profiles[book.enterprise.profile_id].name}
    methods = {
        p.id: (label(p.method).rsplit("（", 1)[-1].rstrip("）"), tuple(f.key for f in p.factors))
        for p in profiles.values()
    }
    rows = tuple(
        _row(book, point, hazard, *methods.get(hazard.grade.profile_id, ("", ())))
        for point in book.points
        for hazard in book.hazards_of[point.id]
        if hazard.level >= at_least
    )
    title = _TITLES.get(at_least, f"{at_least.short}风险清单")
    officer = book.person_name(book.enterprise.officer_id)
    principal = book.person_name(book.enterprise.principal_id)
    return RiskRegister(
        enterprise=book.enterprise.name,
        profile="、".join(sorted(used)),
        version=f"{today:%Y%m%d}",
        made_on=today,
        rows=rows,
        title=title,
        left_out=tuple(LeftOut(f"{name}：{text}", why) for name, text, why in left_out(ports)),
        signatures=(Signature("编制", officer), Signature("审核"), Signature("批准", principal)),
        notes=("“已落实的管控措施”只写真的做到的；要新增的单独列，写明谁做、什么时候做完、花多少钱。",),
        at_least=at_least,
        draft=book.draft,
        expert_pending=book.expert_pending,
    )


def _row(book: Book, point: RiskPoint, hazard: Hazard, method: str, keys: tuple[str, ...]) -> RegisterRow:
    tier, person = book.tier_of(hazard), book.responsible(hazard)
    department = book.departments.get(point.department_id or "")
    level = book.level_of(point)
    assert level is not None  # the point has at least this hazard
    return RegisterRow(
        point_code=point.code,
        point_name=point.name if point.count == 1 else f"{point.name}（{point.count}台/处）",
        point_level=level,
        level=hazard.level,
        hazard=hazard.title,
        point_kind=label(point.kind),
        place=point.place,
        item=hazard.check.what if hazard.check else "",
        factor_code=hazard.factor_code,
        accidents="、".join(book.accident_names(hazard)),
        consequence=hazard.consequence,
        method=method if hazard.grade.scored else hazard.grade.profile_name,
        marks="×".join(f"{k}{plain(m)}" for k, m in zip(keys, hazard.grade.marks, strict=False)),
        value=plain(hazard.grade.value) if hazard.grade.scored else "",
        why=hazard.grade.reason,
        in_place=tuple((kind, texts) for kind in MeasureKind if (texts := _in_place(hazard, kind))),
        planned=tuple(_planned(book, m) for m in hazard.measures_in(MeasureState.PLANNED)),
        tier=label(tier),
        unit=department.name if department else "",
        person=person.name if person else "",
        phone=person.phone if person else "",
        frequency=frequencies(book, hazard),
        remark=_remark(hazard),
    )


def _in_place(hazard: Hazard, kind: MeasureKind) -> tuple[str, ...]:
    return tuple(m.text for m in hazard.measures if m.in_force and m.kind is kind)


def _planned(book: Book, measure: Measure) -> PlannedMeasure:
    return PlannedMeasure(
        measure.text,
        book.person_name(measure.person_id),
        measure.due.isoformat() if measure.due else "",
        f"{plain(measure.cost)} 元" if measure.cost is not None else "",
    )


def frequencies(book: Book, hazard: Hazard) -> str:
    """岗位每班、班组每周: by the tiers that the firm has; one that carries several rounds makes the most frequent."""
    if hazard.check is None:
        return ""
    held = book.enterprise.tiers.rounds_held(hazard.check.rounds)
    return "、".join(f"{label(tier)[:-1]}{label(frequency)}" for tier, frequency in held.items())


def _remark(hazard: Hazard) -> str:
    said = []
    if hazard.judged_directly:
        reasons = "；".join(j.reason for j in hazard.judgements if j.in_force)
        said.append(f"{DIRECTLY}：{reasons}")
    if hazard.weakened:
        said.append("有隐患未销号")
    if hazard.control_failed:
        said.append("管控失效")
    if hazard.needs_review:
        said.append("待核对")
    return "；".join(said)
