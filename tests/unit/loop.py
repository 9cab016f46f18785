"""Ready-made steps of the loop for tests of its rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.domain.hidden_dangers import DangerLevel, HiddenDanger
from ymh_desktop.domain.major_files import (
    ChainLink,
    Evaluation,
    Evaluator,
    MajorFile,
    MajorReport,
    PlanPart,
    ReportTo,
    Shutdown,
    ShutdownDecision,
    TreatmentPlan,
)

FOUND = date(2026, 11, 25)
BOSS, OFFICER, WORKER = "boss", "officer", "worker"
CLAUSE = "工贸企业重大事故隐患判定标准第十一条第（一）项"
PLAN = TreatmentPlan(
    goals="12月10日前除尘系统恢复正常",
    methods="换掉破损滤袋，装锁气卸灰阀",
    funds="2万元，从安全费用出",
    people="王建国负责，张大勇带两人施工",
    time="15天，每天下班前报进度",
    safety="停用打磨间，断电挂牌，备干粉灭火器",
    cost=Decimal(20000),
    until=FOUND + timedelta(days=15),
)


def danger(level: DangerLevel = DangerLevel.GENERAL) -> HiddenDanger:
    return HiddenDanger("d", "Y-0001", "圆锯没有护罩", "开料区", FOUND, level)


def judged() -> HiddenDanger:
    """A major one, judged and assigned."""
    found = danger().graded(DangerLevel.MAJOR, on=FOUND, by_id=OFFICER, principal_id=BOSS, basis=CLAUSE)
    return found.assigned(BOSS, FOUND + timedelta(days=15), on=FOUND, principal_id=BOSS)


def ready_file(**other: Any) -> MajorFile:
    """Everything that must stand before work begins."""
    file = MajorFile("d", "打磨间积尘", "滤袋破损", "会爆炸，3人", "要停产换件")
    file = file.passed_up(ChainLink(OFFICER, BOSS, datetime(2026, 11, 25, 10, tzinfo=UTC)))
    file = file.decided(ShutdownDecision(Shutdown.PARTIAL, True, BOSS, FOUND, "积尘厚，会爆炸"))
    file = file.protected("停用打磨间，断电上锁", FOUND).planned(PLAN).approved(BOSS, FOUND, BOSS)
    return replace(file, **other)


def whole_file(**other: Any) -> MajorFile:
    """Everything that must stand before acceptance."""
    file = ready_file()
    file = file.with_report(MajorReport(ReportTo.DEPARTMENT, FOUND, "镇应急办", "平台", OFFICER, "回执 2026-18"))
    file = file.with_report(MajorReport(ReportTo.WORKERS, FOUND, "全体职工", "职工大会", OFFICER, "签到 12 人"))
    file = file.evaluated(Evaluation(Evaluator.OWN, "王建国、李工", FOUND + timedelta(days=9), True, "达到方案要求"))
    return replace(file, **other)


def handed_in(file: MajorFile) -> HiddenDanger:
    """A major one that was worked on and has a photo to show it."""
    working = judged().started(on=FOUND, file=file).with_photo("after.jpg", PhotoStage.AFTER, on=FOUND)
    return working.handed_in(done="滤袋换好，卸灰阀装好", by_id=WORKER, on=FOUND + timedelta(days=8), file=file)


def said(part: PlanPart) -> TreatmentPlan:
    """The plan without that part."""
    nothing: dict[str, Any] = {part.value: " "}
    return replace(PLAN, **nothing)
