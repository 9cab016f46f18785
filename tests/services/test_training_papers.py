"""What the papers about people say, decided from the records."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.services.check_support import planned
from tests.support.desk import Desk
from ymh_desktop.domain.awards import AwardKind
from ymh_desktop.domain.change_notes import ChangeKind
from ymh_desktop.domain.enterprise import Person, Post
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.renewals import SPECIAL_CERTIFICATE, Renewal
from ymh_desktop.domain.training import Attendance, TestOutcome
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers
from ymh_desktop.services.book import open_book
from ymh_desktop.services.papers.catalogue import paper_of
from ymh_desktop.services.papers.training import (
    award_ledger,
    person_files,
    quiz_sheets,
    renewal_sheet,
    sign_in_sheets,
    task_sheet,
    training_plan,
)
from ymh_desktop.services.reports.manual import Grid, Manual
from ymh_desktop.services.reports.statistics import StatisticsTable
from ymh_desktop.services.training.awards import add_rule, give_award, withdraw_award
from ymh_desktop.services.training.proofs import mark_questions, place_person, post_quiz, sign_for_card
from ymh_desktop.services.training.reidentify import note_change
from ymh_desktop.services.training.renewals import add_renewal, renew
from ymh_desktop.services.training.trainings import call_off_training, hold_training, plan_training


@pytest.fixture
def post(desk: Desk) -> Post:
    planned(desk)
    with desk.ports.units.read() as uow:
        point = next(p for p in uow.risk_points.all() if p.module_id == "wood-planer")
        return uow.posts.get(point.post_ids[0])


@pytest.fixture
def worker(desk: Desk, post: Post) -> Person:
    person, _ = firm.add_person(desk.ports, "周木生")
    place_person(desk.ports, person.id, (post.id,))
    return person


def test_a_plan_tells_what_waits_what_was_held_and_what_was_called_off(desk: Desk, worker: Person) -> None:
    today = desk.clock.today()
    held, _ = plan_training(desk.ports, "防火", today, hours=Decimal("1.50"))
    hold_training(desk.ports, held.id, (Attendance(worker.id),))
    off, _ = plan_training(desk.ports, "登高", today + timedelta(days=1))
    call_off_training(desk.ports, off.id, "停产")
    plan_training(desk.ports, "用电", today + timedelta(days=40))
    rows = training_plan(desk.ports, open_book(desk.ports)).rows
    assert [row[2] for row in rows] == ["防火", "登高", "用电"]
    assert (rows[0][5], rows[0][9]) == ("1.5", f"{today} 办了，到 1 人")
    assert rows[1][9] == "取消：停产"


def test_a_sign_in_sheet_bears_the_names_and_lines_for_who_was_not_foreseen(
    desk: Desk, post: Post, worker: Person
) -> None:
    made, _ = plan_training(desk.ports, "平刨", desk.clock.today(), post_ids=(post.id,))
    (sheet,) = sign_in_sheets(desk.ports, open_book(desk.ports)).sheets
    assert sheet.number == made.code
    assert sheet.rows[0] == ("1", "周木生", post.name, "", "")
    assert [row[1] for row in sheet.rows[1:]] == [""] * 4
    with desk.ports.units.write() as uow:
        uow.posts.save(Post("zz", "P-0099", "叉车工", person_ids=(worker.id,)))
        uow.commit()
    (sheet,) = sign_in_sheets(desk.ports, open_book(desk.ports)).sheets
    assert sheet.rows[0][2] == f"{post.name}、叉车工", "every post where one works"


def test_a_sheet_printed_afterwards_says_who_signed(desk: Desk, worker: Person) -> None:
    made, _ = plan_training(desk.ports, "防火", desk.clock.today())
    hold_training(desk.ports, made.id, (Attendance(worker.id, TestOutcome.FAILED),))
    (sheet,) = sign_in_sheets(desk.ports, open_book(desk.ports), (made.id,)).sheets
    assert [row[1:] for row in sheet.rows] == [("周木生", sheet.rows[0][2], "已签", "不合格")]


def test_one_file_per_person_tells_what_they_were_taught_signed_and_answered(
    desk: Desk, post: Post, worker: Person
) -> None:
    made, _ = plan_training(desk.ports, "防火", desk.clock.today(), hours=Decimal(2))
    hold_training(desk.ports, made.id, (Attendance(worker.id, TestOutcome.PASSED),))
    receipt, _ = sign_for_card(desk.ports, worker.id, post.id)
    mark_questions(desk.ports, worker.id, post.id, (True, False, True))
    add_renewal(desk.ports, SPECIAL_CERTIFICATE, desk.clock.today(), title="焊工证", person_id=worker.id, number="T1")
    add_renewal(desk.ports, SPECIAL_CERTIFICATE, desk.clock.today(), title="高处作业", person_id=worker.id, number="T2")
    (file,) = person_files(desk.ports, open_book(desk.ports), (worker.id,)).files
    assert dict(file.facts)["累计学时"] == "2"
    assert [row[1] for row in file.trainings] == ["防火"]
    assert file.receipts[0][2] == receipt.edition
    assert file.answers[0][2:5] == ("答对", "答错", "答对")
    assert sorted(row[:2] for row in file.certificates) == [("焊工证", "T1"), ("高处作业", "T2")]


def test_the_key_on_paper_is_the_one_that_answers_are_marked_by(desk: Desk, post: Post) -> None:
    sheets = quiz_sheets(desk.ports, open_book(desk.ports), (post.id,))
    asked = post_quiz(desk.ports, post.id)
    assert sheets.key == ((post.name, asked.edition, *asked.key),)
    for place, printed in enumerate(sheets.sheets[0].questions):
        right = asked.questions[place]
        assert printed.options[right.right] == f"{asked.key[place]}　{right.options[right.right]}"


def test_a_ledger_strikes_out_what_was_withdrawn_and_leaves_it_out_of_the_sums(desk: Desk, worker: Person) -> None:
    give_award(desk.ports, reason="报隐患", points=2, yuan=Decimal(20), person_id=worker.id)
    wrong, _ = give_award(desk.ports, kind=AwardKind.PENALTY, reason="不戴帽", points=2, person_id=worker.id)
    withdraw_award(desk.ports, wrong.id, "记错人")
    found = award_ledger(desk.ports, open_book(desk.ports))
    assert found.total == "奖励 1 次，处罚 0 次，合计 +2 分、+20 元"
    assert found.entries[0][4] == "不戴帽（已撤回：记错人）"
    assert found.per_person == (("周木生", "1", "0", "+2", "+20"),)


def test_what_falls_due_is_told_with_its_days(desk: Desk, post: Post) -> None:
    add_renewal(desk.ports, "drill", desk.clock.today() - timedelta(days=2))
    add_renewal(desk.ports, "contract", desk.clock.today() + timedelta(days=90))
    found = renewal_sheet(desk.ports, open_book(desk.ports))
    assert [row[7:] for row in found.rows] == [("过了 2 天", "过期"), ("还有 90 天", "没到期")]
    assert found.said.startswith("共 2 项，过期 1 项，快到期 0 项")


def test_four_ticks_per_person_and_the_coverage(desk: Desk, post: Post, worker: Person) -> None:
    firm.save_enterprise(desk.ports, {"headcount": "5"})
    found = task_sheet(desk.ports, open_book(desk.ports))
    row = next(row for row in found.rows if row[1] == "周木生")
    assert row[2:6] == (post.name, "✓ 有", "× 没签", "× 没问")
    assert found.said.startswith("0 / 5 人四样齐全")
    assert "还有 2 人没登记" in found.said


@pytest.mark.parametrize("paper_id", ["training-plan", "sign-in", "renewals"])
def test_a_paper_without_records_says_where_to_begin(desk: Desk, post: Post, paper_id: str) -> None:
    with pytest.raises(UserError, match="培训与奖惩"):
        paper_of(paper_id).decide(desk.ports, open_book(desk.ports))


# ---- ledgers of the binder -------------------------------------------------------------------------------------------


def rows_of(desk: Desk, paper_id: str, title: str) -> list[tuple[object, ...]]:
    """The rows of the table of a document that has this column."""
    report = paper_of(paper_id).decide(desk.ports, open_book(desk.ports))
    assert isinstance(report, Manual)
    grids = [block for chapter in report.chapters for block in chapter.blocks if isinstance(block, Grid)]
    grid = next(each for each in grids if title in [column.title for column in each.columns])
    assert grid.blank >= 2 or not grid.columns[0].middle, "a ledger has room to go on by hand"
    return list(grid.rows)


def test_the_training_ledger_tells_what_was_held_oldest_first(desk: Desk, worker: Person) -> None:
    today = desk.clock.today()
    for topic, days, outcome in (("用电", 1, TestOutcome.PASSED), ("防火", 9, TestOutcome.NOT_TESTED)):
        made, _ = plan_training(desk.ports, topic, today, hours=Decimal(2), teacher="李秀英")
        hold_training(desk.ports, made.id, (Attendance(worker.id, outcome),), on=today - timedelta(days=days))
    plan_training(desk.ports, "还没办的", today + timedelta(days=3))
    rows = rows_of(desk, "training-ledger", "培训内容")
    assert [(row[1:7]) for row in rows] == [
        (str(today - timedelta(days=9)), "防火", "李秀英", "1 人", "2", "没有考核"),
        (str(today - timedelta(days=1)), "用电", "李秀英", "1 人", "2", "合格"),
    ]
    planned_rows = rows_of(desk, "training-system", "谁参加")
    assert [row[2] for row in planned_rows] == ["防火", "用电", "还没办的"]


def test_without_trainings_the_rule_keeps_its_usual_plan(desk: Desk, worker: Person) -> None:
    assert "应急演练" in [row[2] for row in rows_of(desk, "training-system", "谁参加")]
    assert rows_of(desk, "training-ledger", "培训内容") == []


def test_the_reward_ledger_and_the_rules_tell_what_is_on_record(desk: Desk, post: Post, worker: Person) -> None:
    add_rule(desk.ports, AwardKind.PENALTY, "不戴护目镜", points=2)
    today = desk.clock.today()
    give_award(
        desk.ports, kind=AwardKind.REWARD, reason="报告隐患", yuan=Decimal("50.00"), points=1, person_id=worker.id
    )
    give_award(desk.ports, kind=AwardKind.PENALTY, reason="没查就打勾", points=0, yuan=Decimal(20), post_id=post.id)
    assert [row[1:7] for row in rows_of(desk, "reward-ledger", "什么事")] == [
        (str(today), "周木生", post.name, "报告隐患", "50 元\n1 分", ""),
        (str(today), post.name, "", "没查就打勾", "", "20 元"),
    ]
    with desk.ports.units.write() as uow:
        uow.posts.save(Post("zz", "P-0099", "叉车工", person_ids=(worker.id,)))
        uow.commit()
    assert rows_of(desk, "reward-ledger", "什么事")[0][3] == f"{post.name}、叉车工", "every post where one works"
    assert rows_of(desk, "reward-system", "处罚") == [("不戴护目镜", "2 分")]
    assert ("报告一般隐患，属实", "", "每条") in rows_of(desk, "reward-system", "奖励的事"), "no rule of rewards yet"


def test_what_rectifying_cost_this_year_stands_in_the_ledger_of_money(desk: Desk, worker: Person) -> None:
    danger, _ = hidden_dangers.register_danger(desk.ports, "护罩坏了", "木工区")
    officer = next(person.id for person in open_book(desk.ports).people.values() if person.id != worker.id)
    hidden_dangers.close_danger(
        desk.ports, danger.id, done="换了护罩", by_id=worker.id, accepted_by_id=officer, cost=Decimal("320.50")
    )
    assert [row[1:] for row in rows_of(desk, "fund-ledger", "金额（元）")] == [
        (str(desk.clock.today()), "换了护罩", f"{danger.code} 护罩坏了", "320.5", "周木生")
    ]


def test_the_ledger_of_receipts_tells_who_signed_for_the_present_card(desk: Desk, post: Post, worker: Person) -> None:
    def line() -> tuple[object, ...]:
        return next(row for row in rows_of(desk, "card-receipts", "本人签收") if row[3] == "周木生")

    assert line()[4:6] == ("", "")
    sign_for_card(desk.ports, worker.id, post.id)
    assert line()[4:6] == ("已签\n（纸上签字）", str(desk.clock.today()))
    with desk.ports.units.write() as uow:
        point = next(p for p in uow.risk_points.all() if p.module_id == "wood-planer")
        uow.hazards.remove(uow.hazards.of_point(point.id)[0].id)
        uow.commit()
    assert line()[4:6] == ("", ""), "the card is another one now"


def test_drills_on_record_stand_under_the_sheet_for_the_next(desk: Desk, worker: Person) -> None:
    today = desk.clock.today()
    made, _ = add_renewal(desk.ports, "drill", today, title="喷漆房疏散")
    renew(desk.ports, made.id, done_on=today - timedelta(days=3), note="2 分钟撤完")
    rows = rows_of(desk, "drill-record", "演练什么")
    assert rows[0][:2] == (str(today - timedelta(days=3)), "喷漆房疏散")
    assert str(rows[1][0]).startswith("计划 ")


def test_accidents_and_near_misses_on_record_stand_in_their_ledger(desk: Desk, worker: Person) -> None:
    note_change(desk.ports, ChangeKind.PROCESS, "换了新的漆")
    note_change(desk.ports, ChangeKind.NEAR_MISS, "木条弹出来", place="木工区", cause="没装防反弹装置")
    ((number, on, *told),) = rows_of(desk, "accident-ledger", "经过")
    assert (number, on) == ("1", str(desk.clock.today()))
    assert told == ["木工区", "差点出事（未遂）：木条弹出来", "", "没装防反弹装置", "", ""]


def test_a_certificate_on_record_tells_the_post_of_its_holder(desk: Desk, post: Post, worker: Person) -> None:
    due = desk.clock.today() + timedelta(days=300)
    add_renewal(desk.ports, SPECIAL_CERTIFICATE, due, title="焊工证", person_id=worker.id, number="T1")
    assert [row[1:3] for row in rows_of(desk, "certificate-ledger", "证号") if row[5] == "T1"] == [
        ("周木生", post.name)
    ]


def test_a_certificate_of_which_nobody_knows_whose_it_is_is_at_no_post(desk: Desk, post: Post) -> None:
    with desk.ports.units.write() as uow:
        uow.posts.save(replace(post, head_id=None))
        uow.renewals.save(Renewal("n", SPECIAL_CERTIFICATE, "电工证", desk.clock.today(), number="T1"))
        uow.commit()
    assert [row[1:3] for row in rows_of(desk, "certificate-ledger", "证号") if row[5] == "T1"] == [("", "")]


@pytest.mark.parametrize("paper", ["statistics-quarter", "statistics-year"])
def test_there_is_no_table_of_a_period_before_anything_was_on_record(desk: Desk, post: Post, paper: str) -> None:
    """It would be all zero, with a day to hand it in that was gone before the firm began."""
    book = open_book(desk.ports)
    with pytest.raises(UserError, match="还没有开始记录"):
        paper_of(paper).decide(desk.ports, book)
    found = desk.clock.today() - timedelta(days=400)
    hidden_dangers.register_danger(desk.ports, "从前台账里的隐患", "木工区", found_on=found)
    assert isinstance(paper_of(paper).decide(desk.ports, book), StatisticsTable)
