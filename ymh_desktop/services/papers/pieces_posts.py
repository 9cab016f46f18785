"""Pieces of documents about one post, for operating procedures and training."""

from ymh_desktop.domain.measures import MeasureKind
from ymh_desktop.domain.quiz import LETTERS
from ymh_desktop.domain.risks import RiskPoint
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.knowledge.model import SignKind
from ymh_desktop.services.papers.desk import Blocks, Desk, distinct, grid, in_place, steps, with_place
from ymh_desktop.services.papers.emergency import emergency_card
from ymh_desktop.services.reports.manual import Block, Points, SubHeading, Tone, Words
from ymh_desktop.services.training.lessons import CardNotReady, quiz

_MOST_RISKS = 12
_MOST_ORDERS = 8
_MOST_CHECKS = 12
_GLOVES = "手套"
_AT_ONCE = (Frequency.SHIFT, Frequency.DAY, Frequency.OCCASION)


def risks(desk: Desk, argument: str) -> Blocks:
    """岗位风险: the worst things of the post; the argument says how many."""
    hazards = desk.book.hazards_at_post(desk.here)
    most = int(argument) if argument.isdecimal() else _MOST_RISKS
    rows = [(with_place(desk.book.point[h.risk_point_id]), h.title, h.level, h.consequence) for h in hazards[:most]]
    blocks: list[Block] = [
        grid("机器、活动或地方:36* 会出什么事:66 等级:20 后果:50", rows, none="这个岗位没有辨识出危险。")
    ]
    if len(hazards) > most:
        rest = len(hazards) - most
        blocks.append(Words(f"还有 {rest} 项等级较低的，见《安全风险分级管控清单》。", Tone.NOTE))
    return tuple(blocks)


def musts(desk: Desk, argument: str) -> Blocks:
    """岗位要点: the orders of the notice card."""
    orders = desk.card.must_do
    if not orders:
        return (Words("没有已落实的措施可写，请先在程序里回答各项措施有没有做到。"),)
    return (Points(orders, numbered=True), Words("其余的见本岗位操作规程。", Tone.NOTE))


def machines(desk: Desk, argument: str) -> Blocks:
    """岗位机器: for each machine what must not be taken off, and what must be done."""
    blocks: list[Block] = []
    said: set[str] = set()
    for point in desk.met:
        guards = _fresh(desk, point, MeasureKind.ENGINEERING, said)
        orders = _fresh(desk, point, MeasureKind.MANAGEMENT, said)
        if not guards and not orders:
            continue
        blocks.append(SubHeading(with_place(point)))
        if guards:
            blocks += [Words("这些防护不许拆、不许停，坏了先停用再报修："), Points(guards)]
        if orders:
            blocks += [Words("要做到："), Points(orders, numbered=True)]
    return tuple(blocks) or (Words("没有已落实的措施可写，请先在程序里回答各项措施有没有做到。"),)


def _fresh(desk: Desk, point: RiskPoint, kind: MeasureKind, said: set[str]) -> tuple[str, ...]:
    """The measures in place that no machine before has told already."""
    texts = distinct(text for hazard in desk.book.hazards_of[point.id] for text in in_place(hazard, kind))
    found = tuple(text for text in texts if text not in said)[:_MOST_ORDERS]
    said.update(found)
    return found


def before_work(desk: Desk, argument: str) -> Blocks:
    """岗位开工前: what the post looks at every shift."""
    found = distinct(
        (
            f"{hazard.check.what}：{hazard.check.standard}"
            for point in desk.met
            for hazard in desk.book.hazards_of[point.id]
            if hazard.check and hazard.check.frequency(ControlTier.POST) in _AT_ONCE
        ),
        _MOST_CHECKS,
    )
    return (Points(found, numbered=True),) if found else (Words("看一遍设备和周围环境，有异常先报告。"),)


def protection(desk: Desk, argument: str) -> Blocks:
    """岗位防护用品. Where a machine of the post forbids gloves, those of other work are told with the work."""
    found = distinct(item for point in desk.met for hazard in desk.book.hazards_of[point.id] for item in hazard.ppe)
    if any("ban-gloves" in hazard.signs for point in desk.met for hazard in desk.book.hazards_of[point.id]):
        found = tuple(_only_at(desk, item) if _GLOVES in item and "（" not in item else item for item in found)
    return (Words(f"上岗要戴好、穿好：{'、'.join(found)}。" if found else "按工作内容穿戴好防护用品。"),)


def _only_at(desk: Desk, item: str) -> str:
    at = distinct(p.name for p in desk.met for hazard in desk.book.hazards_of[p.id] if item in hazard.ppe)
    return f"{item}（只在“{'、'.join(at)}”时戴，到会转的机器前摘掉）"


def bans(desk: Desk, argument: str) -> Blocks:
    """岗位禁止: what the prohibition signs at its machines say, and what holds everywhere."""
    wanted = {s for point in desk.met for hazard in desk.book.hazards_of[point.id] for s in hazard.signs}
    signs = [s.name for s in desk.ports.codes.signs if s.id in wanted and s.kind is SignKind.PROHIBITION]
    usual = ("设备没停稳就清料、清屑、调整、擦拭", "拆掉或短接防护装置、联锁、急停", "带病开机、没学会就上岗、酒后上岗")
    return (Points((*distinct(signs), *usual)),)


def emergency(desk: Desk, argument: str) -> Blocks:
    """岗位应急: the steps of the emergency card."""
    card = emergency_card(desk.book, desk.here, desk.today)
    if card is None:
        return (Words("先停机断电、喊人，报告负责人；伤重打 120，起火打 119。"),)
    blocks: list[Block] = [Words(f"{card.stop_first}。")]
    for block in card.blocks:
        heading = f"{block.where}（{block.accidents}）" if block.accidents else block.where
        blocks += [SubHeading(heading), Points(block.steps, numbered=True)]
    return tuple(blocks)


def questions(desk: Desk, argument: str) -> Blocks:
    """岗位考题: the three questions of the post's card; from the card itself while it says too little for them."""
    try:
        asked = quiz(desk.ports, desk.book, desk.here, desk.lessons)
    except CardNotReady:
        return _open_questions(desk)
    rows = []
    for number, each in enumerate(asked.questions, 1):
        options = "\n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, each.options, strict=False))
        rows.append((str(number), f"{each.asked}\n{options}", f"{each.letter}. {each.options[each.right]}", "", ""))
    return (grid("序号:10^ 问:84 答案:50 答得怎样:20 考的人:16", rows, least=16),)


def _open_questions(desk: Desk) -> Blocks:
    card = desk.card
    person = f"{card.person} {card.phone}".strip() or "班组长或安全员"
    asked = (
        ("这个岗位最容易出什么事？说出两样。", "；".join(card.accidents[:3]) or "；".join(card.where_dangerous[:2])),
        ("干活时必须做到哪几条？说出三条。", steps(card.must_do) if card.must_do else "见本页第二部分"),
        (
            "出了事第一步干什么？报告给谁？",
            f"先停机断电、喊人。{'；'.join(card.if_happens[:2])}。报告 {person}，火警 119，急救 120。",
        ),
    )
    rows = [(str(number), question, answer, "", "") for number, (question, answer) in enumerate(asked, 1)]
    return (grid("序号:10^ 问:50* 答对要点:84 答得怎样:20 考的人:16", rows, least=16),)
