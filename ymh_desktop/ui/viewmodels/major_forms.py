"""The forms of a major hidden danger's file, and why none of its steps can be left out."""

from dataclasses import replace
from datetime import timedelta

from ymh_desktop.domain.major_files import (
    Evaluator,
    MajorFile,
    MajorStep,
    OrderKind,
    PlanPart,
    ReportTo,
    Shutdown,
    SupervisionOrder,
    TreatmentPlan,
)
from ymh_desktop.domain.money import cost_in
from ymh_desktop.domain.words import label
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers import DangerSheet
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.viewmodels.asking import Ask, Form, Kind, Values
from ymh_desktop.ui.viewmodels.danger_forms import Build, form_of, up_to

LONGEST = 2000

# Why a step cannot be left out, in everyday words; the papers bear the citations.
WHY = {
    MajorStep.JUDGED: "没有判定依据，就说不清它为什么是重大隐患。",
    MajorStep.PASSED_UP: "主要负责人不知道，就没有人能停产、花钱。",
    MajorStep.DECIDED: "先定下停不停、撤不撤人，改的时候才不会再出事。",
    MajorStep.PROTECTED: "改好以前还有人在旁边干活，要有东西挡着。",
    MajorStep.DESCRIBED: "上报时要写清现状、原因、会伤到谁、好不好改。",
    MajorStep.PLANNED: "措施、责任、资金、时限、预案都落实了，才改得成。",
    MajorStep.APPROVED: "方案没有批准，不能动手改。",
    MajorStep.DEPARTMENT_TOLD: "重大隐患要报告监管部门，有回执才算报到。",
    MajorStep.WORKERS_TOLD: "要让职工知道身边有什么危险，有签到表才算告诉了。",
    MajorStep.RECTIFIED: "写清怎么改的、谁改的。",
    MajorStep.SHOWN: "没有整改后的照片，不能验收。",
    MajorStep.ORDERS_ANSWERED: "部门督办的，每一张都要回复。",
    MajorStep.EVALUATED: "改得行不行，要请懂的人评估过。",
    MajorStep.ACCEPTED: "谁改的，不能由谁验收。",
    MajorStep.CLEARED: "挂牌督办或责令停产的，部门复查核销后才能销号、恢复生产。",
}


def pass_up(ports: Ports, sheet: DangerSheet) -> Form:
    """逐级报告: who told whom."""

    def send(values: Values) -> Changes:
        return dangers.pass_up(ports, sheet.danger.id, values["from"], values["to"], words=values["words"])

    chain = sheet.file.chain if sheet.file else ()
    finder = chain[-1].to_id if chain else sheet.danger.found_by_id
    asks = (
        Ask("from", "谁报告的", Kind.PERSON, finder, needed="请选是谁报告的。", half=True),
        Ask("to", "报告给谁", Kind.PERSON, sheet.principal_id, needed="请选报告给谁。", half=True),
        Ask("words", "怎么说的（可以不填）", check=up_to("说明", 200), name="怎么报告的"),
    )
    return form_of(
        sheet, "pass_up", "逐级报告", "记下来", asks, send=send, sentence="时间记现在；一级一级报，报到主要负责人为止。"
    )


def decide(ports: Ports, sheet: DangerSheet) -> Form:
    """停产撤人决定."""
    decision = sheet.file.decision if sheet.file else None

    def send(values: Values) -> Changes:
        return dangers.decide_shutdown(
            ports,
            sheet.danger.id,
            values["shutdown"],
            evacuate=values["evacuate"],
            by_id=values["by"],
            reason=values["reason"],
        )

    asks = (
        Ask(
            "shutdown",
            "停不停",
            Kind.CHOICE,
            decision.shutdown if decision else Shutdown.PARTIAL,
            tuple((each, label(each)) for each in Shutdown),
            half=True,
        ),
        Ask("by", "谁决定的", Kind.PERSON, sheet.principal_id, needed="请选是谁决定的。", half=True),
        Ask("evacuate", "人员撤出来", Kind.TICK, decision.evacuate if decision else None),
        Ask(
            "reason",
            "理由",
            Kind.TEXT,
            decision.reason if decision else None,
            placeholder="例如：卸灰时会爆燃，改好前这台除尘器和相连的锯都停用",
            needed="请写为什么停，或者为什么可以不停。",
            check=up_to("停产撤人决定的理由", LONGEST),
            name="停产撤人的理由",
        ),
    )
    return form_of(sheet, "decide", "停产撤人决定", "就这样定", asks, send=send)


def protect(ports: Ports, sheet: DangerSheet) -> Form:
    """临时防护措施."""

    def send(values: Values) -> Changes:
        return dangers.protect_major(ports, sheet.danger.id, values["words"])

    asks = (
        Ask(
            "words",
            "改好以前，靠什么防住",
            Kind.TEXT,
            sheet.file.temporary or None if sheet.file else None,
            placeholder="例如：断电上锁挂牌，拉警戒带，派人看守",
            needed="请写改好以前靠什么防住。",
            check=up_to("临时防护措施", LONGEST),
            lines=3,
        ),
    )
    return form_of(sheet, "protect", "临时防护措施", "记下来", asks, send=send)


def describe(ports: Ports, sheet: DangerSheet) -> Form:
    """现状、原因、危害、难易."""
    file = sheet.file or MajorFile(sheet.danger.id)
    questions = (
        ("situation", "现状：现在是什么样子", "例如：除尘器直接往灰桶里落灰，灰桶敞着"),
        ("causes", "原因：为什么会这样", "例如：买的二手设备没有带卸灰阀，安装时没有验收"),
        ("harm", "危害：会出什么事，伤到谁", "例如：木粉扬起遇火花会爆燃，旁边常有 3 个人干活"),
        ("difficulty", "难易：好不好改，要多久、多少钱", "例如：要停机装卸灰阀，供货 5 天、安装 1 天，约 6000 元"),
    )

    def send(values: Values) -> Changes:
        return dangers.describe_major(ports, sheet.danger.id, **{name: values[name] for name, *_ in questions})

    asks = tuple(
        Ask(
            name,
            words,
            Kind.TEXT,
            getattr(file, name) or None,
            placeholder=example,
            needed="这一项也要写，报告里四项都有。",
            check=up_to(words.split("：", 1)[0], LONGEST),
        )
        for name, words, example in questions
    )
    return form_of(sheet, "describe_major", "现状、原因、危害和难易", "记下来", asks, send=send)


_PLAN_HELP = {
    PlanPart.GOALS: "改成什么样才算好",
    PlanPart.METHODS: "用什么办法，一步步怎么做",
    PlanPart.FUNDS: "钱从哪里来，要买什么",
    PlanPart.PEOPLE: "谁负责，谁动手",
    PlanPart.TIME: "哪天前改完，中间怎么查",
    PlanPart.SAFETY: "改的时候怎么保证安全，出事怎么办",
}


def plan(ports: Ports, sheet: DangerSheet) -> Form:
    """治理方案: six parts, shown as 五落实; it may be kept half written."""
    known = sheet.file.plan if sheet.file else TreatmentPlan()
    until = known.until or sheet.danger.deadline or ports.clock.today() + timedelta(days=15)

    def send(values: Values) -> Changes:
        texts = {part.value: values[part.value] for part in PlanPart}
        return dangers.plan_major(
            ports,
            sheet.danger.id,
            TreatmentPlan(**texts, cost=cost_in(values["cost"]), until=values["until"]),
        )

    def remark(values: Values) -> str:
        missing = [label(part) for part in PlanPart if not str(values.get(part.value) or "").strip()]
        return (
            f"还缺：{'、'.join(missing)}。可以先存着，齐了才能批准。"
            if missing
            else "六项都有了，可以交主要负责人批准。"
        )

    asks = (
        *(
            Ask(
                part.value,
                label(part),
                Kind.TEXT,
                known.text(part) or None,
                placeholder=_PLAN_HELP[part],
                check=up_to(label(part), LONGEST),
            )
            for part in PlanPart
        ),
        Ask("cost", "预计花多少钱（元）", Kind.MONEY, str(known.cost) if known.cost is not None else None, half=True),
        Ask("until", "哪天前改完", Kind.DAY, until, half=True),
    )
    return form_of(
        sheet,
        "plan",
        "治理方案（五落实：措施、责任、资金、时限、预案）",
        "存下方案",
        asks,
        send=send,
        remark=remark,
        sentence="批准以后再改，要重新批准。",
    )


def approve(ports: Ports, sheet: DangerSheet) -> Form:
    """批准: by the 主要负责人 only."""

    def send(values: Values) -> Changes:
        return dangers.approve_plan(ports, sheet.danger.id, values["by"])

    asks = (Ask("by", "谁批准的", Kind.PERSON, sheet.principal_id, needed="请选主要负责人。", half=True),)
    return form_of(sheet, "approve", "批准治理方案", "批准", asks, send=send, sentence="只有主要负责人能批准。")


def _report(to: ReportTo, ports: Ports, sheet: DangerSheet) -> Form:
    file = sheet.file or MajorFile(sheet.danger.id)
    open_one = next((n for n, each in enumerate(file.reports) if each.to is to and not each.proved), None)
    proof = "回执" if to is ReportTo.DEPARTMENT else "凭证"
    example = "例如：平台回执第 18 号" if to is ReportTo.DEPARTMENT else "例如：签到表 10 人"
    receipt = Ask("receipt", proof, placeholder=example, check=up_to(proof, 100), name=f"{label(to)}的{proof}")
    step = f"report-{to.value}"
    if open_one is not None:
        place = open_one
        known = file.reports[place]

        def came(values: Values) -> Changes:
            return dangers.receipt_came(ports, sheet.danger.id, place, values["receipt"])

        asked = (_needed(receipt, f"请写{proof}的编号或样子，{example}。"),)
        sentence = f"{known.on} 已经报告：{known.whom}。还差{proof}。"
        return form_of(
            sheet, f"{step}-receipt", f"{label(to)}：{proof}来了", "记下来", asked, send=came, sentence=sentence
        )

    def send(values: Values) -> Changes:
        return dangers.report_major(
            ports,
            sheet.danger.id,
            to,
            whom=values["whom"],
            how=values["how"],
            on=values["on"],
            by_id=values["by"],
            receipt=values["receipt"],
        )

    department = to is ReportTo.DEPARTMENT
    whom = sheet.recipient if department else "全体职工"
    ways = "平台上报、送纸质材料、打电话" if department else "开职工大会、班前会上讲、贴公告栏"
    asks = (
        Ask(
            "whom",
            "报告给谁",
            value=whom or None,
            placeholder="例如：镇应急管理所",
            needed="请写报告给谁。",
            check=up_to("报告给谁", 60),
            half=True,
            name=f"{label(to)}：报告给谁",
        ),
        Ask(
            "how",
            "怎么报告的",
            placeholder=f"例如：{ways}",
            needed=f"请写是怎么报告的，例如：{ways}。",
            check=up_to("怎么报告的", 60),
            half=True,
            name=f"{label(to)}：怎么报告的",
        ),
        Ask("on", "哪天", Kind.DAY, ports.clock.today(), half=True, name=f"{label(to)}：哪天"),
        Ask("by", "谁去报告的（可以不填）", Kind.PERSON, half=True, name=f"{label(to)}：谁去的"),
        receipt,
    )
    sentence = f"{proof}还没有，可以先空着，来了再补；没有{proof}这一步不算完成。"
    return form_of(sheet, step, label(to), "记下来", asks, send=send, sentence=sentence)


def _needed(ask: Ask, sentence: str) -> Ask:
    return replace(ask, needed=sentence)


def tell_department(ports: Ports, sheet: DangerSheet) -> Form:
    """双报告, to the department; or its receipt."""
    return _report(ReportTo.DEPARTMENT, ports, sheet)


def tell_workers(ports: Ports, sheet: DangerSheet) -> Form:
    """双报告, to the workers; or the proof of it."""
    return _report(ReportTo.WORKERS, ports, sheet)


def receive_order(ports: Ports, sheet: DangerSheet) -> Form:
    """收到督办单."""
    today = ports.clock.today()

    def send(values: Values) -> Changes:
        order = SupervisionOrder(
            values["kind"],
            values["number"],
            values["issuer"],
            values["received"],
            values["demands"],
            values["due"] if values["has_due"] else None,
            values["contact"],
        )
        return dangers.receive_order(ports, sheet.danger.id, order)

    asks = (
        Ask(
            "kind",
            "是哪一种",
            Kind.CHOICE,
            OrderKind.SUPERVISION,
            tuple((k, label(k)) for k in OrderKind),
            half=True,
            name="督办的种类",
        ),
        Ask("number", "文号", needed="请照督办单填文号。", check=up_to("督办文号", 60), half=True, name="督办文号"),
        Ask("issuer", "哪个单位发的", needed="请填发督办单的单位。", check=up_to("督办单位", 60), half=True),
        Ask("received", "哪天收到的", Kind.DAY, today, half=True),
        Ask("demands", "要求做什么", Kind.TEXT, check=up_to("督办要求", LONGEST), name="督办的要求"),
        Ask("has_due", "上面写了期限", Kind.TICK),
        Ask("due", "督办期限", Kind.DAY, today + timedelta(days=15), shown=lambda v: bool(v.get("has_due")), half=True),
        Ask("contact", "联系人（可以不填）", check=up_to("联系人", 60), name="督办联系人"),
    )
    return form_of(sheet, "order", "收到督办单", "记下来", asks, send=send)


def _open_order(file: MajorFile | None) -> int:
    orders = file.orders if file else ()
    return next((n for n, order in enumerate(orders) if not order.answers), max(0, len(orders) - 1))


def answer_order(ports: Ports, sheet: DangerSheet) -> Form:
    """回复督办: the first order without an answer, else the last."""
    place = _open_order(sheet.file)
    order = sheet.file.orders[place] if sheet.file and sheet.file.orders else None

    def send(values: Values) -> Changes:
        return dangers.answer_order(
            ports, sheet.danger.id, place, values["words"], by_id=values["by"], receipt=values["receipt"]
        )

    asks = (
        Ask("words", "回复了什么", Kind.TEXT, needed="请写回复的内容。", check=up_to("回复的内容", LONGEST), lines=3),
        Ask("by", "谁去回复的（可以不填）", Kind.PERSON, half=True, name="谁去回复的"),
        Ask("receipt", "回执（可以不填）", check=up_to("回执", 100), half=True, name="督办回复的回执"),
    )
    about = f"{order.number}（{order.issuer}）：{order.demands}" if order else ""
    return form_of(sheet, f"answer-{place}", "回复督办", "记下来", asks, send=send, sentence=about)


def extend_order(ports: Ports, sheet: DangerSheet) -> Form:
    """部门同意延期: only with its paper."""
    orders = sheet.file.orders if sheet.file else ()
    dated = tuple((n, f"{order.number}（{order.due} 前）") for n, order in enumerate(orders) if order.due)
    first = next((order.due for order in orders if order.due), ports.clock.today())

    def send(values: Values) -> Changes:
        return dangers.extend_order(ports, sheet.danger.id, values["which"], values["until"], values["paper"])

    asks = (
        Ask("which", "哪一张督办单", Kind.CHOICE, dated[0][0] if dated else None, dated, half=True),
        Ask("until", "部门同意延到", Kind.DAY, (first or ports.clock.today()) + timedelta(days=7), half=True),
        Ask("paper", "同意延期的文书", needed="请写同意延期的文号。", check=up_to("同意延期的文书", 100)),
    )
    return form_of(sheet, "extend_order", "部门同意延期", "记下来", asks, send=send)


def evaluate(ports: Ports, sheet: DangerSheet) -> Form:
    """治理评估."""

    def send(values: Values) -> Changes:
        return dangers.evaluate_major(
            ports,
            sheet.danger.id,
            values["who"],
            names=values["names"],
            passed=values["passed"],
            words=values["words"],
            on=values["on"],
        )

    asks = (
        Ask("who", "谁来评估", Kind.CHOICE, Evaluator.OWN, tuple((e, label(e)) for e in Evaluator), half=True),
        Ask(
            "names",
            "评估人或机构",
            needed="请写谁评估的，或者哪家机构。",
            check=up_to("评估人或评估机构", 100),
            half=True,
        ),
        Ask(
            "passed", "评估结果", Kind.CHOICE, True, ((True, "达到要求，通过"), (False, "没有达到，要再改")), half=True
        ),
        Ask("on", "评估日期", Kind.DAY, ports.clock.today(), half=True),
        Ask("words", "评估意见（可以不填）", Kind.TEXT, check=up_to("评估意见", LONGEST), name="评估意见"),
    )
    return form_of(sheet, "evaluate", "治理评估", "记下来", asks, send=send)


def clear(ports: Ports, sheet: DangerSheet) -> Form:
    """部门复查核销: closes it."""

    def send(values: Values) -> Changes:
        return dangers.clear_major(
            ports,
            sheet.danger.id,
            authority=values["authority"],
            number=values["number"],
            words=values["words"],
            on=values["on"],
        )

    issuer = sheet.file.orders[-1].issuer if sheet.file and sheet.file.orders else None
    asks = (
        Ask(
            "authority",
            "哪个单位核销的",
            value=issuer,
            needed="请填复查核销的单位。",
            check=up_to("单位", 60),
            half=True,
        ),
        Ask("number", "核销文号", needed="请照部门的文书填文号。", check=up_to("文号", 60), half=True),
        Ask("on", "核销日期", Kind.DAY, ports.clock.today(), half=True),
        Ask("words", "复查意见（可以不填）", Kind.TEXT, check=up_to("复查意见", LONGEST), name="复查意见"),
    )
    return form_of(
        sheet, "clear", "部门复查核销", "核销，销号", asks, send=send, said=f"{sheet.danger.code} 已核销销号"
    )


def resume(ports: Ports, sheet: DangerSheet) -> Form:
    """恢复生产."""

    def send(values: Values) -> Changes:
        return dangers.resume_work(ports, sheet.danger.id, by_id=values["by"], on=values["on"])

    asks = (
        Ask("by", "谁同意恢复的", Kind.PERSON, sheet.principal_id, half=True),
        Ask("on", "哪天恢复", Kind.DAY, ports.clock.today(), half=True),
    )
    return form_of(sheet, "resume", "恢复生产", "恢复", asks, send=send)


MAJOR_FORMS: dict[str, Build] = {
    "pass_up": pass_up,
    "decide": decide,
    "protect": protect,
    "describe_major": describe,
    "plan": plan,
    "approve": approve,
    "tell_department": tell_department,
    "tell_workers": tell_workers,
    "order": receive_order,
    "answer": answer_order,
    "extend_order": extend_order,
    "evaluate": evaluate,
    "clear": clear,
    "resume": resume,
}

# Which form does a step; RECTIFIED depends on how far the loop is.
FORM_OF_STEP = {
    MajorStep.JUDGED: "grade",
    MajorStep.PASSED_UP: "pass_up",
    MajorStep.DECIDED: "decide",
    MajorStep.PROTECTED: "protect",
    MajorStep.DESCRIBED: "describe_major",
    MajorStep.PLANNED: "plan",
    MajorStep.APPROVED: "approve",
    MajorStep.DEPARTMENT_TOLD: "tell_department",
    MajorStep.WORKERS_TOLD: "tell_workers",
    MajorStep.SHOWN: "photo-after",
    MajorStep.ORDERS_ANSWERED: "answer",
    MajorStep.EVALUATED: "evaluate",
    MajorStep.ACCEPTED: "accept",
    MajorStep.CLEARED: "clear",
}


def written(sheet: DangerSheet, step: MajorStep) -> str:
    """What stands in the file about a step, in a line; empty for nothing."""
    danger, file = sheet.danger, sheet.file or MajorFile(sheet.danger.id)
    match step:
        case MajorStep.JUDGED:
            return danger.basis
        case MajorStep.PASSED_UP:
            links = (
                f"{sheet.name(each.from_id)} → {sheet.name(each.to_id)}（{each.at:%m-%d %H:%M}）" for each in file.chain
            )
            return "；".join(links)
        case MajorStep.DECIDED if file.decision is not None:
            out = "撤出人员" if file.decision.evacuate else "不撤人"
            back = f"，{file.decision.resumed_on} 恢复" if file.decision.resumed_on else ""
            return f"{label(file.decision.shutdown)}，{out}：{file.decision.reason}{back}"
        case MajorStep.PROTECTED:
            return file.temporary
        case MajorStep.DESCRIBED:
            return file.situation
        case MajorStep.PLANNED:
            fixed = [word for word, text in file.plan.five_fixed() if text]
            return f"已落实：{'、'.join(fixed)}（{len(fixed)}/5）" if fixed else ""
        case MajorStep.APPROVED if file.approval is not None:
            return f"{sheet.name(file.approval.by_id)} {file.approval.on} 批准"
        case MajorStep.DEPARTMENT_TOLD | MajorStep.WORKERS_TOLD:
            to = ReportTo.DEPARTMENT if step is MajorStep.DEPARTMENT_TOLD else ReportTo.WORKERS
            told = [each for each in file.reports if each.to is to]
            return "；".join(f"{each.on} {each.whom}，{each.receipt or '还没有回执'}" for each in told)
        case MajorStep.RECTIFIED:
            return danger.rectified if danger.rectified_on else label(danger.status)
        case MajorStep.ORDERS_ANSWERED:
            return "；".join(
                f"{each.number}：{f'回复 {len(each.answers)} 次' if each.answers else '还没回复'}"
                for each in file.orders
            )
        case MajorStep.EVALUATED if file.evaluation is not None:
            return f"{file.evaluation.names} {file.evaluation.on} {'通过' if file.evaluation.passed else '没有通过'}"
        case MajorStep.ACCEPTED if danger.accepted_on is not None:
            return f"{sheet.name(danger.accepted_by_id)} {danger.accepted_on} {danger.acceptance}"
        case MajorStep.CLEARED if file.clearance is not None:
            return f"{file.clearance.authority} {file.clearance.on} {file.clearance.number}"
        case _:
            return ""


__all__ = ["FORM_OF_STEP", "MAJOR_FORMS", "WHY", "written"]
