"""Rows ↔ values: risk points and hazards."""

from collections.abc import Sequence
from decimal import Decimal

from ymh_desktop.domain.grading import Grade
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.risks import CheckItem, Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.storage.tables.risk import (
    CheckRoundRow,
    HazardRow,
    JudgementRow,
    MeasureRow,
    ResponsibleRow,
    RiskPointPostRow,
    RiskPointRow,
)


def risk_point_rows(value: RiskPoint) -> tuple[RiskPointRow, list[RiskPointPostRow]]:
    """The rows that keep this risk point: itself and one per post that meets it."""
    point = RiskPointRow(
        id=value.id,
        code=value.code,
        name=value.name,
        kind=value.kind.value,
        place=value.place,
        quantity=value.count,
        module_id=value.module_id,
        department_id=value.department_id,
        owner_id=value.owner_id,
    )
    return point, [RiskPointPostRow(value.id, position, post_id) for position, post_id in enumerate(value.post_ids)]


def risk_point_value(row: RiskPointRow, posts: Sequence[RiskPointPostRow]) -> RiskPoint:
    """The risk point of these rows."""
    return RiskPoint(
        id=row.id,
        code=row.code,
        name=row.name,
        kind=RiskPointKind(row.kind),
        place=row.place,
        count=row.quantity,
        module_id=row.module_id,
        post_ids=tuple(post.post_id for post in posts),
        department_id=row.department_id,
        owner_id=row.owner_id,
    )


HazardRows = tuple[HazardRow, list[MeasureRow], list[JudgementRow], list[CheckRoundRow], list[ResponsibleRow]]


def hazard_rows(value: Hazard) -> HazardRows:
    """The rows that keep this hazard and all that belongs to it."""
    hazard = HazardRow(
        id=value.id,
        risk_point_id=value.risk_point_id,
        title=value.title,
        factor_code=value.factor_code,
        accident_codes=value.accident_codes,
        consequence=value.consequence,
        profile_id=value.grade.profile_id,
        profile_name=value.grade.profile_name,
        marks=tuple(str(mark) for mark in value.grade.marks),
        value=value.grade.value,
        graded_level=int(value.grade.level),
        reason=value.grade.reason,
        check_what=value.check.what if value.check else None,
        check_standard=value.check.standard if value.check else None,
        check_method=value.check.method if value.check else None,
        emergency=value.emergency,
        ppe=value.ppe,
        signs=value.signs,
        basis=value.basis,
        entry_id=value.entry_id,
        tier=None if value.tier is None else int(value.tier),
        weakened=value.weakened,
        identified_on=value.identified_on,
        needs_review=value.needs_review,
        level=int(value.level),
        measures_in_place=len(value.measures_in(MeasureState.IN_PLACE)),
        measures_planned=len(value.measures_in(MeasureState.PLANNED)),
        measures_missing=len(value.gaps()),
        control_failed=value.control_failed,
    )
    rounds = value.check.rounds if value.check else ()
    return (
        hazard,
        [_measure_row(value.id, position, each) for position, each in enumerate(value.measures)],
        [_judgement_row(value.id, position, each) for position, each in enumerate(value.judgements)],
        [CheckRoundRow(value.id, at, int(tier), frequency.value) for at, (tier, frequency) in enumerate(rounds)],
        [ResponsibleRow(value.id, at, int(tier), person_id) for at, (tier, person_id) in enumerate(value.responsible)],
    )


def hazard_value(
    row: HazardRow,
    measures: Sequence[MeasureRow],
    judgements: Sequence[JudgementRow],
    rounds: Sequence[CheckRoundRow],
    responsible: Sequence[ResponsibleRow],
) -> Hazard:
    """The hazard of these rows."""
    return Hazard(
        id=row.id,
        risk_point_id=row.risk_point_id,
        title=row.title,
        factor_code=row.factor_code,
        accident_codes=row.accident_codes,
        consequence=row.consequence,
        grade=Grade(
            profile_id=row.profile_id,
            profile_name=row.profile_name,
            marks=tuple(Decimal(mark) for mark in row.marks),
            value=row.value,
            level=RiskLevel(row.graded_level),
            reason=row.reason,
        ),
        measures=tuple(_measure_value(each) for each in measures),
        judgements=tuple(_judgement_value(each) for each in judgements),
        check=_check_item(row, rounds),
        emergency=row.emergency,
        ppe=row.ppe,
        signs=row.signs,
        basis=row.basis,
        entry_id=row.entry_id,
        tier=None if row.tier is None else ControlTier(row.tier),
        responsible=tuple((ControlTier(each.tier), each.person_id) for each in responsible),
        weakened=row.weakened,
        identified_on=row.identified_on,
        needs_review=row.needs_review,
    )


def _check_item(row: HazardRow, rounds: Sequence[CheckRoundRow]) -> CheckItem | None:
    if row.check_what is None or row.check_standard is None or row.check_method is None:
        return None
    looks = tuple((ControlTier(each.tier), Frequency(each.frequency)) for each in rounds)
    return CheckItem(row.check_what, row.check_standard, row.check_method, looks)


def _measure_row(hazard_id: str, position: int, value: Measure) -> MeasureRow:
    return MeasureRow(
        hazard_id=hazard_id,
        id=value.id,
        position=position,
        kind=value.kind.value,
        text=value.text,
        state=value.state.value,
        library_id=value.library_id,
        person_id=value.person_id,
        due=value.due,
        cost=value.cost,
        failed=value.failed,
    )


def _measure_value(row: MeasureRow) -> Measure:
    return Measure(
        id=row.id,
        kind=MeasureKind(row.kind),
        text=row.text,
        state=MeasureState(row.state),
        library_id=row.library_id,
        person_id=row.person_id,
        due=row.due,
        cost=row.cost,
        failed=row.failed,
    )


def _judgement_row(hazard_id: str, position: int, value: DirectJudgement) -> JudgementRow:
    return JudgementRow(
        hazard_id=hazard_id,
        position=position,
        rule_id=value.rule_id,
        reason=value.reason,
        source=value.source,
        level=int(value.level),
        since=value.since,
        hidden_danger_id=value.hidden_danger_id,
        ended_on=value.ended_on,
    )


def _judgement_value(row: JudgementRow) -> DirectJudgement:
    return DirectJudgement(
        rule_id=row.rule_id,
        reason=row.reason,
        source=row.source,
        level=RiskLevel(row.level),
        since=row.since,
        hidden_danger_id=row.hidden_danger_id,
        ended_on=row.ended_on,
    )
