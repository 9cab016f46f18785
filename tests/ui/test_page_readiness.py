"""迎检自评 as somebody uses it: judge a line, give a task, look at what inspectors ask, hand over, read the trail."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from tests.ui.pages_support import field_of, window_of
from tests.ui.support import RESOURCES, accessible_name, named_wrongly, settle, wait_until, words_on
from tests.ui.wizard_support import calm, press
from ymh_desktop.bootstrap import Program
from ymh_desktop.domain.self_assessment import Verdict
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import five_haves
from ymh_desktop.services.book import open_book
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.handovers import handovers
from ymh_desktop.services.spending import spendings
from ymh_desktop.ui.pages import IDENTIFICATION, PAPERS, READINESS, REGISTER
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels import readiness as readiness_models
from ymh_desktop.ui.viewmodels.readiness import Face, FiveShown
from ymh_desktop.ui.views.readiness import ReadinessPage
from ymh_desktop.ui.views.readiness_five import FiveTab
from ymh_desktop.ui.views.readiness_lists import HandoverTab, MoneyTab, TrailTab
from ymh_desktop.ui.widgets.basics import children

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def page(qapp: object, sample_firm: Program) -> Iterator[ReadinessPage]:
    yield from opened(sample_firm)


@pytest.fixture
def empty_page(qapp: object, empty_firm: Program) -> Iterator[ReadinessPage]:
    firm.save_enterprise(empty_firm.ports, {"name": "宏木家具厂"})
    yield from opened(empty_firm)


def opened(program: Program) -> Iterator[ReadinessPage]:
    window = MainWindow(program.ports, (READINESS, PAPERS, REGISTER, IDENTIFICATION), RESOURCES)
    window.resize(1366, 728)
    window.navigate("readiness")
    window.show()
    window.activateWindow()
    wait_until(window.isActiveWindow)
    calm(window)
    assert isinstance(window.page, ReadinessPage)
    yield window.page
    window.close()
    window.tasks.wait()
    settle()
    window.deleteLater()
    settle()


def combo(within: QWidget, name: str) -> QComboBox:
    return next(each for each in children(within, QComboBox) if accessible_name(each) == name)


def show(page: ReadinessPage, face: Face) -> list[str]:
    page.show_face(face)
    calm(page)
    return words_on(page.tabs[face])


def tab(page: ReadinessPage, kind: type[W]) -> W:
    """The tab of this class."""
    return next(each for each in page.tabs.values() if isinstance(each, kind))


def line(program: Program, key: str) -> five_haves.LineShown:
    return next(each for each in five_haves.assessment(program.ports).lines if each.key == key)


def test_every_tab_names_what_can_be_pressed(page: ReadinessPage) -> None:
    for face in Face:
        show(page, face)
        assert named_wrongly(page) == []


def test_the_five_parts_say_how_the_firm_stands(page: ReadinessPage) -> None:
    said = show(page, Face.FIVE)
    assert "有全面覆盖的风险辨识分级管控体系" in said
    assert any(words.startswith("做到 ") for words in said)
    assert any("不是评定等级" in words for words in said)


def test_a_line_that_nobody_judged_is_not_told_as_done(sample_firm: Program) -> None:
    now = five_haves.assessment(sample_firm.ports)
    done, lacking, waiting = (replace(now.lines[0], verdict=verdict) for verdict in (Verdict.YES, Verdict.NO, None))

    def told(*lines: five_haves.LineShown) -> str:
        return FiveShown(replace(now, lines=lines), (), ()).saying

    assert told(done) == "每一条都做到了。"
    assert told(done, waiting) == "还有 1 条要人来判定。"
    assert told(done, lacking) == "1 条没做到。"
    assert told(waiting, lacking) == "还有 1 条要人来判定，1 条没做到。"


def test_a_line_is_judged_by_hand_and_kept(page: ReadinessPage, sample_firm: Program) -> None:
    show(page, Face.FIVE)
    chosen = combo(page, "责任制和各项制度签发了 判定")
    chosen.setCurrentIndex(chosen.findText("做到了"))
    calm(page)
    assert line(sample_firm, "rules").verdict is Verdict.YES
    assert combo(page, "责任制和各项制度签发了 判定").currentText() == "做到了"


def test_a_gap_is_given_to_somebody(page: ReadinessPage, sample_firm: Program) -> None:
    show(page, Face.FIVE)
    press(page, "责任制和各项制度签发了 派任务")
    calm(page)
    form = tab(page, FiveTab).form
    assert form.isVisible()
    people = combo(form, "谁来做")
    people.setCurrentIndex(1)
    chosen = people.currentText()
    press(page, "派任务：派给他")
    calm(page)
    assert line(sample_firm, "rules").task == chosen != ""
    assert not form.isVisible()


def test_finishing_is_refused_while_a_line_waits_for_a_word(page: ReadinessPage, sample_firm: Program) -> None:
    show(page, Face.FIVE)
    press(page, "完成自评，存档")
    calm(page)
    assert five_haves.past_assessments(sample_firm.ports) == ()


def test_inspectors_things_stand_in_their_order_with_their_papers(page: ReadinessPage) -> None:
    said = show(page, Face.VISIT)
    assert [word for word in said if word in "123456789"] == list("123456789")
    assert any("风险清单" in word for word in said)
    window = window_of(page)
    press(page, "第2样 安全风险分级管控清单")
    calm(page)
    assert window.page is not page


def test_planned_measures_are_ranked(page: ReadinessPage, sample_firm: Program) -> None:
    show(page, Face.MONEY)
    money = tab(page, MoneyTab)
    planned = spendings(sample_firm.ports, open_book(sample_firm.ports))
    assert [row[3] for row in money.rows.rows()] == [each.text for each in planned] != []
    money.show_found(tuple(replace(planned[0], text=words) for words in ("装护栏", "换插头")))
    assert [(row[1], row[3]) for row in money.rows.rows()] == [(1, "装护栏"), (2, "换插头")]


def test_planned_measures_are_sorted_by_money_not_by_its_words(page: ReadinessPage, sample_firm: Program) -> None:
    show(page, Face.MONEY)
    money = tab(page, MoneyTab)
    (each, *_) = spendings(sample_firm.ports, open_book(sample_firm.ports))
    costs = (Decimal(1200), None, Decimal(900), Decimal(0))
    money.show_found(tuple(replace(each, cost=cost) for cost in costs))
    money.rows.sort([column.title for column in money.rows.columns].index("要多少钱"))
    shown = [money.rows.cell(at, 6)[0] for at in range(4)]
    assert shown == ["不花钱", "900 元", "1,200 元", "还没估价"]


@pytest.mark.parametrize("size", [(1366, 728), (911, 472)], ids=str)
def test_every_paper_to_lay_out_is_in_sight(page: ReadinessPage, size: tuple[int, int]) -> None:
    show(page, Face.VISIT)
    page.window().resize(*size)
    calm(page)
    visit = page.tabs[Face.VISIT]
    buttons = children(visit, QPushButton)
    assert len(buttons) > 10
    assert [each.text() for each in buttons if each.mapTo(visit, each.rect().topRight()).x() > visit.width()] == []


def test_nothing_planned_says_where_to_write_it(empty_page: ReadinessPage) -> None:
    show(empty_page, Face.MONEY)
    assert tab(empty_page, MoneyTab).rows.rowCount() == 0


def test_the_office_is_handed_over_in_the_window(page: ReadinessPage, sample_firm: Program) -> None:
    show(page, Face.HANDOVER)
    press(page, "办理交接")
    calm(page)
    form = tab(page, HandoverTab).form
    to = combo(form, "谁接")
    giver = combo(form, "谁交").currentText()
    to.setCurrentIndex(next(at for at in range(1, to.count()) if to.itemText(at) != giver))
    press(page, "办理交接：交接")
    calm(page)
    (made,) = handovers(sample_firm.ports)
    officer = firm.firm_facts(sample_firm.ports).officer
    assert officer is not None
    assert officer.id == made.to_id
    press(page, f"{made.on} 交接已签字")
    calm(page)
    assert handovers(sample_firm.ports)[0].signed_on is not None


def test_a_half_written_handover_is_kept_when_one_turns_to_another_page(
    page: ReadinessPage, sample_firm: Program
) -> None:
    show(page, Face.HANDOVER)
    press(page, "办理交接")
    field_of(page, "纸质材料放在哪里", QLineEdit).insert("办公室铁柜")
    window = window_of(page)
    window.navigate("register")
    calm(window)
    assert "办公室铁柜" in draft(sample_firm.ports, "handover").values()


def test_the_trail_is_read_and_searched(page: ReadinessPage, sample_firm: Program) -> None:
    firm.add_person(sample_firm.ports, "周小兰", "13800000009")
    show(page, Face.TRAIL)
    trail = tab(page, TrailTab)
    everything = trail.rows.rowCount()
    assert trail.bar.search is not None
    trail.bar.search.setText("周小兰")
    wait_until(lambda: trail.rows.rowCount() < everything)
    assert {row[5] for row in trail.rows.rows()} == {"人员 周小兰"}
    assert not trail.chain.isVisible()


def test_a_firm_without_anything_is_shown_every_tab(empty_page: ReadinessPage) -> None:
    for face in Face:
        assert show(empty_page, face)


def test_before_the_first_step_every_tab_leads_to_it(qapp: object, empty_firm: Program) -> None:
    for page in opened(empty_firm):
        for face in (Face.FIVE, Face.HANDOVER):
            show(page, face)
            assert page.faces.not_begun.isVisible()
        window = window_of(page)
        press(page, "去做风险辨识")
        assert window.page_id == "identification"


def test_older_changes_are_told_and_can_be_looked_at(
    page: ReadinessPage, sample_firm: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(page, Face.TRAIL)
    trail = tab(page, TrailTab)
    everything = trail.rows.rowCount()
    assert "更早的" not in "".join(words_on(trail))
    monkeypatch.setattr(readiness_models, "TRAIL_SHOWN", 200)
    page.model._trail_shown = everything - 300
    show(page, Face.TRAIL)
    assert "更早的还有 300 条" in trail.older.text()
    press(page, "再往前看 2000 条")
    assert "更早的还有 100 条" in trail.older.text()
    assert trail.rows.rowCount() == everything - 100
    press(page, "再往前看 2000 条")
    assert trail.rows.rowCount() == everything
    assert not trail.older.isVisible()
