"""检查组来了: nine things in the order in which they are asked, each with its proof."""

from tests.support.desk import Desk
from ymh_desktop.domain.self_assessment import Verdict
from ymh_desktop.services import demo, five_haves
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services.five_haves.questions import QUESTIONS
from ymh_desktop.services.inspection_visit import _ASKED, inspection_visit


def test_duties_come_first_and_emergency_last(desk: Desk) -> None:
    demo.fill(desk.ports)
    found = inspection_visit(desk.ports)
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    assert found[0].words.startswith("安全生产责任制")
    assert found[-1].words.startswith("应急")


def test_every_proof_is_a_line_of_the_self_assessment() -> None:
    known = {question.key for question in QUESTIONS}
    assert {key for asked in _ASKED for key in asked.lines} <= known


def test_the_worst_line_speaks_for_the_whole(desk: Desk) -> None:
    demo.fill(desk.ports)
    rules = inspection_visit(desk.ports)[0]
    assert rules.verdict is None
    five_haves.answer_line(desk.ports, "rules", Verdict.YES)
    five_haves.answer_line(desk.ports, "leading-group", Verdict.PARTLY)
    assert inspection_visit(desk.ports)[0].verdict is Verdict.PARTLY
    five_haves.answer_line(desk.ports, "leading-group", Verdict.YES)
    assert inspection_visit(desk.ports)[0].verdict is Verdict.YES


def test_the_register_and_the_cards_can_be_laid_out(desk: Desk) -> None:
    demo.fill(desk.ports)
    papers = {paper.id for each in inspection_visit(desk.ports) for paper in each.papers}
    assert papers == {paper for asked in _ASKED for paper in asked.papers}  # none is unknown


def test_a_firm_that_has_just_begun_is_told_what_it_lacks(desk: Desk) -> None:
    firm.save_enterprise(desk.ports, {"name": "宏木家具厂"})
    found = inspection_visit(desk.ports)
    assert [each.verdict for each in found[:3]] == [Verdict.NO, Verdict.NO, Verdict.NOT_YET]
    ledger = next(each for each in found if each.words.startswith("隐患台账"))
    assert ledger.verdict is Verdict.NOT_YET
