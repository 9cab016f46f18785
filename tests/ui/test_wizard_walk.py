"""Step 4, by pressing and by keys."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from tests.services.support import printed
from tests.support.desk import Desk, new_desk
from tests.ui.support import named_wrongly, wait_until, words_on
from tests.ui.wizard_support import NoPage, calm, firm_with, named, press, type_key, view_of, wizard, write
from ymh_desktop.domain.errors import UserError
from ymh_desktop.domain.hidden_dangers import HiddenDanger
from ymh_desktop.domain.identification import AnswerValue, Step, WhereAnswered, WhyNotHere
from ymh_desktop.services import hidden_dangers
from ymh_desktop.services.book import open_book
from ymh_desktop.services.changes import Changes
from ymh_desktop.services.flows import steps, walk
from ymh_desktop.services.flows.walk import WalkCard
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.wizard.paper import numbers_on, read_numbers
from ymh_desktop.ui.views.wizard.frame import WizardPage
from ymh_desktop.ui.views.wizard.walk import WalkStep
from ymh_desktop.ui.views.wizard.walk_paper import PaperPanel

MACHINES = ("wood-planer", "thicknesser", "circular-saw")


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with new_desk(tmp_path) as opened:
        firm_with(opened, Step.WALK, *MACHINES)
        yield opened


@pytest.fixture
def page(desk: Desk) -> Iterator[WizardPage]:
    with wizard(desk) as opened:
        yield opened


def cards(desk: Desk) -> tuple[WalkCard, ...]:
    return walk.walk_cards(desk.ports, steps.start_or_resume(desk.ports).id)


def open_cards(desk: Desk) -> list[WalkCard]:
    return [card for card in cards(desk) if not card.settled and card.value is None]


def sheet(desk: Desk) -> str:
    """The number on a sheet that is printed now."""
    return printed(desk.ports, steps.start_or_resume(desk.ports).id)


def shared_card(desk: Desk) -> WalkCard:
    return next(card for card in open_cards(desk) if len(card.targets) == 3)


def now(desk: Desk, card: WalkCard) -> WalkCard:
    return next(c for c in cards(desk) if c.key == card.key)


def checked(page: WizardPage, name: str) -> bool:
    button = named(page, name)
    assert isinstance(button, QAbstractButton)
    return button.isChecked()


def dangers(desk: Desk) -> tuple[HiddenDanger, ...]:
    return open_book(desk.ports).dangers


def test_the_cards_stand_under_their_place_in_walking_order(desk: Desk, page: WizardPage) -> None:
    view = cast("WalkStep", view_of(page))
    assert [section.place for section in view.sections] == list(dict.fromkeys(c.place for c in cards(desk)))
    assert [slot.number for slot in view.slots.values()] == [c.number for c in cards(desk)]
    assert "风险＝这里可能出事，防住了也算；隐患＝该防的没防住。" in words_on(page)


def test_no_becomes_a_hidden_danger_and_undo_takes_it_back_and_shows_it(desk: Desk, page: WizardPage) -> None:
    card = next(c for c in open_cards(desk) if len(c.targets) == 1)
    press(page, f"第{card.number}题 否")
    assert [d.title for d in dangers(desk)] == [card.targets[0].entry.inverse]
    assert "已记为隐患" in words_on(page)
    QTest.keyClick(page.window(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    calm(page)
    assert not dangers(desk)
    assert not checked(page, f"第{card.number}题 否")
    assert named(page, f"第{card.number}题 是").hasFocus()


def test_an_answer_is_shown_before_it_is_kept(desk: Desk, page: WizardPage) -> None:
    view = cast("WalkStep", view_of(page))
    card = open_cards(desk)[0]
    button = named(page, f"第{card.number}题 是")
    assert isinstance(button, QAbstractButton)
    before = view.model.progress.answered
    busy = threading.Event()
    page.context.tasks.run(busy.wait)
    button.click()
    assert f"已答 {before + 1} / " in view.count.text()
    assert now(desk, card).value is None
    busy.set()
    calm(page)
    assert now(desk, card).value is AnswerValue.YES


def test_answers_given_faster_than_they_are_kept_do_not_flicker(desk: Desk, page: WizardPage) -> None:
    view = cast("WalkStep", view_of(page))
    wanted = open_cards(desk)[:5]
    for card in wanted:
        button = named(page, f"第{card.number}题 是")
        assert isinstance(button, QAbstractButton)
        button.click()
    while not page.context.tasks.idle:
        QApplication.processEvents()
        assert all(view.model.card(card.key).value is AnswerValue.YES for card in wanted)
    assert {now(desk, card).value for card in wanted} == {AnswerValue.YES}


def test_keys_answer_and_enter_goes_to_the_next_open_card(desk: Desk, page: WizardPage) -> None:
    first, second = open_cards(desk)[:2]
    assert named(page, f"第{first.number}题 是").hasFocus()
    type_key(Qt.Key.Key_1)
    type_key(Qt.Key.Key_Return)
    assert named(page, f"第{second.number}题 是").hasFocus()
    type_key(Qt.Key.Key_3)
    calm(page)
    assert (now(desk, first).value, now(desk, second).value) == (AnswerValue.YES, AnswerValue.NOT_HERE)


def test_of_several_machines_the_failing_ones_are_ticked(desk: Desk, page: WizardPage) -> None:
    card = shared_card(desk)
    press(page, f"第{card.number}题 否")
    assert len(dangers(desk)) == 3
    for target in card.targets[1:]:
        press(page, f"第{card.number}题 {target.called} 没做到")
    assert [d.risk_point_id for d in dangers(desk)] == [card.targets[0].point.id]
    press(page, f"第{card.number}题 {card.targets[0].called} 没做到")
    assert "至少勾一处；全都做到了，就选“是”" in words_on(page)
    assert checked(page, f"第{card.number}题 {card.targets[0].called} 没做到")
    assert len(dangers(desk)) == 1


def test_not_here_asks_why(desk: Desk, page: WizardPage) -> None:
    card = open_cards(desk)[0]
    press(page, f"第{card.number}题 不涉及")
    assert now(desk, card).targets[0].answer is not None
    press(page, f"第{card.number}题 不涉及的原因 外包")
    answer = now(desk, card).targets[0].answer
    assert answer is not None
    assert answer.why_not_here is WhyNotHere.CONTRACTED


def test_taking_a_risk_out_again_offers_undo_in_a_notice(desk: Desk, page: WizardPage) -> None:
    card = open_cards(desk)[0]
    press(page, f"第{card.number}题 是")
    press(page, f"第{card.number}题 不涉及")
    press(page.window(), f"撤销（第 {card.number} 题答“不涉及”，从清单里拿掉了）")
    assert now(desk, card).value is AnswerValue.YES
    assert checked(page, f"第{card.number}题 是")


def test_a_question_can_be_put_off_and_taken_up_again(desk: Desk, page: WizardPage) -> None:
    card = open_cards(desk)[0]
    press(page, f"第{card.number}题 以后再答")
    assert now(desk, card).value is AnswerValue.PARKED
    assert "先放着，以后再答" in words_on(page)
    press(page, f"第{card.number}题 以后再答")
    assert now(desk, card).value is None


def test_every_answer_says_whether_somebody_looked(desk: Desk, page: WizardPage) -> None:
    first, second = open_cards(desk)[:2]
    press(page, f"第{first.number}题 是")
    press(page, "接下来的题 在办公室答")
    press(page, f"第{second.number}题 是")
    found = [now(desk, card).targets[0].answer for card in (first, second)]
    assert [answer.where for answer in found if answer] == [WhereAnswered.ON_SITE, WhereAnswered.AT_DESK]
    assert "在办公室答的，最好再去现场看一眼" in words_on(page)


def test_only_what_is_open_or_only_one_place_can_be_seen(desk: Desk, page: WizardPage) -> None:
    view = cast("WalkStep", view_of(page))
    first, second = open_cards(desk)[:2]
    press(page, f"第{first.number}题 是")
    press(page, "只看没答的")
    assert view.slots[first.key].isHidden()
    press(page, f"第{second.number}题 是")
    assert not view.slots[second.key].isHidden()
    press(page, "只看没答的")
    box = named(page, "只看一个地方")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.count() - 1)
    calm(page)
    shown = {view.model.card(key).place for key, slot in view.slots.items() if not slot.isHidden()}
    assert len(shown) == 1


def test_going_on_early_marks_what_is_open(desk: Desk, page: WizardPage) -> None:
    left = len(open_cards(desk))
    press(page, "下一步：风险分级")
    assert page.words.text() == f"还有 {left} 题没有答"
    assert words_on(page).count("这一题还没有选") == left


def test_the_wizard_comes_back_to_the_question_after_the_last_answer(desk: Desk) -> None:
    with wizard(desk) as page:
        third = open_cards(desk)[2]
        press(page, f"第{third.number}题 是")
        following = next(c for c in open_cards(desk) if c.number > third.number)
    with wizard(desk) as page:
        assert view_of(page).step is Step.WALK
        assert named(page, f"第{following.number}题 是").hasFocus()


def test_who_took_part_is_ticked_per_post_and_new_names_are_kept(desk: Desk, page: WizardPage) -> None:
    press(page, "谁参加了现场问答")
    post = open_book(desk.ports).posts[0]
    press(page, f"{post.name} 李秀英")
    write(page, "参加人姓名", "张大勇")
    press(page, "加上参加人")
    run = steps.start_or_resume(desk.ports)
    assert run.participants == ((post.id, "李秀英"), (post.id, "张大勇"))
    assert checked(page, f"{post.name} 张大勇")
    assert "张大勇" in [p.name for p in open_book(desk.ports).people.values()]
    assert "谁参加了（2 人）" in words_on(page)


def test_a_name_that_was_not_added_stays_and_one_that_will_not_do_is_told_at_its_field(desk: Desk) -> None:
    with wizard(desk) as page:
        press(page, "谁参加了现场问答")
        write(page, "参加人姓名", "张" * 100)
        press(page, "加上参加人")
        field = cast("WalkStep", view_of(page)).team.name
        assert field.value == "张" * 100
        assert "姓名" in field.fault.text()
    with wizard(desk) as page:
        press(page, "谁参加了现场问答")
        field = cast("WalkStep", view_of(page)).team.name
        assert field.value == "张" * 100
        write(page, "参加人姓名", "张大勇")
        press(page, "加上参加人")
        assert field.value == ""
    with wizard(desk) as page:
        press(page, "谁参加了现场问答")
        assert cast("WalkStep", view_of(page)).team.name.value == ""


def test_the_walk_sheet_is_printed_from_the_papers(page: WizardPage) -> None:
    press(page, "打印现场问答表")
    window = page.window()
    assert isinstance(window, MainWindow)
    assert isinstance(window.page, NoPage)
    assert (window.page_id, window.page.argument) == ("papers", "walk-sheet")


def test_a_filled_sheet_is_keyed_in_after_a_look_at_the_sum(desk: Desk, page: WizardPage) -> None:
    first, second = open_cards(desk)[:2]
    press(page, "按纸录入")
    write(page, "表号最后 4 位", sheet(desk)[-4:])
    write(page, "答“否”的题号", f"{first.number}")
    write(page, "“不涉及”的题号", f"{second.number}")
    press(page, "核对题号")
    assert any(first.statement in words and "都记“是”" in words for words in words_on(page))
    assert not dangers(desk)
    press(page, "和纸上一样，记下来")
    values = [now(desk, card).value for card in (first, second)]
    assert values == [AnswerValue.NO, AnswerValue.NOT_HERE]
    assert open_cards(desk) == []
    page.context.records.undo()
    calm(page)
    assert now(desk, first).value is None


@pytest.mark.parametrize("field", ["failed", "not_here"])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("三", "“三”不是题号。只写题号，中间用顿号或空格隔开，例如 3、8、12。"),
        ("999", "这张表上没有第 999 题。题号只有 1 到 "),
        ("9-3", "“9-3”不对。只写题号"),
    ],
)
def test_wrong_numbers_are_told_at_their_field_and_change_nothing(
    desk: Desk, page: WizardPage, field: str, typed: str, said: str
) -> None:
    left = len(open_cards(desk))
    panel = paper(page)
    press(page, "按纸录入")
    write(page, "表号最后 4 位", sheet(desk))
    write(page, panel.fields[field].input.accessibleName(), typed)
    press(page, "核对题号")
    assert [name for name, each in panel.fields.items() if each.fault.isVisible()] == [field]
    assert panel.fields[field].fault.text().startswith(said)
    assert panel.fields[field].input.hasFocus()
    assert len(open_cards(desk)) == left
    write(page, panel.fields[field].input.accessibleName(), "1")
    assert panel.fields[field].fault.isHidden()


def test_a_number_in_both_fields_is_told_at_the_second(desk: Desk, page: WizardPage) -> None:
    panel = paper(page)
    press(page, "按纸录入")
    write(page, "表号最后 4 位", sheet(desk))
    write(page, "答“否”的题号", "1 2")
    write(page, "“不涉及”的题号", "2")
    press(page, "核对题号")
    assert panel.not_here.fault.text() == "第 2 题两边都写了。一题只能有一个答案，请对照纸上，只在一边留下它。"
    assert panel.failed.fault.isHidden()


def test_what_is_typed_from_a_sheet_stays_until_it_is_kept(desk: Desk) -> None:
    typed = [sheet(desk)[-4:], f"{open_cards(desk)[0].number}", "999"]

    def stands(page: WizardPage) -> list[str]:
        return [field.value for field in paper(page).fields.values()]

    with wizard(desk) as page:
        press(page, "按纸录入")
        for name, words in zip(("表号最后 4 位", "答“否”的题号", "“不涉及”的题号"), typed, strict=True):
            write(page, name, words)
        press(page, "按纸录入")
        assert stands(page) == typed
        press(page, "关闭按纸录入")
        press(page, "按纸录入")
        assert stands(page) == typed
    with wizard(desk) as page:
        press(page, "按纸录入")
        assert stands(page) == typed
        assert "没有第 999 题" in paper(page).not_here.fault.text()
        write(page, "“不涉及”的题号", "")
        press(page, "核对题号")
        press(page, "和纸上一样，记下来")
        press(page, "按纸录入")
        assert stands(page) == ["", "", ""]
    with wizard(desk) as page:
        press(page, "按纸录入")
        assert stands(page) == ["", "", ""]


def test_a_sheet_that_changed_while_it_was_checked_is_told_and_can_be_checked_again(
    desk: Desk, page: WizardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = paper(page)
    press(page, "按纸录入")
    write(page, "表号最后 4 位", sheet(desk))
    press(page, "核对题号")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(walk, "sheet_number", lambda *_: "W-2026-1-YYYY")
        press(page, "和纸上一样，记下来")
    assert "请重新打印一张" in panel.sheet.fault.text()
    assert panel.save.isHidden()
    view_of(page).refresh()
    calm(page)
    press(page, "核对题号")
    press(page, "和纸上一样，记下来")
    assert open_cards(desk) == []


def test_a_sheet_that_could_not_be_kept_is_looked_through_and_kept_once_more(
    desk: Desk, page: WizardPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No button stands there grey that nobody can press."""
    panel = paper(page)
    press(page, "按纸录入")
    write(page, "表号最后 4 位", sheet(desk))
    press(page, "核对题号")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(walk, "key_back_sheet", full)
        press(page, "和纸上一样，记下来")
    assert panel.save.isHidden()
    press(page, "核对题号")
    press(page, "和纸上一样，记下来")
    assert open_cards(desk) == []


def full(*_: object) -> Changes:
    raise UserError("磁盘满了。", "请腾出空间再试。")


def test_what_is_refused_and_the_button_that_keeps_it_are_in_sight_at_150_percent(desk: Desk, page: WizardPage) -> None:
    page.window().resize(911, 472)
    calm(page)
    view, panel = cast("WalkStep", view_of(page)), paper(page)
    bar = view.scroller.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.key_in.click()
    assert in_sight(view, panel.sheet)
    write(page, "表号最后 4 位", sheet(desk))
    write(page, "“不涉及”的题号", "999")
    bar.setValue(bar.maximum())
    panel.look.click()
    assert panel.not_here.fault.isVisible()
    assert in_sight(view, panel.not_here)
    write(page, "“不涉及”的题号", "、".join(str(card.number) for card in open_cards(desk)[:12]))
    bar.setValue(0)
    panel.look.click()
    assert in_sight(view, panel.save)


def paper(page: WizardPage) -> PaperPanel:
    return cast("WalkStep", view_of(page)).paper


def in_sight(view: WalkStep, widget: QWidget) -> bool:
    """Whether nothing of it is scrolled out."""
    calm(view)
    port = view.scroller.viewport()
    return port.rect().contains(QRect(widget.mapTo(port, QPoint()), widget.size()))


def test_another_sheet_is_said_at_the_number_of_the_sheet(desk: Desk, page: WizardPage) -> None:
    left = len(open_cards(desk))
    press(page, "按纸录入")
    press(page, "核对题号")
    assert any("还没有写表号最后 4 位" in words for words in words_on(page))
    write(page, "表号最后 4 位", "XXXX")
    write(page, "答“否”的题号", "1")
    press(page, "核对题号")
    assert any("请重新打印一张" in words for words in words_on(page))
    assert named(page, "表号最后 4 位").hasFocus()
    assert len(open_cards(desk)) == left


def test_numbers_are_read_as_people_write_them() -> None:
    assert read_numbers("３、8，12 13-15\n8") == (3, 8, 12, 13, 14, 15)


def test_a_number_that_step_3_has_answered_is_refused(desk: Desk) -> None:
    first, *others = cards(desk)
    with pytest.raises(UserError, match="第 3 步已经答过"):
        numbers_on((replace(first, settled=True), *others), f"{first.number}")


def test_a_hidden_danger_that_is_worked_on_stays_when_the_answer_changes(desk: Desk, page: WizardPage) -> None:
    card = next(c for c in open_cards(desk) if len(c.targets) == 1)
    press(page, f"第{card.number}题 否")
    officer = open_book(desk.ports).enterprise.officer_id or ""
    changes: Changes = hidden_dangers.assign_danger(desk.ports, dangers(desk)[0].id, officer, desk.clock.today())
    page.context.records.announce(changes)
    press(page, f"第{card.number}题 是")
    assert len(dangers(desk)) == 1


def test_everything_has_its_own_name(desk: Desk, page: WizardPage) -> None:
    card = shared_card(desk)
    press(page, f"第{card.number}题 否")
    press(page, f"第{open_cards(desk)[0].number}题 不涉及")
    press(page, "按纸录入")
    press(page, "谁参加了现场问答")
    assert named_wrongly(page) == []


def test_a_whole_shop_is_on_the_screen_before_all_its_cards_are_built(tmp_path: Path, qapp: QApplication) -> None:
    with new_desk(tmp_path / "whole") as desk:
        firm_with(desk, Step.WALK)
        with wizard(desk) as page:
            view = cast("WalkStep", view_of(page))
            assert len(view.slots) > 50
            view._build_slots()
            view._show()
            view._build_some()
            assert 0 < sum(slot.built for slot in view.slots.values()) < 20
            wait_until(lambda: all(slot.built for slot in view.slots.values()))
            assert named_wrongly(page) == []


def test_tab_goes_from_card_to_card_in_the_order_that_is_seen(desk: Desk) -> None:
    run = steps.start_or_resume(desk.ports).id
    late = open_cards(desk)[-3]
    walk.answer_card(desk.ports, run, [(t.point.id, t.entry.id) for t in late.targets], AnswerValue.YES)
    with wizard(desk) as page:
        view = cast("WalkStep", view_of(page))
        wait_until(lambda: all(slot.built for slot in view.slots.values()))
        first, second = open_cards(desk)[:2]
        named(page, f"第{first.number}题 以后再答").setFocus()
        type_key(Qt.Key.Key_Tab)
        assert named(page, f"第{second.number}题 是").hasFocus()
        last = [card for card in cards(desk) if not card.settled][-1]
        named(page, f"第{last.number}题 以后再答").setFocus()
        type_key(Qt.Key.Key_Tab)
        assert page.quit.hasFocus()
