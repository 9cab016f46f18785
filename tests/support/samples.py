"""Small believable records for tests that need some; every argument can be given otherwise."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.support.folders import CHINA, TestFolder
from ymh_desktop.domain.awards import Award, AwardKind, AwardRule
from ymh_desktop.domain.change_notes import ChangeKind, ChangeNote
from ymh_desktop.domain.checks import CheckPlan, PlanItem, PlanKind
from ymh_desktop.domain.control_reviews import ControlReview
from ymh_desktop.domain.danger_events import DangerEvent, EventKind
from ymh_desktop.domain.danger_photos import DangerPhoto, PhotoStage
from ymh_desktop.domain.demands import CameAs, Demand, DemandKind, DemandLine, RecordKind
from ymh_desktop.domain.enterprise import Enterprise, Person, Post
from ymh_desktop.domain.grading import Grade
from ymh_desktop.domain.handovers import Handover
from ymh_desktop.domain.hidden_dangers import DangerNature, HiddenDanger
from ymh_desktop.domain.incoming import Decision, PartyRole, ReceivedFile, ReceivedKind, TrustedParty
from ymh_desktop.domain.inspections import EnteredHow, Inspection, Result, ResultState
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import (
    ChainLink,
    MajorFile,
    MajorReport,
    OrderAnswer,
    OrderKind,
    ReportTo,
    Shutdown,
    ShutdownDecision,
    SupervisionOrder,
    TreatmentPlan,
)
from ymh_desktop.domain.maps import DrawnZone, MapSheet, MapVersion, Zone
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.own_texts import OwnText
from ymh_desktop.domain.phones import Phone
from ymh_desktop.domain.postings import Posting
from ymh_desktop.domain.receipts import CardReceipt, HowProved, QuizResult
from ymh_desktop.domain.renewals import Renewal, RenewalRound
from ymh_desktop.domain.risks import CheckItem, Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.self_assessment import AssessedLine, FiveHave, HandAnswer, SelfAssessment, Verdict
from ymh_desktop.domain.submissions import Outcome, SentKind, SentLetter, Submission, SubmissionKind
from ymh_desktop.domain.tiers import ControlTier, Frequency
from ymh_desktop.domain.training import Attendance, TestOutcome, Training, TrainingKind
from ymh_desktop.domain.workdays import Period, SpecialDays
from ymh_desktop.services.changes import Changes

GRADE = Grade(
    "lec",
    "作业条件危险性分析法（LEC）",
    (Decimal(3), Decimal(6), Decimal(7)),
    Decimal(126),
    RiskLevel.GENERAL,
    "可能发生，每天都碰，会落下残疾；3×6×7＝126，定为一般风险。",
)


def enterprise(record_id: str = "e1", **other: Any) -> Enterprise:
    """A furniture shop."""
    return replace(Enterprise(record_id, "宏木家具厂", short_name="宏木"), **other)


def person(record_id: str = "p1", **other: Any) -> Person:
    """Somebody whose surname lies outside the BMP."""
    return replace(Person(record_id, "𬭎大勇", phone="13800000000"), **other)


def post(record_id: str = "post1", **other: Any) -> Post:
    """Who works at the saw."""
    return replace(Post(record_id, "P-0001", "推台锯工"), **other)


def risk_point(record_id: str = "rp1", **other: Any) -> RiskPoint:
    """The saw."""
    return replace(RiskPoint(record_id, "F-0001", "推台锯", RiskPointKind.FACILITY, place="木工车间"), **other)


def hazard(record_id: str = "h1", **other: Any) -> Hazard:
    """What the saw can do, with a measure of two kinds and a check item."""
    made = Hazard(
        record_id,
        "rp1",
        "手碰到转动的锯片",
        "210201",
        ("0101",),
        "断指",
        GRADE,
        measures=(
            Measure("m1", MeasureKind.ENGINEERING, "锯片装防护罩", MeasureState.IN_PLACE),
            Measure("m2", MeasureKind.EMERGENCY, "急救箱放在机旁", MeasureState.PLANNED, cost=Decimal("89.90")),
        ),
        check=CheckItem("防护罩", "在位、牢固", "看", ((ControlTier.POST, Frequency.SHIFT),)),
        identified_on=date(2026, 11, 23),
    )
    return replace(made, **other)


def hidden_danger(record_id: str = "d1", **other: Any) -> HiddenDanger:
    """The guard is missing."""
    made = HiddenDanger(record_id, "Y-0001", "推台锯没有防护罩", "木工车间", date(2026, 11, 23))
    return replace(made, **other)


def check_plan(record_id: str = "c1", **other: Any) -> CheckPlan:
    """Somebody looks at the saw's guard every week."""
    item = PlanItem(1, "F-0001-01", "防护罩", "在位、牢固", "看", place="推台锯", source="hazard:h1", hazard_id="h1")
    made = CheckPlan(
        record_id,
        "J-0001",
        "班组安全检查表",
        PlanKind.DAILY,
        ControlTier.TEAM,
        Frequency.WEEK,
        date(2026, 11, 23),
        (replace(item, measure_ids=("m1",)),),
    )
    return replace(made, **other)


def inspection(record_id: str = "i1", **other: Any) -> Inspection:
    """The guard is cracked, found on paper."""
    made = Inspection(
        record_id,
        "c1",
        Period(date(2026, 11, 23), date(2026, 11, 29)),
        date(2026, 11, 29),
        date(2026, 11, 23),
        datetime(2026, 11, 23, 9, 30, tzinfo=CHINA),
        (Result(1, ResultState.ABNORMAL, "裂了", "d1"),),
        EnteredHow.TRANSCRIBED,
        "p1",
        "J-0001-2026W48",
    )
    return replace(made, **other)


def major_file(record_id: str = "d1", **other: Any) -> MajorFile:
    """Half a file, with something of every kind in it."""
    day = date(2026, 11, 24)
    order = SupervisionOrder(OrderKind.SUPERVISION, "督〔2026〕3号", "镇安委办", day, "限期治理", date(2026, 12, 9))
    made = MajorFile(
        record_id,
        situation="打磨间积尘",
        temporary="断电上锁",
        temporary_since=day,
        plan=TreatmentPlan(goals="恢复除尘", cost=Decimal("20000.50"), until=date(2026, 12, 8)),
        decision=ShutdownDecision(Shutdown.PARTIAL, True, "p1", day, "会爆炸"),
        chain=(ChainLink("p1", "p1", datetime(2026, 11, 24, 8, 30, tzinfo=CHINA)),),
        reports=(MajorReport(ReportTo.DEPARTMENT, day, "镇应急办", "平台", "p1", "回执 18"),),
        orders=(replace(order, answers=(OrderAnswer(day, "已停用", "p1"),)),),
    )
    return replace(made, **other)


def filled(opened: TestFolder) -> Changes:
    """Put one of each into a data folder, linked with each other."""
    with opened.units.write() as uow:
        uow.people.save(person())
        uow.save_enterprise(enterprise(principal_id="p1"))
        uow.posts.save(post(person_ids=("p1",)))
        uow.risk_points.save(risk_point(post_ids=("post1",), owner_id="p1"))
        uow.hazards.save(hazard(responsible=((ControlTier.COMPANY, "p1"),)))
        uow.hidden_dangers.save(hidden_danger(risk_point_id="rp1", hazard_id="h1", responsible_id="p1"))
        return uow.commit()


def mapped(opened: TestFolder) -> Changes:
    """Put a floor with a zone, and what was printed of it, into a folder that was filled."""
    corners = ((100, 100), (900, 100), (900, 700), (100, 700))
    with opened.units.write() as uow:
        uow.map_sheets.save(MapSheet("ms1", "厂区平面图", "plan.jpg", 30, (Zone("z1", "木工区", corners, ("rp1",)),)))
        drawn = (DrawnZone("木工区", corners, RiskLevel.CONSIDERABLE), DrawnZone("空地", corners, None))
        uow.map_versions.save(MapVersion("mv1", "ms1", 1, date(2026, 11, 23), "厂区平面图", "plan.jpg", 30, drawn))
        return uow.commit()


def checked(opened: TestFolder) -> Changes:
    """Put a plan, an inspection with two photos and a closed day into a folder that was filled."""
    with opened.units.write() as uow:
        uow.check_plans.save(check_plan(person_id="p1"))
        results = (Result(1, ResultState.ABNORMAL, "裂了", "d1", ("crack.jpg",)),)
        uow.inspections.save(inspection(results=results, scans=("scan.jpg",)))
        uow.special_days.save(SpecialDays("s1", date(2026, 12, 5), date(2026, 12, 6), reason="停电检修"))
        return uow.commit()


def looped(opened: TestFolder) -> Changes:
    """Put history, photos, a major file and a review into a folder that was filled."""
    with opened.units.write() as uow:
        danger = uow.hidden_dangers.get("d1")
        photos = (
            DangerPhoto("before.jpg", added_on=date(2026, 11, 23)),
            DangerPhoto("after.jpg", PhotoStage.AFTER, date(2026, 11, 24), replaced_because="拍错了机器"),
        )
        uow.hidden_dangers.save(replace(danger, photos=photos, times_extended=1, nature=DangerNature.THINGS))
        at = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
        uow.danger_events.save(DangerEvent("v1", "d1", EventKind.REGISTERED, at, danger.status, "p1", "日常检查"))
        uow.major_files.save(major_file())
        day, next_day = date(2026, 11, 23), date(2027, 2, 20)
        uow.control_reviews.save(ControlReview("r1", "h1", "手碰到转动的锯片", day, True, "试了联锁", next_day, "p1"))
        return uow.commit()


def demand(record_id: str = "dm1", **other: Any) -> Demand:
    """A supervision order from paper, answered once."""
    day = date(2026, 11, 24)
    made = Demand(
        record_id,
        DemandKind.SUPERVISION,
        "督〔2026〕3号",
        "镇安委办",
        day,
        due=date(2026, 12, 9),
        came_as=CameAs.PAPER,
        lines=(DemandLine(1, "推台锯没有防护罩", "木工车间", RecordKind.DANGER, "d1", "Y-0001"),),
        danger_ids=("d1",),
        answers=(OrderAnswer(day, "已停用", "p1"),),
        photos=("order.jpg",),
    )
    return replace(made, **other)


def supervised(opened: TestFolder) -> Changes:
    """Put a received file, a trusted key, a letter of ours, a demand and a proven submission into a filled folder."""
    at = datetime(2026, 11, 24, 9, 30, tzinfo=CHINA)
    with opened.units.write() as uow:
        uow.demands.save(demand())
        uow.received_files.save(
            ReceivedFile(
                *(
                    "rf1",
                    ReceivedKind.RECEIPT,
                    "331082",
                    "镇安委办",
                    "331082/91350100M000100Y43",
                    1,
                    "a" * 64,
                    "b" * 64,
                ),
                *(at, at, "回执.zip", "回执", Decision.TAKEN, "第 1 号上报，镇里已收下。"),
            )
        )
        uow.trusted_parties.save(
            TrustedParty("b" * 64, PartyRole.DEPARTMENT, "331082", "镇安委办", "-----", at.date(), "公函〔2026〕1号")
        )
        uow.sent_letters.save(SentLetter("sl1", SentKind.KEY_ROTATION, 2, "c" * 64, at, "换密钥通知.zip", "镇安委办"))
        sent = Submission("s1", SubmissionKind.REPORT, 1, "上报包.zip", "d" * 64, at, at.date(), at.date())
        uow.submissions.save(replace(sent.answered(Outcome.ACCEPTED, at.date(), "收 1 号"), proof_photos=("p.jpg",)))
        return uow.commit()


def run_daily(opened: TestFolder) -> Changes:
    """Put what daily running keeps into a filled folder: trainings, rewards, dues, a phone, a posted card …"""
    day, at = date(2026, 11, 24), datetime(2026, 11, 24, 9, 30, tzinfo=CHINA)
    with opened.units.write() as uow:
        attended = (Attendance("p1", TestOutcome.PASSED),)
        uow.trainings.save(
            Training("t1", "PX-0001", "防火", TrainingKind.EMERGENCY, day, held_on=day, attended=attended)
        )
        uow.card_receipts.save(CardReceipt("cr1", "p1", "post1", "木工", "a1b2c3d4", day, HowProved.PAPER))
        uow.quiz_results.save(
            QuizResult("q1", "p1", "post1", "木工", "a1b2c3d4", day, HowProved.PHONE, True, True, False)
        )
        uow.award_rules.save(AwardRule("ar1", AwardKind.REWARD, "报一条隐患", points=2))
        uow.awards.save(Award("a1", "JC-0001", day, AwardKind.REWARD, "报了隐患", points=2, person_id="p1"))
        rounds = (RenewalRound(day, date(2026, 11, 1), date(2027, 11, 1), "p1", "已年检"),)
        uow.renewals.save(Renewal("rn1", "extinguisher-service", "灭火器", date(2027, 11, 1), rounds=rounds))
        uow.change_notes.save(ChangeNote("cn1", ChangeKind.NEW_POINT, day, "新买了一台推台锯"))
        uow.phones.save(Phone("ph1", 1, "p1", "安卓手机", "c" * 64, at))
        uow.own_texts.save(OwnText("responsibility/general", "我们厂这样写", "原来的文字", day))
        uow.postings.save(Posting("po1", "cards", "P-0001", "木工 告知卡", "d" * 64, day, "p1", "机器旁", "wall.jpg"))
        answers = (HandAnswer("map", Verdict.YES, "手画的也算", "p1", date(2026, 12, 1)),)
        lines = (AssessedLine("map", FiveHave.RISKS, "四色图是一年内的", Verdict.YES, "手画的也算"),)
        uow.self_assessments.save(SelfAssessment("sa1", 1, day, answers, lines, day, "p1"))
        uow.people.save(person("p2", name="周小兰"))
        uow.handovers.save(Handover("ho1", day, "p1", "p2", "铁柜", "老板抽屉", signed_on=day, scan="sheet.jpg"))
        return uow.commit()
