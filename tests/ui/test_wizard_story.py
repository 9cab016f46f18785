"""From an empty folder through all seven steps, with what stands on the screen alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.services.support import printed
from tests.support.desk import Desk, new_desk
from tests.ui.support import named_wrongly, wait_until
from tests.ui.wizard_support import calm, firm_with, named, press, view_of, wizard, write
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.identification import AnswerValue, Step
from ymh_desktop.services.book import open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows import posts, situations, steps, walk
from ymh_desktop.services.papers.cards import notice_cards
from ymh_desktop.services.ports import Ports


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        yield opened


@pytest.mark.timeout(240)
@pytest.mark.parametrize("trade", ["木质家具制造", "餐饮", "加油站"])
def test_four_typed_fields_lead_from_nothing_to_the_signature(desk: Desk, trade: str) -> None:
    ports = desk.ports
    with wizard(desk) as page:
        write(page, "企业名称", "宏木家具厂")
        write(page, "主要负责人", "王建国")
        write(page, "主要负责人电话", "13800000001")
        write(page, "安全员", "李秀英")
        press(page, "下一步：行业与岗位")
        press(page, trade)
        run = page.model.run_id
        for choice in posts.profile_choices(ports, run):
            press(page, f"{choice.question} 没有")
        press(page, "下一步：有没有这些情况")
        count = len(situations.situation_cards(ports, run))
        wait_until(lambda: view_of(page).step is Step.SITUATIONS)
        for number in range(1, count + 1):
            press(page, f"第{number}题 没有")
        press(page, "下一步：现场问答")
        wait_until(lambda: view_of(page).step is Step.WALK)
        cards = [card for card in walk.walk_cards(ports, run) if not card.settled]
        assert len(cards) <= 60
        named(page, f"第{cards[0].number}题 是")
        press(page, "按纸录入")
        write(page, "表号最后 4 位", printed(ports, run))
        write(page, "答“否”的题号", str(cards[1].number))
        press(page, "核对题号")
        press(page, "和纸上一样，记下来")
        assert len(open_book(ports).dangers) >= 1
        press(page, "下一步：风险分级")
        assert view_of(page).step is Step.GRADING
        assert named_wrongly(page) == []
        press(page, "下一步：措施与责任")
        assert view_of(page).step is Step.MEASURES
    with wizard(desk) as page:
        assert view_of(page).step is Step.MEASURES
        assert page.model.reached is Step.MEASURES
        press(page, "下一步：成果")
        assert view_of(page).step is Step.RESULT
        press(page, "去签字")
        press(page, "主要负责人签字确认")
    book = open_book(ports)
    assert book.run is not None
    assert book.run.signed_by("principal") is not None
    assert book.draft == ""
    said = {card.post: card for card in notice_cards(ports, book).cards}
    assert said
    assert all(card.where_dangerous and card.signs for card in said.values())


def test_a_step_that_could_not_be_kept_can_be_left_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    run = steps.start_or_resume(desk.ports).id
    for step in Step:
        if step <= Step.SITUATIONS:
            steps.go_to(desk.ports, run, step)
    full = [True]

    def settle_or_fail(ports: Ports, run_id: str) -> Changes:
        if full[0]:
            raise UserError("磁盘已满。", "请清理磁盘。")
        return walk.settle_from_situations(ports, run_id)

    monkeypatch.setattr("ymh_desktop.ui.viewmodels.wizard.situations.settle_from_situations", settle_or_fail)
    with wizard(desk) as page:
        for card in situations.situation_cards(desk.ports, run):
            situations.answer_situation(desk.ports, run, card.subject, AnswerValue.UNSURE)
        view_of(page).refresh()
        calm(page)
        press(page, "下一步：现场问答")
        assert view_of(page).step is Step.SITUATIONS
        full[0] = False
        press(page, "下一步：现场问答")
        assert view_of(page).step is Step.WALK


def test_a_finished_run_is_taken_up_again_only_on_purpose(desk: Desk) -> None:
    run = firm_with(desk, Step.RESULT)
    steps.sign_off(desk.ports, run, "principal", "王建国")
    steps.finish(desk.ports, run)
    with wizard(desk) as page:
        press(page, "看这一次的成果")
        assert view_of(page).step is Step.RESULT
        press(page, "上一步")
        assert page.view is None
        press(page, "接着改这一次（要重新签字）")
        assert view_of(page).step is Step.RESULT
        assert steps.start_or_resume(desk.ports).id == run
        press(page, "上一步")
        assert view_of(page).step is Step.MEASURES
