"""A firm whose records are all its own, with characters that break papers: what is made from it hangs on no library."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.support import samples
from tests.support.desk import Desk
from ymh_desktop.domain.demands import Demand, DemandKind, DemandLine
from ymh_desktop.domain.enterprise import Department, Enterprise, Person, Post
from ymh_desktop.domain.hidden_dangers import DangerLevel, DangerSource, DangerStatus, HiddenDanger
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.major_files import OrderAnswer
from ymh_desktop.domain.measures import Measure, MeasureKind, MeasureState
from ymh_desktop.domain.risks import CheckItem, Hazard, RiskPoint, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, Frequency, TierScheme
from ymh_desktop.services.ports import UnitOfWork

THERE = MeasureState.IN_PLACE
NAME = "𬭎达木业有限公司"


def measures(*texts: tuple[MeasureKind, str]) -> tuple[Measure, ...]:
    """These measures, all in place."""
    return tuple(Measure(f"m-{text}", kind, text, THERE) for kind, text in texts)


def hazard(record_id: str, point_id: str, title: str, **other: Any) -> Hazard:
    """A hazard of the firm's own."""
    made = Hazard(record_id, point_id, title, "210201", ("WSA10004",), "断指、截肢", samples.GRADE)
    return replace(made, identified_on=date(2026, 11, 20), **other)


def fill(desk: Desk, *, points: int = 1) -> None:
    """The firm; `points` is how many saws it has."""
    with desk.ports.units.write() as uow:
        for person in (
            Person("p1", "王建国", "13800000001", "厂长"),
            Person("p2", "李𬭎", "13800000002", "安全员"),
            Person("p3", "张大勇", "13800000003", "木工组长", department_id="d1"),
        ):
            uow.people.save(person)
        uow.save_enterprise(
            Enterprise(
                "e1",
                NAME,
                short_name="𬭎达",
                credit_code="91350100M000100Y43",
                address="示例县工业路 1 号",
                headcount=10,
                principal_id="p1",
                officer_id="p2",
                report_phone="01000000000",
                recipient="示例镇应急管理办公室",
                tiers=TierScheme(department=True),
            )
        )
        uow.departments.save(Department("d1", "木工车间", head_id="p3"))
        uow.posts.save(Post("post1", "P-0001", "开料工", "用推台锯开料", "木工车间", 2, "d1", "p3", person_ids=("p3",)))
        uow.posts.save(Post("post2", "P-0002", "电工", "修线路", "全厂", 1, None, "p2"))
        for number in range(points):
            _saw(uow, number)
        _others(uow)
        uow.commit()


def _saw(unit: UnitOfWork, number: int) -> None:
    point_id = f"r{number:04d}"
    unit.risk_points.save(
        RiskPoint(
            point_id,
            f"S-{number:04d}",
            f"{number + 1}号推台锯",
            RiskPointKind.FACILITY,
            "木工车间",
            post_ids=("post1",),
            department_id="d1",
        )
    )
    unit.hazards.save(
        hazard(
            f"h{number:04d}",
            point_id,
            f"手碰到{number + 1}号锯转动的锯片",
            measures=(
                *measures(
                    (MeasureKind.ENGINEERING, f"{number + 1}号锯片装防护罩，罩口离板面≤1厘米"),
                    (MeasureKind.MANAGEMENT, f"{number + 1}号锯换料先调罩"),
                    (MeasureKind.PPE, "戴防护眼镜"),
                    (MeasureKind.EMERGENCY, "断指包好送医"),
                ),
                Measure(f"n{number}", MeasureKind.ENGINEERING, f"给{number + 1}号锯装急停☑", MeasureState.PLANNED),
            ),
            check=CheckItem(
                f"{number + 1}号锯防护罩",
                "在位、牢固",
                "停机看",
                ((ControlTier.POST, Frequency.SHIFT), (ControlTier.COMPANY, Frequency.QUARTER)),
            ),
            emergency=("先按急停", "压住伤口，打120"),
            ppe=("防护眼镜",),
            signs=("warn-hand", "ban-gloves"),
            basis=("GB 12557-2024",),
        )
    )


def _others(unit: UnitOfWork) -> None:
    for point in (
        RiskPoint("ra", "Z-0001", "进池清理", RiskPointKind.ACTIVITY, "污水池", module_id="confined-space"),
        RiskPoint("rd", "S-9001", "除尘器", RiskPointKind.FACILITY, "车间外", module_id="dust-collection"),
        RiskPoint("rf", "S-9002", "叉车", RiskPointKind.FACILITY, "仓库", module_id="forklift"),
        RiskPoint("rg", "G-0001", "培训与持证", RiskPointKind.DUTY, "全厂"),
    ):
        unit.risk_points.save(replace(point, post_ids=("post2",)))
    worst = replace(samples.GRADE, level=RiskLevel.CONSIDERABLE, reason="会死人，定为较大风险。")
    check = CheckItem("CO₂浓度", "报警器能响", "按试验键", ((ControlTier.DEPARTMENT, Frequency.MONTH),))
    unit.hazards.save(
        hazard(
            "ha",
            "ra",
            "池里CO₂和H₂S多，下去就晕倒",
            accident_codes=("WSA10024",),
            consequence="死亡",
            grade=worst,
            measures=measures(
                (MeasureKind.ENGINEERING, "先通风、再测O₂和CO₂"), (MeasureKind.EMERGENCY, "在外面拉上来")
            ),
            check=check,
            emergency=("不下去救", "送风，打119"),
        )
    )
    unit.hazards.save(hazard("hd", "rd", "粉尘遇火花爆炸", consequence="多人死亡", accident_codes=("WSA10018",)))
    unit.hazards.save(hazard("hf", "rf", "叉车撞人", consequence="压伤"))
    unit.hazards.save(hazard("hg", "rg", "没教会就上岗", check=check))
    unit.demands.save(
        Demand(
            "dm1",
            DemandKind.OPINION,
            "雁应急检〔2026〕7号",
            "示例镇应急管理办公室",
            date(2026, 11, 2),
            due=date(2026, 11, 20),
            lines=(
                DemandLine(1, "1号锯防护罩缺螺丝", record_id="y1", code="Y-0001"),
                DemandLine(2, "灭火器前堆了木料☑", done_on=date(2026, 11, 3), done_words="搬走并画线"),
            ),
            danger_ids=("y1",),
            answers=(OrderAnswer(date(2026, 11, 5), "已改一条，防护罩螺丝在买"),),
        )
    )
    unit.hidden_dangers.save(
        HiddenDanger(
            "y1",
            "Y-0001",
            "1号锯防护罩缺一颗螺丝",
            "木工车间",
            date(2026, 11, 1),
            source=DangerSource.INSPECTION,
            basis="GB 12557-2024",
            found_by_id="p2",
            responsible_id="p3",
            assigned_on=date(2026, 11, 1),
            deadline=date(2026, 11, 8),
            status=DangerStatus.ASSIGNED,
            level=DangerLevel.GENERAL,
            measures="补上螺丝",
        )
    )
