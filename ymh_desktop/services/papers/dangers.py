"""Papers of hidden dangers, decided from one look at each: 整改通知单, 一隐患一档, 重大事故隐患报告."""

from collections.abc import Iterable, Sequence
from datetime import date

from ymh_desktop.domain.danger_photos import DangerPhoto, PhotoStage
from ymh_desktop.domain.enterprise import Enterprise, Person
from ymh_desktop.domain.grading import plain
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.major_files import MajorFile, PlanPart, SupervisionOrder
from ymh_desktop.domain.words import label
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.hidden_dangers import DangerSheet, danger_sheet
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.reports.danger import (
    DangerFile,
    DangerFiles,
    Fact,
    HistoryLine,
    MajorDangerReport,
    MajorDangerReports,
    NoticeLine,
    PaperPhoto,
    RectificationNotice,
    RectificationNotices,
)
from ymh_desktop.services.reports.paper import Signature

DONE, OPEN = "☑", "☐"
DATE_LINE = "＿＿＿年＿＿月＿＿日"


# ---- 整改通知单 and 回执 ---------------------------------------------------------------------------------------------


def rectification_notices(ports: Ports, danger_ids: Iterable[str] | None = None) -> RectificationNotices:
    """One notice per person who has something to rectify; None: everything open that was assigned to somebody."""
    enterprise, people = _firm(ports)
    with ports.units.read() as uow:
        known = (
            uow.hidden_dangers.still_open() if danger_ids is None else tuple(map(uow.hidden_dangers.get, danger_ids))
        )
    by_person: dict[str | None, list[HiddenDanger]] = {}
    for danger in known:
        if danger_ids is not None or danger.assigned_on is not None:
            by_person.setdefault(danger.responsible_id, []).append(danger)
    notices = [_notice(ports, enterprise, people, who, found) for who, found in by_person.items()]
    return RectificationNotices(tuple(notices))


def _notice(
    ports: Ports,
    enterprise: Enterprise,
    people: dict[str, Person],
    responsible_id: str | None,
    found: Sequence[HiddenDanger],
) -> RectificationNotice:
    today = ports.clock.today()
    receiver = people.get(responsible_id or "")
    finders = dict.fromkeys(_name(people, danger.found_by_id) for danger in found if danger.found_by_id)
    days = sorted({danger.found_on for danger in found})
    officer = people.get(enterprise.officer_id or "")
    return RectificationNotice(
        enterprise=enterprise.name,
        number=f"ZG-{today:%Y%m%d}-{found[0].code.removeprefix('Y-')}",
        receiver=receiver.name if receiver else "",
        checked_on=" 至 ".join(str(on) for on in dict.fromkeys((days[0], days[-1]))),
        inspectors="、".join(finders),
        lines=tuple(_line(ports, people, number, danger) for number, danger in enumerate(found, start=1)),
        made_on=today,
        signatures=(
            Signature("签发人", officer.name if officer else ""),
            Signature("签收人", receiver.name if receiver else ""),
        ),
    )


def _line(ports: Ports, people: dict[str, Person], number: int, danger: HiddenDanger) -> NoticeLine:
    return NoticeLine(
        number=number,
        code=danger.code,
        danger=danger.title,
        place=danger.place,
        basis=danger.basis,
        demand=danger.measures or ("按批准的治理方案" if danger.is_major else ""),
        person=_name(people, danger.responsible_id),
        deadline=_day(danger.deadline),
        photos=_photos(ports, danger, PhotoStage.BEFORE, danger.code),
        done=danger.rectified if danger.rectified_on else "",
        done_on=_day(danger.rectified_on),
        after=_photos(ports, danger, PhotoStage.AFTER, danger.code),
        verdict=_verdict(people, danger),
    )


def _verdict(people: dict[str, Person], danger: HiddenDanger) -> str:
    if danger.accepted_on is None:
        return ""
    when = " ".join(part for part in (_name(people, danger.accepted_by_id), str(danger.accepted_on)) if part)
    return f"{danger.acceptance or '验收通过'}（{when}）"


# ---- 一隐患一档 ------------------------------------------------------------------------------------------------------


def danger_files(ports: Ports, danger_ids: Iterable[str]) -> DangerFiles:
    """Everything about each of them; raises RecordGone."""
    enterprise, _ = _firm(ports)
    return DangerFiles(tuple(_file(ports, enterprise, danger_sheet(ports, each)) for each in danger_ids))


def _file(ports: Ports, enterprise: Enterprise, sheet: DangerSheet) -> DangerFile:
    danger = sheet.danger
    return DangerFile(
        enterprise=enterprise.name,
        code=danger.code,
        title=danger.title,
        level=danger.kind_words,
        status=danger.state_words,
        facts=_told((*_found(sheet), *_treated(sheet))),
        made_on=ports.clock.today(),
        history=tuple(
            HistoryLine(f"{event.at:%Y-%m-%d %H:%M}", label(event.kind), sheet.name(event.by_id), event.words)
            for event in sheet.history
        ),
        steps=tuple(f"{DONE if done else OPEN} {label(step)}" for step, done in sheet.steps),
        before=_photos(ports, danger, PhotoStage.BEFORE),
        after=_photos(ports, danger, PhotoStage.AFTER),
        receipts=_photos(ports, danger, PhotoStage.RECEIPT),
        replaced=tuple(
            PaperPhoto(f"{label(p.stage)}：{p.replaced_because}", ports.photos.read(p.name))
            for p in danger.photos
            if not p.stands
        ),
        signatures=(
            Signature("整改人", sheet.name(danger.rectified_by_id)),
            Signature("验收人", sheet.name(danger.accepted_by_id)),
        ),
    )


def _found(sheet: DangerSheet) -> tuple[Fact, ...]:
    danger, point, hazard = sheet.danger, sheet.risk_point, sheet.hazard
    measure = next((m.text for m in hazard.measures if m.id == danger.measure_id), "") if hazard else ""
    earlier = "、".join(other.code for other in sheet.same)
    return (
        ("发现日期和来源", f"{danger.found_on}　{label(danger.source)}"),
        ("发现人", sheet.name(danger.found_by_id)),
        ("部位", danger.place),
        ("风险点", f"{point.code} {point.name}" if point else ""),
        ("对应的风险", hazard.title if hazard else ""),
        ("没做到的措施", measure),
        ("第几次发现", f"第 {danger.occurrence} 次" + (f"（以前：{earlier}）" if earlier else "")),
        ("人、物、环境、管理", label(danger.nature) if danger.nature else ""),
        ("等级", danger.kind_words + (f"，{danger.graded_on} 定级" if danger.graded_on else "")),
        ("判定依据", danger.basis),
        ("原因分析", danger.cause),
    )


def _treated(sheet: DangerSheet) -> tuple[Fact, ...]:
    danger = sheet.danger
    deadline = _day(danger.deadline)
    if danger.times_extended:
        deadline += f"（原定 {_day(danger.first_deadline)}，延期 {danger.times_extended} 次）"
    accepted = ""
    if danger.accepted_on:
        accepted = f"{sheet.name(danger.accepted_by_id)}　{danger.accepted_on}　{danger.acceptance}".strip()
    return (
        ("治理类型", "即查即改" if danger.on_the_spot else "限期整改"),
        ("整改要求", danger.measures),
        ("整改期间的防范措施", danger.protective),
        ("责任人", sheet.name(danger.responsible_id)),
        ("整改期限", deadline),
        ("资金", f"{plain(danger.cost)} 元" if danger.cost is not None else ""),
        ("怎么整改的", danger.rectified),
        ("整改人和完成日期", f"{sheet.name(danger.rectified_by_id)}　{_day(danger.rectified_on)}".strip()),
        ("验收人、日期和意见", accepted),
        ("整改人和验收人是同一人", danger.same_person_reason),
        ("销号日期", _day(danger.closed_on)),
        ("退回、重新打开", _again(danger)),
        ("通报日期与方式", f"{danger.told_on}　{danger.told_how}" if danger.told_on else ""),
    )


def _again(danger: HiddenDanger) -> str:
    counted = (("退回", danger.times_returned), ("重新打开", danger.times_reopened))
    return "、".join(f"{word} {times} 次" for word, times in counted if times)


def _told(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """What says something; what was not asked of this one leaves no empty line."""
    return tuple((name, value) for name, value in facts if value)


# ---- 重大事故隐患报告 ------------------------------------------------------------------------------------------------


def major_reports(ports: Ports, danger_ids: Iterable[str] | None = None) -> MajorDangerReports:
    """The report of each of them; None: of every open major one. Raises RecordGone."""
    enterprise, people = _firm(ports)
    if danger_ids is None:
        with ports.units.read() as uow:
            danger_ids = [danger.id for danger in uow.hidden_dangers.still_open() if danger.is_major]
    sheets = [danger_sheet(ports, each) for each in danger_ids]
    majors = [sheet for sheet in sheets if sheet.danger.level is DangerLevel.MAJOR]
    return MajorDangerReports(tuple(_report(ports, enterprise, people, sheet) for sheet in majors))


def _report(ports: Ports, enterprise: Enterprise, people: dict[str, Person], sheet: DangerSheet) -> MajorDangerReport:
    danger, file = sheet.danger, sheet.file or MajorFile(sheet.danger.id)
    principal = people.get(enterprise.principal_id or "")
    trade = next((h.name for h in ports.library.trade_headers() if h.id == enterprise.trade_id), "")
    return MajorDangerReport(
        enterprise=enterprise.name,
        facts=(
            ("企业名称", enterprise.name),
            ("统一社会信用代码", enterprise.credit_code or ""),
            ("行业", trade),
            ("地址", enterprise.address),
            ("主要负责人、电话", f"{principal.name}　{principal.phone}".strip() if principal else ""),
            ("隐患编号、名称", f"{danger.code}　{danger.title}"),
            ("部位", danger.place),
            ("发现日期", str(danger.found_on)),
            ("判定依据", danger.basis),
            ("现在的状态", danger.state_words),
        ),
        situation=(("现状", file.situation), ("产生原因", file.causes)),
        analysis=(("危害程度", file.harm), ("整改难易程度", file.difficulty)),
        plan=(*((label(part), file.plan.text(part)) for part in PlanPart), ("批准", _approval(sheet, file))),
        five_fixed=tuple((f"{word}{'落实' if text else '还没落实'}", text) for word, text in file.plan.five_fixed()),
        protection=(
            ("临时防护措施", _with_day(file.temporary, file.temporary_since)),
            ("停产撤人决定", _decision(sheet, file)),
        ),
        chain=tuple(
            HistoryLine(
                f"{link.at:%Y-%m-%d %H:%M}",
                f"报告{sheet.name(link.to_id)}",
                sheet.name(link.from_id),
                link.words,
            )
            for link in file.chain
        ),
        reports=tuple(
            HistoryLine(
                str(report.on),
                label(report.to),
                sheet.name(report.by_id),
                "　".join(
                    part
                    for part in (
                        report.whom,
                        report.how,
                        f"回执：{report.receipt}" if report.proved else "回执：还没有",
                    )
                    if part
                ),
            )
            for report in file.reports
        ),
        orders=tuple((order.number, _order(sheet, order)) for order in file.orders),
        outcome=_outcome(sheet, file),
        made_on=ports.clock.today(),
        photos=tuple(photo for stage in PhotoStage for photo in _photos(ports, danger, stage, label(stage))),
        missing=tuple(label(step) for step, done in sheet.steps if not done),
        signatures=(Signature("主要负责人", principal.name if principal else ""), Signature("日期", DATE_LINE)),
    )


def _approval(sheet: DangerSheet, file: MajorFile) -> str:
    return f"{sheet.name(file.approval.by_id)}　{file.approval.on}" if file.approval else "还没有批准"


def _decision(sheet: DangerSheet, file: MajorFile) -> str:
    decision = file.decision
    if decision is None:
        return ""
    people = "撤出人员" if decision.evacuate else "不撤人"
    resumed = f"；{decision.resumed_on} 恢复生产" if decision.resumed_on else ""
    who = sheet.name(decision.by_id)
    return f"{label(decision.shutdown)}，{people}。{decision.reason}（{who} {decision.on} 决定{resumed}）"


def _order(sheet: DangerSheet, order: SupervisionOrder) -> str:
    lines = [
        f"{label(order.kind)}　{order.issuer}　{order.received_on} 收到　联系人或电话：{order.contact or '未填'}",
        f"要求：{order.demands}" + (f"　期限：{order.due}" if order.due else ""),
    ]
    if order.extended_by:
        lines.append(f"同意延期：{order.extended_by}")
    lines += [
        f"{answer.on} 回复（{sheet.name(answer.by_id) or '未填'}）：{answer.words}"
        + (f"　回执：{answer.receipt}" if answer.receipt else "")
        for answer in order.answers
    ]
    return "\n".join(lines)


def _outcome(sheet: DangerSheet, file: MajorFile) -> tuple[Fact, ...]:
    danger, evaluation, clearance = sheet.danger, file.evaluation, file.clearance
    facts: list[Fact] = [
        ("怎么整改的", _with_day(danger.rectified, danger.rectified_on)),
        (
            "治理情况评估",
            f"{label(evaluation.who)}：{evaluation.names}　{evaluation.on}　"
            f"{'通过' if evaluation.passed else '没有通过'}　{evaluation.words}".strip()
            if evaluation
            else "",
        ),
        (
            "验收",
            f"{sheet.name(danger.accepted_by_id)}　{danger.accepted_on}　{danger.acceptance}".strip()
            if danger.accepted_on
            else "",
        ),
    ]
    if danger.same_person_reason:
        facts.append(("整改人和验收人是同一人", danger.same_person_reason))
    if file.under_order:
        told = f"{clearance.authority}　{clearance.on}　{clearance.number}　{clearance.words}" if clearance else ""
        facts.append(("部门复查核销", told.strip()))
    facts.append(("销号日期", _day(danger.closed_on)))
    return tuple(facts)


# ---- shared ----------------------------------------------------------------------------------------------------------


def _firm(ports: Ports) -> tuple[Enterprise, dict[str, Person]]:
    with ports.units.read() as uow:
        return the_enterprise(uow), {person.id: person for person in uow.people.all()}


def _name(people: dict[str, Person], person_id: str | None) -> str:
    person = people.get(person_id or "")
    return person.name if person else ""


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _with_day(words: str, on: date | None) -> str:
    return f"{words}（{on}）" if words and on else words


def _photos(ports: Ports, danger: HiddenDanger, stage: PhotoStage, before: str = "") -> tuple[PaperPhoto, ...]:
    return tuple(
        PaperPhoto(_caption(photo, before), ports.photos.read(photo.name))
        for photo in danger.photos
        if photo.stage is stage and photo.stands
    )


def _caption(photo: DangerPhoto, before: str) -> str:
    parts = (before or label(photo.stage), photo.note, _day(photo.added_on))
    return "　".join(part for part in parts if part)
