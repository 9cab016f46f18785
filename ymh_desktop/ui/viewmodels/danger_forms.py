"""The short forms of the loop: each step of a hidden danger asks a few things and calls one use case."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.enterprise import optional_text
from ymh_desktop.domain.hidden_dangers import (
    LONG_DAYS,
    MOST_DAYS,
    USUAL_DAYS,
    DangerLevel,
    DangerSource,
    HiddenDanger,
    usual_deadline,
)
from ymh_desktop.domain.money import cost_in
from ymh_desktop.domain.typed import shortened
from ymh_desktop.domain.words import label
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.hidden_dangers import DangerSheet
from ymh_desktop.services.ports import Ports
from ymh_desktop.ui.viewmodels.asking import Ask, Form, Kind, Values, day_check

LONGEST_WORDS = 500
CRITERION_LENGTH = 34  # with where it stands it fits into the window's width
OWN_BASIS = "own"
TWO_PEOPLE = "谁改的，不能由谁验收：换一个人去现场看过，才算改好了。"
ONE_PERSON = "整改和验收是同一个人：只有一个人的店才这样做，写明原因；这句话会印在隐患档案和台账上。"

Build = Callable[[Ports, DangerSheet], Form]


def up_to(name: str, most: int) -> Callable[[str], object]:
    """Raises UserError for words that are too long."""
    return lambda words: optional_text(name, words, most)


def form_of(sheet: DangerSheet, step: str, title: str, button: str, asks: tuple[Ask, ...], **more: Any) -> Form:
    """A form about one hidden danger; its draft bears the name of both."""
    said = more.pop("said", f"{sheet.danger.code} {title}")
    return Form(f"{sheet.danger.id}:{step}", title, button, asks, said=said, people=sheet.people, **more)


def same_person(by: str, accepted: str) -> tuple[Callable[[Values], str], Ask]:
    """What is said about two people, and the reason that is asked for when it is one."""

    def same(values: Values) -> bool:
        return values.get(by) is not None and values.get(by) == values.get(accepted)

    reason = Ask(
        "reason",
        "为什么整改和验收是同一个人",
        placeholder="例如：店里只有一个人",
        needed="整改人和验收人是同一个人：请换一个人验收，或者写明原因。",
        check=up_to("原因", 200),
        shown=same,
    )
    return lambda values: ONE_PERSON if same(values) else TWO_PEOPLE, reason


# ---- 定级, 派单 ------------------------------------------------------------------------------------------------------


def grade(ports: Ports, sheet: DangerSheet) -> Form:
    """定级: general, or major with the criterion that it meets."""
    danger = sheet.danger
    criteria = tuple(item for item in dangers.judgement_items(ports) if not item.expert_only)
    options = (*((item.basis, _criterion(item)) for item in criteria), (OWN_BASIS, "上面没有列出来的，我自己写"))
    # A suspected one bears the criterion and 疑似 behind it.
    met = next((item.basis for item in criteria if danger.basis.startswith(item.basis)), OWN_BASIS)
    first = danger.basis and met

    def major(values: Values) -> bool:
        return values.get("level") is DangerLevel.MAJOR

    def own(values: Values) -> bool:
        return major(values) and values.get("basis") == OWN_BASIS

    def send(values: Values) -> Changes:
        basis = values["own"] if values["basis"] == OWN_BASIS else values["basis"]
        return dangers.grade_danger(
            ports,
            danger.id,
            values["level"],
            basis=str(basis or "")[:LONGEST_WORDS],
            reason=values["reason"],
            by_id=values["by"],
        )

    asks = (
        Ask(
            "level",
            "对照判定标准，它是",
            Kind.CHOICE,
            danger.level,
            tuple((level, label(level)) for level in DangerLevel),
            half=True,
        ),
        Ask("by", "谁判定的（可以不填）", Kind.PERSON, danger.graded_by_id, half=True, name="谁判定的"),
        Ask("basis", "符合哪一条", Kind.CHOICE, first or options[0][0], options, shown=major),
        Ask(
            "own",
            "判定依据",
            Kind.TEXT,
            danger.basis if first == OWN_BASIS else None,
            placeholder="写明文件名称和哪一条",
            needed="请写明依据哪份文件、哪一条。",
            check=up_to("判定依据", LONGEST_WORDS),
            shown=own,
        ),
        Ask(
            "reason",
            "为什么不算重大隐患",
            Kind.TEXT,
            needed="从重大隐患改为一般隐患，请写明为什么不算。",
            check=up_to("理由", LONGEST_WORDS),
            shown=lambda values: danger.is_major and not major(values),
        ),
    )

    def kept(values: Values) -> str:
        return f"判定依据记作：{values['basis']}" if major(values) and not own(values) else ""

    sentence = "只有符合判定标准里某一条的，才是重大隐患；拿不准的，请专家一起看。"
    return form_of(sheet, "grade", "定级", "就这样定", asks, send=send, sentence=sentence, remark=kept)


def _criterion(item: MajorItem) -> str:
    """A criterion in the list to choose from: what it says first, by which it is looked for, then where it stands."""
    return f"{shortened(item.text, CRITERION_LENGTH)}｜{item.cited}{'' if item.checked else '（待核对）'}"


def assign(ports: Ports, sheet: DangerSheet) -> Form:
    """派单: who, by when, what."""
    danger, today = sheet.danger, ports.clock.today()
    who = sheet.principal_id if danger.is_major else danger.responsible_id

    def send(values: Values) -> Changes:
        return dangers.assign_danger(ports, danger.id, values["person"], values["deadline"], values["measures"])

    def thought_over(values: Values) -> str:
        if values["deadline"] < today:
            return f"{values['deadline']} 已经过去了：这样派下去，一派就超期。请改成今天或以后。"
        days = (values["deadline"] - max(today, danger.found_on)).days
        if not LONG_DAYS < days <= MOST_DAYS.days:  # beyond, it is refused under the field
            return ""
        usual = f"{label(danger.level)}通常 {USUAL_DAYS[danger.level]} 天内改完"
        return f"期限还有 {days} 天，{usual}。真要这么久，请在“怎么改”里写明这段时间怎么防护。"

    asks = (
        Ask(
            "person",
            "由谁整改",
            Kind.PERSON,
            who,
            needed="整改要有人负责，请选一个人。",
            hint="重大隐患一律由主要负责人负责。" if danger.is_major else "",
            fixed=danger.is_major and who is not None,
            half=True,
        ),
        Ask(
            "deadline",
            "整改期限",
            Kind.DAY,
            _term(danger, today),
            hint="先按习惯定的，可以改。",
            check=day_check(lambda day: danger.checked_deadline(day, today)),
            half=True,
        ),
        Ask(
            "measures",
            "怎么改（可以不填）",
            Kind.TEXT,
            danger.measures,
            placeholder="例如：装上锯片防护罩，装好前这台锯不开",
            check=up_to("怎么改", LONGEST_WORDS),
        ),
    )
    return form_of(sheet, "assign", "派单", "派给他", asks, send=send, warns=thought_over)


def _term(danger: HiddenDanger, today: date) -> date:
    """The term that stands there at first. What custom proposed may be over by now; an order's day stays."""
    agreed = danger.assigned_on is not None or danger.source is DangerSource.AUTHORITY
    if danger.deadline is not None and (agreed or danger.deadline >= today):
        return danger.deadline
    return usual_deadline(danger.level, today)


def start(ports: Ports, sheet: DangerSheet) -> Form:
    """开始整改: nothing is asked."""
    return form_of(
        sheet, "start", "开始整改", "开始", (), send=lambda values: dangers.start_danger(ports, sheet.danger.id)
    )


# ---- 交整改, 验收, 退回, 销号 ----------------------------------------------------------------------------------------


def _done(danger: HiddenDanger) -> tuple[Ask, ...]:
    return (
        Ask(
            "done",
            "怎么整改的",
            Kind.TEXT,
            danger.rectified or None,
            placeholder="例如：已装上锯片防护罩，试过挡得住手",
            needed="请写一句怎么整改的，例如“已装上锯片防护罩”。",
            check=up_to("怎么整改的", LONGEST_WORDS),
        ),
        Ask(
            "photos",
            "整改后的照片" if danger.is_major else "整改后的照片（最好拍一张）",
            Kind.PHOTOS,
            most=9,
            name="整改后的照片",
        ),
    )


def hand_in(ports: Ports, sheet: DangerSheet) -> Form:
    """交整改: what was done, by whom, when, the cost, photos."""
    danger, today = sheet.danger, ports.clock.today()

    def send(values: Values) -> Changes:
        return dangers.hand_in_danger(
            ports,
            danger.id,
            done=values["done"],
            by_id=values["by"],
            on=values["on"],
            cost=cost_in(values["cost"]),
            photos=values["photos"],
        )

    asks = (
        *_done(danger),
        Ask("by", "谁整改的", Kind.PERSON, danger.responsible_id, needed="请选是谁整改的。", half=True),
        Ask("on", "哪天改好的", Kind.DAY, today, half=True),
        Ask("cost", "花了多少钱（元，可以不填）", Kind.MONEY, half=True, name="花了多少钱"),
    )
    return form_of(sheet, "hand_in", "改好了，交验收", "交验收", asks, send=send)


def accept(ports: Ports, sheet: DangerSheet) -> Form:
    """验收: by somebody else; it is closed then."""
    danger = sheet.danger
    by = danger.rectified_by_id

    def remark(values: Values) -> str:
        return ONE_PERSON if by is not None and values.get("by") == by else TWO_PEOPLE

    def send(values: Values) -> Changes:
        return dangers.accept_danger(
            ports, danger.id, by_id=values["by"], note=values["note"], same_person_reason=values["reason"]
        )

    asks = (
        Ask("by", "谁验收的", Kind.PERSON, needed="请选是谁验收的；验收的人不能是整改的人。", half=True),
        Ask(
            "note",
            "验收意见（可以不填）",
            placeholder="例如：现场看过，装牢了",
            check=up_to("验收意见", 500),
            half=True,
            name="验收意见",
        ),
        Ask(
            "reason",
            "为什么整改和验收是同一个人",
            placeholder="例如：店里只有一个人",
            needed="整改人和验收人是同一个人：请换一个人验收，或者写明原因。",
            check=up_to("原因", 200),
            shown=lambda values: by is not None and values.get("by") == by,
        ),
    )
    waits = sheet.file is not None and sheet.file.under_order
    return form_of(
        sheet,
        "accept",
        "验收",
        "验收通过，等部门核销" if waits else "验收通过，销号",
        asks,
        send=send,
        sentence=f"{sheet.name(by)}整改：{danger.rectified}",
        remark=remark,
        said=f"{danger.code} 验收通过" if waits else f"{danger.code} 已销号",
    )


def send_back(ports: Ports, sheet: DangerSheet) -> Form:
    """退回, with the reason."""

    def send(values: Values) -> Changes:
        return dangers.return_danger(ports, sheet.danger.id, values["reason"], by_id=values["by"])

    asks = (
        Ask(
            "reason",
            "哪里没改好",
            Kind.TEXT,
            placeholder="例如：护罩只用铁丝绑着，一碰就掉",
            needed="请写清楚哪里没改好，整改的人才知道怎么做。",
            check=up_to("退回的原因", LONGEST_WORDS),
        ),
        Ask("by", "谁退回的（可以不填）", Kind.PERSON, name="谁退回的", half=True),
    )
    return form_of(sheet, "return", "退回重改", "退回", asks, send=send, sentence="退回以后要重新整改、重新拍照。")


def close_at_once(ports: Ports, sheet: DangerSheet) -> Form:
    """已经改好了: rectified, accepted and closed in one step."""
    danger = sheet.danger
    remark, reason = same_person("by", "accepted")

    def send(values: Values) -> Changes:
        return dangers.close_danger(
            ports,
            danger.id,
            done=values["done"],
            by_id=values["by"],
            accepted_by_id=values["accepted"],
            same_person_reason=values["reason"],
            cost=cost_in(values["cost"]),
            photos=values["photos"],
        )

    asks = (
        *_done(danger),
        Ask("by", "谁整改的", Kind.PERSON, danger.responsible_id, needed="请选是谁整改的。", half=True),
        Ask(
            "accepted",
            "谁验收的",
            Kind.PERSON,
            needed="请选是谁验收的；验收的人不能是整改的人。",
            half=True,
        ),
        reason,
        Ask("cost", "花了多少钱（元，可以不填）", Kind.MONEY, half=True, name="花了多少钱"),
    )
    return form_of(
        sheet,
        "close",
        "已经改好了，直接销号",
        "销号",
        asks,
        send=send,
        remark=remark,
        said=f"{danger.code} 已销号",
        sentence="整改、验收一起记下来。",
    )


# ---- the small menu --------------------------------------------------------------------------------------------------


def extend(ports: Ports, sheet: DangerSheet) -> Form:
    """延期, with the reason."""
    danger, today = sheet.danger, ports.clock.today()
    least = max(danger.deadline or today, today)

    def send(values: Values) -> Changes:
        return dangers.extend_danger(ports, danger.id, values["to"], values["reason"], by_id=values["by"])

    asks = (
        Ask(
            "to",
            "延到哪天",
            Kind.DAY,
            least + timedelta(days=7),
            hint=f"原来的期限是 {danger.deadline}。",
            check=day_check(lambda day: danger.checked_extension(day, today, sheet.file)),
            half=True,
        ),
        Ask("by", "谁同意的（可以不填）", Kind.PERSON, name="谁同意的", half=True),
        Ask(
            "reason",
            "为什么改不完，这段时间怎么防护",
            Kind.TEXT,
            placeholder="例如：护罩要等厂家发货；到货前这台锯停用，挂了牌",
            needed="请写清楚为什么改不完、这段时间怎么防护。",
            check=up_to("延期的原因", LONGEST_WORDS),
        ),
    )
    return form_of(sheet, "extend", "延期", "延期", asks, send=send)


def reopen(ports: Ports, sheet: DangerSheet) -> Form:
    """重新打开: it came up again, or was closed by mistake."""

    def send(values: Values) -> Changes:
        return dangers.reopen_danger(ports, sheet.danger.id, values["reason"])

    asks = (
        Ask(
            "reason",
            "为什么重新打开（可以不填）",
            placeholder="例如：护罩又被拆了",
            check=up_to("原因", LONGEST_WORDS),
            name="为什么重新打开",
        ),
    )
    return form_of(
        sheet,
        "reopen",
        "重新打开",
        "重新打开",
        asks,
        send=send,
        sentence="从头再走一遍：派单、整改、验收；以前的记录都留着。",
        said=f"{sheet.danger.code} 已重新打开",
    )


def tell(ports: Ports, sheet: DangerSheet) -> Form:
    """告知员工: when and how."""

    def send(values: Values) -> Changes:
        return dangers.tell_employees(ports, [sheet.danger.id], values["how"], on=values["on"])

    asks = (
        Ask(
            "how",
            "怎么告诉员工的",
            value=sheet.danger.told_how or "班前会上说，公示栏张贴",
            needed="请写怎么告诉员工的，例如“班前会”。",
            check=up_to("怎么通报的", 100),
            half=True,
        ),
        Ask("on", "哪天", Kind.DAY, ports.clock.today(), name="哪天告诉员工的", half=True),
    )
    return form_of(sheet, "tell", "告知员工", "记下来", asks, send=send)


def describe(ports: Ports, sheet: DangerSheet) -> Form:
    """补充说明: why it came about and what keeps people safe meanwhile."""
    danger = sheet.danger

    def send(values: Values) -> Changes:
        return dangers.describe_danger(ports, danger.id, cause=values["cause"], protective=values["protective"])

    asks = (
        Ask("cause", "为什么会出这个问题", Kind.TEXT, danger.cause or None, check=up_to("原因", 500)),
        Ask("protective", "改好以前怎么防护", Kind.TEXT, danger.protective or None, check=up_to("防范措施", 500)),
    )
    return form_of(sheet, "describe", "原因和防范", "记下来", asks, send=send)


def add_photo(stage: PhotoStage, ports: Ports, sheet: DangerSheet) -> Form:
    """One more photo."""

    def send(values: Values) -> Changes:
        (name,) = values["photo"]
        return dangers.add_danger_photo(ports, sheet.danger.id, name, stage, values["note"])

    asks = (
        Ask("photo", f"{label(stage)}的照片", Kind.PHOTOS, needed="请选一张照片。"),
        Ask("note", "说明（可以不填）", check=up_to("说明", 60), name="照片说明"),
    )
    return form_of(sheet, f"photo-{stage.value}", f"添加{label(stage)}照片", "放进来", asks, send=send)


def replace_photo(name: str, ports: Ports, sheet: DangerSheet) -> Form:
    """换照片: the old one is kept with the reason."""

    def send(values: Values) -> Changes:
        (by,) = values["photo"]
        return dangers.replace_danger_photo(ports, sheet.danger.id, name, by, values["because"])

    asks = (
        Ask("photo", "对的照片", Kind.PHOTOS, needed="请选对的那张照片。"),
        Ask(
            "because",
            "为什么换",
            placeholder="例如：拍错了机器",
            needed="请写一句为什么换，例如“拍错了机器”。",
            check=up_to("换照片的原因", 100),
        ),
    )
    return form_of(
        sheet,
        f"replace-{name[:12]}",
        "换照片",
        "换上",
        asks,
        send=send,
        sentence="原来的照片会留在档案里，写明换的原因。",
    )


LOOP_FORMS: dict[str, Build] = {
    "grade": grade,
    "assign": assign,
    "start": start,
    "hand_in": hand_in,
    "accept": accept,
    "return": send_back,
    "close": close_at_once,
    "extend": extend,
    "reopen": reopen,
    "tell": tell,
    "describe": describe,
    **{f"photo-{stage.value}": partial(add_photo, stage) for stage in PhotoStage},
}
