"""镇里会退回什么: a plain-words check before signing. Each finding says where to mend it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from ymh_desktop.domain.demands import DemandKind, RecordKind
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import AnswerValue, Step, WhereAnswered
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import MajorFile
from ymh_desktop.domain.measures import MeasureState, missing_kinds
from ymh_desktop.domain.risks import Hazard
from ymh_desktop.domain.tiers import ControlTier
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.services.book import Book
from ymh_desktop.services.enterprise import SHORT_NUMBER
from ymh_desktop.services.ports import Ports
from ymh_desktop.services.since_signing import REGISTER, since_signing
from ymh_desktop.services.situation_ties import items_of

SLOGANS = re.compile("加强管理|加强教育|注意安全|提高.{0,4}意识|严格遵守|认真落实|切实做好|引起重视")


class Weight(Enum):
    """STOP: must be mended before export. WARN: the town may return it."""

    STOP = "stop"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `page` names where: enterprise, people, register, hidden_dangers or identification.

    `step` is the wizard's step where it is mended too, None when it is mended outside only.
    """

    weight: Weight
    problem: str
    advice: str
    page: str
    record_id: str | None = None
    step: Step | None = None


def precheck(ports: Ports, book: Book) -> tuple[Finding, ...]:
    """Everything the town would send back, worst first; empty when nothing was found."""
    findings = [
        *_enterprise(book),
        *_draft(book),
        *_left_open(book),
        *_changed_since_signing(ports, book),
        *_risks(book),
        *_dangers(ports, book),
        *_majors_beside_the_register(ports, book),
        *_desk_answers(book),
        *_returned(ports),
    ]
    return tuple(sorted(findings, key=lambda f: f.weight is Weight.WARN))


def _enterprise(book: Book) -> list[Finding]:
    found = []
    if book.enterprise.credit_code is None:
        advice = "请在“设置”里填上营业执照上的 18 位代码。"
        found.append(
            Finding(Weight.STOP, "还没有统一社会信用代码，没法签名上报。", advice, "enterprise", step=Step.ENTERPRISE)
        )
    principal = book.people.get(book.enterprise.principal_id or "")
    if principal is None:
        advice = "请在“设置”里填主要负责人。"
        found.append(Finding(Weight.STOP, "没有主要负责人。", advice, "enterprise", step=Step.ENTERPRISE))
    elif len(principal.phone) <= SHORT_NUMBER:
        advice = "请在“人员与岗位”里补上。"
        problem = f"主要负责人{principal.name}{_phone_trouble(principal.phone)}。"
        found.append(Finding(Weight.WARN, problem, advice, "people", principal.id, Step.ENTERPRISE))
    officer = book.people.get(book.enterprise.officer_id or "")
    if officer is not None and officer != principal and len(officer.phone) <= SHORT_NUMBER:
        problem = f"安全员{officer.name}{_phone_trouble(officer.phone)}，告知卡上也印不对。"
        found.append(Finding(Weight.WARN, problem, "请在“人员与岗位”里补上。", "people", officer.id, Step.ENTERPRISE))
    return found


def _draft(book: Book) -> list[Finding]:
    found = []
    if not book.hazards:
        advice = "请先做完“风险辨识”。"
        found.append(Finding(Weight.STOP, "风险清单还是空的。", advice, "identification", step=Step.WALK))
    elif book.draft:
        advice = "请在“风险辨识”第 7 步签字确认，不然材料上都印“草稿”。"
        problem = "主要负责人还没有签字确认，或还有重大情况没回答。"
        found.append(Finding(Weight.WARN, problem, advice, "identification", step=Step.RESULT))
    if book.expert_pending:
        advice = "请专家确认后再上报；现在上报会印“待专家确认”。"
        problem = "这个行业要专家确认，专家还没有签字。"
        found.append(Finding(Weight.WARN, problem, advice, "identification", step=Step.RESULT))
    return found


def _left_open(book: Book) -> list[Finding]:
    """What the identification leaves unsaid."""
    found = []
    values = [answer.value for answer in book.answers]
    parked, unsure = values.count(AnswerValue.PARKED), values.count(AnswerValue.UNSURE)
    if parked:
        problem, advice = f"还有 {parked} 题写着“以后再答”。", "请到现场看一遍，把它们答完。"
        found.append(Finding(Weight.WARN, problem, advice, "identification", step=Step.WALK))
    if unsure:
        problem, advice = f"还有 {unsure} 题选了“不清楚”。", "请问专家或镇里，问清楚了再改。"
        found.append(Finding(Weight.WARN, problem, advice, "identification", step=Step.SITUATIONS))
    if book.run is not None and book.hazards and not book.run.participants:
        problem, advice = "没有写哪些员工参加了辨识。", "请在第 4 步“谁参加了现场问答”里写上姓名。"
        found.append(Finding(Weight.WARN, problem, advice, "identification", step=Step.WALK))
    return found


def _phone_trouble(number: str) -> str:
    return f"的电话“{number}”不完整" if number else "没有电话"


def _changed_since_signing(ports: Ports, book: Book) -> list[Finding]:
    """The owner signed what stood there then: later changes of the register want a second look."""
    since = since_signing(ports, book.run, REGISTER)
    changed = since.decided() if since is not None else set()
    if not changed:
        return []
    problem = f"主要负责人签字以后，风险清单又改过 {len(changed)} 处。"
    advice = "请主要负责人再看一遍，在第 7 步撤回后重新签字。"
    return [Finding(Weight.WARN, problem, advice, "identification", step=Step.RESULT)]


def _risks(book: Book) -> list[Finding]:
    found = []
    for hazard in book.hazards:
        point = book.point[hazard.risk_point_id]
        name = f"{point.code} {point.name}（{label(hazard.level)}）"
        person = book.responsible(hazard)
        if person is None:
            advice = "请指定一个人。"
            found.append(Finding(Weight.WARN, f"{name}没有责任人。", advice, "register", hazard.id, Step.MEASURES))
        kinds = missing_kinds(hazard.level, hazard.measures)
        if kinds:
            advice = "请补上已经落实的，或写成要新增并定下人和时间。"
            problem = f"{name}“{hazard.title}”还缺{'、'.join(map(label, kinds))}。"
            found.append(Finding(Weight.WARN, problem, advice, "register", hazard.id, Step.MEASURES))
        slogan = next((m.text for m in hazard.measures if SLOGANS.search(m.text)), None)
        if slogan:
            advice = "请改成谁、做什么、多久一次。"
            found.append(Finding(Weight.WARN, f"{name}的措施像口号：“{slogan[:20]}”。", advice, "register", hazard.id))
        if hazard.level is RiskLevel.MAJOR and book.tier_of(hazard) is not ControlTier.COMPANY:
            advice = "请改成公司级。"
            found.append(Finding(Weight.WARN, f"{name}不是公司级管控。", advice, "register", hazard.id))
        unanswered = [m for m in hazard.measures_in(MeasureState.UNANSWERED) if (hazard.id, m.id) not in book.unmet]
        if hazard.level >= RiskLevel.CONSIDERABLE and unanswered:
            advice = "请在“风险辨识”第 6 步逐条回答。"
            problem = f"{name}“{hazard.title}”还有 {len(unanswered)} 条措施没回答。"
            found.append(Finding(Weight.WARN, problem, advice, "register", hazard.id, Step.MEASURES))
    return found


def _dangers(ports: Ports, book: Book) -> list[Finding]:
    today = ports.clock.today()
    with ports.units.read() as uow:
        files = {d.id: uow.major_files.find(d.id) for d in book.dangers if d.is_open and d.is_major}
    found = []
    for danger in book.dangers:
        if danger.overdue(today):
            problem = f"隐患 {danger.code} 过了整改期限 {danger.deadline}。"
            found.append(Finding(Weight.WARN, problem, "请尽快整改，或写明延期原因。", "hidden_dangers", danger.id))
        if danger.is_open and danger.is_major:
            found.append(_major(danger, files[danger.id]))
        if danger.is_open and danger.responsible_id is None:
            problem = f"隐患 {danger.code} 没有整改责任人。"
            found.append(Finding(Weight.WARN, problem, "请指定一个人。", "hidden_dangers", danger.id))
    return found


def _majors_beside_the_register(ports: Ports, book: Book) -> list[Finding]:
    """Open 重大隐患, suspected ones too, while what they are about stands in the register as if nothing were wrong.

    The library does not tie every situation of step 3 to a risk, and no risk is chosen by words alone: a person looks.
    """
    items = items_of(ports, book.enterprise.trade_id)
    lifted = {j.hidden_danger_id for hazard in book.hazards for j in hazard.judgements if j.in_force}
    found = []
    for danger in book.dangers:
        if not (danger.is_open and danger.is_major) or danger.id in lifted:
            continue
        about = _beside(book, danger, items)
        hazards = tuple(hazard for hazard in about if hazard.level < RiskLevel.MAJOR)
        if about and not hazards:
            continue
        points = dict.fromkeys(book.point[hazard.risk_point_id] for hazard in hazards)
        named = "、".join(f"{point.code} {point.name}" for point in points)
        where = f"“{named}”的风险还没有跟着改" if named else "还没有对应到风险清单里的哪一条"
        problem = f"{danger.kind_words} {danger.code} 没有销号，{where}。"
        advice = "请对着它改清单：没做到的措施改成“要新增”，等级按重大管；隐患销号以前不要写成已落实。"
        hazard_id = hazards[0].id if hazards else None
        found.append(Finding(Weight.WARN, problem, advice, "register", hazard_id, Step.MEASURES))
    return found


def _beside(book: Book, danger: HiddenDanger, items: Mapping[str, MajorItem]) -> tuple[Hazard, ...]:
    """The risks that it may be about, worst first: its own, those of its risk point, or of what its question names."""
    if danger.hazard_id is not None:
        return tuple(hazard for hazard in book.hazards if hazard.id == danger.hazard_id)
    asked = [items[a.subject] for a in book.answers if a.hidden_danger_id == danger.id and a.subject in items]
    modules = {module for item in asked for module in item.modules}
    points = [p for p in book.points if p.id == danger.risk_point_id or (p.module_id and p.module_id in modules)]
    return tuple(book.hazards_of[point.id][0] for point in points if book.hazards_of[point.id])


def _major(danger: HiddenDanger, file: MajorFile | None) -> Finding:
    """An open 重大隐患 is never passed over; once a person judged it, what its file lacks is named."""
    missing = [label(step) for step, done in danger.steps(file) if not done]
    if danger.is_suspected:
        problem = f"{danger.code} 是疑似重大隐患，还没有治理完。"
        advice = "请先停用或采取防范措施，写好治理方案，马上报告镇里。"
    else:
        problem = f"重大隐患 {danger.code} 还没有销号，还缺：{'、'.join(missing)}。"
        advice = "请打开这条隐患，按步骤补上；整改以前先停用或防护好。"
    return Finding(Weight.WARN, problem, advice, "hidden_dangers", danger.id)


_MENDED_AT = {RecordKind.HAZARD: "register", RecordKind.DANGER: "hidden_dangers", RecordKind.ENTERPRISE: "enterprise"}


def _returned(ports: Ports) -> list[Finding]:
    """What was sent back before and nobody said is mended."""
    with ports.units.read() as uow:
        known = [each for each in uow.demands.still_open() if each.kind is DemandKind.RETURNED]
    advice = "改好以后，在“收到的文件”里点“改好了”。"
    return [
        Finding(
            Weight.WARN,
            f"镇里上次退回：{line.code} {line.words}".replace("： ", "："),
            f"{line.advice.rstrip('。')}。{advice}" if line.advice else advice,
            _MENDED_AT.get(line.record, "incoming"),
            line.record_id if line.record in _MENDED_AT else demand.id,
        )
        for demand in known
        for line in demand.open_lines
    ]


def _desk_answers(book: Book) -> list[Finding]:
    walked = [a for a in book.answers if a.value in (AnswerValue.YES, AnswerValue.NO) and a.risk_point_id]
    desk = sum(1 for a in walked if a.where is WhereAnswered.AT_DESK)
    if walked and desk * 2 > len(walked):
        problem = f"{len(walked)} 题里有 {desk} 题是在办公室答的。"
        return [Finding(Weight.WARN, problem, "请到现场看一遍再改。", "identification", step=Step.WALK)]
    return []
