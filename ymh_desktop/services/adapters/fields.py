"""What can stand in a department's form: one row per risk, per measure or per hidden danger, field by field as text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.words import label, labelled
from ymh_desktop.services.book import Book
from ymh_desktop.services.ports import Ports

COLOURS = {RiskLevel.MAJOR: "红", RiskLevel.CONSIDERABLE: "橙", RiskLevel.GENERAL: "黄", RiskLevel.LOW: "蓝"}


class RowKind(Enum):
    """What one row of the form is."""

    RISK = "risk"
    SERIOUS_RISK = "serious_risk"
    MEASURE = "measure"
    DANGER = "danger"
    MAJOR_DANGER = "major_danger"


labelled(
    RowKind,
    {
        "RISK": "一行一条风险",
        "SERIOUS_RISK": "一行一条重大或较大风险",
        "MEASURE": "一行一条已落实的措施",
        "DANGER": "一行一条隐患",
        "MAJOR_DANGER": "一行一条重大隐患",
    },
)


@dataclass(frozen=True, slots=True)
class FormField:
    """One of our fields. `other_names` are what forms call it; `values` are all it can say, empty for free text."""

    id: str
    name: str
    other_names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """One record. `key` tells rows apart, `record_id` is the hazard or hidden danger; `title` names it for a person."""

    key: str
    record_id: str
    title: str
    cells: dict[str, str]


def _labels(enum: type[Enum]) -> tuple[str, ...]:
    return tuple(label(member) for member in enum)


_FIRM = (
    FormField("firm", "企业名称", ("单位名称", "企业全称", "生产经营单位")),
    FormField("credit-code", "统一社会信用代码", ("信用代码", "社会信用代码")),
    FormField("principal", "主要负责人", ("法人", "企业负责人")),
    FormField("principal-phone", "主要负责人电话", ("负责人电话",)),
)
_NUMBER = FormField("number", "序号", ("编号序号", "No"))
_RISK = (
    _NUMBER,
    *_FIRM,
    FormField("point-code", "风险点编号", ("风险点编码", "编号")),
    FormField("point", "风险点名称", ("风险点", "风险单元", "辨识单元", "评价单元", "设备设施名称", "作业活动名称")),
    FormField("point-kind", "风险点类型", ("类型", "类别"), _labels(RiskPointKind)),
    FormField("place", "位置", ("地点", "部位", "场所", "区域", "所在位置")),
    FormField("point-level", "风险点等级", (), _labels(RiskLevel)),
    FormField("hazard", "危险源", ("危险源或潜在事件", "危险有害因素", "危险因素", "风险描述", "风险事件", "主要风险")),
    FormField("factor-code", "危险有害因素代码", ("因素代码",)),
    FormField(
        "accident", "事故类型", ("可能发生的事故类型", "可能导致的事故", "易发事故", "事故类别", "事故类型及后果")
    ),
    FormField("consequence", "后果", ("可能后果", "事故后果", "主要后果")),
    FormField("method", "评价方法", ("评估方法",)),
    FormField("marks", "评价分数", ("评分",)),
    FormField("value", "风险值", ("D", "R", "D值", "R值", "分值")),
    FormField("level", "风险等级", ("等级", "级别", "风险级别", "评价级别"), _labels(RiskLevel)),
    FormField("colour", "风险颜色", ("颜色", "标识颜色"), tuple(COLOURS.values())),
    FormField("measures", "管控措施", ("措施", "控制措施", "防范措施", "现有控制措施", "风险管控措施")),
    FormField("engineering", "工程技术措施", ("工程技术", "工程措施", "技术措施", "工程")),
    FormField("management", "管理措施", ("管理",)),
    FormField("training", "培训教育措施", ("培训教育", "教育培训措施", "培训", "教育培训")),
    FormField("ppe", "个体防护措施", ("个体防护", "个人防护措施", "个人防护")),
    FormField("emergency", "应急处置措施", ("应急处置", "应急措施", "应急")),
    FormField("planned", "要新增的措施", ("建议新增措施", "改进措施")),
    FormField("tier", "管控层级", ("管控级别", "责任层级", "管控层次"), _labels(ControlTier)),
    FormField("department", "责任部门", ("责任单位", "管控部门", "部门")),
    FormField("person", "责任人", ("管控责任人", "负责人", "责任人姓名")),
    FormField("phone", "责任人电话", ("联系电话", "电话", "联系方式")),
    FormField("frequency", "排查频次", ("检查频次", "排查周期", "检查周期"), _labels(Frequency)),
    FormField("basis", "依据", ("参考依据", "法规依据")),
    FormField("identified-on", "辨识日期", ("辨识时间", "评估日期")),
)
_MEASURE = (
    *_RISK,
    FormField("measure", "一条措施", ("管控措施描述", "措施内容", "风险管控措施描述")),
    FormField("measure-kind", "措施类别", ("管控措施分类", "措施类型"), _labels(MeasureKind)),
    FormField("check", "排查内容", ("检查内容", "隐患排查内容")),
    FormField("standard", "排查标准", ("检查标准",)),
)
_DANGER = (
    _NUMBER,
    *_FIRM,
    FormField("code", "隐患编号", ("编号",)),
    FormField("title", "隐患内容", ("隐患描述", "隐患名称", "存在问题", "隐患情况", "问题描述")),
    FormField("place", "隐患部位", ("部位", "地点", "位置", "所在位置")),
    FormField("point", "风险点名称", ("关联风险点", "风险点")),
    FormField("found-on", "排查日期", ("发现日期", "检查日期", "排查时间", "发现时间")),
    FormField("found-by", "排查人", ("检查人", "发现人")),
    FormField("source", "隐患来源", ("排查类型", "来源"), _labels(DangerSource)),
    FormField("level", "隐患等级", ("隐患级别", "等级", "级别"), _labels(DangerLevel)),
    FormField("basis", "判定依据", ("依据",)),
    FormField("measures", "治理措施", ("整改措施", "治理方案", "整改要求")),
    FormField("protective", "临时防护措施", ("防范措施",)),
    FormField("person", "整改责任人", ("责任人", "负责人", "治理责任人")),
    FormField("phone", "责任人电话", ("联系电话", "电话")),
    FormField("cost", "整改资金", ("资金", "投入资金", "治理资金")),
    FormField("deadline", "整改期限", ("治理期限", "计划完成日期", "期限")),
    FormField("rectified", "整改情况", ("整改完成情况", "治理情况")),
    FormField("rectified-on", "完成日期", ("整改完成日期", "整改日期", "治理完成日期")),
    FormField("accepted-by", "验收人", ("复查人",)),
    FormField("closed-on", "销号日期", ("验收日期", "验收时间")),
    FormField("status", "整改状态", ("状态", "是否整改", "整改结果"), _labels(DangerStatus)),
)
FIELDS = {
    RowKind.RISK: _RISK,
    RowKind.SERIOUS_RISK: _RISK,
    RowKind.MEASURE: _MEASURE,
    RowKind.DANGER: _DANGER,
    RowKind.MAJOR_DANGER: _DANGER,
}


def field_of(kind: RowKind, field_id: str) -> FormField:
    """The field of this id; raises KeyError."""
    return {each.id: each for each in FIELDS[kind]}[field_id]


def rows_of(ports: Ports, book: Book, kind: RowKind) -> tuple[FormRow, ...]:
    """Every row of this kind, the worst first, hidden dangers by number."""
    if kind in (RowKind.DANGER, RowKind.MAJOR_DANGER):
        dangers = [each for each in book.dangers if kind is RowKind.DANGER or each.is_major]
        found = (_danger_row(book, each) for each in sorted(dangers, key=lambda each: each.code))
    else:
        hazards = sorted(book.hazards, key=lambda each: (-each.level, book.point[each.risk_point_id].code))
        if kind is RowKind.SERIOUS_RISK:
            hazards = [each for each in hazards if each.level >= RiskLevel.CONSIDERABLE]
        found = (row for each in hazards for row in _hazard_rows(ports, book, each, kind))
    return tuple(_numbered(number, row) for number, row in enumerate(found, start=1))


def _numbered(number: int, row: FormRow) -> FormRow:
    return FormRow(row.key, row.record_id, row.title, {"number": f"{number}", **row.cells})


def _firm_cells(book: Book) -> dict[str, str]:
    firm = book.enterprise
    principal = book.people.get(firm.principal_id or "")
    return {
        "firm": firm.name,
        "credit-code": firm.credit_code or "",
        "principal": principal.name if principal else "",
        "principal-phone": principal.phone if principal else "",
    }


def _hazard_rows(ports: Ports, book: Book, hazard: Hazard, kind: RowKind) -> Iterator[FormRow]:
    point = book.point[hazard.risk_point_id]
    cells = _hazard_cells(ports, book, point, hazard)
    title = f"{point.code} {point.name}：{hazard.title}"
    if kind is not RowKind.MEASURE:
        yield FormRow(hazard.id, hazard.id, title, cells)
        return
    for measure in hazard.measures:
        if measure.in_force:
            check = hazard.check
            more = {
                "measure": measure.text,
                "measure-kind": label(measure.kind),
                "check": check.what if check else measure.text,
                "standard": check.standard if check else "",
            }
            yield FormRow(measure.id, hazard.id, f"{title}：{measure.text}", {**cells, **more})


def _hazard_cells(ports: Ports, book: Book, point: RiskPoint, hazard: Hazard) -> dict[str, str]:
    person = book.responsible(hazard)
    department = book.departments.get(point.department_id or "")
    level = book.level_of(point)
    grade = hazard.grade
    in_force = [measure for measure in hazard.measures if measure.in_force]
    per_kind = {kind.value: _joined(measure for measure in in_force if measure.kind is kind) for kind in MeasureKind}
    rounds = hazard.check.rounds if hazard.check else ()
    return {
        **_firm_cells(book),
        "point-code": point.code,
        "point": point.name,
        "point-kind": label(point.kind),
        "place": point.place,
        "point-level": label(level) if level else "",
        "hazard": hazard.title,
        "factor-code": hazard.factor_code,
        "accident": "、".join(book.accident_names(hazard)),
        "consequence": hazard.consequence,
        "method": grade.profile_name,
        "marks": "×".join(f"{mark.normalize():f}" for mark in grade.marks),
        "value": f"{grade.value.normalize():f}" if grade.scored else "",
        "level": label(hazard.level),
        "colour": COLOURS[hazard.level],
        "measures": _joined(in_force),
        **per_kind,
        "planned": _joined(measure for measure in hazard.measures if measure.state is MeasureState.PLANNED),
        "tier": label(book.tier_of(hazard)),
        "department": department.name if department else "",
        "person": person.name if person else "",
        "phone": person.phone if person else "",
        "frequency": label(min((each for _, each in rounds), key=list(Frequency).index)) if rounds else "",
        "basis": "；".join(_citation(ports, code) for code in hazard.basis),
        "identified-on": _text(hazard.identified_on),
    }


def _joined(measures: Iterable[Measure]) -> str:
    texts = [measure.text for measure in measures]
    return (
        "\n".join(f"{number}. {words}" for number, words in enumerate(texts, 1)) if len(texts) > 1 else "".join(texts)
    )


def _citation(ports: Ports, code: str) -> str:
    found = ports.codes.citation(code)
    return f"{found.code}《{found.title}》" if found else code


def _danger_row(book: Book, danger: HiddenDanger) -> FormRow:
    person = book.people.get(danger.responsible_id or "")
    point = book.point.get(danger.risk_point_id or "")
    cells = {
        **_firm_cells(book),
        "code": danger.code,
        "title": danger.title,
        "place": danger.place,
        "point": point.name if point else "",
        "found-on": _text(danger.found_on),
        "found-by": book.person_name(danger.found_by_id),
        "source": label(danger.source),
        "level": label(danger.level),
        "basis": danger.basis,
        "measures": danger.measures,
        "protective": danger.protective,
        "person": person.name if person else "",
        "phone": person.phone if person else "",
        "cost": f"{danger.cost:f}" if danger.cost is not None else "",
        "deadline": _text(danger.deadline),
        "rectified": danger.rectified,
        "rectified-on": _text(danger.rectified_on),
        "accepted-by": book.accepted_by(danger),
        "closed-on": _text(danger.closed_on),
        "status": label(danger.status),
    }
    return FormRow(danger.id, danger.id, f"{danger.code} {danger.title}", cells)


def _text(value: object) -> str:
    return "" if value is None else str(value)
