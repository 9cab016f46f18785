"""The data documents of a report package, as docs/package-format.md and the schemas in resources describe them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ymh_desktop.domain.danger_figures import period_figures
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.enterprise import Person
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureState
from ymh_desktop.domain.report_periods import ReportPeriod
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reporting.periods import usual_period


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes along. By default what the plan asks of small firms: major risks, major hidden dangers, totals.

    `photos`: those of the hidden dangers that go along, found and rectified. `sealed`: only the department may read it.
    `period`: for which it is; None: the usual one.
    """

    full_register: bool = False
    general_dangers: bool = False
    supervision_answers: bool = False  # 督办反馈: what was done about orders of the department
    photos: bool = False
    sealed: bool = False
    period: ReportPeriod | None = None


USUAL_CHOICE = Choice()
REGISTER_TICK = "把全部风险清单也带上"
ANSWERS_TICK = "把督办的办理情况和回复也带上"


def period_told(ports: Ports, choice: Choice) -> ReportPeriod:
    """For which period the report is."""
    if choice.period is not None:
        return choice.period
    with ports.units.read() as uow:
        return usual_period(ports, uow)


def kind_words(choice: Choice, photos: int) -> str:
    """What is inside, for the cover and the report: the owner signs what is sent. `photos` is how many go along."""
    parts = ["全部风险" if choice.full_register else "重大风险", "全部隐患" if choice.general_dangers else "重大隐患"]
    if choice.supervision_answers:
        parts.append("督办反馈")
    if photos:
        parts.append(f"隐患照片 {photos} 张")
    return f"{'、'.join(parts)}和汇总数"


def beside_the_report(book: Book, choice: Choice, photos: int) -> tuple[str, ...]:
    """Where in the file the rest lies: the readable report lists major risks and major hidden dangers only."""
    said = []
    if choice.full_register:
        said.append(f"全部风险 {len(book.hazards)} 条在 tables 文件夹的 risks.xlsx 里，本报告只列重大风险。")
    if choice.general_dangers:
        general = sum(1 for danger in book.dangers if not danger.is_major)
        said.append(f"一般隐患 {general} 条在 tables 文件夹的 hazards.xlsx 里，本报告只列重大隐患。")
    if choice.supervision_answers:
        said.append("督办的办理情况和回复在 data 文件夹的 answers.json 里，由镇里的程序读出。")
    if photos:
        said.append(f"隐患整改前后的照片 {photos} 张在 photos 文件夹里；分成几个文件的，照片分开放。")
    return tuple(said)


def chosen_risks(book: Book, choice: Choice) -> tuple[Hazard, ...]:
    """The hazards whose records go along."""
    return tuple(h for h in book.hazards if choice.full_register or h.level is RiskLevel.MAJOR)


def chosen_dangers(book: Book, choice: Choice) -> tuple[HiddenDanger, ...]:
    """The hidden dangers whose records go along."""
    return tuple(d for d in book.dangers if choice.general_dangers or d.level is DangerLevel.MAJOR)


def chosen_photos(book: Book, choice: Choice) -> tuple[str, ...]:
    """The photos that go along, by their names in the photo store."""
    if not choice.photos:
        return ()
    stages = (PhotoStage.BEFORE, PhotoStage.AFTER)
    names = (name for danger in chosen_dangers(book, choice) for stage in stages for name in _photos(danger, stage))
    return tuple(dict.fromkeys(names))


def _photos(danger: HiddenDanger, stage: PhotoStage) -> tuple[str, ...]:
    return tuple(photo.name for photo in danger.photos if photo.stage is stage and photo.stands)


def package_data(ports: Ports, book: Book, choice: Choice) -> Mapping[str, object]:
    """NAME of data/NAME.json → JSON-able value."""
    majors = [h for h in book.hazards if h.level is RiskLevel.MAJOR]
    data: dict[str, object] = {
        "enterprise": _enterprise(ports, book),
        "major-risks": [_risk(ports, book, h) for h in majors],
        "hazards": [_danger(book, d, choice) for d in chosen_dangers(book, choice)],
        "totals": _totals(book, period_told(ports, choice), ports.clock.today()),
    }
    if choice.full_register:
        data["risks"] = [_risk(ports, book, h) for h in book.hazards]
    return data


def _enterprise(ports: Ports, book: Book) -> dict[str, object]:
    enterprise = book.enterprise
    trade = next((h for h in ports.library.trade_headers() if h.id == enterprise.trade_id), None)
    return {
        "uscc": enterprise.credit_code,
        "name": enterprise.name,
        "short_name": enterprise.short_name,
        "trade": trade.classification if trade else "",
        "trade_name": trade.name if trade else "",
        "address": enterprise.address,
        "headcount": enterprise.headcount,
        "report_phone": enterprise.report_phone,
        "principal": _named(book.people.get(enterprise.principal_id or "")),
        "officer": _named(book.people.get(enterprise.officer_id or "")),
        "tiers": [tier.code for tier in reversed(enterprise.tiers.existing)],
        "method": ports.codes.profile(enterprise.profile_id).name,
        "accident_edition": enterprise.accident_edition.value,
    }


def _named(person: Person | None) -> dict[str, str] | None:
    return {"name": person.name, "phone": person.phone, "duty": person.duty} if person else None


def _risk(ports: Ports, book: Book, hazard: Hazard) -> dict[str, object]:
    """One hazard: only measures in force stand as in_place, planned ones beside them, nothing else."""
    point = book.point[hazard.risk_point_id]
    profile = ports.codes.profile(hazard.grade.profile_id)
    judgement = next((j for j in hazard.judgements if j.in_force), None)
    run = book.run
    held = book.enterprise.tiers.rounds_held(hazard.check.rounds) if hazard.check else {}
    tiers = [tier for tier in reversed(book.enterprise.tiers.existing) if tier <= book.tier_of(hazard)]
    told = [m for m in hazard.measures if m.in_force or m.state is MeasureState.PLANNED]
    return {
        "id": hazard.id,
        "code": point.code,
        "risk_point": point.name,
        "location": point.place,
        "hazard": hazard.title,
        "factor_code": hazard.factor_code,
        "accident_codes": list(hazard.accident_codes),
        "consequence": hazard.consequence,
        "method": hazard.grade.profile_name,
        "marks": {f.key: _number(m) for f, m in zip(profile.factors, hazard.grade.marks, strict=hazard.grade.scored)},
        "value": _number(hazard.grade.value) if hazard.grade.scored else None,
        "level": hazard.level.code,
        "direct_judgement": {"basis": judgement.reason, "source": judgement.source} if judgement else None,
        "reason": hazard.grade.reason,
        "measures": [_measure(book, m) for m in told],
        "tier": book.tier_of(hazard).code,
        "responsible": [
            {"tier": tier.code, "name": person.name, "phone": person.phone}
            for tier in tiers
            if (person := book.responsible(hazard, tier))
        ],
        "frequency": {tier.code: each.value for tier, each in held.items()},
        "emergency": list(hazard.emergency),
        "control_failed": hazard.control_failed,
        "identified_on": _day(hazard.identified_on),
        "participants": sorted({name for _, name in run.participants}) if run else [],
        "reviewed_on": None,
        "needs_expert": book.expert_pending,
    }


def _measure(book: Book, measure: Measure) -> dict[str, object]:
    told: dict[str, object] = {"kind": measure.kind.value, "text": measure.text, "state": measure.state.value}
    if measure.state is MeasureState.PLANNED:
        told |= {
            "responsible": book.person_name(measure.person_id),
            "due": _day(measure.due),
            "cost": _number(measure.cost) if measure.cost is not None else None,
        }
    return told


def _danger(book: Book, danger: HiddenDanger, choice: Choice) -> dict[str, object]:
    told: dict[str, object] = {
        "id": danger.id,
        "code": danger.code,
        "title": danger.title,
        "location": danger.place,
        "level": danger.level.value,
        "basis": danger.basis,
        "found_on": _day(danger.found_on),
        "source": danger.source.value,
        "status": danger.status.value,
        "responsible": book.person_name(danger.responsible_id),
        "deadline": _day(danger.deadline),
        "measures": danger.measures,
        "rectified": danger.rectified,
        "rectified_on": _day(danger.rectified_on),
        "closed_on": _day(danger.closed_on),
    }
    if danger.hazard_id:
        told["risk_id"] = danger.hazard_id
    if choice.photos:
        told["photos"] = _digests(danger, PhotoStage.BEFORE)
        told["photos_after"] = _digests(danger, PhotoStage.AFTER)
    return told


def _digests(danger: HiddenDanger, stage: PhotoStage) -> list[str]:
    """A photo is stored under its digest."""
    return [name.partition(".")[0] for name in _photos(danger, stage)]


def _totals(book: Book, period: ReportPeriod, today: date) -> dict[str, object]:
    found = period_figures(book.dangers, period, today)
    measures = [m for h in book.hazards for m in h.measures]
    return {
        "risks": {level.code: count for level, count in book.counts()},
        "risk_points": len(book.points),
        "hidden_dangers": {level.value: _danger_counts(book, level, period, today) for level in DangerLevel},
        "rates": {
            "rectification": {
                "done": found.closed,
                "of": found.found,
                "not_due": found.not_due,
                "value": None if found.rectification is None else round(found.rectification, 4),
            }
        },
        "measures": {
            "in_place": sum(1 for m in measures if m.in_force),
            "planned": sum(1 for m in measures if m.state is MeasureState.PLANNED),
            "failed": sum(1 for m in measures if m.failed),
        },
        "posts": len(book.posts),
    }


def _danger_counts(book: Book, level: DangerLevel, period: ReportPeriod, today: date) -> dict[str, int]:
    found = period_figures(book.dangers, period, today, level)
    return {"found": found.found, "closed": found.closed, "open": found.open, "overdue": found.overdue}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
