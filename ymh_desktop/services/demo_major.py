"""The one 重大事故隐患 of the sample enterprise's year: found, judged, reported, treated and closed in two weeks."""

import struct
import zlib
from datetime import date, timedelta
from decimal import Decimal

from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.enterprise import Enterprise
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerStatus, HiddenDanger
from ymh_desktop.domain.major_files import Evaluator, ReportTo, Shutdown, TreatmentPlan
from ymh_desktop.knowledge.model import MajorItem
from ymh_desktop.services import hidden_dangers as loop
from ymh_desktop.services import risks
from ymh_desktop.services.enterprise import the_enterprise
from ymh_desktop.services.ports import Ports

AFTER = timedelta(days=150)  # from the beginning of the year's running
CRITERION = "industry_order10_2023/11/6"  # 木质粉尘的干式除尘系统未设置锁气卸灰装置
TITLE, PLACE = "布袋除尘器卸灰口没有锁气卸灰阀", "木工车间外除尘器旁"
_DELIVERED, _TRIED = timedelta(days=9), timedelta(days=11)
_COST = Decimal(6200)
_BRICK, _METAL = (150, 90, 60), (120, 130, 140)


def live_on(ports: Ports, began: date, day: date) -> None:
    """What happens about it on that working day; nothing where the criterion does not apply."""
    if day < began + AFTER:
        return
    with ports.units.read() as uow:
        found, enterprise = uow.hidden_dangers.titled(TITLE), the_enterprise(uow)
    if not found:
        item = next((each for each in loop.judgement_items(ports) if each.id == CRITERION), None)
        if item is not None:
            _find(ports, enterprise, item)
        return
    danger = found[0]
    waited = day - danger.found_on
    if danger.status is DangerStatus.REGISTERED and waited:
        _prepare(ports, enterprise, danger)
    elif danger.status is DangerStatus.RECTIFYING and waited >= _DELIVERED:
        _mend(ports, enterprise, danger)
    elif danger.status is DangerStatus.AWAITING_ACCEPTANCE and waited >= _TRIED:
        _close(ports, enterprise, danger)


def _find(ports: Ports, enterprise: Enterprise, item: MajorItem) -> None:
    with ports.units.read() as uow:
        hazard = next((each for each in uow.hazards.all() if each.entry_id == item.entry), None)
    danger, _ = loop.register_danger(
        ports,
        TITLE,
        PLACE,
        hazard_id=hazard.id if hazard else None,
        found_by_id=enterprise.officer_id,
        photos=(ports.photos.keep(_picture(_BRICK)),),
    )
    loop.grade_danger(ports, danger.id, DangerLevel.MAJOR, basis=item.basis, by_id=enterprise.officer_id)
    loop.pass_up(ports, danger.id, enterprise.officer_id or "", enterprise.principal_id or "", words="当面报告")
    loop.decide_shutdown(
        ports,
        danger.id,
        Shutdown.PARTIAL,
        evacuate=False,
        by_id=enterprise.principal_id or "",
        reason="除尘器停了，开料和砂光不能干，其他岗位照常",
    )
    loop.protect_major(
        ports,
        danger.id,
        "除尘器断电挂牌，开料、砂光停工；灰桶清空加盖，周围 10 米不动火，旁边放 2 具水基型灭火器。",
    )


def _prepare(ports: Ports, enterprise: Enterprise, danger: HiddenDanger) -> None:
    """The day after: what it is, the plan, its approval, and both reports."""
    loop.describe_major(
        ports,
        danger.id,
        situation="木工车间的干式布袋除尘器直接往灰桶里落灰，卸灰口没有锁气卸灰阀，灰桶敞着。",
        causes="前年买的二手除尘器没有带卸灰阀，安装时没有对照标准验收。",
        harm="卸灰时木粉扬起，遇火花会爆燃，火焰会从卸灰口窜进除尘器；附近常有 3 个人干活。",
        difficulty="要停机装卸灰阀、换密封灰桶，厂家供货约 5 天，安装 1 天，费用约 6000 元，自己能改。",
    )
    until = danger.found_on + timedelta(days=15)
    loop.plan_major(ports, danger.id, _plan(until))
    principal = enterprise.principal_id or ""
    loop.approve_plan(ports, danger.id, principal)
    loop.assign_danger(ports, danger.id, principal, until, "装锁气卸灰阀，换密封灰桶")
    loop.start_danger(ports, danger.id, by_id=principal)
    for to, whom, how, receipt in (
        (ReportTo.DEPARTMENT, enterprise.recipient, "平台上报", "回执第 18 号"),
        (ReportTo.WORKERS, "全体职工", "职工大会", "签到表 10 人"),
    ):
        loop.report_major(ports, danger.id, to, whom=whom, how=how, by_id=enterprise.officer_id, receipt=receipt)
    loop.tell_employees(ports, [danger.id], "职工大会，公示栏张贴")


def _plan(until: date) -> TreatmentPlan:
    return TreatmentPlan(
        goals="装上锁气卸灰阀和密封灰桶，卸灰时不扬尘。",
        methods="向除尘器厂家订星形卸灰阀；停机、断电、清灰后安装，试运行看漏不漏灰。",
        funds="6000 元，从安全费用里出；卸灰阀、密封灰桶各 1 个。",
        people="王建国负责；刘强断电和接线，张大勇带 2 个人清灰、安装。",
        time=f"{until} 前完成，每天下班前向王建国说进度。",
        safety="清灰用吸尘，不用气吹；现场不动火切割；着火先喊人撤离、关风机、打 119，灭火不对着积尘直冲。",
        cost=Decimal(6000),
        until=until,
    )


def _mend(ports: Ports, enterprise: Enterprise, danger: HiddenDanger) -> None:
    with ports.units.read() as uow:
        leaders = (enterprise.principal_id, enterprise.officer_id)
        hand = next(person.id for person in uow.people.all() if person.id not in leaders and not person.left)
    loop.hand_in_danger(
        ports,
        danger.id,
        done="装上星形卸灰阀，换了密封灰桶，试运行一天不漏灰。",
        by_id=hand,
        cost=_COST,
        photos=(ports.photos.keep(_picture(_METAL)),),
    )


def _close(ports: Ports, enterprise: Enterprise, danger: HiddenDanger) -> None:
    loop.evaluate_major(
        ports,
        danger.id,
        Evaluator.OWN,
        names="王建国、李秀英和除尘器厂家的技术员",
        passed=True,
        words="卸灰阀转动正常，卸灰不扬尘，达到方案的目标。",
    )
    officer = enterprise.officer_id or ""
    loop.accept_danger(ports, danger.id, by_id=officer, note="现场看过，同意销号")
    loop.resume_work(ports, danger.id, by_id=enterprise.principal_id)
    loop.add_danger_photo(
        ports, danger.id, ports.photos.keep(_picture((245, 245, 235))), PhotoStage.RECEIPT, "职工大会签到表"
    )
    with ports.units.read() as uow:
        hazard = uow.hazards.find(danger.hazard_id) if danger.hazard_id else None
    if hazard is not None:  # graded again: the level that the hidden danger had lifted comes down
        risks.grade_hazard(ports, hazard.id, hazard.grade.marks)


def _picture(colour: tuple[int, int, int]) -> bytes:
    """A plain picture as PNG, for want of a camera: a surface with a darker opening in its middle."""
    width, height = 480, 360
    dark = tuple(part // 3 for part in colour)
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            inside = 180 < x < 300 and 120 < y < 260
            rows += bytes(dark if inside else colour)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
