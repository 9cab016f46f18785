"""What the papers of hidden dangers say, decided from what is on record."""

from datetime import timedelta

import pytest

from tests.services.support import shop
from tests.services.test_danger_loop import people, photo
from tests.services.test_major_dangers import Case, order
from tests.support.desk import Desk
from ymh_desktop.domain.danger_photos import PhotoStage
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services.papers.dangers import danger_files, major_reports, rectification_notices


@pytest.fixture
def case(desk: Desk) -> Case:
    return Case(desk)


def test_everybody_gets_one_notice_of_what_is_theirs(desk: Desk) -> None:
    shop(desk, "wood-planer")
    one, other = people(desk)
    due = desk.clock.today() + timedelta(days=3)
    for title, who in (("通道堵了", one), ("灯坏了", other), ("地不平", one)):
        danger, _ = dangers.register_danger(desk.ports, title, "仓库", photos=(photo(desk, "red"),), found_by_id=other)
        dangers.assign_danger(desk.ports, danger.id, who, due, "马上改")
    dangers.register_danger(desk.ports, "没派的", "仓库")
    mine, theirs = rectification_notices(desk.ports).notices
    assert [line.danger for line in mine.lines] == ["通道堵了", "地不平"]
    assert [line.danger for line in theirs.lines] == ["灯坏了"]
    assert (mine.receiver, mine.inspectors, mine.lines[0].deadline) == ("张大勇", "赵师傅", str(due))
    assert mine.number == "ZG-20261123-0001"
    assert mine.lines[0].photos[0].jpeg is not None
    assert not mine.lines[0].done


def test_a_notice_of_what_was_answered_prints_the_answer(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, seen = people(desk)
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    dangers.assign_danger(desk.ports, danger.id, by, desk.clock.today())
    dangers.hand_in_danger(desk.ports, danger.id, done="清开了", by_id=by, photos=(photo(desk, "blue"),))
    dangers.accept_danger(desk.ports, danger.id, by_id=seen, note="可以")
    ((line,),) = [notice.lines for notice in rectification_notices(desk.ports, [danger.id]).notices]
    assert (line.done, line.done_on) == ("清开了", str(desk.clock.today()))
    assert line.verdict.startswith("可以（赵师傅")
    assert len(line.after) == 1


def test_a_file_tells_everything_once_and_no_empty_lines(desk: Desk) -> None:
    shop(desk, "wood-planer")
    by, _ = people(desk)
    wrong, right = photo(desk, "red"), photo(desk, "green")
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库", photos=(wrong,), found_by_id=by)
    dangers.replace_danger_photo(desk.ports, danger.id, wrong, right, "拍错了地方")
    dangers.close_danger(
        desk.ports, danger.id, done="清开了", by_id=by, accepted_by_id=by, same_person_reason="店里只有一个人"
    )
    dangers.add_danger_photo(desk.ports, danger.id, photo(desk, "white"), PhotoStage.RECEIPT, "公示照片")
    (file,) = danger_files(desk.ports, [danger.id]).files
    facts = dict(file.facts)
    assert facts["整改人和验收人是同一人"] == "店里只有一个人"
    assert facts["发现人"] == "张大勇"
    assert "原因分析" not in facts
    assert all(value for _, value in file.facts)
    assert [each.caption for each in file.replaced] == ["整改前：拍错了地方"]
    assert "公示照片" in file.receipts[0].caption
    assert file.history[-2].what == "销号"
    assert file.steps == ()


def test_a_lost_photo_is_told_and_stops_nothing(desk: Desk) -> None:
    shop(desk, "wood-planer")
    name = photo(desk, "red")
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库", photos=(name,))
    desk.ports.photos.path(name).unlink()
    (file,) = danger_files(desk.ports, [danger.id]).files
    assert [each.jpeg for each in file.before] == [None]


def test_a_major_report_says_what_the_law_asks_and_what_is_missing(case: Case) -> None:
    (report,) = major_reports(case.ports).reports
    assert "治理方案六项内容" in report.missing
    assert dict(report.facts)["主要负责人、电话"].startswith("王建国")
    dangers.receive_order(case.ports, case.id, order(case))
    dangers.answer_order(case.ports, case.id, 0, "方案附后", by_id=case.officer)
    case.prepare()
    case.treat()
    dangers.accept_danger(case.ports, case.id, by_id=case.officer, note="现场看过")
    (report,) = major_reports(case.ports).reports
    assert report.missing == ("部门复查核销",)
    assert dict(report.analysis)["危害程度"] == "粉尘爆炸，3 人"
    assert [name for name, _ in report.plan][:6] == [
        "治理的目标和任务",
        "采取的方法和措施",
        "经费和物资的落实",
        "负责治理的机构和人员",
        "治理的时限和要求",
        "安全措施和应急预案",
    ]
    assert [name for name, _ in report.five_fixed] == ["措施落实", "责任落实", "资金落实", "时限落实", "预案落实"]
    assert "王建国" in dict(report.plan)["批准"]
    assert "停用这一处，撤出人员" in dict(report.protection)["停产撤人决定"]
    assert ["回执：回执 18" in line.words for line in report.reports] == [True, False]
    assert "方案附后" in dict(report.orders)["督〔2026〕3号"]
    assert "通过" in dict(report.outcome)["治理情况评估"]


def test_only_major_ones_get_such_a_report(desk: Desk) -> None:
    shop(desk, "wood-planer")
    danger, _ = dangers.register_danger(desk.ports, "通道堵了", "仓库")
    assert major_reports(desk.ports, [danger.id]).reports == ()


def test_the_file_of_a_major_one_shows_its_steps(case: Case) -> None:
    (file,) = danger_files(case.ports, [case.id]).files
    assert "☑ 判定依据" in file.steps
    assert "☐ 逐级报告到主要负责人" in file.steps
