"""镇里会退回什么: each finding in plain words, with where to mend it."""

from dataclasses import replace

from tests.services.support import answer, shop
from tests.support.desk import Desk
from ymh_desktop.domain.hidden_dangers import DangerLevel
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.book import open_book
from ymh_desktop.services.flows import situations, steps, walk
from ymh_desktop.services.precheck import Finding, Weight, precheck
from ymh_desktop.services.runs import PRINCIPAL
from ymh_desktop.services.undo import undo


def findings(desk: Desk) -> tuple[Finding, ...]:
    return precheck(desk.ports, open_book(desk.ports))


def said(desk: Desk) -> str:
    return "\n".join(finding.problem for finding in findings(desk))


def test_what_stops_an_export_comes_first(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    found = findings(desk)
    weights = [finding.weight for finding in found]
    assert weights == sorted(weights, key=lambda weight: weight is Weight.WARN)
    assert {"enterprise", "identification"} <= {finding.page for finding in found if finding.weight is Weight.STOP}


def test_questions_put_off_or_unclear_are_counted_and_lead_to_their_step(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    cards = walk.walk_cards(desk.ports, run)
    answer(desk, run, cards[0], AnswerValue.PARKED)
    answer(desk, run, cards[1], AnswerValue.YES)
    subject = situations.situation_cards(desk.ports, run)[0].subject
    situations.answer_situation(desk.ports, run, subject, AnswerValue.UNSURE)
    leads = {finding.problem: finding.step for finding in findings(desk)}
    assert leads["还有 1 题写着“以后再答”。"] is Step.WALK
    assert leads["还有 1 题选了“不清楚”。"] is Step.SITUATIONS


def test_who_took_part_has_to_be_named(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    assert "没有写哪些员工参加了辨识。" in said(desk)
    post = open_book(desk.ports).posts[0]
    steps.set_participants(desk.ports, run, post.id, ("张大勇",))
    assert "没有写哪些员工参加了辨识。" not in said(desk)


def test_an_open_major_hidden_danger_is_never_passed_over(desk: Desk) -> None:
    run = shop(desk, "spray-painting")
    item = next(i for i in desk.ports.library.trade("wood-furniture").majors if i.related)
    situations.answer_situation(desk.ports, run, item.id, AnswerValue.PRESENT)
    (finding,) = [finding for finding in findings(desk) if "是疑似重大隐患" in finding.problem]
    assert finding.page == "hidden_dangers"
    assert finding.record_id == open_book(desk.ports).dangers[0].id


def test_a_judged_major_hidden_danger_says_what_its_file_lacks(desk: Desk) -> None:
    shop(desk, "wood-planer")
    danger, _ = dangers.register_danger(desk.ports, "打磨间积尘", "打磨间")
    dangers.grade_danger(desk.ports, danger.id, DangerLevel.MAJOR, basis="工贸企业重大事故隐患判定标准第11条")
    (finding,) = [finding for finding in findings(desk) if finding.record_id == danger.id]
    assert "还缺：逐级报告到主要负责人、停产撤人决定、临时防护措施" in finding.problem
    assert "判定依据" not in finding.problem


def test_an_officer_without_a_telephone_is_told(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    firm.name_leaders(desk.ports, principal=("王建国", "13800000001"), officer=("李秀英", ""))
    assert "安全员李秀英没有电话" in said(desk)


def test_half_a_telephone_number_is_told(desk: Desk) -> None:
    """One that was kept before the program asked for whole ones."""
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    firm.name_leaders(desk.ports, principal=("王建国", "13800000001"), officer=("李秀英", "13800000002"))
    with desk.ports.units.write() as uow:
        owner = next(person for person in uow.people.all() if person.name == "王建国")
        uow.people.save(replace(owner, phone="138"))
        uow.commit()
    assert "主要负责人王建国的电话“138”不完整" in said(desk)


def test_what_a_check_finds_after_the_signature_is_no_change_of_the_register(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    hazard = next(each for each in open_book(desk.ports).hazards if each.measures)
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    dangers.register_danger(desk.ports, "护罩坏了", "木工区", hazard_id=hazard.id, measure_id=hazard.measures[0].id)
    assert next(each for each in open_book(desk.ports).hazards if each.id == hazard.id).weakened
    assert "又改过" not in said(desk)


def test_changes_after_the_owner_signed_want_a_second_look(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    cards = walk.walk_cards(desk.ports, run)
    answer(desk, run, cards[0], AnswerValue.YES)
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    assert "又改过" not in said(desk)
    answer(desk, run, cards[1], AnswerValue.YES)
    assert "主要负责人签字以后，风险清单又改过" in said(desk)
    steps.withdraw_sign_off(desk.ports, run, PRINCIPAL)
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    assert "又改过" not in said(desk)


def test_what_was_undone_after_the_signature_is_no_change(desk: Desk) -> None:
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    hazard = open_book(desk.ports).hazards[0]
    made = risks.explain_grade(desk.ports, hazard.id, "每天都碰")
    assert "又改过 1 处" in said(desk)
    undo(desk.ports, made)
    assert "又改过" not in said(desk)


def test_a_signature_that_was_brought_back_covers_what_it_covered_before(desk: Desk) -> None:
    """Taken back by a slip of the mouse, and 撤销 at once: nothing that changed before was signed by that."""
    run = shop(desk, "wood-planer")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    steps.sign_off(desk.ports, run, PRINCIPAL, "王建国")
    risks.explain_grade(desk.ports, open_book(desk.ports).hazards[0].id, "每天都碰")
    undo(desk.ports, steps.withdraw_sign_off(desk.ports, run, PRINCIPAL))
    assert "又改过 1 处" in said(desk)


def test_a_situation_that_no_risk_is_tied_to_is_told_while_its_place_stands_as_if_nothing_were_wrong(
    desk: Desk,
) -> None:
    """The library ties 报警、联锁坏了还在干活 to no single risk, and no risk is chosen by words alone."""
    run = shop(desk, "spray-painting")
    answer(desk, run, walk.walk_cards(desk.ports, run)[0], AnswerValue.YES)
    subject = "industry_order10_2023/14/"
    situations.answer_situation(desk.ports, run, subject, AnswerValue.PRESENT)
    (finding,) = [finding for finding in findings(desk) if "风险还没有跟着改" in finding.problem]
    assert "疑似重大隐患 Y-0001 没有销号" in finding.problem
    assert "喷漆" in finding.problem
    assert (finding.page, finding.step) == ("register", Step.MEASURES)
    situations.answer_situation(desk.ports, run, subject, AnswerValue.ABSENT)
    assert "没有跟着改" not in said(desk)
