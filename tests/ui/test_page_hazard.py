"""One risk open for editing: everything is kept as it is chosen or written."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import attrgetter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from tests.support.desk import Desk
from tests.ui.pages_support import book_of, field_of, fill_in, opened_page, page_in, pick, set_day, small_shop
from tests.ui.support import words_on
from tests.ui.wizard_support import calm, named, press
from ymh_desktop.domain.judgement import DirectJudgement
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.measures import MeasureKind, MeasureState
from ymh_desktop.domain.risks import Hazard, RiskPointKind
from ymh_desktop.domain.tiers import ControlTier, TierScheme
from ymh_desktop.services import enterprise as firm
from ymh_desktop.services import hidden_dangers as dangers
from ymh_desktop.services import risks
from ymh_desktop.services.drafts import draft
from ymh_desktop.services.hazard_sheet import NewPoint, add_risk
from ymh_desktop.ui.shell.window import MainWindow
from ymh_desktop.ui.viewmodels.hazard import HazardModel
from ymh_desktop.ui.viewmodels.unkept import HAZARD
from ymh_desktop.ui.views.hazard import HazardView
from ymh_desktop.ui.views.hidden_dangers import DangersPage
from ymh_desktop.ui.views.register import RegisterPage
from ymh_desktop.ui.widgets import Field


@pytest.fixture
def window(qapp: object, desk: Desk) -> Iterator[MainWindow]:
    small_shop(desk)
    firm.set_tiers(desk.ports, TierScheme(team=True, department=True))
    with opened_page(desk, "register") as shown:
        yield shown


@pytest.fixture
def page(window: MainWindow) -> RegisterPage:
    return page_in(window, RegisterPage)


@pytest.fixture
def failed(desk: Desk) -> Hazard:
    """The risk whose statement was answered 否."""
    return next(h for h in book_of(desk).hazards if h.weakened)


@pytest.fixture
def sound(desk: Desk, window: MainWindow) -> Hazard:
    """A risk without hidden dangers that is graded low."""
    return next(h for h in book_of(desk).hazards if not h.weakened and h.level is RiskLevel.LOW)


def opened(page: RegisterPage, hazard: Hazard) -> HazardView:
    page.open_hazard(hazard.id)
    calm(page)
    return page.hazard


def kept(desk: Desk, hazard: Hazard) -> Hazard:
    with desk.ports.units.read() as uow:
        return uow.hazards.get(hazard.id)


def test_words_are_kept_when_the_field_is_left(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    opened(page, sound)
    fill_in(page, "会出什么事", "手伸进去被绞断")
    fill_in(page, "最坏的后果", "断手")
    assert (kept(desk, sound).title, kept(desk, sound).consequence) == ("手伸进去被绞断", "断手")


def test_words_are_kept_a_moment_after_the_last_key(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    field_of(view, "最坏的后果", QLineEdit).setText("断手")
    QTest.qWait(700)
    calm(page)
    assert kept(desk, sound).consequence == "断手"


def test_words_that_are_being_typed_are_kept_on_the_way_out(
    page: RegisterPage, window: MainWindow, sound: Hazard, desk: Desk
) -> None:
    view = opened(page, sound)
    field_of(view, "最坏的后果", QLineEdit).setText("断手")
    window.navigate("papers")
    calm(page)
    assert kept(desk, sound).consequence == "断手"


def test_an_emptied_title_is_told_under_it_and_not_kept(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    fill_in(page, "会出什么事", " ")
    assert view.words.happens.fault.text() == "请填写会出什么事"
    assert kept(desk, sound).title == sound.title


@pytest.mark.parametrize(
    ("name", "most", "of_view", "of_hazard"),
    [
        ("最坏的后果", 100, attrgetter("words.consequence"), attrgetter("consequence")),
        ("为什么是这个等级", 300, attrgetter("grade.reason"), attrgetter("grade.reason")),
    ],
)
def test_refused_words_stand_there_again_until_others_are_kept(
    page: RegisterPage,
    sound: Hazard,
    failed: Hazard,
    desk: Desk,
    name: str,
    most: int,
    of_view: Callable[[HazardView], Field],
    of_hazard: Callable[[Hazard], str],
) -> None:
    field = of_view(opened(page, sound))
    fill_in(page, name, "断" * (most + 1))
    opened(page, failed)
    assert field.value == of_hazard(failed)
    opened(page, sound)
    assert field.value == "断" * (most + 1)
    assert f"最多 {most} 个字" in field.fault.text()
    assert of_hazard(kept(desk, sound)) == of_hazard(sound)
    fill_in(page, name, "断过手")
    opened(page, failed)
    opened(page, sound)
    assert field.value == of_hazard(kept(desk, sound)) == "断过手"


def test_a_measure_half_written_or_refused_stands_there_again(
    page: RegisterPage, sound: Hazard, failed: Hazard, desk: Desk
) -> None:
    view = opened(page, sound)
    press(page, "第1条措施 改文字")
    fill_in(page, "第1条措施 文字", "看" * 201)
    fill_in(page, "新措施", "每半年练一次断手包扎")
    opened(page, failed)
    assert view.measures.add.words.value == ""
    again = HazardView(HazardModel(view.model._context))
    again.open(sound.id)
    calm(page)
    first = next(iter(again.measures._lines.values()))
    assert (first.editor.value, first.editor.isHidden()) == ("看" * 201, False)
    assert "最多 200 个字" in first.editor.fault.text()
    assert again.measures.add.words.value == "每半年练一次断手包扎"
    again.deleteLater()
    opened(page, sound)
    press(page, "添加措施")
    assert draft(desk.ports, HAZARD) == {f"{sound.id} {sound.measures[0].id} text": "看" * 201}
    assert any(measure.text == "每半年练一次断手包扎" for measure in kept(desk, sound).measures)


def test_a_measure_that_is_added_while_one_goes_on_takes_nothing_from_the_next_risk(
    page: RegisterPage, sound: Hazard, failed: Hazard, desk: Desk
) -> None:
    view = opened(page, failed)
    fill_in(page, "新措施", "刀轴装罩")
    opened(page, sound)
    fill_in(page, "新措施", "每半年练一次断手包扎")
    view.measures.add.button.click()
    opened(page, failed)  # before it is kept
    assert any(measure.text == "每半年练一次断手包扎" for measure in kept(desk, sound).measures)
    assert view.measures.add.words.value == "刀轴装罩"
    assert draft(desk.ports, HAZARD) == {f"{failed.id} new measure": "刀轴装罩"}


def test_another_risk_never_takes_over_words(page: RegisterPage, sound: Hazard, failed: Hazard, desk: Desk) -> None:
    """The keyboard stands in the title while the next risk is opened."""
    view = opened(page, sound)
    view.words.happens.take_focus()
    opened(page, failed)
    assert view.words.happens.value == failed.title
    assert kept(desk, sound).title == sound.title


def test_accident_types_are_ticked_in_a_list(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    press(page, "选择事故类型")
    box = named(page, "搜索事故类型")
    QTest.keyClicks(box, "cd")  # 触电
    QTest.qWait(200)
    QTest.keyClick(box, Qt.Key.Key_Return)
    calm(page)
    assert "WSA10006" in kept(desk, sound).accident_codes
    assert "触电" in view.words.accidents.words.text()


def test_without_any_accident_type_it_says_so_and_keeps_the_old(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    press(page, "选择事故类型")
    for code in sound.accident_codes:
        box = view.words.accidents.list
        item = next(box.item(n) for n in range(box.count()) if box.item(n).data(Qt.ItemDataRole.UserRole) == code)
        item.setCheckState(Qt.CheckState.Unchecked)
        calm(page)
    assert view.words.accidents.fault.text().startswith("还没有选事故类型")
    assert len(kept(desk, sound).accident_codes) >= 1


def test_a_factor_is_taken_with_one_press(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    press(page, "选择危险因素")
    box = named(page, "搜索危险因素")
    QTest.keyClicks(box, "qdbg")  # 强度不够
    QTest.qWait(200)
    QTest.keyClick(box, Qt.Key.Key_Return)
    calm(page)
    assert kept(desk, sound).factor_code == "210101"
    assert not view.words.factor.is_open


def test_the_level_moves_as_words_are_chosen(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    view.grade.combos[2].setCurrentIndex(0)
    assert view.grade.badge.level is not RiskLevel.LOW  # before it is kept
    calm(page)
    assert kept(desk, sound).level is view.grade.badge.level
    assert "死10人以上" in view.grade.reason.value
    assert label_in(view) in words_on(page)


def label_in(view: HazardView) -> str:
    return view.grade.badge.text()


def test_ones_own_reason_is_kept_and_emptying_brings_the_written_one_back(
    page: RegisterPage, sound: Hazard, desk: Desk
) -> None:
    opened(page, sound)
    fill_in(page, "为什么是这个等级", "这台机器只用来打磨边角")
    assert kept(desk, sound).grade.reason == "这台机器只用来打磨边角"
    fill_in(page, "为什么是这个等级", "")
    assert kept(desk, sound).grade.reason == sound.grade.reason
    assert page.hazard.grade.reason.value == sound.grade.reason


def test_a_direct_judgement_is_shown_with_its_source(
    page: RegisterPage, window: MainWindow, sound: Hazard, desk: Desk
) -> None:
    source, since = "直接判定（常用规则，参考外省通则）", date(2026, 11, 1)
    lift = DirectJudgement("direct.accident", "前年压断过手", source, RiskLevel.MAJOR, since)
    with desk.ports.units.write() as uow:
        uow.hazards.save(replace(sound, judgements=(lift,)))
        uow.commit()
    view = opened(page, sound)
    assert view.grade.badge.level is RiskLevel.MAJOR
    assert "直接判定为重大风险：前年压断过手" in words_on(page)
    assert any("参考外省通则" in words for words in words_on(page))


# ---- measures --------------------------------------------------------------------------------------------------------


def test_a_measure_is_answered_with_a_press(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    shown = view.model.measures[0]
    press(page, "第1条措施 不适用")
    states = {m.id: m.state for m in kept(desk, sound).measures}
    assert states[shown.id] is MeasureState.NOT_APPLICABLE


def test_a_planned_measure_takes_a_person_a_day_and_a_cost(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    view = opened(page, sound)
    shown = view.model.measures[0]
    press(page, "第1条措施 要新增")
    pick(page, "第1条措施 谁来做", "王建国")
    press(page, "第1条措施 什么时候做完 定个日期")
    set_day(page, "第1条措施 什么时候做完", "2026-12-20")
    fill_in(page, "第1条措施 大约多少钱", "1200")
    measure = next(m for m in kept(desk, sound).measures if m.id == shown.id)
    person = book_of(desk).person_name(measure.person_id)
    assert (person, measure.due, measure.cost) == ("王建国", date(2026, 12, 20), Decimal(1200))


def test_a_day_gone_by_and_a_cost_in_words_are_told_under_the_measure(
    page: RegisterPage, sound: Hazard, desk: Desk
) -> None:
    opened(page, sound)
    press(page, "第1条措施 要新增")
    fill_in(page, "第1条措施 大约多少钱", "一千")
    assert words_on(page).count("“一千”不是钱数。请只填数字，单位是元，例如 1200。") == 1
    pick(page, "第1条措施 谁来做", "王建国")  # kept without it
    assert words_on(page).count("“一千”不是钱数。请只填数字，单位是元，例如 1200。") == 1
    fill_in(page, "第1条措施 大约多少钱", "1000")
    press(page, "第1条措施 什么时候做完 定个日期")
    set_day(page, "第1条措施 什么时候做完", "2026-11-01")
    assert any("完成日期 2026-11-01 已经过去了" in words for words in words_on(page))


def test_what_an_open_hidden_danger_misses_cannot_be_called_in_place(
    page: RegisterPage, failed: Hazard, desk: Desk
) -> None:
    view = opened(page, failed)
    number = next(n for n, m in enumerate(view.model.measures, start=1) if m.missed_by)
    press(page, f"第{number}条措施 已落实")
    assert any("还没有销号，不能写成已落实" in words for words in words_on(page))
    assert view.model.measures[number - 1].state is MeasureState.UNANSWERED
    chips = next(line for n, line in enumerate(view.measures._lines.values(), start=1) if n == number).answers
    assert chips.value is None


def test_a_measure_of_ones_own_is_added_reworded_and_taken_away(
    page: RegisterPage, window: MainWindow, sound: Hazard, desk: Desk
) -> None:
    opened(page, sound)
    pick(page, "新措施的种类", "应急处置措施")
    fill_in(page, "新措施", "每半年练一次断手包扎")
    press(page, "添加措施")
    own = next(m for m in kept(desk, sound).measures if m.library_id is None)
    assert (own.kind, own.text, own.state) == (
        MeasureKind.EMERGENCY,
        "每半年练一次断手包扎",
        MeasureState.IN_PLACE,
    )
    assert page.hazard.measures.add.words.value == ""
    number = [m.id for m in page.hazard.model.measures].index(own.id) + 1
    press(page, f"第{number}条措施 改文字")
    fill_in(page, f"第{number}条措施 文字", "每季度练一次断手包扎")
    assert "每季度练一次断手包扎" in {m.text for m in kept(desk, sound).measures}
    press(page, f"第{number}条措施 删除")
    assert "每季度练一次断手包扎" not in {m.text for m in kept(desk, sound).measures}
    window.records.undo()
    calm(page)
    assert "每季度练一次断手包扎" in {m.text for m in kept(desk, sound).measures}


def test_an_empty_measure_is_told_beside_it(page: RegisterPage, sound: Hazard) -> None:
    opened(page, sound)
    press(page, "添加措施")
    assert page.hazard.measures.add.words.fault.text().startswith("“措施”还空着")


def test_missing_kinds_are_told_when_the_level_rises(page: RegisterPage, window: MainWindow, desk: Desk) -> None:
    own, _ = add_risk(
        desk.ports,
        NewPoint("行车", RiskPointKind.FACILITY),
        "吊物掉下来",
        factor_code="210102",
        accident_codes=("WSA10005",),
        consequence="",
        marks=(Decimal(1), Decimal(1), Decimal(1)),
    )
    view = opened(page, own)
    assert not view.measures.missing.isVisible()
    pick(page, "出事的可能性有多大", "很可能出事")
    pick(page, "多久碰到一次", "每天都碰到")
    pick(page, "最坏会怎样", "死1到2人")
    assert view.measures.missing.words.text() == "重大风险还缺工程技术措施和应急处置措施。"


# ---- who answers -----------------------------------------------------------------------------------------------------


def test_only_higher_tiers_are_offered_and_kept(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    opened(page, sound)
    box = field_of(page, "管控层级", QComboBox)
    offered = [box.itemText(n) for n in range(box.count())]
    assert offered == ["岗位级（按等级）", "班组级", "部门级", "公司级"]
    pick(page, "管控层级", "部门级")
    assert kept(desk, sound).tier is ControlTier.DEPARTMENT
    assert named(page, "班组级负责人")
    pick(page, "管控层级", "岗位级（按等级）")
    assert kept(desk, sound).tier is None


def test_a_new_person_is_named_right_there(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    opened(page, sound)
    pick(page, "岗位级负责人", "新增一个人")
    fill_in_name(page, "岗位级负责人", "周师傅")
    named_id = dict(kept(desk, sound).responsible)[ControlTier.POST]
    assert book_of(desk).person_name(named_id) == "周师傅"
    assert field_of(page, "岗位级负责人", QComboBox).currentText() == "周师傅"


def fill_in_name(page: RegisterPage, name: str, words: str) -> None:
    field_of(page, f"{name} 新增姓名", QLineEdit).setText(words)
    press(page, f"{name} 添加")


def test_a_name_that_will_not_do_is_told_under_it(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    opened(page, sound)
    pick(page, "岗位级负责人", "新增一个人")
    fill_in_name(page, "岗位级负责人", "周" * 31)
    assert any("最多 30 个字" in words for words in words_on(page))
    assert kept(desk, sound).responsible == ()


# ---- hidden dangers, basis, risk point -------------------------------------------------------------------------------


def test_a_hidden_danger_is_begun_from_here(page: RegisterPage, window: MainWindow, sound: Hazard, desk: Desk) -> None:
    opened(page, sound)
    press(page, "登记一条隐患")
    other = page_in(window, DangersPage)
    assert f"属于风险：{sound.title}" in words_on(other)
    fill_in(other, "查出了什么", "护罩裂了")
    press(other, "登记一条隐患：登记")
    (danger,) = [d for d in book_of(desk).dangers if d.title == "护罩裂了"]
    assert danger.hazard_id == sound.id
    assert kept(desk, sound).weakened


def test_cited_documents_bear_their_warnings(page: RegisterPage, window: MainWindow, sound: Hazard, desk: Desk) -> None:
    old = next(c for c in desk.ports.codes.citations if c.superseded_by)
    with desk.ports.units.write() as uow:
        uow.hazards.save(replace(sound, basis=("主席令第88号(2021)", old.code)))
        uow.commit()
    opened(page, sound)
    shown = words_on(page)
    assert "《中华人民共和国安全生产法（2021修正）》" in shown
    assert f"已被替代，现在用 {old.superseded_by}" in shown


def test_the_risk_point_is_renamed_for_all_its_risks(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    opened(page, sound)
    fill_in(page, "风险点名称", "二号平刨")
    fill_in(page, "风险点位置", "东头")
    point = book_of(desk).point[sound.risk_point_id]
    assert (point.name, point.place) == ("二号平刨", "东头")
    assert "二号平刨（东头）" in page.hazard.heading.text()


def test_deleting_the_risk_point_leads_back_and_can_be_undone(
    page: RegisterPage, window: MainWindow, sound: Hazard, desk: Desk
) -> None:
    before = book_of(desk).hazards
    opened(page, sound)
    press(page, "删除整个风险点")
    assert page.faces.currentWidget() is page.list
    assert book_of(desk).points == ()
    window.records.undo()
    calm(page)
    assert set(book_of(desk).hazards) == set(before)


def test_deleting_the_risk_leads_back_to_the_list(page: RegisterPage, sound: Hazard, desk: Desk) -> None:
    opened(page, sound)
    press(page, "删除这条风险")
    assert page.faces.currentWidget() is page.list
    assert sound.id not in {row[0] for row in page.list.table.records.rows()}


def test_a_change_from_elsewhere_is_shown_but_not_over_what_is_typed(
    page: RegisterPage, window: MainWindow, sound: Hazard, desk: Desk
) -> None:
    view = opened(page, sound)
    view.words.happens.take_focus()
    field_of(view, "会出什么事", QPlainTextEdit).setPlainText("我正在写")
    window.records.save(lambda: risks.edit_hazard(desk.ports, sound.id, title=sound.title, consequence="擦伤"))
    calm(page)
    assert view.words.consequence.value == "擦伤"
    assert view.words.happens.value == "我正在写"


def test_closing_the_hidden_danger_clears_the_mark(
    page: RegisterPage, window: MainWindow, failed: Hazard, desk: Desk
) -> None:
    opened(page, failed)
    assert "有防护没到位" in words_on(page)
    danger = next(d for d in book_of(desk).dangers if d.hazard_id == failed.id)
    by, accepted = list(book_of(desk).people)[:2]
    window.records.save(
        lambda: dangers.close_danger(desk.ports, danger.id, done="装好了", by_id=by, accepted_by_id=accepted)
    )
    calm(page)
    assert "有防护没到位" not in words_on(page)
