"""The parts of pages, operated as people do: keyboard, mouse, screen reader."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.support import accessible_name, named_wrongly, settle, wait_until, words_on
from ymh_desktop.domain.codes import credit_code
from ymh_desktop.domain.enterprise import required_text
from ymh_desktop.domain.levels import RiskLevel
from ymh_desktop.domain.words import label
from ymh_desktop.ui.widgets import (
    THERE_OR_NOT,
    AnswerCard,
    Button,
    CardGrid,
    ChoiceCard,
    Combo,
    Field,
    FilterBar,
    Flow,
    LevelBadge,
    NumberStepper,
    PickPerson,
    ProgressBand,
    SearchBox,
    StepList,
    StepShown,
    StepState,
)
from ymh_desktop.ui.widgets.basics import children
from ymh_desktop.ui.widgets.pick_list import PickList, PickOption

Show = Callable[[QWidget], None]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a widget as an active window, so that focus works."""

    def shown(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(max(widget.sizeHint().width(), 700), widget.sizeHint().height())
        widget.show()
        widget.activateWindow()
        settle()

    return shown


def button(parent: QWidget, name: str) -> QAbstractButton:
    """The button that assistive tools know by this name."""
    found = [made for made in children(parent, QAbstractButton) if accessible_name(made) == name]
    assert len(found) == 1, f"{len(found)} buttons are called {name}"
    return found[0]


def as_screen_reader(widget: QWidget, action: str) -> None:
    """Do what a screen reader does: run one of the widget's named actions."""
    found: QAccessibleInterface = QAccessible.queryAccessibleInterface(widget)
    found.actionInterface().doAction(action)


# ---- levels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", RiskLevel)
def test_a_badge_says_its_level_in_words(level: RiskLevel, show: Show) -> None:
    badge = LevelBadge(level)
    show(badge)
    assert badge.text() == label(level)
    assert accessible_name(badge) == label(level)


def test_badges_differ_without_their_colours(show: Show) -> None:
    """Shape and word tell the level on a grey printout too."""
    pictures = []
    for level in RiskLevel:
        badge = LevelBadge(level)
        show(badge)
        badge.setText("同样")
        image = badge.grab().toImage()
        ground = image.pixelColor(3, image.height() // 2)
        pictures.append(
            tuple(image.pixelColor(x, y) != ground for x in range(image.width()) for y in range(image.height()))
        )
    assert len(set(pictures)) == len(RiskLevel)


def test_no_level_is_said_and_not_shown_as_low(show: Show) -> None:
    badge = LevelBadge()
    show(badge)
    assert badge.text() == "未分级"


# ---- answers --------------------------------------------------------------------------------------------------------


@pytest.fixture
def card(show: Show) -> AnswerCard:
    made = AnswerCard(3, "急停按钮一按就停", "空转时按一下。", tags=("推台锯", "机械伤害"), can_park=True)
    show(made)
    return made


def heard(card: AnswerCard) -> list[str]:
    answers: list[str] = []
    card.answered.connect(answers.append)
    return answers


@pytest.mark.parametrize(
    ("key", "answer"), [(Qt.Key.Key_1, "yes"), (Qt.Key.Key_2, "no"), (Qt.Key.Key_3, "not_here")], ids=str
)
def test_keys_answer(key: Qt.Key, answer: str, card: AnswerCard) -> None:
    answers = heard(card)
    card.take_focus()
    QTest.keyClick(card.focusWidget(), key)
    assert answers == [answer]
    assert card.answer == answer


def test_a_screen_reader_answers_without_a_click(card: AnswerCard) -> None:
    """Its Toggle action changes the check mark without emitting `clicked`."""
    answers = heard(card)
    as_screen_reader(button(card, "第3题 否"), "Toggle")
    assert answers == ["no"]


def test_a_no_is_said_to_be_a_hidden_danger(card: AnswerCard) -> None:
    QTest.mouseClick(button(card, "第3题 否"), Qt.MouseButton.LeftButton)
    assert "已记为隐患" in words_on(card)
    QTest.mouseClick(button(card, "第3题 是"), Qt.MouseButton.LeftButton)
    assert "已记为隐患" not in words_on(card)


def test_an_answer_already_known_is_shown_without_being_given_again(card: AnswerCard) -> None:
    answers = heard(card)
    card.set_answer("no")
    assert (card.answer, answers) == ("no", [])
    card.set_answer(None)
    assert (card.answer, answers) == (None, [])


def test_a_question_that_was_left_out_is_marked_until_it_is_answered(card: AnswerCard) -> None:
    card.set_missing(True)
    assert "这一题还没有选" in words_on(card)
    assert card.property("look") == "card-error"
    QTest.mouseClick(button(card, "第3题 是"), Qt.MouseButton.LeftButton)
    assert card.property("look") == "card"


def test_a_parked_question_is_visible_and_an_answer_ends_it(card: AnswerCard) -> None:
    parked: list[bool] = []
    card.parked.connect(parked.append)
    QTest.mouseClick(button(card, "第3题 以后再答"), Qt.MouseButton.LeftButton)
    assert parked == [True]
    assert "先放着，以后再答" in words_on(card)
    QTest.mouseClick(button(card, "第3题 不涉及"), Qt.MouseButton.LeftButton)
    assert "先放着，以后再答" not in words_on(card)


def test_enter_goes_on(card: AnswerCard) -> None:
    went: list[bool] = []
    card.went_on.connect(lambda: went.append(True))
    card.take_focus()
    QTest.keyClick(card.focusWidget(), Qt.Key.Key_Return)
    assert went == [True]
    assert card.answer is None


def test_the_other_question_uses_other_words_in_another_place(show: Show) -> None:
    """Nobody shall answer 有/没有 in the rhythm of 是/否."""
    walk, situation = (
        AnswerCard(1, "防护罩装着"),
        AnswerCard(1, "有没有人住在厂房里", options=THERE_OR_NOT, beside=False),
    )
    for made in (walk, situation):
        show(made)
    words = {made.text() for made in children(situation, QPushButton)}
    assert {"有", "没有", "不清楚"} <= words
    assert not {"是", "否"} & words
    assert button(walk, "第1题 不涉及").geometry().right() > walk.width() - 30
    assert button(situation, "第1题 有").x() < 30


def test_a_long_statement_wraps_and_keeps_its_buttons(show: Show) -> None:
    made = AnswerCard(12, "很长的题目" * 20)
    show(made)
    made.resize(640, 300)
    settle()
    last = button(made, "第12题 不涉及")
    assert last.mapTo(made, last.rect().bottomRight()).x() <= made.width()
    assert made.statement.height() > 40


# ---- steps ----------------------------------------------------------------------------------------------------------


def test_only_steps_already_reached_can_be_jumped_to(show: Show) -> None:
    steps = StepList()
    steps.show_steps(
        [
            StepShown("企业", "", StepState.DONE),
            StepShown("岗位", "", StepState.OPEN),
            StepShown("问答", "", StepState.NOW),
            StepShown("分级"),
        ]
    )
    show(steps)
    chosen: list[int] = []
    steps.chosen.connect(chosen.append)
    for name in ("第1步 企业 已完成", "第2步 岗位 没做完", "第4步 分级 还没到"):
        QTest.mouseClick(button(steps, name), Qt.MouseButton.LeftButton)
    assert chosen == [0, 1]


# ---- choices and numbers --------------------------------------------------------------------------------------------


def test_a_ticked_machine_can_be_counted(show: Show) -> None:
    made = ChoiceCard("推台锯", "开料", icon="drill", unit="台", count=1)
    show(made)
    assert made.stepper is not None
    assert not made.stepper.isVisible()
    as_screen_reader(made, "Toggle")
    assert made.stepper.isVisible()
    counts: list[int] = []
    made.countChanged.connect(counts.append)
    QTest.mouseClick(made.stepper.more, Qt.MouseButton.LeftButton)
    assert (counts, made.count, made.isChecked()) == ([2], 2, True)


def test_a_choice_already_known_is_shown_without_being_made_again(show: Show) -> None:
    made = ChoiceCard("推台锯", count=1, unit="台")
    show(made)
    told: list[object] = []
    made.toggled.connect(told.append)
    made.countChanged.connect(told.append)
    made.set_state(True, 3)
    assert (made.isChecked(), made.count, told) == (True, 3, [])


@pytest.mark.parametrize(
    ("typed", "value"),
    {
        "a number": ("12", 12),
        "none": ("0", 1),
        "full width": ("１２", 12),
        "letters": ("1a", 1),
        "nothing": ("", 1),
    }.values(),
    ids=str,
)
def test_a_number_can_be_typed(typed: str, value: int, show: Show) -> None:
    made = NumberStepper("冲压工人数", 5, least=1, most=99, unit="人")
    show(made)
    made.edit.setFocus()
    made.edit.selectAll()
    QTest.keyClick(made.edit, Qt.Key.Key_Delete)
    commit = QInputMethodEvent()  # as an input method does: key clicks know no full-width digits
    commit.setCommitString(typed)
    QApplication.sendEvent(made.edit, commit)
    made.edit.clearFocus()
    assert made.value == value
    assert made.edit.text() == str(made.value)


@pytest.mark.parametrize("typed", ["150", "1" * 5000, "000100"])
def test_a_number_that_is_too_large_becomes_the_most_and_that_is_said(
    typed: str, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, words, widget: said.append(words))  # none without a screen
    made = NumberStepper("冲压工人数", 5, least=1, most=99, unit="人")
    show(made)
    made.edit.setFocus()
    made.edit.selectAll()
    made.edit.insert(typed)
    made.edit.textEdited.emit(made.edit.text())
    made.edit.clearFocus()
    assert (made.value, made.edit.text()) == (99, "99")
    assert said == ["最多填 99，已改成 99。"]


def test_the_digits_of_a_number_are_visible(show: Show) -> None:
    """QSpinBox without buttons leaves one pixel for them under a style sheet; so ours is made of other parts."""
    made = NumberStepper("冲压工人数", 888, unit="人")
    show(made)
    room = made.edit.width() - 12
    assert made.edit.fontMetrics().horizontalAdvance("888") <= room


def test_arrow_keys_count_within_the_limits(show: Show) -> None:
    made = NumberStepper("台数", 1, least=1, most=2)
    show(made)
    for key, value in ((Qt.Key.Key_Up, 2), (Qt.Key.Key_Up, 2), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 1)):
        QTest.keyClick(made.edit, key)
        assert made.value == value


def test_cards_fill_as_many_columns_as_fit(show: Show) -> None:
    grid = CardGrid(least_width=200, spacing=10)
    for number in range(4):
        grid.add(ChoiceCard(f"设备{number}"))
    show(grid)
    for width, columns in ((860, 4), (640, 3), (300, 1)):
        grid.resize(width, 400)
        settle()
        assert len({card.x() for card in grid.cards()}) == columns


def test_no_card_is_cut_where_less_fits_than_was_hoped(show: Show) -> None:
    grid = CardGrid(least_width=40, spacing=10)
    for level in RiskLevel:
        grid.add(LevelBadge(level))
    page = QWidget()
    grid.setParent(page)  # a window of its own would never be made narrower than its contents
    show(page)
    grid.resize(3 * LevelBadge(RiskLevel.MAJOR).sizeHint().width(), 400)
    settle()
    assert all(card.width() >= card.minimumSizeHint().width() for card in grid.cards())


def test_buttons_go_on_in_the_next_line_where_the_line_is_full(show: Show) -> None:
    buttons = [Button(words) for words in ("安全风险分级管控制度", "检查表", "安全检查与隐患排查治理制度", "清单")]
    page, frame = QWidget(), QWidget()
    frame.setLayout(Flow(*buttons))
    frame.setParent(page)
    show(page)
    for width, lines in ((900, 1), (420, 2), (230, 4)):
        frame.resize(width, frame.heightForWidth(width))
        settle()
        assert len({each.y() for each in buttons}) == lines
        assert all(each.geometry().right() < width and each.geometry().bottom() < frame.height() for each in buttons)
    buttons[2].hide()
    frame.resize(900, 100)
    settle()
    assert buttons[3].x() == buttons[1].geometry().right() + 1 + 8  # what is hidden leaves no gap


# ---- fields ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def name_field(show: Show) -> tuple[Field, QLineEdit]:
    field = Field("企业名称", check=lambda value: required_text("企业名称", value), needed=True)
    show(field)
    assert isinstance(field.input, QLineEdit)
    field.input.setFocus()
    return field, field.input


def test_a_fault_is_said_only_after_leaving_the_field(name_field: tuple[Field, QLineEdit]) -> None:
    field, line = name_field
    assert not field.fault.isVisible()
    line.clearFocus()
    assert field.fault.text() == "请填写企业名称"
    assert line.property("look") == "wrong"


def test_a_mended_fault_goes_away_while_typing(name_field: tuple[Field, QLineEdit]) -> None:
    field, line = name_field
    line.clearFocus()
    line.setFocus()
    QTest.keyClicks(line, "a")
    assert not field.fault.isVisible()


def test_a_fault_that_was_found_elsewhere_stays_while_the_text_does(name_field: tuple[Field, QLineEdit]) -> None:
    """The use case says that the name is taken: a click beside the field must not take that back."""
    field, line = name_field
    line.setFocus()
    line.setText("李四")
    field.show_fault("已经有李四了。")
    line.clearFocus()
    assert field.fault.text() == "已经有李四了。"
    line.setFocus()
    QTest.keyClicks(line, "2")
    assert field.fault.isHidden()
    line.clearFocus()
    assert field.fault.isHidden()


def test_typing_settles_after_a_pause_and_at_once_on_leaving(name_field: tuple[Field, QLineEdit]) -> None:
    field, line = name_field
    kept: list[str] = []
    field.settled.connect(kept.append)
    QTest.keyClicks(line, "fulin")
    assert kept == []
    wait_until(lambda: bool(kept), 2000)
    QTest.keyClicks(line, "2")
    line.clearFocus()
    assert kept == ["fulin", "fulin2"]


def test_a_faulty_text_is_never_handed_over_and_stays_in_the_field(name_field: tuple[Field, QLineEdit]) -> None:
    field, line = name_field
    kept: list[str] = []
    field.settled.connect(kept.append)
    line.setText("很" * 5000)
    line.clearFocus()
    assert kept == []
    assert "最多 60 个字" in field.fault.text()
    assert len(line.text()) == 5000


def test_nothing_that_is_pasted_is_cut(show: Show) -> None:
    """Neither at a length of the field nor at Qt's own; more letters than are kept is said in one sentence."""
    field = Field("", most=40, name="地点")
    show(field)
    assert isinstance(field.input, QLineEdit)
    words = "很" * 40_000
    QApplication.clipboard().setText(words)
    field.input.paste()
    assert field.value == words
    assert not field.validate()
    assert field.fault.text() == "“地点”有 40000 个字，最多 40 个字。请缩短一些，原来的内容还在框里。"
    pick = PickPerson("负责人")
    show(pick)
    pick.name.paste()
    assert pick.name.text() == words


def test_what_will_not_do_is_handed_over_as_refused_until_it_is_mended(show: Show) -> None:
    field = Field("统一社会信用代码", value="91350100M000100Y43", check=credit_code)
    show(field)
    settled: list[str] = []
    refused: list[str] = []
    field.settled.connect(settled.append)
    field.refused.connect(refused.append)
    assert isinstance(field.input, QLineEdit)
    field.input.setText("123")
    field.settle_now()
    field.settle_now()
    field.input.setText("91350100M000100Y43")
    field.settle_now()
    assert (settled, refused) == ([], ["123", ""])


def test_what_is_written_into_a_form_is_handed_over_whether_it_will_do_or_not(show: Show) -> None:
    field = Field("统一社会信用代码", check=credit_code, needed=True)
    show(field)
    written: list[str] = []
    field.written.connect(written.append)
    field.show_draft("123")
    assert (field.value, field.fault.isHidden()) == ("123", False)
    assert isinstance(field.input, QLineEdit)
    for words in ("123", "91350100M000100Y43", ""):
        field.input.setText(words)
        field.settle_now()
    assert written == ["91350100M000100Y43", ""]


def test_words_that_were_refused_stand_there_with_their_sentence(show: Show) -> None:
    field = Field("统一社会信用代码", check=credit_code)
    show(field)
    field.refresh("", "123")
    assert (field.value, field.fault.isHidden()) == ("123", False)
    field.refresh("", "")
    assert (field.value, field.fault.isHidden()) == ("", True)


def test_what_is_being_written_gives_way_only_to_another_record(show: Show) -> None:
    field = Field("统一社会信用代码", check=credit_code)
    show(field)
    field.take_focus()
    assert isinstance(field.input, QLineEdit)
    field.input.insert("123")
    field.refresh("91350100M000100Y43")
    assert field.value == "123"
    field.refresh("91350100M000100Y43", fresh=True)
    assert field.value == "91350100M000100Y43"
    field.refresh("91350100M000100Y43", "123", fresh=True)
    assert (field.value, field.fault.isHidden()) == ("123", False)


def test_the_sentence_of_the_rule_is_shown(show: Show) -> None:
    field = Field("统一社会信用代码", check=credit_code)
    show(field)
    assert isinstance(field.input, QLineEdit)
    field.input.setFocus()
    QTest.keyClicks(field.input, "123")
    field.input.clearFocus()
    assert "营业执照" in field.fault.text()


def test_a_change_from_elsewhere_does_not_overwrite_what_is_being_typed(name_field: tuple[Field, QLineEdit]) -> None:
    field, line = name_field
    QTest.keyClicks(line, "abc")
    field.refresh("从别处来的")
    assert field.value == "abc"
    line.clearFocus()
    field.refresh("从别处来的")
    assert field.value == "从别处来的"


def test_a_surname_outside_the_basic_plane_survives(name_field: tuple[Field, QLineEdit]) -> None:
    field, line = name_field
    kept: list[str] = []
    field.settled.connect(kept.append)
    line.setText("𬭎")
    line.clearFocus()
    assert kept == ["𬭎"]


# ---- people, search, filters ----------------------------------------------------------------------------------------


def test_somebody_new_is_typed_right_where_a_person_is_chosen(show: Show) -> None:
    made = PickPerson("主要负责人")
    made.set_people([("1", "王福林")])
    show(made)
    asked: list[str] = []
    picked: list[object] = []
    made.addAsked.connect(asked.append)
    made.picked.connect(picked.append)
    made.combo.setCurrentIndex(made.combo.count() - 1)
    assert made.name.isVisible()
    made.name.setText("李四")
    QTest.keyClick(made.name, Qt.Key.Key_Return)
    assert (asked, picked) == (["李四"], [])
    made.set_people([("1", "王福林"), ("2", "李四")], "2")
    assert made.chosen == "2"
    assert made.combo.isVisible()


def test_cancelled_adding_returns_to_who_was_chosen(show: Show) -> None:
    made = PickPerson("主要负责人")
    made.set_people([("1", "王福林")], "1")
    show(made)
    made.combo.setCurrentIndex(made.combo.count() - 1)
    QTest.mouseClick(button(made, "主要负责人 取消添加"), Qt.MouseButton.LeftButton)
    assert (made.chosen, made.combo.currentText()) == ("1", "王福林")


def test_a_level_chosen_in_a_list_is_still_a_level(show: Show) -> None:
    """Kept as item data Qt would hand back a plain number."""
    combo = Combo("等级", [(level, label(level)) for level in RiskLevel])
    show(combo)
    combo.choose(RiskLevel.MAJOR)
    assert combo.chosen is RiskLevel.MAJOR


def test_search_waits_for_a_pause(show: Show) -> None:
    box = SearchBox("搜索风险")
    show(box)
    searched: list[str] = []
    box.searched.connect(searched.append)
    QTest.keyClicks(box, "pq")
    assert searched == []
    wait_until(lambda: bool(searched), 2000)
    assert searched == ["pq"]


def test_one_press_shows_everything_again(show: Show) -> None:
    bar = FilterBar("搜索风险", [("level", "等级", [(level, label(level)) for level in RiskLevel])])
    show(bar)
    bar.choose("level", RiskLevel.MAJOR)
    assert bar.narrowed
    bar.show_count(3, 12)
    assert "3 / 12 条" in words_on(bar)
    QTest.mouseClick(button(bar, "清除筛选，显示全部"), Qt.MouseButton.LeftButton)
    assert not bar.narrowed
    assert bar.chosen("level") is None


def test_stopping_is_said_at_once_and_cannot_be_pressed_twice(show: Show) -> None:
    band = ProgressBand("正在生成告知卡")
    show(band)
    stopped: list[bool] = []
    band.stopped.connect(lambda: stopped.append(True))
    band.show_progress(3, 20)
    assert "3 / 20" in words_on(band)
    for _ in range(2):
        QTest.mouseClick(band.stop, Qt.MouseButton.LeftButton)
    assert stopped == [True]
    assert "正在停止…" in words_on(band)


@pytest.mark.parametrize(
    "make",
    [
        lambda: AnswerCard(1, "防护罩装着", can_park=True),
        lambda: NumberStepper("台数", 2),
        lambda: ChoiceCard("叉车", count=1),
        lambda: PickPerson("班组长"),
        lambda: FilterBar("搜索", [("kind", "类别", [(1, "一")])]),
        lambda: Field("名称"),
    ],
    ids=["answer", "number", "choice", "person", "filter", "field"],
)
def test_every_part_has_its_own_name(make: Callable[[], QWidget], show: Show) -> None:
    made = make()
    show(made)
    assert named_wrongly(made) == []


def test_a_click_on_the_words_of_a_row_ticks_it(show: Show) -> None:
    """The box is fifteen pixels wide; who wants 机械伤害 clicks on 机械伤害."""
    made = PickList("事故类型", lambda words, text: words in text, many=True)
    made.set_options([PickOption(str(n), f"第 {n} 种") for n in range(3)])
    show(made)
    made.change.click()
    settle()
    on_its_words = made.list.visualItemRect(made.list.item(1)).center()
    QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=on_its_words)
    assert made.chosen == ("1",)
    QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=on_its_words)
    assert made.chosen == ()
    box = made.list.visualItemRect(made.list.item(2))
    QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPoint(8, box.height() // 2))
    assert made.chosen == ("2",)


def test_a_double_click_ticks_a_row_once(show: Show) -> None:
    """People used to icons click twice: a tick that comes and goes at once looks like none."""
    made = PickList("事故类型", lambda words, text: words in text, many=True)
    made.set_options([PickOption("1", "机械伤害")])
    show(made)
    made.change.click()
    settle()
    there = made.list.visualItemRect(made.list.item(0)).center()
    QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=there)
    QTest.mouseDClick(made.list.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert made.chosen == ("1",)
